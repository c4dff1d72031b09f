"""Why a network gives its answer: what adds up to a score, what each patch is worth, and which pixels act on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from conv.evidence import Evidence, evidence, patch_scores, score_gradient, upon_pixels
from conv.index_maps import IndexMap
from conv.operations import BIAS, PIXEL, Network
from conv.reductions import Reduction
from conv.text import _
from conv.trained import trained_network
from conv.ui.board.arrangement import Place, Sign, flow, row
from conv.ui.board.board import Board, Group, Operand, Track
from conv.ui.board.laying import own_cell
from conv.ui.board.palette import SIGNED, colours
from conv.ui.board.panel import Panel
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.network import bar_panels, digit_panels, frame_recipe, scene_digit
from conv.ui.lessons.network_panels import gathered
from conv.ui.lessons.panels import signed_look
from conv.ui.scene.record import Scene
from conv.ui.words.narration import step_words
from conv.ui.words.network import (
    answer_sentence,
    evidence_sentence,
    evidence_title,
    gradient_words,
    patch_sentence,
    patch_words,
    place_words,
    total_words,
)

DRAWN, FRAMED, ADDS, NUMBER = 1.3, 1.1, 1.6, 0.42  # sides of panels
UNASKED: dict[str, Any] = {"asked": []}  # a patch is what is marked, and the number has read all the others
INK = 0.8  # how dark a drawn pixel is upon the evidence
SUM = row(Place("places"), Sign("+"), Place("bias"), Sign("="), Place("score"))


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

    @property
    def title(self) -> str:
        """What is explained."""
        return evidence_title(self.label, self.against)

    @property
    def sentence(self) -> str:
        """The sum that makes it."""
        return evidence_sentence(self.evidence, self.title)


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
    panels = explained_panels(network, found, digit.pixels[0])
    scores = bar_panels(network, network.apply(digit.pixels)[0, 0])[1]
    board = Board(
        (drawn, framed, *panels, scores),
        _tracks(network, found, panels[0], scene.patch),
        flow(
            *(Place(name) for name in ("drawn", "framed", "adds")),
            SUM,
            *(Place(name) for name in ("upon", "worth", "gradient", "scores")),
        ),
        _("A digit, what each number of the last maps adds to a score, what patches are worth, and the gradient."),
        recipes=frame_recipe(digit),
        waits=tuple(panel.name for panel in (*panels, scores)),
        active_track=0 if scene.panel is None else min(scene.panel, 3),
    )
    answer = int(scores.values.argmax())
    return Content(
        board,
        [found.sentence, patch_sentence(found.answers, answer, scene.patch)],
        headline=answer_sentence(scores.values[:, 0], empty=digit.framed.box is None),
    )


def explained_panels(network: Network, found: Explained, pixels: np.ndarray) -> tuple[Panel, ...]:
    """What each map adds, its sum at each place, bias and score, all of it upon the digit, patches and gradient."""
    given, places = found.evidence.contributions, found.evidence.places
    channels, height, width = given.shape
    title = _("What {channels} maps add, {height} × {width} each").format(channels=channels, height=height, width=width)
    few = _("{channels} maps").format(channels=channels)
    total, bias = np.array([[found.evidence.score]]), np.array([[found.evidence.bias]])
    plain: dict[str, Any] = {"ticks": False}
    one: dict[str, Any] = {"side": NUMBER, **plain}
    return (
        gathered("adds", given, title, ADDS, short=few, **signed_look(given)),
        Panel("places", places, _("All maps together"), **plain, **signed_look(places)),
        Panel("bias", bias, _("Bias"), **one, **signed_look(bias)),
        Panel("score", total, found.title, **one, **signed_look(total)),
        Panel("upon", upon_digit(network, places, pixels), _("Upon the digit"), **plain),
        Panel("worth", found.worth, _("What a patch is worth"), **plain, **signed_look(found.worth)),
        Panel("gradient", found.gradient, _("Gradient by pixels"), **plain, **signed_look(found.gradient)),
    )


def upon_digit(network: Network, places: np.ndarray, pixels: np.ndarray) -> np.ndarray:
    """Each place's number as a colour on the pixels in the middle of its field, the ink above it: (H, W, 3), uint8."""
    features = network.first(len(network.operations) - 1)
    spread = upon_pixels(features, places)
    ground = colours(spread, SIGNED, signed_look(places)["limits"])
    found: np.ndarray = (ground * (1 - INK * pixels[..., None])).round().astype(np.uint8)
    return found


def place_track(network: Network, adds: Panel, shape: tuple[int, int, int]) -> Track:
    """The walk over the places of the last maps, of the shape (C, H, W)."""
    features = network.first(len(network.operations) - 1)
    size = shape[1:]
    return Track(
        _("Places"),
        "places",
        size,
        (Group(_("What each map adds"), (Operand("adds", *_same_places(adds, size), role=PIXEL),)),),
        (
            Operand("framed", *features.index_maps(-1), beam=False),
            Operand("upon", features.rows.middle_map, features.cols.middle_map, beam=False, look="cell"),
        ),
        reduction=Reduction("sum"),
        words=step_words(Reduction("sum")) | place_words(),
        legend=[("window", _("current place, and its field on the digit"))],
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
    places = place_track(network, adds, found.evidence.contributions.shape)
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
        words=patch_words(found.against is not None) | UNASKED,
        legend=[("window", _("erased patch"))],
    )
    pixels = Track(
        _("Pixels"),
        "gradient",
        (found.gradient.shape[0], found.gradient.shape[1]),
        overlays=(own_cell("framed", (found.gradient.shape[0], found.gradient.shape[1]), ""),),
        words=gradient_words(found.against is not None) | UNASKED,
        legend=[("window", _("current pixel"))],
    )
    return places, total, patches, pixels
