"""The reduction: how the terms behind a cell become its number, and the operations that follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from conv.activations import activate
from conv.arguments import check_choice
from conv.precision import is_whole, settled

KINDS: dict[str, Callable[[np.ndarray], Any]] = {
    "dot": np.sum,  # of products, pixel times weight
    "sum": np.sum,
    "mean": np.mean,
    "max": np.max,
    "norm": lambda terms: np.sqrt(np.sum(np.square(terms))),
}
SUMS = ("dot", "sum", "mean")  # kinds in which terms can cancel
POST_OPERATIONS = ("divided", "bias", "activation")


@dataclass(frozen=True, slots=True)
class PostOperation:
    """What is done to the number next: "divided" by, "bias" added, "activation" named."""

    name: str
    value: Any

    def after(self, number: Any) -> Any:
        """The number, of any shape, after this operation."""
        if self.name == "divided":
            return number / self.value
        return number + self.value if self.name == "bias" else activate(number, self.value)

    def settled_after(self, number: Any, terms: int, magnitudes: Any) -> tuple[Any, int, Any]:
        """The number after it without its round-off, and of how many terms of what size together it is made."""
        after = self.after(number)
        if self.name == "activation":
            return after, terms, magnitudes
        larger = magnitudes / abs(self.value) if self.name == "divided" else magnitudes + abs(self.value)
        return settled(after, terms + 1, larger), terms + 1, larger


@dataclass(frozen=True, slots=True)
class Reduction:
    """How terms become a number: by a kind of `KINDS`, then the post operations, one by one.

    Raises:
        ValueError: If the kind is none of them.

    >>> Reduction("max").of(np.array([3.0, 5.0]))
    [5.0]
    >>> Reduction("dot", (PostOperation("divided", 2), PostOperation("bias", 1))).of(np.array([3.0, 5.0]))
    [8.0, 4.0, 5.0]
    """

    kind: str
    post: tuple[PostOperation, ...] = ()

    def __post_init__(self) -> None:
        check_choice("kind", self.kind, tuple(KINDS))

    def of(self, terms: np.ndarray) -> list[float]:
        """The number that the terms make, and the number after each post operation; round-off counts as 0."""
        number = float(KINDS[self.kind](terms))
        count = 0 if is_whole(terms) else terms.size
        magnitude = float(np.abs(terms).sum()) / (terms.size if self.kind == "mean" else 1)
        numbers = [settled(number, count, magnitude) if self.kind in SUMS else number]
        for operation in self.post:
            number, count, magnitude = operation.settled_after(numbers[-1], count, magnitude)
            numbers.append(float(number))
        return numbers


def layer_reduction(divisor: float, bias: float, activation: str) -> Reduction:
    """Products summed, then what a layer does to the sum; what changes nothing is left out."""
    post = [
        PostOperation(name, value)
        for name, value, idle in (("divided", divisor, 1), ("bias", bias, 0), ("activation", activation, "none"))
        if value != idle
    ]
    return Reduction("dot", tuple(post))
