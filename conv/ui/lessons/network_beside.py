"""Two digits beside each other: of each part of the network what has room twice, all of it walking in lock-step."""

from __future__ import annotations

from dataclasses import replace

from conv.operations import WEIGHT, Softmax
from conv.text import _
from conv.trained import trained_network
from conv.ui.board.arrangement import Place, flow
from conv.ui.board.board import Board
from conv.ui.board.laying import lay_track
from conv.ui.board.panel import Panel
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.network import (
    COLUMNS,
    DENSE,
    Digit,
    bar_panels,
    digit_panels,
    frame_recipe,
    scene_digit,
    score_track,
    share_track,
)
from conv.ui.lessons.network_evidence import SUM, explained, explained_panels, place_track
from conv.ui.lessons.network_panels import (
    captioned,
    dense_kernels,
    gathered,
    gathered_parts,
    in_gathered,
    map_tiles,
    mosaic,
)
from conv.ui.lessons.panels import signed_look
from conv.ui.saving.code import computation
from conv.ui.scene.record import Scene
from conv.ui.words.network import answer_sentence, layer_titles

SIDES, LAST, KERNELS, MAP = (1.0, 0.8), 1.2, 1.6, 0.7  # of panels


def read_beside(scene: Scene, picture: Picture) -> Content:
    """A digit, the last maps that it makes, and its scores and probabilities."""
    digit, network = scene_digit(scene, picture.own), trained_network()
    drawn, framed = _small(digit)
    results = network.maps(digit.pixels)
    titles = layer_titles(network)
    last = gathered("last", results[-2], titles[3][0], LAST)
    dense = mosaic("dense", dense_kernels(network), titles[4][1], DENSE)
    bars = bar_panels(network, results[-1][0, 0])
    parts = gathered_parts(last, network.shapes[-2], (len(bars[1].values), 1))
    tracks = share_track(len(bars[1].values)), score_track(network, parts, dense, bars)  # the second one says much
    board = Board(
        (drawn, framed, last, dense, *bars),
        tracks,
        flow(*(Place(name) for name in ("drawn", "framed", "last", "dense", "biases", "scores", "shares"))),
        _("A drawn digit, the last maps of a trained network, and ten scores with their probabilities."),
        recipes=frame_recipe(digit),
        painted=digit.drawn,
        waits=("last", "scores", "shares"),
    )
    layers = [computation(digit.pixels, *network.operations, *more) for more in ((Softmax(),), ())]
    return Content(board, layers=layers, headline=answer_sentence(results[-1][0, 0], empty=digit.framed.box is None))


def evidence_beside(scene: Scene, picture: Picture) -> Content:
    """What adds up to the score of a digit's class, upon the digit too, and what patches are worth."""
    digit, network = scene_digit(scene, picture.own), trained_network()
    drawn, framed = _small(digit)
    found = explained(network, digit.pixels, scene)
    adds, *panels, _gradient = explained_panels(network, found, digit.pixels[0])
    board = Board(
        (drawn, framed, adds, *panels),
        (place_track(network, adds, found.evidence.contributions.shape),),
        flow(*(Place(name) for name in ("drawn", "framed", "adds")), SUM, Place("upon"), Place("worth")),
        _("A digit, what each number of the last maps adds to a score, and what patches are worth."),
        recipes=frame_recipe(digit),
        painted=digit.drawn,
        waits=tuple(panel.name for panel in (adds, *panels)),
    )
    return Content(board, headline=found.sentence)


def kernels_beside(scene: Scene, picture: Picture) -> Content:
    """The six learned kernels and their maps of a digit."""
    digit, network = scene_digit(scene, picture.own), trained_network()
    drawn, framed = _small(digit)
    titles = layer_titles(network)
    operation, maps = network.operations[0], network.maps(digit.pixels)[0]
    weight = operation.parameters["weight"]
    kernels = gathered("kernels", weight[:, 0], titles[0][1], KERNELS, **signed_look(weight))
    targets = map_tiles(maps, "maps", titles[0][0], MAP)
    tracks = []
    for channel, target in enumerate(targets):
        track = lay_track(
            operation,
            network.shapes[0],
            [framed],
            target.name,
            channel=channel,
            parameters={WEIGHT: [kernels]},
            title=_("Kernel {number}").format(number=channel),
            legend=[("window", _("window and current cell"))],
        )
        tracks.append(in_gathered(track, kernels, weight[:, 0].shape, channel))
    board = Board(
        (drawn, framed, kernels, *targets),
        tuple(tracks),
        flow(Place("drawn"), Place("framed"), Place("kernels"), captioned(targets, COLUMNS[len(targets)])),
        _("Six kernels of a trained network, and their maps of a digit."),
        recipes=frame_recipe(digit),
        painted=digit.drawn,
    )
    return Content(board, layers=[computation(digit.pixels, operation)] * len(tracks))


def _small(digit: Digit) -> tuple[Panel, Panel]:
    """The digit as it was drawn, and as the network gets it, for half a board."""
    drawn, framed = (replace(panel, side=side) for panel, side in zip(digit_panels(digit), SIDES, strict=True))
    return drawn, framed
