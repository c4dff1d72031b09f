"""Numbers changed on the board: weights dragged and typed, pixels painted, undone and redone; by key and finger too."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.gestures import ANSWERED, PHONE, PLAYER, cell, frames, part, show, step, still, widget


def settled(page):
    page.wait_for_function(ANSWERED, polling="raf")


def query(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def drag(page, start, *ends):
    page.mouse.move(*start)
    page.mouse.down()
    for end in ends:
        page.mouse.move(*end, steps=3)
    page.mouse.up()


def above(place, pixels):
    return place[0], place[1] - pixels


def test_a_dragged_weight_changes_map_formula_and_link(visit):
    page = visit("/step?step=0")
    place = cell(page, "kernel", 0, 1)
    drag(page, place, above(place, 16))
    settled(page)
    page.wait_for_url("**weights=1%2C2%2C1*")
    assert query(page)["kernel"] == "typed"
    expect(part(page, "formula")).to_have_text("1×1 + 1×2 + 1×1 + 0×0 + 1×1 + 1×0 + 0×1 + 0×0 + 1×1 = 6; ReLU(6) = 6")
    expect(widget(page, "kernel").get_by_role("combobox")).to_have_value("Type the weights")
    assert step(page) == 0  # a drag is no click


def test_with_shift_a_weight_moves_in_tenths_and_below_zero(visit):
    page = visit("/step?step=0")
    place = cell(page, "kernel", 2, 2)
    page.keyboard.down("Shift")
    drag(page, place, above(place, -96))
    page.keyboard.up("Shift")
    settled(page)
    page.wait_for_url("**weights=1%2C0%2C1%3B0%2C1%2C0%3B1%2C0%2C-0.2*")


def test_quick_moves_are_gathered_and_none_is_lost(visit):
    page = visit("/step?step=0")
    page.evaluate(f"""() => {{
      const {{ outbox }} = {PLAYER}.editing;
      const flush = outbox.flush.bind(outbox);
      window.sent = 0;
      outbox.flush = () => {{
        window.sent += outbox.queue.length ? 1 : 0;
        flush();
      }};
    }}""")
    place = cell(page, "kernel", 1, 1)
    page.mouse.move(*place)
    page.mouse.down()
    page.evaluate(
        """([x, y]) => {
          for (let move = 1; move <= 20; move++) {
            dispatchEvent(new PointerEvent('pointermove', { clientX: x, clientY: y - 8 * move }));
          }
        }""",
        place,
    )
    page.mouse.up()
    settled(page)
    page.wait_for_url("**weights=1%2C0%2C1%3B0%2C21%2C0*")
    assert page.evaluate("window.sent") == 1  # the last, when the hand lets go


def test_undo_and_redo_take_gestures(visit):
    page = visit("/step?step=0&bias=1")
    first, second = cell(page, "kernel", 0, 1), cell(page, "kernel", 1, 0)
    drag(page, first, above(first, 8), above(first, 40))
    settled(page)
    drag(page, second, above(second, 8))
    settled(page)
    page.wait_for_url("**weights=1%2C5%2C1%3B1%2C1*")
    page.keyboard.press("Control+z")
    page.wait_for_url("**weights=1%2C5%2C1%3B0%2C1*")
    expect(part(page, "narration")).not_to_contain_text("now 1")  # the undone number is said no more
    expect(part(page, "narration")).to_contain_text("products")
    part(page, "undo").click()
    page.wait_for_function("() => !location.search.includes('weights')")
    assert query(page)["bias"] == "1"
    expect(part(page, "undo")).to_be_disabled()
    page.keyboard.press("Control+y")
    page.wait_for_url("**weights=1%2C5%2C1%3B0%2C1*")
    expect(part(page, "redo")).to_be_enabled()


def test_keys_change_the_cell_that_was_clicked(visit):
    page = visit("/step?step=0&bias=1")
    part(page, "cursor").select_option("kernel")
    page.mouse.click(*cell(page, "kernel", 0, 1))
    page.keyboard.press("+")
    page.wait_for_url("**weights=1%2C1%2C1%3B0%2C1%2C0*")
    page.mouse.click(*cell(page, "kernel", 1, 0))
    page.keyboard.press("+")
    page.wait_for_url("**weights=1%2C1%2C1%3B1%2C1%2C0*")


FADED = f"""() => {{
  const {{ layer, panels }} = {PLAYER}.board;
  const path = layer.paths.late.getAttribute('d') ?? '';
  const starts = ({{ x, y }}) => path.includes(`M${{x.toFixed(2)}},${{y.toFixed(2)}}h`);
  return panels.filter(starts).map(({{ name }}) => name);
}}"""
TWO_PASSES = "/kernels?topic=passes&step=0&kernel=typed&weights=1,2,1;2,4,2;1,2,1"


@pytest.mark.parametrize(
    ("path", "kernel", "waiting"),
    [
        (TWO_PASSES, "whole_kernel", ["column_kernel", "column_map", "row_kernel", "row_map"]),
        ("/step?step=0", "kernel", []),
    ],
)
def test_what_the_browser_cannot_follow_is_faded_until_the_answer(visit, path, kernel, waiting):
    page = visit(path, fresh=True)
    page.evaluate(f"() => {{ {PLAYER}.trigger = () => {{}}; }}")  # nothing is answered
    place = cell(page, kernel, 0, 1)
    assert page.evaluate(FADED) == []
    page.mouse.move(*place)
    page.mouse.down()
    page.mouse.move(*above(place, 40), steps=3)
    frames(page, 2)
    assert page.evaluate(FADED) == waiting
    page.mouse.up()


def test_pixels_are_painted_in_one_stroke(visit):
    page = visit("/step?step=8")
    expect(part(page, "edits")).to_be_hidden()
    part(page, "edit").click()
    part(page, "brush").fill("7")
    part(page, "brush").press("Enter")
    drag(page, cell(page, "input", 4, 0), cell(page, "input", 4, 4))
    settled(page)
    page.wait_for_url("**pixels=*%3B7%2C7%2C7%2C7%2C7*")
    assert query(page)["picture"] == "typed"
    expect(part(page, "formula")).to_contain_text("7×1 + 7×0 + 7×1 = ")
    page.keyboard.press("Control+z")
    page.wait_for_function("() => !location.search.includes('pixels')")
    part(page, "edit").click()
    page.mouse.click(*cell(page, "input", 0, 0))  # it points again
    expect(part(page, "narration")).to_contain_text("Input 5 × 5, row 0, column 0: 1.")
    assert "pixels" not in page.url


def test_padding_is_not_painted(visit):
    page = visit("/step?padding=half&step=0")
    part(page, "edit").click()
    drag(page, cell(page, "input", 0, 0), cell(page, "input", 0, 3))
    page.mouse.dblclick(*cell(page, "input", 0, 2))
    expect(part(page, "typing")).to_have_count(0)
    assert page.evaluate(f"() => {PLAYER}.editing.pending.size") == 0
    assert "pixels" not in page.url


def test_a_sample_becomes_typed_and_large_ones_stay(visit):
    page = visit("/step?picture=digits&size=12&step=0&activation=none")
    part(page, "edit").click()
    expect(page.locator(".kw-swatch")).to_have_text(["0", "64", "128", "191", "255"])
    drag(page, cell(page, "input", 0, 0), cell(page, "input", 2, 2))
    settled(page)
    page.wait_for_url("**picture=typed&pixels=255%2C*")
    page = visit("/step?picture=digits&size=40&step=0")
    part(page, "edit").click()
    expect(part(page, "brush")).to_be_hidden()
    assert page.evaluate(f"() => {PLAYER}.editing.panels.map(panel => panel.name)") == ["kernel", "number_bias"]


def test_a_number_is_typed_upon_its_cell(visit):
    page = visit("/step?step=0")
    page.mouse.dblclick(*cell(page, "kernel", 0, 0))
    part(page, "typing").fill("−2,5")
    part(page, "typing").press("Enter")
    page.wait_for_url("**weights=-2.5%2C0*")
    settled(page)
    page.mouse.dblclick(*cell(page, "kernel", 0, 0))
    part(page, "typing").fill("seven")
    part(page, "typing").press("Enter")
    expect(part(page, "narration")).to_have_text("“seven” is not a number; the old value was kept.")
    page.mouse.dblclick(*cell(page, "kernel", 0, 0))
    part(page, "typing").fill("9")
    part(page, "typing").press("Escape")
    expect(part(page, "typing")).to_have_count(0)
    assert "weights=-2.5" in page.url


def test_the_keyboard_changes_the_cell_under_its_cursor(visit):
    page = visit("/step?step=0")
    part(page, "cursor").select_option("kernel")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    expect(part(page, "narration")).to_have_text("Kernel 3 × 3, row 0, column 1: now 1.")
    page.keyboard.press("+")
    page.wait_for_url("**weights=1%2C2%2C1*")
    settled(page)
    page.keyboard.press("-")
    page.wait_for_url("**weights=1%2C1%2C1*")
    settled(page)
    page.keyboard.press("7")
    expect(part(page, "typing")).to_have_value("7")
    page.keyboard.press("Enter")
    page.wait_for_url("**weights=1%2C7%2C1*")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    assert step(page) == 1


def test_every_kernel_that_shows_a_weight_is_sent_whole(visit):
    page = visit("/channels?step=0")
    still(page)  # its cells are small, and the board is fitted when the sentence has its height
    place = cell(page, "kernel_1_2", 0, 0)
    drag(page, place, above(place, 24))
    settled(page)
    page.wait_for_url("**kernel=typed*")
    matrices = query(page)["weights"].split("/")
    assert len(matrices) == 6
    assert matrices[5].startswith("4,") or matrices[5].startswith("3,")
    show(page, 1)
    expect(part(page, "formula")).to_contain_text("=")


def test_a_finger_drags_a_weight_and_paints(visit):
    page = visit("/step?step=0", **PHONE)
    place = cell(page, "kernel", 0, 1)
    touch = page.context.new_cdp_session(page)

    def swipe(start, end):
        for kind, at in (("touchStart", start), ("touchMove", end), ("touchEnd", None)):
            points = [] if at is None else [{"x": at[0], "y": at[1]}]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    swipe(place, above(place, 16))
    settled(page)
    page.wait_for_url("**weights=1%2C2%2C1*")
    x, y = place  # on the chart that was drawn anew the finger still meets what does not scroll
    assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).className", [x, y]) == "kw-dragged"
    assert page.evaluate("() => document.querySelector('.stMain').scrollTop") == 0
    part(page, "edit").click()
    expect(part(page, "brush")).to_be_visible()
    swipe(cell(page, "input", 0, 3), cell(page, "input", 0, 4))
    page.wait_for_url("**pixels=1%2C1%2C1%2C1%2C1%3B*")


def test_a_board_without_numbers_of_the_scene_offers_no_pencil(visit):
    page = visit("/kernels?step=0&topic=gabor&picture=edges&size=64")
    expect(part(page, "edit")).to_be_hidden()


def number(page, name):
    """The middle of a single number's place."""
    box = page.evaluate(f"(name) => {PLAYER}.board.byName[name].box(0, 0)", f"number_{name}")
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def shown_number(page):
    """What stands in the places of single numbers, in edit mode or while they are changed."""
    return page.evaluate("() => [...document.querySelectorAll('.kw-edited text')].map((each) => each.textContent)")


