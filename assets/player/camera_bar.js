import { icon } from "./icons.js";
import { element } from "./numbers.js";

/** The row of a running camera: freeze, stop, which camera, and mirrored or not. */
export class CameraBar {
  /** @param {import("./camera.js").Camera} camera @param {Record<string, string>} words */
  constructor(camera, words) {
    this.camera = camera;
    this.words = words;
    this.row = element("div", "kw-edit");
    this.row.dataset.testid = "player-live";
    this.row.setAttribute("role", "group");
    this.row.setAttribute("aria-label", words.camera);
    this.row.hidden = true;
    this.choice = element("select", "kw-choice");
    this.choice.setAttribute("aria-label", words.camera_which);
    this.choice.dataset.testid = "player-camera-choice";
    this.choice.addEventListener("change", () => camera.start(this.choice.value));
    this.mirror = element("input");
    Object.assign(this.mirror, { type: "checkbox", checked: true });
    this.mirror.dataset.testid = "player-mirror";
    const label = element("label", "kw-check");
    label.append(this.mirror, words.camera_mirror);
    this.row.append(
      this.button("freeze", words.camera_freeze, () => camera.freeze()),
      this.button("stop", words.camera_stop, () => camera.stop()),
      this.choice,
      label,
      element("span", "kw-edit-hint", words.camera_private),
    );
  }

  /** @param {string} name @param {string} text @param {() => void} act */
  button(name, text, act) {
    const made = element("button", "kw-worded");
    made.type = "button";
    made.innerHTML = icon(name);
    made.append(text);
    made.dataset.testid = `player-${name}`;
    made.addEventListener("click", act);
    return made;
  }

  get mirrored() {
    return this.mirror.checked;
  }

  /** The camera that was chosen, or empty. */
  get device() {
    return this.choice.value;
  }

  fit() {
    this.row.hidden = !this.camera.on;
    this.choice.hidden = this.choice.options.length < 2;
  }

  /** @param {MediaDeviceInfo[]} devices */
  offer(devices) {
    const own = this.camera.stream?.getVideoTracks()[0]?.getSettings().deviceId;
    this.choice.replaceChildren(
      ...devices.filter(({ kind, deviceId }) => kind === "videoinput" && deviceId).map(({ deviceId, label }, index) => {
        return new Option(label || `${this.words.camera} ${index + 1}`, deviceId, false, deviceId === own);
      }),
    );
  }
}
