"""Stacks of layers: which pixels of the first input one cell of the last layer reads, and what the stack costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from math import prod
from operator import mul

import numpy as np

from conv.activations import ACTIVATIONS
from conv.arguments import check_choice
from conv.costs import LayerShape
from conv.geometry import AxisGeometry, ConvGeometry, IntOrPair, Padding
from conv.index_maps import Chain, IndexMap, chain
from conv.text import _

LAYER_KINDS = ("conv", "max", "average")


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a stack.

    Attributes:
        kernel_size, stride, padding, dilation: As in `ConvGeometry`.
        kind: One of `LAYER_KINDS`.
        out_channels: Kernels of a convolution; a pooling keeps the channels that come in.
        activation: After a convolution, as in `activate`.

    Raises:
        ValueError: If the kind or the activation is none of them, or an average has a dilation.
    """

    kernel_size: IntOrPair
    stride: IntOrPair = 1
    padding: Padding = 0
    dilation: IntOrPair = 1
    kind: str = "conv"
    out_channels: int = 1
    activation: str = "none"

    def __post_init__(self) -> None:
        check_choice("kind", self.kind, LAYER_KINDS)
        check_choice("activation", self.activation, tuple(ACTIVATIONS))
        if self.kind == "average" and self.dilation not in (1, (1, 1)):
            raise ValueError(_("`dilation` is only for convolution and max pooling; use 1 for an average."))

    @property
    def learned(self) -> bool:
        """Whether it has weights; pooling has none."""
        return self.kind == "conv"


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
        index_maps = [self.layers[0].window_map]
        for axis in self.layers[1:]:
            index_maps += [axis.pixel_map, axis.window_map]
        return chain(index_maps)

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
    def path_counts(self) -> np.ndarray:
        """By how many ways through the layers each pixel reaches each cell, shape (cells, size), exact at borders."""
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
        """By how many ways each place of a field reaches its cell, away from borders; 0 at the holes."""
        counts, jump = np.ones(1, int), 1
        for axis in self.layers:
            taps = np.zeros((axis.effective_kernel_size - 1) * jump + 1, int)
            taps[:: axis.dilation * jump] = 1
            counts = np.convolve(counts, taps)
            jump *= axis.stride
        return tuple(counts.tolist())


@dataclass(frozen=True, slots=True)
class Stack:
    """Layers on an input, one behind the other, for one channel.

    Attributes:
        layers: The layers, the first one first.
        geometries: Each layer's geometry.
        rows, cols: The receptive field of the last layer's cells.
    """

    layers: tuple[Layer, ...]
    geometries: tuple[ConvGeometry, ...]
    rows: FieldAxis
    cols: FieldAxis

    @property
    def output_size(self) -> tuple[int, int]:
        """(H_out, W_out) of the last layer."""
        return self.geometries[-1].output_size

    def first(self, count: int) -> Stack:
        """The first layers only."""
        return Stack(self.layers[:count], self.geometries[:count], self.rows.upto(count), self.cols.upto(count))

    def shapes(self, in_channels: int) -> list[LayerShape | None]:
        """Each layer's sizes and channels, for its costs; None for a pooling, which learns nothing."""
        found: list[LayerShape | None] = []
        for layer, geometry in zip(self.layers, self.geometries, strict=True):
            found.append(LayerShape(in_channels, layer.out_channels, geometry) if layer.learned else None)
            in_channels = layer.out_channels if layer.learned else in_channels
        return found

    def index_maps(self, layer: int) -> tuple[Chain, Chain]:
        """For rows and columns, what the last layer's cells read of a layer's map; -1 is the picture itself."""
        return Chain(self.rows.layer_index_maps[layer + 1 :]), Chain(self.cols.layer_index_maps[layer + 1 :])

    @property
    def interior_path_counts(self) -> np.ndarray:
        """Ways from each pixel of a field to its cell, away from borders, shape (rows.field_size, cols.field_size)."""
        return np.multiply.outer(np.array(self.rows.interior_path_counts), np.array(self.cols.interior_path_counts))

    @property
    def weights(self) -> int:
        """Number of weights, biases left out."""
        return sum(self._taps(geometry) for geometry, _layer in self._learned())

    @property
    def multiply_adds(self) -> int:
        """Products that are computed for the whole last map: taps times cells, summed over the learned layers."""
        return sum(self._taps(geometry) * geometry.steps for geometry, _layer in self._learned())

    def _learned(self) -> list[tuple[ConvGeometry, Layer]]:
        return [pair for pair in zip(self.geometries, self.layers, strict=True) if pair[1].learned]

    @staticmethod
    def _taps(geometry: ConvGeometry) -> int:
        return geometry.rows.kernel_size * geometry.cols.kernel_size


