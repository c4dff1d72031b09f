"""The trained network: against PyTorch, what it says of the ready digits, its figures, and its moments."""

import json
from pathlib import Path

import numpy as np
import pytest

from assets.network.train import gradients, moved, varied
from conv.digits import frame_digit
from conv.drawn_digits import DRAWN_DIGITS, MISREAD, drawn_digit
from conv.operations import Convolution
from conv.scores import softmax
from conv.trained import FOLDER, as_row, trained_figures, trained_network, training_moments, with_row
from tests.stroke_digits import stroke_digit

RECORDED = json.loads(Path(__file__).with_name("torch_network.json").read_text())


def scores_of(network, digits):
    return network.apply(np.stack(digits))[:, 0, 0]


def test_scores_are_pytorch_s():
    digits = [stroke_digit(number) for number in range(200)]
    network = trained_network()
    np.testing.assert_allclose(scores_of(network, digits), RECORDED["scores"], atol=1e-5)
    one_by_one = [network.apply(digit)[0, 0] for digit in digits[:40]]
    np.testing.assert_allclose(one_by_one, RECORDED["scores"][:40], atol=1e-5)
    np.testing.assert_allclose(softmax(scores_of(network, digits[:20])), RECORDED["probabilities"], atol=1e-6)
    assert len(set(np.argmax(RECORDED["scores"], axis=1))) == 10  # digits of chance have all answers


def test_dense_is_a_convolution_with_kernels_of_four_by_four():
    network = trained_network()
    last = network.operations[-1]
    kernels = Convolution.of(last.weight.reshape(10, 12, 4, 4), last.bias)
    maps = network.first(4).apply(stroke_digit(3))
    assert kernels.output_shape(maps.shape) == (10, 1, 1)
    np.testing.assert_allclose(kernels.apply(maps)[:, 0, 0], last.apply(maps)[0, 0], atol=1e-12)
    assert kernels.cost(maps.shape) == last.cost(maps.shape)


def test_its_maps_have_the_sizes_that_the_lesson_names():
    assert trained_network().shapes == ((1, 28, 28), (6, 24, 24), (6, 12, 12), (12, 8, 8), (12, 4, 4), (1, 1, 10))
    assert [cost.parameters for cost in trained_network().costs] == [156, 0, 1812, 0, 1930]


def test_weights_have_two_decimals():
    row = as_row(trained_network())
    assert row.shape == (3898,)
    np.testing.assert_array_equal(row, np.round(row, 2))
    np.testing.assert_array_equal(as_row(with_row(row)), row)


def test_files_are_small():
    assert (FOLDER / "weights.json").stat().st_size <= 30_000
    assert (FOLDER / "moments.npz").stat().st_size <= 400_000
    assert sum(file.stat().st_size for file in (FOLDER / "digits").iterdir()) <= 10_000


def test_figures_reach_what_was_wanted():
    figures = trained_figures()
    assert figures.held_out == 2000
    assert figures.accuracy >= 0.983
    assert figures.moved >= 0.96
    assert figures.moved > figures.moved_unframed
    assert figures.dead_maps == 0
    empty = softmax(trained_network().apply(np.zeros((1, 28, 28)))[0, 0])
    assert empty.argmax() == figures.empty_class
    np.testing.assert_allclose(empty.max(), figures.empty_probability, atol=1e-4)


@pytest.mark.parametrize("name", DRAWN_DIGITS)
def test_ready_digits_are_read_rightly_but_for_those_that_are_hard_on_purpose(name):
    scores = trained_network().apply(frame_digit(drawn_digit(name)).pixels)[0, 0]
    assert scores.argmax() == MISREAD.get(name, DRAWN_DIGITS[name])
    assert name in MISREAD or softmax(scores).max() > 0.5


def test_no_file_of_a_digit_is_without_its_name():
    assert {file.stem for file in (FOLDER / "digits").iterdir()} == set(DRAWN_DIGITS)
    for name in DRAWN_DIGITS:
        digit = drawn_digit(name)
        assert digit.shape == (1, 28, 28)
        assert (digit.min(), digit.max()) == (0, 1)
        assert digit.mean() < 0.4  # light on dark


