"""A panel as a picture, with a pixel for each cell: what Plotly is given where the player has the numbers."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image

from conv.ui.board import palette
from conv.ui.board.panel import Panel
from conv.ui.board.placement import Spot

FINEST = 0.7  # board units a picture's pixel has at least
BAR_PIXELS = 200  # of a picture of bars, across
SHADES = 255  # of a scale in a panel's picture


def panel_picture(panel: Panel, spot: Spot) -> dict[str, Any]:
    """A panel as a picture with a pixel for each cell, or for several where cells are very small.

    Cells without a value are clear.
    """
    if panel.curve:
        panel = replace(panel, values=np.full(panel.shape, np.nan))
    values = bar_picture(panel) if panel.bars else panel.values
    values = _shrunk(values, int(FINEST / spot.dx)) if spot.dx * 2 <= FINEST else values
    if values.ndim == 3:
        picture, options = Image.fromarray(np.ascontiguousarray(values)), {}
    else:
        low, high = panel.shown_limits
        clear = np.isnan(values)
        share = np.clip((np.where(clear, low, values) - low) / (high - low), 0, 1)
        shades = (share * (SHADES - 1)).round().astype(np.uint8)
        shades[clear] = SHADES
        picture, options = Image.fromarray(shades), {"transparency": SHADES} if clear.any() else {}
        picture.putpalette(_shades(panel.shown_scale))
    packed = BytesIO()
    picture.save(packed, "PNG", compress_level=1, **options)
    rows, cols = panel.shape
    return {
        "source": "data:image/png;base64," + b64encode(packed.getvalue()).decode(),
        "x": spot.x,
        "y": spot.y,
        "sizex": cols * spot.dx,
        "sizey": rows * spot.dy,
        "xref": "x",
        "yref": "y",
        "sizing": "stretch",
        "layer": "below",
    }


def bar_picture(panel: Panel) -> np.ndarray:
    """A panel's bars, shape (rows, 200, 3), uint8: from 0 on to each number, by the scale's ends."""
    low, high = panel.shown_limits
    ends = np.clip((np.stack([np.zeros(len(panel.values)), panel.values[:, 0]]) - low) / (high - low), 0, 1)
    first, last = np.rint(np.sort(ends, axis=0) * BAR_PIXELS)[:, :, None]
    inside = (np.arange(BAR_PIXELS) >= first) & (np.arange(BAR_PIXELS) < last)
    colours = [tuple(bytes.fromhex(colour[1:])) for colour in (palette.BAR_GROUND, palette.BAR)]
    return np.array(colours, np.uint8)[inside.astype(int)]


def _shrunk(values: np.ndarray, side: int) -> np.ndarray:
    """Means of side x side cells; the last row and column of them may be smaller and are left out."""
    height, width = (max(1, size // side) for size in values.shape[:2])
    down, across = min(side, values.shape[0]), min(side, values.shape[1])
    cut = values[: height * down, : width * across]
    means = cut.reshape(height, down, width, across, *values.shape[2:]).mean(axis=(1, 3))
    return means.astype(values.dtype) if values.ndim == 3 else means


@lru_cache(maxsize=32)
def _shades(scale: palette.Scale) -> bytes:
    """Red, green and blue of `SHADES` shades of a scale, and of a last one for what is clear."""
    rgb = palette.colours(np.linspace(0, 1, SHADES), scale, (0, 1)).round().astype(np.uint8)
    return rgb.tobytes() + bytes(3)
