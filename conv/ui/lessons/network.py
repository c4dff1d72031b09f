"""A trained network on a digit: every map of every layer, the ten scores, and how each number is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from conv.digits import FramedDigit, as_ink, frame_digit, frame_photo
from conv.drawn_digits import drawn_digit
from conv.images import fit_image, to_grey
from conv.index_maps import IndexMap
from conv.operations import BIAS, PIXEL, WEIGHT, Network, Operation, Shape, Softmax
from conv.reductions import Reduction
from conv.text import _
from conv.trained import trained_network
from conv.ui.board.arrangement import Node, Place, flow, row
from conv.ui.board.board import Board, Group, Operand, Recipe, Track
from conv.ui.board.laying import lay_track
from conv.ui.board.panel import Panel, Scaling
from conv.ui.extras.records import Text
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.network_panels import (
    captioned,
    dense_kernels,
    in_mosaic,
    kernel_tiles,
    map_tiles,
    mosaic,
    part_map,
)
from conv.ui.lessons.panels import signed_look
from conv.ui.saving.code import Computation, computation
from conv.ui.scene.pictures import scene_image, source_picture
from conv.ui.scene.record import Scene
from conv.ui.words.narration import step_words
from conv.ui.words.network import (
    answer_sentence,
    framing_sentence,
    layer_titles,
    read_honesty,
    score_words,
    share_words,
    softmax_table,
)

PHOTO = 56  # pixels on the long side in which a photo is shown
COLUMNS = {6: 3, 12: 4}  # of the maps of a layer
DRAWN, MAPS, KERNEL, KERNELS, DENSE = 2.0, (0.5, 0.36, 0.36, 0.26), 0.34, 1.8, 1.7  # sides of panels


@dataclass(frozen=True, slots=True, eq=False)
class Digit:
    """A scene's digit.

    Attributes:
        shown: As it was drawn or photographed, shape (H, W); bytes of a photo.
        framed: As the network gets it.
        drawn: Whether its pixels are ink, which can be painted.
    """

    shown: np.ndarray
    framed: FramedDigit
    drawn: bool

    @property
    def pixels(self) -> np.ndarray:
        """What the network reads, shape (1, 28, 28)."""
        return self.framed.pixels


def scene_digit(scene: Scene, own: np.ndarray | None) -> Digit:
    """The scene's digit: ink that is drawn or typed, or a photo."""
    if scene.picture == "drawn":
        ink = drawn_digit(scene.digit)[0]
        return Digit(ink, frame_digit(ink), True)
    photo = source_picture(scene, own)
    if photo is not None:
        grey = to_grey(photo)
        return Digit(to_grey(fit_image(photo, PHOTO))[0], frame_photo(grey), False)
    numbers = scene_image(scene, own)[0]
    return Digit(numbers, frame_digit(as_ink(numbers)), True)


