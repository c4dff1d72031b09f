"""A convolution forward and backward: every number that a walk over its gradients shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from conv.geometry import AxisGeometry, ConvGeometry
from conv.gradients import Gradients, activation_backward, spread_windows, unpad2d, weight_gradient
from conv.index_maps import IndexMap
from conv.operations import Convolution, Shape
from conv.precision import count_terms, is_whole, settled


@dataclass(frozen=True, eq=False)
class BackwardPass:
    """A convolution of one output, an image, and what a loss says of the output.

    Attributes:
        operation: With one kernel and without a divisor.
        image: Shape (C, H, W).
        gradient: dL/dy, shape (H_out, W_out).
    """

    operation: Convolution
    image: np.ndarray
    gradient: np.ndarray

    @property
    def shape(self) -> Shape:
        """(C, H, W) of the image."""
        channels, height, width = self.image.shape
        return channels, height, width

    @cached_property
    def geometry(self) -> ConvGeometry:
        """Where the windows lie."""
        return self.operation.geometry(self.shape)

    @cached_property
    def padded(self) -> np.ndarray:
        """The image as the windows read it, shape (C, H_padded, W_padded)."""
        return self.operation.padded(np.asarray(self.image, float))

    @cached_property
    def kernel(self) -> np.ndarray:
        """Shape (C, K_h, K_w)."""
        found: np.ndarray = self.operation.known_weight[0]
        return found

    @cached_property
    def totals(self) -> np.ndarray:
        """The sums z before the activation, shape (H_out, W_out)."""
        return self.operation.totals(np.asarray(self.image, float))[0]

    @cached_property
    def feature_map(self) -> np.ndarray:
        """The output y = f(z), shape (H_out, W_out)."""
        found: np.ndarray = self.operation.activated(self.totals[None])[0]
        return found

    @cached_property
    def at_sums(self) -> np.ndarray:
        """dL/dz = dL/dy times the slope of the activation, shape (H_out, W_out)."""
        return activation_backward(self.totals, np.asarray(self.gradient, float), self.operation.activation)

    @cached_property
    def by_padded(self) -> np.ndarray:
        """dL/dx of the padded image, shape (C, H_padded, W_padded): what each step adds lands there."""
        return self._settled(spread_windows, self.at_sums[None], self.operation.known_weight)

    @cached_property
    def gradients(self) -> Gradients:
        """Of the image, the kernel and the bias; those of padding are added to the pixels that it copies."""
        weight = self._settled(weight_gradient, self.padded, self.at_sums[None])
        bias = settled(self.at_sums.sum(), self._terms(self.at_sums), np.abs(self.at_sums).sum())
        return Gradients(unpad2d(self.by_padded, self.geometry), weight, np.array([bias]))

    @property
    def spread_axes(self) -> tuple[SpreadAxis, SpreadAxis]:
        """How dL/dz stands between zeros, along rows and columns."""
        return SpreadAxis(self.geometry.rows), SpreadAxis(self.geometry.cols)

    @property
    def spread(self) -> np.ndarray:
        """dL/dz with zeros between and around it, shape (rows.size, cols.size) of `spread_axes`."""
        rows, cols = self.spread_axes
        found = np.zeros((rows.size, cols.size))
        found[np.ix_(rows.places, cols.places)] = self.at_sums
        return found

    def _settled(self, of: Callable[..., np.ndarray], first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """A gradient that is linear in two arrays, without round-off that is nothing else."""
        found = of(first, second, self.geometry, 1)
        terms = count_terms(first, second, 1) and first.size + second.size
        sizes = of(np.abs(first), np.abs(second), self.geometry, 1)
        return np.asarray(settled(found, terms, sizes))

    @staticmethod
    def _terms(numbers: np.ndarray) -> int:
        return 0 if is_whole(numbers) else numbers.size


@dataclass(frozen=True)
class SpreadAxis:
    """How the gradients along one axis are two convolutions of the spread g.

    g stands with stride - 1 zeros between its cells, as far apart as their windows are, and with zeros around it, so
    that a full correlation with the flipped kernel has the padded picture's size.

    Attributes:
        axis: Of the convolution.

    >>> axis = SpreadAxis(AxisGeometry(size=5, kernel_size=3, stride=2))
    >>> axis.size, axis.zeros
    (7, (0, 1, 3, 5, 6))
    >>> axis.pixels_by_weight.sources(1), axis.gradient_by_weight.sources(1)
    ((1, 3), (2, 4))
    """

    axis: AxisGeometry

    @property
    def first(self) -> int:
        """Where its first number stands: behind as many zeros as the taps of a kernel reach."""
        return self.axis.effective_kernel_size - 1

    @property
    def size(self) -> int:
        """Cells, with the zeros."""
        return self.axis.padded_size + self.first

    @property
    def places(self) -> range:
        """Where the numbers of g stand."""
        return range(self.first, self.first + self.axis.output_size * self.axis.stride, self.axis.stride)

    @property
    def zeros(self) -> tuple[int, ...]:
        """Where none stands."""
        return tuple(place for place in range(self.size) if place not in self.places)

    @property
    def pixels_by_weight(self) -> IndexMap:
        """Which padded pixels a weight was multiplied with: from one weight to the next, the dilation further on."""
        axis = self.axis
        return IndexMap.windows(
            axis.padded_size, axis.tap_offsets, range(0, axis.output_size * axis.stride, axis.stride)
        )

    @property
    def gradient_by_weight(self) -> IndexMap:
        """All numbers of g, for each weight."""
        taps = [place - self.first for place in self.places]
        return IndexMap.windows(self.size, (self.first,) * self.axis.kernel_size, taps)

    @property
    def gradient_by_pixel(self) -> IndexMap:
        """Which cells of the spread g the flipped kernel lies on for a padded pixel."""
        return IndexMap.windows(self.size, range(self.axis.padded_size), self.axis.tap_offsets)

    @property
    def weights_by_pixel(self) -> IndexMap:
        """All weights of the flipped kernel, for each padded pixel."""
        return IndexMap.whole(self.axis.kernel_size, self.axis.padded_size)
