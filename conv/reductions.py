"""The reduction: how the terms behind a cell become its number, and the operations that follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from conv.activations import IDLE, activate
from conv.arguments import check_choice
from conv.precision import is_whole, settled
from conv.text import N_, _, ngettext


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to make one number of the terms behind a cell.

    Attributes:
        of: The number, of terms in a row.
        sentence: The clause that says so of this many terms; the player fills {{count}} and {{number}}.
        work: What making it of this many terms takes, in words; empty where nobody has counted.
        adds: Whether terms are added, so that they can cancel and leave round-off.
        size: Of what is added, where it is: with it round-off grows.
        sign: What stands before a running number on the board; marked with `N_` where it is a word.
        picks: Which term decides, where one alone does.
        line: How terms are written before their number, some of so many; None for the kind's name and brackets.
    """

    of: Callable[[np.ndarray], Any]
    sentence: Callable[[int], str]
    work: Callable[[int], str] = lambda count: ""
    adds: bool = False
    size: Callable[[np.ndarray], Any] = lambda terms: np.abs(terms).sum()
    sign: str = "Σ"
    picks: Callable[[np.ndarray], Any] | None = None
    line: Callable[[Sequence[str], int], str] | None = None


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


def _products(count: int) -> str:
    return _("{count} multiply-adds").format(count=count)


def _additions(count: int) -> str:
    return ngettext("{count} addition", "{count} additions", count - 1).format(count=count - 1)


def _division(count: int) -> str:
    return _("{count} additions, 1 division").format(count=count - 1)


def _comparisons(count: int) -> str:
    return ngettext("{count} comparison", "{count} comparisons", count - 1).format(count=count - 1)


def _root(count: int) -> str:
    return _("{count} squares, {sums} additions, 1 root").format(count=count, sums=count - 1)


def _softmax(count: int) -> str:
    return _("the score’s exponential, divided by the sum of all exponentials, is {number}")


def _difference(count: int) -> str:
    return _("the difference is {number}")


def _share(terms: np.ndarray) -> Any:
    """The share of the first term among the others, of which it is one."""
    return np.exp(terms[0] - terms[1:].max()) / np.exp(terms[1:] - terms[1:].max()).sum()


def _added(texts: Sequence[str], count: int) -> str:
    return " + ".join(texts)


def _subtracted(texts: Sequence[str], count: int) -> str:
    return " − ".join(texts)


def _averaged(texts: Sequence[str], count: int) -> str:
    return f"({' + '.join(texts)}) ÷ {count}"


def _rooted(texts: Sequence[str], count: int) -> str:
    return f"√({' + '.join(f'{text}²' for text in texts)})"


def _shared(texts: Sequence[str], count: int) -> str:
    own, *others = (f"exp({text})" for text in texts)
    return f"{own} ÷ ({' + '.join(others)})"


# By their names. A new operation with a kind of its own adds it here: everything else reads it from this table.
KINDS: dict[str, Kind] = {
    "dot": Kind(np.sum, _dot, _products, adds=True, line=_added),  # of products, pixel times weight
    "sum": Kind(np.sum, _sum, _additions, adds=True, line=_added),
    "mean": Kind(
        np.mean,
        _mean,
        _division,
        adds=True,
        size=lambda terms: np.abs(terms).mean(),
        sign=N_("mean"),
        line=_averaged,
    ),
    "max": Kind(np.max, _max, _comparisons, sign=N_("max"), picks=np.argmax),
    "norm": Kind(lambda terms: np.sqrt(np.sum(np.square(terms))), _norm, _root, sign="√Σ²", line=_rooted),
    "softmax": Kind(_share, _softmax, sign="softmax", line=_shared),
    "difference": Kind(lambda terms: terms[0] - np.sum(terms[1:]), _difference, adds=True, sign="−", line=_subtracted),
}