@dataclass(frozen=True, slots=True, eq=False)
class LaidDigits:
    """The trained network's panels and walks.

    Attributes:
        drawn, framed: The digit.
        maps: Of each layer but the last.
        kernels: Of the first layer.
        mosaics: All kernels of the second layer, and those of the scores, side by side.
        bars: Biases, scores and probabilities.
        tracks: Over every map and all scores.
        layers: What each track computes.
    """

    drawn: Panel
    framed: Panel
    maps: tuple[tuple[Panel, ...], ...]
    kernels: tuple[Panel, ...]
    mosaics: tuple[Panel, ...]
    bars: tuple[Panel, ...]
    tracks: tuple[Track, ...]
    layers: tuple[Computation, ...]

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All of them."""
        maps = (panel for panels in self.maps for panel in panels)
        return (self.drawn, self.framed, *maps, *self.kernels, *self.mosaics, *self.bars)


def build_read(scene: Scene, picture: Picture) -> Content:
    """The whole network on the board; its answer follows the stroke."""
    digit, network = scene_digit(scene, picture.own), trained_network()
    laid = lay_digits(network, digit)
    board = Board(
        laid.panels,
        laid.tracks,
        _arrangement(laid),
        _("A drawn digit, all maps of a trained network, its kernels, and ten scores with their probabilities."),
        recipes=frame_recipe(digit),
        painted=digit.drawn,
        active_track=0 if scene.panel is None else min(scene.panel, len(laid.tracks) - 1),
    )
    scores = network.apply(digit.pixels)[0, 0]
    return Content(
        board,
        [framing_sentence(digit.framed), read_honesty()],
        below=lambda: [Text(softmax_table(scores))],
        layers=laid.layers,
        headline=answer_sentence(scores, empty=digit.framed.box is None),
    )


def frame_recipe(digit: Digit) -> tuple[Recipe, ...]:
    """How the browser makes what the network reads of what is painted."""
    return (Recipe("digit", "drawn", "framed"),) if digit.drawn else ()


def digit_panels(digit: Digit) -> tuple[Panel, Panel]:
    """The digit as it was drawn, and as the network gets it."""
    height, width = digit.shown.shape
    drawn = Panel(
        "drawn",
        digit.shown,
        _("Your digit, {height} × {width}").format(height=height, width=width),
        short=_("Your digit"),
        limits=(0.0, 1.0 if digit.drawn else 255.0),
        scaling=Scaling("fixed"),
        edits=("pixels", 0) if digit.drawn else None,
        side=DRAWN,
        ticks=False,
    )
    framed = Panel(
        "framed",
        digit.pixels[0],
        _("As the network gets it: 28 × 28"),
        short=_("What it gets"),
        limits=(0.0, 1.0),
        scaling=Scaling("fixed"),
        ticks=False,
    )
    return drawn, framed


def lay_digits(network: Network, digit: Digit) -> LaidDigits:
    """A network of the trained one's layers on a digit, every number of it reachable."""
    drawn, framed = digit_panels(digit)
    results = network.maps(digit.pixels)
    titles = layer_titles(network)
    first, second = (operation.parameters["weight"] for operation in network.operations[:3:2])
    kernels = kernel_tiles(first)
    mosaics = (
        mosaic("kernels2", second, titles[2][1], KERNELS),
        mosaic("dense", dense_kernels(network), titles[4][1], DENSE),
    )
    maps: list[tuple[Panel, ...]] = [(framed,)]
    tracks, layers = [], []
    for index, operation in enumerate(network.operations[:-1]):
        maps.append(map_tiles(results[index], f"maps{index}_", titles[index][0], MAPS[index]))
        layer = computation(digit.pixels, *network.operations[: index + 1])
        upto = network.first(index + 1)
        for channel, target in enumerate(maps[-1]):
            more: dict[str, Any] = {"title": target.title, "legend": _legend()}
            if index:
                more["overlays"] = (Operand("framed", *upto.index_maps(-1), look="span", beam=False),)
            track = lay_track(
                operation,
                network.shapes[index],
                _read(operation, network.shapes[index], channel, maps[index]),
                target.name,
                channel=channel,
                parameters={WEIGHT: [kernels[channel]] if index == 0 else [mosaics[0]] * second.shape[1]},
                labels=[panel.short for panel in maps[index]],
                **more,
            )
            tracks.append(in_mosaic(track, mosaics[0].name, second.shape, channel) if index == 2 else track)
            layers.append(layer)
    bars = bar_panels(network, results[-1][0, 0])
    (height, width), classes = network.shapes[-2][1:], len(bars[1].values)
    last = [(panel.name, IndexMap.whole(height, classes), IndexMap.whole(width, 1)) for panel in maps[-1]]
    scores = score_track(network, last, mosaics[1], bars)
    whole = computation(digit.pixels, *network.operations)
    shares = computation(digit.pixels, *network.operations, Softmax())
    return LaidDigits(
        drawn,
        framed,
        tuple(maps[1:]),
        kernels,
        mosaics,
        bars,
        (*tracks, scores, share_track(classes)),
        (*layers, whole, shares),
    )


