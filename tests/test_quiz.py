"""Questions about a scene: the same for a seed, with the core's answers."""

import re
from dataclasses import replace

import numpy as np
import pytest

from conv.ui.board.placement import WIDE, place_board
from conv.ui.lesson import Picture
from conv.ui.player.board_data import board_data
from conv.ui.scene.record import Scene
from pages import find_lessons
from tests.driving import run_script

SCRIPT = """
import { indexMapsOf } from "./assets/player/index_map.js";
import { Track } from "./assets/player/marks.js";
import { drawQuestions } from "./assets/player/questions.js";
const boards = JSON.parse(await new Response(Deno.stdin.readable).text());
console.log(JSON.stringify(boards.map(({ board, values, seed }) => {
  const indexMaps = indexMapsOf(board.indexMaps);
  const tracks = board.tracks.map((track) => new Track(track, indexMaps));
  const panels = Object.fromEntries(board.panels.map((panel) => [
    panel.name, { ...panel, value: (row, col) => values[panel.name]?.[row][col] ?? NaN },
  ]));
  return drawQuestions(seed, tracks, panels, indexMaps);
})));
"""
SCENES = [
    ("step", Scene()),
    ("step", Scene(stride=(2, 1), padding=((1, 0), (2, 1)), dilation=(1, 2), bias=-1, kernel="sharpen")),
    ("step", Scene(picture="digits", size=14, kernel="box_blur", activation="sigmoid")),
    ("step", Scene(padding=((2, 2), (2, 2)), padding_mode="circular")),
    ("padding", Scene(topic="modes", padding=((1, 2), (2, 1)))),
    ("stride", Scene(stride=(3, 3))),
    ("stride", Scene(picture="digits", size=28, kernel="sobel_x")),
    ("padding", Scene(padding=((1, 2), (2, 1)))),
    ("channels", Scene(stride=(2, 2), padding=((1, 1), (1, 1)), bias=1, activation="none")),
    ("pooling", Scene(picture="shapes", size=14, pool_size=(3, 3), pool_stride=(2, 2))),
    ("sharing", Scene(topic="flip", kernel="sobel_x")),
    ("transposed", Scene(topic="zeros", stride=(2, 2))),
    ("transposed", Scene(topic="stamp", stride=(2, 2), padding=((1, 1), (1, 1)))),
    ("backward", Scene(topic="pass", activation="none", stride=(2, 2), padding=((1, 1), (1, 1)))),
    ("backward", Scene(topic="pass", picture="landscape", size=8, colour="channels", kernel="sobel_x", bias=2)),
    ("backward", Scene(topic="gates", kernel="sobel_x", picture="digits", size=10)),
    ("backward", Scene(topic="convolutions", activation="none", kernel="sobel_x")),
    ("backward", Scene(topic="learn", picture="digits", size=16)),
    ("backward", Scene(topic="learn", picture="digits", size=16, momentum=0.9, learned=2)),
    ("kernels", Scene(topic="again", picture="shapes", size=20, kernel="emboss", activation="clip")),
]
LESSONS = {lesson.name: lesson for lesson in find_lessons()}


def build(name, scene):
    return LESSONS[name].part(scene.topic).build(scene, Picture()).board


def drawn(boards, seeds):
    asked = []
    for board, seed in zip(boards, seeds, strict=True):
        values = {
            panel.name: np.where(np.isnan(panel.values), None, panel.values).tolist()
            for panel in board.panels
            if panel.values.ndim == 2
        }
        asked.append({"board": board_data(board, place_board(board, WIDE), ""), "values": values, "seed": seed})
    return run_script(SCRIPT, asked)


def keys(rows, cols):
    return {f"{row},{col}" for row in rows for col in cols}


def keys_of(cells):
    return {f"{row},{col}" for row, col in cells}


def worked_out(text):
    """What is asked for, out of the numbers of the sentence: weight − rate × gradient, and momentum × last change."""
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?(?:e-\d+)?", text.replace("−", "-"))][1:]
    if len(numbers) == 3:
        weight, gradient, rate = numbers
        return weight - rate * gradient
    weight, gradient, change, rate, momentum = numbers
    return weight - rate * gradient + momentum * change


