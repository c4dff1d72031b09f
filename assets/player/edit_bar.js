import { brushes } from "./brushes.js";
import { icon } from "./icons.js";
import { element, numberText } from "./numbers.js";
import { Presets } from "./presets.js";
import { inkOn } from "./scales.js";

/** The row of brush, undo and redo, below the player's buttons. */
export class EditBar {
  /** @param {any} editing @param {Record<string, string>} words */
  constructor(editing, words) {
    this.editing = editing;
    this.words = words;
    this.row = element("div", "kw-edit");
    this.row.dataset.testid = "player-edits";
    this.row.setAttribute("role", "group");
    this.row.setAttribute("aria-label", words.edit);
    this.hint = element("span", "kw-edit-hint");
    this.swatches = element("span", "kw-swatches");
    this.typed = element("input", "kw-brush");
    this.typed.inputMode = "decimal";
    this.typed.dataset.testid = "player-brush";
    this.typed.setAttribute("aria-label", words.brush);
    this.typed.addEventListener("change", () => editing.chooseBrush(editing.taken(this.typed.value) ?? editing.brush));
    this.undo = this.button(words.undo, "undo", () => editing.step("undo"));
    this.redo = this.button(words.redo, "redo", () => editing.step("redo"));
    this.presets = [
      new Presets(editing, "kernel", words.presets),
      new Presets(editing, "activation", words.functions),
    ];
    this.row.append(this.hint, this.swatches, this.typed, this.undo, this.redo);
    this.row.append(...this.presets.map(({ row }) => row));
  }

  /** @param {string} text @param {string} name @param {() => void} act */
  button(text, name, act) {
    const made = element("button");
    made.type = "button";
    made.innerHTML = icon(name);
    made.title = text;
    made.setAttribute("aria-label", text);
    made.dataset.testid = `player-${name}`;
    made.addEventListener("click", act);
    return made;
  }

  /** Show or hide the row, and what is in it. */
  fit() {
    const { open, state, painting, pixels, brush } = this.editing;
    this.row.hidden = !open && !state.undo && !state.redo;
    this.undo.disabled = !state.undo;
    this.redo.disabled = !state.redo;
    this.swatches.hidden = this.typed.hidden = !painting;
    this.hint.textContent = painting ? this.words.paint_hint : this.words.edit_hint;
    if (painting && pixels) this.offer(pixels, brush);
    for (const each of this.presets) each.offer(this.editing.player.data.presets, open);
  }

  /** Swatches to paint with. @param {import("./panel.js").Panel} panel @param {number} brush */
  offer(panel, brush) {
    const values = brushes(panel);
    if (this.swatches.dataset.values === String([values, brush])) return;
    this.swatches.dataset.values = String([values, brush]);
    this.swatches.replaceChildren(...values.map((value) => {
      const made = element("button", "kw-swatch", numberText(value));
      made.type = "button";
      const colour = panel.colourOf(value);
      made.style.background = `rgb(${colour})`;
      made.style.color = inkOn(colour);
      made.setAttribute("aria-pressed", String(value === brush));
      made.addEventListener("click", () => this.editing.chooseBrush(value));
      return made;
    }));
    this.typed.value = numberText(brush);
  }
}
