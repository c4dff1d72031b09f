"""The depth lesson in a browser: nested fields, one walking layer, dimming, the table, and the editor."""

from playwright.sync_api import expect

from tests.browser.gestures import PHONE, cell, cells_of, part, show, titles, type_into_table

STACK = "/depth?topic=stack&picture=digits&size=14"


def dims(page):
    return page.evaluate("() => (document.querySelector('.kw-dim').getAttribute('d') || '').split('Z').length - 1")


def test_a_deep_cell_s_field_nests_from_layer_to_layer(visit):
    page = visit(f"{STACK}&step={14 * 6 + 7}")  # row 6, column 7
    assert cells_of(page, "layer2_0", "cell") == [[6, 6, 7, 7]]
    assert cells_of(page, "layer1_0", "window") == [[5, 7, 6, 8]]
    assert cells_of(page, "layer0_3", "window") == [[4, 8, 5, 9]]
    assert cells_of(page, "input", "window") == [[6, 12, 7, 13]]  # three pixels of padding before the picture
    expect(part(page, "narration")).to_have_text(
        "Cell 6, 7 of 3 conv 3 × 3 reads 49 pixels of the picture, rows 3 to 9 and columns 4 to 10."
    )
    assert dims(page) == 2 * (1 + 2 * 4)
    part(page, "next").click()
    assert cells_of(page, "layer0_0", "window") == [[4, 8, 6, 10]]


def test_at_the_border_the_field_hangs_over_and_says_so(visit):
    page = visit(f"{STACK}&step=0")
    assert cells_of(page, "input", "window") == [[3, 6, 3, 6]]
    assert cells_of(page, "input", "span") == [[0, 6, 0, 6]]
    expect(part(page, "narration")).to_contain_text("its field of 7 × 7 hangs over the border, where padding is zero")


def test_another_layer_walks_when_its_cell_its_button_or_its_line_is_chosen(visit):
    page = visit(f"{STACK}&step=0")
    page.mouse.move(*cell(page, "layer0_0", 5, 5))
    assert cells_of(page, "input", "window") == [[7, 9, 7, 9]]  # shown, not chosen
    page.mouse.click(*cell(page, "layer0_0", 5, 5))
    expect(part(page, "panel-0")).to_have_attribute("aria-pressed", "true")
    page.wait_for_url("**panel=0**")
    assert page.locator(".kw-table tr[aria-current=true] td").first.text_content() == "1 conv 3 × 3, ReLU"
    page.locator('.kw-table tr[data-track="1"]').click()
    expect(part(page, "panel-1")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".kw-notes")).to_contain_text("field = 3 + (span 3 − 1) × 1 = 5")
    assert cells_of(page, "layer1_0", "cell") == [[5, 5, 5, 5]]  # about the same place


def test_a_pixel_lights_the_deep_cells_that_it_reaches(visit):
    page = visit(f"{STACK}&step=0")
    page.mouse.move(*cell(page, "input", 9, 9))  # row 6, column 6 of the picture
    assert cells_of(page, "layer0_0", "lit") == [[5, 7, 5, 7]]
    assert cells_of(page, "layer2_0", "lit") == [[3, 9, 3, 9]]
    expect(part(page, "narration")).to_contain_text("49 cells of 3 conv 3 × 3 see it.")


def test_holes_of_a_dilation_are_holes(visit):
    page = visit("/depth?topic=stack&picture=digits&size=14&stack=c3,p2,d2/c3,p2,d2&step=105")  # row 7, column 7
    rows = [6, 8, 10, 12, 14][:5]
    found = {(top, left) for top, _low, left, _right in cells_of(page, "input", "window")}
    assert len(found) == 25
    assert sorted({row for row, _col in found}) == [row + 1 for row in rows]


def test_three_clicks_from_home_give_the_fields_of_three_layers_and_of_vgg(visit):
    page = visit("/", fresh=True)
    page.locator(".st-key-card_depth").get_by_role("link").click()
    expect(page.locator(".kw-notes")).to_contain_text("field = 5 + (span 3 − 1) × 1 = 7")
    page.get_by_role("button", name="VGG-16").click()
    expect(page.locator(".kw-notes")).to_contain_text("field = 196 + (span 2 − 1) × 16 = 212")
    assert len(titles(page)) == 37


def test_layers_are_removed_moved_and_doubled(visit):
    page = visit("/depth?topic=stack&picture=digits&size=14&stack=c3/m2,s2/c5&step=0")
    names = page.locator('[data-testid^="player-panel-"]')
    page.get_by_role("button", name="Move down").click()
    expect(names).to_have_text(["1 max 2 × 2", "2 conv 3 × 3", "3 conv 5 × 5"])
    page.get_by_role("button", name="Remove").click()
    expect(names).to_have_text(["1 conv 3 × 3", "2 conv 5 × 5"])
    page.get_by_role("button", name="Duplicate").click()
    expect(names).to_have_text(["1 conv 3 × 3", "2 conv 3 × 3", "3 conv 5 × 5"])
    page.wait_for_url("**stack=c3%2Fc3%2Fc5**")


def test_a_setting_typed_into_the_table_changes_the_stack(visit):
    page = visit("/depth?topic=stack&picture=digits&size=14&stack=c3,p1/c3,p1&step=0")
    type_into_table(page, page, 0.34, 1, "2")  # stride of the first layer
    page.wait_for_url("**stack=c3%2Cs2%2Cp1%2Fc3%2Cp1**")
    expect(part(page, "")).to_have_attribute("data-steps", "49")
    expect(part(page, "")).to_have_attribute("data-ready", "true")


def test_a_stack_that_does_not_fit_is_said_and_can_be_mended(visit):
    page = visit("/depth?topic=stack&picture=digits&size=14&stack=c3/c31&step=0")
    expect(page.get_by_text("Layer 2: kernel_size 31 with dilation 1 spans 31 pixels")).to_be_visible()
    expect(page.get_by_role("button", name="Remove")).to_be_visible()
    assert len(titles(page)) == 2


def test_the_effective_field_is_smaller_than_the_theoretical_one(visit):
    page = visit("/depth?topic=effective&picture=digits&size=14&step=0")
    expect(page.get_by_text("comes from the central half of its field of 7 × 7")).to_be_visible()
    middle, edge = page.evaluate("""() => {
      const { strength } = document.querySelector('[data-testid=player]').player.board.byName;
      return [strength.value(10, 10), strength.value(7, 7)];
    }""")
    assert middle > 3 * edge > 0


def test_a_phone_plays_a_deep_stack(visit):
    page = visit(f"{STACK}&step=0", **PHONE)
    part(page, "next").click()
    assert cells_of(page, "layer1_0", "window") == [[0, 1, 0, 2]]
    show(page, 14 * 13 + 13)
    assert cells_of(page, "input", "window") == [[13, 16, 13, 16]]
