import { brushes } from "./brushes.js";
import { icon } from "./icons.js";
import { Presets } from "./presets.js";
import { element, filled, numberText } from "./numbers.js";
import { isSoft } from "./pen.js";
import { inkOn } from "./scales.js";

const WIDTHS = [1, 2, 3]; // of the pen, in cells

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
    this.typed.addEventListener("change", () => {
      editing.chooseBrush(editing.taken(this.typed.value) ?? editing.brush);
      this.typed.value = numberText(editing.brush);
    });
    this.widths = element("span", "kw-swatches");
    this.widths.setAttribute("role", "group");
    this.widths.setAttribute("aria-label", words.brush_widths);
    this.widths.append(...WIDTHS.map((width) => this.width(width)));
    this.clear = this.button(words.clear, "clear", () => editing.pen.clear());
    this.undo = this.button(words.undo, "undo", () => editing.step("undo"));
    this.redo = this.button(words.redo, "redo", () => editing.step("redo"));
    this.presets = [
      new Presets(editing, "kernel", words.presets),
      new Presets(editing, "activation", words.functions),
    ];
    this.row.append(this.hint, this.swatches, this.typed, this.widths, this.clear, this.undo, this.redo);
    this.row.append(...this.presets.map(({ row }) => row));
  }

  /** @param {string} text @param {string} name @param {() => void} act @param {string} [inside] */
  button(text, name, act, inside = icon(name)) {
    const made = element("button");
    made.type = "button";
    made.innerHTML = inside;
    made.title = text;
    made.setAttribute("aria-label", text);
    made.dataset.testid = `player-${name}`;
    made.addEventListener("click", act);
    return made;
  }

  /** A button for a pen so many cells wide. @param {number} width */
  width(width) {
    const act = () => {
      this.editing.pen.width = width;
      this.fit();
    };
    const dot = `<span style="--kw-pen:${0.2 + 0.25 * width}rem"></span>`;
    const made = this.button(filled(this.words.brush_width, { count: width }), `width-${width}`, act, dot);
    made.classList.add("kw-width");
    return made;
  }

  /** Show or hide the row, and what is in it. */
  fit() {
    const { open, state, painting, pixels, brush } = this.editing;
    this.row.hidden = !open && !state.undo && !state.redo;
    this.undo.disabled = !state.undo;
    this.redo.disabled = !state.redo;
    this.typed.classList.toggle("kw-spare", isSoft(pixels ?? {})); // ink and eraser are enough
    for (const part of [this.swatches, this.typed, this.widths, this.clear]) part.hidden = !painting;
    [...this.widths.children].forEach((made, index) => {
      made.setAttribute("aria-pressed", String(WIDTHS[index] === this.editing.pen.width));
    });
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
      if (value === 0 && isSoft(panel)) made.title = this.words.eraser;
      made.addEventListener("click", () => this.editing.chooseBrush(value));
      return made;
    }));
    this.typed.value = numberText(brush);
  }
}
