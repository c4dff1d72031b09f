"""What is said of gradients: the words of a step, and sentences about a whole backward pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from conv.activations import ACTIVATIONS
from conv.backward_pass import BackwardPass
from conv.nudges import Nudge
from conv.operations import Landing
from conv.reductions import Reduction
from conv.text import _, ngettext
from conv.ui.words.narration import step_words
from conv.ui.words.numbers import count_text, short_text, shown_text, size_text

NUDGES = (0.01, 0.1, 1, 10)  # times the nudge, for which predicted and true change are listed


def plain_words() -> dict[str, Any]:
    """The clauses of a step of which nothing more is said."""
    return {"own": "", "outside": "", "reduced": "", "post": [], "row_end": _("The row is done: on with the next one.")}


def pass_words(symbol: str, *, padded: bool, bias: bool) -> dict[str, Any]:
    """The clauses of a step that lands on pixels, weights and bias.

    Args:
        symbol: What is walked, such as g.
        padded: Whether rows and columns are those of a padded picture.
        bias: Whether the bias stands on the board.
    """
    place = _("{rows} and {cols} of the padded x") if padded else _("{rows} and {cols}")
    text = _(
        "{symbol} in row {{row}}, column {{col}} is {{value}}: {{value}} × the kernel is added to ∂L/∂x, {place}; "
        "{{value}} × the same window of x to ∂L/∂w"
    )
    if bias:
        text = _(
            "{symbol} in row {{row}}, column {{col}} is {{value}}. Three additions: {{value}} × the kernel to ∂L/∂x, "
            "{place}; {{value}} × the same window of x to ∂L/∂w; {{value}} itself to ∂L/∂b"
        )
    return {
        "window": text.format(symbol=symbol, place=place),
        **plain_words(),
        "reaches": _("Additions that land on it in all: {count}."),
    }


def pass_sentences(found: BackwardPass) -> list[str]:
    """Nothing is flipped; what the bias gets; why the border gets less; where stride and padding go."""
    geometry, gradients = found.geometry, found.gradients
    assert gradients.bias is not None
    corner, middle = geometry.corner_and_middle_reads
    sentences = [
        _(
            "**Flipped?** Not here: each g adds g × kernel, as it stands, to the pixels that it was computed from, and "
            "g × these pixels to the weights."
        ),
        _("**Bias:** ∂L/∂b = {sum}, the sum of all {count} numbers of g, not their mean.").format(
            sum=short_text(float(gradients.bias[0])), count=count_text(found.at_sums.size)
        ),
    ]
    if corner != middle and not geometry.rows.copies:  # a copy is one addition more of the same window
        sentences.append(
            _(
                "**Border:** the first pixel is read by {corner}, a pixel in the middle by {middle} windows; so many "
                "additions make its gradient."
            ).format(corner=count_text(corner), middle=count_text(middle))
        )
    sentences += [*_stride_sentences(found), *_padding_sentences(found), *_gate_sentences(found)]
    return sentences


def _stride_sentences(found: BackwardPass) -> list[str]:
    rows, cols = found.geometry.rows, found.geometry.cols
    if (rows.stride, cols.stride) == (1, 1) and (rows.dilation, cols.dilation) == (1, 1):
        return []
    sentences = [
        _(
            "**Stride {stride}, dilation {dilation}:** from one g to the next, what lands moves by the stride; in a "
            "window the taps are the dilation apart."
        ).format(stride=size_text((rows.stride, cols.stride)), dilation=size_text((rows.dilation, cols.dilation)))
    ]
    if found.geometry.unread_pixels:
        sentences.append(
            ngettext(
                "{count} pixel is read by no window: its gradient is exactly 0.",
                "{count} pixels are read by no window: their gradient is exactly 0.",
                found.geometry.unread_pixels,
            ).format(count=count_text(found.geometry.unread_pixels))
        )
    return sentences


def _padding_sentences(found: BackwardPass) -> list[str]:
    geometry = found.geometry
    if geometry.padded_size == found.shape[1:]:
        return []
    if geometry.rows.copies:
        return [_("**Padding:** its cells are copies, so what lands on a copy is added to the pixel that it copies.")]
    return [_("**Padding:** what lands on its zeros is cut off; there is no pixel that it could change.")]


def _gate_sentences(found: BackwardPass) -> list[str]:
    activation = ACTIVATIONS[found.operation.activation]
    if not activation.gate:
        return []
    closed = int((activation.slope(found.totals) == 0).sum())
    return [_(activation.gate).format(closed=count_text(closed), count=count_text(found.totals.size))]


def convolution_words(reduction: Reduction, window: str) -> dict[str, Any]:
    """The clauses of a step of one of the two convolutions."""
    return {**step_words(reduction), "window": window, "own": "", "outside": ""}


def convolution_sentences(found: BackwardPass, equal: Sequence[tuple[int, int]]) -> list[str]:
    """How many cells the convolutions and the stamps have in common, of how many, and why one kernel is flipped."""
    (weights, all_weights), (pixels, all_pixels) = equal
    rows, cols = found.geometry.rows, found.geometry.cols
    return [
        _(
            "**{weights} of {all_weights}** cells of ∂L/∂w and **{pixels} of {all_pixels}** of ∂L/∂x equal what the "
            "stamps make."
        ).format(
            weights=count_text(weights),
            all_weights=count_text(all_weights),
            pixels=count_text(pixels),
            all_pixels=count_text(all_pixels),
        ),
        _(
            "**Why is one flipped?** Weight k meets pixel i + k for output i. Seen from the weight, outputs and pixels "
            "run the same way: not flipped. Seen from a pixel, the outputs that read it run against the weights: "
            "output i used weight (pixel − i), so the kernel is turned around."
        ),
        _("**Try stride 2 or dilation 2:** they change places on the way back, and zeros part the numbers of g.")
        if (rows.stride, cols.stride, rows.dilation, cols.dilation) == (1, 1, 1, 1)
        else _(
            "**Stride {stride} and dilation {dilation} change places:** on the way back the stride parts the numbers "
            "of g, and the dilation is the step from one weight to the next."
        ).format(stride=size_text((rows.stride, cols.stride)), dilation=size_text((rows.dilation, cols.dilation))),
    ]


def pool_words(shared: bool) -> dict[str, Any]:
    """The clauses of a step back through a pooling: to the winner, or in equal shares."""
    if shared:
        window = _("g in row {row}, column {col} is {value}: each pixel of its window, {rows}, {cols}, gets one share")
    else:
        window = _("g in row {row}, column {col} is {value}: the largest pixel of its window, {rows}, {cols}, gets it")
    return {**plain_words(), "window": window, "reaches": _("Windows whose g lands on it: {count}.")}


def gate_words(activation: str) -> dict[str, Any]:
    """The clauses of a step back through an activation."""
    window = _("Cell {{row}}, {{col}}: what comes from ∂L/∂a, times the slope of {activation} at its sum z")
    return {
        **step_words(Reduction("dot")),
        **plain_words(),
        "window": window.format(activation=activation),
        "reduced": "{number}",
    }


def gate_sentences(
    totals: np.ndarray, slopes: np.ndarray, gradient: np.ndarray, by_activated: np.ndarray, landing: Landing
) -> list[str]:
    """How much of the gradient each layer lets through."""
    closed, reached = int((slopes == 0).sum()), int((by_activated != 0).sum())
    sentences = [
        _("**Activation:** the slope is 0 at {closed} of {count} cells; no gradient passes there.").format(
            closed=count_text(closed), count=count_text(totals.size)
        ),
        _("**Pooling:** {cells} numbers of g go to {reached} of {count} cells.").format(
            cells=count_text(gradient.size), reached=count_text(reached), count=count_text(totals.size)
        ),
    ]
    if landing.shares is None:
        sentences.append(_("A maximum hears only its winner: to nudge any other pixel changes nothing, so it gets 0."))
    else:
        sentences.append(_("A mean hears every pixel of its window alike, so each gets the same share."))
    return sentences


def nudge_words() -> dict[str, Any]:
    """The clauses of a step: what one output adds to the predicted change."""
    window = _("Output {row}, {col} adds ∂L/∂z times the change of its sum to the predicted change of the loss")
    return {**plain_words(), "window": window, "reduced": _("that is {number}")}


def nudge_sentences(nudge: Nudge) -> list[str]:
    """Predicted and true change, and how they part as the nudge grows."""
    what = _("The weight in row {row}, column {col}") if nudge.of_weight else _("The pixel in row {row}, column {col}")
    sentence = _(
        "**{what}, changed by {amount}:** its gradient is {gradient}, so L should change by {gradient} × {amount} = "
        "**{predicted}**. It changes by **{true}**; they are {apart} apart."
    ).format(
        what=what.format(row=nudge.place[0], col=nudge.place[1]),
        amount=shown_text(nudge.amount),
        gradient=shown_text(nudge.gradient),
        predicted=shown_text(nudge.predicted),
        true=shown_text(nudge.true),
        apart=shown_text(nudge.apart(nudge.amount)),
    )
    return [sentence, _parting(nudge)]


def nudge_table(nudge: Nudge) -> str:
    """Predicted and true change for smaller nudges and a larger one, in Markdown."""
    amounts = [nudge.amount * factor for factor in NUDGES]
    rows = []
    for amount, true in zip(amounts, nudge.changes(amounts), strict=True):
        cells = (amount, nudge.gradient * amount, true, nudge.apart(amount))
        rows.append(f"| {' | '.join(map(shown_text, cells))} |")
    return "\n".join([_("| Nudge | Predicted | True | Apart |"), "|---:|---:|---:|---:|", *rows])


def _parting(nudge: Nudge) -> str:
    """Why the two part."""
    if nudge.loss.target is not None:
        return _(
            "The gradient is the slope here alone; the loss is curved, so ten times the nudge is a hundred times off."
        )
    if nudge.found.operation.activation == "none":
        return _("L = Σ g · y grows in a straight line with each number, so the gradient is right for any nudge.")
    return _("L = Σ g · y is straight, and the activation is not: where a sum passes a bend, the two part.")


def loss_sentence(feature_map: np.ndarray, target: np.ndarray) -> str:
    """The loss of a map and the wanted one, and why its gradient is their difference."""
    loss = float(((feature_map - target) ** 2).sum() / 2)
    return _("**Loss:** L = ½ Σ (y − t)² = {loss}; so g = ∂L/∂y = y − t, the difference itself.").format(
        loss=short_text(loss)
    )
