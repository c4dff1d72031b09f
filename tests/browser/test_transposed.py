"""The transposed lesson in a browser: stamps, sums so far, and the matrix with its transpose."""

from playwright.sync_api import expect

from tests.browser.gestures import PHONE, cell, cells_of, part, show, titles

SCENE = "picture=typed&pixels=1,2;0,3&kernel=typed&weights=1,2,1;0,1,0;1,0,1&stride=2"
SUMS = "() => [...document.querySelectorAll('.kw-sum')].map((text) => text.textContent).filter(Boolean)"


def test_a_stamp_lands_and_sums_so_far_stand_where_more_will_come(visit):
    page = visit(f"/transposed?{SCENE}&step=0")
    assert cells_of(page, "output", "window") == [[0, 2, 0, 2]]
    assert cells_of(page, "input", "cell") == [[0, 0, 0, 0]]
    assert page.evaluate(SUMS) == ["1", "0", "1", "0", "1"]  # the stamp's right column and its lowest row
    expect(part(page, "narration")).to_contain_text("The pixel in row 0, column 0 is 1: 1 times the kernel is added")
    part(page, "next").click()
    assert page.evaluate(SUMS) == ["1", "0", "3", "0", "2"]  # 1 + 2 where both meet
    show(page, 3)
    assert page.evaluate(SUMS) == []
    assert cells_of(page, "output", "cover") == []


def test_pointing_at_an_output_cell_lights_the_pixels_that_stamp_on_it(visit):
    page = visit(f"/transposed?{SCENE}&step=0")
    page.mouse.move(*cell(page, "output", 2, 2))
    expect(part(page, "narration")).to_contain_text("4 stamps land on it.")
    assert cells_of(page, "input", "lit") == [[0, 1, 0, 1]]


def test_zeros_between_are_an_ordinary_walk(visit):
    page = visit(f"/transposed?topic=zeros&{SCENE}&step=12")  # row 2, column 2
    expect(page.get_by_text("25 of 25 cells equal those that the stamps make.")).to_be_visible()
    assert part(page, "formula").text_content().endswith("= 6")  # 1 + 2 + 0 + 3


def test_three_clicks_from_home_give_a_size_and_the_checkerboard(visit):
    page = visit("/", fresh=True)
    page.locator(".st-key-card_transposed").get_by_role("link").click()
    page.get_by_role("button", name="4 × 4, kernel 3, stride 2, output padding 1").click()
    expect(part(page, "")).to_have_attribute("data-steps", "16")
    assert "Output 10 × 10" in titles(page)
    page.get_by_role("radio", name="Checkerboards").click()
    expect(page.get_by_text("in turn: a checkerboard")).to_be_visible()


def test_a_step_lights_the_matrix_s_row_and_its_transpose_s_column(visit):
    page = visit("/transposed?topic=back&stride=2&activation=none&step=1")
    assert cells_of(page, "matrix", "window") == [[1, 1, 0, 24]]
    assert cells_of(page, "transpose", "window") == [[0, 24, 1, 1]]
    assert cells_of(page, "back", "window") == [[0, 2, 2, 4]]


def test_a_phone_walks_the_stamps(visit):
    page = visit(f"/transposed?{SCENE}&step=0", **PHONE)
    part(page, "next").click()
    assert cells_of(page, "output", "window") == [[0, 2, 2, 4]]