def stack(input_size: IntOrPair, layers: Sequence[Layer]) -> Stack:
    """Plan a stack of layers.

    The receptive field has the size 1 + sum of (span - 1) * jump, where a layer's jump is the product of the strides
    before it (Araujo, Norris, Sim: Computing Receptive Fields of Convolutional Neural Networks, Distill 2019).

    Args:
        input_size: (H, W) of the first input in pixels.
        layers: At least one layer.

    Raises:
        ValueError: If a layer's kernel does not fit what the layers before it leave.

    >>> two = stack(9, [Layer(3, stride=2), Layer(3)])
    >>> two.rows.field_size, two.rows.jump, two.output_size  # 1 + 2 * 1 + 2 * 2
    (7, 2, (2, 2))
    """
    geometries: list[ConvGeometry] = []
    for layer in layers:
        size = geometries[-1].output_size if geometries else input_size
        geometries.append(ConvGeometry(size, layer.kernel_size, layer.stride, layer.padding, layer.dilation))
    rows, cols = (FieldAxis(tuple(getattr(geometry, name) for geometry in geometries)) for name in ("rows", "cols"))
    return Stack(tuple(layers), tuple(geometries), rows, cols)


def field_sizes(layers: Sequence[Layer]) -> tuple[int, int]:
    """(rows, columns) of the receptive field of one cell behind these layers, in pixels, on an input of any size.

    >>> field_sizes([Layer(3, stride=2), Layer(3)])  # 1 + 2 * 1 + 2 * 2
    (7, 7)
    """
    sizes, jumps = np.ones(2, int), np.ones(2, int)
    for layer in layers:
        sizes += (np.array(layer.kernel_size) - 1) * layer.dilation * jumps
        jumps *= layer.stride
    return int(sizes[0]), int(sizes[1])


def field_padding(layers: Sequence[Layer]) -> tuple[tuple[int, int], tuple[int, int]]:
    """((top, bottom), (left, right)) around the first input with which layers of stride 1 keep its size.

    An odd pixel goes to the bottom and right, as in TensorFlow's "same".

    >>> field_padding([Layer(3), Layer(4)])  # 1 + 2 + 3 = 6 pixels are read, so that 5 are added
    ((2, 3), (2, 3))
    """
    rows, cols = field_sizes(layers)
    return ((rows - 1) // 2, rows // 2), ((cols - 1) // 2, cols // 2)


def padded_once(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """The layers with their `field_padding` on the first one, and none on the others."""
    first = replace(layers[0], padding=field_padding(layers))
    return first, *(replace(layer, padding=0) for layer in layers[1:])


def layers_that_fit(size: int, kernel_size: int) -> int | None:
    """How many layers without padding a row of pixels can feed: each takes kernel_size - 1 of them away.

    Returns:
        The number; None where a kernel of one pixel takes nothing away.

    >>> layers_that_fit(5, 3), layers_that_fit(28, 3)  # 5 -> 3 -> 1
    (2, 13)
    """
    return None if kernel_size == 1 else (size - 1) // (kernel_size - 1)