def added(board, track, question):
    """What a step adds to a place, out of the sums of all steps up to it and before it."""
    panels = {panel.name: panel.values for panel in board.panels}
    stamp = next(stamp for stamp in track.stamps if stamp.lands.panel == question["lands"])
    rows, cols = stamp.lands.cells(question["row"], question["col"], track.size[1])
    cell = question["row"], question["col"]
    at = (cell[0] * track.size[1] + cell[1],) * 2 if stamp.lands.by_step else cell
    k = stamp.lands.rows.tap_indices(at[0])[rows.index(question["place"][0])]
    m = stamp.lands.cols.tap_indices(at[1])[cols.index(question["place"][1])]
    number = 1.0
    for factor in track.groups[stamp.group].factors:
        down, across = factor.cells(question["row"], question["col"], track.size[1])
        values = panels[factor.panel][np.ix_(down, across)]
        number *= values[0, 0] if values.size == 1 else values[k, m]
    return number


def check(board, question):
    """The answer, worked out from the board's arrays and the core's index maps."""
    track = board.tracks[question["track"]]
    panels = {panel.name: panel for panel in board.panels}
    if question["kind"] == "size":
        assert tuple(question["answer"]) == panels[track.target].shape
        return
    if question["kind"] == "largest":
        sizes = np.abs(panels[question["of"]].values)
        assert set(question["answer"]) == keys_of(np.argwhere(sizes == sizes.max()))
        assert panels[question["panel"]].shape == sizes.shape
        return
    if question["kind"] == "told":
        assert question["answer"] == pytest.approx(worked_out(question["text"]), abs=2e-3)
        return
    row, col = question["row"], question["col"]
    if question["kind"] == "added":
        assert question["answer"] == pytest.approx(added(board, track, question))
        assert question["choices"].count(question["answer"]) == 1
        return
    operand = track.stamps[0].lands if track.stamps else track.operands[0]
    if question["kind"] == "value":
        assert question["answer"] == pytest.approx(float(panels[track.target].values[row, col]))
        assert question["choices"].count(question["answer"]) == 1
        assert len(set(question["choices"])) == 4
    elif question["kind"] == "reads":
        assert question["panel"] == operand.panel
        assert set(question["answer"]) == keys(operand.rows.sources(row), operand.cols.sources(col))
    else:
        assert question["panel"] == track.target
        assert set(question["answer"]) == {
            f"{down},{across}"
            for down in range(track.size[0])
            for across in range(track.size[1])
            if reads_pixel(operand, panels[operand.panel], (down, across), (row, col))
        }
    if question["kind"] in ("reads", "readers") and question["area"]:
        top, bottom, left, right = question["area"]
        assert set(question["answer"]) == keys(range(top, bottom + 1), range(left, right + 1))


def reads_pixel(operand, panel, target, place):
    """Whether a cell reads the pixel at a place, there or as a copy in the padding, by looking at all that it reads."""
    if panel.sources is None:
        return place[0] in operand.rows.sources(target[0]) and place[1] in operand.cols.sources(target[1])
    pixel = tuple(index_map.sources(at) for index_map, at in zip(panel.sources, place, strict=True))
    return any(
        tuple(index_map.sources(at) for index_map, at in zip(panel.sources, (row, col), strict=True)) == pixel
        for row in operand.rows.sources(target[0])
        for col in operand.cols.sources(target[1])
    )


def test_two_hundred_questions_have_the_core_s_answers():
    seeds = range(1, 4)
    boards = [build(name, scene) for name, scene in SCENES for _seed in seeds]
    found = drawn(boards, [seed for _scene in SCENES for seed in seeds])
    kinds = [question["kind"] for questions in found for question in questions]
    assert len(kinds) >= 200
    asked = ("size", "value", "reads", "readers", "added", "told")
    assert {kind: kinds.count(kind) > 15 for kind in asked} == dict.fromkeys(asked, True)
    assert kinds.count("largest") > 5
    for board, questions in zip(boards, found, strict=True):
        assert 4 <= len(questions) <= 10  # a map of one cell has one number, whose window is marked
        for question in questions:
            check(board, question)


