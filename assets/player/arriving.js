import { Grid } from "./marks.js";
import { remembered } from "./memory.js";

const PHONE_UP_TO = 640;

/**
 * Take up the walk of a scene: where the link says, where it stood, or from the start.
 *
 * @param {any} player @param {import("./data.d.ts").PlayerData} data
 */
export function arrive(player, data) {
  // The same scene from a server that does not know this visit: the walk goes on.
  const again = remembered.visit !== null && remembered.visit !== data.visit && remembered.mark === data.board.mark;
  const arrived = remembered.arrival !== data.arrival && !again;
  if (player.arrival === null && !arrived) player.step = remembered.step;
  if (arrived) {
    player.step = data.start ?? 0;
    remembered.pinned = data.start !== null;
    remembered.panel = data.panel;
    player.keys.cursor = null;
  }
  if (arrived && data.rewrites && innerWidth <= PHONE_UP_TO) closeMenu();
  document.documentElement.lang = data.language;
  player.selected = Math.min(remembered.panel ?? data.board.activeTrack ?? player.largest(), player.tracks.length - 1);
  player.grid = new Grid(player.walkers);
  player.step = Math.min(player.step, player.grid.steps - 1);
  player.arrival = remembered.arrival = data.arrival;
  Object.assign(remembered, { visit: data.visit, mark: data.board.mark });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  player.starting = arrived && data.start === null && !still && !data.quiz && !data.board.painted;
  if (arrived && !player.starting) player.clock.pause(false);
  if ((arrived && data.rewrites) || player.address.bare) player.address.write();
}

/** On a phone the menu lies over the page; a choice made there closes it. */
function closeMenu() {
  const button = document.querySelector('[data-testid="stSidebarCollapseButton"] button');
  if (button instanceof HTMLElement) button.click();
}
