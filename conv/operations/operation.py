"""The face that every operation has: what it makes of an array, and which numbers make each of its cells."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, TypeAlias

import numpy as np

from conv.activations import IDLE
from conv.arguments import checked_pair
from conv.costs import Cost
from conv.geometry import ConvGeometry
from conv.gradients import Gradients
from conv.index_maps import IndexMap
from conv.reductions import Reduction
from conv.refusal import Refusal
from conv.text import _

Shape: TypeAlias = tuple[int, int, int]  # (C, H, W)

PIXEL, WEIGHT, BIAS, GRADIENT = "pixel", "weight", "bias", "gradient"  # roles of what is read
SLOPE = "slope"  # of how much a number changes with another one
LEARNED = (WEIGHT, BIAS)  # of numbers that stand still while a window walks


class Footprint(NamedTuple):
    """Windows as they are wherever they lie, down and across."""

    kernel_size: tuple[int, int]
    stride: tuple[int, int]
    dilation: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Factor:
    """Which cells of a plane of an array are read for each cell of one output channel.

    Attributes:
        role: What the numbers are: `PIXEL` of the input, `WEIGHT` or `BIAS` of the operation, or `GRADIENT`.
        index: Of the plane: (channel,) of the input, (kernel, slice) of weights, or () where there is one plane alone.
        rows, cols: The rows and columns of the plane that each row and column of the output reads.
        by_cell: The index maps count the output's cells, row by row, instead of its rows and columns.
    """

    role: str
    index: tuple[int, ...]
    rows: IndexMap
    cols: IndexMap
    by_cell: bool = False

    def cells(self, row: int, col: int, width: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Rows and columns of the plane that the output's cell at (row, col) reads; the output is `width` wide."""
        if self.by_cell:
            return self.rows.sources(row * width + col), self.cols.sources(row * width + col)
        return self.rows.sources(row), self.cols.sources(col)


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of a cell that belong together, such as a channel's: the cells of the factors, multiplied in order."""

    factors: tuple[Factor, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Landing:
    """Where the gradient of each cell of one output channel goes, of an operation without weights.

    Attributes:
        rows, cols: The rows and columns of the input that it reaches.
        by_cell: The index maps count the output's cells, row by row, instead of its rows and columns.
        shares: How much of it each of them gets, shape (H_out, W_out), or None for all of it.
    """

    rows: IndexMap
    cols: IndexMap
    by_cell: bool = False
    shares: np.ndarray | None = None


class Operation(ABC):
    """What turns an array of channels into another one; a frozen record of settings, with its weights where it has any.

    Attributes:
        name: What it is called in links, tests and tables.
        title: What its kind is called on screen; where there is none, its name.
        adjective: The same of a kind of pooling, as in “Max pooling”.
    """

    name: ClassVar[str]
    title: ClassVar[str] = ""
    adjective: ClassVar[str] = ""

    @abstractmethod
    def output_shape(self, shape: Shape) -> Shape:
        """(C, H, W) of the result for an input of this shape.

        Raises:
            Refusal: If it does not fit, with the numbers.
        """

    @abstractmethod
    def apply(self, image: np.ndarray) -> np.ndarray:
        """The result, shape `output_shape`, for an input of shape (C, H, W); a batch has one more axis in front.

        Raises:
            Refusal: If the input does not fit, or weights are missing.
        """

    @abstractmethod
    def terms(self, shape: Shape, channel: int) -> tuple[Terms, ...]:
        """Which cells make the cells of an output channel, for an input of this shape.

        The input is read as `padded` gives it.
        """

    @abstractmethod
    def reduction(self, channel: int = 0) -> Reduction:
        """How the terms of a channel's cell become its number."""

    @abstractmethod
    def backward(self, image: np.ndarray, gradient: np.ndarray) -> Gradients:
        """Gradients for what `apply` reads, where dL/dy is `gradient`, of the result's shape."""

    def padded(self, image: np.ndarray) -> np.ndarray:
        """The input as its terms read it, shape (C, H', W'); NaN stands where nothing is read."""
        return image

    @property
    def footprint(self) -> Footprint:
        """Its windows on an input of any size; those of an operation that has none are single pixels."""
        return Footprint((1, 1), (1, 1), (1, 1))

    @property
    def activation(self) -> str:
        """The activation of every number that it makes."""
        return IDLE

    def windows(self, shape: Shape) -> ConvGeometry | None:
        """What it reads of an input of this shape as windows at regular distances; None where they are not."""
        return None

    @property
    def parameters(self) -> Mapping[str, np.ndarray]:
        """Its learned arrays by their names, "weight" and "bias"; empty where it learns nothing or has none yet."""
        return {}

    def parameter_shapes(self, shape: Shape) -> Mapping[str, tuple[int, ...]]:
        """Shapes of the arrays that it learns, for an input of this shape."""
        return {}

    def cost(self, shape: Shape) -> Cost:
        """What it learns and computes for an input of this shape."""
        return Cost(0, 0)

    @property
    @abstractmethod
    def label(self) -> str:
        """What it is called on screen, in a word or two, with the size of its windows."""

    @property
    def learned(self) -> bool:
        """Whether it has numbers to learn."""
        return False

    def with_channels(self, channels: int) -> Operation:
        """The same with so many output channels and without weights, where it has a number of its own."""
        return self

    def averaging(self) -> Operation:
        """The same for one channel, with the mean of each window in place of what it learns."""
        return self

    def unpadded(self) -> Operation:
        """The same without padding of its own."""
        return self

    def padded_apart(self, shape: Shape) -> tuple[Operation, ...]:
        """The same as a padding and an operation without one; for an input of this shape."""
        return (self,)

    def wins(self, image: np.ndarray) -> np.ndarray | None:
        """In how many windows each number of an input decides, shape (C, H, W), where one alone does; else None."""
        return None

    def landing(self, image: np.ndarray) -> Landing | None:
        """Where the gradient of each cell goes, for an input of shape (1, H, W), where that can be said in parts."""
        return None

    @property
    def planes(self) -> Mapping[str, np.ndarray]:
        """Its learned numbers as its terms read them, by their roles: arrays of planes, shape (..., H, W)."""
        return {}

    def plane(self, factor: Factor, padded: np.ndarray) -> np.ndarray:
        """The array that a factor reads, shape (H, W)."""
        array = padded if factor.role == PIXEL else self.planes[factor.role]
        found: np.ndarray = array[factor.index]
        return found


class Weighted(Operation):
    """An operation that learns.

    Attributes:
        weight: Its weights, or None of an operation that is only planned.
        bias: Its biases, or None for none.
    """

    weight: np.ndarray | None
    bias: np.ndarray | None

    @property
    def parameters(self) -> Mapping[str, np.ndarray]:
        """Weights and biases, as far as there are any."""
        arrays = {"weight": self.weight, "bias": self.bias}
        return {name: array for name, array in arrays.items() if array is not None}

    @property
    def learned(self) -> bool:
        """Its weights are."""
        return True

    @property
    def known_weight(self) -> np.ndarray:
        """The weights.

        Raises:
            Refusal: If there are none yet.
        """
        if self.weight is None:
            raise Refusal(
                _("“{label}” has no weights yet; give it some before it is applied.").format(label=self.label)
            )
        return self.weight


def kind_title(operation: type[Operation]) -> str:
    """What a kind of operation is called on screen."""
    return _(operation.title) if operation.title else operation.name


def kind_adjective(operation: type[Operation]) -> str:
    """The same as a word before “pooling”."""
    return _(operation.adjective) if operation.adjective else kind_title(operation)


def sized(text: str, kernel_size: Any) -> str:
    """A label with the height and width of the windows put in."""
    height, width = checked_pair("kernel_size", kernel_size)
    return text.format(height=height, width=width)


def spread(values: Any, image: np.ndarray) -> np.ndarray:
    """One number per channel, shaped so that it adds to (C, H, W) and to batches of it."""
    return np.asarray(values, image.dtype)[:, None, None]
