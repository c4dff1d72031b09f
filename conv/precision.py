"""What counts as nothing: a sum that is no larger than its own round-off is 0, on the map, in sums, words and files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

EPSILON = float(np.finfo(np.float64).eps)


def settled(numbers: Any, terms: int, magnitudes: Any, epsilon: float = EPSILON) -> Any:
    """Sums of any shape, with 0 where what is left is no more than the round-off of their terms.

    Adding n terms in any order is off by at most about n * epsilon * (sum of their sizes): Higham, Accuracy and
    Stability of Numerical Algorithms, section 4.2. Below that, digits say nothing.

    Args:
        numbers: The sums.
        terms: How many terms were added; 0 where they are exact, as whole numbers are.
        magnitudes: What the sizes of the terms add up to, of the same shape, or one number for all.
        epsilon: Of the numbers' type.

    >>> settled(0.1 + 0.2 - 0.3, 3, 0.6)
    0.0
    >>> settled(np.array([1e-300, -2.0]), 2, np.array([1e-300, 4.0])).tolist()
    [1e-300, -2.0]
    """
    nothing = (np.abs(numbers) <= terms * epsilon * magnitudes) & np.isfinite(numbers)
    found = np.where(nothing, 0.0, numbers)
    return found if np.ndim(numbers) else float(found)


def settled_maps(operation: Callable[..., np.ndarray], image: np.ndarray, weight: np.ndarray, **options: Any) -> Any:
    """Maps of a linear operation, such as `conv2d` or `conv_transpose2d`, whose sums are settled.

    Args:
        operation: Called with the image, the weight and the options; each cell of its map is a sum of products.
        image: Shape (C, H, W).
        weight: As the operation takes it.
        options: Of the operation.

    Returns:
        Shape (C_out, H_out, W_out).
    """
    maps = operation(image, weight, **options)
    terms = count_terms(image, weight, len(maps))
    if not terms:
        return maps
    epsilon = float(np.finfo(maps.dtype).eps)
    largest = float(np.abs(image).max()) * float(np.abs(weight).sum())
    if not np.isfinite(largest):  # which tells nothing about round-off, and is refused where it is seen on a map
        return maps
    if not ((np.abs(maps) <= terms * epsilon * largest) & (maps != 0)).any():
        return maps
    magnitudes = operation(np.abs(image), np.abs(weight), **options)
    return settled(maps, terms, magnitudes, epsilon).astype(maps.dtype, copy=False)


def difference(first: np.ndarray, second: np.ndarray, terms: int) -> np.ndarray:
    """The second map minus the first one, of one shape, of this many terms per cell each; round-off counts as 0."""
    first, second = np.nan_to_num(np.asarray(first, float)), np.nan_to_num(np.asarray(second, float))
    largest = max(float(np.abs(first).max()), float(np.abs(second).max()))
    exact = is_whole(first) and is_whole(second)
    return np.asarray(settled(second - first, 0 if exact else terms + 1, 2 * largest))


def count_terms(image: np.ndarray, weight: np.ndarray, outputs: int) -> int:
    """Terms of each sum whose round-off counts; 0 for whole numbers, whose sums are exact."""
    return 0 if is_whole(image) and is_whole(weight) else weight.size // outputs


def is_whole(values: np.ndarray) -> bool:
    """Whether all values are whole numbers."""
    return values.dtype.kind in "biu" or bool((values == np.floor(values)).all())
