"""How panels that nobody walks come from others: what the browser makes anew where numbers of the scene change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from conv.index_maps import IndexMap
from conv.operations import PIXEL, WEIGHT, Operation, Shape
from conv.reductions import PostOperation, Reduction
from conv.ui.board.board import Group, Operand, Track
from conv.ui.board.laying import lay_track
from conv.ui.board.panel import Panel
from conv.ui.words.narration import post_words

MAX_PLACED = 4096  # cells of a panel whose places are sent one by one


def derive(operation: Operation, shape: Shape, inputs: Sequence[Panel], target: Panel, **more: Any) -> Track:
    """What an operation makes; arguments as of `lay_track`."""
    reduction = operation.reduction(more.get("channel", 0))
    words = {"post": [post_words(each) for each in reduction.post]}
    return lay_track(operation, shape, inputs, target.name, words=words, **more)


def derive_means(operation: Operation, shape: Shape, source: Panel, target: Panel) -> Track:
    """What an operation without padding makes of one channel, with the means of windows in place of what it learns."""
    (terms,) = operation.terms(shape, 0)
    pixels = next(factor for factor in terms.factors if factor.role == PIXEL)
    reduction = Reduction("mean") if operation.parameter_shapes(shape) else operation.reduction(0)
    return _walk(reduction, target, (Operand(source.name, pixels.rows, pixels.cols, role=PIXEL),))


def derive_places(source: Panel, target: Panel, places: np.ndarray, post: Sequence[PostOperation] = ()) -> Track:
    """Each cell is a copy of one of another panel, or stays as it is.

    Args:
        source: The other panel, shape (H, W).
        target: Of the shape of `places`.
        places: The number of the cell that is copied, row by row from 1 on, as the core puts numbers in their places; 0
            for none. At most `MAX_PLACED`.
        post: What is done to the copy, of a weight.
    """
    width = source.shape[1]
    found = [None if place < 1 else divmod(int(place) - 1, width) for place in places.ravel()]
    rows, cols = (
        IndexMap.of_lists(size, [() if place is None else (place[axis],) for place in found])
        for axis, size in enumerate(source.shape)
    )
    return _walk(
        Reduction("dot" if post else "sum", tuple(post)),
        target,
        (Operand(source.name, rows, cols, by_step=True, role=WEIGHT if post else PIXEL),),
    )


def derive_copy(source: Panel, target: Panel) -> Track:
    """The same numbers."""
    return _walk(Reduction("sum"), target, (_own(source),))


def derive_function(source: Panel, target: Panel, name: str) -> Track:
    """An activation of each number, or its slope, by `slope_name`."""
    return replace(derive_copy(source, target), words={"post": [{"name": name, "line": "", "brief": ""}]})


def slope_name(activation: str) -> str:
    """What the browser calls the slope of an activation."""
    return f"{activation}_slope"


def derive_product(first: Panel, second: Panel, target: Panel) -> Track:
    """The products of two panels' numbers, cell by cell."""
    return _walk(Reduction("dot"), target, (_own(first), _own(second)))


def derive_total(first: Panel, second: Panel, target: Panel, kind: str = "sum") -> Track:
    """The sums of two panels' numbers, or their means, cell by cell."""
    return _walk(Reduction(kind), target, (_own(first),), (_own(second),))


def derive_sum(source: Panel, target: Panel, rows: IndexMap, cols: IndexMap, divisor: float = 1) -> Track:
    """Each cell is the sum of those that it reads, divided."""
    post = (PostOperation("divided", divisor),) if divisor != 1 else ()
    return _walk(Reduction("sum", post), target, (Operand(source.name, rows, cols, role=PIXEL),))


def derive_difference(first: Panel, second: Panel, target: Panel) -> Track:
    """The first panel's numbers minus the second's, cell by cell."""
    return _walk(Reduction("difference"), target, (_own(first),), (_own(second),))


def derive_terms(kind: str, target: Panel, *groups: tuple[Operand, ...]) -> Track:
    """Each cell is made of terms in one of the ways of `KINDS`."""
    return _walk(Reduction(kind), target, *groups)


def _own(panel: Panel) -> Operand:
    rows, cols = panel.shape
    return Operand(panel.name, IndexMap.same(rows), IndexMap.same(cols), role=PIXEL)


def _walk(reduction: Reduction, target: Panel, *groups: tuple[Operand, ...]) -> Track:
    terms = tuple(Group("", factors) for factors in groups)
    words = {"post": [post_words(each) for each in reduction.post]}
    return Track("", target.name, target.shape, terms, reduction=reduction, words=words)


def numbered(shape: tuple[int, ...]) -> np.ndarray:
    """The number of each cell, row by row from 1 on: what the core makes of them tells where each one goes.

    >>> numbered((2, 2)).tolist()
    [[1, 2], [3, 4]]
    """
    return np.arange(1, int(np.prod(shape)) + 1).reshape(shape)
