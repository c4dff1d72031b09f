"""Areas of a panel that mean something: padding, and what no window reads."""

from __future__ import annotations

from collections.abc import Sequence

from conv.geometry import AxisGeometry
from conv.index_maps import IndexMap, runs
from conv.ui.board.panel import Box


def hatches(
    rows: AxisGeometry, cols: AxisGeometry, index_maps: tuple[IndexMap, IndexMap] | None = None
) -> list[tuple[str, list[Box]]]:
    """Padding cells, and cells that no window reads."""
    bottom, right = rows.padded_size - 1, cols.padded_size - 1
    found = {
        "padding": ring((rows.before, cols.before, rows.size, cols.size), bottom, right),
        "unread": unread_boxes(rows, cols)
        if index_maps is None
        else crossed(index_maps[0].unread, index_maps[1].unread, bottom, right),
    }
    return [(look, boxes) for look, boxes in found.items() if boxes]


def unread_boxes(rows: AxisGeometry, cols: AxisGeometry) -> list[Box]:
    """What no window reads, neither in its own place nor as a copy in the padding."""
    down, across = (
        [position for position, count in enumerate(axis.window_counts) if count == 0] for axis in (rows, cols)
    )
    return crossed(down, across, rows.padded_size - 1, cols.padded_size - 1)


def ring(inset: Box, bottom: int, right: int) -> list[Box]:
    """What lies around a picture with its upper left corner at (row, col) and the size (H, W)."""
    top, left, height, width = inset
    around = [
        (0, top - 1, 0, right),
        (top + height, bottom, 0, right),
        (top, top + height - 1, 0, left - 1),
        (top, top + height - 1, left + width, right),
    ]
    return [(first, low, start, end) for first, low, start, end in around if first <= low and start <= end]


def crossed(rows: Sequence[int], cols: Sequence[int], bottom: int, right: int) -> list[Box]:
    """Whole rows and whole columns, as boxes."""
    return [
        *((top, low, 0, right) for top, low in runs(rows)),
        *((0, bottom, left, end) for left, end in runs(cols)),
    ]
