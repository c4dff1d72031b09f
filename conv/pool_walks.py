"""A pooling with all that its steps need: windows, pixels, map, and which pixels a maximum lets through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np

from conv.arguments import check_choice, checked_pair
from conv.geometry import IntOrPair
from conv.index_maps import IndexMap
from conv.pool_geometry import PoolAxis, PoolGeometry, adaptive_geometry, pool_geometry
from conv.pooling import (
    adaptive_avg_pool2d,
    adaptive_max_pool2d,
    avg_pool2d,
    lp_pool2d,
    max_indices,
    max_pool2d,
    window_counts,
)
from conv.precision import is_whole, settled
from conv.reductions import Reduction
from conv.text import _

POOLINGS = {"max": "max", "average": "mean", "l2": "norm"}  # kinds, and their reductions


@dataclass(frozen=True, eq=False)
class PoolWalk:
    """One channel, pooled.

    Attributes:
        kind: One of `POOLINGS`.
        geometry: Sizes and positions.
        padded: The image after padding, shape (H_padded, W_padded), float: zeros where the padding counts, else NaN.
        rows, cols: Which padded pixels each cell reads, those that count only.
        reduction: How they become a cell's number.
        feature_map: Shape (H_out, W_out).
        winners: For a maximum, row * W + col of the pixel behind each cell, shape (H_out, W_out); else None.
    """

    kind: str
    geometry: PoolGeometry
    padded: np.ndarray
    rows: IndexMap
    cols: IndexMap
    reduction: Reduction
    feature_map: np.ndarray
    winners: np.ndarray | None

    @cached_property
    def wins(self) -> np.ndarray:
        """In how many windows each pixel of the image is the largest, shape (H, W); only for a maximum."""
        assert self.winners is not None
        size = self.geometry.rows.size, self.geometry.cols.size
        return np.bincount(self.winners.ravel(), minlength=size[0] * size[1]).reshape(size)

    @property
    def survivors(self) -> int:
        """Pixels that are the largest of at least one window."""
        return int(np.count_nonzero(self.wins))


def pool_walk(
    image: np.ndarray,
    kind: str,
    kernel_size: IntOrPair,
    *,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    adaptive: IntOrPair | None = None,
) -> PoolWalk:
    """Pool one channel as PyTorch does, and keep what its steps need.

    Args:
        image: Shape (H, W), any real dtype, finite.
        kind: "max", "average" or "l2"; the rest as in `max_pool2d` and `avg_pool2d`.
        adaptive: (H_out, W_out) of an adaptive pooling, which takes no notice of the windows' own settings.

    Raises:
        ValueError: If PyTorch has no such pooling, or a window would read no pixel at all.

    >>> pool_walk(np.array([[1, 7], [7, 2]]), "max", 2).wins.tolist()
    [[0, 1], [0, 0]]
    """
    check_choice("kind", kind, tuple(POOLINGS))
    channels = np.asarray(image, np.float64)[None]
    size = (channels.shape[1], channels.shape[2])
    if adaptive is not None:
        geometry, pooled = _adaptive(size, kind, adaptive)
    else:
        _check_kind(kind, padding, dilation)
        geometry = pool_geometry(
            size, kernel_size, stride=stride, padding=padding, dilation=dilation, ceil_mode=ceil_mode
        )
        pooled = partial(_pooled, kind=kind, geometry=geometry, count_include_pad=count_include_pad)
    found = pooled(channels)
    if kind == "average" and not is_whole(channels):
        found = settled(found, window_counts(geometry, True).max(), pooled(np.abs(channels)))
    counted = kind == "average" and count_include_pad
    rows, cols = geometry.rows, geometry.cols
    padded = np.full(geometry.padded_size, 0.0 if counted else np.nan)
    padded[rows.padding : rows.padding + size[0], cols.padding : cols.padding + size[1]] = channels[0]
    return PoolWalk(
        kind,
        geometry,
        padded,
        rows.padded_window_map if counted else rows.window_map,
        cols.padded_window_map if counted else cols.window_map,
        Reduction(POOLINGS[kind]),
        found,
        max_indices(channels, geometry)[0] if kind == "max" else None,
    )


def _adaptive(
    size: tuple[int, int], kind: str, adaptive: IntOrPair
) -> tuple[PoolGeometry, Callable[[np.ndarray], np.ndarray]]:
    if kind == "l2":
        raise ValueError(_("There is no adaptive L2 pooling in PyTorch; choose max or average."))
    pool = adaptive_max_pool2d if kind == "max" else adaptive_avg_pool2d
    return adaptive_geometry(size, adaptive), lambda channels: pool(channels, adaptive)[0]


def _check_kind(kind: str, padding: IntOrPair, dilation: IntOrPair) -> None:
    if kind != "max" and checked_pair("dilation", dilation) != (1, 1):
        raise ValueError(_("`dilation` is only for max pooling in PyTorch; use 1, or choose max."))
    if kind == "l2" and checked_pair("padding", padding, minimum=0) != (0, 0):
        raise ValueError(_("`padding` is not for L2 pooling in PyTorch; use 0, or choose max or average."))


def _pooled(channels: np.ndarray, kind: str, geometry: PoolGeometry, count_include_pad: bool) -> np.ndarray:
    rows, cols = geometry.rows, geometry.cols
    assert isinstance(rows, PoolAxis)
    assert isinstance(cols, PoolAxis)
    window: dict[str, Any] = {
        "kernel_size": (rows.kernel_size, cols.kernel_size),
        "stride": (rows.stride, cols.stride),
        "ceil_mode": rows.ceil_mode,
    }
    if kind == "l2":
        counts = window_counts(geometry, True)
        if counts.min() < counts.max():
            raise ValueError(
                _(
                    "With `ceil_mode` the last windows hang over the picture and have {few} of {all} pixels. PyTorch "
                    "scales their L2 sums up as if they were whole, which no list of terms shows; round down instead."
                ).format(few=counts.min(), all=counts.max())
            )
        return lp_pool2d(channels, 2, **window)[0]
    window["padding"] = (rows.padding, cols.padding)
    if kind == "average":
        return avg_pool2d(channels, **window, count_include_pad=count_include_pad)[0]
    if window_counts(geometry, False).min() == 0:
        raise ValueError(_("With this `dilation` and `padding` a window meets nothing but padding; use less padding."))
    return max_pool2d(channels, **window, dilation=(rows.dilation, cols.dilation))[0]
