"""What stands side by side: sizes by hand, and refusals that leave the others standing."""

from dataclasses import replace

import numpy as np
import pytest

from conv.refusal import Refusal
from conv.ui.board.arrangement import Caption, leaves
from conv.ui.lesson import Picture
from conv.ui.lessons.padding import amounts, build_amounts, build_centres, build_modes, build_reasons
from conv.ui.lessons.shrinking import shrunk_maps, shrunk_panel
from conv.ui.scene.record import Scene

IMAGE = np.arange(25, dtype=float).reshape(1, 5, 5)
NUMBERS = Scene(picture="typed", pixels=tuple(map(tuple, IMAGE[0].tolist())))


def sizes(content):
    assert list(content.refusals) == []
    return [track.size for track in content.board.tracks]


def panels(content):
    return {panel.name: panel for panel in content.board.panels}


def test_five_amounts_of_padding():
    # 5 - 3 + 1; half and TensorFlow's same keep 5; full 5 + 4 - 3 + 1; per side 5 + 1 + 2 - 3 + 1
    assert sizes(build_amounts(NUMBERS, Picture())) == [(3, 3), (5, 5), (5, 5), (7, 7), (6, 6)]


def test_half_and_same_part_ways_for_a_stride():
    # half: floor((5 + 2 - 3) / 3) + 1 = 2; same: ceil(5 / 3) = 2, but it pads 0 above and 1 below
    found = panels(build_amounts(replace(NUMBERS, stride=(3, 3)), Picture()))
    assert [(found[f"walk{number}_input"].inset[0], found[f"walk{number}_input"].shape[0]) for number in (1, 2)] == [
        (1, 7),
        (0, 6),
    ]


def test_walks_share_a_kernel_and_the_cells_of_their_pictures_are_of_one_size():
    content = build_amounts(NUMBERS, Picture())
    assert [name for name in panels(content) if name.endswith("kernel")] == ["walk0_kernel"]
    largest = max(max(panel.shape) for name, panel in panels(content).items() if name.endswith("input"))
    for name, panel in panels(content).items():
        if name.endswith("input"):
            assert panel.side == pytest.approx(max(panel.shape) / largest)
    assert len(amounts(NUMBERS)) == len(content.board.tracks)


def test_four_modes_share_a_size_and_differ_in_their_pixels():
    content = build_modes(replace(NUMBERS, padding=((1, 1), (2, 2))), Picture())
    assert sizes(content) == [(5, 7)] * 4
    assert [panels(content)[f"walk{number}_input"].values[0].tolist() for number in range(4)] == [
        [0, 0, 0, 0, 0, 0, 0, 0, 0],
        [7, 6, 5, 6, 7, 8, 9, 8, 7],  # row 1, mirrored without its edge
        [0, 0, 0, 1, 2, 3, 4, 4, 4],
        [23, 24, 20, 21, 22, 23, 24, 20, 21],  # row 4, going on at the other side
    ]


def test_a_mode_that_is_refused_leaves_the_others():
    content = build_modes(replace(NUMBERS, padding=((5, 5), (1, 1))), Picture())
    assert len(content.board.tracks) == 3
    assert len(content.refusals) == 1
    assert "`padding_mode` 'reflect' on 5 pixels, which allows at most 4" in content.refusals[0]


def test_where_all_are_refused_it_is_an_error():
    scene = replace(NUMBERS, padding=((1, 1), (1, 1)), dilation=(16, 16))
    with pytest.raises(Refusal, match="spans 33 pixels"):
        build_modes(scene, Picture())


def test_the_corner_is_read_less_without_padding():
    content = build_reasons(NUMBERS, Picture())
    captions = [leaf.lines[1] for leaf in leaves(content.board.arrangement) if isinstance(leaf, Caption)]
    assert "1 of the corner pixel, 9 of the middle one" in captions[0]
    assert "4 of the corner pixel, 9 of the middle one" in captions[1]
    np.testing.assert_array_equal(panels(content)["walk0_counts"].values[0], [1, 2, 3, 2, 1])


def test_an_even_kernel_keeps_the_size_only_with_one_side_more():
    assert sizes(build_centres(replace(NUMBERS, odd=3), Picture())) == [(5, 5), (4, 4), (6, 6), (5, 5)]
    assert sizes(build_centres(replace(NUMBERS, odd=1), Picture())) == [(5, 5), (4, 4), (6, 6), (5, 5)]


def test_maps_shrink_layer_by_layer():
    maps = shrunk_maps(Scene(activation="none", kernel="identity"), IMAGE, 2)
    assert [walked.geometry.output_size for walked in maps] == [(3, 3), (1, 1)]
    panel = shrunk_panel(IMAGE, [walked.feature_map for walked in maps])
    assert panel.values[2, 2] == 12  # the identity leaves the middle pixel
    assert np.isnan(panel.values).sum() == 24
    assert list(panel.outlines) == [(1, 3, 1, 3), (2, 2, 2, 2)]
