import { addArea, box, crossing } from "./areas.js";
import { standsAt } from "./marks.js";
import { BIAS, GRADIENT, LEARNED, WEIGHT } from "./roles.js";
import { landedText, stampedWith } from "./stamping.js";

/** A cell of a panel. @typedef {{panel: any, row: number, col: number}} Cell */
/** @typedef {import("./areas.js").Area} Area */
/** @typedef {import("./marks.js").Operand} Operand */
/** @typedef {import("./marks.js").Track} Track */
/** What a cell has to do with: areas by panel, and a sentence. @typedef {{cell: Cell, areas: Map<string, Area[]>, sentence: string}} Reached */

/**
 * Where a cell is looked for.
 *
 * @typedef {object} View
 * @property {Track[]} tracks The chosen one first.
 * @property {any[]} panels
 * @property {Record<string, any>} byName The same by their names.
 * @property {import("./marks.js").AnyMap[]} indexMaps
 * @property {import("./words.js").Words} sentences
 */

/** All that a cell has to do with. @param {Cell} cell @param {View} view @returns {Reached} */
export function reachOf(cell, view) {
  const { panel, row, col } = cell;
  const { tracks, indexMaps, sentences } = view;
  const areas = new Map();
  const add = (/** @type {string} */ name, /** @type {Area} */ area) => {
    if (area.rows.length && area.cols.length) addArea(areas, name, area);
  };
  let said = "";
  const told = [];
  for (const here of counterparts(cell, view.panels)) {
    if (here.panel.valueSentences) told.push(sentences.told(here));
    add(here.panel.name, box(here.row, here.row, here.col, here.col));
    const copied = copiedBy(here, indexMaps);
    if (copied) add(here.panel.name, box(copied[0], copied[0], copied[1], copied[1]));
    for (const track of tracks) {
      const words = reachIn(track, here, view, add);
      if (here.panel === panel && !said) said = words;
    }
  }
  const parts = [sentences.cell(panel, row, col), sentences.source(panel, indexMaps, row, col), said, ...told];
  return { cell, areas, sentence: sentences.beside(parts) };
}

/** The cell itself, and the same pixel wherever else the picture stands. @param {Cell} cell @param {any[]} panels @returns {Cell[]} */
function counterparts(cell, panels) {
  const { panel, row, col } = cell;
  if (!panel.inset) return [cell];
  const [top, left, height, width] = panel.inset;
  const inside = row >= top && row < top + height && col >= left && col < left + width;
  if (!inside) return [cell];
  const others = panels.filter((other) => other !== panel && other.picture === panel.picture);
  return [
    cell,
    ...others.map((other) => ({
      panel: other,
      row: row - top + other.inset[0],
      col: col - left + other.inset[1],
    })),
  ];
}

/** The cell of the padded picture that a padding cell copies, or null. @param {Cell} cell @param {import("./marks.js").AnyMap[]} indexMaps */
function copiedBy({ panel, row, col }, indexMaps) {
  if (!panel.inset) return null;
  const [down] = indexMaps[panel.sources[0]].sources(row);
  const [across] = indexMaps[panel.sources[1]].sources(col);
  if (down === undefined || across === undefined) return null;
  const found = [down + panel.inset[0], across + panel.inset[1]];
  return found[0] === row && found[1] === col ? null : found;
}

/**
 * What one track has to do with a cell: areas are added, the sentence is given.
 *
 * @param {Track} track @param {Cell} cell @param {View} view @param {(name: string, area: Area) => void} add
 */
