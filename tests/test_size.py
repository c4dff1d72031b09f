"""Sizes in words: the terms, what is unread and why, wrong formulas, and changes that fit."""

import pytest
from hypothesis import given, settings

from conv.geometry import ConvGeometry
from conv.ui.lessons.fitting import fits, mistakes_table, staircase_table
from conv.ui.scene.address import scene_address, scene_from_query
from conv.ui.scene.pictures import scene_image, scene_size, scene_walk
from conv.ui.scene.record import Scene
from conv.ui.words.formula import size_formula
from conv.ui.words.sizes import size_term_boxes, unread_sentences
from tests.conftest import geometry_arguments


def test_terms_of_the_formula_measure_the_picture():
    terms = size_term_boxes(ConvGeometry((6, 7), 3, stride=2, padding=((1, 0), (0, 2))))  # padded 7 x 9
    assert {name: term["boxes"] for name, term in terms.items()} == {
        "rows-n": [(1, 6, 0, 8)],
        "rows-p": [(0, 0, 0, 8)],
        "rows-span": [(0, 2, 0, 8)],
        "rows-s": [(0, 1, 0, 8)],
        "rows-floor": [],  # (7 - 3) mod 2 = 0
        "rows-one": [(0, 2, 0, 8)],
        "cols-n": [(0, 6, 0, 6)],
        "cols-p": [(0, 6, 7, 8)],
        "cols-span": [(0, 6, 0, 2)],
        "cols-s": [(0, 6, 0, 1)],
        "cols-floor": [],
        "cols-one": [(0, 6, 0, 2)],
    }
    assert terms["rows-p"]["sentence"] == "Rows of padding: 1 above, 0 below."


@given(geometry_arguments())
def test_every_marked_term_has_its_boxes_inside_the_input(arguments):
    geometry = ConvGeometry(**arguments)
    terms = size_term_boxes(geometry)
    for key in ("rows", "cols"):
        formula = size_formula(getattr(geometry, key), key, key)
        assert all(f'data-term="{name}"' in formula for name in terms if name.startswith(key))
    for term in terms.values():
        for top, bottom, left, right in term["boxes"]:
            assert 0 <= top <= bottom < geometry.padded_size[0]
            assert 0 <= left <= right < geometry.padded_size[1]


@pytest.mark.parametrize(
    ("arguments", "sentences"),
    [
        ({"input_size": 5, "kernel_size": 3}, ["Every pixel of the picture is read by at least one window."]),
        (
            {"input_size": (5, 4), "kernel_size": 3, "stride": (1, 3)},
            [
                "5 pixels of the picture are read by no window; they are crosshatched in the input.",
                "Stride 3 leaves column 3 unread: (4 − 3) mod 3 = 1.",
            ],
        ),
        (
            {"input_size": (3, 8), "kernel_size": 3, "stride": (1, 5)},
            [
                "6 pixels of the picture are read by no window; they are crosshatched in the input.",
                "Stride 5 is longer than the window of 3, so it jumps over columns 3 to 4.",
            ],
        ),
        (
            {"input_size": (1, 8), "kernel_size": (1, 2), "stride": (1, 5), "dilation": (1, 2)},
            [  # taps 0, 2 and 5, 7: 3 and 4 between the windows, 1 and 6 inside them
                "4 pixels of the picture are read by no window; they are crosshatched in the input.",
                "Stride 5 is longer than the window of 3, so it jumps over columns 3 to 4.",
                "No window’s tap falls on columns 1, 6: dilation 2 leaves holes that stride 5 does not fill.",
            ],
        ),
        (
            {"input_size": (5, 1), "kernel_size": (3, 1), "stride": (2, 1), "dilation": (2, 1)},
            [
                "2 pixels of the picture are read by no window; they are crosshatched in the input.",
                "No window’s tap falls on rows 1, 3: dilation 2 leaves holes that stride 2 does not fill.",
            ],
        ),
    ],
)
def test_what_is_unread_is_named_with_its_reason(arguments, sentences):
    assert unread_sentences(ConvGeometry(**arguments)) == sentences


