"""axe-core finds nothing on any part of any lesson, the quiz, the dialog and the page for teachers, light and dark."""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from pages import find_lessons
from tests.browser.gestures import part
from tests.driving import go

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
PATHS = [
    "/",
    *(
        f"/{lesson.name}?topic={each.name}" if each.name else f"/{lesson.name}"
        for lesson in find_lessons()
        for each in lesson.parts
    ),
    "/step?quiz=3",
    "/stride?beside=stride+2&step=3",
]
RUN = """async ([context, options]) =>
  (await axe.run(context ?? document, { resultTypes: ['violations'], ...options }))
    .violations.map(({ id, nodes }) => [id, nodes.length, nodes[0].html.slice(0, 200)])"""
ALL_BUT_COLOURS = [None, {"rules": {"color-contrast": {"enabled": False}}}]
# Of a drawing, axe cannot tell what lies under its numbers, and takes most of its time to find that out.
COLOURS = [{"exclude": [[".js-plotly-plot"]]}, {"runOnly": {"type": "rule", "values": ["color-contrast"]}}]


@pytest.fixture(scope="module")
def page(pages):
    found = pages.fresh("/step?step=0", {"bypass_csp": True})
    found.evaluate(AXE)
    return found


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_found(page, path):
    go(page, path)
    assert_accessible(page)


def test_nothing_is_found_in_the_dialog(page):
    go(page, "/step?picture=worked&step=1")
    part(page, "save").click()
    expect(page.get_by_role("dialog").get_by_test_id("stCode").first).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_nothing_is_found_on_the_page_for_teachers(pages, address):
    page = pages.new({"bypass_csp": True})
    page.goto(f"{address}/teachers")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("1. ").first).to_be_visible()
    page.evaluate(AXE)
    assert_accessible(page)
    page.context.close()


def assert_accessible(page):
    """Everything in light, and colours in dark; those of numbers on a board are tested where they are chosen."""
    page.emulate_media(color_scheme="light")
    found = page.evaluate(RUN, ALL_BUT_COLOURS) + page.evaluate(RUN, COLOURS)
    page.emulate_media(color_scheme="dark")
    found += page.evaluate(RUN, COLOURS)
    page.emulate_media(color_scheme="light")
    assert found == []
