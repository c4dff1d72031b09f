const INTERVAL = 350; // milliseconds: browsers allow about three changes of the address a second

/** The step and the chosen walk in the address, beside the scene's parameters; the server is not asked. */
export class Address {
  /** @param {() => Record<string, string | null>} parameters What the address says of scene, step and walk. */
  constructor(parameters) {
    this.parameters = parameters;
    this.written = -Infinity;
    this.waiting = 0;
  }

  write() {
    clearTimeout(this.waiting);
    const wait = this.written + INTERVAL - performance.now();
    if (wait > 0) {
      this.waiting = setTimeout(() => this.write(), wait);
      return;
    }
    this.written = performance.now();
    this.replace(this.parameters());
  }

  /** Set parameters; null takes one away. @param {Record<string, string | null>} parameters */
  replace(parameters) {
    const link = new URL(location.href);
    for (const [name, value] of Object.entries(parameters)) {
      if (value === null) link.searchParams.delete(name);
      else link.searchParams.set(name, value);
    }
    history.replaceState(history.state, "", link);
  }

  stop() {
    clearTimeout(this.waiting);
  }
}
