import { asInk, frameDigit } from "./framing.js";
import { Recipe, Source } from "./making.js";
import { settled } from "./numbers.js";
import { POST_OPERATIONS, reductionOf } from "./reductions.js";

/** @typedef {Recipe | StampRecipe | WinsRecipe | FramingRecipe} AnyRecipe */
/** @typedef {import("./marks.js").Track} Track */
/** @typedef {import("./panel.js").Panel} Panel */
/** By name. @typedef {Record<string, Panel>} Panels */

/** How the last of several walks of one kernel is made, each over the map before: what it reads, and its map. */
class RepeatedRecipe extends Recipe {
  /** @param {Track} track @param {Panels} panels @param {import("./data.d.ts").RecipeData} data @param {import("./marks.js").AnyMap[]} indexMaps */
  constructor(track, panels, { source, times }, indexMaps) {
    super(track, panels);
    this.first = panels[source];
    this.times = times;
    this.input = panels[track.leading().panel];
    this.made = [track.target, this.input.name];
    this.copied = copiesOf(this.input, indexMaps);
  }

  /** @override */
  get reads() {
    return new Set(
      [this.first.name, ...this.track.factors.map(({ panel }) => panel)].filter((name) => name !== this.input.name),
    );
  }

  /** @override */
  make() {
    let pixels = /** @type {import("./panel.js").Numbers} */ (this.first.values);
    for (let time = 0; time < this.times; time++) {
      const before = this.input.values ?? [];
      this.input.values = Float64Array.from(this.copied, (place, cell) => place < 0 ? before[cell] : pixels[place]);
      super.make();
      pixels = /** @type {import("./panel.js").Numbers} */ (this.panel.values);
    }
  }
}

/** How many windows of a walk pick each pixel of the picture, or what the windows that do have to give it. */
class WinsRecipe {
  /** @param {Track} track @param {Panels} panels @param {string} name @param {Panel} [given] A number of each window. */
  constructor(track, panels, name, given) {
    this.track = track;
    this.made = [name];
    this.wins = panels[name];
    this.given = given;
    this.source = new Source(track.factors[0], panels);
  }

  get reads() {
    return new Set([this.source.operand.panel, ...(this.given ? [this.given.name] : [])]);
  }

  make() {
    const { given, source, track, wins } = this;
    const { cols, inset } = source.panel;
    const [top, left] = inset ?? [0, 0];
    const picks = reductionOf(track.data.kind ?? "").picks;
    const found = new Float64Array(wins.rows * wins.cols);
    for (let row = 0; row < track.height; row++) {
      for (let col = 0; col < track.width; col++) {
        const { rows, cols: across } = source.places(row, col);
        const cells = [...rows].flatMap((down) => [...across].map((right) => down + right));
        const cell = cells[picks?.(cells.map((each) => source.numbers[each])) ?? -1];
        const amount = given?.values ? given.values[row * track.width + col] : 1;
        if (cell !== undefined) found[(Math.floor(cell / cols) - top) * wins.cols + (cell % cols) - left] += amount;
      }
    }
    wins.values = found;
  }
}

/** Which pixel of its picture each cell of a padded panel copies, row by row; -1 for none. @param {Panel} panel @param {import("./marks.js").AnyMap[]} indexMaps */
export function copiesOf(panel, indexMaps) {
  let found = COPIES.get(panel);
  if (!found) COPIES.set(panel, found = madeCopies(panel, indexMaps));
  return found;
}

/** @type {WeakMap<Panel, Int32Array>} */
const COPIES = new WeakMap();

/** @param {Panel} panel @param {import("./marks.js").AnyMap[]} indexMaps */
function madeCopies({ rows, cols, inset, sources }, indexMaps) {
  const width = inset?.[3] ?? cols;
  const along = (/** @type {number} */ axis, /** @type {number} */ size) =>
    Array.from({ length: size }, (_, place) => sources ? indexMaps[sources[axis]].sources(place)[0] ?? -1 : place);
  const [down, across] = [along(0, rows), along(1, cols)];
  return Int32Array.from({ length: rows * cols }, (_, cell) => {
    const [row, col] = [down[Math.floor(cell / cols)], across[cell % cols]];
    return row < 0 || col < 0 ? -1 : row * width + col;
  });
}

/** How a walk's terms land on panels. */
class StampRecipe {
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

/** How a drawn digit is framed. */
class FramingRecipe {
  /** @param {import("./data.d.ts").RecipeData} data @param {Panels} panels */
  constructor({ source, target }, panels) {
    /** @type {Track | null} */
    this.track = null;
    this.made = [target];
    this.reads = new Set([source]);
    const { rows, cols } = panels[source];
    this.make = () => void (panels[target].values = frameDigit(asInk(panels[source].values ?? []), rows, cols));
  }
}

/** How a panel comes from another one where no walk says it, by name; a walk that takes part makes one of the two. */
const NAMED = {
  /** @param {import("./data.d.ts").RecipeData} data @param {Panels} panels @param {Track[]} _tracks @param {import("./marks.js").AnyMap[]} _maps */
  digit: (data, panels, _tracks, _maps) => new FramingRecipe(data, panels),
  /** @param {import("./data.d.ts").RecipeData} data @param {Panels} panels @param {Track[]} tracks */
  wins: (data, panels, tracks) => new WinsRecipe(walkTo(tracks, data.source), panels, data.target),
  /** @param {import("./data.d.ts").RecipeData} data @param {Panels} panels @param {Track[]} tracks */
  routed: (data, panels, tracks) =>
    new WinsRecipe(walkTo(tracks, data.along), panels, data.target, panels[data.source]),
  /** @param {import("./data.d.ts").RecipeData} data @param {Panels} panels @param {Track[]} tracks @param {import("./marks.js").AnyMap[]} indexMaps */
  repeated: (data, panels, tracks, indexMaps) =>
    new RepeatedRecipe(walkTo(tracks, data.target), panels, data, indexMaps),
};

/** The walk that makes a panel. @param {Track[]} tracks @param {string} name */
function walkTo(tracks, name) {
  return /** @type {Track} */ (tracks.find(({ target }) => target === name));
}

/**
 * How the panels of a board are made of each other, those that others read first.
 *
 * @param {Track[]} tracks Those that walk, and those that nobody takes. @param {Panels} panels
 * @param {import("./data.d.ts").RecipeData[]} recipes @param {import("./marks.js").AnyMap[]} indexMaps
 */
export function recipesOf(tracks, panels, recipes, indexMaps) {
  const named = recipes.map((data) => NAMED[data.name](data, panels, tracks, indexMaps));
  const made = new Set(recipes.map(({ target }) => target));
  /** @type {AnyRecipe[]} */
  const known = tracks.filter((track) => isKnown(track) && !made.has(track.target))
    .map((track) => track.stamps.length ? new StampRecipe(track, panels) : new Recipe(track, panels))
    .filter((recipe) => !recipe.made.some((name) => made.has(name)));
  known.push(...named);
  /** @type {AnyRecipe[]} */
  const sorted = [];
  const visit = (/** @type {AnyRecipe} */ recipe) => {
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
