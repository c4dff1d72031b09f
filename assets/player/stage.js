// The stage: the charts that Plotly drew. All access to Plotly's private layout is in the class Panel.

const NOWHERE = "M-9,-9Z";
const MOST_BOXES = 4000;
const CORNER = 0.2; // of a cell, where many dots stand beside its number
const CLOSEST_DOTS = 5; // screen pixels between dots that can still be told apart

class Panel {
  constructor(key, shapes) {
    this.key = key;
    this.shapes = shapes;
    this.chart = null;
    this.paths = {};
  }

  // Find the chart, its shapes and its scale; false while it is not drawn yet or draws another scene.
  attach(mark) {
    const chart = document.querySelector(`.st-key-${this.key} .js-plotly-plot`);
    const layout = chart && chart._fullLayout;
    if (!layout || !chart.layout || chart.layout.meta !== mark) return false;
    const { xaxis, yaxis } = layout;
    const trace = chart._fullData && chart._fullData[0];
    const paths = chart.querySelectorAll(".shapelayer path");
    if (!xaxis || !yaxis || !xaxis.l2p || !trace || !trace.z || paths.length < this.shapes.length) return false;
    this.chart = chart;
    this.values = trace.z;
    this.shapes.forEach((name, index) => (this.paths[name] = paths[index]));
    this.left = xaxis._offset + xaxis.l2p(-0.5);
    this.top = yaxis._offset + yaxis.l2p(-0.5);
    this.cellWidth = xaxis.l2p(1) - xaxis.l2p(0);
    this.cellHeight = yaxis.l2p(1) - yaxis.l2p(0);
    this.paths.cover.style.fill = "url(#kw-cover)";
    this.paths.cover.style.fillOpacity = 1;
    chart.classList.toggle("kw-small-cells", this.cellWidth < 20);
    const thin = this.cellWidth < 8;
    this.paths.mark.style.strokeWidth = thin ? "1.5px" : "3px";
    this.paths.halo.style.strokeWidth = thin ? "3px" : "6px";
    return true;
  }

  get attached() {
    return this.chart !== null && this.chart.isConnected && this.paths.mark.isConnected;
  }

  get width() {
    return this.values[0].length;
  }

  value(row, col, channel) {
    const value = this.values[row][col];
    return typeof value === "number" ? value : value[channel];
  }

  box(top, bottom, left, right) {
    const x = this.left + left * this.cellWidth;
    const y = this.top + top * this.cellHeight;
    const right_x = this.left + (right + 1) * this.cellWidth;
    const bottom_y = this.top + (bottom + 1) * this.cellHeight;
    return `M${x.toFixed(1)},${y.toFixed(1)}H${right_x.toFixed(1)}V${bottom_y.toFixed(1)}H${x.toFixed(1)}Z`;
  }

  // Cells at rows x cols, each axis as runs; where they are too many to draw, the box around them.
  boxes(rowRuns, colRuns, rowOrigin = 0, colOrigin = 0) {
    if (rowRuns.length * colRuns.length > MOST_BOXES) {
      rowRuns = [[rowRuns[0][0], rowRuns[rowRuns.length - 1][1]]];
      colRuns = [[colRuns[0][0], colRuns[colRuns.length - 1][1]]];
    }
    let path = "";
    for (const [top, bottom] of rowRuns)
      for (const [left, right] of colRuns)
        path += this.box(rowOrigin + top, rowOrigin + bottom, colOrigin + left, colOrigin + right);
    return path || NOWHERE;
  }

  get dotRadius() {
    return Math.max(1.2, Math.min(5, 0.13 * Math.min(this.cellWidth, this.cellHeight)));
  }

