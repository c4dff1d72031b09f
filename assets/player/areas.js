import { runs } from "./index_map.js";

/** What is drawn of an operand at a cell: neighbouring rows and columns. @typedef {{rows: number[][], cols: number[][]}} Area */

/** @param {number} top @param {number} bottom @param {number} left @param {number} right @returns {Area} */
export function box(top, bottom, left, right) {
  return { rows: [[top, bottom]], cols: [[left, right]] };
}

/** Single rows and columns. @param {number[]} rows @param {number[]} cols @returns {Area} */
export function crossing(rows, cols) {
  return { rows: runs(rows), cols: runs(cols) };
}

/** Add an area to a panel's, if it is not there yet. @param {Map<string, Area[]>} found @param {string} panel @param {Area} area */
export function addArea(found, panel, area) {
  const known = found.get(panel);
  if (!known) found.set(panel, [area]);
  else if (!known.some((each) => same(each, area))) known.push(area);
}

/** @param {Area} first @param {Area} second */
function same(first, second) {
  return String(first.rows) === String(second.rows) && String(first.cols) === String(second.cols);
}
