"""Channels: several kernels over the channels of one picture, and what such a layer costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from conv.kernels import random_weights
from conv.ops import group_channels, pad2d
from conv.steps import Walk, walks
from conv.text import _
from conv.ui.board.arrangement import Grid, Live, Node, Place, Sign, flow, row
from conv.ui.board.board import Board
from conv.ui.board.panel import Panel
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.costs import asked_costs, separable_sentences, sharing_costs
from conv.ui.lessons.panels import Look, map_panel, picture_panels, signed_look, walk_track
from conv.ui.saving.code import walked
from conv.ui.scene.pictures import bank_walks, channel_image
from conv.ui.scene.record import Scene

LONGEST_LABEL = 6  # letters of a channel's name up to which it is part of a slice's title
MAPS_BESIDE = 4  # kernels up to which the maps stand beside them, as large as the pictures


def build(scene: Scene, picture: Picture) -> Content:
    """All kernels in lock-step, with the sums of every channel."""
    image, labels, byte_pixels = channel_image(scene, picture.own)
    found = bank_walks(scene, image)
    board = bank_board(found, image, labels, bank_look(scene, byte_pixels))
    return Content(board, below=lambda: [*sharing_costs(found), *asked_costs(scene)], layers=[walked(found)])


def bank_board(found: Sequence[Walk], image: np.ndarray, labels: Sequence[str], look: Look) -> Board:
    """A row for each channel, a column for each kernel, and the maps.

    Args:
        found: A walk for each kernel.
        image: The picture, shape (C, H, W).
        labels: Names of its channels.
        look: How cells are drawn.
    """
    geometry = found[0].geometry
    inputs = picture_panels(pad2d(image, geometry), geometry, look, labels=labels)
    read = group_channels(len(image), len(found), len(image) // len(found[0].weight))
    kernels, targets, tracks = [], [], []
    for output, (walk, (first, last)) in enumerate(zip(found, read, strict=True)):
        slices = slice_panels(walk, found, output, labels[first:last], look, first=first)
        target = map_panel(walk, look, name=f"map_{output}", output=output)
        title = _("Output {output}").format(output=output)
        tracks.append(walk_track(walk, inputs[first:last], slices, target.name, title=title, labels=labels[first:last]))
        kernels.append(slices)
        targets.append(target)
    panels = (*inputs, *(panel for slices in kernels for panel in slices), *targets)
    description = _("{inputs} channels, {outputs} kernels and their feature maps.").format(
        inputs=len(inputs), outputs=len(found)
    )
    return Board(panels, tuple(tracks), _arrangement(inputs, kernels, targets, read), description)


def build_separable(scene: Scene, picture: Picture) -> Content:
    """One kernel a channel, then kernels of 1 x 1 over the maps that those make; both layers in lock-step."""
    image, labels, byte_pixels = channel_image(scene, picture.own)
    channels = len(image)
    look = bank_look(scene, byte_pixels)
    first = bank_walks(replace(scene, out_channels=channels, groups=channels), image)
    maps = np.stack([walk.feature_map for walk in first])
    weight = random_weights(scene.out_channels * channels, (1, 1), scene.seed).reshape(-1, channels, 1, 1)
    second = walks(maps, weight, activation=scene.activation)
    geometry = first[0].geometry
    inputs = picture_panels(pad2d(image, geometry), geometry, look, labels=labels)
    lines: list[list[Node]] = [[Place(panel.name)] for panel in inputs]
    tracks, middle, panels = [], [], [*inputs]
    for channel, (walk, label) in enumerate(zip(first, labels, strict=True)):
        slices = slice_panels(walk, first, channel, [label], look, prefix="depthwise_")
        kernel = tuple(replace(panel, heading=False) for panel in slices)  # its channel's name begins the line
        target = replace(map_panel(walk, look, name=f"middle_{channel}"), short=label, side=0.8)
        title = _("Depthwise, {channel}").format(channel=label)
        tracks.append(walk_track(walk, [inputs[channel]], kernel, target.name, title=title, labels=[label]))
        lines[channel] += [Place(kernel[0].name), Place(target.name)]
        middle.append(target)
        panels += [*kernel, target]
    targets = []
    for output, walk in enumerate(second):
        slices = slice_panels(walk, second, output, labels, replace(look, weights=False), prefix="pointwise_")
        target = map_panel(walk, replace(look, byte_pixels=False), name=f"map_{output}", output=output)
        title = _("Pointwise, output {output}").format(output=output)
        tracks.append(walk_track(walk, middle, slices, target.name, title=title, labels=labels))
        for line, panel in zip(lines, slices, strict=True):
            line.append(Place(panel.name))
        targets.append(Place(target.name))
        panels += [*slices, target]
    arrangement = flow(Grid(tuple(map(tuple, lines))), row(Sign("Σ"), flow(*targets)))
    description = _("{inputs} channels, a map of each, and {outputs} mixtures of these maps.").format(
        inputs=channels, outputs=len(second)
    )
    board = Board(tuple(panels), tuple(tracks), arrangement, description)
    layers = [walked(first)] * channels + [walked(second)] * len(second)
    layer = replace(first[0].operation, out_channels=len(second), groups=1)
    sentences = [separable_sentences(layer, first[0].shape)]
    return Content(board, sentences, below=lambda: asked_costs(scene), layers=layers)


def bank_look(scene: Scene, byte_pixels: bool) -> Look:
    """How pictures and kernels are drawn: a panel for each channel."""
    return Look("channels", byte_pixels, scene.cells == "names", weights=True, pixels=scene.picture == "typed")


def slice_panels(
    walk: Walk,
    all_walks: Sequence[Walk],
    output: int,
    labels: Sequence[str],
    look: Look,
    *,
    prefix: str = "",
    first: int = 0,
) -> tuple[Panel, ...]:
    """The slices of one kernel of several, a small panel for each channel that it reads.

    Args:
        walk: The kernel's walk.
        all_walks: Those of all kernels, whose largest weight ends the scale.
        output: Number of the kernel.
        labels: Names of the channels that it reads.
        look: How cells are drawn.
        prefix: Of the panels' names.
        first: Number of the first channel that it reads, which is its short title where its name is long.
    """
    together = [
        f"{prefix}kernel_{kernel}_{own}" for kernel, each in enumerate(all_walks) for own in range(len(each.weight))
    ]
    names = [label if len(label) <= LONGEST_LABEL else str(first + number) for number, label in enumerate(labels)]
    return tuple(
        Panel(
            f"{prefix}kernel_{output}_{channel}",
            weights,
            _("Kernel {output}, {channel}").format(output=output, channel=label),
            short=_("w{output} {channel}").format(output=output, channel=names[channel]),
            **signed_look(np.stack([each.weight for each in all_walks]), *together),
            letter=look.letter("w"),
            side=0.62,
            ticks=False,
            edits=("weights", output * len(labels) + channel) if look.weights else None,
        )
        for channel, (weights, label) in enumerate(zip(walk.weight, labels, strict=True))
    )


def _arrangement(
    inputs: Sequence[Panel],
    kernels: Sequence[tuple[Panel, ...]],
    targets: Sequence[Panel],
    read: Sequence[tuple[int, int]],
) -> Node:
    """A line for each channel, with the slices that read it; a grouped kernel has none in the others."""
    few = len(kernels) <= MAPS_BESIDE
    lines: list[list[Node | None]] = []
    for channel, panel in enumerate(inputs):
        line: list[Node | None] = [Place(panel.name)]
        for output, (first, last) in enumerate(read):
            if not first <= channel < last:
                line.append(None)
                continue
            place = Place(kernels[output][channel - first].name)
            line.append(row(place, Live(output, channel - first)) if few else place)
        lines.append(line)
    grid = Grid(tuple(map(tuple, lines)))
    return flow(grid, Sign("Σ"), flow(*(Place(panel.name) for panel in targets)))


def ready_scenes() -> dict[str, Scene]:
    """The worked example of two kernels over three channels, and the layers that MobileNet is made of."""
    picture = Scene(picture="landscape", size=24, colour="channels", padding="half", kernel="random", activation="none")
    return {
        _("Two kernels over three channels"): Scene(stride=(2, 2), padding=((1, 1), (1, 1)), bias=1, activation="none"),
        _("Depthwise 3 × 3"): replace(picture, out_channels=3, groups=3),
        _("Pointwise 1 × 1"): replace(picture, padding="valid", kernel_size=(1, 1), out_channels=4),
        _("Grouped: 6 channels in 2 groups"): replace(picture, in_channels=6, out_channels=4, groups=2),
    }