def test_a_seed_has_its_questions_and_another_one_others():
    board = build("step", Scene())
    first, again, other = drawn([board] * 3, [7, 7, 8])
    assert first == again != other


def test_no_question_asks_what_another_one_has_shown():
    boards = [build(name, scene) for name, scene in SCENES]
    for seed in range(1, 6):
        for questions in drawn(boards, [seed] * len(boards)):
            shown = set()
            for question in questions:
                place = question.get("row"), question.get("col")
                assert question["kind"] != "reads" or place not in shown
                if question["kind"] == "value":
                    shown.add(place)  # its window is marked


RIGHT = """
import { isRight } from "./assets/player/questions.js";
import { typedNumber } from "./assets/player/numbers.js";
const { answers, texts } = JSON.parse(await new Response(Deno.stdin.readable).text());
console.log(JSON.stringify([answers.map(([typed, answer]) => isRight(typed, answer)), texts.map(typedNumber)]));
"""
ANSWERS = {  # (typed, answer): whether it is right
    (20000, 20000): True,
    (20010, 20000): False,
    (0, 0.005): False,
    (0.005, 0.005): True,
    (66.67, 66.66666): True,
    (66.66, 66.66666): False,
    (66.7, 66.66666): False,
    (-2.5, -2.5): True,
    (2.5, -2.5): False,
    (0, 0): True,
    (0.003, 0): False,
    (0.0051, 0.00514): True,
}
TYPED = {  # what it is taken as, and what is said of it
    "5": (5, ""),
    " -0,5 ": (-0.5, ""),
    "−3": (-3, ""),
    "1/3": (0.333333333, "shortened"),
    "1/4": (0.25, ""),
    "１２": (12, ""),
    "1e999": (None, "too_large"),
    "0x10": (None, "no_number"),
    "-1e999/2": (None, "too_large"),
    "1e999/0": (None, "no_number"),
    "1,000": (None, "two_meanings"),
    "1,234,567": (None, "two_meanings"),
    "1000001": (None, "too_large"),
    "1e6": (1000000, ""),
    "0.1234567891": (0.123456789, "shortened"),
    "": (None, "no_number"),
    "1/0": (None, "no_number"),
    "1/2/3": (None, "no_number"),
    "five": (None, "no_number"),
    "Infinity": (None, "no_number"),
}


def test_whole_answers_are_exact_and_others_to_the_decimals_asked_for_and_typed_numbers_are_taken_as_typed():
    right, taken = run_script(RIGHT, {"answers": list(ANSWERS), "texts": list(TYPED)})
    assert dict(zip(ANSWERS, right, strict=True)) == ANSWERS
    assert {text: (found["value"], found["why"]) for text, found in zip(TYPED, taken, strict=True)} == TYPED


def test_the_size_is_asked_with_its_terms_and_without_the_answer():
    scene = Scene(stride=(2, 2), padding=((1, 2), (0, 0)), dilation=(2, 1))
    question = drawn([build("step", scene)], [1])[0][0]
    assert question["kind"] == "size"
    assert question["terms"] == (
        "Rows: n = 5, padding 1 + 2, k = 3, d = 2, s = 2. Columns: n = 5, padding 0 + 0, k = 3, d = 1, s = 2."
    )
    assert question["answer"] == [2, 2]  # floor((8 - 5) / 2) + 1 and floor((5 - 3) / 2) + 1


def test_every_lesson_with_numbers_has_questions():
    boards = {}
    for lesson in LESSONS.values():
        for part in lesson.parts:
            if part.controls is not None:
                scene = replace(part.opening, topic=part.name, size=min(part.opening.size, 28))
                boards[lesson.name, part.name] = part.build(scene, Picture()).board
    for name, questions in zip(boards, drawn(boards.values(), [1] * len(boards)), strict=True):
        assert questions, name
