import { addArea, box } from "./areas.js";
import { LEARNED } from "./roles.js";
import { unfinished } from "./stamping.js";

/** Terms that are shown together. @typedef {{label: string, factors: Operand[]}} Group */
/** Where terms of a group land. @typedef {{lands: Operand, group: number, sums: boolean}} Stamp */
/** @typedef {import("./areas.js").Area} Area */
/** @typedef {import("./index_map.js").IndexMap | import("./index_map.js").Chain} AnyMap */

/** A panel of which each cell of a track's target reads some. */
export class Operand {
  /** @param {import("./data.d.ts").OperandData} data @param {AnyMap[]} indexMaps @param {number} width Of the target, in cells. */
  constructor(data, indexMaps, width) {
    this.panel = data.panel;
    this.rows = indexMaps[data.rows];
    this.cols = indexMaps[data.cols];
    this.channel = data.channel;
    this.byStep = data.byStep;
    this.role = data.role;
    this.look = data.look;
    this.beam = data.beam;
    this.width = width;
  }

  /** Numbers of the index maps' targets. @param {number} row @param {number} col */
  at(row, col) {
    const step = row * this.width + col;
    return this.byStep ? [step, step] : [row, col];
  }

  /** Rows and columns that a cell reads. @param {number} row @param {number} col @returns {[number[], number[]]} */
  cells(row, col) {
    const [down, across] = this.at(row, col);
    return [this.rows.sources(down), this.cols.sources(across)];
  }

  /** @param {number} row @param {number} col @returns {Area} */
  area(row, col) {
    const [down, across] = this.at(row, col);
    return { rows: this.rows.runs(down), cols: this.cols.runs(across) };
  }

  /** Whether the other one reads the same cells in the same look. @param {Operand} other */
  isSame({ panel, look, rows, cols }) {
    return this.panel === panel && this.look === look && this.rows === rows && this.cols === cols;
  }

  /** How many cells a cell reads. @param {number} row @param {number} col */
  count(row, col) {
    const [rows, cols] = this.cells(row, col);
    return rows.length * cols.length;
  }

  /** Cells of the target that read a cell of the panel, row by row. @param {number} row @param {number} col @returns {[number, number][]} */
  readers(row, col) {
    const rows = this.rows.targets(row);
    const cols = this.cols.targets(col);
    if (!this.byStep) {
      return rows.flatMap((down) => cols.map((across) => /** @type {[number, number]} */ ([down, across])));
    }
    return rows.filter((step) => cols.includes(step)).map((step) => [Math.floor(step / this.width), step % this.width]);
  }

  /** Cells of the target that read a cell of the panel, or one of several ones at crossings, as rows and columns. */
  targets(/** @type {number | number[]} */ row, /** @type {number | number[]} */ col) {
    const rows = targetsOf(this.rows, row);
    const cols = targetsOf(this.cols, col);
    if (!this.byStep) return { rows, cols };
    const both = rows.filter((step) => cols.includes(step));
    return { rows: both.map((step) => Math.floor(step / this.width)), cols: both.map((step) => step % this.width) };
  }
}

/**
 * Where a cell's pixel stands on its panel: in its own place, and where the padding copies it.
 *
 * @param {{panel: any, row: number, col: number}} cell @param {AnyMap[]} indexMaps @returns {[number[], number[]]} rows, cols
 */
export function standsAt({ panel, row, col }, indexMaps) {
  const [top, left, height, width] = panel.inset ?? [0, 0, 0, 0];
  const inside = row >= top && row < top + height && col >= left && col < left + width;
  if (!inside || !panel.sources) return [[row], [col]];
  return [indexMaps[panel.sources[0]].targets(row - top), indexMaps[panel.sources[1]].targets(col - left)];
}

/** One walk: which cells make which. */
export class Track {
  /** @param {import("./data.d.ts").TrackData} data @param {AnyMap[]} indexMaps */
  constructor(data, indexMaps) {
    this.data = data;
    this.title = data.title;
    this.target = data.target;
    this.height = data.height;
    this.width = data.width;
    this.pace = data.pace;
    /** Further panels whose cells are known with the target's. @type {string[]} */
    this.reveals = data.reveals;
    /** @type {Group[]} */
    this.groups = data.groups.map(({ label, factors }) => ({
      label,
      factors: factors.map((factor) => new Operand(factor, indexMaps, data.width)),
    }));
    this.overlays = data.overlays.map((overlay) => new Operand(overlay, indexMaps, data.width));
    /** Where terms land. @type {Stamp[]} */
    this.stamps = data.stamps.map((stamp) => ({ ...stamp, lands: new Operand(stamp.lands, indexMaps, data.width) }));
    this.factors = this.groups.flatMap(({ factors }) => factors);
    /** All that is read, each panel once in each look and by the same index maps. @type {Operand[]} */
    this.operands = [];
    for (const operand of [...this.factors, ...this.overlays, ...this.stamps.map(({ lands }) => lands)]) {
      if (!this.operands.some((known) => known.isSame(operand))) this.operands.push(operand);
    }
    /** Where the first terms land, if any do. */
    this.stamped = this.stamps[0]?.lands ?? null;
  }

  has(/** @type {number} */ row, /** @type {number} */ col) {
    return row < this.height && col < this.width;
  }

