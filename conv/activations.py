"""What follows the sum: the activations, by their names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from conv.arguments import check_choice
from conv.text import N_

LEAKY_SLOPE = 0.01


@dataclass(frozen=True, slots=True)
class ActivationKind:
    """A function of each number by itself.

    Attributes:
        label: What it is called on screen.
        of: The function, of an array of any shape.
        slope: Its derivative.
        gate: Where a gradient passes, with places for the {count} of cells and at how many it is {closed}; or empty.
        gives_bytes: Whether what it makes is what a byte can hold, as a picture's pixels.
    """

    label: str
    of: Callable[[Any], Any]
    slope: Callable[[np.ndarray], np.ndarray]
    gate: str = ""
    gives_bytes: bool = False


# By their names. A new activation is a line here: everything but the code writers reads it from this table.
ACTIVATIONS: dict[str, ActivationKind] = {
    "none": ActivationKind(N_("None"), lambda total: total, np.ones_like),
    "relu": ActivationKind(
        N_("ReLU"),
        lambda total: np.maximum(total, 0),
        lambda totals: (totals > 0).astype(float),
        gate=N_("**ReLU:** g passes where the sum z is above 0; it is stopped at {closed} of {count} cells."),
    ),
    "sigmoid": ActivationKind(
        N_("Sigmoid"),
        lambda total: 0.5 * (1 + np.tanh(0.5 * total)),  # the same curve as 1 / (1 + exp(-t)), without overflow
        lambda totals: 0.25 * (1 - np.tanh(0.5 * totals) ** 2),  # s * (1 - s), likewise
    ),
    "tanh": ActivationKind(N_("tanh"), np.tanh, lambda totals: 1 - np.tanh(totals) ** 2),
    "leaky_relu": ActivationKind(
        N_("Leaky ReLU"),
        lambda total: np.where(total > 0, total, LEAKY_SLOPE * total),
        lambda totals: np.where(totals > 0, 1.0, LEAKY_SLOPE),
    ),
    "clip": ActivationKind(  # as an image editor shows it
        N_("Clip to 0–255"),
        lambda total: np.clip(total, 0, 255),
        lambda totals: ((totals >= 0) & (totals <= 255)).astype(float),
        gives_bytes=True,
    ),
}
IDLE = "none"  # the one that changes nothing


def activate(total: Any, activation: str) -> Any:
    """Apply an activation to every element.

    Args:
        total: Any shape, float.
        activation: "none", "relu", "sigmoid", "tanh", "leaky_relu" (slope 0.01 below zero, as torch.nn.LeakyReLU) or
            "clip" (to what a byte can hold, 0 to 255).

    Returns:
        The same shape.

    Raises:
        Refusal: If the activation has another name.

    >>> activate(np.array([-2.0, 3.0]), "relu").tolist()
    [0.0, 3.0]
    """
    check_choice("activation", activation, tuple(ACTIVATIONS))
    return ACTIVATIONS[activation].of(total)
