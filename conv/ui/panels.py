"""The panels of the stage: what stands on each chart, out of walks and stacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import plotly.graph_objects as go

from conv.geometry import WalkedAxis
from conv.steps import Walk
from conv.text import _
from conv.ui import figures, palette
from conv.ui.labels import channel_labels, signed
from conv.ui.scene import Scene

Panel: TypeAlias = tuple[go.Figure, str]  # a chart and its description for readers who do not see it
Axes: TypeAlias = tuple[WalkedAxis, WalkedAxis]


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is drawn.

    Attributes:
        colour: "colour" draws three channels as one panel, "channels" as three.
        byte_pixels: The picture's values are bytes: black is 0 and white is 255, whatever values it has.
        names: Cells show their names instead of their values.
        narrow: Panels are narrow, so that their titles are short.
    """

    colour: str = "grey"
    byte_pixels: bool = False
    names: bool = False
    narrow: bool = False


def picture_look(scene: Scene, image: np.ndarray, *, narrow: bool = False) -> Look:
    """How a scene's picture, shape (C, H, W), is drawn; narrow panels show three channels as one."""
    colour = "grey" if len(image) == 1 else "colour" if narrow else scene.colour
    return Look(colour, image.dtype == np.uint8, scene.cells == "names", narrow)


def input_panels(padded: np.ndarray, axes: Axes, look: Look) -> list[Panel]:
    """The padded picture, shape (C, H, W): one panel, or one for each channel."""
    rows, cols = axes
    height, width = rows.padded_size, cols.padded_size
    is_padded = (height, width) != (rows.size, cols.size)
    title = _("Input {height} × {width}")
    if is_padded:
        title = _("Padded {height} × {width}") if look.narrow else _("Input {rows} × {cols}, padded {height} × {width}")
    heading = title.format(height=height, width=width, rows=rows.size, cols=cols.size)
    looks: dict[str, Any] = {
        "limits": (0.0, 255.0) if look.byte_pixels else figures.value_limits(padded),
        "names": cell_names("x", height, width) if look.names else None,
        "hatches": hatches(axes),
    }
    channels = len(padded)
    if channels == 1:
        return [(figures.panel_figure(figures.compact(padded[0]), title=heading, **looks), _input_text(heading))]
    if look.colour == "colour":
        pixels = padded.transpose(1, 2, 0).astype(np.uint8)
        return [(figures.panel_figure(pixels, title=heading, **looks), _input_text(heading))]
    return channel_panels(padded, axes, channel_labels(channels), look)


def channel_panels(padded: np.ndarray, axes: Axes, labels: Sequence[str], look: Look) -> list[Panel]:
    """A panel for each channel of the padded picture, shape (C, H, W): the first three are red, green and blue."""
    rows, cols = axes
    found = []
    for channel, (values, label) in enumerate(zip(padded, labels, strict=True)):
        coloured = channel < 3 and len(padded) >= 3
        title = f"{label} {rows.padded_size} × {cols.padded_size}"
        figure = figures.panel_figure(
            figures.compact(values),
            title=title,
            scale=palette.CHANNELS[channel] if coloured else None,
            limits=(0.0, 255.0) if look.byte_pixels and coloured else figures.value_limits(values),
            names=cell_names("x", rows.padded_size, cols.padded_size) if look.names else None,
            hatches=hatches(axes),
        )
        found.append((figure, _input_text(title)))
    return found


def slice_panels(walk: Walk, limit: float, output: int, labels: Sequence[str], look: Look) -> list[Panel]:
    """The slices of one kernel of several, a small panel for each channel that it reads.

    Args:
        walk: The kernel's walk.
        limit: Largest weight of all kernels, which ends the scale.
        output: Number of the kernel.
        labels: Names of the channels that it reads.
        look: How cells are drawn.
    """
    height, width = walk.weight.shape[1:]
    found = []
    for weights, label in zip(walk.weight, labels, strict=True):
        title = _("Kernel {output}, {channel}").format(output=output, channel=label)
        figure = figures.panel_figure(
            figures.compact(weights),
            title=title,
            scale=palette.SIGNED,
            limits=(-limit, limit),
            names=cell_names("w", height, width) if look.names else None,
            ticks=False,
        )
        found.append((figure, _("{title}: its own weights, the same in every place.").format(title=title)))
    return found


def kernel_panels(walk: Walk, look: Look) -> list[Panel]:
    """The kernel: one panel, or one for each channel."""
    height, width = walk.weight.shape[1:]
    heading = _("Kernel {height} × {width}").format(height=height, width=width)
    divided = "" if walk.divisor == 1 else f" ÷ {signed(walk.divisor)}"
    largest = float(np.abs(walk.weight).max() or 1)
    slices = len(walk.padded) if look.colour == "channels" else 1
    return [
        (
            figures.panel_figure(
                figures.compact(weights),
                title=heading + divided,
                scale=palette.SIGNED,
                limits=(-largest, largest),
                names=cell_names("w", height, width) if look.names else None,
            ),
            _("{title}: the same weights in every place.").format(title=heading),
        )
        for weights in walk.weight[:slices]
    ]


