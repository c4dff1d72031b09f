"""What is said of the trained network: its layers, its answer, and what must not be believed of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from conv.digits import FramedDigit
from conv.operations import Network
from conv.scores import softmax
from conv.text import _
from conv.trained import trained_figures
from conv.ui.words.numbers import count_text, shown_text


def percent(share: float) -> str:
    """A share with one decimal; nearly all is not all of it."""
    if 0 < share < 0.0005:
        return _("less than {share} %").format(share=0.1)
    return _("more than {share} %").format(share=99.9) if 0.9995 <= share < 1 else f"{100 * share:.1f} %"


def layer_titles(network: Network) -> list[tuple[str, str]]:
    """Of each layer what its maps are called, short, and its kernels."""
    found = []
    numbers: dict[str, int] = {}
    for operation in network.operations:
        number = numbers[operation.name] = numbers.get(operation.name, 0) + 1
        kind = _("conv{number}") if operation.parameters else _("pool{number}")
        kernels = _("Kernels of conv{number}")
        found.append((kind.format(number=number), kernels.format(number=number)))
    return [*found[:-1], (_("scores"), _("Kernels of the scores"))]


def score_words(maps: int) -> Mapping[str, Any]:
    """The clauses of a score's step."""
    return {
        "window": _("Score of class {{row}}: {{rows}} and {{cols}} of all {maps} maps").format(maps=maps),
        "row_end": "",
    }


def share_words() -> Mapping[str, Any]:
    """The clauses of a probability's step."""
    return {"window": _("Probability of class {row}"), "row_end": ""}


def answer_sentence(scores: np.ndarray, *, empty: bool) -> str:
    """What the network reads, how sure it is, and what comes next."""
    shares = softmax(scores)
    first, second = np.argsort(-shares, kind="stable")[:2]
    if empty:
        return _(
            "Nothing is drawn, and yet it says **{answer}** with {share}: it knows ten digits, and not that there may "
            "be none."
        ).format(answer=first, share=percent(shares[first]))
    return _("It reads a **{answer}**, with {share}; next comes {other} with {next}.").format(
        answer=first, share=percent(shares[first]), other=second, next=percent(shares[second])
    )


def framing_sentence(framed: FramedDigit) -> str:
    """What was done to the digit before the network gets it, and why."""
    figures = trained_figures()
    why = _(
        "Without this, digits moved by up to 6 pixels are read rightly in {unframed} of cases, with it in {framed}."
    ).format(unframed=percent(figures.moved_unframed), framed=percent(figures.moved))
    if framed.box is None:
        return why
    done = _("The drawing was scaled by {scale} into a box of 20 × 20 and moved to the middle.")
    if framed.inverted:
        done = _(
            "Dark on light was turned round, then scaled by {scale} into a box of 20 × 20 and moved to the middle."
        )
    return f"{done.format(scale=shown_text(round(framed.scale, 2)))} {why}"


def read_honesty() -> str:
    """What it does not do."""
    figures = trained_figures()
    return _(
        "It does not learn while you draw, and keeps no digits: its {parameters} numbers were learned before and stay "
        "as they are. Of {count} digits that it had never seen it reads {share} rightly."
    ).format(parameters=count_text(3898), count=count_text(figures.held_out), share=percent(figures.accuracy))


def softmax_table(scores: np.ndarray) -> str:
    """From scores to probabilities, column by column, as Markdown."""
    above = scores - scores.max()
    raised = np.exp(above)
    lines = [
        "| " + " | ".join([_("Class"), _("Score"), _("Minus the largest"), _("Exponential"), _("Share of all")]) + " |",
        "|--:" * 5 + "|",
    ]
    for label, numbers in enumerate(zip(scores, above, raised, raised / raised.sum(), strict=True)):
        lines.append(f"| {label} | " + " | ".join(shown_text(float(number)) for number in numbers) + " |")
    total = shown_text(float(raised.sum()))
    lines.append(f"| {_('Sum')} | | | {total} | 1 |")
    return _("**Softmax**, column by column:") + "\n\n" + "\n".join(lines) + "\n"
