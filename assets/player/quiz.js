import { box } from "./marks.js";
import { element, exact, factorText, filled, numberText, typedNumber } from "./numbers.js";
import { asked, decimals, drawQuestions, isRight } from "./questions.js";

const MAX_TERMS = 27; // products that can be filled in one by one
/** @type {Record<string, number[]>} */
const MOVES = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** A product to be filled in. @typedef {{field: any, value: number, place: any, slack: number}} Blank */

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
    this.ask();
  }

  get question() {
    return this.questions[this.index];
  }

  get track() {
    return this.player.tracks[this.question.track];
  }

  // Asking.

  ask() {
    const { words } = this.player;
    this.answered = false;
    this.painted = new Set();
    this.cursor = null;
    /** @type {Blank[]} */
    this.blanks = [];
    this.chosen = null;
    this.box.replaceChildren();
    if (!this.question) return this.summarize();
    const heading = filled(words.quiz_of, { number: this.index + 1, count: this.questions.length });
    this.text = element("p", "kw-question");
    this.text.append(element("strong", "", `${heading} `), this.sentence());
    this.body = element("div", "kw-answer");
    this.verdict = element("p", "kw-verdict");
    this.verdict.setAttribute("aria-live", "polite");
    this.verdict.dataset.testid = "player-verdict";
    this.box.append(this.kinds(), this.text, this.body, this.verdict);
    if (this.question.kind === "size") this.askSize();
    else if (this.question.kind === "value") this.askValue();
    this.check = this.button(words.quiz_check, "check", () => this.answered ? this.next() : this.reveal());
    this.body.append(this.check);
    this.draw();
    this.player.fitting.renew();
  }

  sentence() {
    const { words, board } = this.player;
    const { kind, row, col, terms, answer, area } = this.question;
    const panel = this.mapName();
    if (kind === "size") return filled(words.quiz_size, { panel, terms });
    const stamps = Boolean(this.track.stamped);
    if (kind === "value") {
      const sentence = Number.isInteger(answer) ? words.quiz_whole : words.quiz_decimals;
      const digits = filled(sentence, { count: decimals(answer) });
      return `${filled(words.quiz_value, { panel, row, col })}${this.postText()} ${digits}`;
    }
    const how = ` ${area ? words.quiz_corners : words.quiz_each}`;
    if (kind === "reads") return filled(stamps ? words.quiz_lands : words.quiz_reads, { panel, row, col }) + how;
    const [top, left] = board.byName[asked(this.track).panel].inset ?? [0, 0];
    const places = { panel, row: row - top, col: col - left };
    return filled(stamps ? words.quiz_stampers : words.quiz_readers, places) + how;
  }

  /** Which map it is about: with its walk's title, where several walk. */
  mapName() {
    const { board, tracks } = this.player;
    const name = short(board.byName[this.track.target].title);
    const said = name.startsWith(this.track.title.split(",")[0]);
    return tracks.length > 1 && this.track.title && !said ? `${this.track.title}: ${name}` : name;
  }

  /** What follows the sum, as one has to know it. */
  postText() {
    const post = this.track.data.words.post ?? [];
    const parts = post.map((/** @type {any} */ { name, value, label }) =>
      name === "divided" ? `\u00f7 ${numberText(value)}` : name === "bias" ? `+ ${factorText(value)}` : label
    );
    return parts.length ? ` ${filled(this.player.words.quiz_post, { post: parts.join(", ") })}` : "";
  }

  askSize() {
    const { words } = this.player;
    this.fields = [words.quiz_rows, words.quiz_cols].map((label, index) => this.field(label, `answer-${index}`));
  }

  askValue() {
    const { words } = this.player;
    const arithmetic = this.player.showing.arithmetic(this.track);
    arithmetic.read(this.question.row, this.question.col);
    const { terms } = arithmetic;
    if (arithmetic.product && terms.length <= MAX_TERMS) {
      const table = element("div", "kw-blanks");
      table.style.gridTemplateColumns = `repeat(${arithmetic.shape[1]}, auto)`;
      terms.forEach((/** @type {import("./arithmetic.js").Term} */ term, /** @type {number} */ index) => {
        const text = term.factors.map(factorText).join("\u00d7");
        const place = element("label", "kw-blank");
        place.append(element("small", "", text));
        const field = element("input");
        field.inputMode = "decimal";
        field.setAttribute("aria-label", filled(words.quiz_product, { term: text }));
        field.dataset.testid = `player-product-${index}`;
        place.append(field);
        table.append(place);
        this.blanks.push({ field, value: term.number, place, slack: slackOf(term.factors) });
      });
      const optional = element("span", "kw-blanks-hint", words.quiz_optional);
      this.body.append(table, optional);
    }
    this.fields = [this.field(words.quiz_number, "answer-0")];
    const chips = element("span", "kw-chips");
    chips.setAttribute("role", "group");
    chips.setAttribute("aria-label", words.quiz_pick);
    for (const choice of this.question.choices) {
      const text = numberText(Number(choice.toFixed(decimals(this.question.answer))));
      const chip = this.button(text, "choice", () => {
        this.fields[0].value = text;
        this.reveal();
      });
      chips.append(chip);
    }
    this.body.append(chips);
  }

  /** @param {string} label @param {string} name */
  field(label, name) {
    const place = element("label", "kw-field", label);
    const field = element("input");
    field.inputMode = "decimal";
    field.dataset.testid = `player-${name}`;
    field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      event.stopPropagation();
      if (event.key !== "Enter") return;
      event.preventDefault(); // the focus goes on to a button, which Enter would press as well
      this.check.click();
    });
    place.append(field);
    this.body.append(place);
    return field;
  }

  /** @param {string} text @param {string} name @param {() => void} act */
  button(text, name, act) {
    const made = element("button", "kw-word", text);
    made.type = "button";
    made.dataset.testid = `player-${name}`;
    made.addEventListener("click", act);
    return made;
  }

  // Answering.

  reveal() {
    if (this.answered) return;
    const { words } = this.player;
    const outcome = this.question.kind === "size"
      ? this.checkSize()
      : this.question.kind === "value"
      ? this.checkValue()
      : this.checkPainted();
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

  checkSize() {
    const typed = this.fields.map((/** @type {any} */ { value }) => typedNumber(value).value);
    if (typed.includes(null)) return null;
    const [rows, cols] = this.question.answer;
    const right = typed[0] === rows && typed[1] === cols;
    const sentence = right ? this.player.words.quiz_right_size : this.player.words.quiz_wrong_size;
    return { right, text: filled(sentence, { rows, cols }) };
  }

  checkValue() {
    const { words } = this.player;
    const typed = typedNumber(this.fields[0].value).value;
    if (typed === null) return null;
    const right = isRight(typed, this.question.answer);
    let wrong = 0;
    for (const { field, value, place, slack } of this.blanks ?? []) {
      const filledIn = typedNumber(field.value).value;
      const good = filledIn !== null && isRight(filledIn, value, slack);
      if (filledIn !== null && !good) wrong += 1;
      if (filledIn !== null) place.classList.add(good ? "kw-right" : "kw-wrong");
      if (!good) place.append(element("b", "", `= ${numberText(value)}`));
      field.disabled = true;
    }
    const value = numberText(this.question.answer);
    if (right) return { right, text: filled(words.quiz_right, { value }) };
    const terms = wrong ? ` ${filled(wrong === 1 ? words.quiz_one_term : words.quiz_terms, { count: wrong })}` : "";
    return { right, text: filled(words.quiz_wrong, { typed: numberText(typed), value }) + terms };
  }

  checkPainted() {
    if (!this.painted.size) return null;
    const { words } = this.player;
    const answer = new Set(this.question.answer);
    const missed = [...answer].filter((cell) => !this.painted.has(cell)).length;
    const extra = [...this.painted].filter((cell) => !answer.has(cell)).length;
    const right = !missed && !extra;
    const sentence = right ? words.quiz_right_cells : words.quiz_wrong_cells;
    return { right, text: filled(sentence, { count: answer.size, missed, extra }) };
  }

  /** The next question without an answer, from this one on; after the last one the score. */
  next() {
    const open = this.questions.map((_, index) => index).filter((index) => !this.results.has(index));
    this.index = open.find((index) => index > this.index) ?? open[0] ?? this.questions.length;
    this.ask();
  }

  /** Buttons that go to the next question of a kind. */
  kinds() {
    const { words } = this.player;
    const row = element("div", "kw-kinds");
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", words.quiz_kinds);
    /** @type {Record<string, string>} */
    const labels = {
      size: words.quiz_kind_size,
      value: words.quiz_kind_value,
      reads: words.quiz_kind_reads,
      readers: words.quiz_kind_readers,
    };
    for (const [kind, label] of Object.entries(labels)) {
      const index = this.questions.findIndex((question, place) => question.kind === kind && !this.results.has(place));
      if (index < 0 && this.question.kind !== kind) continue;
      const made = this.button(label, `kind-${kind}`, () => {
        this.index = index;
        this.ask();
      });
      made.setAttribute("aria-pressed", String(this.question.kind === kind));
      made.disabled = index < 0;
      row.append(made);
    }
    return row;
  }

  summarize() {
    const { words } = this.player;
    const right = [...this.results.values()].filter(Boolean).length;
    const missed = [...this.results].filter(([, good]) => !good).map(([index]) => index + 1).sort((a, b) => a - b);
    const sentence = this.questions.length ? words.quiz_score : words.quiz_none;
    const line = element("p", "kw-question", filled(sentence, { right, count: this.results.size }));
    line.dataset.testid = "player-score";
    line.tabIndex = -1;
    this.box.append(line);
    if (missed.length) this.box.append(element("p", "", filled(words.quiz_missed, { questions: missed.join(", ") })));
    const again = element("div", "kw-answer");
    const restart = this.button(words.quiz_again, "again", () => {
      this.index = 0;
      this.results = new Map();
      this.ask();
    });
    const others = this.button(words.quiz_others, "others", () => this.player.trigger("quiz", "others"));
    const leave = this.button(words.quiz_leave, "leave", () => this.player.trigger("quiz", "leave"));
    again.append(restart, others, leave);
    this.box.append(again);
    this.draw();
    this.player.fitting.renew();
    line.focus({ preventScroll: true });
  }

  // On the board.

  /** Draw what the question shows, and after the answer all of it. */
  draw() {
    const { board, tracks, lens } = this.player;
    if (!board.attached) return;
    lens.hide();
    const cover = new Map();
    const seen = new Set(this.question ? read(this.track) : tracks.flatMap(read));
    const pictures = tracks.flatMap(read).filter((/** @type {string} */ name) =>
      !tracks.some((/** @type {any} */ track) => made(track) === name)
    );
    for (const { name, rows, cols } of board.panels) {
      if (!seen.has(name) && !pictures.includes(name)) cover.set(name, [box(0, rows - 1, 0, cols - 1)]);
    }
    /** @type {Record<string, Map<string, any[]>>} */
    const shown = { cover, span: new Map(), window: new Map(), cell: new Map(), dot: new Map() };
    const { question } = this;
    const areas = new Map();
    if (question && question.kind !== "size") this.mark(question, shown, areas);
    board.show(shown, false);
    board.light(areas);
    board.beams([]);
    board.pick([]);
    board.writeSums([]);
    board.write(() => "");
    board.draw("dim", "");
    board.draw("tap", this.cursorPath());
    const hidden = question?.kind === "size" && !this.answered;
    board.mask(hidden ? tracks.map((/** @type {any} */ track) => board.byName[made(track)]) : []);
  }

  /** @param {any} question @param {Record<string, Map<string, any[]>>} shown @param {Map<string, any[]>} areas */
  mark({ kind, row, col, panel, answer, area }, shown, areas) {
    const { track } = this;
    const source = asked(track);
    const cells = (/** @type {Iterable<string>} */ keys) =>
      [...keys].map((key) => {
        const [r, c] = key.split(",").map(Number);
        return box(r, r, c, c);
      });
    if (kind === "readers") shown.window.set(source.panel, [box(row, row, col, col)]);
    else shown.cell.set(track.target, [box(row, row, col, col)]);
    if (kind === "value") {
      for (const operand of track.operands) shown.window.set(operand.panel, [operand.area(row, col)]);
      if (this.answered) shown.cover.set(track.target, around(track, row, col));
    } else {
      areas.set(panel, area ? rectangle(this.painted) : cells(this.painted));
      const right = area ? [box(area[0], area[1], area[2], area[3])] : cells(answer);
      if (this.answered) shown.window.set(panel, [...(shown.window.get(panel) ?? []), ...right]);
    }
  }

  cursorPath() {
    const { board } = this.player;
    if (!this.cursor || !this.question?.panel) return "";
    const [row, col] = this.cursor;
    return board.byName[this.question.panel].path(box(row, row, col, col));
  }

  /** A cell is painted, or cleared again; of an area it is a corner. @param {any} cell */
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
    this.painted = new Set(
      range(top, row).flatMap((each) => range(left, col).map((across) => `${each},${across}`)),
    );
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
    if (move) {
      return () => {
        const [row, col] = this.cursor ?? [0, 0];
        const next = this.cursor ? [row + move[0], col + move[1]] : [0, 0];
        this.cursor = [
          Math.max(0, Math.min(next[0], panel.rows - 1)),
          Math.max(0, Math.min(next[1], panel.cols - 1)),
        ];
        this.draw();
        this.verdict.textContent = filled(this.player.words.quiz_at, { row: this.cursor[0], col: this.cursor[1] });
      };
    }
    const { cursor } = this;
    if ((key === " " || key === "Enter") && cursor) return () => this.toggle({ panel, row: cursor[0], col: cursor[1] });
    return undefined;
  }
}

