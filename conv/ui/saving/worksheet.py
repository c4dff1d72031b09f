"""A worksheet: a scene on a page of A4 with empty cells and blanks in its formulas, and its answers on another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import Any

import numpy as np

from conv.text import _
from conv.ui.board.board import Board, Track
from conv.ui.board.facts import cell_factors, cell_facts
from conv.ui.board.figure import board_spec
from conv.ui.board.frame import Shape, frame
from conv.ui.board.marks import all_covered, marks_at, rectangle
from conv.ui.board.panel import Box, Panel
from conv.ui.board.placement import Placement, Room, place_board
from conv.ui.board.svg import figure_svg
from conv.ui.board.texts import Word, board_words, cell_numbers, panel_numbers
from conv.ui.saving.page import document
from conv.ui.words.numbers import equals_sign, shown_text

PAPER = Room(690, 430)  # of the board
FILLED_FROM = 10.0  # size of a cell from which a hand can write in it
MAX_CELLS = 6  # that are worked out
MOST_TERMS = 27  # of a cell that are written out
TERMS, PRODUCTS = 8, 5  # that fit in a line of blanks, without and with what each of them makes
LINE, AROUND = 32, 200  # pixels of such a line, and of all on a page but these and the board
WIDTH, HEIGHT, BOARD = 703, 1025, 500  # of a page of A4 within its margins, and of the board at most
SIZES = f":root {{ --width: {WIDTH}px; --height: {HEIGHT}px; --board: {BOARD}px; }}"
STYLE = """
@page { size: A4; margin: 12mm; }
:root { color-scheme: light; }
body { margin: 0; background: #e7e9ee; color: #222; font: 15px "Source Sans", system-ui, sans-serif; }
main { width: var(--width); height: var(--height); margin: 24px auto; padding: 45px; background: #fff;
  box-sizing: content-box; display: flex; flex-direction: column; gap: 12px; overflow: hidden; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 24px; }
h1 { margin: 0; font-size: 22px; }
h2 { margin: 0 0 2px; font-size: 15px; }
p { margin: 0; }
svg { width: 100%; max-height: var(--board); flex: 0 1 auto; min-height: 0; }
svg image { image-rendering: pixelated; }
.formula math { font-size: 18px; }
.cells { display: flex; flex-direction: column; gap: 12px; }
.line { line-height: 2.1; }
i { display: inline-block; box-sizing: border-box; min-width: 1.8em; height: 1.75em; padding: 0 0.25em; margin: 0 1px;
  border: 1px solid #8f959e; border-radius: 3px; line-height: 1.65; text-align: center; vertical-align: middle;
  font-style: normal; color: #a3004f; }
b { font-weight: inherit; white-space: nowrap; }
i.wide { min-width: 3.6em; }
footer { margin-top: auto; font-size: 12px; color: #555; overflow-wrap: anywhere; }
button { position: fixed; top: 12px; right: 16px; padding: 8px 18px; border: 0; border-radius: 8px; cursor: pointer;
  background: #d6006c; color: #fff; font: inherit; }
@media print {
  body { background: none; }
  main { margin: 0; padding: 0; break-after: page; }
  main:last-of-type { break-after: auto; }
  button { display: none; }
}
"""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """What a worksheet is made of.

    Attributes:
        board, placement: What stands on it, and where.
        track: The walk whose cells are worked out.
        step: The first of them.
        cells: How many follow each other.
        title: Heading.
        address: Of the scene in the app, or empty for none.
    """

    board: Board
    placement: Placement
    track: int
    step: int
    cells: int
    title: str
    address: str = ""

    @property
    def walk(self) -> Track:
        """The walk."""
        return self.board.tracks[self.track]

    @property
    def asked(self) -> list[tuple[int, int]]:
        """Rows and columns of the cells that are worked out: as many as a page has room for."""
        width = self.grid[1]
        steps = range(self.step, self.grid[0] * width)
        cells = ((step // width // self.walk.pace, step % width // self.walk.pace) for step in steps)
        found = list(islice(dict.fromkeys(cell for cell in cells if self.walk.has(*cell)), self.cells))
        drawn = min(BOARD, self.placement.height * WIDTH / self.placement.width)
        while len(found) > 1 and sum(map(self.lines, found)) * LINE > HEIGHT - AROUND - drawn:
            found.pop()
        return found

    @property
    def grid(self) -> tuple[int, int]:
        """Steps down and across."""
        board = self.board
        return board.grid if board.active_track is None else board.grid_of((self.walk,))

    def lines(self, cell: tuple[int, int]) -> int:
        """How many lines working out a cell takes, with its heading."""
        walk = self.walk
        if not walk.groups:
            return 0
        terms = _terms(self.board, walk, cell)
        fitting = PRODUCTS if walk.reduction is None else TERMS
        written = sum(-(-min(len(group), MOST_TERMS // len(terms)) // fitting) for group in terms)
        return 1 + written + (len(terms) > 1) + len(walk.words.get("post", ()))


def worksheet_page(
    board: Board, title: str, *, step: int = 0, track: int = 0, cells: int = 3, address: str = ""
) -> str:
    """A page that prints as two of A4: the sheet, and its answers.

    Args:
        board: What is shown.
        title: Heading.
        step: The first cell that is worked out; those before it are examples.
        track: Whose cells they are.
        cells: How many, as far as they fit.
        address: Of the scene in the app, or empty for none.
    """
    board = board.at(step)
    name, button = _("Worksheet: {title}").format(title=title), _("Print")
    sheet = Sheet(board, place_board(board, PAPER), track, step, cells, title, address)
    body = f"""<button type="button" onclick="print()">{escape(button)}</button>
{_paper(sheet, answers=False)}
{_paper(sheet, answers=True)}
"""
    return document(name, f"{SIZES}{STYLE}", body)


def _paper(sheet: Sheet, *, answers: bool) -> str:
    heading = _("{title}: answers").format(title=sheet.title) if answers else sheet.title
    who, when = _("Name"), _("Date")
    own = "" if answers else f"<span>{escape(who)} ________________ {escape(when)} __________</span>"
    return f"""<main>
<header><h1>{escape(heading)}</h1>{own}</header>
<p>{"" if answers else escape(_task(sheet))}</p>
{_drawing(sheet, answers=answers)}
<p class="formula">{sheet.walk.formulas[0]}</p>
<div class="cells">{"".join(_worked_out(sheet, cell, answers=answers) for cell in sheet.asked)}</div>
<footer>{escape(sheet.address)}</footer>
</main>"""


def _task(sheet: Sheet) -> str:
    fills = any(_covers(sheet).values())
    if not sheet.walk.groups:
        return _("Fill in the empty cells.") if fills else _("Explain what the drawing shows.")
    if fills:
        return _("Fill in the empty cells. Work out those below; the framed window belongs to the first one.")
    return _("Work out the cells below; the framed window belongs to the first one.")


def _drawing(sheet: Sheet, *, answers: bool) -> str:
    """The board at the step; on the sheet without what is asked for."""
    board, placement = sheet.board, sheet.placement
    shapes = [shape for shape in frame(board, placement, sheet.step, sheet.track) if shape.look not in ("cover", "sum")]
    covered: dict[str, list[Box]] = {} if answers else _covers(sheet)
    if not answers:
        shapes = [shape for shape in shapes if shape.look != "live"]
        spots = placement.spots
        shapes += [Shape("cover", rectangle(spots[name], box)) for name, boxes in covered.items() for box in boxes]
    words = [*board_words(board, placement), *_numbers(sheet, covered)]
    spec = board_spec(board, placement, {}, whole=False)
    for panel, image in zip(board.panels, spec["layout"]["images"], strict=True):
        image["hidden"] = 0.5 if panel.name == board.divided else 0
    return figure_svg(spec, words, shapes)


def _numbers(sheet: Sheet, covered: dict[str, list[Box]]) -> Iterator[Word]:
    """The numbers in the cells that are seen."""
    board, placement = sheet.board, sheet.placement
    if not covered:
        yield from cell_numbers(board, placement)
        return
    seen = [panel for panel in board.panels if panel.name not in ((board.lens, board.divided) if board.divided else ())]
    for panel in seen:
        spot = placement.spots[panel.name]
        for word in panel_numbers(panel, spot):
            row, col = int((word.y - spot.y) // spot.dy), int((word.x - spot.x) // spot.dx)
            boxes = covered.get(panel.name, ())
            if not any(top <= row <= bottom and left <= col <= right for top, bottom, left, right in boxes):
                yield word


def _covers(sheet: Sheet) -> dict[str, list[Box]]:
    """Cells that are empty on the sheet, by panel: those to come, where a hand can fill them, and those asked."""
    board, width = sheet.board, sheet.grid[1]
    known = marks_at(board, board.walkers, *divmod(sheet.step - 1, width)) if sheet.step else all_covered(board)
    found = {
        name: list(boxes)
        for name, boxes in known["cover"].items()
        if min(sheet.placement.spots[name].dx, sheet.placement.spots[name].dy) >= FILLED_FROM
    }
    if sheet.walk.groups and not sheet.walk.stamps:
        for row, col in sheet.asked:
            found.setdefault(sheet.walk.target, []).append((row, row, col, col))
    return found


def _worked_out(sheet: Sheet, cell: tuple[int, int], *, answers: bool) -> str:
    """A cell's arithmetic, line by line, with blanks or numbers in them."""
    walk = sheet.walk
    if not walk.groups:
        return ""
    row, col = cell
    place = _("Row {row}, column {col}").format(row=row, col=col)
    heading = _("{title}: {place}").format(title=walk.title, place=place) if walk.title else place
    texts = [_group_texts(sheet, cell, group, answers) for group in range(len(walk.groups))]
    if walk.reduction is None:
        made = [_products(sheet, cell, group, each, answers) for group, each in enumerate(texts)]
        lines = [_labelled(sheet, group, line) for group, line in enumerate(made) if line]
    else:
        lines = list(_sums(sheet, cell, texts, answers))
    body = "".join(f'<div class="line">{line}</div>' for line in lines)
    return f"<section><h2>{escape(heading)}</h2>{body}</section>"


def _sums(sheet: Sheet, cell: tuple[int, int], texts: list[list[str]], answers: bool) -> Iterator[str]:
    """A line for each group, one for what they make together, and one for each operation after it."""
    walk = sheet.walk
    assert walk.reduction is not None
    line, facts = walk.reduction.line, cell_facts(sheet.board, walk, *cell)
    counts = [len(terms) for terms in facts.terms]
    first = facts.numbers[0]
    if len(texts) > 1 and facts.sums:
        for group, (each, count, number) in enumerate(zip(texts, counts, facts.sums, strict=True)):
            if count:
                yield _labelled(sheet, group, f"{line(each, count)} {_equals(number, answers)}")
        whole = [_blank(number, answers, wide=True) for number, count in zip(facts.sums, counts, strict=True) if count]
        yield f"{' + '.join(whole)} {_equals(first, answers)}"
    else:
        together = _shortened([text for each in texts for text in each], MOST_TERMS)
        yield f"{line(together, sum(counts))} {_equals(first, answers)}"
    for post, before, after in zip(walk.words.get("post", ()), facts.numbers, facts.numbers[1:], strict=False):
        written, value = escape(str(post["line"])), post.get("value", "")
        said = _bracketed(float(value)) if isinstance(value, (int, float)) else str(value)
        filled = written.replace("{number}", _blank(before, answers, wide=True)).replace("{value}", said)
        yield f"{filled} {_equals(after, answers)}"


def _products(sheet: Sheet, cell: tuple[int, int], group: int, texts: list[str], answers: bool) -> str:
    """The products of a group by themselves, of a walk that adds each of them elsewhere."""
    numbers = _terms(sheet.board, sheet.walk, cell)[group].tolist()
    made = [_together(f"{text} {_equals(number, answers)}") for text, number in zip(texts, numbers, strict=False)]
    kept = _shortened(made, MOST_TERMS // len(sheet.walk.groups))
    return " &emsp; ".join(kept)


def _group_texts(sheet: Sheet, cell: tuple[int, int], group: int, answers: bool) -> list[str]:
    """The terms of a group: blanks for numbers that can be read off the board, the others as numbers."""
    walk = sheet.walk
    panels = {panel.name: panel for panel in sheet.board.panels}
    read = [_is_read(panels[factor.panel], sheet.placement) for factor in walk.groups[group].factors]
    factors = cell_factors(sheet.board, walk, *cell)[group]
    most = MOST_TERMS // len(walk.groups)
    count = max((len(values) for values in factors), default=0)
    texts = [
        _together(
            "×".join(
                _blank(number, answers) if seen else _bracketed(number) for number, seen in zip(term, read, strict=True)
            )
        )
        for term in zip(*(np.broadcast_to(values, count).tolist() for values in factors), strict=True)
    ]
    return _shortened(texts, most)


def _shortened(texts: list[str], most: int) -> list[str]:
    """Without those in the middle, where they are too many."""
    return texts if len(texts) <= most else [*texts[:3], "…", texts[-1]]


def _is_read(panel: Panel, placement: Placement) -> bool:
    """Whether a panel's numbers stand in its cells."""
    return not panel.letter and next(panel_numbers(panel, placement.spots[panel.name]), None) is not None


def _terms(board: Board, walk: Track, cell: tuple[int, int]) -> list[np.ndarray]:
    found = []
    for factors in cell_factors(board, walk, *cell):
        product: Any = 1.0
        for values in factors:
            product = product * values
        found.append(np.atleast_1d(product))
    return found


def _labelled(sheet: Sheet, group: int, text: str) -> str:
    label = sheet.walk.groups[group].label
    return f"{escape(label)}: {text}" if label else text


def _equals(number: float, answers: bool) -> str:
    """The result; whether it is rounded says nothing of what it is."""
    return _together(f"{equals_sign(number)} {_blank(number, answers, wide=True)}")


def _together(text: str) -> str:
    """A text that stays in one line."""
    return f"<b>{text}</b>"


def _blank(number: float, answers: bool, *, wide: bool = False) -> str:
    return f"<i{' class=wide' if wide else ''}>{shown_text(number) if answers else ''}</i>"


def _bracketed(number: float) -> str:
    return f"({shown_text(number)})" if number < 0 else shown_text(number)
