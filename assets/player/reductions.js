import { equals, exact, factorText, numberText, settled, sizeOf } from "./numbers.js";

/**
 * How terms become a number, by the core's names. A term is the product of its factors; `sign` stands before a running
 * number on the board, and `text` writes a line of terms; `picks` says which term decides, where one alone does.
 *
 * @type {Record<string, {of: (terms: number[]) => number, sign: string, text: (terms: string[]) => string, picks?: (terms: number[]) => number}>}
 */
export const REDUCTIONS = {
  dot: { of: sum, sign: "\u03a3", text: (terms) => terms.join(" + ") },
  sum: { of: sum, sign: "\u03a3", text: (terms) => terms.join(" + ") },
  mean: {
    of: (terms) => sum(terms) / terms.length,
    sign: "mean",
    text: (terms) => `(${terms.join(" + ")}) \u00f7 ${terms.length}`,
  },
  max: {
    of: largest,
    sign: "max",
    text: (terms) => `max(${terms.join(", ")})`,
    picks: (terms) => terms.indexOf(largest(terms)),
  },
  norm: {
    of: (terms) => Math.sqrt(sum(terms.map((term) => term * term))),
    sign: "\u221a\u03a3\u00b2",
    text: (terms) => `\u221a(${terms.map((term) => `${term}\u00b2`).join(" + ")})`,
  },
};

/**
 * What is done to the number next: its line, and the number; an activation's comes from the map.
 *
 * `size` is what becomes of the size of the terms.
 *
 * @type {Record<string, {of: (number: number, value: number) => number, size: (magnitude: number, value: number) => number, text: (number: string, operation: any) => string}>}
 */
export const POST_OPERATIONS = {
  divided: {
    of: (number, value) => number / value,
    size: (magnitude, value) => magnitude / Math.abs(value),
    text: (number, { value }) => `${number} \u00f7 ${factorText(value)}`,
  },
  bias: {
    of: (number, value) => number + value,
    size: (magnitude, value) => magnitude + Math.abs(value),
    text: (number, { value }) => `${number} + ${factorText(value)}`,
  },
  activation: {
    of: (number) => number,
    size: (magnitude) => magnitude,
    text: (number, { label }) => `${label}(${number})`,
  },
};

/** As the core's, for numbers that the server has not sent. @type {Record<string, (total: number) => number>} */
export const ACTIVATIONS = {
  none: (total) => total,
  relu: (total) => Math.max(total, 0),
  sigmoid: (total) => 0.5 * (1 + Math.tanh(0.5 * total)),
  tanh: Math.tanh,
  leaky_relu: (total) => (total > 0 ? total : 0.01 * total),
  clip: (total) => Math.max(0, Math.min(total, 255)),
};

/** @param {number[]} terms */
function largest(terms) {
  return terms.reduce((maximum, term) => Math.max(maximum, term), -Infinity);
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
 * @param {any[]} post As the core names them.
 * @param {(total: number) => number} output Gives the cell's own number, for a total before the activation.
 * @param {[number, number]} size How many terms of what size make the first number, as `sizeOf` says.
 */
export function runPostOperations(first, firstExact, post, output, [count, magnitude]) {
  const numbers = [first];
  const lines = [];
  let isExact = firstExact;
  for (const operation of post) {
    const before = numbers[numbers.length - 1];
    const { of, size } = POST_OPERATIONS[operation.name];
    magnitude = size(magnitude, operation.value);
    const number = operation.name === "activation"
      ? output(before)
      : settled(of(before, operation.value), count += 1, magnitude);
    if (operation.value !== undefined) isExact &&= exact(operation.value);
    isExact &&= exact(number);
    numbers.push(number);
    lines.push(
      POST_OPERATIONS[operation.name].text(numberText(before), operation) + equals(isExact) + numberText(number),
    );
  }
  return { numbers, lines };
}
