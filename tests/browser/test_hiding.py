"""What a link hides, on screen: no menu, no settings, no formulas; and the choice of it beside the snippet to embed."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.browser.gestures import part, step
from tests.driving import READY


def test_all_can_be_hidden_and_the_walk_goes_on(visit):
    page = visit("/step?step=4&hide=controls,menu,quiz,formulas", fresh=True)
    expect(part(page, "narration")).to_contain_text("9 products sum to")
    for selector in (".kw-products", ".kw-formula", ".kw-numbers", ".kw-notes"):
        assert page.locator(selector).count()
        assert not page.locator(selector).first.is_visible(), selector
    assert page.get_by_test_id("stSidebar").count() == 0
    assert page.get_by_role("button", name="Quiz").count() == 0
    page.keyboard.press("ArrowRight")
    assert step(page) == 5
    page.wait_for_url("**step=5*")
    assert parse_qs(urlsplit(page.url).query)["hide"] == ["controls,menu,quiz,formulas"]


def test_the_menu_leads_on_without_what_is_hidden(visit):
    page = visit("/step?step=4&hide=quiz", fresh=True)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Pooling").click()
    page.wait_for_url("**/pooling*hide=quiz*")
    page.wait_for_selector(READY)
    expect(page.get_by_role("button", name="Reset")).to_be_visible()
    assert page.get_by_role("button", name="Quiz").count() == 0
    assert list(parse_qs(urlsplit(page.url).query)).count("hide") == 1


def test_what_is_chosen_beside_the_snippet_is_in_it(visit):
    page = visit("/step?step=4", fresh=True)
    part(page, "save").click()
    dialog = page.get_by_role("dialog")
    snippet = dialog.get_by_test_id("stCode").last
    expect(snippet).to_contain_text("embed=true")
    for name in ("Formulas", "Menu"):
        dialog.get_by_role("button", name=name, exact=True).click()
        expect(snippet).to_contain_text(name.lower())
    expect(snippet).to_contain_text("hide=menu%2Cformulas")
    expect(dialog.get_by_test_id("stCode").first).not_to_contain_text("hide")
