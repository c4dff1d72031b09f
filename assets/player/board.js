import { beam, pathOf, without } from "./beams.js";
import { NUMBERS_FROM, Panel } from "./panel.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const FRAMED_FROM = 8; // size of a cell from which each tap apart has a frame, as in conv.ui.board.picture
const LOOKS = [
  "cover",
  "dim",
  "beam",
  "lit-halo",
  "lit",
  "span",
  "halo",
  "window",
  "fine",
  "cell",
  "dot",
  "tap",
  "picked-halo",
  "picked",
  "mask",
];
const COVER =
  '<pattern id="kw-cover" width="10" height="10" patternUnits="userSpaceOnUse"><rect width="10" height="10"/><circle cx="5" cy="5" r="1.5"/></pattern>';
const HANDLES = document.createElement("div");
HANDLES.className = "kw-handles";
/** The board that Plotly drew, and the drawing upon it: the only file that touches Plotly's elements. */
export class Board {
  /** @param {any} data */
  constructor(data) {
    this.data = data;
    /** @type {any[]} */
    this.panels = data.panels.map((/** @type {any} */ panel) => new Panel(panel, this));
    this.byName = Object.fromEntries(this.panels.map((panel) => [panel.name, panel]));
    this.drawing = this.makeDrawing();
    /** @type {Record<string, string>} */
    this.drawn = {};
    /** @type {Element[]} */
    this.sums = [];
    this.divider = 0.5; // share of a divided panel that is not seen
  }

  makeDrawing() {
    const { width, height, live } = this.data;
    const drawing = document.createElementNS(NAMESPACE, "svg");
    for (
      const [name, value] of Object.entries({ class: "kw-drawing", viewBox: `0 0 ${width} ${height}`, width, height })
    ) {
      drawing.setAttribute(name, String(value));
    }
    drawing.setAttribute("aria-hidden", "true");
    drawing.innerHTML = `<defs>${COVER}</defs><g class="kw-words"></g><g class="kw-edited"></g>` +
      LOOKS.map((look) => `<path class="kw-${look}"/>`).join("");
    this.edited = /** @type {Element} */ (drawing.querySelector(".kw-edited"));
    const words = /** @type {Element} */ (drawing.querySelector(".kw-words"));
    for (const [x, y, word, size, colour, bold, ground] of this.data.words) {
      const text = document.createElementNS(NAMESPACE, "text");
      const around = ground && { stroke: ground, "stroke-width": size / 4, "paint-order": "stroke" };
      const looks = {
        ...{ x, y, "font-size": size },
        ...(colour && { fill: colour }),
        ...(bold && { "font-weight": 700 }),
        ...around,
      };
      for (const [name, value] of Object.entries(looks)) text.setAttribute(name, String(value));
      text.textContent = word;
      words.append(text);
    }
    /** @type {Record<string, Element>} */
    this.paths = Object.fromEntries(
      LOOKS.map((look) => [look, /** @type {Element} */ (drawing.querySelector(`.kw-${look}`))]),
    );
    this.live = live.map((/** @type {any} */ place) => {
      const text = document.createElementNS(NAMESPACE, "text");
      for (
        const [name, value] of Object.entries({ class: "kw-live", x: place.x, y: place.y, "font-size": place.size })
      ) {
        text.setAttribute(name, String(value));
      }
      drawing.append(text);
      return { ...place, text };
    });
    return drawing;
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
    this.layHandles();
    this.divide();
    return true;
  }

  /** Areas that a finger drags instead of the page; each stays the same element, or its drag would end with a new chart. */
  layHandles() {
    const place = Board.place;
    if (!place) return;
    const named = this.panels.filter((panel) => panel.edits);
    const kept = new Map([...HANDLES.children].map((each) => [/** @type {HTMLElement} */ (each).dataset.panel, each]));
    for (const [name, handle] of kept) if (!named.some((panel) => panel.name === name)) handle.remove();
    for (const { name, edits, x, y, dx, dy, rows, cols } of named) {
      const handle = /** @type {HTMLElement} */ (kept.get(name) ?? HANDLES.appendChild(document.createElement("div")));
      handle.dataset.panel = name;
      handle.className = `kw-${edits[0]}`;
      handle.style.cssText = `left:${x}px;top:${y}px;width:${dx * cols}px;height:${dy * rows}px`;
    }
    if (HANDLES.parentElement !== place) place.append(HANDLES);
  }

  /** Show a panel right of its divider only. */
  divide() {
    const index = this.panels.findIndex((panel) => panel.name === this.data.divided);
    const picture = Board.chart?.querySelectorAll(".imagelayer image")[index];
    if (index >= 0 && picture) picture.style.clipPath = `inset(0 0 0 ${100 * this.divider}%)`;
  }

