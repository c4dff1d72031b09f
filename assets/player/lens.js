import { Recipe } from "./making.js";

const MAX_CELLS = 11; // of a side of the lens
const SIDES = [4, 7]; // pixels of the screen for each, at least and at most
const SHARE = 0.4; // of its panel that it takes in width and in height
const MOST = 0.5; // of its panel: a larger one would hide it
const SMALL = 4; // pixels of the screen from which a cell needs no lens
const ACCENT = "#d6006c";

/** Magnifies the place of the current cell, on the picture and on every map, where cells are small. */
export class Lens {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
    this.canvas = document.createElement("canvas");
    this.canvas.className = "kw-lens";
    this.canvas.setAttribute("aria-hidden", "true");
    /** Where each panel's glass lies on the canvas. @type {Record<string, {x: number, y: number, side: number}>} */
    this.glasses = {};
  }

  /** Take a board: maps whose numbers the server did not send are made here. */
  take() {
    const { board, tracks } = this.player;
    this.hide();
    for (const track of tracks) {
      const target = board.byName[track.target];
      if (!target || target.values) continue;
      const recipe = new Recipe(track, board.byName);
      target.maker = (/** @type {number} */ row, /** @type {number} */ col) => recipe.cell(row, col) ?? NaN;
    }
  }

  hide() {
    this.canvas.hidden = true;
  }

  /** Magnify what a cell of a track reads, and the same cell of all maps. @param {import("./marks.js").Track} track @param {number} row @param {number} col */
  show(track, row, col) {
    const { board, tracks } = this.player;
    const source = board.byName[board.data.lens];
    const place = document.querySelector(".st-key-board");
    const [rows, cols] = track.leading(row, col).cells(row, col);
    if (!source || !place || !rows.length || !cols.length) return this.hide();
    const { scale } = board.screen();
    if (source.dx * scale >= SMALL) return this.hide();
    if (this.canvas.parentElement !== place) place.append(this.canvas);
    this.canvas.hidden = false;
    const ratio = devicePixelRatio;
    const [width, height] = [board.data.width * scale, board.data.height * scale];
    Object.assign(this.canvas, { width: width * ratio, height: height * ratio });
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    const paint = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    paint.scale(ratio, ratio);
    const middle = [rows[Math.floor(rows.length / 2)], cols[Math.floor(cols.length / 2)]];
    const { divided } = board.data;
    this.glasses = {};
    const framed = [rows[0], rows[rows.length - 1], cols[0], cols[cols.length - 1]];
    const put = (
      /** @type {import("./panel.js").Panel} */ panel,
      /** @type {number[]} */ at,
      /** @type {number[]} */ frame,
      /** @type {number} */ aside,
    ) => {
      const found = glass(paint, panel, at, scale, frame, aside);
      if (found) this.glasses[panel.name] = found;
    };
    put(source, middle, framed, divided ? -1 : 0);
    for (const each of tracks) {
      if (each.has(row, col)) put(board.byName[each.target], [row, col], [row, row, col, col], divided ? 1 : 0);
    }
  }
}

/**
 * One lens upon a panel, with a frame around some cells.
 *
 * @param {CanvasRenderingContext2D} paint @param {import("./panel.js").Panel} panel @param {number[]} middle @param {number} scale
 * @param {number[]} framed First and last row, first and last column. @param {number} aside Left or right of the place.
 */
function glass(paint, panel, [row, col], scale, framed, aside) {
  const room = SHARE * Math.min(panel.rows * panel.dy, panel.cols * panel.dx) * scale; // more would hide the panel
  const each = Math.max(SIDES[0], Math.min(SIDES[1], Math.floor(room / 5)));
  const cells = Math.max(5, Math.min(MAX_CELLS, 2 * Math.floor((room / each - 1) / 2) + 1));
  const side = cells * each;
  if (side + 6 > MOST * Math.min(panel.rows * panel.dy, panel.cols * panel.dx) * scale) return null;
  // In a corner of its own panel, away from the place: neither that nor a title or a kernel beside is covered.
  const corner = (/** @type {number} */ start, /** @type {number} */ length, /** @type {boolean} */ end) =>
    end ? (start + length) * scale - side - 3 : start * scale + 3;
  const right = aside ? aside > 0 : 2 * col < panel.cols;
  const x = corner(panel.x, panel.cols * panel.dx, right);
  const y = corner(panel.y, panel.rows * panel.dy, 2 * row < panel.rows);
  const [top, left] = [row - (cells - 1) / 2, col - (cells - 1) / 2];
  paint.fillStyle = "#fff";
  paint.fillRect(x - 3, y - 3, side + 6, side + 6);
  paint.fillStyle = "#8f959e";
  paint.fillRect(x - 1, y - 1, side + 2, side + 2);
  for (let i = 0; i < cells; i++) {
    for (let j = 0; j < cells; j++) {
      const [r, c] = [top + i, left + j];
      if (r < 0 || r >= panel.rows || c < 0 || c >= panel.cols) continue;
      paint.fillStyle = `rgb(${panel.colour(r, c)})`;
      paint.fillRect(x + j * each, y + i * each, each, each);
    }
  }
  const frame = [x + (framed[2] - left) * each, y + (framed[0] - top) * each];
  const away = each < 6 ? 2 : 0; // around a cell so small that lines would cover it
  const sizes = [(framed[3] - framed[2] + 1) * each, (framed[1] - framed[0] + 1) * each];
  for (const [colour, line] of /** @type {[string, number][]} */ ([["#fff", 4], [ACCENT, 2]])) {
    paint.strokeStyle = colour;
    paint.lineWidth = line;
    paint.strokeRect(frame[0] - away, frame[1] - away, sizes[0] + 2 * away, sizes[1] + 2 * away);
  }
  return { x, y, side };
}
