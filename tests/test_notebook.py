"""`conv.show`: what it makes of arrays and links, and what it refuses, without a browser."""

import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

import conv
from conv.refusal import Refusal
from conv.ui.lessons.arrays import array_board
from conv.ui.linked import open_link, parted
from pages import find_lessons
from tests.driving import ROOT

IMAGE, WEIGHT = np.arange(25).reshape(1, 5, 5), np.ones((1, 1, 3, 3))


def board_of(image, weight, **settings):
    return array_board(np.asarray(image), conv.walks(image, weight, **settings))


def test_one_kernel_over_one_channel_is_the_lesson_s_board_with_its_size_worked_out():
    board = board_of(IMAGE, WEIGHT, stride=2)
    assert [panel.name for panel in board.panels] == ["input", "kernel", "map"]
    np.testing.assert_array_equal(board.panels[2].values, conv.conv2d(IMAGE, WEIGHT, stride=2)[0])
    assert board.tracks[0].notes


def test_several_kernels_walk_together_each_with_its_own_bias():
    image, weight = np.arange(50.0).reshape(2, 5, 5), np.ones((4, 1, 3, 3))
    bias = np.array([0.0, 1, -2, 3])
    board = board_of(image, weight, bias=bias, groups=2)
    maps = {panel.name: panel for panel in board.panels}
    found = np.stack([maps[f"map_{number}"].values for number in range(4)])
    np.testing.assert_array_equal(found, conv.conv2d(image, weight, bias, groups=2))
    assert len(board.tracks) == 4
    assert [maps[f"input_{number}"].short for number in range(2)] == ["Channel 0", "Channel 1"]


def test_only_bytes_in_three_channels_are_red_green_and_blue():
    weight = np.ones((1, 3, 2, 2))
    coloured, plain = (board_of(np.zeros((3, 4, 4), kind), weight) for kind in (np.uint8, float))
    assert [panel.short for panel in coloured.panels[:3]] == ["Red", "Green", "Blue"]
    assert [panel.short for panel in plain.panels[:3]] == ["Channel 0", "Channel 1", "Channel 2"]
    assert [panel.scale is None for panel in plain.panels[:3]] == [True] * 3
    assert not any(panel.scale is None for panel in coloured.panels[:3])


def test_one_channel_may_lack_its_axis():
    image, weight = np.arange(25.0).reshape(5, 5), np.ones((3, 3))
    assert conv.show(image, weight).page == conv.show(image[None], weight[None, None]).page


def test_a_link_brings_its_language():
    assert conv.show("stride?stride=2&lang=zh").title == "Kernelwalk: 步幅与膨胀率"
    assert conv.show("stride?stride=2").title == "Kernelwalk: Stride and dilation"


def test_rows_of_several_lengths_are_refused():
    with pytest.raises(Refusal, match="as many numbers"):
        conv.show([[1, 2], [3]], np.ones((1, 1)))


def test_one_kernel_may_lack_its_axis():
    assert conv.show(IMAGE, WEIGHT[0]).page == conv.show(IMAGE, WEIGHT).page


REFUSED = [
    ((np.ones(5), WEIGHT), {}, "`image` must have the shape (C, H, W), got (5,)."),
    ((IMAGE, np.ones(3)), {}, "`weight` must have the shape (C_out, C_in // groups, K_h, K_w), got (3,)."),
    ((IMAGE, np.ones((1, 2, 3, 3))), {}, "`weight` must have 1 channels per kernel"),
    ((IMAGE, WEIGHT, [1, 2]), {}, "`bias` must hold one number for each of the 1 kernels, got the shape (2,)."),
    ((IMAGE, WEIGHT), {"stride": 0}, "`stride` must be at least 1, got 0."),
    ((IMAGE, WEIGHT), {"padding_mode": "mirror"}, "`padding_mode` must be one of"),
    ((IMAGE, WEIGHT), {"step": 9}, "`step` must be from 0 to 8, got 9."),
    ((IMAGE,), {}, "An image needs a `weight` of shape"),
    (("stride?stride=2", WEIGHT), {}, "A link brings its own kernel"),
    (("stride?stride=2",), {"stride": 3}, "A link brings its own settings"),
    (("stride?stride=2",), {"bias": 3}, "A link brings its own settings"),
    (("strides?stride=2",), {}, "A link names one of the lessons 'step', 'padding'"),
    (("step?step=9",), {}, "`step` must be from 0 to 8, got 9."),
    ((np.ones((9, 5, 5)), np.ones((1, 9, 3, 3))), {}, "A board has room for 8 channels and 8 kernels, got 9 and 1;"),
    ((np.ones((1, 513, 5)), WEIGHT), {}, "A board has room for 512 × 512 pixels, got 513 × 5;"),
]


@pytest.mark.parametrize(("given", "more", "said"), REFUSED, ids=[said for _given, _more, said in REFUSED])
def test_what_does_not_fit_is_refused_with_the_numbers(given, more, said):
    with pytest.raises(Refusal, match=re.escape(said)):
        conv.show(*given, **more)


def test_a_link_s_bad_values_are_warnings_and_the_rest_stays():
    with pytest.warns(UserWarning, match="`stride` must be from 1 to 64, got 0") as warned:
        shown = conv.show("https://example.org/app/pooling?stride=0&pool=average&picture=upload")
    assert shown.title == "Kernelwalk: Pooling"
    assert [str(each.message) for each in warned][1:] == [
        "The visitor’s own picture does not travel with a link; the worked example stands there."
    ]


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("step?step=4", ("step", {"step": "4"})),
        ("/stride?topic=dilation&step=", ("stride", {"topic": "dilation", "step": ""})),
        ("https://example.org/a/b/depth/?embed=true&hide=menu#x", ("depth", {"embed": "true", "hide": "menu"})),
        ("?stride=2%2C1", ("step", {"stride": "2,1"})),
        ("stride=2,1&bias=1", ("step", {"stride": "2,1", "bias": "1"})),
        ("network", ("network", {})),
    ],
)
def test_links_may_be_whole_or_their_end(link, found):
    assert parted(link) == found


def test_a_link_without_settings_opens_its_part_s_scene_and_two_settings_stand_beside_each_other():
    lessons = find_lessons()
    linked = open_link("stride?topic=dilation&embed=true", lessons)
    assert linked.scene == replace(linked.part.opening, topic="dilation")
    assert linked.messages == ()
    compared = open_link("step?stride=2&beside=stride+1", lessons)
    assert {panel.name for panel in compared.content.board.panels} >= {"a_map", "b_map"}


LAZY = """
import sys
import conv
assert not {name for name in sys.modules if name.split(".")[0] in ("PIL", "streamlit", "plotly")}
shown = conv.show([[[1, 2], [3, 4]]], [[[[1]]]])
print("pages" in sys.modules, shown)
"""


def test_the_app_is_loaded_by_the_first_call_alone():
    ran = subprocess.run([sys.executable, "-c", LAZY], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False <Kernelwalk: 2 × 2, shown where HTML is>"
