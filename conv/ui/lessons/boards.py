"""Boards out of walks and their panels: one alone, or several beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conv.text import _
from conv.ui.board.arrangement import Caption, Flow, Grid, Live, Node, Place, Sign, column, flow, row
from conv.ui.board.board import Board
from conv.ui.board.panel import Panel
from conv.ui.lessons.panels import Laid

MAP_SIDE = 0.7  # of a map beside its picture, where several stand side by side


def one_board(laid: Laid, number: int = 0) -> Board:
    """One walk with the stage for itself: input times kernel makes map."""
    arrangement = one_row(laid, number)
    description = _("{input}, {kernel}, {map}.").format(
        input=laid.inputs[0].title, kernel=laid.kernels[0].title, map=laid.target.title
    )
    return Board(laid.panels, (laid.track,), arrangement, description)


def one_row(laid: Laid, number: int = 0) -> Flow:
    """Input, kernel and map in a line that wraps; several channels below each other."""
    if len(laid.inputs) == 1:
        kernel = column(Place(laid.kernels[0].name), Live(number, None))
        return flow(Place(laid.inputs[0].name), row(Sign("×"), kernel), row(Sign("="), Place(laid.target.name)))
    lines = tuple(
        (Place(panel.name), Sign("×"), Place(kernel.name), Live(number, channel))
        for channel, (panel, kernel) in enumerate(zip(laid.inputs, laid.kernels, strict=True))
    )
    return flow(Grid(lines), row(Sign("Σ"), Place(laid.target.name)))


def side_by_side(found: Sequence[Laid], captions: Sequence[tuple[str, ...]], description: str) -> Board:
    """Several walks, each below its caption, and the kernel that they share.

    The cells of all pictures are of one size, so that more padding makes a larger picture.
    """
    once = found[0].kernels if len(found) > 1 and all(laid.kernels == found[0].kernels for laid in found) else ()
    largest = max(max(laid.inputs[0].shape) for laid in found)
    panels: dict[str, Panel] = {}
    parts: list[Node] = []
    for number, (laid, caption) in enumerate(zip(found, captions, strict=True)):
        side = max(laid.inputs[0].shape) / largest
        own = [replace(panel, side=side) for panel in (*laid.inputs, *laid.extra)]
        target = replace(laid.target, side=MAP_SIDE)
        panels |= {panel.name: panel for panel in (*own, *laid.kernels, target)}
        makes: Node = Place(target.name)
        if not once:
            groups = range(len(laid.kernels)) if len(laid.kernels) > 1 else (None,)
            pairs = zip(laid.kernels, groups, strict=True)
            makes = flow(*(column(Place(panel.name), Live(number, group)) for panel, group in pairs), makes)
        lines = Caption(tuple(filter(None, (laid.track.title, *caption))))
        parts.append(column(lines, flow(*(Place(panel.name) for panel in own), makes)))
    if once:
        parts.append(column(*(Place(panel.name) for panel in once), Live((0, len(found)), None)))
    return Board(tuple(panels.values()), tuple(laid.track for laid in found), flow(*parts), description)
