"""The pooling lesson: what its board, its sentences and its refusals say."""

import dataclasses

import numpy as np
import pytest

from conv.pooling import avg_pool2d, lp_pool2d, max_pool2d
from conv.refusal import Refusal
from conv.ui.lesson import Picture
from conv.ui.lessons.pooling import build, build_beside, build_shift, ready_scenes
from conv.ui.scene.record import Scene

PIXELS = ((9, 1, 2, 4), (1, 1, 1, 0), (3, 1, 8, 0), (0, 0, 0, 6))
TYPED = Scene(picture="typed", pixels=PIXELS)


def panels(content):
    return {panel.name: panel for panel in content.board.panels}


def test_a_maximum_marks_the_pixels_that_survive():
    content = build(TYPED, Picture())
    found = panels(content)
    assert found["map"].values.tolist() == [[9, 4], [3, 8]]
    assert found["survivors"].values.tolist() == [[1, 0, 0, 1], [0, 0, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0]]
    assert content.sentences == [
        "16 pixels become 4 cells. **4** of 16 pixels survive: each is the largest of a window (25 %)."
    ]
    assert found["survivors"].value_sentences[0] == "It is the largest of no window: pooling loses it."


def test_other_kinds_have_no_survivors():
    content = build(dataclasses.replace(TYPED, pool="average"), Picture())
    assert list(panels(content)) == ["input", "map"]
    assert content.board.tracks[0].reduction.kind == "mean"
    assert content.sentences == ["16 pixels become 4 cells."]


def test_padding_that_counts_is_zeros_and_padding_that_does_not_is_empty():
    scene = dataclasses.replace(TYPED, pool="average", pool_size=(3, 3), pool_padding=(1, 1))
    counted, own = (build(dataclasses.replace(scene, count_include_pad=word), Picture()) for word in ("true", "false"))
    assert panels(counted)["input"].values[0].tolist() == [0] * 6
    assert np.isnan(panels(own)["input"].values[0]).all()
    assert counted.board.tracks[0].groups[0].factors[0].rows.sources(0) == (0, 1, 2)
    assert own.board.tracks[0].groups[0].factors[0].rows.sources(0) == (1, 2)
    assert panels(own)["map"].values[0, 0] == 3  # (9 + 1 + 1 + 1) / 4


def test_kinds_stand_beside_each_other_with_a_strided_convolution():
    content = build_beside(TYPED, Picture())
    found, image = panels(content), np.array([PIXELS])
    np.testing.assert_array_equal(found["max"].values, max_pool2d(image, 2)[0])
    np.testing.assert_array_equal(found["average"].values, avg_pool2d(image, 2)[0])
    np.testing.assert_array_equal(found["l2"].values, lp_pool2d(image, 2, 2)[0])
    assert found["conv_map"].values.tolist() == [[-8, 1], [-2, -2]]  # right column minus left one
    assert len(content.board.tracks) == 4
    assert "| Strided convolution | 4 |" in content.sentences[-1]
    assert "4; 16,448 from 64 to 64 channels | 4 multiply-adds |" in content.sentences[-1]  # 64 * 64 * 4 + 64


def test_what_pytorch_does_not_have_is_left_out_with_its_reason():
    content = build_beside(dataclasses.replace(TYPED, pool_dilation=(2, 2)), Picture())
    assert [track.title for track in content.board.tracks] == ["Max pooling", "Strided convolution"]
    assert content.sentences[0] == "Average: Only max pooling has a `dilation` in PyTorch; use 1, or choose max."
    with pytest.raises(Refusal, match="spans 5 × 5 pixels"):
        build_beside(dataclasses.replace(TYPED, pool_size=(5, 5)), Picture())


def test_a_shift_inside_the_windows_changes_nothing_of_the_map():
    pixels = ((0, 0, 0, 0), (0, 0, 0, 0), (0, 0, 7, 0), (0, 0, 0, 0))
    scene = dataclasses.replace(TYPED, pixels=pixels, shift=(0, 1), topic="shift")
    content = build_shift(scene, Picture())
    assert "leaves **14** of 16 pixels of the picture as they were, and **4** of 4 cells" in content.sentences[0]
    assert not panels(content)["difference"].values.any()


def test_ready_scenes_are_the_poolings_that_they_name():
    resnet, whole, adaptive = ready_scenes().values()
    assert panels(build(resnet, Picture()))["map"].shape == (7, 7)  # (14 + 2 - 3) // 2 + 1
    assert panels(build(whole, Picture()))["map"].shape == (1, 1)
    sizes = {
        len(build(adaptive, Picture()).board.tracks[0].groups[0].factors[0].cols.sources(cell)) for cell in range(5)
    }
    assert sizes == {3, 4}  # windows of two sizes
