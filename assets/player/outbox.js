const PATIENCE_EDIT = 4000; // milliseconds for which the answer to a change is waited for

/** A change as the server takes it. @typedef {{act: string, name?: string, text?: string, together?: string, gesture?: number}} Change */

const ONE_GESTURE = 1000; // milliseconds between presses of a key that are undone together
const REST = 300; // milliseconds after which a hand that holds still has made up its mind

/** The number of a gesture, which is undone as one. */
export class Gesture {
  constructor() {
    this.number = 0;
    this.last = "";
    this.pressed = 0;
  }

  begin() {
    this.number = Math.max(this.number + 1, Date.now());
  }

  /** A key was pressed for something; soon after another one for the same it is one gesture. @param {string} something */
  press(something) {
    const now = performance.now();
    if (something !== this.last || now - this.pressed > ONE_GESTURE) this.begin();
    this.last = something;
    this.pressed = now;
  }
}

/** What is told when a hand rests that drags. */
export class Resting {
  constructor() {
    this.timer = 0;
    /** @type {(() => void) | null} */
    this.tell = null;
  }

  /** Tell soon, unless something else is to be told before. @param {() => void} tell */
  soon(tell) {
    clearTimeout(this.timer);
    this.tell = tell;
    this.timer = setTimeout(() => this.now(), REST);
  }

  now() {
    clearTimeout(this.timer);
    this.tell?.();
    this.tell = null;
  }
}

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
