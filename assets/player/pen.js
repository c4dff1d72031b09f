import { brushes, mixed, stroke } from "./brushes.js";
import { clamped, isOwn, ownPlace } from "./matrices.js";

const SOFT_WIDTH = 2; // of a pen for ink

/** @typedef {import("./panel.js").Panel} Panel */
/** @typedef {import("./brushes.js").Point} Point */
/** A cell and its new number. @typedef {[row: number, col: number, value: number]} Put */

/** A round pen that paints panels; where a panel's numbers are shares of ink its edge is soft. */
export class Pen {
  /** @param {import("./editing.js").Editing} editing */
  constructor(editing) {
    this.editing = editing;
    this.width = 1; // in cells
  }

  /** Take a panel that is to be painted: with its largest value, and ink with a pen that is not the thinnest. @param {Panel} panel */
  take(panel) {
    this.editing.brush = brushes(panel).at(-1) ?? 1;
    this.width = isSoft(panel) ? SOFT_WIDTH : 1;
  }

  /** A panel as the board has it now: a drag goes on over several boards. @param {string} name @returns {Panel | undefined} */
  panel(name) {
    return this.editing.player.board.byName[name];
  }

  /** Paint from where a pointer went down until it lets go. @param {PointerEvent} event @param {string} name */
  draw(event, name) {
    /** @type {Point | null} */
    let last = null;
    let corner = this.corner(name);
    const move = (/** @type {PointerEvent} */ { clientX, clientY }) => {
      corner = this.corner(name) ?? corner; // where it was, while the chart is exchanged
      if (!corner) return;
      const here = { row: (clientY - corner.y) / corner.height, col: (clientX - corner.x) / corner.width };
      this.line(name, last ?? here, here);
      last = here;
    };
    move(event);
    this.editing.follow(move);
  }

  /** Where a panel's first cell is on the screen; undefined while the chart is exchanged. @param {string} name */
  corner(name) {
    const box = this.panel(name)?.box(0, 0);
    return box?.width ? box : undefined;
  }

  /** @param {string} name @param {Point} from @param {Point} to */
  line(name, from, to) {
    const panel = this.panel(name);
    if (!panel) return;
    const { brush } = this.editing;
    this.put(
      panel,
      stroke(from, to, this.width, panel).map(([row, col, share]) => {
        return [row, col, mixed(this.editing.value({ panel, row, col }), brush, share, isSoft(panel))];
      }),
    );
  }

  /** Paint one cell by a key. @param {import("./reach.js").Cell} cell */
  dab({ panel, row, col }) {
    this.editing.gesture.press("pen");
    const middle = { row: row + 0.5, col: col + 0.5 };
    this.line(panel.name, middle, middle);
  }

  /** Make all cells of the painted panel empty, as one gesture. */
  clear() {
    const { editing } = this;
    /** @type {Panel} */
    const panel = editing.pixels;
    const least = Math.max(0, panel.scaling?.low ?? 0);
    const cells = Array.from({ length: panel.rows * panel.cols }, (_, cell) => {
      return /** @type {Put} */ ([Math.floor(cell / panel.cols), cell % panel.cols, least]);
    });
    editing.player.clock.pause();
    editing.gesture.begin();
    editing.busy = true; // told as one
    this.put(panel, cells);
    editing.busy = editing.dragged = false;
    editing.keeper.rest();
  }

  /** @param {Panel} panel @param {Put[]} cells */
  put(panel, cells) {
    const { editing } = this;
    const { name, index } = /** @type {import("./data.d.ts").EditsData} */ (panel.edits);
    const made = cells.map(([row, col, value]) => {
      const cell = { panel, row, col };
      return { cell, change: { name, index, ...ownPlace(cell), value: clamped(value) } };
    }).filter(({ cell, change }) => isOwn(cell) && editing.value(cell) !== change.value);
    const last = made[made.length - 1];
    if (!last) return;
    editing.dragged = true;
    editing.show(made.map(({ change }) => change));
    editing.say(panel, last.change);
    for (const { change } of made) editing.keeper.changed(change, undefined);
  }
}

/** Whether a panel's numbers are shares of ink. @param {Panel} panel */
export function isSoft({ scaling }) {
  return scaling?.rule === "fixed";
}
