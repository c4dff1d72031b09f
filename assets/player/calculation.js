import { equals, exact, factorText, lowered, numberText, sizeOf } from "./numbers.js";
import { unpacked } from "./panel.js";
import { OMITTED, reductionOf, runPostOperations } from "./reductions.js";
import { LETTERS } from "./roles.js";
import { isBias, isProduct, shapeOf, termsOf } from "./terms.js";

const LONGEST = 700; // letters of a line of terms beside which their grids say the rest

/** @typedef {import("./terms.js").Term} Term */

/** How one track makes a cell's number, as numbers and as text: nothing is drawn here. */
export class Calculation {
  /**
   * @param {import("./marks.js").Track} track
   * @param {Record<string, any>} panels By name.
   * @param {boolean} names Whether cells are named instead of their numbers.
   */
  constructor(track, panels, names = false) {
    this.track = track;
    this.panels = panels;
    this.names = names;
    this.reduction = reductionOf(track.data.kind ?? "");
    this.given = track.data.numbers ? unpacked(track.data.numbers) : null;
    /** @type {Term[]} */
    this.terms = [];
    /** Of each group's terms at the cell. @type {[number, number][]} */
    this.shapes = [];
    /** What each group's terms make, where that says something. @type {(number | null)[]} */
    this.sums = [];
    /** @type {Term | null} The term that decides, where one alone does. */
    this.picked = null;
    this.number = NaN;
    /** @type {number[]} */
    this.numbers = [];
    /** @type {string[]} */
    this.lines = [];
  }

  /** What is done to the number next; it changes with numbers of the scene. */
  get post() {
    return this.track.data.words.post ?? [];
  }

  /** Whether there are terms: a stack of layers only shows what is read. */
  get hasTerms() {
    return this.track.groups.length > 0;
  }

  /** Whether they make the cell's number, and do not land elsewhere. */
  get counts() {
    return this.hasTerms && !this.track.stamps.length;
  }

  /** Whether terms are products. */
  get multiplies() {
    return this.track.groups.some(isProduct);
  }

  /** Indices of the groups that have terms at the cell. */
  get present() {
    return [...this.shapes.keys()].filter((group) => this.shapes[group][0] * this.shapes[group][1]);
  }

  /** The sum of all bias terms at the cell, or null where there are none. */
  get bias() {
    const found = this.terms.filter(({ group }) => isBias(this.track.groups[group]));
    return found.length ? found.reduce((total, { number }) => total + number, 0) : null;
  }

  /** Read the terms of a cell out of the panels. @param {number} row @param {number} col */
  read(row, col) {
    this.terms = termsOf(this.track, this.panels, row, col);
    this.shapes = this.track.groups.map((group) => shapeOf(group, row, col));
    this.sums = this.track.groups.map(() => null);
    if (!this.counts) return;
    const numbers = this.terms.map((term) => term.number);
    this.number = this.given ? this.givenNumber(row, col, 0) : this.reduction.of?.(numbers) ?? NaN;
    this.sums = this.track.groups.map((_, group) => this.sumOf(group, this.terms.length));
    this.picked = this.reduction.picks ? this.terms[this.reduction.picks(numbers)] ?? null : null;
    const isExact = this.factorsAreExact() && exact(this.number);
    const output = (/** @type {number} */ total, /** @type {number} */ index) =>
      this.given ? this.givenNumber(row, col, index + 1) : this.outputOf(row, col, total);
    const ran = runPostOperations(this.number, isExact, this.post, output, sizeOf(numbers));
    this.numbers = ran.numbers;
    this.lines = ran.lines;
  }

  /** What terms make, or null where they are none, or not of a kind that is computed here. @param {Term[]} terms */
  numberOf(terms) {
    return terms.length && this.reduction.of ? this.reduction.of(terms.map(({ number }) => number)) : null;
  }

  /** The number of a group's terms among the first ones, or null where it says nothing. @param {number} group @param {number} count */
  sumOf(group, count) {
    const { adds, partial } = this.reduction;
    if (this.present.length === 1 && this.present[0] === group) return this.partial(count - 1);
    if (!adds && !(partial && this.present.length > 1)) return null;
    return this.numberOf(this.terms.filter((term, index) => term.group === group && index < count));
  }

