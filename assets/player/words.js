import { filled, joined, numberText, unbracketed } from "./numbers.js";
import { speak } from "./plurals.js";
import { isBias } from "./terms.js";

/** @typedef {import("./calculation.js").Calculation} Calculation */

/** The sentences of steps and cells. */
export class Words {
  /** @param {Record<string, any>} words */
  constructor(words, language = "en") {
    this.words = words;
    speak(language);
  }

  /** "rows 1 to 3", from positions in order. @param {"row" | "col"} name @param {number[]} positions */
  range(name, positions) {
    if (!positions.length) return "\u2013";
    const first = positions[0];
    const last = positions[positions.length - 1];
    const apart = last - first + 1 > positions.length;
    return filled(this.words[first === last ? name : `${name}s${apart ? "_apart" : ""}`], { first, last });
  }

  /** What is said of a cell. @param {Calculation} calculation @param {number} row @param {number} col */
  step(calculation, row, col) {
    const { track, panels } = calculation;
    const { words } = track.data;
    if (words.steps) return words.steps[row * track.width + col];
    const leading = track.leading(row, col);
    const [rows, cols] = leading.cells(row, col);
    const value = numberText(panels[track.target].value(row, col));
    const { sentence, places } = this.own(calculation, leading.panel, rows, cols);
    const clauses = [filled(sentence, { ...this.places(row, col, rows, cols), ...places, value })];
    const whole = track.operands.find(({ look }) => look === "span");
    if (whole && whole.count(row, col) > extent(rows) * extent(cols) && words.hangs) clauses.push(words.hangs);
    if (calculation.counts) clauses.push(...this.reduced(calculation));
    return filled(this.words.full_stop, { clauses: joined(clauses, this.words.and_then) });
  }

  /** How the number of a cell is made: its terms, what decides, and what is done to it next. @param {Calculation} calculation */
  reduced(calculation) {
    const { numbers, bias, picked, number, track } = calculation;
    const { words } = track.data;
    const own = calculation.terms.filter(({ group }) => !isBias(track.groups[group]));
    const count = own.length;
    const first = bias === null ? number : calculation.numberOf(own) ?? 0;
    const clauses = [filled(words.reduced, { count, number: numberText(first) })];
    if (bias !== null) {
      clauses.push(filled(this.words.with_bias, { bias: numberText(bias), number: numberText(number) }));
    }
    if (picked && words.picked) clauses.push(this.picked(words.picked, picked.cells[0]));
    words.post.forEach((operation, index) => {
      const [before, after] = [numbers[index], numbers[index + 1]];
      const clause = operation.clause ?? (after === before ? operation.kept : operation.changed) ?? "";
      clauses.push(filled(clause, { number: numberText(after), before: numberText(before) }));
    });
    return clauses;
  }

  /** Where the deciding pixel stands in the picture itself. @param {string} clause @param {any} cell */
  picked(clause, { panel, row, col }) {
    const [top, left] = panel.inset ?? [0, 0];
    return filled(clause, { row: row - top, col: col - left });
  }

  /** A cell and what it reads, as texts. @param {number} row @param {number} col @param {number[]} rows @param {number[]} cols */
  places(row, col, rows, cols) {
    const count = String(rows.length * cols.length);
    return { row, col, count, rows: this.range("row", rows), cols: this.range("col", cols) };
  }

  /** The sentence that says where the window lies, and its places in the picture itself, where padding shifts it. */
  own(
    /** @type {Calculation} */ { track, panels },
    /** @type {string} */ panel,
    /** @type {number[]} */ rows,
    /** @type {number[]} */ cols,
  ) {
    const { inset, rows: height, cols: width } = panels[panel];
    const { window, own, outside } = track.data.words;
    if (!inset || (inset[2] === height && inset[3] === width)) {
      return { sentence: window, places: { own_rows: this.range("row", rows), own_cols: this.range("col", cols) } };
    }
    const [top, left, inRows, inCols] = inset;
    const within = (/** @type {number[]} */ found, /** @type {number} */ first, /** @type {number} */ size) =>
      found.map((position) => position - first).filter((position) => position >= 0 && position < size);
    const [down, across] = [within(rows, top, inRows), within(cols, left, inCols)];
    const inside = down.length && across.length;
    const places = { own_rows: this.range("row", down), own_cols: this.range("col", across) };
    return { sentence: (inside ? own : outside) || window, places };
  }

