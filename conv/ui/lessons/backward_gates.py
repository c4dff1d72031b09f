"""A small stack, backward layer by layer: pooling, activation, convolution."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from conv.backward_pass import BackwardPass
from conv.gradients import activation_backward
from conv.operations import GRADIENT, SLOPE, WEIGHT, Convolution, Landing, Network
from conv.reductions import Reduction
from conv.refusal import Refusal
from conv.steps import Walk, walk
from conv.text import _
from conv.ui.board import palette
from conv.ui.board.arrangement import Node, Place, column, flow
from conv.ui.board.board import Board, Group, Operand, Recipe, Stamp, Track
from conv.ui.board.deriving import derive, derive_function, slope_name
from conv.ui.board.laying import own_cell
from conv.ui.board.panel import Panel
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.backward import SMALL, gradient_panels, pass_track, scene_kernels, upstream_gradient
from conv.ui.lessons.panels import kernel_panels, picture_look, picture_panels, signed_look
from conv.ui.lessons.pool_scenes import scene_pooling
from conv.ui.saving.gradient_code import GradientCode
from conv.ui.scene.pictures import WINDOWS, scene_image, settings_of
from conv.ui.scene.record import MAX_PAINTED, Scene
from conv.ui.words.backward import gate_sentences, gate_words, pool_words
from conv.ui.words.labels import activation_label, pool_label


def build_gates(scene: Scene, picture: Picture) -> Content:
    """Convolution, activation and pooling, and the gradient that goes back through each of them."""
    image = scene_image(replace(scene, colour="grey"), picture.own)
    layer = _sums_walk(scene, image)
    totals = layer.feature_map
    active = replace(layer.operation, activation=scene.activation)
    activated = active.activated(totals)
    pool = scene_pooling(scene)
    pooled = pool.apply(activated[None])[0]
    landing = pool.landing(activated[None])
    if landing is None:
        raise Refusal(_("This part shows max and average pooling; choose one of them."))
    gradient = upstream_gradient(scene, pooled, None)
    by_activated = pool.backward(activated[None], gradient[None]).image[0]
    slopes = activation_backward(totals, np.ones_like(totals), scene.activation)
    found = BackwardPass(layer.operation, layer.image, activation_backward(totals, by_activated, scene.activation))
    panels = _panels(scene, layer, found, activated, slopes, pooled, gradient, by_activated, landing)
    tracks = _tracks(scene, found, panels, landing)
    chosen = min(scene.panel or 0, len(tracks) - 1)
    board = Board(
        tuple(panels.values()),
        tracks,
        _arrangement(panels),
        _("A convolution, an activation and a pooling, with the gradient of each below it."),
        active_track=chosen,
        derived=(
            derive(
                layer.operation, found.shape, [panels["input"]], panels["sums"], parameters={WEIGHT: [panels["kernel"]]}
            ),
            derive_function(panels["sums"], panels["activated"], scene.activation),
            derive_function(panels["sums"], panels["slopes"], slope_name(scene.activation)),
            derive(pool, (1, *activated.shape), [panels["activated"]], panels["pooled"]),
        ),
        recipes=(Recipe("routed", "gradient", "by_activated", along="pooled"),) if landing.shares is None else (),
    )
    return Content(
        board,
        gate_sentences(found.totals, slopes, gradient, by_activated, landing),
        layers=[GradientCode(image, Network(found.shape, (active, pool)), gradient[None])] * len(tracks),
    )


def _sums_walk(scene: Scene, image: np.ndarray) -> Walk[Convolution]:
    weight, _own = scene_kernels(scene, len(image))
    return walk(image, weight, bias=scene.bias, **settings_of(scene, WINDOWS))


def _panels(
    scene: Scene,
    layer: Walk[Convolution],
    found: BackwardPass,
    activated: np.ndarray,
    slopes: np.ndarray,
    pooled: np.ndarray,
    gradient: np.ndarray,
    by_activated: np.ndarray,
    landing: Landing,
) -> dict[str, Panel]:
    _weight, own = scene_kernels(scene, 1)
    look = replace(picture_look(replace(scene, colour="grey"), layer.image), weights=own, numbers=("bias",))
    look = replace(look, byte_pixels=scene.picture not in ("worked", "typed"))
    (source,) = picture_panels(layer.padded, found.geometry, look)
    (kernel,) = kernel_panels(layer, look)
    back = gradient_panels(found, [""])
    label = activation_label(scene.activation)
    signed: dict[str, Any] = {"limits": None}
    g = Panel("gradient", gradient, "g = ∂L/∂p", **signed_look(gradient))
    if max(gradient.shape) <= MAX_PAINTED:
        g = replace(g, edits=("gradient", 0))
    panels = [
        source,
        replace(kernel, side=SMALL),
        Panel("sums", found.totals, _("Sums z"), **signed),
        Panel("slopes", slopes, _("Slope of {activation}").format(activation=label), scale=palette.COUNTS),
        Panel("activated", activated, _("a = {activation}(z)").format(activation=label)),
        Panel("pooled", pooled, _("p, {kind} pooled").format(kind=pool_label(scene.pool))),
        back["x"][0],
        back["w"][0],
        Panel("by_sums", found.at_sums, "∂L/∂z", **signed_look(by_activated, "by_activated")),
        Panel("by_activated", by_activated, "∂L/∂a", **signed_look(by_activated)),
        g,
    ]
    if landing.shares is not None:
        panels.append(Panel("shares", landing.shares, _("Share of each pixel"), scale=palette.COUNTS, side=SMALL))
    return {panel.name: panel for panel in panels}


def _tracks(scene: Scene, found: BackwardPass, panels: dict[str, Panel], landing: Landing) -> tuple[Track, ...]:
    size, pooled = panels["sums"].shape, panels["gradient"].shape
    factors = [own_cell("gradient", pooled, GRADIENT)]
    if landing.shares is not None:
        factors.append(replace(own_cell("shares", pooled, SLOPE), beam=False))
    lands = Operand("by_activated", landing.rows, landing.cols, by_step=landing.by_cell)
    read = Operand("activated", landing.rows, landing.cols, by_step=landing.by_cell, beam=False)
    pool = Track(
        _("Pooling"),
        "gradient",
        pooled,
        (Group("", tuple(factors)),),
        (read,),
        stamps=(Stamp(lands),),
        words=pool_words(landing.shares is not None),
        legend=[("window", _("cell, and where its gradient goes"))],
    )
    gate = Track(
        activation_label(scene.activation),
        "by_sums",
        size,
        (Group("", (replace(own_cell("by_activated", size, GRADIENT), beam=True), own_cell("slopes", size, SLOPE))),),
        (own_cell("sums", size, ""),),
        reduction=Reduction("dot"),
        words=gate_words(activation_label(scene.activation)),
        legend=[("window", _("gradient, slope and sum of one cell"))],
    )
    gradients = {"x": [panels["dx_0"]], "w": [panels["dw_0"]], "b": []}
    back = pass_track(found, [panels["input"]], [panels["kernel"]], gradients, "by_sums")
    return pool, gate, replace(back, title=_("Convolution"))


def _arrangement(panels: dict[str, Panel]) -> Node:
    """Each gradient stands below what it belongs to."""
    top = ["input", "kernel", "sums", "slopes", "activated", *(["shares"] if "shares" in panels else []), "pooled"]
    below = {
        "input": "dx_0",
        "kernel": "dw_0",
        "sums": "by_sums",
        "activated": "by_activated",
        "pooled": "gradient",
    }
    parts = ([name, below[name]] if name in below else [name] for name in top)
    return flow(*(column(*map(Place, part)) for part in parts))
