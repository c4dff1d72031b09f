import { Address, parametersOf } from "./address.js";
import { arrive } from "./arriving.js";
import { Board } from "./board.js";
import { Camera } from "./camera.js";
import { Clock } from "./clock.js";
import { Controls } from "./controls.js";
import { Divider } from "./divider.js";
import { Editing } from "./editing.js";
import { Fitting } from "./fitting.js";
import { Keys } from "./keys.js";
import { Lens } from "./lens.js";
import { indexMapsOf } from "./index_map.js";
import { Grid, Track } from "./marks.js";
import { remembered } from "./memory.js";
import { Moving } from "./moving.js";
import { PictureMoves } from "./picture_moves.js";
import { Pointer } from "./pointer.js";
import { Quiz } from "./quiz.js";
import { Reconnecting } from "./reconnecting.js";
import { Live } from "./live.js";
import { Settling } from "./settling.js";
import { Showing } from "./showing.js";
import { Words } from "./words.js";

/** The parts that listen, wait or watch. @type {("pointer" | "pictureMoves" | "keys" | "address" | "fitting" | "editing" | "reconnecting" | "settling")[]} */
const STOPPED = [
  "pointer",
  "pictureMoves",
  "keys",
  "address",
  "fitting",
  "editing",
  "reconnecting",
  "settling",
];

/** @typedef {import("./data.d.ts").PlayerData} PlayerData */
/** @typedef {(name: string, value: any) => void} Tell */

/** The player: ties board, tracks, words, clock, pointer and keys together. The server is not asked for a step. */
class Player {
  /** @param {any} root */
  constructor(root) {
    this.root = root;
    root.player = this;
    // What only a scene brings is there from the first `load` on, which follows at once.
    this.data = /** @type {PlayerData} */ (/** @type {unknown} */ (null));
    this.board = /** @type {Board} */ (/** @type {unknown} */ (null));
    this.grid = /** @type {Grid} */ (/** @type {unknown} */ (null));
    this.controls = /** @type {Controls} */ (/** @type {unknown} */ (null));
    this.editing = /** @type {Editing} */ (/** @type {unknown} */ (null));
    this.quiz = /** @type {Quiz} */ (/** @type {unknown} */ (null));
    this.camera = /** @type {Camera} */ (/** @type {unknown} */ (null));
    this.sentences = new Words({});
    /** Send a state or an event to the server. @type {Tell} */
    this.report = this.trigger = () => {};
    /** @type {Track[]} */
    this.tracks = [];
    /** @type {import("./marks.js").AnyMap[]} */
    this.indexMaps = [];
    this.moved = "";
    this.step = 0;
    this.reached = -1; // the term that slow motion has reached, or -1 for all of them
    this.selected = 0;
    this.arrival = null;
    this.speed = null;
    /** @type {any} */
    this.pinned = null; // what a cell that was clicked reaches
    this.clock = new Clock(this);
    this.pointer = new Pointer(this);
    this.keys = new Keys(this);
    this.address = new Address(() => parametersOf(this));
    this.settling = new Settling(this);
    this.moving = new Moving(this);
    this.pictureMoves = new PictureMoves(this);
    this.showing = new Showing(this);
    this.fitting = new Fitting(this);
    this.lens = new Lens(this);
    this.divider = new Divider(this);
    this.reconnecting = new Reconnecting(this);
    this.gone = this.starting = false;
  }

  /** Take a new scene. The step stays unless an address has just been opened or there is no such step any more. */
  load(
    /** @type {PlayerData} */ data,
    /** @type {Tell} */ report,
    /** @type {Tell} */ trigger,
  ) {
    const moved = this.data && data.moved !== this.data.moved ? data.moved : "";
    Object.assign(this, { data, report, trigger });
    this.controls ??= new Controls(this.root, this.words, this);
    this.editing ??= new Editing(this);
    this.quiz ??= new Quiz(this);
    this.camera ??= new Camera(this);
    this.sentences = new Words(data.words, data.language);
    this.indexMaps = indexMapsOf(data.board.indexMaps);
    this.tracks = data.board.tracks.map((track) => new Track(track, this.indexMaps));
    this.grid = new Grid(this.tracks);
    this.board = new Board(data.board, data.numbers);
    this.showing.take(this.board, this.tracks);
    this.editing.take(data.edits, new Live(this.board, this.tracks, this.indexMaps));
    this.lens.take();
    this.quiz.take(data.quiz, data.board.mark);
    this.camera.take();
    this.pinned = null;
    this.moved = moved;
    this.root.dataset.ready = "false";
    this.root.classList.toggle("kw-brief", data.below > 0);
    this.root.dataset.steps = String(this.grid.steps);
    arrive(this, data);
    this.controls.fit(this);
    this.reached = this.controls.slow.checked ? 0 : -1;
    this.settling.finishedSince = null;
    this.fitting.said = 0;
    if (remembered.pinned) this.address.later();
    this.settle();
  }

