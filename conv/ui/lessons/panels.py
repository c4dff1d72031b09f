"""Panels and walks out of the core's arrays: what several lessons put on their boards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from conv.geometry import AxisGeometry, ConvGeometry
from conv.index_maps import IndexMap
from conv.operations import WEIGHT
from conv.steps import Walk
from conv.text import _
from conv.ui.board import palette
from conv.ui.board.board import Operand, Track
from conv.ui.board.laying import lay_track
from conv.ui.board.panel import Box, Panel, Scaling, value_limits
from conv.ui.lessons.hatches import hatches, unread_boxes
from conv.ui.scene.record import MAX_PAINTED, Scene
from conv.ui.words.formula import post_text, step_formula
from conv.ui.words.labels import channel_labels, scale_meaning
from conv.ui.words.numbers import short_text
from conv.ui.words.sizes import size_notes, size_question, size_term_boxes

AFTER = ("divisor", "bias", "activation")


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is drawn.

    Attributes:
        colour: "colour" draws three channels as one panel, "channels" as three.
        byte_pixels: The picture's values are bytes: black is 0 and white is 255, whatever values it has.
        names: Cells show their names instead of their values.
        weights, pixels: Kernels and pictures show the scene's own numbers, which can be changed on the board.
        numbers: Parameters of what is done to sums that a kernel's walk has from the scene, which can be changed.
        hues: The first three of several channels are red, green and blue.
    """

    colour: str = "grey"
    byte_pixels: bool = False
    names: bool = False
    weights: bool = False
    pixels: bool = False
    numbers: tuple[str, ...] = ()
    hues: bool = True

    def letter(self, letter: str) -> str:
        """The letter that names cells, where they show their names."""
        return letter if self.names else ""


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A walk with its panels."""

    track: Track
    inputs: tuple[Panel, ...]
    kernels: tuple[Panel, ...]
    target: Panel
    extra: tuple[Panel, ...] = ()

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All of them."""
        return (*self.inputs, *self.kernels, self.target, *self.extra)


def picture_look(scene: Scene, image: np.ndarray, *, together: bool = False) -> Look:
    """How a scene's picture, shape (C, H, W), is drawn; `together` shows three channels as one."""
    colour = "grey" if len(image) == 1 else "colour" if together else scene.colour
    return Look(colour, image.dtype == np.uint8, scene.cells == "names", weights=True, pixels=True, numbers=AFTER)


def picture_panels(
    padded: np.ndarray,
    geometry: ConvGeometry,
    look: Look,
    *,
    prefix: str = "",
    labels: Sequence[str] = (),
    index_maps: tuple[IndexMap, IndexMap] | None = None,
    **more: Any,
) -> tuple[Panel, ...]:
    """The padded picture, shape (C, H, W): one panel, or one for each channel where the look says so.

    Args:
        padded: The picture with its padding.
        geometry: Where the picture lies in it, and what its windows read.
        look: How it is drawn.
        prefix: Of the panels' names.
        labels: Names of the channels.
        index_maps: What is read, where that is not what the geometry's windows read.
        more: Further attributes of the panels.
    """
    rows, cols = geometry.rows, geometry.cols
    sizes = {"rows": rows.size, "cols": cols.size, "height": rows.padded_size, "width": cols.padded_size}
    padding = geometry.padded_size != (rows.size, cols.size)
    shared: dict[str, Any] = {
        "letter": look.letter("x"),
        "hatches": hatches(rows, cols, index_maps),
        **inset(geometry),
        **more,
    }
    if len(padded) == 1 or look.colour == "colour":
        title = _("Input {rows} × {cols}, padded {height} × {width}") if padding else _("Input {height} × {width}")
        short = _("Padded {height} × {width}") if padding else title
        colours = len(padded) > 1
        values = padded.transpose(1, 2, 0).astype(np.uint8) if colours else padded[0]
        if not colours and look.byte_pixels:
            shared["limits"] = (0.0, 255.0)
        if not colours and look.pixels and max(rows.size, cols.size) <= MAX_PAINTED:
            shared["edits"] = ("pixels", 0)
        return (Panel(f"{prefix}input", values, title.format(**sizes), short=short.format(**sizes), **shared),)
    found = []
    for channel, (values, label) in enumerate(zip(padded, labels or channel_labels(len(padded)), strict=True)):
        coloured = look.hues and channel < 3 and len(padded) >= 3
        title = _("{channel} {rows} × {cols}, padded {height} × {width}") if padding else _("{channel} {rows} × {cols}")
        looks: dict[str, Any] = {
            "scale": palette.CHANNELS[channel] if coloured else None,
            "limits": (0.0, 255.0) if look.byte_pixels and coloured else None,
        }
        name, text = f"{prefix}input_{channel}", title.format(channel=label, **sizes)
        shared["picture"] = label
        found.append(Panel(name, values, text, short=label, **looks, **shared))
    return tuple(found)


