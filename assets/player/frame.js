import { beam, crosses, meet } from "./beams.js";
import { box } from "./areas.js";
import { marks } from "./marks.js";
import { LEARNED } from "./roles.js";
import { runningSums } from "./stamping.js";

const TITLE = 18; // board units above a panel that its title takes
const FRAMED_FROM = 8; // size of a cell from which each tap apart has a frame

/** Something that is drawn, as `conv.ui.board.frame` has it. @typedef {{look: string, numbers: number[], text: string}} Shape */
/** @typedef {import("./areas.js").Area} Area */
/** @typedef {import("./marks.js").Track} Track */
/** @typedef {import("./panel.js").Panel} Panel */
/** @typedef {import("./calculation.js").Calculation} Calculation */
/** Panels by name, all of them, and the places of running numbers. @typedef {{byName: Record<string, Panel>, panels: Panel[], data: import("./data.d.ts").BoardData}} Places */

/**
 * All shapes that stand upon a board at a place: the same list as `conv.ui.board.frame` makes.
 *
 * @param {Places} board @param {Track[]} tracks @param {{row: number, col: number}} place
 * @param {Calculation} calculation Of the track whose beams, ring and sums are shown; it has read its cell, if it has one.
 * @param {{cover: Map<string, Area[]> | null, sums: boolean, picked: boolean}} wanted Areas to cover instead of those that are
 *   not computed yet, and whether sums so far and the term that decides are wanted.
 * @returns {Shape[]}
 */
export function frame(board, tracks, place, calculation, wanted = { cover: null, sums: true, picked: true }) {
  const { track } = calculation;
  for (const panel of board.panels) panel.turn(place.col); // all steps of a board that changes are one row
  const alone = board.data.activeTrack !== null;
  const { row, col } = track.at(place);
  const here = track.has(row, col);
  const moving = marks(alone ? [track] : tracks, place, board.data.covers);
  if (wanted.cover) moving.cover = wanted.cover;
  const shapes = areaShapes(board, moving, track.data.corner);
  if (wanted.sums && board.data.covers) {
    for (const each of tracks) shapes.push(...sums(board, each, each.at(place)));
  }
  if (!here) return shapes;
  if (alone) shapes.push(...dimmed(board, track, row, col));
  shapes.push(...beams(board, tracks, track, row, col));
  if (wanted.picked) shapes.push(...picked(calculation));
  return shapes;
}

/** Shapes of areas by their looks. @param {Places} board @param {Record<string, Map<string, Area[]>>} areas @param {boolean} corner */
export function areaShapes({ byName }, areas, corner) {
  /** @type {Shape[]} */
  const shapes = [];
  for (const look of ["cover", "span", "window", "cell"]) {
    for (const [name, found] of areas[look]) {
      for (const area of found) shapes.push(...rectangles(lookOf(look, byName[name], area), byName[name], area));
    }
  }
  for (const [name, found] of areas.dot) {
    for (const { rows, cols } of found) shapes.push(shape("dot", byName[name].dot(rows[0][0], cols[0][0], corner)));
  }
  return shapes;
}

/**
 * What the running numbers beside the kernels say, in the order of their places: each of its own track's cell.
 *
 * @param {Places} board @param {Track[]} tracks @param {number} selected @param {{row: number, col: number}} place
 * @param {(track: Track, row: number, col: number) => Calculation} calculated Gives the calculation of a cell.
 * @param {number} reached The term that slow motion has reached, or -1.
 */
export function liveTexts(board, tracks, selected, place, calculated, reached = -1) {
  return board.data.live.map(({ track: number, group }) => {
    const track = tracks[Array.isArray(number) ? number[0] + (selected % number[1]) : number];
    const { row, col } = track.at(place);
    return track.has(row, col) && track.groups.length ? calculated(track, row, col).liveText(group, reached) : "";
  });
}

/** @param {string} look @param {number[]} numbers @param {string} [text] @returns {Shape} */
function shape(look, numbers, text = "") {
  return { look, numbers, text };
}

/** Taps that are too small and close for frames are filled. @param {string} look @param {Panel} panel @param {Area} area */
function lookOf(look, { dx, dy }, { rows, cols }) {
  return look === "window" && rows.length * cols.length > 1 && Math.min(dx, dy) < FRAMED_FROM ? "fine" : look;
}

