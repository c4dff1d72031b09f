import { box } from "./areas.js";
import { cellNumbers } from "./cell_numbers.js";
import { Drawing, FRAME_LOOKS, shapePath } from "./drawing.js";
import { areaShapes } from "./frame.js";
import { layHandles } from "./handles.js";
import { Painting } from "./painting.js";
import { Panel } from "./panel.js";

/** @typedef {import("./areas.js").Area} Area */

/** The board that Plotly drew, and the drawing upon it: the only file that touches Plotly's elements. */
export class Board {
  /** @param {import("./data.d.ts").BoardData} data @param {import("./data.d.ts").PanelData[]} [numbers] */
  constructor(data, numbers = []) {
    this.data = data;
    this.panels = data.panels.map((panel) => new Panel(panel, this));
    /** Single numbers that can be changed; those that no heading says are there while `offers` is true. */
    this.numbers = numbers.map((number) => new Panel(number, this));
    this.offers = false;
    this.byName = Object.fromEntries([...this.panels, ...this.numbers].map((panel) => [panel.name, panel]));
    this.layer = new Drawing(data);
    this.painting = new Painting(data, this.panels);
    for (const panel of this.panels) this.renew(panel);
    this.divider = 0.5; // share of a divided panel that is not seen
  }

  /** Write the numbers in a panel's cells; of two panels that lie one upon the other there are none. @param {Panel} panel */
  renew(panel) {
    const { lens, divided } = this.data;
    if (panel.moments || (divided && (panel.name === lens || panel.name === divided))) return;
    this.layer.writeNumbers(panel.name, cellNumbers(panel));
  }

  /** Paint panels that have changed here. @param {Set<Panel>} panels */
  repaint(panels) {
    this.painting.add(panels);
    if (this.attached) this.painting.hidePictures(Board.chart);
    this.painting.paint(panels);
  }

  /** The drawing's element. */
  get drawing() {
    return /** @type {SVGElement} */ (this.layer.svg);
  }

  static get place() {
    return /** @type {HTMLElement | null} */ (document.querySelector(".st-key-board"));
  }

  static get chart() {
    return /** @type {any} */ (document.querySelector(".st-key-board .js-plotly-plot"));
  }

  /** Whether there is a chart that Plotly has finished: only then can it be said that it cannot be read. */
  static get finished() {
    const chart = Board.chart;
    return Boolean(chart && chart._fullLayout && chart.querySelector(".imagelayer image, .heatmaplayer image, .im"));
  }

  /** Lay the drawing upon the chart of this board; false while it is not drawn yet, or shows another scene. */
  attach() {
    const chart = Board.chart;
    const layout = chart && chart._fullLayout;
    if (!layout || !chart.layout || chart.layout.meta !== this.data.mark || layout.meta !== this.data.mark) {
      return false;
    }
    return this.lay();
  }

  /** Lay the drawing upon whatever chart of the same size there is. */
  lay() {
    const chart = Board.chart;
    const holder = chart?.querySelector(".svg-container");
    const { width, height } = chart?._fullLayout ?? {};
    if (!holder || width !== this.data.width || height !== this.data.height) return false;
    if (this.drawing.parentElement !== holder) {
      holder.querySelectorAll(".kw-drawing, .kw-painting-layer").forEach((/** @type {Element} */ old) => old.remove());
      holder.prepend(this.painting.canvas);
      holder.append(this.drawing);
    }
    this.painting.hidePictures(chart);
    chart.classList.add("kw-attached");
    if (Board.place) layHandles([...this.panels, ...this.numbers], Board.place);
    this.divide();
    return true;
  }

  /** Fade what does not follow a change until the server has answered. @param {boolean} on */
  wait(on) {
    const panels = on ? this.data.waits.map((name) => this.byName[name]) : [];
    this.layer.draw("late", panels.map((panel) => panel.path(box(0, panel.rows - 1, 0, panel.cols - 1))).join(""));
  }

