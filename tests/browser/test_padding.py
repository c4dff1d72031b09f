"""The padding lesson in a browser: panels in lock-step, sources of padding cells, the numbers of one panel."""

import pytest
from playwright.sync_api import expect

from tests.browser.gestures import PHONE, cell, cells_of, part, show, step, titles


def test_all_panels_walk_in_lock_step(visit):
    page = visit("/padding?step=0")
    expect(part(page, "")).to_have_attribute("data-steps", "49")  # the full map, 5 + 4 - 3 + 1 = 7
    part(page, "next").click()
    part(page, "down").click()  # row 1, column 1
    for index, first in [(0, 1), (1, 1), (3, 1), (4, 1)]:
        assert cells_of(page, f"walk{index}_input", "window") == [[first, first + 2, first, first + 2]]
        assert cells_of(page, f"walk{index}_map", "cell") == [[1, 1, 1, 1]]
    show(page, 6)  # row 0, column 6
    assert cells_of(page, "walk0_map", "cell") == []
    assert cells_of(page, "walk3_map", "cell") == [[0, 0, 6, 6]]
    assert cells_of(page, "walk0_map", "cover") == [[1, 2, 0, 2]]


def test_a_panel_shows_its_numbers_and_the_link_keeps_it(visit):
    page = visit("/padding?step=0")
    expect(part(page, "panel-3")).to_have_attribute("aria-pressed", "true")
    part(page, "panel-0").click()
    expect(part(page, "narration")).to_contain_text("9 products sum to 4")  # the worked example's first cell
    page.wait_for_url("**panel=0")
    part(page, "last").click()
    expect(part(page, "narration")).to_contain_text("Valid: the feature map is 3 × 3 and has no cell in row 6")
    page.wait_for_url("**step=48*")
    page.reload()
    expect(part(page, "panel-0")).to_have_attribute("aria-pressed", "true")
    assert step(page) == 48


def test_a_padding_cell_names_the_pixel_that_it_copies(visit):
    page = visit("/padding?topic=modes&padding=1,1,2,2&step=0")
    for index, expected, place in [
        (0, "This padding cell is a plain zero.", None),
        (
            1,
            "This padding cell copies the pixel in row 1, column 2 of the picture.",
            [2, 2, 4, 4],
        ),  # -1, -2 mirrored: 1, 2
        (2, "This padding cell copies the pixel in row 0, column 0 of the picture.", [1, 1, 2, 2]),
        (3, "This padding cell copies the pixel in row 4, column 3 of the picture.", [5, 5, 5, 5]),
    ]:
        page.mouse.move(*cell(page, f"walk{index}_input", 0, 0))
        expect(part(page, "narration")).to_contain_text(expected)
        drawn = cells_of(page, f"walk{index}_input", "lit")
        assert drawn == [[0, 0, 0, 0], *([place] if place else [])]


def test_pointing_at_a_pixel_points_at_it_everywhere(visit):
    page = visit("/padding?step=0")
    page.mouse.move(*cell(page, "walk0_input", 0, 0))
    expect(part(page, "narration")).to_have_text(
        "Input 5 × 5, row 0, column 0: 1. One window reads it: that of row 0, column 0 of the map."
    )
    assert cells_of(page, "walk1_input", "lit") == [[1, 1, 1, 1]]
    assert cells_of(page, "walk1_map", "lit") == [[0, 1, 0, 1]]
    assert cells_of(page, "walk3_map", "lit") == [[0, 2, 0, 2]]


def test_an_even_window_has_its_cell_left_and_above_the_middle(visit):
    page = visit("/padding?topic=centre&step=0")
    drawn = page.evaluate("""() => {
      const { board } = document.querySelector('[data-testid="player"]').player;
      const path = document.querySelector('.kw-dot').getAttribute('d');
      const dots = [...path.matchAll(/M([-\\d.]+),([-\\d.]+)a([\\d.]+)/g)];
      return ['walk0_input', 'walk3_input'].map((name) => {
        const { x, y, dx, dy, rows, cols } = board.byName[name];
        for (const [, left, top, r] of dots) {
          const [row, col] = [Math.floor((top - y) / dy), Math.floor((+left + +r - x) / dx)];
          if (row >= 0 && row < rows && col >= 0 && col < cols) return [row, col];
        }
      });
    }""")
    assert drawn == [[1, 1], [1, 1]]  # one pixel of padding above and left of both


def test_another_part_starts_with_its_own_scene(visit):
    page = visit("/padding?kernel=outline&step=3", fresh=True)
    page.get_by_role("radio", name="With what").click()
    page.wait_for_url("**topic=modes*")
    expect(part(page, "")).to_have_attribute("data-ready", "true")
    assert "kernel=box_blur" in page.url
    four = "() => document.querySelector('[data-testid=player]').player.tracks.length === 4"
    page.wait_for_function(four)
    assert len([title for title in titles(page) if title.startswith("Feature map")]) == 4


@pytest.mark.parametrize("topic", ["amounts", "modes", "reasons", "centre"])
def test_a_phone_scrolls_down_only(visit, topic):
    page = visit(f"/padding?topic={topic}", **PHONE)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    assert part(page, "play").bounding_box()["y"] < 844
    box = page.locator(".st-key-board .kw-drawing").bounding_box()
    assert 300 <= box["width"] <= 390
    assert box["x"] >= 0
