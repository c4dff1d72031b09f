"""Gradients, dense layers, softmax and cross-entropy against recorded PyTorch answers, over 500 random settings."""

import json
from pathlib import Path

import numpy as np
import pytest

from conv.gradients import (
    activation_backward,
    conv2d_backward,
    conv_transpose2d_backward,
)
from conv.operations import AveragePooling, Convolution, MaxPooling, TransposedConvolution
from conv.pool_gradients import avg_pool2d_backward, max_pool2d_backward
from conv.refusal import Refusal
from conv.scores import cross_entropy, dense, softmax
from tests.record_gradients import case_of, image_of, weight_of, whole

ANSWERS = json.loads(Path(__file__).with_name("torch_gradients.json").read_text())
KINDS = {number: case_of(number)[0]["kind"] for number in range(len(ANSWERS))}


def operation_of(case, rng):
    """The operation, and its backward function with the same arguments."""
    settings = {
        name: tuple(map(tuple, value))
        if isinstance(value, list) and isinstance(value[0], list)
        else tuple(value)
        if isinstance(value, list)
        else value
        for name, value in case.items()
        if name not in ("kind", "batch", "inputs", "outputs", "size", "kernel_size")
    }
    size = tuple(case["kernel_size"])
    if case["kind"] == "conv2d":
        weight, bias = weight_of(case, rng), whole(rng, case["outputs"])
        backward = lambda image, gradient: conv2d_backward(image, weight, gradient, **settings)  # noqa: E731
        return Convolution.of(weight, bias, **settings), backward
    if case["kind"] == "conv_transpose2d":
        weight, bias = weight_of(case, rng), whole(rng, case["outputs"])
        backward = lambda image, gradient: conv_transpose2d_backward(image, weight, gradient, **settings)  # noqa: E731
        return TransposedConvolution.of(weight, bias, **settings), backward
    pooling, function = {
        "max_pool2d": (MaxPooling, max_pool2d_backward),
        "avg_pool2d": (AveragePooling, avg_pool2d_backward),
    }[case["kind"]]
    return pooling(size, **settings), lambda image, gradient: function(image, gradient, size, **settings)


@pytest.mark.parametrize("number", [number for number, kind in KINDS.items() if kind != "scores"])
def test_output_and_gradients_are_those_of_pytorch(number):
    case, rng = case_of(number)
    image = image_of(case, rng)
    operation, backward = operation_of(case, rng)
    expected = ANSWERS[number]
    if expected is None:
        with pytest.raises(Refusal, match="`"):
            operation.apply(image[0])
        return
    output = np.stack([operation.apply(each) for each in image])
    np.testing.assert_allclose(output.ravel(), expected["output"], 1e-6, 1e-12)
    gradient = whole(rng, *output.shape)
    for made in (backward(image, gradient), operation.backward(image, gradient)):
        parts = [made.image, made.weight, made.bias][: len(expected["gradients"])]
        for part, wanted in zip(parts, expected["gradients"], strict=True):
            np.testing.assert_allclose(part.ravel(), wanted, 0, 1e-9)


@pytest.mark.parametrize("number", [number for number, kind in KINDS.items() if kind == "scores"])
def test_scores_and_their_gradients_are_those_of_pytorch(number):
    case, rng = case_of(number)
    numbers, weight, bias = (
        whole(rng, *shape)
        for shape in ((case["batch"], case["inputs"]), (case["outputs"], case["inputs"]), (case["outputs"],))
    )
    labels = rng.integers(0, case["outputs"], case["batch"])
    expected = ANSWERS[number]
    scores = dense(numbers, weight, bias)
    assert scores == pytest.approx(np.array(expected["scores"]))
    assert softmax(scores) == pytest.approx(np.array(expected["shares"]))
    loss, gradient = cross_entropy(scores, labels)
    assert loss == pytest.approx(expected["loss"], abs=1e-12)
    parts = gradient @ weight, gradient.T @ numbers, gradient.sum(axis=0)
    for part, wanted in zip(parts, expected["gradients"], strict=True):
        assert part == pytest.approx(np.array(wanted), abs=1e-12)


def test_every_kind_is_recorded_and_most_are_answered():
    answered = {kind: sum(ANSWERS[n] is not None for n in KINDS if KINDS[n] == kind) for kind in set(KINDS.values())}
    assert len(ANSWERS) == 500
    assert min(answered.values()) >= 30, answered


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "sigmoid", "tanh", "clip"])
def test_slopes_are_those_that_a_small_step_shows(activation):
    from conv.activations import activate

    totals = np.array([-300.0, -2.5, -0.3, 0.4, 3.0, 200.5, 300.0])
    step = 1e-6
    slopes = (activate(totals + step, activation) - activate(totals - step, activation)) / (2 * step)
    assert activation_backward(totals, np.ones(7), activation) == pytest.approx(slopes, abs=1e-6)


def test_a_gradient_of_another_shape_is_refused_with_both():
    with pytest.raises(Refusal, match=r"\(1, 2, 2\), got \(1, 3, 3\)"):
        conv2d_backward(np.ones((1, 3, 3)), np.ones((1, 1, 2, 2)), np.ones((1, 3, 3)))
