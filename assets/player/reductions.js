import { equals, exact, factorText, filled, numberText, rounded, settled, sizeOf, unbracketed } from "./numbers.js";

export const OMITTED = "\u2026"; // stands for terms that are not written

/**
 * How terms become a number; a term is the product of its factors.
 *
 * `of` is missing where the server sends the numbers; `added` is the share of the sum that counts where it is made of
 * that alone; `sign` stands before a running number on the board, and `text`
 * writes a line of so many terms, of which some may be left out; `adds` says that groups of terms can be made one by one and added, `partial` that some of the
 * terms have a number too; `picks` says which term decides, where one alone does.
 *
 * @typedef {object} Reduction
 * @property {(terms: number[]) => number} [of]
 * @property {(count: number) => number} [added]
 * @property {string} sign
 * @property {(terms: string[], count: number) => string} text
 * @property {boolean} [adds]
 * @property {boolean} [partial]
 * @property {(terms: number[]) => number} [picks]
 */

/** By the core's names. @type {Record<string, Reduction>} */
export const REDUCTIONS = {
  dot: { of: sum, added: () => 1, sign: "\u03a3", text: (terms) => terms.join(" + "), adds: true, partial: true },
  sum: { of: sum, added: () => 1, sign: "\u03a3", text: (terms) => terms.join(" + "), adds: true, partial: true },
  mean: {
    of: (terms) => sum(terms) / terms.length,
    added: (count) => 1 / count,
    sign: "mean",
    text: (terms, count) => `(${terms.join(" + ")}) \u00f7 ${count}`,
    partial: true,
  },
  max: {
    of: largest,
    sign: "max",
    text: (terms) => `max(${terms.join(", ")})`,
    partial: true,
    picks: (terms) => terms.indexOf(largest(terms)),
  },
  norm: {
    of: (terms) => Math.sqrt(sum(terms.map((term) => term * term))),
    sign: "\u221a\u03a3\u00b2",
    text: (terms) => `\u221a(${terms.map((term) => but(term, `${term}\u00b2`)).join(" + ")})`,
    partial: true,
  },
  difference: {
    of: ([first, ...others]) => sum([first, ...others.map((term) => -term)]),
    sign: "\u2212",
    text: (terms) => terms.join(" \u2212 "),
  },
  softmax: {
    of: share,
    sign: "softmax",
    text: ([own, ...all]) => `${exponential(own)} \u00f7 (${all.map(exponential).join(" + ")})`,
  },
};

/** A reduction by its name; of one that is not known here the server sends the numbers. @param {string} name @returns {Reduction} */
export function reductionOf(name) {
  return REDUCTIONS[name] ?? { sign: name, text: (terms) => `${name}(${terms.join(", ")})` };
}

/**
 * What is done to the number next, by the core's names; of what is not known here the server sends the numbers.
 *
 * `size` is what becomes of the size of what was added; functions of the number by itself have none, and theirs is the
 * map's own number, but for maps that the server has not sent. Of what has a `flat` piece the digits that are shown decide
 * whether its number is written as equal: there, all that are near become the same one.
 *
 * @typedef {{of: (number: number, value: number) => number, size?: (magnitude: number, value: number) => number, flat?: boolean}} PostOperation
 * @type {Record<string, PostOperation>}
 */
export const POST_OPERATIONS = {
  divided: { of: (number, value) => number / value, size: (magnitude, value) => magnitude / Math.abs(value) },
  bias: { of: (number, value) => number + value, size: (magnitude, value) => magnitude + Math.abs(value) },
  none: { of: (total) => total },
  relu: { of: (total) => Math.max(total, 0), flat: true },
  sigmoid: { of: (total) => 0.5 * (1 + Math.tanh(0.5 * total)) },
  tanh: { of: Math.tanh },
  leaky_relu: { of: (total) => (total > 0 ? total : 0.01 * total) },
  clip: { of: (total) => Math.max(0, Math.min(total, 255)), flat: true },
  none_slope: { of: () => 1 },
  relu_slope: { of: (total) => Number(total > 0) },
  sigmoid_slope: { of: (total) => 0.25 * (1 - Math.tanh(0.5 * total) ** 2) },
  tanh_slope: { of: (total) => 1 - Math.tanh(total) ** 2 },
  leaky_relu_slope: { of: (total) => (total > 0 ? 1 : 0.01) },
  clip_slope: { of: (total) => Number(total >= 0 && total <= 255) },
};

/** @param {number[]} terms */
function largest(terms) {
  return terms.reduce((maximum, term) => Math.max(maximum, term), -Infinity);
}

/** Of the first term, which is one of the others, among the others: as `conv.reductions`. @param {number[]} terms */
function share([own, ...all]) {
  const maximum = largest(all);
  return Math.exp(own - maximum) / all.reduce((total, term) => total + Math.exp(term - maximum), 0);
}

/** @param {string} term */
function exponential(term) {
  return but(term, `exp(${unbracketed(term)})`);
}

/** What is written of a term; the sign for those that are left out stays. @param {string} term @param {string} text */
function but(term, text) {
  return term === OMITTED ? term : text;
}

/** The sum, 0 where it is nothing but round-off. @param {number[]} terms */
export function sum(terms) {
  let total = 0;
  for (const term of terms) total += term;
  return settled(total, ...sizeOf(terms));
}

/**
 * The number after each operation, and the lines that say so.
 *
 * @param {number} first The number that the terms make.
 * @param {boolean} firstExact Whether its digits are all of it.
 * @param {import("./data.d.ts").PostData[]} post
 * @param {(total: number, index: number) => number} output Gives what a function makes of a total, by its index.
 * @param {[number, number]} size How many terms of what size make the first number, as `sizeOf` says.
 */
export function runPostOperations(first, firstExact, post, output, [count, magnitude]) {
  const numbers = [first];
  const lines = [];
  let isExact = firstExact;
  for (const [index, { name, value = 0, line }] of post.entries()) {
    const before = numbers[index];
    const { of, size, flat } = POST_OPERATIONS[name] ?? {};
    magnitude = size ? size(magnitude, value) : magnitude;
    const number = size ? settled(of(before, value), count += 1, magnitude) : output(before, index);
    isExact = exact(number) &&
      ((isExact && exact(value)) || (flat === true && of?.(rounded(before), value) === number));
    numbers.push(number);
    const text = filled(line, { number: numberText(before), value: factorText(value) });
    lines.push(text + equals(isExact) + numberText(number));
  }
  return { numbers, lines };
}
