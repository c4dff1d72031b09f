import { drag } from "./dragging.js";

const MOVE_INTERVAL = 700; // milliseconds between moves of the picture that are sent

/** The picture is moved by whole pixels, by a drag or by keys; the server does it. */
export class PictureMoves {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
    /** Rows and columns that are to be sent. @type {number[] | null} */
    this.gathered = null;
    this.waiting = 0;
  }

  /** @param {PointerEvent} event @param {import("./reach.js").Cell} cell */
  drag(event, { panel }) {
    if (!panel.inset) return;
    const { clientX, clientY } = event;
    const { width, height } = panel.box(0, 0);
    drag(() => {}, (end) => {
      if (!end || end.type === "pointercancel") return; // the page was scrolled
      this.move(Math.round((end.clientY - clientY) / height), Math.round((end.clientX - clientX) / width));
    });
  }

  /** The first move is sent at once; those of a held key are gathered, so that none is lost while the server works. */
  move(/** @type {number} */ rows, /** @type {number} */ cols) {
    if (!rows && !cols) return;
    const [down, right] = this.gathered ?? [0, 0];
    this.gathered = [down + rows, right + cols];
    if (!this.waiting) this.send();
  }

  send() {
    this.waiting = 0;
    if (!this.gathered || this.player.gone) return;
    this.player.trigger("shift", this.gathered);
    this.gathered = null;
    this.waiting = setTimeout(() => this.send(), MOVE_INTERVAL);
  }

  stop() {
    clearTimeout(this.waiting);
    this.waiting = 0;
  }
}