function reachIn(track, { panel, row, col }, view, add) {
  const { indexMaps, sentences } = view;
  const operand = track.operand(panel.name, row, col);
  if (!operand || operand.byStep) return "";
  const [down, across] = standsAt({ panel, row, col }, indexMaps);
  const { rows, cols } = operand.targets(down, across);
  const all = rows.length === track.height && cols.length === track.width;
  if (!LEARNED.has(operand.role) || !all) add(track.target, crossing(rows, cols));
  const partners = track.groups.flatMap(({ factors }) => {
    const own = factors.find((factor) => factor.panel === panel.name);
    return own ? factors.filter((factor) => factor !== own).map((factor) => ({ own, factor })) : [];
  });
  for (const { own, factor } of track.stamps.length ? [] : partners) {
    for (const area of met(own, factor, down, across)) add(factor.panel, area);
  }
  for (const stamp of track.stamps) {
    for (const part of stampedWith(track, stamp, panel.name, row, col)) {
      if (part.panel !== track.target) add(part.panel, box(part.row, part.row, part.col, part.col));
    }
  }
  const count = rows.length * cols.length;
  if (operand.role === BIAS) return sentences.say("is_added", { count });
  if (operand.role === WEIGHT) {
    const gradients = partners.some(({ factor }) => factor.role === GRADIENT);
    return sentences.say(gradients ? "multiplies_gradients" : "multiplies", { count });
  }
  if (!track.stamps.length) return sentences.reaches(track, rows, cols);
  if (panel.name === track.target) return "";
  const told = track.stamps.some(({ lands }) => lands.panel === panel.name);
  if (!told) return sentences.readers(rows, cols);
  const stamp = track.stamps.find(({ lands, sums }) => sums && lands.panel === panel.name);
  const sum = stamp && count ? sentences.say("landed", landedText(track, stamp, view.byName, row, col)) : "";
  return sentences.beside([sentences.reaches(track, rows, cols), sum]);
}

/**
 * The cells of a partner that are multiplied with cells of an operand, which stand at crossings of rows and columns.
 *
 * @param {Operand} operand @param {Operand} partner @param {number[]} down @param {number[]} across @returns {Area[]}
 */
function met(operand, partner, down, across) {
  const { rows, cols } = operand.targets(down, across);
  const alike = !operand.byStep && !partner.byStep && rows.every((row) => isAlike(operand.rows, partner.rows, row)) &&
    cols.every((col) => isAlike(operand.cols, partner.cols, col));
  if (alike) {
    return [crossing(metAlong(operand.rows, partner.rows, down), metAlong(operand.cols, partner.cols, across))];
  }
  /** @type {Map<string, Area>} */
  const found = new Map();
  for (const row of rows) {
    for (const col of cols) {
      for (const [r, c] of pairedWith(operand, partner, row, col, down, across)) {
        found.set(`${r},${c}`, box(r, r, c, c));
      }
    }
  }
  return [...found.values()];
}

/** Whether two index maps read as many positions for a target. @param {import("./marks.js").AnyMap} first @param {import("./marks.js").AnyMap} second @param {number} target */
function isAlike(first, second, target) {
  return first.sources(target).length === second.sources(target).length;
}

/**
 * Positions of a partner that meet some positions: at each target that reads one, the partner's read by the same tap.
 *
 * @param {import("./marks.js").AnyMap} indexMap @param {import("./marks.js").AnyMap} partner @param {number[]} positions
 */
function metAlong(indexMap, partner, positions) {
  const found = new Set();
  for (const position of positions) {
    for (const target of indexMap.targets(position)) {
      found.add(partner.sources(target)[indexMap.sources(target).indexOf(position)]);
    }
  }
  return [...found].filter((each) => each !== undefined).sort((a, b) => a - b);
}

/**
 * The partner's cells that come, row by row, in the places of some cells of an operand, at one cell of the target.
 *
 * @param {Operand} operand @param {Operand} partner @param {number} row @param {number} col
 * @param {number[]} down @param {number[]} across
 */
function pairedWith(operand, partner, row, col, down, across) {
  const [rows, cols] = operand.cells(row, col);
  const [otherRows, otherCols] = partner.cells(row, col);
  return rows.flatMap((r, k) =>
    cols.flatMap((c, l) => {
      if (!down.includes(r) || !across.includes(c)) return [];
      const tap = k * cols.length + l;
      return [[otherRows[Math.floor(tap / otherCols.length)], otherCols[tap % otherCols.length]]];
    })
  );
}
