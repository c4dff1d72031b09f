"""The numbers behind a cell of a board, read off its panels by index maps; the core's reduction makes one of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from conv.reductions import KINDS, Reduction
from conv.ui.board.board import Board, Group, Track


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
    """What the terms of each cell of a track's target make, before the post operations, shape `track.size`."""
    assert track.reduction is not None
    panels = {panel.name: panel.values for panel in board.panels}
    reduction = Reduction(track.reduction.kind)
    found = np.empty(track.size)
    for row, col in np.ndindex(*track.size):
        terms = [_terms(panels, track, group, row, col) for group in track.groups]
        found[row, col] = reduction.of(np.concatenate(terms))[0]
    return found


def _terms(panels: dict[str, np.ndarray], track: Track, group: Group, row: int, col: int) -> np.ndarray:
    product: np.ndarray | float = 1.0
    for factor in group.factors:
        values = panels[factor.panel]
        values = values[..., factor.channel] if values.ndim == 3 else values
        rows, cols = factor.cells(row, col, track.size[1])
        product = product * values[np.ix_(rows, cols)].astype(float).ravel()
    return np.asarray(product)
