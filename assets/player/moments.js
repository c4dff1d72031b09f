import { shortText } from "./numbers.js";

const LINES_FROM = 7; // size of a cell from which lines are drawn between cells, as in conv.ui.board.figure
const GRID = "#8f959e";
const FONT = '"Source Sans", sans-serif';

/** Paints panels whose values change with the step, on a canvas under the drawing. */
export class Moments {
  /** @param {import("./data.d.ts").BoardData} data @param {import("./panel.js").Panel[]} panels */
  constructor({ width, height }, panels) {
    this.width = width;
    this.height = height;
    this.panels = panels.filter(({ moments }) => moments);
    this.canvas = /** @type {HTMLCanvasElement} */ (globalThis.document?.createElement("canvas"));
    if (!this.canvas) return; // outside of a browser nothing is painted
    this.canvas.className = "kw-moments";
    this.canvas.setAttribute("aria-hidden", "true");
    this.canvas.hidden = !this.panels.length;
  }

  /** Paint the values that stand there now. */
  paint() {
    if (!this.panels.length) return;
    const ratio = Math.max(1, devicePixelRatio) * (this.canvas.clientWidth / this.width || 1);
    const [width, height] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    const brush = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    brush.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const panel of this.panels) paintPanel(brush, panel);
  }
}

/** A picture of a panel with a pixel for each cell. @param {import("./panel.js").Panel} panel */
function pictureOf(panel) {
  const { rows, cols } = panel;
  const picture = new OffscreenCanvas(cols, rows);
  const brush = /** @type {OffscreenCanvasRenderingContext2D} */ (picture.getContext("2d"));
  const pixels = brush.createImageData(cols, rows);
  for (let cell = 0; cell < rows * cols; cell++) {
    pixels.data.set(panel.colour(Math.floor(cell / cols), cell % cols), 4 * cell);
    pixels.data[4 * cell + 3] = 255;
  }
  brush.putImageData(pixels, 0, 0);
  return picture;
}

/** @param {CanvasRenderingContext2D} brush @param {import("./panel.js").Panel} panel */
function paintPanel(brush, panel) {
  const { x, y, dx, dy, rows, cols, lettered } = panel;
  brush.imageSmoothingEnabled = false;
  brush.drawImage(pictureOf(panel), x, y, cols * dx, rows * dy);
  brush.strokeStyle = GRID;
  brush.lineWidth = 1;
  const each = Math.min(dx, dy) >= LINES_FROM;
  brush.beginPath();
  for (let row = 0; row <= rows; row += each ? 1 : rows) {
    brush.moveTo(x, y + row * dy);
    brush.lineTo(x + cols * dx, y + row * dy);
  }
  for (let col = 0; col <= cols; col += each ? 1 : cols) {
    brush.moveTo(x + col * dx, y);
    brush.lineTo(x + col * dx, y + rows * dy);
  }
  brush.stroke();
  if (!lettered) return;
  brush.font = `${lettered}px ${FONT}`;
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      brush.fillStyle = contrastInk(panel.colour(row, col));
      brush.fillText(
        shortText(Math.round(100 * panel.value(row, col)) / 100),
        x + (col + 0.5) * dx,
        y + (row + 0.5) * dy,
      );
    }
  }
}

/** Black or white, whichever has more contrast, as conv.ui.board.palette has it. @param {number[]} colour */
export function contrastInk(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}
