"""The convolution as an operation: kernels over windows, then division, bias and activation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from conv.activations import ACTIVATIONS, IDLE, activate
from conv.arguments import check_choice, checked_pair
from conv.costs import Cost
from conv.geometry import ConvGeometry, IntOrPair, Padding, conv_geometry
from conv.gradients import Gradients, activation_backward, conv2d_backward, correlate_windows
from conv.index_maps import IndexMap
from conv.operations.elementwise import Pad
from conv.operations.operation import PIXEL, WEIGHT, Factor, Footprint, Operation, Shape, Terms, Weighted, sized, spread
from conv.ops import conv2d, group_channels, pad2d, slices_per_kernel
from conv.precision import count_terms, settled, settled_maps
from conv.reductions import Reduction, layer_reduction
from conv.refusal import Refusal
from conv.text import N_, _


@dataclass(frozen=True, slots=True)
class Convolution(Weighted):
    """A bank of kernels over the windows of an input; names and arguments as in `conv2d`.

    Attributes:
        kernel_size, stride, padding, dilation, groups, padding_mode: As in `conv2d`.
        out_channels: Number of kernels.
        divisor: Of every sum; not 0.
        activation: Of every number, as in `activate`.
        learns_bias: Whether a bias belongs to each kernel.
        weight: Shape (out_channels, C_in // groups, K_h, K_w), or None of an operation that is only planned.
        bias: Shape (out_channels,), or None for none.

    Raises:
        Refusal: If the activation is none of `ACTIVATIONS`, or the divisor is 0.
    """

    name = "conv"
    title = N_("Convolution")

    kernel_size: IntOrPair
    stride: IntOrPair = 1
    padding: Padding = 0
    dilation: IntOrPair = 1
    out_channels: int = 1
    activation: str = IDLE
    groups: int = 1
    padding_mode: str = "zeros"
    divisor: float = 1
    learns_bias: bool = True
    weight: np.ndarray | None = field(default=None, compare=False, repr=False)
    bias: np.ndarray | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        check_choice("activation", self.activation, tuple(ACTIVATIONS))
        if self.divisor == 0:
            raise Refusal(_("`divisor` must not be 0; use 1 to leave the sum of products as it is."))

    @classmethod
    def of(cls, weight: np.ndarray, bias: np.ndarray | float | None = None, **settings: Any) -> Convolution:
        """With these kernels, shape (C_out, C_in // groups, K_h, K_w), and a bias each, or one for all."""
        weight = np.asarray(weight)
        biases = None if bias is None else np.broadcast_to(np.asarray(bias, float), (len(weight),))
        size = weight.shape[2:]
        return cls((size[0], size[1]), out_channels=len(weight), weight=weight, bias=biases, **settings)

    def geometry(self, shape: Shape) -> ConvGeometry:
        """Where its windows lie on an input of this shape."""
        return conv_geometry(shape[1:], self.kernel_size, self.stride, self.padding, self.dilation, self.padding_mode)

    @property
    def footprint(self) -> Footprint:
        """Its kernels' windows."""
        return Footprint(
            checked_pair("kernel_size", self.kernel_size),
            checked_pair("stride", self.stride),
            checked_pair("dilation", self.dilation),
        )

    def windows(self, shape: Shape) -> ConvGeometry:
        """The same as `geometry`."""
        return self.geometry(shape)

    @property
    def label(self) -> str:
        """Its kind and the size of its kernels."""
        return sized(_("conv {height} × {width}"), self.kernel_size)

    def output_shape(self, shape: Shape) -> Shape:
        """One map per kernel."""
        slices_per_kernel(shape[0], self.out_channels, self.groups)
        return self.out_channels, *self.geometry(shape).output_size

    def apply(self, image: np.ndarray) -> np.ndarray:
        """The feature maps; a sum that is nothing but round-off counts as 0."""
        return self.activated(self.totals(image))

    def totals(self, image: np.ndarray) -> np.ndarray:
        """The feature maps before the activation; what is left of a bias that cancels a sum may be round-off too."""
        sums = self._sums(image)
        divided = sums if self.divisor == 1 else sums / self.divisor
        if self.bias is None:
            return divided
        bias = spread(self.bias, sums)
        if image.ndim > 3:
            return np.asarray(divided + bias)
        count = count_terms(image, self.known_weight, self.out_channels)
        sizes = conv2d(np.abs(image), np.abs(self.known_weight), **self._settings) if count else np.abs(sums)
        if self.divisor != 1:
            count, sizes = count + 1, sizes / abs(self.divisor)
            divided = settled(divided, count, sizes)
        return np.asarray(settled(divided + bias, count + 1, sizes + np.abs(bias)), sums.dtype)

    def activated(self, totals: np.ndarray) -> np.ndarray:
        """The feature maps, made of their totals."""
        return activate(totals, self.activation)

    @property
    def _settings(self) -> dict[str, Any]:
        """Arguments of `conv2d`."""
        names = ("stride", "padding", "dilation", "groups", "padding_mode")
        return {name: getattr(self, name) for name in names}

    def _sums(self, image: np.ndarray) -> np.ndarray:
        if image.ndim == 3:
            return np.asarray(settled_maps(conv2d, image, self.known_weight, **self._settings))
        geometry = self.geometry(image.shape[-3:])
        flat = pad2d(image.reshape(-1, *image.shape[-2:]), geometry)
        padded = flat.reshape(*image.shape[:-2], *flat.shape[-2:])
        return correlate_windows(padded, self.known_weight, geometry, self.groups)

    def padded(self, image: np.ndarray) -> np.ndarray:
        """The padded input."""
        return pad2d(image, self.geometry(image.shape))

    def terms(self, shape: Shape, channel: int) -> tuple[Terms, ...]:
        """For each channel that the kernel reads, pixels times weights."""
        rows, cols = self.geometry(shape).rows, self.geometry(shape).cols
        first, last = group_channels(shape[0], self.out_channels, self.groups)[channel]
        taps = [IndexMap.whole(axis.kernel_size, axis.output_size) for axis in (rows, cols)]
        return tuple(
            Terms(
                (
                    Factor(PIXEL, (source,), rows.window_map, cols.window_map),
                    Factor(WEIGHT, (channel, source - first), taps[0], taps[1]),
                )
            )
            for source in range(first, last)
        )

    def reduction(self, channel: int = 0) -> Reduction:
        """Products summed, then divided, with the kernel's bias, and activated."""
        bias = 0.0 if self.bias is None else float(self.bias[channel])
        return layer_reduction(self.divisor, bias, self.activation)

    def backward(self, image: np.ndarray, gradient: np.ndarray) -> Gradients:
        """Through the activation first, then to pixels, weights and biases."""
        if self.activation != IDLE:
            gradient = activation_backward(self.totals(image), gradient, self.activation)
        found = conv2d_backward(image, self.known_weight, gradient / self.divisor, **self._settings)
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
        slices = slices_per_kernel(shape[0], self.out_channels, self.groups)
        weight: dict[str, tuple[int, ...]] = {"weight": (self.out_channels, slices, *size)}
        return weight | ({"bias": (self.out_channels,)} if self.learns_bias else {})

    def cost(self, shape: Shape) -> Cost:
        """C_out * (taps + 1) parameters, and taps products for each output cell."""
        taps = self.taps(shape)
        cells = self.out_channels * self.geometry(shape).steps
        return Cost(self.out_channels * (taps + self.learns_bias), taps * cells)

    def taps(self, shape: Shape) -> int:
        """Products behind one output cell: (C_in / groups) * K_h * K_w."""
        height, width = checked_pair("kernel_size", self.kernel_size)
        return slices_per_kernel(shape[0], self.out_channels, self.groups) * height * width

    def averaging(self) -> Convolution:
        """One kernel of equal weights, without an activation."""
        height, width = self.footprint.kernel_size
        weight = np.full((1, 1, height, width), 1 / (height * width))
        return replace(self, out_channels=1, activation=IDLE, weight=weight)

    def unpadded(self) -> Convolution:
        """The same without padding."""
        return replace(self, padding=0)

    def padded_apart(self, shape: Shape) -> tuple[Operation, ...]:
        """A padding, where there is any, and the windows."""
        rows, cols = self.geometry(shape).rows, self.geometry(shape).cols
        sides = (rows.before, rows.after), (cols.before, cols.after)
        pad = (Pad(sides, self.padding_mode),) if sides != ((0, 0), (0, 0)) else ()
        return *pad, replace(self, padding=0)

    def with_channels(self, channels: int) -> Convolution:
        """So many kernels, without their weights."""
        return replace(self, out_channels=channels, weight=None, bias=None)
