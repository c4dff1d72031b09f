const NAMESPACE = "http://www.w3.org/2000/svg";
const LOOKS = [
  "late",
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
export const FRAME_LOOKS = ["cover", "dim", "beam", "span", "window", "fine", "cell", "dot", "picked"];
const COVER =
  '<pattern id="kw-cover" width="10" height="10" patternUnits="userSpaceOnUse"><rect width="10" height="10"/><circle cx="5" cy="5" r="1.5"/></pattern>';

/** A number on a cell. @typedef {{panel: import("./panel.js").Panel, row: number, col: number, text: string}} Sum */
/** @typedef {import("./data.d.ts").LiveData & {text: Element}} Live */

/** The drawing upon a board: a path for each look, and texts, in board units. */
export class Drawing {
  /** @param {import("./data.d.ts").BoardData} data */
  constructor({ width, height, live, words }) {
    this.svg = svgElement("svg", { class: "kw-drawing", viewBox: `0 0 ${width} ${height}`, width, height });
    this.svg.setAttribute("aria-hidden", "true");
    this.svg.innerHTML =
      `<defs>${COVER}</defs><g class="kw-words"></g><g class="kw-cell-numbers"></g><g class="kw-edited"></g>` +
      LOOKS.map((look) => `<path class="kw-${look}"/>`).join("");
    const part = (/** @type {string} */ name) => /** @type {Element} */ (this.svg.querySelector(`.kw-${name}`));
    this.edited = part("edited");
    this.numbers = part("cell-numbers");
    /** By panel. @type {Map<string, Element[]>} */
    this.cells = new Map();
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

  /** Write sums over covered cells. @param {import("./frame.js").Shape[]} sums */
  writeSums(sums) {
    while (this.sums.length < sums.length) this.sums.push(this.add("kw-sum", 0, 0, 0));
    this.sums.forEach((text, index) => {
      text.textContent = sums[index]?.text ?? "";
      if (!sums[index]) return;
      const [x, y, size] = sums[index].numbers;
      text.setAttribute("x", String(x));
      text.setAttribute("y", String(y));
      text.setAttribute("font-size", String(size));
    });
  }

  /** Write the numbers in a panel's cells. @param {string} panel @param {import("./cell_numbers.js").CellNumber[]} numbers */
  writeNumbers(panel, numbers) {
    const known = this.cells.get(panel) ?? [];
    while (known.length < numbers.length) known.push(this.numbers.appendChild(svgElement("text", {})));
    for (const spare of known.splice(numbers.length)) spare.remove();
    numbers.forEach(({ x, y, text, size, colour, ground }, cell) => {
      const own = known[cell];
      if (own.textContent !== text) own.textContent = text;
      setLooks(own, { x, y, "font-size": size, fill: colour });
      if (ground) setLooks(own, { stroke: ground, "stroke-width": size / 4, "paint-order": "stroke" });
    });
    this.cells.set(panel, known);
  }

  /** Write single numbers that are being changed. @param {Sum[]} cells */
  writeEdited(cells) {
    this.edited.replaceChildren(
      ...cells.flatMap(({ panel, row, col, text }) => {
        const { dx, dy } = panel;
        const [x, y] = [panel.x + col * dx, panel.y + row * dy];
        const size = panel.lettering(row, col, text)[2];
        const number = svgElement("text", { x: x + dx / 2, y: y + dy / 2, "font-size": size });
        number.textContent = text;
        return [svgElement("rect", { x, y, width: dx, height: dy }), number];
      }),
    );
  }

  /** Write the running numbers, in the order of their places. @param {string[]} texts */
  write(texts) {
    this.live.forEach(({ text }, index) => {
      const words = texts[index] ?? "";
      if (text.textContent !== words) text.textContent = words;
    });
  }
}

/** A shape as the path of its look. @param {import("./frame.js").Shape} shape */
export function shapePath({ look, numbers }) {
  if (look === "beam") return `M${numbers.map((number) => Math.round(10 * number) / 10).join(",")}Z`;
  if (look === "dot" || look === "picked") {
    const [x, y, r] = numbers;
    return `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;
  }
  let area = "";
  for (let index = 0; index < numbers.length; index += 4) {
    const [left, top, right, bottom] = numbers.slice(index, index + 4);
    const x = hundredths(left);
    area += `M${x},${hundredths(top)}h${hundredths(right - left)}v${hundredths(bottom - top)}H${x}Z`;
  }
  return area;
}

/** @param {number} number */
function hundredths(number) {
  return Math.round(100 * number) / 100;
}

/** A word that stands there from the start. @param {import("./data.d.ts").BoardData["words"][number]} word */
function wordOf([x, y, word, size, bold]) {
  const text = svgElement("text", { x, y, "font-size": size, ...(bold && { "font-weight": 700 }) });
  text.textContent = word;
  return text;
}

/** An element of a drawing. @param {string} tag @param {Record<string, any>} looks */
function svgElement(tag, looks) {
  const found = document.createElementNS(NAMESPACE, tag);
  setLooks(found, looks);
  return found;
}

/** @param {Element} element @param {Record<string, any>} looks */
function setLooks(element, looks) {
  for (const [name, value] of Object.entries(looks)) {
    if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
  }
}
