"""Panels of a network's maps and kernels, each alone or many as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from conv.index_maps import IndexMap
from conv.operations import Network
from conv.text import _
from conv.ui.board.arrangement import Caption, Grid, Node, Place, column
from conv.ui.board.board import Track
from conv.ui.board.panel import Panel, Scaling, value_limits
from conv.ui.lessons.panels import signed_look

KERNEL = 0.34  # side of a kernel
ACROSS = 4  # maps beside each other in one panel


def map_tiles(values: np.ndarray, prefix: str, title: str, side: float) -> tuple[Panel, ...]:
    """The maps of a layer, on one scale; the first one has the layer's name."""
    names = tuple(f"{prefix}{channel}" for channel in range(len(values)))
    limits = value_limits(values)
    return tuple(
        Panel(
            name,
            plane,
            f"{title}.{channel}",
            short=f"{title}.{channel}",
            limits=limits,
            scaling=Scaling("own", names),
            side=side,
            ticks=False,
            heading=False,
        )
        for channel, (name, plane) in enumerate(zip(names, values, strict=True))
    )


def kernel_tiles(weight: np.ndarray, side: float = KERNEL, **more: Any) -> tuple[Panel, ...]:
    """The kernels of the first layer, shape (kernels, 1, K_h, K_w), on one scale."""
    names = [f"kernel{channel}" for channel in range(len(weight))]
    look = signed_look(weight, *names)
    return tuple(
        Panel(
            name,
            weight[channel, 0],
            _("Kernel {number}").format(number=channel),
            side=side,
            ticks=False,
            heading=False,
            **(look | more),
        )
        for channel, name in enumerate(names)
    )


def mosaic(name: str, weight: np.ndarray, title: str, side: float) -> Panel:
    """All kernels of a layer, shape (kernels, channels, K_h, K_w), side by side: a line of slices for each kernel."""
    outputs, inputs, height, width = weight.shape
    values = weight.transpose(0, 2, 1, 3).reshape(outputs * height, inputs * width)
    return Panel(name, values, title, side=side, ticks=False, **signed_look(values))


def gathered(name: str, maps: np.ndarray, title: str, side: float, **more: Any) -> Panel:
    """Maps of a layer, shape (C, H, W), as one panel: side by side, with gaps."""
    channels, height, width = maps.shape
    lines = -(-channels // ACROSS)
    values = np.full((lines * (height + 1) - 1, ACROSS * (width + 1) - 1), np.nan)
    for channel, plane in enumerate(maps):
        top, left = _corner(channel, maps.shape)
        values[top : top + height, left : left + width] = plane
    return Panel(name, values, title, side=side, ticks=False, **more)


def gathered_parts(
    panel: Panel, shape: tuple[int, int, int], targets: tuple[int, int]
) -> list[tuple[str, IndexMap, IndexMap]]:
    """The panel, rows and columns of each map of a panel of `gathered` ones, all of it for every target."""
    found = []
    for channel in range(shape[0]):
        top, left = _corner(channel, shape)
        rows = part_map(panel.shape[0], top, shape[1], targets[0])
        found.append((panel.name, rows, part_map(panel.shape[1], left, shape[2], targets[1])))
    return found


def in_gathered(track: Track, panel: Panel, shape: tuple[int, int, int], channel: int) -> Track:
    """A walk of one kernel, which is one of gathered ones of the shape (kernels, K_h, K_w)."""
    (group,) = track.groups
    pixels, weights = group.factors
    _name, rows, cols = gathered_parts(panel, shape, track.size)[channel]
    return replace(track, groups=(replace(group, factors=(pixels, replace(weights, rows=rows, cols=cols))),))


def _corner(channel: int, shape: tuple[int, ...]) -> tuple[int, int]:
    """Row and column of a map's first cell among the gathered ones."""
    line, place = divmod(channel, ACROSS)
    return line * (shape[1] + 1), place * (shape[2] + 1)


def in_mosaic(track: Track, panel: str, shape: tuple[int, ...], channel: int) -> Track:
    """A walk whose kernel is a line of a mosaic of the shape (kernels, channels, K_h, K_w)."""
    outputs, inputs, height, width = shape
    groups = []
    for source, group in enumerate(track.groups):
        pixels, weights = group.factors
        rows = part_map(outputs * height, channel * height, height, track.size[0])
        cols = part_map(inputs * width, source * width, width, track.size[1])
        groups.append(replace(group, factors=(pixels, replace(weights, panel=panel, rows=rows, cols=cols))))
    return replace(track, groups=tuple(groups))


def part_map(size: int, start: int, length: int, targets: int) -> IndexMap:
    """Every target reads the same positions."""
    return IndexMap.windows(size, (start,) * targets, range(length))


def dense_kernels(network: Network) -> np.ndarray:
    """The weights of the scores as the kernels that they are, shape (10, 12, 4, 4)."""
    weight: np.ndarray = network.operations[-1].parameters["weight"]
    return weight.reshape(len(weight), *network.shapes[-2])


def captioned(panels: Sequence[Panel], columns: int, name: str = "") -> Node:
    """The maps of a layer below its name and their size, so many in a line."""
    height, width = panels[0].shape
    lines = (name or panels[0].title.partition(".")[0], f"{len(panels)} × {height} × {width}")
    places = [Place(panel.name) for panel in panels]
    rows = tuple(tuple(places[first : first + columns]) for first in range(0, len(places), columns))
    return column(Caption(lines), Grid(rows))
