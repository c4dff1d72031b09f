// The player: controls, keys, playback and pointer, tied to the walks of one stage. The server is not asked for a step.

const SPEEDS = [1, 2, 5, 10, 30, 60];
const FAST = "fast";
const FAST_PASS_SECONDS = 12;
const PAUSES_UP_TO = 10; // steps a second; faster playback runs through row ends without a break
const LINK_INTERVAL = 350; // milliseconds
const MOVE_INTERVAL = 700; // milliseconds between moves of the picture that are sent
const PATIENCE = 10000; // milliseconds until charts that cannot be drawn on are reported

const ICONS = {
  first: "M6 5h2v14H6zM19 5v14L9 12z",
  previous: "M16 5v14L6 12z",
  play: "M7 4v16l13-8z",
  pause: "M6 4h4v16H6zM14 4h4v16h-4z",
  next: "M8 5v14l10-7z",
  last: "M16 5h2v14h-2zM5 5v14l10-7z",
  up: "M12 6l7 8H5zM5 17h14v2H5z",
  down: "M12 18l-7-8h14zM5 5h14v2H5z",
};

// Where the walk stands, kept while a refused setting takes the player off the page.
const remembered = { arrival: null, step: 0, pinned: false, panel: null, gaveUp: false };

function icon(name) {
  return `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
}

class Player {
  constructor(root) {
    this.root = root;
    root.player = this;
    this.step = 0;
    this.tap = -1;
    this.selected = 0;
    this.arrival = null;
    this.playing = false;
    this.pinned = false;
    this.speed = null;
    this.onKey = (event) => this.key(event);
    this.onPointer = (event) => this.focusStage(event);
    this.onDrawn = new MutationObserver(() => this.stage.attached || this.settle());
  }

  build(words) {
    this.words = words;
    const { root } = this;
    root.dataset.testid = "player";
    root.dataset.playing = "false";
    root.tabIndex = 0;
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", words.player);
    root.replaceChildren();
    const patterns = element("div", "kw-patterns");
    patterns.innerHTML =
      '<svg width="0" height="0" aria-hidden="true"><defs><pattern id="kw-cover" width="10" height="10" patternUnits="userSpaceOnUse">' +
      '<rect width="10" height="10"/><circle cx="5" cy="5" r="1.5"/></pattern></defs></svg>';
    this.patterns = patterns.querySelector("defs");
    this.choices = element("div", "kw-choices");
    this.choices.setAttribute("role", "group");
    this.choices.setAttribute("aria-label", words.panels);
    this.legend = element("div", "kw-legend");
    this.notes = element("div", "kw-notes");
    root.append(patterns, this.legend, this.buildControls(words), this.choices, this.buildPanel(), this.notes);
    root.addEventListener("keydown", this.onKey);
    for (const name of ["pointerover", "focusin", "click"]) this.notes.addEventListener(name, (event) => this.showTerm(event));
    for (const name of ["pointerout", "focusout"]) this.notes.addEventListener(name, () => this.unhover());
  }

  buildControls(words) {
    const bar = element("div", "kw-controls");
    const button = (name, act) => {
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
    button("first", () => this.go(0));
    button("previous", () => this.move(-1));
    this.playButton = button("play", () => this.toggle());
    this.playButton.classList.add("kw-primary");
    button("next", () => this.move(1));
    button("last", () => this.go(this.grid.steps - 1));
    button("up", () => this.moveRow(-1));
    button("down", () => this.moveRow(1));
    this.scrub = element("input");
    this.scrub.type = "range";
    this.scrub.min = 0;
    this.scrub.dataset.testid = "player-scrub";
    this.scrub.setAttribute("aria-label", words.scrub);
    this.scrub.addEventListener("input", () => {
      this.pause();
      this.show(Number(this.scrub.value));
    });
    this.scrub.addEventListener("change", () => this.keepStep());
    this.position = element("output", "kw-position");
    this.select = element("select");
    this.select.dataset.testid = "player-speed";
    this.select.title = words.speed;
    this.select.setAttribute("aria-label", words.speed);
    for (const rate of SPEEDS) this.select.add(new Option(filled(words.rate, { rate }), rate));
    this.select.add(new Option(words.fast, FAST));
    this.select.addEventListener("change", () => (this.speed = this.select.value));
    const check = (name, on) => {
      const label = element("label", "kw-check");
      const box = element("input");
      box.type = "checkbox";
      box.checked = on;
      box.dataset.testid = `player-${name}`;
      label.append(box, words[name]);
      return [label, box];
    };
    const [loopLabel, loop] = check("loop", true);
    const [slowLabel, slow] = check("slow", false);
    slowLabel.title = words.slow_help;
    slow.addEventListener("change", () => {
      this.tap = slow.checked ? 0 : -1;
      this.show(this.step, this.tap);
    });
    this.loop = loop;
    this.slow = slow;
    bar.append(this.scrub, this.position, this.select, loopLabel, slowLabel);
    return bar;
  }

  buildPanel() {
    const panel = element("div", "kw-arithmetic");
    const text = element("div", "kw-text");
    this.narration = element("p", "kw-narration");
    this.narration.dataset.testid = "player-narration";
    this.narration.setAttribute("aria-live", "polite");
    this.places = {
      products: element("div", "kw-products"),
      general: element("div", "kw-formula"),
      indexed: element("div", "kw-formula"),
      numbers: element("div", "kw-numbers"),
    };
    this.places.numbers.dataset.testid = "player-formula";
    this.places.numbers.tabIndex = 0;
    text.append(this.narration, this.places.general, this.places.indexed, this.places.numbers);
    panel.append(this.places.products, text);
    return panel;
  }

  get track() {
    return this.stage.tracks[this.selected];
  }

  get walk() {
    return this.track.walk;
  }

  get grid() {
    return this.stage.grid;
  }

  // Take a new scene. The step stays where it is unless a link has just been opened or there is no such step any more.
  load(data, setStateValue, setTriggerValue) {
    if (!this.words) this.build(data.words);
    this.report = setStateValue;
    this.trigger = setTriggerValue;
    this.data = data;
    if (this.stage) this.stage.release();
    this.stage = new Stage(data, {
      redrawn: () => this.schedule(),
      hover: (cell) => this.hover(cell),
      unhover: () => this.unhover(),
      pin: (cell) => this.pin(cell),
    });
    this.arithmetic = null;
    this.reach = null;
    this.patterns.querySelectorAll(".kw-dots").forEach((pattern) => pattern.remove());
    this.root.dataset.ready = "false";
    this.root.dataset.steps = this.grid.steps;
    this.scrub.max = this.grid.steps - 1;
    this.scrub.disabled = this.grid.steps < 2;
    this.arrive(data);
    this.buildChoices();
    this.tap = this.slow.checked ? 0 : -1;
    if (this.speed === null) this.select.value = this.grid.steps <= 64 ? 2 : this.grid.steps <= 1024 ? 10 : 60;
    this.waitingSince = performance.now();
    if (this.pinned) this.writeLink();
    this.settle();
  }

  arrive(data) {
    const arrived = remembered.arrival !== data.arrival;
    if (this.arrival === null && !arrived) {
      this.step = remembered.step;
      this.pinned = remembered.pinned;
    }
    if (arrived && data.link) this.replaceLink((parameters) => Object.entries(data.link).forEach((pair) => parameters.set(...pair)));
    if (arrived) {
      this.step = data.start ?? 0;
      this.pinned = remembered.pinned = data.start !== null;
      remembered.panel = data.panel;
    }
    this.step = Math.min(this.step, this.grid.steps - 1);
    this.selected = Math.min(remembered.panel ?? this.largest(), this.stage.tracks.length - 1);
    this.arrival = remembered.arrival = data.arrival;
    this.starting = arrived && data.autoplay && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (arrived && !this.starting) this.pause(false);
  }

  // The first track that has a cell at every step.
  largest() {
    const last = this.grid.place(this.grid.steps - 1);
    const index = this.stage.tracks.findIndex(({ walk }) => walk.has(walk.at(last).row, walk.at(last).col));
    return Math.max(0, index);
  }

  // A button for each track, where there are several.
  buildChoices() {
    const { tracks } = this.stage;
    this.choices.hidden = tracks.length < 2;
    this.choices.replaceChildren(
      ...tracks.map(({ data }, index) => {
        const made = element("button", "", data.title);
        made.type = "button";
        made.dataset.testid = `player-panel-${index}`;
        made.addEventListener("click", () => this.choose(index));
        return made;
      }),
    );
  }

  // A person wants to see another track's arithmetic; the link says which.
  choose(index) {
    this.selected = remembered.panel = index;
    this.show(this.step);
    this.keepStep();
  }

  // Give the places for words and numbers to a track.
  mount(track) {
    const arithmetic = (track.arithmetic ??= new Arithmetic(track, this.data, this.places));
    if (this.arithmetic === arithmetic) return arithmetic;
    this.arithmetic = arithmetic;
    arithmetic.mount();
    this.showWords(track.data);
    const shown = this.stage.tracks.indexOf(track);
    [...this.choices.children].forEach((button, index) => button.setAttribute("aria-pressed", index === shown));
    return arithmetic;
  }

  // The legend as (look, meaning), and the notes, paragraphs that the server made out of numbers and its own words.
  showWords({ legend, notes }) {
    this.legend.replaceChildren(
      ...legend.map(([look, meaning]) => {
        const item = element("span", "kw-meaning");
        item.append(element("span", `kw-look kw-look-${look}`), meaning);
        return item;
      }),
    );
    this.notes.replaceChildren(
      ...notes.map((note) => {
        const paragraph = element("p");
        paragraph.innerHTML = note;
        return paragraph;
      }),
    );
  }

  // The pattern that fills a panel with dots, made when it is first asked for.
  dots(key) {
    const id = `kw-dots-${key}`;
    const made = this.patterns.querySelector(`#${id}`);
    if (made) return made;
    this.patterns.insertAdjacentHTML(
      "beforeend",
      `<pattern id="${id}" class="kw-dots" patternUnits="userSpaceOnUse"><circle/></pattern>`,
    );
    return this.patterns.lastElementChild;
  }

  // After a redraw of Plotly's, which may come several at a time.
  schedule() {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.settle());
  }

  // Draw as soon as the charts of this scene are there: on loading, and whenever Streamlit or Plotly draws them anew.
  settle() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.retry);
    this.frame = null;
    if (this.gone) return;
    this.listenToStage();
    if (!this.stage.attach((key) => this.dots(key))) {
      const patient = performance.now() - this.waitingSince <= PATIENCE && !remembered.gaveUp;
      if (!patient && this.waitingSince !== Infinity) this.giveUp();
      this.retry = setTimeout(() => this.settle(), 50);
      return;
    }
    if (remembered.gaveUp) this.report("unsupported", false);
    remembered.gaveUp = false;
    this.waitingSince = performance.now();
    this.root.classList.remove("kw-unsupported");
    this.show(this.step, this.tap, false);
    this.root.dataset.ready = "true";
    if (this.starting) {
      this.starting = false;
      this.play();
    }
  }

  giveUp() {
    this.waitingSince = Infinity;
    this.narration.textContent = this.words.unsupported;
    this.root.classList.add("kw-unsupported");
    if (!remembered.gaveUp) this.report("unsupported", true);
    remembered.gaveUp = true;
  }

  listenToStage() {
    const stage = this.stage.element;
    if (!stage || stage === this.listened) return;
    this.onDrawn.disconnect();
    this.onDrawn.observe(stage, { childList: true, subtree: true });
    stage.tabIndex = -1;
    stage.addEventListener("keydown", this.onKey);
    stage.addEventListener("pointerdown", this.onPointer);
    this.listened = stage;
  }

  focusStage(event) {
    if (!this.root.contains(event.target)) this.listened.focus({ preventScroll: true });
    if (this.data.movable && event.button === 0) this.drag(event);
  }

  // Show one step everywhere. The same call serves buttons, keys, playback and tests.
  show(step, tap = this.slow.checked ? 0 : -1, forget = true) {
    this.step = Math.max(0, Math.min(step, this.grid.steps - 1));
    this.tap = tap;
    if (forget) this.reach = null;
    if (!this.stage.attached || !this.listened) return this.schedule();
    const place = this.grid.place(this.step);
    for (const track of this.stage.tracks) track.drawCover(place);
    this.drawReach(this.reach);
    this.showCell(this.track, place, tap);
    this.root.dataset.step = remembered.step = this.step;
    this.scrub.value = this.step;
    this.position.textContent = filled(this.words.position, { step: this.step + 1, steps: this.grid.steps });
    this.scrub.setAttribute("aria-valuetext", this.position.textContent);
  }

  // Draw the windows at one place, and show the arithmetic of one track; its map may have no cell there.
  showCell(track, place, tap = -1) {
    const arithmetic = this.mount(track);
    for (const each of this.stage.tracks) each.drawMarks(place);
    this.drawTap(place, arithmetic.channels ? tap : -1);
    const { row, col } = track.walk.at(place);
    const here = track.walk.has(row, col);
    this.root.classList.toggle("kw-idle", !here);
    if (!here) {
      const { height, width } = track.walk;
      return this.narrate(filled(this.words.no_cell, { panel: track.data.title, height, width, row, col }));
    }
    const sentence = arithmetic.show(row, col, tap);
    this.narrate(tap < 0 ? sentence + this.remark(place, track) : sentence);
  }

  drawTap(place, tap) {
    if (this.tapDrawn) this.stage.clear("tap");
    this.tapDrawn = tap >= 0;
    if (tap < 0) return;
    const [channel, k, l] = this.arithmetic.place(tap);
    for (const track of this.stage.tracks) track.drawTap(place, channel, k, l);
  }

  // What a hovered or pinned pixel, weight or term reaches on the panels.
  drawReach(reach) {
    if (this.reachDrawn) this.stage.clear("reach");
    this.reachDrawn = Boolean(reach);
    if (!reach) return;
    if (reach.role === "weight") {
      for (const track of this.stage.tracks) if (track.weights.includes(reach.panel)) track.drawWeight(reach.panel, reach.row, reach.col);
    } else if (reach.role === "input") {
      for (const track of this.stage.tracks) {
        if (this.data.bank && !track.inputs.includes(reach.panel)) continue;
        const place = track.counterpart(reach.track, reach.row, reach.col);
        if (place && track.walk.rows.sources[place.row] !== undefined) track.drawPixel(place.row, place.col);
      }
    } else {
      this.track.drawBoxes(reach.boxes);
    }
  }

  narrate(sentence) {
    this.narration.setAttribute("aria-live", this.playing ? "off" : "polite");
    this.narration.textContent = sentence;
  }

  remark(place, { walk } = this.track) {
    const first = walk.firstOnPadding;
    const { row, col } = walk.at(place);
    if (first && first.row === row && first.col === col) return " " + this.words.touches_padding;
    return this.grid.endsRow(this.grid.step(place)) ? " " + this.words.row_end : "";
  }

  // Moving.

  go(step) {
    this.pause(false);
    this.show(step);
    this.keepStep();
  }

  move(by) {
    this.pause(false);
    this.advance(by);
    this.keepStep();
  }

  moveRow(by) {
    const step = this.step + by * this.grid.width;
    if (step >= 0 && step < this.grid.steps) this.go(step);
  }

  // One step, or in slow motion one product, forward or back; false at the end.
  advance(by) {
    if (!this.arithmetic) return true;
    const last = this.grid.steps - 1;
    if (this.slow.checked && this.arithmetic.taps) {
      const tap = this.tap + by;
      if (tap >= 0 && tap < this.arithmetic.taps) {
        this.show(this.step, tap);
        return true;
      }
      if (this.step + by < 0 || this.step + by > last) return false;
      this.show(this.step + by, by > 0 ? 0 : this.arithmetic.taps - 1);
      return true;
    }
    if (this.step + by < 0 || (by > 0 && this.step === last)) return false;
    this.show(this.step + by);
    return true;
  }

  // A step that a person chose is kept in the link. The server hears of it with the next setting.
  keepStep() {
    this.pinned = remembered.pinned = true;
    this.writeLink();
  }

  // Browsers allow about three changes of the address a second.
  writeLink() {
    clearTimeout(this.writing);
    const wait = (this.written ?? -Infinity) + LINK_INTERVAL - performance.now();
    if (wait > 0) {
      this.writing = setTimeout(() => this.writeLink(), wait);
      return;
    }
    this.written = performance.now();
    this.replaceLink((parameters) => {
      parameters.set("step", this.step);
      if (remembered.panel !== null && this.stage.tracks.length > 1) parameters.set("panel", remembered.panel);
      else parameters.delete("panel");
    });
  }

  replaceLink(change) {
    const link = new URL(location.href);
    change(link.searchParams);
    history.replaceState(history.state, "", link);
  }

  // Playing.

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.playing || (this.grid.steps === 1 && !this.slow.checked)) return;
    const products = this.slow.checked && this.arithmetic ? this.arithmetic.taps - 1 : -1;
    if (this.step === this.grid.steps - 1 && this.tap === products) this.show(0);
    this.playing = true;
    this.showPlaying();
    this.before = null;
    this.due = 0;
    this.ticking = requestAnimationFrame((now) => this.tick(now));
  }

  pause(keep = true) {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this.ticking);
    this.showPlaying();
    this.narration.setAttribute("aria-live", "polite");
    if (keep) this.keepStep();
  }

  showPlaying() {
    const name = this.playing ? "pause" : "play";
    this.root.dataset.playing = this.playing;
    this.playButton.innerHTML = icon(name);
    this.playButton.title = this.words[name];
    this.playButton.setAttribute("aria-label", this.words[name]);
  }

  tick(now) {
    if (!this.playing) return;
    this.ticking = requestAnimationFrame((next) => this.tick(next));
    const rate = this.rate();
    this.due += this.before === null ? 0 : (Math.min(now - this.before, 250) / 1000) * rate;
    this.before = now;
    // A screen that draws 60 frames in 1001 ms still gets one step a frame.
    const count = Math.floor(this.due + 0.02 * Math.min(1, rate / 60));
    if (count < 1 || !this.stage.attached || !this.arithmetic) return;
    this.due = Math.max(0, this.due - count);
    if (this.slow.checked) return this.playOn(this.advance(1));
    const last = this.grid.steps - 1;
    const onward = this.step < last;
    if (onward) this.show(Math.min(this.step + count, last));
    this.playOn(onward);
    if (rate <= PAUSES_UP_TO && this.remark(this.grid.place(this.step))) this.due -= Math.max(0.8, 0.4 * rate); // at least 0.4 seconds
  }

  playOn(onward) {
    if (onward) return;
    if (this.loop.checked) this.show(0);
    else this.pause();
  }

  rate() {
    if (this.select.value !== FAST) return Number(this.select.value);
    return this.slow.checked ? 60 : Math.max(240, this.grid.steps / FAST_PASS_SECONDS);
  }

  // Pointing.

  hover({ panel, row, col }) {
    if (!this.stage.attached || !this.arithmetic) return;
    const track = this.stage.owner(panel, this.track);
    const role = track.role(panel);
    const cell = this.cellOf(track, role, row, col);
    if (cell) {
      if (!this.playing) this.showCell(track, track.walk.place(cell.row, cell.col));
      return;
    }
    const reach = { role, panel, track, row, col };
    this.drawReach(reach);
    if (!this.playing) this.narrate(this.reachSentence(reach));
  }

  // The cell of the map that a cell of a map or a row of a matrix stands for; null on other panels.
  cellOf(track, role, row, col) {
    return role === "map" ? { row, col } : role === "matrix" ? track.walk.cell(row) : null;
  }

  // The picture is dragged by whole pixels; the server moves it.
  drag(event) {
    const panel = this.stage.panels.find(({ chart }) => chart && chart.contains(event.target));
    if (!panel || this.stage.owner(panel, this.track).role(panel) !== "input") return;
    const { clientX, clientY } = event;
    const over = new AbortController();
    const drop = (end) => {
      over.abort();
      if (end.type === "pointercancel") return; // the page was scrolled
      this.movePicture(
        Math.round((end.clientY - clientY) / panel.cellHeight),
        Math.round((end.clientX - clientX) / panel.cellWidth),
      );
    };
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, drop, { signal: over.signal });
  }

  // The first move is sent at once; those of a held key are gathered, so that none is lost while the server works.
  movePicture(rows, cols) {
    if (!rows && !cols) return;
    const [down, right] = this.moves ?? [0, 0];
    this.moves = [down + rows, right + cols];
    if (!this.moving) this.sendMoves();
  }

  sendMoves() {
    this.moving = null;
    if (!this.moves || this.gone) return;
    this.trigger("shift", this.moves);
    this.moves = null;
    this.moving = setTimeout(() => this.sendMoves(), MOVE_INTERVAL);
  }

  unhover() {
    if (!this.stage.attached || !this.arithmetic) return;
    if (this.playing) return this.drawReach(this.reach);
    this.show(this.step, this.tap, false);
    if (this.reach) this.narrate(this.reachSentence(this.reach));
  }

  pin({ panel, row, col }) {
    const track = this.stage.owner(panel, this.track);
    const role = track.role(panel);
    const cell = this.cellOf(track, role, row, col);
    if (cell) {
      const index = this.stage.tracks.indexOf(track);
      if (index !== this.selected) this.selected = remembered.panel = index;
      return this.go(this.grid.step(track.walk.place(cell.row, cell.col)));
    }
    const same = this.reach && this.reach.panel === panel && this.reach.row === row && this.reach.col === col;
    this.pause();
    this.reach = same ? null : { role, panel, track, row, col };
    this.drawReach(this.reach);
  }

  // A term of a formula in the notes, pointed at or focused, lights up what it measures.
  showTerm(event) {
    const term = event.target.closest("[data-term]");
    if (!term || !this.stage.attached || !this.arithmetic) return;
    const { boxes, sentence } = this.track.data.terms[term.dataset.term];
    if (event.type !== "pointerover") this.pause();
    this.drawReach({ role: "term", boxes });
    if (!this.playing) this.narrate(sentence);
  }

  reachSentence({ role, panel, track, row, col }) {
    const { rows, cols } = track.walk;
    if (role === "weight") {
      const count = track.walk.height * track.walk.width;
      return filled(this.words.weight, { row, col, count, value: numberText(panel.value(row, col, 0)) });
    }
    const count = rows.targets(row).length * cols.targets(col).length;
    const sentence = count > 1 ? "readers" : count === 1 ? "one_reader" : "no_reader";
    const readers = filled(this.words[sentence], { row, col, count });
    if (!track.isPadding(row, col)) return readers;
    const source = track.source(row, col);
    if (!source) return `${this.words.plain_zero} ${readers}`;
    const pixels = (this.data.bank ? [panel] : track.inputs).map((input) => input.values[source.row][source.col]);
    const values = pixels.flatMap((pixel) => (typeof pixel === "number" ? pixel : [...pixel].slice(0, 3))).map(numberText).join(", ");
    return `${filled(this.words.copied, { row: source.row, col: source.col, value: values })} ${readers}`;
  }

  // Keys work while the player or the stage has the focus, never in a field or on a button that uses the key itself.
  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const target = event.target;
    const own = this.root.contains(target);
    const tag = target.tagName;
    if (tag === "SELECT" || tag === "TEXTAREA" || target.isContentEditable) return;
    if (tag === "INPUT" && target !== this.scrub && !(own && target.type === "checkbox")) return;
    if (tag === "BUTTON" && !own) return;
    if (event.key === " " && (tag === "BUTTON" || tag === "INPUT") && target !== this.scrub) return;
    const moves = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    const moving = this.data.movable && event.shiftKey && moves[event.key];
    const act = moving ? () => this.movePicture(...moving) : {
      " ": () => this.toggle(),
      ArrowRight: () => this.move(1),
      ArrowLeft: () => this.move(-1),
      ArrowUp: () => this.moveRow(-1),
      ArrowDown: () => this.moveRow(1),
      Home: () => this.go(0),
      End: () => this.go(this.grid.steps - 1),
      "+": () => this.faster(1),
      "=": () => this.faster(1),
      "-": () => this.faster(-1),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  faster(by) {
    const index = Math.max(0, Math.min(this.select.selectedIndex + by, this.select.options.length - 1));
    this.select.selectedIndex = index;
    this.speed = this.select.value;
  }

  destroy() {
    this.gone = true;
    this.playing = false;
    cancelAnimationFrame(this.ticking);
    clearTimeout(this.retry);
    clearTimeout(this.writing);
    this.onDrawn.disconnect();
    this.stage.release();
    if (!this.listened) return;
    this.listened.removeEventListener("keydown", this.onKey);
    this.listened.removeEventListener("pointerdown", this.onPointer);
  }
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".kw-player");
  if (!root.player || root.player.gone) new Player(root);
  root.player.load(data, setStateValue, setTriggerValue);
  return () => root.player.destroy();
}
