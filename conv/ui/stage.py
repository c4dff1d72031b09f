"""The stage: padded input, kernel and feature map as charts, the player below them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from conv.geometry import ConvGeometry
from conv.steps import Walk
from conv.text import _
from conv.ui import figures, palette
from conv.ui.labels import channel_labels, signed
from conv.ui.player import player_data, show_player

CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showAxisDragHandles": False}


def show_stage(
    scene: Walk,
    *,
    colour: str = "grey",
    byte_pixels: bool = False,
    names: bool = False,
    start: int | None = None,
    arrival: int = 0,
    fresh: bool = True,
    notes: Sequence[str] = (),
) -> None:
    """Draw a walk and mount its player.

    Args:
        scene: The walk.
        colour: "colour" draws three channels as one panel, "channels" as three.
        byte_pixels: The picture's values are bytes: black is 0 and white is 255, whatever values it has.
        names: Cells show their names instead of their values.
        start, arrival: As in `player_data`; without a start the stage plays by itself.
        fresh: The start comes from a link just opened, so that one past the last step is worth a word.
        notes: Paragraphs below the player, such as `size_notes`.
    """
    if fresh and start is not None and start >= scene.geometry.steps:
        st.warning(
            _("`step` must be from 0 to {last}, got {step}. The last step is shown instead.").format(
                last=scene.geometry.steps - 1, step=start
            )
        )
    place = st.container(key="stage")
    fallback = st.session_state.get("player", {}).get("unsupported", False)
    step = _step_buttons(place, scene, start) if fallback else None
    panels = _panels(scene, colour, byte_pixels, names, step)
    data = player_data(
        scene,
        charts={role: [key for key in panels if key.startswith(role)] for role in ("input", "weight", "map")},
        marks={key: figure.layout.meta for key, (figure, _alt) in panels.items()},
        start=start,
        arrival=arrival,
        autoplay=start is None,
        names=names,
    )
    for key, (figure, alt) in panels.items():
        if key == "map":  # the player, once there, walks the moment the last chart is drawn
            show_player(data | {"legend": _legend(scene), "notes": list(notes)})
        place.plotly_chart(figure, key=key, config=CHART_CONFIG, alt=alt, height="stretch")


def _step_buttons(place: DeltaGenerator, scene: Walk, start: int | None) -> int:
    """Previous and next by the server, for browsers in which the player cannot draw."""
    state = st.session_state
    last = scene.geometry.steps - 1
    step = min(state.setdefault("fallback_step", start or 0), last)
    previous, following = place.columns(2)
    step -= previous.button(_("Previous step"), disabled=step == 0, width="stretch")
    step += following.button(_("Next step"), disabled=step == last, width="stretch")
    state.fallback_step = step
    return step


def _legend(scene: Walk) -> list[tuple[str, str]]:
    """(look, meaning) of everything on the stage that is no pixel: the looks are the style sheet's."""
    geometry = scene.geometry
    low, high = (signed(round(float(value), 3)) for value in figures.value_limits(scene.feature_map))
    meanings = {
        "window": _("window and current cell"),
        "cover": _("not computed yet"),
        "grey" if low == "0" else "signed": _("feature map from {low} to {high}").format(low=low, high=high),
    }
    if geometry.padded_size != (geometry.rows.size, geometry.cols.size):
        meanings["padding"] = _("padding")
    if geometry.rows.unread or geometry.cols.unread:
        meanings["unread"] = _("read by no window")
    return list(meanings.items())


Panels: TypeAlias = dict[str, tuple[go.Figure, str]]  # (figure, description) of each chart by its key


def _panels(scene: Walk, colour: str, byte_pixels: bool, names: bool, step: int | None) -> Panels:
    """The inputs, the kernels, the feature map, in this order."""
    paths = _paths(scene.geometry, step)
    inputs = _input_panels(scene, colour, byte_pixels, names, paths["input"])
    kernels = _kernel_panels(scene, len(scene.padded) if colour == "channels" else 1, names)
    height, width = scene.geometry.output_size
    heading = _("Feature map {height} × {width}").format(height=height, width=width)
    figure = figures.panel_figure(
        figures.compact(scene.feature_map),
        title=heading,
        names=_names("h", height, width) if names else None,
        paths=paths["map"],
    )
    alt = _("{title}: the numbers of the current cell are read out by the player below.").format(title=heading)
    return inputs | kernels | {"map": (figure, alt)}