  /** The board as the server has sent it, without what was made here. */
  reload() {
    this.load(this.data, this.report, this.trigger);
  }

  /** The first track that has a cell at every step. */
  largest() {
    const last = this.grid.place(this.grid.steps - 1);
    const index = this.tracks.findIndex((track) => track.has(track.at(last).row, track.at(last).col));
    return Math.max(0, index);
  }

  /** @returns {Record<string, any>} */
  get words() {
    return this.data.words;
  }

  get track() {
    return this.tracks[this.selected];
  }

  /** Whether one track walks while the others wait. */
  get walksAlone() {
    return this.data.board.activeTrack !== null;
  }

  /** The tracks that walk. */
  get walkers() {
    return this.walksAlone ? [this.track] : this.tracks;
  }

  /** Terms of the selected track's cell; 0 where it has none. */
  get terms() {
    const { mounted } = this.showing;
    return mounted && mounted.counts ? mounted.terms.length : 0;
  }

  /** Lay the drawing upon the chart, as soon as there is one. */
  settle() {
    this.settling.settle();
  }

  /** The board stands: what was waiting for it. */
  settled() {
    if (this.moved) this.controls.narrate(this.words.moved.replace("{shift}", this.moved), true);
    this.moved = "";
    if (this.starting && !this.camera.on) this.clock.play();
    this.starting = false;
  }

  // Showing.

  /** Show one step everywhere. The same call serves buttons, keys, playback and tests. */
  show(/** @type {number} */ step, reached = this.controls.slow.checked ? 0 : -1, forget = true) {
    this.step = Math.max(0, Math.min(step, this.grid.steps - 1));
    this.reached = reached;
    if (forget) {
      this.pinned = null;
      this.editing.said = "";
    }
    if (!this.board.attached) return this.settling.schedule();
    this.root.dataset.step = remembered.step = this.step;
    if (this.quiz.on) return this.quiz.draw();
    this.board.light(this.pinned ? this.pinned.areas : new Map());
    this.showing.cell(this.track, this.grid.place(this.step), reached);
    this.controls.showStep(this.step, this.grid.steps);
  }

  narrate(/** @type {string} */ sentence) {
    this.controls.narrate(this.editing.said || sentence, !this.clock.playing);
  }

  /** Show how a cell is made, without going there. */
  preview(/** @type {any} */ track, /** @type {number} */ row, /** @type {number} */ col) {
    if (!this.board.attached || this.quiz.on) return;
    this.editing.said = "";
    this.board.light(new Map());
    this.showing.cell(track, track.place(row, col));
  }

  /** Light what a cell has to do with. @param {any} reach */
  light(reach) {
    if (!this.board.attached || this.quiz.on) return;
    if (!reach) return this.restore();
    this.board.light(reach.areas);
    this.controls.narrate(reach.sentence, true);
  }

  /** Back to the step, and to what was pinned. */
  restore() {
    if (!this.board?.attached) return;
    this.show(this.step, this.reached, false);
    if (this.pinned) this.controls.narrate(this.pinned.sentence, true);
  }

  /** Presentation view: without menu, settings and header; or as before. */
  present(on = !document.documentElement.classList.contains("kw-presenting")) {
    document.documentElement.classList.toggle("kw-presenting", on);
    this.fitting.renew();
  }

  /** What is saved is what stands there now, which only the browser knows. */
  save() {
    this.clock.pause(false);
    this.trigger("save", { step: this.step, panel: this.selected });
  }

  /** Whether the address names a step. */
  get remembersStep() {
    return remembered.pinned;
  }

  destroy() {
    this.gone = true;
    document.documentElement.classList.remove("kw-presenting");
    this.clock.playing = false;
    cancelAnimationFrame(this.clock.ticking);
    for (const name of STOPPED) this[name].stop();
    this.camera.leave();
  }
}

/** @param {{data: PlayerData, parentElement: ParentNode, setStateValue: Tell, setTriggerValue: Tell}} mounted */
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = /** @type {any} */ (parentElement.querySelector(".kw-player"));
  if (root.player && root.player.data.language !== data.language) root.player.destroy(); // its controls have their words
  if (!root.player || root.player.gone) new Player(root);
  root.player.load(data, setStateValue, setTriggerValue);
  return () => root.player.destroy();
}
