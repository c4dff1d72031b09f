"""Plotly figures of the stage: arrays in, `go.Figure` out; no widget is read and no fact decided here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zlib import crc32

import numpy as np
import pandas  # noqa: F401  (Plotly loads it with the first figure, and two visitors at once would find it half loaded)
import plotly.graph_objects as go

from conv.text import _
from conv.ui import palette

SHAPES = (
    "cover",
    "dots",
    "reach",
    "span",
    "halo",
    "mark",
    "dot",
    "tap",
)  # the moving parts of every panel, in this order
NUMBERS_FIT = 16  # cells along a side up to which a panel prints its numbers; the player hides those too small to read
NUMBERS_FIT_BESIDE = 9  # the same for small charts without a player
NOWHERE = "M-9,-9Z"  # outside of every panel
Scale = Sequence[Sequence[Any]]


def panel_figure(
    values: np.ndarray,
    *,
    title: str,
    scale: Scale | None = None,
    limits: tuple[float, float] | None = None,
    names: Sequence[Sequence[str]] | None = None,
    hatches: Sequence[dict[str, Any]] = (),
    paths: Mapping[str, str] | None = None,
    ticks: bool = True,
    numbers_fit: int = NUMBERS_FIT,
) -> go.Figure:
    """One panel: square cells, row 0 on top, and the shapes that the player moves.

    Args:
        values: Shape (H, W) for a heatmap, or (H, W, 3) uint8 for a colour picture.
        title: Above the panel.
        scale: Colour scale of a heatmap; by default grey, or blue to orange centred on zero where a value is negative.
        limits: Values at the ends of the scale; by default those of `value_limits`.
        names: Text of the cells, (H, W), instead of their numbers.
        hatches: Traces of `hatch_trace`, drawn over the cells.
        ticks: Number the rows and columns; a small panel has more room without.
        numbers_fit: Cells along a side up to which the numbers are printed.
        paths: Where the moving parts are at first, by their name in `SHAPES`, and an "outline" that stays.

    Returns:
        The figure; its `layout.meta` is a mark of its content, by which the player knows that a chart is the one its
        data speak of. Equal panels are equal figures, which the browser does not draw again.
    """
    height, width = values.shape[:2]
    trace: dict[str, Any] = {
        "type": "image",
        "z": values,
        "hovertemplate": _("row %{y}, column %{x}: %{z}<extra></extra>"),
    }
    if values.ndim == 2:
        limits = limits or value_limits(values)
        trace |= {
            "type": "heatmap",
            "colorscale": scale or (palette.SIGNED if limits[0] < 0 else palette.GREY),
            "zmin": limits[0],
            "zmax": limits[1],
            "showscale": False,
            "xgap": 1 if max(height, width) <= 20 else 0,
            "ygap": 1 if max(height, width) <= 20 else 0,
            **_cell_text(values, names, numbers_fit),
        }
    layout = _layout(height, width, title, paths or {})
    if not ticks:
        layout["title"]["font"]["size"] = 12
        layout["margin"] = {"l": 4, "r": 4, "t": 22, "b": 4, "pad": 0}
        for axis in ("xaxis", "yaxis"):
            layout[axis]["showticklabels"] = False
    content = repr([{**trace, "z": None}, layout, *hatches]).encode()
    layout["meta"] = f"{crc32(content, crc32(values.tobytes())):08x}"
    return go.Figure(data=[trace, *hatches], layout=layout)


def table_figure(
    values: np.ndarray, *, title: str, rows: Sequence[int], cols: Sequence[int], outline: str
) -> go.Figure:
    """A small table of numbers, coloured by their size, with its own row and column names; NaN cells are empty.

    Args:
        values: Shape (len(rows), len(cols)).
        title: Above the table.
        rows, cols: Names of rows and columns.
        outline: Path around the cells to point out, in axis units.
    """
    figure = panel_figure(
        values, title=title, scale=palette.COUNTS, limits=(0.0, float(np.nanmax(values))), paths={"outline": outline}
    )
    figure.data[0].hoverinfo = "skip"
    figure.data[0].hovertemplate = None
    figure.layout.plot_bgcolor = "rgba(0, 0, 0, 0)"
    figure.layout.shapes[-1].line = {"width": 4, "color": palette.ACCENT}
    for axis, names in ((figure.layout.xaxis, cols), (figure.layout.yaxis, rows)):
        axis.update(tickmode="array", tickvals=list(range(len(names))), ticktext=list(names))
    return figure


def place_marks(figure: go.Figure, paths: Mapping[str, str]) -> None:
    """Move parts of a panel, by their name in `SHAPES`, on the server instead of in the browser."""
    for name, path in paths.items():
        figure.layout.shapes[SHAPES.index(name)].path = path or NOWHERE


def value_limits(values: np.ndarray) -> tuple[float, float]:
    """(low, high) of a colour scale: 0 to the largest value, or symmetric about zero where a value is negative.

    >>> value_limits(np.array([[-2, 1]])), value_limits(np.array([[0, 0]]))
    ((-2.0, 2.0), (0.0, 1.0))
    """
    low, high = float(values.min()), float(values.max())
    if low < 0:
        largest = max(-low, high)
        return -largest, largest
    return 0.0, high or 1.0


def compact(values: np.ndarray) -> np.ndarray:
    """The same numbers in the smallest type that the browser reads: whole ones exactly, large maps in float32.

    >>> compact(np.array([[0.0, 255.0]])).dtype, compact(np.array([[0.5]])).dtype
    (dtype('uint8'), dtype('float64'))
    """
    if (values == np.round(values)).all() and np.abs(values).max() < 2**31:
        low, high = int(values.min()), int(values.max())
        for dtype in (np.uint8, np.int16, np.int32):
            if np.iinfo(dtype).min <= low and high <= np.iinfo(dtype).max:
                return values.astype(dtype)
    return values.astype(np.float32) if values.size > 65536 else values.astype(np.float64)


def cells_path(rows: Iterable[int], cols: Iterable[int]) -> str:
    """Outline of the cells at rows x cols in axis units; neighbouring cells make one rectangle.

    >>> cells_path([0, 1], [2])
    'M1.5,-0.5H2.5V1.5H1.5Z'
    """
    boxes = [(top, bottom, left, right) for top, bottom in runs(rows) for left, right in runs(cols)]
    return "".join(
        f"M{left - 0.5},{top - 0.5}H{right + 0.5}V{bottom + 0.5}H{left - 0.5}Z" for top, bottom, left, right in boxes
    )


def runs(positions: Iterable[int]) -> list[tuple[int, int]]:
    """Neighbouring positions as (first, last).

    >>> runs([0, 1, 2, 5])
    [(0, 2), (5, 5)]
    """
    found: list[tuple[int, int]] = []
    for position in positions:
        if found and position == found[-1][1] + 1:
            found[-1] = (found[-1][0], position)
        else:
            found.append((position, position))
    return found


def hatch_trace(name: str, boxes: Iterable[tuple[int, int, int, int]], pattern: Mapping[str, Any]) -> dict[str, Any]:
    """Hatched cells, over the heatmap and under the pointer.

    Args:
        name: What the hatch means.
        boxes: (top, bottom, left, right), cells included at both ends.
        pattern: One of the palette's.
    """
    top, bottom, left, right = np.array(list(boxes), float).T + np.array([[-0.5], [0.5], [-0.5], [0.5]])
    gap = np.full_like(top, np.nan)
    xs = np.stack([left, right, right, left, left, gap], axis=1).ravel()
    ys = np.stack([top, top, bottom, bottom, top, gap], axis=1).ravel()
    return {
        "type": "scatter",
        "name": name,
        "x": xs.tolist(),
        "y": ys.tolist(),
        "mode": "lines",
        "line": {"width": 0},
        "fill": "toself",
        "fillpattern": {key: value for key, value in pattern.items() if key != "bgcolor"},
        "fillcolor": pattern["bgcolor"],
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _cell_text(values: np.ndarray, names: Sequence[Sequence[str]] | None, numbers_fit: int) -> dict[str, Any]:
    place = {"hovertemplate": _("row %{y}, column %{x}: %{z}<extra></extra>")}
    if max(values.shape) > numbers_fit:
        return place
    if names is not None:
        return place | {"text": names, "texttemplate": "%{text}"}
    whole = (values == np.round(values))[~np.isnan(values)].all()
    return place | {"texttemplate": "%{z}" if whole else "%{z:.3~g}"}


def _layout(height: int, width: int, title: str, paths: Mapping[str, str]) -> dict[str, Any]:
    looks: dict[str, dict[str, Any]] = {
        "cover": {"fillcolor": palette.COVER, "line": {"width": 0}},
        "dots": {"line": {"width": 0}},
        "reach": {"fillcolor": palette.REACH, "line": {"width": 1, "color": palette.ACCENT}},
        "span": {"line": {"width": 1.5, "color": palette.ACCENT, "dash": "dot"}},
        "halo": {"line": {"width": 6, "color": palette.HALO}},
        "mark": {"line": {"width": 3, "color": palette.ACCENT}},
        "dot": {"fillcolor": palette.ACCENT, "line": {"width": 1, "color": palette.HALO}},
        "outline": {"line": {"width": 1, "color": palette.ACCENT}},
        "tap": {"fillcolor": palette.REACH, "line": {"width": 3, "color": palette.ACCENT}},
    }
    axis: dict[str, Any] = {
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "constrain": "domain",
        "ticks": "",
        "title": "",
        "showline": True,
        "mirror": True,
        "linecolor": palette.GRID,
        "linewidth": 1,
    }
    shapes = [{"type": "path", "path": paths.get(name) or NOWHERE, **looks[name]} for name in SHAPES]
    if "outline" in paths:
        shapes.append({"type": "path", "path": paths["outline"] or NOWHERE, **looks["outline"]})
    return {
        "title": {"text": title, "x": 0.5, "xanchor": "center", "y": 0.99, "yanchor": "top", "font": {"size": 14}},
        "margin": {"l": 26, "r": 8, "t": 46, "b": 6, "pad": 0},
        "xaxis": {**axis, "side": "top", "range": [-0.5, width - 0.5], **_ticks(width)},
        "yaxis": {
            **axis,
            "range": [height - 0.5, -0.5],
            "scaleanchor": "x",
            "constraintoward": "top",
            **_ticks(height),
        },
        "shapes": shapes,
        "plot_bgcolor": palette.GRID,
        "dragmode": False,
        "hovermode": "closest",
    }


def _ticks(cells: int) -> dict[str, Any]:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500) if cells / step <= 9 or step == 500)
    return {"tickmode": "linear", "tick0": 0, "dtick": step, "tickfont": {"size": 11}, "tickangle": 0}
