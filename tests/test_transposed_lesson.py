"""The transposed lesson: its boards, its marks step by step, and what it refuses."""

import dataclasses

import numpy as np
import pytest

from conv.refusal import Refusal
from conv.transposed import conv_transpose2d
from conv.ui.board.marks import all_covered, marks
from conv.ui.lesson import Picture
from conv.ui.lessons.checkerboard import build_checkerboard
from conv.ui.lessons.transposed import build, build_back, build_zeros, ready_scenes
from conv.ui.lessons.transposed_groups import build_groups, grouped_scenes
from conv.ui.scene.pictures import channel_image, scene_bank
from conv.ui.scene.record import Scene

SCENE = Scene(
    picture="typed",
    pixels=((1, 2), (0, 3)),
    kernel="typed",
    weights=(((1, 2, 1), (0, 1, 0), (1, 0, 1)),),
    stride=(2, 2),
    activation="none",
)
OUTPUT = conv_transpose2d(np.array([SCENE.pixels]), np.array([[SCENE.weights[0]]]), stride=2)[0]


def panels(content):
    return {panel.name: panel for panel in content.board.panels}


def test_stamps_cover_what_a_later_stamp_will_change():
    board = build(SCENE, Picture()).board
    np.testing.assert_array_equal(panels(build(SCENE, Picture()))["output"].values, OUTPUT)
    first, second, last = (marks(board, step) for step in (0, 1, 3))
    assert first["window"]["output"] == [(0, 2, 0, 2)]
    assert first["cell"] == {"input": [(0, 0, 0, 0)]}
    assert first["cover"]["output"] == [(2, 4, 0, 4), (0, 1, 2, 4)]  # a second row of stamps, and one further right
    assert second["cover"]["output"] == [(2, 4, 0, 4)]
    assert last["cover"] == {}
    assert all_covered(board)["cover"] == {"output": [(0, 4, 0, 4)]}


def test_zeros_in_between_give_the_same_numbers():
    content = build_zeros(SCENE, Picture())
    found = panels(content)
    np.testing.assert_array_equal(found["map"].values, OUTPUT)
    np.testing.assert_array_equal(found["kernel"].values, np.array(SCENE.weights[0])[::-1, ::-1])
    assert content.sentences[0] == "**25** of 25 cells equal those that the stamps make."
    hatched = np.zeros(found["input"].shape, bool)
    for top, low, left, right in found["input"].hatches[0][1]:
        hatched[top : low + 1, left : right + 1] = True
    assert np.argwhere(~hatched).tolist() == [[2, 2], [2, 4], [4, 2], [4, 4]]


def test_why_output_padding_exists_is_worked_out():
    content = build(dataclasses.replace(SCENE, output_padding=(1, 1)), Picture())
    assert "makes 2 rows of 5 to 6 alike" in content.sentences[0]
    assert panels(content)["output"].shape == (6, 6)
    assert "(2 − 1)·2 − 2·0 + 1·(3 − 1) + 1 + 1 = <b>6</b>" in content.board.tracks[0].notes[0]


def test_a_checkerboard_comes_from_uneven_overlaps_only():
    scene = Scene(picture="gradient", size=12, kernel="box_blur", stride=(2, 2))
    content = build_checkerboard(scene, Picture())
    assert content.sentences[1] == (
        "Kernel 3 × 3, stride 2 × 2: away from the border **1 to 4** stamps land on cells, in turn: a checkerboard."
    )
    assert "as many stamps, **4**, land on every cell" in content.sentences[2]
    found = panels(content)
    inner = found["way1"].values[4:-4, 4:-4]
    assert np.abs(np.diff(inner, axis=1)).max() < np.abs(np.diff(found["way0"].values[4:-4, 4:-4], axis=1)).max() / 3
    assert found["way2"].shape == (22, 22)  # 24 - 3 + 1


