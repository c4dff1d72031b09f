import { Arithmetic } from "./arithmetic.js";
import { Calculation } from "./calculation.js";
import { box } from "./areas.js";
import { frame, liveTexts } from "./frame.js";
import { marks } from "./marks.js";
import { filled, joined } from "./numbers.js";

const SPOKEN_EVERY = 150; // milliseconds between sentences where steps follow fast

/** A place in the grid of all walks. @typedef {{row: number, col: number}} Place */

/** Shows one cell of the walk: what moves on the board, the arithmetic, and the sentence. */
export class Showing {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
    this.board = /** @type {import("./board.js").Board} */ (/** @type {unknown} */ (null)); // there from `take` on
    /** @type {import("./marks.js").Track[]} */
    this.tracks = [];
    /** @type {Map<import("./marks.js").Track, Calculation>} */
    this.calculations = new Map();
    /** The first cell of each track that reads padding. @type {Map<import("./marks.js").Track, Place | null>} */
    this.touching = new Map();
    /** The one whose arithmetic is shown. @type {Calculation | null} */
    this.mounted = null;
    /** @type {Arithmetic | null} */
    this.arithmetic = null;
    this.spoken = -Infinity;
  }

  /** Take another board. @param {import("./board.js").Board} board @param {import("./marks.js").Track[]} tracks */
  take(board, tracks) {
    Object.assign(this, { board, tracks, calculations: new Map(), touching: new Map(), mounted: null });
  }

  /** How a track makes its numbers. @param {import("./marks.js").Track} track */
  calculation(track) {
    let found = this.calculations.get(track);
    if (!found) {
      found = new Calculation(track, this.board.byName, this.player.data.names);
      this.calculations.set(track, found);
    }
    return found;
  }

  /** The arithmetic of a track, in its places. @param {import("./marks.js").Track} track */
  mount(track) {
    const { controls, root, words } = this.player;
    const calculation = this.calculation(track);
    this.arithmetic ??= new Arithmetic(controls.places, words);
    if (this.mounted !== calculation) {
      this.mounted = calculation;
      this.arithmetic.mount(calculation);
      root.classList.toggle("kw-silent", !calculation.hasTerms);
      controls.showTrack(track, this.tracks.indexOf(track));
    }
    controls.legend.renew(track, this.player.editing.live);
    return calculation;
  }

  /** Draw the windows at a place, and the arithmetic of one track; its target may have no cell there. */
  cell(/** @type {import("./marks.js").Track} */ track, /** @type {Place} */ place, reached = -1) {
    const calculation = this.mount(track);
    const { row, col } = track.at(place);
    const here = track.has(row, col);
    const slow = calculation.counts && here ? reached : -1;
    const { clock } = this.player;
    const runs = clock.brisk && !clock.held; // pointing holds the walk
    const brisk = runs && performance.now() - this.spoken < SPOKEN_EVERY;
    if (!brisk) this.spoken = performance.now();
    if (here && !brisk) this.arithmetic?.show(row, col, slow);
    this.draw(calculation, place, slow, { runs, brisk });
    if (brisk) return;
    this.writeLive(place, slow);
    this.player.root.classList.toggle("kw-idle", !here);
    this.player.narrate(this.sentence(calculation, place, slow));
  }

  /**
   * What moves on the board.
   *
   * @param {Calculation} calculation Of the track that is shown. @param {Place} place @param {number} slow The term reached.
   * @param {{runs: boolean, brisk: boolean}} pace Whether the walk runs, and so fast that only frames are drawn.
   */
  draw(calculation, place, slow, { runs, brisk }) {
    const { track, terms } = calculation;
    const { board } = this;
    const { lens } = this.player;
    const { row, col } = track.at(place);
    const here = track.has(row, col);
    board.drawing.classList.toggle("kw-brisk", runs);
    const cover = this.covers(slow >= 0 && slow < terms.length - 1);
    const wanted = { cover, sums: !brisk, picked: slow < 0 && !brisk };
    board.drawFrame(frame(board, this.tracks, place, calculation, wanted));
    board.layer.draw("tap", here && slow >= 0 ? this.tapPath(terms[slow]) : "");
    if (here && !runs && !this.player.camera.on) lens.show(track, row, col);
    else lens.hide();
  }

  /** What is said at a place. @param {Calculation} calculation @param {Place} place @param {number} slow The term reached. */
  sentence(calculation, place, slow) {
    const { track } = calculation;
    const { sentences, words } = this.player;
    const { row, col } = track.at(place);
    if (!track.has(row, col)) {
      const { height, width, title } = track;
      return filled(words.no_cell, { panel: title, height, width, row, col });
    }
    if (slow >= 0) return sentences.partial(calculation, slow);
    return joined([sentences.step(calculation, row, col), this.remark(place, track)], words.beside);
  }

  /** What is not computed yet; a cell whose sum is not complete is neither. @param {boolean} incomplete */
  covers(incomplete) {
    const { camera, controls } = this.player;
    if (controls.whole.checked || camera?.on || !this.board.data.covers) return new Map();
    const place = this.player.grid.place(this.player.step);
    const { cover } = marks(this.tracks, place);
    for (const track of incomplete ? this.tracks : []) {
      const { row, col } = track.at(place);
      if (!track.has(row, col)) continue;
      for (const panel of [track.target, ...track.reveals]) {
        cover.set(panel, [...(cover.get(panel) ?? []), box(row, row, col, col)]);
      }
    }
    return cover;
  }

  /** @param {import("./terms.js").Term | undefined} term */
  tapPath(term) {
    return term?.cells.map(({ panel, row, col }) => panel.path(box(row, row, col, col))).join("") ?? "";
  }

  /** The running numbers beside the kernels: of every track's own cell. */
  writeLive(/** @type {Place} */ place, /** @type {number} */ reached) {
    const { board, tracks, player } = this;
    if (!board.layer.live.length) return;
    const calculated = (
      /** @type {import("./marks.js").Track} */ track,
      /** @type {number} */ row,
      /** @type {number} */ col,
    ) => {
      const calculation = this.calculation(track);
      if (calculation !== this.mounted) calculation.read(row, col);
      return calculation;
    };
    board.layer.write(liveTexts(board, tracks, player.selected, place, calculated, reached));
  }

  /** A second sentence, where there is something to say. */
  remark(/** @type {Place} */ place, track = this.player.track) {
    const found = [this.mounted?.counts ? this.player.sentences.why(this.mounted) : ""];
    if (this.touchesPadding(track, track.at(place))) found.push(this.player.words.touches_padding);
    if (this.player.grid.endsRow(this.player.grid.step(place))) {
      found.push(track.data.words.row_end ?? this.player.words.row_end);
    }
    return joined(found, this.player.words.beside);
  }

  /** Whether playback stops here for a moment. */
  pausesHere() {
    const place = this.player.grid.place(this.player.step);
    return this.player.grid.endsRow(this.player.step) ||
      this.touchesPadding(this.player.track, this.player.track.at(place));
  }

  /** Whether this is the first window, row by row, that reaches beyond the picture. */
  touchesPadding(
    /** @type {import("./marks.js").Track} */ track,
    /** @type {{row: number, col: number}} */ { row, col },
  ) {
    let first = this.touching.get(track);
    if (first === undefined) this.touching.set(track, first = this.firstOnPadding(track));
    return first !== null && first.row === row && first.col === col;
  }

  /** @param {import("./marks.js").Track} track */
  firstOnPadding(track) {
    const operand = track.leading();
    const { inset } = this.board.byName[operand.panel];
    if (!inset) return null;
    const leaves = (/** @type {number[]} */ found, /** @type {number} */ first, /** @type {number} */ size) =>
      found.some((position) => position < first || position >= first + size);
    for (let row = 0; row < track.height; row++) {
      if (leaves(operand.rows.sources(row), inset[0], inset[2])) return { row, col: 0 };
      for (let col = 0; col < track.width; col++) {
        if (leaves(operand.cols.sources(col), inset[1], inset[3])) return { row, col };
      }
    }
    return null;
  }
}
