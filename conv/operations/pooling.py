"""Poolings as operations: the largest pixel, the mean or the root of squares of each window, channel by channel."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar

import numpy as np

from conv.arguments import checked_pair
from conv.geometry import ConvGeometry, IntOrPair
from conv.gradients import Gradients
from conv.index_maps import IndexMap
from conv.operations.elementwise import Pad
from conv.operations.operation import PIXEL, Factor, Footprint, Landing, Operation, Shape, Terms, sized
from conv.operations.pool_landing import behind, framed, in_parts, on_winners
from conv.pool_geometry import PoolAxis, PoolGeometry, pool_geometry
from conv.pool_gradients import mean_gradient, winners_gradient
from conv.pooling import (
    avg_pool2d,
    lp_pool2d,
    max_pool2d,
    window_counts,
    window_wins,
)
from conv.precision import is_whole, settled
from conv.reductions import Reduction
from conv.refusal import Refusal
from conv.text import N_, _


@dataclass(frozen=True, slots=True)
class Pooling(Operation):
    """What all poolings share.

    Attributes:
        kernel_size: (K_h, K_w) of the windows.
        stride: Pixels between neighbouring windows; by default the kernel size.
        padding: Pixels on every side.
        ceil_mode: Round the number of windows up.
    """

    kind: ClassVar[str]  # of the reduction

    kernel_size: IntOrPair
    stride: IntOrPair | None = None
    padding: IntOrPair = 0
    ceil_mode: bool = False

    @property
    def window(self) -> dict[str, Any]:
        """Arguments of its function and of `pool_geometry`."""
        return {"stride": self.stride, "padding": self.padding, "ceil_mode": self.ceil_mode}

    def geometry(self, shape: Shape) -> PoolGeometry:
        """Where its windows lie on an input of this shape."""
        return pool_geometry(shape[1:], self.kernel_size, **self.window)

    def output_shape(self, shape: Shape) -> Shape:
        """A map for each channel."""
        return shape[0], *self.geometry(shape).output_size

    def apply(self, image: np.ndarray) -> np.ndarray:
        """The pooled maps."""
        flat = image.reshape(-1, *image.shape[-2:])
        pooled = self._pooled(flat)
        return pooled.reshape(*image.shape[:-2], *pooled.shape[-2:])

    @abstractmethod
    def _pooled(self, image: np.ndarray) -> np.ndarray:
        """The pooled maps of channels, shape (C, H, W)."""

    def unpadded(self) -> Pooling:
        """The same without padding."""
        return replace(self, padding=0)

    def index_maps(self, shape: Shape) -> tuple[IndexMap, IndexMap]:
        """Which padded rows and columns each window reads: the image's own."""
        geometry = self.geometry(shape)
        return geometry.rows.window_map, geometry.cols.window_map

    def padded(self, image: np.ndarray) -> np.ndarray:
        """The padded image, with NaN where padding is not read."""
        return framed(image, self.geometry(image.shape), np.nan)

    def terms(self, shape: Shape, channel: int) -> tuple[Terms, ...]:
        """The pixels of a window of the same channel."""
        return (Terms((Factor(PIXEL, (channel,), *self.index_maps(shape)),)),)

    def reduction(self, channel: int = 0) -> Reduction:
        """Of its kind."""
        return Reduction(self.kind)

    @classmethod
    def settings(cls) -> set[str]:
        """Names of the settings that PyTorch has for it."""
        return {each.name for each in fields(cls)}

    @property
    def footprint(self) -> Footprint:
        """Its windows, which lie side by side where no stride is given."""
        size = checked_pair("kernel_size", self.kernel_size)
        stride = size if self.stride is None else checked_pair("stride", self.stride)
        return Footprint(size, stride, checked_pair("dilation", self.window.get("dilation", 1)))

    def windows(self, shape: Shape) -> ConvGeometry:
        """Its windows, with as much padding behind as `ceil_mode` lets the last ones hang over."""
        rows, cols = self.geometry(shape).rows, self.geometry(shape).cols
        assert isinstance(rows, PoolAxis)
        assert isinstance(cols, PoolAxis)
        return ConvGeometry(
            shape[1:],
            (rows.kernel_size, cols.kernel_size),
            (rows.stride, cols.stride),
            ((rows.padding, max(rows.padding, behind(rows))), (cols.padding, max(cols.padding, behind(cols)))),
            (rows.dilation, cols.dilation),
        )


