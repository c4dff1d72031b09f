"""The transposed convolution as an operation: every input cell adds its value times the kernel to the output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from conv.arguments import checked_pair
from conv.costs import Cost
from conv.geometry import IntOrPair
from conv.gradients import Gradients, conv_transpose2d_backward
from conv.index_maps import IndexMap
from conv.operations.operation import PIXEL, WEIGHT, Factor, Shape, Terms, Weighted, sized, spread
from conv.ops import slices_per_kernel
from conv.precision import settled_maps
from conv.reductions import Reduction, layer_reduction
from conv.text import _
from conv.transposed import TransposedAxis, TransposedGeometry, conv_transpose2d, transposed_geometry


@dataclass(frozen=True, slots=True)
class TransposedConvolution(Weighted):
    """Names and arguments as in `conv_transpose2d`.

    Attributes:
        kernel_size, stride, padding, output_padding, dilation, groups: As in `conv_transpose2d`.
        out_channels: Number of maps.
        divisor: Of every sum; not 0.
        learns_bias: Whether a bias belongs to each map.
        weight: Shape (C_in, out_channels // groups, K_h, K_w), or None of an operation that is only planned.
        bias: Shape (out_channels,), or None for none.
    """

    name = "transposed"

    kernel_size: IntOrPair
    stride: IntOrPair = 1
    padding: IntOrPair = 0
    output_padding: IntOrPair = 0
    dilation: IntOrPair = 1
    out_channels: int = 1
    groups: int = 1
    divisor: float = 1
    learns_bias: bool = True
    weight: np.ndarray | None = field(default=None, compare=False, repr=False)
    bias: np.ndarray | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, weight: np.ndarray, bias: np.ndarray | None = None, **settings: Any) -> TransposedConvolution:
        """With these kernels, shape (C_in, C_out // groups, K_h, K_w)."""
        weight = np.asarray(weight)
        size = weight.shape[2:]
        outputs = weight.shape[1] * settings.get("groups", 1)
        return cls((size[0], size[1]), out_channels=outputs, weight=weight, bias=bias, **settings)

    @property
    def settings(self) -> dict[str, Any]:
        """Arguments of `transposed_geometry`."""
        names = ("stride", "padding", "output_padding", "dilation")
        return {name: getattr(self, name) for name in names}

    def geometry(self, shape: Shape) -> TransposedGeometry:
        """Where its stamps lie for an input of this shape."""
        return transposed_geometry(shape[1:], self.kernel_size, **self.settings)

    @property
    def label(self) -> str:
        """Its kind and the size of its kernels."""
        return sized(_("transposed {height} × {width}"), self.kernel_size)

    def output_shape(self, shape: Shape) -> Shape:
        """One map per output channel."""
        slices_per_kernel(shape[0], self.out_channels, self.groups)
        return self.out_channels, *self.geometry(shape).output_size

    def apply(self, image: np.ndarray) -> np.ndarray:
        """The maps; a sum that is nothing but round-off counts as 0."""
        if image.ndim > 3:
            return np.stack([self.apply(each) for each in image])
        stamped = partial(conv_transpose2d, groups=self.groups, **self.settings)
        sums = np.asarray(settled_maps(stamped, image, self.known_weight))
        sums = sums if self.divisor == 1 else sums / self.divisor
        return sums if self.bias is None else sums + spread(self.bias, sums)

    def terms(self, shape: Shape, channel: int) -> tuple[Terms, ...]:
        """For each channel of its group, the pixels whose stamps land on a cell, times the tap that lands there."""
        geometry = self.geometry(shape)
        outputs, inputs = self.out_channels // self.groups, shape[0] // self.groups
        group, slot = divmod(channel, outputs)
        pixels = [axis.gathers for axis in (geometry.rows, geometry.cols)]
        taps = [_taps(axis) for axis in (geometry.rows, geometry.cols)]
        return tuple(
            Terms((Factor(PIXEL, (source,), pixels[0], pixels[1]), Factor(WEIGHT, (source, slot), taps[0], taps[1])))
            for source in range(group * inputs, (group + 1) * inputs)
        )

    def reduction(self, channel: int = 0) -> Reduction:
        """Products summed, then divided, with the map's bias."""
        return layer_reduction(self.divisor, 0.0 if self.bias is None else float(self.bias[channel]), "none")

    def backward(self, image: np.ndarray, gradient: np.ndarray) -> Gradients:
        """To pixels, weights and biases."""
        found = conv_transpose2d_backward(
            image, self.known_weight, gradient / self.divisor, groups=self.groups, **self.settings
        )
        if self.divisor == 1 or found.bias is None:
            return found
        return replace(found, bias=found.bias * self.divisor)

    @property
    def planes(self) -> Mapping[str, np.ndarray]:
        """Kernels, slice by slice; biases belong to the reduction."""
        return {} if self.weight is None else {WEIGHT: self.weight}

    def parameter_shapes(self, shape: Shape) -> Mapping[str, tuple[int, ...]]:
        """Of the kernels, and of the biases where it learns any."""
        size = checked_pair("kernel_size", self.kernel_size)
        weight: dict[str, tuple[int, ...]] = {"weight": (shape[0], self.out_channels // self.groups, *size)}
        return weight | ({"bias": (self.out_channels,)} if self.learns_bias else {})

    def cost(self, shape: Shape) -> Cost:
        """A kernel a pair of channels of a group, and taps products for each pixel."""
        height, width = checked_pair("kernel_size", self.kernel_size)
        taps = self.out_channels // self.groups * height * width
        biases = self.out_channels if self.learns_bias else 0
        return Cost(shape[0] * taps + biases, shape[0] * shape[1] * shape[2] * taps)


def _taps(axis: TransposedAxis) -> IndexMap:
    """Which tap of the kernel lands on each output cell, in the order of the pixels that it comes from."""
    gathers = axis.gathers
    return IndexMap.of_lists(axis.kernel_size, [gathers.tap_indices(cell) for cell in range(gathers.target_count)])
