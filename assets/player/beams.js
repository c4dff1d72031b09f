/** Beams: between rectangles that face each other, where nothing else lies between. */

/** @typedef {number[]} Point x and y, in board units. */

/** Between the sides of two rectangles that face each other. @param {number[]} a @param {number[]} b @returns {Point[]} */
export function beam(a, b) {
  if (b[0] >= a[2]) return [[a[2], a[1]], [b[0], b[1]], [b[0], b[3]], [a[2], a[3]]];
  if (b[2] <= a[0]) return [[a[0], a[1]], [b[2], b[1]], [b[2], b[3]], [a[0], a[3]]];
  if (b[1] >= a[3]) return [[a[0], a[3]], [b[0], b[1]], [b[2], b[1]], [a[2], a[3]]];
  return [[a[0], a[1]], [b[0], b[3]], [b[2], b[3]], [a[2], a[1]]];
}

/** Whether a convex polygon has an area in common with one of some rectangles. @param {Point[]} polygon @param {number[][]} rectangles */
export function crosses(polygon, rectangles) {
  const xs = polygon.map((point) => point[0]);
  const ys = polygon.map((point) => point[1]);
  const bounds = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  return rectangles.some((rectangle) => meet(bounds, rectangle) && inside(polygon, rectangle).length > 0);
}

/** Whether two rectangles have an area in common. @param {number[]} first @param {number[]} second */
export function meet(first, second) {
  return first[0] < second[2] && second[0] < first[2] && first[1] < second[3] && second[1] < first[3];
}

/** @param {Point[]} polygon @param {number[]} rectangle Its left, top, right and bottom. */
function inside(polygon, [left, top, right, bottom]) {
  let rest = polygon;
  for (const [axis, bound, sign] of [[0, left, -1], [0, right, 1], [1, top, -1], [1, bottom, 1]]) {
    if (rest.length) rest = half(rest, axis, bound, sign);
  }
  return rest;
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
