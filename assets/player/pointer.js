import { box, crossing, standsAt } from "./marks.js";

const MOVE_INTERVAL = 700; // milliseconds between moves of the picture that are sent

/** A cell of a panel. @typedef {{panel: any, row: number, col: number}} Cell */

/** What pointing does: with mouse, pen or finger, and the same for the keyboard's cursor. */
export class Pointer {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
    /** @type {Cell | null} */
    this.over = null;
    /** @type {number[] | null} */
    this.moves = null;
    this.moving = 0;
    /** @type {HTMLElement | null} */
    this.place = null;
    this.events = new AbortController();
  }

  /** @param {HTMLElement} place Where the board is. */
  listen(place) {
    if (this.place === place) return;
    this.events.abort();
    this.events = new AbortController();
    this.place = place;
    const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ call) =>
      place.addEventListener(name, call, { signal: this.events.signal });
    on("pointermove", (event) => event.pointerType === "touch" || this.move(event));
    on("pointerleave", (event) => event.pointerType === "touch" || this.leave());
    on("pointerdown", (event) => this.down(event));
    on("click", (event) => this.click(event));
    on("dblclick", (event) => {
      const cell = this.cellAt(event);
      if (cell && !this.player.quiz.on) this.player.editing.type(cell);
    });
  }

  stop() {
    this.events.abort();
    clearTimeout(this.moving);
    this.moving = 0;
  }

  /** @param {{clientX: number, clientY: number}} event */
  cellAt({ clientX, clientY }) {
    const { board } = this.player;
    return board.attached ? board.cell(clientX, clientY) : null;
  }

  move(/** @type {PointerEvent} */ event) {
    if (this.player.editing.busy || this.player.quiz.on) return;
    const cell = this.cellAt(event);
    if (!cell) return this.leave();
    const { over } = this;
    if (over && over.panel === cell.panel && over.row === cell.row && over.col === cell.col) return;
    this.over = cell;
    this.player.clock.held = true;
    this.point(cell);
  }

  leave() {
    if (!this.over) return;
    this.over = null;
    this.player.clock.held = false;
    this.player.restore();
  }

  down(/** @type {PointerEvent} */ event) {
    const cell = this.player.quiz.on ? null : this.cellAt(event);
    if (cell && this.player.editing.down(event, cell)) return;
    if (cell && this.player.data.movable && event.button === 0) this.drag(event, cell);
  }

  click(/** @type {MouseEvent} */ event) {
    const cell = this.cellAt(event);
    if (this.player.quiz.on) return cell && this.player.quiz.toggle(cell);
    if (cell && !this.player.editing.dragged) this.pin(cell);
    this.player.editing.dragged = false;
  }

  /** Explain a cell: a cell that is made shows how; any other one lights what it has to do with. @param {Cell} cell */
  point(cell) {
    const made = this.madeBy(cell);
    if (made) this.player.preview(made.track, made.row, made.col);
    else this.player.light(this.reach(cell));
  }

  /** The same, kept; a cell that is made becomes the step. @param {Cell} cell */
  pin(cell) {
    const { player } = this;
    const made = this.madeBy(cell);
    if (made) {
      const index = player.tracks.indexOf(made.track);
      if (index !== player.selected) player.select(index);
      return player.go(player.grid.step(made.track.place(made.row, made.col)));
    }
    const { pinned } = player;
    const again = pinned && pinned.cell.panel === cell.panel && pinned.cell.row === cell.row &&
      pinned.cell.col === cell.col;
    player.clock.pause();
    player.pinned = again ? null : this.reach(cell);
    player.light(player.pinned);
  }

  /** The track and cell that a panel's cell stands for: of a target itself, or of a row of a matrix. @param {Cell} cell */
  madeBy({ panel, row, col }) {
    const { tracks, selected, board } = this.player;
    const order = [tracks[selected], ...tracks];
    if (board.data.lens === panel.name) { // the picture stands for the map
      const [top, left] = panel.inset;
      if (order[0].has(row - top, col - left) && row >= top && col >= left) {
        return { track: order[0], row: row - top, col: col - left };
      }
    }
    const own = order.find((track) => track.target === panel.name);
    if (own) return { track: own, row, col };
    for (const track of order) {
      const operand = track.operand(panel.name);
      if (!operand || !operand.byStep) continue;
      const { rows, cols } = operand.targets(row, col);
      if (rows.length) return { track, row: rows[0], col: cols[0] };
    }
    return null;
  }

  /** All that a cell has to do with: areas by panel, and a sentence. @param {Cell} cell */
  reach(cell) {
    const { panel, row, col } = cell;
    const { tracks, selected, sentences, indexMaps } = this.player;
    const areas = new Map();
    const add = (/** @type {string} */ name, /** @type {any} */ area) => {
      if (area.rows.length && area.cols.length) areas.set(name, [...(areas.get(name) ?? []), area]);
    };
    let said = "";
    const told = [];
    for (const here of this.counterparts(cell)) {
      if (here.panel.valueSentences) told.push(sentences.told(here));
      add(here.panel.name, box(here.row, here.row, here.col, here.col));
      const copied = this.copied(here, indexMaps);
      if (copied) add(here.panel.name, box(copied[0], copied[0], copied[1], copied[1]));
      for (const track of [tracks[selected], ...tracks.filter((each) => each !== tracks[selected])]) {
        const words = this.lightTrack(track, here, add);
        if (here.panel === panel && !said) said = words;
      }
    }
    const parts = [sentences.cell(panel, row, col), sentences.source(panel, indexMaps, row, col), said, ...told];
    return { cell, areas, sentence: parts.filter(Boolean).join(" ") };
  }

  /** The cell itself, and the same pixel wherever else the picture stands. @param {Cell} cell @returns {Cell[]} */
  counterparts(cell) {
    const { panel, row, col } = cell;
    if (!panel.inset) return [cell];
    const [top, left, height, width] = panel.inset;
    const inside = row >= top && row < top + height && col >= left && col < left + width;
    if (!inside) return [cell];
    const others = this.player.board.panels.filter((/** @type {any} */ other) =>
      other !== panel && other.picture === panel.picture
    );
    return [
      cell,
      ...others.map((/** @type {any} */ other) => ({
        panel: other,
        row: row - top + other.inset[0],
        col: col - left + other.inset[1],
      })),
    ];
  }

  /** The cell of the padded picture that a padding cell copies, or null. @param {Cell} cell @param {any[]} indexMaps */
  copied({ panel, row, col }, indexMaps) {
    if (!panel.inset) return null;
    const [down] = indexMaps[panel.sources[0]].sources(row);
    const [across] = indexMaps[panel.sources[1]].sources(col);
    if (down === undefined || across === undefined) return null;
    const found = [down + panel.inset[0], across + panel.inset[1]];
    return found[0] === row && found[1] === col ? null : found;
  }

  /** Light what one track has to do with a cell, and say it. @param {any} track @param {Cell} cell @param {any} add */
  lightTrack(track, { panel, row, col }, add) {
    const { sentences, words } = this.player;
    let said = "";
    const group = track.groups.find((/** @type {any} */ { factors }) =>
      factors.some((/** @type {any} */ each) => each.panel === panel.name)
    );
    const operand = track.operand(panel.name);
    if (!operand || operand.byStep) return said;
    const [down, across] = standsAt({ panel, row, col }, this.player.indexMaps);
    const { rows, cols } = operand.targets(down, across);
    const all = rows.length === track.height && cols.length === track.width;
    const weight = group && group.factors[0].panel !== panel.name;
    if (!weight || !all) add(track.target, crossing(rows, cols));
    for (const partner of group ? group.factors : []) {
      if (partner.panel === panel.name) continue;
      add(partner.panel, crossing(met(operand.rows, partner.rows, down), met(operand.cols, partner.cols, across)));
    }
    const count = rows.length * cols.length;
    const { reaches } = track.data.words;
    if (weight) said = words.multiplies.replace("{count}", String(count));
    else said = reaches ? reaches.replace("{count}", String(count)) : sentences.readers(rows, cols);
    return said;
  }

  /** The picture is dragged by whole pixels; the server moves it. @param {PointerEvent} event @param {Cell} cell */
  drag(event, { panel }) {
    if (!panel.inset) return;
    const { clientX, clientY } = event;
    const { width, height } = panel.box(0, 0);
    const over = new AbortController();
    const drop = (/** @type {any} */ end) => {
      over.abort();
      if (end.type === "pointercancel") return; // the page was scrolled
      this.movePicture(Math.round((end.clientY - clientY) / height), Math.round((end.clientX - clientX) / width));
    };
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, drop, { signal: over.signal });
  }

  /** The first move is sent at once; those of a held key are gathered, so that none is lost while the server works. */
  movePicture(/** @type {number} */ rows, /** @type {number} */ cols) {
    if (!rows && !cols) return;
    const [down, right] = this.moves ?? [0, 0];
    this.moves = [down + rows, right + cols];
    if (!this.moving) this.sendMoves();
  }

  sendMoves() {
    this.moving = 0;
    if (!this.moves || this.player.gone) return;
    this.player.trigger("shift", this.moves);
    this.moves = null;
    this.moving = setTimeout(() => this.sendMoves(), MOVE_INTERVAL);
  }
}

/**
 * Positions of a partner that meet some positions: at each target that reads one, the partner's read by the same tap.
 *
 * @param {import("./index_map.js").IndexMap} indexMap @param {import("./index_map.js").IndexMap} partner @param {number[]} positions
 */
function met(indexMap, partner, positions) {
  const found = new Set();
  for (const position of positions) {
    for (const target of indexMap.targets(position)) {
      found.add(partner.sources(target)[indexMap.sources(target).indexOf(position)]);
    }
  }
  return [...found].filter((each) => each !== undefined).sort((a, b) => a - b);
}
