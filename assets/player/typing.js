import { element } from "./numbers.js";

/**
 * A field upon a place of the screen; Enter or leaving it gives what was typed, Escape gives nothing.
 *
 * @param {HTMLElement} root Where it is put, and what has the focus afterwards.
 * @param {{x: number, y: number, width: number, height: number}} place
 * @param {{label: string, value: string, select: boolean}} opening
 * @param {(text: string | null) => void} end
 */
export function openField(root, { x, y, width, height }, { label, value, select }, end) {
  const field = element("input", "kw-typing");
  field.inputMode = "decimal";
  field.value = value;
  field.dataset.testid = "player-typing";
  field.setAttribute("aria-label", label);
  Object.assign(field.style, {
    left: `${x + width / 2}px`,
    top: `${y + height / 2}px`,
    minWidth: `${Math.max(width, 56)}px`,
    height: `${Math.max(height, 28)}px`,
  });
  let done = false;
  const close = (/** @type {boolean} */ keep) => {
    if (done) return;
    done = true;
    field.remove();
    root.focus({ preventScroll: true });
    end(keep ? field.value : null);
  };
  field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    event.stopPropagation();
    if (event.key === "Enter" || event.key === "Escape") close(event.key === "Enter");
  });
  field.addEventListener("blur", () => close(true));
  root.append(field);
  field.focus({ preventScroll: true });
  if (select) field.select();
}
