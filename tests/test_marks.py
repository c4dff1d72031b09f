"""What moves on a board: marks cell by cell, and beams, in Python and in the player."""

import numpy as np
import pytest

from conv.index_maps import IndexMap
from conv.ui.board import marks as marking
from conv.ui.board.board import Operand
from conv.ui.board.marks import all_covered, beams, between, crosses, marks
from conv.ui.board.placement import ROOMS, TALL, WIDE, place_board
from conv.ui.player.board_data import board_data
from conv.ui.rooms import room_beside
from tests.boards import BOARDS, PARTS, rectangle, worked_board
from tests.driving import run_script


def inside(points, boxes, slack=0.01):
    """Whether any of some points, shape (N, 2), lies within any of some boxes, shape (M, 4)."""
    (x, y), (left, top, right, bottom) = points.T[:, :, None], boxes.T[:, None, :]
    within = (left + slack < x) & (x < right - slack) & (top + slack < y) & (y < bottom - slack)
    return within.any()


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("name", BOARDS)
def test_beams_cross_no_foreign_panel(name, room):
    board, placement = BOARDS[name], place_board(BOARDS[name], ROOMS[room])
    shares = np.linspace(0, 1, 9)[:, None, None]
    for track in board.tracks[:6]:
        own = {operand.panel for operand in track.operands} | {track.target}
        foreign = [
            rectangle(placement.spots[panel.name], panel.shape) for panel in board.panels if panel.name not in own
        ]
        for step in {0, board.steps // 2} if foreign else ():
            for piece in beams(board, placement, track, step):
                points = np.array(piece)
                edges = (points + shares * (np.roll(points, -1, axis=0) - points)).reshape(-1, 2)
                looked_at = np.concatenate([edges, (edges + points.mean(axis=0)) / 2])
                assert not inside(looked_at, np.array(foreign)), (name, room, track.title)


def test_a_beam_crosses_what_it_has_an_area_in_common_with():
    beam = [(0, 0), (10, 0), (10, 4), (0, 4)]
    assert not crosses(beam, [(20, 0, 30, 9)])
    assert not crosses(beam, [(10, 0, 12, 9)])  # beside it
    assert crosses(beam, [(20, 0, 30, 9), (4, -1, 6, 9)])
    assert crosses(beam, [(4, 1, 6, 3)])  # a hole
    assert crosses(beam, [(-1, -1, 11, 5)])
    assert not crosses([(0, 0), (10, 10), (10, 12), (0, 2)], [(6, 0, 9, 4)])  # above its slope


def test_the_player_s_beams_are_the_server_s():
    """Between all pairs of panels of every board: the same quadrilateral, and the same panels that it crosses."""
    script = """
    import { beam, crosses } from "./assets/player/beams.js";
    const asked = JSON.parse(await new Response(Deno.stdin.readable).text());
    console.log(JSON.stringify(asked.map(({ first, second, others }) => {
      const polygon = beam(first, second);
      return [polygon, others.map((other) => crosses(polygon, [other]))];
    })));
    """
    asked, expected = [], []
    for board in BOARDS.values():
        placement = place_board(board, WIDE)
        for track in board.tracks[:4]:
            names = [track.operands[0].panel, track.target]
            panels = [next(panel for panel in board.panels if panel.name == name) for name in names]
            ends = [rectangle(placement.spots[each.name], each.shape) for each in panels]
            others = between(board, placement, *names)
            asked.append({"first": ends[0], "second": ends[1], "others": others})
            expected.append((marking._beam(*ends), [crosses(marking._beam(*ends), [other]) for other in others]))
    assert any(any(crossed) for _beam, crossed in expected)
    for (beam, crossed), (known, met) in zip(run_script(script, asked), expected, strict=True):
        np.testing.assert_allclose(beam, known, atol=1e-6)
        assert crossed == met


def test_a_room_is_lower_by_what_stands_beside_the_board():
    part = dict(PARTS)["step-"]
    board, several = BOARDS["step-"], BOARDS["stride-compare"]
    whole = room_beside(board, "wide", part)
    assert whole.width == WIDE.width
    assert room_beside(board, "wide", part, moves=True).height < whole.height
    assert room_beside(board, "no such room", part) == whole
    counting = BOARDS["padding-amounts"]
    assert room_beside(counting, "wide", part).height < room_beside(several, "wide", part).height  # nothing is computed
    assert room_beside(board, "tall", part).width == TALL.width


def test_a_tall_room_turns_a_line_into_lines():
    board = BOARDS["step-"]
    wide, tall = (place_board(board, room).spots for room in (WIDE, TALL))
    assert wide["map"].x > wide["kernel"].x > wide["input"].x
    assert tall["map"].y > tall["input"].y + 5 * tall["input"].dy


@pytest.mark.parametrize("name", BOARDS)
def test_marks_are_the_cells_that_links_say(name):
    board = BOARDS[name]
    for step in {0, board.steps // 2, board.steps - 1}:
        found = marks(board, step)
        row, col = divmod(step, board.grid[1])
        for track in board.walkers:
            at = (row // track.pace, col // track.pace)
            if track.stamps:
                stamped = track.stamps[0].lands
                later = np.zeros((stamped.rows.size, stamped.cols.size), bool)
                for place in np.ndindex(later.shape):
                    readers = stamped.readers(*place, track.size[1])
                    later[place] = board.covers and bool(readers) and readers[-1] > at
                assert np.array_equal(mask(found["cover"].get(stamped.panel, []), later.shape), later)
                continue
            rows, cols = np.indices(track.size)
            covered = mask(found["cover"].get(track.target, []), track.size)
            assert np.array_equal(covered, after(rows, cols, at) & board.covers)
            here = at[0] < track.size[0] and at[1] < track.size[1]
            assert (list(at) in [list(box[::2]) for box in found["cell"].get(track.target, [])]) == here
            for operand in track.operands if here else ():
                rows, cols = operand.cells(*at, track.size[1])
                assert {(r, c) for r in rows for c in cols} <= cells(found[operand.look].get(operand.panel, []))


def cells(boxes):
    return {(r, c) for top, low, left, right in boxes for r in range(top, low + 1) for c in range(left, right + 1)}


def mask(boxes, shape):
    """Which cells lie in some boxes, all of which lie within the shape."""
    found = np.zeros(shape, bool)
    for top, low, left, right in boxes:
        assert 0 <= top <= low < shape[0]
        assert 0 <= left <= right < shape[1]
        found[top : low + 1, left : right + 1] = True
    return found


def after(rows, cols, at):
    """Which places come later than one: in a row below, or in its row behind it."""
    return (rows > at[0]) | ((rows == at[0]) & (cols > at[1]))


def test_the_player_s_marks_are_the_server_s():
    """Of every board, at several steps, in the JavaScript that the browser runs."""
    script = """
    import { indexMapsOf } from "./assets/player/index_map.js";
    import { Grid, Track, marks } from "./assets/player/marks.js";
    const boards = JSON.parse(await new Response(Deno.stdin.readable).text());
    const boxes = (areas) => areas.flatMap(({ rows, cols }) =>
      rows.flatMap(([top, bottom]) => cols.map(([left, right]) => [top, bottom, left, right])));
    console.log(JSON.stringify(boards.map(({ board, steps }) => {
      const links = indexMapsOf(board.indexMaps);
      const all = board.tracks.map((track) => new Track(track, links));
      const tracks = board.activeTrack === null ? all : [all[board.activeTrack]];
      const grid = new Grid(tracks);
      const found = (step) => Object.entries(marks(tracks, grid.place(step), board.covers));
      return steps.map((step) => Object.fromEntries(found(step).map(
        ([look, areas]) => [look, Object.fromEntries([...areas].map(([name, found]) => [name, boxes(found)]))])));
    })));
    """
    asked, expected = [], []
    for board in BOARDS.values():
        steps = sorted({0, 1, board.steps // 3, board.steps // 2, board.steps - 1} & set(range(board.steps)))
        asked.append({"board": board_data(board, place_board(board, WIDE), ""), "steps": steps})
        expected.append([marks(board, step) for step in steps])
    for name, answer, known in zip(BOARDS, run_script(script, asked), expected, strict=True):
        for one, other in zip(answer, known, strict=True):
            assert {
                look: {panel: cells(map(tuple, boxes)) for panel, boxes in found.items()} for look, found in one.items()
            } == {look: {panel: cells(boxes) for panel, boxes in found.items()} for look, found in other.items()}, name


def test_marks_of_a_dilated_window_by_hand():
    found = marks(worked_board(dilation=2, padding=1), 4)  # 7 + 0 - 5 + 1 = 3: row 1, column 1
    assert found["window"]["input"] == [(r, r, c, c) for r in (1, 3, 5) for c in (1, 3, 5)]
    assert found["span"]["input"] == [(1, 5, 1, 5)]
    assert found["cell"] == {"map": [(1, 1, 1, 1)]}
    assert found["cover"] == {"map": [(1, 1, 2, 2), (2, 2, 0, 2)]}
    assert all_covered(worked_board())["cover"] == {"map": [(0, 2, 0, 2)]}


def test_beams_go_from_the_window_over_the_kernel_to_the_cell():
    board = worked_board()
    placement = place_board(board, WIDE)
    first, second = beams(board, placement, board.tracks[0], 4)
    spots = placement.spots
    assert first[0] == (spots["input"].x + 4 * spots["input"].dx, spots["input"].y + spots["input"].dy)
    assert first[1] == (spots["kernel"].x, spots["kernel"].y)
    assert second[1] == (spots["map"].x + spots["map"].dx, spots["map"].y + spots["map"].dy)


def test_a_matrix_s_row_is_the_step():
    operand = Operand("matrix", IndexMap.same(9), IndexMap.whole(25, 9), by_step=True)
    assert operand.cells(1, 2, 3) == ((5,), tuple(range(25)))
