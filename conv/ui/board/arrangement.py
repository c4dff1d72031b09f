"""How panels stand: a small tree of rows, columns, lines that wrap and grids, with panels and words as leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Place:
    """A panel, by its name."""

    panel: str


@dataclass(frozen=True, slots=True)
class Sign:
    """An operator between panels."""

    text: str


Choice: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Live:
    """A number that changes with the step: the sum of a track's group.

    Attributes:
        track: Index of the track; or (first, count) of several ones, of which the one is meant that is chosen, or
            that stands where the chosen one does, if that is another board's beside this one.
        group: Index of the group; None for the sum of all of them.
    """

    track: int | Choice
    group: int | None


def meant_track(track: int | Choice, chosen: int) -> int:
    """Index of the track of which a live number speaks.

    >>> meant_track(3, chosen=0), meant_track((0, 2), chosen=1), meant_track((2, 2), chosen=1)
    (3, 1, 3)
    """
    return track if isinstance(track, int) else track[0] + chosen % track[1]


@dataclass(frozen=True, slots=True)
class Caption:
    """Lines of words; the first one is bold."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Side by side."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One below the other."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """Side by side, in as many lines as make the panels largest; spare room goes between them."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells whose columns stand below each other; None leaves a cell empty."""

    rows: tuple[tuple[Node | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Over:
    """A panel upon another one, so many rows and columns from its corner, with cells of its size.

    The player shows it right of a divider that can be dragged.
    """

    under: Place
    over: Place
    offset: tuple[int, int] = (0, 0)


Node: TypeAlias = "Place | Sign | Live | Caption | Row | Column | Flow | Grid | Over"


def row(*children: Node) -> Row:
    """Side by side."""
    return Row(children)


def column(*children: Node) -> Column:
    """One below the other."""
    return Column(children)


def flow(*children: Node) -> Flow:
    """Side by side, wrapping."""
    return Flow(children)


def leaves(node: Node) -> Iterator[Place | Sign | Live | Caption]:
    """All leaves, in reading order."""
    if isinstance(node, (Row, Column, Flow)):
        for child in node.children:
            yield from leaves(child)
    elif isinstance(node, Over):
        yield from (node.under, node.over)
    elif isinstance(node, Grid):
        for cells in node.rows:
            for cell in cells:
                if cell is not None:
                    yield from leaves(cell)
    else:
        yield node
