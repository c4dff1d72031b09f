"""An operation of one file of Python, and a network of five: their boards tell every number, and code is written."""

import numpy as np
import pytest

from conv.ui.board.facts import cell_facts
from conv.ui.board.picture import BoardPicture
from conv.ui.board.placement import place_board
from conv.ui.lesson import Picture
from conv.ui.player.board_data import board_data
from conv.ui.rooms import WIDE
from conv.ui.scene.record import Scene
from tests.browser.fixture.pages import LESSONS, network

BUILDS = {lesson.name: lesson.parts[0].build for lesson in LESSONS}
SCENE = Scene(picture="typed", pixels=tuple(tuple(float(3 * r * r - 5 * c) for c in range(6)) for r in range(6)))


@pytest.mark.parametrize("name", BUILDS)
def test_every_cell_of_every_layer_is_made_of_its_terms(name):
    board = BUILDS[name](SCENE, Picture()).board
    values = {panel.name: panel.values for panel in board.panels}
    assert {track.target for track in board.tracks} >= {panel for panel in values if panel.startswith("map1")}
    for track in board.tracks:
        for row, col in np.ndindex(*track.size):
            number = cell_facts(board, track, row, col).numbers[-1]
            assert number == pytest.approx(values[track.target][row, col]), (track.title, row, col)


@pytest.mark.parametrize("name", BUILDS)
def test_it_is_placed_drawn_and_sent(name):
    board = BUILDS[name](SCENE, Picture()).board
    placement = place_board(board, WIDE)
    assert set(placement.spots) == {panel.name for panel in board.panels}
    assert BoardPicture(board, placement).at(board.steps - 1).size[0] > 100
    assert len(board_data(board, placement, "mark")["tracks"]) == len(board.tracks)


def test_the_smallest_pixels_by_hand():
    board = BUILDS["smallest"](Scene(picture="typed", pixels=((4, 2, 9), (7, 3, 1), (5, 8, 6))), Picture()).board
    assert board.panels[1].values.tolist() == [[2, 1], [3, 1]]


def test_a_networks_code_gives_its_shares():
    content = BUILDS["network"](SCENE, Picture())
    known = {}
    exec(compile(content.layer(0).writers["NumPy"](), "generated", "exec"), known)
    expected = network(6).apply(np.array(SCENE.pixels)[None])
    assert known["y"] == pytest.approx(expected)
    assert expected.sum() == pytest.approx(1)
