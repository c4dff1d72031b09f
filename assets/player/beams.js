/** Beams: between rectangles that face each other, and under the panels that they have nothing to do with. */

/** @typedef {number[]} Point x and y, in board units. */

/** Between the sides of two rectangles that face each other. @param {number[]} a @param {number[]} b @returns {Point[]} */
export function beam(a, b) {
  if (b[0] >= a[2]) return [[a[2], a[1]], [b[0], b[1]], [b[0], b[3]], [a[2], a[3]]];
  if (b[2] <= a[0]) return [[a[0], a[1]], [b[2], b[1]], [b[2], b[3]], [a[0], a[3]]];
  if (b[1] >= a[3]) return [[a[0], a[3]], [b[0], b[1]], [b[2], b[1]], [a[2], a[3]]];
  return [[a[0], a[1]], [b[0], b[3]], [b[2], b[3]], [a[2], a[1]]];
}

/** A convex polygon without what lies in rectangles, as convex ones. @param {Point[]} polygon @param {number[][]} rectangles */
export function without(polygon, rectangles) {
  let pieces = [polygon];
  const xs = polygon.map((point) => point[0]);
  const ys = polygon.map((point) => point[1]);
  const bounds = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  for (const rectangle of rectangles) {
    const beside = bounds[2] <= rectangle[0] || bounds[0] >= rectangle[2] || bounds[3] <= rectangle[1] ||
      bounds[1] >= rectangle[3];
    if (!beside) pieces = pieces.flatMap((piece) => outside(piece, rectangle));
  }
  return pieces;
}

/** @param {Point[]} polygon @param {number[]} rectangle Its left, top, right and bottom. */
function outside(polygon, [left, top, right, bottom]) {
  const pieces = [];
  let rest = polygon;
  for (const [axis, bound, sign] of [[0, left, 1], [0, right, -1], [1, top, 1], [1, bottom, -1]]) {
    const beyond = half(rest, axis, bound, sign);
    rest = half(rest, axis, bound, -sign);
    if (!rest.length) return [polygon];
    if (beyond.length) pieces.push(beyond);
  }
  return pieces;
}

/**
 * The part of a convex polygon that lies before a bound (sign 1) or behind it (-1); empty without an area.
 *
 * @param {Point[]} polygon @param {number} axis @param {number} bound @param {number} sign @returns {Point[]}
 */
function half(polygon, axis, bound, sign) {
  const before = (/** @type {Point} */ point) => (bound - point[axis]) * sign;
  /** @type {Point[]} */
  const found = [];
  polygon.forEach((first, index) => {
    const second = polygon[(index + 1) % polygon.length];
    const [near, far] = [before(first), before(second)];
    if (near >= 0) found.push(first);
    if (near * far >= 0) return;
    const share = near / (near - far);
    found.push([first[0] + share * (second[0] - first[0]), first[1] + share * (second[1] - first[1])]);
  });
  return found.some((point) => before(point) > 1e-6) ? found : [];
}
