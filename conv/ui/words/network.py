"""What is said of the trained network: its layers, its answer, and what must not be believed of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from conv.digits import FramedDigit
from conv.evidence import Evidence
from conv.operations import Network
from conv.scores import softmax
from conv.text import _, all_forms, beside, listed, ngettext
from conv.trained import Moments, trained_figures
from conv.ui.words.numbers import count_text, shown_text
from conv.ui.words.tables import table_line

QUESTIONS = 10  # about moments of the training


def percent(share: float) -> str:
    """A share with one decimal; nearly all is not all of it."""
    if 0 < share < 0.0005:
        return _("less than {share} %").format(share=0.1)
    said = _("more than {share} %") if 0.9995 <= share < 1 else _("{share} %")
    return said.format(share=99.9 if 0.9995 <= share < 1 else f"{100 * share:.1f}")


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


def score_words(maps: int) -> dict[str, Any]:
    """The clauses of a score's step."""
    return {
        "window": _("Score of class {{row}}: {{rows}} and {{cols}} of all {maps} maps").format(maps=maps),
        "row_end": "",
    }


def share_words() -> dict[str, Any]:
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
        "Digits that were moved by up to 6 pixels are read rightly in {unframed} of cases as they are, and in {framed} "
        "after they were brought to the middle like this."
    ).format(unframed=percent(figures.moved_unframed), framed=percent(figures.moved))
    if framed.box is None:
        return _("The field is empty: there is nothing to move to the middle.")
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
    lines.append(table_line(_("Sum"), "", "", total, 1))
    return _("**Softmax**, column by column:") + "\n\n" + "\n".join(lines) + "\n"


def evidence_title(label: int, against: int | None) -> str:
    """What is explained: a score, or the difference of two."""
    if against is None:
        return _("Score of {label}").format(label=label)
    return _("{label} less {against}").format(label=label, against=against)


def evidence_sentence(found: Evidence, asked: str) -> str:
    """The sum that makes a score, exactly."""
    given = found.contributions
    return _(
        "**{asked} = {score}**, with nothing left out: the bias {bias}, and 12 maps × 4 × 4 places = {count} "
        "contributions, of which those that speak for it add up to {positive}, and those against it to {negative}."
    ).format(
        asked=asked,
        score=shown_text(found.score),
        bias=shown_text(found.bias),
        count=given.size,
        positive=shown_text(float(given[given > 0].sum())),
        negative=shown_text(float(given[given < 0].sum())),
    )


def patch_sentence(answers: np.ndarray, answer: int, side: int) -> str:
    """How many erased patches change the answer, here and on other digits."""
    changed = answers != answer
    others = listed(str(label) for label in np.unique(answers[changed]))
    if changed.any():
        own = ngettext(
            "Erasing one of {count} patches of {side} × {side} pixels changes this answer, to {others}.",
            "Erasing any one of {count} patches of {side} × {side} pixels changes this answer, to {others}.",
            int(changed.sum()),
        ).format(count=int(changed.sum()), side=side, others=others)
    else:
        own = _("No single patch of {side} × {side} pixels, erased, changes this answer.").format(side=side)
    figures = trained_figures()
    seen = _(
        "Of {total} digits that it had never seen, {share} change their answer by some patch of 5 × 5. The gradient "
        "tells of small changes only."
    ).format(total=count_text(figures.held_out), share=percent(figures.erased))
    upon = _(
        "Upon the digit, each place has the 4 × 4 pixels in the middle of its field, though all 16 × 16 pixels of the "
        "field act on it."
    )
    return beside([own, seen, upon])


def place_words() -> dict[str, Any]:
    """The clauses of a place of the last maps."""
    return {
        "window": _("Place in row {row}, column {col} of the last maps"),
        "reduced": all_forms(
            lambda count: ngettext(
                "what {count} map adds there is {number}", "what {count} maps add there is {number} together", count
            )
        ),
        "row_end": "",
    }


def total_words() -> dict[str, Any]:
    """The clauses of the whole sum."""
    return {"window": _("All places"), "reduced": all_forms(_sums), "row_end": ""}


def _sums(count: int) -> str:
    return ngettext("{count} sum is {number}", "{count} sums add up to {number}", count)


