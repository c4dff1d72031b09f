import { brushes, inkOn, line, shadeOf } from "./brushes.js";
import { icon } from "./controls.js";
import { element, filled, numberText, typedNumber } from "./numbers.js";

const PATIENCE_EDIT = 4000; // milliseconds for which the answer to a change is waited for
const PIXELS_A_STEP = 8; // of a drag up or down
const LARGEST = 1e6; // as in conv.ui.scene.kinds
const ONE_GESTURE = 1000; // milliseconds between presses of a key that are undone together

/** A change as the server takes it. @typedef {{act: string, name?: string, text?: string, gesture?: number}} Change */

/**
 * Numbers that are changed on the board: weights that are dragged, pixels that are painted, both typed, undone and
 * redone. A change is shown at once and told to the server, one at a time: what comes meanwhile waits, and of several
 * changes of the same matrices only the last one, which has them all.
 */
export class Editing {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
    /** @type {Map<string, {name: string, index: number, row: number, col: number, value: number}>} */
    this.pending = new Map();
    /** @type {Change[]} */
    this.queue = [];
    this.number =
      this.sent =
      this.gesture =
      this.timer =
      this.pressed =
        0;
    this.painting = false;
    this.busy = false; // a drag goes on
    this.dragged = false; // the next click ends one
    this.brush = 1;
    this.last = this.remark = "";
    /** @type {AbortController | null} */
    this.over = null;
    this.buildBar();
  }

  /** The row of brush, undo and redo, below the player's buttons. */
  buildBar() {
    const { words, controls } = this.player;
    this.bar = element("div", "kw-edit");
    this.bar.dataset.testid = "player-edits";
    this.bar.setAttribute("role", "group");
    this.bar.setAttribute("aria-label", words.edit);
    this.hint = element("span", "kw-edit-hint");
    this.swatches = element("span", "kw-swatches");
    this.typed = element("input", "kw-brush");
    this.typed.inputMode = "decimal";
    this.typed.dataset.testid = "player-brush";
    this.typed.setAttribute("aria-label", words.brush);
    this.typed.addEventListener("change", () => this.chooseBrush(this.taken(this.typed.value) ?? this.brush));
    this.undo = this.button(words.undo, "undo", () => this.step("undo"));
    this.redo = this.button(words.redo, "redo", () => this.step("redo"));
    this.bar.append(this.hint, this.swatches, this.typed, this.undo, this.redo);
    controls.bar.append(this.bar);
  }

  /** @param {string} text @param {string} name @param {() => void} act */
  button(text, name, act) {
    const made = element("button");
    made.type = "button";
    made.innerHTML = icon(name);
    made.title = text;
    made.setAttribute("aria-label", text);
    made.dataset.testid = `player-${name}`;
    made.addEventListener("click", act);
    return made;
  }

  /** Take a board and what the server says of changes. @param {{taken: number, undo: boolean, redo: boolean}} state */
  take(state) {
    this.state = state;
    const places = this.panels;
    this.pixels = places.find((panel) => panel.edits[0] === "pixels");
    if (!this.pixels) this.painting = false;
    this.player.controls.edit.hidden = !places.length;
    if (this.sent && state.taken >= this.sent) this.answered();
    this.fit();
  }

  /** Panels whose numbers can be changed. @returns {any[]} */
  get panels() {
    return this.player.board.panels.filter((/** @type {any} */ panel) => panel.edits);
  }

  /** Show or hide the row, and what is in it. */
  fit() {
    const { words, board, controls } = this.player;
    const on = this.painting;
    this.bar.hidden = !this.open && !this.state.undo && !this.state.redo;
    this.undo.disabled = !this.state.undo;
    this.redo.disabled = !this.state.redo;
    this.swatches.hidden = this.typed.hidden = !on;
    this.hint.textContent = on ? words.paint_hint : words.edit_hint;
    controls.edit.setAttribute("aria-pressed", String(this.open));
    board.paintable(on);
    if (!on) return;
    const values = brushes(this.pixels.edits[2], this.pixels.edits[3]);
    if (this.swatches.dataset.values === String([values, this.brush])) return;
    this.swatches.dataset.values = String([values, this.brush]);
    this.swatches.replaceChildren(...values.map((value) => {
      const made = element("button", "kw-swatch", numberText(value));
      made.type = "button";
      const shade = shadeOf(value, this.pixels.edits);
      made.style.background = shade;
      made.style.color = inkOn(value, this.pixels.edits);
      made.setAttribute("aria-pressed", String(value === this.brush));
      made.addEventListener("click", () => this.chooseBrush(value));
      return made;
    }));
    this.typed.value = numberText(this.brush);
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
    if (this.painting) this.brush = brushes(this.pixels.edits[2], this.pixels.edits[3]).at(-1) ?? 1;
    this.fit();
    this.player.fitting.renew();
  }

  /** @param {number} value */
  chooseBrush(value) {
    this.brush = clamped(value);
    this.fit();
  }

  // Pointing.

  /** Start a drag where there is something to change; false where there is not. @param {PointerEvent} event @param {any} cell */
  down(event, cell) {
    this.dragged = false;
    if (!cell.panel.edits || event.button !== 0 || !this.inside(cell)) return false;
    const [name] = cell.panel.edits;
    if (name === "pixels" && !this.painting) return false;
    this.player.clock.pause();
    this.begin();
    if (name === "pixels") this.paint(cell);
    else this.grab(event, cell);
    return true;
  }

  /** A weight follows the pointer up and down; with Shift, in tenths. @param {PointerEvent} event @param {any} cell */
  grab({ clientY }, cell) {
    const start = this.value(cell);
    const step = this.stepOf(cell.panel);
    this.follow((moved) => {
      const steps = Math.round((clientY - moved.clientY) / PIXELS_A_STEP);
      if (steps || this.dragged) this.set(cell, start + steps * step * (moved.shiftKey ? 0.1 : 1));
    });
  }

  /** Every cell under the pointer's way takes the brush's value. @param {any} cell */
  paint(cell) {
    let last = cell;
    this.set(cell, this.brush);
    this.follow((moved) => {
      const here = this.player.board.cell(moved.clientX, moved.clientY);
      if (!here || here.panel.name !== cell.panel.name) return;
      for (const [row, col] of line(last, here)) this.set({ panel: here.panel, row, col }, this.brush);
      last = here;
    });
  }

  /** @param {(event: PointerEvent) => void} move */
  follow(move) {
    this.busy = true;
    this.over = new AbortController();
    const { signal } = this.over;
    addEventListener("pointermove", move, { signal });
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => this.letGo(), { signal });
  }

  letGo() {
    this.over?.abort();
    this.busy = false;
  }

  /** A field upon a cell, for any number. @param {any} cell @param {string} [text] */
  type(cell, text) {
    if (!cell.panel.edits || !this.inside(cell)) return;
    const { player } = this;
    player.clock.pause();
    const { x, y, width, height } = cell.panel.box(cell.row, cell.col);
    const field = element("input", "kw-typing");
    field.inputMode = "decimal";
    field.value = text ?? String(this.value(cell));
    field.dataset.testid = "player-typing";
    field.setAttribute("aria-label", filled(player.words.type_number, { panel: cell.panel.title, ...this.own(cell) }));
    Object.assign(field.style, {
      left: `${x + width / 2}px`,
      top: `${y + height / 2}px`,
      minWidth: `${Math.max(width, 56)}px`,
      height: `${Math.max(height, 28)}px`,
    });
    let done = false;
    const end = (/** @type {boolean} */ keep) => {
      if (done) return;
      done = true;
      field.remove();
      player.root.focus({ preventScroll: true });
      const value = keep ? this.taken(field.value) : null;
      if (value === null) return;
      this.begin();
      this.set(cell, value);
    };
    field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      event.stopPropagation();
      if (event.key === "Enter" || event.key === "Escape") end(event.key === "Enter");
    });
    field.addEventListener("blur", () => end(true));
    player.root.append(field);
    field.focus({ preventScroll: true });
    if (text === undefined) field.select();
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

  /** One step up or down by a key. @param {any} cell @param {number} by */
  nudge(cell, by) {
    if (!this.inside(cell)) return;
    const now = performance.now();
    const key = this.keyOf(cell);
    if (key !== this.last || now - this.pressed > ONE_GESTURE) this.begin();
    this.last = key;
    this.pressed = now;
    this.set(cell, this.value(cell) + by * this.stepOf(cell.panel));
  }

  // Changing.

  /** Begin what is undone as one. */
  begin() {
    this.gesture = Math.max(this.gesture + 1, Date.now());
  }

  /** @param {any} cell @param {number} value */
  set(cell, value) {
    const { player } = this;
    value = clamped(value);
    if (!this.inside(cell) || value === this.value(cell)) return;
    this.dragged = true;
    const [name, index] = cell.panel.edits;
    const own = this.own(cell);
    this.pending.set(this.keyOf(cell), { name, index, ...own, value });
    this.draw();
    const said = filled(player.words.edited, { panel: cell.panel.title, ...own, value: numberText(value) });
    player.controls.narrate([this.remark, said].filter(Boolean).join(" "), !this.busy);
    this.remark = "";
    this.send({ act: "set", name, text: this.text(name), gesture: this.gesture });
  }

  /** Undo or redo a gesture. @param {"undo" | "redo"} act */
  step(act) {
    this.send({ act });
  }

  /** @param {Change} change */
  send(change) {
    const last = this.queue[this.queue.length - 1];
    if (last && last.act === "set" && change.name === last.name && change.gesture === last.gesture) this.queue.pop();
    this.queue.push(change);
    if (!this.sent) this.flush();
  }

  flush() {
    const change = this.queue.shift();
    if (!change || this.player.gone) return;
    this.sent = this.number = Math.max(this.number + 1, Date.now());
    this.tell({ ...change, number: this.sent });
  }

  /** Until it is answered: the server takes a change of the same number once. @param {Change & {number: number}} change */
  tell(change) {
    if (this.player.gone) return;
    this.timer = setTimeout(() => this.tell(change), PATIENCE_EDIT);
    this.player.trigger("edit", change);
  }

  answered() {
    clearTimeout(this.timer);
    this.sent = 0;
    if (this.queue.length) this.flush();
    else if (!this.busy) this.pending.clear();
    else this.pending = new Map([...this.pending].filter(([, cell]) => cell.value !== this.shown(cell)));
  }

  /** Numbers that are not on the board yet, upon it. */
  draw() {
    const { board } = this.player;
    const cells = [];
    for (const { name, index, row, col, value } of this.pending.values()) {
      for (const panel of this.panels.filter((each) => each.edits[0] === name && each.edits[1] === index)) {
        const [top, left] = panel.inset ?? [0, 0];
        const looks = name === "pixels" ? [shadeOf(value, panel.edits), inkOn(value, panel.edits)] : ["", ""];
        cells.push({ panel, row: row + top, col: col + left, text: numberText(value), fill: looks[0], ink: looks[1] });
      }
    }
    board.writeEdited(cells);
  }

  /** The matrices of a parameter as a link has them. @param {string} name */
  text(name) {
    const found = new Map();
    for (const panel of this.panels) {
      if (panel.edits[0] === name && !found.has(panel.edits[1])) found.set(panel.edits[1], panel);
    }
    const matrices = [...found.keys()].sort((a, b) => a - b).map((index) => {
      const panel = found.get(index);
      const [top, left, height, width] = panel.inset ?? [0, 0, panel.rows, panel.cols];
      const lines = [];
      for (let row = top; row < top + height; row++) {
        const line = [];
        for (let col = left; col < left + width; col++) line.push(this.value({ panel, row, col }));
        lines.push(line.join(","));
      }
      return lines.join(";");
    });
    return matrices.join("/");
  }

  /** A cell's number, with what is not on the board yet. @param {any} cell */
  value(cell) {
    const panel = this.player.board.byName[cell.panel.name] ?? cell.panel; // a drag goes on over several boards
    return this.pending.get(this.keyOf(cell))?.value ?? panel.value(cell.row, cell.col);
  }

  /** The number that the board has of a cell. @param {{name: string, index: number, row: number, col: number}} cell */
  shown({ name, index, row, col }) {
    const panel = this.panels.find((each) => each.edits[0] === name && each.edits[1] === index);
    const [top, left] = panel?.inset ?? [0, 0];
    return panel?.value(row + top, col + left);
  }

  /** @param {any} cell */
  keyOf(cell) {
    const { row, col } = this.own(cell);
    return `${cell.panel.edits.slice(0, 2)},${row},${col}`;
  }

  /** Where a cell is in its matrix. @param {any} cell */
  own({ panel, row, col }) {
    const [top, left] = panel.inset ?? [0, 0];
    return { row: row - top, col: col - left };
  }

  /** Whether a cell is one of the matrix, not of the padding around it. @param {any} cell */
  inside(cell) {
    const { row, col } = this.own(cell);
    const [, , height, width] = cell.panel.inset ?? [0, 0, cell.panel.rows, cell.panel.cols];
    return row >= 0 && row < height && col >= 0 && col < width;
  }

  /** One where all numbers are whole, a tenth of a digit of the largest where they are not; more for bytes. */
  stepOf(/** @type {any} */ panel) {
    const values = [...panel.values];
    const maximum = values.reduce((found, value) => Math.max(found, Math.abs(value) || 0), 0);
    if (values.every((value) => Number.isInteger(value) || Number.isNaN(value))) return maximum > 64 ? 8 : 1;
    return 10 ** Math.floor(Math.log10(maximum || 1)) / 10;
  }

  stop() {
    this.letGo();
    clearTimeout(this.timer);
  }
}

/** A number that the scene can have, without the noise of its last bits. @param {number} value */
function clamped(value) {
  return Number(Math.max(-LARGEST, Math.min(value, LARGEST)).toPrecision(9)) + 0;
}
