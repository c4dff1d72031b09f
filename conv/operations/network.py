"""A network: operations one after the other, on an input of a shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from conv.costs import Cost
from conv.geometry import ConvGeometry
from conv.gradients import Gradients
from conv.index_maps import Chain
from conv.operations.fields import FieldAxis
from conv.operations.operation import PIXEL, Operation, Shape
from conv.refusal import Refusal
from conv.text import _


@dataclass(frozen=True)
class Network:
    """Operations that read each other's results.

    Attributes:
        input_shape: (C, H, W) of what the first one reads.
        operations: At least one, the first one first.

    Raises:
        Refusal: If an operation does not fit what the ones before it leave; it says which one.

    >>> from conv.operations import Convolution, MaxPooling
    >>> net = Network((1, 28, 28), (Convolution(5, out_channels=6), MaxPooling(2), Convolution(5, out_channels=12)))
    >>> net.shapes
    ((1, 28, 28), (6, 24, 24), (6, 12, 12), (12, 8, 8))
    """

    input_shape: Shape
    operations: tuple[Operation, ...]

    def __post_init__(self) -> None:
        assert self.shapes  # made now, so that what does not fit is refused here

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """(C, H, W) of the input, and of each operation's result."""
        found = [self.input_shape]
        for number, operation in enumerate(self.operations, start=1):
            try:
                found.append(operation.output_shape(found[-1]))
            except Refusal as error:
                raise Refusal(_("Layer {number}: {reason}").format(number=number, reason=error)) from error
        return tuple(found)

    @classmethod
    def fitting(cls, input_shape: Shape, operations: Sequence[Operation]) -> tuple[Network, str]:
        """As many of the operations as fit, one after the other, and why the next one does not, or empty.

        Raises:
            Refusal: If not even the first one fits.
        """
        refusal = ""
        for count in range(len(operations), 0, -1):
            try:
                return cls(input_shape, tuple(operations[:count])), refusal
            except Refusal as error:
                refusal = str(error)
        raise Refusal(refusal)

    @property
    def output_shape(self) -> Shape:
        """(C, H, W) of the last result."""
        return self.shapes[-1]

    @property
    def output_size(self) -> tuple[int, int]:
        """(H, W) of the last result."""
        return self.shapes[-1][1:]

    def first(self, count: int) -> Network:
        """The first operations only."""
        return Network(self.input_shape, self.operations[:count])

    def narrowed(self, channels: int) -> Network:
        """The same with at most `channels` channels in every result, without weights."""
        pairs = zip(self.operations, self.shapes[1:], strict=True)
        return Network(self.input_shape, tuple(each.with_channels(min(channels, shape[0])) for each, shape in pairs))

    def padded_apart(self) -> Network:
        """The same with every padding as an operation of its own."""
        pairs = zip(self.operations, self.shapes, strict=False)
        return Network(
            self.input_shape, tuple(each for operation, shape in pairs for each in operation.padded_apart(shape))
        )

    def with_parameters(self, parameters: Sequence[Mapping[str, np.ndarray]]) -> Network:
        """The same with these arrays, those of each operation by their names."""
        operations: list[Any] = []
        for operation, arrays in zip(self.operations, parameters, strict=True):
            operations.append(replace(operation, **arrays) if arrays else operation)  # type: ignore[type-var]
        return Network(self.input_shape, tuple(operations))

    def apply(self, image: np.ndarray) -> np.ndarray:
        """The last result for an input, or for a batch of them."""
        return self.maps(image)[-1]

    def maps(self, image: np.ndarray) -> list[np.ndarray]:
        """Each operation's result."""
        found = [image]
        for operation in self.operations:
            found.append(operation.apply(found[-1]))
        return found[1:]

    def backward(self, image: np.ndarray, gradient: np.ndarray) -> list[Gradients]:
        """Gradients of each operation, the first one first, where dL/dy of the last result is `gradient`."""
        inputs = [image, *self.maps(image)[:-1]]
        found: list[Gradients] = []
        for operation, numbers in zip(reversed(self.operations), reversed(inputs), strict=True):
            found.append(operation.backward(numbers, gradient))
            gradient = found[-1].image
        return found[::-1]

    @property
    def costs(self) -> tuple[Cost, ...]:
        """Of each operation."""
        return tuple(operation.cost(shape) for operation, shape in zip(self.operations, self.shapes, strict=False))

    @cached_property
    def geometries(self) -> tuple[ConvGeometry, ...]:
        """Each operation's windows.

        Raises:
            Refusal: If those of one are not at regular distances.
        """
        found = []
        for operation, shape in zip(self.operations, self.shapes, strict=False):
            windows = operation.windows(shape)
            if windows is None:
                raise Refusal(
                    _("“{name}” has no windows at regular distances, so no formula gives its receptive fields.").format(
                        name=operation.name
                    )
                )
            found.append(windows)
        return tuple(found)

    @cached_property
    def rows(self) -> FieldAxis:
        """The receptive fields of the last result's cells along the rows."""
        return FieldAxis(tuple(geometry.rows for geometry in self.geometries))

    @cached_property
    def cols(self) -> FieldAxis:
        """The same along the columns."""
        return FieldAxis(tuple(geometry.cols for geometry in self.geometries))

    @property
    def interior_path_counts(self) -> np.ndarray:
        """Ways from each pixel of a field to its cell, away from borders, shape (rows.field_size, cols.field_size)."""
        return np.multiply.outer(np.array(self.rows.interior_path_counts), np.array(self.cols.interior_path_counts))

    @property
    def cost(self) -> Cost:
        """Of all operations together."""
        return sum(self.costs, Cost(0, 0))

    def index_maps(self, layer: int) -> tuple[Chain, Chain]:
        """For rows and columns, what the last cells read of an operation's result; -1 is the input itself."""
        return Chain(self.rows.layer_index_maps[layer + 1 :]), Chain(self.cols.layer_index_maps[layer + 1 :])

    def field(self, layer: int, channel: int, row: int, col: int) -> list[np.ndarray]:
        """Which numbers a cell of an operation's result depends on, exactly, at borders too.

        Returns:
            Of the input, and of each result up to the operation's, shape (C, H, W), booleans.
        """
        reached = np.zeros(self.shapes[layer + 1], bool)
        reached[channel, row, col] = True
        found = [reached]
        for index in range(layer, -1, -1):
            found.insert(0, _sources(self.operations[index], self.shapes[index], found[0]))
        return found


def _sources(operation: Operation, shape: Shape, targets: np.ndarray) -> np.ndarray:
    """Which numbers of an input of this shape the marked cells of the result read."""
    positions = np.arange(1, shape[1] * shape[2] + 1, dtype=float).reshape(1, *shape[1:])
    places = operation.padded(np.broadcast_to(positions, shape))
    found = np.zeros(shape, bool)
    for channel in np.flatnonzero(targets.any(axis=(1, 2))):
        marked = targets[channel]
        for terms in operation.terms(shape, int(channel)):
            for factor in terms.factors:
                if factor.role == PIXEL:
                    plane, image = places[factor.index], found[factor.index]
                    for row, col in np.argwhere(marked):
                        rows, cols = factor.cells(int(row), int(col), marked.shape[1])
                        read = plane[np.ix_(rows, cols)].ravel()
                        image.ravel()[(read[read > 0] - 1).astype(int)] = True
    return found
