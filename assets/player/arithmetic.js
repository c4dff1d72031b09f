import { showPost } from "./formula.js";
import { element, filled, numberText } from "./numbers.js";
import { rolesName } from "./roles.js";
import { isBias, isProduct } from "./terms.js";

const LONG = 9; // letters of factors that fit a narrow cell

/** @typedef {import("./calculation.js").Calculation} Calculation */
/** A cell of a grid. @typedef {{cell: HTMLElement, factors: HTMLElement, product: HTMLElement, shown: string, look: string}} GridCell */

/**
 * Shows a calculation: its terms in grids, the sums in a line. Those of several tracks take turns in the same places:
 * `mount` makes a track's grids and formulas.
 */
export class Arithmetic {
  /** @param {any} places @param {Record<string, string>} words */
  constructor(places, words) {
    this.places = places;
    this.words = words;
    /** @type {Calculation | null} */
    this.calculation = null;
    /** What is done with the sums in the formulas that stand there. @type {import("./data.d.ts").PostData[] | null} */
    this.post = null;
    /** For which shapes the grids were built. */
    this.built = "";
    /** By the group's index. @type {Map<number, HTMLElement>} */
    this.captions = new Map();
    /** In the order of the terms. @type {GridCell[]} */
    this.cells = [];
    /** Where the cell's row and column stand in the formula. @type {Record<"i" | "j", Element[]>} */
    this.indexNodes = { i: [], j: [] };
  }

  /** @param {Calculation} calculation */
  mount(calculation) {
    const { products, general, indexed, numbers } = this.places;
    this.calculation = calculation;
    products.replaceChildren();
    products.classList.remove("kw-long");
    this.built = "";
    numbers.textContent = "";
    general.innerHTML = calculation.track.data.formulas[0]; // MathML made by the server out of numbers and names
    indexed.innerHTML = calculation.track.data.formulas[1];
    const marked = (/** @type {string} */ name) => [...indexed.querySelectorAll(`[data-index=${name}]`)];
    this.indexNodes = { i: marked("i"), j: marked("j") };
    this.post = null;
  }

  /** What is done with the sums now, in the formulas. @param {Calculation} calculation */
  renew({ track }) {
    const { post } = track.data.words;
    if (this.post === post) return;
    this.post = post;
    for (const formula of [this.places.general, this.places.indexed]) showPost(formula, post);
  }

  /** Show a cell; `reached` is the term that slow motion has reached, or -1 for all of them. */
  show(/** @type {number} */ row, /** @type {number} */ col, reached = -1) {
    const { calculation } = this;
    if (!calculation) return;
    calculation.read(row, col);
    if (!calculation.hasTerms) return;
    this.renew(calculation);
    for (const node of this.indexNodes.i) node.textContent = String(row);
    for (const node of this.indexNodes.j) node.textContent = String(col);
    this.showGrids(calculation, reached);
    if (calculation.counts) {
      this.places.numbers.textContent = reached < 0 ? calculation.formulaText() : calculation.partialText(reached);
    }
  }

  /** A grid for each group that has terms at the cell. @param {Calculation} calculation */
  buildGrids(calculation) {
    const { products } = this.places;
    const { shapes, present } = calculation;
    const longest = Math.max(0, ...present.flatMap((group) => shapes[group]));
    products.replaceChildren();
    products.classList.toggle("kw-many", longest > 5);
    products.classList.toggle("kw-most", longest > 7);
    products.classList.toggle("kw-channels", present.length > 1);
    products.classList.toggle("kw-crowded", present.length > 4);
    this.captions = new Map();
    this.cells = [];
    for (const group of present) {
      const figure = element("figure");
      const caption = element("figcaption", "", this.caption(calculation, group));
      const table = element("table");
      table.setAttribute("aria-hidden", "true"); // the formula beside it says the same in order
      this.addCells(table, shapes[group]);
      figure.append(caption, table);
      products.append(figure);
      this.captions.set(group, caption);
    }
  }

  /** @param {HTMLTableElement} table @param {[number, number]} shape */
  addCells(table, [height, width]) {
    for (let k = 0; k < height; k++) {
      const line = table.insertRow();
      for (let l = 0; l < width; l++) {
        const cell = line.insertCell();
        const factors = cell.appendChild(element("small"));
        const product = cell.appendChild(element("b"));
        this.cells.push({ cell, factors, product, shown: "", look: "" });
      }
    }
  }

  /** What a group's terms are; of several groups, the name and what its terms make. @param {Calculation} calculation @param {number} index */
  caption(calculation, index) {
    const group = calculation.track.groups[index];
    const kind = this.words[`terms_${rolesName(group.factors)}`] ?? this.words.terms;
    if (calculation.track.groups.length < 2) return group.label || kind;
    const sum = calculation.sums[index];
    const channel = group.label || kind;
    if (sum === null || isBias(group)) return channel;
    return filled(this.words.channel_sum, { channel, sum: numberText(sum) });
  }

  /** @param {Calculation} calculation @param {number} reached */
  showGrids(calculation, reached) {
    const { shapes, track, names } = calculation;
    const products = track.groups.map(isProduct);
    if (this.built !== shapes.join(";")) this.buildGrids(calculation);
    this.built = shapes.join(";");
    calculation.terms.forEach((term, index) => {
      const parts = this.cells[index];
      const text = calculation.termText(term);
      const shown = `${text}=${term.number}`;
      if (parts.shown !== shown) {
        const multiplied = products[term.group];
        parts.shown = shown;
        parts.factors.textContent = multiplied ? text : "";
        if (multiplied && text.length > LONG) this.places.products.classList.add("kw-long"); // and stays, without jumps
        parts.product.textContent = multiplied || !names ? numberText(term.number) : text;
      }
      const ahead = reached >= 0 && index > reached;
      const sign = ahead ? "kw-ahead" : term.number > 0 ? "kw-plus" : term.number < 0 ? "kw-minus" : "";
      const look = `${sign} ${index === reached ? "kw-now" : ""}`;
      if (parts.look !== look) parts.cell.className = parts.look = look;
    });
    if (track.groups.length < 2) return;
    for (const [group, caption] of this.captions) {
      const text = this.caption(calculation, group);
      if (caption.textContent !== text) caption.textContent = text;
    }
  }
}