@dataclass(frozen=True, slots=True)
class MaxPooling(Pooling):
    """The largest pixel of each window; arguments as in `max_pool2d`."""

    name = "max"
    title = N_("Max pooling")
    adjective = N_("Max")
    kind = "max"

    dilation: IntOrPair = 1

    @property
    def label(self) -> str:
        """Its kind and the size of its windows."""
        return sized(_("max {height} × {width}"), self.kernel_size)

    @property
    def window(self) -> dict[str, Any]:
        """With the dilation."""
        return {
            "stride": self.stride,
            "padding": self.padding,
            "ceil_mode": self.ceil_mode,
            "dilation": self.dilation,
        }

    def geometry(self, shape: Shape) -> PoolGeometry:
        """Where its windows lie.

        Raises:
            Refusal: As for `pool_geometry`, and where a window would meet nothing but padding.
        """
        geometry = pool_geometry(shape[1:], self.kernel_size, **self.window)
        if checked_pair("dilation", self.dilation) != (1, 1) and window_counts(geometry, False).min() == 0:
            raise Refusal(_("With this `dilation` and `padding` a window holds nothing but padding; use less padding."))
        return geometry

    def _pooled(self, image: np.ndarray) -> np.ndarray:
        return max_pool2d(image, self.kernel_size, **self.window)

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
class AveragePooling(Pooling):
    """The mean of each window; arguments as in `avg_pool2d`."""

    name = "average"
    title = N_("Average pooling")
    adjective = N_("Average")
    kind = "mean"

    count_include_pad: bool = True

    @property
    def label(self) -> str:
        """Its kind and the size of its windows."""
        return sized(_("mean {height} × {width}"), self.kernel_size)

    def _pooled(self, image: np.ndarray) -> np.ndarray:
        settings: dict[str, Any] = {**self.window, "count_include_pad": self.count_include_pad}
        found = avg_pool2d(image, self.kernel_size, **settings)
        if is_whole(image):
            return found
        counts = window_counts(self.geometry((1, *image.shape[-2:])), True)
        sizes = avg_pool2d(np.abs(image), self.kernel_size, **settings)
        return np.asarray(settled(found, counts.max(), sizes, float(np.finfo(found.dtype).eps)), found.dtype)

    def index_maps(self, shape: Shape) -> tuple[IndexMap, IndexMap]:
        """Which padded rows and columns each window reads: the padding's too, where it counts."""
        geometry = self.geometry(shape)
        if self.count_include_pad:
            return geometry.rows.padded_window_map, geometry.cols.padded_window_map
        return geometry.rows.window_map, geometry.cols.window_map

    def padded(self, image: np.ndarray) -> np.ndarray:
        """The padded image: zeros where padding counts, else NaN."""
        outside = 0.0 if self.count_include_pad else np.nan
        return framed(image, self.geometry(image.shape), outside)

    def padded_apart(self, shape: Shape) -> tuple[Operation, ...]:
        """A padding of zeros, where it counts, and the windows."""
        if not self.count_include_pad or self.ceil_mode or self.padding in (0, (0, 0)):
            return (self,)
        rows, cols = self.geometry(shape).rows, self.geometry(shape).cols
        return Pad(((rows.padding,) * 2, (cols.padding,) * 2)), self.unpadded()

    def backward(self, image: np.ndarray, gradient: np.ndarray) -> Gradients:
        """To all pixels of each window in equal parts."""
        geometry = self.geometry(image.shape[-3:])
        return Gradients(mean_gradient(image, gradient, geometry, self.count_include_pad))

    def landing(self, image: np.ndarray) -> Landing:
        """On all pixels of each window, in equal parts."""
        return in_parts(self.geometry(image.shape), self.count_include_pad)


@dataclass(frozen=True, slots=True)
class L2Pooling(Pooling):
    """The root of the sum of squares of each window, as `lp_pool2d` with norm_type 2; without padding."""

    name = "l2"
    title = N_("L2 pooling")
    adjective = N_("L2")
    kind = "norm"

    @property
    def label(self) -> str:
        """Its kind and the size of its windows."""
        return sized(_("L2 {height} × {width}"), self.kernel_size)

    @classmethod
    def settings(cls) -> set[str]:
        """All but the padding."""
        return {each.name for each in fields(cls)} - {"padding"}

    def geometry(self, shape: Shape) -> PoolGeometry:
        """Where its windows lie.

        Raises:
            Refusal: As for `pool_geometry`, where there is padding, and where windows are not all whole.
        """
        if self.padding not in (0, (0, 0)):
            raise Refusal(_("`padding` is not for L2 pooling in PyTorch; use 0, or choose max or average."))
        geometry = pool_geometry(shape[1:], self.kernel_size, **self.window)
        counts = window_counts(geometry, True)
        if counts.min() < counts.max():
            raise Refusal(
                _(
                    "With `ceil_mode` the last windows hang over the picture and have {few} of {all} pixels. PyTorch "
                    "scales their L2 sums up as if they were whole, which no list of terms shows; round down instead."
                ).format(few=counts.min(), all=counts.max())
            )
        return geometry

    def _pooled(self, image: np.ndarray) -> np.ndarray:
        self.geometry((1, *image.shape[-2:]))
        return lp_pool2d(image, 2, self.kernel_size, stride=self.stride, ceil_mode=self.ceil_mode)

    def backward(self, image: np.ndarray, gradient: np.ndarray) -> Gradients:
        """To each pixel in the ratio of itself to the root; nothing where the root is 0, as PyTorch."""
        geometry = self.geometry(image.shape[-3:])
        roots = self.apply(image)
        shares = np.divide(gradient, roots, out=np.zeros_like(roots, float), where=roots != 0)
        sums = mean_gradient(image, shares * window_counts(geometry, True), geometry, True)
        return Gradients(image * sums)
