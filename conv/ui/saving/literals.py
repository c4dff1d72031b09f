"""Arrays and numbers as they are written into code, with all their digits."""

from __future__ import annotations

from typing import Any

import numpy as np

MAX_WRITTEN = 1200  # numbers of a picture that stand in the code; a larger one is loaded from the saved numbers


def array_line(values: np.ndarray, name: str = "x", shape: str = "(C, H, W)", dtype: str = "float") -> str:
    """A line that makes an array; of a large picture, one that loads it."""
    if name == "x" and np.size(values) > MAX_WRITTEN:
        return f'x = np.load("picture.npy").astype({dtype})  # {shape}; from the saved numbers'
    return f"{name} = np.array({literal(values)}, {dtype})  # {shape}"


def literal(values: Any) -> str:
    """A number, or an array as nested lists: with all their digits, and whole numbers without their point.

    >>> literal(np.array([[1.0, 0.1], [-3.0, 0.123456789]]))
    '[[1, 0.1], [-3, 0.123456789]]'
    """
    return repr(_plain(np.asarray(values, float).tolist()))


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return int(value) if float(value).is_integer() else value
