import { LEARNED } from "./roles.js";
import { landings, numberOf } from "./stamping.js";

const CLEAR = 1e-9; // share of the largest number by which another one is smaller

/** @typedef {import("./marks.js").Track} Track */
/** @typedef {(count: number) => number} Below */

/**
 * What does a step add to a cell on which its terms land?
 *
 * @param {number} index @param {Track} track @param {Record<string, any>} panels @param {Below} below
 */
export function addedQuestion(index, track, panels, below) {
  const stamps = track.stamps.filter(({ sums }) => sums);
  if (!stamps.length) return null;
  const stamp = stamps[below(stamps.length)];
  const [row, col] = [below(track.height), below(track.width)];
  const own = landings(track, stamp, [row, col]).map((each) => ({ ...each, number: numberOf(each, panels) }));
  if (!own.length) return null;
  const { place, number } = own[below(own.length)];
  if (!Number.isFinite(number)) return null;
  const near = [-number, ...own.map((other) => other.number), number + 1, number - 1, 2 * number + 1, number + 3];
  const others = [...new Set(near)].filter((value) => Math.abs(value - number) > 0.02).slice(0, 3);
  others.splice(below(others.length + 1), 0, number);
  return { kind: "added", track: index, row, col, lands: stamp.lands.panel, place, answer: number, choices: others };
}

/**
 * Which weight has the largest gradient, up or down? Its cells are chosen on the kernel.
 *
 * @param {number} index @param {Track} track @param {Record<string, any>} panels
 */
export function largestQuestion(index, track, panels) {
  const kernel = track.factors.find(({ role }) => LEARNED.has(role));
  if (!kernel) return null;
  const { rows, cols } = panels[kernel.panel];
  const alike = (/** @type {{panel: string}} */ { panel }) =>
    panels[panel].rows === rows && panels[panel].cols === cols;
  const stamp = track.stamps.find(({ lands, sums }) => sums && alike(lands));
  if (!stamp || rows * cols < 2) return null;
  const cells = Array.from({ length: rows * cols }, (_, cell) => [Math.floor(cell / cols), cell % cols]);
  const sizes = cells.map(([row, col]) => Math.abs(panels[stamp.lands.panel].value(row, col)));
  const largest = Math.max(...sizes);
  if (!largest) return null;
  const answer = cells.filter((_, cell) => sizes[cell] >= largest * (1 - CLEAR)).map((cell) => cell.join());
  return { kind: "largest", track: index, panel: kernel.panel, of: stamp.lands.panel, answer, area: null };
}

/** A question that the walk brings along, with its number. @param {number} index @param {Track} track @param {Below} below */
export function toldQuestion(index, track, below) {
  const told = track.data.words.asked ?? [];
  if (!told.length) return null;
  const { text, answer, others } = told[below(told.length)];
  const near = others ?? [-answer, answer + 0.5, answer - 0.25];
  const choices = near.filter((value) => Math.abs(value - answer) > 0.02);
  choices.splice(below(choices.length + 1), 0, answer);
  return { kind: "told", track: index, text, answer, choices };
}
