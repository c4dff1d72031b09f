/** The scene's matrices behind panels: where a cell is in its own, by what it changes, and all of them as text. */

/** @typedef {import("./reach.js").Cell} Cell */

const LARGEST = 1e6; // as in conv.ui.scene.kinds

/** Where a cell is in its matrix. @param {Cell} cell */
export function ownPlace({ panel, row, col }) {
  const [top, left] = panel.inset ?? [0, 0];
  return { row: row - top, col: col - left };
}

/** Whether a cell is one of the matrix, not of the padding around it. @param {Cell} cell */
export function isOwn(cell) {
  const { row, col } = ownPlace(cell);
  const [, , height, width] = cell.panel.inset ?? [0, 0, cell.panel.rows, cell.panel.cols];
  return row >= 0 && row < height && col >= 0 && col < width;
}

/** A name for a cell's number, the same on all panels that show it. @param {Cell} cell */
export function keyOf(cell) {
  return changeKey({ ...cell.panel.edits, ...ownPlace(cell) });
}

/** The same of a change. @param {{name: string, index: number, row: number, col: number}} change */
export function changeKey({ name, index, row, col }) {
  return [name, index, row, col].join();
}

/** One where all numbers are whole, a tenth of a digit of the largest where they are not; more for bytes. @param {any} panel */
export function stepOf(panel) {
  const values = [...panel.values];
  const maximum = values.reduce((found, value) => Math.max(found, Math.abs(value) || 0), 0);
  if (values.every((value) => Number.isInteger(value) || Number.isNaN(value))) return maximum > 64 ? 8 : 1;
  return 10 ** Math.floor(Math.log10(maximum || 1)) / 10;
}

/** A number that the scene can have, without the noise of its last bits. @param {number} value */
export function clamped(value) {
  return Number(Math.max(-LARGEST, Math.min(value, LARGEST)).toPrecision(9)) + 0;
}

/**
 * The matrices of a parameter as a link has them.
 *
 * @param {any[]} panels Of which some show them. @param {string} name @param {(cell: Cell) => number} value
 */
export function matricesText(panels, name, value) {
  const found = new Map();
  for (const panel of panels) {
    if (panel.edits.name === name && !found.has(panel.edits.index)) found.set(panel.edits.index, panel);
  }
  const matrices = [...found.keys()].sort((a, b) => a - b).map((index) => {
    const panel = found.get(index);
    const [top, left, height, width] = panel.inset ?? [0, 0, panel.rows, panel.cols];
    const lines = [];
    for (let row = top; row < top + height; row++) {
      const line = [];
      for (let col = left; col < left + width; col++) line.push(value({ panel, row, col }));
      lines.push(line.join(","));
    }
    return lines.join(";");
  });
  return matrices.join("/");
}
