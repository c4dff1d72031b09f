"""Where panels stand: by geometry alone, in every room, of every part."""

from dataclasses import replace
from itertools import pairwise
from statistics import median

import pytest

from conv.refusal import Refusal
from conv.ui.board.arrangement import Place, leaves
from conv.ui.board.placement import ROOMS, WIDE, place_board
from conv.ui.board.texts import board_texts, cell_texts, number_size
from conv.ui.changeable import board_numbers
from conv.ui.lesson import Picture
from conv.ui.rooms import room_beside
from tests.boards import BOARDS, PARTS, built, rectangle


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
        room = room_beside(content.board, "wide", part, moves=bool(content.above))
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


@pytest.mark.parametrize("room", ["wide", "tall"])
def test_numbers_that_are_changed_beside_a_kernel_hide_no_other(room):
    for name, part in PARTS:
        for settings in ({}, {"kernel": "box_blur"}, {"kernel": "gaussian_3", "bias": 2.0}):
            scene = replace(part.opening, **settings)
            try:
                board = built(part, scene)
            except Refusal:
                continue
            placement = place_board(board, room_beside(board, room, part))
            places = [(each["x"], each["x"] + each["dx"], each["y"]) for each in board_numbers(scene, board, placement)]
            assert all(left >= 0 and right <= placement.width + 1 for left, right, _top in places), name
            for (_left, right, top), (left, _right, other) in pairwise(sorted(places)):
                assert right <= left + 3 or top != other, (name, settings)
