"""The backward lesson's numbers: against PyTorch, small differences, stamps against convolutions, and what is said."""

import json
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from conv.backward_pass import BackwardPass
from conv.nudges import Loss, Nudge
from conv.operations import Convolution
from conv.refusal import Refusal
from conv.ui.board.facts import reduced_numbers, sum_so_far
from conv.ui.lesson import Picture
from conv.ui.lessons.backward_learn import scene_search
from conv.ui.scene.record import Scene
from pages.backward import LESSON
from tests.backward_scenes import passes, told

RECORDED = json.loads(Path(__file__).with_name("torch_backward.json").read_text())
BENDS = {"relu": [0], "leaky_relu": [0], "clip": [0, 255]}  # sums at which an activation has no slope


def at_a_bend(found):
    bends = BENDS.get(found.operation.activation, [])
    return any(np.abs(found.totals - bend).min() < 1e-3 for bend in bends)


def test_a_thousand_scenes_have_the_gradients_of_pytorch():
    seen = 0
    for expected, (scene, found) in zip(RECORDED, passes(len(RECORDED)), strict=True):
        gradients = found.gradients
        answer = told(gradients.image, gradients.weight, float(gradients.bias[0]))
        if not at_a_bend(found):  # where round-off decides
            assert answer == pytest.approx(expected, rel=1e-9, abs=1e-7), scene
            seen += 1
    assert seen > 900


def test_two_hundred_scenes_have_the_gradients_of_small_differences():
    rng, seen = np.random.default_rng(5), 0
    for _scene, found in passes(900):
        if seen == 200 or len(found.image) > 1 or at_a_bend(found):
            continue
        of_weight = bool(rng.integers(2))
        size = found.kernel[0].shape if of_weight else found.shape[1:]
        place = int(rng.integers(size[0])), int(rng.integers(size[1]))
        nudge = Nudge(found, Loss(found.gradient), of_weight, place, 1e-6)
        up, down = nudge.changes([1e-6, -1e-6])
        scale = np.abs(found.gradient).sum() * max(1, np.abs(found.image).max())
        assert (up - down) / 2e-6 == pytest.approx(nudge.gradient, rel=1e-4, abs=1e-7 * scale)
        seen += 1
    assert seen == 200


def test_the_slope_of_each_sum_is_what_it_multiplies_the_nudged_number_with():
    rng, copies = np.random.default_rng(6), 0
    for _scene, found in passes(200):
        if len(found.image) > 1:
            continue
        for of_weight in (True, False):
            size = found.kernel[0].shape if of_weight else found.shape[1:]
            place = int(rng.integers(size[0])), int(rng.integers(size[1]))
            nudge = Nudge(found, Loss(found.gradient), of_weight, place, 1.0)
            numbers, (rows, cols) = found.padded[0] if of_weight else found.kernel[0], nudge.reads
            sums = [
                [numbers[np.ix_(rows.sources(row), cols.sources(col))].sum() for col in range(cols.target_count)]
                for row in range(rows.target_count)
            ]
            np.testing.assert_allclose(sums, nudge.slopes, atol=1e-9)
            copies += max(len(rows.sources(row)) for row in range(rows.target_count)) > 1
    assert copies > 3  # pixels that padding copies into one window


def test_what_is_only_round_off_parts_no_prediction_from_what_becomes_of_it():
    part = LESSON.part("nudge")
    content = part.build(replace(part.opening, topic="nudge", upstream="typed", activation="none"), Picture())
    assert "they are 0 apart" in content.sentences[0]
    lines = content.below()[0].columns[0][0].markdown.splitlines()[2:]
    assert [line.split("|")[-2].strip() for line in lines] == ["0"] * len(lines)
    image, kernel = np.array([[[0.1, 0.2], [0.3, 0.4]]]), np.array([[[0.7]]])
    operation = Convolution.of(kernel[None], activation="tanh")
    found = BackwardPass(operation, image, np.ones((2, 2)))
    nudge = Nudge(found, Loss(found.gradient), True, (0, 0), 0.5)
    expected = np.tanh(1.2 * image).sum() - np.tanh(0.7 * image).sum() - 0.5 * nudge.gradient
    assert nudge.apart(0.5) == pytest.approx(expected, rel=1e-9)
    assert abs(expected) > 0.01


def whole_scenes():
    """Scenes of whole numbers, whose sums are exact."""
    for scene, _found in passes(120):
        yield replace(scene, kernel="sobel_x", bias=float(round(scene.bias)), activation="none", upstream="typed")


