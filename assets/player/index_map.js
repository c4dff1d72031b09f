/** Along one axis, which source positions each target position reads: the same as `conv.index_maps.IndexMap`. */
export class IndexMap {
  /**
   * @param {import("./data.d.ts").IndexMapData} data
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

  get targetCount() {
    return this.lists ? this.lists.length : this.origins.length;
  }

  /** Positions that a target reads, ascending. @param {number} target @returns {number[]} */
  sources(target) {
    if (this.lists) return this.lists[target];
    const origin = this.origins[target];
    return this.taps.map((tap) => origin + tap);
  }

  /** Which tap reads each of these positions. @param {number} target @returns {number[]} */
  tapIndices(target) {
    return this.tapLists ? this.tapLists[target] : this.sources(target).map((_, index) => index);
  }

  /** Targets that read a position, ascending. @param {number} position @returns {number[]} */
  targets(position) {
    this.known ??= this.findTargets();
    return this.known.get(position) ?? [];
  }

  findTargets() {
    const found = new Map();
    for (let target = 0; target < this.targetCount; target++) {
      for (const position of this.sources(target)) {
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
    for (let target = 0; target < this.targetCount; target++) {
      const index = this.tapIndices(target).indexOf(tap);
      if (index >= 0) found.add(this.sources(target)[index]);
    }
    return [...found].sort((a, b) => a - b);
  }

  /** Targets and positions exchanged. */
  get inverse() {
    /** @type {number[][]} */
    const lists = Array.from({ length: this.size }, () => []);
    /** @type {number[][]} */
    const tapLists = Array.from({ length: this.size }, () => []);
    for (let target = 0; target < this.targetCount; target++) {
      const taps = this.tapIndices(target);
      this.sources(target).forEach((position, index) => {
        if (position < 0 || position >= this.size) return;
        lists[position].push(target);
        tapLists[position].push(taps[index]);
      });
    }
    return new IndexMap({ size: this.targetCount, lists, tapLists });
  }

  /** Both, one behind the other: the targets of `following` read this map's sources. @param {IndexMap} following */
  then(following) {
    const lists = [];
    for (let target = 0; target < following.targetCount; target++) {
      const found = new Set();
      for (const middle of following.sources(target)) {
        if (middle >= 0 && middle < this.targetCount) this.sources(middle).forEach((position) => found.add(position));
      }
      lists.push([...found].sort((a, b) => a - b));
    }
    return new IndexMap({ size: this.size, lists });
  }
}

/** Index maps one behind the other, composed for one position at a time: the same as `conv.index_maps.Chain`. */
export class Chain {
  /** @param {IndexMap[]} indexMaps The first one first. */
  constructor(indexMaps) {
    this.indexMaps = indexMaps;
    /** @type {Map<number, number[]>} */
    this.known = new Map();
  }

  get size() {
    return this.indexMaps[0].size;
  }

  get targetCount() {
    return this.indexMaps[this.indexMaps.length - 1].targetCount;
  }

  /** Positions inside the border that a target reads, ascending. @param {number} target @returns {number[]} */
  sources(target) {
    let found = this.known.get(target);
    if (!found) {
      found = [target];
      for (const indexMap of [...this.indexMaps].reverse()) {
        found = union(
          found,
          (at) => indexMap.sources(at).filter((position) => position >= 0 && position < indexMap.size),
        );
      }
      this.known.set(target, found);
    }
    return found;
  }

  /** Targets that read a position, ascending. @param {number} position @returns {number[]} */
  targets(position) {
    return this.indexMaps.reduce((found, indexMap) => union(found, (at) => indexMap.targets(at)), [position]);
  }

  /** Neighbouring positions that a target reads, as [first, last]. @param {number} target @returns {number[][]} */
  runs(target) {
    return runs(this.sources(target));
  }
}

/** All index maps of a board, by their numbers. @param {(import("./data.d.ts").IndexMapData | import("./data.d.ts").ChainData)[]} data @returns {(IndexMap | Chain)[]} */
export function indexMapsOf(data) {
  /** @type {any[]} */
  const indexMaps = [];
  for (const each of data) {
    indexMaps.push("chain" in each ? new Chain(each.chain.map((number) => indexMaps[number])) : new IndexMap(each));
  }
  return indexMaps;
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
