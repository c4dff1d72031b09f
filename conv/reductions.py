"""The reduction: how the terms behind a cell become its number, and the operations that follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from conv.activations import activate
from conv.arguments import check_choice
from conv.precision import is_whole, settled
from conv.text import _, ngettext


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to make one number of the terms behind a cell.

    Attributes:
        of: The number, of terms in a row.
        sentence: The clause that says so of this many terms; the player fills {{count}} and {{number}}.
        adds: Whether terms are added, so that they can cancel and leave round-off.
        sign: What stands before a running number on the board.
        picks: Which term decides, where one alone does.
    """

    of: Callable[[np.ndarray], Any]
    sentence: Callable[[int], str]
    adds: bool = False
    sign: str = "Σ"
    picks: Callable[[np.ndarray], Any] | None = None


def _dot(count: int) -> str:
    return ngettext("{count} product is {number}", "{count} products sum to {number}", count)


def _sum(count: int) -> str:
    return ngettext("{count} pixel is {number}", "{count} pixels sum to {number}", count)


def _mean(count: int) -> str:
    return ngettext("the mean of {count} pixel is {number}", "the mean of {count} pixels is {number}", count)


def _max(count: int) -> str:
    return ngettext("the largest of {count} pixel is {number}", "the largest of {count} pixels is {number}", count)


def _norm(count: int) -> str:
    return ngettext(
        "the square root of {count} squared pixel is {number}",
        "the square root of the sum of {count} squared pixels is {number}",
        count,
    )


def _softmax(count: int) -> str:
    return _("the score’s exponential, divided by the sum of all exponentials, is {number}")


def _share(terms: np.ndarray) -> Any:
    """The share of the first term among the others, of which it is one."""
    return np.exp(terms[0] - terms[1:].max()) / np.exp(terms[1:] - terms[1:].max()).sum()


# By their names. A new operation with a kind of its own adds it here: everything else reads it from this table.
KINDS: dict[str, Kind] = {
    "dot": Kind(np.sum, _dot, adds=True),  # of products, pixel times weight
    "sum": Kind(np.sum, _sum, adds=True),
    "mean": Kind(np.mean, _mean, adds=True, sign="mean"),
    "max": Kind(np.max, _max, sign="max", picks=np.argmax),
    "norm": Kind(lambda terms: np.sqrt(np.sum(np.square(terms))), _norm, sign="√Σ²"),
    "softmax": Kind(_share, _softmax, sign="softmax"),
}
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
        Refusal: If the kind is none of them.

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
        kind = KINDS[self.kind]
        number = float(kind.of(terms))
        count = 0 if is_whole(terms) else terms.size
        magnitude = float(np.abs(terms).sum()) / (terms.size if kind.of is np.mean else 1)
        numbers = [settled(number, count, magnitude) if kind.adds else number]
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
