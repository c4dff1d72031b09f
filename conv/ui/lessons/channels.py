"""Channels: several kernels over the channels of one picture, and what such a layer costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from conv.ops import group_channels, pad2d
from conv.steps import Walk
from conv.text import _
from conv.ui.board import palette
from conv.ui.board.arrangement import Grid, Live, Node, Place, Sign, flow, row
from conv.ui.board.board import Board, Panel
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.costs import show_costs
from conv.ui.lessons.panels import Look, map_panel, picture_panels, walk_track
from conv.ui.scene.pictures import bank_walks, channel_image
from conv.ui.scene.record import Scene

MAPS_BESIDE = 4  # kernels up to which the maps stand beside them, as large as the pictures


def build(scene: Scene, picture: Picture) -> Content:
    """All kernels in lock-step, with the sums of every channel."""
    image, labels, byte_pixels = channel_image(scene, picture.own)
    walks = bank_walks(scene, image)
    board = bank_board(walks, image, labels, Look("channels", byte_pixels, scene.cells == "names"))

    def below(kept: Scene) -> Scene:
        show_costs(walks, len(image), scene.groups)
        return kept

    return Content(board, below=below)


def bank_board(walks: Sequence[Walk], image: np.ndarray, labels: Sequence[str], look: Look) -> Board:
    """A row for each channel, a column for each kernel, and the maps.

    Args:
        walks: A walk for each kernel.
        image: The picture, shape (C, H, W).
        labels: Names of its channels.
        look: How cells are drawn.
    """
    geometry = walks[0].geometry
    inputs = picture_panels(pad2d(image, geometry), geometry, look, labels=labels)
    limit = max(float(np.abs(walk.weight).max()) for walk in walks) or 1.0
    read = group_channels(len(image), len(walks), len(image) // len(walks[0].weight))
    kernels, targets, tracks = [], [], []
    for output, (walk, (first, last)) in enumerate(zip(walks, read, strict=True)):
        slices = slice_panels(walk, limit, output, labels[first:last], look)
        target = map_panel(walk, look, name=f"map_{output}", output=output)
        title = _("Output {output}").format(output=output)
        tracks.append(walk_track(walk, inputs[first:last], slices, target.name, title=title, labels=labels[first:last]))
        kernels.append(slices)
        targets.append(target)
    panels = (*inputs, *(panel for slices in kernels for panel in slices), *targets)
    description = _("{inputs} channels, {outputs} kernels and their feature maps.").format(
        inputs=len(inputs), outputs=len(walks)
    )
    return Board(panels, tuple(tracks), _arrangement(inputs, kernels, targets, read), description)


def slice_panels(walk: Walk, limit: float, output: int, labels: Sequence[str], look: Look) -> tuple[Panel, ...]:
    """The slices of one kernel of several, a small panel for each channel that it reads.

    Args:
        walk: The kernel's walk.
        limit: Largest weight of all kernels, which ends the scale.
        output: Number of the kernel.
        labels: Names of the channels that it reads.
        look: How cells are drawn.
    """
    return tuple(
        Panel(
            f"kernel_{output}_{channel}",
            weights,
            _("Kernel {output}, {channel}").format(output=output, channel=label),
            short=_("w{output} {channel}").format(output=output, channel=label),
            scale=palette.SIGNED,
            limits=(-limit, limit),
            letter=look.letter("w"),
            side=0.62,
            ticks=False,
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
        _("Separable 1: depthwise 3 × 3"): replace(picture, out_channels=3, groups=3),
        _("Separable 2: pointwise 1 × 1"): replace(picture, padding="valid", kernel_size=(1, 1), out_channels=4),
        _("Grouped: 6 channels in 2 groups"): replace(picture, in_channels=6, out_channels=4, groups=2),
    }
