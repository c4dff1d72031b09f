"""How a picture without padding shrinks, layer by layer, until nothing is left to read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from conv.receptive_field import layers_that_fit
from conv.refusal import Refusal
from conv.steps import Walk
from conv.text import _, ngettext
from conv.ui.board.arrangement import Place
from conv.ui.board.board import Board
from conv.ui.board.panel import Box, Panel, value_limits
from conv.ui.extras.records import Columns, Extra, Heading, Note, Panels, Refused, Slider, Text
from conv.ui.scene.pictures import scene_kernel, scene_walk
from conv.ui.scene.record import Scene


def shrinking(scene: Scene, image: np.ndarray) -> list[Extra]:
    """A slider of layers, and the map that they leave, in its place on the picture.

    Args:
        scene: Kernel, bias and activation of each layer, and how many there are.
        image: The picture, shape (C, H, W).
    """
    height, width = scene_kernel(scene, 1)[0].shape[1:]
    sizes = zip(image.shape[1:], (height, width), strict=True)
    fits = [count for count in (layers_that_fit(*pair) for pair in sizes) if count is not None]
    heading = Heading(_("How many layers use the picture up?"))
    if not fits:
        return [heading, Text(_("A kernel of 1 × 1 takes nothing away: any number of layers keeps the size."))]
    maximum = min(fits)
    names = {"height": height, "width": width, "rows": image.shape[1], "cols": image.shape[2], "maximum": maximum}
    sentence = ngettext(
        "Without padding, {maximum} layer of {height} × {width} fits on {rows} × {cols} pixels; "
        "the next one finds too little.",
        "Without padding, {maximum} layers of {height} × {width} fit on {rows} × {cols} pixels; "
        "the next one finds too little.",
        maximum,
    ).format(**names)
    if maximum == 0:
        return [heading, Text(sentence)]
    layers = min(scene.layers, maximum)
    words: list[Extra] = [Slider("layers", _("Layers"), (0, maximum), layers)]
    chart: list[Extra] = []
    try:
        maps = shrunk_maps(scene, image, layers)
    except Refusal as error:
        words.append(Refused(str(error)))
    else:
        words += [
            Text(" → ".join(f"{rows} × {cols}" for rows, cols in _shown_sizes(image, maps))),
            Note(_("Grey is used up: no cell of the map stands for it. Each line is the edge of one layer’s map.")),
        ]
        panel = shrunk_panel(image, [walked.feature_map for walked in maps])
        alt = _("The map that {layers} layers leave, in its place on the picture.").format(layers=layers)
        chart.append(Panels("shrinking", Board((panel,), (), Place(panel.name), alt)))
    return [heading, Text(sentence), Columns([words, chart], [2, 3])]


def shrunk_maps(scene: Scene, image: np.ndarray, layers: int) -> list[Walk]:
    """Each layer's walk over the map of the one before, without padding, shape (C, H, W) first."""
    plain = replace(scene, stride=(1, 1), dilation=(1, 1), padding="valid")
    walks: list[Walk] = []
    for _layer in range(layers):
        walks.append(scene_walk(plain, walks[-1].feature_map[None] if walks else image))
    return walks


def shrunk_panel(image: np.ndarray, maps: list[np.ndarray]) -> Panel:
    """The last map in its place on the picture, and the outlines of all.

    Args:
        image: The picture, shape (C, H, W).
        maps: Each layer's map, shape (H', W').
    """
    height, width = image.shape[1:]
    last = maps[-1] if maps else image.mean(axis=0)
    boxes: list[Box] = []
    for values in maps:
        top, left = (height - values.shape[0]) // 2, (width - values.shape[1]) // 2
        boxes.append((top, top + values.shape[0] - 1, left, left + values.shape[1] - 1))
    shown = np.full((height, width), np.nan)
    top, bottom, left, right = boxes[-1] if boxes else (0, height - 1, 0, width - 1)
    shown[top : bottom + 1, left : right + 1] = last
    title = _("Map {rows} × {cols} of a picture {height} × {width}").format(
        rows=last.shape[0], cols=last.shape[1], height=height, width=width
    )
    return Panel("shrunk", shown, title, limits=value_limits(last), outlines=boxes)


def _shown_sizes(image: np.ndarray, maps: list[Walk]) -> list[tuple[int, int]]:
    sizes = [(image.shape[1], image.shape[2]), *(walked.geometry.output_size for walked in maps)]
    return sizes if len(sizes) <= 8 else [*sizes[:4], *sizes[-3:]]
