"""Pooling against recorded PyTorch, against each window's own pixels, and what it refuses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conv.pool_geometry import adaptive_geometry, pool_geometry
from conv.pool_walks import pool_walk
from conv.pooling import (
    adaptive_avg_pool2d,
    adaptive_max_pool2d,
    avg_pool2d,
    lp_pool2d,
    max_indices,
    max_pool2d,
    window_counts,
)
from conv.refusal import Refusal


def pairs(found):
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}


def test_max_pooling_equals_recorded_pytorch(torch_recorded):
    refused = 0
    for case in torch_recorded["pools"]:
        image, window = np.array(case["image_values"]), pairs(case["window"])
        arguments = {"kernel_size": tuple(case["kernel_size"]), "dilation": tuple(case["dilation"]), **window}
        if case["max"] is None:
            refused += 1
            with pytest.raises(Refusal, match="must be at most half of `kernel_size`"):
                max_pool2d(image, **arguments)
            continue
        np.testing.assert_array_equal(max_pool2d(image, **arguments), case["max"])
        geometry = pool_geometry(image.shape[1:], **arguments)
        np.testing.assert_array_equal(max_indices(image, geometry), case["indices"])
    assert (len(torch_recorded["pools"]), refused) == (162, 54)


def test_mean_pooling_equals_recorded_pytorch(torch_recorded):
    kinds = {"avg": {}, "avg_own": {"count_include_pad": False}, "avg_of_5": {"divisor_override": 5}}
    compared = 0
    for case in torch_recorded["pools"]:
        image, window = np.array(case["image_values"]), pairs(case["window"])
        for name in kinds.keys() & case.keys():
            arguments = {"kernel_size": tuple(case["kernel_size"]), **window, **kinds[name]}
            if case[name] is None:
                with pytest.raises(Refusal, match="must be at most half of `kernel_size`"):
                    avg_pool2d(image, **arguments)
            else:
                np.testing.assert_allclose(avg_pool2d(image, **arguments), case[name], rtol=1e-14, atol=1e-15)
                compared += 1
    assert compared == 108


def test_power_pooling_equals_recorded_pytorch(torch_recorded):
    assert len(torch_recorded["lp_pools"]) == 24
    for case in torch_recorded["lp_pools"]:
        found = lp_pool2d(np.array(case["image_values"]), case["norm_type"], **pairs(case["options"]))
        np.testing.assert_allclose(found, case["output"], rtol=1e-12)


def test_adaptive_pooling_equals_recorded_pytorch(torch_recorded):
    assert len(torch_recorded["adaptive_pools"]) == 6
    for case in torch_recorded["adaptive_pools"]:
        image, size = np.array(case["image_values"]), tuple(case["output_size"])
        np.testing.assert_array_equal(adaptive_max_pool2d(image, size), case["max"])
        np.testing.assert_allclose(adaptive_avg_pool2d(image, size), case["avg"], rtol=1e-14, atol=1e-15)


@given(st.integers(1, 3), st.integers(1, 9), st.integers(1, 9), st.data())
def test_pooling_is_the_largest_and_the_mean_of_each_window(channels, height, width, data):
    image = np.random.default_rng(height * width).integers(-9, 10, (channels, height, width))
    size = data.draw(st.tuples(st.integers(1, height), st.integers(1, width)))
    stride = data.draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    largest, mean = max_pool2d(image, size, stride=stride), avg_pool2d(image, size, stride=stride)
    for row in range(largest.shape[1]):
        for col in range(largest.shape[2]):
            top, left = row * stride[0], col * stride[1]
            window = image[:, top : top + size[0], left : left + size[1]]
            np.testing.assert_array_equal(largest[:, row, col], window.max(axis=(1, 2)))
            np.testing.assert_allclose(mean[:, row, col], window.mean(axis=(1, 2)), rtol=1e-12, atol=1e-12)
    assert largest.shape == (channels, (height - size[0]) // stride[0] + 1, (width - size[1]) // stride[1] + 1)


def test_a_window_wins_its_first_largest_pixel_row_by_row():
    image = np.array([[[5, 1, 5], [1, 5, 5]]])
    assert max_indices(image, pool_geometry((2, 3), 2, stride=1)).tolist() == [[[0, 2]]]
    assert max_indices(image, adaptive_geometry((2, 3), (2, 1))).tolist() == [[[0], [4]]]


def test_padding_counts_as_zeros_of_a_mean_or_not_at_all():
    image = np.full((1, 2, 2), 4.0)
    assert avg_pool2d(image, 2, padding=1)[0].tolist() == [[1, 1], [1, 1]]  # one 4 and three zeros
    assert avg_pool2d(image, 2, padding=1, count_include_pad=False)[0].tolist() == [[4, 4], [4, 4]]
    assert max_pool2d(-image, 2, padding=1)[0].tolist() == [[-4, -4], [-4, -4]]


def test_a_ceiling_leaves_out_a_window_that_would_start_behind_the_image():
    assert pool_geometry(5, 2, ceil_mode=True).output_size == (3, 3)  # the last one reads a single pixel
    assert pool_geometry(4, 1, stride=3, ceil_mode=True).output_size == (2, 2)
    assert pool_geometry(4, 2, stride=4, padding=1, ceil_mode=True).output_size == (2, 2)
    assert pool_geometry(3, 2, stride=5, padding=1, ceil_mode=True).output_size == (1, 1)


def test_windows_count_their_pixels():
    geometry = pool_geometry((3, 5), 2, stride=2, ceil_mode=True)
    assert window_counts(geometry, True).tolist() == [[4, 4, 2], [2, 2, 1]]
    assert window_counts(adaptive_geometry(5, 2), True).tolist() == [[9, 9], [9, 9]]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda image: max_pool2d(image, (4, 2)), "spans 4 × 2 pixels, but the padded image is 3 × 5"),
        (
            lambda image: max_pool2d(image, 3, padding=2),
            "`padding` of a pooling must be at most half of `kernel_size` 3, got 2",
        ),
        (lambda image: max_pool2d(image, 2, stride=0), "`stride` must be at least 1, got 0"),
        (lambda image: max_pool2d(image[0], 2), "`image` must have the shape"),
        (lambda image: avg_pool2d(image, 2, divisor_override=0), "`divisor_override` must not be 0"),
        (lambda image: lp_pool2d(image, 0, 2), "`norm_type` must not be 0"),
        (lambda image: adaptive_max_pool2d(image, (0, 1)), "`output_size` must be at least 1, got 0"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(Refusal, match=message):
        call(np.ones((1, 3, 5)))


def test_what_is_just_possible_passes():
    image = np.ones((1, 3, 5))
    assert max_pool2d(image, (3, 2)).shape == (1, 1, 2)
    assert max_pool2d(image, 3, padding=1).shape == (1, 1, 2)
    assert max_pool2d(image, 2, dilation=2).shape == (1, 1, 2)


def test_a_walk_s_terms_make_its_map():
    rng = np.random.default_rng(5)
    image = rng.integers(-9, 10, (7, 6))
    for kind, settings in (
        ("max", {"padding": (1, 0), "dilation": (1, 2), "ceil_mode": True}),
        ("average", {"padding": 1, "ceil_mode": True}),
        ("average", {"padding": 1, "ceil_mode": True, "count_include_pad": False}),
        ("l2", {}),
        ("max", {"adaptive": (3, 4)}),
        ("average", {"adaptive": 1}),
    ):
        found = pool_walk(image, kind, (2, 3), stride=(2, 2), **settings)
        pixels = found.terms[0].factors[0]
        for row, col in np.ndindex(*found.feature_map.shape):
            rows, cols = pixels.cells(row, col, found.feature_map.shape[1])
            terms = found.padded[0][np.ix_(rows, cols)]
            np.testing.assert_allclose(found.reduction.of(terms)[-1], found.feature_map[row, col], rtol=1e-14)


def test_a_maximum_lets_few_pixels_through():
    found = pool_walk(np.array([[9, 1, 2], [1, 1, 1], [3, 1, 8]]), "max", 2, stride=1)
    wins = found.wins
    assert wins.tolist() == [[1, 0, 1], [0, 0, 0], [1, 0, 1]]
    assert wins.sum() == found.feature_map.size
    assert pool_walk(np.ones((3, 3)), "average", 2).wins is None


@pytest.mark.parametrize(
    ("kind", "settings", "message"),
    [
        ("average", {"dilation": 2}, "Only max pooling has a `dilation`"),
        ("l2", {"padding": 1}, "`padding` is not for L2 pooling"),
        ("l2", {"adaptive": 2}, "no adaptive L2 pooling"),
        ("l2", {"ceil_mode": True}, "have 1 of 4 pixels"),
        ("max", {"dilation": 6, "padding": 1}, "holds nothing but padding"),
        ("median", {}, "`kind` must be one of 'max', 'average', 'l2', got 'median'"),
    ],
)
def test_poolings_that_pytorch_does_not_have_are_refused(kind, settings, message):
    with pytest.raises(Refusal, match=message):
        pool_walk(np.arange(25).reshape(5, 5), kind, 2, **settings)
