"""Numbers as a line on a logarithmic axis, within a panel's place on the board."""

from __future__ import annotations

from math import ceil, floor, log10

import numpy as np

from conv.ui.board.panel import Panel
from conv.ui.board.placement import Spot
from conv.ui.words.numbers import power_text

DECADES = 8  # that an axis shows at most, from the largest number down
INSET = 4.0  # of the labels at the ends
LABELS = 4  # powers of ten that are written at most


def curve_points(panel: Panel, spot: Spot) -> list[tuple[float, float]]:
    """Where the line goes, in board units: through the middle of each cell."""
    low, high = _decades(panel)
    with np.errstate(divide="ignore"):
        powers = np.clip(np.log10(np.nan_to_num(panel.values[0], posinf=10.0**high)), low, high)
    shares = (powers - low) / (high - low)
    xs = spot.x + (np.arange(panel.shape[1]) + 0.5) * spot.dx
    return list(zip(xs.tolist(), (spot.y + (1 - shares) * spot.dy).tolist(), strict=True))


def curve_labels(panel: Panel, spot: Spot) -> list[tuple[float, str]]:
    """Powers of ten beside the axis: y in board units, and the text."""
    low, high = _decades(panel)
    every = -(-(high - low) // LABELS)
    lowest, highest = spot.y + spot.dy - INSET, spot.y + INSET  # so that none is cut at the board's edge
    found = []
    for power in range(low, high + 1, every):
        y = spot.y + (1 - (power - low) / (high - low)) * spot.dy
        found.append((min(max(y, highest), lowest), power_text(power)))
    return found


def _decades(panel: Panel) -> tuple[int, int]:
    """Powers of ten at the ends of the axis."""
    values = panel.values[0]
    known = values[np.isfinite(values) & (values > 0)]
    high = ceil(log10(known.max())) if known.size else 0
    low = max(floor(log10(known.min())), high - DECADES) if known.size else -1
    return (low, high) if low < high else (high - 1, high)
