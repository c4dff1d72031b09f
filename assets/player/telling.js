import { matricesText } from "./matrices.js";
import { Resting } from "./outbox.js";

/** @typedef {import("./editing.js").Pending} Pending */

/** Tells the server of changes: at once, and of a drag that the browser follows by itself when the hand rests. */
export class Telling {
  /** @param {import("./editing.js").Editing} editing */
  constructor(editing) {
    this.editing = editing;
    this.resting = new Resting();
  }

  /** @param {Pending} change @param {number} _before @param {any} number Of a single number, what goes with it. */
  changed({ name }, _before, number) {
    const { editing, resting } = this;
    resting.soon(() => {
      const textOf = (/** @type {string} */ each) => matricesText(editing.panels, each, (cell) => editing.value(cell));
      const together = number?.together && { together: textOf(number.together) };
      editing.outbox.send({ act: "set", name, text: textOf(name), gesture: editing.gesture.number, ...together });
    });
    if (!editing.busy || !editing.live.follows) resting.now();
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

/** Remembers changes where there is no server, as on a saved page: each gesture can be undone and redone. */
export class History {
  /** @param {import("./editing.js").Editing} editing */
  constructor(editing) {
    this.editing = editing;
    /** The changes of each gesture, and what was there before. @type {(Pending & {before: number})[][]} */
    this.past = [];
    /** Those that were undone. @type {(Pending & {before: number})[][]} */
    this.future = [];
    this.gesture = 0;
  }

  /** @param {Pending} change @param {number} before */
  changed(change, before) {
    const { number } = this.editing.gesture;
    if (number !== this.gesture) this.past.push([]);
    this.gesture = number;
    this.future = [];
    this.past[this.past.length - 1].push({ ...change, before });
    this.offer();
  }

  rest() {}

  /** @param {"undo" | "redo"} act */
  step(act) {
    const [from, to] = act === "undo" ? [this.past, this.future] : [this.future, this.past];
    const changes = from.pop();
    if (!changes) return;
    to.push(changes);
    this.gesture = 0;
    const back = [...changes].reverse().map((change) => ({ ...change, value: change.before }));
    this.editing.show(act === "undo" ? back : changes);
    this.offer();
  }

  /** What can be undone and redone now. */
  offer() {
    const { editing } = this;
    editing.state = { ...editing.state, undo: this.past.length > 0, redo: this.future.length > 0 };
    editing.bar.fit();
  }
}
