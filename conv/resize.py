"""Resizing as PyTorch's interpolate does it: nearest, and bilinear between pixel centres."""

from __future__ import annotations

import numpy as np

from conv.arguments import ENDLESS, check_choice, checked_pair
from conv.geometry import IntOrPair

RESIZE_MODES = ("nearest", "bilinear")


@ENDLESS
def resize2d(image: np.ndarray, size: IntOrPair, mode: str = "nearest") -> np.ndarray:
    """Resize an image, as torch.nn.functional.interpolate with align_corners=False.

    Args:
        image: Shape (C, H, W), any real dtype.
        size: (H_out, W_out).
        mode: "nearest" copies the pixel at floor(i * n / n_out); "bilinear" mixes the two around
            (i + 1/2) * n / n_out - 1/2, at borders the first or last one alone.

    Returns:
        Shape (C, H_out, W_out): the image's dtype for "nearest", float for "bilinear".

    Raises:
        Refusal: If a size is below 1, or the mode is none of `RESIZE_MODES`.

    >>> resize2d(np.array([[[0, 4]]]), (1, 4), "bilinear").tolist()
    [[[0.0, 1.0, 3.0, 4.0]]]
    """
    check_choice("mode", mode, RESIZE_MODES)
    for axis, length in enumerate(checked_pair("size", size), start=1):
        image = _resized(image, axis, length, mode)
    return image


def _resized(image: np.ndarray, axis: int, length: int, mode: str) -> np.ndarray:
    count = image.shape[axis]
    if mode == "nearest":
        return image.take(np.arange(length) * count // length, axis=axis)
    place = np.clip((np.arange(length) + 0.5) * count / length - 0.5, 0, count - 1)
    first = np.floor(place).astype(int)
    share = (place - first).reshape([-1 if number == axis else 1 for number in range(3)])
    behind = np.minimum(first + 1, count - 1)
    mixed: np.ndarray = image.take(first, axis=axis) * (1 - share) + image.take(behind, axis=axis) * share
    return mixed
