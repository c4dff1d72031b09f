"""Gradients of poolings: to the winner of each window, or to all of its pixels in equal parts."""

from __future__ import annotations

from typing import Any

import numpy as np

from conv.geometry import IntOrPair
from conv.gradients import Gradients, check_gradient, last_two
from conv.pool_geometry import PoolGeometry, pool_geometry
from conv.pooling import max_indices, window_counts


def max_pool2d_backward(
    image: np.ndarray,
    gradient: np.ndarray,
    kernel_size: IntOrPair,
    *,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
) -> Gradients:
    """Gradients of `max_pool2d`: each goes to the largest pixel of its window, the first one where several are equal.

    Args:
        image: What was pooled, shape (C, H, W) or (N, C, H, W).
        gradient: dL/dy, shape (C, H_out, W_out) or (N, C, H_out, W_out); the rest as in `max_pool2d`.

    Raises:
        Refusal: If the gradient has another shape than the output, or as for `max_pool2d`.

    >>> max_pool2d_backward(np.array([[[1, 7], [7, 2]]]), np.array([[[5]]]), 2).image.tolist()
    [[[0.0, 5.0], [0.0, 0.0]]]
    """
    settings: dict[str, Any] = {"stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode}
    geometry = pool_geometry(last_two(image), kernel_size, **settings)
    return Gradients(winners_gradient(image, gradient, geometry))


def avg_pool2d_backward(
    image: np.ndarray,
    gradient: np.ndarray,
    kernel_size: IntOrPair,
    *,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Gradients:
    """Gradients of `avg_pool2d`: each goes to all pixels of its window in equal parts.

    Args:
        image: What was pooled, shape (C, H, W) or (N, C, H, W); its numbers do not matter.
        gradient: dL/dy, shape (C, H_out, W_out) or (N, C, H_out, W_out); the rest as in `avg_pool2d`.

    Raises:
        Refusal: If the gradient has another shape than the output, or as for `avg_pool2d`.

    >>> avg_pool2d_backward(np.zeros((1, 2, 2)), np.array([[[8]]]), 2).image.tolist()
    [[[2.0, 2.0], [2.0, 2.0]]]
    """
    settings: dict[str, Any] = {"stride": stride, "padding": padding, "ceil_mode": ceil_mode}
    geometry = pool_geometry(last_two(image), kernel_size, **settings)
    return Gradients(mean_gradient(image, gradient, geometry, count_include_pad))


def winners_gradient(image: np.ndarray, gradient: np.ndarray, geometry: PoolGeometry) -> np.ndarray:
    """dL/dx of a maximum over windows; shapes as in `max_pool2d_backward`."""
    check_gradient(gradient, (*image.shape[:-2], *geometry.output_size))
    flat = image.reshape(-1, *image.shape[-2:])
    winners = max_indices(flat, geometry).reshape(len(flat), -1)
    found = np.zeros((len(flat), image.shape[-2] * image.shape[-1]))
    where, place = np.nonzero(winners >= 0)
    np.add.at(found, (where, winners[where, place]), gradient.reshape(len(flat), -1)[where, place])
    return found.reshape(image.shape)


def mean_gradient(
    image: np.ndarray, gradient: np.ndarray, geometry: PoolGeometry, count_include_pad: bool
) -> np.ndarray:
    """dL/dx of a mean over windows; shapes as in `avg_pool2d_backward`."""
    check_gradient(gradient, (*image.shape[:-2], *geometry.output_size))
    parts = gradient / window_counts(geometry, count_include_pad)
    rows, cols = geometry.rows, geometry.cols
    down = rows.window_map.path_counts[:, rows.padding : rows.padding + rows.size]
    across = cols.window_map.path_counts[:, cols.padding : cols.padding + cols.size]
    found: np.ndarray = down.T.astype(float) @ parts @ across.astype(float)
    return found
