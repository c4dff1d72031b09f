import { recipesOf } from "./recipes.js";
import { filled, numberText } from "./numbers.js";
import { standsAt, Track } from "./marks.js";
import { limitsOf } from "./scales.js";
import { unpacked } from "./panel.js";
import { PIXEL, WEIGHT } from "./roles.js";

/** @typedef {import("./editing.js").Pending} Pending */
/** @typedef {import("./panel.js").Panel} Panel */

const AFTER_SUMS = ["divisor", "bias"]; // of the scene, and what is done with them to a sum, before any function of it
const ORDER = ["divided", "bias"];
const SLACK = [1e-9, 1e-5]; // share of a number by which the server's may differ, and where it was sent in few digits

/** What follows from a changed number, made and shown in the same frame; the server's answer takes its place. */
export class Live {
  /** @param {import("./board.js").Board} board @param {Track[]} tracks @param {import("./marks.js").AnyMap[]} indexMaps */
  constructor(board, tracks, indexMaps) {
    this.board = board;
    /** Walks, and those that nobody takes. */
    this.tracks = [...tracks, ...board.data.derived.map((data) => untaken(data, indexMaps))];
    this.indexMaps = indexMaps;
    /** @type {ReturnType<typeof recipesOf> | null} */
    this.known = null;
    /** Panels whose numbers were made here, by name. @type {Set<string>} */
    this.made = new Set();
  }

  get recipes() {
    return this.known ??= this.learned();
  }

  /** How the panels are made; those that nobody sees are made for the first time. */
  learned() {
    const { byName, data } = this.board;
    const hidden = Object.fromEntries(
      data.hidden.map((each) => [each.name, { ...each, values: each.values && unpacked(each.values), channels: 1 }]),
    );
    const panels = /** @type {Record<string, Panel>} */ ({ ...byName, ...hidden });
    const recipes = recipesOf(this.tracks, panels, data.recipes, this.indexMaps);
    for (const recipe of recipes) if (recipe.made.every((name) => name in hidden)) recipe.make();
    return recipes;
  }

  /** Take changed numbers, and show all that follows from them. @param {Iterable<Pending>} cells */
  change(cells) {
    /** @type {Set<string>} */
    const changed = new Set();
    /** @type {Set<string>} */
    const after = new Set(); // numbers of what is done to the sums
    for (const cell of cells) {
      for (const panel of [...this.board.panels, ...this.board.numbers]) {
        if (panel.edits?.name !== cell.name || panel.edits.index !== cell.index) continue;
        if (!panel.number) this.changeCell(panel, cell);
        else if (this.changeNumber(panel, cell)) after.add(cell.name);
        changed.add(panel.name);
      }
    }
    this.follow(changed, after);
  }

  /** Other weights with their divisor, or another function of the sums. @param {import("./data.d.ts").PresetData} preset */
  choose({ kind, weights, post }) {
    const name = kind === "kernel" ? "divisor" : kind;
    const own = kind === "kernel" ? this.board.panels.filter(({ edits }) => edits?.name === "weights") : [];
    for (const panel of own) panel.values = Float64Array.from(weights.flat());
    for (const number of this.board.numbers.filter(({ edits }) => edits?.name === name)) {
      number.values = Float64Array.of(post?.value ?? number.number?.idle ?? 0);
    }
    this.setPost(name, post);
    this.follow(new Set(own.map((panel) => panel.name)), new Set([name]));
  }

  /** Numbers of whole panels, such as a camera's picture, and all that follows. @param {Map<Panel, Float64Array>} numbers */
  fill(numbers) {
    for (const [panel, values] of numbers) panel.values = values;
    this.follow(new Set([...numbers.keys()].map(({ name }) => name)));
  }

  /** @param {Set<string>} changed Names of panels. @param {Set<string>} [after] */
  follow(changed, after = new Set()) {
    for (const recipe of this.recipes) {
      const follows = [...recipe.reads].some((name) => changed.has(name));
      const { track } = recipe;
      if (!follows && !(track && [...after].some((name) => this.takes(track, name)))) continue;
      recipe.make();
      for (const name of recipe.made) changed.add(name);
    }
    for (const name of changed) this.made.add(name);
    this.show(this.rescaled(changed));
  }

  /** A cell of a panel, and all that copy it. @param {Panel} panel @param {Pending} cell */
  changeCell(panel, { row, col, value }) {
    const [top, left] = panel.inset ?? [0, 0];
    if (!(panel.values instanceof Float64Array)) panel.values = Float64Array.from(panel.values ?? []);
    if (panel.edits?.role === PIXEL && panel.scaling?.rule === "") panel.scaling = { ...panel.scaling, rule: "own" }; // as typed ones
    const [rows, cols] = standsAt({ panel, row: row + top, col: col + left }, this.indexMaps);
    for (const down of rows) for (const across of cols) panel.values[down * panel.cols + across] = value;
  }

