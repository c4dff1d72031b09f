import { element, equals, exact, factorText, filled, lowered, numberText, sizeOf } from "./numbers.js";
import { REDUCTIONS, runPostOperations } from "./reductions.js";

const LONGEST = 700; // letters of a line of products beside which their grids say the rest

/** A product's place: its group, its tap, and its factors' cells. @typedef {{group: number, tap: number, cells: {panel: any, row: number, col: number, channel: number}[], factors: number[], number: number}} Term */

/**
 * The arithmetic of one track: the terms of a cell in a grid, the sums in a line. Several tracks take turns in the same
 * places: `mount` makes a track's grids and formulas.
 */
export class Arithmetic {
  /** @param {any} track @param {any} board @param {any} data @param {any} places */
  constructor(track, board, data, places) {
    this.track = track;
    this.board = board;
    this.words = data.words;
    this.names = data.names;
    this.places = places;
    this.kind = track.data.kind && REDUCTIONS[track.data.kind];
    this.post = track.data.words.post ?? [];
    /** @type {Term[]} */
    this.terms = [];
    /** @type {Term | null} The term that decides, where one alone does. */
    this.picked = null;
  }

  /** Whether there is anything to compute: a stack of layers only shows what is read. */
  get counts() {
    return this.track.groups.length > 0;
  }

  get product() {
    return this.counts && this.track.groups[0].factors.length > 1;
  }

  mount() {
    const { products, general, indexed, numbers } = this.places;
    products.replaceChildren();
    this.cells = null;
    numbers.textContent = "";
    general.innerHTML = this.track.data.formulas[0]; // MathML made by the server out of numbers and names
    indexed.innerHTML = this.track.data.formulas[1];
    const marked = (/** @type {string} */ name) => [...indexed.querySelectorAll(`[data-index=${name}]`)];
    this.indexNodes = { i: marked("i"), j: marked("j") };
  }

  /** Read the terms of a cell out of the panels. @param {number} row @param {number} col */
  read(row, col) {
    this.terms = [];
    this.track.groups.forEach((/** @type {any} */ { factors }, /** @type {number} */ group) => {
      const operands = factors.map((/** @type {any} */ operand) => ({ operand, cells: operand.cells(row, col) }));
      const [down, across] = operands[0].cells;
      for (let k = 0; k < down.length; k++) {
        for (let l = 0; l < across.length; l++) {
          const cells = operands.map((/** @type {any} */ { operand, cells: [rows, cols] }) => ({
            panel: this.board.byName[operand.panel],
            row: rows[k],
            col: cols[l],
            channel: operand.channel,
          }));
          const values = cells.map((/** @type {any} */ cell) => cell.panel.value(cell.row, cell.col, cell.channel));
          const number = values.reduce(
            (/** @type {number} */ product, /** @type {number} */ value) => product * value,
            1,
          );
          this.terms.push({ group, tap: k * across.length + l, cells, factors: values, number });
        }
      }
      this.shape = [down.length, across.length];
    });
    if (!this.counts) return;
    const numbers = this.terms.map((term) => term.number);
    this.sums = this.track.groups.map((/** @type {any} */ _, /** @type {number} */ group) =>
      this.sumOf(group, this.terms.length)
    );
    this.number = this.kind.of(numbers);
    this.picked = this.kind.picks ? this.terms[this.kind.picks(numbers)] : null;
    const sumExact = this.factorsAreExact() && exact(this.number);
    const output = (/** @type {number} */ total) => this.outputOf(row, col, total);
    const ran = runPostOperations(this.number, sumExact, this.post, output, sizeOf(numbers));
    this.numbers = ran.numbers;
    this.lines = ran.lines;
  }

  /** The number of a group's terms among the first ones. @param {number} group @param {number} count */
  sumOf(group, count) {
    const numbers = this.terms.filter((term, index) => term.group === group && index < count).map((term) =>
      term.number
    );
    return numbers.length ? this.kind.of(numbers) : null;
  }

  /** A large map comes in float32, seven digits of each number; where it keeps the total, that has them all. */
  outputOf(/** @type {number} */ row, /** @type {number} */ col, /** @type {number} */ total) {
    const map = this.board.byName[this.track.target];
    const output = map.value(row, col);
    const single = map.values instanceof Float32Array;
    this.keeps = Math.abs(output - total) <= (single ? 1e-6 : 1e-12) * Math.abs(total);
    if (this.keeps) return total;
    return single ? Number(output.toPrecision(7)) : output;
  }

  get output() {
    return this.numbers[this.numbers.length - 1];
  }

