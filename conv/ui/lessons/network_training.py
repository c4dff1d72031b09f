"""How a network was trained: kernels, loss and answers at recorded moments, from random to trained."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from conv.index_maps import IndexMap
from conv.operations import Network
from conv.scores import softmax
from conv.text import _
from conv.trained import Moments, training_moments
from conv.ui.board.arrangement import Place, flow
from conv.ui.board.board import Board, Operand, Track
from conv.ui.board.panel import Panel, Scaling
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.network import COLUMNS, bar_panels, digit_panels, frame_recipe, scene_digit
from conv.ui.lessons.network_panels import captioned, kernel_tiles
from conv.ui.lessons.panels import signed_look
from conv.ui.scene.record import Scene
from conv.ui.words.network import plain_words, training_questions, training_sentences, training_steps
from conv.ui.words.numbers import count_text

CURVE, SIDES = (1.9, 1.3), (1.3, 1.0)


def build_training(scene: Scene, picture: Picture) -> Content:
    """The six kernels, the loss, the share of digits misread, and this digit's answer at each moment."""
    digit, moments = scene_digit(scene, picture.own), training_moments()
    networks = [moments.network(number) for number in range(len(moments))]
    weights = np.stack([network.operations[0].parameters["weight"][:, 0] for network in networks])
    scores = np.stack([network.apply(digit.pixels)[0, 0] for network in networks])
    drawn, framed = (replace(panel, side=side) for panel, side in zip(digit_panels(digit), SIDES, strict=True))
    kernels = _kernel_tiles(weights)
    bars = _bar_panels(networks[-1], scores)
    curves = _curve_panels(moments)
    board = Board(
        (drawn, framed, *kernels, *bars, *curves),
        (_track(moments, kernels),),
        flow(
            Place("drawn"),
            Place("framed"),
            captioned(kernels, COLUMNS[len(kernels)], _("kernels")),
            *(Place(panel.name) for panel in (*bars, *curves)),
        ),
        _("The kernels of the first layer, the answer to a digit, loss and error at moments of the training."),
        recipes=frame_recipe(digit),
        waits=tuple(panel.name for panel in bars),
    )
    return Content(board, training_sentences(moments))


def _kernel_tiles(weights: np.ndarray) -> tuple[Panel, ...]:
    """Kernels at each moment, shape (moments, kernels, K_h, K_w)."""
    panels = kernel_tiles(weights[-1][:, None], 0.5)
    return tuple(
        Panel(
            panel.name,
            panel.values,
            panel.title,
            side=panel.side,
            ticks=False,
            heading=False,
            moments=weights[:, channel],
            **signed_look(weights),
        )
        for channel, panel in enumerate(panels)
    )


def _bar_panels(network: Network, scores: np.ndarray) -> tuple[Panel, ...]:
    """Scores and probabilities of the digit at each moment, shape (moments, classes)."""
    found = []
    _biases, *panels = bar_panels(network, scores[-1])
    for panel, values in zip(panels, (scores, softmax(scores)), strict=True):
        limits = signed_look(values)["limits"] if panel.name == "scores" else panel.limits
        found.append(
            Panel(
                panel.name,
                panel.values,
                panel.title,
                limits=limits,
                scaling=Scaling("fixed"),
                stretch=panel.stretch,
                ticks=False,
                bars=True,
                moments=values[:, :, None],
            )
        )
    return tuple(found)


def _curve_panels(moments: Moments) -> tuple[Panel, Panel]:
    last = count_text(int(moments.iterations[-1]))
    titles = (
        _("Loss at moments up to iteration {count}"),
        _("Share misread of digits never seen, up to iteration {count}"),
    )
    loss, errors = (title.format(count=last) for title in titles)
    return (
        Panel("loss", moments.losses.astype(float)[None], loss, short=_("Loss"), curve=True, stretch=CURVE),
        Panel("errors", (1 - moments.held_out)[None], errors, short=_("Share misread"), curve=True, stretch=CURVE),
    )


def _track(moments: Moments, kernels: tuple[Panel, ...]) -> Track:
    """The walk over the moments."""
    count = len(moments)
    overlays = [
        Operand(panel.name, IndexMap.whole(panel.shape[0], 1), IndexMap.whole(panel.shape[1], count), beam=False)
        for panel in kernels
    ]
    overlays.append(Operand("errors", IndexMap.same(1), IndexMap.same(count), beam=False, look="cell"))
    return Track(
        _("Training"),
        "loss",
        (1, count),
        overlays=tuple(overlays),
        words=plain_words("") | {"steps": training_steps(moments), "asked": training_questions(moments)},
        reveals=("errors",),
        legend=[("window", _("what is learned")), ("cell", _("this moment"))],
    )
