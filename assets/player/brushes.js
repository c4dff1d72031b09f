/** Values to paint pixels with, and the cells of a stroke. */

const INK_STEPS = 20; // from paper to full ink, as in conv.digits

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

/** A place on a panel, in cells from its corner. @typedef {{row: number, col: number}} Point */

/**
 * The cells that a round brush covers on its way from one point to another, each with the share of it that is covered.
 *
 * @param {Point} from @param {Point} to @param {number} width In cells; a brush of 1 covers the cells on its way as a whole.
 * @param {{rows: number, cols: number}} panel @returns {[row: number, col: number, share: number][]}
 */
export function stroke(from, to, width, { rows, cols }) {
  if (width <= 1) return line(from, to, rows, cols);
  const reach = width / 2 + 1;
  const [top, bottom] = [Math.min(from.row, to.row) - reach, Math.max(from.row, to.row) + reach];
  const [left, right] = [Math.min(from.col, to.col) - reach, Math.max(from.col, to.col) + reach];
  /** @type {[number, number, number][]} */
  const found = [];
  for (let row = Math.max(0, Math.floor(top)); row < Math.min(rows, bottom); row++) {
    for (let col = Math.max(0, Math.floor(left)); col < Math.min(cols, right); col++) {
      const share = width / 2 + 0.5 - distance({ row: row + 0.5, col: col + 0.5 }, from, to);
      if (share > 0) found.push([row, col, Math.min(1, share)]);
    }
  }
  return found;
}

/** From a point to the straight way between two others. @param {Point} point @param {Point} from @param {Point} to */
function distance({ row, col }, from, to) {
  const [down, across] = [to.row - from.row, to.col - from.col];
  const along = ((row - from.row) * down + (col - from.col) * across) / (down ** 2 + across ** 2 || 1);
  const share = Math.max(0, Math.min(along, 1));
  return Math.hypot(row - from.row - share * down, col - from.col - share * across);
}

/** Cells from one point to another, each whole. @param {Point} from @param {Point} to @param {number} rows @param {number} cols @returns {[number, number, number][]} */
function line(from, to, rows, cols) {
  const [top, left] = [Math.floor(from.row), Math.floor(from.col)];
  const [down, across] = [Math.floor(to.row) - top, Math.floor(to.col) - left];
  const steps = Math.max(Math.abs(down), Math.abs(across), 1);
  /** @type {[number, number, number][]} */
  const cells = Array.from({ length: steps + 1 }, (_, index) => {
    return [Math.round(top + (index / steps) * down), Math.round(left + (index / steps) * across), 1];
  });
  return cells.filter(([row, col]) => row >= 0 && row < rows && col >= 0 && col < cols);
}

/**
 * What a brush makes of a number where it covers a share of its cell: of ink it makes more, in steps of a twentieth, and
 * a light one takes away all of a cell that it touches; other numbers are the brush's where it covers half of the cell.
 *
 * @param {number} before @param {number} brush @param {number} share @param {boolean} soft
 */
export function mixed(before, brush, share, soft) {
  if (!soft) return share >= 0.5 ? brush : before;
  if (brush < 0.5) return Math.min(before, brush);
  return Math.max(before, Math.round(INK_STEPS * share * brush) / INK_STEPS);
}
