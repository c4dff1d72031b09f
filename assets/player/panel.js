import { shade, shadesOf } from "./scales.js";

export const NUMBERS_FROM = 8; // size of letters, as in conv.ui.board.texts
const WHITE = [255, 255, 255];
/** @typedef {Uint8Array | Int8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array} Numbers */

/** @type {Record<string, new (buffer: ArrayBuffer) => Numbers>} */
const TYPES = {
  u1: Uint8Array,
  i1: Int8Array,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array,
  f4: Float32Array,
  f8: Float64Array,
};

/** Cells of a panel with their values, at their place on the board. */
export class Panel {
  /** @param {import("./data.d.ts").PanelData} data @param {{data: {scales: [number, string][][]}, screen: () => {left: number, top: number, scale: number}}} board */
  constructor(data, board) {
    this.name = data.name;
    this.title = data.title;
    this.picture = data.picture;
    this.inset = data.inset;
    this.sources = data.sources;
    this.valueSentences = data.valueSentences;
    this.edits = data.edits;
    this.number = data.number; // of a single number, which has no rows and columns for a reader
    this.scaling = data.scaling;
    this.letter = data.letter ?? "";
    this.bars = data.bars ?? false;
    this.takes = data.takes ?? [];
    this.hatched = data.hatched ?? [];
    this.rows = data.rows;
    this.cols = data.cols;
    this.x = data.x;
    this.y = data.y;
    this.dx = data.dx;
    this.dy = data.dy;
    this.board = board;
    /** Makes the numbers that the server did not send. @type {((row: number, col: number) => number) | null} */
    this.maker = null;
    this.values = data.values && unpacked(data.values);
    /** Values of each step, where they change with it. @type {Numbers | null} */
    this.moments = data.moments ? unpacked(data.moments) : null;
    this.lettered = data.lettering ?? 0;
    this.channels = this.values ? this.values.length / (data.rows * data.cols) : 1;
  }

  /** Take the values of a step, where they change with it. @param {number} step */
  turn(step) {
    const cells = this.rows * this.cols;
    if (this.moments) this.values = this.moments.subarray(step * cells, (step + 1) * cells);
  }

  /** @param {number} row @param {number} col @param {number} [channel] @returns {number} */
  value(row, col, channel = 0) {
    if (!this.values) return this.maker ? this.maker(row, col) : NaN;
    return this.values[(row * this.cols + col) * this.channels + channel];
  }

  /** Red, green and blue of a cell. @param {number} row @param {number} col @returns {number[]} */
  colour(row, col) {
    if (!this.scaling) return this.channels > 1 ? [0, 1, 2].map((channel) => this.value(row, col, channel)) : WHITE;
    return this.colourOf(this.value(row, col));
  }

  /** Stops of its scale; null of a picture in colour. */
  get stops() {
    if (!this.scaling) return null;
    const { low, scale, signed } = this.scaling;
    return this.board.data.scales[low < 0 ? signed : scale];
  }

  /** @param {number} value */
  colourOf(value) {
    const { low = 0, high = 1 } = this.scaling ?? {};
    return (this.stops && shadesOf(this.stops)[shade(value, low, high)]) ?? WHITE;
  }

  /** Screen rectangle of a cell. @param {number} row @param {number} col */
  box(row, col) {
    const { left, top, scale } = this.board.screen();
    const x = left + (this.x + col * this.dx) * scale;
    const y = top + (this.y + row * this.dy) * scale;
    return { x, y, width: this.dx * scale, height: this.dy * scale };
  }

  /** Path of an area, in board units. @param {import("./areas.js").Area} area */
  path({ rows, cols }) {
    let path = "";
    for (const [top, bottom] of rows) {
      const y = this.y + top * this.dy;
      const height = (bottom - top + 1) * this.dy;
      for (const [left, right] of cols) {
        const x = this.x + left * this.dx;
        path += `M${x.toFixed(2)},${y.toFixed(2)}h${((right - left + 1) * this.dx).toFixed(2)}v${height.toFixed(2)}H${
          x.toFixed(2)
        }Z`;
      }
    }
    return path;
  }

  /** A ring in a cell, around its number: x, y and radius. @param {number} row @param {number} col */
  ring(row, col) {
    return [...this.middle(row, col), Math.max(2, 0.42 * Math.min(this.dx, this.dy))];
  }

  /** @param {number} row @param {number} col @param {number} [share] Of a cell. @returns {[number, number]} */
  middle(row, col, share = 0.5) {
    return [this.x + (col + share) * this.dx, this.y + (row + share) * this.dy];
  }

  /** Whether a text is large enough in a cell. @param {string} text */
  fits(text) {
    return 1.6 * this.dx >= NUMBERS_FROM * text.length;
  }

  /** Where a text stands in a cell: x, y and size. @param {number} row @param {number} col @param {string} text */
  lettering(row, col, text) {
    return [...this.middle(row, col), Math.min(0.46 * this.dy, (1.7 * this.dx) / Math.max(2, text.length))];
  }

  /** Left, top, right and bottom of an area, in board units. @param {import("./areas.js").Area} area */
  bounds({ rows, cols }) {
    const x = this.x + cols[0][0] * this.dx;
    const y = this.y + rows[0][0] * this.dy;
    return [x, y, this.x + (cols[cols.length - 1][1] + 1) * this.dx, this.y + (rows[rows.length - 1][1] + 1) * this.dy];
  }

  /** A dot in the middle of a cell, or in its corner, beside the number: x, y and radius. */
  dot(/** @type {number} */ row, /** @type {number} */ col, /** @type {boolean} */ corner) {
    const share = corner && this.dx >= NUMBERS_FROM ? 0.2 : 0.5;
    return [...this.middle(row, col, share), Math.max(1.5, Math.min(6, 0.16 * this.dx))];
  }
}

/** An array out of its bytes. @param {import("./data.d.ts").Packed} values */
export function unpacked({ dtype, bdata }) {
  const bytes = Uint8Array.from(atob(bdata), (letter) => letter.charCodeAt(0));
  return new TYPES[dtype](bytes.buffer);
}
