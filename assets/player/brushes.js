/** Values to paint pixels with, and the cells of a stroke. */

/** Values to paint with: small whole ones, or five from the lowest to the highest. @param {import("./panel.js").Panel} panel */
export function brushes({ scaling }) {
  const { low = 0, high = 1 } = scaling ?? {};
  const minimum = Math.min(0, low);
  if (Number.isInteger(high) && high - minimum <= 4) {
    const top = Math.max(high, minimum + 1);
    return Array.from({ length: top - minimum + 1 }, (_, index) => minimum + index);
  }
  return [0, 0.25, 0.5, 0.75, 1].map((part) => Math.round(minimum + part * (high - minimum)));
}

/** Cells from one to another, the first left out. @param {{row: number, col: number}} from @param {{row: number, col: number}} to @returns {number[][]} */
export function line(from, to) {
  const steps = Math.max(Math.abs(to.row - from.row), Math.abs(to.col - from.col), 1);
  return Array.from({ length: steps }, (_, index) => {
    const part = (index + 1) / steps;
    return [Math.round(from.row + part * (to.row - from.row)), Math.round(from.col + part * (to.col - from.col))];
  });
}
