"""The kernels lesson in a browser: every preset's map at once, the chosen one's numbers, and one again and again."""

from playwright.sync_api import expect

from tests.browser.gestures import cell, cells_of, more, part, titles, widget


def test_all_maps_stand_at_once_and_pointing_at_one_shows_its_numbers(visit):
    page = visit("/kernels?picture=shapes&size=16&activation=none&step=0")
    assert cells_of(page, "sobel_x", "cover") == []
    page.mouse.move(*cell(page, "sobel_x", 5, 7))
    assert [6, 8, 8, 10] in cells_of(page, "input", "window")  # two pixels of padding, of which it skips one
    formula = part(page, "formula").text_content()
    assert formula.count("×") == 9
    assert "×2 + " in formula
    page.mouse.move(*cell(page, "input", 9, 9))
    expect(part(page, "narration")).to_contain_text("9 windows read it")


def test_three_clicks_from_home_show_what_sobel_does(visit):
    page = visit("/")
    page.locator(".st-key-card_kernels").get_by_role("link").click()
    expect(part(page, "panel-6")).to_have_text("Sobel x, upright edges")
    part(page, "panel-6").click()
    expect(part(page, "panel-6")).to_have_attribute("aria-pressed", "true")


def test_a_kernel_is_applied_again(visit):
    page = visit("/kernels?topic=again&picture=shapes&size=16&kernel=box_blur&activation=none&step=0")
    assert "The picture 16 × 16" not in titles(page)
    more(page, "times").click()
    expect(page.get_by_text("The kernel has been applied 2 times")).to_be_visible()
    page.wait_for_url("**times=2**")


def test_an_even_gabor_kernel_is_refused_and_can_be_mended(visit):
    page = visit("/kernels?topic=gabor&picture=edges&size=24&step=0")
    more(page, "gabor_size").click()
    expect(page.get_by_text("size must be odd, so that the kernel has a middle, got 10.")).to_be_visible()
    widget(page, "gabor_size").get_by_test_id("stNumberInputStepUp").click()
    expect(part(page, "")).to_have_attribute("data-steps", str(24 * 24))
