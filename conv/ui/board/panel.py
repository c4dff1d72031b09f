"""A panel of a board: a rectangle of cells with their numbers, and how these become colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from conv.index_maps import IndexMap
from conv.ui.board.palette import GREY, SIGNED, Scale

Box: TypeAlias = tuple[int, int, int, int]  # top, bottom, left, right: cells, included at both ends


@dataclass(frozen=True, slots=True)
class Scaling:
    """How the ends of a panel's scale follow numbers that change in the browser.

    Attributes:
        rule: "own" for `value_limits`, "even" for a scale that is symmetric about zero always, "like" for that of
            another panel, "read" for that of what a walk reads where it takes a mean of it, "fixed" where they stay,
            or "" where they stay as long as the numbers are the server's.
        of: Names of the panels whose values decide together; by default its own.
    """

    rule: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """A rectangle of cells.

    Attributes:
        name: Unique on its board.
        values: Shape (H, W), or (H, W, 3) uint8 for a colour picture; NaN where there is nothing.
        title: Above the panel.
        short: A title for where there is little room; by default the title.
        description: For readers who do not see it; by default the title.
        scale: Colour scale; by default grey, or blue to orange where `limits` begin below zero.
        limits: Values at the ends of the scale; by default those of `value_limits`.
        scaling: How these follow other values; by default they stay where there are `limits`.
        letter: Where it is not empty, cells show their names, such as x with row and column, instead of numbers.
        hatches: (look, boxes) of cells that are no ordinary ones; the looks are the palette's.
        dots: Rows and columns at whose crossings a dot stands.
        outlines: Boxes around which a line is drawn.
        side: How long its long side is beside those of the other panels.
        stretch: (width, height) in sides; its cells are not square then.
        ticks: Whether rows and columns are numbered, where there is room.
        picture: Panels of the same name here show the same pixels, where they have an `inset`.
        inset: (row, col, H, W) of the picture within the panel, where the panel shows a picture with its padding.
        sources: Which pixel of the picture each row and each column copies, as index maps, where there is an
            `inset`.
        heading: Whether its title stands above it.
        values_on_server: Whether its numbers stay on the server: the player makes those that it shows out of what its
            walk reads.
        edits: (parameter, index) of the scene whose numbers it shows, one matrix of several, where the visitor can
            change them on the board: those within the `inset`, where there is one.
        moments: Its values at each step, shape (steps or more, H, W), where they change; `values` are the last ones.
        curve: Its one row of numbers, none below 0, is drawn as a line, on a logarithmic axis.
        bars: Each of its numbers, one a row, is a bar from 0 on, as long as its share of the scale.
        numbers: Parameters of what is done to the sums of its weights: those that are one number, such as a bias, can
            be changed in its heading where it has `edits`.
        value_sentences: What its numbers say of the picture's pixel, where it has an `inset`: a sentence for 0, one for
            1, and one for more, with a place for the {count}.
    """

    name: str
    values: np.ndarray
    title: str
    short: str = ""
    description: str = ""
    scale: Scale | None = None
    limits: tuple[float, float] | None = None
    scaling: Scaling | None = None
    letter: str = ""
    hatches: Sequence[tuple[str, Sequence[Box]]] = ()
    dots: tuple[Sequence[int], Sequence[int]] | None = None
    outlines: Sequence[Box] = ()
    side: float = 1.0
    stretch: tuple[float, float] | None = None
    ticks: bool = True
    picture: str = ""
    inset: Box | None = None
    sources: tuple[IndexMap, IndexMap] | None = None
    heading: bool = True
    edits: tuple[str, int] | None = None
    numbers: tuple[str, ...] = ()
    values_on_server: bool = False
    value_sentences: tuple[str, dict[str, str]] | None = None
    moments: np.ndarray | None = None
    curve: bool = False
    bars: bool = False

    @property
    def shape(self) -> tuple[int, int]:
        """(H, W) in cells."""
        return self.values.shape[0], self.values.shape[1]

    @property
    def shown_limits(self) -> tuple[float, float]:
        """Values at the ends of the scale."""
        return self.limits or value_limits(self.values)

    @property
    def shown_scaling(self) -> Scaling:
        """How these follow other values."""
        return self.scaling or Scaling("" if self.limits else "own")

    @property
    def shown_scale(self) -> Scale:
        """Colours of the values."""
        return self.scale or (SIGNED if self.shown_limits[0] < 0 else GREY)


def value_limits(values: np.ndarray) -> tuple[float, float]:
    """(low, high) of a colour scale: 0 to the largest value, or symmetric about zero where a value is negative.

    >>> value_limits(np.array([[-2, 1]])), value_limits(np.array([[0, 0]]))
    ((-2.0, 2.0), (0.0, 1.0))
    """
    known = values[~np.isnan(values)] if values.dtype.kind == "f" else values
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    if low < 0:
        largest = max(-low, high)
        return -largest, largest
    return 0.0, high or 1.0
