// The walk: which source cells a target cell reads, and back. It knows positions only, no values and no convolution.

class Axis {
  constructor({ origins, taps, picture }) {
    this.origins = origins;
    this.taps = taps;
    this.picture = picture;
    this.tapRuns = runs(taps);
  }

  // Targets that read a source position, in order.
  targets(source) {
    const found = [];
    this.origins.forEach((origin, target) => {
      if (this.taps.includes(source - origin)) found.push(target);
    });
    return found;
  }

  // Positions that one tap visits over the whole walk.
  visits(tap) {
    return this.origins.map((origin) => origin + this.taps[tap]);
  }

  leavesPicture(target) {
    const first = this.origins[target] + this.taps[0];
    const last = this.origins[target] + this.taps[this.taps.length - 1];
    return first < this.picture[0] || last >= this.picture[1];
  }
}

class Walk {
  constructor([rows, cols]) {
    this.rows = new Axis(rows);
    this.cols = new Axis(cols);
    this.width = cols.origins.length;
    this.steps = rows.origins.length * this.width;
    this.firstOnPadding = this.findFirstOnPadding();
  }

  row(step) {
    return Math.floor(step / this.width);
  }

  col(step) {
    return step % this.width;
  }

  endsRow(step) {
    return this.col(step) === this.width - 1 && step < this.steps - 1;
  }

  findFirstOnPadding() {
    for (let row = 0; row < this.rows.origins.length; row++) {
      if (this.rows.leavesPicture(row)) return row * this.width;
      const col = this.cols.origins.findIndex((_, index) => this.cols.leavesPicture(index));
      if (col >= 0) return row * this.width + col;
    }
    return -1;
  }
}

// Neighbouring positions as [first, last].
function runs(positions) {
  const found = [];
  for (const position of positions) {
    const last = found[found.length - 1];
    if (last && position === last[1] + 1) last[1] = position;
    else found.push([position, position]);
  }
  return found;
}
