"""Weight sharing made visible: one kernel everywhere, shifts, the matrix of a convolution, and the flipped kernel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import streamlit as st

from conv.costs import LayerShape
from conv.equivariance import Equivariance, equal_cells, equivariance, shift2d
from conv.kernels import flip_kernel
from conv.matrices import convolution_matrix, im2col
from conv.pooling import max_pool2d
from conv.steps import Walk
from conv.text import _
from conv.ui import figures, palette
from conv.ui.panels import Panel, picture_look
from conv.ui.pictures import scene_kernel, scene_walk
from conv.ui.scene import MOST_SHIFT, Scene
from conv.ui.session import move_picture
from conv.ui.stage import CHART_CONFIG
from conv.ui.tracks import Track, walk_track

POOL = 2  # side of the pooling windows
MOST_MATRIX_CELLS = 100_000
MATRIX_SIZE = 16  # pixels on the long side up to which the matrix is drawn


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of the lesson: its tracks, what they show in words, and charts that stand below the stage."""

    tracks: list[Track]
    sentences: Sequence[str]
    below: Sequence[Panel] = ()


def weight_part(scene: Scene, image: np.ndarray) -> Part:
    """One kernel, the same in every place."""
    walk = scene_walk(scene, image)
    layer = LayerShape(1, 1, walk.geometry, bias=False)
    numbers = {
        "weights": f"{layer.convolution.parameters:,}",
        "places": f"{walk.geometry.steps:,}",
        "own": f"{layer.locally_connected.parameters:,}",
    }
    sentence = _(
        "Shared weights: **{weights}**, in **{places}** places. With weights of its own in each place: **{own}**."
    )
    return Part([walk_track(walk, picture_look(scene, image))], [sentence.format(**numbers)])


def shift_part(scene: Scene, image: np.ndarray) -> Part:
    """A picture and the same picture shifted, what becomes of their maps, and of their pooled maps."""
    rows, cols = scene.shift
    first, second = scene_walk(scene, image), scene_walk(scene, shift2d(image, rows, cols))
    found = equivariance(first, second, scene.shift)
    look = picture_look(scene, image, narrow=True)
    limits = figures.value_limits(_stacked_maps(first, second))
    tracks = [
        walk_track(
            first,
            look,
            title=_("The picture"),
            caption=_("Its map, and the map shifted: {shift}.").format(shift=_shift_name(*found.shift)),
        ),
        walk_track(
            second,
            look,
            title=_("Shifted: {shift}").format(shift=_shift_name(rows, cols)),
            caption=_("Its map, minus the shifted map."),
        ),
    ]
    expected = shift2d(first.feature_map, *found.shift)
    fields = [_plain_panel(expected, _("Shifted map"), limits=limits), _difference_panel(found)]
    tracks = [
        replace(track, panels={**track.panels, "field": [field]}) for track, field in zip(tracks, fields, strict=True)
    ]
    return Part(tracks, _shift_sentences(scene, found, first, second), _pooled_panels(first, second))


def matrix_part(scene: Scene, image: np.ndarray) -> Part:
    """The convolution as a matrix, and its windows as rows; the row of the current step is marked by the player."""
    walk = scene_walk(scene, image)
    geometry = walk.geometry
    track = walk_track(walk, picture_look(scene, image))
    rows, cols = geometry.steps, walk.padded[0].size
    if rows * cols > MOST_MATRIX_CELLS:
        message = _("The matrix would have {rows} × {cols} cells, too many to draw; use a smaller picture.")
        return Part([track], [message.format(rows=rows, cols=cols)])
    kernel = walk.weight[0]
    matrix, places = convolution_matrix(kernel, geometry), convolution_matrix(np.ones_like(kernel), geometry)
    shown = np.where(places == 1, matrix, np.nan)
    largest = float(np.abs(kernel).max()) or 1.0
    numbers = {"rows": rows, "cols": cols, "taps": kernel.size}
    charts = [
        _plain_panel(
            shown,
            _("Matrix {rows} × {cols}: steps down, pixels across").format(**numbers),
            scale=palette.SIGNED,
            limits=(-largest, largest),
            square=False,
        ),
        _plain_panel(
            im2col(walk.padded[0], geometry),
            _("im2col, {rows} × {taps}: each window as a row").format(**numbers),
            square=False,
        ),
    ]
    return Part([replace(track, panels={**track.panels, "matrix": charts})], _matrix_sentences(places, numbers))


def flip_part(scene: Scene, image: np.ndarray) -> Part:
    """The kernel as it is, and turned by half a turn."""
    weight, divisor = scene_kernel(scene, 1)
    turned = tuple(tuple(map(float, row)) for row in flip_kernel(weight[0]).tolist())
    flipped = replace(scene, kernel="typed", weights=(turned,), divisor=divisor)
    first, second = scene_walk(scene, image), scene_walk(flipped, image)
    look = picture_look(scene, image, narrow=True)
    captions = {
        _("Cross-correlation"): _("The kernel as it is, as in every deep-learning library."),
        _("Convolution"): _("The kernel turned by half a turn, as in mathematics."),
    }
    tracks = [
        walk_track(walk, look, title=title, caption=caption)
        for walk, (title, caption) in zip((first, second), captions.items(), strict=True)
    ]
    equal, cells = equal_cells(first.feature_map, second.feature_map), first.feature_map.size
    if np.array_equal(weight, flip_kernel(weight)):
        sentence = _("This kernel looks the same after half a turn, so that both maps agree in all {cells} cells.")
    else:
        sentence = _("The maps agree in **{equal}** of {cells} cells: half a turn changes this kernel.")
    return Part(tracks, [sentence.format(equal=equal, cells=cells)])


