"""Worksheets on paper: two pages of A4, with nothing that is cut; and the way to one through the dialog."""

import re
import time

import pytest
from playwright.sync_api import expect

from conv.ui.linked import build_scene
from conv.ui.plans import PLANS
from conv.ui.saving.worksheet import worksheet_page
from pages import find_lessons
from tests.browser.gestures import part

LESSONS = {lesson.name: lesson for lesson in find_lessons()}
STOPS = [stop for plan in PLANS for stop in plan.stops]
CUT = """() => [...document.querySelectorAll('main')].flatMap((page) => {
  const whole = page.getBoundingClientRect();
  return [...page.querySelectorAll('h1, p, svg, .line, footer')].filter((element) => {
    const { top, bottom, right } = element.getBoundingClientRect();
    return bottom > whole.bottom + 1 || right > whole.right + 1 || top < whole.top - 1;
  }).map((element) => element.outerHTML.slice(0, 60));
})"""
OVERLAP = """() => [...document.querySelectorAll('main')].some((page) => {
  const boxes = [...page.children].map((element) => element.getBoundingClientRect());
  return boxes.some((box, index) => index && box.top < boxes[index - 1].bottom - 1);
})"""


@pytest.fixture(scope="module")
def paper(browser):
    page = browser.new_page()
    yield page
    page.close()


def page_count(pdf):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def assert_two_pages(paper, page):
    paper.set_content(page)
    assert paper.evaluate(CUT) == []
    assert not paper.evaluate(OVERLAP)
    assert paper.evaluate("() => document.querySelector('svg').getBoundingClientRect().height") > 190
    pdf = paper.pdf(prefer_css_page_size=True)
    assert page_count(pdf) == 2
    assert re.search(rb"/MediaBox\s*\[0 0 59[45][.\d]* 84[12]", pdf)


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.address[:60])
def test_the_worksheet_of_each_ready_scene_is_a_page_and_its_answers_another(paper, stop):
    linked = build_scene(LESSONS[stop.page], stop.scene)
    page = worksheet_page(
        linked.content.board,
        LESSONS[stop.page].title,
        step=stop.scene.step or 0,
        track=stop.scene.panel or 0,
        cells=6,
        address=f"https://example.org{stop.address[1:]}",
    )
    assert_two_pages(paper, page)


def test_a_worksheet_is_downloaded_from_the_dialog(visit, paper):
    page = visit("/step?step=4", fresh=True)
    part(page, "save").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Worksheet", exact=True).click()
    button = dialog.get_by_role("button", name="Worksheet, 0.3 MB")
    expect(button).to_be_visible()
    dialog.get_by_role("radio", name="2", exact=True).click()
    expect(dialog.get_by_role("radio", name="2", exact=True)).to_be_checked()
    sheet, deadline = "", time.monotonic() + 60
    while "Row 1, column 2" not in sheet and time.monotonic() < deadline:  # until then it is the one of before
        with page.expect_download() as found:
            button.click()
        sheet = found.value.path().read_text(encoding="utf-8")
    assert found.value.suggested_filename == "step-worksheet.html"
    assert_two_pages(paper, sheet)
    expect(paper.locator("h2")).to_have_text(["Row 1, column 1", "Row 1, column 2"] * 2)
    expect(paper.get_by_role("button", name="Print")).to_be_visible()


@pytest.mark.parametrize("path", ["/step?step=4", "/channels?step=2", "/depth?step=9", "/sharing?topic=matrix&step=3"])
def test_a_lesson_prints_on_one_page(visit, path):
    """Board, formula and numbers of the step; what else a lesson has below stays on screen."""
    page = visit(path, fresh=True)
    assert page_count(page.pdf(format="A4", prefer_css_page_size=True)) == 1