  /** Whether a pointer on pixels paints. @param {boolean} on */
  paintable(on) {
    HANDLES.classList.toggle("kw-painting", on);
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

  /** Set the path of a look for the whole board. @param {string} look @param {string} path */
  draw(look, path) {
    if (this.drawn[look] === path) return;
    this.drawn[look] = path;
    this.paths[look].setAttribute("d", path);
  }

  /** Areas by panel as one path. @param {Map<string, import("./marks.js").Area[]>} areas */
  path(areas) {
    let path = "";
    for (const [name, found] of areas) for (const area of found) path += this.byName[name].path(area);
    return path;
  }

  /** Draw what moves. @param {Record<string, Map<string, import("./marks.js").Area[]>>} marks */
  show(marks, corner = false) {
    const [window, fine] = this.windows(marks.window);
    const cell = this.path(marks.cell);
    this.draw("cover", this.path(marks.cover));
    this.draw("span", this.path(marks.span));
    this.draw("halo", window + cell);
    this.draw("window", window);
    this.draw("fine", fine);
    this.draw("cell", cell);
    let dots = "";
    for (const [name, areas] of marks.dot) {
      for (const { rows, cols } of areas) dots += this.byName[name].dot(rows[0][0], cols[0][0], corner);
    }
    this.draw("dot", dots);
  }

  /** Windows as frames, and taps that are too small and close for frames. @param {Map<string, import("./marks.js").Area[]>} areas */
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

  /** Draw what a cell that is pointed at reaches. @param {Map<string, import("./marks.js").Area[]>} areas */
  light(areas) {
    const path = this.path(areas);
    const many = path.length > 60000; // thousands of boxes are seen without a border
    this.draw("lit", path);
    this.draw("lit-halo", many ? "" : path);
    this.paths.lit.classList.toggle("kw-many", many);
  }

  /** Write numbers over covered cells. @param {{panel: any, row: number, col: number, text: string}[]} sums */
  writeSums(sums) {
    const fitting = sums.filter(({ panel, text }) => 1.6 * panel.dx >= NUMBERS_FROM * text.length);
    while (this.sums.length < fitting.length) {
      const text = document.createElementNS(NAMESPACE, "text");
      text.setAttribute("class", "kw-sum");
      this.drawing.append(text);
      this.sums.push(text);
    }
    this.sums.forEach((text, index) => {
      const sum = fitting[index];
      text.textContent = sum ? sum.text : "";
      if (!sum) return;
      const { x, y, dx, dy } = sum.panel;
      text.setAttribute("x", String(x + (sum.col + 0.5) * dx));
      text.setAttribute("y", String(y + (sum.row + 0.5) * dy));
      text.setAttribute("font-size", String(Math.min(0.46 * dy, (1.7 * dx) / Math.max(2, sum.text.length))));
    });
  }

  /** Write numbers that are being changed. @param {{panel: any, row: number, col: number, text: string, fill: string, ink: string}[]} cells */
  writeEdited(cells) {
    this.edited.replaceChildren(
      ...cells.flatMap(({ panel, row, col, text, fill, ink }) => {
        const { dx, dy } = panel;
        const [x, y] = [panel.x + col * dx, panel.y + row * dy];
        const size = Math.min(0.46 * dy, (1.7 * dx) / Math.max(2, text.length));
        const ground = shape("rect", { x, y, width: dx, height: dy, ...(fill && { style: `fill:${fill}` }) });
        if (size < NUMBERS_FROM) return [ground];
        const number = shape("text", { x: x + dx / 2, y: y + dy / 2, "font-size": size, ...(ink && { fill: ink }) });
        number.textContent = text;
        return [ground, number];
      }),
    );
  }

  /** Hide panels with all that tells their size. @param {any[]} panels */
  mask(panels) {
    const { width, height } = this.data;
    const path = panels.map(({ x, y, dx, dy, rows, cols }) => {
      const [left, top] = [Math.max(0, x - 34), Math.max(0, y - 36)];
      const [right, bottom] = [Math.min(width, x + cols * dx + 20), Math.min(height, y + rows * dy + 12)];
      return `M${left},${top}H${right}V${bottom}H${left}Z`;
    });
    this.draw("mask", path.join(""));
  }

  /** Ring the cells that decide. @param {{panel: any, row: number, col: number}[]} cells */
  pick(cells) {
    const path = cells.map(({ panel, row, col }) => panel.ring(row, col)).join("");
    this.draw("picked-halo", path);
    this.draw("picked", path);
  }

  /**
   * Draw beams: from each window over its kernel to the cell; they go under the panels of others.
   *
   * @param {number[][][]} chains Bounds, one behind the other. @param {any[]} foreign
   */
  beams(chains, foreign = []) {
    const rectangles = foreign.map(({ x, y, dx, dy, rows, cols }) => [x, y, x + cols * dx, y + rows * dy]);
    const paths = new Set(); // several channels in one panel have one beam
    for (const chain of chains) {
      for (let stop = 0; stop + 1 < chain.length; stop++) {
        for (const piece of without(beam(chain[stop], chain[stop + 1]), rectangles)) paths.add(pathOf(piece));
      }
    }
    this.draw("beam", [...paths].join(""));
  }

  /** Write the running numbers. @param {(track: number, group: number) => string} text */
  write(text) {
    for (const place of this.live) {
      const words = text(place.track, place.group);
      if (place.text.textContent !== words) place.text.textContent = words;
    }
  }
}

/** An element of a drawing. @param {string} tag @param {Record<string, any>} looks */
function shape(tag, looks) {
  const made = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(looks)) made.setAttribute(name, String(value));
  return made;
}
