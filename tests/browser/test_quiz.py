"""The quiz in a browser: four kinds of questions, what is hidden, what a wrong answer shows, the score."""

import pytest
from playwright.sync_api import expect

from tests.browser.gestures import PHONE, PLAYER, cell, cells_of, part, step


def ask(page, kind):
    part(page, f"kind-{kind}").click()
    expect(part(page, f"kind-{kind}")).to_have_attribute("aria-pressed", "true")
    return page.evaluate(f"() => {PLAYER}.quiz.question")


@pytest.fixture(scope="module", params=[{}, PHONE], ids=["desktop", "phone"])
def two_clicks_from_home(request, pages):
    """A page with the quiz of a lesson whose card was clicked; a lesson keeps its settings within a visit."""
    page = pages.fresh("/", request.param)
    page.locator(".st-key-card_step").get_by_role("link").click()
    expect(part(page, "edit")).to_be_visible()
    page.locator(".st-key-quiz").get_by_role("button").click()
    return page


@pytest.mark.parametrize("kind", ["size", "value", "reads", "readers"])
def test_each_kind_is_three_clicks_from_home(two_clicks_from_home, kind):
    page = two_clicks_from_home
    part(page, f"kind-{kind}").click()
    expect(part(page, "quiz")).to_contain_text("Question")
    expect(part(page, f"kind-{kind}")).to_have_attribute("aria-pressed", "true")
    assert page.script_errors == []


def test_a_wrong_product_is_shown_and_the_number(visit):
    page = visit("/step?quiz=3&bias=2")
    question = ask(page, "value")
    products = page.evaluate(f"() => {PLAYER}.quiz.blanks.map(({{ value }}) => value)")
    for index, product in enumerate(products):
        part(page, f"product-{index}").fill(str(product if index != 4 else product + 3))
    part(page, "answer-0").fill(str(question["answer"] + 3))
    part(page, "check").click()
    value = question["answer"]
    expect(part(page, "verdict")).to_have_text(
        f"✗ {value + 3} is not right; it is {value}. One of your products is wrong: it is marked, with its number."
    )
    wrong = page.locator(".kw-blank.kw-wrong")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text(f"= {products[4]}")
    assert page.locator(".kw-blank.kw-right").count() == len(products) - 1
    row, col = question["row"], question["col"]
    assert [row, row, col, col] not in cells_of(page, "map", "cover")


def test_pixels_are_painted_and_the_right_ones_framed(visit):
    page = visit("/step?quiz=2")
    question = ask(page, "reads")
    answer = [tuple(map(int, key.split(","))) for key in question["answer"]]
    for row, col in answer[:-1]:
        page.mouse.click(*cell(page, "input", row, col))
    part(page, "check").click()
    expect(part(page, "verdict")).to_have_text("✗ 1 of 9 are missing, and 0 too many. The right ones are framed.")
    assert sorted(cells_of(page, "input", "window")) == sorted([row, row, col, col] for row, col in answer)


def test_cells_are_chosen_by_keys(visit):
    page = visit("/step?quiz=2&stride=2")
    question = ask(page, "readers")
    part(page, "").focus()
    page.keyboard.press("ArrowRight")
    at = (0, 0)
    for key in question["answer"]:
        row, col = map(int, key.split(","))
        page.keyboard.press("ArrowDown") if row > at[0] else None
        for _press in range(abs(col - at[1])):
            page.keyboard.press("ArrowRight" if col > at[1] else "ArrowLeft")
        at = (row, col)
        page.keyboard.press("Enter")
    part(page, "check").click()
    expect(part(page, "verdict")).to_contain_text("✓ Right")


def test_nothing_gives_the_answer_away(visit):
    page = visit("/step?quiz=1")
    ask(page, "size")
    path = page.locator(".kw-mask").get_attribute("d")
    assert path.startswith("M")
    question = ask(page, "value")
    row, col = question["row"], question["col"]
    page.mouse.move(*cell(page, "map", row, col))
    page.mouse.click(*cell(page, "map", row, col))
    for key in ("ArrowRight", "End", " "):
        page.keyboard.press(key)
    assert cells_of(page, "map", "cover") == [[0, 2, 0, 2]]
    assert step(page) == 0
    for name in ("narration", "formula", "cursor", "play"):
        expect(part(page, name)).to_be_hidden()
    expect(page.locator(".kw-live")).to_have_text([""])
    assert page.get_by_text("changes").count() == 0  # what ReLU did to the map
    told = "() => [...document.querySelectorAll('[aria-label], [alt]')].map((each) => each.ariaLabel || each.alt)"
    assert not [text for text in page.evaluate(told) if text and "Feature map 3" in text]


def test_a_walk_that_plays_stands_still_in_the_quiz(visit):
    page = visit("/step")
    expect(part(page, "")).to_have_attribute("data-playing", "true")
    expect(part(page, "")).not_to_have_attribute("data-step", "0")
    page.locator(".st-key-quiz").get_by_role("button").click()
    expect(part(page, "quiz")).to_be_visible()
    expect(part(page, "")).to_have_attribute("data-playing", "false")
    assert step(page) == 0


def test_a_link_has_the_same_questions_and_the_end_a_score(visit):
    page = visit("/step?quiz=5")
    first = page.evaluate(f"() => {PLAYER}.quiz.questions")
    for _question in first:
        kind = page.evaluate(f"() => {PLAYER}.quiz.question.kind")
        if kind == "size":
            part(page, "answer-0").fill("3")
            part(page, "answer-1").fill("3")
        elif kind == "value":
            part(page, "answer-0").fill("-99")
        else:
            panel = page.evaluate(f"() => {PLAYER}.quiz.question.panel")
            page.mouse.click(*cell(page, panel, 0, 0))
        part(page, "check").click()
        part(page, "check").click()
    expect(part(page, "score")).to_contain_text("of 8 right")
    assert page.evaluate(f"() => [...{PLAYER}.quiz.results.values()][0]") is True
    part(page, "others").click()
    page.wait_for_url("**quiz=6*")
    expect(part(page, "quiz")).to_contain_text("Question 1 of")
    page = visit("/step?quiz=5")
    assert page.evaluate(f"() => {PLAYER}.quiz.questions") == first
    page.locator(".st-key-quiz").get_by_role("button").click()
    expect(part(page, "quiz")).to_be_hidden()
    expect(part(page, "play")).to_be_visible()


def test_enter_checks_an_answer_and_shows_what_it_is_worth(visit):
    page = visit("/channels?quiz=1", fresh=True)
    for answer in ("3", "3"):
        field = part(page, "answer-0") if part(page, "answer-0").input_value() == "" else part(page, "answer-1")
        field.fill(answer)
    part(page, "answer-1").press("Enter")
    expect(part(page, "verdict")).to_contain_text("Right: 3 × 3.")
    expect(page.get_by_text("Question 1 of")).to_be_visible()
