"""Pages saved by the app: from disk, without a server, they say what the app says."""

import json
import os
from dataclasses import replace
from io import BytesIO
from urllib.parse import urlencode

import numpy as np
import plotly.graph_objects as go
import pytest
from PIL import Image
from plotly.offline import get_plotlyjs

from conv.ui.board.figure import board_spec
from conv.ui.board.marks import all_covered
from conv.ui.board.placement import WIDE, place_board
from conv.ui.board.svg import figure_svg
from conv.ui.lesson import Picture
from conv.ui.saving.page import standalone_page
from conv.ui.scene.address import scene_address
from pages import find_lessons
from tests.browser.gestures import PLAYER, cell, cells_of, part, show, step
from tests.driving import READY

PARTS = [(lesson, each) for lesson in find_lessons() for each in lesson.parts if each.controls is not None]


def texts(page):
    return [part(page, name).text_content() for name in ("narration", "formula")]


@pytest.mark.parametrize("name", ["step", "padding modes", "pooling beside", "transposed stamp"])
def test_a_saved_page_says_what_the_app_says(visit, pages_from_disk, name):
    """Of all other parts, tests/test_saved_pages.py looks at what both are given."""
    lesson, _space, topic = name.partition(" ")
    each = next(each for found, each in PARTS if (found.name, each.name) == (lesson, topic))
    scene = replace(each.opening, topic=topic)
    board = each.build(scene, Picture()).board
    steps = [7919 % board.steps, board.steps - 1]
    app = visit(f"/{lesson}?{urlencode({**scene_address(scene), 'topic': topic, 'step': str(steps[0])})}")
    page = pages_from_disk(board, steps[0])
    for index in steps:
        for shown in (app, page):
            show(shown, index)
        assert texts(app) == texts(page), (scene, index)


def test_a_saved_page_is_one_file_that_asks_for_nothing_and_walks(browser, tmp_path):
    each = PARTS[0][1]
    board = each.build(each.opening, Picture()).board
    file = tmp_path / "step.html"
    file.write_text(standalone_page(board, place_board(board, WIDE), "Step <through>", step=4), encoding="utf-8")
    assert os.path.getsize(file) < 600_000
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(error))
    page.goto(file.as_uri())
    page.wait_for_selector('[data-testid="player"][data-ready="true"]')
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert page.title() == "Step <through>"
    page.keyboard.press("ArrowRight")
    assert step(page) == 5
    page.mouse.move(*cell(page, "map", 2, 2))
    assert cells_of(page, "input", "window") == [[2, 4, 2, 4]]
    page.mouse.move(0, 0)
    page.keyboard.press("End")
    assert step(page) == 8
    assert part(page, "edit").is_visible()
    assert not part(page, "save").is_visible()
    assert errors == []
    page.close()


def test_a_saved_page_asks_for_nothing_and_leads_back(browser, tmp_path):
    part = next(lesson for lesson in find_lessons() if lesson.name == "step").parts[0]
    board = part.build(part.opening, Picture()).board
    file = tmp_path / "page.html"
    link = "https://example.org/step?kernel=sobel_x&step=2"
    file.write_text(standalone_page(board, place_board(board, WIDE), "Step", step=2, address=link), encoding="utf-8")
    page = browser.new_page()
    asked, logged = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: logged.append(message.text) if message.type == "error" else None)
    page.goto(file.as_uri())
    page.wait_for_selector(READY)
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('[data-testid=player]').dataset.step === '3'")
    assert asked == [file.as_uri()]
    assert logged == []
    assert page.get_by_role("link", name="Open this scene in Kernelwalk").get_attribute("href") == link
    page.close()


def test_numbers_are_changed_and_undone_on_a_saved_page(pages_from_disk):
    each = PARTS[0][1]
    page = pages_from_disk(each.build(each.opening, Picture()).board, 0)
    before = part(page, "formula").text_content()
    x, y = cell(page, "kernel", 0, 1)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 24)
    page.mouse.up()
    changed = "1×1 + 1×3 + 1×1 + 0×0 + 1×1 + 1×0 + 0×1 + 0×0 + 1×1 = 7; ReLU(7) = 7"
    assert part(page, "formula").text_content() == changed
    page.keyboard.press("Control+z")
    assert part(page, "formula").text_content() == before
    part(page, "redo").click()
    assert part(page, "formula").text_content() == changed
    assert page.evaluate(f"() => {PLAYER}.board.byName.map.value(0, 0)") == 7


