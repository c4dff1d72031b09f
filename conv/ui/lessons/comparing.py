"""Two settings of one lesson on one board, in lock-step, with what differs between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from conv.text import _
from conv.ui.board.arrangement import (
    Caption,
    Column,
    Flow,
    Grid,
    Live,
    Node,
    Over,
    Place,
    Row,
    column,
    flow,
)
from conv.ui.board.board import Board, Group, Panel, Reading, Track
from conv.ui.lesson import Content
from conv.ui.lessons.panels import signed_look
from conv.ui.scene.address import UNCOMPARED, applies
from conv.ui.scene.record import PARAMETERS, Scene


def compare(first: Content, second: Content, scenes: tuple[Scene, Scene]) -> Content:
    """The boards of two scenes as one, A and B.

    Args:
        first, second: What the lesson has made of them.
        scenes: The scenes.

    Returns:
        Both; B alone, with the reason, where boards walk one track at a time.
    """
    if first.board.alone is not None or second.board.alone is not None:
        reason = _("A stack of layers fills the board by itself, so that A cannot stand beside it; B is shown alone.")
        return replace(second, refusals=[*second.refusals, reason])
    boards = [_renamed(content.board, mark) for content, mark in ((first, "a"), (second, "b"))]
    count = len(boards[0].tracks)
    parts: list[Node] = []
    for number, (board, mark) in enumerate(zip(boards, ("A", "B"), strict=True)):
        parts.append(column(Caption((mark,)), _shifted(board.arrangement, number * count)))
    panels = [*boards[0].panels, *boards[1].panels]
    difference = _difference(boards)
    if difference is not None:
        panels.append(difference)
        parts.append(Place(difference.name))
    tracks = [
        replace(track, title=f"{mark}: {track.title}" if track.title else mark)
        for board, mark in zip(boards, ("A", "B"), strict=True)
        for track in board.tracks
    ]
    board = Board(
        tuple(panels),
        tuple(tracks),
        flow(*parts),
        _("Two settings of one lesson, A and B, in lock-step."),
        covered=first.board.covered and second.board.covered,
    )
    listed = differences(*scenes)
    sentences = [_("What differs: {settings}.").format(settings="; ".join(listed)) if listed else _same()]
    if difference is None:
        a, b = (" × ".join(map(str, _target(board).shape)) for board in boards)
        sentences.append(_("The maps, {a} and {b}, are not of one size.").format(a=a, b=b))
    both = [content.layer(track) for content in (first, second) for track in range(len(content.board.tracks))]
    layers = [layer for layer in both if layer is not None]
    return Content(
        board,
        sentences,
        [*first.refusals, *second.refusals],
        layers=layers if len(layers) == len(both) else (),
    )


def differences(first: Scene, second: Scene) -> list[str]:
    """The settings in which two scenes differ: "Stride: A 1, B 2"."""
    found = []
    for name, parameter in PARAMETERS.items():
        values = getattr(first, name), getattr(second, name)
        if name in UNCOMPARED or values[0] == values[1] or not (applies(first, name) or applies(second, name)):
            continue
        a, b = (parameter.kind.write(value) for value in values)
        found.append(_("{setting}: A {a}, B {b}").format(setting=_(parameter.label) or name, a=a, b=b))
    return found


def _same() -> str:
    return _("A and B are the same so far: change a setting on the left, and B follows.")


def _renamed(board: Board, mark: str) -> Board:
    """A board whose panels have names of their own."""
    panels = tuple(
        replace(
            panel,
            name=f"{mark}_{panel.name}",
            picture=f"{mark}{panel.picture}",
            edits=panel.edits if mark == "b" else None,
        )
        for panel in board.panels
    )
    return replace(
        board,
        panels=panels,
        tracks=tuple(_renamed_track(track, mark) for track in board.tracks),
        arrangement=_mapped(board.arrangement, mark),
    )


def _renamed_track(track: Track, mark: str) -> Track:
    def read(readings: Sequence[Reading]) -> tuple[Reading, ...]:
        return tuple(replace(reading, panel=f"{mark}_{reading.panel}") for reading in readings)

    return replace(
        track,
        target=f"{mark}_{track.target}",
        groups=tuple(Group(group.label, read(group.factors)) for group in track.groups),
        riders=read(track.riders),
        writes=None if track.writes is None else (f"{mark}_{track.writes[0]}", f"{mark}_{track.writes[1]}"),
    )


def _mapped(node: Node, mark: str) -> Node:
    if isinstance(node, Place):
        return Place(f"{mark}_{node.panel}")
    if isinstance(node, Over):  # the divider is for one picture; here both stand side by side
        return flow(*(Place(f"{mark}_{place.panel}") for place in (node.under, node.over)))
    if isinstance(node, (Row, Column, Flow)):
        return type(node)(tuple(_mapped(child, mark) for child in node.children))
    if isinstance(node, Grid):
        return Grid(tuple(tuple(cell and _mapped(cell, mark) for cell in cells) for cells in node.rows))
    return node


def _shifted(node: Node, by: int) -> Node:
    """Running numbers belong to tracks further on."""
    if isinstance(node, Live):
        return Live(node.track + by, node.group) if node.track >= 0 else node
    if isinstance(node, (Row, Column, Flow)):
        return type(node)(tuple(_shifted(child, by) for child in node.children))
    if isinstance(node, Grid):
        return Grid(tuple(tuple(cell and _shifted(cell, by) for cell in cells) for cells in node.rows))
    return node


def _target(board: Board) -> Panel:
    """The map of the first walk."""
    return next(panel for panel in board.panels if panel.name == board.tracks[0].target)


def _difference(boards: Sequence[Board]) -> Panel | None:
    """B's map minus A's, where both are of one size."""
    a, b = map(_target, boards)
    if a.shape != b.shape or a.values.ndim != 2 or b.values.ndim != 2:
        return None
    change = np.asarray(b.values, float) - np.asarray(a.values, float)
    return Panel("difference", change, _("Map B − map A"), short=_("B − A"), **signed_look(np.nan_to_num(change)))
