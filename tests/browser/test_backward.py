"""The backward lesson in a browser: what lands, what pointing lights, what is asked, and panels that change."""

from playwright.sync_api import expect

from tests.browser.gestures import PHONE, PLAYER, cell, cells_of, part, show, widget

SCENE = "/backward?topic=pass&activation=none"
SUMS = "() => [...document.querySelectorAll('.kw-sum')].map((text) => text.textContent).filter(Boolean)"
LEARN = "/backward?topic=learn&picture=digits&size=16&activation=none&momentum=0.9"


def test_each_step_adds_to_pixels_weights_and_bias(visit):
    page = visit(f"{SCENE}&step=0")  # g = 1: the window's pixels 1 1 1, 0 1 1, 0 0 1 are the sums of the weights
    assert page.evaluate(SUMS)[-10:] == ["1", "1", "1", "0", "1", "1", "0", "0", "1", "1"]
    expect(part(page, "narration")).to_contain_text("g in row 0, column 0 is 1. Three additions")
    assert cells_of(page, "dx_0", "window") == [[0, 2, 0, 2]]
    show(page, 8)
    assert page.evaluate(SUMS) == []
    assert [cells_of(page, name, "cover") for name in ("dx_0", "dw_0", "db")] == [[], [], []]
    grids = page.locator(".kw-products figcaption").all_inner_texts()
    assert grids == ["to ∂L/∂x", "to ∂L/∂w", "to ∂L/∂b"]


def test_pointing_at_a_gradient_lights_what_it_is_made_of(visit):
    page = visit(f"{SCENE}&step=8")
    page.mouse.move(*cell(page, "dw_0", 0, 2))
    # g times x[0:3, 2:5], row by row.
    told = "Additions that land on it in all: 9. 1×1 + 0×0 + (−1)×0 + 2×1 + 1×1 + 0×0 + 0×1 + (−1)×1 + 1×1 = 4."
    expect(part(page, "narration")).to_contain_text(told)
    lit = {tuple(box) for box in cells_of(page, "input", "lit")}
    assert lit == {(row, row, col, col) for row in range(3) for col in range(2, 5)}  # the pixels that the weight met
    page.mouse.move(*cell(page, "dx_0", 0, 0))
    expect(part(page, "narration")).to_contain_text("Additions that land on it in all: 1.")
    assert [0, 0, 0, 0] in cells_of(page, "gradient", "lit")


def test_a_number_of_g_is_typed_on_the_board(visit):
    page = visit(f"{SCENE}&step=8")
    page.mouse.dblclick(*cell(page, "gradient", 0, 0))
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    page.wait_for_url("**gradient=5%2C0%2C-1*")
    page.wait_for_function(f"{PLAYER}.board.byName.db.value(0, 0) === 7")  # 3 and 4 more
    expect(widget(page, "upstream").get_by_role("combobox")).to_have_value("Numbers of your own")


def test_the_quiz_asks_what_is_added_and_which_is_the_largest(visit):
    page = visit(f"{SCENE}&quiz=3")
    part(page, "kind-added").click()
    question = page.evaluate(f"() => {PLAYER}.quiz.question")
    part(page, "answer-0").fill(str(question["answer"]))
    part(page, "check").click()
    expect(part(page, "verdict")).to_contain_text("✓ Right")
    part(page, "kind-largest").click()
    expect(part(page, "quiz")).to_contain_text("Which weight has the largest number in “∂L/∂w”")
    for place in page.evaluate(f"() => {PLAYER}.quiz.question.answer"):
        page.mouse.click(*cell(page, "kernel", *map(int, place.split(","))))
    part(page, "check").click()
    expect(part(page, "verdict")).to_contain_text("✓ Right")


COLOURS = """([name, row, col]) => {
  const { board } = document.querySelector('[data-testid=player]').player;
  const { canvas } = board.painting;
  const panel = board.byName[name];
  const scale = canvas.width / board.data.width;
  const at = [panel.x + (col + 0.1) * panel.dx, panel.y + (row + 0.1) * panel.dy].map((place) => place * scale);
  return [[...canvas.getContext('2d').getImageData(...at.map(Math.round), 1, 1).data].slice(0, 3),
    panel.colour(row, col), panel.value(row, col)];
}"""


def test_panels_change_with_the_iteration_and_are_painted_so(visit):
    page = visit(f"{LEARN}&step=0")
    seen = []
    for number in (0, 5, 60):
        show(page, number)
        painted, colour, value = page.evaluate(COLOURS, ["kernel_0", 1, 2])
        assert max(abs(one - other) for one, other in zip(painted, colour, strict=True)) <= 2
        seen.append(value)
        expect(part(page, "narration")).to_contain_text(f"Iteration {number}")
    assert len(set(seen)) == 3
    assert abs(seen[-1] - 2) < 0.2  # Sobel x
    assert cells_of(page, "loss", "cell") == [[0, 0, 60, 60]]


def test_a_phone_walks_a_learned_kernel(visit):
    page = visit(f"{LEARN}&step=3", **PHONE)
    part(page, "next").click()
    expect(part(page, "narration")).to_contain_text("Iteration 4")


def test_g_is_painted_while_the_pencil_is_open(visit):
    page = visit(f"{SCENE}&step=8")
    part(page, "edit").click()
    page.get_by_test_id("player-brush").fill("4")
    page.get_by_test_id("player-brush").press("Enter")
    first, last = cell(page, "gradient", 2, 0), cell(page, "gradient", 2, 2)
    page.mouse.move(*first)
    page.mouse.down()
    page.mouse.move(*last, steps=6)
    page.mouse.up()
    page.wait_for_url("**gradient=1%2C0%2C-1%3B2%2C1%2C0%3B4%2C4%2C4*")
