/** What outlives a player: where the walk stands is kept while a refused setting takes the player off the page. */

/**
 * @typedef {object} Memory
 * @property {number | null} arrival
 * @property {string | null} visit
 * @property {string | null} mark
 * @property {number} step
 * @property {boolean} pinned Whether the address names the step.
 * @property {number | null} panel The track that a person chose.
 * @property {boolean} camera Whether a person has started the camera.
 * @property {boolean} madeRoom Whether a board of a few numbers has made place for the camera's pictures.
 * @property {boolean} gaveUp Whether the server was told that this browser cannot draw.
 */

/** @type {Memory} */
export const remembered = {
  arrival: null,
  visit: null,
  mark: null,
  step: 0,
  pinned: false,
  panel: null,
  camera: false,
  madeRoom: false,
  gaveUp: false,
};
