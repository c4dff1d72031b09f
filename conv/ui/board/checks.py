"""What a board must be: names that are there, index maps of its panels' sizes, and a place for every panel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from conv.ui.board.arrangement import Place, leaves

if TYPE_CHECKING:
    from conv.ui.board.board import Board, Track


def check_board(board: Board) -> None:
    """Refuse a board that cannot be shown as it is meant: a fault of who has made it, not of who looks at it.

    Raises:
        ValueError: With the names and the numbers.
    """
    shapes = {panel.name: panel.shape for panel in board.panels}
    if len(shapes) < len(board.panels):
        raise ValueError(f"panels of one name: {_several(panel.name for panel in board.panels)}")
    for name in (board.lens, board.divided, *board.waits):
        if name and name not in shapes:
            raise ValueError(f"the board has no panel {name!r}")
    if board.active_track is not None and not 0 <= board.active_track < len(board.tracks):
        raise ValueError(f"`active_track` must be from 0 to {len(board.tracks) - 1}, got {board.active_track}")
    placed = [leaf.panel for leaf in leaves(board.arrangement) if isinstance(leaf, Place)]
    if len(placed) != len(shapes) or set(placed) != shapes.keys():
        wrong = sorted(shapes.keys() ^ set(placed)) or _several(placed)
        raise ValueError(f"the arrangement must place every panel once; look at {wrong}")
    for track in board.tracks:
        _check_track(track, shapes)
    shapes |= {panel.name: panel.shape for panel in board.hidden}
    for track in board.derived:
        _check_track(track, shapes)
    for recipe in board.recipes:
        for name in (recipe.source, recipe.target):
            if name not in shapes:
                raise ValueError(f"the recipe {recipe.name!r} names the panel {name!r}, which is not there")
    for panel in board.panels:
        moments = panel.moments
        if moments is not None and (len(moments) < board.steps or moments.shape[1:] != panel.shape):
            raise ValueError(f"{panel.name!r} has moments of the shape {moments.shape}, the board {board.steps} steps")
        if moments is not None and board.grid[0] != 1:
            raise ValueError(f"{panel.name!r} changes with the step, whose board must have one row of steps")
        if panel.curve and panel.shape[0] != 1:
            raise ValueError(f"{panel.name!r} is a curve of {panel.shape[0]} rows")
        if panel.bars and panel.shape[1] != 1:
            raise ValueError(f"{panel.name!r} has bars in {panel.shape[1]} columns")


def _check_track(track: Track, shapes: Mapping[str, tuple[int, int]]) -> None:
    for name in (track.target, *track.reveals):
        if name not in shapes:
            raise ValueError(f"the walk {track.title!r} names the panel {name!r}, which is not there")
    height, width = track.size
    if shapes[track.target] != track.size:
        raise ValueError(f"{track.target!r} has the shape {shapes[track.target]}, and its walk {track.size}")
    steps = height * width
    landing = [stamp.lands for stamp in track.stamps]
    for operand in chain(track.overlays, landing, *(group.factors for group in track.groups)):
        shape, rows, cols = shapes.get(operand.panel), operand.rows, operand.cols
        if shape is None:
            raise ValueError(f"the walk {track.title!r} reads the panel {operand.panel!r}, which is not there")
        if (rows.size, cols.size) != shape:
            raise ValueError(f"{operand.panel!r} has the shape {shape}, and its index maps {(rows.size, cols.size)}")
        counts = rows.target_count, cols.target_count
        if counts != ((steps, steps) if operand.by_step else track.size):
            raise ValueError(f"the index maps from {operand.panel!r} have {counts} targets, its walk {track.size}")
    for stamp in track.stamps:
        if not 0 <= stamp.group < len(track.groups):
            raise ValueError(f"the walk {track.title!r} has no terms {stamp.group} to stamp {stamp.lands.panel!r} with")


def _several(names: Iterable[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)
