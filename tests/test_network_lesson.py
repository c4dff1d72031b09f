"""The network lesson: its numbers are the core's, evidence adds up, drawings travel, and words say what numbers say."""

import re
from dataclasses import replace

import numpy as np
import pytest

from conv.digits import as_ink, frame_digit
from conv.drawn_digits import DRAWN_DIGITS, MISREAD, drawn_digit
from conv.evidence import evidence, patch_scores, score_gradient
from conv.networks import NETWORKS
from conv.refusal import Refusal
from conv.scores import softmax
from conv.trained import DIGIT_NETWORK, trained_figures, trained_network, training_moments
from conv.ui.board.facts import cell_facts, reduced_numbers
from conv.ui.lesson import Picture
from conv.ui.lessons.network import scene_digit
from conv.ui.lessons.network_evidence import explained
from conv.ui.scene.address import scene_address, scene_from_query
from conv.ui.scene.kinds import Ink, Table
from conv.ui.scene.record import Scene
from conv.ui.words.network import percent
from pages.network import LESSON
from tests.apps import open_page, shown_scene, widget
from tests.driving import run_script
from tests.stroke_digits import stroke_digit

NETWORK = trained_network()
INK = Ink((1, 32))


def ink_of(number):
    """A drawing of chance in twentieths."""
    return np.rint(stroke_digit(number)[0] * 20) / 20


def drawn_scene(number, topic="read", **settings):
    return Scene(picture="typed", pixels=tuple(map(tuple, ink_of(number).tolist())), topic=topic, **settings)


def built(scene):
    return LESSON.part(scene.topic).build(scene, Picture())


def values(content):
    return {panel.name: panel.values for panel in content.board.panels}


# Reading.


@pytest.mark.parametrize("number", [0, 1, 6])
def test_every_map_and_score_on_the_board_is_the_core_s(number):
    found = values(built(drawn_scene(number)))
    framed = frame_digit(ink_of(number)).pixels
    np.testing.assert_array_equal(found["framed"], framed[0])
    *maps, scores = NETWORK.maps(framed)
    for layer, made in enumerate(maps):
        for channel, plane in enumerate(made):
            np.testing.assert_array_equal(found[f"maps{layer}_{channel}"], plane)
    np.testing.assert_array_equal(found["scores"][:, 0], scores[0, 0])
    np.testing.assert_allclose(found["shares"][:, 0], softmax(scores[0, 0]), atol=1e-15)


def test_the_terms_of_every_number_make_it():
    content = built(drawn_scene(4))
    found = values(content)
    seen = 0
    for track in content.board.tracks:
        numbers = reduced_numbers(content.board, track)[-1]
        np.testing.assert_allclose(numbers, found[track.target], atol=1e-9, err_msg=track.title)
        seen += numbers.size
    assert seen == 6 * (24 * 24 + 12 * 12) + 12 * (8 * 8 + 4 * 4) + 20


def test_a_score_is_a_hundred_and_ninety_two_products_and_a_bias():
    content = built(drawn_scene(2))
    track = next(track for track in content.board.tracks if track.target == "scores")
    facts = cell_facts(content.board, track, 7, 0)
    assert [len(terms) for terms in facts.terms] == [16] * 12 + [1]
    np.testing.assert_allclose(sum(facts.sums), values(content)["scores"][7, 0], atol=1e-12)


def test_kernels_of_a_mosaic_are_those_of_the_map_that_is_walked():
    content = built(drawn_scene(2))
    mosaic, weight = values(content)["kernels2"], NETWORK.operations[2].parameters["weight"]
    for channel in (0, 5, 11):
        track = next(track for track in content.board.tracks if track.target == f"maps2_{channel}")
        for source, group in enumerate(track.groups):
            rows, cols = group.factors[1].cells(3, 4, 8)
            np.testing.assert_array_equal(mosaic[np.ix_(rows, cols)], weight[channel, source])


def test_the_field_of_a_deep_neuron_is_the_network_s():
    track = next(track for track in built(drawn_scene(2)).board.tracks if track.target == "maps3_0")
    rows, cols = track.overlays[0].cells(1, 2, 4)
    field = NETWORK.first(4).field(3, 0, 1, 2)[0][0]
    assert list(rows) == np.flatnonzero(field.any(axis=1)).tolist()
    assert list(cols) == np.flatnonzero(field.any(axis=0)).tolist()


