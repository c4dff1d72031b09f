import { box } from "./areas.js";
import { showChoice, trackChoices } from "./choices.js";
import { icon } from "./icons.js";
import { Legend } from "./legend.js";
import { element, filled, positionText } from "./numbers.js";
import { LEARNED } from "./roles.js";

export const SPEEDS = [1, 2, 5, 10, 30, 60];
export const FAST = "fast";
/** The player's buttons, its scrub bar and switches, and the places for words and numbers. */
export class Controls {
  /** @param {HTMLElement} root @param {Record<string, string>} words @param {any} player */
  constructor(root, words, player) {
    this.words = words;
    this.player = player;
    root.dataset.testid = "player";
    root.dataset.playing = "false";
    root.tabIndex = 0;
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", words.player);
    this.bar = this.buildBar();
    this.choices = element("div", "kw-choices");
    this.choices.setAttribute("role", "group");
    this.choices.setAttribute("aria-label", words.panels);
    this.legend = new Legend(words);
    this.notes = element("div", "kw-notes");
    for (const name of ["pointerover", "focusin", "click"]) {
      this.notes.addEventListener(name, (/** @type {Event} */ event) => showTerm(player, event));
    }
    for (const name of ["pointerout", "focusout"]) this.notes.addEventListener(name, () => player.restore());
    this.table = element("div", "kw-table");
    this.table.addEventListener("click", (/** @type {any} */ event) => {
      const line = event.target.closest("[data-track]");
      if (line) player.moving.choose(Number(line.dataset.track));
    });
    this.narration = element("p", "kw-narration");
    this.places = {
      products: element("div", "kw-products"),
      general: element("div", "kw-formula"),
      indexed: element("div", "kw-formula"),
      numbers: element("div", "kw-numbers"),
    };
    this.arithmetic = this.buildArithmetic();
    root.replaceChildren(this.bar, this.choices, this.arithmetic, this.legend.place, this.places.general, this.notes);
    root.append(this.table);
  }

  buildBar() {
    const bar = element("div", "kw-controls");
    this.addButtons(bar);
    this.scrub = this.buildScrub();
    this.position = element("span");
    this.addChoices();
    // In places of their own size: what changes with each step moves nothing else.
    const places = [element("span", "kw-scrub"), element("span", "kw-position")];
    places.forEach((place, index) => place.append([this.scrub, this.position][index]));
    bar.append(...places, this.speed);
    for (const box of [this.loop, this.slow, this.whole]) bar.append(box.parentElement);
    return bar;
  }

  /** @param {HTMLElement} bar */
  addButtons(bar) {
    const { player, words } = this;
    const button = (/** @type {string} */ name, /** @type {() => void} */ act) => {
      const made = element("button");
      made.type = "button";
      made.innerHTML = icon(name);
      made.title = words[name];
      made.setAttribute("aria-label", words[name]);
      made.dataset.testid = `player-${name}`;
      made.addEventListener("click", act);
      bar.append(made);
      return made;
    };
    button("first", () => player.moving.go(0));
    button("previous", () => player.moving.move(-1));
    this.play = button("play", () => player.clock.toggle());
    this.play.classList.add("kw-primary");
    button("next", () => player.moving.move(1));
    button("last", () => player.moving.go(player.grid.steps - 1));
    button("up", () => player.moving.moveRow(-1));
    button("down", () => player.moving.moveRow(1));
    this.edit = button("edit", () => player.editing.toggle());
    this.edit.setAttribute("aria-pressed", "false");
    this.camera = button("camera", () => player.camera.toggle());
    this.camera.setAttribute("aria-pressed", "false");
    button("save", () => player.save());
    button("present", () => player.present());
  }

  buildScrub() {
    const { player } = this;
    const scrub = element("input");
    Object.assign(scrub, { type: "range", min: 0 });
    scrub.dataset.testid = "player-scrub";
    scrub.setAttribute("aria-label", this.words.scrub);
    scrub.addEventListener("input", () => {
      player.clock.pause();
      player.show(Number(scrub.value));
    });
    scrub.addEventListener("change", () => player.moving.keepStep());
    return scrub;
  }

  /** The choices of speed and of panel, and the switches. */
  addChoices() {
    const { player, words } = this;
    this.speed = this.select("speed", words.speed);
    for (const rate of SPEEDS) this.speed.add(new Option(filled(words.rate, { rate }), String(rate)));
    this.speed.add(new Option(words.fast, FAST));
    this.loop = this.check("loop", words.loop, true);
    this.slow = this.check("slow", words.slow, false, words.slow_help);
    this.slow.addEventListener("change", () => player.show(player.step));
    this.whole = this.check("whole", words.whole, false, words.whole_help);
    this.whole.addEventListener("change", () => player.show(player.step, player.reached, false));
    this.cursor = this.select("cursor", words.cursor_panel);
    this.cursor.addEventListener("change", () => player.keys.choose(this.cursor.value));
  }

  /** @param {string} name @param {string} label */
  select(name, label) {
    const made = element("select", `kw-${name}`);
    made.dataset.testid = `player-${name}`;
    made.title = label;
    made.setAttribute("aria-label", label);
    return made;
  }