def test_the_shape_comes_back_and_the_values_do_not():
    content = build_back(Scene(stride=(2, 2), activation="none"), Picture())
    found = panels(content)
    assert found["back"].shape == (5, 5)
    np.testing.assert_array_equal(found["transpose"].values, found["matrix"].values.T)
    back = found["matrix"].values.T @ found["map"].values.ravel()
    np.testing.assert_array_equal(found["back"].values.ravel(), back)
    assert "7 of 25 values do" in content.sentences[0]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"output_padding": (2, 0)}, "`output_padding` must be smaller than `stride` 2 or `dilation` 1, got 2"),
        ({"padding": "half"}, "must be a number for rows and one for columns, got half"),
        ({"padding": ((1, 2), (0, 0))}, "must be a number for rows and one for columns"),
        ({"padding": ((3, 3), (0, 0))}, "`padding` 3 cuts off all 5 cells"),
    ],
)
def test_what_pytorch_refuses_is_refused(changes, message):
    with pytest.raises(Refusal, match=message):
        build(dataclasses.replace(SCENE, **changes), Picture())


def test_ready_scenes_have_the_sizes_that_they_name():
    first, twice, full = (panels(build(scene, Picture()))["output"].shape for scene in ready_scenes().values())
    assert (first, twice, full) == ((10, 10), (8, 8), (6, 6))


def test_overlaps_away_from_the_border_are_counted_on_small_pictures_too():
    scene = Scene(picture="landscape", size=5, kernel="random", kernel_size=(7, 7), stride=(2, 2))
    sentences = build_checkerboard(scene, Picture()).sentences
    assert "**9 to 16** stamps" in sentences[1]  # 3 or 4 of 7 taps an axis
    assert "**16**, land on every cell" in sentences[2]  # 8 / 2 = 4 an axis


def test_the_sentence_on_output_padding_looks_at_both_axes():
    both = build(dataclasses.replace(SCENE, stride=(1, 3)), Picture()).sentences[0]
    assert "makes 2 columns of 6 to 8 alike" in both
    dilated = build(dataclasses.replace(SCENE, stride=(1, 1), dilation=(2, 2), output_padding=(1, 1)), Picture())
    assert "only adds cells at the end" in dilated.sentences[0]


def test_zeros_and_stamps_read_the_same_pixels():
    scene = dataclasses.replace(SCENE, topic="zeros", stride=(2, 1), padding=((1, 1), (0, 0)), output_padding=(1, 0))
    board = build_zeros(scene, Picture()).board
    found = {panel.name: panel for panel in board.panels}
    track = board.tracks[0]
    window, stamping = track.groups[0].factors[0], track.overlays[-1]
    for row in range(track.size[0]):
        for col in range(track.size[1]):
            spread = found["input"].values[np.ix_(window.rows.sources(row), window.cols.sources(col))]
            pixels = found["pixels"].values[np.ix_(stamping.rows.sources(row), stamping.cols.sources(col))]
            assert sorted(spread[spread != 0]) == sorted(pixels[pixels != 0])


@pytest.mark.parametrize(("outputs", "groups"), [(1, 1), (2, 1), (3, 3), (6, 3)])
def test_each_input_stamps_on_the_outputs_of_its_group(outputs, groups):
    scene = Scene(kernel="random", stride=(2, 1), output_padding=(1, 0), out_channels=outputs, groups=groups)
    content = build_groups(dataclasses.replace(scene, topic="groups"), Picture())
    image, bank = channel_image(scene, None).image, scene_bank(scene, 3)[0]
    found = panels(content)
    for output in range(outputs):
        own = range(3) if groups == 1 else [output // (outputs // groups)]
        one_by_one = [
            conv_transpose2d(image[[channel]], bank[output, number][None, None], stride=(2, 1), output_padding=(1, 0))
            for number, channel in enumerate(own)
        ]
        np.testing.assert_allclose(found[f"map_{output}"].values, sum(one_by_one)[0], atol=1e-12)
        shown = {name for name in found if name.startswith(f"kernel_{output}_")}
        assert len(shown) == len(own)
    assert f"{outputs * 12 * 7} of {outputs * 12 * 7} cells equal" in content.sentences[0]


def test_scenes_of_groups_have_the_groups_that_they_name():
    alone = panels(build_groups(list(grouped_scenes().values())[1], Picture()))
    assert [name for name in alone if name.startswith("kernel")] == ["kernel_0_0", "kernel_1_0", "kernel_2_0"]
