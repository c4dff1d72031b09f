import { runs } from "./index_map.js";
import { standsAt } from "./marks.js";
import { addedQuestion, largestQuestion, toldQuestion } from "./stamp_questions.js";

/** Questions about a board, and their answers: the same for the same seed, whoever opens the address. */

const COUNT = 8;
const MAX_CLICKED = 16; // rows or columns of a panel up to which its cells are clicked one by one
const MAX_ANSWERS = 30; // cells that an answer has at most, where they are
const MAX_TRIES = 60; // for a cell that can be asked for

/**
 * @typedef {{kind: "size", track: number, answer: [number, number], terms: string}
 *   | {kind: "value", track: number, row: number, col: number, answer: number, choices: number[]}
 *   | {kind: "reads" | "readers", track: number, row: number, col: number, panel: string, answer: string[],
 *      area: [number, number, number, number] | null}
 *   | {kind: "added", track: number, row: number, col: number, lands: string, place: [number, number], answer: number,
 *      choices: number[]}
 *   | {kind: "told", track: number, text: string, answer: number, choices: number[]}
 *   | {kind: "largest", track: number, panel: string, of: string, answer: string[], area: null}} Question
 *
 * `area` is the answer as a rectangle (top, bottom, left, right), on panels of many cells: it is marked by its corners.
 */

/** Numbers from 0 to 1 out of a seed (mulberry32). @param {number} seed @returns {() => number} */
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * @param {number} seed
 * @param {import("./marks.js").Track[]} tracks
 * @param {Record<string, any>} panels By name: `rows`, `cols`, `value(row, col)`, `inset`.
 * @param {import("./marks.js").AnyMap[]} indexMaps
 * @returns {Question[]}
 */
export function drawQuestions(seed, tracks, panels, indexMaps) {
  const random = randomNumbers(seed);
  const below = (/** @type {number} */ count) => Math.floor(random() * count);
  /** @type {Question[]} */
  const found = [];
  const sized = tracks.map((track, index) => ({ track, index })).filter(({ track }) => track.data.sizeTerms);
  if (sized.length) {
    const { track, index } = sized[below(sized.length)];
    found.push({ kind: "size", track: index, answer: [track.height, track.width], terms: track.data.sizeTerms });
  }
  /** @type {((index: number, track: import("./marks.js").Track) => Question | null)[]} */
  const makers = [
    (index, track) => valueQuestion(index, track, panels, below),
    (index, track) => readsQuestion(index, track, panels, below),
    (index, track) => readersQuestion(index, track, panels, below, indexMaps),
  ];
  const stamps = tracks.some((track) => track.stamps.length);
  const order = stamps ? [3, 1, 4, 3, 2, 0] : [0, 1, 0, 2];
  if (stamps) {
    makers.push(
      (index, track) => /** @type {any} */ (addedQuestion(index, track, panels, below)),
      (index, track) => /** @type {any} */ (largestQuestion(index, track, panels)),
    );
  }
  for (let tries = 0; found.length < COUNT && tries < MAX_TRIES; tries++) {
    const index = below(tracks.length);
    const made = tracks[index].data.words.asked
      ? /** @type {any} */ (toldQuestion(index, tracks[index], below))
      : makers[order[tries % order.length]](index, tracks[index]);
    if (made && !found.some((other) => alike(other, made) || shows(other, made))) found.push(made);
  }
  return found;
}

/** @param {any} first @param {any} second */
function alike(first, second) {
  return first.kind === second.kind && first.track === second.track && first.row === second.row &&
    first.col === second.col && String(first.place) === String(second.place) && first.lands === second.lands &&
    first.text === second.text;
}

/** Whether a question has shown another one's answer: that of a number marks its window. @param {any} first @param {any} second */
function shows(first, second) {
  return first.kind === "value" && second.kind === "reads" && first.row === second.row && first.col === second.col;
}

/** The operand that questions of a walk are about: the picture's, or where its stamps land. @param {import("./marks.js").Track} track */
export function asked(track) {
  return track.stamped ?? track.operands[0];
}