/** @param {string} look @param {Panel} panel @param {Area} area @returns {Shape[]} */
function rectangles(look, panel, { rows, cols }) {
  return rows.flatMap((down) => cols.map((across) => shape(look, panel.bounds({ rows: [down], cols: [across] }))));
}

/** All but the windows on the panels that a cell reads. @param {Places} board @param {Track} track @param {number} row @param {number} col */
function dimmed(board, track, row, col) {
  return track.operands.flatMap((operand) => {
    const area = operand.area(row, col);
    if (operand.look !== "window" || !area.rows.length || !area.cols.length) return [];
    const panel = board.byName[operand.panel];
    return [shape("dim", [...whole(panel), ...panel.bounds(area)])];
  });
}

/** @param {Panel} panel */
function whole(panel) {
  return panel.bounds(box(0, panel.rows - 1, 0, panel.cols - 1));
}

/**
 * From each window over its kernel to the cell; one that would cross a panel between, or its title, is left out.
 *
 * @param {Places} board @param {Track[]} tracks @param {Track} track @param {number} row @param {number} col @returns {Shape[]}
 */
function beams(board, tracks, track, row, col) {
  const cell = { panel: track.target, bounds: board.byName[track.target].bounds(box(row, row, col, col)) };
  const found = new Map(); // several channels in one panel have one beam
  for (const way of ways(tracks, track)) {
    const stops = way
      .filter((stop) => stop.count(row, col) > 0)
      .map((stop) => ({ panel: stop.panel, bounds: board.byName[stop.panel].bounds(stop.area(row, col)) }));
    if (track.stamps.length) stops.unshift(cell); // from the cell to where it lands
    else stops.push(cell);
    for (let stop = 0; stop + 1 < stops.length; stop++) {
      const [first, second] = [stops[stop], stops[stop + 1]];
      const polygon = beam(first.bounds, second.bounds);
      if (crosses(polygon, between(board, first.panel, second.panel))) continue;
      const numbers = polygon.flat();
      found.set(numbers.map((number) => Math.round(64 * number)).join(), shape("beam", numbers));
    }
  }
  return [...found.values()];
}

/** Rectangles of the panels, with their titles, that may lie between two of them. @type {WeakMap<Places, Map<string, number[][]>>} */
const BETWEEN = new WeakMap();

/** @param {Places} board @param {string} first @param {string} second */
function between(board, first, second) {
  const known = BETWEEN.get(board) ?? new Map();
  BETWEEN.set(board, known);
  const key = `${first} ${second}`;
  let found = known.get(key);
  if (!found) {
    const own = [first, second].map((name) => whole(board.byName[name]));
    found = board.panels
      .filter((panel) => panel.name !== first && panel.name !== second)
      .map(whole)
      .filter((bounds) => !own.some((other) => meet(bounds, other)))
      .map(([left, top, right, bottom]) => [left, top - TITLE, right, bottom]);
    known.set(key, found);
  }
  return found;
}

/** The operands on the way to a cell; learned numbers that tracks share stand beside it. @param {Track[]} tracks @param {Track} track */
function ways(tracks, track) {
  const shared = (/** @type {string} */ panel) => tracks.some((other) => other !== track && other.operand(panel));
  let groups = track.groups.length ? track.groups.map(({ factors }) => factors) : [track.overlays];
  if (track.stamps.length) groups = track.stamps.map(({ group, lands }) => [...track.groups[group].factors, lands]);
  return groups.map((stops) =>
    stops.filter(({ beam, byStep, role, panel }) => beam && !byStep && !(LEARNED.has(role) && shared(panel)))
  );
}

/** A ring around the term that decides. @param {Calculation} calculation */
function picked({ picked }) {
  return (picked?.cells ?? []).map(({ panel, row, col }) => shape("picked", panel.ring(row, col)));
}

/** The sums so far of the cells on which a stamp has landed and another one will. @param {Places} board @param {Track} track @param {{row: number, col: number}} cell */
function sums(board, track, { row, col }) {
  if (!track.has(row, col)) return [];
  return runningSums(track, board.byName, row, col)
    .filter(({ panel, text }) => panel.fits(text))
    .map(({ panel, row, col, text }) => shape("sum", panel.lettering(row, col, text), text));
}
