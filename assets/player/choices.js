import { element } from "./numbers.js";

/** The tracks of a board, to choose one. */

const MAX_BUTTONS = 16; // tracks up to which each has a button

/** A button for each track, or one list of many. @param {{title: string}[]} tracks @param {string} label @param {(index: number) => void} choose */
export function trackChoices(tracks, label, choose) {
  if (tracks.length > MAX_BUTTONS) return [listOf(tracks, label, choose)];
  return tracks.map(({ title }, index) => {
    const made = element("button", "", title);
    made.type = "button";
    made.dataset.testid = `player-panel-${index}`;
    made.addEventListener("click", () => choose(index));
    return made;
  });
}

/** @param {{title: string}[]} tracks @param {string} label @param {(index: number) => void} choose */
function listOf(tracks, label, choose) {
  const made = element("select", "kw-panels");
  made.dataset.testid = "player-panels";
  made.title = label;
  made.setAttribute("aria-label", label);
  tracks.forEach(({ title }, index) => made.add(new Option(title, String(index))));
  made.addEventListener("change", () => choose(Number(made.value)));
  return made;
}

/** Show which one is chosen. @param {HTMLElement} choices @param {number} chosen */
export function showChoice(choices, chosen) {
  for (const [index, choice] of [...choices.children].entries()) {
    if (choice instanceof HTMLSelectElement) choice.value = String(chosen);
    else choice.setAttribute("aria-pressed", String(index === chosen));
  }
}
