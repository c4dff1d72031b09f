"""The stride lesson in a browser: dots, terms that light up, buttons that fit, layers in lock-step."""

import pytest
from playwright.sync_api import expect

from tests.browser.gestures import PHONE, cell, cells_of, part, step, titles


def term(page, name):
    return page.locator(f'[data-term="{name}"]')


def test_a_dot_stands_where_each_window_starts(visit):
    page = visit("/stride?picture=digits&size=12&stride=4,3&step=1")
    places = page.evaluate("""() => {
      const { board } = document.querySelector('[data-testid="player"]').player;
      const { x, y, dx, dy } = board.byName.input;
      const { left, top, scale } = board.screen();
      return [...document.querySelectorAll('.st-key-board .points path')].map((dot) => {
        const box = dot.getBoundingClientRect();
        const across = (box.x + box.width / 2 - left) / scale, down = (box.y + box.height / 2 - top) / scale;
        return [Math.floor((down - y) / dy), Math.floor((across - x) / dx)];
      });
    }""")
    assert places == [[row, col] for row in (0, 4, 8) for col in (0, 3, 6, 9)]  # 9: floor((12 - 3) / 3) + 1 = 4


def test_a_term_lights_up_what_it_measures(visit):
    page = visit("/stride?picture=digits&size=12&stride=2,4&padding=0,0,1,0&step=0")  # columns 13: (13 - 3) mod 4 = 2
    for name, boxes, sentence in [
        ("cols-n", [[0, 11, 1, 12]], "n = 12: the columns of the picture."),
        ("cols-p", [[0, 11, 0, 0]], "Columns of padding: 1 on the left, 0 on the right."),
        ("cols-s", [[0, 11, 0, 3]], "Stride 4: the next window starts 4 columns further right."),
        ("cols-floor", [[0, 11, 11, 12]], "Columns on the right that the floor drops: (13 − 3) mod 4 = 2."),
        ("rows-span", [[0, 2, 0, 12]], "d(k − 1) + 1 = 1·(3 − 1) + 1 = 3 rows"),
    ]:
        term(page, name).hover()
        expect(part(page, "narration")).to_contain_text(sentence)
        assert cells_of(page, "input", "lit") == boxes
    page.mouse.move(5, 5)
    expect(part(page, "narration")).to_contain_text("Row 0, column 0")
    assert cells_of(page, "input", "lit") == []
    term(page, "cols-n").focus()
    expect(part(page, "narration")).to_contain_text("the columns of the picture")


def test_three_clicks_from_home_answer_a_size_question(visit):
    page = visit("/", fresh=True)
    page.locator(".st-key-card_stride").get_by_role("link").click()
    page.get_by_role("button", name="7 × 7, kernel 3, stride 2, padding 1").click()
    expect(page.get_by_text("Every pixel of the picture is read by at least one window.")).to_be_visible()
    expect(part(page, "")).to_have_attribute("data-steps", "16")
    assert "Feature map 4 × 4" in titles(page)


def test_a_button_that_fits_clears_the_hatch(visit):
    page = visit("/stride?stride=3&step=0")
    expect(page.get_by_text("Stride 3 leaves columns 3 to 4 unread: (5 − 3) mod 3 = 2.")).to_be_visible()
    page.get_by_role("button", name="Use stride 2").click()
    expect(part(page, "")).to_have_attribute("data-steps", "4")
    expect(page.get_by_text("Every pixel of the picture is read by at least one window.")).to_be_visible()
    expect(page.get_by_text("Make it fit:")).to_have_count(0)
    page.wait_for_url("**stride=2*")


def test_stacked_dilations_walk_together_and_show_their_holes(visit):
    page = visit("/stride?topic=dilation&picture=digits&size=10&dilation=2&step=0")
    part(page, "next").click()  # row 0, column 1
    assert cells_of(page, "walk1_input", "window") == [
        [r, r, c + 1, c + 1] for r in range(0, 9, 2) for c in range(0, 9, 2)
    ]
    assert cells_of(page, "walk3_input", "window") == [[0, 16, 1, 17]]
    part(page, "panel-1").click()
    expect(part(page, "narration")).to_contain_text("Cell 0, 1 of the last layer reads 25 pixels of the 9 × 9")
    page.mouse.move(*cell(page, "walk1_input", 4, 5))
    expect(part(page, "narration")).to_contain_text("windows read it")


def test_ways_with_a_stride_stay_as_long_as_their_fields_are_apart(visit):
    page = visit("/stride?topic=compare&picture=digits&size=10&step=0")
    for _step in range(3):
        part(page, "next").click()  # row 0, column 3: cell 1 of the map with stride 2
    assert step(page) == 3
    assert cells_of(page, "walk0_input", "window") == [[0, 6, 3, 9]]
    assert cells_of(page, "walk1_input", "window") == [[0, 6, 2, 8]]
    part(page, "panel-1").click()
    expect(part(page, "narration")).to_contain_text("Cell 0, 1 of the last layer")


@pytest.mark.parametrize("topic", ["stride", "dilation", "compare"])
def test_a_phone_scrolls_down_only(visit, topic):
    page = visit(f"/stride?topic={topic}", **PHONE)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    assert part(page, "play").bounding_box()["y"] < 844


def test_slow_motion_without_products_walks_cells(visit):
    page = visit("/stride?topic=compare&step=0")
    part(page, "slow").check()
    part(page, "next").click()
    assert step(page) == 1
