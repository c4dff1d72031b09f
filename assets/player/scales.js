/** How numbers become colours: the same as `conv.ui.board.palette` and the pictures of `conv.ui.board.figure`. */

const SHADES = 255; // of a scale

/** @typedef {import("./panel.js").Panel} Panel */
/** Stops of a scale with their colours. @typedef {[number, string][]} Stops */

/** Red, green and blue of the shades of each scale. @type {WeakMap<Stops, number[][]>} */
const KNOWN = new WeakMap();

/** Red, green and blue of all shades. @param {Stops} stops */
export function shadesOf(stops) {
  let found = KNOWN.get(stops);
  if (!found) {
    found = Array.from({ length: SHADES }, (_, index) => colourAt(stops, index / (SHADES - 1)));
    KNOWN.set(stops, found);
  }
  return found;
}

/** The shades as pixels of a picture. @type {WeakMap<Stops, Uint32Array>} */
const PACKED = new WeakMap();

/** The same as numbers of a picture's pixels: solidity, blue, green and red in one. @param {Stops} stops */
export function packedShades(stops) {
  let found = PACKED.get(stops);
  if (!found) {
    found = Uint32Array.from(shadesOf(stops), ([red, green, blue]) => (255 << 24) | (blue << 16) | (green << 8) | red);
    PACKED.set(stops, found);
  }
  return found;
}

/** @param {Stops} stops @param {number} share @returns {number[]} */
function colourAt(stops, share) {
  const after = Math.max(1, stops.findIndex(([stop]) => stop >= share));
  const [[first, low], [last, high]] = [stops[after - 1], stops[after]];
  const part = (share - first) / (last - first);
  const [from, to] = [low, high].map((text) => [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)));
  return from.map((start, index) => Math.round(start + part * (to[index] - start)));
}

/** Which shade a number has. @param {number} value @param {number} low @param {number} high */
export function shade(value, low, high) {
  return Math.round(Math.max(0, Math.min((value - low) / (high - low), 1)) * (SHADES - 1));
}

/** @type {WeakMap<number[], string>} */
const INKS = new WeakMap();

/** Black or white, whichever has more contrast, as `palette.ink`. @param {number[]} colour */
export function inkOn(colour) {
  const known = INKS.get(colour) ?? contrast(colour);
  INKS.set(colour, known);
  return known;
}

/** @param {number[]} colour */
function contrast(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}

/** The smallest and the largest number of some panels. @param {Panel[]} panels @returns {[number, number]} */
function extremes(panels) {
  let [low, high] = [Infinity, -Infinity];
  for (const { values } of panels) {
    const count = values?.length ?? 0;
    for (let cell = 0; cell < count; cell++) {
      const value = /** @type {import("./panel.js").Numbers} */ (values)[cell];
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : [0, 1];
}

/** Ends of a scale for some panels, as `value_limits`. @param {Panel[]} panels @returns {[number, number]} */
function valueLimits(panels) {
  const [low, high] = extremes(panels);
  if (low >= 0) return [0, high || 1];
  const largest = Math.max(-low, high);
  return [-largest, largest];
}

/**
 * The ends of a panel's scale for its numbers as they are, by the rules of `conv.ui.board.board.Scaling`.
 *
 * @param {Panel} panel @param {Record<string, Panel>} byName @param {import("./marks.js").Track | undefined} track That makes it.
 * @returns {[number, number]}
 */
export function limitsOf(panel, byName, track) {
  const { low, high, rule, of } = /** @type {import("./data.d.ts").ScalingData} */ (panel.scaling);
  const together = of.length ? of.map((name) => byName[name]) : [panel];
  if (rule === "own") return valueLimits(together);
  if (rule === "even") {
    const largest = Math.max(...extremes(together).map(Math.abs)) || 1;
    return [-largest, largest];
  }
  if (rule === "like") return [together[0].scaling?.low ?? low, together[0].scaling?.high ?? high];
  if (rule === "read") return (track && meanLimits(track, byName)) ?? valueLimits([panel]);
  return [low, high];
}

/** Whether a map means the same as what its walk reads. @param {Panel} panel @param {Record<string, Panel>} byName @param {import("./marks.js").Track} track */
export function isShared({ scaling }, byName, track) {
  return scaling?.rule === "read" && meanLimits(track, byName) !== null;
}

/**
 * The scale of what a walk reads, where its map means the same, as `shared_limits`: weights that sum to 1, and means that
 * are darker; null where the map has a scale of its own.
 *
 * @param {import("./marks.js").Track} track @param {Record<string, Panel>} byName @returns {[number, number] | null}
 */
function meanLimits(track, byName) {
  const post = Object.fromEntries(track.data.words.post.map(({ name, value }) => [name, value]));
  if (post.bias) return null;
  const divisor = post.divided ?? 1;
  const panelsOf = (
    /** @type {boolean} */ learned,
  ) => [
    ...new Set(track.factors.filter(({ role }) => (role === "weight") === learned).map(({ panel }) => byName[panel])),
  ];
  const shares = panelsOf(true).flatMap(({ values }) => [...values ?? []].map((weight) => weight / divisor));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const darker = shares.every((share) => share >= 0) && total > 0 && total < 1;
  if (!darker && Math.abs(total - 1) >= 1e-6) return null;
  const read = panelsOf(false);
  const given = read.map((panel) => panel.scaling?.rule === "like" ? byName[panel.scaling.of[0]] : panel)
    .find(({ scaling }) => !scaling || scaling.rule === "");
  if (given) return given.scaling ? [given.scaling.low, given.scaling.high] : [0, 255];
  return valueLimits(read);
}
