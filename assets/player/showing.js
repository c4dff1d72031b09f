import { Arithmetic } from "./arithmetic.js";
import { box, marks } from "./marks.js";
import { runningSums } from "./stamping.js";

const SPOKEN_EVERY = 150; // milliseconds between sentences where steps follow fast

/** Shows one cell of the walk: what moves on the board, the arithmetic, and the sentence. */
export class Showing {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
    /** @type {any} */
    this.board = null;
    /** @type {any[]} */
    this.tracks = [];
    this.arithmetics = new Map();
    /** @type {any} */
    this.mounted = null;
    this.spoken = -Infinity;
  }

  /** Take another board. @param {any} board @param {any[]} tracks */
  take(board, tracks) {
    Object.assign(this, { board, tracks, arithmetics: new Map(), mounted: null });
  }

  /** The arithmetic of a track. @param {any} track */
  arithmetic(track) {
    const { data, controls } = this.player;
    let found = this.arithmetics.get(track);
    if (!found) this.arithmetics.set(track, found = new Arithmetic(track, this.board, data, controls.places));
    return found;
  }

  /** The arithmetic of a track, in its places. @param {any} track */
  mount(track) {
    const arithmetic = this.arithmetic(track);
    if (this.mounted !== arithmetic) {
      this.mounted = arithmetic;
      arithmetic.mount();
      this.player.root.classList.toggle("kw-silent", !arithmetic.counts);
      this.player.controls.showTrack(track, this.tracks.indexOf(track));
    }
    return arithmetic;
  }

  /** Draw the windows at a place, and the arithmetic of one track; its target may have no cell there. */
  cell(/** @type {any} */ track, /** @type {any} */ place, reached = -1) {
    const arithmetic = this.mount(track);
    const { row, col } = track.at(place);
    const here = track.has(row, col);
    const slow = arithmetic.counts && here ? reached : -1;
    const { clock, lens } = this.player;
    const runs = clock.brisk && !clock.held; // pointing holds the walk
    const brisk = runs && performance.now() - this.spoken < SPOKEN_EVERY;
    if (!brisk) this.spoken = performance.now();
    this.board.drawing.classList.toggle("kw-brisk", runs);
    if (here && !brisk) arithmetic.show(row, col, slow);
    const { walksAlone } = this.player;
    const moving = marks(walksAlone ? [track] : this.tracks, place);
    moving.cover = this.covers(slow >= 0 && slow < arithmetic.terms.length - 1);
    this.board.show(moving, track.data.corner);
    this.board.beams(here ? this.chains(track, row, col) : [], this.foreign(track));
    this.board.writeSums(here && track.stamped && !brisk ? runningSums(track, this.board, row, col) : []);
    this.board.draw("dim", walksAlone ? this.outside(track, row, col) : "");
    this.board.draw("tap", here && slow >= 0 ? this.tapPath(arithmetic.terms[slow]) : "");
    if (here && !runs) lens.show(track, row, col);
    else lens.hide();
    const picked = here && slow < 0 && !brisk ? arithmetic.picked : null;
    this.board.pick(picked ? picked.cells : []);
    if (brisk) return;
    this.writeLive(place, slow);
    this.player.root.classList.toggle("kw-idle", !here);
    if (!here) {
      const { height, width, title } = track;
      const words = this.player.words.no_cell.replace("{panel}", title).replace("{height}", height).replace(
        "{width}",
        width,
      );
      return this.player.narrate(words.replace("{row}", row).replace("{col}", col));
    }
    const sentence = slow < 0
      ? this.player.sentences.step(arithmetic, row, col)
      : this.player.sentences.partial(arithmetic, slow);
    this.player.narrate(slow < 0 ? [sentence, this.remark(place, track)].filter(Boolean).join(" ") : sentence);
  }

  /** What is not computed yet; a cell whose sum is not complete is neither. @param {boolean} incomplete */
  covers(incomplete) {
    if (this.player.controls.whole.checked || !this.board.data.covers) return new Map();
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

  /** Bounds of windows, kernels and cell, one behind the other; a kernel that tracks share stands beside the way. */
  chains(/** @type {any} */ track, /** @type {number} */ row, /** @type {number} */ col) {
    const cell = this.board.byName[track.target].bounds(box(row, row, col, col));
    const shared = (/** @type {any} */ { panel }) =>
      this.tracks.some((/** @type {any} */ other) => other !== track && other.operand(panel));
    const ways = track.groups.length ? track.groups.map((/** @type {any} */ group) => group.factors) : [track.overlays];
    return ways.map((/** @type {any[]} */ stops) => [
      ...stops
        .filter((stop, index) =>
          stop.beam && !stop.byStep && stop.count(row, col) > 0 &&
          (index === 0 || !track.groups.length || !shared(stop))
        )
        .map((stop) => this.board.byName[stop.panel].bounds(stop.area(row, col))),
      cell,
    ]);
  }

  /** The panels that a track neither reads nor makes. @param {any} track */
  foreign(track) {
    return this.board.panels.filter((/** @type {any} */ { name }) => name !== track.target && !track.operand(name));
  }

  /** All but the windows on the panels that a cell reads. @param {any} track @param {number} row @param {number} col */
  outside(track, row, col) {
    let path = "";
    for (const operand of track.operands) {
      const area = operand.area(row, col);
      if (operand.look === "window" && area.rows.length && area.cols.length) {
        path += this.board.byName[operand.panel].around(area);
      }
    }
    return path;
  }

  /** @param {any} term */
  tapPath(term) {
    return term.cells.map((/** @type {any} */ { panel, row, col }) => panel.path(box(row, row, col, col))).join("");
  }

  /** The running numbers beside the kernels: of every track's own cell. */
  writeLive(/** @type {any} */ place, /** @type {number} */ reached) {
    if (!this.board.live.length) return;
    this.board.write((number, group) => {
      const track = this.tracks[Array.isArray(number) ? number[0] + (this.player.selected % number[1]) : number];
      const { row, col } = track.at(place);
      if (!track.has(row, col)) return "";
      const arithmetic = this.arithmetic(track);
      if (arithmetic !== this.mounted) arithmetic.read(row, col);
      return arithmetic.liveText(group, reached);
    });
  }

  /** A second sentence, where there is something to say. */
  remark(/** @type {any} */ place, track = this.player.track) {
    const found = [this.mounted.counts ? this.player.sentences.why(this.mounted) : ""];
    if (this.touchesPadding(track, track.at(place))) found.push(this.player.words.touches_padding);
    if (this.player.grid.endsRow(this.player.grid.step(place))) {
      found.push(track.data.words.row_end ?? this.player.words.row_end);
    }
    return found.filter(Boolean).join(" ");
  }

  /** Whether playback stops here for a moment. */
  pausesHere() {
    const place = this.player.grid.place(this.player.step);
    return this.player.grid.endsRow(this.player.step) ||
      this.touchesPadding(this.player.track, this.player.track.at(place));
  }

  /** Whether this is the first window, row by row, that reaches beyond the picture. */
  touchesPadding(/** @type {any} */ track, /** @type {{row: number, col: number}} */ { row, col }) {
    if (track.touching === undefined) track.touching = this.firstOnPadding(track);
    return track.touching !== null && track.touching.row === row && track.touching.col === col;
  }

  /** @param {any} track */
  firstOnPadding(track) {
    const operand = track.operands[0];
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
