import { exact, filled, joined, numberText, typedNumber } from "./numbers.js";
import { decimals, isRight } from "./questions.js";

/** Whether what somebody answered is right, and what is said of it; nothing is drawn here. */

/** @typedef {Record<string, string>} Sentences */
/** Whether it is right, and the sentence. @typedef {{right: boolean, text: string}} Outcome */
/** A product that can be filled in, with what its rounded factors leave open. @typedef {{value: number, slack: number}} Product */

/** @param {string[]} typed Rows and columns. @param {[number, number]} answer @param {Sentences} words @returns {Outcome | null} */
export function sizeOutcome(typed, [rows, cols], words) {
  const numbers = typed.map((text) => typedNumber(text).value);
  if (numbers.includes(null)) return null;
  const right = numbers[0] === rows && numbers[1] === cols;
  return { right, text: filled(right ? words.quiz_right_size : words.quiz_wrong_size, { rows, cols }) };
}

/** Whether a product was filled in rightly, or null of an empty one. @param {string} text @param {Product} product */
export function isProductRight(text, { value, slack }) {
  const typed = typedNumber(text).value;
  return typed === null ? null : isRight(typed, value, slack);
}

/** @param {string} text @param {number} answer @param {number} wrong Products that are. @param {Sentences} words @returns {Outcome | null} */
export function valueOutcome(text, answer, wrong, words) {
  const typed = typedNumber(text).value;
  if (typed === null) return null;
  const value = numberText(Number(answer.toFixed(decimals(answer))));
  if (isRight(typed, answer)) return { right: true, text: filled(words.quiz_right, { value }) };
  const terms = wrong ? filled(words.quiz_terms, { count: wrong }) : "";
  const wrongly = filled(words.quiz_wrong, { typed: numberText(typed), value });
  return { right: false, text: joined([wrongly, terms], words.beside) };
}

/** @param {Set<string>} painted @param {Set<string>} answer @param {Sentences} words @returns {Outcome | null} */
export function paintedOutcome(painted, answer, words) {
  if (!painted.size) return null;
  const missed = [...answer].filter((cell) => !painted.has(cell)).length;
  const extra = [...painted].filter((cell) => !answer.has(cell)).length;
  const right = !missed && !extra;
  const sentence = right ? words.quiz_right_cells : words.quiz_wrong_cells;
  return { right, text: filled(sentence, { count: answer.size, missed, extra }) };
}

/** How far a product of factors may be off that stand rounded on the board. @param {number[]} factors */
export function slackOf(factors) {
  return factors.every(exact) ? 0 : 5e-5 * factors.reduce((total, factor) => total + Math.abs(factor), 0);
}

/** Cells from one corner to the opposite one. @param {[number, number]} first @param {[number, number]} last */
export function cellsBetween([top, left], [bottom, right]) {
  return wholeNumbers(top, bottom).flatMap((row) => wholeNumbers(left, right).map((col) => `${row},${col}`));
}

/** Whole numbers from one to another. @param {number} first @param {number} last */
function wholeNumbers(first, last) {
  const [low, high] = [Math.min(first, last), Math.max(first, last)];
  return Array.from({ length: high - low + 1 }, (_, index) => low + index);
}
