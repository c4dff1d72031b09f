"""The browser's address and its back button, over lessons and quick changes."""

import pytest
from playwright.sync_api import expect

from tests.browser.gestures import frames, more, part, step, still, widget


def test_back_goes_through_the_lessons_with_their_settings(visit):
    page = visit("/padding?kernel=sobel_x&stride=2", fresh=True)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Stride and dilation").click()
    page.wait_for_url("**/stride?picture=shapes*topic=stride")  # its own scene
    expect(part(page, "")).to_have_attribute("data-ready", "true")
    page.go_back()
    page.wait_for_url("**/padding?kernel=sobel_x&stride=2&topic=amounts")
    expect(page.get_by_role("radio", name="How much")).to_be_checked()
    expect(widget(page, "stride_row").locator("input")).to_have_value("2")
    expect(part(page, "")).to_have_attribute("data-steps", "16")  # the full map: floor((5 + 4 - 3) / 2) + 1 = 4


@pytest.mark.parametrize(
    "link", ["/step?picture=worked&step=2", "/step?bias=1.0&step=2", "/step?stride=1,1&step=2", "/step?step=2", "/step"]
)
def test_an_address_is_completed_in_its_place(visit, link):
    """A link that says a default, or little, is no further step for the back button."""
    page = visit("/padding?step=0", fresh=True)
    page.goto(page.url.partition("/padding")[0] + link)
    page.wait_for_function("() => /picture=worked|bias=1(&|$)/.test(location.search)")
    expect(part(page, "")).to_have_attribute("data-ready", "true")
    page.go_back()
    page.wait_for_url("**/padding*")


def test_reset_can_be_undone(visit):
    page = visit("/padding", fresh=True)
    more(page, "stride_row").click()
    page.wait_for_url("**stride=3*")
    page.get_by_role("button", name="Reset").click()
    page.wait_for_url("**stride=2*")
    expect(page.locator('[class*="st-key-stride_row_"] input[value="2"]')).to_be_visible()
    part(page, "undo").click()
    page.wait_for_url("**stride=3*")
    expect(page.locator('[class*="st-key-stride_row_"] input[value="3"]')).to_be_visible()
    part(page, "redo").click()
    page.wait_for_url("**stride=2*")


def test_quick_clicks_are_all_counted(visit):
    page = visit("/step?picture=digits&step=0")
    page.evaluate("""() => {
      const stride = '[class*="st-key-stride_row"]';
      const more = () => document.querySelector(`${stride} [data-testid="stNumberInputStepUp"]`).click();
      for (let click = 0; click < 4; click++) setTimeout(more, 90 * click);
    }""")
    page.wait_for_url("**stride=5**")
    expect(widget(page, "stride_row").locator("input")).to_have_value("5")
    still(page)
    expect(part(page, "")).to_have_attribute("data-steps", "36")  # floor((28 - 3) / 5) + 1 = 6
    assert step(page) == 0


def test_a_held_key_moves_the_picture_as_often_as_it_says(visit):
    page = visit("/sharing?topic=shift&shift=0&step=4")
    part(page, "").focus()
    for _press in range(6):
        page.keyboard.press("Shift+ArrowRight")
        frames(page, 3)  # as a key does that is held
    expect(part(page, "panel-1")).to_have_text("Shifted: 0 down, 6 right")
    assert step(page) == 4
    assert part(page, "").get_attribute("data-playing") == "false"


@pytest.mark.parametrize("query", ["dilation=16", "picture=typed&pixels=1,2;3,4"])
def test_one_panel_of_several_walks_where_the_others_are_refused(visit, query):
    page = visit(f"/padding?topic=reasons&{query}&step=0")
    expect(page.get_by_text("spans").first).to_be_visible()
    assert part(page, "").get_attribute("data-ready") == "true"