  // A dot in a cell: at this part of it, from its top and its left.
  dot(row, col, part) {
    const x = this.left + (col + part) * this.cellWidth;
    const y = this.top + (row + part) * this.cellHeight;
    const r = this.dotRadius * 1.25;
    return `M${(x - r).toFixed(1)},${y.toFixed(1)}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
  }

  // A dot at each of these evenly spaced rows x cols: one box, filled with a pattern whose tiles are as large as the
  // spaces. Too close to be told apart, they are left out.
  drawDots(rows, cols, pattern) {
    const space = (positions) => (positions.length > 1 ? positions[1] - positions[0] : 1);
    const width = space(cols) * this.cellWidth;
    const height = space(rows) * this.cellHeight;
    if (Math.min(width, height) < CLOSEST_DOTS) return this.clear("dots");
    const x = this.left + (cols[0] + CORNER) * this.cellWidth - width / 2;
    const y = this.top + (rows[0] + CORNER) * this.cellHeight - height / 2;
    const set = (made, values) => Object.entries(values).forEach(([name, value]) => made.setAttribute(name, value));
    set(pattern, { x, y, width, height });
    set(pattern.firstElementChild, { cx: width / 2, cy: height / 2, r: this.dotRadius });
    this.paths.dots.style.fill = `url(#${pattern.id})`;
    this.paths.dots.style.fillOpacity = 1;
    this.draw("dots", `M${x},${y}h${width * cols.length}v${height * rows.length}h${-width * cols.length}Z`);
  }

  draw(name, path) {
    this.paths[name].setAttribute("d", path);
  }

  clear(...names) {
    for (const name of names) this.draw(name, NOWHERE);
  }
}

// One walk on its panels. Several tracks go in lock-step: each shows the cell of its map at the same row and column.
class Track {
  constructor(data, panel) {
    this.data = data;
    this.walk = new Walk(data.axes, data.pace);
    this.inputs = data.charts.input.map(panel);
    this.counts = data.charts.counts.map(panel);
    this.weights = data.charts.weight.map(panel);
    this.map = data.charts.map.map(panel)[0] ?? null;
    this.matrices = data.charts.matrix.map(panel);
    this.windows = [...this.inputs, ...this.counts];
    this.panels = [...this.windows, ...this.weights, ...(this.map ? [this.map] : []), ...this.matrices];
  }

  role(panel) {
    if (panel === this.map) return "map";
    if (this.matrices.includes(panel)) return "matrix";
    return this.weights.includes(panel) ? "weight" : "input";
  }

  // The window, and the cell that it makes.
  drawMarks(place) {
    const { rows, cols } = this.walk;
    const { row, col } = this.walk.at(place);
    const here = this.walk.has(row, col);
    if (this.map) {
      const cell = here ? this.map.box(row, row, col, col) : NOWHERE;
      this.map.draw("halo", cell);
      this.map.draw("mark", cell);
    }
    if (here) this.drawRow(row, col);
    const holes = here && (rows.tapRuns.length > 1 || cols.tapRuns.length > 1);
    for (const panel of this.windows) {
      const window = here ? panel.boxes(rows.tapRuns, cols.tapRuns, rows.origins[row], cols.origins[col]) : NOWHERE;
      panel.draw("halo", window);
      panel.draw("mark", window);
      panel.draw("span", holes ? panel.box(...rows.reach(row), ...cols.reach(col)) : NOWHERE);
      if (this.data.dot) panel.draw("dot", here ? panel.dot(...this.dotAt(row, col), this.data.dots ? CORNER : 0.5) : NOWHERE);
    }
  }

  // The row of a matrix that makes a cell.
  drawRow(row, col) {
    const step = row * this.walk.width + col;
    for (const panel of this.matrices) {
      const path = panel.box(step, step, 0, panel.width - 1);
      panel.draw("halo", path);
      panel.draw("mark", path);
    }
  }

  dotAt(row, col) {
    const [down, right] = this.data.dot;
    return [this.walk.rows.origins[row] + down, this.walk.cols.origins[col] + right];
  }

  drawDots(pattern) {
    if (!this.data.dots) return;
    const [down, right] = this.data.dot;
    const { rows, cols } = this.walk;
    const places = [rows.origins.map((origin) => origin + down), cols.origins.map((origin) => origin + right)];
    for (const panel of this.inputs) panel.drawDots(...places, pattern(panel.key));
  }

  // Hide what is not computed yet: the rest of this row and the rows below.
  drawCover(place) {
    if (!this.map) return;
    const { height, width } = this.walk;
    const { row, col } = this.walk.at(place);
    let path = row < height && col < width - 1 ? this.map.box(row, row, col + 1, width - 1) : "";
    if (row < height - 1) path += this.map.box(row + 1, height - 1, 0, width - 1);
    this.map.draw("cover", path || NOWHERE);
  }

  // One product: a pixel of one channel under the window, and its weight.
  drawTap(place, channel, k, l) {
    const { rows, cols } = this.walk;
    const { row, col } = this.walk.at(place);
    if (!this.walk.has(row, col) || k >= rows.taps.length || l >= cols.taps.length) return;
    const y = rows.origins[row] + rows.taps[k];
    const x = cols.origins[col] + cols.taps[l];
    this.inputs.forEach((panel, index) => panel.draw("tap", index === channel % this.inputs.length ? panel.box(y, y, x, x) : NOWHERE));
    this.weights.forEach((panel, index) => panel.draw("tap", index === channel % this.weights.length ? panel.box(k, k, l, l) : NOWHERE));
  }

