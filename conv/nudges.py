"""A weight or a pixel changed a little: what its gradient predicts of the loss, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from conv.backward_pass import BackwardPass
from conv.geometry import AxisGeometry
from conv.index_maps import IndexMap
from conv.precision import settled
from conv.refusal import Refusal
from conv.text import _


@dataclass(frozen=True, eq=False)
class Loss:
    """A loss of a map, cell by cell: half the squared difference to a target, or numbers times the map.

    Attributes:
        gradient: dL/dy at the map that it was made for, shape (H, W).
        target: The wanted map, shape (H, W), or None for the loss that has this gradient everywhere: sum of g * y.
    """

    gradient: np.ndarray
    target: np.ndarray | None = None

    def cells(self, feature_map: np.ndarray) -> np.ndarray:
        """What each cell of a map, shape (H, W), adds to the loss.

        >>> Loss(np.array([[1.0]]), np.array([[3.0]])).cells(np.array([[4.0]])).tolist()
        [[0.5]]
        """
        found: np.ndarray = self.gradient * feature_map
        return found if self.target is None else (feature_map - self.target) ** 2 / 2


@dataclass(frozen=True, eq=False)
class Nudge:
    """A number of a convolution of one channel, changed by an amount.

    Attributes:
        found: The convolution with its gradients.
        loss: Of its map.
        of_weight: Whether it is a weight, and not a pixel.
        place: (row, col) in the kernel or in the image.
        amount: What is added.

    Raises:
        Refusal: If there is no such place.
    """

    found: BackwardPass
    loss: Loss
    of_weight: bool
    place: tuple[int, int]
    amount: float

    def __post_init__(self) -> None:
        size = self.found.kernel[0].shape if self.of_weight else self.found.shape[1:]
        if self.place[0] >= size[0] or self.place[1] >= size[1]:
            raise Refusal(
                _(
                    "`place` must be in the {height} × {width} numbers that are nudged, got row {row}, column {col}."
                ).format(height=size[0], width=size[1], row=self.place[0], col=self.place[1])
            )

    @property
    def gradient(self) -> float:
        """Of the loss with respect to the number."""
        gradients = self.found.gradients
        assert gradients.weight is not None
        return float(gradients.weight[0, 0][self.place] if self.of_weight else gradients.image[0][self.place])

    @property
    def predicted(self) -> float:
        """What the gradient says of the loss: gradient times amount."""
        return self.gradient * self.amount

    @property
    def true(self) -> float:
        """What becomes of the loss."""
        return float(self.true_cells.sum())

    @cached_property
    def slopes(self) -> np.ndarray:
        """How much each sum z grows with the number, shape (H_out, W_out): pixels for a weight, weights for a pixel."""
        operation = self.found.operation
        unit = np.zeros_like(self.found.kernel[None] if self.of_weight else self.found.image, float)
        unit[(..., *self.place)] = 1
        plain = replace(operation, bias=None, weight=unit if self.of_weight else operation.weight)
        image = np.asarray(self.found.image, float) if self.of_weight else unit
        return plain.totals(image)[0]

    @property
    def reads(self) -> tuple[IndexMap, IndexMap]:
        """What each sum z multiplies the number with, along rows and columns; the sum of it is the slope.

        Of a weight the pixel beneath it in the padded image; of a pixel the weights upon it and upon its copies.
        """
        rows, cols = self.found.geometry.rows, self.found.geometry.cols
        return self._reads(rows, self.place[0]), self._reads(cols, self.place[1])

    def _reads(self, axis: AxisGeometry, place: int) -> IndexMap:
        windows = [axis.window_map.sources(cell) for cell in range(axis.output_size)]
        if self.of_weight:
            return IndexMap.of_lists(axis.padded_size, [window[place : place + 1] for window in windows])
        taps = [[tap for tap, at in enumerate(each) if place in axis.pixel_map.sources(at)] for each in windows]
        return IndexMap.of_lists(axis.kernel_size, taps)

    @property
    def change(self) -> np.ndarray:
        """What is added to each sum z, shape (H_out, W_out)."""
        return self.slopes * self.amount

    @property
    def predicted_cells(self) -> np.ndarray:
        """What each cell adds to the predicted change, shape (H_out, W_out): dL/dz times the change of z."""
        return self.found.at_sums * self.change

    @property
    def true_cells(self) -> np.ndarray:
        """What each cell adds to the true change, shape (H_out, W_out)."""
        return self._true_cells(self.amount)

    def changes(self, amounts: Iterable[float]) -> list[float]:
        """The true change of the loss for other amounts."""
        return [float(self._true_cells(amount).sum()) for amount in amounts]

    def apart(self, amount: float) -> float:
        """By how much the true change of the loss is more than the predicted one; 0 where that is only round-off."""
        changed = self.found.operation.activated(self.found.totals + self.slopes * amount)
        predicted = self.gradient * amount
        sizes = [np.abs(self.loss.cells(cells)).sum() for cells in (changed, self.found.feature_map)]
        terms = 2 * changed.size + self.found.kernel.size
        return float(settled(self._true_cells(amount).sum() - predicted, terms, sum(sizes) + abs(predicted)))

    def _true_cells(self, amount: float) -> np.ndarray:
        changed = self.found.operation.activated(self.found.totals + self.slopes * amount)
        return self.loss.cells(changed) - self.loss.cells(self.found.feature_map)
