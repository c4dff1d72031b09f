import { Board } from "./board.js";

const SMALLEST_ZOOM = 0.6;
const TALL_UP_TO = 640; // pixels up to which a board stands in height
const WIDE_FROM = 850; // pixels from which a board stands in width, however high the screen

/** Fits the board to the screen: its zoom, and which one of the rooms is wanted. */
export class Fitting {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
    this.said = 0; // height of what is said of a step
    this.asked = "";
    this.sized = new ResizeObserver(() => this.fit());
    this.onResize = () => this.renew();
    addEventListener("resize", this.onResize);
  }

  /** @param {HTMLElement} place Where the board is. */
  observe(place) {
    this.sized.disconnect();
    for (const element of [place.parentElement, this.player.controls.arithmetic, this.player.quiz.box]) {
      this.sized.observe(/** @type {Element} */ (element));
    }
  }

  stop() {
    removeEventListener("resize", this.onResize);
    this.sized.disconnect();
  }

  /** Fit anew, whatever was said before. */
  renew() {
    this.said = 0;
    this.fit();
  }

  /** Zoom the board so that it and what is said of a step are in view together; ask once for the one that fits better. */
  fit() {
    const place = Board.place;
    if (!place || this.player.gone) return;
    const stage = /** @type {HTMLElement} */ (place.parentElement);
    const { width, height } = this.player.data.board;
    const scroller = stage.closest(".stMain") ?? document.documentElement;
    const top = stage.getBoundingClientRect().top + scroller.scrollTop;
    const { bar, choices, arithmetic } = this.player.controls;
    const fixed = getComputedStyle(bar).position === "fixed";
    const { quiz } = this.player;
    const said = quiz.on
      ? quiz.box.offsetHeight + 20
      : arithmetic.offsetHeight + (choices.hidden ? 0 : choices.offsetHeight + 6) + 14;
    this.said = Math.max(this.said, said); // a longer sentence makes room, and a shorter one leaves all where it is
    const room = innerHeight - top - bar.offsetHeight - (fixed ? 0 : this.said + this.player.data.below) - 22;
    const across = stage.clientWidth / width;
    const narrow = stage.clientWidth < TALL_UP_TO;
    const least = narrow && this.player.data.scrolls ? across : SMALLEST_ZOOM;
    const zoom = Math.min(across, Math.max(room / height, Math.min(least, across)));
    const left = Math.max(0, (stage.clientWidth - width * zoom) / 2);
    const style = `--kw-zoom:${
      zoom.toFixed(4)
    };--kw-width:${width};--kw-height:${height};width:${width}px;height:${height}px;margin:0 0 ${
      (height * (zoom - 1)).toFixed(1)
    }px ${left.toFixed(1)}px`;
    if (place.dataset.style !== style) {
      place.dataset.style = style;
      place.style.cssText = style;
      this.player.settling.refit();
    }
    const high = stage.clientWidth < WIDE_FROM && stage.clientWidth / Math.max(room, 1) < 1.3;
    const fitting = narrow || high ? "tall" : stage.clientWidth < WIDE_FROM ? "middle" : "wide";
    if (fitting !== this.player.data.room && fitting !== this.asked && room > 60) {
      this.asked = fitting;
      this.player.report("room", fitting);
    }
  }
}
