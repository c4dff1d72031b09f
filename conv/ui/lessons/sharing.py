"""Weight sharing made visible: one kernel everywhere, shifts, the matrix of a convolution, and the flipped kernel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from conv.index_maps import IndexMap, runs
from conv.kernels import flip_kernel
from conv.layer_costs import locally_connected_cost
from conv.matrices import convolution_matrix, im2col
from conv.operations import MaxPooling
from conv.ops import pad2d
from conv.pooling import max_pool2d
from conv.shifts import Equivariance, equal_cells, equivariance, shift2d
from conv.steps import Walk
from conv.text import _
from conv.ui.board import palette
from conv.ui.board.arrangement import Caption, Grid, Live, Place, Sign, column, flow
from conv.ui.board.board import Board, Operand, Track
from conv.ui.board.deriving import MAX_PLACED, derive, derive_difference, derive_places, numbered
from conv.ui.board.panel import Panel, Scaling, value_limits
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.boards import one_board, one_row
from conv.ui.lessons.moves import move_buttons
from conv.ui.lessons.panels import Laid, lay_walk, picture_look, signed_look, walk_track
from conv.ui.saving.code import walked
from conv.ui.scene.pictures import scene_image, scene_kernel, scene_walk
from conv.ui.scene.record import Scene
from conv.ui.words.numbers import count_text
from conv.ui.words.shifts import shift_name

POOL = 2  # side of the pooling windows
MAX_MATRIX_CELLS = 100_000
MATRIX_SIZE = 16  # pixels on the long side up to which the matrix is drawn


def build_weights(scene: Scene, picture: Picture) -> Content:
    """One kernel, the same in every place."""
    scene = replace(scene, colour="grey")
    image = scene_image(scene, picture.own)
    walk = scene_walk(scene, image)
    layer = replace(walk.operation, learns_bias=False)
    sentence = _(
        "Shared weights: **{weights}**, in **{places}** places. With weights of its own in each place: **{own}**."
    ).format(
        weights=count_text(layer.cost(walk.shape).parameters),
        places=count_text(walk.geometry.steps),
        own=count_text(locally_connected_cost(layer, walk.shape).parameters),
    )
    board = one_board(lay_walk(walk, picture_look(scene, image)))
    return Content(board, [sentence], layers=[walked([walk])])


def build_shift(scene: Scene, picture: Picture) -> Content:
    """A picture and the same picture shifted, what becomes of their maps, and of their pooled maps."""
    scene = replace(scene, colour="grey")
    image = scene_image(scene, picture.own)
    rows, cols = scene.shift
    moved = shift2d(image, rows, cols)
    first, second = scene_walk(scene, image), scene_walk(scene, moved)
    found = equivariance(first, second, scene.shift)
    look = picture_look(scene, image)
    expected = shift2d(first.feature_map, *found.shift)
    shifted_map = Panel(
        "shifted_map",
        expected,
        _("Its map, shifted: {shift}").format(shift=shift_name(*found.shift)),
        short=_("Map, shifted"),
        limits=value_limits(_stacked_maps(first, second)),
        scaling=Scaling("own", ("walk0_map", "walk1_map")),
    )
    difference = _difference_panel(found)
    laid = [
        replace(lay_walk(first, look, title=_("The picture"), prefix="walk0_"), extra=(shifted_map,)),
        lay_walk(
            second,
            replace(look, pixels=False),
            title=_("Shifted: {shift}").format(shift=shift_name(rows, cols)),
            prefix="walk1_",
        ),
    ]
    laid[1] = replace(
        laid[1],
        kernels=laid[0].kernels,
        track=walk_track(second, laid[1].inputs, laid[0].kernels, laid[1].target.name, title=laid[1].track.title),
        extra=(difference,),
    )
    laid = [_named(walk) for walk in laid]
    own, other = (walk.inputs[0] for walk in laid)
    other = replace(other, limits=own.shown_limits, scaling=Scaling("like", (own.name,)))
    laid[1] = replace(laid[1], inputs=(other,))
    pooled = _pooled_panels(first, second)
    lines = tuple(
        (Place(walk.inputs[0].name), Place(walk.target.name), Place(after.name))
        for walk, after in zip(laid, (shifted_map, difference), strict=True)
    )
    kernel = column(Place(laid[0].kernels[0].name), Live((0, len(laid)), None))
    panels = {panel.name: panel for walk in laid for panel in walk.panels} | {panel.name: panel for panel in pooled}
    description = _("A picture and the same picture shifted, with their feature maps and what differs.")
    board = Board(
        tuple(panels.values()),
        tuple(walk.track for walk in laid),
        flow(Grid(lines), flow(kernel, *(Place(panel.name) for panel in pooled))),
        description,
        derived=_derived_shift(found, second, laid, pooled, scene.shift),
    )
    layers = walked([first]), walked([second])
    return Content(board, _shift_sentences(scene, found, first, second), above=[move_buttons(scene)], layers=layers)


def build_matrix(scene: Scene, picture: Picture) -> Content:
    """The convolution as a matrix, and its windows as rows; each step reads a row of both."""
    scene = replace(scene, colour="grey")
    image = scene_image(scene, picture.own)
    walk = scene_walk(scene, image)
    geometry, laid = walk.geometry, lay_walk(walk, picture_look(scene, image))
    layers = [walked([walk])]
    rows, cols = geometry.steps, walk.padded[0].size
    if rows * cols > MAX_MATRIX_CELLS:
        message = _("The matrix would have {rows} × {cols} cells, too many to draw; use a smaller picture.")
        return Content(one_board(laid), [message.format(rows=rows, cols=cols)], layers=layers)
    kernel = walk.weight[0]
    matrix, places = convolution_matrix(kernel, geometry), convolution_matrix(np.ones_like(kernel), geometry)
    largest = float(np.abs(kernel).max()) or 1.0
    numbers = {"rows": rows, "cols": cols, "taps": kernel.size}
    charts = (
        Panel(
            "matrix",
            np.where(places == 1, matrix, np.nan),
            _("Matrix {rows} × {cols}: steps down, pixels across").format(**numbers),
            short=_("Matrix {rows} × {cols}").format(**numbers),
            scale=palette.SIGNED,
            limits=(-largest, largest),
            scaling=Scaling("like", (laid.kernels[0].name,)),
            stretch=(2.0, 0.9),
        ),
        Panel(
            "im2col",
            im2col(walk.padded[0], geometry),
            _("im2col {rows} × {taps}: each window as a row").format(**numbers),
            short=_("im2col {rows} × {taps}").format(**numbers),
            limits=laid.inputs[0].shown_limits,
            scaling=Scaling("like", (laid.inputs[0].name,)),
            stretch=(0.9, 0.9),
        ),
    )
    each = IndexMap.same(rows)
    overlays = [Operand(panel.name, each, IndexMap.whole(panel.shape[1], rows), by_step=True) for panel in charts]
    track = walk_track(walk, laid.inputs, laid.kernels, laid.target.name, more=overlays)
    arrangement = flow(one_row(laid), flow(*(Place(panel.name) for panel in charts)))
    description = _("A picture, its kernel and map, and the same convolution as a matrix.")
    weights = convolution_matrix(numbered(kernel.shape), geometry)
    pixels = im2col(numbered(walk.padded[0].shape), geometry)
    followed = max(weights.size, pixels.size) <= MAX_PLACED
    derived = (
        derive_places(laid.kernels[0], charts[0], weights),
        derive_places(laid.inputs[0], charts[1], pixels),
    )
    board = Board(
        (*laid.panels, *charts),
        (track,),
        arrangement,
        description,
        derived=derived if followed else (),
        waits=() if followed else tuple(panel.name for panel in charts),
    )
    return Content(board, _matrix_sentences(places, numbers), layers=layers)


def build_flip(scene: Scene, picture: Picture) -> Content:
    """The kernel as it is, and rotated by 180°."""
    scene = replace(scene, colour="grey")
    image = scene_image(scene, picture.own)
    weight, divisor = scene_kernel(scene, 1)
    turned = tuple(tuple(map(float, row)) for row in flip_kernel(weight[0]).tolist())
    flipped = replace(scene, kernel="typed", weights=(turned,), divisor=divisor)
    walks = scene_walk(scene, image), scene_walk(flipped, image)
    captions = {
        _("Cross-correlation"): _("The kernel as it is, as in every deep-learning library."),
        _("Convolution"): _("The kernel rotated by 180°, as in mathematics."),
    }
    look = picture_look(scene, image)
    laid = [
        lay_walk(walk, replace(look, weights=number == 0), title=title, prefix=f"walk{number}_")
        for number, (walk, title) in enumerate(zip(walks, captions, strict=True))
    ]
    source = laid[0].inputs
    laid[1] = replace(
        laid[1],
        inputs=source,
        track=walk_track(walks[1], source, laid[1].kernels, laid[1].target.name, title=laid[1].track.title),
    )
    lines = tuple(
        (
            Caption((walk.track.title, caption)),
            Sign("×"),
            column(Place(walk.kernels[0].name), Live(number, None)),
            Sign("="),
            Place(walk.target.name),
        )
        for number, (walk, caption) in enumerate(zip(laid, captions.values(), strict=True))
    )
    panels = (*source, *(panel for walk in laid for panel in (*walk.kernels, walk.target)))
    description = _("One picture with a kernel as it is, and with the same kernel rotated by 180°.")
    arrangement = flow(Place(source[0].name), Grid(lines))
    source_kernel, turned_kernel = (walk.kernels[0] for walk in laid)
    derived = (derive_places(source_kernel, turned_kernel, flip_kernel(numbered(source_kernel.shape))),)
    board = Board(panels, tuple(walk.track for walk in laid), arrangement, description, derived=derived)
    equal, cells = equal_cells(walks[0].feature_map, walks[1].feature_map), walks[0].feature_map.size
    if np.array_equal(weight, flip_kernel(weight)):
        sentence = _("Rotated by 180°, this kernel looks the same, so that both maps agree in all {cells} cells.")
    else:
        sentence = _("The maps agree in **{equal}** of {cells} cells: rotating it by 180° changes this kernel.")
    layers = [walked([walk]) for walk in walks]
    return Content(board, [sentence.format(equal=count_text(equal), cells=count_text(cells))], layers=layers)


def _derived_shift(
    found: Equivariance, second: Walk, laid: Sequence[Laid], pooled: Sequence[Panel], shift: tuple[int, int]
) -> tuple[Track, ...]:
    """How the shifted picture, the shifted map, the difference and the pooled maps come from the others."""
    (own, other), (shifted_map, difference) = (walk.inputs[0] for walk in laid), (walk.extra[0] for walk in laid)
    top, left, height, width = own.inset or (0, 0, *own.shape)
    pixels = numbered(own.shape)[top : top + height, left : left + width]
    first, last = (walk.target for walk in laid)
    derived = [
        derive_places(own, other, pad2d(shift2d(pixels[None], *shift), second.geometry)[0]),
        derive_places(first, shifted_map, shift2d(numbered(first.shape), *found.shift)),
        derive_difference(last, shifted_map, difference),
    ]
    if pooled:
        pooling = MaxPooling(POOL)
        shape = (1, *first.shape)
        derived += [derive(pooling, shape, [each], panel) for each, panel in zip((first, last), pooled, strict=False)]
        derived.append(derive_difference(pooled[1], pooled[0], pooled[2]))
    return tuple(derived)


def _named(laid: Laid) -> Laid:
    """A walk whose picture has its name."""
    source = replace(laid.inputs[0], title=laid.track.title, short=laid.track.title)
    return replace(laid, inputs=(source,))


def _shift_sentences(scene: Scene, found: Equivariance, first: Walk, second: Walk) -> list[str]:
    inside = int(found.inside.sum())
    equal = int((found.equal & found.inside).sum())
    border, border_equal = found.inside.size - inside, int((found.equal & ~found.inside).sum())
    sentences = []
    if inside:
        away = _("Away from the border, **{equal}** of {inside} cells are equal.")
        sentences.append(away.format(equal=count_text(equal), inside=count_text(inside)))
    if border:
        differ = border - border_equal
        same = _("At the border (hatched), all {border} cells are equal as well.")
        other = _("At the border (hatched), **{differ}** of {border} cells differ: pixels came in or left.")
        sentences.append((other if differ else same).format(differ=count_text(differ), border=count_text(border)))
    if not found.whole:
        sentences.append(
            _("With stride {down} × {across}, a shift of {shift} is no whole number of cells.").format(
                down=scene.stride[0], across=scene.stride[1], shift=shift_name(*scene.shift)
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
                before=count_text(equal_cells(*maps)),
                cells=count_text(maps[0].size),
                after=count_text(equal_cells(*pooled)),
                pooled=count_text(pooled[0].size),
                side=POOL,
            )
        )
    return sentences


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
        _("The im2col matrix holds each window’s pixels as a row: times the kernel’s numbers, it is the map."),
    ]


def _pooled_panels(first: Walk, second: Walk) -> list[Panel]:
    """Both maps after pooling and their difference; none where pooling would leave a single cell."""
    if min(first.geometry.output_size) < 2 * POOL:
        return []
    pooled = max_pool2d(_stacked_maps(first, second), POOL)
    scaling = Scaling("own", ("pooled_0", "pooled_1"))
    shared: dict[str, Any] = {"limits": value_limits(pooled), "scaling": scaling, "side": 0.5, "ticks": False}
    names = [_("Pooled"), _("Pooled, shifted"), _("Difference after pooling")]
    change = pooled[1] - pooled[0]
    return [
        Panel("pooled_0", pooled[0], names[0], **shared),
        Panel("pooled_1", pooled[1], names[1], short=_("… shifted"), **shared),
        Panel("pooled_2", change, names[2], short=_("Difference"), **{**shared, **signed_look(change)}),
    ]


def _difference_panel(found: Equivariance) -> Panel:
    border = [
        (row, row, first, last)
        for row, inside in enumerate(found.inside)
        for first, last in runs(np.flatnonzero(~inside).tolist())
    ]
    hatches = [("border", border)] if border else []
    return Panel("difference", found.difference, _("Difference"), hatches=hatches, **signed_look(found.difference))