  /** Show a panel right of its divider only. */
  divide() {
    this.painting.divider = this.divider;
    if (this.data.divided && this.painting.panels.size) this.painting.paint();
    const index = this.panels.findIndex((panel) => panel.name === this.data.divided);
    const picture = Board.chart?.querySelectorAll(".imagelayer image")[index];
    if (index >= 0 && picture) picture.style.clipPath = `inset(0 0 0 ${100 * this.divider}%)`;
  }

  get attached() {
    return this.drawing.isConnected && Board.chart?.contains(this.drawing);
  }

  /** Where the board lies on the screen. */
  screen() {
    const { left, top, width } = this.drawing.getBoundingClientRect();
    return { left, top, scale: width / this.data.width };
  }

  /** The cell under a point of the screen, or null. @param {number} clientX @param {number} clientY */
  cell(clientX, clientY) {
    const { left, top, scale } = this.screen();
    const x = (clientX - left) / scale;
    const y = (clientY - top) / scale;
    for (const panel of [...this.numbers.filter(({ number }) => this.offers || number?.shown), ...this.panels]) {
      const row = Math.floor((y - panel.y) / panel.dy);
      const col = Math.floor((x - panel.x) / panel.dx);
      if (row >= 0 && row < panel.rows && col >= 0 && col < panel.cols) return { panel, row, col };
    }
    return null;
  }

  /** Areas by panel as one path. @param {Map<string, Area[]>} areas */
  path(areas) {
    let path = "";
    for (const [name, found] of areas) for (const area of found) path += this.byName[name].path(area);
    return path;
  }

  /** Draw areas alone: nothing else stands upon the board. @param {Record<string, Map<string, Area[]>>} marks */
  show(marks) {
    this.drawFrame(areaShapes(this, marks, false));
  }

  /** Draw all that stands upon the board. @param {import("./frame.js").Shape[]} shapes */
  drawFrame(shapes) {
    /** @type {Record<string, string>} */
    const paths = Object.fromEntries(FRAME_LOOKS.map((look) => [look, ""]));
    this.painting.refresh();
    const sums = shapes.filter(({ look }) => look === "sum");
    for (const shape of shapes) if (shape.look !== "sum") paths[shape.look] += shapePath(shape);
    paths.halo = paths.window + paths.cell;
    paths["picked-halo"] = paths.picked;
    for (const [look, path] of Object.entries(paths)) this.layer.draw(look, path);
    this.layer.writeSums(sums);
  }

  /** Draw what a cell that is pointed at reaches. @param {Map<string, Area[]>} areas */
  light(areas) {
    const path = this.path(areas);
    const many = path.length > 60000; // thousands of boxes are seen without a border
    this.layer.draw("lit", path);
    this.layer.draw("lit-halo", many ? "" : path);
    this.layer.paths.lit.classList.toggle("kw-many", many);
  }

  /** Hide panels with all that tells their size. @param {Panel[]} panels */
  mask(panels) {
    const { width, height } = this.data;
    const others = this.panels.filter((panel) => !panels.includes(panel));
    const path = panels.map(({ x, y, dx, dy, rows, cols, title }) => {
      const above = title.includes("\u00d7") ? 36 : 4; // a title without a size may be read
      const beside = others.filter((other) => other.y < y + rows * dy && y < other.y + other.rows * other.dy);
      const ends = beside.map((other) => other.x + other.cols * other.dx).filter((end) => end <= x);
      const starts = beside.map((other) => other.x).filter((start) => start >= x + cols * dx);
      const [left, top] = [Math.max(0, x - 34, ...ends), Math.max(0, y - above)];
      const [right, bottom] = [Math.min(width, x + cols * dx + 20, ...starts), Math.min(height, y + rows * dy + 12)];
      return `M${left},${top}H${right}V${bottom}H${left}Z`;
    });
    this.layer.draw("mask", path.join(""));
  }
}