def _read(operation: Operation, shape: Shape, channel: int, inputs: Sequence[Panel]) -> list[Panel]:
    """The maps that an output channel reads."""
    factors = (factor for terms in operation.terms(shape, channel) for factor in terms.factors)
    return [inputs[number] for number in sorted({factor.index[0] for factor in factors if factor.role == PIXEL})]


def bar_panels(network: Network, scores: np.ndarray) -> tuple[Panel, Panel, Panel]:
    """Biases, scores and probabilities, a line for each class."""
    biases = network.operations[-1].parameters["bias"]
    shares = Softmax().apply(scores[None, None])[0, 0]
    tall: dict[str, Any] = {"ticks": False, "bars": True, "stretch": (1.25, 1.75)}
    return (
        Panel("biases", biases[:, None], _("Biases"), ticks=False, stretch=(0.35, 1.75), **signed_look(biases)),
        Panel("scores", scores[:, None], _("Scores"), **tall),
        Panel(
            "shares",
            shares[:, None],
            _("Probabilities"),
            short="p",
            limits=(0.0, 1.0),
            scaling=Scaling("fixed"),
            **tall,
        ),
    )


def score_track(
    network: Network, inputs: Sequence[tuple[str, IndexMap, IndexMap]], kernels: Panel, bars: Sequence[Panel]
) -> Track:
    """The walk over the ten scores: all numbers of all maps times a class's kernel, and its bias.

    Args:
        network: Its last operation makes the scores.
        inputs: Panel, rows and columns of each map that it reads.
        kernels: All weights, side by side.
        bars: Biases and scores.
    """
    classes = len(bars[1].values)
    channels, height, width = network.shapes[-2]
    groups = [
        Group(
            _("map {number}").format(number=channel),
            (
                Operand(name, rows, cols, role=PIXEL),
                Operand(
                    kernels.name,
                    IndexMap.windows(classes * height, range(0, classes * height, height), range(height)),
                    part_map(channels * width, channel * width, width, 1),
                    role=WEIGHT,
                ),
            ),
        )
        for channel, (name, rows, cols) in enumerate(inputs)
    ]
    own = IndexMap.same(classes), IndexMap.same(1)
    groups.append(Group(_("Bias"), (Operand("biases", *own, role=BIAS),)))
    return Track(
        _("Scores"),
        "scores",
        (classes, 1),
        tuple(groups),
        reduction=Reduction("dot"),
        words=step_words(Reduction("dot")) | score_words(channels),
        legend=_legend(),
    )


def share_track(classes: int) -> Track:
    """The walk over the probabilities: each score's share."""
    line = IndexMap.same(1)
    own = Operand("scores", IndexMap.same(classes), line, role=PIXEL)
    every = Operand("scores", IndexMap.whole(classes, classes), line, role=PIXEL)
    reduction = Reduction("softmax")
    return Track(
        _("Probabilities"),
        "shares",
        (classes, 1),
        (Group(_("own score"), (own,)), Group(_("all scores"), (every,))),
        reduction=reduction,
        words=step_words(reduction) | share_words(),
        legend=_legend(),
    )


def _legend() -> list[tuple[str, str]]:
    return [("window", _("current number, and what it reads")), ("span", _("its field on the digit"))]


def _arrangement(laid: LaidDigits) -> Node:
    """The digit beside its answer, then the layers, and the kernels of the later ones."""
    biases, scores, shares = (Place(panel.name) for panel in laid.bars)
    conv1, pool1, conv2, pool2 = (captioned(panels, COLUMNS[len(panels)]) for panels in laid.maps)
    second, dense = (Place(panel.name) for panel in laid.mosaics)
    kernels = captioned(laid.kernels, COLUMNS[6], _("kernels"))
    digit = Place(laid.drawn.name), Place(laid.framed.name)
    return flow(*digit, shares, kernels, conv1, pool1, conv2, pool2, row(biases, scores), second, dense)
