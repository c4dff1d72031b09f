"""The board: placement by geometry alone, marks cell by cell, and the figure's traces."""

from base64 import b64decode
from io import BytesIO
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from conv.index_maps import IndexMap
from conv.steps import walk
from conv.ui.board import marks as marking
from conv.ui.board import palette
from conv.ui.board.arrangement import Place, leaves
from conv.ui.board.board import Board, Operand, Panel, Track, value_limits
from conv.ui.board.figure import board_figure, compact
from conv.ui.board.marks import all_covered, beams, foreign_panels, marks, without
from conv.ui.board.placement import ROOMS, TALL, WIDE, Spot, place_board
from conv.ui.board.texts import board_texts, cell_texts, number_size
from conv.ui.lesson import Picture
from conv.ui.lessons.boards import one_board
from conv.ui.lessons.panels import Look, lay_walk
from conv.ui.player.data import board_data
from conv.ui.rooms import room_beside
from conv.ui.scene.record import Scene
from pages import find_lessons
from tests.conftest import geometry_arguments
from tests.driving import run_script

PARTS = [(f"{lesson.name}-{part.name}", part) for lesson in find_lessons() for part in lesson.parts]
BANK = Scene(picture="landscape", size=12, in_channels=6, out_channels=8, kernel="random")


def built(part, scene=None):
    return part.build(scene or part.opening, Picture()).board


def boards():
    for name, part in PARTS:
        yield name, built(part)
    channels = next(part for name, part in PARTS if name.startswith("channels"))
    yield "forty panels", built(channels, BANK)


BOARDS = dict(boards())


def rectangle(spot, shape):
    rows, cols = shape
    return spot.x, spot.y, spot.x + cols * spot.dx, spot.y + rows * spot.dy


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("name", BOARDS)
def test_every_panel_has_a_place_and_nothing_overlaps(name, room):
    board = BOARDS[name]
    assert sorted(leaf.panel for leaf in leaves(board.arrangement) if isinstance(leaf, Place)) == sorted(
        panel.name for panel in board.panels
    )
    placement = place_board(board, ROOMS[room])
    apart = [panel for panel in board.panels if panel.name != board.divided]  # which lies upon another one
    boxes = [rectangle(placement.spots[panel.name], panel.shape) for panel in apart]
    for text in [*placement.texts, *placement.live.values()]:
        half = max(len(text.text), 1 if text.sign else 3) * 0.45 * text.size / 2
        boxes.append((text.x - half, text.y - 0.45 * text.size, text.x + half, text.y + 0.45 * text.size))
    for left, top, right, bottom in boxes:
        assert left >= -0.5
        assert top >= -0.5
        assert right <= placement.width + 0.5
        assert bottom <= placement.height + 0.5
    for number, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[:number]:
            apart = left >= other[2] or right <= other[0] or top >= other[3] or bottom <= other[1]
            assert apart, (name, room, (left, top, right, bottom), other)


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("name", BOARDS)
def test_numbers_of_rows_and_columns_are_not_cut(name, room):
    placement = place_board(BOARDS[name], ROOMS[room])
    for word in board_texts(BOARDS[name], placement):
        assert 0.5 * word.size <= word.y <= placement.height - 0.5 * word.size, (name, room, word)


@pytest.mark.parametrize("name", BOARDS)
def test_boards_fit_their_rooms_and_cells_are_square(name):
    board = BOARDS[name]
    for room in ROOMS.values():
        placement = place_board(board, room)
        assert placement.width == room.width
        assert placement.height <= room.height + 1
        for panel in board.panels:
            spot = placement.spots[panel.name]
            assert panel.stretch is not None or spot.dx == spot.dy
            assert spot.x * 2 == int(spot.x * 2)


def covers(board, placement):
    """The share of the board that panels cover."""
    sizes = [(panel.shape, placement.spots[panel.name]) for panel in board.panels]
    area = sum(rows * spot.dy * cols * spot.dx for (rows, cols), spot in sizes)
    return area / (placement.width * placement.height)


