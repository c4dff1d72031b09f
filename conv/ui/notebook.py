"""A walk in a notebook: the page that "Save and share" saves, in a frame that needs no server and no other cell."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

import numpy as np

from conv.files import app_folder
from conv.geometry import IntOrPair, Padding
from conv.refusal import Refusal
from conv.steps import walks
from conv.text import LANGUAGE, _, use_language
from conv.ui.board.board import Board
from conv.ui.board.placement import Room, place_board
from conv.ui.lesson import Lesson
from conv.ui.lessons.arrays import array_board
from conv.ui.linked import open_link, parted
from conv.ui.saving.page import standalone_page

ROOM = Room(900, 400)  # of a board beside a notebook's margins
SAID, NOTE, CHOICES, HEADING = 400, 45, 40, 36  # pixels: below a board, of a note there, of its walks, of a title
PAGES = "kernelwalk_pages"  # what pages/ is called where it is not on Python's path


@dataclass(frozen=True, slots=True)
class Shown:
    """A walk that Jupyter, Colab, marimo and others show where it is the result of a cell.

    Attributes:
        page: The whole page as HTML, which can also be written to a file.
        title: What it is called.
        height: Of its frame, in pixels.
    """

    page: str
    title: str
    height: int

    def _repr_html_(self) -> str:
        """A frame that is cut off from the notebook: its script can do nothing but draw."""
        page = self.page.replace("&", "&amp;").replace('"', "&quot;")
        return (
            f'<iframe title="{escape(self.title)}" srcdoc="{page}" width="100%" height="{self.height}"'
            ' style="border: 0" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe>'
        )

    def __repr__(self) -> str:
        return f"<{self.title}, shown where HTML is>"


def show(
    image: np.ndarray | str,
    weight: np.ndarray | None = None,
    bias: np.ndarray | float = 0.0,
    *,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
    padding_mode: str = "zeros",
    divisor: float = 1.0,
    activation: str = "none",
    step: int = 0,
    title: str = "",
) -> Shown:
    """Show a convolution in a notebook, cell by cell: it steps, plays, points, and its numbers can be dragged.

    The cell's output is half a megabyte that stands alone: it needs no server, no network and no other cell, and works
    in a notebook that was saved or exported as HTML.

    Args:
        image: Input, shape (C_in, H, W), or (H, W) of one channel, any real dtype; up to 8 channels and 512 pixels on
            a side. Bytes (uint8) are black at 0 and white at 255. Or a scene's link, whole or its end, such as
            "pooling?pool=average", which brings all settings and its language with it; what it says that cannot be is a
            warning.
        weight: Kernels, shape (C_out, C_in // groups, K_h, K_w), up to 8 of them; or one alone, shape
            (C_in, K_h, K_w) or, over one channel, (K_h, K_w).
        bias: A number added to every sum, or one for each kernel, shape (C_out,).
        stride, padding, dilation, groups, padding_mode: As in `conv2d`, in pixels.
        divisor: Of every sum.
        activation: Of every number, as in `activate`.
        step: The output cell that is shown first, counted row by row from 0.
        title: Above the board; for a link, by default, the lesson's.

    Returns:
        What a notebook displays; `.page` is its HTML.

    Raises:
        Refusal: A `ValueError` that says what does not fit: as `conv2d`, or if the board has no room for so much, there
            is no such step, or the link names no lesson.

    >>> image, weight = np.eye(5)[None], np.ones((1, 1, 3, 3))
    >>> show(image, weight, stride=2)
    <Kernelwalk: 2 × 2, shown where HTML is>
    >>> show("pooling?pool=average&step=3").title
    'Kernelwalk: Pooling'
    """
    if isinstance(image, str):
        if weight is not None:
            raise Refusal(_("A link brings its own kernel; `weight` goes with an image."))
        given = (stride, padding, dilation, groups, padding_mode, divisor, activation, step)
        if np.any(bias) or given != (1, 0, 1, 1, "zeros", 1.0, "none", 0):
            raise Refusal(_("A link brings its own settings; change them in the link, or give an image."))
        return _show_link(image, title)
    if weight is None:
        raise Refusal(_("An image needs a `weight` of shape (C_out, C_in // groups, K_h, K_w) to be walked."))
    pixels, kernels = _numbers(image), _numbers(weight)
    pixels = pixels[None] if pixels.ndim == 2 else pixels
    if kernels.ndim in (2, 3):
        kernels = kernels.reshape(1, -1, *kernels.shape[-2:])
    found = walks(
        pixels,
        kernels,
        bias=bias,
        divisor=divisor,
        activation=activation,
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
        padding_mode=padding_mode,
    )
    height, width = found[0].geometry.output_size
    return _framed(array_board(pixels, found), title, title or f"{height} × {width}", step)


def _numbers(values: Any) -> np.ndarray:
    """Values as an array of numbers."""
    try:
        return np.asarray(values)
    except ValueError:  # rows of several lengths
        raise Refusal(_("Every row must have as many numbers as the others.")) from None


def _show_link(link: str, title: str) -> Shown:
    use_language(parted(link)[1].get(LANGUAGE))
    linked = open_link(link, _lessons())
    for message in linked.messages:
        warnings.warn(message, stacklevel=3)
    scene, name = linked.scene, title or _(linked.lesson.title)
    board, names = linked.content.board, scene.cells == "names"
    address = link if link.startswith(("http://", "https://")) else ""
    return _framed(board, name, name, scene.step or 0, track=scene.panel, names=names, address=address)


def _framed(board: Board, heading: str, name: str, step: int, **more: Any) -> Shown:
    if not 0 <= step < board.steps:
        raise Refusal(_("`step` must be from 0 to {last}, got {step}.").format(last=board.steps - 1, step=step))
    placement = place_board(board, ROOM)
    page = standalone_page(board, placement, heading, step=step, inside=True, **more)
    said = SAID + NOTE * max(len(track.notes) for track in board.tracks)
    said += CHOICES * (len(board.tracks) > 1) + HEADING * bool(heading)
    return Shown(page, f"Kernelwalk: {name}", round(placement.height + said))


@lru_cache(maxsize=1)
def _lessons() -> Sequence[Lesson]:
    """The lessons of `pages/`, which stands beside the package in a checkout, and in it where it is installed."""
    folder = app_folder() / "pages"
    spec = spec_from_file_location(PAGES, folder / "__init__.py", submodule_search_locations=[str(folder)])
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[PAGES] = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: list[Lesson] = module.find_lessons()
    return found
