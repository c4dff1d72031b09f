import { LETTER, letters } from "./letters.js";
import { lowered, numberText, shortText, toDecimals } from "./numbers.js";
import { NUMBERS_FROM } from "./panel.js";
import { inkOn } from "./scales.js";

/** The numbers in the cells of panels: the same as `conv.ui.board.texts` writes in pictures. */

const COMFORTABLE = 13; // size of letters from which cells show all digits that sentences do
const UNDER_BARS = [255, 255, 255]; // the numbers of bars are black
const SMALL_TYPE = 9.5; // up to which they may fill more of a small cell than of a large one
export const MAX_NUMBERS = 400; // cells of a panel up to which they do

/** @typedef {import("./panel.js").Panel} Panel */
/** A number in its cell. @typedef {{x: number, y: number, text: string, size: number, colour: string, ground: string}} CellNumber */

/** All numbers of a panel, row by row; none where they do not fit. @param {Panel} panel @returns {CellNumber[]} */
export function cellNumbers(panel) {
  const { rows, cols } = panel;
  if (panel.channels > 1 || !panel.values || !panel.scaling || rows * cols > MAX_NUMBERS) return [];
  const [texts, size] = fittingTexts(panel);
  if (!size) return [];
  const hatched = hatchedCells(panel);
  return texts.map((text, cell) => {
    const [row, col] = [Math.floor(cell / cols), cell % cols];
    const colour = panel.bars ? UNDER_BARS : panel.colour(row, col);
    const [x, y] = panel.middle(row, col);
    return { x, y, text, size, colour: inkOn(colour), ground: hatched[cell] ? `rgb(${colour})` : "" };
  });
}

/** What stands in the cells, and the size of the letters: as many digits as fit; 0 where none do. @param {Panel} panel @returns {[string[], number]} */
function fittingTexts(panel) {
  if (panel.bars) {
    const texts = Array.from(panel.values ?? [], (value) => shortText(toDecimals(value, 3)));
    return [texts, Math.round(10 * numberSize(panel, texts)) / 10];
  }
  for (const [digits, least] of [[0, COMFORTABLE], [3, NUMBERS_FROM], [2, NUMBERS_FROM]]) {
    const texts = cellTexts(panel, digits);
    const size = Math.round(10 * numberSize(panel, texts)) / 10;
    if (size >= least && !(digits === 2 && hides(panel, texts))) return [texts, size];
  }
  return [[], 0];
}

/** Their numbers, or their names; with 2 digits they have two decimals at most, with 0 all that the sentences say. @param {Panel} panel @param {number} digits */
function cellTexts({ values, letter, cols }, digits) {
  return Array.from(values ?? [], (value, cell) => {
    if (letter) return letter + lowered([Math.floor(cell / cols), cell % cols]);
    if (Number.isNaN(value)) return "";
    if (!digits) return numberText(value);
    return shortText(digits === 2 ? toDecimals(value, 2) : value, digits);
  });
}

/** Size of the letters, so that the longest text fits; 0 where none does. @param {Panel} panel @param {string[]} texts */
function numberSize({ dx, dy }, texts) {
  const longest = texts.reduce((most, text) => Math.max(most, letters(text) - (text.includes(".") ? 0.5 : 0)), 2);
  const size = Math.min(Math.max(0.46 * dy, Math.min(SMALL_TYPE, 0.66 * dy)), (0.94 * dx) / (LETTER * longest));
  return size >= NUMBERS_FROM ? size : 0;
}

/** Whether a number that is not 0 would be written as 0. @param {Panel} panel @param {string[]} texts */
function hides({ values }, texts) {
  return texts.some((text, cell) => text === "0" && values?.[cell] !== 0);
}

/** Which cells have a hatch, row by row. @param {Panel} panel */
function hatchedCells({ rows, cols, hatched }) {
  const found = new Uint8Array(rows * cols);
  for (const [top, bottom, left, right] of hatched) {
    for (let row = top; row <= bottom; row++) found.fill(1, row * cols + left, row * cols + right + 1);
  }
  return found;
}
