"""The padding lesson in a browser: panels in lock-step, sources of padding cells, the numbers of one panel."""

import pytest
from playwright.sync_api import expect

from tests.browser.gestures import cell, cells_of, part, step


def test_all_panels_walk_in_lock_step(visit):
    page = visit("/padding?step=0")
    expect(part(page, "")).to_have_attribute("data-steps", "49")  # the full map, 5 + 4 - 3 + 1 = 7
    part(page, "next").click()
    part(page, "down").click()  # row 1, column 1
    for index, first in [(0, 1), (1, 1), (3, 1), (4, 1)]:
        assert cells_of(page, f"track_{index}_input_0", "mark") == [[first, first + 2, first, first + 2]]
        assert cells_of(page, f"track_{index}_map", "mark") == [[1, 1, 1, 1]]
    page.evaluate("document.querySelector('[data-testid=player]').player.show(6)")  # row 0, column 6
    assert cells_of(page, "track_0_map", "mark") == []
    assert cells_of(page, "track_3_map", "mark") == [[0, 0, 6, 6]]
    assert cells_of(page, "track_0_map", "cover") == [[1, 2, 0, 2]]


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
        (1, "This padding cell copies the pixel in row 2, column 4: 1.", [2, 2, 4, 4]),  # -1, -2 mirrored: 1, 2
        (2, "This padding cell copies the pixel in row 1, column 2: 1.", [1, 1, 2, 2]),
        (3, "This padding cell copies the pixel in row 5, column 5: 0.", [5, 5, 5, 5]),
    ]:
        page.mouse.move(*cell(page, f"track_{index}_input_0", 0, 0))
        expect(part(page, "narration")).to_contain_text(expected)
        drawn = cells_of(page, f"track_{index}_input_0", "reach")
        assert drawn == [[0, 0, 0, 0], *([place] if place else [])]


def test_pointing_at_a_pixel_points_at_it_everywhere(visit):
    page = visit("/padding?step=0")
    page.mouse.move(*cell(page, "track_0_input_0", 0, 0))
    expect(part(page, "narration")).to_have_text("One window reads the pixel in row 0, column 0.")
    assert cells_of(page, "track_1_input_0", "reach") == [[1, 1, 1, 1]]
    assert cells_of(page, "track_1_map", "reach") == [[0, 1, 0, 1]]
    assert cells_of(page, "track_3_map", "reach") == [[0, 2, 0, 2]]


def test_an_even_window_has_its_cell_left_and_above_the_middle(visit):
    page = visit("/padding?topic=centre&step=0")
    drawn = page.evaluate("""() => [0, 3].map((index) => {
      const { player } = document.querySelector('[data-testid="player"]');
      const chart = document.querySelector(`.st-key-track_${index}_input_0 .js-plotly-plot`);
      const path = chart.querySelectorAll('.shapelayer path')[player.data.shapes.indexOf('dot')].getAttribute('d');
      const [x, y] = path.match(/[-\\d.]+/g).map(Number), { xaxis, yaxis } = chart._fullLayout;
      return [Math.round(yaxis.p2l(y - yaxis._offset)), Math.round(xaxis.p2l(x - xaxis._offset))];
    })""")
    assert drawn == [[1, 1], [1, 1]]  # one pixel of padding above and left of both


def test_another_part_keeps_the_settings_and_starts_anew(visit):
    page = visit("/padding?kernel=outline&step=3")
    page.get_by_role("radio", name="With what").click()
    page.wait_for_url("**topic=modes*")
    expect(part(page, "")).to_have_attribute("data-ready", "true")
    expect(page.locator(".st-key-track_3")).to_be_visible()
    assert "kernel=outline" in page.url
    expect(page.locator(".st-key-track_4")).to_have_count(0)


@pytest.mark.parametrize("topic", ["amounts", "modes", "reasons", "centre"])
def test_a_phone_scrolls_down_only(visit, topic):
    page = visit(f"/padding?topic={topic}", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    assert part(page, "play").bounding_box()["y"] < 844
    for chart in page.locator(".st-key-stage .js-plotly-plot").all():
        box = chart.bounding_box()
        assert 120 <= box["width"] <= 390
        assert box["height"] <= 2 * box["width"]


@pytest.mark.parametrize("topic", ["amounts", "modes"])
def test_a_projector_shows_all_panels_and_the_player(visit, topic):
    page = visit(f"/padding?topic={topic}")
    for element in (page.locator(".st-key-track_3_map"), part(page, "play")):
        box = element.bounding_box()
        assert box["y"] + box["height"] <= 768
