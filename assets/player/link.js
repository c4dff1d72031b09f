/** Along one axis, which source positions each target position reads: the same as `conv.links.Link`. */
export class Link {
  /**
   * @param {{size: number, origins?: number[], taps?: number[], lists?: number[][], tapLists?: number[][]}} data
   *   The compact form has origins and taps, the general one a list of positions for each target.
   */
  constructor({ size, origins = [], taps = [], lists = undefined, tapLists = undefined }) {
    this.size = size;
    this.origins = origins;
    this.taps = taps;
    this.lists = lists;
    this.tapLists = tapLists;
    this.tapRuns = runs(taps);
    /** @type {Map<number, number[]> | null} */
    this.known = null;
  }

  get targets() {
    return this.lists ? this.lists.length : this.origins.length;
  }

  /** Positions that a target reads, ascending. @param {number} target @returns {number[]} */
  reads(target) {
    if (this.lists) return this.lists[target];
    const origin = this.origins[target];
    return this.taps.map((tap) => origin + tap);
  }

  /** Which tap reads each of these positions. @param {number} target @returns {number[]} */
  tapIndices(target) {
    return this.tapLists ? this.tapLists[target] : this.reads(target).map((_, index) => index);
  }

  /** Targets that read a position, ascending. @param {number} position @returns {number[]} */
  readers(position) {
    this.known ??= this.findReaders();
    return this.known.get(position) ?? [];
  }

  findReaders() {
    const found = new Map();
    for (let target = 0; target < this.targets; target++) {
      for (const position of this.reads(target)) {
        if (found.has(position)) found.get(position).push(target);
        else found.set(position, [target]);
      }
    }
    return found;
  }

  /** Neighbouring positions that a target reads, as [first, last]. @param {number} target @returns {number[][]} */
  runs(target) {
    if (this.lists) return runs(this.lists[target]);
    const origin = this.origins[target];
    return this.tapRuns.map(([first, last]) => [origin + first, origin + last]);
  }

  /** Positions that one tap reads over all targets, ascending. @param {number} tap @returns {number[]} */
  visits(tap) {
    const found = new Set();
    for (let target = 0; target < this.targets; target++) {
      const index = this.tapIndices(target).indexOf(tap);
      if (index >= 0) found.add(this.reads(target)[index]);
    }
    return [...found].sort((a, b) => a - b);
  }

  /** Targets and positions exchanged. */
  get inverse() {
    /** @type {number[][]} */
    const lists = Array.from({ length: this.size }, () => []);
    /** @type {number[][]} */
    const tapLists = Array.from({ length: this.size }, () => []);
    for (let target = 0; target < this.targets; target++) {
      const taps = this.tapIndices(target);
      this.reads(target).forEach((position, index) => {
        if (position < 0 || position >= this.size) return;
        lists[position].push(target);
        tapLists[position].push(taps[index]);
      });
    }
    return new Link({ size: this.targets, lists, tapLists });
  }

  /** Both, one behind the other: the targets of `following` read this link's sources. @param {Link} following */
  then(following) {
    const lists = [];
    for (let target = 0; target < following.targets; target++) {
      const found = new Set();
      for (const middle of following.reads(target)) {
        if (middle >= 0 && middle < this.targets) this.reads(middle).forEach((position) => found.add(position));
      }
      lists.push([...found].sort((a, b) => a - b));
    }
    return new Link({ size: this.size, lists });
  }
}

/** Links one behind the other, composed for one position at a time: the same as `conv.links.Chain`. */
export class Chain {
  /** @param {Link[]} links The first one first. */
  constructor(links) {
    this.links = links;
    /** @type {Map<number, number[]>} */
    this.known = new Map();
  }

  get size() {
    return this.links[0].size;
  }

  get targets() {
    return this.links[this.links.length - 1].targets;
  }

  /** Positions inside the border that a target reads, ascending. @param {number} target @returns {number[]} */
  reads(target) {
    let found = this.known.get(target);
    if (!found) {
      found = [target];
      for (const link of [...this.links].reverse()) {
        found = union(found, (at) => link.reads(at).filter((position) => position >= 0 && position < link.size));
      }
      this.known.set(target, found);
    }
    return found;
  }

  /** Targets that read a position, ascending. @param {number} position @returns {number[]} */
  readers(position) {
    return this.links.reduce((found, link) => union(found, (at) => link.readers(at)), [position]);
  }

  /** Neighbouring positions that a target reads, as [first, last]. @param {number} target @returns {number[][]} */
  runs(target) {
    return runs(this.reads(target));
  }
}

/** All links of a board, by their numbers. @param {any[]} data @returns {(Link | Chain)[]} */
export function linksOf(data) {
  /** @type {any[]} */
  const links = [];
  for (const each of data) {
    links.push(each.chain ? new Chain(each.chain.map((number) => links[number])) : new Link(each));
  }
  return links;
}

/** What any of several gives, ascending. @param {number[]} positions @param {(position: number) => number[]} each */
function union(positions, each) {
  return [...new Set(positions.flatMap(each))].sort((a, b) => a - b);
}

/** Neighbouring positions as [first, last]. @param {number[]} positions @returns {number[][]} */
export function runs(positions) {
  /** @type {number[][]} */
  const found = [];
  for (const position of positions) {
    const last = found[found.length - 1];
    if (last && position === last[1] + 1) last[1] = position;
    else found.push([position, position]);
  }
  return found;
}
