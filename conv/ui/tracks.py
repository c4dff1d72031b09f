"""Tracks: one walk each, its panels and its words; several go in lock-step on one stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from conv.geometry import ConvGeometry
from conv.ops import group_channels, pad2d
from conv.receptive_field import Stack
from conv.steps import Walk
from conv.text import _, ngettext
from conv.ui import panels
from conv.ui.formula import step_formula
from conv.ui.labels import activation_label, channel_labels, narration_clauses
from conv.ui.panels import Axes, Look, Panel
from conv.ui.size import size_notes, size_terms


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One walk on its panels.

    Attributes:
        title: What the track is called.
        axes: Rows and columns that the windows walk.
        panels: The charts by role: "input" (one, or one for each channel), "counts" (other charts of the padded input,
            on which the window rides too), "weight" and "map" (none, or one), and "field", which does not move. Tracks
            may share their kernel.
        words: What the player says and computes of a step, as `walk_track` and `stack_track` make it.
        legend: (look, meaning) pairs.
        notes: Paragraphs below the player, such as `size_notes`.
        terms: What the terms of the formulas in the notes light up, as `size_terms` gives it.
        dot: (row, col) in the window where a dot marks the current one, or None.
        dots: What the dots of all windows mean, or empty where only the current one has its dot.
        caption: A line above the panels, where several tracks stand side by side.
        first_channel: Number of its first input panel, where tracks share theirs and read some of them.
        pace: Steps of the player, on each axis, for which a cell of this track stays: it goes with tracks whose maps
            are so many times as large.
    """

    title: str
    axes: Axes
    panels: Mapping[str, Sequence[Panel]]
    words: Mapping[str, Any]
    legend: Sequence[tuple[str, str]]
    notes: Sequence[str] = ()
    terms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    dot: tuple[int, int] | None = None
    dots: str = ""
    caption: str = ""
    pace: int = 1
    first_channel: int = 0

    @property
    def output_size(self) -> tuple[int, int]:
        """Cells of the map that is walked."""
        rows, cols = self.axes
        return len(rows.origins), len(cols.origins)

    @property
    def extent(self) -> tuple[int, int]:
        """Steps of the player down and across."""
        height, width = self.output_size
        return (height - 1) * self.pace + 1, (width - 1) * self.pace + 1


def walk_track(
    walk: Walk,
    look: Look,
    *,
    title: str = "",
    caption: str = "",
    sizes: bool = False,
    dot: tuple[int, int] | None = None,
    dots: str = "",
    counts: bool = False,
) -> Track:
    """A convolution: its padded input, kernel and feature map.

    Args:
        walk: The convolution.
        look: How its picture is drawn.
        title, caption, dot, dots: As in `Track`.
        sizes: Work its output size out in the notes.
        counts: Add a chart of how often each pixel is read.
    """
    axes = (walk.geometry.rows, walk.geometry.cols)
    charts: dict[str, Sequence[Panel]] = {
        "input": panels.input_panels(walk.padded, axes, look),
        "weight": panels.kernel_panels(walk, look),
        "map": [panels.map_panel(walk, look)],
    }
    if counts:
        charts["counts"] = [panels.count_panel(walk.geometry.read_counts, _("Windows that read it"), axes=axes)]
    words = _walk_words(walk, channel_labels(len(walk.weight)))
    legend = panels.legend(axes, walk.feature_map, dots=dots)
    notes, terms = (size_notes(walk.geometry), size_terms(walk.geometry)) if sizes else ([], {})
    return Track(title, axes, charts, words, legend, notes, terms, dot, dots, caption)


def bank_tracks(found: Sequence[Walk], image: np.ndarray, labels: Sequence[str], look: Look) -> list[Track]:
    """Several kernels over the channels of one picture: the tracks share the channels' panels.

    Args:
        found: A walk for each kernel.
        image: The picture, shape (C, H, W).
        labels: Names of its channels.
        look: How cells are drawn.
    """
    geometry = found[0].geometry
    axes = (geometry.rows, geometry.cols)
    inputs = panels.channel_panels(pad2d(image, geometry), axes, labels, look)
    limit = max(float(np.abs(walk.weight).max()) for walk in found) or 1.0
    slices = len(found[0].weight)
    read = group_channels(len(image), len(found), len(image) // slices)
    tracks = []
    for output, (walk, (first, last)) in enumerate(zip(found, read, strict=True)):
        charts = {
            "input": inputs[first:last],
            "weight": panels.slice_panels(walk, limit, output, labels[first:last], look),
            "map": [panels.map_panel(walk, look, output=output)],
        }
        tracks.append(
            Track(
                title=_("Output {output}").format(output=output),
                axes=axes,
                panels=charts,
                words=_walk_words(walk, labels[first:last]),
                legend=panels.legend(axes, walk.feature_map),
                first_channel=first,
            )
        )
    return tracks


def _walk_words(walk: Walk, labels: Sequence[str]) -> dict[str, Any]:
    return {
        "channels": list(labels),
        "divisor": walk.divisor,
        "bias": walk.bias,
        "activation": "" if walk.activation == "none" else activation_label(walk.activation),
        "formula": step_formula(walk),
        "index_formula": step_formula(walk, indices=True),
        "narration": narration_clauses(walk),
    }


def stack_track(
    stack: Stack,
    image: np.ndarray,
    look: Look,
    *,
    title: str,
    caption: str = "",
    more: Mapping[str, Sequence[Panel]] | None = None,
    pace: int = 1,
) -> Track:
    """Layers one behind the other: what each cell of the last one reads of the first input, and `more` panels."""
    rows, cols = stack.rows, stack.cols
    padding = ((rows.before, rows.after), (cols.before, cols.after))
    padded = pad2d(image, ConvGeometry((rows.size, cols.size), 1, padding=padding))
    read = len(rows.tap_offsets) * len(cols.tap_offsets)
    sentence = ngettext(
        "Cell {{row}}, {{col}} of the last layer reads {read} pixel of the {height} × {width} in its receptive field, "
        "{{rows}} and {{cols}}",
        "Cell {{row}}, {{col}} of the last layer reads {read} pixels of the {height} × {width} in its receptive "
        "field, {{rows}} and {{cols}}",
        read,
    ).format(read=read, height=rows.span, width=cols.span)
    words = {"channels": [], "formula": "", "index_formula": "", "narration": {"window": sentence}}
    charts = {"input": panels.input_panels(padded, (rows, cols), look), **(more or {})}
    return Track(title, (rows, cols), charts, words, panels.legend((rows, cols)), caption=caption, pace=pace)
