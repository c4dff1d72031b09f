import { beam, pathOf, without } from "./beams.js";
import { Drawing } from "./drawing.js";
import { layHandles } from "./handles.js";
import { Panel } from "./panel.js";

const FRAMED_FROM = 8; // size of a cell from which each tap apart has a frame, as in conv.ui.board.picture

/** @typedef {import("./areas.js").Area} Area */

/** The board that Plotly drew, and the drawing upon it: the only file that touches Plotly's elements. */
export class Board {
  /** @param {import("./data.d.ts").BoardData} data */
  constructor(data) {
    this.data = data;
    this.panels = data.panels.map((panel) => new Panel(panel, this));
    this.byName = Object.fromEntries(this.panels.map((panel) => [panel.name, panel]));
    this.layer = new Drawing(data);
    this.divider = 0.5; // share of a divided panel that is not seen
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
      holder.querySelectorAll(".kw-drawing").forEach((/** @type {Element} */ old) => old.remove());
      holder.append(this.drawing);
    }
    chart.classList.add("kw-attached");
    if (Board.place) layHandles(this.panels, Board.place);
    this.divide();
    return true;
  }

  /** Show a panel right of its divider only. */
  divide() {
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
    for (const panel of this.panels) {
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

  /** Draw what moves. @param {Record<string, Map<string, Area[]>>} marks */
  show(marks, corner = false) {
    const [window, fine] = this.windows(marks.window);
    const cell = this.path(marks.cell);
    this.layer.draw("cover", this.path(marks.cover));
    this.layer.draw("span", this.path(marks.span));
    this.layer.draw("halo", window + cell);
    this.layer.draw("window", window);
    this.layer.draw("fine", fine);
    this.layer.draw("cell", cell);
    let dots = "";
    for (const [name, areas] of marks.dot) {
      for (const { rows, cols } of areas) dots += this.byName[name].dot(rows[0][0], cols[0][0], corner);
    }
    this.layer.draw("dot", dots);
  }

  /** Windows as frames, and taps that are too small and close for frames. @param {Map<string, Area[]>} areas */
  windows(areas) {
    const paths = ["", ""];
    for (const [name, found] of areas) {
      const panel = this.byName[name];
      for (const area of found) {
        const apart = area.rows.length > 1 || area.cols.length > 1;
        paths[apart && Math.min(panel.dx, panel.dy) < FRAMED_FROM ? 1 : 0] += panel.path(area);
      }
    }
    return paths;
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
    const path = panels.map(({ x, y, dx, dy, rows, cols }) => {
      const [left, top] = [Math.max(0, x - 34), Math.max(0, y - 36)];
      const [right, bottom] = [Math.min(width, x + cols * dx + 20), Math.min(height, y + rows * dy + 12)];
      return `M${left},${top}H${right}V${bottom}H${left}Z`;
    });
    this.layer.draw("mask", path.join(""));
  }

  /** Ring the cells that decide. @param {{panel: Panel, row: number, col: number}[]} cells */
  pick(cells) {
    const path = cells.map(({ panel, row, col }) => panel.ring(row, col)).join("");
    this.layer.draw("picked-halo", path);
    this.layer.draw("picked", path);
  }

  /**
   * Draw beams: from each window over its kernel to the cell; they go under the panels of others.
   *
   * @param {number[][][]} chains Bounds, one behind the other. @param {Panel[]} foreign
   */
  beams(chains, foreign = []) {
    const rectangles = foreign.map(({ x, y, dx, dy, rows, cols }) => [x, y, x + cols * dx, y + rows * dy]);
    const paths = new Set(); // several channels in one panel have one beam
    for (const chain of chains) {
      for (let stop = 0; stop + 1 < chain.length; stop++) {
        for (const piece of without(beam(chain[stop], chain[stop + 1]), rectangles)) paths.add(pathOf(piece));
      }
    }
    this.layer.draw("beam", [...paths].join(""));
  }
}
