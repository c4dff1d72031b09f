import { PIXEL } from "./roles.js";

const HANDLES = document.createElement("div");
HANDLES.className = "kw-handles";

/**
 * Areas that a finger drags instead of the page; each stays the same element, or its drag would end with a new chart.
 *
 * @param {import("./panel.js").Panel[]} panels @param {HTMLElement} place Where the board is.
 */
export function layHandles(panels, place) {
  const named = panels.filter((panel) => panel.edits);
  const kept = new Map([...HANDLES.children].map((each) => [/** @type {HTMLElement} */ (each).dataset.panel, each]));
  for (const [name, handle] of kept) if (!named.some((panel) => panel.name === name)) handle.remove();
  for (const { name, edits, number, x, y, dx, dy, rows, cols } of named) {
    const handle = /** @type {HTMLElement} */ (kept.get(name) ?? HANDLES.appendChild(document.createElement("div")));
    handle.dataset.panel = name;
    handle.className = edits?.role === PIXEL ? "kw-painted" : number?.shown === false ? "kw-offered" : "kw-dragged";
    handle.style.cssText = `left:${x}px;top:${y}px;width:${dx * cols}px;height:${dy * rows}px`;
  }
  if (HANDLES.parentElement !== place) place.append(HANDLES);
}

/** Whether a pointer on pixels paints, and one on numbers that no heading says drags. @param {boolean} paints @param {boolean} offers */
export function setHandles(paints, offers) {
  HANDLES.classList.toggle("kw-painting", paints);
  HANDLES.classList.toggle("kw-offering", offers);
}
