"""The board as one Plotly figure on one pair of axes: arrays in, `go.Figure` out; nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from zlib import crc32

import numpy as np
import pandas  # noqa: F401  (Plotly loads it with the first figure, and two visitors at once would find it half loaded)
import plotly.graph_objects as go

from conv.ui.board import palette
from conv.ui.board.board import Board
from conv.ui.board.curves import curve_points
from conv.ui.board.panel import Box, Panel
from conv.ui.board.panel_pictures import BAR_PIXELS, bar_picture, panel_picture
from conv.ui.board.placement import Placement, Spot
from conv.ui.board.texts import NUMBERS_FROM, Pairs, Word, board_texts

LINES_FROM = 7.0  # size of a cell from which lines are drawn between cells
DOTS_FROM = 9.0  # room between dots from which they are drawn
SAMPLED_EVERY = (
    8  # rows and columns of which one tells whether a panel has changed whose values the player does not get
)
LOOKS: dict[str, dict[str, Any]] = {
    "cover": {"fillcolor": palette.COVER, "line": {"width": 0}},
    "beam": {"fillcolor": palette.BEAM, "line": {"width": 0}},
    "span": {"line": {"width": 1.5, "color": palette.ACCENT, "dash": "dot"}},
    "halo": {"line": {"width": 6, "color": palette.HALO}},
    "window": {"line": {"width": 3, "color": palette.ACCENT}},
    "cell": {"line": {"width": 3, "color": palette.ACCENT}},
    "dot": {"fillcolor": palette.ACCENT, "line": {"width": 1, "color": palette.HALO}},
}
Point = tuple[float, float]


class PlainFigure(go.Figure):  # type: ignore[misc]
    """A figure that is sent as it was made: Plotly's checks of every number take a quarter of a page's run.

    The tests make these checks, for every lesson.
    """

    def __init__(self, spec: dict[str, Any]) -> None:
        super().__init__()
        self._spec = spec

    def to_dict(self) -> dict[str, Any]:
        """What Plotly's JavaScript gets."""
        return self._spec


def board_figure(*arguments: Any, **options: Any) -> go.Figure:
    """The same as `board_spec`, as a figure that Plotly has checked."""
    return go.Figure(board_spec(*arguments, **options))


def board_spec(
    board: Board,
    placement: Placement,
    marks: Mapping[str, Mapping[str, Sequence[Box]]],
    beams: Sequence[Sequence[Point]] = (),
    *,
    whole: bool = True,
) -> dict[str, Any]:
    """All panels in board units, and what stands between them as few further traces.

    Args:
        board: What is shown.
        placement: Where.
        marks: The moving parts that are drawn by the server, as shapes; the player draws its own over them.
        beams: Likewise, in board units.
        whole: With all values and words: the panels are heatmaps and images, the first traces in their order, and
            `board_texts` are drawn. Without, for the player, which has the values and writes the words itself, the
            panels are pictures of the layout: Plotly draws them in a fraction of the time.

    Returns:
        Data and layout of a figure; the layout's `meta` is a mark of its content, by which the player knows that what
        Plotly has drawn is what its data speak of.
    """
    pairs = [(panel, placement.spots[panel.name]) for panel in board.panels]
    traces = [_panel_trace(panel, spot) for panel, spot in pairs] if whole else []
    if whole and board.divided:  # without the divider both are seen at once
        traces[[panel.name for panel in board.panels].index(board.divided)]["opacity"] = 0.5
    traces += [*_hatches(pairs), _lines(pairs), *_curves(pairs), *_dots(pairs), *_outlines(pairs)]
    traces += _text_traces(board_texts(board, placement) if whole else ())
    axis: dict[str, Any] = {"visible": False, "fixedrange": True}
    layout = {
        "width": placement.width,
        "height": placement.height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {**axis, "range": [0, placement.width]},
        "yaxis": {**axis, "range": [placement.height, 0]},
        "shapes": _shapes(placement, marks, beams),
        "images": [] if whole else [panel_picture(panel, spot) for panel, spot in pairs],
        "plot_bgcolor": "rgba(0, 0, 0, 0)",
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        "showlegend": False,
        "dragmode": False,
        "hovermode": False,
    }
    telling = [{"values": _telling(panel), "moments": panel.moments} for panel in board.panels]
    mark = _mark([*traces, layout, *telling])
    layout["meta"] = f"{mark:08x}"
    return {"data": traces, "layout": layout}


