import { joined } from "./numbers.js";
import { reachOf } from "./reach.js";
import { WEIGHT } from "./roles.js";

/** @typedef {import("./reach.js").Cell} Cell */

/** What pointing does: with mouse, pen or finger, and the same for the keyboard's cursor. */
export class Pointer {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
    /** @type {Cell | null} */
    this.over = null;
    /** @type {HTMLElement | null} */
    this.place = null;
    this.events = new AbortController();
  }

  /** @param {HTMLElement} place Where the board is. */
  listen(place) {
    if (this.place === place) return;
    this.events.abort();
    this.events = new AbortController();
    this.place = place;
    const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ call) =>
      place.addEventListener(name, call, { signal: this.events.signal });
    on("pointermove", (event) => event.pointerType === "touch" || this.move(event));
    on("pointerleave", (event) => event.pointerType === "touch" || this.leave());
    on("pointerdown", (event) => this.down(event));
    on("click", (event) => this.click(event));
    on("dblclick", (event) => {
      const cell = this.cellAt(event);
      if (cell && !this.player.quiz.on) this.player.editing.type(cell);
    });
  }

  stop() {
    this.events.abort();
  }

  /** @param {{clientX: number, clientY: number}} event */
  cellAt({ clientX, clientY }) {
    const { board } = this.player;
    return board.attached ? board.cell(clientX, clientY) : null;
  }

  move(/** @type {PointerEvent} */ event) {
    if (this.player.editing.busy || this.player.quiz.on) return;
    const cell = this.cellAt(event);
    if (!cell) return this.leave();
    const { over } = this;
    if (over && over.panel === cell.panel && over.row === cell.row && over.col === cell.col) return;
    this.over = cell;
    this.player.clock.held = true;
    this.point(cell);
  }

  leave() {
    if (!this.over) return;
    this.over = null;
    this.player.clock.held = false;
    this.player.restore();
  }

  down(/** @type {PointerEvent} */ event) {
    const cell = this.player.quiz.on ? null : this.cellAt(event);
    if (cell && this.player.editing.down(event, cell)) return;
    if (cell && this.player.data.movable && event.button === 0) this.player.pictureMoves.drag(event, cell);
  }

  click(/** @type {MouseEvent} */ event) {
    const cell = this.cellAt(event);
    if (this.player.quiz.on) return cell && this.player.quiz.toggle(cell);
    if (cell && !this.player.editing.dragged) this.pin(cell);
    if (cell) this.player.keys.follow(cell);
    this.player.editing.dragged = false;
  }

  /** Explain a cell: a cell that is made shows how; any other one lights what it has to do with. @param {Cell} cell */
  point(cell) {
    const made = this.madeBy(cell);
    if (made) this.player.preview(made.track, made.row, made.col);
    else this.player.light(this.reach(cell));
  }

  /** The same, kept; a cell that is made becomes the step. @param {Cell} cell */
  pin(cell) {
    const { player } = this;
    const made = this.madeBy(cell);
    if (made) {
      const index = player.tracks.indexOf(made.track);
      if (index !== player.selected) player.moving.select(index);
      return player.moving.go(player.grid.step(made.track.place(made.row, made.col)));
    }
    const { pinned } = player;
    const again = pinned && pinned.cell.panel === cell.panel && pinned.cell.row === cell.row &&
      pinned.cell.col === cell.col;
    player.clock.pause();
    player.pinned = again ? null : this.reach(cell);
    player.light(player.pinned);
  }

  /** The track and cell that a panel's cell stands for: of a target itself, or of a row of a matrix. @param {Cell} cell */
  madeBy({ panel, row, col }) {
    const { tracks, selected, board } = this.player;
    const order = [tracks[selected], ...tracks];
    if (board.data.lens === panel.name) { // the picture stands for the map
      const [top, left] = panel.inset;
      if (order[0].has(row - top, col - left) && row >= top && col >= left) {
        return { track: order[0], row: row - top, col: col - left };
      }
    }
    const own = order.find((track) => track.target === panel.name);
    if (own) return { track: own, row, col };
    for (const track of order) {
      const operand = track.operand(panel.name, row, col);
      if (!operand || !operand.byStep) continue;
      const { rows, cols } = operand.targets(row, col);
      if (rows.length) return { track, row: rows[0], col: cols[0] };
    }
    return null;
  }

  /** All that a cell has to do with. @param {Cell} cell */
  reach(cell) {
    const { tracks, track, board, indexMaps, sentences, words } = this.player;
    const others = tracks.filter((/** @type {import("./marks.js").Track} */ each) => each !== track);
    const { panels, byName } = board;
    const found = reachOf(cell, { tracks: [track, ...others], panels, byName, indexMaps, sentences });
    if (!this.refuses(cell)) return found;
    return { ...found, sentence: joined([found.sentence, words.fixed], words.beside) };
  }

  /** Whether a cell looks as if it could be changed, and cannot: a kernel's that the settings make. @param {Cell} cell */
  refuses({ panel }) {
    const { editing, tracks } = this.player;
    return editing.open && !panel.edits &&
      tracks.some((/** @type {import("./marks.js").Track} */ { factors }) =>
        factors.some((factor) => factor.panel === panel.name && factor.role === WEIGHT)
      );
  }
}