/** Whole numbers from one to another. @param {number} first @param {number} last */
function range(first, last) {
  const [low, high] = [Math.min(first, last), Math.max(first, last)];
  return Array.from({ length: high - low + 1 }, (_, index) => low + index);
}

/** The rectangle that painted cells fill. @param {Set<string>} painted */
function rectangle(painted) {
  if (!painted.size) return [];
  const cells = [...painted].map((key) => key.split(",").map(Number));
  const [top, left] = cells[0];
  const [bottom, right] = cells[cells.length - 1];
  return [box(top, bottom, left, right)];
}

/** How far a product of factors may be off that stand rounded on the board. @param {number[]} factors */
function slackOf(factors) {
  return factors.every(exact) ? 0 : 5e-5 * factors.reduce((total, factor) => total + Math.abs(factor), 0);
}

/** The panels that a walk's question is about, or shows as what its cells are made of. @param {any} track @returns {string[]} */
function read(track) {
  if (track.stamped) return [track.target, ...track.data.scattersTo.slice(1)];
  const factors = track.factors.length ? track.factors : [asked(track)];
  return factors.map((/** @type {any} */ { panel }) => panel);
}

/** The panel that a walk makes. @param {any} track @returns {string} */
function made(track) {
  return track.stamped ? track.stamped.panel : track.target;
}

/** All cells of a target but one. @param {any} track @param {number} row @param {number} col */
function around({ height, width }, row, col) {
  return [
    ...(row > 0 ? [box(0, row - 1, 0, width - 1)] : []),
    ...(row < height - 1 ? [box(row + 1, height - 1, 0, width - 1)] : []),
    ...(col > 0 ? [box(row, row, 0, col - 1)] : []),
    ...(col < width - 1 ? [box(row, row, col + 1, width - 1)] : []),
  ];
}

/** A title without its size. @param {string} title */
function short(title) {
  return title.replace(/:? *\d+ \u00d7 \d+(, [^:\u00d7]*\d+ \u00d7 \d+)?$/, "");
}
