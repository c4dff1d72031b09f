import { box, crossing } from "./areas.js";
import { factorText, numberText } from "./numbers.js";
import { sum } from "./reductions.js";

const MOST_WRITTEN = 12; // terms of a sum that are all written
const MAX_SUMS = 400; // cells of a panel up to which their running sums are written, as `MAX_NUMBERS` of the figure

/** @typedef {import("./drawing.js").Sum} Sum */
/** @typedef {import("./marks.js").AnyMap} AnyMap */
/** @typedef {import("./marks.js").Stamp} Stamp */
/** @typedef {import("./marks.js").Track} Track */
/** By name. @typedef {Record<string, any>} Panels */
/** A cell of a panel. @typedef {{panel: string, row: number, col: number}} Place */
/** Where a term lands, and the cells that are multiplied. @typedef {{place: [number, number], factors: Place[]}} Landing */

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
      const terms = landed.map((cell) => numberOf(landing(track, stamp, cell, [down, across]), panels));
      found.push({ panel, row: down, col: across, text: numberText(sum(terms)) });
    }
  }
  return found;
}

/**
 * The places on which a cell's terms land, and what is multiplied there.
 *
 * @param {Track} track @param {Stamp} stamp @param {[number, number]} cell @returns {Landing[]}
 */
export function landings(track, stamp, cell) {
  const [rows, cols] = stamp.lands.cells(...cell);
  return rows.flatMap((row) => cols.map((col) => landing(track, stamp, cell, [row, col])));
}

/**
 * What a cell's term is on one of these places.
 *
 * @param {Track} track @param {Stamp} stamp @param {[number, number]} cell @param {[number, number]} place @returns {Landing}
 */
function landing(track, { lands, group }, [row, col], place) {
  const [i, j] = lands.at(row, col);
  const taps = [tap(lands.rows, i, place[0]), tap(lands.cols, j, place[1])];
  const factors = track.groups[group].factors.map((factor) => {
    const [rows, cols] = factor.cells(row, col);
    return { panel: factor.panel, row: rows[taps[0]] ?? rows[0], col: cols[taps[1]] ?? cols[0] };
  });
  return { place, factors };
}

/** The numbers of the factors. @param {Landing} landing @param {Panels} panels */
function valuesOf({ factors }, panels) {
  return factors.map(({ panel, row, col }) => panels[panel].value(row, col));
}

/** What lands. @param {Landing} landing @param {Panels} panels */
export function numberOf(landing, panels) {
  return valuesOf(landing, panels).reduce((product, value) => product * value, 1);
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
 * @returns {Place[]}
 */
export function stampedWith(track, stamp, name, row, col) {
  const { lands, group } = stamp;
  const own = [...track.groups[group].factors, lands].find(({ panel }) => panel === name);
  if (!own) return [];
  return own.readers(row, col).flatMap((cell) => landings(track, stamp, cell)).flatMap(({ place, factors }) => {
    const parts = [{ panel: lands.panel, row: place[0], col: place[1] }, ...factors];
    const meant = parts.some((part) => part.panel === name && part.row === row && part.col === col);
    return meant ? parts : [];
  });
}

/**
 * The terms that land on a place, written one after the other, and what they add up to; the middle of many is left out.
 *
 * @param {Track} track @param {Stamp} stamp @param {Record<string, any>} panels @param {number} row @param {number} col
 */
export function landedText(track, stamp, panels, row, col) {
  const found = stamp.lands.readers(row, col).map((cell) => landing(track, stamp, cell, [row, col]));
  const texts = found.map((each) => valuesOf(each, panels).map(factorText).join("\u00d7"));
  const shown = texts.length > MOST_WRITTEN ? [...texts.slice(0, 4), "\u2026", ...texts.slice(-1)] : texts;
  return { terms: shown.join(" + "), sum: numberText(sum(found.map((each) => numberOf(each, panels)))) };
}

/** Which tap of a target's stamp lands on a position. @param {any} indexMap @param {number} target @param {number} position @returns {number} */
function tap(indexMap, target, position) {
  return indexMap.tapIndices(target)[indexMap.sources(target).indexOf(position)];
}
