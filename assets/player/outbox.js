const PATIENCE_EDIT = 4000; // milliseconds for which the answer to a change is waited for

/** A change as the server takes it. @typedef {{act: string, name?: string, text?: string, together?: string, gesture?: number}} Change */

/**
 * Changes on their way to the server, one at a time: what comes meanwhile waits, and of several changes of the same
 * matrices in one gesture only the last one, which has them all.
 */
export class Outbox {
  /** @param {(change: Change & {number: number}) => void} tell Sends one. */
  constructor(tell) {
    this.tell = tell;
    /** @type {Change[]} */
    this.queue = [];
    this.number = 0;
    this.sent = 0; // number of the change that is not answered yet
    this.timer = 0;
  }

  /** @param {Change} change */
  send(change) {
    const last = this.queue[this.queue.length - 1];
    if (last && last.act === "set" && change.name === last.name && change.gesture === last.gesture) this.queue.pop();
    this.queue.push(change);
    if (!this.sent) this.flush();
  }

  flush() {
    const change = this.queue.shift();
    if (!change) return;
    this.sent = this.number = Math.max(this.number + 1, Date.now());
    this.insist({ ...change, number: this.sent });
  }

  /** Until it is answered: the server takes a change of the same number once. @param {Change & {number: number}} change */
  insist(change) {
    this.timer = setTimeout(() => this.insist(change), PATIENCE_EDIT);
    this.tell(change);
  }

  /** The server has taken the changes up to a number. @param {number} taken @returns {"" | "more" | "all"} What was answered. */
  answer(taken) {
    if (!this.sent || taken < this.sent) return "";
    clearTimeout(this.timer);
    this.sent = 0;
    if (!this.queue.length) return "all";
    this.flush();
    return "more";
  }

  stop() {
    clearTimeout(this.timer);
    this.queue = [];
  }
}
