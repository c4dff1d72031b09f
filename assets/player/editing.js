import { drag } from "./dragging.js";
import { EditBar } from "./edit_bar.js";
import { boardValue, editedCells } from "./edited.js";
import { setHandles } from "./handles.js";
import { changeKey, clamped, isOwn, keyOf, ownPlace, stepOf } from "./matrices.js";
import { filled, joined, numberText, typedNumber } from "./numbers.js";
import { Gesture, Outbox } from "./outbox.js";
import { Pen } from "./pen.js";
import { GRADIENT, PIXEL } from "./roles.js";
import { History, Telling } from "./telling.js";
import { openField } from "./typing.js";

const PIXELS_A_STEP = 8; // of a drag up or down

/** @typedef {import("./data.d.ts").EditsState} EditsState */
/** @typedef {import("./reach.js").Cell} Cell */
/** A changed number. @typedef {{name: string, index: number, row: number, col: number, value: number}} Pending */

/**
 * Numbers that are changed on the board: weights that are dragged, pixels that are painted, both typed, undone and
 * redone. A change is shown at once, and told to the server.
 */
export class Editing {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
    /** @type {Map<string, Pending>} */
    this.pending = new Map();
    this.outbox = new Outbox((change) => player.trigger("edit", change));
    this.gesture = new Gesture();
    this.painting = false;
    this.busy = this.dragged = false; // a drag goes on; the next click ends one
    this.waits = false; // for an answer, and for the chart that shows it
    this.brush = 1;
    this.remark = this.said = ""; // to be said, and said of the last change until something else is shown
    /** Who is told of changes. @type {Telling | History} */
    this.keeper = new Telling(this);
    this.live = /** @type {import("./live.js").Live} */ (/** @type {unknown} */ (null)); // there from `take` on
    this.letGo = () => {};
    /** @type {EditsState} */
    this.state = { taken: 0, undo: false, redo: false, alone: false };
    /** The panel that is painted. @type {any} */
    this.pixels = undefined;
    this.pen = new Pen(this);
    this.opened = -1; // the arrival for which painting was open from the start
    this.bar = new EditBar(this, player.words);
    player.controls.bar.append(this.bar.row);
  }

  /** Take a board and what the server says of changes. @param {EditsState} state @param {import("./live.js").Live} live */
  take(state, live) {
    const before = this.live;
    this.state = state;
    this.live = live;
    if (state.alone && this.keeper instanceof Telling) this.keeper = new History(this);
    this.pixels = this.panels.find(({ edits }) => edits.role === PIXEL);
    if (!this.pixels) this.painting = false;
    this.player.controls.edit.hidden = !this.panels.length;
    this.keeper.take(state, before);
    this.offer();
    this.fit();
  }

  /** Open the row where a scene arrives that is there to be painted, and close it where the next one is not. */
  offer() {
    const { data } = this.player;
    if (data.arrival === this.opened) return;
    const painted = data.board.painted && !data.quiz;
    if (painted ? !this.open : this.opened >= 0 && this.open) this.toggle();
    this.opened = painted ? data.arrival : -1;
  }

  /** Panels whose numbers can be changed. @returns {any[]} */
  get panels() {
    const { board } = this.player;
    return [...board.panels, ...board.numbers].filter((/** @type {any} */ panel) => panel.edits);
  }

  /** Show or hide the row, and what is in it. */
  fit() {
    this.bar.fit();
    setHandles(this.painting, this.open);
    this.player.board.offers = this.open;
    this.draw();
  }

  get open() {
    return this.player.controls.edit.getAttribute("aria-pressed") === "true";
  }

  /** Open or close the row; where there are pixels, they are painted while it is open. */
  toggle() {
    const { controls, clock } = this.player;
    const open = !this.open;
    controls.edit.setAttribute("aria-pressed", String(open));
    this.painting = open && Boolean(this.pixels);
    if (open) clock.pause();
    if (this.painting) this.pen.take(this.pixels);
    this.fit();
    this.player.fitting.renew();
  }

  /** @param {number} value */
  chooseBrush(value) {
    this.brush = clamped(value);
    this.fit();
  }

  /** Start a drag where there is something to change; false where there is not. @param {PointerEvent} event @param {Cell} cell */
  down(event, cell) {
    this.dragged = false;
    if (!cell.panel.edits || event.button !== 0 || !isOwn(cell)) return false;
    const { role } = cell.panel.edits;
    if (role === PIXEL && !this.painting) return false;
    const painted = role === PIXEL || (role === GRADIENT && this.painting);
    this.player.clock.pause();
    this.gesture.begin();
    if (painted) this.pen.draw(event, cell.panel.name);
    else this.grab(event, cell);
    return true;
  }

  /** A weight follows the pointer up and down; with Shift, in tenths. @param {PointerEvent} event @param {Cell} cell */
  grab({ clientY }, cell) {
    const start = this.value(cell);
    const step = stepOf(cell.panel);
    this.follow((moved) => {
      const steps = Math.round((clientY - moved.clientY) / PIXELS_A_STEP);
      if (steps || this.dragged) this.set(cell, start + steps * step * (moved.shiftKey ? 0.1 : 1));
    });
  }

  /** @param {(event: PointerEvent) => void} move */
  follow(move) {
    this.busy = true;
    this.letGo = drag(move, () => {
      this.busy = false;
      this.keeper.rest();
    });
  }

  /** A field upon a cell, for any number. @param {Cell} cell @param {string} [text] */
  type(cell, text) {
    if (!cell.panel.edits || !isOwn(cell)) return;
    const { player } = this;
    player.clock.pause();
    const words = cell.panel.number ? player.words.type_the_number : player.words.type_number;
    const label = filled(words, { panel: cell.panel.title, ...ownPlace(cell) });
    const opening = { label, value: text ?? String(this.value(cell)), select: text === undefined };
    openField(player.root, cell.panel.box(cell.row, cell.col), opening, (typed) => {
      const value = typed === null ? null : this.taken(typed);
      if (value === null) return;
      this.gesture.begin();
      this.set(cell, value);
    });
  }

  /** The number that was typed, or null; what is not taken as it was typed is said. @param {string} text */
  taken(text) {
    const { value, why } = typedNumber(text);
    this.remark = why
      ? filled(this.player.words[why], { text: text.trim(), value: value === null ? "" : numberText(value) })
      : "";
    if (value !== null) return value;
    this.player.controls.narrate(this.remark, true);
    this.remark = "";
    return value;
  }

  /** One step up or down by a key. @param {Cell} cell @param {number} by */
  nudge(cell, by) {
    if (!isOwn(cell)) return;
    this.gesture.press(keyOf(cell));
    this.set(cell, this.value(cell) + by * stepOf(cell.panel));
  }

  /** @param {Cell} cell @param {number} value */
  set(cell, value) {
    const { player } = this;
    value = clamped(value);
    if (!isOwn(cell) || value === this.value(cell)) return;
    const { number } = cell.panel;
    if (number?.zero === false && value === 0) {
      return player.controls.narrate(filled(player.words.no_zero, { panel: cell.panel.title }), true);
    }
    this.dragged = true;
    const { name, index } = cell.panel.edits;
    const changed = { name, index, ...ownPlace(cell), value };
    this.show([changed]);
    this.say(cell.panel, changed);
    this.keeper.changed(changed, number);
  }

  /** Say a change, with what was remarked of it, until something else is shown. @param {any} panel @param {Pending} change */
  say({ number, title }, { row, col, value }) {
    const { edited, edited_number } = this.player.words;
    const values = { panel: title, row, col, value: numberText(value) };
    this.said = joined([this.remark, filled(number ? edited_number : edited, values)], this.player.words.beside);
    this.remark = "";
    this.player.controls.narrate(this.said, !this.busy);
  }

  /** Show numbers, and what follows from them. @param {Pending[]} changes */
  show(changes) {
    for (const change of changes) {
      this.pending.set(changeKey(change), change);
    }
    this.live.change(changes);
    this.player.restore();
    this.draw();
  }

  /** Undo or redo a gesture. @param {"undo" | "redo"} act */
  step(act) {
    this.live.made.clear(); // what comes is not what was made here
    this.said = "";
    this.keeper.step(act);
  }

  /** All is answered: the board has the numbers, but for those that a drag goes on with. */
  forgetShown() {
    if (!this.busy) this.pending.clear();
    else this.pending = new Map([...this.pending].filter(([, cell]) => cell.value !== boardValue(this.panels, cell)));
  }

  /** Numbers that are not on the board yet, upon it. @param {boolean} [settled] Whether the chart has the answer. */
  draw(settled = false) {
    this.player.board.layer.writeEdited(editedCells(this));
    const waits = this.waits = !this.state.alone && (this.pending.size > 0 || (this.waits && !settled));
    this.player.root.classList.toggle("kw-unanswered", waits);
    this.player.root.classList.toggle(
      "kw-late",
      waits && this.player.board.data.waits.includes(this.player.track?.target),
    );
    this.player.board.wait(waits);
  }

  /** A cell's number, with what is not on the board yet. @param {Cell} cell */
  value(cell) {
    const panel = this.player.board.byName[cell.panel.name] ?? cell.panel; // a drag goes on over several boards
    return this.pending.get(keyOf(cell))?.value ?? panel.value(cell.row, cell.col);
  }

  stop() {
    this.letGo();
    this.outbox.stop();
  }
}
