import { Address } from "./address.js";
import { Board } from "./board.js";
import { Clock } from "./clock.js";
import { Controls } from "./controls.js";
import { Divider } from "./divider.js";
import { Editing } from "./editing.js";
import { Fitting } from "./fitting.js";
import { Keys } from "./keys.js";
import { Lens } from "./lens.js";
import { indexMapsOf } from "./index_map.js";
import { box, Grid, Track } from "./marks.js";
import { Pointer } from "./pointer.js";
import { Quiz } from "./quiz.js";
import { Reconnecting } from "./reconnecting.js";
import { Showing } from "./showing.js";
import { Words } from "./words.js";

const PATIENCE = 4000; // milliseconds for which a finished chart may be unreadable, such as while it is exchanged

const PHONE_UP_TO = 640;

/** Where the walk stands, kept while a refused setting takes the player off the page. @type {any} */
const remembered = { arrival: null, visit: null, mark: null, step: 0, pinned: false, panel: null, gaveUp: false };

/** The player: ties board, tracks, words, clock, pointer and keys together. The server is not asked for a step. */
class Player {
  /** @param {any} root */
  constructor(root) {
    this.root = root;
    root.player = this;
    /** @type {any} */
    this.data =
      this.words =
      this.board =
      this.grid =
      this.controls =
      this.editing =
      this.quiz =
      this.sentences =
        null;
    /** @type {any} */
    this.report = this.trigger = null; // send a state or an event to the server
    /** @type {any[]} */
    this.tracks = [];
    /** @type {any[]} */
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
    this.address = new Address(() => this.parameters());
    this.drawn = new MutationObserver(() => this.redrawn());
    this.showing = new Showing(this);
    this.fitting = new Fitting(this);
    this.lens = new Lens(this);
    this.divider = new Divider(this);
    this.reconnecting = new Reconnecting(this);
    this.frame = 0;
    this.retry = 0;
    this.gone = this.starting = this.complained = false;
    /** @type {number | null} */
    this.finishedSince = null;
    /** @type {HTMLElement | null} */
    this.listened = null;
  }

  /** Take a new scene. The step stays unless an address has just been opened or there is no such step any more. */
  load(/** @type {any} */ data, /** @type {any} */ report, /** @type {any} */ trigger) {
    const moved = this.data && data.moved !== this.data.moved ? data.moved : "";
    Object.assign(this, { data, report, trigger, words: data.words });
    this.controls ??= new Controls(this.root, data.words, this);
    this.editing ??= new Editing(this);
    this.quiz ??= new Quiz(this);
    this.sentences = new Words(data.words);
    this.indexMaps = indexMapsOf(data.board.indexMaps);
    this.tracks = data.board.tracks.map((/** @type {any} */ track) => new Track(track, this.indexMaps));
    this.grid = new Grid(this.tracks);
    this.board = new Board(data.board);
    this.showing.take(this.board, this.tracks);
    this.editing.take(data.edits);
    this.lens.take();
    this.quiz.take(data.quiz, data.board.mark);
    this.pinned = null;
    this.moved = moved;
    this.root.dataset.ready = "false";
    this.root.classList.toggle("kw-brief", data.below > 0);
    this.root.dataset.steps = String(this.grid.steps);
    this.arrive(data);
    this.controls.fit(this);
    this.reached = this.controls.slow.checked ? 0 : -1;
    this.finishedSince = null;
    this.fitting.said = 0;
    if (remembered.pinned) this.address.write();
    this.settle();
  }

  arrive(/** @type {any} */ data) {
    // The same scene from a server that does not know this visit: the walk goes on.
    const again = remembered.visit !== null && remembered.visit !== data.visit && remembered.mark === data.board.mark;
    const arrived = remembered.arrival !== data.arrival && !again;
    if (this.arrival === null && !arrived) this.step = remembered.step;
    if (arrived) {
      this.step = data.start ?? 0;
      remembered.pinned = data.start !== null;
      remembered.panel = data.panel;
      this.keys.cursor = null;
    }
    if (arrived && data.rewrites && innerWidth <= PHONE_UP_TO) closeMenu();
    document.documentElement.lang = data.language;
    this.selected = Math.min(remembered.panel ?? data.board.activeTrack ?? this.largest(), this.tracks.length - 1);
    this.grid = new Grid(this.walkers);
    this.step = Math.min(this.step, this.grid.steps - 1);
    this.arrival = remembered.arrival = data.arrival;
    Object.assign(remembered, { visit: data.visit, mark: data.board.mark });
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.starting = arrived && data.start === null && !still && !data.quiz;
    if (arrived && !this.starting) this.clock.pause(false);
    if ((arrived && data.rewrites) || this.address.bare) this.address.write();
  }

