import { PIXEL } from "./roles.js";

/** @type {Record<string, number[]>} */
const ARROWS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const BUSY =
  "input, textarea, select, button, a, summary, [contenteditable], [role=button], [role=slider], [role=combobox]," +
  " [role=option], [role=tab], [role=radio], [role=switch], [role=grid], [role=dialog], canvas, [data-testid=stSidebar]";

/** The keyboard: keys that walk, from the whole page, and a cursor that walks the cells of one panel. */
export class Keys {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
    /** @type {{name: string, row: number, col: number} | null} */
    this.cursor = null;
    this.events = new AbortController();
    document.addEventListener("keydown", (event) => this.press(event), { signal: this.events.signal });
  }

  stop() {
    this.events.abort();
  }

  /** Whether a key pressed there is the player's: never in a field, or on a button that uses the key itself. */
  mine(/** @type {KeyboardEvent} */ event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return false;
    const target = /** @type {any} */ (event.target);
    const { scrub } = this.player.controls;
    if (target === scrub) return true;
    if (!this.player.root.contains(target)) return !target.closest(BUSY);
    const { tagName, type } = target;
    if (tagName === "SELECT" || (tagName === "INPUT" && type !== "checkbox")) return false;
    return !([" ", "Enter"].includes(event.key) && target.closest("button, input, [role=button]"));
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const { player } = this;
    if (player.gone || !player.board) return;
    const act = this.mine(event) ? this.act(event) : this.undoing(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /** Undo and redo, outside of fields, which have their own. @param {KeyboardEvent} event */
  undoing({ key, ctrlKey, metaKey, shiftKey, target }) {
    const name = key.toLowerCase();
    if (!(ctrlKey || metaKey) || !["z", "y"].includes(name)) return undefined;
    const place = /** @type {any} */ (target);
    if (place.closest("input:not([type=range], [type=checkbox]), textarea, canvas, [role=grid]")) return undefined;
    return () => this.player.editing.step(name === "y" || shiftKey ? "redo" : "undo");
  }

  /** What a key does, or undefined. @param {KeyboardEvent} event @returns {(() => void) | undefined} */
  act({ key, shiftKey }) {
    const { player } = this;
    if (player.quiz.on) return player.quiz.act(key);
    const arrow = ARROWS[key];
    if (arrow && shiftKey && player.data.movable) return () => player.pictureMoves.move(arrow[0], arrow[1]);
    if (this.cursor) {
      if (arrow) return () => this.moveCursor(arrow[0], arrow[1], shiftKey);
      if (key === "Enter") return () => player.pointer.pin(this.cell);
      if (key === "Escape") return () => this.choose("");
      const edit = this.cell.panel?.edits && this.change(key);
      if (edit) return edit;
    }
    /** @type {Record<string, () => void>} */
    const acts = {
      " ": () => player.clock.toggle(),
      ArrowRight: () => player.moving.move(1),
      ArrowLeft: () => player.moving.move(-1),
      ArrowUp: () => player.moving.moveRow(-1),
      ArrowDown: () => player.moving.moveRow(1),
      Home: () => player.moving.go(0),
      End: () => player.moving.go(player.grid.steps - 1),
      "+": () => player.moving.faster(1),
      "=": () => player.moving.faster(1),
      "-": () => player.moving.faster(-1),
      p: () => player.present(),
    };
    if (key === "Escape" && document.documentElement.classList.contains("kw-presenting")) {
      return () => player.present(false);
    }
    return acts[key];
  }

  /** What a key does to the number under the cursor, or undefined. @param {string} key */
  change(key) {
    const { editing } = this.player;
    if (key === "+" || key === "=") return () => editing.nudge(this.cell, 1);
    if (key === "-") return () => editing.nudge(this.cell, -1);
    if (key === "F2") return () => editing.type(this.cell);
    if (key === "b" && editing.painting) return () => this.paint();
    return /^[0-9.]$/.test(key) ? () => editing.type(this.cell, key) : undefined;
  }

  /** Paint the cell under the cursor, where that can be. */
  paint() {
    const { editing } = this.player;
    if (editing.painting && this.cell.panel?.edits?.role === PIXEL) editing.pen.dab(this.cell);
  }

  /** Start to walk the cells of a panel; an empty name ends it. @param {string} name */
  choose(name) {
    const { player } = this;
    this.cursor = name ? { name, row: 0, col: 0 } : null;
    player.controls.cursor.value = name;
    player.clock.pause(false);
    player.root.focus({ preventScroll: true });
    if (name) this.moveCursor(0, 0);
    else player.restore();
  }

  get cell() {
    const { name, row, col } = /** @type {any} */ (this.cursor);
    return { panel: this.player.board.byName[name], row, col };
  }

  /** One cell on; the pen may paint it. @param {number} down @param {number} right @param {boolean} [paints] */
  moveCursor(down, right, paints = false) {
    const cursor = /** @type {any} */ (this.cursor);
    const { panel } = this.cell;
    if (!panel) return this.choose("");
    cursor.row = Math.max(0, Math.min(cursor.row + down, panel.rows - 1));
    cursor.col = Math.max(0, Math.min(cursor.col + right, panel.cols - 1));
    this.player.pointer.point(this.cell);
    if (paints) this.paint();
    this.mark();
  }

  /** Where arrows walk the cells of a panel, they go on from a cell that was clicked. @param {import("./reach.js").Cell} cell */
  follow({ panel: { name }, row, col }) {
    if (!this.cursor) return;
    this.cursor = { name, row, col };
    this.player.controls.cursor.value = name;
    this.mark();
  }

  /** Mark the cell under the cursor. */
  mark() {
    const { panel, row, col } = this.cell;
    this.player.board.layer.draw("tap", panel.path({ rows: [[row, row]], cols: [[col, col]] }));
  }
}
