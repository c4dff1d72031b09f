import { formOf } from "./plurals.js";

/** Numbers as they are written, and whether what is written is all of them. */

const DECIMALS = 1e4;

/** Four decimals, or four digits of a small number; halves go away from zero. @param {number} number */
export function rounded(number) {
  const size = Math.abs(number);
  if (size < 10 / DECIMALS) return Number(number.toPrecision(4));
  return (Math.sign(number) * Math.round(size * DECIMALS)) / DECIMALS;
}

/**
 * A sum, or 0 where it is no more than the round-off of its terms: the rule of conv/precision.py.
 *
 * @param {number} number The sum.
 * @param {number} terms How many terms were added; 0 where they are whole, whose sums are exact.
 * @param {number} magnitude What the sizes of the terms add up to.
 */
export function settled(number, terms, magnitude) {
  return Math.abs(number) <= terms * Number.EPSILON * magnitude ? 0 : number;
}

/** What `settled` needs to know of terms. @param {number[]} terms @returns {[number, number]} */
export function sizeOf(terms) {
  const magnitude = terms.reduce((total, term) => total + Math.abs(term), 0);
  return [terms.every(Number.isInteger) ? 0 : terms.length, magnitude];
}

/** Whether the digits shown are the whole number, but for the last bits of a sum. @param {number} number */
export function exact(number) {
  const slack = Math.max(1e-10 * Math.min(1, Math.abs(number)), 2e-15 * Math.abs(number));
  return Math.abs(number - rounded(number)) <= slack;
}

/** @param {number} number */
export function numberText(number) {
  const shown = Number.isInteger(number) ? number : rounded(number);
  return shown < 0 ? "\u2212" + -shown : String(shown === 0 ? 0 : shown);
}

/** A number of few digits, as the cells show it; a whole one has them all. @param {number} number */
export function shortText(number, digits = 3) {
  if (Number.isInteger(number)) return numberText(number);
  const kept = toDigits(number, digits);
  const [mantissa, exponent] = kept.toExponential().split("e");
  if (Number(exponent) >= digits) return numberText(toDecimals(number, 0));
  const text = Number(exponent) < -4 ? `${mantissa}e-${exponent.slice(1).padStart(2, "0")}` : String(kept);
  return text.replaceAll("-", "\u2212");
}

/** A number with so many decimals; halves go away from zero, by its digits as they are written. @param {number} number @param {number} decimals */
export function toDecimals(number, decimals) {
  return toDigits(number, Number(number.toExponential().split("e")[1]) + 1 + decimals);
}

/** @param {number} number @param {number} digits */
function toDigits(number, digits) {
  const [mantissa, exponent] = Math.abs(number).toExponential().split("e");
  const written = mantissa.replace(".", "");
  if (written.length <= digits) return number;
  const up = digits >= 0 && written[digits] >= "5" ? 1 : 0;
  const kept = Number(written.slice(0, Math.max(0, digits))) + up;
  return Math.sign(number) * Number(`${kept}e${Number(exponent) - digits + 1}`);
}

/** How many: thousands are parted by commas. @param {number} count */
export function countText(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A number among others: a negative one in brackets. @param {number} number */
export function factorText(number) {
  return number < 0 ? `(${numberText(number)})` : numberText(number);
}

/** A number without brackets around it. @param {string} text */
export function unbracketed(text) {
  return /^\([^()]*\)$/.test(text) ? text.slice(1, -1) : text;
}

/** Indices as subscripts. @param {number[]} indices */
export function lowered(indices) {
  return indices.join(",").replace(
    /\d/g,
    (digit) => "\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089"[Number(digit)],
  );
}

/** @param {boolean} isExact */
export function equals(isExact) {
  return isExact ? " = " : " \u2248 ";
}

const NUMBER_LIMIT = 1e6; // as in conv.ui.scene.kinds
const DIGITS_KEPT = 9; // of a typed number

/**
 * The number that somebody typed: with a point or a comma, as a fraction, in full-width digits; or null, and why.
 *
 * @param {string} text @returns {{value: number | null, why: "" | "no_number" | "two_meanings" | "too_large" | "shortened"}}
 */
export function typedNumber(text) {
  const plain = text.normalize("NFKC").trim().replaceAll("\u2212", "-");
  if (/^[+-]?\d{1,3}(,\d{3})+$/.test(plain)) return { value: null, why: "two_meanings" };
  const [over, under, ...more] = plain.replaceAll(",", ".").split("/").map((part) => part.trim());
  const value = under === undefined ? Number(over) : Number(over) / Number(under);
  if (/[^\d.,e+\-/\s]/i.test(plain)) return { value: null, why: "no_number" };
  const huge = /\d/.test(over) && Math.abs(value) === Infinity && Number(under) !== 0;
  if (!over || under === "" || more.length || !(huge || Number.isFinite(value))) {
    return { value: null, why: "no_number" };
  }
  if (Math.abs(value) > NUMBER_LIMIT) return { value: null, why: "too_large" };
  const kept = Number(value.toPrecision(DIGITS_KEPT)) + 0;
  return { value: kept, why: kept === value ? "" : "shortened" };
}

/**
 * A sentence with its places filled, in the form for its count.
 *
 * @param {string | Record<string, string>} sentence @param {Record<string, any>} values
 */
export function filled(sentence, values) {
  const form = typeof sentence === "string" ? sentence : formOf(sentence, values.count);
  return form.replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name] : place));
}

/** Texts one after the other, as a pattern with places for {first} and {second} says; empty ones are left out. @param {string[]} texts @param {string} pattern */
export function joined(texts, pattern) {
  const [text = "", ...others] = texts.filter(Boolean);
  return others.reduce((first, second) => filled(pattern, { first, second }), text);
}

/** @param {string} tag @param {string} [className] @param {string} [text] @returns {any} */
export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** Where a walk is. @param {Record<string, any>} words @param {number} step @param {number} steps */
export function positionText(words, step, steps) {
  return filled(words.position, { step: countText(step), steps: countText(steps) });
}
