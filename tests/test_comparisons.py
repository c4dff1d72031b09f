"""What stands side by side: sizes by hand, and refusals that leave the others standing."""

import numpy as np

from conv.ui.comparisons import compare, kernel_centres, padding_amounts, padding_modes, padding_reasons
from conv.ui.scene import Scene
from conv.ui.shrinking import shrinking_figure, shrunk_maps

IMAGE = np.arange(25, dtype=float).reshape(1, 5, 5)


def sizes(variations, image=IMAGE):
    tracks, refusals = compare(variations, image)
    assert refusals == []
    return [track.output_size for track in tracks]


def test_five_amounts_of_padding():
    # 5 - 3 + 1; half and TensorFlow's same keep 5; full 5 + 4 - 3 + 1; per side 5 + 1 + 2 - 3 + 1
    assert sizes(padding_amounts(Scene())) == [(3, 3), (5, 5), (5, 5), (7, 7), (6, 6)]


def test_half_and_same_part_ways_for_a_stride():
    # half: floor((5 + 2 - 3) / 3) + 1 = 2; same: ceil(5 / 3) = 2, but it pads 0 above and 1 below
    tracks, _ = compare(padding_amounts(Scene(stride=(3, 3))), IMAGE)
    assert [(track.axes[0].before, track.axes[0].after) for track in tracks[1:3]] == [(1, 1), (0, 1)]


def test_four_modes_share_a_size_and_differ_in_their_pixels():
    variations = padding_modes(Scene(padding=((1, 1), (2, 2))))
    assert sizes(variations) == [(5, 7)] * 4
    first_rows = [track.panels["input"][0][0].data[0].z[0].tolist() for track in compare(variations, IMAGE)[0]]
    assert first_rows == [
        [0, 0, 0, 0, 0, 0, 0, 0, 0],
        [7, 6, 5, 6, 7, 8, 9, 8, 7],  # row 1, mirrored without its edge
        [0, 0, 0, 1, 2, 3, 4, 4, 4],
        [23, 24, 20, 21, 22, 23, 24, 20, 21],  # row 4, going on at the other side
    ]


def test_a_mode_that_is_refused_leaves_the_others():
    tracks, refusals = compare(padding_modes(Scene(padding=((5, 5), (1, 1)))), IMAGE)
    assert len(tracks) == 3
    assert len(refusals) == 1
    assert "`padding_mode` 'reflect' on 5 pixels, which allows at most 4" in refusals[0]


def test_the_corner_is_read_less_without_padding():
    tracks, _ = compare(padding_reasons(Scene()), IMAGE)
    assert "corner pixel: **1**; the middle pixel: **9**" in tracks[0].caption
    assert "corner pixel: **4**; the middle pixel: **9**" in tracks[1].caption
    np.testing.assert_array_equal(tracks[0].panels["counts"][0][0].data[0].z[0], [1, 2, 3, 2, 1])


def test_an_even_kernel_keeps_the_size_only_with_one_side_more():
    assert sizes(kernel_centres(Scene(odd=3))) == [(5, 5), (4, 4), (6, 6), (5, 5)]
    assert sizes(kernel_centres(Scene(odd=1))) == [(5, 5), (4, 4), (6, 6), (5, 5)]


def test_maps_shrink_layer_by_layer():
    maps = shrunk_maps(Scene(activation="none", kernel="identity"), IMAGE, 2)
    assert [walked.geometry.output_size for walked in maps] == [(3, 3), (1, 1)]
    figure = shrinking_figure(IMAGE, [walked.feature_map for walked in maps])
    assert figure.data[0].z[2, 2] == 12  # the identity leaves the middle pixel
    assert np.isnan(figure.data[0].z).sum() == 24
