"""Transposed convolution against recorded PyTorch, as scatter, by inserted zeros, and as the adjoint of convolution."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conv.geometry import ConvGeometry
from conv.kernels import KERNELS, flip_kernel, gabor_kernel, separate
from conv.ops import conv2d
from conv.refusal import Refusal
from conv.resize import resize2d
from conv.transposed import conv_transpose2d, insert_zeros, transposed_geometry

REFUSED = 20


def pairs(found):
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}


def test_transposed_convolution_equals_recorded_pytorch(torch_recorded):
    refused = 0
    for case in torch_recorded["transposed"]:
        image, weight, bias = (
            None if case[name] is None else np.array(case[name])
            for name in ("image_values", "weight_values", "bias_values")
        )
        if case["output"] is None:
            refused += 1
            with pytest.raises(Refusal, match="`output_padding` must be smaller|cuts off all"):
                conv_transpose2d(image, weight, bias, **pairs(case["options"]))
        else:
            found = conv_transpose2d(image, weight, bias, **pairs(case["options"]))
            np.testing.assert_array_equal(found, case["output"])
    assert (len(torch_recorded["transposed"]), refused) == (72, REFUSED)


@st.composite
def layers(draw, below_dilation=True):
    """A transposed layer with something left of its output; output_padding below the stride, or the dilation."""
    axes = []
    for _axis in range(2):
        size, kernel, stride, dilation = (draw(st.integers(1, maximum)) for maximum in (5, 4, 4, 3))
        full = (size - 1) * stride + dilation * (kernel - 1) + 1
        padding = draw(st.integers(0, min(3, (full - 1) // 2)))
        most_extra = max(stride, dilation) if below_dilation else stride
        axes.append((size, kernel, stride, padding, draw(st.integers(0, most_extra - 1)), dilation))
    names = ("input_size", "kernel_size", "stride", "padding", "output_padding", "dilation")
    return dict(zip(names, zip(*axes, strict=True), strict=True))


@settings(max_examples=150)
@given(layers(), st.integers(0, 99))
def test_scatter_and_inserted_zeros_are_the_core(layer, seed):
    rng = np.random.default_rng(seed)
    sizes, kernel_size = layer.pop("input_size"), layer.pop("kernel_size")
    image, kernel = rng.integers(-9, 10, sizes), rng.integers(-9, 10, kernel_size)
    expected = conv_transpose2d(image[None], kernel[None, None], **layer)[0]
    geometry = transposed_geometry(sizes, kernel_size, **layer)
    scattered = np.zeros(geometry.output_size)
    for (row, col), (k, m) in ((cell, tap) for cell in np.ndindex(*sizes) for tap in np.ndindex(*kernel_size)):
        down, across = geometry.rows.stamps.sources(row)[k], geometry.cols.stamps.sources(col)[m]
        if 0 <= down < scattered.shape[0] and 0 <= across < scattered.shape[1]:
            scattered[down, across] += image[row, col] * kernel[k, m]
    np.testing.assert_array_equal(scattered, expected)
    spread = insert_zeros(image[None], geometry)
    np.testing.assert_array_equal(
        conv2d(spread, flip_kernel(kernel)[None, None], dilation=layer["dilation"])[0], expected
    )
    ones = conv_transpose2d(np.ones((1, *sizes)), np.ones((1, 1, *kernel_size)), **layer)[0]
    np.testing.assert_array_equal(geometry.overlap_counts, ones)


@settings(max_examples=150)
@given(layers(below_dilation=False), st.integers(1, 3), st.integers(1, 2), st.integers(1, 2), st.integers(0, 99))
def test_it_is_the_adjoint_of_convolution(layer, groups, inputs, outputs, seed):
    """<conv x, y> = <x, conv_t y> for whole numbers, exactly."""
    rng = np.random.default_rng(seed)
    cells, kernel_size = layer.pop("input_size"), layer.pop("kernel_size")
    geometry = transposed_geometry(cells, kernel_size, **layer)
    extra = layer.pop("output_padding")
    x = rng.integers(-9, 10, (groups * inputs, *geometry.output_size))
    weight = rng.integers(-9, 10, (groups * outputs, inputs, *kernel_size))
    forward = conv2d(x, weight, groups=groups, **layer)
    assert forward.shape[1:] == cells
    y = rng.integers(-9, 10, forward.shape)
    back = conv_transpose2d(y, weight, groups=groups, output_padding=extra, **layer)
    assert back.shape == x.shape
    assert (forward * y).sum() == (x * back).sum()


def test_sizes_by_hand():
    assert transposed_geometry(4, 3, stride=2, output_padding=1).output_size == (10, 10)  # 3 * 2 + 3 + 1
    assert transposed_geometry(4, 3, stride=2, padding=1, output_padding=1).output_size == (8, 8)
    geometry = transposed_geometry(4, 3, stride=2)
    assert geometry.rows.shared_sizes == (9, 10)
    assert {ConvGeometry(size, 3, stride=2).output_size for size in geometry.rows.shared_sizes} == {(4, 4)}


def test_an_uneven_overlap_makes_a_checkerboard_and_a_divisible_kernel_none():
    uneven = transposed_geometry((1, 4), (1, 3), stride=2).overlap_counts[0]
    assert uneven.tolist() == [1, 1, 2, 1, 2, 1, 2, 1, 1]
    even = transposed_geometry((1, 4), (1, 4), stride=2).overlap_counts[0]
    assert even.tolist() == [1, 1, 2, 2, 2, 2, 2, 2, 1, 1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: transposed_geometry(4, 3, stride=2, output_padding=2),
            "smaller than `stride` 2 or `dilation` 1, got 2",
        ),
        (lambda: transposed_geometry(1, 3, padding=2), "`padding` 2 cuts off all 3 cells"),
        (lambda: conv_transpose2d(np.ones((2, 3, 3)), np.ones((1, 1, 2, 2))), "with 2 input channels"),
        (lambda: conv_transpose2d(np.ones((3, 3, 3)), np.ones((3, 1, 2, 2)), groups=2), "`groups` must divide the 3"),
        (lambda: conv_transpose2d(np.ones((1, 3, 3)), np.ones((1, 2, 2, 2)), np.ones(1)), "each of the 2 kernels"),
        (lambda: gabor_kernel(4, 0, 4, 1), "`size` must be odd"),
        (lambda: gabor_kernel(5, 0, 1, 1), "`wavelength` must be at least 2"),
        (lambda: resize2d(np.ones((1, 2, 2)), 2, "cubic"), "`mode` must be one of"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(Refusal, match=message):
        call()


def test_resizing_equals_recorded_pytorch(torch_recorded):
    assert len(torch_recorded["resized"]) == 4
    for case in torch_recorded["resized"]:
        image = np.array(case["image_values"])
        np.testing.assert_array_equal(resize2d(image, tuple(case["size"])), case["nearest"])
        np.testing.assert_allclose(resize2d(image, tuple(case["size"]), "bilinear"), case["bilinear"], atol=1e-12)


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=5), st.lists(st.integers(-9, 9), min_size=1, max_size=5))
def test_an_outer_product_is_separated_again(column, row):
    kernel = np.multiply.outer(np.array(column), np.array(row))
    found = separate(kernel)
    assert (found is None) == (not kernel.any())
    if found is not None:
        np.testing.assert_array_equal(np.multiply.outer(*found), kernel)


def test_which_presets_are_separable():
    separable = {name for name, kernel in KERNELS.items() if separate(kernel.weights) is not None}
    assert separable == {
        "identity",
        "box_blur",
        "gaussian_3",
        "gaussian_5",
        "sobel_x",
        "sobel_y",
        "prewitt_x",
        "prewitt_y",
    }


def test_a_gabor_kernel_answers_to_its_own_stripes():
    kernel = gabor_kernel(11, angle=0, wavelength=4, width=2)
    stripes = np.tile(np.cos(2 * np.pi * (np.arange(11) - 5) / 4), (11, 1))
    assert abs(kernel.sum()) < 1e-12
    assert (kernel * stripes).sum() > 10 * abs((kernel * stripes.T).sum())
    np.testing.assert_allclose(gabor_kernel(11, 90, 4, 2), kernel.T, atol=1e-12)