@pytest.mark.parametrize("name", DRAWN_DIGITS)
def test_the_answer_is_said_as_the_bars_show_it(name):
    content = built(Scene(picture="drawn", digit=name, topic="read"))
    shares = values(content)["shares"][:, 0]
    said = re.search(r"\*\*(\d)\*\*, with ([^;]*); next comes (\d)", content.headline)
    first, second = np.argsort(-shares)[:2]
    assert said.groups() == (str(first), percent(shares[first]), str(second))
    assert first == MISREAD.get(name, DRAWN_DIGITS[name])


def test_honesty_has_the_figures_that_were_measured():
    figures = trained_figures()
    said = " ".join(built(Scene(picture="drawn", topic="read")).sentences)
    for share in (figures.accuracy, figures.moved, figures.moved_unframed):
        assert percent(share) in said
    assert "does not learn while you draw" in said
    assert percent(figures.erased) in " ".join(built(Scene(picture="drawn", topic="evidence")).sentences)
    trained = " ".join(built(Scene(picture="drawn", topic="training")).sentences)
    assert percent(figures.inverted) in trained
    assert percent(figures.empty_probability) in trained
    assert "Nobody typed" in " ".join(built(Scene(picture="drawn", topic="kernels")).sentences)


def test_an_empty_field_is_said_to_be_one():
    empty = Scene(picture="typed", pixels=((0.0,) * 28,) * 28, topic="read")
    figures, said = trained_figures(), built(empty).headline
    assert said.startswith("Nothing is drawn")
    assert f"**{figures.empty_class}** with {percent(figures.empty_probability)}" in said


def test_nearly_all_is_not_all():
    assert [percent(share) for share in (0, 1e-9, 0.25, 0.99999, 1)] == [
        "0.0 %", "less than 0.1 %", "25.0 %", "more than 99.9 %", "100.0 %",
    ]  # fmt: skip


def test_softmax_stands_in_its_columns():
    content = built(Scene(picture="drawn", digit="seven_narrow", topic="read"))
    scores = values(content)["scores"][:, 0]
    (table,) = content.below()
    line = next(line for line in table.markdown.splitlines() if line.startswith("| 7 |"))
    numbers = [float(cell.replace("−", "-")) for cell in line.strip("| ").split("|")[1:]]
    above = scores[7] - scores.max()
    np.testing.assert_allclose(numbers, [scores[7], above, np.exp(above), softmax(scores)[7]], atol=5.1e-5)


def test_a_photo_is_framed_from_all_its_pixels_and_is_not_painted():
    ink = np.pad(stroke_digit(2)[0].repeat(4, 0).repeat(4, 1), 20)
    photo = np.rint(255 * (0.9 - 0.8 * ink)).astype(np.uint8)[None].repeat(3, axis=0)
    digit = scene_digit(Scene(picture="upload"), photo)
    assert not digit.drawn
    assert digit.framed.inverted
    assert np.abs(digit.pixels - frame_digit(ink).pixels).mean() < 0.03
    board = LESSON.part("read").build(Scene(picture="upload"), Picture(photo)).board
    assert not any(panel.edits for panel in board.panels)
    assert not board.painted


# Drawing, in the browser and in links.

FRAMED = """
const { asInk, frameDigit } = await import("./assets/player/framing.js");
const given = JSON.parse(await new Response(Deno.stdin.readable).text());
console.log(JSON.stringify(given.map(({ numbers, rows, cols }) => [...frameDigit(asInk(numbers), rows, cols)])));
"""
STROKES = """
const { mixed, stroke } = await import("./assets/player/brushes.js");
const given = JSON.parse(await new Response(Deno.stdin.readable).text());
console.log(JSON.stringify(given.map(({ from, to, width }) => stroke(from, to, width, { rows: 28, cols: 28 }))));
"""


def test_the_browser_frames_drawings_as_the_core_does():
    rng = np.random.default_rng(3)
    drawings = [ink_of(number) for number in range(120)]
    drawings += [np.zeros((28, 28)), np.eye(28), np.ones((1, 32)), rng.normal(size=(9, 17)), 9 * rng.random((5, 5))]
    drawings += [np.pad([[0.1]], ((3, 24), (20, 7))), np.pad([[0.15]], ((0, 27), (27, 0)))]
    given = [{"numbers": each.ravel().tolist(), "rows": len(each), "cols": each.shape[1]} for each in drawings]
    for drawing, found in zip(drawings, run_script(FRAMED, given), strict=True):
        np.testing.assert_allclose(np.reshape(found, (28, 28)), frame_digit(as_ink(drawing)).pixels[0], atol=1e-12)