def inset(geometry: ConvGeometry) -> dict[str, Any]:
    """Where the picture lies in a panel of its padded form, and which pixel each of its cells copies."""
    rows, cols = geometry.rows, geometry.cols
    return {
        "inset": (rows.before, cols.before, rows.size, cols.size),
        "sources": (rows.pixel_map, cols.pixel_map),
    }


def kernel_panels(walk: Walk, look: Look, *, prefix: str = "", limit: float | None = None, **more: Any) -> tuple:
    """The kernel: one panel, or one for each channel where the look says so."""
    height, width = walk.weight.shape[1:]
    # What is done with the sum's numbers stands with the weights; a bias is learned like them.
    after = "".join(f" {post_text(operation)}" for operation in walk.reduction.post if not operation.is_function)
    largest = limit or float(np.abs(walk.weight).max() or 1)
    channels = range(len(walk.weight)) if look.colour == "channels" else ()
    names = tuple(f"{prefix}kernel_{channel}" for channel in channels) or (f"{prefix}kernel",)
    scaling = Scaling("even", names)
    shared = {
        "scale": palette.SIGNED,
        "limits": (-largest, largest),
        "scaling": scaling,
        "letter": look.letter("w"),
        **more,
    }
    edits = [("weights", index) if look.weights else None for index in range(len(walk.weight))]
    heading = _("Kernel {height} × {width}").format(height=height, width=width) + after
    if look.colour != "channels":
        return (
            Panel(
                names[0],
                walk.weight[0],
                heading,
                side=_kernel_side(walk),
                edits=edits[0],
                numbers=look.numbers,
                **shared,
            ),
        )
    return tuple(
        Panel(
            names[channel],
            weights,
            _("{kernel}, {channel}").format(kernel=heading, channel=label),
            short=_("Kernel, {channel}").format(channel=label),
            side=_kernel_side(walk),
            edits=edits[channel],
            numbers=() if channel else look.numbers,
            **shared,
        )
        for channel, (weights, label) in enumerate(zip(walk.weight, channel_labels(len(walk.weight)), strict=True))
    )


def _kernel_side(walk: Walk) -> float:
    """A kernel's cells are as large as those of a small picture, so that one sees it lie upon it."""
    share = max(walk.weight.shape[1:]) / max(walk.geometry.padded_size)
    return min(0.9, max(0.55, share))


def map_panel(walk: Walk, look: Look, *, name: str = "map", output: int | None = None, **more: Any) -> Panel:
    """The feature map, or the one with this number."""
    height, width = walk.geometry.output_size
    title = _("Feature map {height} × {width}") if output is None else _("Map {output}: {height} × {width}")
    short = _("Map {height} × {width}") if output is None else _("Map {output}")
    numbers = {"height": height, "width": width, "output": output}
    more = {"limits": shared_limits(walk, look.byte_pixels), "scaling": Scaling("read"), **more}
    return Panel(
        name,
        walk.feature_map,
        title.format(**numbers),
        short=short.format(**numbers),
        letter=look.letter("h"),
        **more,
    )


def shared_limits(walk: Walk, byte_pixels: bool) -> tuple[float, float] | None:
    """Limits of the picture's scale, where the map means the same: weights that sum to 1, and means that are darker.

    None where the map has a scale of its own, of which the legend tells.
    """
    values = walk.reduction.values
    biased = values["bias"] != 0
    with np.errstate(over="ignore", invalid="ignore"):  # of a tiny divisor, whose shares are no means
        shares = walk.weight / values["divided"]
        total = float(shares.sum())
    darker = bool((shares >= 0).all()) and 0 < total < 1
    if biased or not (darker or abs(total - 1) < 1e-6):
        return None
    return (0.0, 255.0) if byte_pixels else value_limits(walk.padded)


