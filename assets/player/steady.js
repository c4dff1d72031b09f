/** Sums of products over windows that all read as many cells, with weights that stand still: tap by tap over whole maps. */

/** @typedef {import("./marks.js").AnyMap} AnyMap */
/** @typedef {import("./making.js").Source} Source */
/**
 * A group of terms: for each tap, where it reads in each row and in each column, and where its weight is, -1 for none.
 *
 * @typedef {{pixels: Source, weights: Source | null, downs: Int32Array[], acrosses: Int32Array[], places: number[][]}} Steady
 */

/** Whether all targets read the same distances from an origin of their own. @param {AnyMap} indexMap */
function isRegular(indexMap) {
  return "taps" in indexMap && !indexMap.lists;
}

/** Whether all targets read the same cells. @param {AnyMap} indexMap */
function standsStill(indexMap) {
  return "taps" in indexMap && !indexMap.lists && indexMap.origins.every((origin) => origin === indexMap.origins[0]);
}

/**
 * The groups of a walk in this form, or null where one of them has another.
 *
 * @param {Source[][]} groups @param {number} height Of the target. @param {number} width @returns {Steady[] | null}
 */
export function steadyGroups(groups, height, width) {
  /** @type {Steady[]} */
  const found = [];
  for (const group of groups) {
    const still = group.filter(({ operand: { rows, cols, byStep } }) =>
      !byStep && standsStill(rows) && standsStill(cols)
    );
    const weights = group.length === 2 ? still[still.length - 1] ?? null : null;
    const pixels = group.find((source) => source !== weights);
    if (!pixels || group.length > 2 || (group.length === 2 && !weights)) return null;
    const { rows, cols, byStep } = pixels.operand;
    if (byStep || !isRegular(rows) || !isRegular(cols)) return null;
    const own = pixels.places(0, 0);
    const other = weights?.places(0, 0);
    if (other && (other.rows.length !== own.rows.length || other.cols.length !== own.cols.length)) return null;
    found.push({
      pixels,
      weights,
      downs: [...own.rows.keys()].map((tap) =>
        Int32Array.from({ length: height }, (_, row) => pixels.places(row, 0).rows[tap])
      ),
      acrosses: [...own.cols.keys()].map((tap) =>
        Int32Array.from({ length: width }, (_, col) => pixels.places(0, col).cols[tap])
      ),
      places: [...own.rows.keys()].map((i) =>
        [...own.cols.keys()].map((j) => other ? other.rows[i] + other.cols[j] : -1)
      ),
    });
  }
  return found;
}

/**
 * Add all terms of a walk's cells, in their order.
 *
 * @param {Steady[]} groups @param {Float64Array} totals Of the target's cells, 0 before.
 * @returns {number} At most so large is what any cell adds up, sizes alone.
 */
export function addUp(groups, totals) {
  let most = 0;
  for (const { pixels, weights, downs, acrosses, places } of groups) {
    const numbers = pixels.numbers;
    let sizes = 0;
    for (const [i, line] of places.entries()) {
      for (const [j, place] of line.entries()) {
        const weight = place < 0 ? 1 : /** @type {Source} */ (weights).numbers[place];
        sizes += Math.abs(weight);
        if (weight !== 0) addTap(totals, numbers, weight, downs[i], acrosses[j]);
      }
    }
    most += sizes * largestOf(numbers);
  }
  return most;
}

/** @param {Float64Array} totals @param {import("./panel.js").Numbers} numbers @param {number} weight @param {Int32Array} down @param {Int32Array} across */
function addTap(totals, numbers, weight, down, across) {
  for (let row = 0, cell = 0; row < down.length; row++) {
    const start = down[row];
    for (let col = 0; col < across.length; col++, cell++) totals[cell] += weight * numbers[start + across[col]];
  }
}

/** @param {import("./panel.js").Numbers} numbers */
function largestOf(numbers) {
  let largest = 0;
  for (let cell = 0; cell < numbers.length; cell++) {
    const size = Math.abs(numbers[cell]);
    if (size > largest) largest = size;
  }
  return largest;
}
