"""What is in view, as rectangles on the screen, in every part of every lesson; and a lesson of thirty lines."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pages import find_lessons
from tests.browser.gestures import PHONE, cell, cells_of, frames, part, show, step, still
from tests.driving import go, open_page, running_app

PARTS = [
    f"/{lesson.name}?topic={each.name}" if each.name else f"/{lesson.name}"
    for lesson in find_lessons()
    for each in lesson.parts
]
SCROLLED = {  # cells that are in view first
    "/network?topic=read": {"drawn": (27, 27), "shares": (9, 0)},
    "/network?topic=kernels": {"drawn": (27, 27)},
    "/stride?topic=dilation": {"walk0_input": (15, 15), "walk0_map": (13, 13)},
    "/padding?topic=amounts": {"walk0_input": (5, 5), "walk0_map": (1, 1)},
    "/padding?topic=centre": {"walk0_input": (4, 4), "walk0_map": (4, 4)},
    "/kernels?topic=gallery": {"input": (255, 255)},
}
BOXES = """() => {
  const box = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return [left, top, right, bottom];
  };
  const find = (selector) => document.querySelector(selector);
  return {
    board: box(find('.kw-drawing')), bar: box(find('.kw-controls')), said: box(find('.kw-narration')),
    numbers: box(find('.kw-numbers')), screen: [0, 0, innerWidth, innerHeight],
    wide: find('.stMain').scrollWidth - find('.stMain').clientWidth,
    words: [...document.querySelectorAll('.kw-drawing text')].filter((text) => text.textContent).map(box),
  };
}"""


LAPTOP = {"viewport": {"width": 1024, "height": 768}}
CUT = """() => {
  const explains = ['.kw-narration', '.kw-numbers', '.kw-text > .kw-formula', '.kw-products'];
  return explains.flatMap((name) => [...document.querySelectorAll(name)]).filter((element) => {
    if (!element.offsetHeight || !element.textContent) return false;
    const { bottom, right } = element.getBoundingClientRect();
    return bottom > innerHeight + 1 || right > innerWidth + 1 || element.scrollHeight > element.clientHeight + 1 ||
      element.scrollWidth > element.clientWidth + 1;
  }).map((element) => element.className);
}"""


def boxes(page):
    still(page)  # the board is fitted when the sentence below has its height
    return page.evaluate(BOXES)


def wait_for_room(page, room):
    page.wait_for_function(
        """(room) => {
          const root = document.querySelector('[data-testid=player]');
          return root?.player?.data.room === room && root.dataset.ready === 'true' && root.player.board.attached &&
            document.querySelector('.kw-drawing') &&
            !document.querySelector('.stApp[data-test-script-state="running"]');
        }""",
        arg=room,
    )


def within(inner, outer, slack=1.5):
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


@pytest.mark.parametrize("path", PARTS)
def test_a_projector_shows_board_controls_sentence_and_numbers_together(visit, path):
    page = visit(path)
    found = boxes(page)
    for name in ("board", "bar", "said", "numbers"):
        assert within(found[name], found["screen"]), (name, found[name])
    assert found["wide"] == 0
    assert all(within(word, found["board"]) for word in found["words"])
    assert found["board"][3] <= found["bar"][1] + 1.5  # nothing lies over the controls
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("path", PARTS)
def test_a_small_window_cuts_nothing_that_explains_the_step(visit, path):
    page = visit(path, **LAPTOP)
    wait_for_room(page, "middle")
    found = boxes(page)
    for name in ("board", "bar"):
        assert within(found[name], found["screen"]), (name, found[name])
    assert found["board"][3] <= found["bar"][1] + 1.5
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize(("options", "room"), [({}, "wide"), (LAPTOP, "middle")], ids=["wide", "middle"])
@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("/kernels?topic=gabor&step=300", 9),
        ("/stride?picture=edges&size=224&kernel=random&kernel_size=11&stride=4&padding=2&step=60", 11),
        ("/channels?step=4", 3),
    ],
)
def test_large_kernels_show_all_their_products_and_what_they_make(visit, path, rows, options, room):
    page = visit(path, **options)
    wait_for_room(page, room)
    boxes(page)
    assert page.locator(".kw-products table").first.locator("tr").count() == rows
    assert page.evaluate(CUT) == []
    assert re.search(r"[=≈] −?[\d.]+$", part(page, "formula").text_content())


@pytest.mark.parametrize("path", [path for path in PARTS if path not in SCROLLED])
def test_a_phone_shows_board_and_controls_together(visit, path):
    found = boxes(visit(path, **PHONE))
    for name in ("board", "bar"):
        assert within(found[name], found["screen"]), (name, found[name])
    assert found["board"][3] <= found["bar"][1] + 1.5
    assert found["wide"] == 0


@pytest.mark.parametrize(("path", "cells"), SCROLLED.items())
def test_a_board_that_is_scrolled_on_a_phone_is_as_wide_as_it_and_begins_with_the_picture(visit, path, cells):
    page = visit(path, **PHONE)
    found = boxes(page)
    assert found["wide"] == 0
    assert found["board"][0] >= 0
    assert found["board"][2] <= found["screen"][2]
    for name, place in cells.items():
        x, y = cell(page, name, *place)
        assert 0 < x < found["screen"][2]
        assert y < found["bar"][1]


@pytest.mark.parametrize("path", ["/step", "/padding", "/channels"])
def test_a_large_screen_fills_itself_and_cuts_nothing(visit, path):
    found = boxes(visit(path, viewport={"width": 3840, "height": 2160}))
    for name in ("board", "bar", "said", "numbers"):
        assert within(found[name], found["screen"])
    assert found["board"][2] - found["board"][0] > 2400
    assert all(within(word, found["board"], slack=8) for word in found["words"])


def test_home_has_the_lessons_in_view(visit):
    page = visit("/")
    found = boxes(page)
    assert within(found["board"], found["screen"])
    for lesson in find_lessons():
        box = page.locator(f".st-key-card_{lesson.name}").bounding_box()
        assert box["y"] + box["height"] <= 768
        assert page.locator(f".st-key-card_{lesson.name} img").count() == 1


def test_another_shape_of_screen_gets_the_other_board(visit):
    page = visit("/step?step=4", fresh=True)
    kernel = "() => document.querySelector('[data-testid=player]').player.board.byName"
    wide = page.evaluate(f"{kernel}.map.x > 0 && ({kernel})().map.x")
    page.set_viewport_size({"width": 500, "height": 900})
    page.wait_for_function("() => document.querySelector('[data-testid=player]').player.data.room === 'tall'")
    expect(part(page, "")).to_have_attribute("data-ready", "true")
    assert page.evaluate(f"({kernel})().map.x") != wide
    assert step(page) == 4
    assert cells_of(page, "input", "window") == [[1, 3, 1, 3]]


def test_the_arrow_keys_walk_the_cells_of_a_panel_and_say_what_pointing_says(visit):
    page = visit("/padding?topic=modes&picture=worked&padding=1,1,2,2&step=0")
    part(page, "cursor").select_option("walk1_input")
    expect(part(page, "narration")).to_contain_text("copies the pixel in row 1, column 2 of the picture")
    page.keyboard.press("ArrowDown")
    expect(part(page, "narration")).to_contain_text("row 1, column 0")
    said = part(page, "narration").text_content()
    assert cells_of(page, "walk1_input", "tap") == [[1, 1, 0, 0]]
    page.keyboard.press("Escape")
    page.mouse.move(*cell(page, "walk1_input", 1, 0))
    expect(part(page, "narration")).to_have_text(said)
    assert step(page) == 0


def test_thousands_of_pixels_are_lit_one_by_one(visit):
    page = visit("/step?picture=gradient&size=224&stride=2&step=0")
    page.mouse.move(*cell(page, "kernel", 0, 0))
    expect(part(page, "narration")).to_contain_text("It multiplies 12321 pixels")
    assert len(cells_of(page, "input", "lit")) == 111 * 111


def test_a_small_map_s_legend_is_signed_and_has_its_numbers(visit):
    page = visit("/step?picture=typed&pixels=0.0004,-0.0004&kernel=typed&weights=1&activation=none&step=0")
    expect(page.locator(".kw-legend")).to_contain_text("feature map on the picture’s scale, −0.0004 to 0.0004")
    assert page.locator(".kw-look-signed").count() == 1


def test_the_whole_map_can_be_shown_at_once(visit):
    page = visit("/step?step=0")
    assert cells_of(page, "map", "cover") != []
    part(page, "whole").check()
    assert cells_of(page, "map", "cover") == []
    assert step(page) == 0


def test_playing_on_forgets_the_step_that_was_left(visit):
    page = visit("/step?kernel=outline&step=3")
    part(page, "play").click()
    page.wait_for_url("**/step?kernel=outline")
    part(page, "play").click()
    page.wait_for_url("**step=*")


def test_pointing_holds_the_walk_and_a_sentence_says_why_a_cell_is_negative(visit):
    page = visit("/step?kernel=laplacian_4&activation=none&step=4")
    expect(part(page, "narration")).to_contain_text("outweigh the positive ones")
    part(page, "speed").select_option("60")
    part(page, "play").click()
    page.mouse.move(*cell(page, "input", 0, 0))
    expect(part(page, "narration")).to_contain_text("One window reads it")
    held = step(page)
    frames(page, 40)
    assert step(page) == held
    page.mouse.move(2, 2)
    page.wait_for_function(f"() => document.querySelector('[data-testid=player]').dataset.step !== '{held}'")


def test_a_lesson_of_thirty_lines_needs_nothing_else(visit):
    with running_app(Path(__file__).parent / "fixture" / "app.py") as address:
        page = visit("/?step=5", fresh=True, at=address)
        assert part(page, "formula").text_content() == "max(1, 1, 0, 1) = 1"
        expect(part(page, "narration")).to_contain_text("the largest of 4 pixels is 1")
        show(page, 12)
        assert cells_of(page, "pixels", "window") == [[3, 4, 0, 1]]
        page.mouse.move(*cell(page, "pixels", 2, 2))
        assert cells_of(page, "largest", "lit") == [[1, 2, 1, 2]]


def test_an_embedded_lesson_has_board_controls_and_numbers_in_a_small_frame(visit):
    found = boxes(visit("/step?step=4&embed=true", fresh=True, viewport={"width": 800, "height": 600}))
    for name in ("board", "bar", "said"):
        assert within(found[name], found["screen"]), (name, found[name])
    assert found["board"][2] - found["board"][0] > 500


def test_a_key_shows_a_lesson_large_and_escape_ends_it(visit):
    page = visit("/step?step=4")
    before = boxes(page)["board"]
    page.keyboard.press("p")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    found = boxes(page)
    assert found["board"][2] - found["board"][0] > 1.2 * (before[2] - before[0])
    for name in ("board", "bar", "said"):
        assert within(found[name], found["screen"]), (name, found[name])
    page.keyboard.press("ArrowRight")
    assert step(page) == 5
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stSidebar")).to_be_visible()


@pytest.mark.parametrize("path", ["/step?step=4", "/channels?step=4", "/kernels?topic=gabor&step=300"])
def test_the_large_view_cuts_no_formula(visit, path):
    page = visit(path)
    page.keyboard.press("p")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    boxes(page)
    assert page.evaluate(CUT) == []
    page.keyboard.press("Escape")


def test_the_teachers_page_is_in_the_menu_and_fits_a_phone(visit):
    page = visit("/step?step=0", **PHONE)
    page.goto(page.url.partition("/step")[0] + "/teachers")
    expect(page.get_by_role("heading", name="For teachers")).to_be_visible()
    expect(page.locator(".st-key-plans table").nth(5)).to_be_visible()
    assert page.evaluate("() => document.querySelector('.stMain').scrollWidth <= innerWidth")
    open_page(page, page.url.partition("/teachers")[0] + "/step?step=0")


@pytest.fixture(scope="module", params=[(703, 1032), (1031, 703)], ids=["upright", "across"])
def paper(request, pages):
    """A page as large as A4 with margins of 12 mm, and its width."""
    width, height = request.param
    page = pages.fresh("/step?step=4", {"viewport": {"width": width, "height": height}})
    return page, width


@pytest.mark.parametrize("path", ["/step?step=4", "/padding?step=3", "/depth?step=9", "/channels?step=2"])
def test_the_board_is_fitted_to_paper(paper, path):
    page, width = paper
    go(page, path)
    still(page)
    page.emulate_media(media="print")
    try:
        page.wait_for_function(
            """width => {
              const board = document.querySelector('.kw-drawing')?.getBoundingClientRect();
              return board && 0.9 * width <= board.width && board.left >= 0 && board.right <= width + 1;
            }""",
            arg=width,
        )
        assert page.evaluate("() => document.querySelector('.stMain').scrollWidth") <= width + 1
    finally:
        page.emulate_media(media="screen")
        still(page)  # a board for another room may be asked for: what comes would take the place of the next link


def test_all_of_a_card_is_its_link(visit):
    page = visit("/", fresh=True)
    page.wait_for_function(  # when what stands above has its room
        """() => {
          const card = document.querySelectorAll('.st-key-cards .stColumn')[1]?.getBoundingClientRect();
          return card && [[0.5, 0.15], [0.2, 0.5], [0.5, 0.9]].every(([across, down]) => {
            const hit = document.elementFromPoint(card.x + across * card.width, card.y + down * card.height);
            return hit?.closest('a')?.getAttribute('href') === 'padding';
          });
        }"""
    )
    card = page.locator(".st-key-cards .stColumn").nth(1).bounding_box()
    page.mouse.click(card["x"] + card["width"] / 2, card["y"] + card["height"] * 0.15)
    page.wait_for_url("**/padding*")
