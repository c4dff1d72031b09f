"""Transposed convolution: stamps that add up, zeros in between, and the way back of a convolution."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from conv.index_maps import IndexMap
from conv.kernels import flip_kernel
from conv.matrices import convolution_matrix
from conv.operations import WEIGHT, TransposedConvolution
from conv.refusal import Refusal
from conv.steps import walk
from conv.text import _, all_forms, ngettext
from conv.transposed import TransposedGeometry, insert_zeros, transposed_geometry
from conv.ui.board.arrangement import Node, Place, Sign, flow, row
from conv.ui.board.board import Board, Operand
from conv.ui.board.deriving import MAX_PLACED, derive, derive_difference, derive_places, numbered
from conv.ui.board.laying import lay_stamps
from conv.ui.board.panel import Box, Panel
from conv.ui.board.texts import MAX_NUMBERS
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.boards import one_row
from conv.ui.lessons.hatches import crossed
from conv.ui.lessons.panels import Look, lay_walk, picture_look, signed_look, walk_track
from conv.ui.saving.code import computation, walked
from conv.ui.scene.pictures import scene_image, scene_kernel
from conv.ui.scene.record import Scene
from conv.ui.words.numbers import count_text

MAX_MATRIX_CELLS = 20_000
MAX_CELLS = 1_000_000  # of all outputs
PAINTED: dict[str, Any] = {"edits": ("pixels", 0)}  # its pictures are small


def build(scene: Scene, picture: Picture) -> Content:
    """Each pixel stamps its value times the kernel onto the output; where stamps meet they add up."""
    image, kernel, divisor = picture_and_kernel(scene, picture)
    geometry = drawn_geometry(image, kernel, **layer_arguments(scene))
    layer = TransposedConvolution.of(kernel[None, None], **layer_arguments(scene), divisor=divisor)
    output = layer.apply(image)[0]
    height, width = image.shape[1:]
    look = picture_look(scene, image)
    source = sized_panel("input", image[0], _("Input {height} × {width}"), letter=look.letter("x"), side=0.8, **PAINTED)
    stamp = replace(_kernel_panel(kernel / divisor), edits=("weights", 0) if divisor == 1 else None)
    target = sized_panel("output", output, _("Output {height} × {width}"))
    legend = [
        ("window", _("current pixel, and where its stamp lands")),
        ("cover", _("stamps to come: sums so far in italics") if output.size <= MAX_NUMBERS else _("stamps to come")),
    ]
    more: dict[str, Any] = {"words": _stamp_words(), "legend": legend, "notes": (_size_note(geometry),)}
    track = lay_stamps(layer, (1, height, width), source, stamp, target, title=_("Stamps"), **more)
    arrangement = flow(Place("input"), row(Sign("×"), Place("kernel")), row(Sign("→"), Place("output")))
    description = _("A picture whose pixels stamp a kernel onto a larger output.")
    board = Board((source, stamp, target), (track,), arrangement, description)
    return Content(board, [shared_sentence(geometry)], layers=[computation(image, layer)])


def build_zeros(scene: Scene, picture: Picture) -> Content:
    """The same numbers by an ordinary convolution: zeros between the pixels, and the flipped kernel."""
    image, kernel, divisor = picture_and_kernel(scene, picture)
    geometry = drawn_geometry(image, kernel, **layer_arguments(scene))
    spread = insert_zeros(image, geometry)
    look = Look(names=scene.cells == "names")
    found = walk(spread, flip_kernel(kernel)[None], divisor=divisor, dilation=scene.dilation)
    laid = lay_walk(found, look)
    title = _("Zeros inserted {height} × {width}").format(height=spread.shape[1], width=spread.shape[2])
    source = replace(laid.inputs[0], title=title, short=title, hatches=[("padding", inserted_zeros(geometry))])
    flipped = replace(laid.kernels[0], title=_("Flipped kernel"), short=_("Flipped"))
    between = [("padding", _("inserted zeros"))] if source.hatches[0][1] else []
    legend = [*laid.track.legend, *between]
    pixels = sized_panel(
        "pixels", image[0], _("Input {height} × {width}"), letter=look.letter("x"), side=0.6, **PAINTED
    )
    stamping = Operand("pixels", geometry.rows.gathers, geometry.cols.gathers, beam=False)
    track = replace(laid.track, legend=legend, overlays=(*laid.track.overlays, stamping))
    laid = replace(laid, inputs=(source,), kernels=(flipped,), track=track)
    layer = TransposedConvolution.of(kernel[None, None], **layer_arguments(scene), divisor=divisor)
    expected = layer.apply(image)[0]
    equal = int(np.isclose(found.feature_map, expected, rtol=1e-12, atol=1e-12).sum())
    sentence = _("**{equal}** of {cells} cells equal those that the stamps make.").format(
        equal=count_text(equal), cells=count_text(expected.size)
    )
    description = _("An ordinary convolution over inserted zeros, and the pixels whose stamps land on the same cell.")
    places = insert_zeros(numbered(image.shape), geometry)[0]
    followed = places.size <= MAX_PLACED
    derived = (derive_places(pixels, source, places),) if followed else ()
    arrangement = flow(Place("pixels"), one_row(laid))
    panels = (pixels, *laid.panels)
    waits = () if followed else (source.name, laid.target.name)
    board = Board(panels, (track,), arrangement, description, derived=derived, waits=waits)
    return Content(board, [sentence, shared_sentence(geometry)], layers=[computation(image, layer)])


def build_back(scene: Scene, picture: Picture) -> Content:
    """A convolution, and the transposed one with the same settings: the shape comes back, the values do not."""
    image, kernel, divisor = picture_and_kernel(scene, picture)
    layer = {name: value for name, value in layer_arguments(scene).items() if name != "output_padding"}
    found = walk(image, kernel[None], divisor=divisor, **layer)
    laid = lay_walk(found, replace(picture_look(scene, image), numbers=("divisor",)))
    extra = found.geometry.rows.remainder, found.geometry.cols.remainder
    turned_around = TransposedConvolution.of(kernel[None, None], **layer, output_padding=extra, divisor=divisor)
    back = turned_around.apply(found.feature_map[None])[0]
    panel = sized_panel("back", back, _("Back again {height} × {width}"))
    change = Panel(
        "change", back - image[0], _("Difference from the input"), short=_("Difference"), **signed_look(back - image[0])
    )
    sizes = found.geometry.output_size
    rows, cols = found.geometry.rows, found.geometry.cols
    reads = rows.pixel_map.then(rows.window_map), cols.pixel_map.then(cols.window_map)
    overlays = [Operand("back", *reads, beam=False)]
    panels: list[Panel] = [*laid.panels, panel, change]
    arrangement: Node = flow(*one_row(laid).children, Place("back"), Place("change"))
    steps, pixels = found.geometry.steps, image[0].size
    followed, placed = True, []
    if steps * pixels <= MAX_MATRIX_CELLS and found.geometry.padded_size == image.shape[1:]:
        matrix = convolution_matrix(kernel / divisor, found.geometry)
        looks: dict[str, Any] = signed_look(matrix)
        shapes = {"steps": steps, "pixels": pixels}
        looks |= {"side": 1.4, "ticks": False}
        title, turned = _("Matrix {steps} × {pixels}"), _("Transpose {pixels} × {steps}")
        panels += [
            Panel("matrix", matrix, title.format(**shapes), short=_("Matrix"), **looks),
            Panel("transpose", matrix.T, turned.format(**shapes), short=_("Transpose"), **looks),
        ]
        each = IndexMap.same(steps)
        overlays += [
            Operand("matrix", each, IndexMap.whole(pixels, steps), by_step=True),
            Operand("transpose", IndexMap.whole(pixels, steps), each, by_step=True),
        ]
        arrangement = flow(arrangement, flow(Place("matrix"), Place("transpose")))
        numbers = convolution_matrix(numbered(kernel.shape), found.geometry)
        post = turned_around.reduction(0).post
        placed = [derive_places(laid.kernels[0], panels[-2], numbers, post)]
        placed.append(derive_places(laid.kernels[0], panels[-1], numbers.T, post))
        followed = numbers.size <= MAX_PLACED
    track = walk_track(found, laid.inputs, laid.kernels, laid.target.name, more=overlays)
    description = _("A convolution, and the transposed one that returns its shape.")
    derived = (
        derive(turned_around, (1, *sizes), [laid.target], panel, parameters={WEIGHT: laid.kernels}),
        *([derive_difference(panel, laid.inputs[0], change)] if laid.inputs[0].shape == change.shape else []),
    )
    if followed:
        derived += tuple(placed)
    waits = () if followed else ("matrix", "transpose")
    board = Board(tuple(panels), (track,), arrangement, description, derived=derived, waits=waits)
    equal = int(np.isclose(back, image[0]).sum())
    sentence = _(
        "{h} × {w} → {i} × {j} → **{h} × {w}**: the shape returns; {equal} of {cells} values do. A transposed "
        "convolution is no inverse: it multiplies with the transpose of the matrix."
    ).format(h=image.shape[1], w=image.shape[2], i=sizes[0], j=sizes[1], equal=equal, cells=back.size)
    return Content(board, [sentence], layers=[walked([found])])


def ready_scenes() -> dict[str, Scene]:
    """Settings that are asked for again and again."""
    small = Scene(picture="typed", pixels=((1, 2, 0, 1), (0, 3, 1, 0), (2, 0, 1, 2), (1, 1, 0, 3)), kernel="gaussian_3")
    return {
        _("4 × 4, kernel 3, stride 2, output padding 1"): replace(small, stride=(2, 2), output_padding=(1, 1)),
        _("Stride 2, padding 1: twice as large"): replace(
            small, stride=(2, 2), padding=((1, 1), (1, 1)), output_padding=(1, 1)
        ),
        _("Stride 1: a full convolution"): small,
    }


def picture_and_kernel(scene: Scene, picture: Picture) -> tuple[np.ndarray, np.ndarray, float]:
    """The picture, shape (1, H, W), one kernel, shape (K_h, K_w), and its divisor."""
    scene = replace(scene, colour="grey")
    image = scene_image(scene, picture.own)
    weights, divisor = scene_kernel(scene, 1)
    return image, np.asarray(weights[0], float), divisor


def layer_arguments(scene: Scene) -> dict[str, Any]:
    """Arguments of the core.

    Raises:
        Refusal: If the padding is a word other than "valid", or not the same on opposite sides.
    """
    padding = (0, 0)
    if scene.padding != "valid":
        sides = () if isinstance(scene.padding, str) else scene.padding
        if any(before != after for before, after in sides) or not sides:
            raise Refusal(
                _(
                    "`padding` of a transposed convolution must be a number for rows and one for columns, got {value}."
                ).format(value=scene.padding)
            )
        padding = sides[0][0], sides[1][0]
    return {
        "stride": scene.stride,
        "padding": padding,
        "output_padding": scene.output_padding,
        "dilation": scene.dilation,
    }


def drawn_geometry(image: np.ndarray, kernel: np.ndarray, maps: int = 1, **arguments: Any) -> TransposedGeometry:
    """The plan of a transposed convolution that is drawn.

    Args:
        image: Shape (C, H, W).
        kernel: Shape (..., K_h, K_w).
        maps: How many outputs of that size are drawn.
        arguments: Of the core.

    Raises:
        Refusal: As for `transposed_geometry`, or if the outputs are too large to draw.
    """
    geometry = transposed_geometry((image.shape[1], image.shape[2]), (kernel.shape[-2], kernel.shape[-1]), **arguments)
    height, width = geometry.output_size
    if height * width * maps > MAX_CELLS:
        raise Refusal(
            _(
                "With stride {down} × {across} the output would have {height} × {width} cells, {cells} in all maps, "
                "and at most {maximum} are drawn; use a smaller stride or a smaller picture."
            ).format(
                down=geometry.rows.stride,
                across=geometry.cols.stride,
                height=height,
                width=width,
                cells=count_text(height * width * maps),
                maximum=count_text(MAX_CELLS),
            )
        )
    return geometry


def sized_panel(name: str, values: np.ndarray, title: str, **more: Any) -> Panel:
    """A panel whose title has places for its height and width."""
    title = title.format(height=values.shape[0], width=values.shape[1])
    return Panel(name, values, title, **more)


def _kernel_panel(kernel: np.ndarray) -> Panel:
    return sized_panel("kernel", kernel, _("Kernel {height} × {width}"), side=0.5, **signed_look(kernel))


def inserted_zeros(geometry: TransposedGeometry) -> list[Box]:
    """Cells of the spread input that hold no pixel."""
    empty: list[list[int]] = []
    sizes = []
    for axis in (geometry.rows, geometry.cols):
        first, last = axis.inserted_padding
        own = range(first, first + axis.inserted_size, axis.stride)
        sizes.append(first + axis.inserted_size + last)
        empty.append([place for place in range(sizes[-1]) if place not in own])
    return crossed(empty[0], empty[1], sizes[0] - 1, sizes[1] - 1)


def _stamp_words() -> dict[str, Any]:
    return {
        "window": _("The pixel in row {row}, column {col} is {value}: {value} times the kernel is added to the output"),
        "own": "",
        "outside": "",
        "reduced": "",
        "post": [],
        "reaches": all_forms(lambda count: ngettext("{count} stamp lands on it.", "{count} stamps land on it.", count)),
        "row_end": _("The row is done: on with the first pixel of the row below."),
    }


def _size_note(geometry: TransposedGeometry) -> str:
    axes = {_("rows"): geometry.rows, _("columns"): geometry.cols}
    if geometry.rows == geometry.cols:
        axes = {_("rows and columns"): geometry.rows}
    sentence = _(
        "{axis}: (n − 1)·s − 2p + d(k − 1) + output padding + 1 = ({n} − 1)·{s} − 2·{p} + {d}·({k} − 1) + {o} + 1 = "
        "<b>{size}</b>"
    )
    lines = [
        sentence.format(
            axis=name,
            n=axis.size,
            s=axis.stride,
            p=axis.padding,
            d=axis.dilation,
            k=axis.kernel_size,
            o=axis.output_padding,
            size=axis.output_size,
        )
        for name, axis in axes.items()
    ]
    return "<br>".join(lines)


def shared_sentence(geometry: TransposedGeometry) -> str:
    """Which sizes share one convolution size, and which of them is meant."""
    axes = {_("rows"): geometry.rows, _("columns"): geometry.cols}
    sentence = _(
        "Why output padding: the convolution with these settings makes {cells} {axis} of {first} to {last} alike. "
        "Output padding 0 to {maximum} says which of them is meant; here {chosen}."
    )
    found = [
        sentence.format(
            axis=name,
            cells=axis.size,
            first=axis.shared_sizes[0],
            last=axis.shared_sizes[-1],
            maximum=axis.stride - 1,
            chosen=axis.output_size,
        )
        for name, axis in axes.items()
        if axis.stride > 1
    ]
    if found:
        return "  \n".join(found[:1] if geometry.rows == geometry.cols else found)
    if geometry.rows.output_padding or geometry.cols.output_padding:
        return _("With stride 1 output padding only adds cells at the end, on which nothing or little lands.")
    return _("With stride 1 one output size belongs to each input size, and output padding has nothing to choose.")