  /** The number up to a term, or null where it says nothing. @param {number} reached */
  partial(reached) {
    if (reached >= this.terms.length - 1) return this.number;
    return this.reduction.partial ? this.numberOf(this.terms.slice(0, reached + 1)) : null;
  }

  /** The number that the server has sent, after so many post operations. @param {number} row @param {number} col @param {number} after */
  givenNumber(row, col, after) {
    const { height, width } = this.track;
    return this.given?.[(after * height + row) * width + col] ?? NaN;
  }

  /** A large map comes in float32, seven digits of each number; where it keeps the total, that has them all. */
  outputOf(/** @type {number} */ row, /** @type {number} */ col, /** @type {number} */ total) {
    const map = this.panels[this.track.target];
    const output = map.value(row, col);
    const single = map.values instanceof Float32Array;
    if (Math.abs(output - total) <= (single ? 1e-6 : 1e-12) * Math.abs(total)) return total;
    return single ? Number(output.toPrecision(7)) : output;
  }

  factorsAreExact() {
    return this.terms.every(({ factors }) => factors.every(exact));
  }

  // As text.

  /** @param {Term} term */
  termText({ group, cells, factors }) {
    if (!this.names) return factors.map(factorText).join("\u00d7");
    const operands = this.track.groups[group].factors;
    return cells.map(({ row, col }, index) => {
      const channel = this.isShared(operands[index]) ? [] : [group];
      return LETTERS[operands[index].role] + lowered([...channel, row, col]);
    }).join("\u00d7");
  }

  /** Whether all groups read the same numbers in a role, so that no channel tells them apart. @param {import("./marks.js").Operand} operand */
  isShared({ role, panel, channel }) {
    return this.track.factors.every((other) =>
      other.role !== role || (other.panel === panel && other.channel === channel)
    );
  }

  /** Whether the line is parted: a part for each group, then their sum. */
  get parted() {
    return this.reduction.adds === true && this.present.length > 1;
  }

  formulaText() {
    const isExact = this.factorsAreExact();
    const lines = this.parted
      ? this.present.filter((group) => !isBias(this.track.groups[group])).map((group) => this.groupText(group, isExact))
      : [];
    const texts = this.parted
      ? this.present.map((group) => factorText(this.sums[group] ?? NaN))
      : shortened(this.terms.map((term) => this.termText(term)), LONGEST);
    lines.push(
      this.reduction.text(texts, this.terms.length) + equals(isExact && exact(this.number)) + numberText(this.number),
    );
    return [...lines, ...this.lines].join("; ");
  }

  /** @param {number} group @param {boolean} isExact */
  groupText(group, isExact) {
    const { label } = this.track.groups[group];
    const own = this.terms.filter((term) => term.group === group).map((term) => this.termText(term));
    const texts = shortened(own, LONGEST / this.present.length);
    const number = this.sums[group] ?? NaN;
    const text = this.reduction.text(texts, own.length) + equals(isExact && exact(number)) + numberText(number);
    return label ? `${label}: ${text}` : text;
  }

  /** @param {number} reached */
  partialText(reached) {
    const number = this.partial(reached);
    const texts = this.terms.slice(0, reached + 1).map((term) => this.termText(term));
    if (number === null) return this.reduction.text([...texts, OMITTED], this.terms.length);
    return this.reduction.text(texts, texts.length) + equals(this.factorsAreExact() && exact(number)) +
      numberText(number);
  }

  /** What stands on the board at a group's place, or at that of all: the number so far. @param {number | null} group @param {number} reached */
  liveText(group, reached) {
    const count = reached < 0 ? this.terms.length : reached + 1;
    const number = group === null ? this.partial(count - 1) : this.sumOf(group, count);
    return number === null
      ? ""
      : `${this.track.data.words.sign ?? this.reduction.sign}${equals(exact(number))}${numberText(number)}`;
  }
}

/** Texts of terms without those in the middle, where the line would be too long. @param {string[]} texts @param {number} longest */
function shortened(texts, longest) {
  if (texts.length < 5 || texts.join(" + ").length <= longest) return texts;
  return [...texts.slice(0, 3), OMITTED, texts[texts.length - 1]];
}
