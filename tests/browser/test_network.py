"""Drawing into the network: the answer follows the stroke without the server, by mouse, finger and keys."""

from urllib.parse import parse_qs, urlsplit

import numpy as np
from playwright.sync_api import expect

from conv.digits import as_ink, frame_digit
from conv.scores import softmax
from conv.trained import trained_network
from conv.ui.scene.record import PARAMETERS
from tests.browser.gestures import ANSWERED, COUNT_MESSAGES, PHONE, PLAYER, cell, part

EMPTY = "/network?picture=typed&pixels=28x28_&topic=read"
SHARES = f"() => [...{PLAYER}.board.byName.shares.values]"
DRAWN = f"() => [...{PLAYER}.board.byName.drawn.values]"
PAINTED = f"""() => {{
  const {{ board }} = {PLAYER};
  const {{ shares }} = board.byName;
  const {{ canvas }} = board.painting;
  const scale = canvas.width / board.data.width;
  const pixels = canvas.getContext('2d');
  return Array.from({{ length: 10 }}, (_, row) => {{
    const [x, y] = [shares.x + 0.06 * shares.dx, shares.y + (row + 0.12) * shares.dy];
    const at = [x * scale, y * scale].map(Math.round);
    return [...pixels.getImageData(...at, 1, 1).data].slice(0, 3);
  }});
}}"""


def answer(drawn):
    """What the core makes of a drawing."""
    framed = frame_digit(as_ink(np.reshape(drawn, (28, 28))))
    return softmax(trained_network().apply(framed.pixels)[0, 0])


def seven(page):
    """Start at the left end of a 7, and draw it; the pen stays down."""
    page.mouse.move(*cell(page, "drawn", 6, 8))
    page.mouse.down()
    for row, col in ((6, 19), (14, 15), (23, 12)):
        page.mouse.move(*cell(page, "drawn", row, col), steps=5)


def test_the_answer_follows_a_stroke_without_the_server_and_is_the_core_s(visit):
    page = visit(EMPTY)
    expect(part(page, "edit")).to_have_attribute("aria-pressed", "true")
    page.evaluate(COUNT_MESSAGES)
    page.mouse.move(*cell(page, "drawn", 6, 8))
    page.mouse.down()
    seen = []
    for row, col in ((6, 19), (14, 15), (23, 12)):
        page.mouse.move(*cell(page, "drawn", row, col), steps=5)
        shares = page.evaluate(SHARES)
        np.testing.assert_allclose(shares, answer(page.evaluate(DRAWN)), atol=1e-9)
        seen.append(int(np.argmax(shares)))
    assert seen[-1] == 7
    colours = page.evaluate(PAINTED)
    others = {tuple(colour) for row, colour in enumerate(colours) if row != 7}
    assert tuple(colours[7]) not in others  # its bar is painted, the others are not
    page.mouse.up()
    page.wait_for_function(ANSWERED)
    expect(page.get_by_text("It reads a 7")).to_be_visible()


def test_a_drawing_comes_back_with_its_link(visit):
    page = visit(EMPTY)
    seven(page)
    page.mouse.up()
    page.wait_for_function(ANSWERED)
    before = page.evaluate(DRAWN)
    (text,) = parse_qs(urlsplit(page.url).query)["pixels"]
    np.testing.assert_array_equal(np.ravel(PARAMETERS["pixels"].kind.parse("pixels", text)), before)
    page = visit(page.url[page.url.index("/network") :], fresh=True)
    assert page.evaluate(DRAWN) == before


def test_a_pen_has_three_widths_an_eraser_and_takes_all_back(visit):
    page = visit(EMPTY)
    covered = []
    for width in (1, 2, 3):
        part(page, f"width-{width}").click()
        page.mouse.click(*cell(page, "drawn", 4 + 8 * (width - 1), 14))
        covered.append(sum(page.evaluate(DRAWN)) - sum(covered))
    assert covered[0] == 1
    assert covered[0] < covered[1] < covered[2]
    page.get_by_role("button", name="0", exact=True).click()
    page.mouse.click(*cell(page, "drawn", 20, 14))
    np.testing.assert_allclose(sum(page.evaluate(DRAWN)), sum(covered[:2]), atol=1e-9)
    page.wait_for_function(ANSWERED)
    part(page, "clear").click()
    page.wait_for_function(f"() => {PLAYER}.board.byName.drawn.values.every((value) => value === 0)")
    page.wait_for_url("**pixels=28x28_&*")
    part(page, "undo").click()
    page.wait_for_function(f"() => {PLAYER}.board.byName.drawn.values.some((value) => value > 0)")
    np.testing.assert_allclose(sum(page.evaluate(DRAWN)), sum(covered[:2]), atol=1e-9)


def test_a_finger_draws(visit):
    page = visit(EMPTY, **PHONE)
    touch = page.context.new_cdp_session(page)
    way = [cell(page, "drawn", row, col) for row, col in ((6, 8), (6, 19), (14, 15), (23, 12))]
    for kind, at in [("touchStart", way[0]), *(("touchMove", at) for at in way[1:]), ("touchEnd", None)]:
        points = [] if at is None else [{"x": at[0], "y": at[1]}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_function(ANSWERED)
    drawn = page.evaluate(DRAWN)
    assert sum(drawn) > 20
    np.testing.assert_allclose(page.evaluate(SHARES), answer(drawn), atol=1e-9)


def test_keys_draw(visit):
    page = visit(EMPTY)
    part(page, "width-1").click()
    part(page, "cursor").select_option("drawn")
    for _row in range(5):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("b")
    for _col in range(3):
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_url("**pixels=28x28_140tttt&*")


def test_any_neuron_can_be_chosen_and_is_told_in_full(visit):
    page = visit("/network?picture=drawn&digit=seven&topic=read&step=0")
    page.get_by_test_id("player-panels").select_option("conv2.4")
    page.mouse.click(*cell(page, "maps2_4", 3, 5))
    expect(part(page, "narration")).to_contain_text("Row 3, column 5")
    expect(part(page, "narration")).to_contain_text("150 products")
    page.mouse.click(*cell(page, "scores", 7, 0))
    expect(part(page, "narration")).to_contain_text("Score of class 7")
    expect(part(page, "narration")).to_contain_text("192 products")
    page.wait_for_url("**panel=36*")
