// The arithmetic of one cell: pixel times weight in a grid, the sums in a line, one sentence to read aloud.

const DECIMALS = 1e4;

// Four decimals, or four digits of a small number.
function rounded(number) {
  return Math.abs(number) < 10 / DECIMALS ? Number(number.toPrecision(4)) : Math.round(number * DECIMALS) / DECIMALS;
}

// Whether the digits shown are the whole number, but for the last bits of a sum in floating point.
function exact(number) {
  return Math.abs(number - rounded(number)) <= Math.max(1e-10 * Math.min(1, Math.abs(number)), 2e-15 * Math.abs(number));
}

function numberText(number) {
  const shown = Number.isInteger(number) ? number : rounded(number);
  return shown < 0 ? "\u2212" + -shown : String(shown === 0 ? 0 : shown);
}

function factorText(number) {
  return number < 0 ? `(${numberText(number)})` : numberText(number);
}

function lowered(indices) {
  return indices.join(",").replace(/\d/g, (digit) => "\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089"[digit]);
}

function equals(isExact) {
  return isExact ? " = " : " \u2248 ";
}

function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name] : place));
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

// The arithmetic of one track. Several take turns in the same places: `mount` makes a track's grids and formulas.
class Arithmetic {
  constructor(track, { names, words }, places) {
    this.data = track.data;
    this.names = names;
    this.words = words;
    this.walk = track.walk;
    this.track = track;
    this.places = places;
    this.channels = this.data.channels.length;
    this.height = this.walk.rows.taps.length;
    this.width = this.walk.cols.taps.length;
    this.area = this.height * this.width;
    this.taps = this.channels * this.area;
    this.pixels = new Float64Array(this.taps);
    this.weights = new Float64Array(this.taps);
    this.sums = new Float64Array(this.channels);
  }

  mount() {
    this.buildGrids();
    this.buildFormulas();
  }

  // Channel, row and column of a tap.
  place(tap) {
    return [Math.floor(tap / this.area), Math.floor((tap % this.area) / this.width), tap % this.width];
  }

  buildGrids() {
    const { products } = this.places;
    products.replaceChildren();
    products.classList.toggle("kw-many", this.width > 5 || this.height > 5);
    products.classList.toggle("kw-channels", this.channels > 1);
    this.cells = [];
    this.sumTexts = [];
    for (const channel of this.data.channels) {
      const figure = element("figure");
      const caption = element("figcaption", "", this.channels > 1 ? channel : this.words.products);
      const table = element("table");
      table.setAttribute("aria-hidden", "true"); // the formula below says the same in order
      for (let k = 0; k < this.height; k++) {
        const row = table.insertRow();
        for (let l = 0; l < this.width; l++) {
          const cell = row.insertCell();
          const factors = cell.appendChild(element("small"));
          const product = cell.appendChild(element("b"));
          this.cells.push({ cell, factors, product, shown: "", look: "" });
        }
      }
      figure.append(caption, table);
      products.append(figure);
      this.sumTexts.push(caption);
    }
  }

  buildFormulas() {
    this.places.numbers.textContent = "";
    this.places.general.innerHTML = this.data.formula; // MathML made by the server out of numbers and names
    this.places.indexed.innerHTML = this.data.index_formula;
    const marked = (name) => [...this.places.indexed.querySelectorAll(`[data-index=${name}]`)];
    this.indexNodes = { i: marked("i"), j: marked("j") };
  }

  // Read the window's pixels and the weights out of the charts.
  read(row, col) {
    const { rows, cols } = this.walk;
    const { inputs, weights, map } = this.track;
    const top = rows.origins[row];
    const left = cols.origins[col];
    let tap = 0;
    for (let channel = 0; channel < this.channels; channel++) {
      const input = inputs[channel % inputs.length];
      const weight = weights[channel % weights.length];
      let sum = 0;
      for (let k = 0; k < this.height; k++) {
        for (let l = 0; l < this.width; l++, tap++) {
          this.pixels[tap] = input.value(top + rows.taps[k], left + cols.taps[l], channel);
          this.weights[tap] = weight.value(k, l, channel);
          sum += this.pixels[tap] * this.weights[tap];
        }
      }
      this.sums[channel] = sum;
    }
    this.sum = this.sums.reduce((total, sum) => total + sum, 0);
    this.total = this.sum / this.data.divisor + this.data.bias;
    this.readOutput(map.value(row, col));
  }

  // A large map comes in float32, seven digits of each number; where it keeps the total, that has them all.
  readOutput(output) {
    const single = this.track.map.values[0] instanceof Float32Array;
    this.keeps = Math.abs(output - this.total) <= (single ? 1e-6 : 1e-12) * Math.abs(this.total);
    this.output = this.keeps ? this.total : single ? Number(output.toPrecision(7)) : output;
  }

