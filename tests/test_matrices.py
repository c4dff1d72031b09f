"""A convolution as a matrix product, and shifts that pass through it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conv.geometry import ConvGeometry
from conv.matrices import convolution_matrix, im2col
from conv.pooling import max_pool2d
from conv.refusal import Refusal
from conv.shifts import equal_cells, equivariance, shift2d
from conv.steps import walk
from tests import reference
from tests.conftest import geometry_arguments

LAYER = ("stride", "padding", "dilation", "padding_mode")


@given(geometry_arguments(), st.integers(0, 99))
def test_both_matrix_products_are_the_convolution(arguments, seed):
    rng = np.random.default_rng(seed)
    image = rng.integers(-9, 10, (1, *arguments["input_size"]))
    kernel = rng.integers(-9, 10, arguments["kernel_size"])
    layer = {name: arguments[name] for name in LAYER}
    expected = reference.conv2d(image, kernel[None, None], None, **layer, groups=1)[0].ravel()
    geometry = ConvGeometry(**arguments)
    padded = walk(image, kernel[None], **layer).padded[0]
    np.testing.assert_array_equal(convolution_matrix(kernel, geometry) @ padded.ravel(), expected)
    np.testing.assert_array_equal(im2col(padded, geometry) @ kernel.ravel(), expected)


def test_a_kernel_of_another_size_is_refused():
    with pytest.raises(Refusal, match=r"`kernel` must have the shape \(3, 3\), .* got \(1, 1\)"):
        convolution_matrix(np.ones((1, 1)), ConvGeometry(5, 3))
    assert convolution_matrix(np.ones((3, 3)), ConvGeometry(5, 3)).shape == (9, 25)


def test_the_matrix_is_toeplitz_for_a_stride_of_one():
    matrix = convolution_matrix(np.array([[1, 2, 3]]), ConvGeometry((1, 6), (1, 3)))
    for offset in range(-3, 6):
        assert len(set(np.diagonal(matrix, offset).tolist())) == 1


@given(st.integers(-4, 4), st.integers(-4, 4))
def test_a_shift_moves_each_pixel_and_brings_zeros(rows, cols):
    image = np.arange(1, 13).reshape(3, 4)
    shifted = shift2d(image, rows, cols)
    for row in range(3):
        for col in range(4):
            inside = 0 <= row - rows < 3 and 0 <= col - cols < 4
            assert shifted[row, col] == (image[row - rows, col - cols] if inside else 0)


@given(geometry_arguments(), st.integers(-3, 3), st.integers(-3, 3), st.integers(0, 99))
def test_away_from_the_border_a_shifted_picture_has_a_shifted_map(arguments, rows, cols, seed):
    rng = np.random.default_rng(seed)
    image = rng.integers(-9, 10, (1, *arguments["input_size"]))
    kernel = rng.integers(-9, 10, (1, *arguments["kernel_size"]))
    layer = {name: arguments[name] for name in LAYER}
    found = equivariance(walk(image, kernel, **layer), walk(shift2d(image, rows, cols), kernel, **layer), (rows, cols))
    strides = arguments["stride"]
    assert found.whole == (rows % strides[0] == 0 and cols % strides[1] == 0)
    if found.whole:
        assert found.shift == (rows // strides[0], cols // strides[1])
        assert found.equal[found.inside].all()


def test_the_border_and_an_odd_shift_break_it():
    image = np.arange(49, dtype=float).reshape(1, 7, 7) % 11
    kernel = np.array([[[1.0, 2.0], [3.0, -4.0]]])
    even = [walk(picture, kernel, stride=2) for picture in (image, shift2d(image, 0, 2))]
    found = equivariance(*even, (0, 2))
    np.testing.assert_array_equal(found.inside, [[False, True, True]] * 3)
    assert found.equal[found.inside].all()
    odd = [walk(picture, kernel, stride=2) for picture in (image, shift2d(image, 0, 1))]
    assert not equivariance(*odd, (0, 1)).whole
    assert not equivariance(*odd, (0, 1)).equal[:, 1:].all()


@pytest.mark.parametrize(
    ("second", "equal"),
    [([[0, 9, 0, 0]] * 2, (4, 2)), ([[0, 0, 9, 0]] * 2, (4, 0))],  # within a window of two, and into the next
)
def test_pooling_forgives_a_shift_inside_its_window(second, equal):
    maps = np.array([[[9, 0, 0, 0]] * 2, second])
    assert (equal_cells(*maps), equal_cells(*max_pool2d(maps, 2))) == equal
