"""Single numbers of the scene on the board, such as a bias: in the heading of the kernel, where there are weights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conv.ui.board.blocks import Text
from conv.ui.board.letters import text_width
from conv.ui.board.panel import Panel
from conv.ui.board.placement import Placement

SLIM = 0.93  # how wide letters are about, beside what is safe
HEIGHT, WIDTH, FINGER = 24.0, 36.0, 24.0  # of a number's place, of one that no heading shows, and the least
GAP, LIFT = 4.0, 2.0
SLACK = 7.0  # by which letters may stand further left than they are thought to
NEAR, ABOVE = 8.0, 64.0  # how far from the middle of its panel, and from its top, a title stands


@dataclass(frozen=True, slots=True)
class NumberPlace:
    """Where a number is changed, in board units; `shown` where its heading says it too."""

    x: float
    y: float
    width: float
    height: float
    shown: bool


def place_numbers(panel: Panel, placement: Placement, texts: Sequence[str]) -> list[NumberPlace]:
    """Places for texts such as "÷ 9": their own in a panel's heading, or behind it.

    Args:
        panel: Whose heading it is.
        placement: Where everything stands.
        texts: One for each number.

    Returns:
        As many as there are texts.
    """
    lines = _heading(panel, placement)
    last = lines[-1]
    top = last.y - HEIGHT / 2 - LIFT
    columns = [_column(last.text, text) if len(lines) == 1 else None for text in texts]
    end = min(last.x + _width(last.text, last) / 2 + GAP, placement.width - WIDTH * columns.count(None))
    found = []
    for text, column in zip(texts, columns, strict=True):
        if column is not None:
            left, width = last.x - _width(last.text, last) / 2 + _width(last.text[:column], last), _width(text, last)
            left, width = left - SLACK, width + SLACK
            spare = max(0.0, FINGER - width)
            found.append(NumberPlace(left - spare / 2, top, width + spare, HEIGHT, True))
        else:
            found.append(NumberPlace(end, top, WIDTH - GAP, HEIGHT, False))
            end += WIDTH
    return found


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
