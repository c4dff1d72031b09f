"""Numbers at the ends of their ranges: a finite answer or a message, and no warning."""

import warnings

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from conv.ops import conv2d
from conv.pooling import avg_pool2d, lp_pool2d, max_pool2d
from conv.refusal import Refusal
from conv.resize import resize2d
from conv.steps import walks
from conv.transposed import conv_transpose2d

pytestmark = pytest.mark.soak


EXTREMES = {
    "uint8": [0, 255],
    "int8": [-128, 127],
    "uint16": [0, 65535],
    "int32": [-(2**31), 2**31 - 1],
    "int64": [-(2**63), 2**63 - 1],
    "uint64": [0, 2**64 - 1],
    "bool": [False, True],
    "float16": [-65504.0, 6e-8, 65504.0],
    "float32": [-3.4e38, 1e-45, 3.4e38],
    "float64": [-1.7e308, 5e-324, 1.7e308],
}


@settings(max_examples=200)
@given(
    some.sampled_from(sorted(EXTREMES)),
    some.sampled_from(sorted(EXTREMES)),
    some.integers(1, 6),
    some.integers(1, 6),
    some.integers(0, 2**32),
)
@example("uint64", "int64", 3, 3, 0)
@example("float64", "float64", 4, 3, 1)
def test_extreme_values_neither_warn_nor_wrap_around(image_dtype, weight_dtype, size, kernel, seed):
    """What is too large for a float is infinite, as PyTorch has it; whole numbers never wrap around."""
    rng = np.random.default_rng(seed)
    image = rng.choice(np.array(EXTREMES[image_dtype], image_dtype), (1, size, size))
    weight = rng.choice(np.array(EXTREMES[weight_dtype], weight_dtype), (1, 1, kernel, kernel))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if kernel <= size:
            found = conv2d(image, weight)
        largest, transposed = max_pool2d(image, 1), conv_transpose2d(image, weight)
        avg_pool2d(image, 1), lp_pool2d(image, 2, 1), resize2d(image, 3, "bilinear")
    with np.errstate(all="ignore"):
        views = np.lib.stride_tricks.sliding_window_view(image[0].astype(np.longdouble), (min(kernel, size),) * 2)
        exact = np.einsum("ijkm,km->ij", views, weight[0, 0, :size, :size].astype(np.longdouble))
        scale = np.einsum("ijkm,km->ij", np.abs(views), np.abs(weight[0, 0, :size, :size].astype(np.longdouble)))
        limit = float(np.finfo(transposed.dtype).max)
        close = scale * 64 * np.finfo(transposed.dtype).eps + np.finfo(transposed.dtype).tiny
    if kernel <= size:
        inside = scale <= limit / 64
        assert (np.abs(found[0] - exact)[inside] <= close[inside]).all()
    np.testing.assert_array_equal(largest, image)


@settings(max_examples=200)
@given(some.floats(-1.7e308, 1.7e308), some.floats(-1.7e308, 1.7e308), some.floats(-1.7e308, 1.7e308))
@example(4.1e307, 0.5, 1.0)  # nine terms of 2e307 are too large, and no round-off
def test_a_walk_over_extreme_values_gives_finite_numbers_or_a_message(pixel, weight, divisor):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        layer = np.full((1, 4, 4), pixel), np.full((1, 1, 3, 3), weight)
        if divisor == 0 or abs(pixel * weight) > 2e307 or abs(pixel * weight / divisor) > 2e307:
            with pytest.raises(Refusal, match="`divisor` must not be 0|too large"):
                walks(*layer, divisor=divisor)
        elif abs(pixel * weight) < 1.9e307 and abs(pixel * weight / divisor) < 1.9e307:
            assert np.isfinite(walks(*layer, divisor=divisor)[0].feature_map).all()
