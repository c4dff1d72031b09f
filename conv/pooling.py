"""Pooling: the largest pixel, the mean or the power mean of each window, channel by channel."""

from __future__ import annotations

from typing import Any

import numpy as np

from conv.arguments import ENDLESS, check_image
from conv.geometry import IntOrPair
from conv.index_maps import IndexMap
from conv.pool_geometry import PoolAxis, PoolGeometry, adaptive_geometry, pool_geometry
from conv.refusal import Refusal
from conv.text import _


def max_pool2d(
    image: np.ndarray,
    kernel_size: IntOrPair,
    *,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
) -> np.ndarray:
    """Largest pixel of each window, as torch.nn.functional.max_pool2d; `max_indices` says which one that is.

    Args:
        image: Shape (C, H, W), any real dtype.
        kernel_size: (K_h, K_w) of the windows; this and the rest as in `pool_geometry`.

    Returns:
        Shape (C, H_out, W_out), the image's dtype. A dilated window that meets nothing but padding gives the smallest
        number of the dtype.

    Raises:
        Refusal: If a value is out of range, the padding is more than half of the kernel size, or no window fits.

    >>> max_pool2d(np.arange(16).reshape(1, 4, 4), 2)[0].tolist()
    [[5, 7], [13, 15]]
    """
    geometry = _geometry(image, kernel_size, stride=stride, padding=padding, dilation=dilation, ceil_mode=ceil_mode)
    return _passes(image, geometry, np.maximum, _smallest(image.dtype))


def max_indices(image: np.ndarray, geometry: PoolGeometry) -> np.ndarray:
    """Where the largest pixel of each window stands; the first one, row by row, where several are equal.

    Args:
        image: Shape (C, H, W), any real dtype.
        geometry: The windows.

    Returns:
        Shape (C, H_out, W_out), integers: row * W + col, as PyTorch's `return_indices`; -1 for a window without pixels.

    >>> max_indices(np.array([[[1, 7], [7, 2]]]), pool_geometry(2, 2)).tolist()
    [[[1]]]
    """
    width = image.shape[2]
    best, cols = _first_largest(image, geometry.cols.window_map, geometry.cols.padding)
    best, rows = _first_largest(best.swapaxes(1, 2), geometry.rows.window_map, geometry.rows.padding)
    rows = rows.swapaxes(1, 2)
    across = np.take_along_axis(cols, np.maximum(rows, 0), axis=1)
    return np.where((rows < 0) | (across < 0), -1, rows * width + across)