def map_panel(walk: Walk, look: Look, *, output: int | None = None) -> Panel:
    """The feature map, or the one with this number; before the player places its moving parts, it is all covered."""
    height, width = walk.geometry.output_size
    title = _("Feature map {height} × {width}") if output is None else _("Map {output}: {height} × {width}")
    heading = title.format(height=height, width=width, output=output)
    figure = figures.panel_figure(
        figures.compact(walk.feature_map),
        title=heading,
        names=cell_names("h", height, width) if look.names else None,
        paths={"cover": figures.cells_path(range(height), range(width))},
        ticks=output is None,
    )
    return figure, _("{title}: the numbers of the current cell are read out by the player below.").format(title=heading)


def count_panel(counts: np.ndarray, title: str, *, axes: Axes | None = None) -> Panel:
    """How often each pixel is read, shape (H, W); pixels that are never read are hatched.

    Args:
        counts: Whole numbers, not negative, the product of one row of counts and one column of them.
        title: What was counted.
        axes: Where the counts lie on a padded input; without them, on a field of their own.
    """
    if axes is not None:
        marks = hatches(axes)
    else:
        bottom, right = counts.shape[0] - 1, counts.shape[1] - 1
        holes = [(top, low, 0, right) for top, low in figures.runs(np.flatnonzero(~counts.any(axis=1)).tolist())]
        holes += [(0, bottom, left, end) for left, end in figures.runs(np.flatnonzero(~counts.any(axis=0)).tolist())]
        marks = [figures.hatch_trace(_("never read"), holes, palette.UNREAD)] if holes else []
    fit = figures.NUMBERS_FIT if axes is not None else figures.NUMBERS_FIT_BESIDE
    figure = figures.panel_figure(
        figures.compact(counts), title=title, scale=palette.COUNTS, hatches=marks, numbers_fit=fit
    )
    return figure, _("{title}: from {least} to {most}.").format(title=title, least=counts.min(), most=counts.max())


def hatches(axes: Axes) -> list[dict]:
    """Padding cells, and cells that no window reads."""
    rows, cols = axes
    bottom, right = rows.padded_size - 1, cols.padded_size - 1
    ring = [
        (0, rows.before - 1, 0, right),
        (rows.before + rows.size, bottom, 0, right),
        (rows.before, rows.before + rows.size - 1, 0, cols.before - 1),
        (rows.before, rows.before + rows.size - 1, cols.before + cols.size, right),
    ]
    boxes = [(top, low, left, end) for top, low, left, end in ring if top <= low and left <= end]
    unread = [(top, low, 0, right) for top, low in figures.runs(rows.unread)]
    unread += [(0, bottom, left, end) for left, end in figures.runs(cols.unread)]
    found = []
    if boxes:
        found.append(figures.hatch_trace(_("padding"), boxes, palette.PADDING))
    if unread:
        found.append(figures.hatch_trace(_("read by no window"), unread, palette.UNREAD))
    return found


def legend(axes: Axes, feature_map: np.ndarray | None = None, *, dots: str = "") -> list[tuple[str, str]]:
    """(look, meaning) of everything on a track that is no pixel: the looks are the style sheet's.

    Args:
        axes: The walked axes.
        feature_map: The map, where the track has one.
        dots: What the dots mean, where there are any.
    """
    rows, cols = axes
    meanings = {"window": _("window and current cell") if feature_map is not None else _("window")}
    if dots:
        meanings["dots"] = dots
    if feature_map is not None:
        low, high = (signed(round(float(value), 3)) for value in figures.value_limits(feature_map))
        meanings["cover"] = _("not computed yet")
        scale = "grey" if low == "0" else "signed"
        meanings[scale] = _("feature map from {low} to {high}").format(low=low, high=high)
    if (rows.padded_size, cols.padded_size) != (rows.size, cols.size):
        meanings["padding"] = _("padding")
    if rows.unread or cols.unread:
        meanings["unread"] = _("read by no window")
    return list(meanings.items())


def cell_names(letter: str, height: int, width: int) -> list[list[str]] | None:
    """Names of the cells as textbooks print them, where they fit."""
    if max(height, width) > figures.NUMBERS_FIT:
        return None
    lowered = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
    return [[f"{letter}{row},{col}".translate(lowered) for col in range(width)] for row in range(height)]


def _input_text(heading: str) -> str:
    return _("{title}: the window's place is read out by the player below.").format(title=heading)