@pytest.mark.parametrize("topic", ["pass", "convolutions"])
def test_the_stamps_add_up_to_the_gradients(topic):
    """Before the last stamp the sum so far lacks just that one; the convolutions make the same numbers exactly."""
    part, seen = LESSON.part(topic), 0
    for scene in islice(whole_scenes(), 60):
        try:
            content = part.build(replace(scene, topic=topic), Picture())
        except Refusal:
            continue
        panels = {panel.name: panel.values for panel in content.board.panels}
        for track in content.board.tracks:
            if not track.stamps:
                np.testing.assert_array_equal(reduced_numbers(content.board, track)[-1], panels[track.reveals[0]])
                continue
            for stamp in track.stamps:
                for place in np.ndindex(panels[stamp.lands.panel].shape):
                    readers = stamp.lands.readers(*place, track.size[1])
                    if not readers:
                        assert panels[stamp.lands.panel][place] == 0
                    elif stamp.sums and len(readers) > 1:
                        before = sum_so_far(panels, track, stamp, place, readers[-2])
                        assert panels[stamp.lands.panel][place] - before == last_term(panels, track, stamp, place)
        seen += 1
    assert seen >= 30


def last_term(panels, track, stamp, place):
    """What the last stamp adds to a cell, by hand."""
    row, col = stamp.lands.readers(*place, track.size[1])[-1]
    rows, cols = stamp.lands.rows.sources(row), stamp.lands.cols.sources(col)
    k, m = rows.index(place[0]), cols.index(place[1])
    product = panels[track.target][row, col]
    for factor in track.groups[stamp.group].factors[1:]:
        down, across = factor.cells(row, col, track.size[1])
        product = product * panels[factor.panel][down[k], across[m]]
    return product


def test_the_worked_example_by_hand():
    board = LESSON.part("pass").build(replace(LESSON.part("pass").opening, topic="pass"), Picture()).board
    panels = {panel.name: panel.values.tolist() for panel in board.panels}
    assert panels["gradient"] == [[1, 0, -1], [2, 1, 0], [0, -1, 1]]
    assert panels["db"] == [[3]]
    # The upper left weight met x[0:3, 0:3]: 1*1 + 0*1 - 1*1 + 2*0 + 1*1 + 0*1 + 0*0 - 1*0 + 1*1.
    assert panels["dw_0"][0][0] == 2
    # The pixel in row 1, column 1 was read by g[0, 0] with w[1, 1], g[0, 1] with w[1, 0], g[1, 0] with w[0, 1] and
    # g[1, 1] with w[0, 0]: 1*1 + 0*0 + 2*0 + 1*1.
    assert panels["dx_0"][1][1] == 2


def test_padding_is_cut_off_or_added_to_what_it_copies():
    kernel = np.ones((1, 1, 1, 2))
    image, gradient = np.array([[[1.0, 2.0]]]), np.array([[1.0, 10.0, 100.0]])
    for mode, expected in {"zeros": [11, 110], "replicate": [12, 210]}.items():
        layer = Convolution.of(kernel, padding=((0, 0), (1, 1)), padding_mode=mode)
        assert BackwardPass(layer, image, gradient).gradients.image.tolist() == [[expected]]


@pytest.mark.parametrize("pool", ["max", "average"])
@pytest.mark.parametrize("stride", [(0, 0), (1, 1)], ids=["apart", "overlapping"])
@pytest.mark.parametrize("ceil_mode", ["true", "false"])
def test_what_lands_behind_a_pooling_adds_up_to_its_gradient(pool, stride, ceil_mode):
    part = LESSON.part("gates")
    scene = replace(part.opening, topic="gates", pool=pool, pool_stride=stride, ceil_mode=ceil_mode, pool_size=(3, 2))
    board = part.build(scene, Picture()).board
    panels = {panel.name: panel.values for panel in board.panels}
    track, (stamp,) = board.tracks[0], board.tracks[0].stamps
    landed = np.zeros_like(panels["by_activated"])
    for row, col in np.ndindex(track.size):
        number = panels["gradient"][row, col] * (panels["shares"][row, col] if "shares" in panels else 1)
        rows, cols = stamp.lands.cells(row, col, track.size[1])
        landed[np.ix_(rows, cols)] += number
    np.testing.assert_allclose(landed, panels["by_activated"], atol=1e-12)
    np.testing.assert_allclose(panels["by_sums"], panels["by_activated"] * panels["slopes"], atol=1e-12)


