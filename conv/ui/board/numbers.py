"""Single numbers of the scene on the board, such as a bias: in the heading of the kernel, where there are weights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from conv.ui.board.blocks import Text
from conv.ui.board.letters import text_width
from conv.ui.board.panel import Panel
from conv.ui.board.placement import Placement

SLIM = 0.93  # how wide letters are about, beside what is safe
HEIGHT, WIDTH, FINGER = 24.0, 36.0, 24.0  # of a number's place, of one that no heading shows, and the least
GAP, LIFT = 4.0, 2.0
SLACK = 7.0  # by which letters may stand further left than they are thought to
NEAR, ABOVE = 8.0, 64.0  # how far from the middle of its panel, and from its top, a title stands


Box: TypeAlias = tuple[float, float, float, float]  # left, top, width, height


@dataclass(frozen=True, slots=True)
class NumberPlace:
    """Where a number is changed, in board units; `shown` where its heading says it too."""

    x: float
    y: float
    width: float
    height: float
    shown: bool


def place_numbers(
    panel: Panel, panels: Sequence[Panel], placement: Placement, texts: Sequence[str]
) -> list[NumberPlace]:
    """Places for texts such as "÷ 9": their own in a panel's heading, or behind it.

    Args:
        panel: Whose heading it is.
        panels: All of the board, which a number outside of the heading does not hide.
        placement: Where everything stands.
        texts: One for each number.

    Returns:
        As many as there are texts.
    """
    lines = _heading(panel, placement)
    last = lines[-1]
    top = last.y - HEIGHT / 2 - LIFT
    columns = [_column(last.text, text) if len(lines) == 1 else None for text in texts]
    x, y = _free_place(panels, placement, last, WIDTH * columns.count(None))
    found = []
    for text, column in zip(texts, columns, strict=True):
        if column is not None:
            left, width = last.x - _width(last.text, last) / 2 + _width(last.text[:column], last), _width(text, last)
            left, width = left - SLACK, width + SLACK
            spare = max(0.0, FINGER - width)
            found.append(NumberPlace(left - spare / 2, top, width + spare, HEIGHT, True))
        else:
            found.append(NumberPlace(x, y, WIDTH - GAP, HEIGHT, False))
            x += WIDTH
    return found


def _free_place(panels: Sequence[Panel], placement: Placement, line: Text, width: float) -> tuple[float, float]:
    """Where numbers that no heading shows hide nothing: behind a line, before it, or above; else at the board's end."""
    half, top = _width(line.text, line) / 2, line.y - HEIGHT / 2 - LIFT
    behind, last = line.x + half + GAP, placement.width - width
    places = [(behind, top), (line.x - half - SLACK - width, top), (min(behind, last), top - HEIGHT)]
    taken = [_box(text) for text in placement.texts if text.text]
    for panel in panels:
        spot, (rows, cols) = placement.spots[panel.name], panel.shape
        taken.append((spot.x, spot.y, spot.dx * cols, spot.dy * rows))
    for x, y in places:
        own = (x, y, width - GAP, HEIGHT)
        if x >= 0 and x <= last and not any(_overlap(own, other) for other in taken):
            return x, y
    return min(behind, last), top


def _box(text: Text) -> Box:
    width, height = _width(text.text, text), text.size
    return text.x - width / 2, text.y - height / 2, width, height


def _overlap(first: Box, second: Box) -> bool:
    """Whether two boxes (x, y, width, height) share some room."""
    return all(
        first[axis] < second[axis] + second[axis + 2] and second[axis] < first[axis] + first[axis + 2]
        for axis in (0, 1)
    )


def _column(line: str, text: str) -> int | None:
    """Where a number begins in a line, behind other words; None where it does not stand there as a whole."""
    found = re.search(rf"(?<=[\s,，、]){re.escape(text)}(?=[\s,，、]|$)", line)
    return found.start() if found else None


def _width(text: str, line: Text) -> float:
    return SLIM * text_width(text, line.size)


def _heading(panel: Panel, placement: Placement) -> list[Text]:
    """The lines of its title, the last one at the end; where it has none, an empty one above its cells."""
    spot = placement.spots[panel.name]
    middle = spot.x + spot.dx * panel.shape[1] / 2
    titles = (panel.title, panel.short) if panel.heading else ()
    lines = [
        text
        for text in placement.texts
        if text.bold and abs(text.x - middle) < NEAR and spot.y - ABOVE < text.y < spot.y
        if any(text.text in title for title in titles)
    ]
    return sorted(lines, key=lambda line: line.y) or [Text("", middle, spot.y - HEIGHT / 2, 13.0)]
