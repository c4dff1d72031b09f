"""The index map: along one axis, which source positions each target position reads.

A convolution maps padded pixels to cells, padding maps pixels to padded pixels, a matrix its rows to steps. A stack of
layers is an index map composed of theirs, and the inverse of an index map says who reads a position.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np


@dataclass(frozen=True)
class IndexMap:
    """Which source positions each target position reads, along one axis.

    The compact form says it by where each window starts and by its taps; the general one lists the positions of each
    target. Positions outside of 0 to size - 1 hang over the border; `clipped` leaves them out.

    Attributes:
        size: Number of source positions.
        origins: First position of each target's window; empty in the general form.
        taps: Distances of the positions from the origin, ascending, the same for all targets.
        lists: In the general form, the positions of each target, ascending.
        tap_lists: In the general form, which tap reads each of these positions, where there are taps.

    >>> index_map = IndexMap.windows(5, range(0, 3), range(3))
    >>> index_map.sources(1), index_map.targets(0), index_map.targets(2)
    ((1, 2, 3), (0,), (0, 1, 2))
    """

    size: int
    origins: tuple[int, ...] = ()
    taps: tuple[int, ...] = ()
    lists: tuple[tuple[int, ...], ...] | None = None
    tap_lists: tuple[tuple[int, ...], ...] | None = None

    @classmethod
    def windows(cls, size: int, origins: Sequence[int], taps: Sequence[int]) -> IndexMap:
        """The compact form: target t reads origins[t] + each of the taps."""
        return cls(size, tuple(origins), tuple(taps))

    @classmethod
    def of_lists(
        cls, size: int, lists: Sequence[Sequence[int]], tap_lists: Sequence[Sequence[int]] | None = None
    ) -> IndexMap:
        """The general form: target t reads the positions lists[t]; compact where all targets read alike."""
        if tap_lists is None and lists and lists[0]:
            taps = tuple(position - lists[0][0] for position in lists[0])
            if all(found and tuple(position - found[0] for position in found) == taps for found in lists):
                return cls(size, tuple(found[0] for found in lists), taps)
        indices = None if tap_lists is None else tuple(map(tuple, tap_lists))
        return cls(size, lists=tuple(map(tuple, lists)), tap_lists=indices)

    @classmethod
    def same(cls, size: int) -> IndexMap:
        """Target t reads position t."""
        return cls.windows(size, range(size), (0,))

    @classmethod
    def whole(cls, size: int, target_count: int) -> IndexMap:
        """Every target reads every position."""
        return cls.windows(size, (0,) * target_count, range(size))

    @property
    def target_count(self) -> int:
        """Number of target positions."""
        return len(self.origins) if self.lists is None else len(self.lists)

    def sources(self, target: int) -> tuple[int, ...]:
        """Positions that a target reads, ascending."""
        if self.lists is not None:
            return self.lists[target]
        return tuple(self.origins[target] + tap for tap in self.taps)

    def tap_indices(self, target: int) -> tuple[int, ...]:
        """Which tap reads each of the positions of `sources`: 0, 1, ... in the compact form."""
        if self.tap_lists is not None:
            return self.tap_lists[target]
        return tuple(range(len(self.sources(target))))

    def targets(self, position: int) -> tuple[int, ...]:
        """Targets that read a position, ascending."""
        return self._targets.get(position, ())

    @cached_property
    def _targets(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {}
        for target in range(self.target_count):
            for position in self.sources(target):
                found.setdefault(position, []).append(target)
        return {position: tuple(targets) for position, targets in found.items()}

    @property
    def inverse(self) -> IndexMap:
        """Targets and positions exchanged: each position becomes a target and reads who read it.

        >>> IndexMap.windows(4, (0, 2), (0, 1)).inverse.sources(3)
        (1,)
        """
        lists: list[list[int]] = [[] for _position in range(self.size)]
        tap_lists: list[list[int]] = [[] for _position in range(self.size)]
        for target in range(self.target_count):
            for position, tap in zip(self.sources(target), self.tap_indices(target), strict=True):
                if 0 <= position < self.size:
                    lists[position].append(target)
                    tap_lists[position].append(tap)
        return IndexMap.of_lists(self.target_count, lists, tap_lists)

    @property
    def clipped(self) -> IndexMap:
        """The index map without positions that hang over the border."""
        if self.lists is None and self.origins and self.taps:
            first, last = min(self.origins) + self.taps[0], max(self.origins) + self.taps[-1]
            if first >= 0 and last < self.size:
                return self
        kept = [
            [
                (position, tap)
                for position, tap in zip(self.sources(target), self.tap_indices(target), strict=True)
                if 0 <= position < self.size
            ]
            for target in range(self.target_count)
        ]
        lists = [[position for position, _tap in found] for found in kept]
        return IndexMap.of_lists(self.size, lists, [[tap for _position, tap in found] for found in kept])

    def then(self, following: IndexMap) -> IndexMap:
        """Both, one after the other: the targets of `following`, which reads this map's targets, read its sources.

        What `following` reads beyond this map's targets is left out, so that the result is exact at borders.

        >>> two = IndexMap.windows(5, range(3), range(3)).then(IndexMap.windows(3, (0,), range(3)))
        >>> two.sources(0)
        (0, 1, 2, 3, 4)
        """
        lists = []
        for target in range(following.target_count):
            found: set[int] = set()
            for middle in following.sources(target):
                if 0 <= middle < self.target_count:
                    found.update(self.sources(middle))
            lists.append(sorted(found))
        return IndexMap.of_lists(self.size, lists)

    @property
    def path_counts(self) -> np.ndarray:
        """How often each target reads each position inside the border, shape (targets, size), integers.

        The ways through two index_maps are the matrix product of theirs: `following.path_counts @ first.path_counts`.
        """
        counts = np.zeros((self.target_count, self.size), int)
        for target in range(self.target_count):
            for position in self.sources(target):
                if 0 <= position < self.size:
                    counts[target, position] += 1
        return counts

    @cached_property
    def read_counts(self) -> tuple[int, ...]:
        """How many targets read each position, length `size`."""
        if self.lists is None:
            positions = np.add.outer(np.array(self.origins, int), np.array(self.taps, int)).ravel()
        else:
            positions = np.array([position for found in self.lists for position in found], int)
        inside = positions[(positions >= 0) & (positions < self.size)]
        return tuple(np.bincount(inside, minlength=self.size).tolist())

    @property
    def unread(self) -> tuple[int, ...]:
        """Positions that no target reads: a stride's remainder and gaps, holes of a dilation."""
        return tuple(position for position, count in enumerate(self.read_counts) if count == 0)

    @property
    def data(self) -> dict[str, Any]:
        """The same for the browser, as JSON."""
        if self.lists is None:
            return {"size": self.size, "origins": list(self.origins), "taps": list(self.taps)}
        lists: dict[str, Any] = {"size": self.size, "lists": [list(found) for found in self.lists]}
        return lists if self.tap_lists is None else lists | {"tapLists": [list(found) for found in self.tap_lists]}


