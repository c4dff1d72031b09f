"""A nudge of one number: what its gradient predicts of the loss, beside what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go

from conv.index_maps import IndexMap
from conv.nudges import Loss, Nudge
from conv.operations import GRADIENT, PIXEL, SLOPE, WEIGHT
from conv.reductions import Reduction
from conv.text import _
from conv.ui.board import palette
from conv.ui.board.arrangement import Place, flow
from conv.ui.board.board import Board, Group, Operand, Track
from conv.ui.board.deriving import derive_difference, derive_function, derive_product, derive_terms, derive_total
from conv.ui.board.laying import own_cell
from conv.ui.board.panel import Panel
from conv.ui.extras.records import Chart, Columns, Extra, Text
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.backward import SMALL, backward_computation, derive_gradient, scene_kernels, scene_pass
from conv.ui.lessons.backward_derived import (
    Derived,
    Read,
    derive_at_sums,
    derive_output,
    hidden_panel,
)
from conv.ui.lessons.panels import picture_look, picture_panels, signed_look
from conv.ui.scene.pictures import scene_image
from conv.ui.scene.record import Scene
from conv.ui.words.backward import nudge_sentences, nudge_table, nudge_words
from conv.ui.words.numbers import short_text

REACH, POINTS = 2.5, 61  # of the chart: how many times the nudge it goes to both sides, and how finely
CHART = 260


def build_nudge(scene: Scene, picture: Picture) -> Content:
    """One number changed: the change of every sum, what that is predicted to do to the loss, and what it does."""
    image = scene_image(replace(scene, colour="grey"), picture.own)
    found, target = scene_pass(scene, image)
    nudge = Nudge(found, Loss(found.gradient, target), scene.nudged == "weight", scene.place, scene.nudge)
    look = replace(picture_look(scene, image), weights=scene_kernels(scene, 1)[1], numbers=())
    (source,) = picture_panels(found.padded, found.geometry, look)
    row, col = nudge.place
    kernel = Panel("kernel", found.kernel[0], _("Kernel"), side=SMALL, **signed_look(found.kernel[0]))
    if look.weights:
        kernel = replace(kernel, edits=("weights", 0))
    if nudge.of_weight:
        kernel = replace(kernel, outlines=[(row, row, col, col)])
    else:
        top, left = found.geometry.rows.before + row, found.geometry.cols.before + col
        source = replace(source, outlines=[(top, top, left, left)])
    limits = signed_look(np.stack([nudge.predicted_cells, nudge.true_cells]), "predicted", "true")
    panels = (
        source,
        kernel,
        Panel("map", found.feature_map, _("Output y")),
        Panel("passed", found.at_sums, "∂L/∂z", **signed_look(found.at_sums)),
        Panel("change", nudge.change, _("Change of z"), **signed_look(nudge.change)),
        Panel("predicted", nudge.predicted_cells, _("Predicted change of L"), short=_("Predicted"), **limits),
        Panel("true", nudge.true_cells, _("True change of L"), short=_("True"), **limits),
    )
    size = found.geometry.output_size
    group = Group(
        _("∂L/∂z × change of z"),
        (replace(own_cell("passed", size, GRADIENT), beam=True), own_cell("change", size, SLOPE)),
    )
    track = Track(
        _("Nudge"),
        "predicted",
        size,
        (group,),
        reduction=Reduction("dot"),
        words=nudge_words(),
        reveals=("true",),
        legend=[("window", _("one output: ∂L/∂z and its change")), ("cover", _("not computed yet"))],
    )
    kernel_first = (Place("kernel"), Place("input"), Place("map"))
    effects = (Place("passed"), Place("change"), Place("predicted"), Place("true"))
    arrangement = flow(*kernel_first, *effects)
    description = _("A number that is nudged, and what the loss does.")
    derived = _derived(scene, nudge, {panel.name: panel for panel in panels})
    board = Board(panels, (track,), arrangement, description, derived=derived.tracks, hidden=derived.hidden)
    return Content(board, nudge_sentences(nudge), below=lambda: _chart(nudge), layers=[backward_computation(found)])


def _derived(scene: Scene, nudge: Nudge, panels: Mapping[str, Panel]) -> Derived:
    """How map, gradient, and all changes come from picture and kernel."""
    found, target = nudge.found, nudge.loss.target
    operation, size = found.operation, found.geometry.output_size
    read = Read(found.shape, [panels["input"]], [panels["kernel"]])
    output = panels["map"]
    names = ("sums", "after", "output", "step", "twice", "beyond")
    hidden = {name: hidden_panel(f"hidden_{name}", np.zeros(size)) for name in names}
    gradient = hidden_panel("hidden_g", nudge.loss.gradient)
    amount = hidden_panel("hidden_amount", np.array([[nudge.amount]]))
    derived = Derived((derive_output(operation, read, output),), (gradient, amount, *hidden.values()))
    if target is not None:
        wanted = hidden_panel("hidden_wanted", target)
        derived += Derived((), (wanted,)) + derive_gradient(scene, found, read, (output, wanted, gradient))
    derived += derive_at_sums(operation, read, gradient, panels["passed"], sums=hidden["sums"])
    tracks = [
        _change(nudge, panels["change"], amount),
        derive_total(hidden["sums"], panels["change"], hidden["after"]),
        derive_function(hidden["after"], hidden["output"], operation.activation),
        derive_difference(hidden["output"], output, hidden["step"]),
    ]
    if target is None:
        tracks.append(derive_product(gradient, hidden["step"], panels["true"]))
    else:  # (b - t)² / 2 - (a - t)² / 2 = (b - a) times the mean of a and b, less t
        tracks += [
            derive_total(output, hidden["output"], hidden["twice"], "mean"),
            derive_difference(hidden["twice"], wanted, hidden["beyond"]),
            derive_product(hidden["step"], hidden["beyond"], panels["true"]),
        ]
    return derived + Derived(tuple(tracks))


def _change(nudge: Nudge, target: Panel, amount: Panel) -> Track:
    """The change of each sum: the pixel beneath the weight, or the weights upon the pixel, times the nudge."""
    name, role = ("input", PIXEL) if nudge.of_weight else ("kernel", WEIGHT)
    rows, cols = nudge.reads
    factor = Operand(name, rows, cols, role=role)
    whole = IndexMap.whole(1, target.shape[0]), IndexMap.whole(1, target.shape[1])
    return derive_terms("dot", target, (factor, Operand(amount.name, whole[0], whole[1], role=SLOPE)))


def _chart(nudge: Nudge) -> list[Extra]:
    """The loss against the nudge: a curve, and the line that the gradient draws."""
    reach = REACH * (abs(nudge.amount) or 1)
    amounts = np.linspace(-reach, reach, POINTS)
    true = nudge.changes(amounts)
    line = (nudge.gradient * amounts).tolist()
    figure = go.Figure(
        [
            go.Scatter(x=amounts, y=true, name=_("True change of L"), line={"color": palette.ACCENT, "width": 3}),
            go.Scatter(x=amounts, y=line, name=_("Gradient × nudge"), line={"color": palette.PICKED, "dash": "dash"}),
            go.Scatter(
                x=[nudge.amount],
                y=[nudge.true],
                name=_("This nudge"),
                mode="markers",
                marker={"size": 12, "color": palette.ACCENT, "line": {"width": 2, "color": palette.HALO}},
            ),
        ]
    )
    figure.update_layout(
        margin={"l": 56, "r": 16, "t": 8, "b": 40},
        xaxis={"title": _("Nudge"), "fixedrange": True},
        yaxis={"title": _("Change of L"), "fixedrange": True},
        legend={"orientation": "h", "y": 1.12},
    )
    description = _("The loss changes by {true}; the gradient predicts {predicted}.").format(
        true=short_text(nudge.true), predicted=short_text(nudge.predicted)
    )
    chart = Chart("nudge_curve", figure, description, CHART)
    return [Columns([[Text(nudge_table(nudge))], [chart]], [2, 3])]
