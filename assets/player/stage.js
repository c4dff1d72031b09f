// The stage: the charts that Plotly drew. All access to Plotly's private layout is in the class Panel.

const NOWHERE = "M-9,-9Z";
const MOST_BOXES = 4000;

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
    return true;
  }

  get attached() {
    return this.chart !== null && this.chart.isConnected && this.paths.mark.isConnected;
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

  draw(name, path) {
    this.paths[name].setAttribute("d", path);
  }

  clear(...names) {
    for (const name of names) this.draw(name, NOWHERE);
  }
}

// The panels of a scene by role, kept attached through redraws, and their pointer events.
class Stage {
  constructor({ charts, shapes, marks }, listener) {
    this.marks = marks;
    this.listener = listener;
    const panels = (role) => charts[role].map((key) => new Panel(key, shapes));
    this.inputs = panels("input");
    this.weights = panels("weight");
    this.map = panels("map")[0];
    this.panels = [...this.inputs, ...this.weights, this.map];
    this.handlers = [];
  }

  attach() {
    const drawn = this.panels.every((panel) => panel.attach(this.marks[panel.key]));
    if (drawn) this.panels.forEach((panel) => this.listen(panel));
    return drawn;
  }

  get attached() {
    return this.panels.every((panel) => panel.attached);
  }

  get element() {
    return document.querySelector(".st-key-stage");
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

  role(panel) {
    if (panel === this.map) return "map";
    return this.inputs.includes(panel) ? "input" : "weight";
  }
}
