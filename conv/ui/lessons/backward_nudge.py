"""A nudge of one number: what its gradient predicts of the loss, beside what becomes of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go

from conv.nudges import Loss, Nudge
from conv.operations import GRADIENT, SLOPE
from conv.reductions import Reduction
from conv.text import _
from conv.ui.board import palette
from conv.ui.board.arrangement import Place, flow
from conv.ui.board.board import Board, Group, Track
from conv.ui.board.laying import own_cell
from conv.ui.board.panel import Panel
from conv.ui.extras.records import Chart, Columns, Extra, Text
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.backward import SMALL, backward_computation, scene_kernels, scene_pass
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
    board = Board(panels, (track,), arrangement, description, followed=False)
    return Content(board, nudge_sentences(nudge), below=lambda: _chart(nudge), layers=[backward_computation(found)])


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
