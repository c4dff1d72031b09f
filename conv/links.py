"""The link: along one axis, which source positions each target position reads.

A convolution links padded pixels to cells, padding links pixels to padded pixels, a matrix links its rows to steps. A
stack of layers is a link composed of theirs, and the inverse of a link says who reads a position.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Link:
    """Which source positions each target position reads, along one axis.

    The compact form says it by where each window starts and by its taps; the general one lists the positions of each
    target. Positions outside of 0 to size - 1 hang over the border; `clipped` leaves them out.

    Attributes:
        size: Number of source positions.
        origins: First position of each target's window; empty in the general form.
        taps: Distances of the positions from the origin, ascending, the same for all targets.
        lists: In the general form, the positions of each target, ascending.
        tap_lists: In the general form, which tap reads each of these positions, where there are taps.

    >>> link = Link.windows(5, range(0, 3), range(3))
    >>> link.reads(1), link.readers(0), link.readers(2)
    ((1, 2, 3), (0,), (0, 1, 2))
    """

    size: int
    origins: tuple[int, ...] = ()
    taps: tuple[int, ...] = ()
    lists: tuple[tuple[int, ...], ...] | None = None
    tap_lists: tuple[tuple[int, ...], ...] | None = None

    @classmethod
    def windows(cls, size: int, origins: Sequence[int], taps: Sequence[int]) -> Link:
        """The compact form: target t reads origins[t] + each of the taps."""
        return cls(size, tuple(origins), tuple(taps))

    @classmethod
    def of_lists(
        cls, size: int, lists: Sequence[Sequence[int]], tap_lists: Sequence[Sequence[int]] | None = None
    ) -> Link:
        """The general form: target t reads the positions lists[t]; compact where all targets read alike."""
        if tap_lists is None and lists and lists[0]:
            taps = tuple(position - lists[0][0] for position in lists[0])
            if all(found and tuple(position - found[0] for position in found) == taps for found in lists):
                return cls(size, tuple(found[0] for found in lists), taps)
        indices = None if tap_lists is None else tuple(map(tuple, tap_lists))
        return cls(size, lists=tuple(map(tuple, lists)), tap_lists=indices)

    @classmethod
    def same(cls, size: int) -> Link:
        """Target t reads position t."""
        return cls.windows(size, range(size), (0,))

    @classmethod
    def whole(cls, size: int, targets: int) -> Link:
        """Every target reads every position."""
        return cls.windows(size, (0,) * targets, range(size))

    @property
    def targets(self) -> int:
        """Number of target positions."""
        return len(self.origins) if self.lists is None else len(self.lists)

    def reads(self, target: int) -> tuple[int, ...]:
        """Positions that a target reads, ascending."""
        if self.lists is not None:
            return self.lists[target]
        return tuple(self.origins[target] + tap for tap in self.taps)

    def tap_indices(self, target: int) -> tuple[int, ...]:
        """Which tap reads each of the positions of `reads`: 0, 1, ... in the compact form."""
        if self.tap_lists is not None:
            return self.tap_lists[target]
        return tuple(range(len(self.reads(target))))

    def readers(self, position: int) -> tuple[int, ...]:
        """Targets that read a position, ascending."""
        return self._readers.get(position, ())

    @cached_property
    def _readers(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {}
        for target in range(self.targets):
            for position in self.reads(target):
                found.setdefault(position, []).append(target)
        return {position: tuple(targets) for position, targets in found.items()}

    @property
    def inverse(self) -> Link:
        """Targets and positions exchanged: each position becomes a target and reads who read it.

        >>> Link.windows(4, (0, 2), (0, 1)).inverse.reads(3)
        (1,)
        """
        lists: list[list[int]] = [[] for _position in range(self.size)]
        tap_lists: list[list[int]] = [[] for _position in range(self.size)]
        for target in range(self.targets):
            for position, tap in zip(self.reads(target), self.tap_indices(target), strict=True):
                if 0 <= position < self.size:
                    lists[position].append(target)
                    tap_lists[position].append(tap)
        return Link.of_lists(self.targets, lists, tap_lists)

    @property
    def clipped(self) -> Link:
        """The link without positions that hang over the border."""
        if self.lists is None and self.origins and self.taps:
            first, last = min(self.origins) + self.taps[0], max(self.origins) + self.taps[-1]
            if first >= 0 and last < self.size:
                return self
        kept = [
            [
                (position, tap)
                for position, tap in zip(self.reads(target), self.tap_indices(target), strict=True)
                if 0 <= position < self.size
            ]
            for target in range(self.targets)
        ]
        lists = [[position for position, _tap in found] for found in kept]
        return Link.of_lists(self.size, lists, [[tap for _position, tap in found] for found in kept])

    def then(self, following: Link) -> Link:
        """Both, one behind the other: the targets of `following`, which reads this link's targets, read its sources.

        What `following` reads beyond this link's targets is left out, so that the result is exact at borders.

        >>> two = Link.windows(5, range(3), range(3)).then(Link.windows(3, (0,), range(3)))
        >>> two.reads(0)
        (0, 1, 2, 3, 4)
        """
        lists = []
        for target in range(following.targets):
            found: set[int] = set()
            for middle in following.reads(target):
                if 0 <= middle < self.targets:
                    found.update(self.reads(middle))
            lists.append(sorted(found))
        return Link.of_lists(self.size, lists)

    @property
    def ways(self) -> np.ndarray:
        """How often each target reads each position inside the border, shape (targets, size), integers.

        The ways through two links are the matrix product of theirs: `following.ways @ first.ways`.
        """
        counts = np.zeros((self.targets, self.size), int)
        for target in range(self.targets):
            for position in self.reads(target):
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
    """Links one behind the other, composed for one position at a time, when it is asked for.

    What a long stack of layers reads would be large lists; the same questions as to a `Link` have the same answers.

    Attributes:
        links: At least one, the first one first; what one reads beyond the targets of the one before is left out.

    >>> two = Chain((Link.windows(5, range(-1, 4), range(3)), Link.windows(5, range(-1, 4), range(3))))
    >>> two.reads(0), two.readers(0)
    ((0, 1, 2), (0, 1, 2))
    """

    links: tuple[Link, ...]

    @property
    def size(self) -> int:
        """Number of positions of the first link."""
        return self.links[0].size

    @property
    def targets(self) -> int:
        """Number of targets of the last link."""
        return self.links[-1].targets

    def reads(self, target: int) -> tuple[int, ...]:
        """Positions inside the border that a target reads, ascending."""
        found = {target}
        for link in reversed(self.links):
            found = {position for at in found for position in link.reads(at) if 0 <= position < link.size}
        return tuple(sorted(found))

    def readers(self, position: int) -> tuple[int, ...]:
        """Targets that read a position, ascending."""
        found = {position}
        for link in self.links:
            found = {target for at in found for target in link.readers(at)}
        return tuple(sorted(found))


def chain(links: Sequence[Link]) -> Link:
    """Links one behind the other, the first one first.

    >>> chain([Link.windows(9, range(0, 7, 2), range(3)), Link.windows(4, range(2), range(3))]).reads(1)
    (2, 3, 4, 5, 6, 7, 8)
    """
    found = links[0]
    for following in links[1:]:
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
def window_link(size: int, targets: int, stride: int, kernel_size: int, dilation: int) -> Link:
    """Windows that start every `stride` positions, with taps `dilation` apart; made once for equal arguments."""
    return Link.windows(size, range(0, targets * stride, stride), range(0, dilation * (kernel_size - 1) + 1, dilation))


@lru_cache(maxsize=512)
def padding_link(size: int, sources: tuple[int, ...]) -> Link:
    """Padded positions read the pixel that they copy; a plain zero (-1) reads none.

    >>> padding_link(2, (-1, 0, 1, -1)).lists
    ((), (0,), (1,), ())
    """
    return Link.of_lists(size, [() if source < 0 else (source,) for source in sources])
