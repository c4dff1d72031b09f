"""Operations whose cells are made of one pixel each: an activation, padding, and repeating pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from conv.activations import ACTIVATIONS, IDLE, activate
from conv.arguments import check_choice
from conv.geometry import ConvGeometry, Padding, conv_geometry
from conv.gradients import Gradients, activation_backward, unpad2d
from conv.index_maps import IndexMap
from conv.operations.operation import PIXEL, Factor, Operation, Shape, Terms, sized
from conv.ops import pad2d
from conv.reductions import PostOperation, Reduction
from conv.text import _


@dataclass(frozen=True, slots=True)
class Activation(Operation):
    """A function of each number by itself, as in `activate`.

    Attributes:
        function: One of `ACTIVATIONS`.

    Raises:
        Refusal: If it is none of them.
    """

    name = "activation"

    function: str = "relu"

    def __post_init__(self) -> None:
        check_choice("function", self.function, tuple(ACTIVATIONS))

    @property
    def label(self) -> str:
        """Its kind and its function."""
        return _("activation {name}").format(name=self.function)

    def output_shape(self, shape: Shape) -> Shape:
        """The same."""
        return shape

    def apply(self, image: np.ndarray) -> np.ndarray:
        """The function of each number."""
        return activate(image, self.function)

    def windows(self, shape: Shape) -> ConvGeometry:
        """Windows of one pixel."""
        return ConvGeometry(shape[1:], 1)

    def terms(self, shape: Shape, channel: int) -> tuple[Terms, ...]:
        """The one number in the same place."""
        return (Terms((Factor(PIXEL, (channel,), IndexMap.same(shape[1]), IndexMap.same(shape[2])),)),)

    def reduction(self, channel: int = 0) -> Reduction:
        """The number, then the function."""
        return Reduction("sum", () if self.function == IDLE else (PostOperation("activation", self.function),))

    def backward(self, image: np.ndarray, gradient: np.ndarray) -> Gradients:
        """What comes in, times the slope."""
        return Gradients(activation_backward(image, gradient, self.function))


@dataclass(frozen=True, slots=True)
class Pad(Operation):
    """More pixels around the input, as in `pad2d`.

    Attributes:
        padding, padding_mode: As in `ConvGeometry`.
    """

    name = "pad"

    padding: Padding
    padding_mode: str = "zeros"

    def windows(self, shape: Shape) -> ConvGeometry:
        """Windows of one pixel over the padded input."""
        return conv_geometry(shape[1:], 1, 1, self.padding, 1, self.padding_mode)

    @property
    def label(self) -> str:
        """Its kind."""
        return _("padding")

    def output_shape(self, shape: Shape) -> Shape:
        """Larger by the padding."""
        return shape[0], *self.windows(shape).padded_size

    def apply(self, image: np.ndarray) -> np.ndarray:
        """The padded input."""
        padded = pad2d(image.reshape(-1, *image.shape[-2:]), self.windows(image.shape[-3:]))
        return padded.reshape(*image.shape[:-2], *padded.shape[-2:])

    def terms(self, shape: Shape, channel: int) -> tuple[Terms, ...]:
        """The one pixel that stands there or is copied; at plain zeros none."""
        geometry = self.windows(shape)
        return (Terms((Factor(PIXEL, (channel,), geometry.rows.pixel_map, geometry.cols.pixel_map),)),)

    def reduction(self, channel: int = 0) -> Reduction:
        """The pixel itself."""
        return Reduction("sum")

    def backward(self, image: np.ndarray, gradient: np.ndarray) -> Gradients:
        """Those of copies are added to what they copy; those of plain zeros go nowhere."""
        return Gradients(unpad2d(gradient, self.windows(image.shape[-3:])))


@dataclass(frozen=True, slots=True)
class Repeating(Operation):
    """Every pixel several times, down and across: nearest-neighbour enlarging.

    Attributes:
        repeats: How often, down and across; at least 1.
    """

    name = "repeating"

    repeats: tuple[int, int]

    @property
    def label(self) -> str:
        """How often each pixel is repeated."""
        return sized(_("each pixel {height} × {width} times"), self.repeats)

    def output_shape(self, shape: Shape) -> Shape:
        """`repeats` times as high and as wide."""
        return shape[0], shape[1] * self.repeats[0], shape[2] * self.repeats[1]

    def apply(self, image: np.ndarray) -> np.ndarray:
        """The larger maps."""
        return image.repeat(self.repeats[0], axis=-2).repeat(self.repeats[1], axis=-1)

    def terms(self, shape: Shape, channel: int) -> tuple[Terms, ...]:
        """The one pixel that a cell repeats."""
        rows, cols = (
            IndexMap.windows(size, [position for position in range(size) for _time in range(times)], (0,))
            for size, times in zip(shape[1:], self.repeats, strict=True)
        )
        return (Terms((Factor(PIXEL, (channel,), rows, cols),)),)

    def reduction(self, channel: int = 0) -> Reduction:
        """The pixel itself."""
        return Reduction("sum")

    def backward(self, image: np.ndarray, gradient: np.ndarray) -> Gradients:
        """The sum over a pixel's copies."""
        (height, width), (down, across) = image.shape[-2:], self.repeats
        parts = gradient.reshape(*image.shape[:-2], height, down, width, across)
        return Gradients(parts.sum(axis=(-3, -1)))
