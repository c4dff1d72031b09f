"""A board's figure: its traces, colours, numbers and hatches."""

from base64 import b64decode
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from conv.steps import walk
from conv.ui.board import palette
from conv.ui.board.arrangement import Place, flow
from conv.ui.board.board import Board, Track
from conv.ui.board.figure import board_figure, compact
from conv.ui.board.marks import beams, marks
from conv.ui.board.panel import Panel, value_limits
from conv.ui.board.placement import WIDE, Spot, place_board
from conv.ui.board.texts import board_texts, cell_texts, number_size
from conv.ui.lessons.boards import one_board
from conv.ui.lessons.panels import Look, lay_walk
from tests.boards import PARTS, built, worked_board
from tests.conftest import geometry_arguments


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


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (3, 2), (4, 5), (5, 5)])
def test_the_lines_of_a_panel_are_one_that_runs_along_its_grid_alone(shape):
    panels = Panel("a", np.zeros(shape), ""), Panel("b", np.zeros((2, 2)), "")
    board = Board(panels, (), flow(Place("a"), Place("b")))
    lines = figure(board).data[2]
    gaps = np.flatnonzero(np.isnan(lines.x))
    assert len(gaps) == 2  # one for each panel
    spot = place_board(board, WIDE).spots["a"]
    cols = ((np.array(lines.x[: gaps[0]]) - spot.x) / spot.dx).round(6)
    rows = ((np.array(lines.y[: gaps[0]]) - spot.y) / spot.dy).round(6)
    drawn = set()
    for end in range(1, len(cols)):
        (top, bottom), (left, right) = sorted(rows[end - 1 : end + 1]), sorted(cols[end - 1 : end + 1])
        assert top == bottom or left == right
        drawn |= {("row", top, cell) for cell in range(int(left), int(right))}
        drawn |= {("col", left, cell) for cell in range(int(top), int(bottom))}
    height, width = shape
    expected = {("row", row, cell) for row in range(height + 1) for cell in range(width)}
    assert drawn == expected | {("col", col, cell) for col in range(width + 1) for cell in range(height)}


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
    panels = tuple(Panel(each.target, np.zeros(each.size), "") for each in (track, other))
    assert Board(panels, (track, other), flow(Place("a"), Place("b"))).grid == (4, 5)


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


def test_a_divisor_that_is_almost_nothing_has_shares_without_end_and_a_board_all_the_same():
    part = dict(PARTS)["padding-amounts"]
    empty = replace(part.opening, picture="typed", pixels=((0.0,) * 5,) * 5, divisor=5e-324)
    for weights in ([[1.0, 1.0], [1.0, 1.0]], [[1.0, 1.0], [1.0, -1.0]]):  # infinity, and infinity less infinity
        board = built(part, replace(empty, kernel="typed", weights=(tuple(map(tuple, weights)),)))
        assert {float(np.abs(panel.values).max()) for panel in board.panels if panel.name.endswith("map")} == {0.0}
