"""Round-off counts as nothing, everywhere alike: the map, the sums of a step, the board's facts and the player."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conv import iter_steps, walk
from conv.precision import difference, settled
from conv.reductions import PostOperation, Reduction
from conv.refusal import Refusal
from conv.ui.board.arrangement import Live, leaves, meant_track
from conv.ui.board.facts import cell_facts
from conv.ui.lesson import Picture
from conv.ui.scene.address import scene_from_query
from conv.ui.words.narration import step_words
from pages import find_lessons
from tests.driving import run_script

LESSONS = {lesson.name: lesson for lesson in find_lessons()}
TENTHS = st.integers(-30, 30).map(lambda number: number / 10)
ONES = "kernel=typed&weights=1,1,1;1,1,1;1,1,1"
CASES = {
    "three terms": f"picture=typed&pixels=0.1,0.2,-0.3;0,0,0;0,0,0&{ONES}&activation=none",
    "laplacian": "picture=typed&pixels=0.7,0.7,0.7;0.7,0.7,0.7;0.7,0.7,0.7&kernel=laplacian_8&activation=none",
    "bias": "picture=typed&pixels=" + ";".join([",".join(["0.3"] * 5)] * 5) + "&kernel=gaussian_5&bias=-0.3",
}


def built(page, text):
    scene, messages = scene_from_query(dict(pair.split("=") for pair in text.split("&")))
    assert not messages
    part = LESSONS[page].part(scene.topic)
    return part.build(replace(scene, topic=part.name), Picture()).board


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
@pytest.mark.parametrize("activation", ["none", "relu"])
def test_what_cancels_is_zero_on_the_map_and_in_the_sums(text, activation):
    scene = text.replace("&activation=none", "") + f"&activation={activation}"
    board = built("step", scene)
    assert board.panels[-1].values.tolist() == [[0.0]]
    assert cell_facts(board, board.tracks[0], 0, 0).numbers[-1] == 0


@given(st.lists(TENTHS, min_size=9, max_size=9), st.lists(TENTHS, min_size=4, max_size=4), st.sampled_from([0, 0.3]))
def test_the_map_is_zero_where_exact_arithmetic_is(pixels, weights, bias):
    found = walk(np.array(pixels).reshape(1, 3, 3), np.array(weights).reshape(1, 2, 2), bias=bias)
    for step in iter_steps(found):
        window = [Fraction(round(value * 10), 10) for value in step.window.ravel()]
        exact = sum(
            (pixel * Fraction(round(weight * 10), 10) for pixel, weight in zip(window, weights, strict=True)),
            Fraction(round(bias * 10), 10),
        )
        assert (found.feature_map[step.row, step.col] == 0) == (exact == 0)
        assert (step.output == 0) == (exact == 0)


def test_small_numbers_of_their_own_stay():
    assert walk(np.full((1, 1, 2), 1e-20), np.ones((1, 1, 2))).feature_map.tolist() == [[2e-20]]
    assert settled(1.0, 0, 1e300) == 1.0  # whole numbers are exact


def test_every_step_of_the_gabor_lesson_says_zero_where_the_map_is():
    board = built("kernels", "topic=gabor&picture=edges&size=64&activation=none")
    zeros = 0
    for track in board.tracks:
        target = next(panel for panel in board.panels if panel.name == track.target)
        for row, col in [(0, 0), (3, 17), (30, 30), (55, 55), *np.argwhere(target.values == 0)[:40].tolist()]:
            facts = cell_facts(board, track, row, col)
            assert (facts.numbers[-1] == 0) == (target.values[row, col] == 0)
            zeros += facts.numbers[-1] == 0
            assert abs(facts.numbers[-1]) > 1e-9 or facts.numbers[-1] == 0
    assert zeros


def test_maps_that_differ_by_round_off_do_not_differ():
    nine = np.array([[45.1, 46.2, 7.7]])
    assert difference(nine / 9, nine * (1 / 9), 9).tolist() == [[0, 0, 0]]
    assert difference(np.array([[1.0]]), np.array([[1.0 + 1e-9]]), 9)[0, 0] == pytest.approx(1e-9)


SCRIPT = """
const { REDUCTIONS, runPostOperations } = await import("./assets/player/reductions.js");
const { sizeOf } = await import("./assets/player/numbers.js");
const given = JSON.parse(await new Response(Deno.stdin.readable).text());
console.log(JSON.stringify(given.map(({ kind, terms, post }) =>
  runPostOperations(REDUCTIONS[kind].of(terms), true, post, (total) => total, sizeOf(terms)).numbers)));
"""


def test_the_player_says_zero_where_the_core_does():
    rng = np.random.default_rng(1)
    given, reductions = [], []
    for _case in range(400):
        kind = str(rng.choice(["dot", "sum", "mean"]))
        terms = (rng.integers(-9, 10, rng.integers(2, 10)) / 10).tolist()
        terms.append(-float(np.round(sum(terms), 1)))  # exactly, they cancel
        divided = (PostOperation("divided", 0.3),) if rng.random() < 0.5 else ()
        reductions.append(Reduction(kind, (*divided, PostOperation("bias", 0.1))))
        given.append({"kind": kind, "terms": terms, "post": step_words(reductions[-1])["post"]})
    for case, reduction, numbers in zip(given, reductions, run_script(SCRIPT, given), strict=True):
        expected = reduction.of(np.array(case["terms"]))
        assert expected[0] == 0
        assert [number == 0 for number in numbers] == [number == 0 for number in expected]
        np.testing.assert_allclose(numbers, expected, 1e-12, 1e-300)


@pytest.mark.parametrize("page", ["step", "padding?amounts", "sharing?weights", "sharing?shift", "kernels?large"])
def test_the_sum_on_the_board_is_that_of_all_channels_that_a_panel_shows(page):
    """A colour picture in one panel has one kernel for its three channels, and one sum: that of the sentence."""
    name, _, topic = page.partition("?")
    part = LESSONS[name].part(topic)
    scene = replace(part.opening, topic=part.name, picture="landscape", size=16, colour="colour", kernel="sharpen")
    board = part.build(scene, Picture()).board
    lives = [leaf for leaf in leaves(board.arrangement) if isinstance(leaf, Live)]
    assert lives
    for live in lives:
        track = board.tracks[meant_track(live.track, 0)]
        shown = len({factor.panel for group in track.groups for factor in group.factors[1:]})
        assert live.group is None or shown == len(track.groups)


def test_what_is_too_large_for_a_number_is_not_taken_for_round_off():
    assert settled(np.inf, 9, np.inf) == np.inf
    with pytest.raises(Refusal, match="too large"):
        walk(np.full((1, 4, 4), 1.5), np.full((1, 3, 3), 1.34e307))
