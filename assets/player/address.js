import { remembered } from "./memory.js";

const INTERVAL = 350; // milliseconds: browsers allow about three changes of the address a second
const PAINTED = 100; // milliseconds
const KEPT = ["embed", "embed_options"]; // parameters that are Streamlit's
const NO_SETTINGS = [...KEPT, "lang", "hide"]; // and the language, and what is hidden: they say nothing of a scene

/** The scene, the step and the chosen walk in the address; the server is not asked. */
export class Address {
  /** @param {() => Record<string, string>} parameters What the address says: it is complete by itself. */
  constructor(parameters) {
    this.parameters = parameters;
    this.written = -Infinity;
    this.waiting = 0;
  }

  /** Whether the address says nothing of a scene, as after a click on this lesson in the menu. */
  get bare() {
    return [...new URL(location.href).searchParams.keys()].every((name) => NO_SETTINGS.includes(name));
  }

  /** Write it in place of the one that stands there, now or as soon as the browser allows. */
  write() {
    const wait = this.written + INTERVAL - performance.now();
    if (wait > 0) return this.later(wait);
    clearTimeout(this.waiting);
    this.written = performance.now();
    this.replace();
  }

  /** Write it in a while, if this page is still open then. @param {number} [wait] Long enough for a board to be painted, since writing takes a frame. */
  later(wait = PAINTED) {
    clearTimeout(this.waiting);
    const { pathname } = location;
    this.waiting = setTimeout(() => pathname === location.pathname && this.write(), wait);
  }

  replace() {
    if (location.protocol === "about:") return; // a page within another one has no address of its own
    const link = new URL(location.href);
    const kept = [...link.searchParams].filter(([name]) => KEPT.includes(name));
    link.search = String(new URLSearchParams([...Object.entries(this.parameters()), ...kept]));
    if (link.href !== location.href) history.replaceState(history.state, "", link);
  }

  stop() {
    clearTimeout(this.waiting);
  }
}

/** The scene's parameters, complete by themselves, and the step where a person has chosen one. @param {any} player */
export function parametersOf({ data, tracks, step, selected }) {
  const parameters = { ...data.address };
  const chosen = tracks.length > 1 && (remembered.pinned || remembered.panel !== null);
  if (remembered.pinned) parameters.step = String(step);
  if (chosen) parameters.panel = String(selected);
  return parameters;
}