def test_a_wide_pen_is_round_and_soft_and_a_thin_one_covers_whole_cells():
    point = {"row": 10.5, "col": 10.5}
    wide, thin, line, corner = run_script(
        STROKES,
        [
            {"from": point, "to": point, "width": 3},
            {"from": point, "to": point, "width": 1},
            {"from": point, "to": {"row": 10.5, "col": 20.5}, "width": 2},
            {"from": {"row": -3, "col": -3}, "to": {"row": 1, "col": 1}, "width": 1},
        ],
    )
    shares = np.zeros((28, 28))
    for row, col, share in wide:
        shares[row, col] = share
    rows, cols = np.indices((28, 28))
    np.testing.assert_allclose(shares, np.clip(2 - np.hypot(rows - 10, cols - 10), 0, 1), atol=1e-12)
    assert {tuple(cell) for cell in thin} == {(10, 10, 1)}
    assert {(10, col, 1) for col in range(10, 21)} <= {tuple(cell) for cell in line}
    assert {tuple(cell) for cell in corner} == {(0, 0, 1), (1, 1, 1)}


@pytest.mark.parametrize("number", range(12))
def test_a_drawing_s_link_is_short_and_brings_it_back(number):
    scene = drawn_scene(number)
    query = scene_address(scene)
    assert re.fullmatch(r"28x28_[0-9a-t]*", query["pixels"])
    assert len(query["pixels"]) < 800
    assert scene_from_query(query) == (scene, ())


def test_what_is_no_ink_or_small_is_written_as_ever():
    for matrix in (((1.0, 0.0), (0.5, 1.0)), ((0.123,) * 28,) * 28, ((2.0,) * 28,) * 28, ((-0.05,) * 28,) * 28):
        text = INK.write(matrix)
        assert text == Table((1, 32)).write(matrix)
        assert INK.parse("pixels", text) == matrix


@pytest.mark.parametrize("text", ["28x28_785", "28x28_784a", "40x40_", "0x3_", "28x28_z", "28x28_1.5", "28x28"])
def test_a_short_form_that_cannot_be_is_refused(text):
    with pytest.raises(Refusal, match="pixels"):
        INK.parse("pixels", text)


def test_the_board_follows_a_stroke_only_where_all_of_it_is_made_in_the_browser():
    boards = {part.name: part.build(part.opening, Picture()).board for part in LESSON.parts}
    assert {name: board.followed for name, board in boards.items()} == {
        "read": True, "evidence": False, "kernels": True, "training": False,
    }  # fmt: skip
    made = {track.target for track in boards["read"].tracks} | {recipe.target for recipe in boards["read"].recipes}
    fixed = {panel.name for panel in boards["read"].panels} - made
    assert fixed == {"drawn", "kernels2", "dense", "biases", *(f"kernel{number}" for number in range(6))}


# Evidence.


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("against", ["none", "second", "3"])
def test_contributions_add_up_to_the_score(number, against):
    scene = drawn_scene(number, "evidence", label=str(number), against=against)
    content = built(scene)
    found = values(content)
    pixels = scene_digit(scene, None).pixels
    scores = NETWORK.apply(pixels)[0, 0]
    other = explained(NETWORK, pixels, scene).against
    wanted = scores[number] - (0 if other is None else scores[other])
    total = float(np.nansum(found["adds"])) + found["bias"][0, 0]
    np.testing.assert_allclose([total, found["score"][0, 0]], wanted, atol=1e-9)
    np.testing.assert_allclose(found["places"], evidence(NETWORK, pixels, number, other).places, atol=1e-12)
    for track in content.board.tracks[:2]:
        np.testing.assert_allclose(reduced_numbers(content.board, track)[-1], found[track.target], atol=1e-9)


def test_patches_and_gradient_are_the_core_s():
    scene = drawn_scene(3, "evidence", label="2", patch=4)
    found, pixels = values(built(scene)), scene_digit(scene, None).pixels
    scores = NETWORK.apply(pixels)[0, 0]
    np.testing.assert_allclose(found["worth"], scores[2] - patch_scores(NETWORK, pixels, 4)[..., 2], atol=1e-9)
    np.testing.assert_allclose(found["gradient"], score_gradient(NETWORK, pixels, 2)[0], atol=1e-12)
    row, col = np.unravel_index(found["worth"].argmax(), found["worth"].shape)
    erased = pixels.copy()
    erased[:, row : row + 4, col : col + 4] = 0
    np.testing.assert_allclose(scores[2] - NETWORK.apply(erased)[0, 0, 2], found["worth"][row, col], atol=1e-9)


