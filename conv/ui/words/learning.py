"""What is said of a kernel that is learned: each iteration, and how it went."""

from __future__ import annotations

from typing import Any

import numpy as np

from conv.kernel_search import KernelSearch
from conv.text import _, ngettext
from conv.ui.words.numbers import count_text, power_text, short_text, shown_text

UNREACHED = 1e-9  # of the loss at the start: above it the smallest loss is none of round-off
MOST_ASKED = 50  # a number up to which four decimals of its parts are enough to work it out
ROUND_OFF = 1e-28  # of the loss at the start: the square of the last digit


def learning_steps(search: KernelSearch) -> list[str]:
    """A sentence for each iteration that is shown: the loss, and the step that comes next."""
    start = _("Iteration 0, the start: the loss is {loss}.")
    later = _(
        "Iteration {iteration}: the loss is {loss}, {share} of that at the start. Each weight goes on by −{rate} × its "
        "gradient; the gradient largest in size is {largest}."
    )
    if search.momentum:
        later = _(
            "Iteration {iteration}: the loss is {loss}, {share} of that at the start. Each weight goes on by −{rate} × "
            "its gradient and {momentum} of its last change; the gradient largest in size is {largest}."
        )
    first = float(search.losses[0]) or 1.0
    found = []
    for moment, loss, gradient in zip(search.moments, search.losses, search.gradients, strict=True):
        found.append(
            (later if moment else start).format(
                iteration=count_text(moment),
                loss=_loss_text(search, float(loss)),
                share=_percent(float(loss) / first),
                rate=short_text(search.rate),
                momentum=short_text(search.momentum),
                largest=short_text(float(gradient.ravel()[np.abs(gradient).argmax()])),
            )
        )
    return found


def learning_questions(search: KernelSearch) -> list[dict[str, Any]]:
    """What a weight is next, at several iterations: the step downhill, worked out by hand."""
    plain = _(
        "Iteration {iteration}: a weight is {weight} and its gradient {gradient}. With the learning rate {rate}, what "
        "is it next?"
    )
    moved = _(
        "Iteration {iteration}: a weight is {weight}, its gradient {gradient}, and its last change was {change}. With "
        "the learning rate {rate} and momentum {momentum}, what is it next?"
    )
    kernels, rng, found = search.training.kernels[:, 0], np.random.default_rng(len(search.moments)), []
    for iteration in sorted({*range(min(6, search.training.iterations)), *search.moments[:-1:9]}):
        place = int(rng.integers(kernels.shape[1]))
        gradient = search.objective.gradient(kernels[iteration][None])[0, place]
        change = kernels[iteration, place] - kernels[iteration - 1, place] if iteration else 0.0
        answer = float(kernels[iteration + 1, place])
        if abs(answer) > MOST_ASKED:
            continue
        text = (moved if search.momentum and iteration else plain).format(
            iteration=count_text(iteration),
            weight=shown_text(float(kernels[iteration, place])),
            gradient=shown_text(float(gradient)),
            change=shown_text(float(change)),
            rate=shown_text(search.rate),
            momentum=short_text(search.momentum),
        )
        found.append({"text": text, "answer": answer})
    return found


def learning_sentences(search: KernelSearch, near: float) -> list[str]:
    """What was reached, which rate is the largest, and what the picture lets a kernel learn."""
    objective = search.objective
    sentences = [_outcome(search, near)]
    rate = _("**Learning rate** {rate}; the largest that converges without momentum is {largest}.")
    sentences.append(rate.format(rate=short_text(search.rate), largest=short_text(objective.largest_rate)))
    if search.rate > objective.largest_rate and not search.momentum:
        sentences.append(_("Above it each step overshoots by more than the last one: the loss grows without end."))
    if objective.smallest_loss > UNREACHED * max(float(search.losses[0]), 1e-12):
        sentences.append(
            _("**No kernel makes this map:** the smallest loss that any of them reaches is {loss}.").format(
                loss=_loss_text(search, objective.smallest_loss)
            )
        )
    taps, kernels = objective.windows.shape[1], search.kernels.shape[1]
    rank = min(objective.rank, taps)
    if kernels > 1:
        sentences.append(_twins(search))
    elif rank < taps:
        sentences.append(
            _(
                "**The picture decides:** its windows tell only {rank} of {taps} weights’ combinations apart, so many "
                "kernels make the same map. The loss can be 0 with a wrong kernel."
            ).format(rank=rank, taps=taps)
        )
    else:
        sentences.append(
            _(
                "**The picture decides:** its windows tell all {taps} weights apart. The loss falls {condition} times "
                "as steeply in one direction as in another: the more, the longer it takes."
            ).format(taps=taps, condition=short_text(objective.condition, 2))
        )
    return sentences


def _outcome(search: KernelSearch, near: float) -> str:
    training = search.training
    loss = _loss_text(search, float(training.losses[-1]))
    iterations = training.iterations
    if search.wanted is not None and search.kernels.shape[1] == 1:
        close = near * max(1.0, float(np.abs(search.wanted).max()) / 2)
        reached = training.first_within(search.wanted.reshape(1, -1), close)
        if reached is not None:
            return ngettext(
                "**Found:** after {count} iteration every weight is within {near} of the wanted one.",
                "**Found:** after {count} iterations every weight is within {near} of the wanted one.",
                reached,
            ).format(count=count_text(reached), near=short_text(close))
        if training.losses[-1] < 1e-6 * (training.losses[0] or 1):
            return _(
                "**The loss is {loss} and the kernel is wrong:** after {count} iterations its map is the wanted one, "
                "and its weights are not."
            ).format(loss=loss, count=count_text(iterations))
    return ngettext(
        "After {count} iteration the loss is {loss}.", "After {count} iterations the loss is {loss}.", iterations
    ).format(count=count_text(iterations), loss=loss)


def _loss_text(search: KernelSearch, loss: float) -> str:
    """A loss that is nothing but round-off is 0; one without end is written with its power of ten."""
    first = float(search.losses[0]) or 1.0
    if loss < ROUND_OFF * first:
        return "0"
    return _with_power(loss)


def _with_power(number: float) -> str:
    """A number as elsewhere; a very small or large one with its power of ten."""
    if not number or 1e-4 <= number < 1e6:
        return shown_text(number)
    digits, _e, power = f"{number:.1e}".partition("e")
    return f"{digits} × {power_text(int(power))}"


def _twins(search: KernelSearch) -> str:
    last = search.kernels[-1]
    if all(np.array_equal(last[0], other) for other in last[1:]):
        return _(
            "**Twins:** the kernels started alike, so they get the same gradient at every step and stay alike; {count} "
            "of them do the work of one. That is why networks start at random."
        ).format(count=len(last))
    return _(
        "The maps of {count} kernels are added. Only their sum is asked for, so each becomes something else with every "
        "start."
    ).format(count=len(last))


def _percent(share: float) -> str:
    return f"{_with_power(float(f'{100 * share:.3g}'))} %"
