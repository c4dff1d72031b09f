/** How wide a text is, counted in letters, as `conv.ui.board.letters` counts. */

export const LETTER = 0.54; // width of a letter beside its height
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

/** @param {string} text */
export function letters(text) {
  return text.length + (text.match(WIDE) ?? []).length * (1 / LETTER - 1);
}
