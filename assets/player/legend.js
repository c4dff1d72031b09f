import { element, filled, shortText } from "./numbers.js";
import { isShared } from "./scales.js";

const RAMPS = ["grey", "signed"]; // looks of what the colours of a map mean

/** What stands around a board and follows its numbers: the meaning of colours, and what is done with a sum. */
export class Legend {
  /** @param {Record<string, string>} words */
  constructor(words) {
    this.words = words;
    /** @type {HTMLElement} */
    this.place = element("div", "kw-legend");
    /** @type {HTMLElement | null} */
    this.ramp = null;
  }

  /** Of a track: (look, meaning) of everything that is no pixel. @param {import("./marks.js").Track} track @param {...HTMLElement} more */
  show({ data }, ...more) {
    const items = data.legend.map(([look, meaning]) => {
      const item = element("span", "kw-meaning");
      item.append(element("span", `kw-look kw-look-${look}`), element("span", "", meaning));
      return item;
    });
    this.ramp = items[data.legend.findIndex(([look]) => RAMPS.includes(look))] ?? null;
    this.place.replaceChildren(...items, ...more);
  }

  /** The ends of a map's colours, where its numbers were made here. @param {import("./marks.js").Track} track @param {import("./live.js").Live} live */
  renew(track, { board, made }) {
    const panel = board.byName[track.target];
    if (!this.ramp || !panel?.scaling || !made.has(track.target)) return;
    const { low, high } = panel.scaling;
    const words = isShared(panel, board.byName, track) ? this.words.scale_shared : this.words.scale_own;
    const text = filled(words, { low: shortText(low), high: shortText(high) });
    const [look, meaning] = /** @type {HTMLElement[]} */ ([...this.ramp.children]);
    if (meaning.textContent === text) return;
    meaning.textContent = text;
    look.className = `kw-look kw-look-${RAMPS[Number(low < 0)]}`;
  }
}