/** What number does a cell get? @param {number} index @param {import("./marks.js").Track} track @param {Record<string, any>} panels @param {(count: number) => number} below @returns {Question | null} */
function valueQuestion(index, track, panels, below) {
  if (!track.groups.length || track.stamps.length) return null; // the target of stamps is given
  const [row, col] = [below(track.height), below(track.width)];
  const target = panels[track.target];
  const answer = target.value(row, col);
  if (!Number.isFinite(answer)) return null;
  if (answer === 0 && !isWhole(target)) return null; // what a function has made of many sums tells nothing of any
  const near = [
    target.value(Math.min(row + 1, track.height - 1), col),
    target.value(row, Math.min(col + 1, track.width - 1)),
    target.value(Math.max(row - 1, 0), col),
    answer < 0 ? -answer : answer + 3,
    answer + 1,
    answer - 1,
    answer + 2,
    2 * answer + 3,
  ];
  const others = [...new Set(near)].filter((value) => Number.isFinite(value) && Math.abs(value - answer) > 0.02);
  const choices = others.slice(0, 3);
  choices.splice(below(choices.length + 1), 0, answer);
  return { kind: "value", track: index, row, col, answer, choices };
}

const SAMPLE = 100; // cells of a map that are looked at

/** Whether a map has whole numbers. @param {any} panel */
function isWhole(panel) {
  const { rows, cols } = panel;
  const count = rows * cols;
  const every = Math.ceil(count / SAMPLE);
  for (let cell = 0; cell < count; cell += every) {
    if (!Number.isInteger(panel.value(Math.floor(cell / cols), cell % cols))) return false;
  }
  return true;
}

/** Which pixels does a cell read? @param {number} index @param {import("./marks.js").Track} track @param {Record<string, any>} panels @param {(count: number) => number} below @returns {Question | null} */
function readsQuestion(index, track, panels, below) {
  const operand = asked(track);
  if (!operand || operand.byStep) return null;
  const [row, col] = [below(track.height), below(track.width)];
  const [rows, cols] = operand.cells(row, col);
  if (!track.groups.length && rows.length * cols.length === 1) return null; // what is marked there, and no window
  return painting("reads", index, row, col, panels[operand.panel], rows, cols);
}

/** Which cells read a pixel? @param {number} index @param {import("./marks.js").Track} track @param {Record<string, any>} panels @param {(count: number) => number} below @param {import("./marks.js").AnyMap[]} indexMaps @returns {Question | null} */
function readersQuestion(index, track, panels, below, indexMaps) {
  const operand = asked(track);
  if (!operand || operand.byStep || (track.height * track.width === 1 && !track.data.sizeTerms)) return null;
  const panel = panels[operand.panel];
  const [top, left, height, width] = panel.inset ?? [0, 0, panel.rows, panel.cols];
  const [row, col] = [top + below(height), left + below(width)];
  const { rows, cols } = operand.targets(...standsAt({ panel, row, col }, indexMaps));
  return painting("readers", index, row, col, panels[track.target], rows, cols);
}

/**
 * @param {"reads" | "readers"} kind @param {number} track @param {number} row @param {number} col
 * @param {any} panel Where the answer is painted. @param {number[]} rows @param {number[]} cols @returns {Question | null}
 */
function painting(kind, track, row, col, panel, rows, cols) {
  const answer = rows.flatMap((r) => cols.map((c) => `${r},${c}`));
  if (!answer.length || (answer.length > 1 && answer.length === panel.rows * panel.cols)) return null; // or all of them
  const clicked = Math.max(panel.rows, panel.cols) <= MAX_CLICKED;
  if (clicked && answer.length > MAX_ANSWERS) return null;
  if (!clicked && (runs(rows).length > 1 || runs(cols).length > 1)) return null; // no rectangle
  const area = clicked ? null : [rows[0], rows[rows.length - 1], cols[0], cols[cols.length - 1]];
  return /** @type {any} */ ({ kind, track, row, col, panel: panel.name, answer, area });
}

/** Decimals that are asked for: none of a whole number, two of others, more of small ones. @param {number} answer */
export function decimals(answer) {
  if (Number.isInteger(answer)) return 0;
  return Math.max(2, 1 - Math.floor(Math.log10(Math.abs(answer))));
}

/**
 * Whether a typed number is the answer: a whole one exactly, another one to the decimals that are asked for.
 *
 * @param {number} typed @param {number} answer @param {number} [slack] What rounded factors on the board leave open.
 */
export function isRight(typed, answer, slack = 0) {
  if (Number.isInteger(answer)) return typed === answer;
  return Math.abs(typed - answer) <= 0.5 * 10 ** -decimals(answer) * (1 + 1e-9) + slack;
}
