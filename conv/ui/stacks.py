"""Stacks of layers side by side: dilations and their holes, and several ways to one receptive field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from conv.receptive_field import Layer, Stack, field_padding, field_sizes, padded_once, stack
from conv.text import _, ngettext
from conv.ui.panels import count_panel, picture_look
from conv.ui.pictures import scene_kernel, scene_walk
from conv.ui.scene import Scene
from conv.ui.tracks import Track, stack_track, walk_track

REDUCTION = 2  # stride, pooling and dilation that are compared
WITHOUT_HOLES = (1, 2, 5)  # dilations whose stack reads every pixel (Wang et al., arXiv:1702.08502)


@dataclass(frozen=True, slots=True)
class Way:
    """A stack with a name."""

    title: str
    stack: Stack


def dilation_tracks(scene: Scene, image: np.ndarray) -> list[Track]:
    """One dilated layer, walked with its numbers; two and three of them; and three without holes.

    Args:
        scene: Kernel, dilation, bias and activation of the layer; its stride and padding do not count here.
        image: The picture, shape (C, H, W).

    Raises:
        ValueError: If the kernel makes numbers that are too large.
    """
    layer, name = Layer(_kernel_size(scene), dilation=scene.dilation), _dilation_name(scene.dilation)
    look = picture_look(scene, image, narrow=True)
    one = _padded_stack(image, [layer])
    single = replace(scene, stride=(1, 1), padding=field_padding([layer]), padding_mode="zeros")
    first = walk_track(
        scene_walk(single, image), look, title=_("1 layer, dilation {d}").format(d=name), caption=_reading(one)
    )
    stacked = {
        _("2 layers, dilation {d}").format(d=name): [layer] * 2,
        _("3 layers, dilation {d}").format(d=name): [layer] * 3,
        _("3 layers, dilations {d}").format(d=", ".join(map(str, WITHOUT_HOLES))): [
            replace(layer, dilation=d) for d in WITHOUT_HOLES
        ],
    }
    tracks = [replace(first, panels={"input": first.panels["input"], **_field(one), **first.panels})]
    for title, layers in stacked.items():
        found = _padded_stack(image, layers)
        tracks.append(stack_track(found, image, look, title=title, caption=_reading(found), more=_field(found)))
    return tracks


def ways(scene: Scene, image: np.ndarray) -> list[Way]:
    """Five ways to one receptive field: more layers, a stride, pooling, a dilation, a larger kernel."""
    size = _kernel_size(scene)
    layers = {
        _("{count} layers").format(count=REDUCTION + 1): [Layer(size)] * (REDUCTION + 1),
        _("Stride {s}, then 1").format(s=REDUCTION): [Layer(size, stride=REDUCTION), Layer(size)],
        _("Pooling, stride {s}").format(s=REDUCTION): [Layer(size, stride=REDUCTION, learned=False), Layer(size)],
        _("Dilation 1, then {d}").format(d=REDUCTION): [Layer(size), Layer(size, dilation=REDUCTION)],
    }
    large = field_sizes([Layer(size)] * (REDUCTION + 1))
    layers[_("One kernel {height} × {width}").format(height=large[0], width=large[1])] = [Layer(large)]
    return [Way(title, _padded_stack(image, found)) for title, found in layers.items()]


def way_tracks(found: Sequence[Way], scene: Scene, image: np.ndarray) -> list[Track]:
    """The ways, walking in lock-step over one picture, shape (C, H, W)."""
    look = picture_look(scene, image, narrow=True)
    return [
        stack_track(
            way.stack,
            image,
            look,
            title=way.title,
            pace=way.stack.rows.jump,
            caption=_("Field **{rows} × {cols}**, map **{height} × {width}**").format(
                **_fields(way.stack), height=way.stack.output_size[0], width=way.stack.output_size[1]
            ),
        )
        for way in found
    ]


def ways_table(found: Sequence[Way]) -> str:
    """Sizes and costs of the ways, as Markdown; one channel in and out, biases left out."""
    lines = [
        f"| {_('Way')} | {_('Receptive field')} | {_('Map')} | {_('Step between fields')} | {_('Weights')} "
        f"| {_('Multiply-adds')} |",
        "|:--|--:|--:|--:|--:|--:|",
    ]
    for way in found:
        height, width = way.stack.output_size
        fields = _fields(way.stack)
        lines.append(
            f"| {way.title} | {fields['rows']} × {fields['cols']} | {height} × {width} | {way.stack.rows.jump} "
            f"| {way.stack.weights:,} | {way.stack.multiply_adds:,} |"
        )
    return "\n".join(lines)


def _kernel_size(scene: Scene) -> tuple[int, int]:
    height, width = scene_kernel(scene, 1)[0].shape[1:]
    return height, width


def _padded_stack(image: np.ndarray, layers: Sequence[Layer]) -> Stack:
    return stack((image.shape[1], image.shape[2]), padded_once(layers))


def _fields(found: Stack) -> Mapping[str, int]:
    return {"rows": found.rows.span, "cols": found.cols.span}


def _dilation_name(dilation: tuple[int, int]) -> str:
    return str(dilation[0]) if dilation[0] == dilation[1] else f"{dilation[0]} × {dilation[1]}"


def _reading(found: Stack) -> str:
    read = len(found.rows.tap_offsets) * len(found.cols.tap_offsets)
    return ngettext(
        "A cell reads **{read}** pixel of {rows} × {cols} = **{area}**.",
        "A cell reads **{read}** pixels of {rows} × {cols} = **{area}**.",
        read,
    ).format(read=read, **_fields(found), area=found.rows.span * found.cols.span)


def _field(found: Stack) -> Mapping[str, Sequence]:
    return {"field": [count_panel(found.path_counts, _("Reads by one cell"))]}
