"""The steps rebuild the feature map, and the worked example is the textbook's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conv.activations import ACTIVATIONS, activate
from conv.kernels import KERNELS, random_weights
from conv.refusal import Refusal
from conv.steps import iter_steps, step_at, walk, walks
from tests import reference
from tests.conftest import geometry_arguments

WORKED_IMAGE = np.array([[[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]])
WORKED_WEIGHT = np.array([[[1, 0, 1], [0, 1, 0], [1, 0, 1]]])


def test_the_worked_example():
    found = walk(WORKED_IMAGE, WORKED_WEIGHT, activation="relu")
    np.testing.assert_array_equal(found.feature_map, [[4, 3, 4], [2, 4, 3], [2, 3, 4]])
    step = step_at(found, 5)  # row 1, column 2: pixels 1 1 0 / 1 1 1 / 1 1 0
    assert (step.row, step.col, step.total, step.output) == (1, 2, 3, 3)
    np.testing.assert_array_equal(step.window, [[[1, 1, 0], [1, 1, 1], [1, 1, 0]]])
    np.testing.assert_array_equal(step.products, [[[1, 0, 0], [0, 1, 0], [1, 0, 0]]])


@given(geometry_arguments(), st.integers(1, 3), st.sampled_from(list(ACTIVATIONS)), st.integers(0, 99))
def test_steps_rebuild_the_feature_map_exactly(arguments, channels, activation, seed):
    rng = np.random.default_rng(seed)
    image = rng.integers(0, 256, (channels, *arguments["input_size"]))
    weight = rng.integers(-9, 10, (channels, *arguments["kernel_size"]))
    layer = {name: arguments[name] for name in ("stride", "padding", "dilation", "padding_mode")}
    found = walk(image, weight, bias=0.75, divisor=16, activation=activation, **layer)
    sums = reference.conv2d(image, weight[None], None, **layer, groups=1)[0]
    np.testing.assert_array_equal(found.totals, sums / 16 + 0.75)
    np.testing.assert_array_equal(found.feature_map, activate(sums / 16 + 0.75, activation))
    for step in iter_steps(found):
        assert step.total == found.totals[step.row, step.col]
        assert step.output == found.feature_map[step.row, step.col]
        assert step.partial_sums.sum() == sums[step.row, step.col]
        np.testing.assert_array_equal(step.products, step.window * weight)


def test_steps_come_in_row_major_order():
    found = walk(np.ones((1, 4, 5)), np.ones((1, 2, 2)))
    assert [(step.index, step.row, step.col) for step in iter_steps(found)] == [
        (4 * row + col, row, col) for row in range(3) for col in range(4)
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"divisor": 0}, "`divisor` must not be 0"),
        ({"divisor": 1e-310}, "`divisor` 1e-310 makes numbers too large to show"),
        ({"bias": float("nan")}, "`bias` must hold finite numbers; one of them is nan"),
        ({"divisor": float("inf")}, "`divisor` must hold finite numbers"),
        ({"weight": np.full((1, 3, 3), np.nan)}, "`weight` must hold finite numbers"),
        ({"image": np.full((1, 5, 5), np.nan)}, "`image` must hold finite numbers; one of them is nan"),
        ({"image": np.ones((1, 5, 5)) * 1j}, "`image` must be real numbers, got complex128"),
        ({"image": np.ones((5, 5))}, r"`image` must have the shape \(C, H, W\), got \(5, 5\)"),
        ({"activation": "gelu"}, "`activation` must be one of"),
    ],
)
def test_numbers_that_cannot_be_are_refused(options, message):
    with pytest.raises(Refusal, match=message):
        walk(**{"image": WORKED_IMAGE, "weight": WORKED_WEIGHT, **options})


def test_smoothing_kernels_keep_the_brightness_and_edge_kernels_ignore_it():
    sums = {name: kernel.weights.sum() / kernel.divisor for name, kernel in KERNELS.items()}
    ones = {"identity", "box_blur", "gaussian_3", "gaussian_5", "sharpen", "emboss"}
    assert {name for name, total in sums.items() if total == 1} == ones
    assert {name for name, total in sums.items() if total == 0} == set(KERNELS) - ones - {"worked_example"}


def test_a_kernel_of_its_own_seed():
    np.testing.assert_array_equal(random_weights(2, (3, 5), 7), random_weights(2, (3, 5), 7))
    assert (random_weights(2, (3, 5), 7) != random_weights(2, (3, 5), 8)).any()


def test_sobel_points_to_the_brighter_side():
    brighter_to_the_right = np.tile(np.arange(5) * 10, (1, 5, 1))
    assert (walk(brighter_to_the_right, KERNELS["sobel_x"].weights[None]).totals == 80).all()  # (1 + 2 + 1) * 20
    assert (walk(brighter_to_the_right, KERNELS["sobel_y"].weights[None]).totals == 0).all()


@given(st.sampled_from([(1, 1, 1), (3, 2, 1), (4, 2, 2), (3, 3, 3), (6, 4, 2)]), st.integers(0, 99))
def test_every_kernel_of_a_bank_has_its_own_walk(sizes, seed):
    inputs, outputs, groups = sizes
    rng = np.random.default_rng(seed)
    image = rng.integers(-9, 10, (inputs, 6, 5))
    weight = rng.integers(-9, 10, (outputs, inputs // groups, 3, 2))
    found = walks(image, weight, bias=2, stride=(2, 1), groups=groups)
    sums = reference.conv2d(image, weight, None, (2, 1), ((0, 0), (0, 0)), (1, 1), groups, "zeros")
    assert len(found) == outputs
    for kernel, expected in zip(found, sums + 2, strict=True):
        np.testing.assert_array_equal(kernel.feature_map, expected)
        for step in iter_steps(kernel):
            assert step.output == expected[step.row, step.col]
            assert step.partial_sums.shape == (inputs // groups,)