def _telling(panel: Panel) -> np.ndarray:
    """A panel's values, or some of those that the player does not get."""
    return panel.values[::SAMPLED_EVERY, ::SAMPLED_EVERY] if panel.values_on_server else panel.values


def _mark(parts: Sequence[dict[str, Any]]) -> int:
    """A number that changes with any part of a figure: arrays by their bytes, which are many, the rest as text."""
    mark = 0
    for part in parts:
        arrays = {name: value for name, value in part.items() if isinstance(value, np.ndarray)}
        mark = crc32(repr([(name, value) for name, value in part.items() if name not in arrays]).encode(), mark)
        for array in arrays.values():
            mark = crc32(np.ascontiguousarray(array).data, mark)
    return mark


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
    if values.dtype == np.float32:
        return values
    return values.astype(np.float32) if values.size > 65536 else values.astype(np.float64)


def _panel_trace(panel: Panel, spot: Spot) -> dict[str, Any]:
    place = {"x0": spot.x + spot.dx / 2, "dx": spot.dx, "y0": spot.y + spot.dy / 2, "dy": spot.dy, "hoverinfo": "skip"}
    if panel.values.ndim == 3:
        return {"type": "image", "z": panel.values, **place}
    if panel.curve:
        return {"type": "heatmap", "z": np.full(panel.shape, np.nan), "showscale": False, **place}
    if panel.bars:
        place |= {"x0": spot.x + spot.dx / BAR_PIXELS / 2, "dx": spot.dx / BAR_PIXELS}
        return {"type": "image", "z": bar_picture(panel), **place}
    low, high = panel.shown_limits
    return {
        "type": "heatmap",
        "z": compact(panel.values),
        "colorscale": panel.shown_scale,
        "zmin": low,
        "zmax": high,
        "showscale": False,
        **place,
    }


def _boxes_around(spot: Spot, boxes: Iterable[Box]) -> Iterator[list[float]]:
    """(left, right, top, bottom) in board units."""
    for top, bottom, left, right in boxes:
        yield [
            spot.x + left * spot.dx,
            spot.x + (right + 1) * spot.dx,
            spot.y + top * spot.dy,
            spot.y + (bottom + 1) * spot.dy,
        ]


def _closed(boxes: Iterable[list[float]]) -> dict[str, np.ndarray]:
    """x and y of lines around boxes, parted by gaps."""
    left, right, top, bottom = np.array(list(boxes), float).T
    gap = np.full_like(left, np.nan)
    return {
        "x": np.stack([left, right, right, left, left, gap], axis=1).ravel(),
        "y": np.stack([top, top, bottom, bottom, top, gap], axis=1).ravel(),
    }


def _hatches(pairs: Pairs) -> Iterator[dict[str, Any]]:
    """For each look a light pattern below and a dark one upon it, over all panels."""
    for look, (line, ground) in palette.HATCHES.items():
        boxes = [
            box
            for panel, spot in pairs
            for name, found in panel.hatches
            if name == look
            for box in _boxes_around(spot, found)
        ]
        if not boxes:
            continue
        around = _closed(boxes)
        for colour, background, solidity in ((palette.HALO, ground, 0.42), (line, "rgba(0, 0, 0, 0)", 0.17)):
            yield {
                "type": "scatter",
                **around,
                "mode": "lines",
                "line": {"width": 0},
                "fill": "toself",
                "fillpattern": {"shape": palette.PATTERNS[look], "size": 7, "solidity": solidity, "fgcolor": colour},
                "fillcolor": background,
                "hoverinfo": "skip",
            }


def _curves(pairs: Pairs) -> Iterator[dict[str, Any]]:
    """A line for each panel whose numbers are one."""
    for panel, spot in pairs:
        if panel.curve:
            xs, ys = zip(*curve_points(panel, spot), strict=True)
            line = {"width": 2.5, "color": palette.CURVE}
            yield {"type": "scatter", "x": xs, "y": ys, "mode": "lines", "line": line, "hoverinfo": "skip"}


