import { numberText } from "./numbers.js";

/** What is written upon the board where numbers are changed. */

/** Single numbers, each with its sign: those that were changed, and all of them while they are offered. @param {any} editing */
export function editedCells({ player, open }) {
  if (player.quiz?.on) return [];
  const cells = [];
  for (const panel of player.board.numbers) {
    const value = panel.value(0, 0);
    if (!open && value === panel.number.post.value) continue;
    const text = `${panel.number.sign} ${numberText(value)}`;
    cells.push({ panel, row: 0, col: 0, text: text.replace("+ \u2212", "\u2212 ") });
  }
  return cells;
}

/** The number that the board has of a changed one. @param {any[]} panels @param {import("./editing.js").Pending} changed */
export function boardValue(panels, { name, index, row, col }) {
  const panel = panels.find(({ edits }) => edits.name === name && edits.index === index);
  const [top, left] = panel?.inset ?? [0, 0];
  return panel?.value(row + top, col + left);
}