def plain_words(window: str) -> dict[str, Any]:
    """The clauses of a step of which one thing is said."""
    return {"window": window, "own": "", "outside": "", "reduced": "", "post": [], "row_end": ""}


def patch_words(against: bool) -> dict[str, Any]:
    """The clauses of an erased patch, for one score or for the difference of two."""
    if against:
        return plain_words(
            _("Without the patch in {rows} and {cols}, the difference of the scores is lower by {value}")
        )
    return plain_words(_("Without the patch in {rows} and {cols}, the score is lower by {value}"))


def gradient_words(against: bool) -> dict[str, Any]:
    """The clauses of a pixel's gradient, for one score or for the difference of two."""
    if against:
        return plain_words(
            _("The pixel in row {row}, column {col}: a hundredth more ink adds {value} hundredths to the difference")
        )
    return plain_words(
        _("The pixel in row {row}, column {col}: a hundredth more ink adds {value} hundredths to the score")
    )


def kernel_sentence() -> str:
    """What the six kernels are like."""
    return _(
        "A kernel makes its map bright where the window looks like it: ink under orange weights adds, ink under blue "
        "ones takes away. Sobel, Laplace and Gauss, on the right, were designed by people; compare what they find."
    )


def kernels_honesty() -> str:
    """Where they come from."""
    return _(
        "Nobody typed the six: they began as random numbers, and training changed them until the answers were right. "
        "They need not mean anything by themselves."
    )


def exciting_note() -> str:
    """What is shown of the second layer."""
    return _(
        "Of the 16 ready digits, the windows of 14 × 14 pixels that make the largest number on each kernel’s map, at "
        "most one of each digit, the strongest first."
    )


def training_steps(moments: Moments) -> list[str]:
    """What is said at each moment."""
    found = []
    for count, loss, share in zip(moments.iterations, moments.losses, moments.held_out, strict=True):
        after = ngettext("After {count} iteration", "After {count} iterations", int(count)).format(
            count=count_text(int(count))
        )
        found.append(
            _("{after}: loss {loss}; of digits never seen {share} are read rightly.").format(
                after=after, loss=shown_text(float(loss)), share=percent(float(share))
            )
        )
    return found


def training_questions(moments: Moments) -> list[dict[str, Any]]:
    """What can be guessed of the training, by what was recorded."""
    share_asked = _("After {count} of its iterations, how many of 100 digits never seen are read rightly?")
    loss_asked = _(
        "Before its first iteration all is random. What is the loss then? Ten equal shares would have ln 10 = 2.3."
    )
    last = len(moments) - 1
    shares = [round(100 * float(share)) for share in moments.held_out]
    loss = round(float(moments.losses[0]), 2)
    found = [{"text": loss_asked, "answer": loss, "others": [round(loss + more, 2) for more in (-2, 4.7, 7.7)]}]
    for number in range(0, last + 1, max(1, last // QUESTIONS)):
        count = count_text(int(moments.iterations[number]))
        share = shares[number]
        far = sorted({*shares} - {share}, key=lambda other: -abs(other - share))
        found.append({"text": share_asked.format(count=count), "answer": share, "others": far[:: len(far) // 3][:3]})
    return found


def training_sentences(moments: Moments) -> list[str]:
    """What the training did, and that it is over."""
    figures = trained_figures()
    return [
        _(
            "Each of {count} iterations showed 32 of 8,000 digits, turned, scaled and shifted a little, and moved all "
            "3,898 numbers a little down the slope of the loss. These are {moments} recorded moments of it, closer "
            "together at the start."
        ).format(count=count_text(int(moments.iterations[-1])), moments=len(moments)),
        _(
            "It is over: nothing here trains while you look. The training digits are those of MNIST; of {held_out} "
            "others {share} are read rightly, and only {inverted} of them where they are dark on light. An empty field "
            "is read as a {empty}, with {sure}."
        ).format(
            held_out=count_text(figures.held_out),
            share=percent(figures.accuracy),
            inverted=percent(figures.inverted),
            empty=figures.empty_class,
            sure=percent(figures.empty_probability),
        ),
    ]