def test_a_saved_page_that_would_need_the_core_changes_no_numbers(pages_from_disk):
    each = next(each for lesson, each in PARTS if (lesson.name, each.name) == ("kernels", "passes"))
    page = pages_from_disk(each.build(each.opening, Picture()).board, 0)
    assert not part(page, "edit").is_visible()


@pytest.fixture(scope="module")
def sheet(browser):
    """An empty page that has plotly.js, and draws pictures as the board's style sheet says."""
    page = browser.new_page(viewport={"width": 1010, "height": 600})
    style = "body { margin: 0 } image { image-rendering: pixelated }"
    page.set_content(f"<style>{style}</style><script>{get_plotlyjs()}</script><div id='place'></div>")
    yield page
    page.close()


def pixels(page, placement):
    clip = {"x": 0, "y": 0, "width": placement.width, "height": placement.height}
    return np.asarray(Image.open(BytesIO(page.screenshot(clip=clip))).convert("L"), int)


PLOTLY = """figure => {
  const place = document.getElementById("place");
  place.replaceChildren(document.createElement("div"));
  return Plotly.newPlot(place.firstChild, figure.data, figure.layout, { staticPlot: true }).then(() => {});
}"""


@pytest.mark.parametrize("name", ["padding modes", "stride stride", "pooling pool", "kernels gabor", "network read"])
def test_the_figure_as_svg_is_what_plotly_draws(sheet, name):
    """Covers, pictures, lines, dots, hatches of both kinds, outlines, bars."""
    lesson, _space, topic = name.partition(" ")
    each = next(each for found, each in PARTS if (found.name, each.name) == (lesson, topic))
    board = each.build(replace(each.opening, topic=topic), Picture()).board
    placement = place_board(board, WIDE)
    spec = board_spec(board, placement, all_covered(board), whole=False)
    sheet.evaluate(PLOTLY, json.loads(go.Figure(spec).to_json()))
    drawn = pixels(sheet, placement)
    sheet.evaluate("svg => { document.getElementById('place').innerHTML = svg; }", figure_svg(spec))
    assert (drawn < 200).mean() > 0.01
    assert np.abs(pixels(sheet, placement) - drawn).max() < 48


def test_bias_kernel_and_function_are_changed_and_undone_on_a_saved_page(visit, browser, tmp_path):
    app = visit("/step?picture=digits&size=16&step=20&bias=2")
    part(app, "save").click()
    app.get_by_role("dialog").get_by_text("Web page", exact=True).click()
    with app.expect_download() as download:
        app.get_by_role("button", name="Web page,").click()
    file = tmp_path / "step.html"
    download.value.save_as(file)
    assert "./player/" not in file.read_text(encoding="utf-8")  # as it was made, without what the app's pages need
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(file.as_uri())
    page.wait_for_selector(READY)
    formula = part(page, "formula")
    texts = [formula.text_content()]
    x, y = cell(page, "number_bias", 0, 0)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 24)
    page.mouse.up()
    texts.append(formula.text_content())
    part(page, "edit").click()
    part(page, "preset-sobel_x").hover()
    assert formula.text_content() not in texts
    page.mouse.move(5, 5)
    for preset in ("sobel_x", "tanh"):
        part(page, f"preset-{preset}").click()
        page.mouse.move(5, 5)
        texts.append(formula.text_content())
    assert " + 5 = " in texts[1]
    assert "tanh(" in texts[3]
    assert len(set(texts)) == 4
    pressed = page.locator(".kw-presets [aria-pressed=true]")
    assert pressed.all_inner_texts() == ["Sobel x", "tanh"]
    for text in texts[2::-1]:
        page.keyboard.press("Control+z")
        assert formula.text_content() == text
    assert pressed.all_inner_texts() == ["Worked example", "ReLU"]
    for text in texts[1:]:
        part(page, "redo").click()
        assert formula.text_content() == text
    assert "kw-unanswered" not in part(page, "").get_attribute("class")
    page.close()
