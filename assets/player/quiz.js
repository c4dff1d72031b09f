import { cellsBetween, isProductRight, paintedOutcome, sizeOutcome, valueOutcome } from "./answers.js";
import { element, filled, numberText } from "./numbers.js";
import { drawQuestions } from "./questions.js";
import { drawQuiz } from "./quiz_board.js";
import { kindButtons, sizeForm, summary, valueForm, wordButton } from "./quiz_form.js";
import { questionText } from "./quiz_words.js";

const NUMBERS = new Set(["value", "added", "told"]); // kinds whose answer is one
/** @type {Record<string, number[]>} */
const MOVES = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** Predict, then reveal: questions about the board, one at a time; what would give the answer away is hidden. */
export class Quiz {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
    this.box = element("section", "kw-quiz");
    this.box.dataset.testid = "player-quiz";
    this.box.hidden = true;
    this.key = "";
    /** @type {any[]} */
    this.questions = [];
    this.index = 0;
    /** By the question's number. @type {Map<number, boolean>} */
    this.results = new Map();
    this.answered = false;
    /** @type {Set<string>} */
    this.painted = new Set();
    /** @type {number[] | null} */
    this.cursor = null;
    /** @type {any[]} */
    this.fields = [];
    /** @type {import("./quiz_form.js").Blank[]} */
    this.blanks = [];
    player.controls.bar.after(this.box);
  }

  get on() {
    return this.key !== "";
  }

  /** Take a scene: another one starts again. @param {number} seed 0 ends the quiz. @param {string} mark Of the board. */
  take(seed, mark) {
    const key = seed ? `${seed} ${mark}` : "";
    const { root, tracks, board } = this.player;
    root.classList.toggle("kw-quizzing", Boolean(seed));
    this.box.hidden = !seed;
    if (key === this.key) return;
    this.key = key;
    this.index = 0;
    this.results = new Map();
    if (!seed) return;
    this.questions = drawQuestions(seed, tracks, board.byName, this.player.indexMaps);
    this.ask(0);
  }

  get question() {
    return this.questions[this.index];
  }

  get track() {
    return this.player.tracks[this.question?.track];
  }

  /** Numbers of the questions without an answer. */
  get open() {
    return this.questions.map((_, index) => index).filter((index) => !this.results.has(index));
  }

  // Asking.

  /** @param {number} index Of a question; behind the last one comes the score. */
  ask(index) {
    const { words, tracks, board } = this.player;
    this.index = index;
    this.answered = false;
    this.painted = new Set();
    this.cursor = null;
    this.fields = [];
    this.blanks = [];
    this.box.replaceChildren();
    if (!this.question) return this.summarize();
    const heading = filled(words.quiz_of, { number: index + 1, count: this.questions.length });
    this.text = element("p", "kw-question");
    this.text.append(element("strong", "", `${heading} `), questionText(this.question, tracks, board.byName, words));
    this.body = element("div", "kw-answer");
    this.verdict = element("p", "kw-verdict");
    this.verdict.setAttribute("aria-live", "polite");
    this.verdict.dataset.testid = "player-verdict";
    this.box.append(kindButtons(this), this.text, this.body, this.verdict);
    const { kind } = this.question;
    if (kind === "size") Object.assign(this, sizeForm(this));
    if (NUMBERS.has(kind)) Object.assign(this, valueForm(this));
    this.check = wordButton(words.quiz_check, "check", () => this.answered ? this.next() : this.reveal());
    this.body.append(this.check);
    this.draw();
    this.player.fitting.renew();
  }

  // Answering.

  reveal() {
    if (this.answered) return;
    const { words } = this.player;
    const outcome = this.outcome();
    if (!outcome) {
      this.verdict.textContent = words.quiz_incomplete;
      return;
    }
    this.answered = true;
    this.results.set(this.index, outcome.right);
    this.verdict.className = `kw-verdict ${outcome.right ? "kw-right" : "kw-wrong"}`;
    this.verdict.textContent = `${outcome.right ? "\u2713" : "\u2717"} ${outcome.text}`;
    this.check.textContent = this.results.size < this.questions.length ? words.quiz_next : words.quiz_end;
    for (const chip of this.box.querySelectorAll(".kw-chips button")) chip.disabled = true;
    this.draw();
    this.player.fitting.renew();
    this.check.focus({ preventScroll: true });
  }

  /** Whether the answer is right, and the sentence; null where there is no answer yet. */
  outcome() {
    const { words } = this.player;
    const { kind, answer } = this.question;
    const typed = this.fields.map(({ value }) => value);
    if (kind === "size") return sizeOutcome(typed, answer, words);
    if (!NUMBERS.has(kind)) return paintedOutcome(this.painted, new Set(answer), words);
    const wrong = this.blanks.filter((blank) => isProductRight(blank.field.value, blank) === false).length;
    const outcome = valueOutcome(typed[0], answer, wrong, words);
    if (outcome) this.markProducts();
    return outcome;
  }

  /** Mark the products that were filled in, and write those that are not right. */
  markProducts() {
    for (const blank of this.blanks) {
      const { field, place, value } = blank;
      const good = isProductRight(field.value, blank);
      if (good !== null) place.classList.add(good ? "kw-right" : "kw-wrong");
      if (!good) place.append(element("b", "", `= ${numberText(value)}`));
      field.disabled = true;
    }
  }

  /** The next question without an answer, from this one on; after the last one the score. */
  next() {
    const { open } = this;
    this.ask(open.find((index) => index > this.index) ?? open[0] ?? this.questions.length);
  }

  /** The same questions again. */
  restart() {
    this.results = new Map();
    this.ask(0);
  }

  summarize() {
    const line = summary(this);
    this.draw();
    this.player.fitting.renew();
    line.focus({ preventScroll: true });
  }

  // On the board.

  draw() {
    drawQuiz(this);
  }

  /** A cell is painted, or cleared again; of an area it is a corner. @param {import("./reach.js").Cell} cell */
  toggle({ panel, row, col }) {
    if (this.answered || !this.question?.panel || panel.name !== this.question.panel) return;
    const { words } = this.player;
    if (this.question.area) return this.markCorner(row, col);
    const key = `${row},${col}`;
    if (!this.painted.delete(key)) this.painted.add(key);
    this.draw();
    this.verdict.textContent = filled(words.quiz_painted, { count: this.painted.size });
  }

  /** The first corner of an area, or the opposite one; a third one starts again. @param {number} row @param {number} col */
  markCorner(row, col) {
    const { words } = this.player;
    const started = this.painted.size === 1;
    const [top, left] = started ? [...this.painted][0].split(",").map(Number) : [row, col];
    this.painted = new Set(cellsBetween([top, left], [row, col]));
    this.draw();
    this.verdict.textContent = started
      ? filled(words.quiz_painted, { count: this.painted.size })
      : filled(words.quiz_corner, { row, col });
  }

  /** What a key does, or undefined. @param {string} key @returns {(() => void) | undefined} */
  act(key) {
    const move = MOVES[key];
    const panel = this.question?.panel && this.player.board.byName[this.question.panel];
    if (!panel) return undefined;
    if (move) return () => this.moveCursor(panel, move);
    const { cursor } = this;
    if ((key === " " || key === "Enter") && cursor) return () => this.toggle({ panel, row: cursor[0], col: cursor[1] });
    return undefined;
  }

  /** @param {any} panel @param {number[]} by */
  moveCursor(panel, [down, right]) {
    const [row, col] = this.cursor ? [this.cursor[0] + down, this.cursor[1] + right] : [0, 0];
    this.cursor = [Math.max(0, Math.min(row, panel.rows - 1)), Math.max(0, Math.min(col, panel.cols - 1))];
    this.draw();
    this.verdict.textContent = filled(this.player.words.quiz_at, { row: this.cursor[0], col: this.cursor[1] });
  }
}
