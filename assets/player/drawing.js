import { NUMBERS_FROM } from "./panel.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
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

/** A number on a cell. @typedef {{panel: import("./panel.js").Panel, row: number, col: number, text: string}} Sum */
/** A changed number, with its colours or empty ones. @typedef {Sum & {fill: string, ink: string}} Edited */
/** @typedef {import("./data.d.ts").LiveData & {text: Element}} Live */

/** The drawing upon a board: a path for each look, and texts, in board units. */
export class Drawing {
  /** @param {import("./data.d.ts").BoardData} data */
  constructor({ width, height, live, words }) {
    this.svg = svgElement("svg", { class: "kw-drawing", viewBox: `0 0 ${width} ${height}`, width, height });
    this.svg.setAttribute("aria-hidden", "true");
    this.svg.innerHTML = `<defs>${COVER}</defs><g class="kw-words"></g><g class="kw-edited"></g>` +
      LOOKS.map((look) => `<path class="kw-${look}"/>`).join("");
    const part = (/** @type {string} */ name) => /** @type {Element} */ (this.svg.querySelector(`.kw-${name}`));
    this.edited = part("edited");
    part("words").append(...words.map(wordOf));
    this.paths = Object.fromEntries(LOOKS.map((look) => [look, part(look)]));
    /** The path of each look as it stands. @type {Record<string, string>} */
    this.drawn = {};
    /** @type {Live[]} */
    this.live = live.map((place) => ({ ...place, text: this.add("kw-live", place.x, place.y, place.size) }));
    /** @type {Element[]} */
    this.sums = [];
  }

  /** A new text on top. @param {string} name @param {number} x @param {number} y @param {number} size */
  add(name, x, y, size) {
    const text = svgElement("text", { class: name, x, y, "font-size": size });
    this.svg.append(text);
    return text;
  }

  /** Set the path of a look for the whole board. @param {string} look @param {string} path */
  draw(look, path) {
    if (this.drawn[look] === path) return;
    this.drawn[look] = path;
    this.paths[look].setAttribute("d", path);
  }

  /** Write numbers over covered cells. @param {Sum[]} sums */
  writeSums(sums) {
    const fitting = sums.filter(({ panel, text }) => 1.6 * panel.dx >= NUMBERS_FROM * text.length);
    while (this.sums.length < fitting.length) this.sums.push(this.add("kw-sum", 0, 0, 0));
    this.sums.forEach((text, index) => {
      const sum = fitting[index];
      text.textContent = sum ? sum.text : "";
      if (!sum) return;
      const { x, y, dx, dy } = sum.panel;
      text.setAttribute("x", String(x + (sum.col + 0.5) * dx));
      text.setAttribute("y", String(y + (sum.row + 0.5) * dy));
      text.setAttribute("font-size", String(sizeIn(sum.panel, sum.text)));
    });
  }

  /** Write numbers that are being changed. @param {Edited[]} cells */
  writeEdited(cells) {
    this.edited.replaceChildren(
      ...cells.flatMap(({ panel, row, col, text, fill, ink }) => {
        const { dx, dy } = panel;
        const [x, y] = [panel.x + col * dx, panel.y + row * dy];
        const size = sizeIn(panel, text);
        const ground = svgElement("rect", { x, y, width: dx, height: dy, ...(fill && { style: `fill:${fill}` }) });
        if (size < NUMBERS_FROM) return [ground];
        const number = svgElement("text", {
          x: x + dx / 2,
          y: y + dy / 2,
          "font-size": size,
          ...(ink && { fill: ink }),
        });
        number.textContent = text;
        return [ground, number];
      }),
    );
  }

  /** Write the running numbers. @param {(track: number | [number, number], group: number | null) => string} text */
  write(text) {
    for (const place of this.live) {
      const words = text(place.track, place.group);
      if (place.text.textContent !== words) place.text.textContent = words;
    }
  }
}

/** A word that stands there from the start. @param {import("./data.d.ts").BoardData["words"][number]} word */
function wordOf([x, y, word, size, colour, bold, ground]) {
  const text = svgElement("text", {
    ...{ x, y, "font-size": size },
    ...(colour && { fill: colour }),
    ...(bold && { "font-weight": 700 }),
    ...(ground && { stroke: ground, "stroke-width": size / 4, "paint-order": "stroke" }),
  });
  text.textContent = word;
  return text;
}

/** The size of letters with which a text fits a cell. @param {import("./panel.js").Panel} panel @param {string} text */
function sizeIn({ dx, dy }, text) {
  return Math.min(0.46 * dy, (1.7 * dx) / Math.max(2, text.length));
}

/** An element of a drawing. @param {string} tag @param {Record<string, any>} looks */
function svgElement(tag, looks) {
  const found = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(looks)) found.setAttribute(name, String(value));
  return found;
}
