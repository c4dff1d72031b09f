"""A small network that was trained on handwritten digits, what was measured of it, and moments of its training.

`assets/network/train.py` trained it. Its operations are 5 x 5 convolution with 6 kernels and ReLU, max pooling 2 x 2,
5 x 5 convolution with 12 kernels and ReLU, max pooling 2 x 2, and dense 192 -> 10, which is a convolution with ten
kernels of the size of the whole 4 x 4 maps. It gives ten scores, of which `softmax` makes probabilities.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from conv.files import ASSETS
from conv.operations import Convolution, Dense, MaxPooling, Network

FOLDER = ASSETS / "network"
CLASSES = 10
MOMENT_UNITS = 1000  # a parameter of a moment is kept as a whole number, so many times as large

DIGIT_NETWORK = Network(
    (1, 28, 28),
    (
        Convolution(5, out_channels=6, activation="relu"),
        MaxPooling(2),
        Convolution(5, out_channels=12, activation="relu"),
        MaxPooling(2),
        Dense(CLASSES),
    ),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of the network on digits that its training never saw; shares are from 0 to 1.

    Attributes:
        held_out: How many digits these were.
        accuracy: Share of them that is read rightly.
        moved: The same after each was moved off centre by up to 6 pixels, and framed by `frame_digit`.
        moved_unframed: The same without framing.
        inverted: The same of the digits dark on light.
        empty_class, empty_probability: The surest answer to an empty field.
        erased: Share of digits whose answer changes when some patch of 5 x 5 pixels is erased.
        dead_maps: How many of the 6 + 12 maps are 0 everywhere for more than nine in ten of the digits.
    """

    held_out: int
    accuracy: float
    moved: float
    moved_unframed: float
    inverted: float
    empty_class: int
    empty_probability: float
    erased: float
    dead_maps: int


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """The network at some moments of its training, closer together at the start.

    Attributes:
        iterations: How many there had been, shape (M,), ascending from 0.
        losses: Mean cross-entropy of digits that it is trained on, as they are in the data, shape (M,).
        training: Share of these that is read rightly, shape (M,).
        held_out: Share of the digits that it never sees, shape (M,).
        parameters: All of them in a row, operation by operation, weights before biases, shape (M, 3898).
    """

    iterations: np.ndarray
    losses: np.ndarray
    training: np.ndarray
    held_out: np.ndarray
    parameters: np.ndarray

    def __len__(self) -> int:
        return len(self.iterations)

    def network(self, moment: int) -> Network:
        """The network at a moment."""
        return with_row(self.parameters[moment])


def with_row(row: np.ndarray) -> Network:
    """The network with these parameters, operation by operation, weights before biases.

    Args:
        row: Shape (3898,).

    >>> with_row(np.zeros(3898)).apply(np.zeros((1, 28, 28))).shape
    (1, 1, 10)
    """
    arrays: list[dict[str, np.ndarray]] = []
    start = 0
    for operation, shape in zip(DIGIT_NETWORK.operations, DIGIT_NETWORK.shapes, strict=False):
        arrays.append({})
        for name, size in operation.parameter_shapes(shape).items():
            end = start + int(np.prod(size))
            arrays[-1][name] = row[start:end].reshape(size)
            start = end
    return DIGIT_NETWORK.with_parameters(arrays)


def as_row(network: Network) -> np.ndarray:
    """All parameters of a network in a row, as `with_row` takes them."""
    arrays = [array.ravel() for operation in network.operations for array in operation.parameters.values()]
    return np.concatenate(arrays)


@lru_cache(maxsize=1)
def trained_network() -> Network:
    """The trained network: from a digit, shape (1, 28, 28), 0 for paper and 1 for ink, to scores, shape (1, 1, 10).

    >>> network = trained_network()
    >>> network.cost.parameters, network.cost.multiply_adds
    (3898, 203520)
    """
    arrays = [
        {name: _fixed(np.array(array, float)) for name, array in each.items()} for each in _record()["operations"]
    ]
    return DIGIT_NETWORK.with_parameters(arrays)


@lru_cache(maxsize=1)
def trained_figures() -> Figures:
    """What was measured of it."""
    return Figures(**_record()["figures"])


@lru_cache(maxsize=1)
def training_moments() -> Moments:
    """Moments of its training, from random to trained."""
    with np.load(FOLDER / "moments.npz") as arrays:
        differences = arrays["parameters"].astype(np.int32)
        kept = {name: arrays[name] for name in ("iterations", "losses", "training", "held_out")}
    return Moments(parameters=_fixed(differences.cumsum(axis=0) / MOMENT_UNITS), **kept)


def _fixed(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


def _record() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "weights.json").read_text(encoding="utf-8"))
    return found