@ENDLESS
def avg_pool2d(
    image: np.ndarray,
    kernel_size: IntOrPair,
    *,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> np.ndarray:
    """Mean of each window, as torch.nn.functional.avg_pool2d; whole numbers are computed in float64.

    Args:
        image: Shape (C, H, W), any real dtype.
        kernel_size: (K_h, K_w) of the windows; stride, padding and ceil_mode as in `pool_geometry`.
        count_include_pad: Padding counts as zeros of the mean; otherwise the mean is that of the image's own pixels.
            What hangs over the padding counts in neither case.
        divisor_override: What the sum of each window is divided by instead.

    Returns:
        Shape (C, H_out, W_out).

    Raises:
        Refusal: As for `max_pool2d`, and where `divisor_override` is 0.

    >>> avg_pool2d(np.arange(16).reshape(1, 4, 4), 2)[0].tolist()
    [[2.5, 4.5], [10.5, 12.5]]
    """
    geometry = _geometry(image, kernel_size, stride=stride, padding=padding, ceil_mode=ceil_mode)
    if divisor_override == 0:
        raise Refusal(_("`divisor_override` must not be 0."))
    sums = _passes(_in_float(image), geometry, np.add, 0)
    sums /= divisor_override or window_counts(geometry, count_include_pad)
    return sums


@ENDLESS
def lp_pool2d(
    image: np.ndarray,
    norm_type: float,
    kernel_size: IntOrPair,
    *,
    stride: IntOrPair | None = None,
    ceil_mode: bool = False,
) -> np.ndarray:
    """Root of the sum of powers of each window, as torch.nn.functional.lp_pool2d: with norm_type 2, L2 pooling.

    PyTorch has no padding here. A window that hangs over the image is scaled as if it were whole: its mean power times
    the number of taps.

    Args:
        image: Shape (C, H, W), any real dtype; computed in float.
        norm_type: The power, not 0.
        kernel_size: (K_h, K_w) of the windows; stride and ceil_mode as in `pool_geometry`.

    Returns:
        Shape (C, H_out, W_out); NaN where an odd power leaves a negative sum.

    Raises:
        Refusal: As for `max_pool2d`, and where `norm_type` is 0.

    >>> lp_pool2d(np.array([[[3, 4], [0, 0]]]), 2, 2).tolist()
    [[[5.0]]]
    """
    geometry = _geometry(image, kernel_size, stride=stride, ceil_mode=ceil_mode)
    if norm_type == 0:
        raise Refusal(_("`norm_type` must not be 0, which has no root; use 2 for L2 pooling."))
    sums = _passes(_in_float(image) ** norm_type, geometry, np.add, 0)
    rows, cols = geometry.rows, geometry.cols
    assert isinstance(rows, PoolAxis)
    assert isinstance(cols, PoolAxis)
    sums *= rows.kernel_size * cols.kernel_size / window_counts(geometry, True)
    with np.errstate(invalid="ignore"):
        powers: np.ndarray = sums ** (1 / norm_type)
    return powers


def adaptive_max_pool2d(image: np.ndarray, output_size: IntOrPair) -> np.ndarray:
    """Largest pixel of each window, as torch.nn.functional.adaptive_max_pool2d; shapes as in `max_pool2d`.

    The map has the size that is asked for, (H_out, W_out) or one number for both, and the windows follow from it.

    >>> adaptive_max_pool2d(np.arange(12).reshape(1, 3, 4), 1).tolist()
    [[[11]]]
    """
    return _uneven(image, adaptive_geometry((image.shape[1], image.shape[2]), output_size), np.maximum)


def adaptive_avg_pool2d(image: np.ndarray, output_size: IntOrPair) -> np.ndarray:
    """Mean of each window, as torch.nn.functional.adaptive_avg_pool2d; shapes as in `adaptive_max_pool2d`.

    >>> adaptive_avg_pool2d(np.arange(4).reshape(1, 2, 2), 1).tolist()
    [[[1.5]]]
    """
    geometry = adaptive_geometry((image.shape[1], image.shape[2]), output_size)
    sums = _uneven(_in_float(image), geometry, np.add)
    sums /= window_counts(geometry, True)
    return sums


def window_wins(image: np.ndarray, geometry: PoolGeometry) -> np.ndarray:
    """In how many windows each pixel is the largest, shape (C, H, W), integers.

    >>> window_wins(np.array([[[1, 7], [7, 2]]]), pool_geometry(2, 2)).tolist()
    [[[0, 1], [0, 0]]]
    """
    winners = max_indices(image, geometry).reshape(len(image), -1)
    size = image.shape[1] * image.shape[2]
    return np.stack([np.bincount(line[line >= 0], minlength=size) for line in winners]).reshape(image.shape)


def window_counts(geometry: PoolGeometry, count_include_pad: bool) -> np.ndarray:
    """Pixels of each window, with those of the padding or without, shape (H_out, W_out), integers.

    >>> window_counts(pool_geometry(3, 2, stride=2, padding=1), False).tolist()
    [[1, 2], [2, 4]]
    """
    lengths = []
    for axis in (geometry.rows, geometry.cols):
        index_map = axis.padded_window_map if count_include_pad else axis.window_map
        lengths.append([len(index_map.sources(target)) for target in range(index_map.target_count)])
    return np.multiply.outer(*map(np.array, lengths))


def _geometry(image: np.ndarray, kernel_size: IntOrPair, **options: Any) -> PoolGeometry:
    check_image(image)
    return pool_geometry((image.shape[1], image.shape[2]), kernel_size, **options)


def _in_float(image: np.ndarray) -> np.ndarray:
    return image if image.dtype.kind == "f" else image.astype(np.float64)


def _smallest(dtype: np.dtype) -> Any:
    if dtype.kind == "b":
        return False
    return -np.inf if dtype.kind == "f" else np.iinfo(dtype).min


def _passes(image: np.ndarray, geometry: PoolGeometry, combine: np.ufunc, idle: Any) -> np.ndarray:
    """Combine first the rows of each window, then the columns of what is left: K_h + K_w passes, not K_h * K_w."""
    for number, axis in enumerate((geometry.rows, geometry.cols), start=1):
        assert isinstance(axis, PoolAxis)
        last = (axis.output_size - 1) * axis.stride
        after = max(0, last + axis.effective_kernel_size - axis.padding - axis.size)
        if axis.padding or after:
            sides = [(0, 0)] * 3
            sides[number] = (axis.padding, after)
            image = np.pad(image, sides, constant_values=idle)
        part = [slice(None)] * 3
        pooled = None
        for tap in range(0, axis.effective_kernel_size, axis.dilation):
            part[number] = slice(tap, last + tap + 1, axis.stride)
            pooled = image[tuple(part)].copy() if pooled is None else combine(pooled, image[tuple(part)], out=pooled)
        image = pooled  # type: ignore[assignment]
    return image


def _uneven(image: np.ndarray, geometry: PoolGeometry, combine: np.ufunc) -> np.ndarray:
    """The same for windows of several sizes."""
    for number, axis in enumerate((geometry.rows, geometry.cols), start=1):
        windows = [axis.window_map.sources(target) for target in range(axis.output_size)]
        parts = [combine.reduce(image.take(window, axis=number), axis=number) for window in windows]
        image = np.stack(parts, axis=number)
    return image


def _first_largest(image: np.ndarray, index_map: IndexMap, padding: int) -> tuple[np.ndarray, np.ndarray]:
    """Largest pixel of each window along the last axis and its first position, -1 where a window has none.

    Args:
        image: Shape (C, A, B).
        index_map: The windows, as padded positions.
        padding: Pixels before the first one.
    """
    best = np.full((*image.shape[:2], index_map.target_count), _smallest(image.dtype), image.dtype)
    found = np.full(best.shape, -1)
    maximum = max(map(len, map(index_map.sources, range(index_map.target_count))))
    for tap in range(maximum):
        targets = [target for target in range(index_map.target_count) if len(index_map.sources(target)) > tap]
        pixels = [index_map.sources(target)[tap] - padding for target in targets]
        values, known = image[..., pixels], best[..., targets]
        better = (values > known) | (found[..., targets] < 0)
        best[..., targets] = np.where(better, values, known)
        found[..., targets] = np.where(better, pixels, found[..., targets])
    return best, found
