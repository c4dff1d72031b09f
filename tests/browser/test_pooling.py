"""The pooling lesson in a browser: the pixel that wins, survivors, lock-step, and what pointing says."""

from playwright.sync_api import expect

from tests.browser.gestures import cell, cells_of, part, titles, widget

TYPED = "picture=typed&pixels=9,1,2,4;1,1,1,0;3,1,8,0;0,0,0,6"
RING = """() => {
  const { board } = document.querySelector('[data-testid="player"]').player;
  const found = document.querySelector('.kw-picked').getBBox();
  const { x, y, dx, dy } = board.byName.input;
  if (!found.width) return null;
  return [Math.floor((found.y + found.height / 2 - y) / dy), Math.floor((found.x + found.width / 2 - x) / dx)];
}"""


def test_the_largest_pixel_is_ringed_and_named(visit):
    page = visit(f"/pooling?{TYPED}&step=3")
    assert part(page, "formula").text_content() == "max(8, 0, 0, 6) = 8"
    expect(part(page, "narration")).to_contain_text("the largest of 4 pixels is 8; it stands in row 2, column 2")
    assert page.evaluate(RING) == [2, 2]
    part(page, "previous").click()
    assert page.evaluate(RING) == [2, 0]
    part(page, "slow").check()
    assert page.evaluate(RING) is None  # not all terms are there yet


def test_pointing_at_a_pixel_says_which_windows_it_entered_and_whether_it_survives(visit):
    page = visit(f"/pooling?{TYPED}&pool_stride=1&step=0")
    page.mouse.move(*cell(page, "input", 2, 2))
    said = part(page, "narration")
    expect(said).to_contain_text("row 2, column 2: 8. 4 windows read it. It is the largest of 4 windows: it survives.")
    assert cells_of(page, "map", "lit") == [[1, 2, 1, 2]]
    assert cells_of(page, "survivors", "lit") == [[2, 2, 2, 2]]
    page.mouse.move(*cell(page, "input", 1, 0))
    expect(said).to_contain_text("2 windows read it. It is the largest of no window: pooling loses it.")


def test_windows_at_the_border_have_fewer_pixels(visit):
    page = visit(f"/pooling?{TYPED}&pool=average&pool_size=3&ceil_mode=true&step=3")
    assert part(page, "formula").text_content() == "(6) ÷ 1 = 6"
    expect(part(page, "narration")).to_contain_text("the mean of 1 pixel is 6")
    assert cells_of(page, "input", "window") == [[3, 3, 3, 3]]


def test_all_kinds_walk_together(visit):
    page = visit(f"/pooling?topic=beside&{TYPED}&step=0")
    texts = ["max = 9", "mean = 3", "√Σ² ≈ 9.1652", "Σ = −8"]
    expect(page.locator(".kw-drawing .kw-live")).to_have_text(texts)
    part(page, "panel-3").click()
    assert part(page, "formula").text_content() == "9×(−1) + 1×1 + 1×(−1) + 1×1 = −8"
    for name in ("max", "average", "l2", "conv_map"):
        assert cells_of(page, name, "cell") == [[0, 0, 0, 0]]


def test_a_refusal_teaches_and_loses_nothing(visit):
    page = visit(f"/pooling?{TYPED}&pool=average&pool_padding=1")
    widget(page, "pool").get_by_role("radio", name="L2").click()
    expect(
        page.get_by_text("padding is not for L2 pooling in PyTorch; use 0, or choose max or average.")
    ).to_be_visible()
    widget(page, "pool").get_by_role("radio", name="Max").click()
    expect(part(page, "")).to_have_attribute("data-steps", "9")
    assert "Input 4 × 4, padded 6 × 6" in titles(page)


def test_three_clicks_from_home_say_which_pixels_survive(visit):
    page = visit("/", fresh=True)
    page.locator(".st-key-card_pooling").get_by_role("link").click()
    expect(page.get_by_text("of 196 pixels survive: each is the largest of a window")).to_be_visible()
    expect(part(page, "")).to_have_attribute("data-steps", "49")
    assert any(title.startswith("Survivors") for title in titles(page))


def test_dragging_shifts_the_pooled_picture(visit):
    page = visit("/pooling?topic=shift&picture=digits&size=14&shift=0,1&step=0")
    x, y = cell(page, "input_1", 6, 6)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(*cell(page, "input_1", 7, 7))
    page.mouse.up()
    expect(page.get_by_text("Shifted: 1 down, 2 right").first).to_be_attached()
    page.wait_for_url("**shift=1%2C2**")
