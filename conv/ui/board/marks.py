"""What moves on a board: which cells have which look at a step, and the beams between them. The player has the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from conv.index_maps import Chain, IndexMap, runs
from conv.operations import LEARNED
from conv.ui.board.board import Board, Operand, Track
from conv.ui.board.panel import Box
from conv.ui.board.placement import Placement, Spot

TITLE = 18.0  # board units above a panel that its title takes
LOOKS = ("cover", "span", "window", "cell", "dot")
Marks = dict[str, dict[str, list[Box]]]  # boxes by look and panel
Rectangle = tuple[float, float, float, float]  # left, top, right, bottom, in board units
Polygon = list[tuple[float, float]]


def marks(board: Board, step: int) -> Marks:
    """Boxes of every look on every panel at a step.

    "cover": cells not computed yet; "window": cells that are read; "span": the box around a window with holes, or a
    window as it would be without borders; "cell": the one that is made; "dot": where a window's dot stands.
    """
    return marks_at(board, board.walkers, *divmod(step, board.grid[1]))


def marks_at(board: Board, walkers: Sequence[Track], row: int, col: int) -> Marks:
    """The same at a place of the grid that these walks share."""
    found: Marks = {look: {} for look in LOOKS}
    for track in walkers:
        if board.covers:
            cover = _mark_unfinished if track.stamps else _mark_cover
            cover(found["cover"], track, row // track.pace, col // track.pace)
        _mark_cell(found, track, row // track.pace, col // track.pace)
    return found


def all_covered(board: Board) -> Marks:
    """Before the player walks, every cell of every target is covered, where something covers them at all."""
    if not board.covers:
        return {"cover": {}}
    shapes = {panel.name: panel.shape for panel in board.panels}
    hidden = [name for track in board.tracks for name in (*track.made, *track.reveals)]
    return {"cover": {name: [(0, shapes[name][0] - 1, 0, shapes[name][1] - 1)] for name in hidden}}


def _mark_cover(covered: dict[str, list[Box]], track: Track, row: int, col: int) -> None:
    height, width = track.size
    rest = [(row, row, col + 1, width - 1)] if row < height and col < width - 1 else []
    if row < height - 1:
        rest.append((row + 1, height - 1, 0, width - 1))
    for name in (track.target, *track.reveals):
        _add(covered, name, rest)


def _mark_unfinished(covered: dict[str, list[Box]], track: Track, row: int, col: int) -> None:
    """Cells on which a later stamp will land."""
    for number, stamp in enumerate(track.stamps):
        boxes = _unfinished(stamp.lands, row, col, track.size[1])
        for name in (stamp.lands.panel, *(() if number else track.reveals)):
            _add(covered, name, boxes)


def _unfinished(lands: Operand, row: int, col: int, width: int) -> list[Box]:
    """In all later rows, and further on in this one; cell by cell where nothing is so regular."""
    if lands.by_step:
        return [
            (down, down, across, across)
            for down, across in product(range(lands.rows.size), range(lands.cols.size))
            if (lands.readers(down, across, width) or [(-1, -1)])[-1] > (row, col)
        ]
    rows, cols = (
        [readers[-1] if readers else -1 for readers in _all_targets(index_map)]
        for index_map in (lands.rows, lands.cols)
    )
    later, now = ([place for place, last in enumerate(rows) if keep(last)] for keep in (row.__lt__, row.__eq__))
    ever, on = ([place for place, last in enumerate(cols) if last > minimum] for minimum in (-1, col))
    return [
        (top, low, left, right)
        for down, across in ((later, ever), (now, on))
        for top, low in runs(down)
        for left, right in runs(across)
    ]


def _all_targets(index_map: IndexMap | Chain) -> list[tuple[int, ...]]:
    return [index_map.targets(position) for position in range(index_map.size)]


def _mark_cell(found: Marks, track: Track, row: int, col: int) -> None:
    height, width = track.size
    if row >= height or col >= width:
        return
    for name in (track.target, *(() if track.stamps else track.reveals)):
        _add(found["cell"], name, [(row, row, col, col)])
    for operand in track.operands:
        rows, cols = operand.cells(row, col, width)
        if not rows or not cols:
            continue
        boxes = [(top, low, left, right) for top, low in runs(rows) for left, right in runs(cols)]
        _add(found[operand.look], operand.panel, boxes)
        if len(boxes) > 1:
            _add(found["span"], operand.panel, [(rows[0], rows[-1], cols[0], cols[-1])])
        if track.dot is not None and operand is track.operands[0]:
            down, right = rows[0] + track.dot[0], cols[0] + track.dot[1]
            _add(found["dot"], operand.panel, [(down, down, right, right)])


def _add(found: dict[str, list[Box]], panel: str, boxes: Sequence[Box]) -> None:
    known = found.setdefault(panel, [])
    known += [box for box in boxes if box not in known]
    if not known:
        del found[panel]


def beams(board: Board, placement: Placement, track: Track, step: int) -> list[Polygon]:
    """Quadrilaterals from each window over its kernel to the cell of one track; none where it has no cell."""
    row, col = divmod(step, board.grid[1])
    row, col = row // track.pace, col // track.pace
    return beams_at(board, placement, track, row, col) if track.has(row, col) else []


def beams_at(board: Board, placement: Placement, track: Track, row: int, col: int) -> list[Polygon]:
    """The same of a cell that it has; several channels in one panel have one beam.

    A beam that would cross a panel between, or its title, is left out.
    """
    cell = (track.target, rectangle(placement.spots[track.target], (row, row, col, col)))
    found: list[Polygon] = []
    for operands in _chains(board, track):
        stops = [*_windows(placement, track, operands, row, col), cell]
        if track.stamps:  # from the cell to where it lands
            stops = [cell, *stops[:-1]]
        for (first, start), (second, end) in pairwise(stops):
            beam = _beam(start, end)
            if beam not in found and not crosses(beam, between(board, placement, first, second)):
                found.append(beam)
    return found


def between(board: Board, placement: Placement, first: str, second: str) -> list[Rectangle]:
    """The panels, with their titles, that may lie between two of them: all that neither is nor lies upon one."""
    own = {name: _whole(board, placement, name) for name in (first, second)}
    found = []
    for panel in board.panels:
        left, top, right, bottom = _whole(board, placement, panel.name)
        if panel.name not in own and not any(_meet((left, top, right, bottom), other) for other in own.values()):
            found.append((left, top - TITLE, right, bottom))
    return found


def _whole(board: Board, placement: Placement, name: str) -> Rectangle:
    height, width = next(panel.shape for panel in board.panels if panel.name == name)
    return rectangle(placement.spots[name], (0, height - 1, 0, width - 1))


def _meet(first: Rectangle, second: Rectangle) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def crosses(beam: Polygon, rectangles: Sequence[Rectangle]) -> bool:
    """Whether a convex polygon has an area in common with one of some rectangles."""
    return any(_inside(beam, *each) for each in rectangles)


def _inside(beam: Polygon, left: float, top: float, right: float, bottom: float) -> Polygon:
    rest = beam
    for axis, bound, sign in ((0, left, -1), (0, right, 1), (1, top, -1), (1, bottom, 1)):
        rest = _half(rest, axis, bound, sign) if rest else rest
    return rest


def _half(polygon: Polygon, axis: int, bound: float, sign: int) -> Polygon:
    """The part of a convex polygon that lies before a bound (sign 1) or behind it (-1); empty without an area."""
    found: Polygon = []
    for first, second in pairwise([*polygon, polygon[0]]):
        near, far = ((bound - point[axis]) * sign for point in (first, second))
        if near >= 0:
            found.append(first)
        if near * far < 0:
            share = near / (near - far)
            x, y = (start + share * (end - start) for start, end in zip(first, second, strict=True))
            found.append((x, y))
    inside = any((bound - point[axis]) * sign > 1e-6 for point in found)
    return found if inside else []


def _chains(board: Board, track: Track) -> Iterator[Sequence[Operand]]:
    """The panels on the way from a window to its cell; learned numbers that walks share stand beside it."""
    shared = {operand.panel for other in board.tracks if other is not track for operand in other.operands}
    ways = [group.factors for group in track.groups] or [track.overlays]
    if track.stamps:
        ways = [(*track.groups[stamp.group].factors, stamp.lands) for stamp in track.stamps]
    for way in ways:
        yield [
            operand
            for operand in way
            if operand.beam and not operand.by_step and not (operand.role in LEARNED and operand.panel in shared)
        ]


def _windows(
    placement: Placement, track: Track, operands: Sequence[Operand], row: int, col: int
) -> Iterator[tuple[str, Rectangle]]:
    for operand in operands:
        rows, cols = operand.cells(row, col, track.size[1])
        if rows and cols:
            yield operand.panel, rectangle(placement.spots[operand.panel], (rows[0], rows[-1], cols[0], cols[-1]))


def rectangle(spot: Spot, box: Box) -> Rectangle:
    """Left, top, right and bottom of a box of cells."""
    top, bottom, left, right = box
    return (
        spot.x + left * spot.dx,
        spot.y + top * spot.dy,
        spot.x + (right + 1) * spot.dx,
        spot.y + (bottom + 1) * spot.dy,
    )


def _beam(first: Rectangle, second: Rectangle) -> Polygon:
    """Between the sides of two rectangles that face each other."""
    if second[0] >= first[2]:
        return [(first[2], first[1]), (second[0], second[1]), (second[0], second[3]), (first[2], first[3])]
    if second[2] <= first[0]:
        return [(first[0], first[1]), (second[2], second[1]), (second[2], second[3]), (first[0], first[3])]
    if second[1] >= first[3]:
        return [(first[0], first[3]), (second[0], second[1]), (second[2], second[1]), (first[2], first[3])]
    return [(first[0], first[1]), (second[0], second[3]), (second[2], second[3]), (first[2], first[1])]
