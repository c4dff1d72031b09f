"""Where the gradient of a pooled cell lands, and the parts of windows that hang over the border."""

from __future__ import annotations

import numpy as np

from conv.index_maps import IndexMap
from conv.operations.operation import Landing
from conv.pool_geometry import PoolAxis, PoolGeometry
from conv.pooling import (
    max_indices,
    window_counts,
)


def framed(image: np.ndarray, geometry: PoolGeometry, outside: float) -> np.ndarray:
    """Channels with so much around them, shape (C, *geometry.padded_size), float."""
    rows, cols = geometry.rows, geometry.cols
    padded = np.full((len(image), *geometry.padded_size), outside)
    padded[:, rows.padding : rows.padding + rows.size, cols.padding : cols.padding + cols.size] = image
    return padded


def on_winners(image: np.ndarray, geometry: PoolGeometry) -> Landing:
    """The gradient of each window lands on its largest pixel; nowhere where it has none."""
    size = image.shape[1:]
    winners = [np.unravel_index(place, size) if place >= 0 else None for place in max_indices(image, geometry).ravel()]
    rows, cols = (
        IndexMap.of_lists(size[axis], [() if winner is None else (int(winner[axis]),) for winner in winners])
        for axis in range(2)
    )
    return Landing(rows, cols, by_cell=True)


def in_parts(geometry: PoolGeometry, count_include_pad: bool) -> Landing:
    """The gradient of each window lands on all of its pixels, in as many parts as its mean counts."""
    rows, cols = (
        IndexMap.of_lists(
            axis.size,
            [
                [position - axis.padding for position in axis.window_map.sources(target)]
                for target in range(axis.window_map.target_count)
            ],
        )
        for axis in (geometry.rows, geometry.cols)
    )
    return Landing(rows, cols, shares=1 / window_counts(geometry, count_include_pad))


def behind(axis: PoolAxis) -> int:
    """Pixels from the end of the image to the end of the last window."""
    return (axis.output_size - 1) * axis.stride + axis.effective_kernel_size - axis.padding - axis.size