  // Show a cell; `tap` is the product that slow motion has reached, or -1 for all of them. Gives the sentence.
  show(row, col, tap = -1) {
    if (!this.channels) return this.sentence(row, col);
    this.read(row, col);
    for (const node of this.indexNodes.i) node.textContent = row;
    for (const node of this.indexNodes.j) node.textContent = col;
    this.showGrids(row, col, tap);
    this.places.numbers.textContent = tap < 0 ? this.formulaText(row, col) : this.partialText(row, col, tap);
    return tap < 0 ? this.sentence(row, col) : this.partialSentence(tap);
  }

  showGrids(row, col, tap) {
    for (let index = 0; index < this.taps; index++) {
      const parts = this.cells[index];
      const product = this.pixels[index] * this.weights[index];
      const factors = this.factors(index, row, col);
      if (parts.shown !== factors) {
        parts.shown = factors;
        parts.factors.textContent = factors;
        parts.product.textContent = numberText(product);
      }
      const ahead = tap >= 0 && index > tap;
      const look = (product > 0 ? "kw-plus" : product < 0 ? "kw-minus" : "") + (ahead ? " kw-ahead" : index === tap ? " kw-now" : "");
      if (parts.look !== look) parts.cell.className = parts.look = look;
    }
    if (this.channels > 1)
      this.data.channels.forEach((channel, index) => {
        const sum = numberText(this.sums[index]);
        this.sumTexts[index].textContent = filled(this.words.channel_sum, { channel, sum });
      });
  }

  factors(tap, row, col) {
    if (!this.names) return `${factorText(this.pixels[tap])}\u00d7${factorText(this.weights[tap])}`;
    const [slice, k, l] = this.place(tap);
    const channel = this.channels > 1 ? [slice] : [];
    const { rows, cols } = this.walk;
    const pixel = [...channel, rows.origins[row] + rows.taps[k], cols.origins[col] + cols.taps[l]];
    return `x${lowered(pixel)}\u00d7w${lowered([...channel, k, l])}`;
  }

  terms(row, col, from, to) {
    const parts = [];
    for (let tap = from; tap < to; tap++) parts.push(this.factors(tap, row, col));
    return parts.join(" + ");
  }

  formulaText(row, col) {
    const { divisor, bias, activation } = this.data;
    const lines = [];
    for (let channel = 0; channel < this.channels; channel++) {
      const label = this.channels > 1 ? this.data.channels[channel] + ": " : "";
      const terms = this.terms(row, col, channel * this.area, (channel + 1) * this.area);
      lines.push(label + terms + equals(this.sumIsExact(channel)) + numberText(this.sums[channel]));
    }
    const sumExact = this.termsAreExact() && exact(this.sum);
    if (this.channels > 1) lines.push([...this.sums].map(factorText).join(" + ") + equals(sumExact) + numberText(this.sum));
    const quotient = this.sum / divisor;
    const quotientExact = sumExact && exact(divisor) && exact(quotient);
    if (divisor !== 1) lines.push(`${numberText(this.sum)} \u00f7 ${factorText(divisor)}${equals(quotientExact)}${numberText(quotient)}`);
    const totalExact = quotientExact && exact(bias) && exact(this.total);
    if (bias !== 0) lines.push(`${numberText(quotient)} + ${factorText(bias)}${equals(totalExact)}${numberText(this.total)}`);
    if (activation)
      lines.push(`${activation}(${numberText(this.total)})${equals(totalExact && exact(this.output))}${numberText(this.output)}`);
    return lines.join("; ");
  }

  termsAreExact() {
    return this.pixels.every((pixel) => exact(pixel)) && this.weights.every((weight) => exact(weight));
  }

  sumIsExact(channel) {
    return this.termsAreExact() && exact(this.sums[channel]);
  }

  partialSum(tap) {
    let sum = 0;
    for (let index = 0; index <= tap; index++) sum += this.pixels[index] * this.weights[index];
    return sum;
  }

  partialText(row, col, tap) {
    const sum = this.partialSum(tap);
    const isExact = this.termsAreExact() && exact(sum);
    return this.terms(row, col, 0, tap + 1) + equals(isExact) + numberText(sum);
  }

  partialSentence(tap) {
    const sum = numberText(this.partialSum(tap));
    return filled(this.words.so_far, { number: tap + 1, count: this.taps, sum });
  }

  sentence(row, col) {
    const { window, sum, divided, biased, kept, changed } = this.data.narration;
    const clauses = [window, sum, divided, biased, this.keeps ? kept : changed].filter(Boolean).join("; ");
    return filled(clauses + ".", {
      row,
      col,
      rows: this.range("row", this.walk.rows, row),
      cols: this.range("col", this.walk.cols, col),
      sum: numberText(this.sum),
      quotient: numberText(this.sum / this.data.divisor),
      total: numberText(this.total),
      output: numberText(this.output),
    });
  }

  range(name, axis, target) {
    const [first, last] = axis.reach(target);
    const form = first === last ? name : axis.tapRuns.length > 1 ? `${name}s_apart` : `${name}s`;
    return filled(this.words[form], { first, last });
  }
}