def _input_panels(scene: Walk, colour: str, byte_pixels: bool, names: bool, paths: dict[str, str]) -> Panels:
    """The padded picture: one panel, or one for each channel."""
    rows, cols = scene.geometry.rows, scene.geometry.cols
    height, width = scene.geometry.padded_size
    padded = (height, width) != (rows.size, cols.size)
    title = _("Input {rows} × {cols}, padded {height} × {width}") if padded else _("Input {height} × {width}")
    heading = title.format(height=height, width=width, rows=rows.size, cols=cols.size)
    alt = _("{title}: the window's place is read out by the player below.").format(title=heading)
    looks: dict[str, Any] = {
        "limits": (0.0, 255.0) if byte_pixels else figures.value_limits(scene.padded),
        "names": _names("x", height, width) if names else None,
        "hatches": _hatches(scene),
        "paths": paths,
    }
    channels = len(scene.padded)
    if channels == 1:
        return {"input_0": (figures.panel_figure(figures.compact(scene.padded[0]), title=heading, **looks), alt)}
    if colour == "colour":
        pixels = scene.padded.transpose(1, 2, 0).astype(np.uint8)
        return {"input_0": (figures.panel_figure(pixels, title=heading, **looks), alt)}
    labels = [f"{label} {height} × {width}" for label in channel_labels(channels)]
    return {
        f"input_{channel}": (
            figures.panel_figure(figures.compact(values), title=labels[channel], scale=scale, **looks),
            _("{title}: the window's place is read out by the player below.").format(title=labels[channel]),
        )
        for channel, (values, scale) in enumerate(zip(scene.padded, palette.CHANNELS, strict=True))
    }


def _kernel_panels(scene: Walk, slices: int, names: bool) -> Panels:
    """The kernel: one panel, or one for each channel."""
    height, width = scene.weight.shape[1:]
    heading = _("Kernel {height} × {width}").format(height=height, width=width)
    divided = "" if scene.divisor == 1 else f" ÷ {signed(scene.divisor)}"
    largest = float(np.abs(scene.weight).max() or 1)
    return {
        f"weight_{channel}": (
            figures.panel_figure(
                figures.compact(weights),
                title=heading + divided,
                scale=palette.SIGNED,
                limits=(-largest, largest),
                names=_names("w", height, width) if names else None,
            ),
            _("{title}: the same weights in every place.").format(title=heading),
        )
        for channel, weights in enumerate(scene.weight[:slices])
    }


def _names(letter: str, height: int, width: int) -> list[list[str]] | None:
    if max(height, width) > figures.NUMBERS_FIT:
        return None
    lowered = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
    return [[f"{letter}{row},{col}".translate(lowered) for col in range(width)] for row in range(height)]


def _hatches(scene: Walk) -> list[dict]:
    """Padding cells, and cells that no window reads."""
    rows, cols = scene.geometry.rows, scene.geometry.cols
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
    hatches = []
    if boxes:
        hatches.append(figures.hatch_trace(_("padding"), boxes, palette.PADDING))
    if unread:
        hatches.append(figures.hatch_trace(_("read by no window"), unread, palette.UNREAD))
    return hatches


def _paths(geometry: ConvGeometry, step: int | None) -> dict[str, dict[str, str]]:
    """The moving parts of the input and the map at a step; before the player places them, the map is all covered."""
    height, width = geometry.output_size
    if step is None:
        return {"input": {}, "map": {"cover": figures.cells_path(range(height), range(width))}}
    row, col = geometry.position(step)
    rows, cols = geometry.rows, geometry.cols
    window = figures.cells_path(
        [rows.origins[row] + tap for tap in rows.tap_offsets], [cols.origins[col] + tap for tap in cols.tap_offsets]
    )
    cell = figures.cells_path([row], [col])
    rest = figures.cells_path([row], range(col + 1, width)) + figures.cells_path(range(row + 1, height), range(width))
    return {"input": {"halo": window, "mark": window}, "map": {"halo": cell, "mark": cell, "cover": rest}}
