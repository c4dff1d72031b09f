"""Pooling: the largest or the mean pixel of each window."""

from __future__ import annotations

import numpy as np

from conv.geometry import ConvGeometry, IntOrPair


def max_pool2d(image: np.ndarray, kernel_size: IntOrPair, *, stride: IntOrPair | None = None) -> np.ndarray:
    """Largest pixel of each window, channel by channel, as torch.nn.functional.max_pool2d without padding.

    Args:
        image: Shape (C, H, W), any real dtype.
        kernel_size: (K_h, K_w) of the windows.
        stride: Pixels between neighbouring windows; by default the kernel size, so that they do not overlap.

    Returns:
        Shape (C, H_out, W_out), the image's dtype, sizes as in `ConvGeometry`.

    Raises:
        ValueError: If the window is larger than the image.

    >>> max_pool2d(np.arange(16).reshape(1, 4, 4), 2)[0].tolist()
    [[5, 7], [13, 15]]
    """
    return _pool2d(image, kernel_size, stride, np.maximum)


def avg_pool2d(image: np.ndarray, kernel_size: IntOrPair, *, stride: IntOrPair | None = None) -> np.ndarray:
    """Mean of each window, channel by channel, as torch.nn.functional.avg_pool2d without padding.

    Args, returns and errors as for `max_pool2d`; whole numbers are computed in float64.

    >>> avg_pool2d(np.arange(16).reshape(1, 4, 4), 2)[0].tolist()
    [[2.5, 4.5], [10.5, 12.5]]
    """
    geometry = _pool_geometry(image, kernel_size, stride)
    dtype = image.dtype if image.dtype.kind == "f" else np.dtype(np.float64)
    sums = _pool2d(image.astype(dtype, copy=False), kernel_size, stride, np.add)
    sums /= geometry.rows.kernel_size * geometry.cols.kernel_size
    return sums


def _pool2d(image: np.ndarray, kernel_size: IntOrPair, stride: IntOrPair | None, combine: np.ufunc) -> np.ndarray:
    """Combine first the rows of each window, then the columns of what is left: K_h + K_w passes, not K_h * K_w."""
    geometry = _pool_geometry(image, kernel_size, stride)
    for number, axis in enumerate((geometry.rows, geometry.cols)):
        end = axis.origins[-1] + 1
        across = [(slice(None),) * (number + 1) + (slice(tap, end + tap, axis.stride),) for tap in axis.tap_offsets]
        pooled = image[across[0]].copy()
        for part in across[1:]:
            combine(pooled, image[part], out=pooled)
        image = pooled
    return image


def _pool_geometry(image: np.ndarray, kernel_size: IntOrPair, stride: IntOrPair | None) -> ConvGeometry:
    height, width = image.shape[1:]
    return ConvGeometry((height, width), kernel_size, kernel_size if stride is None else stride)
