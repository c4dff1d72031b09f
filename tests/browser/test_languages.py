"""Languages in a browser: the switch, the address, and what the page says of itself."""

import re

from playwright.sync_api import expect

from tests.driving import READY


def language(page):
    return page.locator("html")


def switch(page, name):
    page.locator('[class*="st-key-language_"]').get_by_role("radio", name=name).click()


def test_another_language_changes_page_player_and_address_without_a_reload(visit):
    page = visit("/stride?stride=2&step=2", fresh=True)
    page.evaluate("window.same = true")
    page.get_by_test_id("player-slow").check()
    switch(page, "中文")
    expect(page.get_by_role("heading", name="步幅与膨胀率")).to_be_visible()
    expect(page.get_by_test_id("player-next")).to_have_attribute("title", re.compile("下一步"))
    expect(language(page)).to_have_attribute("lang", "zh")
    expect(page).to_have_url(re.compile(r"lang=zh.*step=2"))
    assert page.locator('[data-testid="player-next"]').count() == 1
    expect(page.get_by_test_id("player")).to_have_attribute("data-step", "2")
    page.go_back()
    expect(page.get_by_role("heading", name="Stride and dilation")).to_be_visible()
    expect(language(page)).to_have_attribute("lang", "en")
    expect(page.get_by_test_id("player-next")).to_have_attribute("title", re.compile("Next step"))
    assert page.evaluate("window.same")


def test_a_link_s_language_goes_along_to_pages_with_and_without_a_player(visit):
    page = visit("/step?lang=zh", fresh=True)
    expect(language(page)).to_have_attribute("lang", "zh")
    page.get_by_role("link", name="教师专区").click()
    expect(page.get_by_role("heading", name="教师专区")).to_be_visible()
    switch(page, "English")
    expect(page.get_by_role("heading", name="For teachers")).to_be_visible()
    switch(page, "中文")
    expect(page.get_by_role("heading", name="教师专区")).to_be_visible()
    expect(page).to_have_url(re.compile("/teachers.*lang=zh"))
    page.get_by_role("link", name="填充", exact=True).click()
    page.wait_for_selector(READY)
    expect(page).to_have_url(re.compile("/padding.*lang=zh"))


def test_a_browser_s_wish_counts_where_no_link_names_a_language(visit):
    page = visit("/step", fresh=True, locale="zh-CN")
    expect(page.get_by_role("heading", name="逐步走")).to_be_visible()
    expect(language(page)).to_have_attribute("lang", "zh")
    assert "lang=" not in page.url
    english = visit("/step?lang=en", fresh=True, locale="zh-CN")
    expect(english.get_by_role("heading", name="Step through")).to_be_visible()


def test_a_browser_that_translates_leaves_board_and_numbers_alone(visit):
    page = visit("/step")
    for part in (".st-key-board", ".kw-numbers", ".kw-products", ".kw-formula >> nth=0"):
        assert page.locator(part).evaluate("part => part.closest('[translate=no]') !== null"), part
