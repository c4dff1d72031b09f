import { shortText } from "./numbers.js";
import { inkOn, packedShades } from "./scales.js";

const [BAR, BAR_GROUND] = ["#7fb2dd", "#eceef3"]; // as in conv.ui.board.palette
const FONT = '"Source Sans", sans-serif';

/**
 * Paints panels whose values the browser changes, with the step or because a number was changed, on a canvas under the
 * chart: its lines and hatches stay above, and its own pictures of these panels are hidden.
 */
export class Painting {
  /** @param {import("./data.d.ts").BoardData} data @param {import("./panel.js").Panel[]} panels */
  constructor({ width, height, divided, lens }, panels) {
    this.divided = divided;
    this.below = divided ? lens : ""; // the panel under the divided one
    this.divider = 0.5; // share of the divided panel that is not seen
    this.width = width;
    this.height = height;
    this.all = panels;
    this.panels = new Set(panels.filter(({ moments }) => moments));
    this.moves = this.panels.size > 0; // with the step
    this.shown = 0; // the canvas's width in the page; asking for it would lay out the page in the middle of a frame
    this.canvas = /** @type {HTMLCanvasElement} */ (globalThis.document?.createElement("canvas"));
    if (!this.canvas) return; // outside of a browser nothing is painted
    this.canvas.className = "kw-painting-layer";
    this.canvas.setAttribute("aria-hidden", "true");
    new ResizeObserver(([{ contentRect }]) => {
      this.shown = contentRect.width;
      this.refresh();
    }).observe(this.canvas);
  }

  /** Paint these panels from now on. @param {Iterable<import("./panel.js").Panel>} panels */
  add(panels) {
    for (const panel of panels) this.panels.add(panel);
    const stacked = this.all.filter(({ name }) => name && (name === this.divided || name === this.below));
    if (stacked.some((panel) => this.panels.has(panel))) { for (const panel of stacked) this.panels.add(panel); }
  }

  /** Hide the chart's pictures of what is painted here, and show the others. @param {Element} chart */
  hidePictures(chart) {
    const pictures = chart.querySelectorAll(".imagelayer image");
    this.all.forEach((panel, index) => {
      const picture = /** @type {SVGElement | undefined} */ (pictures[index]);
      if (picture) picture.style.visibility = this.panels.has(panel) ? "hidden" : "";
    });
  }

  /** Pixels of the screen to a board unit. */
  get ratio() {
    return Math.max(1, devicePixelRatio) * (this.shown / this.width || 1);
  }

  /** Paint what moves, or all where the canvas has another size. */
  refresh() {
    if (this.moves || (this.panels.size && Math.round(this.width * this.ratio) !== this.canvas.width)) this.paint();
  }

  /** Paint panels as they are now. @param {Iterable<import("./panel.js").Panel>} [panels] */
  paint(panels = this.panels) {
    if (this.divided) panels = this.all.filter((panel) => this.panels.has(panel)); // one lies upon the other
    const { ratio } = this;
    const [width, height] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) {
      Object.assign(this.canvas, { width, height });
      panels = this.panels; // a canvas of another size is empty
    }
    const brush = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    brush.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const panel of panels) {
      brush.save();
      if (panel.name === this.divided) this.clip(brush, panel);
      paintPanel(brush, panel);
      brush.restore();
    }
  }

  /** Leave what is left of the divider to the panel below. @param {CanvasRenderingContext2D} brush @param {import("./panel.js").Panel} panel */
  clip(brush, { x, y, dx, dy, rows, cols }) {
    const left = this.divider * cols * dx;
    brush.beginPath();
    brush.rect(x + left, y, cols * dx - left, rows * dy);
    brush.clip();
  }
}

/** Pictures with a pixel for each cell, used again. @type {WeakMap<import("./panel.js").Panel, {canvas: OffscreenCanvas, pixels: ImageData}>} */
const PICTURES = new WeakMap();

/** @param {import("./panel.js").Panel} panel */
function pictureOf(panel) {
  const { rows, cols } = panel;
  let found = PICTURES.get(panel);
  const canvas = found?.canvas ?? new OffscreenCanvas(cols, rows);
  const brush = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  if (!found) PICTURES.set(panel, found = { canvas, pixels: brush.createImageData(cols, rows) });
  colourCells(panel, found.pixels.data);
  brush.putImageData(found.pixels, 0, 0);
  return canvas;
}

/** @param {import("./panel.js").Panel} panel @param {Uint8ClampedArray} pixels Red, green, blue and solidity of each cell. */
function colourCells({ values, scaling, stops, channels }, pixels) {
  if (!values) return;
  const cells = new Uint32Array(pixels.buffer);
  if (!scaling || !stops) {
    for (let cell = 0; cell < cells.length; cell++) {
      for (let part = 0; part < 3; part++) pixels[4 * cell + part] = values[cell * channels + part];
      pixels[4 * cell + 3] = 255;
    }
    return;
  }
  const shades = packedShades(stops);
  const { low, high } = scaling;
  const steps = (shades.length - 1) / (high - low);
  for (let cell = 0; cell < cells.length; cell++) {
    const place = (values[cell] - low) * steps;
    cells[cell] = place >= 0
      ? shades[place < shades.length - 1 ? Math.round(place) : shades.length - 1]
      : place < 0
      ? shades[0]
      : 0;
  }
}

/** @param {CanvasRenderingContext2D} brush @param {import("./panel.js").Panel} panel */
function paintPanel(brush, panel) {
  const { x, y, dx, dy, rows, cols, lettered } = panel;
  brush.imageSmoothingEnabled = dx < 0.5;
  brush.clearRect(x, y, cols * dx, rows * dy);
  if (panel.bars) paintBars(brush, panel);
  else brush.drawImage(pictureOf(panel), x, y, cols * dx, rows * dy);
  if (!lettered) return;
  brush.font = `${lettered}px ${FONT}`;
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      brush.fillStyle = panel.bars ? "#000" : inkOn(panel.colour(row, col));
      brush.fillText(shortText(Math.round(100 * panel.value(row, col)) / 100), ...panel.middle(row, col));
    }
  }
}

/** A bar for each number, from 0 on. @param {CanvasRenderingContext2D} brush @param {import("./panel.js").Panel} panel */
function paintBars(brush, panel) {
  const { x, y, dx, dy, rows } = panel;
  const { low = 0, high = 1 } = panel.scaling ?? {};
  const share = (/** @type {number} */ value) => Math.max(0, Math.min((value - low) / (high - low), 1));
  brush.fillStyle = BAR_GROUND;
  brush.fillRect(x, y, dx, rows * dy);
  brush.fillStyle = BAR;
  for (let row = 0; row < rows; row++) {
    const [first, last] = [share(0), share(panel.value(row, 0))].sort((one, other) => one - other);
    brush.fillRect(x + first * dx, y + row * dy, (last - first) * dx, dy);
  }
}
