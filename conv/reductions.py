"""The reduction: how the terms behind a cell become its number, and the stages that follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from conv.activations import activate
from conv.arguments import check_choice

KINDS: dict[str, Callable[[np.ndarray], Any]] = {
    "dot": np.sum,  # of products, pixel times weight
    "sum": np.sum,
    "mean": np.mean,
    "max": np.max,
    "norm": lambda terms: np.sqrt(np.sum(np.square(terms))),
}
STAGES = ("divided", "bias", "activation")


@dataclass(frozen=True, slots=True)
class Stage:
    """What is done to the number next: "divided" by, "bias" added, "activation" named."""

    name: str
    value: Any

    def after(self, number: Any) -> Any:
        """The number, of any shape, after this stage."""
        if self.name == "divided":
            return number / self.value
        return number + self.value if self.name == "bias" else activate(number, self.value)


@dataclass(frozen=True, slots=True)
class Reduction:
    """How terms become a number: by a kind of `KINDS`, then stage by stage.

    Raises:
        ValueError: If the kind is none of them.

    >>> Reduction("max").of(np.array([3.0, 5.0]))
    [5.0]
    >>> Reduction("dot", (Stage("divided", 2), Stage("bias", 1))).of(np.array([3.0, 5.0]))
    [8.0, 4.0, 5.0]
    """

    kind: str
    stages: tuple[Stage, ...] = ()

    def __post_init__(self) -> None:
        check_choice("kind", self.kind, tuple(KINDS))

    def of(self, terms: np.ndarray) -> list[float]:
        """The number that the terms make, and the number after each stage."""
        numbers = [float(KINDS[self.kind](terms))]
        for stage in self.stages:
            numbers.append(float(stage.after(numbers[-1])))
        return numbers


def layer_reduction(divisor: float, bias: float, activation: str) -> Reduction:
    """Products summed, then what a layer does to the sum; what changes nothing is no stage."""
    stages = [
        Stage(name, value)
        for name, value, idle in (("divided", divisor, 1), ("bias", bias, 0), ("activation", activation, "none"))
        if value != idle
    ]
    return Reduction("dot", tuple(stages))
