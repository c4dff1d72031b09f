"""Checkerboards of transposed convolutions: how many stamps land on each cell, and resizing first as the cure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from conv.index_maps import IndexMap
from conv.operations import Convolution, Network, Repeating, TransposedConvolution
from conv.text import _
from conv.transposed import TransposedGeometry
from conv.ui.board.arrangement import Caption, Place, column, flow
from conv.ui.board.board import Board, Operand, Track
from conv.ui.board.deriving import derive_means, derive_sum
from conv.ui.board.panel import Panel
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.panels import count_panel
from conv.ui.lessons.transposed import PAINTED, drawn_geometry, picture_and_kernel, sized_panel
from conv.ui.saving.code import Computation, computation
from conv.ui.scene.record import Scene


def build_checkerboard(scene: Scene, picture: Picture) -> Content:
    """Three ways to a larger picture with an even kernel: uneven overlaps, even ones, and resizing first."""
    image, kernel, _divisor = picture_and_kernel(scene, picture)
    sizes = kernel.shape
    fitting = tuple(-(-size // step) * step for size, step in zip(sizes, scene.stride, strict=True))
    ways = [
        (_("Kernel {h} × {w}, stride {s} × {t}"), sizes),
        (_("Kernel {h} × {w}, divisible by stride {s} × {t}"), fitting),
    ]
    source = sized_panel("input", image[0], _("Input {height} × {width}"), side=0.6, ticks=False, **PAINTED)
    if image.dtype == np.uint8:
        source = replace(source, limits=(0.0, 255.0))
    panels, tracks, columns = [source], [], []
    derived: list[Track] = []
    layers: list[Computation] = []
    lines = [
        _(
            "Of the kernel only the size counts here: all its weights are alike. With weights that differ, "
            "neighbouring cells add up different weights, so that a pattern can show even where the "
            "stride divides the kernel."
        )
    ]
    for number, (title, size) in enumerate(ways):
        even = np.full((1, 1, *size), scene.stride[0] * scene.stride[1] / (size[0] * size[1]))
        geometry = drawn_geometry(image, even, len(ways) + 1, stride=scene.stride)
        enlarging = TransposedConvolution.of(even, stride=scene.stride)
        output = enlarging.apply(image.astype(float))[0]
        name = title.format(h=size[0], w=size[1], s=scene.stride[0], t=scene.stride[1])
        counts = count_panel(f"counts{number}", geometry.overlap_counts, _("Stamps on each cell"), ticks=False)
        panels += [sized_panel(f"way{number}", output, _("Output {height} × {width}"), ticks=False), counts]
        index_maps = geometry.rows.gathers, geometry.cols.gathers
        same = IndexMap.same(output.shape[0]), IndexMap.same(output.shape[1])
        divisor = size[0] * size[1] / (scene.stride[0] * scene.stride[1])
        derived.append(derive_sum(source, panels[-2], *index_maps, divisor))
        overlays = (Operand("input", *index_maps), Operand(counts.name, *same, look="cell", beam=False))
        tracks.append(_overlay_track(name, f"way{number}", output.shape, overlays))
        layers.append(computation(image, enlarging))
        columns.append(column(Caption((name,)), Place(f"way{number}"), Place(counts.name)))
        lines.append(_overlap_sentence(name, geometry))
    even = np.full((1, 1, *sizes), 1 / (sizes[0] * sizes[1]))
    last = computation(image, Repeating(scene.stride), Convolution.of(even))
    resized = sized_panel(
        "way2", last.network.apply(image.astype(float))[0], _("Output {height} × {width}"), ticks=False
    )
    track, between, more = _resized_track(last.network, source, resized)
    panels.append(resized)
    tracks.append(track)
    derived += more
    columns.append(column(Caption((track.title,)), Place("way2")))
    description = _("Three ways to enlarge a picture with an even kernel, and how many stamps land on each cell.")
    arrangement = flow(Place("input"), flow(*columns))
    board = Board(tuple(panels), tuple(tracks), arrangement, description, derived=tuple(derived), hidden=(between,))
    lines.append(
        _("Resizing first leaves no pattern: every cell is the mean of a whole window (Odena and others 2016).")
    )
    return Content(board, lines, layers=[*layers, last])


def _resized_track(network: Network, source: Panel, target: Panel) -> tuple[Track, Panel, list[Track]]:
    """The walk over a picture that is repeated and then convolved, the panel between, and how both are made."""
    between = Panel("repeated", np.zeros(network.shapes[1][1:]), "")
    steps = list(zip(network.operations, network.shapes, strict=False))
    pixels, windows = (operation.terms(shape, 0)[0].factors[0] for operation, shape in steps)
    index_maps = pixels.rows.then(windows.rows), pixels.cols.then(windows.cols)
    track = _overlay_track(
        _("Resized first, then convolved"), target.name, target.shape, (Operand(source.name, *index_maps),)
    )
    made = zip(steps, ((source, between), (between, target)), strict=True)
    return track, between, [derive_means(*step, *panels) for step, panels in made]


def _overlay_track(title: str, target: str, size: tuple[int, ...], overlays: tuple[Operand, ...]) -> Track:
    return Track(
        title,
        target,
        (size[0], size[1]),
        overlays=overlays,
        words={
            "window": _("Pixels of the picture that make cell {row}, {col}: {count}"),
            "own": "",
            "outside": "",
            "reduced": "",
            "post": [],
            "reaches": _("Cells of the output that have to do with it: {count}."),
            "row_end": "",
        },
        legend=[("window", _("current cell, and what it is made of")), ("cover", _("not computed yet"))],
    )


def _overlap_sentence(name: str, geometry: TransposedGeometry) -> str:
    counts = np.multiply.outer(np.array(geometry.rows.phases), np.array(geometry.cols.phases))
    minimum, maximum = int(counts.min()), int(counts.max())
    if minimum == maximum:
        sentence = _("{way}: away from the border as many stamps, **{maximum}**, land on every cell; no pattern.")
    else:
        sentence = _(
            "{way}: away from the border **{minimum} to {maximum}** stamps land on cells, in turn: a checkerboard."
        )
    return sentence.format(way=name, minimum=minimum, maximum=maximum)
