/** Values to paint pixels with, how they look, and the cells of a stroke. */

/** Values to paint with: small whole ones, or five from the lowest to the highest. @param {number} low @param {number} high */
export function brushes(low, high) {
  const minimum = Math.min(0, low);
  if (Number.isInteger(high) && high - minimum <= 4) {
    const top = Math.max(high, minimum + 1);
    return Array.from({ length: top - minimum + 1 }, (_, index) => minimum + index);
  }
  return [0, 0.25, 0.5, 0.75, 1].map((part) => Math.round(minimum + part * (high - minimum)));
}

/** A pixel's share of the scale. @param {number} value @param {import("./data.d.ts").EditsData} edits */
function shareOf(value, { low, high }) {
  return Math.max(0, Math.min((value - low) / (high - low || 1), 1));
}

/** @param {number} value @param {import("./data.d.ts").EditsData} edits */
export function shadeOf(value, edits) {
  const level = Math.round(255 * shareOf(value, edits));
  return `rgb(${level}, ${level}, ${level})`;
}

/** @param {number} value @param {import("./data.d.ts").EditsData} edits */
export function inkOn(value, edits) {
  return shareOf(value, edits) > 0.5 ? "#000" : "#fff";
}

/** Cells from one to another, the first left out. @param {{row: number, col: number}} from @param {{row: number, col: number}} to @returns {number[][]} */
export function line(from, to) {
  const steps = Math.max(Math.abs(to.row - from.row), Math.abs(to.col - from.col), 1);
  return Array.from({ length: steps }, (_, index) => {
    const part = (index + 1) / steps;
    return [Math.round(from.row + part * (to.row - from.row)), Math.round(from.col + part * (to.col - from.col))];
  });
}
