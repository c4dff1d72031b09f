import { inkOn, shadeOf } from "./brushes.js";
import { keyOf } from "./matrices.js";
import { numberText } from "./numbers.js";
import { PIXEL } from "./roles.js";

/** What is written upon the board where numbers are changed. */

/**
 * Numbers that are not on the board yet, and single numbers, each with its sign, while they are offered.
 *
 * @param {any} editing
 */
export function editedCells({ player, panels, pending, open }) {
  const cells = [];
  for (const panel of player.board.numbers) {
    const cell = { panel, row: 0, col: 0 };
    const changed = pending.get(keyOf(cell));
    if (!open && !changed) continue;
    const text = `${panel.number.sign} ${numberText(changed ? changed.value : panel.value(0, 0))}`;
    cells.push({ ...cell, text: text.replace("+ \u2212", "\u2212 "), fill: "", ink: "" });
  }
  for (const { name, index, row, col, value } of pending.values()) {
    for (const panel of panels) {
      if (panel.number || panel.edits.name !== name || panel.edits.index !== index) continue;
      const [top, left] = panel.inset ?? [0, 0];
      const painted = panel.edits.role === PIXEL;
      const [fill, ink] = painted ? [shadeOf(value, panel.edits), inkOn(value, panel.edits)] : ["", ""];
      cells.push({ panel, row: row + top, col: col + left, text: numberText(value), fill, ink });
    }
  }
  return cells;
}

/** The number that the board has of a changed one. @param {any[]} panels @param {import("./editing.js").Pending} changed */
export function boardValue(panels, { name, index, row, col }) {
  const panel = panels.find(({ edits }) => edits.name === name && edits.index === index);
  const [top, left] = panel?.inset ?? [0, 0];
  return panel?.value(row + top, col + left);
}
