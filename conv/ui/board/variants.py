"""The ways in which an arrangement may stand: how many of each flow in a line, and where titles are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from math import ceil, prod

from conv.ui.board.arrangement import Column, Flow, Grid, Node, Row
from conv.ui.board.arranger import Measure, columns_of

MAX_VARIANTS = 160


def variants(arrangement: Node) -> Iterator[Measure]:
    """Every way, those with long lines first; flows that are built alike are laid alike."""
    alike: dict[object, list[Flow]] = {}
    for flow in _flows(arrangement):
        alike.setdefault(_build(flow), []).append(flow)
    choices = [columns_of(len(flows[0].children)) for flows in alike.values()]
    titles = (False, True) if _has_grid(arrangement) else (False,)
    for counts in islice(product(*choices), MAX_VARIANTS):
        lines = {id(flow): count for count, flows in zip(counts, alike.values(), strict=True) for flow in flows}
        sizes = [len(flows[0].children) for flows in alike.values()]
        taken = prod(size / (count * ceil(size / count)) for size, count in zip(sizes, counts, strict=True))
        for beside in titles:
            yield Measure(1.0, lines=lines, beside=beside, fullness=taken)


def _children(node: Node) -> tuple[Node, ...]:
    if isinstance(node, (Row, Column, Flow)):
        return node.children
    if isinstance(node, Grid):
        return tuple(cell for cells in node.rows for cell in cells if cell is not None)
    return ()


def _flows(node: Node) -> Iterator[Flow]:
    if isinstance(node, Flow):
        yield node
    for child in _children(node):
        yield from _flows(child)


def _has_grid(node: Node) -> bool:
    return isinstance(node, Grid) or any(map(_has_grid, _children(node)))


def _build(node: Node) -> object:
    """Of what kinds of nodes a node is built."""
    return type(node).__name__, tuple(map(_build, _children(node)))
