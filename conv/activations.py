"""What follows the sum: the activations, by their names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from conv.arguments import check_choice

LEAKY_SLOPE = 0.01

ACTIVATIONS: dict[str, Callable[[Any], Any]] = {
    "none": lambda total: total,
    "relu": lambda total: np.maximum(total, 0),
    "sigmoid": lambda total: 0.5 * (1 + np.tanh(0.5 * total)),  # the same curve as 1 / (1 + exp(-t)), without overflow
    "tanh": np.tanh,
    "leaky_relu": lambda total: np.where(total > 0, total, LEAKY_SLOPE * total),
    "clip": lambda total: np.clip(total, 0, 255),  # as an image editor shows it
}


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
    return ACTIVATIONS[activation](total)
