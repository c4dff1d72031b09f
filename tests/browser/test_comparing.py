"""Two settings beside each other in a browser: kept by a button, in the link, in lock-step."""

from playwright.sync_api import expect

from tests.browser.gestures import more, part, titles


def test_settings_are_kept_and_others_stand_beside_them(visit):
    page = visit("/step?padding=half&step=7")
    page.locator(".st-key-compare").get_by_role("button").click()
    expect(page.get_by_text("A and B are the same so far")).to_be_visible()
    more(page, "stride_row").click()
    expect(page.get_by_text("What differs: Stride: A 1, B 2.")).to_be_visible()
    expect(page.get_by_text("The maps, 5 × 5 and 3 × 3, are not of one size.")).to_be_visible()
    page.wait_for_url("**beside=padding+half**")
    assert titles(page).count("Input 5 × 5, padded 7 × 7") == 2
    expect(part(page, "panel-0")).to_have_text("A")
    part(page, "panel-1").click()
    expect(part(page, "panel-1")).to_have_attribute("aria-pressed", "true")
    page.locator(".st-key-compare").get_by_role("button").click()
    page.wait_for_function("() => !location.search.includes('beside')")
    assert "stride=2" in page.url


def test_a_link_with_nonsense_for_a_says_so(visit):
    page = visit("/step?beside=stride+99&step=0")
    expect(page.get_by_text("`stride` must be from 1 to 64, got 99.".replace("`", ""))).to_be_visible()
    expect(part(page, "panel-1")).to_have_text("B")


def test_what_the_core_refuses_of_a_leaves_b_in_place(visit):
    page = visit("/step?beside=kernel+random+kernel_size+11&step=3")
    expect(page.get_by_text("A: ")).to_be_visible()
    expect(part(page, "")).to_have_attribute("data-steps", "9")