  /** The first track that has a cell at every step. */
  largest() {
    const last = this.grid.place(this.grid.steps - 1);
    const index = this.tracks.findIndex((/** @type {any} */ track) =>
      track.has(track.at(last).row, track.at(last).col)
    );
    return Math.max(0, index);
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

  // Settling: on loading, and whenever Streamlit or Plotly draws the chart anew.

  schedule() {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.settle());
  }

  /** The chart was drawn anew, a moment before its data come: until then the last drawing stays, without a flicker. */
  redrawn() {
    if (!this.board || this.board.attached) return;
    if (this.board.attach()) return this.settle();
    this.board.lay();
    this.schedule();
  }

  settle() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.retry);
    this.frame = 0;
    if (this.gone) return;
    const place = Board.place;
    if (place && place !== this.listened) {
      this.listened = place;
      this.drawn.disconnect();
      this.drawn.observe(place, { childList: true, subtree: true });
      this.fitting.observe(place);
      this.pointer.listen(place);
    }
    this.fitting.fit();
    if (!this.board.attach()) return this.wait();
    const ground = getComputedStyle(this.root).getPropertyValue("--st-secondary-background-color");
    this.board.drawing.style.setProperty("--kw-ground", ground);
    const page = getComputedStyle(this.root).getPropertyValue("--st-background-color");
    this.board.drawing.style.setProperty("--kw-page", page);
    this.board.drawing.style.fontFamily = getComputedStyle(this.root).fontFamily;
    if (remembered.gaveUp) this.report("unsupported", false);
    remembered.gaveUp = false;
    this.finishedSince = null;
    this.root.classList.remove("kw-unsupported");
    this.editing.draw();
    this.divider.lay(place);
    this.show(this.step, this.reached, false);
    this.root.dataset.ready = "true";
    for (const table of document.querySelectorAll(".stMarkdown table")) table.setAttribute("tabindex", "0"); // they scroll
    if (this.moved) this.controls.narrate(this.words.moved.replace("{shift}", this.moved), true);
    this.moved = "";
    if (this.starting) this.clock.play();
    this.starting = false;
  }

  /** The board has another zoom: what lies upon it in pixels of the screen follows. */
  refit() {
    const place = Board.place;
    if (!place || !this.board.attached) return;
    this.divider.lay(place);
    this.restore();
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
    this.complained = true;
    this.controls.narrate(this.words.unsupported, true);
    this.root.classList.add("kw-unsupported");
    if (!remembered.gaveUp) this.report("unsupported", true);
    remembered.gaveUp = true;
  }

  // Showing.

  /** Show one step everywhere. The same call serves buttons, keys, playback and tests. */
  show(/** @type {number} */ step, reached = this.controls.slow.checked ? 0 : -1, forget = true) {
    this.step = Math.max(0, Math.min(step, this.grid.steps - 1));
    this.reached = reached;
    if (forget) this.pinned = null;
    if (!this.board.attached) return this.schedule();
    this.root.dataset.step = remembered.step = this.step;
    if (this.quiz.on) return this.quiz.draw();
    this.board.light(this.pinned ? this.pinned.areas : new Map());
    this.showing.cell(this.track, this.grid.place(this.step), reached);
    this.controls.showStep(this.step, this.grid.steps);
  }

  narrate(/** @type {string} */ sentence) {
    this.controls.narrate(sentence, !this.clock.playing);
  }

  // Pointing.

  /** Show how a cell is made, without going there. */
  preview(/** @type {any} */ track, /** @type {number} */ row, /** @type {number} */ col) {
    if (!this.board.attached || this.quiz.on) return;
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

  /** A term of a formula in the notes, pointed at or focused, lights up what it measures. */
  showTerm(/** @type {any} */ event) {
    const term = event.target.closest("[data-term]");
    if (!term || !this.board.attached) return;
    const { boxes, sentence } = this.track.data.terms[term.dataset.term];
    if (event.type !== "pointerover") this.clock.pause();
    const areas = boxes.map((/** @type {number[]} */ [top, bottom, left, right]) => box(top, bottom, left, right));
    const inputs = this.track.groups.map((/** @type {any} */ { factors }) => factors[0].panel);
    this.light({ areas: new Map(inputs.map((/** @type {string} */ name) => [name, areas])), sentence });
  }

  // Moving.

  go(/** @type {number} */ step) {
    this.clock.pause(false);
    this.show(step);
    this.keepStep();
  }

  move(/** @type {number} */ by) {
    this.clock.pause(false);
    this.advance(by);
    this.keepStep();
  }

  moveRow(/** @type {number} */ by) {
    const step = this.step + by * this.grid.width;
    if (step >= 0 && step < this.grid.steps) this.go(step);
  }

  /** One step, or in slow motion one term, forward or back; false at the end. @param {number} by */
  advance(by) {
    const last = this.grid.steps - 1;
    if (this.controls.slow.checked && this.terms) {
      const reached = this.reached + by;
      if (reached >= 0 && reached < this.terms) {
        this.show(this.step, reached);
        return true;
      }
      if (this.step + by < 0 || this.step + by > last) return false;
      this.show(this.step + by, by > 0 ? 0 : this.terms - 1);
      return true;
    }
    if (this.step + by < 0 || (by > 0 && this.step === last)) return false;
    this.show(this.step + by);
    return true;
  }

  faster(/** @type {number} */ by) {
    this.controls.faster(by);
    this.speed = this.controls.speed.value;
  }

  select(/** @type {number} */ index) {
    const before = this.track;
    this.selected = remembered.panel = index;
    if (!this.walksAlone) return;
    const { row, col } = this.grid.place(this.step);
    this.grid = new Grid(this.walkers); // about the same place on another map
    const at = (/** @type {number} */ cell, /** @type {number} */ from, /** @type {number} */ to) =>
      Math.floor(((cell + 0.5) * to) / from);
    const place = {
      row: at(row, before.height, this.track.height),
      col: at(col, before.width, this.track.width),
    };
    this.step = this.grid.step(place);
    this.root.dataset.steps = String(this.grid.steps);
    this.controls.fitSteps(this.grid);
  }

  /** A person wants to see another track's arithmetic; the address says which. @param {number} index */
  choose(index) {
    this.select(index);
    this.show(this.step);
    this.keepStep();
  }

  /** A step that a person chose is kept in the address. The server hears of it with the next setting. */
  keepStep() {
    remembered.pinned = true;
    this.address.write();
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

  /** A walk that goes on stays nowhere: a reload starts it anew, not where it was left before. */
  forgetStep() {
    remembered.pinned = false;
    this.address.write();
  }

  /** The address: the scene's parameters, complete by themselves, and the step where a person has chosen one. */
  parameters() {
    const step = remembered.pinned ? { step: String(this.step) } : {};
    const chosen = this.tracks.length > 1 && (remembered.pinned || remembered.panel !== null);
    return { ...this.data.address, ...step, ...(chosen ? { panel: String(this.selected) } : {}) };
  }

  destroy() {
    this.gone = true;
    document.documentElement.classList.remove("kw-presenting");
    this.clock.playing = false;
    cancelAnimationFrame(this.clock.ticking);
    cancelAnimationFrame(this.frame);
    clearTimeout(this.retry);
    this.drawn.disconnect();
    for (const part of [this.pointer, this.keys, this.address, this.fitting, this.editing, this.reconnecting]) {
      part.stop();
    }
  }
}

/** On a phone the menu lies over the page; a choice made there closes it. */
function closeMenu() {
  const button = document.querySelector('[data-testid="stSidebarCollapseButton"] button');
  if (button instanceof HTMLElement) button.click();
}

/** @param {any} mounted */
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".kw-player");
  if (!root.player || root.player.gone) new Player(root);
  root.player.load(data, setStateValue, setTriggerValue);
  return () => root.player.destroy();
}
