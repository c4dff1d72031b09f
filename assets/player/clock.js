import { FAST } from "./controls.js";

const FAST_PASS_SECONDS = 12;
const BRISK_FROM = 30; // steps a second
const LONGEST_WAIT = 200; // milliseconds after which a changed speed is obeyed at the latest
const FRAME = 17; // milliseconds
const PAUSES_UP_TO = 10; // steps a second; faster playback runs through row ends without a break

/** Playback: how many steps are due at each frame. */
export class Clock {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
    this.playing = false;
    this.brisk = false; // steps follow each other so fast that nobody can read what is said of each
    this.held = false; // the pointer rests on a cell that is explained
    this.due = 0;
    /** @type {number | null} */
    this.before = null; // when the last tick was
    this.ticking = 0;
    this.waiting = 0;
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    const { player } = this;
    const slow = player.controls.slow.checked;
    if (this.playing || (player.grid.steps === 1 && !slow)) return;
    const products = slow ? player.terms - 1 : -1;
    if (player.step === player.grid.steps - 1 && player.reached === products) player.show(0);
    if (player.remembersStep) player.moving.forgetStep();
    this.playing = true;
    this.held = false;
    this.brisk = this.rate() >= BRISK_FROM;
    if (this.brisk) player.lens.hide(); // before a frame is drawn
    this.showPlaying();
    this.before = performance.now();
    this.due = 0;
    this.tickLater();
  }

  pause(keep = true) {
    if (!this.playing) return;
    this.playing = this.brisk = false;
    clearTimeout(this.waiting);
    cancelAnimationFrame(this.ticking);
    this.showPlaying();
    this.player.show(this.player.step, this.player.reached, false);
    this.player.controls.narration.setAttribute("aria-live", "polite");
    if (keep) this.player.moving.keepStep();
  }

  showPlaying() {
    this.player.root.dataset.playing = String(this.playing);
    this.player.controls.showPlaying(this.playing);
  }

  /** Tick with a frame, the next one or the one at which a step is due: the frames between cost a battery for nothing. */
  tickLater() {
    const wait = this.held ? LONGEST_WAIT : ((1 - this.due) / this.rate()) * 1000 - FRAME;
    const ask = () => {
      this.ticking = requestAnimationFrame((now) => this.tick(now));
    };
    if (wait < FRAME) ask();
    else this.waiting = setTimeout(ask, Math.min(wait, LONGEST_WAIT));
  }

  /** @param {number} now */
  tick(now) {
    if (!this.playing) return;
    this.step(now);
    if (this.playing) this.tickLater();
  }

  /** @param {number} now */
  step(now) {
    const { player } = this;
    const rate = this.rate();
    this.brisk = rate >= BRISK_FROM;
    if (!this.held && this.before !== null) this.due += (Math.min(now - this.before, 250) / 1000) * rate;
    this.before = this.held ? null : now;
    // A screen that draws 60 frames in 1001 ms still gets one step a frame.
    const count = Math.floor(this.due + 0.02 * Math.min(1, rate / 60));
    if (count < 1 || !player.board.attached) return;
    this.due = Math.max(0, this.due - count);
    if (player.controls.slow.checked) return this.playOn(player.moving.advance(1));
    const last = player.grid.steps - 1;
    const onward = player.step < last;
    if (onward) player.show(Math.min(player.step + count, last));
    this.playOn(onward);
    if (rate <= PAUSES_UP_TO && player.showing.pausesHere()) this.due -= Math.max(0.8, 0.4 * rate); // at least 0.4 seconds
  }

  /** @param {boolean} onward */
  playOn(onward) {
    if (onward) return;
    if (this.player.controls.loop.checked) this.player.show(0);
    else this.pause();
  }

  rate() {
    const { speed, slow } = this.player.controls;
    if (speed.value !== FAST) return Number(speed.value);
    return slow.checked ? 60 : Math.max(240, this.player.grid.steps / FAST_PASS_SECONDS);
  }
}