def test_no_kernel_is_dead_on_the_ready_digits():
    digits = np.stack([frame_digit(drawn_digit(name)).pixels for name in DRAWN_DIGITS])
    for layer in (1, 3):
        assert (trained_network().first(layer).apply(digits).max(axis=(0, 2, 3)) > 0).all()


def test_moments_go_from_chance_to_the_trained_network():
    moments, figures = training_moments(), trained_figures()
    assert 50 <= len(moments) <= 70
    assert moments.iterations[0] == 0
    steps = np.diff(moments.iterations)
    assert (steps > 0).all()
    assert steps[:5].max() < steps[-5:].min()
    assert moments.held_out[0] < 0.2
    np.testing.assert_allclose(moments.losses[0], np.log(10), atol=0.5)
    assert moments.held_out[-1] == figures.accuracy
    assert moments.losses[-1] < 0.1 * moments.losses[0]
    np.testing.assert_allclose(moments.parameters[-1], as_row(trained_network()), atol=1e-9)


def test_a_moment_s_network_reads_better_and_better():
    moments = training_moments()
    digits = [frame_digit(drawn_digit(name)).pixels for name in DRAWN_DIGITS]
    right = [scores_of(moments.network(moment), digits).argmax(axis=1) == [*DRAWN_DIGITS.values()]
             for moment in (0, len(moments) - 1)]  # fmt: skip
    assert right[0].mean() <= 0.5 < 0.8 <= right[1].mean()
    np.testing.assert_allclose(
        scores_of(moments.network(len(moments) - 1), digits), scores_of(trained_network(), digits), atol=1e-6
    )


def test_the_training_s_gradients_are_small_differences():
    rng = np.random.default_rng(8)
    digits, labels = np.stack([stroke_digit(number) for number in range(6)]), np.arange(6)
    row = as_row(trained_network()) + rng.normal(0, 0.05, 3898)
    _loss, found = gradients(with_row(row), digits, labels)
    assert found.shape == (3898,)
    strong = np.argsort(-np.abs(found))[:400]
    for place in rng.choice(strong, 40, replace=False):
        step = np.zeros(3898)
        step[place] = 1e-6
        losses = [gradients(with_row(row + sign * step), digits, labels)[0] for sign in (1, -1)]
        np.testing.assert_allclose(found[place], (losses[0] - losses[1]) / 2e-6, rtol=1e-3)


def test_varied_digits_are_the_same_ones_a_little_turned_scaled_and_moved():
    digits = np.stack([frame_digit(drawn_digit(name)).pixels for name in ("two", "five")]).repeat(20, 0)
    found = varied(digits, np.random.default_rng(5))
    assert found.shape == digits.shape
    assert (found.min(), found.max() <= 1) == (0, True)
    inks = found.sum(axis=(1, 2, 3)) / digits.sum(axis=(1, 2, 3))
    assert 0.7 < inks.min() < 0.85 < 1.05 < inks.max() < 1.3  # the square of how many times as large they are
    places = (np.arange(28) * found.sum(axis=2)[:, 0]).sum(axis=1) / found.sum(axis=(1, 2, 3))
    assert places.min() < 13
    assert places.max() > 15
    assert np.abs(places - 14).max() < 3
    scores = trained_network().apply(found)[:, 0, 0]
    assert (scores.argmax(axis=1) == np.repeat([2, 5], 20)).mean() > 0.9


def test_moved_digits_lose_what_leaves_the_field():
    digits = np.zeros((200, 1, 28, 28))
    digits[:, 0, 3, 14] = 1
    found = moved(digits, np.random.default_rng(0))
    rows = {int(each[0].sum(axis=1).argmax()) for each in found if each.any()}
    assert rows == set(range(10))  # 3 - 6 is outside, 3 + 6 is 9
    assert 0.1 < 1 - found.sum(axis=(1, 2, 3)).mean() < 0.4
