/** A drawn digit in the form of the data: the same as `frame_digit` of `conv.digits`, which explains it. */

const [FIELD, BOX, MIDDLE, INK] = [28, 20, 14.5, 0.1];

/** Any numbers as ink, as `as_ink`. @param {ArrayLike<number>} numbers */
export function asInk(numbers) {
  const largest = Array.from(numbers).reduce((most, number) => Math.max(most, number), 1);
  return Float64Array.from(numbers, (number) => Math.max(number, 0) / largest);
}

/** 28 x 28 numbers, row by row. @param {ArrayLike<number>} ink @param {number} rows @param {number} cols */
export function frameDigit(ink, rows, cols) {
  const [down, across] = [new Float64Array(rows), new Float64Array(cols)]; // all ink of each line
  let [top, bottom, left, right] = [rows, -1, cols, -1];
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const value = ink[row * cols + col];
      down[row] += value;
      across[col] += value;
      if (value <= INK) continue;
      [top, bottom] = [Math.min(top, row), row];
      [left, right] = [Math.min(left, col), Math.max(right, col)];
    }
  }
  if (bottom < 0) return new Float64Array(FIELD * FIELD);
  const scale = BOX / Math.max(bottom - top + 1, right - left + 1);
  const byRow = resampling(rows, scale, shiftOf(down, scale, top, bottom));
  const byCol = resampling(cols, scale, shiftOf(across, scale, left, right));
  const half = Array.from({ length: rows }, (_, row) => byCol.map((shares) => summed(shares, ink, row * cols, 1)));
  const whole = half.flat();
  return Float64Array.from(
    { length: FIELD * FIELD },
    (_, cell) => summed(byRow[Math.floor(cell / FIELD)], whole, cell % FIELD, FIELD),
  );
}

/** @param {Float64Array} mass @param {number} scale @param {number} first @param {number} last */
function shiftOf(mass, scale, first, last) {
  let [all, moment] = [0, 0];
  mass.forEach((each, place) => {
    all += each;
    moment += (place + 0.5) * each;
  });
  return Math.min(Math.max(MIDDLE - (scale * moment) / all, -scale * first), FIELD - scale * (last + 1));
}

/** For each pixel of the field, what it reads of a line: places and shares. @typedef {[number, number][]} Shares */

/** @param {number} size @param {number} scale @param {number} shift @returns {Shares[]} */
function resampling(size, scale, shift) {
  const reach = Math.max(1, 1 / scale);
  return Array.from({ length: FIELD }, (_, pixel) => {
    const middle = (pixel + 0.5 - shift) / scale;
    /** @type {Shares} */
    const found = [];
    for (let at = Math.max(0, Math.floor(middle - reach / 2)); at < size && at < middle + reach / 2; at++) {
      const share = Math.min(middle + reach / 2, at + 1) - Math.max(middle - reach / 2, at);
      if (share > 0) found.push([at, share / reach]);
    }
    return found;
  });
}

/** @param {Shares} shares @param {ArrayLike<number>} numbers @param {number} start @param {number} every */
function summed(shares, numbers, start, every) {
  let total = 0;
  for (const [at, share] of shares) total += share * numbers[start + at * every];
  return total;
}
