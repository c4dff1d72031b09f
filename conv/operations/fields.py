"""Receptive fields along one axis: which pixels the cells of the last of several layers read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import prod
from operator import mul

import numpy as np

from conv.geometry import AxisGeometry
from conv.index_maps import IndexMap, chain


@dataclass(frozen=True)
class FieldAxis:
    """The receptive fields of the last layer's cells along one axis.

    Attributes:
        layers: Each layer's geometry along this axis.
    """

    layers: tuple[AxisGeometry, ...]

    @cached_property
    def window_map(self) -> IndexMap:
        """Which positions of the first layer's padded input each cell of the last layer reads, exact at borders.

        Padding of later layers is zero, whatever the pixels are, so that nothing is read through it.
        """
        index_maps = []
        for number, axis in enumerate(self.layers):
            if number > 0 and axis.padded_size != axis.size:
                index_maps.append(axis.pixel_map)
            if axis.kernel_size > 1 or axis.stride > 1:
                index_maps.append(axis.window_map)
        return chain(index_maps) if index_maps else self.layers[0].window_map

    @cached_property
    def pixel_map(self) -> IndexMap:
        """Which pixels of the image each cell of the last layer reads, exact at borders."""
        return self.layers[0].pixel_map.then(self.window_map)

    @property
    def layer_index_maps(self) -> tuple[IndexMap, ...]:
        """Which positions of the map before it each cell of a layer reads; those of its padding hang over the border.

        With padding of zeros a `Chain` of these is exact at borders.
        """
        return tuple(
            IndexMap.windows(
                axis.size,
                range(-axis.before, axis.output_size * axis.stride - axis.before, axis.stride),
                axis.tap_offsets,
            )
            for axis in self.layers
        )

    def upto(self, count: int) -> FieldAxis:
        """The same for the first layers only; of none, a cell is a pixel."""
        return FieldAxis(self.layers[:count])

    def field(self, position: int) -> tuple[int, int]:
        """First and last pixel of the receptive field of a cell, as if there were no borders."""
        first = self.start + position * self.jump
        return first, first + self.field_size - 1

    @property
    def middle_map(self) -> IndexMap:
        """The pixels in the middle of each cell's field, as many as fields are apart: no pixel is in two of them."""
        first = (self.field(0)[0] + self.field(0)[1] + 1 - self.jump) // 2
        starts = [first + cell * self.jump for cell in range(self.layers[-1].output_size)]
        return IndexMap.windows(self.layers[0].size, starts, range(self.jump)).clipped

    @property
    def path_counts(self) -> np.ndarray:
        """In how many ways through the layers each pixel reaches each cell, shape (cells, size), exact at borders."""
        found = np.eye(self.layers[0].size, dtype=int)
        for axis in self.layers:
            found = axis.window_map.path_counts @ axis.pixel_map.path_counts @ found
        return found

    @property
    def field_size(self) -> int:
        """Pixels from the first to the last that a cell away from borders reads: the size of the receptive field."""
        return len(self.interior_path_counts)

    @property
    def jump(self) -> int:
        """Pixels between the fields of neighbouring cells."""
        return prod(axis.stride for axis in self.layers)

    @property
    def start(self) -> int:
        """First pixel of the first cell's field; negative where it hangs over the border."""
        jumps = accumulate((axis.stride for axis in self.layers), mul, initial=1)
        return -sum(axis.before * jump for axis, jump in zip(self.layers, jumps, strict=False))

    @cached_property
    def interior_path_counts(self) -> tuple[int, ...]:
        """In how many ways each place of a field reaches its cell, away from borders; 0 at the holes."""
        counts, jump = np.ones(1, int), 1
        for axis in self.layers:
            taps = np.zeros((axis.effective_kernel_size - 1) * jump + 1, int)
            taps[:: axis.dilation * jump] = 1
            counts = np.convolve(counts, taps)
            jump *= axis.stride
        return tuple(counts.tolist())
