import { BIAS, LEARNED } from "./roles.js";

/** A panel's numbers. @typedef {{value: (row: number, col: number, channel?: number) => number}} Values */
/** A cell that a term reads. @typedef {{panel: any, row: number, col: number, channel: number}} ReadCell */
/** A product's place: its group, its tap, and its factors' cells. @typedef {{group: number, tap: number, cells: ReadCell[], factors: number[], number: number}} Term */
/** @typedef {import("./marks.js").Operand} Operand */
/** @typedef {import("./marks.js").Group} Group */
/** @typedef {import("./marks.js").Track} Track */

/**
 * The terms of a cell, group by group. The cells of a group's factors are paired in the order in which they are counted,
 * row by row: a row of a table of weights goes with all pixels of a picture, and a cell alone with all that is read.
 *
 * @param {Track} track @param {Record<string, Values>} panels By name. @param {number} row @param {number} col
 * @returns {Term[]}
 */
export function termsOf(track, panels, row, col) {
  return track.groups.flatMap(({ factors }, group) => {
    const read = factors.map((operand) => readCells(operand, panels[operand.panel], row, col));
    const longest = read.reduce((most, found) => found.length > most.length ? found : most);
    return (read.every((found) => found.length) ? longest : []).map((_, tap) => {
      const cells = read.map((found) => found[tap] ?? found[0]);
      const values = cells.map((cell) => cell.panel.value(cell.row, cell.col, cell.channel));
      return { group, tap, cells, factors: values, number: values.reduce((product, value) => product * value, 1) };
    });
  });
}

/** The cells of one operand, row by row. @param {Operand} operand @param {Values} panel @param {number} row @param {number} col @returns {ReadCell[]} */
function readCells(operand, panel, row, col) {
  const [rows, cols] = operand.cells(row, col);
  return rows.flatMap((down) => cols.map((across) => ({ panel, row: down, col: across, channel: operand.channel })));
}

/** Rows and columns of a group's terms at a cell; none where it reads nothing there. @param {Group} group @param {number} row @param {number} col @returns {[number, number]} */
export function shapeOf({ factors }, row, col) {
  const walked = factors.find(({ role }) => !LEARNED.has(role)) ?? factors[0];
  const most = Math.max(...factors.map((factor) => factor.count(row, col)));
  const shown = walked.count(row, col) === most ? walked : factors.find((factor) => factor.count(row, col) === most);
  const [rows, cols] = (shown ?? walked).cells(row, col);
  return [rows.length, cols.length];
}

/** Whether the terms of a group are products: of numbers in different roles. @param {Group} group */
export function isProduct({ factors }) {
  return new Set(factors.map(({ role }) => role)).size > 1;
}

/** Whether the terms of a group are what is added to the others as it is. @param {Group} group */
export function isBias({ factors }) {
  return factors.every(({ role }) => role === BIAS);
}
