import { CameraBar } from "./camera_bar.js";
import { frameCells, Frames } from "./frames.js";
import { remembered } from "./memory.js";

const REFRESHED = 200; // milliseconds between changes of the formula and the sentence while pictures come in
const SMALLEST = 16; // pixels on the long side from which a board shows a camera's pictures

/** What a person is told where the camera gives no picture, by the browser's names. @type {Record<string, string>} */
const REASONS = {
  NotAllowedError: "camera_refused",
  SecurityError: "camera_refused",
  NotFoundError: "camera_none",
  OverconstrainedError: "camera_none",
};

/** The camera's pictures run through the walks of a board, in this browser alone, until one is frozen. */
export class Camera {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
    /** @type {MediaStream | null} */
    this.stream = null;
    this.video = document.createElement("video");
    Object.assign(this.video, { muted: true, playsInline: true });
    this.frames = new Frames(this.video);
    this.asked = 0; // which request for the camera is the last one
    this.refreshed = 0;
    this.shown = 0; // pictures, for tests and benchmarks
    this.bar = new CameraBar(this, player.words);
    player.controls.bar.append(this.bar.row);
  }

  get on() {
    return this.stream !== null;
  }

  /** Take a board: pictures go on where it has a place for them. */
  take() {
    const { controls, data } = this.player;
    controls.camera.hidden = !data.camera;
    if (!data.camera) return this.stop();
    if (remembered.camera && !this.on && this.large) this.start();
    this.bar.fit();
  }

  /** The picture's panels: one, or one for each of its colours. @returns {import("./panel.js").Panel[]} */
  get panels() {
    const { board, tracks } = this.player;
    const again = board.data.recipes.find((/** @type {any} */ { name }) => name === "repeated");
    if (again) return [board.byName[again.source]];
    const read = new Set(
      tracks.flatMap((/** @type {any} */ track) => track.factors.map((/** @type {any} */ { panel }) => panel)),
    );
    return board.panels.filter((/** @type {any} */ { name, inset }) => inset && read.has(name));
  }

  /** Width and height of the board's picture, in pixels. @returns {[number, number]} */
  get size() {
    const [panel] = this.panels;
    if (!panel) return [0, 0];
    return panel.inset ? [panel.inset[3], panel.inset[2]] : [panel.cols, panel.rows];
  }

  /** Whether the board's picture is large enough. */
  get large() {
    return Math.max(...this.size) >= SMALLEST;
  }

  /** Start, or stop. */
  toggle() {
    if (remembered.camera) return this.stop();
    remembered.camera = true; // from now on, on every board that can show it
    this.start();
  }

  /** @param {string} [device] */
  async start(device = this.bar.device) {
    if (!globalThis.isSecureContext || !navigator.mediaDevices) return this.explain("camera_insecure");
    this.player.clock.pause(false);
    const asked = this.asked += 1;
    const chosen = device ? { deviceId: { exact: device } } : { facingMode: "user" };
    try {
      const video = { ...chosen, width: { ideal: 640 }, height: { ideal: 480 } };
      const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
      if (asked !== this.asked) return stream.getTracks().forEach((track) => track.stop());
      this.release();
      this.stream = this.video.srcObject = stream;
      await this.video.play();
      this.bar.offer(await navigator.mediaDevices.enumerateDevices());
    } catch (error) {
      return this.explain(REASONS[error instanceof DOMException ? error.name : ""] ?? "camera_failed");
    }
    this.fit();
    this.frames.each(() => this.show());
    if (this.large) return;
    remembered.madeRoom = true; // a picture of a few numbers makes place
    this.player.trigger("camera", { act: "start" });
  }

  /** @param {string} name Of the sentence that says why there is no picture. */
  explain(name) {
    this.stop();
    this.player.controls.narrate(this.player.words[name], true);
  }

  fit() {
    this.player.controls.camera.setAttribute("aria-pressed", String(this.on));
    this.bar.fit();
    this.player.fitting.renew();
  }

  /** Show the picture that the camera has now; false ends it. */
  show() {
    const { player } = this;
    if (!this.on || player.gone) return false;
    const { panels } = this;
    const { videoWidth, videoHeight } = this.video;
    if (!panels.length || !player.board.attached || !videoWidth || !videoHeight) return true;
    const pixels = this.frames.pixels(...this.size, this.bar.mirrored);
    player.editing.live.fill(
      new Map(
        panels.map((
          panel,
          index,
        ) => [panel, frameCells(panel, pixels, panels.length > 1 ? index : -1, player.indexMaps)]),
      ),
    );
    this.shown += 1;
    if (performance.now() - this.refreshed > REFRESHED) {
      this.refreshed = performance.now();
      player.restore();
    }
    return true;
  }

  /** Keep the picture that is shown as the scene's own: now it goes to the server, and the camera stops. */
  freeze() {
    const picture = this.frames.snapshot(...this.size, this.bar.mirrored);
    remembered.madeRoom = false;
    this.stop(true);
    this.player.trigger("camera", { act: "freeze", picture });
  }

  release() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = this.video.srcObject = null;
  }

  /** The player is gone; another one may go on with the camera. */
  leave() {
    this.asked += 1;
    this.release();
  }

  /** @param {boolean} [keeps] Whether the last picture stays until the server has answered. */
  stop(keeps = false) {
    const was = this.on;
    remembered.camera = false;
    this.leave();
    if (!was) return;
    this.fit();
    const { madeRoom } = remembered;
    remembered.madeRoom = false;
    if (madeRoom) this.player.trigger("camera", { act: "end" });
    if (!keeps && !(madeRoom && this.large)) this.player.reload(); // the scene's own picture again
  }
}
