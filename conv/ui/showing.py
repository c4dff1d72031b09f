"""How a lesson shows a picture: its size, its colours, and what is said of them beside the board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from conv.text import _
from conv.ui.board.board import Board
from conv.ui.board.palette import CHANNELS
from conv.ui.lesson import Part
from conv.ui.scene.pictures import scene_size, source_picture
from conv.ui.scene.record import KERNEL_SIZES, LARGEST, OWN_PICTURES, Scene

GREY_FROM = 12  # bytes between red, green and blue, up to which a pixel counts as grey


def fitting_scene(part: Part, scene: Scene, own: np.ndarray | None) -> tuple[Scene, str]:
    """The scene as the part can show it, and a word about its picture where that is smaller than asked for.

    Panels beside others show one kernel for all channels.
    """
    if part.colours and scene.colour not in part.colours:
        scene = replace(scene, colour="colour")
    return lesson_picture(scene, part.largest, own)


def lesson_picture(scene: Scene, largest: int | None, own: np.ndarray | None) -> tuple[Scene, str]:
    """The scene with its picture small enough for the lesson, and a word about it where that changes it."""
    if largest is None or scene.size <= largest or source_picture(scene, own) is None:
        return scene, ""
    message = _("In this lesson the picture is drawn {small} pixels long instead of {size}.").format(
        small=largest, size=scene.size
    )
    return replace(scene, size=largest), message


def picture_note(scene: Scene, own: np.ndarray | None, board: Board, colours: Sequence[str]) -> str:
    """What is shown of a picture that has colours, or is the visitor's own; empty where that goes without saying.

    Args:
        scene: As the lesson shows it.
        own: The visitor's picture, shape (3, H, W), or None.
        board: Where it is shown.
        colours: The ways to show a colour picture that the sidebar offers.
    """
    source = source_picture(scene, own)
    if source is None:
        return ""
    rows, cols = scene_size(scene, own)
    if _has_colours(source) and not _shows_colours(board):
        return (
            _("Shown in grey, {rows} × {cols} pixels; choose colours in the sidebar.")
            if colours
            else _("Shown in grey, {rows} × {cols} pixels: this part works on one channel.")
        ).format(rows=rows, cols=cols)
    return _("Shown with {rows} × {cols} pixels.").format(rows=rows, cols=cols) if scene.picture in OWN_PICTURES else ""


def size_note(scene: Scene, own: np.ndarray | None, largest: int | None) -> str:
    """What to say beside a refusal, where the picture has few pixels at its working size, and could have more.

    Args:
        scene: As the lesson shows it.
        own: The visitor's picture, shape (3, H, W), or None.
        largest: Pixels on the long side up to which the lesson draws it, or None for any.
    """
    if source_picture(scene, own) is None:
        return ""
    rows, cols = scene_size(scene, own)
    maximum = min(scene_size(replace(scene, size=largest or LARGEST), own))
    if not min(rows, cols) < min(maximum, KERNEL_SIZES[1]):
        return ""
    if cols < rows:
        note = _("At this working size the picture is shown {rows} × {cols}; at a larger one it has more columns.")
    elif rows < cols:
        note = _("At this working size the picture is shown {rows} × {cols}; at a larger one it has more rows.")
    else:
        note = _("At this working size the picture is shown {rows} × {cols}; at a larger one it has more pixels.")
    return note.format(rows=rows, cols=cols)


def _has_colours(picture: np.ndarray) -> bool:
    step = max(1, max(picture.shape) // 128)
    some = picture[:, ::step, ::step].astype(int)
    return bool((some.max(axis=0) - some.min(axis=0)).max() > GREY_FROM)


def _shows_colours(board: Board) -> bool:
    return any(panel.values.ndim == 3 or panel.scale in CHANNELS for panel in board.panels)
