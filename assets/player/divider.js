import { drag } from "./dragging.js";

/** The divider of a panel that lies upon another one: dragged, or moved by the arrow keys. */
export class Divider {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
    this.share = 0.5;
    this.handle = document.createElement("div");
    this.handle.className = "kw-divider";
    this.handle.tabIndex = 0;
    this.handle.dataset.testid = "player-divider";
    this.handle.setAttribute("role", "slider");
    this.handle.setAttribute("aria-valuemin", "0");
    this.handle.setAttribute("aria-valuemax", "100");
    this.handle.addEventListener("pointerdown", (event) => this.grab(event));
    this.handle.addEventListener("keydown", (event) => this.press(event));
  }

  /** @returns {any} */
  get panel() {
    const { board } = this.player;
    return board.byName[board.data.divided];
  }

  /** Stand upon a board that has a divided panel. @param {HTMLElement} place Where the board is. */
  lay(place) {
    if (!this.panel) return this.handle.remove();
    this.handle.setAttribute("aria-label", this.player.words.divider);
    if (this.handle.parentElement !== place) place.append(this.handle);
    this.move(this.share);
  }

  /** @param {number} share Of the panel's width. */
  move(share) {
    const { board } = this.player;
    const { panel } = this;
    if (!panel) return;
    this.share = Math.max(0, Math.min(share, 1));
    const { scale } = board.screen();
    Object.assign(this.handle.style, {
      left: `${(panel.x + this.share * panel.cols * panel.dx) * scale}px`,
      top: `${panel.y * scale}px`,
      height: `${panel.rows * panel.dy * scale}px`,
    });
    this.handle.setAttribute("aria-valuenow", String(Math.round(100 * this.share)));
    board.divider = this.share;
    board.divide();
  }

  /** @param {PointerEvent} event */
  grab(event) {
    event.preventDefault();
    event.stopPropagation();
    this.handle.focus({ preventScroll: true });
    this.player.clock.pause();
    drag((moved) => {
      const { left, scale } = this.player.board.screen();
      this.move(((moved.clientX - left) / scale - this.panel.x) / (this.panel.cols * this.panel.dx));
    });
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    /** @type {Record<string, number>} */
    const moves = { ArrowLeft: -0.02, ArrowRight: 0.02, ArrowDown: -0.1, ArrowUp: 0.1, Home: -1, End: 1 };
    if (!(event.key in moves)) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(this.share + moves[event.key]);
  }
}
