import { POST_OPERATIONS, reductionOf } from "./reductions.js";
import { settled } from "./numbers.js";
import { addUp, steadyGroups } from "./steady.js";

/** Makes the numbers of panels out of those that their walks read: the core's products and sums, in the browser. */

/** @typedef {import("./marks.js").Operand} Operand */
/** @typedef {import("./marks.js").Track} Track */
/** @typedef {import("./panel.js").Panel} Panel */
/** By name. @typedef {Record<string, Panel>} Panels */
/** Where a target's terms lie in a panel's numbers: row by row, and column by column. @typedef {{rows: Int32Array, cols: Int32Array}} Places */

/** One operand with the places of its cells in its panel's numbers, each made once. */
export class Source {
  /** @param {Operand} operand @param {Panels} panels */
  constructor(operand, panels) {
    this.operand = operand;
    this.panel = panels[operand.panel];
    /** @type {Map<number, Int32Array>} */
    this.rows = new Map();
    /** @type {Map<number, Int32Array>} */
    this.cols = new Map();
  }

  get numbers() {
    return /** @type {import("./panel.js").Numbers} */ (this.panel.values);
  }

  /** Where the cells that a target's cell reads lie: a number of each row and one of each column, to be added. @param {number} row @param {number} col @returns {Places} */
  places(row, col) {
    const { operand, panel } = this;
    const [down, across] = operand.at(row, col);
    const { channels, cols } = panel;
    return {
      rows: kept(this.rows, down, () => operand.rows.sources(down).map((at) => at * cols * channels)),
      cols: kept(this.cols, across, () => operand.cols.sources(across).map((at) => at * channels + operand.channel)),
    };
  }
}

/** @param {Map<number, Int32Array>} known @param {number} key @param {() => number[]} make */
function kept(known, key, make) {
  let found = known.get(key);
  if (!found) known.set(key, found = Int32Array.from(make()));
  return found;
}

/** How a walk makes the numbers of one panel. */
export class Recipe {
  /** @param {Track} track @param {Panels} panels */
  constructor(track, panels) {
    this.track = track;
    this.made = [track.target];
    this.panel = panels[track.target];
    this.sources = track.groups.map(({ factors }) => factors.map((factor) => new Source(factor, panels)));
    this.reduction = reductionOf(track.data.kind ?? "");
    /** @type {import("./steady.js").Steady[] | null | undefined} */
    this.steady = undefined; // until it is asked for
  }

  /** Names of the panels that are read. */
  get reads() {
    return new Set(this.track.factors.map(({ panel }) => panel));
  }

  /** One cell's number; null where it reads nothing. @param {number} row @param {number} col */
  cell(row, col) {
    return this.reduction.added ? this.added(row, col) : this.reduced(row, col);
  }

  /** Make all numbers anew; a cell that reads nothing stays as it is. */
  make() {
    const { height, width } = this.track;
    const found = new Float64Array(height * width);
    if (this.reduction.added?.(2) === 1) {
      if (this.steady === undefined) this.steady = steadyGroups(this.sources, height, width);
      if (this.steady) return this.makeSteady(this.steady, found);
    }
    const before = this.panel.values ?? found;
    for (let row = 0, cell = 0; row < height; row++) {
      for (let col = 0; col < width; col++, cell++) found[cell] = this.cell(row, col) ?? before[cell];
    }
    this.panel.values = found;
  }

  /** The same where all windows are alike; a number so small that it may be round-off is made anew, term by term. @param {import("./steady.js").Steady[]} steady @param {Float64Array} found */
  makeSteady(steady, found) {
    let size = addUp(steady, found);
    const { words: { post = [] } } = this.track.data;
    const count = post.length + steady.reduce((sum, { places }) => sum + places.length * places[0].length, 0);
    const doubtful = new Set(smallest(found, count * Number.EPSILON * size));
    for (const { name, value = 0 } of post) {
      const operation = POST_OPERATIONS[name];
      for (let cell = 0; cell < found.length; cell++) found[cell] = operation.of(found[cell], value);
      if (!operation.size) continue;
      size = operation.size(size, value);
      for (const cell of smallest(found, count * Number.EPSILON * size)) doubtful.add(cell);
    }
    const { width } = this.track;
    for (const cell of doubtful) found[cell] = this.added(Math.floor(cell / width), cell % width) ?? 0;
    this.panel.values = found;
  }

  /** A cell's number where its terms are added: no list of them is made. @param {number} row @param {number} col @returns {number | null} */
  added(row, col) {
    let [total, magnitude, count] = [0, 0, 0];
    for (const [first, second] of this.sources) {
      const { rows, cols } = first.places(row, col);
      const [own, other] = [first.numbers, second?.numbers];
      const factor = second?.places(row, col);
      const alike = !factor || (factor.rows.length === rows.length && factor.cols.length === cols.length);
      if (!alike) {
        for (const term of products([first, second], row, col)) {
          total += term;
          magnitude += Math.abs(term);
          count += 1;
        }
        continue;
      }
      for (let i = 0; i < rows.length; i++) {
        for (let j = 0; j < cols.length; j++) {
          let term = own[rows[i] + cols[j]];
          if (factor) term *= other[factor.rows[i] + factor.cols[j]];
          total += term;
          magnitude += term < 0 ? -term : term;
        }
      }
      count += rows.length * cols.length;
    }
    if (!count) return null;
    const share = this.reduction.added?.(count) ?? 1;
    return this.finished(settled(total, count, magnitude) * share, count, magnitude * share);
  }

  /** The same of any other reduction. @param {number} row @param {number} col @returns {number | null} */
  reduced(row, col) {
    const terms = this.sources.flatMap((group) => products(group, row, col));
    if (!terms.length) return null;
    const number = this.reduction.of?.(terms) ?? NaN;
    return this.finished(number, terms.length, terms.reduce((sum, term) => sum + Math.abs(term), 0));
  }

  /** What is done to the number next. @param {number} number @param {number} count @param {number} magnitude */
  finished(number, count, magnitude) {
    for (const { name, value = 0 } of this.track.data.words.post ?? []) {
      const { of, size } = POST_OPERATIONS[name];
      number = of(number, value);
      if (!size) continue;
      magnitude = size(magnitude, value);
      number = settled(number, count += 1, magnitude);
    }
    return number;
  }
}

/** Cells of numbers that are not 0 and no larger than this. @param {Float64Array} numbers @param {number} limit */
function smallest(numbers, limit) {
  const found = [];
  for (let cell = 0; cell < numbers.length; cell++) {
    if (numbers[cell] !== 0 && Math.abs(numbers[cell]) <= limit) found.push(cell);
  }
  return found;
}

/** The terms of a group at a cell; a factor that reads one cell alone is the same in all of them. @param {Source[]} group @param {number} row @param {number} col */
function products(group, row, col) {
  const read = group.map((source) => {
    const { rows, cols } = source.places(row, col);
    /** @type {number[]} */
    const found = [];
    for (const down of rows) for (const across of cols) found.push(source.numbers[down + across]);
    return found;
  });
  const longest = read.reduce((most, found) => found.length > most.length ? found : most);
  if (read.some((found) => !found.length)) return [];
  return longest.map((_, tap) => read.reduce((product, found) => product * (found[tap] ?? found[0]), 1));
}
