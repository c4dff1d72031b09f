import { Grid } from "./marks.js";
import { remembered } from "./memory.js";

/** Moving through the steps and between the tracks, as a person or the clock wants it. */
export class Moving {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
  }

  /** @param {number} step */
  go(step) {
    this.player.clock.pause(false);
    this.player.show(step);
    this.keepStep();
  }

  /** @param {number} by */
  move(by) {
    this.player.clock.pause(false);
    this.advance(by);
    this.keepStep();
  }

  /** @param {number} by */
  moveRow(by) {
    const { grid, step } = this.player;
    const next = step + by * grid.width;
    if (next >= 0 && next < grid.steps) this.go(next);
  }

  /** One step, or in slow motion one term, forward or back; false at the end. @param {number} by */
  advance(by) {
    const { player } = this;
    const { step, terms } = player;
    const last = player.grid.steps - 1;
    if (player.controls.slow.checked && terms) {
      const reached = player.reached + by;
      if (reached >= 0 && reached < terms) {
        player.show(step, reached);
        return true;
      }
      if (step + by < 0 || step + by > last) return false;
      player.show(step + by, by > 0 ? 0 : terms - 1);
      return true;
    }
    if (step + by < 0 || (by > 0 && step === last)) return false;
    player.show(step + by);
    return true;
  }

  /** @param {number} by */
  faster(by) {
    const { controls } = this.player;
    controls.faster(by);
    this.player.speed = controls.speed.value;
  }

  /** Turn to another track; where one walks alone, to about the same place on its map. @param {number} index */
  select(index) {
    const { player } = this;
    const before = player.track;
    player.selected = remembered.panel = index;
    if (!player.walksAlone) return;
    const { row, col } = player.grid.place(player.step);
    player.grid = new Grid(player.walkers);
    const at = (/** @type {number} */ cell, /** @type {number} */ from, /** @type {number} */ to) =>
      Math.floor(((cell + 0.5) * to) / from);
    const place = {
      row: at(row, before.height, player.track.height),
      col: at(col, before.width, player.track.width),
    };
    player.step = player.grid.step(place);
    player.root.dataset.steps = String(player.grid.steps);
    player.controls.fitSteps(player.grid);
  }

  /** A person wants to see another track's arithmetic; the address says which. @param {number} index */
  choose(index) {
    this.select(index);
    this.player.show(this.player.step);
    this.keepStep();
  }

  /** A step that a person chose is kept in the address. The server hears of it with the next setting. */
  keepStep() {
    remembered.pinned = true;
    this.player.address.write();
  }

  /** A walk that goes on stays nowhere: a reload starts it anew, not where it was left before. */
  forgetStep() {
    remembered.pinned = false;
    this.player.address.write();
  }
}
