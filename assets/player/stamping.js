import { numberText } from "./numbers.js";
import { sum } from "./reductions.js";

const MAX_SUMS = 400; // cells of a panel up to which their running sums are written, as `MAX_NUMBERS` of the figure

/** @typedef {import("./drawing.js").Sum} Sum */
/** @typedef {import("./marks.js").AnyMap} AnyMap */

/**
 * The sums so far of the cells on which a stamp has landed and another one will.
 *
 * @param {import("./marks.js").Track} track A track that stamps. @param {any} board @param {number} row @param {number} col @returns {Sum[]}
 */
export function runningSums(track, board, row, col) {
  const { stamped, data: { scattersTo } } = track;
  if (!stamped || !scattersTo) return [];
  const panel = board.byName[stamped.panel];
  if (panel.rows * panel.cols > MAX_SUMS) return [];
  const kernel = board.byName[scattersTo[1]];
  const source = board.byName[track.target];
  /** @type {Sum[]} */
  const found = [];
  for (let down = 0; down < panel.rows; down++) {
    const rows = stamped.rows.targets(down);
    if (!rows.length || rows[0] > row || rows[rows.length - 1] < row) continue;
    for (let across = 0; across < panel.cols; across++) {
      const cols = stamped.cols.targets(across);
      const pairs = rows.flatMap((i) => cols.map((j) => [i, j]));
      const landed = pairs.filter(([i, j]) => i < row || (i === row && j <= col));
      if (!landed.length || landed.length === pairs.length) continue;
      const products = landed.map(([i, j]) =>
        source.value(i, j) * kernel.value(tap(stamped.rows, i, down), tap(stamped.cols, j, across))
      );
      found.push({ panel, row: down, col: across, text: numberText(sum(products)) });
    }
  }
  return found;
}

/** Which tap of a target's stamp lands on a position. @param {any} indexMap @param {number} target @param {number} position */
function tap(indexMap, target, position) {
  return indexMap.tapIndices(target)[indexMap.sources(target).indexOf(position)];
}