@dataclass(frozen=True, slots=True)
class PostKind:
    """A way to go on with a number and a value.

    Attributes:
        of: The number after it, of any shape.
        idle: The value with which nothing changes.
        sentences: The clause that says so, or one for a number that is kept and one for one that is changed; with a
            place for the {value}, the player fills {{number}} and {{before}}.
        sign: What stands before the value; empty where the value is the name of a function of the number by itself.
        size: What becomes of the size of what was added, with which round-off grows; None of a function.
    """

    of: Callable[[Any, Any], Any]
    idle: Any
    sentences: Callable[[], tuple[str, ...]]
    sign: str = ""
    size: Callable[[Any, Any], Any] | None = None


def _divided() -> tuple[str, ...]:
    return (_("divided by {value}, that is {{number}}"),)


def _with_bias() -> tuple[str, ...]:
    return (_("with the bias {value}, that is {{number}}"),)


def _activated() -> tuple[str, ...]:
    return _("{value} keeps {{number}}"), _("{value} turns {{before}} into {{number}}")


# By their names, in the order in which a layer does them. A new one adds a line here.
POST_KINDS: dict[str, PostKind] = {
    "divided": PostKind(
        lambda number, value: number / value,
        1,
        _divided,
        sign="÷",
        size=lambda magnitude, value: magnitude / abs(value),
    ),
    "bias": PostKind(
        lambda number, value: number + value,
        0,
        _with_bias,
        sign="+",
        size=lambda magnitude, value: magnitude + abs(value),
    ),
    "activation": PostKind(activate, IDLE, _activated),
}


@dataclass(frozen=True, slots=True)
class PostOperation:
    """What is done to the number next: by a kind of `POST_KINDS`, with a value, such as a divisor."""

    name: str
    value: Any

    @property
    def kind(self) -> PostKind:
        """What it does with any value."""
        return POST_KINDS[self.name]

    @property
    def is_function(self) -> bool:
        """Whether it is a function of the number by itself, as an activation is: its value is the function's name."""
        return self.kind.size is None

    def settled_after(self, number: Any, terms: int, magnitudes: Any) -> tuple[Any, int, Any]:
        """The number after it without its round-off, and of how many terms of what size together it is made."""
        kind = self.kind
        after = kind.of(number, self.value)
        if kind.size is None:
            return after, terms, magnitudes
        larger = kind.size(magnitudes, self.value)
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

    @property
    def values(self) -> dict[str, Any]:
        """The values of all kinds of post operations, by their names: those that are left out change nothing."""
        return {name: kind.idle for name, kind in POST_KINDS.items()} | {each.name: each.value for each in self.post}

    def line(self, texts: Sequence[str], count: int) -> str:
        """Terms as they are written before their number; of so many those in the middle may be left out.

        >>> Reduction("dot").line(["1×2", "3×0"], 2), Reduction("max").line(["1", "2"], 2)
        ('1×2 + 3×0', 'max(1, 2)')
        >>> Reduction("mean").line(["1", "…", "9"], 9)
        '(1 + … + 9) ÷ 9'
        """
        line = KINDS[self.kind].line
        return line(texts, count) if line else f"{self.kind}({', '.join(texts)})"

    def of(self, terms: np.ndarray) -> list[float]:
        """The number that the terms make, and the number after each post operation; round-off counts as 0."""
        kind = KINDS[self.kind]
        number = float(kind.of(terms))
        count = 0 if is_whole(terms) else terms.size
        magnitude = float(kind.size(terms))
        numbers = [settled(number, count, magnitude) if kind.adds else number]
        for operation in self.post:
            number, count, magnitude = operation.settled_after(numbers[-1], count, magnitude)
            numbers.append(float(number))
        return numbers


def layer_reduction(divisor: float, bias: float, activation: str) -> Reduction:
    """Products summed, then what a layer does to the sum; what changes nothing is left out."""
    values = {"divided": divisor, "bias": bias, "activation": activation}
    post = [PostOperation(name, value) for name, value in values.items() if value != POST_KINDS[name].idle]
    return Reduction("dot", tuple(post))
