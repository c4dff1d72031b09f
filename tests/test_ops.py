"""The convolution against six plain loops, against recorded PyTorch, and by its properties."""

from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conv import correlate
from conv.activations import activate
from conv.geometry import ConvGeometry
from conv.ops import conv2d, pad2d
from conv.refusal import Refusal
from tests import reference
from tests.conftest import geometry_arguments


@settings(max_examples=150)
@given(geometry_arguments(), st.integers(1, 3), st.integers(1, 2), st.integers(1, 3), st.booleans(), st.integers(0, 99))
def test_conv2d_equals_the_loops(arguments, groups, in_per_group, out_per_group, with_bias, seed):
    rng = np.random.default_rng(seed)
    image = rng.integers(-9, 10, (groups * in_per_group, *arguments["input_size"]))
    weight = rng.integers(-9, 10, (groups * out_per_group, in_per_group, *arguments["kernel_size"]))
    bias = rng.integers(-9, 10, groups * out_per_group) if with_bias else None
    layer = {name: arguments[name] for name in ("stride", "padding", "dilation", "padding_mode")}
    expected = reference.conv2d(image, weight, bias, **layer, groups=groups)
    np.testing.assert_array_equal(conv2d(image, weight, bias, **layer, groups=groups), expected)


def test_conv2d_equals_recorded_pytorch_and_refuses_what_it_refuses(torch_recorded):
    names = ("stride", "padding", "dilation", "groups", "padding_mode")
    for case in torch_recorded["conv2d"]:
        bias = None if case["bias_values"] is None else np.array(case["bias_values"])
        inputs = np.array(case["image_values"]), np.array(case["weight_values"]), bias
        layer = {name: case[name] for name in names}
        if case["output"] is None:
            with pytest.raises(Refusal, match="at most|spans"):
                conv2d(*inputs, **layer)
        else:
            np.testing.assert_array_equal(conv2d(*inputs, **layer), case["output"])


@settings(max_examples=150)
@given(
    geometry_arguments(),
    st.sampled_from([(1, 1), (1, 3), (2, 1), (3, 2)]),
    st.integers(1, 3),
    st.sampled_from([(1, 1, 0), (200, 300, 0), (1, 200, 10**9), (10**6, 10**6, 0)]),
    st.integers(0, 99),
)
def test_every_path_and_block_size_gives_the_same(arguments, channels, groups, limits, seed):
    rng = np.random.default_rng(seed)
    image = rng.integers(-9, 10, (groups * channels[0], *arguments["input_size"]))
    weight = rng.integers(-9, 10, (groups * channels[1], channels[0], *arguments["kernel_size"]))
    layer = {name: arguments[name] for name in ("stride", "padding", "dilation", "padding_mode")}
    expected = reference.conv2d(image, weight, None, **layer, groups=groups)
    names = ("BLOCK_BYTES", "WINDOW_BYTES", "FEW_PRODUCTS")
    with mock.patch.multiple(correlate, **dict(zip(names, limits, strict=True))):
        np.testing.assert_array_equal(conv2d(image, weight, **layer, groups=groups), expected)


@pytest.mark.parametrize("sizes", [(40, 5, 70, 3), (1, 1, 500, 11), (1, 3, 301, 4), (8, 3, 200, 5)])
def test_many_kernels_and_large_pictures_equal_a_product_over_windows(sizes):
    outputs, channels, size, kernel = sizes
    rng = np.random.default_rng(1)
    image = rng.integers(-9, 10, (channels, size, size))
    weight = rng.integers(-9, 10, (outputs, channels, kernel, kernel))
    windows = np.lib.stride_tricks.sliding_window_view(image, (kernel, kernel), axis=(1, 2))
    np.testing.assert_array_equal(conv2d(image, weight), np.tensordot(weight, windows, ((1, 2, 3), (0, 3, 4))))


def test_a_list_of_arguments_and_a_view_of_an_image_are_taken():
    image = np.arange(64.0).reshape(1, 8, 8)
    weight = np.arange(4.0).reshape(1, 1, 2, 2)
    expected = conv2d(image[:, ::-2, 1:].copy(), weight, stride=(2, 1), padding=((1, 0), (0, 1)))
    np.testing.assert_array_equal(conv2d(image[:, ::-2, 1:], weight, stride=[2, 1], padding=[[1, 0], [0, 1]]), expected)


