import { POST_OPERATIONS, reductionOf } from "./reductions.js";
import { settled } from "./numbers.js";

/** Makes the numbers of panels out of those that their walks read: the core's products and sums, in the browser. */

/** @typedef {import("./marks.js").Operand} Operand */
/** @typedef {import("./marks.js").Track} Track */
/** @typedef {import("./panel.js").Panel} Panel */
/** By name. @typedef {Record<string, Panel>} Panels */
/** Where a target's terms lie in a panel's numbers: row by row, and column by column. @typedef {{rows: Int32Array, cols: Int32Array}} Places */

/** One operand with the places of its cells in its panel's numbers, each made once. */
class Source {
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
  }

  /** Names of the panels that are read. */
  get reads() {
    return new Set(this.track.factors.map(({ panel }) => panel));
  }

  /** Make all numbers anew; a cell that reads nothing stays as it is. */
  make() {
    const { height, width } = this.track;
    const found = new Float64Array(height * width);
    const before = this.panel.values ?? found;
    const number = this.reduction.added ? this.added : this.reduced;
    for (let row = 0, cell = 0; row < height; row++) {
      for (let col = 0; col < width; col++, cell++) found[cell] = number.call(this, row, col) ?? before[cell];
    }
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

/** How a walk's terms land on panels. */
export class StampRecipe {
  /** @param {Track} track @param {Panels} panels */
  constructor(track, panels) {
    this.track = track;
    this.panels = panels;
    const summed = track.stamps.filter(({ sums }) => sums); // the others come from these
    this.made = [...new Set(summed.map(({ lands }) => lands.panel))];
    this.stamps = summed.map(({ lands, group }) => ({
      lands: new Source(lands, panels),
      factors: track.groups[group].factors.map((factor) => new Source(factor, panels)),
    }));
  }

  get reads() {
    return new Set(this.stamps.flatMap(({ factors }) => factors.map(({ operand }) => operand.panel)));
  }

  make() {
    const found = new Map(this.made.map((name) => {
      const cells = this.panels[name].rows * this.panels[name].cols;
      return [name, {
        totals: new Float64Array(cells),
        magnitudes: new Float64Array(cells),
        counts: new Int32Array(cells),
      }];
    }));
    for (const stamp of this.stamps) {
      const sums = /** @type {Sums} */ (found.get(stamp.lands.operand.panel));
      for (let row = 0; row < this.track.height; row++) {
        for (let col = 0; col < this.track.width; col++) land(stamp, row, col, sums);
      }
    }
    for (const [name, { totals, magnitudes, counts }] of found) {
      this.panels[name].values = totals.map((total, cell) => settled(total, counts[cell], magnitudes[cell]));
    }
  }
}

/** @typedef {{totals: Float64Array, magnitudes: Float64Array, counts: Int32Array}} Sums */

/** Add a cell's terms where they land; what would land beyond the panel is left out. @param {{lands: Source, factors: Source[]}} stamp @param {number} row @param {number} col @param {Sums} sums */
function land({ lands, factors }, row, col, { totals, magnitudes, counts }) {
  const { rows, cols } = lands.places(row, col);
  const [i, j] = lands.operand.at(row, col);
  const [downs, acrosses] = [tapsOf(lands.operand.rows, i), tapsOf(lands.operand.cols, j)];
  const read = factors.map((factor) => ({ ...factor.places(row, col), numbers: factor.numbers }));
  for (let down = 0; down < rows.length; down++) {
    for (let across = 0; across < cols.length; across++) {
      const cell = rows[down] + cols[across];
      let term = 1;
      for (const each of read) {
        term *= each.numbers[(each.rows[downs[down]] ?? each.rows[0]) + (each.cols[acrosses[across]] ?? each.cols[0])];
      }
      totals[cell] += term;
      magnitudes[cell] += Math.abs(term);
      counts[cell] += 1;
    }
  }
}

/** @param {import("./marks.js").AnyMap} indexMap @param {number} target @returns {number[]} */
function tapsOf(indexMap, target) {
  return "tapIndices" in indexMap ? indexMap.tapIndices(target) : indexMap.sources(target).map((_, index) => index);
}

/**
 * How the panels of a board are made of each other, those that others read first.
 *
 * @param {Track[]} tracks Those that walk, and those that nobody takes. @param {Panels} panels
 */
export function recipesOf(tracks, panels) {
  const known = tracks.filter(isKnown).map((track) => new (track.stamps.length ? StampRecipe : Recipe)(track, panels));
  /** @type {(Recipe | StampRecipe)[]} */
  const sorted = [];
  const visit = (/** @type {Recipe | StampRecipe} */ recipe) => {
    if (sorted.includes(recipe)) return;
    for (const other of known) if (other !== recipe && other.made.some((name) => recipe.reads.has(name))) visit(other);
    sorted.push(recipe);
  };
  known.forEach(visit);
  return sorted;
}

/** Whether the browser can make what a track makes. @param {Track} track */
function isKnown({ groups, stamps, data }) {
  if (!groups.length || data.numbers) return false;
  const post = data.words.post ?? [];
  return Boolean(stamps.length || reductionOf(data.kind ?? "").of) && post.every(({ name }) => name in POST_OPERATIONS);
}
