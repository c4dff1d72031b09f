"""Ready digits, drawn by `assets/network/digits.py`: off the middle, large and small, as one draws them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from conv.digits import INK_STEPS
from conv.images import load_image, to_grey
from conv.trained import FOLDER

# What each of them is meant to be: ten plain ones, and six that are hard.
DRAWN_DIGITS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "seven_barred": 7,
    "one_footed": 1,
    "four_open": 4,
    "nine_open": 9,
    "seven_narrow": 7,
    "four_closing": 4,
}
MISREAD = {"seven_narrow": 1, "four_closing": 9}  # what the network reads in those that it is meant to misread


@lru_cache(maxsize=len(DRAWN_DIGITS))
def drawn_digit(name: str) -> np.ndarray:
    """A digit as it was drawn, shape (1, 28, 28), from 0 for paper to 1 for ink; `frame_digit` frames it.

    Ink comes in twentieths, as in a drawing that a link holds.

    Args:
        name: One of `DRAWN_DIGITS`.

    >>> drawn_digit("four_open").shape
    (1, 28, 28)
    """
    pixels = to_grey(load_image((FOLDER / "digits" / f"{name}.png").read_bytes())) / 255
    pixels = np.rint(pixels * INK_STEPS) / INK_STEPS
    pixels.flags.writeable = False
    return pixels
