"""The gradients of a convolution as convolutions: of the picture with g, and of g with the flipped kernel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from conv.activations import IDLE
from conv.backward_pass import BackwardPass
from conv.kernels import flip_kernel
from conv.operations import GRADIENT, PIXEL, WEIGHT
from conv.reductions import Reduction
from conv.text import _
from conv.ui.board.arrangement import Grid, Place, Sign, column, flow, row
from conv.ui.board.board import Board, Group, Operand, Track
from conv.ui.board.deriving import MAX_PLACED, derive_copy, derive_places, numbered
from conv.ui.board.facts import reduced_numbers
from conv.ui.board.panel import Panel
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.backward import (
    SMALL,
    backward_computation,
    derive_gradient,
    gradient_panels,
    scene_kernels,
    scene_pass,
)
from conv.ui.lessons.backward_derived import (
    Derived,
    Read,
    derive_at_sums,
    derive_output,
    hidden_panel,
)
from conv.ui.lessons.hatches import crossed
from conv.ui.lessons.panels import picture_look, picture_panels, signed_look
from conv.ui.scene.pictures import scene_image
from conv.ui.scene.record import Scene
from conv.ui.words.backward import convolution_sentences, convolution_words


def build_convolutions(scene: Scene, picture: Picture) -> Content:
    """The gradients of weights and pixels as two convolutions, beside what the stamps make."""
    image = scene_image(replace(scene, colour="grey"), picture.own)
    found, target = scene_pass(scene, image)
    geometry = found.geometry
    look = replace(picture_look(scene, image), weights=False)
    (source,) = picture_panels(found.padded, geometry, look)
    rows, cols = found.spread_axes
    zeros = crossed(rows.zeros, cols.zeros, rows.size - 1, cols.size - 1)
    between = Panel(
        "spread", found.spread, _("g with zeros around"), short=_("g, zeros around"), **signed_look(found.spread)
    )
    between = replace(between, hatches=[("padding", zeros)] if zeros else [])
    flipped = flip_kernel(found.kernel)[0]
    turned = Panel("flipped", flipped, _("Kernel, flipped"), short=_("Flipped"), side=SMALL, **signed_look(flipped))
    by_stamps = gradient_panels(found, [""])
    (dx,), (dw,) = by_stamps["x"], by_stamps["w"]
    stamped = [
        replace(panel, name=f"{panel.name}_stamped", title=title, short=title)
        for panel, title in ((dw, _("∂L/∂w by stamps")), (dx, _("∂L/∂x by stamps")))
    ]
    tracks = gradient_tracks(found, source, between, turned, (dw, dx), [panel.name for panel in stamped])
    kernel = Panel("kernel", found.kernel[0], _("Kernel"), side=SMALL, **signed_look(found.kernel[0]))
    if scene_kernels(scene, 1)[1]:
        kernel = replace(kernel, edits=("weights", 0))
    panels = (source, between, kernel, turned, dw, dx, *stamped)
    arrangement = flow(
        column(Place("input"), row(Place("kernel"), Sign("→"), Place("flipped"))),
        Place("spread"),
        Grid(((Place("dw_0"), Place("dw_0_stamped")), (Place("dx_0"), Place("dx_0_stamped")))),
    )
    derived = Derived(
        (
            derive_places(kernel, turned, flip_kernel(numbered(kernel.shape))),
            *(derive_copy(made, copy) for made, copy in zip((dw, dx), stamped, strict=True)),
        )
    )
    changes = target is not None or scene.activation != IDLE
    if changes:
        derived += _derived_spread(found, target, scene, Read(found.shape, [source], [kernel]), between)
    board = Board(
        panels,
        tracks,
        arrangement,
        _("Two convolutions that make the gradients of weights and pixels."),
        derived=derived.tracks,
        hidden=derived.hidden,
        waits=tuple(
            panel.name for panel in (between, dw, dx, *stamped) if changes and between.values.size > MAX_PLACED
        ),
    )
    return Content(board, convolution_sentences(found, _equal_cells(board)), layers=[backward_computation(found)] * 2)


def _derived_spread(
    found: BackwardPass, target: np.ndarray | None, scene: Scene, read: Read, between: Panel
) -> Derived:
    """How g between zeros comes from picture and kernel, where a wanted map or an activation ties it to them."""
    if between.values.size > MAX_PLACED:
        return Derived()
    gradient = hidden_panel("g", found.gradient)
    if target is not None:
        output, wanted = hidden_panel("output", found.feature_map), hidden_panel("wanted", target)
        derived = Derived((derive_output(found.operation, read, output),), (gradient, output, wanted))
        derived += derive_gradient(scene, found, read, (output, wanted, gradient))
    else:
        derived = Derived((), (gradient,))
    at_sums = hidden_panel("at_sums", found.at_sums)
    plain = replace(found.operation, activation=IDLE)
    places = BackwardPass(plain, found.image, numbered(found.gradient.shape)).spread
    last = Derived((derive_places(at_sums, between, places),), (at_sums,))
    return derived + derive_at_sums(found.operation, read, gradient, at_sums) + last


def gradient_tracks(
    found: BackwardPass,
    source: Panel,
    between: Panel,
    turned: Panel,
    targets: tuple[Panel, Panel],
    stamped: Sequence[str],
) -> tuple[Track, Track]:
    """The correlation of the picture with g, stepping by the dilation; the full one of g with the flipped kernel."""
    weights, pixels = targets
    rows, cols = found.spread_axes
    learn = Group(
        "",
        (
            Operand("input", rows.pixels_by_weight, cols.pixels_by_weight, role=PIXEL),
            Operand("spread", rows.gradient_by_weight, cols.gradient_by_weight, role=GRADIENT),
        ),
    )
    back = Group(
        "",
        (
            Operand("spread", rows.gradient_by_pixel, cols.gradient_by_pixel, role=GRADIENT),
            Operand("flipped", rows.weights_by_pixel, cols.weights_by_pixel, role=WEIGHT),
        ),
    )
    shared: dict[str, Any] = {"reduction": Reduction("dot"), "legend": _legend(found, between)}
    return (
        Track(
            _("∂L/∂w: x with g, not flipped"),
            weights.name,
            weights.shape,
            (learn,),
            words=convolution_words(Reduction("dot"), _("Weight {row}, {col}: g lies on x at {rows} and {cols}")),
            reveals=(stamped[0],),
            **shared,
        ),
        Track(
            _("∂L/∂x: g with the flipped kernel"),
            pixels.name,
            pixels.shape,
            (back,),
            words=convolution_words(
                Reduction("dot"), _("Pixel {row}, {col}: the flipped kernel lies on g at {rows} and {cols}")
            ),
            reveals=(stamped[1],),
            **shared,
        ),
    )


def _legend(found: BackwardPass, between: Panel) -> list[tuple[str, str]]:
    legend = [("window", _("window and current cell")), ("cover", _("not computed yet"))]
    if between.hatches:
        legend.append(("padding", _("zeros between and around, padding")))
    if found.geometry.unread_pixels:
        legend.append(("unread", _("read by no window: gradient 0")))
    return legend


def _equal_cells(board: Board) -> list[tuple[int, int]]:
    """Of each walk, how many cells its terms make as the stamps do, and of how many."""
    panels = {panel.name: panel.values for panel in board.panels}
    found = []
    for track in board.tracks:
        stamped = panels[track.reveals[0]]
        equal = np.isclose(reduced_numbers(board, track)[-1], stamped, rtol=1e-9, atol=1e-9)
        found.append((int(equal.sum()), equal.size))
    return found
