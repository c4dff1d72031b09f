"""One frame: all that stands upon a board at a step, as one list of shapes in board units.

Pictures and films draw this list; the screen draws the one that `frame.js` makes, which is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from conv.index_maps import runs
from conv.reductions import KINDS
from conv.text import _
from conv.ui.board.arrangement import meant_track
from conv.ui.board.board import Board, Operand, Track
from conv.ui.board.facts import cell_facts, sum_so_far
from conv.ui.board.marks import beams_at, marks_at, rectangle
from conv.ui.board.panel import Box
from conv.ui.board.placement import Placement, Spot
from conv.ui.board.texts import MAX_NUMBERS, NUMBERS_FROM
from conv.ui.words.numbers import equals_sign, shown_text

FRAMED_FROM = 8  # size of a cell from which each tap apart has a frame


@dataclass(frozen=True, slots=True)
class Shape:
    """Something that is drawn.

    Attributes:
        look: "cover" of cells that are not computed yet, "dim" of what a cell does not read, "beam", "span" around a
            window with holes, "window", "fine" for taps that are too small for frames, "cell", "dot", "picked" around
            the term that decides, "sum" so far in a covered cell, or "live" beside a kernel.
        numbers: Left, top, right and bottom of a rectangle, twice of one with a hole; x and y of the corners of a beam;
            x, y and radius of a dot or ring; x, y and size of a text.
        text: What is written.
    """

    look: str
    numbers: tuple[float, ...]
    text: str = ""


def frame(board: Board, placement: Placement, step: int, track: int = 0) -> list[Shape]:
    """All shapes of a step.

    Args:
        board: What is shown.
        placement: Where.
        step: Number of the step.
        track: Number of the walk whose beams, ring and sums are shown; the only one that walks where one walks alone.
    """
    board = board.at(step)
    spots, walker = placement.spots, board.tracks[track]
    walkers = (walker,) if board.active_track is not None else board.tracks
    row, col = divmod(step, board.grid_of(walkers)[1])
    here = walker.has(row // walker.pace, col // walker.pace)
    found = marks_at(board, walkers, row, col)
    shapes = [Shape("cover", rectangle(spots[panel], box)) for panel, boxes in found["cover"].items() for box in boxes]
    if here:
        cell = row // walker.pace, col // walker.pace
        if board.active_track is not None:
            shapes += _dimmed(board, spots, walker, cell)
        shapes += [
            Shape("beam", tuple(number for point in beam for number in point))
            for beam in beams_at(board, placement, walker, *cell)
        ]
    fine = _fine_taps(spots, walkers, row, col)
    for look in ("span", "window", "cell"):
        for panel, boxes in found[look].items():
            for box in boxes:
                shapes.append(Shape("fine" if (look, panel, box) in fine else look, rectangle(spots[panel], box)))
    shapes += [_dot(spots[panel], box, walker.corner) for panel, boxes in found["dot"].items() for box in boxes]
    if here:
        shapes += _picked(board, spots, walker, cell)
    for each in walkers:
        own = row // each.pace, col // each.pace
        shapes += _sums(board, spots, each, own) if each.has(*own) else ()
    return [*shapes, *_live(board, placement, row, col, track)]


def _dimmed(board: Board, spots: dict[str, Spot], track: Track, cell: tuple[int, int]) -> Iterator[Shape]:
    """All but the windows on the panels that a cell reads."""
    shapes = {panel.name: panel.shape for panel in board.panels}
    for operand in track.operands:
        rows, cols = operand.cells(*cell, track.size[1])
        if operand.look == "window" and rows and cols:
            spot, (height, width) = spots[operand.panel], shapes[operand.panel]
            hole = rectangle(spot, (rows[0], rows[-1], cols[0], cols[-1]))
            yield Shape("dim", (*rectangle(spot, (0, height - 1, 0, width - 1)), *hole))


def _fine_taps(spots: dict[str, Spot], tracks: tuple[Track, ...], row: int, col: int) -> set[tuple[str, str, Box]]:
    """Boxes of windows with holes whose cells are too small for a frame each."""
    found = set()
    for track in tracks:
        if not track.has(row // track.pace, col // track.pace):
            continue
        for operand in track.operands:
            spot = spots[operand.panel]
            rows, cols = (runs(each) for each in operand.cells(row // track.pace, col // track.pace, track.size[1]))
            if len(rows) * len(cols) > 1 and min(spot.dx, spot.dy) < FRAMED_FROM and operand.look == "window":
                found |= {("window", operand.panel, (*down, *across)) for down in rows for across in cols}
    return found


def _dot(spot: Spot, box: Box, corner: bool) -> Shape:
    """In the middle of a cell, or in its corner, beside the number."""
    place = 0.2 if corner and spot.dx >= NUMBERS_FROM else 0.5
    radius = max(1.5, min(6, 0.16 * spot.dx))
    return Shape("dot", (spot.x + (box[2] + place) * spot.dx, spot.y + (box[0] + place) * spot.dy, radius))


def _picked(board: Board, spots: dict[str, Spot], track: Track, cell: tuple[int, int]) -> Iterator[Shape]:
    """A ring around the term that decides, where one alone does."""
    picks = KINDS[track.reduction.kind].picks if track.reduction is not None and track.groups else None
    if picks is None:
        return
    terms = cell_facts(board, track, *cell).terms
    place = int(picks(np.concatenate(terms)))
    for group, own in zip(track.groups, terms, strict=True):
        if place < len(own):
            for factor in group.factors:
                yield _ring(spots[factor.panel], factor, cell, track.size[1], place)
            return
        place -= len(own)


def _ring(spot: Spot, factor: Operand, cell: tuple[int, int], width: int, place: int) -> Shape:
    rows, cols = factor.cells(*cell, width)
    row, col = divmod(place, len(cols))
    radius = max(2, 0.42 * min(spot.dx, spot.dy))
    return Shape("picked", (spot.x + (cols[col] + 0.5) * spot.dx, spot.y + (rows[row] + 0.5) * spot.dy, radius))


def _sums(board: Board, spots: dict[str, Spot], track: Track, cell: tuple[int, int]) -> Iterator[Shape]:
    """The sums so far of the cells on which a stamp has landed and another one will."""
    panels = {panel.name: panel.values for panel in board.panels}
    for stamp in track.stamps if board.covers else ():
        made, spot = panels[stamp.lands.panel], spots[stamp.lands.panel]
        if made.size > MAX_NUMBERS or not stamp.sums:
            continue
        for row, col in np.ndindex(*made.shape):
            number = sum_so_far(panels, track, stamp, (row, col), cell)
            text = "" if number is None else shown_text(number)
            if text and 1.6 * spot.dx >= NUMBERS_FROM * len(text):
                size = min(0.46 * spot.dy, 1.7 * spot.dx / max(2, len(text)))
                yield Shape("sum", (spot.x + (col + 0.5) * spot.dx, spot.y + (row + 0.5) * spot.dy, size), text)


def _live(board: Board, placement: Placement, row: int, col: int, track: int) -> Iterator[Shape]:
    """The running numbers beside the kernels."""
    for (place, group), text in placement.live.items():
        walker = board.tracks[meant_track(place, track)]
        cell = row // walker.pace, col // walker.pace
        if walker.reduction is None or not walker.groups or not walker.has(*cell):
            continue
        facts = cell_facts(board, walker, *cell)
        if group is None or group < len(facts.sums):
            number = facts.numbers[0] if group is None else facts.sums[group]
            words = f"{_(KINDS[walker.reduction.kind].sign)} {equals_sign(number)} {shown_text(number)}"
            yield Shape("live", (text.x, text.y, text.size), words)