  /** The cell at a place of the grid that all tracks share. @param {{row: number, col: number}} place */
  at({ row, col }) {
    return { row: Math.floor(row / this.pace), col: Math.floor(col / this.pace) };
  }

  /** The first place at which a cell stands. @param {number} row @param {number} col */
  place(row, col) {
    return { row: row * this.pace, col: col * this.pace };
  }

  /**
   * The operand that a step is about: where its terms land, or what is read of a picture, a map or gradients, not what
   * is learned; where several are, the first one that reads anything there.
   */
  leading(row = 0, col = 0) {
    if (this.stamped) return this.stamped;
    const walked = this.operands.filter(({ role }) => !LEARNED.has(role));
    const alike = walked.filter(({ role }) => role === walked[0].role);
    return alike.find((operand) => operand.count(row, col) > 0) ?? this.operands[0];
  }

  /** How a panel is read, or undefined; of lines of a table, which stand apart, the one that reads a cell. @param {string} panel */
  operand(panel, row = -1, col = -1) {
    const first = this.operands.find((operand) => operand.panel === panel);
    if (!first?.byStep || row < 0) return first;
    const own = this.operands.filter((operand) => operand.panel === panel && operand.look === first.look);
    return own.find((operand) => operand.targets(row, col).rows.length > 0) ?? first;
  }
}

/** Targets that read any of some positions, in order. @param {AnyMap} indexMap @param {number | number[]} positions */
function targetsOf(indexMap, positions) {
  if (!Array.isArray(positions)) return indexMap.targets(positions);
  const found = new Set(positions.flatMap((position) => indexMap.targets(position)));
  return [...found].sort((first, second) => first - second);
}

/** The steps that tracks take together, row by row, through a grid that holds the largest of their targets. */
export class Grid {
  /** @param {Track[]} tracks */
  constructor(tracks) {
    this.height = Math.max(...tracks.map((track) => (track.height - 1) * track.pace + 1));
    this.width = Math.max(...tracks.map((track) => (track.width - 1) * track.pace + 1));
    this.steps = this.height * this.width;
  }

  place(/** @type {number} */ step) {
    return { row: Math.floor(step / this.width), col: step % this.width };
  }

  step(/** @type {{row: number, col: number}} */ { row, col }) {
    return row * this.width + col;
  }

  endsRow(/** @type {number} */ step) {
    return step % this.width === this.width - 1 && step < this.steps - 1;
  }
}

/**
 * What moves on a board at a place: areas by look and panel, as `conv.ui.board.marks` has them.
 *
 * @param {Track[]} tracks Those that walk.
 * @param {{row: number, col: number}} place
 * @param {boolean} covered Whether cells that are not computed yet are covered.
 * @returns {Record<string, Map<string, Area[]>>}
 */
export function marks(tracks, place, covered = true) {
  /** @type {Record<string, Map<string, Area[]>>} */
  const found = { cover: new Map(), span: new Map(), window: new Map(), cell: new Map(), dot: new Map() };
  for (const track of tracks) {
    const { row, col } = track.at(place);
    if (covered && track.stamped) coverUnfinished(found.cover, track, row, col);
    else if (covered) cover(found.cover, track, row, col);
    if (track.has(row, col)) markCell(found, track, row, col);
  }
  return found;
}

/** @param {Map<string, Area[]>} found @param {Track} track @param {number} row @param {number} col */
function cover(found, { target, reveals, height, width }, row, col) {
  for (const panel of [target, ...reveals]) {
    if (row < height && col < width - 1) addArea(found, panel, { rows: [[row, row]], cols: [[col + 1, width - 1]] });
    if (row < height - 1) addArea(found, panel, { rows: [[row + 1, height - 1]], cols: [[0, width - 1]] });
  }
}

/** Cells on which a later stamp will land. @param {Map<string, Area[]>} found @param {Track} track @param {number} row @param {number} col */
function coverUnfinished(found, { stamps, reveals }, row, col) {
  stamps.forEach(({ lands }, index) => {
    for (const area of unfinished(lands, row, col)) {
      for (const name of [lands.panel, ...(index ? [] : reveals)]) addArea(found, name, area);
    }
  });
}

/** @param {Record<string, Map<string, Area[]>>} found @param {Track} track @param {number} row @param {number} col */
function markCell(found, track, row, col) {
  for (const panel of [track.target, ...(track.stamped ? [] : track.reveals)]) {
    addArea(found.cell, panel, box(row, row, col, col));
  }
  track.operands.forEach((operand, index) => {
    const area = operand.area(row, col);
    if (!area.rows.length || !area.cols.length) return;
    addArea(found[operand.look], operand.panel, area);
    const [top, bottom] = [area.rows[0][0], area.rows[area.rows.length - 1][1]];
    const [left, right] = [area.cols[0][0], area.cols[area.cols.length - 1][1]];
    if (area.rows.length > 1 || area.cols.length > 1) addArea(found.span, operand.panel, box(top, bottom, left, right));
    const { dot } = track.data;
    if (dot && index === 0) {
      addArea(found.dot, operand.panel, box(top + dot[0], top + dot[0], left + dot[1], left + dot[1]));
    }
  });
}
