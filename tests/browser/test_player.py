"""What a person does with the player: buttons, keys, the link, what is said of a step."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.gestures import (
    cells_of,
    part,
    show,
    step,
    widget,
)


def test_the_worked_example_plays_by_itself_and_gives_the_textbook_map(visit):
    page = visit("/step", fresh=True)
    expect(part(page, "")).to_have_attribute("data-playing", "true")
    expect(part(page, "")).to_have_attribute("data-steps", "9")
    part(page, "play").click()
    expect(part(page, "")).to_have_attribute("data-playing", "false")
    outputs = []
    for index in range(9):
        show(page, index)
        outputs.append(int(re.findall(r"\d+", part(page, "formula").text_content())[-1]))
    assert outputs == [4, 3, 4, 2, 4, 3, 2, 3, 4]


def test_buttons_move_and_the_link_keeps_the_step(visit, browser):
    page = visit("/step?step=0")
    for name, expected in [
        ("next", 1),
        ("next", 2),
        ("down", 5),
        ("up", 2),
        ("previous", 1),
        ("last", 8),
        ("first", 0),
    ]:
        part(page, name).click()
        assert step(page) == expected
        page.wait_for_url(f"**/step?picture=worked&step={expected}")
    part(page, "previous").click()
    assert step(page) == 0
    part(page, "scrub").fill("6")
    assert step(page) == 6
    page.wait_for_url("**/step?picture=worked&step=6")
    page.reload()
    expect(part(page, "")).to_have_attribute("data-step", "6")
    expect(part(page, "")).to_have_attribute("data-playing", "false")


def test_the_window_the_cell_and_the_cover_are_where_the_step_is(visit):
    page = visit("/step?picture=digits&size=12&dilation=2&stride=3,2&padding=1&step=6")
    # 12 + 2 padded; span 5; rows floor(9 / 3) + 1 = 4, columns floor(9 / 2) + 1 = 5: step 6 is row 1, column 1
    rows, cols = (3, 5, 7), (2, 4, 6)
    assert cells_of(page, "input", "window") == [[row, row, col, col] for row in rows for col in cols]
    assert cells_of(page, "map", "cell") == [[1, 1, 1, 1]]
    assert cells_of(page, "map", "cover") == [[1, 1, 2, 4], [2, 3, 0, 4]]


def test_narration_and_formula_of_a_step(visit):
    page = visit("/step?step=5")
    expect(part(page, "narration")).to_have_attribute("aria-live", "polite")
    assert (
        part(page, "narration")
        .text_content()
        .startswith(
            "Row 1, column 2: the window covers rows 1 to 3 and columns 2 to 4; 9 products sum to 3; ReLU keeps 3."
        )
    )
    assert part(page, "formula").text_content() == (
        "1×1 + 1×0 + 0×1 + 1×0 + 1×1 + 1×0 + 1×1 + 1×0 + 0×1 = 3; ReLU(3) = 3"
    )


def test_what_does_not_add_up_exactly_says_so(visit):
    page = visit("/step?picture=digits&size=9&kernel=box_blur&bias=-0.5&activation=sigmoid&step=24")
    text = part(page, "formula").text_content()
    total = sum(int(a) * int(b) for a, b in re.findall(r"(\d+)×(\d+)", text))
    assert f"= {total}; {total} ÷ 9 ≈ {round(total / 9, 4):g}" in text
    assert text.count("≈") == 3
    assert f"Sigmoid({round(total / 9 - 0.5, 4):g})" in text


@pytest.mark.parametrize(
    ("pixels", "weights", "divisor", "text"),
    [
        ("200", "1000", "3", "200×1000 = 200000; 200000 ÷ 3 ≈ 66666.6667"),
        ("4", "1", "0.00001", "4×1 = 4; 4 ÷ 0.00001 = 400000"),
        ("1,0.0001", "1000000,0.4", "1", "1×1000000 + 0.0001×0.4 ≈ 1000000"),
        ("0.1", "3", "1", "0.1×3 = 0.3"),
    ],
)
def test_large_and_tiny_numbers_say_what_they_are(visit, pixels, weights, divisor, text):
    query = f"picture=typed&pixels={pixels}&kernel=typed&weights={weights}&divisor={divisor}&activation=none&step=0"
    assert part(visit(f"/step?{query}"), "formula").text_content() == text


@pytest.mark.parametrize("where", [None, '[data-testid="player"]'])
def test_keys_walk_from_the_page_and_from_the_player(visit, where):
    page = visit("/step?step=0")
    if where:
        page.locator(where).focus()
    for key, expected in [
        ("ArrowRight", 1), ("ArrowDown", 4), ("ArrowLeft", 3), ("ArrowUp", 0), ("End", 8), ("Home", 0),
    ]:  # fmt: skip
        page.keyboard.press(key)
        assert step(page) == expected
    before = part(page, "speed").input_value()
    page.keyboard.press("+")
    assert int(part(page, "speed").input_value()) > int(before)
    page.keyboard.press("-")
    assert part(page, "speed").input_value() == before
    page.keyboard.press("Space")
    assert part(page, "").get_attribute("data-playing") == "true"
    page.keyboard.press("Space")
    assert part(page, "").get_attribute("data-playing") == "false"


def test_keys_stay_with_fields_and_buttons(visit):
    page = visit("/step?step=4")
    widget(page, "stride_row").locator("input").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("End")
    page.keyboard.press("Space")
    assert (step(page), part(page, "").get_attribute("data-playing")) == (4, "false")
    part(page, "next").focus()
    page.keyboard.press("Space")  # the button's own key: it presses the button and does not play
    assert step(page) == 5
    assert part(page, "").get_attribute("data-playing") == "false"
