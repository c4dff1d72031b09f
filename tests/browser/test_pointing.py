"""Pointing at cells, pixels and weights with the player."""

from playwright.sync_api import expect

from tests.browser.gestures import (
    cell,
    cells_of,
    part,
    step,
)


def test_pointing_at_a_cell_shows_its_window_and_clicking_keeps_it(visit):
    page = visit("/step?step=0")
    page.mouse.move(*cell(page, "map", 2, 1))
    expect(part(page, "narration")).to_contain_text("Row 2, column 1")
    assert cells_of(page, "input", "window") == [[2, 4, 1, 3]]
    assert step(page) == 0
    page.mouse.move(10, 10)
    expect(part(page, "narration")).to_contain_text("Row 0, column 0")
    page.mouse.click(*cell(page, "map", 2, 1))
    expect(part(page, "")).to_have_attribute("data-step", "7")
    page.wait_for_url("**step=7")


def test_pointing_at_a_pixel_shows_every_window_that_reads_it(visit):
    page = visit("/step?step=0")
    page.mouse.move(*cell(page, "input", 1, 4))
    expect(part(page, "narration")).to_have_text("Input 5 × 5, row 1, column 4: 0. 2 windows read it.")
    assert cells_of(page, "map", "lit") == [[0, 1, 2, 2]]
    page.mouse.click(*cell(page, "input", 1, 4))
    page.mouse.move(*cell(page, "map", 2, 0))
    page.mouse.move(10, 10)
    expect(part(page, "narration")).to_have_text("Input 5 × 5, row 1, column 4: 0. 2 windows read it.")
    assert cells_of(page, "map", "lit") == [[0, 1, 2, 2]]
    part(page, "next").click()
    expect(part(page, "narration")).to_contain_text("Row 0, column 1")
    assert cells_of(page, "map", "lit") == []


def test_pointing_at_a_weight_shows_every_pixel_it_multiplies(visit):
    page = visit("/step?stride=2&step=0")
    page.mouse.move(*cell(page, "kernel", 0, 2))
    expect(part(page, "narration")).to_have_text(
        "Kernel 3 × 3, row 0, column 2: 1. It multiplies 4 pixels, one in every window."
    )
    assert cells_of(page, "input", "lit") == [[0, 0, 2, 2], [0, 0, 4, 4], [2, 2, 2, 2], [2, 2, 4, 4]]