  // A pixel, every cell that reads it, and where it is padding the pixel that it copies.
  drawPixel(row, col) {
    const { rows, cols } = this.walk;
    const source = this.source(row, col);
    for (const panel of this.windows) {
      const copied = source ? panel.box(source.row, source.row, source.col, source.col) : "";
      panel.draw("reach", panel.box(row, row, col, col) + copied);
    }
    if (this.map) this.map.draw("reach", this.map.boxes(runs(rows.targets(row)), runs(cols.targets(col))));
  }

  // Every pixel that a weight multiplies over the whole walk: of its slice's channel, where each channel has a slice.
  drawWeight(slice, row, col) {
    const rowRuns = runs(this.walk.rows.visits(row));
    const colRuns = runs(this.walk.cols.visits(col));
    slice.draw("reach", slice.box(row, row, col, col));
    const windows = this.weights.length > 1 ? [this.inputs[this.weights.indexOf(slice)]] : this.windows;
    for (const panel of windows) panel.draw("reach", panel.boxes(rowRuns, colRuns));
  }

  drawBoxes(boxes) {
    for (const panel of this.windows) panel.draw("reach", boxes.map((box) => panel.box(...box)).join("") || NOWHERE);
  }

  isPadding(row, col) {
    return !this.walk.rows.inPicture(row) || !this.walk.cols.inPicture(col);
  }

  // The cell of the padded input that a padding cell copies; null for a pixel, and for a plain zero.
  source(row, col) {
    const { rows, cols } = this.walk;
    if (!this.isPadding(row, col) || rows.sources[row] < 0 || cols.sources[col] < 0) return null;
    return { row: rows.picture[0] + rows.sources[row], col: cols.picture[0] + cols.sources[col] };
  }

  // Where a pixel of another track's picture stands in this one's padded input.
  counterpart(track, row, col) {
    const down = row - track.walk.rows.picture[0] + this.walk.rows.picture[0];
    const right = col - track.walk.cols.picture[0] + this.walk.cols.picture[0];
    return this === track || !this.isPadding(down, right) ? { row: down, col: right } : null;
  }
}

// All panels of a scene, kept attached through redraws, their tracks, and their pointer events.
class Stage {
  constructor({ tracks, shapes, marks }, listener) {
    this.marks = marks;
    this.listener = listener;
    const found = new Map();
    const panel = (key) => found.get(key) ?? found.set(key, new Panel(key, shapes)).get(key);
    this.tracks = tracks.map((data) => new Track(data, panel));
    this.panels = [...found.values()];
    this.grid = new Grid(this.tracks.map((track) => track.walk));
    this.handlers = [];
  }

  attach(pattern) {
    const drawn = this.panels.every((panel) => panel.attach(this.marks[panel.key]));
    if (!drawn) return false;
    this.panels.forEach((panel) => this.listen(panel));
    this.tracks.forEach((track) => track.drawDots(pattern));
    return true;
  }

  get attached() {
    return this.panels.every((panel) => panel.attached);
  }

  get element() {
    return document.querySelector(".st-key-stage");
  }

  clear(...names) {
    for (const panel of this.panels) panel.clear(...names);
  }

  listen(panel) {
    const chart = panel.chart;
    if (this.handlers.some((handler) => handler.chart === chart)) return;
    const cell = (event) => ({ panel, row: event.points[0].y, col: event.points[0].x });
    const on = (name, call) => {
      chart.on(name, call);
      this.handlers.push({ chart, name, call });
    };
    on("plotly_afterplot", () => this.listener.redrawn());
    on("plotly_hover", (event) => this.listener.hover(cell(event)));
    on("plotly_unhover", () => this.listener.unhover());
    on("plotly_click", (event) => this.listener.pin(cell(event)));
  }

  release() {
    for (const { chart, name, call } of this.handlers) if (chart.removeListener) chart.removeListener(name, call);
    this.handlers = [];
  }

  // The track that a panel belongs to; a panel that several share goes with the given one.
  owner(panel, preferred) {
    return preferred.panels.includes(panel) ? preferred : this.tracks.find((track) => track.panels.includes(panel));
  }
}