def test_bias_and_divisor_are_dragged_typed_refused_and_undone(visit):
    page = visit("/step?step=0&kernel=box_blur&bias=1")
    place = number(page, "bias")
    drag(page, place, above(place, 24))  # in the heading, without the pencil, as weights
    settled(page)
    page.wait_for_url("**bias=4*")
    expect(part(page, "formula")).to_contain_text("; 0.6667 + 4 ≈ 4.6667")
    assert query(page)["kernel"] == "box_blur"
    page.get_by_text("Bias, activation, cells").click()
    expect(page.get_by_role("spinbutton", name="Bias")).to_have_value("4")
    page.get_by_text("Bias, activation, cells").click()
    page.mouse.dblclick(*number(page, "divisor"))
    expect(part(page, "typing")).to_have_attribute("aria-label", "Divisor of the sum: type a number")
    part(page, "typing").fill("0")
    part(page, "typing").press("Enter")
    expect(part(page, "narration")).to_have_text("Divisor of the sum must not be 0; the old value was kept.")
    page.mouse.dblclick(*number(page, "divisor"))
    part(page, "typing").fill("three")
    part(page, "typing").press("Enter")
    expect(part(page, "narration")).to_have_text("“three” is not a number; the old value was kept.")
    page.mouse.dblclick(*number(page, "divisor"))
    part(page, "typing").fill("3")
    part(page, "typing").press("Enter")
    page.wait_for_url("**divisor=3*")
    settled(page)
    assert query(page)["weights"] == "1,1,1;1,1,1;1,1,1"
    expect(part(page, "formula")).to_contain_text("6 ÷ 3 = 2; 2 + 4 = 6")
    page.keyboard.press("Control+z")
    page.wait_for_function("() => !location.search.includes('divisor')")
    assert (query(page)["kernel"], query(page)["bias"]) == ("box_blur", "4")
    page.keyboard.press("Control+z")
    page.wait_for_url("**bias=1*")