def test_wrong_formulas_stand_beside_the_right_one():
    # 5, 3, 1, 0: three windows; ceil((5 - 3) / 1) = 2; the others agree
    table = mistakes_table(ConvGeometry(5, 3)).splitlines()
    assert "| **3** | **3** |" in table[2]
    assert "⌈(n − k) / s⌉ | 2 | 2 |" in table[3]
    assert "| 3 | 3 | puts the padding outside of the division; here it agrees by luck |" in table[4]
    # 7, 3, 2, 1: four; (7 - 3) / 2 + 2 + 1 = 5; 8, 3, 2, 1 without its floor: 7 / 2 + 1 = 4.5
    assert "| 5 | 5 |" in mistakes_table(ConvGeometry(7, 3, stride=2, padding=1)).splitlines()[4]
    assert "| 4.5 | 4.5 |" in mistakes_table(ConvGeometry(8, 3, stride=2, padding=1)).splitlines()[5]


def test_the_staircase_says_where_one_stands():
    lines = staircase_table(ConvGeometry(7, 3, stride=2, padding=1).rows).splitlines()
    sizes = [cell.strip() for cell in lines[0].split("|")[2:-1]]
    strides = [line.split("|")[1].strip() for line in lines[2:]]
    here = lines[2 + strides.index("**2**")].split("|")[2:-1][sizes.index("7")]
    assert here.strip() == "**4**"
    assert staircase_table(ConvGeometry(5, 5).rows).splitlines()[2].split("|")[2:6] == [" – "] * 4  # 1 to 4 pixels


def found_fits(scene):
    return fits(scene, scene_walk(scene, scene_image(scene, None)).geometry, lambda other: scene_size(other, None))


def test_changes_that_fit_say_what_they_give():
    assert [fit.sentence for fit in found_fits(Scene(stride=(3, 3)))] == [
        "Pad 1 more below and 1 more on the right: the map is 2 × 2",
        "Use stride 2: the map is 2 × 2",
        "Make the picture 3 × 3 pixels: the map is 1 × 1",
    ]
    sentences = [fit.sentence for fit in found_fits(Scene(picture="shapes", size=12, stride=(1, 2), padding="half"))]
    assert sentences == [  # columns: (14 - 3) mod 2 = 1
        "Pad 1 more on the right: the map is 12 × 7",
        "Pad 1 less on the right: the map is 12 × 6",
        "Use stride 1: the map is 12 × 12",
        "Make the picture 11 × 11 pixels: the map is 11 × 6",
    ]
    assert found_fits(Scene(stride=(2, 2))) == []


@settings(max_examples=100)
@given(geometry_arguments())
def test_every_change_leaves_nothing_over(arguments):
    height, width = arguments["input_size"]
    scene = Scene(
        picture="typed",
        pixels=((1.0,) * width,) * height,
        kernel="random",
        **{name: arguments[name] for name in ("kernel_size", "stride", "padding", "dilation", "padding_mode")},
    )
    before = scene_walk(scene, scene_image(scene, None)).geometry
    for fit in found_fits(scene):
        after = scene_walk(fit.scene, scene_image(fit.scene, None)).geometry
        assert (after.rows.remainder, after.cols.remainder) == (0, 0)
        assert fit.sentence.endswith(f"the map is {after.output_size[0]} × {after.output_size[1]}")
        assert (before.rows.remainder, before.cols.remainder) != (0, 0)
        assert scene_from_query(scene_address(fit.scene)) == (fit.scene, ())


def test_no_change_pads_more_than_a_link_can_hold():
    scene = Scene(
        picture="digits", kernel="random", kernel_size=(11, 3), dilation=(16, 1), padding="full", stride=(1, 2)
    )
    found = found_fits(scene)  # 160 pixels above and below
    assert [fit.sentence.split(":")[0] for fit in found] == ["Use stride 1", "Make the picture 27 × 27 pixels"]


def test_the_worked_picture_is_cut_not_what_was_typed_before():
    scene = Scene(pixels=((9.0,) * 7,) * 7, stride=(3, 3))
    assert found_fits(scene)[-1].scene.pixels == ((1, 1, 1), (0, 1, 1), (0, 0, 1))


@given(size=...)
def test_a_picture_s_size_is_known_before_it_is_made(size: int):
    scene = Scene(picture="landscape", size=5 + abs(size) % 100)
    assert scene_image(scene, None).shape[1:] == scene_size(scene, None)
