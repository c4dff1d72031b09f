"""Receptive fields of stacks: against one pixel touched at a time, path by path, and by hand."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from conv.operations import Convolution, MaxPooling, Network
from conv.receptive_field import field_sizes, layers_that_fit, padded_once
from tests import reference

LAYERS = st.lists(
    st.builds(Convolution, st.integers(1, 4), st.integers(1, 3), st.integers(0, 3), st.integers(1, 3)),
    min_size=1,
    max_size=3,
)


def planned(size, layers):
    """The layers on one channel of this size."""
    height, width = size if isinstance(size, tuple) else (size, size)
    return Network((1, height, width), tuple(layers))


def numbers_of(layer):
    return layer.kernel_size, layer.stride, layer.padding, layer.dilation


def paths(layers, cell):
    """How often each position of the first input is met on the way back from a cell, one tap at a time."""
    met = {cell: 1}
    for kernel_size, stride, padding, dilation in map(numbers_of, reversed(layers)):
        before: dict[int, int] = {}
        for position, count in met.items():
            for tap in range(kernel_size):
                source = position * stride + tap * dilation - padding
                before[source] = before.get(source, 0) + count
        met = before
    return met


def sizes_of(size, layers):
    """Sizes from the input to the last map, or None where a kernel does not fit."""
    sizes = [size]
    for kernel_size, stride, padding, dilation in map(numbers_of, layers):
        sizes.append(reference.output_size(sizes[-1], kernel_size, stride, padding, padding, dilation))
        if sizes[-1] < 1:
            return None
    return sizes


def through(size, layers, pixel):
    """The last layer's cells where only one pixel of a row is 1 and all weights are 1: by how many ways it arrives."""
    signal = np.zeros((1, size, 1))
    signal[0, pixel] = 1
    for k, s, p, d in map(numbers_of, layers):
        signal = reference.conv2d(signal, np.ones((1, 1, k, 1)), None, (s, 1), ((p, p), (0, 0)), (d, 1), 1, "zeros")
    return signal.ravel()


@settings(max_examples=300)
@given(st.integers(1, 24), LAYERS)
def test_links_and_ways_agree_with_touching_one_pixel_at_a_time(size, layers):
    """Padding in every layer included."""
    assume(sizes_of(size, layers) is not None)
    axis = planned(
        (size, 1), [Convolution((k, 1), (s, 1), (p, 0), (d, 1)) for k, s, p, d in map(numbers_of, layers)]
    ).rows
    expected = np.array([through(size, layers, pixel) for pixel in range(size)]).T
    np.testing.assert_array_equal(axis.path_counts, expected)
    for pixel in range(size):
        np.testing.assert_array_equal(axis.pixel_map.targets(pixel), np.flatnonzero(expected[:, pixel]))


def test_two_padded_layers_by_hand():
    axis = planned(8, [Convolution(3, padding=1)] * 2).rows
    assert axis.path_counts[0].tolist() == [
        2,
        2,
        1,
        0,
        0,
        0,
        0,
        0,
    ]  # by the middle's cells 0 and 1; what is left of 0 is padding
    assert axis.path_counts[4].tolist() == [0, 0, 1, 2, 3, 2, 1, 0]
    assert axis.interior_path_counts == (1, 2, 3, 2, 1)
    assert (axis.field_size, axis.jump, axis.start) == (5, 1, -2)


@given(st.integers(1, 24), LAYERS)
def test_away_from_borders_fields_are_the_paths_through_the_layers(size, layers):
    sizes = sizes_of(size, layers)
    assume(sizes is not None)
    axis = planned((size, size), layers).rows
    for cell in range(sizes[-1]):
        origin = axis.start + cell * axis.jump
        assert {origin + place: count for place, count in enumerate(axis.interior_path_counts) if count} == paths(
            layers, cell
        )


@pytest.mark.parametrize(
    ("layers", "span", "jump"),
    [
        ([Convolution(3)] * 3, 7, 1),  # 1 + 3 * 2
        ([Convolution(3, stride=2), Convolution(3)], 7, 2),  # 1 + 2 + 2 * 2
        ([Convolution(3), Convolution(3, dilation=2), Convolution(3, dilation=5)], 17, 1),  # 1 + 2 * (1 + 2 + 5)
        (
            [Convolution(11, 4, 2), Convolution(3, 2), Convolution(5, 1, 2)],
            51,
            8,
        ),  # AlexNet's conv1, pool1, conv2: 1 + 10 + 2*4 + 4*8
    ],
)
def test_size_and_jump_by_hand(layers, span, jump):
    found = planned(224, layers).rows
    assert (found.field_size, found.jump) == (span, jump)


def test_equal_dilations_leave_holes_and_1_2_5_do_not():
    assert planned(40, [Convolution(3, dilation=2)] * 3).rows.interior_path_counts == (
        1,
        0,
        3,
        0,
        6,
        0,
        7,
        0,
        6,
        0,
        3,
        0,
        1,
    )
    assert 0 not in planned(40, [Convolution(3, dilation=d) for d in (1, 2, 5)]).rows.interior_path_counts


def test_weights_and_multiply_adds_count_learned_layers_only():
    found = planned(
        9, [Convolution((3, 2), learns_bias=False), MaxPooling(2), Convolution(3, learns_bias=False)]
    )  # 7 x 8, 3 x 4, 1 x 2
    assert found.cost.parameters == 3 * 2 + 3 * 3
    assert found.cost.multiply_adds == 6 * 7 * 8 + 9 * 1 * 2
    np.testing.assert_array_equal(found.interior_path_counts.shape, (found.rows.field_size, found.cols.field_size))


@given(st.integers(1, 40), st.integers(2, 7))
def test_layers_that_fit_are_as_many_as_can_be_put_one_behind_the_other(size, kernel_size):
    sizes = [size]
    while sizes[-1] >= kernel_size:
        sizes.append(reference.output_size(sizes[-1], kernel_size))
    assert layers_that_fit(size, kernel_size) == len(sizes) - 1
    assert all(before - after == kernel_size - 1 for before, after in pairwise(sizes))


@given(st.integers(1, 24), LAYERS)
def test_field_sizes_need_no_input(size, layers):
    assume(sizes_of(size, layers) is not None)
    found = planned(size, layers)
    assert field_sizes(layers) == (found.rows.field_size, found.cols.field_size)


@given(st.integers(1, 9), LAYERS)
def test_padding_once_keeps_the_size_where_nothing_strides(size, layers):
    layers = padded_once([replace(layer, stride=1) for layer in layers])
    assert planned(size, layers).output_size == (size, size)