@dataclass(frozen=True, eq=False)
class Chain:
    """Index maps one after the other, composed for one position at a time, when it is asked for.

    What a long stack of layers reads would be large lists; the same questions as to a `IndexMap` have the same answers.

    Attributes:
        index_maps: At least one, the first one first; what one reads beyond the targets of the one before is left out.

    >>> two = Chain((IndexMap.windows(5, range(-1, 4), range(3)), IndexMap.windows(5, range(-1, 4), range(3))))
    >>> two.sources(0), two.targets(0)
    ((0, 1, 2), (0, 1, 2))
    """

    index_maps: tuple[IndexMap, ...]

    @property
    def size(self) -> int:
        """Number of positions of the first index map."""
        return self.index_maps[0].size

    @property
    def target_count(self) -> int:
        """Number of targets of the last index map."""
        return self.index_maps[-1].target_count

    def sources(self, target: int) -> tuple[int, ...]:
        """Positions inside the border that a target reads, ascending."""
        found = {target}
        for index_map in reversed(self.index_maps):
            found = {position for at in found for position in index_map.sources(at) if 0 <= position < index_map.size}
        return tuple(sorted(found))

    def targets(self, position: int) -> tuple[int, ...]:
        """Targets that read a position, ascending."""
        found = {position}
        for index_map in self.index_maps:
            found = {target for at in found for target in index_map.targets(at)}
        return tuple(sorted(found))


def chain(index_maps: Sequence[IndexMap]) -> IndexMap:
    """Index maps one after the other, the first one first.

    >>> chain([IndexMap.windows(9, range(0, 7, 2), range(3)), IndexMap.windows(4, range(2), range(3))]).sources(1)
    (2, 3, 4, 5, 6, 7, 8)
    """
    found = index_maps[0]
    for following in index_maps[1:]:
        found = found.then(following)
    return found


def runs(positions: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring positions as (first, last).

    >>> runs([0, 1, 2, 5])
    [(0, 2), (5, 5)]
    """
    found: list[tuple[int, int]] = []
    for position in positions:
        if found and position == found[-1][1] + 1:
            found[-1] = (found[-1][0], position)
        else:
            found.append((position, position))
    return found


@lru_cache(maxsize=512)
def window_index_map(size: int, target_count: int, stride: int, kernel_size: int, dilation: int) -> IndexMap:
    """Windows that start every `stride` positions, with taps `dilation` apart; made once for equal arguments."""
    return IndexMap.windows(
        size, range(0, target_count * stride, stride), range(0, dilation * (kernel_size - 1) + 1, dilation)
    )


@lru_cache(maxsize=512)
def padding_index_map(size: int, sources: tuple[int, ...]) -> IndexMap:
    """Padded positions read the pixel that they copy; a plain zero (-1) reads none.

    >>> padding_index_map(2, (-1, 0, 1, -1)).lists
    ((), (0,), (1,), ())
    """
    return IndexMap.of_lists(size, [() if source < 0 else (source,) for source in sources])
