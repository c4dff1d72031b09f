"""A stack of layers as one walk: from the picture to the last map, which takes means, with nothing in between."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from conv.operations import Network
from conv.text import _
from conv.ui.board.board import Operand, Track
from conv.ui.board.deriving import derive_means
from conv.ui.board.panel import Panel
from conv.ui.lessons.panels import Laid, Look, legend, picture_panels
from conv.ui.saving.code import Computation
from conv.ui.words.narration import field_words

MAP_SIDE = 0.6  # of a map beside its picture


def lay_stack(network: Network, image: np.ndarray, look: Look, *, title: str, prefix: str, pace: int = 1) -> Laid:
    """Layers behind a padding: what each cell of the last one reads of the picture, and the map that they make."""
    rows, cols = network.rows.window_map, network.cols.window_map
    around = network.geometries[0]
    padded = network.operations[0].apply(image)
    inputs = picture_panels(padded, around, look, prefix=prefix, index_maps=(rows, cols))
    height, width = network.output_size
    means = stack_means(network, image)
    target = Panel(
        f"{prefix}map",
        means.network.apply(means.image)[0],
        _("Last map {height} × {width}").format(height=height, width=width),
        short=_("Map {height} × {width}").format(height=height, width=width),
        side=MAP_SIDE,
    )
    middle = rows.sources(height // 2), cols.sources(width // 2)
    track = Track(
        title,
        target.name,
        (height, width),
        overlays=(Operand(inputs[0].name, rows, cols),),
        words=field_words(len(middle[0]) * len(middle[1]), network.rows.field_size, network.cols.field_size),
        legend=legend(around.rows, around.cols, None, unread=bool(rows.unread or cols.unread)),
        pace=pace,
    )
    return Laid(track, inputs, (), target)


def derive_stacks(networks: Sequence[Network], image: np.ndarray, laid: Sequence[Laid]) -> dict[str, Any]:
    """How the last maps come from a grey picture: what a board says of it.

    Args:
        networks, image: As `lay_stack` got them.
        laid: What it gave, one by one.
    """
    found = [_derive_stack(*each, image) for each in zip(networks, laid, strict=True)]
    derived, hidden = (tuple(each for part in parts for each in part) for parts in zip(*found, strict=True))
    return {"derived": derived, "hidden": hidden}


def _derive_stack(network: Network, laid: Laid, image: np.ndarray) -> tuple[list[Track], list[Panel]]:
    """How a last map comes from its padded picture, layer by layer, and the maps between."""
    means = stack_means(network, image).network
    source = laid.inputs[0]
    derived: list[Track] = []
    hidden: list[Panel] = []
    for number, (operation, shape) in enumerate(zip(means.operations, means.shapes, strict=False)):
        if number == 0:  # the padding, with which the picture stands on the board
            continue
        last = number == len(means.operations) - 1
        between = Panel(f"{laid.target.name}{number}", np.zeros(means.shapes[number + 1][1:]), "")
        target = laid.target if last else between
        derived.append(derive_means(operation, shape, source, target))
        hidden += [] if last else [target]
        source = target
    return derived, hidden


def stack_means(network: Network, image: np.ndarray) -> Computation:
    """Layers that take the mean, and the largest where they pool, of the mean of all channels: what is kept."""
    shape = (1, *network.input_shape[1:])
    means = Network(shape, tuple(operation.averaging() for operation in network.operations))
    return Computation(image.mean(axis=0, keepdims=True), means)
