"""What the player is given: values, places, index maps and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np

from conv.kernels import Kernel
from conv.operations import BIAS
from conv.reductions import POST_KINDS, PostOperation
from conv.text import language
from conv.ui.board.numbers import NumberPlace
from conv.ui.player.board_data import packed
from conv.ui.player.types import (
    BoardData,
    EditsData,
    EditsState,
    PanelData,
    PlayerData,
    PostData,
    PresetData,
    Role,
)
from conv.ui.words.narration import player_words, post_words

NO_EDITS = {"taken": 0, "undo": False, "redo": False, "alone": True}  # of a page without a server


def player_data(
    board: BoardData,
    *,
    start: int | None,
    panel: int | None,
    arrival: int,
    room: str,
    address: Mapping[str, str],
    rewrites: bool = False,
    names: bool = False,
    movable: bool = False,
    moved: str = "",
    below: int = 0,
    scrolls: bool = False,
    edits: Mapping[str, Any] | None = None,
    numbers: Sequence[PanelData] = (),
    presets: Sequence[PresetData] = (),
    camera: bool = False,
    quiz: int = 0,
    visit: str = "",
) -> PlayerData:
    """All that the player is given.

    Args:
        board: As `board_data` makes it.
        start: Step shown first; without one the player plays by itself, where the reader has not asked for less motion.
        panel: Track whose arithmetic is shown first, or None for one that has a cell at every step.
        arrival: Changes when `start` and `panel` are to be obeyed again, such as when another address was opened.
        room: Name of the room in which the board is placed.
        address: The scene's parameters, complete but for the step and the panel.
        rewrites: On arrival the player writes them in place of those of the address that led here.
        names: Show names of cells instead of their values.
        movable: The picture can be dragged, which the server is told.
        moved: How far the picture was moved, in words.
        below: Height in pixels that is left for what stands below the player.
        camera: A camera's pictures can run through the walks.
        scrolls: On a phone the board may be higher than the screen.
        quiz: Seed of the questions that are asked, 0 for none.
        visit: By which the server knows this visit; after a lost connection another server has another one.
        numbers: Single numbers that can be changed, as `number_data` makes them.
        presets: Known kernels that can be tried, as `kernel_data` and `activation_data` make them.
        edits: The last change of numbers that was taken, and whether there is one to undo or redo.
    """
    return {
        "board": board,
        "arrival": arrival,
        "room": room,
        "address": dict(address),
        "rewrites": rewrites,
        "start": start,
        "panel": panel,
        "names": names,
        "movable": movable,
        "moved": moved,
        "below": below,
        "camera": camera,
        "scrolls": scrolls,
        "quiz": quiz,
        "visit": visit,
        "edits": cast(EditsState, dict(edits or NO_EDITS)),
        "numbers": list(numbers),
        "presets": list(presets),
        "language": language(),
        "words": player_words(),
    }


def number_data(
    name: str, title: str, value: float, place: NumberPlace, *, operation: str, zero: bool, together: str
) -> PanelData:
    """A number that stands by itself, as a panel of one cell."""
    kind = POST_KINDS[operation]
    post = cast(PostData, post_words(PostOperation(operation, value), "{value}"))
    edits = EditsData(name=name, index=0, role=cast(Role, BIAS))
    return {
        "name": f"number_{name}",
        "title": title,
        "rows": 1,
        "cols": 1,
        "x": place.x,
        "y": place.y,
        "dx": place.width,
        "dy": place.height,
        "values": packed(np.array([[value]], float)),
        "edits": edits,
        "number": {
            "sign": kind.sign,
            "shown": place.shown,
            "together": together,
            "zero": zero,
            "post": post,
            "idle": kind.idle,
        },
    }


def kernel_data(name: str, label: str, preset: Kernel, chosen: bool) -> PresetData:
    """A known kernel that can be tried."""
    weights, post = preset.weights.tolist(), _post_data(PostOperation("divided", preset.divisor))
    return {"kind": "kernel", "name": name, "label": label, "weights": weights, "post": post, "chosen": chosen}


def activation_data(name: str, label: str, chosen: bool) -> PresetData:
    """A function of the sums that can be tried."""
    post = _post_data(PostOperation("activation", name))
    return {"kind": "activation", "name": name, "label": label, "weights": [], "post": post, "chosen": chosen}


def _post_data(operation: PostOperation) -> PostData | None:
    return None if operation.value == operation.kind.idle else cast(PostData, post_words(operation))
