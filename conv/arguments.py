"""Arguments of a geometry: checked once, with messages that teach, and normalised to integers."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from conv.refusal import Refusal
from conv.text import _

PADDING_WORDS = ("valid", "same", "full", "half")
ENDLESS = np.errstate(over="ignore", invalid="ignore")  # what is too large for a float is infinite, as in PyTorch


def checked_pair(name: str, value: Any, minimum: int = 1) -> tuple[int, int]:
    """(row, col) of a whole number, or of a pair of them.

    Raises:
        Refusal: If it is neither, or a number is below `minimum`.
    """
    pair = value if isinstance(value, (tuple, list)) else (value, value)
    if len(pair) != 2:
        raise Refusal(
            _("`{name}` must be one whole number or a (row, column) pair, got {value}.").format(name=name, value=value)
        )
    row, col = (_checked_int(name, number, minimum) for number in pair)
    return row, col


def _checked_int(name: str, value: Any, minimum: int) -> int:
    try:
        number = operator.index(value)
    except TypeError:
        raise Refusal(_("`{name}` must be a whole number, got {value}.").format(name=name, value=value)) from None
    if number < minimum:
        raise Refusal(
            _("`{name}` must be at least {minimum}, got {value}.").format(name=name, minimum=minimum, value=number)
        )
    return number


def check_choice(name: str, value: Any, choices: tuple[str, ...]) -> None:
    """Refuse a value that is none of the choices.

    Raises:
        Refusal: With the choices and the value.
    """
    if value not in choices:
        raise Refusal(
            _("`{name}` must be one of {choices}, got '{value}'.").format(
                name=name, choices=", ".join(f"'{choice}'" for choice in choices), value=value
            )
        )


def check_image(image: np.ndarray) -> None:
    """Refuse what is no picture of channels, rows and columns.

    Raises:
        Refusal: With the shape.
    """
    if image.ndim != 3 or 0 in image.shape:
        raise Refusal(
            _("`image` must have the shape (C_in, H, W) with at least one pixel, got {shape}.").format(
                shape=image.shape
            )
        )


def checked_padding(
    padding: Any, sizes: tuple[int, int], effective_sizes: list[int], strides: tuple[int, int]
) -> list[tuple[int, int]]:
    """((top, bottom), (left, right)) for every way of writing padding.

    Raises:
        Refusal: If it is none of the ways, or a number is negative.
    """
    if isinstance(padding, str):
        check_choice("padding", padding, PADDING_WORDS)
        return [_padding_for_word(padding, *axis) for axis in zip(sizes, effective_sizes, strides, strict=True)]
    if isinstance(padding, (tuple, list)) and any(isinstance(side, (tuple, list)) for side in padding):
        if len(padding) != 2 or not all(isinstance(side, (tuple, list)) for side in padding):
            raise Refusal(
                _("`padding` per side must be ((top, bottom), (left, right)), got {value}.").format(value=padding)
            )
        return [checked_pair("padding", side, minimum=0) for side in padding]
    return [(pixels, pixels) for pixels in checked_pair("padding", padding, minimum=0)]


def _padding_for_word(word: str, size: int, effective_kernel_size: int, stride: int) -> tuple[int, int]:
    if word == "same":
        outputs = -(-size // stride)
        total = max((outputs - 1) * stride + effective_kernel_size - size, 0)
        return total // 2, total - total // 2
    pixels = {"valid": 0, "half": effective_kernel_size // 2, "full": effective_kernel_size - 1}[word]
    return pixels, pixels
