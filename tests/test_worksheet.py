"""Worksheets: what is empty on the sheet and filled on its answers, out of the core's numbers."""

import html
import re

import numpy as np
import pytest

import conv
from conv.reductions import KINDS, Reduction
from conv.ui.linked import build_scene, open_link
from conv.ui.plans import PLANS
from conv.ui.saving.worksheet import worksheet_page
from pages import find_lessons
from tests.driving import run_script

LESSONS = {lesson.name: lesson for lesson in find_lessons()}
STOPS = [stop for plan in PLANS for stop in plan.stops]


def papers(page):
    """The sheet and its answers, as HTML."""
    return re.findall(r"<main>(.*?)</main>", page, re.DOTALL)


def plain(text):
    """What is read: blanks are underscores."""
    blanks = re.sub(r"<i[^>]*></i>", "_", text)
    return html.unescape(re.sub(r"<[^>]+>", "", blanks))


def lines(paper):
    return [plain(line) for line in re.findall(r'<div class="line">(.*?)</div>', paper, re.DOTALL)]


def sheet_of(link, **settings):
    linked = open_link(link, LESSONS.values())
    step, track = linked.scene.step or 0, linked.scene.panel or 0
    return papers(worksheet_page(linked.content.board, "Step", step=step, track=track, **settings))


def numbers_on(paper):
    """Texts of the drawing."""
    return [html.unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", paper)]


def test_a_cell_is_worked_out_with_blanks_and_with_the_core_s_numbers():
    sheet, answers = sheet_of("step?kernel=box_blur&bias=1&activation=relu&step=4", cells=1)
    assert lines(sheet) == [
        "_×_ + _×_ + _×_ + _×_ + _×_ + _×_ + _×_ + _×_ + _×_ = _",
        "_ ÷ 9 ≈ _",
        "_ + 1 ≈ _",
        "ReLU(_) ≈ _",
    ]
    found = conv.walk(
        [[[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]],
        np.ones((1, 3, 3)),
        divisor=9,
        bias=1,
        activation="relu",
    )
    step = conv.step_at(found, 4)
    pixels = " + ".join(f"{pixel:.0f}×1" for pixel in step.window.ravel())
    total, divided, output = step.numbers[0], step.numbers[1], step.output
    assert lines(answers) == [
        f"{pixels} = {total:.0f}",
        f"{total:.0f} ÷ 9 ≈ {divided:.4f}",
        f"{divided:.4f} + 1 ≈ {output:.4f}",
        f"ReLU({output:.4f}) ≈ {output:.4f}",
    ]


def test_the_sheet_shows_what_came_before_the_step_and_the_answers_show_all():
    sheet, answers = sheet_of("step?step=4", cells=2)
    map_numbers = ["4", "3", "4", "2", "4", "3", "2", "3", "4"]
    assert numbers_on(answers)[-9:] == map_numbers
    assert "Σ = 4" in numbers_on(answers)
    assert numbers_on(sheet)[-4:] == map_numbers[:4]
    assert "Row 1, column 1" in plain(sheet)
    assert "Row 1, column 2" in plain(sheet)
    assert "Row 2, column 0" not in plain(sheet)
    assert "Name ____" in plain(sheet)
    assert "Name ____" not in plain(answers)


def test_channels_have_a_line_each_and_one_for_their_sum():
    sheet, answers = sheet_of("channels?stride=2&padding=1&bias=1&activation=none&step=0", cells=1)
    assert [line.partition(":")[0] for line in lines(sheet)[:3]] == ["Red", "Green", "Blue"]
    assert lines(sheet)[3:] == ["_ + _ + _ = _", "_ + 1 = _"]
    board = open_link("channels?stride=2&padding=1&bias=1&activation=none", LESSONS.values()).content.board
    target = next(panel for panel in board.panels if panel.name == "map_0")
    assert lines(answers)[-1].endswith(f"= {target.values[0, 0]:.0f}")


def test_numbers_that_no_cell_shows_are_given():
    sheet, _answers = sheet_of("step?picture=landscape&size=64&activation=none&kernel=sobel_x&step=0", cells=1)
    assert re.fullmatch(r"(\d+×_ \+ ){8}\d+×_ = _", lines(sheet)[0])
    names, _answers = sheet_of("step?cells=names&step=0", cells=1)
    assert re.fullmatch(r"(\d×\d \+ ){8}\d×\d = _", lines(names)[0])


def test_as_many_cells_are_worked_out_as_fit_and_as_the_map_has():
    assert len(lines(sheet_of("step?activation=none&step=0", cells=6)[0])) == 6
    assert len(lines(sheet_of("step?activation=none&step=7", cells=6)[0])) == 2
    network, _answers = sheet_of("network?picture=drawn&digit=seven&topic=read&panel=36&step=7", cells=6)
    assert network.count("<h2>") == 1


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.address[:60])
def test_every_ready_scene_has_one_and_its_sheet_holds_no_answer(stop):
    linked = build_scene(LESSONS[stop.page], stop.scene)
    page = worksheet_page(linked.content.board, "Title", step=stop.scene.step or 0, track=stop.scene.panel or 0)
    sheet, answers = papers(page)
    results = re.findall(r"<i class=wide>([^<]*)</i>", answers)
    assert all(results)
    assert re.findall(r"<i class=wide>([^<]*)</i>", sheet) == [""] * len(results)
    assert not [text for text in numbers_on(sheet) if text.startswith(("Σ =", "Σ ≈", "max ="))]
    assert len(numbers_on(sheet)) <= len(numbers_on(answers))


def test_a_line_of_terms_is_the_player_s():
    kinds, texts = list(KINDS), ["1", "2", "3"]
    script = """
      import { reductionOf } from "./assets/player/reductions.js";
      const [kinds, texts] = JSON.parse(new TextDecoder().decode(await new Response(Deno.stdin.readable).bytes()));
      console.log(JSON.stringify(kinds.map((kind) => reductionOf(kind).text(texts, 9))));
    """
    assert [Reduction(kind).line(texts, 9) for kind in kinds] == run_script(script, [kinds, texts])