def test_panels_cover_half_of_their_boards_and_nowhere_less_than_a_third_of_them():
    """As each part opens on a projector; the rooms of smaller windows have their text on less of it."""
    found = []
    for _name, part in PARTS:
        content = part.build(part.opening, Picture())
        room = room_beside(content.board, "wide", part, moves=content.above is not None)
        found.append(covers(content.board, place_board(content.board, room)))
    assert median(found) >= 0.5
    assert min(found) >= 0.33


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("name", BOARDS)
def test_every_panel_with_a_heading_shows_a_title_that_can_be_read(name, room):
    board = BOARDS[name]
    placement = place_board(board, ROOMS[room])
    assert all(text.size >= 11 for text in placement.texts if text.bold)
    shown = [word for text in placement.texts if text.bold for word in text.text.split()]
    for panel in board.panels:
        if panel.heading:
            own = (panel.title.split(), (panel.short or panel.title).split())
            assert any(all(word in shown for word in words) for words in own), (name, room, panel.title)
            for word in min(own, key=lambda words: any(word not in shown for word in words)):
                shown.remove(word)


@pytest.mark.parametrize("name", BOARDS)
def test_small_numbers_show_wherever_cells_are_large_enough(name):
    """Three letters in cells of 14 board units, about a pixel each."""
    board = BOARDS[name]
    for room in ROOMS.values():
        placement = place_board(board, room)
        for panel in board.panels:
            spot = placement.spots[panel.name]
            if panel.values.ndim == 2 and min(spot.dx, spot.dy) >= 14 and max(map(len, cell_texts(panel))) <= 3:
                assert number_size(panel, spot, cell_texts(panel)) >= 8, (name, panel.name, spot)


@pytest.mark.parametrize(
    ("name", "lines"),
    {
        "padding-amounts": [["walk0_input", "walk1_input", "walk2_input"], ["walk3_input", "walk4_input"]],
        "padding-modes": [[f"walk{walk}_{panel}" for walk in range(4)] for panel in ("input", "map")],
        "stride-compare": [[f"walk{walk}_{panel}" for walk in range(5)] for panel in ("input", "map")],
        "stride-dilation": [[f"walk{walk}_{panel}" for walk in range(4)] for panel in ("input", "map", "field")],
        "sharing-shift": [["walk0_input", "walk0_map", "shifted_map"], ["walk1_input", "walk1_map", "difference"]],
        "pooling-beside": [["max", "average", "l2"]],
    }.items(),
)
def test_what_belongs_together_stands_on_one_line_and_is_of_one_size(name, lines):
    """Pictures, maps and their titles; panels whose sizes mean something have equal cells instead."""
    placement = place_board(BOARDS[name], WIDE)
    shapes = {panel.name: panel.shape for panel in BOARDS[name].panels}
    for line in lines:
        spots = [placement.spots[panel] for panel in line]
        assert max(spot.y for spot in spots) - min(spot.y for spot in spots) <= 0.5, (line, spots)
        if name == "padding-amounts":  # the same picture with more around it
            assert max(spot.dx for spot in spots) - min(spot.dx for spot in spots) <= 0.5
        titles = []
        for panel, spot in zip(line, spots, strict=True):
            middle = spot.x + spot.dx * shapes[panel][1] / 2
            above = [text.y for text in placement.texts if text.bold and text.y < spot.y and abs(text.x - middle) < 1]
            titles.append(spot.y - max(above))
        assert max(titles) - min(titles) <= 2


def test_panels_of_one_kind_are_equally_large():
    spots = place_board(BOARDS["pooling-shift"], WIDE).spots
    assert spots["map_0"].dx == spots["map_1"].dx == spots["difference"].dx
    spots = place_board(BOARDS["padding-reasons"], WIDE).spots
    assert spots["walk0_counts"].dx == pytest.approx(spots["walk0_input"].dx, abs=0.5)


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