PARTS = {"weights": weight_part, "shift": shift_part, "matrix": matrix_part, "flip": flip_part}


def show_moves(scene: Scene) -> None:
    """Buttons that move the picture by a pixel, as far as a link can say."""
    moves = {
        _("Left"): ("arrow_back", 0, -1),
        _("Right"): ("arrow_forward", 0, 1),
        _("Up"): ("arrow_upward", -1, 0),
        _("Down"): ("arrow_downward", 1, 0),
    }
    with st.container(horizontal=True, gap="small", key="moves"):
        for name, (icon, rows, cols) in moves.items():
            moved = (scene.shift[0] + rows, scene.shift[1] + cols)
            st.button(
                name,
                key=f"move_{icon}",
                icon=f":material/{icon}:",
                disabled=max(map(abs, moved)) > MOST_SHIFT,
                on_click=move_picture,
                args=(rows, cols),
            )


def show_part(part: Part) -> None:
    """The words of a part, and the charts below its stage."""
    st.markdown("  \n".join(part.sentences))
    if part.below:
        for number, (column, (figure, alt)) in enumerate(zip(st.columns(len(part.below)), part.below, strict=True)):
            column.plotly_chart(figure, key=f"below_{number}", config=CHART_CONFIG, alt=alt, height=260)


def _shift_sentences(scene: Scene, found: Equivariance, first: Walk, second: Walk) -> list[str]:
    inside = int(found.inside.sum())
    equal = int((found.equal & found.inside).sum())
    border, border_equal = found.inside.size - inside, int((found.equal & ~found.inside).sum())
    sentences = [
        _("Away from the border, **{equal}** of {inside} cells are equal.").format(equal=equal, inside=inside),
    ]
    if border:
        sentences.append(
            _("At the border (hatched), **{differ}** of {border} cells differ: pixels came in or left.").format(
                differ=border - border_equal, border=border
            )
        )
    if not found.whole:
        sentences.append(
            _("With stride {down} × {across}, a shift of {shift} is no whole number of cells.").format(
                down=scene.stride[0], across=scene.stride[1], shift=_shift_name(*scene.shift)
            )
        )
    if min(first.geometry.output_size) >= POOL:
        maps = _stacked_maps(first, second)
        pooled = max_pool2d(maps, POOL)
        sentences.append(
            _(
                "The shift leaves {before} of {cells} cells of the map as they were, "
                "and {after} of {pooled} after {side} × {side} max-pooling."
            ).format(
                before=equal_cells(*maps),
                cells=maps[0].size,
                after=equal_cells(*pooled),
                pooled=pooled[0].size,
                side=POOL,
            )
        )
    return sentences


def _shift_name(rows: int, cols: int) -> str:
    names = {
        (True, True): _("{rows} down, {cols} right"),
        (True, False): _("{rows} down, {cols} left"),
        (False, True): _("{rows} up, {cols} right"),
        (False, False): _("{rows} up, {cols} left"),
    }
    return names[rows >= 0, cols >= 0].format(rows=abs(rows), cols=abs(cols))


def _stacked_maps(first: Walk, second: Walk) -> np.ndarray:
    return np.stack([first.feature_map, second.feature_map])


def _matrix_sentences(places: np.ndarray, numbers: dict[str, int]) -> list[str]:
    weights = int(places.sum())
    return [
        _("**{weights}** of {all} cells hold a weight ({share} %); all others are always zero.").format(
            weights=weights, all=places.size, share=f"{100 * weights / places.size:.0f}"
        ),
        _("A convolution is a sparse dense layer with tied weights: all rows share the same {count}.").format(
            count=numbers["taps"]
        ),
    ]


def _pooled_panels(first: Walk, second: Walk) -> list[Panel]:
    """Both maps after pooling and their difference; none where a map is smaller than a window."""
    if min(first.geometry.output_size) < POOL:
        return []
    pooled = max_pool2d(_stacked_maps(first, second), POOL)
    limits = figures.value_limits(pooled)
    return [
        _plain_panel(pooled[0], _("Pooled map of the picture"), limits=limits),
        _plain_panel(pooled[1], _("Pooled map of the shifted picture"), limits=limits),
        _plain_panel(pooled[1] - pooled[0], _("Difference after pooling"), **_signed(pooled[1] - pooled[0])),
    ]


def _difference_panel(found: Equivariance) -> Panel:
    border = [
        (row, row, first, last)
        for row, inside in enumerate(found.inside)
        for first, last in figures.runs(np.flatnonzero(~inside).tolist())
    ]
    hatches = [figures.hatch_trace(_("at the border"), border, palette.PADDING)] if border else []
    return _plain_panel(
        found.difference,
        _("Difference"),
        hatches=hatches,
        **_signed(found.difference),
    )


def _signed(values: np.ndarray) -> dict[str, Any]:
    """Looks of a map of differences."""
    largest = float(np.abs(values).max()) or 1.0
    return {"scale": palette.SIGNED, "limits": (-largest, largest)}


def _plain_panel(values: np.ndarray, title: str, *, square: bool = True, **looks: Any) -> Panel:
    """A chart of its own; one that is not square fills its place."""
    fit = figures.NUMBERS_FIT_BESIDE if square else figures.NUMBERS_FIT
    compact = values if np.isnan(values).any() else figures.compact(values)
    figure = figures.panel_figure(compact, title=title, numbers_fit=fit, **looks)
    if not square:
        figure.layout.yaxis.scaleanchor = None
    return figure, title
