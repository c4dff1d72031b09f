/**
 * After a lost connection the server may be another one, which knows nothing of this visit: it is asked for a run at
 * once, so that it reads the link before something is changed.
 */
export class Reconnecting {
  /** @param {any} player */
  constructor(player) {
    this.lost = false;
    this.times = 0;
    this.observer = new MutationObserver(() => {
      const state = this.page?.getAttribute("data-test-connection-state");
      if (state === "CONNECTED" && this.lost) player.trigger?.("reconnected", ++this.times);
      this.lost = state !== "CONNECTED";
    });
    this.page = document.querySelector("[data-test-connection-state]");
    if (this.page) this.observer.observe(this.page, { attributeFilter: ["data-test-connection-state"] });
  }

  stop() {
    this.observer.disconnect();
  }
}
