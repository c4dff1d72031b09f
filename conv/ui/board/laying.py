"""Tracks out of operations: which panels the terms of a cell stand on, and in which role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from conv.index_maps import IndexMap
from conv.operations import PIXEL, WEIGHT, Factor, Network, Operation, Shape
from conv.text import _
from conv.ui.board.board import Group, Operand, Stamp, Track
from conv.ui.board.panel import Panel
from conv.ui.words.narration import step_words


def lay_track(
    operation: Operation,
    shape: Shape,
    inputs: Sequence[Panel],
    target: str,
    *,
    channel: int = 0,
    parameters: Mapping[str, Sequence[Panel]] | None = None,
    labels: Sequence[str] = (),
    title: str = "",
    **more: Any,
) -> Track:
    """The walk over one output channel of any operation.

    Args:
        operation: What is walked.
        shape: (C, H, W) of its input.
        inputs: A panel for each channel that the output channel reads, or one that holds them all.
        target: Name of the panel of the output channel.
        channel: Its number.
        parameters: By the roles of learned numbers, a panel for each group of terms, or one that holds all.
        labels: Names of the groups of terms, where there are several.
        title: What the walk is called.
        more: Further attributes of the track.
    """
    terms = operation.terms(shape, channel)
    read = sorted({factor.index[0] for each in terms for factor in each.factors if factor.role == PIXEL})
    panels = {PIXEL: inputs, **(parameters or {})}
    groups, seen = [], dict.fromkeys(panels, 0)
    for number, each in enumerate(terms):
        label = labels[number] if number < len(labels) and len(terms) > 1 else ""
        operands = []
        for factor in each.factors:
            place = read.index(factor.index[0]) if factor.role == PIXEL else seen[factor.role]
            seen[factor.role] += 1
            operands.append(_operand(factor, place, len(read), panels[factor.role]))
        groups.append(Group(label, tuple(operands)))
    reduction = operation.reduction(channel)
    settings: dict[str, Any] = {"words": step_words(reduction)} | more
    size = operation.output_shape(shape)[1:]
    return Track(title, target, size, tuple(groups), reduction=reduction, **settings)


def lay_stamps(
    operation: Operation, shape: Shape, source: Panel, kernel: Panel, made: Panel, *, title: str = "", **more: Any
) -> Track:
    """The walk over an input of one channel whose cells scatter: each adds its value times the kernel where it is read.

    Args:
        operation: Its terms say which cells of the output read each cell of the input.
        shape: (1, H, W) of its input.
        source, kernel, made: Panels of the input, the kernel and the output.
        title: What the walk is called.
        more: Further attributes of the track.
    """
    pixels, weights = operation.terms(shape, 0)[0].factors
    whole = IndexMap.whole(weights.rows.size, shape[1]), IndexMap.whole(weights.cols.size, shape[2])
    own = own_cell(source.name, shape[1:], PIXEL)
    group = Group("", (own, Operand(kernel.name, *whole, role=WEIGHT)))
    stamp = Stamp(Operand(made.name, pixels.rows.inverse, pixels.cols.inverse))
    return Track(title, source.name, shape[1:], (group,), stamps=(stamp,), **more)


def own_cell(panel: str, size: tuple[int, int], role: str) -> Operand:
    """A walk's target as a factor of what it stamps: each cell is its own number."""
    return Operand(panel, IndexMap.same(size[0]), IndexMap.same(size[1]), role=role, beam=False)


def _operand(factor: Factor, place: int, read: int, panels: Sequence[Panel]) -> Operand:
    together = factor.role == PIXEL and len(panels) == 1 and read > 1  # channels that one panel shows as colours
    return Operand(
        panels[place % len(panels)].name,
        factor.rows,
        factor.cols,
        channel=place if together else 0,
        by_step=factor.by_cell,
        role=factor.role,
    )


@dataclass(frozen=True, slots=True, eq=False)
class LaidNetwork:
    """A network's panels and walks.

    Attributes:
        maps: For the input and for each operation's result, a panel a channel.
        parameters: For each operation, the panels of its weights and biases.
        tracks: The walk over every channel of every result, in the order of their panels.
    """

    maps: tuple[tuple[Panel, ...], ...]
    parameters: tuple[tuple[Panel, ...], ...]
    tracks: tuple[Track, ...]

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All of them."""
        return tuple(panel for panels in (*self.maps, *self.parameters) for panel in panels)


def lay_network(network: Network, image: np.ndarray) -> LaidNetwork:
    """A network on an image of shape (C, H, W), with every number of every layer.

    A padding stands as a layer of its own: what a layer makes and what the next one reads is one panel.
    """
    network = network.padded_apart()
    maps, parameters, tracks = [], [], []
    for number, values in enumerate([image, *network.maps(image)]):
        name = _("Input") if number == 0 else f"{number} {network.operations[number - 1].label}"
        maps.append(tuple(_plane(f"map{number}_{channel}", name, plane) for channel, plane in enumerate(values)))
    for number, (operation, shape) in enumerate(zip(network.operations, network.shapes, strict=False)):
        own = {role: _parameter_panels(number, role, array) for role, array in operation.planes.items()}
        parameters.append(tuple(panel for panels in own.values() for panel in panels.values()))
        for channel, target in enumerate(maps[number + 1]):
            tracks.append(_channel_track(operation, shape, channel, maps[number], own, target))
    return LaidNetwork(tuple(maps), tuple(parameters), tuple(tracks))


def _channel_track(
    operation: Operation,
    shape: Shape,
    channel: int,
    inputs: Sequence[Panel],
    own: Mapping[str, Mapping[tuple[int, ...], Panel]],
    target: Panel,
) -> Track:
    factors = [factor for each in operation.terms(shape, channel) for factor in each.factors]
    read = [inputs[place] for place in sorted({factor.index[0] for factor in factors if factor.role == PIXEL})]
    roles = {role: [panels[factor.index] for factor in factors if factor.role == role] for role, panels in own.items()}
    labels = [panel.title for panel in read]
    more: dict[str, Any] = {"parameters": roles, "labels": labels, "title": target.title}
    return lay_track(operation, shape, read, target.name, channel=channel, **more)


def _plane(name: str, title: str, values: np.ndarray) -> Panel:
    height, width = values.shape
    sized = _("{title}: {height} × {width}").format(title=title, height=height, width=width)
    return Panel(name, values, sized, short=title, ticks=False)


def _parameter_panels(number: int, role: str, array: np.ndarray) -> dict[tuple[int, ...], Panel]:
    """A panel for each plane of learned numbers, by its index."""
    title = _("Weights of layer {number}") if role == WEIGHT else _("Biases of layer {number}")
    return {
        index: replace(
            _plane("_".join(map(str, (role, number, *index))), title.format(number=number + 1), array[index]), side=0.5
        )
        for index in np.ndindex(array.shape[:-2])
    }
