"""Questions about a scene: the same for a seed, with the core's answers."""

from dataclasses import replace

import numpy as np
import pytest

from conv.ui.board.placement import WIDE, place_board
from conv.ui.lesson import Picture
from conv.ui.player.data import board_data
from conv.ui.scene.record import Scene
from pages import find_lessons
from tests.driving import run_script

SCRIPT = """
import { linksOf } from "./assets/player/link.js";
import { Track } from "./assets/player/marks.js";
import { drawQuestions } from "./assets/player/questions.js";
const boards = JSON.parse(await new Response(Deno.stdin.readable).text());
console.log(JSON.stringify(boards.map(({ board, values, seed }) => {
  const links = linksOf(board.links);
  const tracks = board.tracks.map((track) => new Track(track, links));
  const panels = Object.fromEntries(board.panels.map((panel) => [
    panel.name, { ...panel, value: (row, col) => values[panel.name]?.[row][col] ?? NaN },
  ]));
  return drawQuestions(seed, tracks, panels, links);
})));
"""
SCENES = [
    ("step", Scene()),
    ("step", Scene(stride=(2, 1), padding=((1, 0), (2, 1)), dilation=(1, 2), bias=-1, kernel="sharpen")),
    ("step", Scene(picture="digits", size=14, kernel="box_blur", activation="sigmoid")),
    ("stride", Scene(stride=(3, 3))),
    ("padding", Scene(padding=((1, 2), (2, 1)))),
    ("channels", Scene(stride=(2, 2), padding=((1, 1), (1, 1)), bias=1, activation="none")),
    ("pooling", Scene(picture="shapes", size=14, pool_size=(3, 3), pool_stride=(2, 2))),
    ("sharing", Scene(topic="flip", kernel="sobel_x")),
    ("transposed", Scene(topic="zeros", stride=(2, 2))),
    ("transposed", Scene(topic="stamp", stride=(2, 2), padding=((1, 1), (1, 1)))),
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


def check(board, question):
    """The answer, worked out from the board's arrays and the core's links."""
    track = board.tracks[question["track"]]
    panels = {panel.name: panel for panel in board.panels}
    if question["kind"] == "size":
        assert tuple(question["answer"]) == panels[track.target].shape
        return
    row, col = question["row"], question["col"]
    reading = track.written if track.writes else track.readings[0]
    if question["kind"] == "value":
        assert question["answer"] == pytest.approx(float(panels[track.target].values[row, col]))
        assert question["choices"].count(question["answer"]) == 1
        assert len(set(question["choices"])) == 4
    elif question["kind"] == "reads":
        assert question["panel"] == reading.panel
        assert set(question["answer"]) == keys(reading.rows.reads(row), reading.cols.reads(col))
    else:
        readers = [
            [cell for cell in range(link.targets) if place in link.reads(cell)]
            for link, place in ((reading.rows, row), (reading.cols, col))
        ]
        assert question["panel"] == track.target
        assert set(question["answer"]) == keys(*readers)


def test_two_hundred_questions_have_the_core_s_answers():
    seeds = range(1, 4)
    boards = [build(name, scene) for name, scene in SCENES for _seed in seeds]
    found = drawn(boards, [seed for _scene in SCENES for seed in seeds])
    kinds = [question["kind"] for questions in found for question in questions]
    assert len(kinds) >= 200
    assert {kind: kinds.count(kind) > 15 for kind in ("size", "value", "reads", "readers")} == dict.fromkeys(
        ("size", "value", "reads", "readers"), True
    )
    for board, questions in zip(boards, found, strict=True):
        assert 5 <= len(questions) <= 10
        for question in questions:
            check(board, question)


def test_a_seed_has_its_questions_and_another_one_others():
    board = build("step", Scene())
    first, again, other = drawn([board] * 3, [7, 7, 8])
    assert first == again != other


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