  /** Whether a walk uses a single number of the scene: it reads weights with which it goes. @param {Track} track @param {string} name */
  takes({ factors }, name) {
    return factors.some(({ role, panel }) => role === WEIGHT && this.board.byName[panel]?.takes.includes(name));
  }

  /** A single number, in the walks that use it; false where it has not changed. @param {Panel} panel @param {Pending} cell */
  changeNumber(panel, { name, value }) {
    if (panel.value(0, 0) === value) return false;
    panel.values = Float64Array.of(value);
    const { post, idle } = /** @type {import("./data.d.ts").NumberData} */ (panel.number);
    const own = { ...post, value, clause: filled(post.clause ?? "", { value: numberText(value) }) };
    this.setPost(name, value === idle ? null : own);
    return true;
  }

  /** What is done with a single number of the scene, or the function, null for nothing. @param {string} name @param {import("./data.d.ts").PostData | null} own */
  setPost(name, own) {
    const place = (/** @type {{name: string}} */ each) => (ORDER.indexOf(each.name) + 1 || ORDER.length + 1);
    const index = AFTER_SUMS.indexOf(name) + 1 || ORDER.length + 1;
    for (const track of this.tracks.filter((each) => this.takes(each, name))) {
      const others = track.data.words.post.filter((each) => place(each) !== index);
      const post = own ? [...others, own].sort((first, second) => place(first) - place(second)) : others;
      track.data = { ...track.data, words: { ...track.data.words, post } };
    }
  }

  /** New ends of the scales that follow; gives all panels that look otherwise now. @param {Set<string>} changed @returns {Set<Panel>} */
  rescaled(changed) {
    const { panels, byName } = this.board;
    const found = new Set(panels.filter(({ name }) => changed.has(name)));
    const scaled = panels.filter(({ scaling }) => scaling?.rule);
    for (const panel of scaled.sort((first, second) => Number(isLater(first)) - Number(isLater(second)))) {
      const scaling = /** @type {import("./data.d.ts").ScalingData} */ (panel.scaling);
      if (!changed.has(panel.name) && !scaling.of.some((name) => changed.has(name))) continue;
      const [low, high] = limitsOf(panel, byName, this.tracks.find(({ target }) => target === panel.name));
      if (low === scaling.low && high === scaling.high) continue;
      panel.scaling = { ...scaling, low, high };
      found.add(panel);
    }
    return found;
  }

  /** @param {Set<Panel>} panels */
  show(panels) {
    for (const panel of panels) this.board.renew(panel);
    this.board.repaint(panels);
  }

  /** Whether all that changes is made here; the board says what only the server makes. */
  get follows() {
    return !this.board.data.waits.length;
  }

  /** Say where the server's answer differs. @param {import("./board.js").Board} answer */
  check(answer) {
    const names = this.differences(answer);
    if (names.length) console.error(`Made here and by the core differ: ${names.join(", ")}`);
  }

  /** What differs from the server's numbers by more than round-off: names of panels. @param {import("./board.js").Board} answer */
  differences(answer) {
    return [...this.made].filter((name) => {
      const [own, other] = [this.board.byName[name]?.values, answer.byName[name]?.values];
      if (!own || !other || own.length !== other.length) return false;
      const slack = SLACK[Number(other instanceof Float32Array)];
      let [largest, difference] = [1e-9, 0];
      for (let cell = 0; cell < own.length; cell++) {
        largest = Math.max(largest, Math.abs(other[cell]) || 0);
        difference = Math.max(difference, Math.abs(own[cell] - other[cell]) || 0);
      }
      return difference > slack * largest;
    });
  }
}

/** A walk that nobody takes: nothing is said of it. @param {import("./data.d.ts").DerivedData} data @param {import("./marks.js").AnyMap[]} indexMaps */
function untaken({ post, ...data }, indexMaps) {
  const words = { window: "", own: "", outside: "", reduced: "", post };
  const blank = { title: "", pace: 1, overlays: [], stamps: [], reveals: [], legend: [], notes: [], terms: {} };
  const said = { formulas: /** @type {[string, string]} */ (["", ""]), dot: null, corner: false, sizeTerms: "" };
  return new Track({ ...blank, ...said, ...data, words }, indexMaps);
}

/** Whether a scale follows that of another panel. @param {Panel} panel */
function isLater({ scaling }) {
  return scaling?.rule === "read" || scaling?.rule === "like";
}
