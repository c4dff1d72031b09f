"""Stacks of layers side by side: dilations and their holes, and several ways to one receptive field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from conv.operations import Convolution, MaxPooling, Network, Operation
from conv.receptive_field import field_padding, field_sizes, padded_once
from conv.text import _, ngettext
from conv.ui.board.arrangement import Caption, Live, Node, Place, column, flow
from conv.ui.board.board import Board
from conv.ui.board.panel import Panel
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.hatches import crossed
from conv.ui.lessons.panels import count_panel, lay_walk, picture_look
from conv.ui.lessons.stacks import MAP_SIDE, derive_stacks, lay_stack, stack_means
from conv.ui.saving.code import walked
from conv.ui.scene.pictures import scene_image, scene_kernel, scene_walk
from conv.ui.scene.record import Scene
from conv.ui.words.numbers import count_text
from conv.ui.words.tables import table_line

REDUCTION = 2  # stride, pooling and dilation that are compared
WITHOUT_HOLES = (1, 2, 5)  # dilations whose stack reads every pixel (Wang et al., arXiv:1702.08502)


@dataclass(frozen=True, slots=True)
class Way:
    """A stack with a name."""

    title: str
    network: Network


def build_dilation(scene: Scene, picture: Picture) -> Content:
    """One dilated layer, walked with its numbers; two and three of them; and three without holes.

    Stride and padding of the scene do not count here.

    Raises:
        Refusal: If the kernel makes numbers that are too large.
    """
    image = scene_image(scene, picture.own)
    layer, name = Convolution(_kernel_size(scene), dilation=scene.dilation), _dilation_name(scene.dilation)
    look = picture_look(scene, image, together=True)
    one = _padded_stack(image, [layer])
    single = replace(scene, stride=(1, 1), padding=field_padding([layer]), padding_mode="zeros")
    stacked = {
        _("1 layer, dilation {d}").format(d=name): one,
        _("2 layers, dilation {d}").format(d=name): _padded_stack(image, [layer] * 2),
        _("3 layers, dilation {d}").format(d=name): _padded_stack(image, [layer] * 3),
        _("3 layers, dilations {d}").format(d=", ".join(map(str, WITHOUT_HOLES))): _padded_stack(
            image, [replace(layer, dilation=d) for d in WITHOUT_HOLES]
        ),
    }
    first, laid = scene_walk(single, image), []
    for number, (title, found) in enumerate(stacked.items()):
        if number == 0:
            walk = lay_walk(first, look, title=title, prefix="walk0_")
            laid.append(replace(walk, target=replace(walk.target, side=MAP_SIDE)))
        else:
            laid.append(lay_stack(found, image, look, title=title, prefix=f"walk{number}_"))
    fields = [_field_panel(found, f"walk{number}_field") for number, found in enumerate(stacked.values())]
    columns: list[Node] = []
    for walk, field, found in zip(laid, fields, stacked.values(), strict=True):
        caption = Caption((walk.track.title, _reading(found)))
        pictures = flow(Place(walk.inputs[0].name), flow(Place(field.name), Place(walk.target.name)))
        columns.append(column(caption, pictures))
    kernel = laid[0].kernels[0]
    columns.append(column(Place(kernel.name), Live(0, None)))
    panels = (*(panel for walk in laid for panel in walk.panels), *fields)
    description = _("Dilated layers on one picture, and by how many ways each place of their fields is read.")
    more = derive_stacks(list(stacked.values())[1:], image, laid[1:])
    board = Board(panels, tuple(walk.track for walk in laid), flow(*columns), description, **more)
    others = [stack_means(found, image) for found in list(stacked.values())[1:]]
    return Content(board, layers=[walked([first]), *others])


def build_ways(scene: Scene, picture: Picture) -> Content:
    """Five ways to one receptive field, in lock-step, and a table of their costs."""
    image = scene_image(scene, picture.own)
    found = ways(scene, image)
    look = picture_look(scene, image, together=True)
    laid = [
        lay_stack(way.network, image, look, title=way.title, prefix=f"walk{number}_", pace=way.network.rows.jump)
        for number, way in enumerate(found)
    ]
    columns = [
        column(
            Caption(
                (
                    way.title,
                    _("Field {rows} × {cols}, map {height} × {width}").format(
                        **_fields(way.network), height=way.network.output_size[0], width=way.network.output_size[1]
                    ),
                )
            ),
            flow(Place(walk.inputs[0].name), Place(walk.target.name)),
        )
        for way, walk in zip(found, laid, strict=True)
    ]
    panels = tuple(panel for walk in laid for panel in walk.panels)
    description = _("Five stacks of layers whose cells read fields of one size.")
    more = derive_stacks([way.network for way in found], image, laid)
    board = Board(panels, tuple(walk.track for walk in laid), flow(*columns), description, **more)
    return Content(board, [ways_table(found)], layers=[stack_means(way.network, image) for way in found])


def ways(scene: Scene, image: np.ndarray) -> list[Way]:
    """Five ways to one receptive field: more layers, a stride, pooling, a dilation, a larger kernel."""
    size = _kernel_size(scene)
    one = Convolution(size, learns_bias=False)
    layers: dict[str, list[Operation]] = {
        _("{count} layers").format(count=REDUCTION + 1): [one] * (REDUCTION + 1),
        _("Stride {s}, then 1").format(s=REDUCTION): [replace(one, stride=REDUCTION), one],
        _("Pooling, stride {s}").format(s=REDUCTION): [MaxPooling(size, REDUCTION), one],
        _("Dilation 1, then {d}").format(d=REDUCTION): [one, replace(one, dilation=REDUCTION)],
    }
    large = field_sizes([one] * (REDUCTION + 1))
    layers[_("One kernel {height} × {width}").format(height=large[0], width=large[1])] = [
        Convolution(large, learns_bias=False)
    ]
    return [Way(title, _padded_stack(image, found)) for title, found in layers.items()]


def ways_table(found: Sequence[Way]) -> str:
    """Sizes and costs of the ways, as Markdown; one channel in and out, biases left out."""
    lines = [
        table_line(
            _("Way"), _("Receptive field"), _("Map"), _("Step between fields"), _("Weights"), _("Multiply-adds")
        ),
        "|:--|--:|--:|--:|--:|--:|",
    ]
    for way in found:
        height, width = way.network.output_size
        fields = _fields(way.network)
        lines.append(
            f"| {way.title} | {fields['rows']} × {fields['cols']} | {height} × {width} | {way.network.rows.jump} "
            f"| {count_text(way.network.cost.parameters)} | {count_text(way.network.cost.multiply_adds)} |"
        )
    return "\n".join(lines)


def _kernel_size(scene: Scene) -> tuple[int, int]:
    height, width = scene_kernel(scene, 1)[0].shape[1:]
    return height, width


def _padded_stack(image: np.ndarray, layers: Sequence[Operation]) -> Network:
    return Network((1, image.shape[1], image.shape[2]), padded_once(layers))


def _fields(found: Network) -> Mapping[str, int]:
    return {"rows": found.rows.field_size, "cols": found.cols.field_size}


def _dilation_name(dilation: tuple[int, int]) -> str:
    return str(dilation[0]) if dilation[0] == dilation[1] else f"{dilation[0]} × {dilation[1]}"


def _reading(found: Network) -> str:
    read = int(np.count_nonzero(found.interior_path_counts))
    return ngettext(
        "Reads {read} of {rows} × {cols} = {area} pixel.",
        "Reads {read} of {rows} × {cols} = {area} pixels.",
        read,
    ).format(read=read, **_fields(found), area=found.interior_path_counts.size)


def _field_panel(found: Network, name: str) -> Panel:
    counts = found.interior_path_counts
    rows, cols = np.flatnonzero(~counts.any(axis=1)).tolist(), np.flatnonzero(~counts.any(axis=0)).tolist()
    holes = crossed(rows, cols, counts.shape[0] - 1, counts.shape[1] - 1)
    marked = [("unread", holes)] if holes else []
    return count_panel(name, counts, _("Reads by one cell"), marked, short=_("Reads"), side=0.6, ticks=False)
