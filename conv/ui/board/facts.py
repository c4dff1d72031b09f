"""The numbers behind a cell of a board, read off its panels by index maps; the core's reduction makes one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from conv.index_maps import IndexMap
from conv.reductions import KINDS, Reduction
from conv.ui.board.board import Board, Group, Stamp, Track


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """One cell of a walk.

    Attributes:
        terms: For each group, its terms: products, or pixels where nothing is multiplied.
        sums: What the terms of each group make; empty where only all of them together make a number.
        numbers: What all terms make, and the number after each post operation; the last one is the cell's.
    """

    terms: list[np.ndarray]
    sums: list[float]
    numbers: list[float]


def cell_facts(board: Board, track: Track, row: int, col: int) -> Facts:
    """How a cell of a track's target is made.

    Args:
        board: Whose panels are read.
        track: One of its walks, with a reduction.
        row, col: The cell.
    """
    assert track.reduction is not None
    panels = {panel.name: panel.values for panel in board.panels}
    terms = [_terms(panels, track, group, row, col) for group in track.groups]
    whole = np.concatenate(terms)
    each_makes = KINDS[track.reduction.kind].adds or len(terms) == 1
    sums = [Reduction(track.reduction.kind).of(each)[0] for each in terms] if each_makes else []
    return Facts(terms, sums, track.reduction.of(whole))


def reduced_numbers(board: Board, track: Track) -> np.ndarray:
    """What the terms of each cell of a track's target make, and the number after each post operation.

    Returns:
        Shape (1 + post operations, *track.size).
    """
    assert track.reduction is not None
    panels = {panel.name: panel.values for panel in board.panels}
    reduction = track.reduction
    found = np.empty((1 + len(reduction.post), *track.size))
    for row, col in np.ndindex(*track.size):
        terms = [_terms(panels, track, group, row, col) for group in track.groups]
        found[:, row, col] = reduction.of(np.concatenate(terms))
    return found


def sum_so_far(
    panels: Mapping[str, np.ndarray], track: Track, stamp: Stamp, place: tuple[int, int], cell: tuple[int, int]
) -> float | None:
    """What stamps have made of a cell of the panel on which they land, while some have landed and others have not.

    Args:
        panels: Values by name.
        track: The walk.
        stamp: One of its stamps.
        place: The cell of the panel.
        cell: The cell of the target that the walk has reached.

    Returns:
        The sum; None before the first one and after the last one.
    """
    readers = stamp.lands.readers(*place, track.size[1])
    landed = [reader for reader in readers if reader <= cell]
    if not landed or len(landed) == len(readers):
        return None
    terms = [_landing(panels, track, stamp, place, reader) for reader in landed]
    return Reduction("sum").of(np.array(terms))[0]


def _landing(
    panels: Mapping[str, np.ndarray], track: Track, stamp: Stamp, place: tuple[int, int], cell: tuple[int, int]
) -> float:
    """The term of a target's cell that lands on a place."""
    at = [cell[0] * track.size[1] + cell[1]] * 2 if stamp.lands.by_step else cell
    taps = []
    for index_map, target, position in zip((stamp.lands.rows, stamp.lands.cols), at, place, strict=True):
        assert isinstance(index_map, IndexMap)
        taps.append(index_map.tap_indices(target)[index_map.sources(target).index(position)])
    product = 1.0
    for factor in track.groups[stamp.group].factors:
        read = zip(factor.cells(*cell, track.size[1]), taps, strict=True)
        row, col = (positions[tap] if len(positions) > 1 else positions[0] for positions, tap in read)
        product *= float(panels[factor.panel][row, col])
    return product


def cell_factors(board: Board, track: Track, row: int, col: int) -> list[list[np.ndarray]]:
    """For each group the numbers of each factor, in the order of its terms; one that all share stands alone."""
    panels = {panel.name: panel.values for panel in board.panels}
    return [_factors(panels, track, group, row, col) for group in track.groups]


def _terms(panels: dict[str, np.ndarray], track: Track, group: Group, row: int, col: int) -> np.ndarray:
    product: np.ndarray | float = 1.0
    for factor in _factors(panels, track, group, row, col):
        product = product * factor
    return np.asarray(product)


def _factors(panels: dict[str, np.ndarray], track: Track, group: Group, row: int, col: int) -> list[np.ndarray]:
    found = []
    for factor in group.factors:
        values = panels[factor.panel]
        values = values[..., factor.channel] if values.ndim == 3 else values
        rows, cols = factor.cells(row, col, track.size[1])
        found.append(values[np.ix_(rows, cols)].astype(float).ravel())
    return found