  /** @param {string} name @param {string} label @param {boolean} on @param {string} [help] */
  check(name, label, on, help = "") {
    const made = element("label", "kw-check");
    const box = element("input");
    Object.assign(box, { type: "checkbox", checked: on });
    box.dataset.testid = `player-${name}`;
    made.title = help;
    made.append(box, label);
    return box;
  }

  buildArithmetic() {
    const { products, indexed, numbers } = this.places;
    const whole = element("div", "kw-arithmetic");
    const text = element("div", "kw-text");
    this.narration.dataset.testid = "player-narration";
    this.narration.setAttribute("aria-live", "polite");
    numbers.dataset.testid = "player-formula";
    for (const place of [numbers, products, indexed, this.places.general]) place.translate = false;
    for (const place of [numbers, products]) {
      place.tabIndex = 0;
      place.setAttribute("role", "group");
      place.setAttribute("aria-label", this.words.terms);
    }
    text.append(this.narration, numbers, indexed);
    whole.append(products, text);
    return whole;
  }

  /** Fit the bar to a board: its steps, a button for each track, a line for each panel. @param {any} player */
  fit({ grid, tracks, board }) {
    this.fitSteps(grid);
    if (this.player.speed === null) this.speed.value = grid.steps <= 64 ? 2 : grid.steps <= 1024 ? 10 : 60;
    this.choices.hidden = tracks.length < 2;
    this.choices.replaceChildren(
      ...trackChoices(tracks, this.words.panels, (index) => this.player.moving.choose(index)),
    );
    if (this.table.dataset.mark !== board.data.mark) this.table.innerHTML = board.data.table; // made by the server
    this.table.dataset.mark = board.data.mark;
    const chosen = this.cursor.value;
    this.cursor.replaceChildren(
      new Option(this.words.cursor_off, ""),
      ...[...board.panels, ...board.numbers].map((/** @type {any} */ { name, title, rows, cols }) => {
        const text = filled(this.words.cursor_on, { panel: title, height: rows, width: cols });
        return new Option(text, name, false, name === chosen);
      }),
    );
  }

  /** Fit the scrub bar and the place of its number to so many steps. @param {{steps: number}} grid */
  fitSteps({ steps }) {
    /** @type {HTMLElement} */ (this.position.parentElement).dataset.widest = positionText(this.words, steps, steps);
    this.scrub.max = steps - 1;
    this.scrub.disabled = steps < 2;
  }

  /** The bar's own state at a step. @param {number} step @param {number} steps */
  showStep(step, steps) {
    this.scrub.value = step;
    this.position.textContent = positionText(this.words, step + 1, steps);
    this.scrub.setAttribute("aria-valuetext", this.position.textContent);
  }

  /** @param {boolean} playing */
  showPlaying(playing) {
    const name = playing ? "pause" : "play";
    this.play.innerHTML = icon(name);
    this.play.title = this.words[name];
    this.play.setAttribute("aria-label", this.words[name]);
  }

  /** What belongs to a track: its legend as (look, meaning), and notes, which the server made out of its own words. */
  showTrack(/** @type {import("./marks.js").Track} */ track, /** @type {number} */ index) {
    const { data } = track;
    this.legend.show(track, element("span", "kw-hint", this.words.hint), this.cursor);
    this.notes.replaceChildren(
      ...data.notes.map((/** @type {string} */ note) => {
        const paragraph = element("p");
        paragraph.innerHTML = note;
        return paragraph;
      }),
    );
    for (const term of this.notes.querySelectorAll("[data-term]")) {
      term.setAttribute("aria-label", data.terms[term.dataset.term].sentence);
    }
    for (const line of this.table.querySelectorAll("[data-track]")) {
      line.setAttribute("aria-current", String(Number(line.dataset.track) === index));
    }
    showChoice(this.choices, index);
  }

  /** @param {string} sentence @param {boolean} spoken */
  narrate(sentence, spoken) {
    this.narration.setAttribute("aria-live", spoken ? "polite" : "off");
    if (this.narration.textContent !== sentence) this.narration.textContent = sentence;
  }

  /** One speed up or down. @param {number} by */
  faster(by) {
    const index = Math.max(0, Math.min(this.speed.selectedIndex + by, this.speed.options.length - 1));
    this.speed.selectedIndex = index;
  }
}

/** A term of a formula in the notes, pointed at or focused, lights up what it measures. @param {any} player @param {any} event */
function showTerm(player, event) {
  const term = event.target.closest("[data-term]");
  if (!term || !player.board.attached) return;
  const { boxes, sentence } = player.track.data.terms[term.dataset.term];
  if (event.type !== "pointerover") player.clock.pause();
  const areas = boxes.map((/** @type {number[]} */ [top, bottom, left, right]) => box(top, bottom, left, right));
  const inputs = player.track.factors.filter((/** @type {any} */ { role }) => !LEARNED.has(role));
  player.light({ areas: new Map(inputs.map((/** @type {any} */ { panel }) => [panel, areas])), sentence });
}
