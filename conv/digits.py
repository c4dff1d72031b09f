"""A drawn or photographed digit, brought into the form of the digits that a network was trained on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

FIELD = 28  # pixels on each side of the field
BOX = 20  # pixels of the ink's longer side
MIDDLE = 14.5  # where the ink's centre of mass comes to lie: the middle of pixel 14, counted from 0
INK_STEPS = 20  # from paper to full ink, in drawings
INK = 0.1  # what is above it belongs to the box
PAPER, FULL = 0.3, 0.7  # shares of the strongest contrast of a photo: below the first is paper, above the second ink
FAINT = 0.15  # a photo whose strongest contrast is below this share of black to white is empty


@dataclass(frozen=True, slots=True, eq=False)
class FramedDigit:
    """A digit in its frame, and what was done to it.

    A point at a distance of y pixels from the upper edge of the picture has come to scale * y + shift[0] in the field,
    and one at x from the left edge to scale * x + shift[1].

    Attributes:
        pixels: Shape (1, 28, 28), from 0 for paper to 1 for ink.
        box: (top, bottom, left, right) of the ink in the picture, both ends included; None where there is no ink.
        scale: How many times as large the ink has become.
        shift: How far it was moved down and to the right after that, in pixels of the field.
        inverted: Whether the ink was darker than the paper.
    """

    pixels: np.ndarray
    box: tuple[int, int, int, int] | None
    scale: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)
    inverted: bool = False


def as_ink(numbers: np.ndarray) -> np.ndarray:
    """Any numbers as ink, of the same shape: below 0 there is none, and where one is above 1 the largest is full ink.

    >>> as_ink(np.array([[-1, 2, 4]])).tolist(), as_ink(np.array([[0, 0.5]])).tolist()
    ([[0.0, 0.5, 1.0]], [[0.0, 0.5]])
    """
    return np.maximum(numbers, 0) / max(1.0, float(np.max(numbers)))


def frame_digit(ink: np.ndarray) -> FramedDigit:
    """Scale the ink into a box of 20 x 20 pixels, and bring its centre of mass to the middle of a field of 28 x 28.

    So the digits of MNIST were made (LeCun, Cortes, Burges, The MNIST database of handwritten digits), but for a shift
    that was rounded there to whole pixels, so that the centre of mass lies within pixel (14, 14).

    The box holds the pixels above 0.1; scale = 20 / its longer side. Along the rows, and likewise along the columns:

        mass_j = sum of row j,  centre = sum_j (j + 1/2) * mass_j / sum_j mass_j
        shift = 14.5 - scale * centre, as far as the box stays in the field:
            at least -scale * top, at most 28 - scale * (bottom + 1)
        y_i = (i + 1/2 - shift) / scale,  a = max(1, 1 / scale)
        R_ij = max(0, min(y_i + a/2, j + 1) - max(y_i - a/2, j)) / a

    R, shape (28, H), and its like C for the columns, shape (28, W), give the field R @ ink @ C.T: every pixel is the
    mean over what it covers where the ink shrinks, and bilinear between the middles of pixels where it grows.

    Args:
        ink: Shape (H, W) or (1, H, W), from 0 for paper to 1 for ink.

    Returns:
        The digit; a field without ink stays empty.

    >>> framed = frame_digit(np.pad(np.ones((10, 4)), ((0, 18), (3, 21))))
    >>> framed.box, framed.scale, framed.shift
    ((0, 9, 3, 6), 2.0, (4.5, 4.5))
    >>> framed.pixels.shape, round(float(framed.pixels.sum() / 4), 6)
    ((1, 28, 28), 40.0)
    """
    height, width = ink.shape[-2:]
    ink = np.asarray(ink, float).reshape(height, width)
    marked = np.greater(ink, INK)
    if not marked.any():
        return FramedDigit(np.zeros((1, FIELD, FIELD)), None)
    (top, bottom), (left, right) = _ends(marked.any(axis=1)), _ends(marked.any(axis=0))
    scale = BOX / max(bottom - top + 1, right - left + 1)
    down = _shift(ink.sum(axis=1), scale, top, bottom)
    across = _shift(ink.sum(axis=0), scale, left, right)
    rows, cols = resampling(height, scale, down), resampling(width, scale, across)
    return FramedDigit((rows @ ink @ cols.T)[None], (top, bottom, left, right), scale, (down, across))


def frame_photo(photo: np.ndarray) -> FramedDigit:
    """The same for a photo: its ink is found first.

    Args:
        photo: Brightness, shape (H, W) or (1, H, W), bytes, or fractions from 0 to 1.

    Returns:
        The digit; its strongest pixel is 1, so that a thin pen is as dark as a thick one.
    """
    ink, inverted = ink_of(photo)
    framed = frame_digit(ink)
    strongest = framed.pixels.max()
    pixels = framed.pixels / strongest if strongest > 0 else framed.pixels
    return FramedDigit(pixels, framed.box, framed.scale, framed.shift, inverted)


def ink_of(photo: np.ndarray) -> tuple[np.ndarray, bool]:
    """The ink of a photo of a digit, without the paper, and whether it is the darker one of the two.

    The paper is the plane a + b * row + c * col that lies nearest to the border's pixels (least squares), so that
    light from one side does no harm. Ink is what differs from it most, to the darker or to the lighter side. Of this
    strongest difference, less than 0.3 counts as paper and more than 0.7 as full ink, and it rises evenly in between.

    Args:
        photo: As in `frame_photo`.

    Returns:
        Shape (H, W), from 0 to 1: all 0 where nothing differs from the paper by 0.15 of black to white.

    >>> ink_of(np.array([[200, 200, 200], [200, 20, 200], [200, 200, 200]], np.uint8))[0].tolist()
    [[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    grey = np.asarray(photo, float).reshape(photo.shape[-2:])
    if photo.dtype == np.uint8:
        grey = grey / 255
    differences = grey - _paper(grey)
    inverted = bool(-differences.min() > differences.max())
    ink = -differences if inverted else differences
    strongest = ink.max()
    if strongest < FAINT:
        return np.zeros(grey.shape), inverted
    return np.clip((ink / strongest - PAPER) / (FULL - PAPER), 0, 1), inverted


def resampling(size: int, scale: float, shift: float) -> np.ndarray:
    """What each of 28 pixels reads of a line that is scaled and moved, shape (28, size): R of `frame_digit`.

    Args:
        size: Pixels of the line.
        scale: How many times as large it becomes.
        shift: How far it moves after that.

    >>> resampling(4, 1, 12)[12:16].tolist() == np.eye(4).tolist()
    True
    """
    reach = max(1.0, 1 / scale)
    middles = ((np.arange(FIELD) + 0.5 - shift) / scale)[:, None]
    pixels = np.arange(size)
    ends = np.minimum(middles + reach / 2, pixels + 1) - np.maximum(middles - reach / 2, pixels)
    return np.maximum(ends, 0) / reach


def _paper(grey: np.ndarray) -> np.ndarray:
    rows, cols = np.indices(grey.shape)
    border = np.ones(grey.shape, bool)
    border[1:-1, 1:-1] = False
    plane = np.stack([np.ones(grey.shape), rows, cols], axis=-1)
    found: np.ndarray = plane @ np.linalg.lstsq(plane[border], grey[border], rcond=None)[0]
    return found


def _ends(marked: Any) -> tuple[int, int]:
    places = np.flatnonzero(marked)
    return int(places[0]), int(places[-1])


def _shift(mass: np.ndarray, scale: float, first: int, last: int) -> float:
    centre = float((np.arange(len(mass)) + 0.5) @ mass / mass.sum())
    return float(min(max(MIDDLE - scale * centre, -scale * first), FIELD - scale * (last + 1)))
