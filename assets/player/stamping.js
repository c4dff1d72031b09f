import { box, crossing } from "./areas.js";
import { factorText, numberText } from "./numbers.js";
import { sum } from "./reductions.js";

const MOST_WRITTEN = 12; // terms of a sum that are all written
const MAX_SUMS = 400; // cells of a panel up to which their running sums are written, as `MAX_NUMBERS` of the figure

/** @typedef {import("./drawing.js").Sum} Sum */
/** @typedef {import("./marks.js").AnyMap} AnyMap */
/** @typedef {import("./marks.js").Stamp} Stamp */
/** @typedef {import("./marks.js").Track} Track */
/** @typedef {Record<string, import("./panel.js").Panel>} Panels */

/**
 * The sums so far of the cells on which a stamp has landed and another one will.
 *
 * @param {Track} track @param {Panels} panels By name. @param {number} row @param {number} col @returns {Sum[]}
 */
export function runningSums(track, panels, row, col) {
  return track.stamps.filter(({ sums }) => sums).flatMap((stamp) => stampedSums(track, stamp, panels, row, col));
}

/** @param {Track} track @param {Stamp} stamp @param {Panels} panels @param {number} row @param {number} col */
function stampedSums(track, stamp, panels, row, col) {
  const panel = panels[stamp.lands.panel];
  /** @type {Sum[]} */
  const found = [];
  if (panel.rows * panel.cols > MAX_SUMS) return found;
  for (let down = 0; down < panel.rows; down++) {
    for (let across = 0; across < panel.cols; across++) {
      const readers = stamp.lands.readers(down, across);
      const landed = readers.filter(([i, j]) => i < row || (i === row && j <= col));
      if (!landed.length || landed.length === readers.length) continue;
      const terms = landed.map((cell) => landing(track, stamp, panels, cell, [down, across]));
      found.push({ panel, row: down, col: across, text: numberText(sum(terms)) });
    }
  }
  return found;
}

/**
 * The terms of a cell, with the places on which they land.
 *
 * @param {Track} track @param {Stamp} stamp @param {Record<string, any>} panels @param {[number, number]} cell
 * @returns {{place: [number, number], number: number}[]}
 */
export function landings(track, stamp, panels, cell) {
  const [rows, cols] = stamp.lands.cells(...cell);
  const places = rows.flatMap((row) => cols.map((col) => /** @type {[number, number]} */ ([row, col])));
  return places.map((place) => ({ place, number: landing(track, stamp, panels, cell, place) }));
}

/**
 * The term of a cell that lands on a place.
 *
 * @param {Track} track @param {Stamp} stamp @param {Panels} panels @param {[number, number]} cell @param {[number, number]} place
 */
function landing(track, { lands, group }, panels, [row, col], [down, across]) {
  const [i, j] = lands.at(row, col);
  const taps = [tap(lands.rows, i, down), tap(lands.cols, j, across)];
  return track.groups[group].factors.reduce((product, factor) => {
    const [rows, cols] = factor.cells(row, col);
    return product * panels[factor.panel].value(rows[taps[0]] ?? rows[0], cols[taps[1]] ?? cols[0]);
  }, 1);
}

/** Cells on which a later stamp will land: in all later rows, and further on in this one. @param {import("./marks.js").Operand} lands @param {number} row @param {number} col */
export function unfinished(lands, row, col) {
  const { rows, cols, byStep } = lands;
  const places = (/** @type {AnyMap} */ { size }) => Array.from({ length: size }, (_, place) => place);
  if (byStep) {
    return places(rows).flatMap((down) =>
      places(cols).filter((across) => {
        const [i, j] = lands.readers(down, across).at(-1) ?? [-1, -1];
        return i > row || (i === row && j > col);
      }).map((across) => box(down, down, across, across))
    );
  }
  const last = (/** @type {AnyMap} */ indexMap, /** @type {(last: number) => boolean} */ keep) =>
    places(indexMap).filter((place) => keep(indexMap.targets(place).at(-1) ?? -1));
  const areas = [
    crossing(last(rows, (place) => place > row), last(cols, (place) => place > -1)),
    crossing(last(rows, (place) => place === row), last(cols, (place) => place > col)),
  ];
  return areas.filter(({ rows, cols }) => rows.length && cols.length);
}

/**
 * The cells that have to do with a cell by a stamp: of the factors, and where their product lands.
 *
 * @param {Track} track @param {Stamp} stamp @param {string} name Of the cell's panel. @param {number} row @param {number} col
 * @returns {[string, number, number][]}
 */
export function stampedWith(track, { lands, group }, name, row, col) {
  const { factors } = track.groups[group];
  const own = [...factors, lands].find(({ panel }) => panel === name);
  if (!own) return [];
  return own.readers(row, col).flatMap((cell) => {
    const landings = landingsOf(factors, lands, cell);
    return landings.filter((parts) => parts.some(([panel, r, c]) => panel === name && r === row && c === col)).flat();
  });
}

/**
 * The terms that land on a place, written one after the other, and what they add up to; the middle of many is left out.
 *
 * @param {Track} track @param {Stamp} stamp @param {Record<string, any>} panels @param {number} row @param {number} col
 */
export function landedText(track, stamp, panels, row, col) {
  const { factors } = track.groups[stamp.group];
  /** @type {[number, string][]} */
  const found = stamp.lands.readers(row, col).map((cell) => {
    const all = landingsOf(factors, stamp.lands, cell);
    const own = all.find(([[, down, across]]) => down === row && across === col) ?? [];
    const values = own.slice(1).map(([name, down, across]) => panels[name].value(down, across));
    return [values.reduce((product, value) => product * value, 1), values.map(factorText).join("\u00d7")];
  });
  const texts = found.map(([, text]) => text);
  const shown = texts.length > MOST_WRITTEN ? [...texts.slice(0, 4), "\u2026", ...texts.slice(-1)] : texts;
  return { terms: shown.join(" + "), sum: numberText(sum(found.map(([number]) => number))) };
}

/** For each tap of a cell's stamp, where it lands and what is multiplied. @param {import("./marks.js").Operand[]} factors @param {import("./marks.js").Operand} lands @param {[number, number]} cell */
function landingsOf(factors, lands, [row, col]) {
  const [i, j] = lands.at(row, col);
  const [down, across] = lands.cells(row, col);
  const taps = /** @type {any[]} */ ([lands.rows, lands.cols]).map((map, axis) => map.tapIndices([i, j][axis]));
  const read = factors.map((factor) => ({ panel: factor.panel, cells: factor.cells(row, col) }));
  return down.flatMap((r, k) =>
    across.map((c, m) => {
      /** @type {[string, number, number][]} */
      const parts = read.map(({ panel, cells: [rows, cols] }) => [
        panel,
        rows[taps[0][k]] ?? rows[0],
        cols[taps[1][m]] ?? cols[0],
      ]);
      return [.../** @type {[string, number, number][]} */ ([[lands.panel, r, c]]), ...parts];
    })
  );
}

/** Which tap of a target's stamp lands on a position. @param {any} indexMap @param {number} target @param {number} position @returns {number} */
function tap(indexMap, target, position) {
  return indexMap.tapIndices(target)[indexMap.sources(target).indexOf(position)];
}