def _lines(pairs: Pairs) -> dict[str, Any]:
    """Lines between cells that are large enough, and around every panel.

    Plotly makes an element for each line between two gaps: so each panel's are one, which runs to and fro along the
    rows and then along the columns, and turns upon the panel's edges.
    """
    xs: list[np.ndarray] = []
    ys: list[np.ndarray] = []
    gap = np.array([np.nan])
    for panel, spot in pairs:
        rows, cols = panel.shape
        each = min(spot.dx, spot.dy) >= LINES_FROM and not panel.curve
        down = spot.y + np.arange(rows + 1)[:: 1 if each else rows] * spot.dy
        across = spot.x + np.arange(cols + 1)[:: 1 if each else cols] * spot.dx
        along_rows = _to_and_fro(across[0], across[-1], len(down))
        if along_rows[-1] != across[0]:
            across = across[::-1]  # the columns begin where the rows have ended
        xs += [along_rows, np.repeat(across, 2), gap]
        ys += [np.repeat(down, 2), _to_and_fro(down[-1], down[0], len(across)), gap]
    return {
        "type": "scatter",
        "x": np.concatenate(xs),
        "y": np.concatenate(ys),
        "mode": "lines",
        "line": {"width": 1, "color": palette.GRID},
        "hoverinfo": "skip",
    }


def _to_and_fro(start: float, end: float, lines: int) -> np.ndarray:
    """Both ends of each line, every second one backwards.

    >>> _to_and_fro(0.0, 5.0, 3)
    array([0., 5., 5., 0., 0., 5.])
    """
    there = np.arange(2 * lines) % 4
    return np.where((there == 0) | (there == 3), start, end)


def _dots(pairs: Pairs) -> Iterator[dict[str, Any]]:
    """A dot near the corner of each cell in which a window starts; none where they would lie too close."""
    for panel, spot in pairs:
        if panel.dots is None:
            continue
        rows, cols = (np.array(positions, float) for positions in panel.dots)
        room = min(_spacing(rows) * spot.dy, _spacing(cols) * spot.dx)
        if room < DOTS_FROM:
            continue
        size = float(np.clip(0.24 * min(spot.dx, spot.dy), 3, 9))
        place = 0.2 if min(spot.dx, spot.dy) >= NUMBERS_FROM else 0.5
        yield {
            "type": "scatter",
            "x": np.tile(spot.x + (cols + place) * spot.dx, len(rows)),
            "y": np.repeat(spot.y + (rows + place) * spot.dy, len(cols)),
            "mode": "markers",
            "marker": {
                "size": size,
                "color": palette.HALO,
                "line": {"width": max(1, size / 4), "color": palette.ACCENT},
            },
            "hoverinfo": "skip",
        }


def _spacing(positions: np.ndarray) -> float:
    return float(np.diff(positions).min()) if len(positions) > 1 else np.inf


def _outlines(pairs: Pairs) -> Iterator[dict[str, Any]]:
    boxes = [box for panel, spot in pairs for box in _boxes_around(spot, panel.outlines)]
    if boxes:
        for width, colour in ((3, palette.HALO), (1, palette.ACCENT)):
            yield {
                "type": "scatter",
                **_closed(boxes),
                "mode": "lines",
                "line": {"width": width, "color": colour},
                "hoverinfo": "skip",
            }


def _text_traces(words: Sequence[Word]) -> Iterator[dict[str, Any]]:
    """One trace of words in the page's colour, and one of numbers in theirs."""
    for coloured in (False, True):
        found = [word for word in words if bool(word.colour) == coloured]
        if found:
            font: dict[str, Any] = {"size": [word.size for word in found]}
            yield {
                "type": "scatter",
                "x": [word.x for word in found],
                "y": [word.y for word in found],
                "text": [f"<b>{word.text}</b>" if word.bold else word.text for word in found],
                "mode": "text",
                "textfont": font | {"color": [word.colour for word in found]} if coloured else font,
                "hoverinfo": "skip",
            }


def _shapes(
    placement: Placement, marks: Mapping[str, Mapping[str, Sequence[Box]]], beams: Sequence[Sequence[Point]]
) -> list[dict[str, Any]]:
    paths = {
        look: "".join(
            f"M{left:g},{top:g}H{right:g}V{bottom:g}H{left:g}Z"
            for panel, boxes in by_panel.items()
            for left, right, top, bottom in _boxes_around(placement.spots[panel], boxes)
        )
        for look, by_panel in marks.items()
    }
    paths["beam"] = "".join("M" + "L".join(f"{x:g},{y:g}" for x, y in beam) + "Z" for beam in beams)
    paths["halo"] = paths.get("window", "") + paths.get("cell", "")
    return [{"type": "path", "path": paths[look], **style} for look, style in LOOKS.items() if paths.get(look)]
