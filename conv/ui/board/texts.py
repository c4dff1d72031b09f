"""The words of a board with their places: titles, numbers of rows and columns, and the numbers in the cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from conv.ui.board import palette
from conv.ui.board.board import Board
from conv.ui.board.curves import curve_labels
from conv.ui.board.letters import LETTER, letters
from conv.ui.board.panel import Panel
from conv.ui.board.placement import Placement, Spot
from conv.ui.words.numbers import short_text, shown_text, to_decimals

NUMBERS_FROM = 8.0  # size of letters from which cells show their numbers
COMFORTABLE = 13.0  # size of letters from which they show all digits that sentences do
SMALL = 9.5  # up to which they may fill more of a small cell than of a large one
BAR_LABEL = 14.0  # size of the number beside a bar
MAX_NUMBERS = 400  # cells of a panel up to which they do
Pairs = Sequence[tuple[Panel, Spot]]


@dataclass(frozen=True, slots=True)
class Word:
    """A text centred at a place of the board.

    Attributes:
        text, x, y, size: In board units.
        colour: Its own; empty for the page's.
        bold: Whether it is.
        ground: Colour of its cell, which keeps the lines of a hatch away from it; empty where there are none.
    """

    x: float
    y: float
    text: str
    size: float
    colour: str = ""
    bold: bool = False
    ground: str = ""


def board_texts(board: Board, placement: Placement) -> list[Word]:
    """Titles, captions, operators, numbers of rows and columns, and the numbers in the cells, with their places."""
    return [*board_words(board, placement), *cell_numbers(board, placement)]


def board_words(board: Board, placement: Placement) -> list[Word]:
    """The same without the numbers in the cells."""
    words = [Word(text.x, text.y, text.text, text.size, bold=text.bold) for text in placement.texts]
    return [*words, *_ticks([(panel, placement.spots[panel.name]) for panel in board.panels])]


def cell_numbers(board: Board, placement: Placement) -> Iterator[Word]:
    """The numbers of all panels in which they fit."""
    one_upon_another = (board.lens, board.divided) if board.divided else ()
    for panel in board.panels:
        if panel.name not in one_upon_another:
            yield from panel_numbers(panel, placement.spots[panel.name])


def panel_numbers(panel: Panel, spot: Spot) -> Iterator[Word]:
    """The numbers in a panel's cells, black or white by the cell's colour, if they fit. The player writes the same."""
    rows, cols = panel.shape
    if panel.values.ndim == 3 or rows * cols > MAX_NUMBERS or panel.curve:
        return
    texts, size = fitting_texts(panel, spot)
    if not size:
        return
    values = np.nan_to_num(panel.values.astype(float).ravel())
    colours = palette.colours(values, panel.shown_scale, panel.shown_limits)
    if panel.bars:
        colours[:] = 255
    grounds = np.where(_hatched(panel).ravel(), palette.css(colours), "").tolist()
    for cell, (text, ink, ground) in enumerate(zip(texts, palette.ink(colours).tolist(), grounds, strict=True)):
        row, col = divmod(cell, cols)
        x, y = spot.x + (col + 0.5) * spot.dx, spot.y + (row + 0.5) * spot.dy
        if text:
            yield Word(x, y, text, size, ink, ground=ground)


def _hatched(panel: Panel) -> np.ndarray:
    """Which cells have a hatch, shape (H, W)."""
    found = np.zeros(panel.shape, bool)
    for _look, boxes in panel.hatches:
        for top, bottom, left, right in boxes:
            found[top : bottom + 1, left : right + 1] = True
    return found


def _ticks(pairs: Pairs) -> Iterator[Word]:
    """Numbers of rows and columns."""
    for panel, spot in pairs:
        if panel.curve:
            yield from (Word(spot.x - 6 - 3 * len(text), y, text, 11) for y, text in curve_labels(panel, spot))
        if panel.bars:
            size = min(BAR_LABEL, 0.9 * spot.dy)
            for row in range(panel.shape[0]):
                yield Word(spot.x - 4 - 0.4 * size, spot.y + (row + 0.5) * spot.dy, str(row), size, bold=True)
        if not spot.ticks or panel.curve or panel.bars:
            continue
        rows, cols = panel.shape
        for row in range(0, rows, _tick_step(rows, spot.dy, 14)):
            yield Word(spot.x - 5 - 3 * len(str(row)), spot.y + (row + 0.5) * spot.dy, str(row), 11)
        for col in range(0, cols, _tick_step(cols, spot.dx, 8 * len(str(cols)))):
            yield Word(spot.x + (col + 0.5) * spot.dx, spot.y - 8, str(col), 11)


def _tick_step(count: int, size: float, room: float) -> int:
    """Every how many cells a number has room."""
    fitting = (step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500) if step * size >= room and count / step <= 16)
    return next(fitting, 500)


def fitting_texts(panel: Panel, spot: Spot) -> tuple[list[str], float]:
    """What stands in the cells, row by row, and the size of the letters: as many digits as fit; 0 where none do."""
    if panel.moments is not None:
        return [moment_text(value) for value in panel.values.ravel().tolist()], moment_size(panel, spot)
    if panel.bars:
        texts = [short_text(to_decimals(value, 3) + 0.0) for value in panel.values.ravel().tolist()]
        return texts, round(number_size(panel, spot, texts), 1)
    for digits, least in ((None, COMFORTABLE), (3, NUMBERS_FROM), (2, NUMBERS_FROM)):
        texts = cell_texts(panel, digits)
        size = round(number_size(panel, spot, texts), 1)
        if size >= least and not (digits == 2 and _hides(panel, texts)):
            return texts, size
    return texts, 0.0


def moment_size(panel: Panel, spot: Spot) -> float:
    """Size of the letters of a panel whose numbers change with the step, so that the longest of all steps fits."""
    assert panel.moments is not None
    texts = [moment_text(float(value)) for value in np.unique(panel.moments.round(2))]
    return round(number_size(panel, spot, texts), 1)


def moment_text(value: float) -> str:
    """A number that changes with the step: two decimals at most. The player writes the same."""
    return short_text(round(value, 2) + 0.0)


def _hides(panel: Panel, texts: Sequence[str]) -> bool:
    """Whether a number that is not 0 would be written as 0."""
    return any(text == "0" and value != 0 for text, value in zip(texts, panel.values.ravel().tolist(), strict=True))


def number_size(panel: Panel, spot: Spot, texts: Sequence[str]) -> float:
    """Size of the letters in the cells, so that the longest text fits: type grows with the cell; 0 where none fits."""
    longest = max((_letters(text) for text in texts), default=1.0)
    size = min(max(0.46 * spot.dy, min(SMALL, 0.66 * spot.dy)), 0.94 * spot.dx / (LETTER * max(longest, 2)))
    return size if size >= NUMBERS_FROM else 0.0


def _letters(text: str) -> float:
    """How many letters wide a number is; a point is half a letter."""
    return letters(text) - 0.5 * text.count(".")


def cell_texts(panel: Panel, digits: int | None = 3) -> list[str]:
    """What stands in the cells, row by row: their numbers, or their names as textbooks print them.

    Args:
        panel: Whose cells.
        digits: Of the numbers; with 2 they have two decimals at most, and with None all that the sentences say.
    """
    height, width = panel.shape
    if panel.letter:
        lowered = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
        return [f"{panel.letter}{row},{col}".translate(lowered) for row in range(height) for col in range(width)]
    return ["" if np.isnan(value) else _written(float(value), digits) for value in panel.values.ravel()]


def _written(value: float, digits: int | None) -> str:
    if digits is None:
        return shown_text(value)
    return short_text(to_decimals(value, 2) if digits == 2 else value, digits)