def test_the_patches_that_change_the_answer_are_counted():
    scene = Scene(picture="drawn", digit="seven_narrow", topic="evidence", against="second")
    pixels = scene_digit(scene, None).pixels
    answers = patch_scores(NETWORK, pixels, 5).argmax(axis=-1)
    said = built(scene).sentences[1]
    assert f"any one of {(answers != 1).sum()} patches" in said
    assert built(scene).sentences[0].startswith("**1 less 7 = ")


def test_a_class_is_not_compared_with_itself():
    found = built(drawn_scene(1, "evidence", label="4", against="4"))
    assert found.sentences[0].startswith("**Score of 4 = ")


# Kernels and training.


def test_kernels_and_their_maps_are_the_first_layer_s():
    content = built(Scene(picture="drawn", topic="kernels"))
    found = values(content)
    first = NETWORK.first(1).apply(scene_digit(Scene(picture="drawn"), None).pixels)
    for number in range(6):
        np.testing.assert_allclose(found[f"digit{number}"], first[number], atol=1e-12)
    for track in content.board.tracks:
        np.testing.assert_allclose(reduced_numbers(content.board, track)[-1], found[track.target], atol=1e-9)
    *_words, extra = content.below()
    assert len(extra.board.panels) == 12
    for panel in extra.board.panels:
        assert panel.shape == (14, 5 * 15 - 1)


def test_questions_about_the_training_are_answered_by_what_was_recorded():
    moments = training_moments()
    asked = built(replace(drawn_scene(5), topic="training")).board.tracks[0].words["asked"]
    steps = {f"{count:,}": number for number, count in enumerate(moments.iterations.tolist())}
    assert len(asked) > 8
    for question in asked[1:]:
        number = steps[re.search(r"After ([\d,]+) of", question["text"])[1]]
        assert question["answer"] == round(100 * moments.held_out[number])
        assert len({question["answer"], *question["others"]}) == 4
    assert asked[0]["answer"] == round(float(moments.losses[0]), 2)


def test_training_ends_with_the_trained_network():
    scene = replace(drawn_scene(5), topic="training")
    board = built(scene).board
    moments, pixels = training_moments(), scene_digit(scene, None).pixels
    panels = {panel.name: panel for panel in board.panels}
    assert board.steps == len(moments)
    for moment in (0, 30, len(moments) - 1):
        scores = moments.network(moment).apply(pixels)[0, 0]
        np.testing.assert_allclose(panels["scores"].moments[moment, :, 0], scores, atol=1e-12)
        np.testing.assert_allclose(panels["shares"].moments[moment, :, 0], softmax(scores), atol=1e-12)
    np.testing.assert_allclose(panels["kernel3"].values, NETWORK.operations[0].parameters["weight"][3, 0], atol=1e-9)
    steps = board.tracks[0].words["steps"]
    assert len(steps) == len(moments)
    assert steps[1].startswith("After 1 iteration: ")
    assert percent(trained_figures().accuracy) in steps[-1]


def test_the_depth_lesson_knows_the_network():
    convolutions = DIGIT_NETWORK.operations[:-1]
    shapes = lambda layers: [(type(each), each.footprint, each.learned) for each in layers]  # noqa: E731
    assert shapes(NETWORKS["digits"]) == shapes(convolutions)


def test_a_ready_digit_is_in_twentieths():
    for name in DRAWN_DIGITS:
        steps = drawn_digit(name) * 20
        np.testing.assert_allclose(steps, np.rint(steps), atol=1e-12)


def test_a_digit_of_a_link_stays_from_part_to_part():
    pixels = "28x28_145ttttttttttttttt20j27j27j27j27j27j27j27j27j27j27j27j27j27j27j27j27j27j"
    app = open_page("network", picture="typed", pixels=pixels)
    drawn = shown_scene(app).pixels
    for topic in ("evidence", "training", "read"):
        widget(app, "segmented_control", "topic_network").set_value(topic).run()
        assert shown_scene(app).pixels == drawn
        assert shown_scene(app).picture == "typed"
