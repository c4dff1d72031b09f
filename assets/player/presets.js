import { element } from "./numbers.js";

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
    presets.forEach(({ chosen }, place) => this.row.children[place]?.setAttribute("aria-pressed", String(chosen)));
    if (this.offered === offered) return; // the button that has the focus stays
    this.offered = offered;
    this.row.replaceChildren(...presets.map((preset) => {
      const made = element("button", "", preset.label);
      made.type = "button";
      made.dataset.testid = `player-preset-${preset.name}`;
      made.setAttribute("aria-pressed", String(preset.chosen));
      for (const name of ["pointerenter", "focus"]) made.addEventListener(name, () => this.attempt(preset));
      made.addEventListener("click", () => this.take(preset));
      return made;
    }));
  }

  /** Show what it makes. @param {import("./data.d.ts").PresetData} preset */
  attempt({ name, weights, post }) {
    const { live, player } = this.editing;
    if (this.tried === name) return;
    this.tried = name;
    const cells = weights.flatMap((line, row) =>
      line.map((value, col) => ({ name: "weights", index: 0, row, col, value }))
    );
    live.replace(cells, this.kind === "kernel" ? "divisor" : this.kind, post);
    player.restore();
  }

  /** The scene's own kernel again. */
  leave() {
    if (!this.tried) return;
    this.tried = "";
    this.editing.player.reload();
  }

  /** @param {import("./data.d.ts").PresetData} preset */
  take({ name }) {
    this.tried = ""; // what was tried stays until the answer comes
    this.editing.gesture.begin();
    this.editing.outbox.send({ act: "choose", name: this.kind, text: name, gesture: this.editing.gesture.number });
  }
}