  /** Why a sum of products is negative or nothing. @param {Calculation} calculation */
  why({ multiplies, reduction, bias, number: total, terms }) {
    if (!multiplies || !reduction.adds || bias !== null || total > 0 || terms.length < 2) return "";
    let [positive, negative] = [0, 0];
    for (const { number } of terms) {
      if (number > 0) positive += number;
      else negative += number;
    }
    const sums = { positive: numberText(positive), negative: numberText(negative) };
    if (total < 0) return filled(positive ? this.words.outweighed : this.words.all_negative, sums);
    return filled(positive ? this.words.cancelled : this.words.all_zero, sums);
  }

  /** What is said of a term in slow motion. @param {Calculation} calculation @param {number} reached */
  partial(calculation, reached) {
    const sum = calculation.partial(reached);
    const places = { number: reached + 1, count: calculation.terms.length };
    if (sum !== null) return filled(this.words.so_far, { ...places, sum: numberText(sum) });
    return filled(this.words.term, { ...places, term: unbracketed(calculation.termText(calculation.terms[reached])) });
  }

  /** What is said of a cell that is pointed at. */
  cell(
    /** @type {import("./panel.js").Panel} */ panel,
    /** @type {number} */ row,
    /** @type {number} */ col,
    hidden = false,
  ) {
    const values = [];
    for (let channel = 0; channel < Math.min(panel.channels, 3); channel++) values.push(panel.value(row, col, channel));
    const empty = values.some(Number.isNaN);
    const value = empty ? "\u2013" : values.map(numberText).join(", ");
    if (panel.number) return filled(this.words.number, { panel: panel.title, value });
    return filled(hidden ? this.words.hidden : this.words.cell, { panel: panel.title, row, col, value });
  }

  /** What is said of a padded picture's cell: what it copies, or where it is in the picture. */
  source(
    /** @type {import("./panel.js").Panel} */ panel,
    /** @type {import("./marks.js").AnyMap[]} */ indexMaps,
    /** @type {number} */ row,
    /** @type {number} */ col,
  ) {
    if (!panel.inset || !panel.sources) return "";
    const [top, left, height, width] = panel.inset;
    if (height === panel.rows && width === panel.cols) return "";
    const [down] = indexMaps[panel.sources[0]].sources(row);
    const [across] = indexMaps[panel.sources[1]].sources(col);
    if (down === undefined || across === undefined) return this.words.plain_zero;
    const inside = row - top === down && col - left === across;
    return filled(inside ? this.words.own_pixel : this.words.copied, { row: down, col: across });
  }

  /** What a panel's number says of its pixel. @param {{panel: any, row: number, col: number}} cell */
  told({ panel, row, col }) {
    const count = panel.value(row, col);
    return filled(panel.valueSentences[Math.min(count, 1)], { count });
  }

  /** One of the player's sentences. @param {string} name @param {Record<string, any>} places */
  say(name, places) {
    return filled(this.words[name], places);
  }

  /** Sentences one after the other. @param {string[]} sentences */
  beside(sentences) {
    return joined(sentences, this.words.beside);
  }

  /** What a track says of the cells that read a cell. @param {import("./marks.js").Track} track @param {number[]} rows @param {number[]} cols */
  reaches(track, rows, cols) {
    const { reaches } = track.data.words;
    return reaches ? filled(reaches, { count: rows.length * cols.length }) : this.readers(rows, cols);
  }

  /** How many windows read a cell, and which one, if it is one. @param {number[]} rows @param {number[]} cols */
  readers(rows, cols) {
    const count = rows.length * cols.length;
    const sentence = count > 1 ? this.words.readers : count === 1 ? this.words.one_reader : this.words.no_reader;
    return filled(sentence, { count, row: rows[0], col: cols[0] });
  }
}

/** How many positions there are from the first to the last. @param {number[]} positions */
function extent(positions) {
  return positions.length ? positions[positions.length - 1] - positions[0] + 1 : 0;
}