def test_activations_equal_recorded_pytorch(torch_recorded):
    totals = np.array(torch_recorded["activations"]["totals"])
    for name in ("relu", "sigmoid", "tanh", "leaky_relu"):
        np.testing.assert_allclose(activate(totals, name), torch_recorded["activations"][name], rtol=1e-12, atol=1e-15)
    np.testing.assert_array_equal(activate(totals, "none"), totals)
    with pytest.raises(Refusal, match="`activation` must be one of .*'relu'.*got 'gelu'"):
        activate(totals, "gelu")


@pytest.mark.parametrize(
    ("mode", "digits"),
    [("zeros", "0012 34 00"), ("reflect", "3212 34 32"), ("replicate", "1112 34 44"), ("circular", "3412 34 12")],
)
def test_padding_modes_in_digits(mode, digits):
    row = np.array([[[1, 2, 3, 4]]])
    geometry = ConvGeometry((1, 4), 1, padding=((0, 0), (2, 2)), padding_mode=mode)
    assert "".join(map(str, pad2d(row, geometry)[0, 0])) == digits.replace(" ", "")


def test_uint8_does_not_wrap_around():
    image = np.full((1, 3, 3), 240, np.uint8)
    weight = np.array([[[[0, 1, 0], [0, 2, 0], [0, 1, 0]]]], np.uint8)
    np.testing.assert_array_equal(conv2d(image, weight), [[[960]]])  # 240 * 4, not 960 mod 256 = 192


@pytest.mark.parametrize(
    ("dtype", "result"), [("uint8", "float64"), ("bool", "float64"), ("float16", "float32"), ("float32", "float32")]
)
def test_the_dtype_is_always_a_float(dtype, result):
    assert conv2d(np.ones((1, 2, 2), dtype), np.ones((1, 1, 1, 1), dtype)).dtype == result


def test_large_pictures_are_worked_in_blocks_without_seams():
    rng = np.random.default_rng(0)
    image, weight = rng.integers(0, 256, (2, 300, 400)), rng.integers(-3, 4, (2, 2, 5, 3))
    whole = conv2d(image, weight, stride=(2, 1), dilation=(3, 2))
    windows = np.lib.stride_tricks.sliding_window_view(image, (13, 5), axis=(1, 2))[:, ::2, :, ::3, ::2]
    np.testing.assert_array_equal(whole, np.einsum("ocij,chwij->ohw", weight, windows))


def test_identity_linearity_and_shift():
    rng = np.random.default_rng(1)
    first, second = rng.integers(-9, 9, (2, 1, 8, 8))
    weight = rng.integers(-3, 4, (1, 1, 3, 3))
    delta = np.zeros((1, 1, 3, 3))
    delta[0, 0, 1, 1] = 1
    np.testing.assert_array_equal(conv2d(first, delta, padding="same"), first)
    np.testing.assert_array_equal(
        conv2d(2 * first + second, weight), 2 * conv2d(first, weight) + conv2d(second, weight)
    )
    np.testing.assert_array_equal(conv2d(first[:, 1:], weight), conv2d(first, weight)[:, 1:])
    np.testing.assert_array_equal(conv2d(first, weight, stride=(2, 3)), conv2d(first, weight)[:, ::2, ::3])


@pytest.mark.parametrize(
    ("image", "weight", "options", "message"),
    [
        ((3, 3), (1, 1, 3, 3), {}, r"`image` must have the shape \(C_in, H, W\)"),
        ((1, 0, 3), (1, 1, 3, 3), {}, "at least one pixel"),
        ((1, 3, 3), (3, 3), {}, "`weight` must have the shape"),
        ((2, 3, 3), (1, 1, 3, 3), {}, "`weight` must have 2 channels per kernel"),
        ((3, 3, 3), (2, 1, 3, 3), {"groups": 2}, "`groups` must divide the 3 input and 2 output channels, got 2"),
        ((1, 3, 3), (2, 1, 3, 3), {"bias": np.zeros(1)}, "`bias` must hold one number for each of the 2 kernels"),
    ],
)
def test_shapes_that_do_not_agree_are_refused(image, weight, options, message):
    with pytest.raises(Refusal, match=message):
        conv2d(np.ones(image), np.ones(weight), **options)


def test_complex_numbers_are_refused():
    with pytest.raises(Refusal, match="must be real numbers"):
        conv2d(np.ones((1, 3, 3), complex), np.ones((1, 1, 3, 3)))