def lay_walk(
    walk: Walk,
    look: Look,
    *,
    title: str = "",
    prefix: str = "",
    kernels: tuple[Panel, ...] = (),
    sizes: bool = False,
    dot: tuple[int, int] | None = None,
    dots: str = "",
    counts: bool = False,
) -> Laid:
    """A convolution with its padded input, kernel and feature map.

    Args:
        walk: The convolution.
        look: How its picture is drawn.
        title: What it is called.
        prefix: Of its panels' names.
        kernels: The kernel's panels, where it shares them with a walk before it.
        sizes: Work its output size out in the notes.
        dot: Where in the window a dot marks the current one.
        dots: What a dot at the start of every window means, or empty for none.
        counts: Add a panel of how often each pixel is read.
    """
    geometry = walk.geometry
    starts = (geometry.rows.origins, geometry.cols.origins) if dots else None
    inputs = picture_panels(walk.padded, geometry, look, prefix=prefix, dots=starts)
    kernels = kernels or kernel_panels(walk, look, prefix=prefix)
    target = map_panel(walk, look, name=f"{prefix}map")
    extra: tuple[Panel, ...] = ()
    if counts:
        name = _("Windows that read it")
        marked = hatches(geometry.rows, geometry.cols)
        extra = (count_panel(f"{prefix}counts", geometry.read_counts, name, marked, **inset(geometry)),)
    track = walk_track(walk, inputs, kernels, target.name, title=title, sizes=sizes, dot=dot, dots=dots, overlays=extra)
    return Laid(track, inputs, kernels, target, extra)


def walk_track(
    walk: Walk,
    inputs: Sequence[Panel],
    kernels: Sequence[Panel],
    target: str,
    *,
    title: str = "",
    labels: Sequence[str] = (),
    sizes: bool = False,
    dot: tuple[int, int] | None = None,
    dots: str = "",
    overlays: Sequence[Panel] = (),
    more: Sequence[Operand] = (),
) -> Track:
    """The walk of a kernel over the panels of its channels; a panel that is alone holds all of them."""
    geometry = walk.geometry
    rows, cols = geometry.rows.window_map, geometry.cols.window_map
    shared = shared_limits(walk, inputs[0].limits == (0.0, 255.0))
    return lay_track(
        walk.operation,
        walk.shape,
        inputs,
        target,
        channel=walk.channel,
        parameters={WEIGHT: kernels},
        labels=labels or channel_labels(len(walk.weight)),
        title=title,
        overlays=(*(Operand(panel.name, rows, cols) for panel in overlays), *more),
        formulas=(step_formula(walk), step_formula(walk, indices=True)),
        legend=legend(geometry.rows, geometry.cols, walk.feature_map, dots=dots, shared=shared),
        notes=size_notes(geometry) if sizes else (),
        terms=size_term_boxes(geometry) if sizes else {},
        dot=dot or ((0, 0) if dots else None),
        corner=bool(dots),
        size_terms=size_question(geometry),
    )


def count_panel(
    name: str, counts: np.ndarray, title: str, marked: Sequence[tuple[str, Sequence[Box]]] = (), **more: Any
) -> Panel:
    """How often each pixel is read, shape (H, W)."""
    text = _("{title}: from {minimum} to {maximum}.").format(title=title, minimum=counts.min(), maximum=counts.max())
    return Panel(name, counts, title, scale=palette.COUNTS, hatches=marked, description=text, **more)


def signed_look(values: np.ndarray, *names: str) -> dict[str, Any]:
    """Looks of a map of differences; `names` are those of the panels that have these values, if several."""
    largest = float(np.abs(values).max()) or 1.0
    return {"scale": palette.SIGNED, "limits": (-largest, largest), "scaling": Scaling("even", names)}


def legend(
    rows: AxisGeometry,
    cols: AxisGeometry,
    feature_map: np.ndarray | None,
    *,
    dots: str = "",
    shared: tuple[float, float] | None = None,
    unread: bool | None = None,
) -> list[tuple[str, str]]:
    """(look, meaning) of everything that is no pixel: the looks are the style sheet's.

    Args:
        rows, cols: Where windows lie.
        feature_map: The map, or None where there is none.
        dots: What a dot at the start of every window means, or empty for none.
        shared: Ends of the picture's scale, where the map has the same.
        unread: Whether some pixels are read by no window, where the windows do not say so.
    """
    meanings = {"window": _("window and current cell")}
    if dots:
        meanings["dots"] = dots
    meanings["cover"] = _("not computed yet")
    if feature_map is not None:
        low, high = shared or value_limits(feature_map)
        meanings["signed" if low < 0 else "grey"] = scale_meaning(shared=shared is not None).format(
            low=short_text(low), high=short_text(high)
        )
    if (rows.padded_size, cols.padded_size) != (rows.size, cols.size):
        meanings["padding"] = _("padding")
    if unread_boxes(rows, cols) if unread is None else unread:
        meanings["unread"] = _("read by no window")
    return list(meanings.items())
