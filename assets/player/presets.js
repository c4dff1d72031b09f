import { element, filled } from "./numbers.js";

/** Known kernels of the board's size, or functions: one that is pointed at is tried at once, and taken by a click. */
export class Presets {
  /** @param {import("./editing.js").Editing} editing @param {"kernel" | "activation"} kind @param {string} label */
  constructor(editing, kind, label) {
    this.editing = editing;
    this.kind = kind;
    this.row = element("div", "kw-choices kw-presets");
    this.row.dataset.testid = `player-presets-${kind}`;
    this.row.setAttribute("role", "group");
    this.row.setAttribute("aria-label", label);
    this.tried = "";
    this.offered = "";
    for (const name of ["pointerleave", "focusout"]) this.row.addEventListener(name, () => this.leave());
    this.row.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape" || !this.tried) return;
      event.stopPropagation();
      this.leave();
    });
  }

  /** Offer the board's. @param {import("./data.d.ts").PresetData[]} presets @param {boolean} open */
  offer(presets, open) {
    presets = presets.filter(({ kind }) => kind === this.kind);
    this.row.hidden = !open || !presets.length;
    const offered = presets.map(({ name }) => name).join();
    if (this.offered !== offered) this.build(presets); // else the button that has the focus stays
    this.offered = offered;
    presets.forEach((preset, place) => {
      this.row.children[place].setAttribute("aria-pressed", String(this.editing.keeper.has(preset)));
    });
  }

  /** A button for each. @param {import("./data.d.ts").PresetData[]} presets */
  build(presets) {
    this.row.replaceChildren(...presets.map((preset) => {
      const made = element("button", "", preset.label);
      made.type = "button";
      made.dataset.testid = `player-preset-${preset.name}`;
      made.addEventListener("focus", () => this.attempt(preset));
      made.addEventListener("pointermove", (/** @type {PointerEvent} */ { movementX, movementY }) => {
        if (movementX || movementY) this.attempt(preset); // not where the row has come to lie under a pointer that rests
      });
      made.addEventListener("click", () => this.take(preset));
      return made;
    }));
  }

  /** Show what it makes. @param {import("./data.d.ts").PresetData} preset */
  attempt(preset) {
    const { live, player } = this.editing;
    if (this.tried === preset.name) return;
    this.tried = preset.name;
    this.editing.said = "";
    live.choose(preset);
    player.restore();
  }

  /** The scene's own kernel again. */
  leave() {
    if (!this.tried) return;
    this.tried = "";
    this.editing.player.reload();
  }

  /** @param {import("./data.d.ts").PresetData} preset */
  take(preset) {
    this.tried = "";
    const { gesture, keeper, player } = this.editing;
    gesture.begin();
    keeper.chosen(preset);
    this.editing.said = filled(player.words.chosen, { name: preset.label });
    player.controls.narrate(this.editing.said, true);
  }
}
