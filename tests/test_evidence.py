"""What adds up to a score, what a patch is worth, and which pixels and windows act most, each worked out otherwise."""

import json
from pathlib import Path

import numpy as np
import pytest

from conv.evidence import evidence, exciting_windows, patch_scores, score_gradient, upon_pixels
from conv.operations import Convolution, Dense, MaxPooling, Network
from conv.refusal import Refusal
from conv.trained import trained_network
from tests.stroke_digits import grained_digit, stroke_digit

RECORDED = json.loads(Path(__file__).with_name("torch_network.json").read_text())


def small_network(seed=1):
    rng = np.random.default_rng(seed)
    return Network(
        (2, 9, 8),
        (
            Convolution.of(rng.normal(size=(3, 2, 3, 2)), rng.normal(size=3), activation="relu", padding=(1, 0)),
            MaxPooling(2),
            Dense.of(rng.normal(size=(4, 3 * 4 * 3)), rng.normal(size=4)),
        ),
    )


def test_a_number_lies_upon_the_pixels_in_the_middle_of_its_field():
    features = trained_network().first(4)  # fields of 16 pixels, 4 apart: that of the first cell is 0 to 15
    numbers = np.arange(1.0, 17).reshape(4, 4)
    found = upon_pixels(features, numbers)
    assert found.shape == (28, 28)
    assert np.array_equal(found[6:22, 6:22], np.kron(numbers, np.ones((4, 4))))  # 7.5 is the middle of 0 to 15
    assert np.count_nonzero(found) == 16 * 16


def test_what_hangs_over_the_border_is_left_out():
    layer = Convolution.of(np.ones((1, 1, 3, 3)), stride=3, padding=1)
    rows = Network((1, 7, 7), (layer,)).rows  # fields -1 to 1, 2 to 4, 5 to 7
    assert [rows.middle_map.sources(cell) for cell in range(3)] == [(0, 1), (2, 3, 4), (5, 6)]


@pytest.mark.parametrize("label", range(10))
def test_evidence_adds_up_to_the_score(label):
    network = trained_network()
    for number in range(20):
        digit = stroke_digit(number)
        found = evidence(network, digit, label)
        assert found.contributions.shape == (12, 4, 4)
        np.testing.assert_allclose(found.score, network.apply(digit)[0, 0, label], atol=1e-9)
        np.testing.assert_allclose(found.bias + found.places.sum(), found.score, atol=1e-9)


def test_evidence_is_what_the_score_loses_without_a_number():
    network, digit = trained_network(), stroke_digit(5)
    maps = network.first(4).apply(digit)
    last = network.operations[-1]
    found = evidence(network, digit, 7).contributions
    for channel, row, col in ((0, 0, 0), (5, 2, 1), (11, 3, 3)):
        without = maps.copy()
        without[channel, row, col] = 0
        lost = last.apply(maps)[0, 0, 7] - last.apply(without)[0, 0, 7]
        np.testing.assert_allclose(found[channel, row, col], lost, atol=1e-9)


def test_two_classes_are_compared_number_by_number():
    network, digit = trained_network(), stroke_digit(9)
    scores = network.apply(digit)[0, 0]
    found = evidence(network, digit, 4, against=9)
    np.testing.assert_allclose(found.score, scores[4] - scores[9], atol=1e-9)
    one, other = (evidence(network, digit, label) for label in (4, 9))
    np.testing.assert_allclose(found.contributions, one.contributions - other.contributions, atol=1e-9)


def test_a_dense_operation_without_biases_has_evidence_too():
    network = Network((1, 1, 2), (Dense(1), Dense.of(np.array([[2.0], [5.0]])))).with_parameters(
        [{"weight": np.array([[1.0, 3.0]])}, {}]
    )
    found = evidence(network, np.array([[[10.0, 1.0]]]), 1)  # 13 * 5
    assert (found.bias, found.score, found.contributions.tolist()) == (0, 65, [[[65]]])


def erased_one_by_one(network, image, size, value):
    rows, cols = (length - size + 1 for length in image.shape[1:])
    found = np.zeros((rows, cols, network.output_shape[2]))
    for row in range(rows):
        for col in range(cols):
            erased = image.copy()
            erased[:, row : row + size, col : col + size] = value
            found[row, col] = network.apply(erased)[0, 0]
    return found


