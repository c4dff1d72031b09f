import { Board } from "./board.js";
import { remembered } from "./memory.js";

const PATIENCE = 4000; // milliseconds for which a finished chart may be unreadable, such as while it is exchanged

/** Lays the board's drawing upon the chart: on loading, and whenever Streamlit or Plotly draws the chart anew. */
export class Settling {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
    this.drawn = new MutationObserver(() => this.redrawn());
    this.frame = 0;
    this.retry = 0;
    this.complained = false;
    /** @type {number | null} */
    this.finishedSince = null;
    /** @type {HTMLElement | null} */
    this.listened = null;
  }

  schedule() {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.settle());
  }

  /** The chart was drawn anew, a moment before its data come: until then the last drawing stays, without a flicker. */
  redrawn() {
    const { board } = this.player;
    if (!board || board.attached) return;
    if (board.attach()) return this.settle();
    board.lay();
    this.schedule();
  }

  settle() {
    const { player } = this;
    cancelAnimationFrame(this.frame);
    clearTimeout(this.retry);
    this.frame = 0;
    if (player.gone) return;
    this.listen();
    player.fitting.fit();
    if (!player.board.attach()) return this.wait();
    this.dress(player.board.drawing.style);
    if (remembered.gaveUp) player.report("unsupported", false);
    remembered.gaveUp = false;
    this.finishedSince = null;
    player.root.classList.remove("kw-unsupported");
    player.editing.draw(true);
    player.divider.lay(Board.place);
    player.show(player.step, player.reached, false);
    player.root.dataset.ready = "true";
    for (const table of document.querySelectorAll(".stMarkdown table")) table.setAttribute("tabindex", "0"); // they scroll
    player.settled();
  }

  /** Listen to the place of the board; it is another one after a page has been opened. */
  listen() {
    const place = Board.place;
    if (!place || place === this.listened) return;
    this.listened = place;
    place.translate = false; // a browser that translates leaves the chart and its numbers alone
    this.drawn.disconnect();
    this.drawn.observe(place, { childList: true, subtree: true });
    this.player.fitting.observe(place);
    this.player.pointer.listen(place);
  }

  /** The page's colours and letters, for the drawing, which lies elsewhere. @param {CSSStyleDeclaration} style */
  dress(style) {
    const page = getComputedStyle(this.player.root);
    style.setProperty("--kw-ground", page.getPropertyValue("--st-secondary-background-color"));
    style.setProperty("--kw-page", page.getPropertyValue("--st-background-color"));
    style.fontFamily = page.fontFamily;
  }

  /** The board has another zoom: what lies upon it in pixels of the screen follows. */
  refit() {
    const place = Board.place;
    if (!place || !this.player.board.attached) return;
    this.player.divider.lay(place);
    this.player.restore();
  }

  /** Patience starts when there is a chart that Plotly has finished and that cannot be read. */
  wait() {
    this.finishedSince ??= Board.finished ? performance.now() : null;
    if (this.finishedSince !== null && performance.now() - this.finishedSince > PATIENCE && !this.complained) {
      this.giveUp();
    }
    this.retry = setTimeout(() => this.settle(), 50);
  }

  giveUp() {
    const { player } = this;
    this.complained = true;
    player.controls.narrate(player.words.unsupported, true);
    player.root.classList.add("kw-unsupported");
    if (!remembered.gaveUp) player.report("unsupported", true);
    remembered.gaveUp = true;
  }

  stop() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.retry);
    this.drawn.disconnect();
  }
}
