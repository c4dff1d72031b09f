"""Figures: the arrays they carry, their axes and their moving parts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conv.ui import figures, palette


def test_a_panel_carries_the_array_with_row_0_on_top_and_square_cells():
    values = np.arange(12).reshape(3, 4)
    figure = figures.panel_figure(values, title="Input 3 × 4")
    np.testing.assert_array_equal(figure.data[0].z, values)
    assert tuple(figure.layout.yaxis.range) == (2.5, -0.5)
    assert tuple(figure.layout.xaxis.range) == (-0.5, 3.5)
    assert figure.layout.yaxis.scaleanchor == "x"
    assert figure.layout.title.text == "Input 3 × 4"
    assert len(figure.layout.shapes) == len(figures.SHAPES)


def test_signed_values_have_a_scale_centred_on_zero():
    figure = figures.panel_figure(np.array([[-3, 1]]), title="")
    assert (figure.data[0].zmin, figure.data[0].zmax) == (-3, 3)
    assert figure.data[0].colorscale[2] == (0.5, palette.SIGNED[2][1])
    grey = figures.panel_figure(np.array([[0, 5]]), title="")
    assert (grey.data[0].zmin, grey.data[0].zmax) == (0, 5)


@pytest.mark.parametrize(("size", "text"), [(16, "%{z}"), (17, None)])
def test_numbers_are_printed_where_they_fit(size, text):
    assert figures.panel_figure(np.ones((size, 2), int), title="").data[0].texttemplate == text


def test_names_replace_the_numbers():
    trace = figures.panel_figure(np.array([[7]]), title="", names=[["x₀,₀"]]).data[0]
    assert (trace.texttemplate, trace.text[0][0]) == ("%{text}", "x₀,₀")


def test_a_colour_picture_is_an_image():
    values = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
    figure = figures.panel_figure(values, title="")
    assert figure.data[0].type == "image"
    np.testing.assert_array_equal(figure.data[0].z, values)


def test_equal_panels_have_equal_marks_and_others_do_not():
    def mark(value=1, **options):
        return figures.panel_figure(np.array([[value]]), **{"title": "a", **options}).layout.meta

    hatch = figures.hatch_trace("padding", [(0, 0, 0, 0)], palette.PADDING)
    assert mark() == mark()
    assert len({mark(), mark(2), mark(title="b"), mark(hatches=[hatch]), mark(paths={"mark": "M0,0Z"})}) == 5


def test_a_hatch_goes_around_each_box():
    trace = figures.hatch_trace("padding", [(0, 1, 2, 3), (4, 4, 0, 0)], palette.PADDING)
    np.testing.assert_array_equal(trace["x"], [1.5, 3.5, 3.5, 1.5, 1.5, np.nan, -0.5, 0.5, 0.5, -0.5, -0.5, np.nan])
    np.testing.assert_array_equal(trace["y"], [-0.5, -0.5, 1.5, 1.5, -0.5, np.nan, 3.5, 3.5, 4.5, 4.5, 3.5, np.nan])


def test_dilated_windows_are_separate_cells():
    assert figures.cells_path([0, 2], [1, 2]) == "M0.5,-0.5H2.5V0.5H0.5ZM0.5,1.5H2.5V2.5H0.5Z"
    assert figures.cells_path([], [1]) == ""


@given(st.lists(st.integers(-99, 99), min_size=1, max_size=30))
def test_compact_numbers_are_the_same_numbers(numbers):
    values = np.array([numbers], float)
    np.testing.assert_array_equal(figures.compact(values), values)
    np.testing.assert_array_equal(figures.compact(values / 16), values / 16)


def test_compact_types():
    assert figures.compact(np.array([[300.0]])).dtype == np.int16
    assert figures.compact(np.array([[-70000.0]])).dtype == np.int32
    assert figures.compact(np.full((257, 257), 0.1)).dtype == np.float32
