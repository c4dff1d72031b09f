"""Sizes, origins, unread pixels: against loops, by hand, and in the messages for what cannot be."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings

from conv.geometry import AxisGeometry, ConvGeometry
from conv.refusal import Refusal
from tests import reference
from tests.conftest import geometry_arguments


@settings(max_examples=250)
@given(geometry_arguments())
def test_sizes_and_read_counts_equal_brute_force(arguments):
    geometry = ConvGeometry(**arguments)
    counts = reference.read_counts(
        *[arguments[name] for name in ("input_size", "kernel_size", "stride", "padding", "dilation")]
    )
    positions = np.multiply.outer(geometry.rows.read_counts, geometry.cols.read_counts)
    np.testing.assert_array_equal(positions, counts)
    expected = [
        reference.output_size(n, k, s, *p, dilation=d)
        for n, k, s, p, d in zip(
            *[arguments[key] for key in ("input_size", "kernel_size", "stride", "padding", "dilation")], strict=True
        )
    ]
    assert geometry.output_size == tuple(expected)
    (top, _), (left, _) = arguments["padding"]
    height, width = arguments["input_size"]
    assert geometry.unread_pixels + geometry.copied_only == (counts[top : top + height, left : left + width] == 0).sum()


@given(geometry_arguments())
def test_padded_pixels_name_their_source(arguments):
    geometry = ConvGeometry(**arguments)
    for axis in (geometry.rows, geometry.cols):
        expected = [
            reference.source_index(position - axis.before, axis.size, axis.padding_mode)
            for position in range(axis.padded_size)
        ]
        assert axis.sources == tuple(-1 if source is None else source for source in expected)


@settings(max_examples=300)
@given(geometry_arguments())
def test_fitting_changes_are_the_smallest_that_leave_no_remainder(arguments):
    geometry = ConvGeometry(**arguments)
    for axis in (geometry.rows, geometry.cols):
        limit = 99 if axis.padding_limit is None else axis.padding_limit
        fits = [
            after - axis.after
            for after in range(limit + 1)
            if (axis.size + axis.before + after - axis.effective_kernel_size) % axis.stride == 0
        ]
        nearest = [min((c for c in fits if c > 0), default=None), max((c for c in fits if c < 0), default=None)]
        expected = () if 0 in fits else tuple(change for change in nearest if change is not None)
        assert axis.fitting_changes == expected


@pytest.mark.parametrize(
    ("arguments", "output_size"),
    [
        # floor((n + 2p - d(k - 1) - 1) / s) + 1, worked out by hand
        ({"input_size": 5, "kernel_size": 3}, 3),  # floor((5 - 2 - 1) / 1) + 1; ceil((5 - 3) / 1) = 2 is wrong
        ({"input_size": 7, "kernel_size": 3, "stride": 2, "padding": 1}, 4),  # floor((7 + 2 - 2 - 1) / 2) + 1
        ({"input_size": 8, "kernel_size": 3, "stride": 2, "padding": 1}, 4),  # floor(7.0 - 0.5 ... = 3.5) + 1
        ({"input_size": 7, "kernel_size": 3, "dilation": 2}, 3),  # floor((7 - 4 - 1) / 1) + 1
        ({"input_size": 224, "kernel_size": 11, "stride": 4, "padding": 2}, 55),  # AlexNet
        ({"input_size": 4, "kernel_size": 4}, 1),  # the kernel equals the image
        ({"input_size": 3, "kernel_size": 1, "stride": 5}, 1),  # the stride is longer than the image
        ({"input_size": 5, "kernel_size": 3, "padding": "full"}, 7),
        ({"input_size": 5, "kernel_size": 3, "padding": "half"}, 5),
        ({"input_size": 5, "kernel_size": 4, "padding": "half"}, 6),  # 5 + 2 * 2 - 4 + 1
        ({"input_size": 5, "kernel_size": 4, "padding": "same"}, 5),
        ({"input_size": 7, "kernel_size": 3, "stride": 2, "padding": "same"}, 4),  # ceil(7 / 2)
        ({"input_size": 6, "kernel_size": 2, "stride": 3, "padding": "same"}, 2),  # ceil(6 / 3), nothing to pad
    ],
)
def test_output_size_by_hand(arguments, output_size):
    assert ConvGeometry(**arguments).output_size == (output_size, output_size)


def test_same_puts_the_odd_pixel_at_the_bottom_and_right():
    rows = ConvGeometry(6, 3, stride=2, padding="same").rows  # ceil(6 / 2) = 3 outputs need 2 * 2 + 3 = 7 pixels
    assert (rows.before, rows.after) == (0, 1)


def test_dilation_leaves_holes_and_the_floor_leaves_a_remainder():
    axis = AxisGeometry(size=8, kernel_size=2, stride=4, dilation=2)  # windows {0, 2} and {4, 6}
    assert axis.unread == (1, 3, 5, 7)
    assert axis.remainder == (8 - 3) % 4


def test_a_geometry_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        ConvGeometry(5, 3).stride = 2


def test_positions_are_row_major():
    geometry = ConvGeometry((5, 6), 3)
    assert [geometry.position(step) for step in (0, 3, 4, 11)] == [(0, 0), (0, 3), (1, 0), (2, 3)]


@pytest.mark.parametrize(
    ("arguments", "message", "passes"),
    [
        ({"stride": 0}, "`stride` must be at least 1, got 0.", {"stride": 1}),
        ({"stride": (1, -2)}, "`stride` must be at least 1, got -2.", {"stride": (1, 2)}),
        ({"stride": 1.5}, "`stride` must be a whole number, got 1.5.", {"stride": np.int64(2)}),
        ({"stride": (1, 2, 3)}, r"`stride` must be one whole number or a \(row, column\) pair", {"stride": (1, 2)}),
        ({"dilation": 0}, "`dilation` must be at least 1, got 0.", {"dilation": 1}),
        (
            {"dilation": 4},
            "`kernel_size` 3 with `dilation` 4 spans 9 pixels, but the padded image is 7 × 7; "
            "use a smaller kernel or padding of at least 1.",
            {"dilation": 4, "padding": 1},
        ),
        (
            {"input_size": (5, 3), "kernel_size": 7},
            "padding of at least 2",
            {"input_size": (5, 3), "padding": 2, "kernel_size": 7},
        ),
        ({"kernel_size": (3, 8)}, "spans 8 pixels", {"kernel_size": (3, 7)}),
        ({"kernel_size": (8, 3)}, "spans 8 pixels", {"kernel_size": (7, 3)}),
        ({"padding": -1}, "`padding` must be at least 0, got -1.", {"padding": 0}),
        (
            {"padding": ((0, 1), 2)},
            r"`padding` per side must be \(\(top, bottom\), \(left, right\)\)",
            {"padding": ((0, 1), (2, 2))},
        ),
        (
            {"padding": "big"},
            "`padding` must be one of 'valid', 'same', 'full', 'half', got 'big'.",
            {"padding": "full"},
        ),
        (
            {"padding_mode": "mirror"},
            "`padding_mode` must be one of 'zeros', 'reflect', 'replicate', 'circular', got 'mirror'.",
            {"padding_mode": "reflect"},
        ),
        ({"padding": 7, "padding_mode": "reflect"}, "allows at most 6", {"padding": 6, "padding_mode": "reflect"}),
        ({"padding": 8, "padding_mode": "circular"}, "allows at most 7", {"padding": 7, "padding_mode": "circular"}),
        ({"input_size": 0}, "`input_size` must be at least 1, got 0.", {"input_size": 3}),
    ],
)
def test_impossible_settings_are_refused_with_the_numbers(arguments, message, passes):
    defaults = {"input_size": 7, "kernel_size": 3}
    with pytest.raises(Refusal, match=message):
        ConvGeometry(**{**defaults, **arguments})
    assert min(ConvGeometry(**{**defaults, **passes}).output_size) >= 1


def test_a_step_outside_the_map_is_refused():
    with pytest.raises(Refusal, match="`step` must be from 0 to 8, got 9."):
        ConvGeometry(5, 3).position(9)
    assert ConvGeometry(5, 3).position(8) == (2, 2)


def brute_reads(geometry):
    """Windows that read each pixel of the image, by walking every tap of every window."""
    readers = {}
    rows, cols = geometry.rows, geometry.cols
    for step in range(geometry.steps):
        row, col = geometry.position(step)
        for down in rows.tap_offsets:
            for across in cols.tap_offsets:
                pixel = rows.sources[rows.origins[row] + down], cols.sources[cols.origins[col] + across]
                readers.setdefault(pixel, set()).add(step)
    return np.array([[len(readers.get((r, c), ())) for c in range(cols.size)] for r in range(rows.size)])


@given(geometry_arguments())
def test_a_copy_in_the_padding_is_a_read_of_its_pixel(arguments):
    geometry = ConvGeometry(**arguments)
    rows, cols = geometry.rows, geometry.cols
    inside = geometry.read_counts[rows.before : rows.before + rows.size, cols.before : cols.before + cols.size]
    expected = brute_reads(geometry)
    np.testing.assert_array_equal(inside, expected)
    assert geometry.unread_pixels == (expected == 0).sum()


@pytest.mark.parametrize(
    ("arguments", "unread"),
    [  # a row of pixels; both were found on screen with other numbers
        ({"input_size": (1, 5), "kernel_size": (1, 2), "padding": ((0, 0), (1, 1)), "stride": (1, 64)}, 3),
        ({"input_size": (1, 7), "kernel_size": (1, 2), "padding": ((0, 0), (2, 0)), "stride": (1, 5)}, 4),
    ],
)
def test_pixels_that_only_the_padding_shows_are_read(arguments, unread):
    mode = "circular" if arguments["stride"][1] == 64 else "replicate"
    assert ConvGeometry(**arguments, padding_mode=mode).unread_pixels == unread
