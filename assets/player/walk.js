// The walk: which source cells a target cell reads, and back. It knows positions only, no values and no convolution.

class Axis {
  constructor({ origins, taps, picture, sources }) {
    this.origins = origins;
    this.taps = taps;
    this.picture = picture;
    this.sources = sources;
    this.tapRuns = runs(taps);
  }

  // First and last source position of a target.
  reach(target) {
    return [this.origins[target] + this.taps[0], this.origins[target] + this.taps[this.taps.length - 1]];
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

  inPicture(source) {
    return source >= this.picture[0] && source < this.picture[1];
  }

  leavesPicture(target) {
    return !this.reach(target).every((source) => this.inPicture(source));
  }
}

class Walk {
  constructor([rows, cols], pace) {
    this.pace = pace; // steps for which a cell stays, on each axis
    this.rows = new Axis(rows);
    this.cols = new Axis(cols);
    this.height = rows.origins.length;
    this.width = cols.origins.length;
    this.firstOnPadding = this.findFirstOnPadding();
  }

  has(row, col) {
    return row < this.height && col < this.width;
  }

  // The cell at a place of the grid that walks share.
  at({ row, col }) {
    return { row: Math.floor(row / this.pace), col: Math.floor(col / this.pace) };
  }

  // The cell with this index, row by row.
  cell(index) {
    return { row: Math.floor(index / this.width), col: index % this.width };
  }

  // The first place at which a cell stands.
  place(row, col) {
    return { row: row * this.pace, col: col * this.pace };
  }

  findFirstOnPadding() {
    for (let row = 0; row < this.height; row++) {
      if (this.rows.leavesPicture(row)) return { row, col: 0 };
      const col = this.cols.origins.findIndex((_, index) => this.cols.leavesPicture(index));
      if (col >= 0) return { row, col };
    }
    return null;
  }
}

// The steps that walks take together, row by row, through a grid that holds the largest of their maps.
class Grid {
  constructor(walks) {
    this.height = Math.max(...walks.map((walk) => (walk.height - 1) * walk.pace + 1));
    this.width = Math.max(...walks.map((walk) => (walk.width - 1) * walk.pace + 1));
    this.steps = this.height * this.width;
  }

  place(step) {
    return { row: Math.floor(step / this.width), col: step % this.width };
  }

  step({ row, col }) {
    return row * this.width + col;
  }

  endsRow(step) {
    return step % this.width === this.width - 1 && step < this.steps - 1;
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
