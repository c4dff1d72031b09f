"""Shift the picture and the feature map shifts: where that holds, and where border and stride break it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from conv.steps import Walk

ROUNDING = 1e-12  # of the largest value: what sums in floating point may lose


def shift2d(image: np.ndarray, rows: int, cols: int) -> np.ndarray:
    """Move an image by whole pixels; what leaves is lost, and zeros come in.

    Args:
        image: Shape (..., H, W).
        rows, cols: Pixels down and to the right; negative ones go up and to the left.

    Returns:
        The same shape and dtype.

    >>> shift2d(np.array([[1, 2, 3]]), 0, 1).tolist()
    [[0, 1, 2]]
    """
    shifted = np.zeros_like(image)
    height, width = image.shape[-2:]
    target = (..., slice(max(0, rows), max(0, height + rows)), slice(max(0, cols), max(0, width + cols)))
    source = (..., slice(max(0, -rows), max(0, height - rows)), slice(max(0, -cols), max(0, width - cols)))
    shifted[target] = image[source]
    return shifted


@dataclass(frozen=True, slots=True, eq=False)
class Equivariance:
    """The feature map of a shifted picture beside the shifted feature map.

    Attributes:
        shift: (rows, cols) in cells of the map by which the map was shifted: the picture's shift over the stride.
        whole: Whether that was a whole number of cells; otherwise it was rounded towards zero.
        difference: Map of the shifted picture minus shifted map, shape (H_out, W_out).
        largest: Largest absolute value in both maps.
        inside: Cells whose window, in both pictures, lies wholly on pixels that were there before and after the shift.
    """

    shift: tuple[int, int]
    whole: bool
    difference: np.ndarray
    largest: float
    inside: np.ndarray

    @property
    def equal(self) -> np.ndarray:
        """Cells that agree, up to the last bits of a sum in floating point, shape (H_out, W_out)."""
        return np.abs(self.difference) <= ROUNDING * self.largest


def equivariance(walk: Walk, shifted: Walk, shift: tuple[int, int]) -> Equivariance:
    """Compare the walks over a picture and over the same picture shifted by `shift` pixels (rows, cols)."""
    geometry = walk.geometry
    axes = (geometry.rows, geometry.cols)
    cells = tuple(int(pixels / axis.stride) for pixels, axis in zip(shift, axes, strict=True))
    whole = all(pixels % axis.stride == 0 for pixels, axis in zip(shift, axes, strict=True))
    difference = shifted.feature_map - shift2d(walk.feature_map, *cells)
    inside = np.ones(geometry.output_size, bool)
    for number, (axis, pixels, moved) in enumerate(zip(axes, shift, cells, strict=True)):
        origins = np.array(axis.origins)
        first, last = axis.before + max(0, pixels), axis.before + axis.size - 1 + min(0, pixels)
        kept = (origins >= first) & (origins + axis.effective_kernel_size - 1 <= last)
        cell = np.arange(axis.output_size) - moved
        kept &= (cell >= 0) & (cell < axis.output_size)
        inside &= kept[:, None] if number == 0 else kept[None, :]
    largest = _largest(walk.feature_map, shifted.feature_map)
    return Equivariance((cells[0], cells[1]), whole, difference, largest, inside)


def equal_cells(first: np.ndarray, second: np.ndarray) -> int:
    """Cells of two maps of the same shape that are equal, up to the last bits of a sum in floating point.

    >>> equal_cells(np.array([[1, 0], [0, 0]]), np.array([[0, 1], [0, 0]]))
    2
    """
    return int((np.abs(first - second) <= ROUNDING * _largest(first, second)).sum())


def _largest(first: np.ndarray, second: np.ndarray) -> float:
    return float(max(np.abs(first).max(), np.abs(second).max()))
