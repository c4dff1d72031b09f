"""Why a network gives its answer: what adds up to a score, what each patch is worth, and which pixels act on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from conv.evidence import Evidence, evidence, patch_scores, score_gradient
from conv.index_maps import IndexMap
from conv.operations import BIAS, PIXEL, Network
from conv.reductions import Reduction
from conv.text import _
from conv.trained import trained_network
from conv.ui.board.arrangement import Place, Sign, flow, row
from conv.ui.board.board import Board, Group, Operand, Track
from conv.ui.board.laying import own_cell
from conv.ui.board.panel import Panel
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.network import bar_panels, digit_panels, frame_recipe, scene_digit
from conv.ui.lessons.panels import signed_look
from conv.ui.scene.record import Scene
from conv.ui.words.narration import step_words
from conv.ui.words.network import (
    evidence_sentence,
    evidence_title,
    gradient_words,
    patch_sentence,
    patch_words,
    place_words,
    total_words,
)

ACROSS = 4  # maps beside each other
DRAWN, FRAMED, ADDS, NUMBER = 1.3, 1.1, 1.6, 0.42  # sides of panels


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """What speaks for a class, or for it rather than for another one.

    Attributes:
        label, against: The classes.
        evidence: What adds up to the score, or to the difference of two.
        worth: How much of it is lost without a patch, for a patch at every place.
        answers: What is read without each patch.
        gradient: How it changes with each pixel, shape (28, 28).
    """

    label: int
    against: int | None
    evidence: Evidence
    worth: np.ndarray
    answers: np.ndarray
    gradient: np.ndarray


def explained(network: Network, pixels: np.ndarray, scene: Scene) -> Explained:
    """What a scene asks about the network's scores of a digit, shape (1, 28, 28)."""
    scores = network.apply(pixels)[0, 0]
    first, second = np.argsort(-scores, kind="stable")[:2]
    label = int(first) if scene.label == "answer" else int(scene.label)
    against: int | None = None
    if scene.against == "second":
        against = int(second if label == first else first)
    elif scene.against != "none" and int(scene.against) != label:
        against = int(scene.against)
    without = patch_scores(network, pixels, scene.patch)
    worth = scores[label] - without[..., label]
    gradient = score_gradient(network, pixels, label)[0]
    if against is not None:
        worth = worth - (scores[against] - without[..., against])
        gradient = gradient - score_gradient(network, pixels, against)[0]
    found = evidence(network, pixels, label, against)
    return Explained(label, against, found, worth, without.argmax(axis=-1), gradient)


def build_evidence(scene: Scene, picture: Picture) -> Content:
    """Contributions that add up to the score, a map of patches, and the gradient."""
    digit, network = scene_digit(scene, picture.own), trained_network()
    found = explained(network, digit.pixels, scene)
    sides = DRAWN, FRAMED
    drawn, framed = (replace(panel, side=side) for panel, side in zip(digit_panels(digit), sides, strict=True))
    adds = _adds_panel(found.evidence)
    asked = evidence_title(found.label, found.against)
    one: dict[str, Any] = {"side": NUMBER, "ticks": False}
    total, bias = np.array([[found.evidence.score]]), np.array([[found.evidence.bias]])
    panels = {
        "places": Panel(
            "places", found.evidence.places, _("All maps together"), ticks=False, **signed_look(found.evidence.places)
        ),
        "bias": Panel("bias", bias, _("Bias"), **one, **signed_look(bias)),
        "score": Panel("score", total, asked, **one, **signed_look(total)),
        "worth": Panel("worth", found.worth, _("What a patch is worth"), ticks=False, **signed_look(found.worth)),
        "gradient": Panel(
            "gradient", found.gradient, _("Gradient by pixels"), ticks=False, **signed_look(found.gradient)
        ),
    }
    scores = bar_panels(network, network.apply(digit.pixels)[0, 0])[1]
    sums = row(Place("places"), Sign("+"), Place("bias"), Sign("="), Place("score"))
    board = Board(
        (drawn, framed, adds, *panels.values(), scores),
        _tracks(network, found, adds, scene.patch),
        flow(Place("drawn"), Place("framed"), Place("adds"), sums, Place("worth"), Place("gradient"), Place("scores")),
        _("A digit, what each number of the last maps adds to a score, what patches are worth, and the gradient."),
        recipes=frame_recipe(digit),
        followed=False,
        active_track=0 if scene.panel is None else min(scene.panel, 3),
    )
    answer = int(scores.values.argmax())
    return Content(
        board,
        [evidence_sentence(found.evidence, asked), patch_sentence(found.answers, answer, scene.patch)],
    )


def _adds_panel(found: Evidence) -> Panel:
    """What each number of each map adds: the maps side by side, with gaps."""
    channels, height, width = found.contributions.shape
    values = np.full((len(range(0, channels, ACROSS)) * (height + 1) - 1, ACROSS * (width + 1) - 1), np.nan)
    for channel, plane in enumerate(found.contributions):
        top, left = (place * (size + 1) for place, size in zip(divmod(channel, ACROSS), plane.shape, strict=True))
        values[top : top + height, left : left + width] = plane
    title = _("What {channels} maps add, {height} × {width} each").format(channels=channels, height=height, width=width)
    return Panel(
        "adds",
        values,
        title,
        short=_("{channels} maps").format(channels=channels),
        side=ADDS,
        ticks=False,
        **signed_look(found.contributions),
    )


def _same_places(panel: Panel, size: tuple[int, int]) -> tuple[IndexMap, IndexMap]:
    """Which cells of all maps stand at each place."""
    rows, cols = (
        IndexMap.of_lists(whole, [range(place, whole, length + 1) for place in range(length)])
        for whole, length in zip(panel.shape, size, strict=True)
    )
    return rows, cols


def _tracks(network: Network, found: Explained, adds: Panel, patch: int) -> tuple[Track, ...]:
    """Over the places, their sum, the patches and the pixels."""
    _channels, height, width = found.evidence.contributions.shape
    fields = network.first(len(network.operations) - 1).index_maps(-1)
    places = Track(
        _("Places"),
        "places",
        (height, width),
        (Group(_("What each map adds"), (Operand("adds", *_same_places(adds, (height, width)), role=PIXEL),)),),
        (Operand("framed", *fields, beam=False),),
        reduction=Reduction("sum"),
        words=step_words(Reduction("sum")) | place_words(),
        legend=[("window", _("current place, and its field on the digit"))],
    )
    every = Operand("places", IndexMap.whole(height, 1), IndexMap.whole(width, 1), role=PIXEL)
    total = Track(
        _("Sum"),
        "score",
        (1, 1),
        (Group(_("places"), (every,)), Group(_("Bias"), (own_cell("bias", (1, 1), BIAS),))),
        reduction=Reduction("sum"),
        words=step_words(Reduction("sum")) | total_words(),
        legend=[("window", _("what is added"))],
    )
    size = found.worth.shape
    down, across = (IndexMap.windows(length + patch - 1, range(length), range(patch)) for length in size)
    patches = Track(
        _("Patches"),
        "worth",
        (size[0], size[1]),
        overlays=(Operand("framed", down, across),),
        words=patch_words(found.against is not None),
        legend=[("window", _("erased patch"))],
    )
    pixels = Track(
        _("Pixels"),
        "gradient",
        (found.gradient.shape[0], found.gradient.shape[1]),
        overlays=(own_cell("framed", (found.gradient.shape[0], found.gradient.shape[1]), ""),),
        words=gradient_words(found.against is not None),
        legend=[("window", _("current pixel"))],
    )
    return places, total, patches, pixels