def test_a_nudge_predicts_a_linear_loss_exactly_and_a_curved_one_nearly():
    part = LESSON.part("nudge")
    straight = Scene(topic="nudge", activation="none", nudge=3)
    # g times x[1:4, 1:4]: 1 - 1 + 1 - 1 + 1.
    assert "1 × 3 = **3**. It changes by **3**; they are 0 apart." in part.build(straight, Picture()).sentences[0]
    said = part.build(replace(straight, upstream="target", nudge=0.5), Picture()).sentences[0]
    for amount, numbers in {0.1: ("2.5", "2.535"), 1: ("25", "28.5")}.items():  # as /teachers says
        told = part.build(replace(straight, upstream="target", nudge=amount), Picture()).sentences[0]
        assert "= **{}**. It changes by **{}**".format(*numbers) in told
    # The weight in the middle met x[1:4, 1:4]; y - t there is the panel: 25 * 0.5, and 7 pixels of 1 add 0.5**2 / 2.
    assert "25 × 0.5 = **12.5**. It changes by **13.375**; they are 0.875 apart." in said


@pytest.mark.parametrize("name", list(LESSON.part("learn").ready()))
def test_the_ready_scenes_of_learning_do_what_their_names_say(name):
    scene = LESSON.part("learn").ready()[name]
    search = scene_search(scene, Picture())
    content = LESSON.part("learn").build(scene, Picture())
    said = " ".join(content.sentences)
    reached = search.training.first_within(search.wanted.reshape(1, -1), 0.05) if scene.learned == 1 else None
    number = [int(word) for word in name.split() if word.isdigit()]
    if number:
        assert reached == number[0]
        assert f"after {number[0]} iterations" in said
    elif name.startswith("Loss 0"):
        assert search.training.losses[-1] < 1e-25
        assert np.abs(search.kernels[-1, 0] - search.wanted).max() > 0.5
        assert "The loss is 0 and the kernel is wrong" in said
        assert "only 2 of 9" in said
    elif name.startswith("Too large"):
        assert search.rate > search.objective.largest_rate
        assert search.training.losses[-1] > search.training.losses[0]
        assert "grows without end" in said
    else:
        assert name == "Twins"
        assert np.array_equal(search.kernels[:, 0], search.kernels[:, 1])
        assert "Twins" in said


def test_every_moment_is_the_iteration_that_its_sentence_says():
    scene = LESSON.part("learn").ready()["A digit: 358"]
    search = scene_search(scene, Picture())
    board = LESSON.part("learn").build(scene, Picture()).board
    panels = {panel.name: panel for panel in board.panels}
    kernel = search.start.copy()
    kernels = [kernel]
    for _iteration in range(scene.iterations):  # descent by hand
        kernel = kernel - search.rate * search.objective.gradient(kernel)
        kernels.append(kernel)
    steps = board.tracks[0].words["steps"]
    assert len(steps) == board.steps == len(search.moments) <= 101
    for step, moment in enumerate(search.moments):
        np.testing.assert_allclose(panels["kernel_0"].moments[step].ravel(), kernels[moment].ravel(), atol=1e-9)
        assert f"Iteration {moment}" in steps[step]
        difference = panels["map"].moments[step] - panels["wanted"].values
        np.testing.assert_allclose(panels["difference"].moments[step], difference, atol=1e-12)
        assert panels["loss"].values[0, step] == pytest.approx((difference**2).mean(), rel=1e-9)


@pytest.mark.parametrize(
    ("topic", "changes", "message"),
    [
        ("pass", {"upstream": "cell", "cell": (3, 0)}, "`cell` must be in the map of 3 × 3 cells"),
        ("pass", {"upstream": "target", "target": "gaussian_5"}, "makes 1 × 1 cells and this one 3 × 3"),
        ("nudge", {"place": (0, 3)}, "`place` must be in the 3 × 3 numbers"),
        ("nudge", {"place": (5, 0), "nudged": "pixel"}, "`place` must be in the 5 × 5 numbers"),
        ("gates", {"pool": "l2"}, "max and average pooling"),
        ("learn", {"momentum": 1}, "`momentum` must be from 0 to below 1"),
        ("learn", {"rate": -1}, "`rate` must not be below 0"),
        ("learn", {"start": "kernel", "kernel": "gaussian_5"}, "25 weights and the one to be found 9"),
    ],
)
def test_what_cannot_be_is_refused_with_the_numbers(topic, changes, message):
    part = LESSON.part(topic)
    with pytest.raises(Refusal, match=message):
        part.build(replace(part.opening, topic=topic, **changes), Picture())
