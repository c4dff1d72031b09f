"""The sharing lesson in a browser: weights everywhere, the picture dragged, the row of a step."""

import pytest
from playwright.sync_api import expect

from tests.browser.gestures import PHONE, cell, cells_of, part, step


def test_a_weight_lights_every_pixel_that_it_multiplies(visit):
    page = visit("/sharing?step=0")
    page.mouse.move(*cell(page, "kernel", 1, 1))
    expect(part(page, "narration")).to_contain_text("Kernel 3 × 3, row 1, column 1: 1.")
    assert cells_of(page, "input", "lit") == [[1, 3, 1, 3]]  # the middle weight meets the nine inner pixels
    expect(
        page.get_by_text("Shared weights: 9, in 9 places. With weights of its own in each place: 81.")
    ).to_be_visible()


def drag(page, chart, start, end):
    page.mouse.move(*cell(page, chart, *start))
    page.mouse.down()
    page.mouse.move(*cell(page, chart, *end), steps=4)
    page.mouse.up()


def test_the_picture_is_dragged_by_whole_pixels(visit):
    page = visit("/sharing?topic=shift&shift=0&step=4")
    drag(page, "walk1_input", (1, 1), (2, 3))
    page.wait_for_url("**shift=1%2C2*")
    expect(part(page, "")).to_have_attribute("data-ready", "true")
    expect(part(page, "panel-1")).to_have_text("Shifted: 1 down, 2 right")
    part(page, "panel-1").click()
    expect(part(page, "formula")).to_contain_text("0×1 + 1×0 + 1×1 + 0×0 + 0×1 + 1×0 + 0×1 + 0×0 + 0×1 = 1")
    assert step(page) == 4


def test_shift_and_an_arrow_move_the_picture_and_an_arrow_alone_steps(visit):
    page = visit("/sharing?topic=shift&shift=0&step=4")
    part(page, "").focus()
    page.keyboard.press("Shift+ArrowDown")
    page.wait_for_url("**shift=1%2C0*")
    expect(part(page, "panel-1")).to_have_text("Shifted: 1 down, 0 right")
    assert step(page) == 4
    page.keyboard.press("ArrowRight")
    assert step(page) == 5


def test_other_pictures_do_not_move(visit):
    page = visit("/sharing?topic=flip&step=4")
    drag(page, "walk0_input", (1, 1), (2, 3))
    part(page, "").focus()
    page.keyboard.press("Shift+ArrowRight")
    assert step(page) == 5
    assert "shift" not in page.url


def test_the_row_of_the_step_is_marked_and_leads_to_it(visit):
    page = visit("/sharing?topic=matrix&step=4")
    assert cells_of(page, "matrix", "window") == [[4, 4, 0, 24]]
    assert cells_of(page, "im2col", "window") == [[4, 4, 0, 8]]
    page.mouse.move(*cell(page, "matrix", 7, 3))
    expect(part(page, "narration")).to_contain_text("Row 2, column 1")
    page.mouse.click(*cell(page, "im2col", 2, 3))
    assert step(page) == 2
    assert cells_of(page, "matrix", "window") == [[2, 2, 0, 24]]


@pytest.mark.parametrize("topic", ["weights", "shift", "matrix", "flip"])
def test_a_phone_scrolls_down_only(visit, topic):
    page = visit(f"/sharing?topic={topic}", **PHONE)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    assert part(page, "play").bounding_box()["y"] < 844