  /** Show a cell; `reached` is the term that slow motion has reached, or -1 for all of them. */
  show(/** @type {number} */ row, /** @type {number} */ col, reached = -1) {
    this.read(row, col);
    if (!this.counts) return;
    for (const node of this.indexNodes.i) node.textContent = row;
    for (const node of this.indexNodes.j) node.textContent = col;
    this.showGrids(reached);
    this.places.numbers.textContent = reached < 0 ? this.formulaText() : this.partialText(reached);
  }

  /** What stands on the board at a group's place, or at that of all: the number so far. @param {number | null} group @param {number} reached */
  liveText(group, reached) {
    const count = reached < 0 ? this.terms.length : reached + 1;
    const sum = group === null ? this.partial(count - 1) : this.sumOf(group, count);
    return sum === null ? "" : `${this.kind.sign}${equals(exact(sum))}${numberText(sum)}`;
  }

  buildGrids() {
    const { products } = this.places;
    const [height, width] = this.shape;
    const groups = this.track.groups;
    products.replaceChildren();
    products.classList.toggle("kw-many", width > 5 || height > 5);
    products.classList.toggle("kw-most", width > 7 || height > 7);
    products.classList.toggle("kw-channels", groups.length > 1);
    this.built = `${height},${width}`;
    this.captions = [];
    this.cells = [];
    for (const { label } of groups) {
      const figure = element("figure");
      const caption = element(
        "figcaption",
        "",
        groups.length > 1 ? label : this.product ? this.words.products : this.words.pixels,
      );
      const table = element("table");
      table.setAttribute("aria-hidden", "true"); // the formula beside it says the same in order
      for (let k = 0; k < height; k++) {
        const line = table.insertRow();
        for (let l = 0; l < width; l++) {
          const cell = line.insertCell();
          const factors = cell.appendChild(element("small"));
          const product = cell.appendChild(element("b"));
          this.cells.push({ cell, factors, product, shown: "", look: "" });
        }
      }
      figure.append(caption, table);
      products.append(figure);
      this.captions.push(caption);
    }
  }

  /** @param {number} reached */
  showGrids(reached) {
    if (!this.cells || this.built !== String(this.shape)) this.buildGrids();
    this.terms.forEach((term, index) => {
      const parts = this.cells[index];
      const factors = this.termText(term);
      const shown = `${factors}=${term.number}`;
      if (parts.shown !== shown) {
        parts.shown = shown;
        parts.factors.textContent = this.product ? factors : "";
        parts.product.textContent = this.product || !this.names ? numberText(term.number) : factors;
      }
      const ahead = reached >= 0 && index > reached;
      const sign = ahead ? "kw-ahead" : term.number > 0 ? "kw-plus" : term.number < 0 ? "kw-minus" : "";
      const look = `${sign} ${index === reached ? "kw-now" : ""}`;
      if (parts.look !== look) parts.cell.className = parts.look = look;
    });
    if (this.track.groups.length > 1) {
      this.track.groups.forEach((/** @type {any} */ { label }, /** @type {number} */ index) => {
        const text = filled(this.words.channel_sum, { channel: label, sum: numberText(this.sums[index]) });
        if (this.captions[index].textContent !== text) this.captions[index].textContent = text;
      });
    }
  }

  /** @param {Term} term */
  termText(term) {
    if (!this.names) return term.factors.map(factorText).join("\u00d7");
    const channel = this.track.groups.length > 1 ? [term.group] : [];
    return term.cells.map(({ row, col }, index) => "xw"[index] + lowered([...channel, row, col])).join("\u00d7");
  }

  factorsAreExact() {
    return this.terms.every(({ factors }) => factors.every(exact));
  }

  formulaText() {
    const groups = this.track.groups;
    const isExact = this.factorsAreExact();
    const lines = groups.map((/** @type {any} */ { label }, /** @type {number} */ group) => {
      const texts = this.terms.filter((term) => term.group === group).map((term) => this.termText(term));
      const sum = this.sums[group];
      if (texts.join(" + ").length > LONGEST / groups.length) texts.splice(3, texts.length - 4, "\u2026");
      return (groups.length > 1 ? `${label}: ` : "") + this.kind.text(texts) + equals(isExact && exact(sum)) +
        numberText(sum);
    });
    if (groups.length > 1) {
      lines.push(
        this.sums.map(factorText).join(" + ") + equals(isExact && exact(this.number)) + numberText(this.number),
      );
    }
    return [...lines, ...this.lines].join("; ");
  }

  /** @param {number} reached */
  partial(reached) {
    return this.kind.of(this.terms.slice(0, reached + 1).map((term) => term.number));
  }

  /** @param {number} reached */
  partialText(reached) {
    const sum = this.partial(reached);
    const texts = this.terms.slice(0, reached + 1).map((term) => this.termText(term));
    return this.kind.text(texts) + equals(this.factorsAreExact() && exact(sum)) + numberText(sum);
  }
}