def test_a_bias_of_0_is_offered_by_the_pencil_and_changed_by_keys(visit):
    page = visit("/step?step=0")
    assert shown_number(page) == []
    part(page, "edit").click()
    still(page)
    assert shown_number(page) == ["+ 0"]
    part(page, "cursor").select_option("number_bias")
    expect(part(page, "narration")).to_have_text("Bias: 0.")
    page.keyboard.press("-")
    expect(part(page, "narration")).to_have_text("Bias: now −1.")
    page.wait_for_url("**bias=-1*")
    settled(page)
    assert shown_number(page) == ["− 1"]
    page.keyboard.press("5")
    expect(part(page, "typing")).to_have_value("5")
    page.keyboard.press("Enter")
    page.wait_for_url("**bias=5*")
    page.keyboard.press("Escape")


def test_a_finger_drags_a_bias(visit):
    page = visit("/step?step=0", **PHONE)
    part(page, "edit").click()
    still(page)
    place = number(page, "bias")
    assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).className", place) == "kw-offered"
    touch = page.context.new_cdp_session(page)
    for kind, at in (("touchStart", place), ("touchMove", above(place, 16)), ("touchEnd", None)):
        points = [] if at is None else [{"x": at[0], "y": at[1]}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_url("**bias=2*")
    assert page.evaluate("() => document.querySelector('.stMain').scrollTop") == 0


def test_a_kernel_that_the_settings_make_says_that_it_is_not_changed_on_the_board(visit):
    page = visit("/pooling?topic=beside&step=0")
    said = part(page, "narration")
    page.mouse.move(*cell(page, "conv_kernel", 0, 0))
    expect(said).to_contain_text("row 0, column 0")
    assert "not changed on the board" not in said.text_content()
    part(page, "edit").click()
    page.mouse.click(*cell(page, "conv_kernel", 0, 0))
    expect(said).to_contain_text("Its numbers follow from the settings; they are not changed on the board.")
    page.mouse.click(*cell(page, "input", 0, 0))
    assert "not changed on the board" not in said.text_content()
