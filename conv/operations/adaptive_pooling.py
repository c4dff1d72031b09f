"""Pooling to a size that is asked for, whose windows follow from it."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from conv.geometry import IntOrPair
from conv.gradients import Gradients
from conv.operations.operation import PIXEL, Factor, Landing, Operation, Shape, Terms, sized
from conv.operations.pool_landing import in_parts, on_winners
from conv.operations.pooling import AveragePooling, MaxPooling, Pooling
from conv.pool_geometry import PoolGeometry, adaptive_geometry
from conv.pool_gradients import mean_gradient, winners_gradient
from conv.pooling import (
    adaptive_avg_pool2d,
    adaptive_max_pool2d,
    window_wins,
)
from conv.reductions import Reduction
from conv.text import _


@dataclass(frozen=True, slots=True)
class AdaptivePooling(Operation):
    """A pooling to a number of cells, whatever the input's size.

    Attributes:
        output_size: (H_out, W_out).
    """

    kind: ClassVar[str]
    plain: ClassVar[type[Pooling]]  # the pooling that it is where its windows are all alike

    output_size: IntOrPair

    def geometry(self, shape: Shape) -> PoolGeometry:
        """Where its windows lie on an input of this shape."""
        return adaptive_geometry(shape[1:], self.output_size)

    def even(self, shape: Shape) -> Pooling | None:
        """The pooling with windows side by side that is the same, where the cells divide the image."""
        height, width = self.geometry(shape).output_size
        if shape[1] % height or shape[2] % width:
            return None
        return self.plain((shape[1] // height, shape[2] // width))

    def output_shape(self, shape: Shape) -> Shape:
        """A map for each channel."""
        return shape[0], *self.geometry(shape).output_size

    def apply(self, image: np.ndarray) -> np.ndarray:
        """The pooled maps."""
        pooled = self._pooled(image.reshape(-1, *image.shape[-2:]))
        return pooled.reshape(*image.shape[:-2], *pooled.shape[-2:])

    @abstractmethod
    def _pooled(self, image: np.ndarray) -> np.ndarray:
        """The pooled maps of channels, shape (C, H, W)."""

    def terms(self, shape: Shape, channel: int) -> tuple[Terms, ...]:
        """The pixels of a window of the same channel."""
        geometry = self.geometry(shape)
        return (Terms((Factor(PIXEL, (channel,), geometry.rows.window_map, geometry.cols.window_map),)),)

    def reduction(self, channel: int = 0) -> Reduction:
        """Of its kind."""
        return Reduction(self.kind)


@dataclass(frozen=True, slots=True)
class AdaptiveMaxPooling(AdaptivePooling):
    """The largest pixel of each window, as `adaptive_max_pool2d`."""

    name = "adaptive_max"
    adjective = MaxPooling.adjective
    kind = "max"
    plain = MaxPooling

    @property
    def label(self) -> str:
        """Its kind and the number of its cells."""
        return sized(_("max to {height} × {width}"), self.output_size)

    def _pooled(self, image: np.ndarray) -> np.ndarray:
        return adaptive_max_pool2d(image, self.output_size)

    def wins(self, image: np.ndarray) -> np.ndarray:
        """In how many windows each pixel is the largest."""
        return window_wins(image, self.geometry(image.shape))

    def backward(self, image: np.ndarray, gradient: np.ndarray) -> Gradients:
        """To the largest pixel of each window."""
        return Gradients(winners_gradient(image, gradient, self.geometry(image.shape[-3:])))

    def landing(self, image: np.ndarray) -> Landing:
        """On the largest pixel of each window."""
        return on_winners(image, self.geometry(image.shape))


@dataclass(frozen=True, slots=True)
class AdaptiveAveragePooling(AdaptivePooling):
    """The mean of each window, as `adaptive_avg_pool2d`."""

    name = "adaptive_average"
    adjective = AveragePooling.adjective
    kind = "mean"
    plain = AveragePooling

    @property
    def label(self) -> str:
        """Its kind and the number of its cells."""
        return sized(_("mean to {height} × {width}"), self.output_size)

    def _pooled(self, image: np.ndarray) -> np.ndarray:
        return adaptive_avg_pool2d(image, self.output_size)

    def backward(self, image: np.ndarray, gradient: np.ndarray) -> Gradients:
        """To all pixels of each window in equal parts."""
        return Gradients(mean_gradient(image, gradient, self.geometry(image.shape[-3:]), True))

    def landing(self, image: np.ndarray) -> Landing:
        """On all pixels of each window, in equal parts."""
        return in_parts(self.geometry(image.shape), True)