def area(polygon):
    """By the shoelace formula."""
    pairs = zip(polygon, [*polygon[1:], polygon[0]], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def test_a_beam_loses_what_lies_under_a_panel_and_no_more():
    beam = [(0, 0), (10, 0), (10, 4), (0, 4)]
    assert without(beam, [(20, 0, 30, 9)]) == [beam]
    assert sum(map(area, without(beam, [(4, -1, 6, 9)]))) == pytest.approx(32)  # across: 2 x 4 of 10 x 4
    assert sum(map(area, without(beam, [(4, 1, 6, 3)]))) == pytest.approx(36)  # a hole of 2 x 2
    assert sum(map(area, without(beam, [(4, 1, 6, 3), (5, 2, 7, 9)]))) == pytest.approx(33)  # 4 + 4 - 1 of 40
    assert without(beam, [(-1, -1, 11, 5)]) == []


def test_the_player_s_beams_are_the_server_s():
    """Of every board, from its window over the kernel to the cell, under the same foreign panels."""
    script = """
    import { beam, without } from "./assets/player/beams.js";
    const asked = JSON.parse(await new Response(Deno.stdin.readable).text());
    console.log(JSON.stringify(asked.map(({ first, second, foreign }) => without(beam(first, second), foreign))));
    """
    asked, expected = [], []
    for board in BOARDS.values():
        placement = place_board(board, WIDE)
        for track in board.tracks[:4]:
            foreign = foreign_panels(board, placement, track)
            panel = next(panel for panel in board.panels if panel.name == track.operands[0].panel)
            target = next(panel for panel in board.panels if panel.name == track.target)
            ends = [rectangle(placement.spots[each.name], each.shape) for each in (panel, target)]
            asked.append({"first": ends[0], "second": ends[1], "foreign": foreign})
            expected.append(without(marking._beam(*ends), foreign))
    for one, other in zip(run_script(script, asked), expected, strict=True):
        assert len(one) == len(other)
        for piece, known in zip(one, other, strict=True):
            np.testing.assert_allclose(piece, known, atol=1e-6)


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
        covered = {panel: cells(boxes) for panel, boxes in found["cover"].items()}
        row, col = divmod(step, board.grid[1])
        for track in board.walkers:
            at = (row // track.pace, col // track.pace)
            every = {(r, c) for r in range(track.size[0]) for c in range(track.size[1])}
            if track.scatters_to is not None:
                stamped = track.stamped
                landing = {
                    (row, col): (stamped.rows.targets(row), stamped.cols.targets(col))
                    for row in range(stamped.rows.size)
                    for col in range(stamped.cols.size)
                }
                later = {cell for cell, (down, across) in landing.items() if (down[-1], across[-1]) > at}
                assert covered.get(stamped.panel, set()) == later
                continue
            later = {cell for cell in every if cell > at and not reached(cell, at)}
            assert covered.get(track.target, set()) == (later if board.covers else set())
            here = at in every
            assert (list(at) in [list(box[::2]) for box in found["cell"].get(track.target, [])]) == here
            for operand in track.operands if here else ():
                rows, cols = operand.cells(*at, track.size[1])
                assert {(r, c) for r in rows for c in cols} <= cells(found[operand.look].get(operand.panel, []))


def cells(boxes):
    return {(r, c) for top, low, left, right in boxes for r in range(top, low + 1) for c in range(left, right + 1)}


def reached(cell, at):
    """Computed already: in a row above, or in this row up to the place."""
    return cell[0] < at[0] or (cell[0] == at[0] and cell[1] <= at[1])


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


def worked_board(**options):
    image = np.array([[[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]])
    return one_board(lay_walk(walk(image, np.ones((1, 3, 3)), **options), Look()))


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


def figure(board, room=WIDE, **options):
    return board_figure(board, place_board(board, room), options.get("marks", {}), options.get("beams", ()))


def test_the_figure_carries_the_arrays_in_board_units():
    board = worked_board()
    found, spot = figure(board), place_board(board, WIDE).spots["input"]
    np.testing.assert_array_equal(found.data[0].z, board.panels[0].values)
    assert (found.data[0].x0, found.data[0].dx) == (spot.x + spot.dx / 2, spot.dx)
    assert (found.data[0].y0, found.data[0].dy) == (spot.y + spot.dy / 2, spot.dy)
    assert tuple(found.layout.xaxis.range) == (0, found.layout.width)
    assert tuple(found.layout.yaxis.range) == (found.layout.height, 0)  # row 0 on top
    assert [trace.type for trace in found.data[:3]] == ["heatmap"] * 3
    assert not found.layout.shapes


def test_numbers_are_black_or_white_with_enough_contrast_on_every_ground():
    def luminance(rgb):
        part = np.asarray(rgb) / 255
        linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
        return linear @ np.array([0.2126, 0.7152, 0.0722])

    for scale in (palette.GREY, palette.SIGNED, palette.COUNTS, *palette.CHANNELS):
        grounds = palette.colours(np.linspace(0, 1, 101), scale, (0, 1))
        inks = np.where(palette.ink(grounds) == "#fff", 1.0, 0.0)
        light, dark = np.maximum(inks, luminance(grounds)) + 0.05, np.minimum(inks, luminance(grounds)) + 0.05
        assert (light / dark).min() >= 4.5


def test_type_grows_with_the_cell_and_the_longest_text_fits():
    panel = Panel("a", np.array([[1.0, -12345.678]]), "")
    assert cell_texts(panel) == ["1", "−12346"]
    small, large = (number_size(panel, Spot(0, 0, side, side), cell_texts(panel)) for side in (40, 120))
    assert large == pytest.approx(3 * small)
    assert 0.54 * small * len("−12346") <= 40
    assert number_size(panel, Spot(0, 0, 12, 12), cell_texts(panel)) == 0


def test_names_replace_the_numbers():
    assert cell_texts(Panel("a", np.array([[7, 8]]), "", letter="x")) == ["x₀,₀", "x₀,₁"]


def test_a_colour_picture_is_an_image_and_has_no_numbers():
    values = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
    board = Board((Panel("a", values, "A"),), (), Place("a"))
    found = figure(board)
    assert found.data[0].type == "image"
    np.testing.assert_array_equal(found.data[0].z, values)
    assert [trace.mode for trace in found.data[1:]] == ["lines", "text"]


def test_cells_without_a_value_stay_empty():
    board = Board((Panel("a", np.array([[np.nan, 2.0]]), "A"),), (), Place("a"))
    assert [word.text for word in board_texts(board, place_board(board, WIDE)) if word.colour] == ["2"]
    assert value_limits(np.array([[np.nan, 2.0]])) == (0.0, 2.0)


def test_signed_values_have_a_scale_centred_on_zero():
    panel = Panel("a", np.array([[-0.0004, 0.0001]]), "")
    assert panel.shown_limits == (-0.0004, 0.0004)
    assert panel.shown_scale == palette.SIGNED
    assert Panel("a", np.array([[0, 5]]), "").shown_scale == palette.GREY


def test_other_content_has_another_mark_and_the_same_has_the_same():
    def mark(value=1, **options):
        panel = Panel("a", np.array([[value]]), **{"title": "A", **options})
        return figure(Board((panel,), (), Place("a"))).layout.meta

    hatches = [("padding", [(0, 0, 0, 0)])]
    assert mark() == mark()
    assert len({mark(), mark(2), mark(title="B"), mark(hatches=hatches), mark(letter="x")}) == 5


def test_a_hatch_lies_on_a_light_one_around_each_box():
    panel = Panel("a", np.zeros((5, 5)), "", hatches=[("padding", [(0, 1, 2, 3), (4, 4, 0, 0)])])
    board = Board((panel,), (), Place("a"))
    spot = place_board(board, WIDE).spots["a"]
    light, dark = figure(board).data[1:3]
    assert (light.fillpattern.fgcolor, dark.fillpattern.fgcolor) == (palette.HALO, palette.HATCHES["padding"][0])
    assert light.fillpattern.solidity > dark.fillpattern.solidity
    cells_x = (np.array(light.x) - spot.x) / spot.dx
    np.testing.assert_allclose(cells_x, [2, 4, 4, 2, 2, np.nan, 0, 1, 1, 0, 0, np.nan])


def test_the_server_draws_marks_where_the_player_cannot():
    board = worked_board()
    placement = place_board(board, WIDE)
    found = figure(board, marks=marks(board, 4), beams=beams(board, placement, board.tracks[0], 4))
    spot = placement.spots["map"]
    box = f"M{spot.x + spot.dx:g},{spot.y + spot.dy:g}H{spot.x + 2 * spot.dx:g}"
    assert any(shape.path.startswith(box) for shape in found.layout.shapes)
    assert len(found.layout.shapes) == 5  # cover, beam, halo, window, cell


@settings(max_examples=60)
@given(geometry_arguments())
def test_dots_stand_where_windows_start(arguments):
    layer = {name: arguments[name] for name in ("stride", "padding", "dilation", "padding_mode")}
    found = walk(np.ones((1, *arguments["input_size"])), np.ones((1, *arguments["kernel_size"])), **layer)
    board = one_board(lay_walk(found, Look(), dots="here"))
    spot = place_board(board, WIDE).spots["input"]
    markers = [trace for trace in figure(board).data if trace.type == "scatter" and trace.mode == "markers"]
    if markers:
        cols, rows = (np.array(markers[0].x) - spot.x) / spot.dx, (np.array(markers[0].y) - spot.y) / spot.dy
        places = sorted(zip(np.floor(rows).astype(int).tolist(), np.floor(cols).astype(int).tolist(), strict=True))
        assert places == [(r, c) for r in found.geometry.rows.origins for c in found.geometry.cols.origins]


@given(st.lists(st.integers(-99, 99), min_size=1, max_size=30))
def test_compact_numbers_are_the_same_numbers(numbers):
    values = np.array([numbers], float)
    np.testing.assert_array_equal(compact(values), values)
    np.testing.assert_array_equal(compact(values / 16), values / 16)


def test_compact_types():
    assert compact(np.array([[300.0]])).dtype == np.int16
    assert compact(np.array([[-70000.0]])).dtype == np.int32
    assert compact(np.full((257, 257), 0.1)).dtype == np.float32


def test_tracks_go_through_a_grid_that_holds_the_largest_target():
    track = Track("a", "a", (2, 3), pace=2)
    other = Track("b", "b", (4, 1))
    assert Board((), (track, other), Place("a")).grid == (4, 5)


def test_a_line_s_place_among_thousands_changes_the_mark():
    def mark(row):
        panel = Panel("a", np.zeros((60, 60)), "", hatches=[("padding", [(r, r, 5, 5) for r in range(60) if r != row])])
        return figure(Board((panel,), (), Place("a"))).layout.meta

    assert mark(30) != mark(31)  # in the middle, which numpy leaves out of what it prints


def test_for_the_player_panels_are_pictures_in_the_scale_s_colours():
    """A pixel for each cell, clear where there is no value; no heatmaps and no words."""
    panel = Panel("a", np.array([[-2.0, 0.0, 2.0, np.nan], [1.0, -1.0, 0.5, -0.5]]), "A")
    board = Board((panel,), (), Place("a"))
    placement = place_board(board, WIDE)
    found = board_figure(board, placement, {}, whole=False)
    assert [trace.mode for trace in found.data] == ["lines"]
    picture = found.layout.images[0]
    spot = placement.spots["a"]
    assert (picture.x, picture.y, picture.sizex, picture.sizey) == (spot.x, spot.y, 4 * spot.dx, 2 * spot.dy)
    with Image.open(BytesIO(b64decode(picture.source.partition(",")[2]))) as decoded:
        pixels = np.array(decoded.convert("RGBA")).astype(float)
    assert pixels[0, 3, 3] == 0
    known = np.nan_to_num(panel.values)
    expected = palette.colours(known, palette.SIGNED, (-2, 2))
    clear = np.isnan(panel.values)
    assert np.abs(pixels[~clear][:, :3] - expected[~clear]).max() <= 2  # one of 255 shades
    assert (pixels[~clear][:, 3] == 255).all()


def test_tiny_numbers_have_all_shades():
    panel = Panel("a", np.array([[0.0, 5e-105]]), "A", ticks=False)
    board = Board((panel,), (), Place("a"))
    picture = board_figure(board, place_board(board, WIDE), {}, whole=False).layout.images[0]
    with Image.open(BytesIO(b64decode(picture.source.partition(",")[2]))) as decoded:
        assert np.array(decoded.convert("L")).tolist() == [[0, 255]]


def test_values_of_equal_colours_have_marks_of_their_own():
    def mark(scale):
        panel = Panel("a", np.array([[1.0, 2.0]]) * scale, "A", ticks=False)
        board = Board((panel,), (), Place("a"))
        return board_figure(board, place_board(board, WIDE), {}, whole=False).layout.meta

    assert mark(1) != mark(2)
