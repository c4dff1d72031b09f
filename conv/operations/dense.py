"""Operations on numbers in a row: flatten, dense and softmax. A row is a picture of one line, shape (1, 1, N)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from conv.activations import ACTIVATIONS, IDLE, activate
from conv.arguments import check_choice
from conv.costs import Cost
from conv.gradients import Gradients, activation_backward
from conv.index_maps import IndexMap
from conv.operations.operation import BIAS, PIXEL, WEIGHT, Factor, Operation, Shape, Terms, Weighted
from conv.reductions import Reduction, layer_reduction
from conv.refusal import Refusal
from conv.scores import dense, softmax
from conv.text import _


@dataclass(frozen=True, slots=True)
class Flatten(Operation):
    """All numbers in a row, channel by channel and row by row, as torch.nn.Flatten."""

    name = "flatten"

    @property
    def label(self) -> str:
        """Its kind."""
        return _("flatten")

    def output_shape(self, shape: Shape) -> Shape:
        """A row of C * H * W."""
        return 1, 1, shape[0] * shape[1] * shape[2]

    def apply(self, image: np.ndarray) -> np.ndarray:
        """The row."""
        return image.reshape(*image.shape[:-3], 1, 1, -1)

    def terms(self, shape: Shape, channel: int) -> tuple[Terms, ...]:
        """The one number that stands in a place; of every other channel none."""
        channels, height, width = shape
        places = range(channels * height * width)
        found = []
        for source in range(channels):
            own = range(source * height * width, (source + 1) * height * width)
            spots = [divmod(place - own.start, width) if place in own else None for place in places]
            rows = IndexMap.of_lists(height, [() if spot is None else spot[:1] for spot in spots])
            cols = IndexMap.of_lists(width, [() if spot is None else spot[1:] for spot in spots])
            found.append(Terms((Factor(PIXEL, (source,), rows, cols, by_cell=True),)))
        return tuple(found)

    def reduction(self, channel: int = 0) -> Reduction:
        """The number itself."""
        return Reduction("sum")

    def backward(self, image: np.ndarray, gradient: np.ndarray) -> Gradients:
        """Each number back to its place."""
        return Gradients(gradient.reshape(image.shape))


@dataclass(frozen=True, slots=True)
class Dense(Weighted):
    """Every output reads every number of every channel, with a weight for each, as torch.nn.Linear.

    Attributes:
        out_features: Number of outputs.
        activation: Of every number, as in `activate`.
        learns_bias: Whether each output has a bias.
        weight: Shape (out_features, C * H * W), or None of an operation that is only planned.
        bias: Shape (out_features,), or None for none.

    Raises:
        Refusal: If the activation is none of `ACTIVATIONS`.
    """

    name = "dense"

    out_features: int
    activation: str = IDLE
    learns_bias: bool = True
    weight: np.ndarray | None = field(default=None, compare=False, repr=False)
    bias: np.ndarray | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        check_choice("activation", self.activation, tuple(ACTIVATIONS))

    @classmethod
    def of(cls, weight: np.ndarray, bias: np.ndarray | None = None, **settings: Any) -> Dense:
        """With these weights, shape (out_features, numbers of the input)."""
        weight = np.asarray(weight)
        return cls(len(weight), weight=weight, bias=None if bias is None else np.asarray(bias, float), **settings)

    @property
    def label(self) -> str:
        """Its kind and the number of its outputs."""
        return _("dense {outputs}").format(outputs=self.out_features)

    def output_shape(self, shape: Shape) -> Shape:
        """A row of the outputs.

        Raises:
            Refusal: If the weights are for another number of inputs.
        """
        inputs = shape[0] * shape[1] * shape[2]
        if self.weight is not None and self.weight.shape[1] != inputs:
            raise Refusal(
                _("The dense layer has weights for {expected} numbers, but {shape} are {inputs}.").format(
                    expected=self.weight.shape[1], shape=shape, inputs=inputs
                )
            )
        return 1, 1, self.out_features

    def apply(self, image: np.ndarray) -> np.ndarray:
        """The row of outputs."""
        return activate(self.totals(image), self.activation)

    def totals(self, image: np.ndarray) -> np.ndarray:
        """The row before the activation."""
        self.output_shape(image.shape[-3:])
        return dense(image.reshape(*image.shape[:-3], -1), self.known_weight, self.bias)[..., None, None, :]

    def terms(self, shape: Shape, channel: int) -> tuple[Terms, ...]:
        """For each channel, all its numbers times the output's weights for them; then the output's bias.

        An output's weights stand in a line of the table of weights, channel by channel and row by row.
        """
        channels, height, width = shape
        outputs = self.out_features
        own = IndexMap.windows(outputs, range(outputs), (0,))
        whole = IndexMap.whole(height, 1), IndexMap.whole(width, outputs)
        found = []
        for source in range(channels):
            places = range(source * height * width, (source + 1) * height * width)
            weights = IndexMap.windows(channels * height * width, (places.start,) * outputs, range(len(places)))
            found.append(Terms((Factor(PIXEL, (source,), *whole), Factor(WEIGHT, (), own, weights, by_cell=True))))
        if self.bias is not None:
            found.append(Terms((Factor(BIAS, (), IndexMap.same(1), IndexMap.same(outputs)),)))
        return tuple(found)

    def reduction(self, channel: int = 0) -> Reduction:
        """Products and bias summed: the bias differs from cell to cell, so that it is a term of its own."""
        return layer_reduction(1, 0, self.activation)

    def backward(self, image: np.ndarray, gradient: np.ndarray) -> Gradients:
        """Through the activation first, then to numbers, weights and biases."""
        if self.activation != IDLE:
            gradient = activation_backward(self.totals(image), gradient, self.activation)
        asked = gradient.reshape(-1, self.out_features)
        numbers = image.reshape(len(asked), -1)
        return Gradients((asked @ self.known_weight).reshape(image.shape), asked.T @ numbers, asked.sum(axis=0))

    @property
    def planes(self) -> Mapping[str, np.ndarray]:
        """The table of weights, a line an output, and a line of biases."""
        weight = {} if self.weight is None else {WEIGHT: self.weight}
        return weight | ({} if self.bias is None else {BIAS: self.bias[None]})

    def parameter_shapes(self, shape: Shape) -> Mapping[str, tuple[int, ...]]:
        """Of the weights, and of the biases where it learns any."""
        weight: dict[str, tuple[int, ...]] = {"weight": (self.out_features, shape[0] * shape[1] * shape[2])}
        return weight | ({"bias": (self.out_features,)} if self.learns_bias else {})

    def cost(self, shape: Shape) -> Cost:
        """A weight for each pair of an input and an output, each used once."""
        pairs = shape[0] * shape[1] * shape[2] * self.out_features
        return Cost(pairs + (self.out_features if self.learns_bias else 0), pairs)


@dataclass(frozen=True, slots=True)
class Softmax(Operation):
    """Scores in a row become shares of 1: the exponential of each, divided by the sum of all exponentials."""

    name = "softmax"

    @property
    def label(self) -> str:
        """Its kind."""
        return _("softmax")

    def output_shape(self, shape: Shape) -> Shape:
        """The same.

        Raises:
            Refusal: If it is no row.
        """
        if shape[:2] != (1, 1):
            raise Refusal(
                _("Softmax reads one row of scores, shape (1, 1, N), got {shape}; flatten first.").format(shape=shape)
            )
        return shape

    def apply(self, image: np.ndarray) -> np.ndarray:
        """The shares."""
        self.output_shape(image.shape[-3:])
        return softmax(image)

    def terms(self, shape: Shape, channel: int) -> tuple[Terms, ...]:
        """The cell's own score, then all scores."""
        count = shape[2]
        line = IndexMap.same(1)
        return (
            Terms((Factor(PIXEL, (0,), line, IndexMap.same(count)),)),
            Terms((Factor(PIXEL, (0,), line, IndexMap.whole(count, count)),)),
        )

    def reduction(self, channel: int = 0) -> Reduction:
        """The first term's share of the others."""
        return Reduction("softmax")

    def backward(self, image: np.ndarray, gradient: np.ndarray) -> Gradients:
        """Each share times what comes in, less the mean of it that the shares make."""
        shares = self.apply(image)
        return Gradients(shares * (gradient - (gradient * shares).sum(axis=-1, keepdims=True)))