@pytest.mark.parametrize(("size", "value"), [(1, 0), (3, 0), (3, 1.5), (8, 0)])
def test_patches_are_worth_what_erasing_each_of_them_shows(size, value):
    network, image = small_network(), np.random.default_rng(3).normal(size=(2, 9, 8))
    found = patch_scores(network, image, size, value)
    np.testing.assert_allclose(found, erased_one_by_one(network, image, size, value), atol=1e-9)


def test_all_patches_of_a_digit():
    network, digit = trained_network(), stroke_digit(7)
    found = patch_scores(network, digit, 5)
    assert found.shape == (24, 24, 10)
    np.testing.assert_allclose(found, erased_one_by_one(network, digit, 5, 0), atol=1e-9)
    empty = [(row, col) for row in range(24) for col in range(24) if not digit[0, row : row + 5, col : col + 5].any()]
    assert len(empty) > 10
    for place in empty:
        np.testing.assert_allclose(found[place], network.apply(digit)[0, 0], atol=1e-9)
    assert np.abs(found - network.apply(digit)[0, 0]).max() > 0.5


@pytest.mark.parametrize("label", [0, 3])
def test_gradients_are_small_differences(label):
    network, image = small_network(), np.random.default_rng(4).normal(size=(2, 9, 8))
    found = score_gradient(network, image, label)
    assert np.abs(found).max() > 0.1
    for place in np.ndindex(image.shape):
        step = np.zeros(image.shape)
        step[place] = 1e-6
        difference = network.apply(image + step)[0, 0, label] - network.apply(image - step)[0, 0, label]
        np.testing.assert_allclose(found[place], difference / 2e-6, atol=1e-6)


def test_gradients_of_digits_are_pytorch_s():
    network = trained_network()
    for number in range(0, 200, 7):
        found = score_gradient(network, grained_digit(number), number % 10)
        np.testing.assert_allclose((found**2).sum(), RECORDED["gradients"][number], rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(("layer", "sides"), [(0, 5), (1, 6), (2, 14), (3, 16)])
def test_windows_that_excite_a_kernel_are_what_its_cells_read(layer, sides):
    network = trained_network()
    digits = np.stack([stroke_digit(number) for number in range(12)])
    channel = 3
    found = exciting_windows(network, layer, channel, digits, 5)
    maps = network.first(layer + 1).apply(digits)[:, channel]
    values = np.sort(maps.max(axis=(1, 2)))[::-1][:5]
    np.testing.assert_allclose([window.value for window in found], values[values > 0], atol=1e-9)
    assert found
    for window in found:
        top, bottom, left, right = window.box
        assert (bottom - top + 1, right - left + 1) == (sides, sides)
        np.testing.assert_array_equal(window.pixels, digits[window.picture][:, top : bottom + 1, left : right + 1])
        np.testing.assert_allclose(maps[window.picture][window.cell], window.value, atol=1e-9)
        reached = network.field(layer, channel, *window.cell)[0][0]
        assert np.argwhere(reached).min(axis=0).tolist() == [top, left]
        assert np.argwhere(reached).max(axis=0).tolist() == [bottom, right]
        alone = np.zeros_like(digits[0])
        alone[:, top : bottom + 1, left : right + 1] = window.pixels
        np.testing.assert_allclose(
            network.first(layer + 1).apply(alone)[(channel, *window.cell)], window.value, atol=1e-9
        )  # nothing outside of the window acts on it


def test_a_window_at_the_border_is_cut_off_there():
    network = Network((1, 4, 4), (Convolution.of(np.ones((1, 1, 3, 3)), padding=1),))
    image = np.zeros((1, 1, 4, 4))
    image[0, 0, 0, 0] = 1
    (window,) = exciting_windows(network, 0, 0, image, 3)
    assert (window.value, window.cell, window.box) == (1, (0, 0), (0, 1, 0, 1))


def test_a_picture_that_does_not_excite_a_kernel_gives_no_window():
    network = Network((1, 4, 4), (Convolution.of(-np.ones((1, 1, 3, 3)), activation="relu"),))
    assert exciting_windows(network, 0, 0, np.ones((2, 1, 4, 4)), 3) == []


def test_what_is_not_there_is_refused_with_the_numbers():
    network, digit = trained_network(), stroke_digit(0)
    for ask in (evidence, score_gradient):
        with pytest.raises(Refusal, match="from 0 to 9, got 10"):
            ask(network, digit, 10)
    with pytest.raises(Refusal, match="from 0 to 9, got -1"):
        evidence(network, digit, 3, against=-1)
    for size in (0, 29):
        with pytest.raises(Refusal, match=f"from 1 to 28 pixels on each side to lie in this picture, got {size}"):
            patch_scores(network, digit, size)
