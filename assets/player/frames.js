import { copiesOf } from "./recipes.js";

const KEPT_PIXELS = 512; // pixels on the long side of a picture that is kept

/** @typedef {import("./panel.js").Panel} Panel */

/** The pictures of a video, cut to the shape of a board's picture. */
export class Frames {
  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.video = video;
    this.canvas = document.createElement("canvas");
  }

  /** Call for each new picture until false is given. @param {() => boolean} show */
  each(show) {
    const next = () => {
      if (!show()) return;
      if ("requestVideoFrameCallback" in this.video) this.video.requestVideoFrameCallback(next);
      else requestAnimationFrame(next);
    };
    next();
  }

  /** Draw the middle of the picture in this size, as much of it as has the shape. @param {number} width @param {number} height @param {boolean} mirrored */
  draw(width, height, mirrored) {
    const { videoWidth, videoHeight } = this.video;
    const scale = Math.min(videoWidth / width, videoHeight / height);
    const [cutWidth, cutHeight] = [width * scale, height * scale];
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    const brush = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d", { willReadFrequently: true }));
    brush.setTransform(mirrored ? -1 : 1, 0, 0, 1, mirrored ? width : 0, 0);
    brush.imageSmoothingQuality = "high";
    const [left, top] = [(videoWidth - cutWidth) / 2, (videoHeight - cutHeight) / 2];
    brush.drawImage(this.video, left, top, cutWidth, cutHeight, 0, 0, width, height);
    return brush;
  }

  /** Red, green, blue and solidity of each pixel, row by row. @param {number} width @param {number} height @param {boolean} mirrored */
  pixels(width, height, mirrored) {
    return this.draw(width, height, mirrored).getImageData(0, 0, width, height).data;
  }

  /** The picture as a file's address, larger than the board shows it. @param {number} width @param {number} height @param {boolean} mirrored */
  snapshot(width, height, mirrored) {
    const scale = KEPT_PIXELS / Math.max(width, height);
    this.draw(Math.round(width * scale), Math.round(height * scale), mirrored);
    return this.canvas.toDataURL("image/png");
  }
}

/**
 * A picture as the numbers of a panel, with its padding: brightness as `conv.images.to_grey`, one colour, or all three.
 *
 * @param {Panel} panel @param {Uint8ClampedArray} pixels @param {number} colour -1 for brightness, or for all of a panel of
 *   colours. @param {import("./marks.js").AnyMap[]} indexMaps
 */
export function frameCells(panel, pixels, colour, indexMaps) {
  const { rows, cols, channels } = panel;
  const found = Float64Array.from(panel.values ?? new Float64Array(rows * cols * channels));
  const copies = copiesOf(panel, indexMaps);
  for (let cell = 0; cell < copies.length; cell++) {
    const at = 4 * copies[cell];
    if (at < 0) continue; // padding that copies nothing
    if (channels > 1) { for (let part = 0; part < channels; part++) found[channels * cell + part] = pixels[at + part]; }
    else if (colour >= 0) found[cell] = pixels[at + colour];
    else found[cell] = Math.floor((299 * pixels[at] + 587 * pixels[at + 1] + 114 * pixels[at + 2] + 500) / 1000);
  }
  return found;
}
