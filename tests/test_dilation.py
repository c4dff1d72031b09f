"""Stacks side by side: the holes of equal dilations, and five ways to one receptive field."""

from dataclasses import replace

import numpy as np

from conv.ui.board.arrangement import Caption, leaves
from conv.ui.lesson import Picture
from conv.ui.lessons.dilation import build_dilation, build_ways, ways, ways_table
from conv.ui.scene.record import Scene

IMAGE = np.arange(100, dtype=float).reshape(1, 10, 10)
NUMBERS = Scene(picture="typed", pixels=tuple(map(tuple, IMAGE[0].tolist())))


def panels(board):
    return {panel.name: panel for panel in board.panels}


def test_equal_dilations_leave_holes_that_1_2_5_fill():
    board = build_dilation(replace(NUMBERS, dilation=(2, 2)), Picture()).board
    captions = [leaf.lines[1] for leaf in leaves(board.arrangement) if isinstance(leaf, Caption)]
    assert captions == [
        "Reads 9 of 5 × 5 = 25 pixels.",
        "Reads 25 of 9 × 9 = 81 pixels.",
        "Reads 49 of 13 × 13 = 169 pixels.",
        "Reads 289 of 17 × 17 = 289 pixels.",
    ]
    assert {track.size for track in board.tracks} == {(10, 10)}
    two_layers = panels(board)["walk1_field"].values
    assert two_layers[0].tolist() == [1, 0, 2, 0, 3, 0, 2, 0, 1]  # 1 2 3 2 1, spread
    assert two_layers[1].tolist() == [0] * 9


def test_the_dilated_layer_has_its_numbers():
    scene = replace(NUMBERS, dilation=(2, 2), kernel="identity", activation="none", stride=(3, 3))
    board = build_dilation(scene, Picture()).board
    np.testing.assert_array_equal(panels(board)["walk0_map"].values, IMAGE[0])


def test_five_ways_have_one_receptive_field_and_different_costs():
    found = ways(Scene(), IMAGE)
    assert {(way.network.rows.field_size, way.network.cols.field_size) for way in found} == {(7, 7)}
    assert [way.network.output_size for way in found] == [(10, 10), (5, 5), (5, 5), (10, 10), (10, 10)]
    # padded to 16: three layers 14, 12, 10; stride: floor((15 - 3) / 2) + 1 = 7, then 5
    assert [way.network.cost.multiply_adds for way in found] == [
        9 * (14**2 + 12**2 + 10**2),
        9 * (7**2 + 5**2),
        9 * 5**2,
        9 * (14**2 + 10**2),
        49 * 10**2,
    ]
    rows = ways_table(found).splitlines()
    assert rows[3] == "| Stride 2, then 1 | 7 × 7 | 5 × 5 | 2 | 18 | 666 |"
    tracks = build_ways(NUMBERS, Picture()).board.tracks
    assert [track.pace for track in tracks] == [1, 2, 2, 1, 1]
    assert [track.extent[0] for track in tracks] == [10, 9, 9, 10, 10]  # the fifth cell starts at step 2 * 4


def test_the_last_map_of_a_stack_takes_the_mean_of_its_field():
    flat = build_ways(replace(NUMBERS, pixels=((5.0,) * 12,) * 12), Picture()).board
    for name, panel in panels(flat).items():
        if name.endswith("map"):
            middle = panel.values[panel.shape[0] // 2, panel.shape[1] // 2]
            np.testing.assert_allclose(middle, 5)
