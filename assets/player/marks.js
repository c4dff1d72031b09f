import { runs } from "./link.js";

/** What is drawn of a reading at a cell: neighbouring rows and columns. @typedef {{rows: number[][], cols: number[][]}} Area */

/** A panel of which each cell of a track's target reads some. */
export class Reading {
  /** @param {any} data @param {any[]} links @param {number} width Of the target, in cells. */
  constructor(data, links, width) {
    this.panel = data.panel;
    this.rows = links[data.rows];
    this.cols = links[data.cols];
    this.channel = data.channel;
    this.byStep = data.byStep;
    this.look = data.look;
    this.beam = data.beam;
    this.width = width;
  }

  /** Numbers of the links' targets. @param {number} row @param {number} col */
  at(row, col) {
    const step = row * this.width + col;
    return this.byStep ? [step, step] : [row, col];
  }

  /** Rows and columns that a cell reads. @param {number} row @param {number} col @returns {[number[], number[]]} */
  cells(row, col) {
    const [down, across] = this.at(row, col);
    return [this.rows.reads(down), this.cols.reads(across)];
  }

  /** @param {number} row @param {number} col @returns {Area} */
  area(row, col) {
    const [down, across] = this.at(row, col);
    return { rows: this.rows.runs(down), cols: this.cols.runs(across) };
  }

  /** How many cells a cell reads. @param {number} row @param {number} col */
  count(row, col) {
    const [rows, cols] = this.cells(row, col);
    return rows.length * cols.length;
  }

  /** Cells of the target that read a cell of the panel, or one of several ones at crossings, as rows and columns. */
  readers(/** @type {number | number[]} */ row, /** @type {number | number[]} */ col) {
    const rows = readersOf(this.rows, row);
    const cols = readersOf(this.cols, col);
    if (!this.byStep) return { rows, cols };
    const both = rows.filter((step) => cols.includes(step));
    return { rows: both.map((step) => Math.floor(step / this.width)), cols: both.map((step) => step % this.width) };
  }
}

/**
 * Where a cell's pixel stands on its panel: in its own place, and where the padding copies it.
 *
 * @param {{panel: any, row: number, col: number}} cell @param {any[]} links @returns {[number[], number[]]} rows, cols
 */
export function standsAt({ panel, row, col }, links) {
  const [top, left, height, width] = panel.inset ?? [0, 0, 0, 0];
  const inside = row >= top && row < top + height && col >= left && col < left + width;
  if (!inside || !panel.sources) return [[row], [col]];
  return [links[panel.sources[0]].readers(row - top), links[panel.sources[1]].readers(col - left)];
}

/** One walk: which cells make which. */
export class Track {
  /** @param {any} data @param {any[]} links */
  constructor(data, links) {
    this.data = data;
    this.title = data.title;
    this.target = data.target;
    this.height = data.height;
    this.width = data.width;
    this.pace = data.pace;
    /** Further panels whose cells are known with the target's. @type {string[]} */
    this.reveals = data.reveals;
    this.groups = data.groups.map((/** @type {any} */ group) => ({
      label: group.label,
      factors: group.factors.map((/** @type {any} */ factor) => new Reading(factor, links, data.width)),
    }));
    this.riders = data.riders.map((/** @type {any} */ rider) => new Reading(rider, links, data.width));
    /** @type {Reading[]} */
    this.factors = this.groups.flatMap((/** @type {any} */ group) => group.factors);
    const once = new Map();
    for (const reading of [...this.factors, ...this.riders]) {
      const key = `${reading.look} ${reading.panel}`;
      if (!once.has(key)) once.set(key, reading);
    }
    /** @type {Reading[]} */
    this.readings = [...once.values()];
    /** The rider on the panel that is stamped, if one is. @type {Reading | null} */
    this.written = data.writes
      ? this.riders.find((/** @type {Reading} */ { panel }) => panel === data.writes[0])
      : null;
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

  /** How a panel is read, or undefined. @param {string} panel */
  reading(panel) {
    return this.readings.find((reading) => reading.panel === panel);
  }
}

/** Targets that read any of some positions, in order. @param {any} link @param {number | number[]} positions */
function readersOf(link, positions) {
  if (!Array.isArray(positions)) return link.readers(positions);
  const found = new Set(positions.flatMap((position) => link.readers(position)));
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
    if (covered && track.written) coverUnfinished(found.cover, track, row, col);
    else if (covered) cover(found.cover, track, row, col);
    if (track.has(row, col)) markCell(found, track, row, col);
  }
  return found;
}

/** @param {Map<string, Area[]>} found @param {Track} track @param {number} row @param {number} col */
function cover(found, { target, reveals, height, width }, row, col) {
  for (const panel of [target, ...reveals]) {
    if (row < height && col < width - 1) add(found, panel, { rows: [[row, row]], cols: [[col + 1, width - 1]] });
    if (row < height - 1) add(found, panel, { rows: [[row + 1, height - 1]], cols: [[0, width - 1]] });
  }
}

/**
 * Cells on which a later stamp will land: in all later rows, and further on in this one.
 *
 * @param {Map<string, Area[]>} found @param {any} track @param {number} row @param {number} col
 */
function coverUnfinished(found, { written: { panel, rows, cols }, reveals }, row, col) {
  const last = (/** @type {any} */ link, /** @type {(last: number) => boolean} */ keep) =>
    Array.from({ length: link.size }, (_, place) => place).filter((place) => keep(link.readers(place).at(-1) ?? -1));
  const areas = [
    crossing(last(rows, (place) => place > row), last(cols, (place) => place > -1)),
    crossing(last(rows, (place) => place === row), last(cols, (place) => place > col)),
  ];
  for (const area of areas.filter(({ rows, cols }) => rows.length && cols.length)) {
    for (const name of [panel, ...reveals]) add(found, name, area);
  }
}

/** @param {Record<string, Map<string, Area[]>>} found @param {Track} track @param {number} row @param {number} col */
function markCell(found, track, row, col) {
  for (const panel of [track.target, ...(track.written ? [] : track.reveals)]) {
    add(found.cell, panel, box(row, row, col, col));
  }
  track.readings.forEach((reading, index) => {
    const area = reading.area(row, col);
    if (!area.rows.length || !area.cols.length) return;
    add(found[reading.look], reading.panel, area);
    const [top, bottom] = [area.rows[0][0], area.rows[area.rows.length - 1][1]];
    const [left, right] = [area.cols[0][0], area.cols[area.cols.length - 1][1]];
    if (area.rows.length > 1 || area.cols.length > 1) add(found.span, reading.panel, box(top, bottom, left, right));
    const { dot } = track.data;
    if (dot && index === 0) {
      add(found.dot, reading.panel, box(top + dot[0], top + dot[0], left + dot[1], left + dot[1]));
    }
  });
}

/** @param {number} top @param {number} bottom @param {number} left @param {number} right @returns {Area} */
export function box(top, bottom, left, right) {
  return { rows: [[top, bottom]], cols: [[left, right]] };
}

/** Single rows and columns. @param {number[]} rows @param {number[]} cols @returns {Area} */
export function crossing(rows, cols) {
  return { rows: runs(rows), cols: runs(cols) };
}

/** @param {Map<string, Area[]>} found @param {string} panel @param {Area} area */
function add(found, panel, area) {
  const known = found.get(panel);
  if (!known) found.set(panel, [area]);
  else if (!known.some((each) => same(each, area))) known.push(area);
}

/** @param {Area} first @param {Area} second */
function same(first, second) {
  return String(first.rows) === String(second.rows) && String(first.cols) === String(second.cols);
}
