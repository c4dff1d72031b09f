import { changeKey, matricesText } from "./matrices.js";
import { Resting } from "./outbox.js";

/** @typedef {import("./editing.js").Pending} Pending */
/** @typedef {import("./data.d.ts").PresetData} PresetData */

/** Tells the server of changes: at once, and of a drag that the browser follows by itself when the hand rests. */
export class Telling {
  /** @param {import("./editing.js").Editing} editing */
  constructor(editing) {
    this.editing = editing;
    this.resting = new Resting();
  }

  /** A board has come: what is not on it yet is shown upon it. @param {import("./data.d.ts").EditsState} state @param {import("./live.js").Live} before */
  take({ taken }, before) {
    const { editing } = this;
    if (editing.outbox.answer(taken) === "all") {
      if (!editing.busy) before.check(editing.player.board);
      editing.forgetShown();
    }
    editing.live.change(editing.pending.values());
  }

  /** @param {Pending} change @param {any} number Of a single number, what goes with it. */
  changed({ name }, number) {
    const { editing, resting } = this;
    resting.soon(() => {
      const textOf = (/** @type {string} */ each) => matricesText(editing.panels, each, (cell) => editing.value(cell));
      const together = number?.together && { together: textOf(number.together) };
      editing.outbox.send({ act: "set", name, text: textOf(name), gesture: editing.gesture.number, ...together });
    });
    if (!editing.busy || !editing.live.follows) resting.now();
  }

  /** A preset was taken: it stays as it was tried until the answer comes. @param {PresetData} preset */
  chosen({ kind, name }) {
    const { gesture, outbox } = this.editing;
    outbox.send({ act: "choose", name: kind, text: name, gesture: gesture.number });
  }

  /** @param {PresetData} preset */
  has({ chosen }) {
    return chosen;
  }

  /** The hand has let go. */
  rest() {
    this.resting.now();
  }

  /** @param {"undo" | "redo"} act */
  step(act) {
    this.editing.outbox.send({ act });
  }
}

/** What a gesture has changed: numbers by their places, or a preset. @typedef {{number: number, cells: Map<string, Pending>, preset: PresetData | null}} Made */

/** Remembers changes where there is no server, as on a saved page: each gesture can be undone and redone. */
export class History {
  /** @param {import("./editing.js").Editing} editing */
  constructor(editing) {
    this.editing = editing;
    this.board = editing.player.data.board;
    /** @type {Made[]} */
    this.past = [];
    /** Those that were undone. @type {Made[]} */
    this.future = [];
  }

  /** The board stands as it came: all that was done to it is done again. */
  take() {
    const { editing } = this;
    const { board } = editing.player.data;
    if (board !== this.board) this.past = this.future = [];
    this.board = board;
    editing.pending.clear();
    for (const { cells, preset } of this.past) {
      if (preset) editing.live.choose(preset);
      else editing.live.change(cells.values());
    }
    editing.state = { ...editing.state, undo: this.past.length > 0, redo: this.future.length > 0 };
  }

  /** @param {Pending} change */
  changed(change) {
    const { number } = this.editing.gesture;
    if (this.past.at(-1)?.number !== number) this.begin(null);
    this.past.at(-1)?.cells.set(changeKey(change), change);
  }

  /** @param {PresetData} preset */
  chosen(preset) {
    this.begin(preset);
    this.editing.player.reload();
  }

  /** @param {PresetData | null} preset */
  begin(preset) {
    const { editing } = this;
    this.past = [...this.past, { number: editing.gesture.number, cells: new Map(), preset }];
    this.future = [];
    editing.state = { ...editing.state, undo: true, redo: false };
    editing.bar.fit();
  }

  /** Whether a preset is what there is: the last one of its kind, and no number of it was changed since. @param {PresetData} preset */
  has({ kind, name, chosen }) {
    for (const made of this.past.toReversed()) {
      if (made.preset?.kind === kind) return made.preset.name === name;
      const changed = [...made.cells.values()].map((cell) => cell.name);
      if (kind === "kernel" && changed.some((each) => each === "weights" || each === "divisor")) return false;
    }
    return chosen;
  }

  rest() {}

  /** @param {"undo" | "redo"} act */
  step(act) {
    const { past, future } = this;
    if (act === "undo" && past.length) {
      [this.past, this.future] = [past.slice(0, -1), [past[past.length - 1], ...future]];
    }
    if (act === "redo" && future.length) [this.past, this.future] = [[...past, future[0]], future.slice(1)];
    this.editing.player.reload();
  }
}
