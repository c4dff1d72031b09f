"""A stack of layers as one walk: from the picture to the last map, which takes means, with nothing in between."""

from __future__ import annotations

import numpy as np

from conv.geometry import ConvGeometry
from conv.ops import conv2d, pad2d
from conv.pooling import max_pool2d
from conv.precision import settled_maps
from conv.receptive_field import Layer, Stack
from conv.text import _
from conv.ui.board.board import Operand, Panel, Track
from conv.ui.lessons.panels import Laid, Look, legend, picture_panels
from conv.ui.saving.stack_code import StackLayers
from conv.ui.words.narration import field_words

MAP_SIDE = 0.6  # of a map beside its picture


def lay_stack(found: Stack, image: np.ndarray, look: Look, *, title: str, prefix: str, pace: int = 1) -> Laid:
    """Layers one behind the other: what each cell of the last one reads of the picture, and the map that they make."""
    rows, cols = found.rows.window_map, found.cols.window_map
    first = found.geometries[0]
    inputs = picture_panels(pad2d(image, first), first, look, prefix=prefix, index_maps=(rows, cols))
    height, width = found.output_size
    target = Panel(
        f"{prefix}map",
        stack_means(found, image),
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
        words=field_words(len(middle[0]) * len(middle[1]), found.rows.field_size, found.cols.field_size),
        legend=legend(first.rows, first.cols, None),
        pace=pace,
    )
    return Laid(track, inputs, (), target)


def stack_means(found: Stack, image: np.ndarray) -> np.ndarray:
    """The last map of layers that take the mean, and the largest where they pool: a picture of what is kept."""
    values = image.mean(axis=0, keepdims=True)
    for layer, geometry in zip(found.layers, found.geometries, strict=True):
        values = pad2d(values, geometry)
        weight = _mean_weight(layer, geometry)
        if weight is not None:
            values = settled_maps(conv2d, values, weight, stride=layer.stride, dilation=layer.dilation)
        else:
            size = geometry.rows.kernel_size, geometry.cols.kernel_size
            values = max_pool2d(values, size, stride=layer.stride)
    return values[0]


def mean_layers(found: Stack, image: np.ndarray) -> StackLayers:
    """The same, for code that gives these numbers."""
    weights = [_mean_weight(*pair) for pair in zip(found.layers, found.geometries, strict=True)]
    return StackLayers(image.mean(axis=0, keepdims=True), found, weights, active=False)


def _mean_weight(layer: Layer, geometry: ConvGeometry) -> np.ndarray | None:
    size = geometry.rows.kernel_size, geometry.cols.kernel_size
    return np.full((1, 1, *size), 1 / (size[0] * size[1])) if layer.learned else None
