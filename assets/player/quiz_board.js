import { box } from "./areas.js";
import { asked } from "./questions.js";

/** What a question shows on the board, and what it hides. */

/** @typedef {import("./areas.js").Area} Area */
/** @typedef {import("./marks.js").Track} Track */
/** @typedef {import("./questions.js").Question} Question */

/** Draw what the question shows, and after the answer all of it; without a question all panels. @param {any} quiz */
export function drawQuiz(quiz) {
  const { board, tracks, lens } = quiz.player;
  const { layer } = board;
  if (!board.attached) return;
  lens.hide();
  const { question } = quiz;
  const marks = {
    cover: new Map(hidden(quiz).map(({ name, rows, cols }) => [name, [box(0, rows - 1, 0, cols - 1)]])),
    span: new Map(),
    window: new Map(),
    cell: new Map(),
    dot: new Map(),
  };
  const lit = new Map();
  if (question && question.kind !== "size") markQuestion(quiz, marks, lit);
  board.show(marks);
  board.light(lit);
  layer.write([]);
  layer.draw("tap", cursorPath(quiz));
  const masked = question?.kind === "size" && !quiz.answered;
  board.mask(masked ? tracks.map((/** @type {Track} */ track) => board.byName[madePanel(track)]) : []);
}

/** The panels that are covered: all but those that the question is about, and the pictures. @param {any} quiz @returns {any[]} */
function hidden({ player: { board, tracks }, question, track }) {
  if (question?.kind === "told") return []; // all that it needs stands in the question
  const read = tracks.flatMap(readPanels);
  const made = tracks.map(madePanel);
  const seen = new Set([
    ...(question ? readPanels(track) : read),
    ...read.filter((/** @type {string} */ name) => !made.includes(name)),
  ]);
  return board.panels.filter((/** @type {any} */ { name }) => !seen.has(name));
}

/** Mark the cell that is asked for, what is chosen, and the right answer. @param {any} quiz @param {Record<string, Map<string, Area[]>>} shown @param {Map<string, Area[]>} lit */
function markQuestion({ question, track, painted, answered }, shown, lit) {
  const { kind, row, col, panel, answer, area } = question;
  if (kind === "told") return;
  if (kind === "largest") {
    lit.set(panel, boxes(painted));
    if (answered) shown.window.set(panel, boxes(answer));
    return;
  }
  if (kind === "added") return markAdded(question, track, shown);
  if (kind === "readers") shown.window.set(asked(track).panel, [box(row, row, col, col)]);
  else shown.cell.set(track.target, [box(row, row, col, col)]);
  if (kind === "value") {
    for (const operand of track.operands) shown.window.set(operand.panel, [operand.area(row, col)]);
    if (answered) shown.cover.set(track.target, allBut(track, row, col));
    return;
  }
  lit.set(panel, area ? rectangle(painted) : boxes(painted));
  const right = area ? [box(area[0], area[1], area[2], area[3])] : boxes(answer);
  if (answered) shown.window.set(panel, [...(shown.window.get(panel) ?? []), ...right]);
}

/** Mark the cell whose terms land, what they are made of, and the place that is asked for. @param {any} question @param {Track} track @param {Record<string, Map<string, Area[]>>} shown */
function markAdded({ row, col, lands, place: [down, across] }, track, shown) {
  const { group } = track.stamps.find((stamp) => stamp.lands.panel === lands) ?? track.stamps[0];
  for (const operand of track.groups[group].factors) shown.window.set(operand.panel, [operand.area(row, col)]);
  shown.cell.set(track.target, [box(row, row, col, col)]);
  shown.cell.set(lands, [box(down, down, across, across)]);
}

/** @param {any} quiz */
function cursorPath({ player: { board }, cursor, question }) {
  if (!cursor || !question?.panel) return "";
  const [row, col] = cursor;
  return board.byName[question.panel].path(box(row, row, col, col));
}

/** Each cell by itself. @param {Iterable<string>} keys */
function boxes(keys) {
  return [...keys].map((key) => {
    const [row, col] = key.split(",").map(Number);
    return box(row, row, col, col);
  });
}

/** The rectangle that painted cells fill. @param {Set<string>} painted */
function rectangle(painted) {
  if (!painted.size) return [];
  const cells = [...painted].map((key) => key.split(",").map(Number));
  const [top, left] = cells[0];
  const [bottom, right] = cells[cells.length - 1];
  return [box(top, bottom, left, right)];
}

/** The panels that a walk's question is about, or shows as what its cells are made of. @param {Track} track @returns {string[]} */
function readPanels(track) {
  const factors = track.factors.length ? track.factors : [asked(track)];
  return factors.map(({ panel }) => panel);
}

/** The panel that a walk makes. @param {Track} track @returns {string} */
function madePanel(track) {
  return track.stamped ? track.stamped.panel : track.target;
}

/** All cells of a target but one. @param {Track} track @param {number} row @param {number} col */
function allBut({ height, width }, row, col) {
  return [
    ...(row > 0 ? [box(0, row - 1, 0, width - 1)] : []),
    ...(row < height - 1 ? [box(row + 1, height - 1, 0, width - 1)] : []),
    ...(col > 0 ? [box(row, row, 0, col - 1)] : []),
    ...(col < width - 1 ? [box(row, row, col + 1, width - 1)] : []),
  ];
}
