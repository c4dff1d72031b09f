"""What a hand moves is answered at once, without the server, and its answer changes nothing that is seen."""

import numpy as np
import pytest

from tests.boards import PARTS, built
from tests.browser.gestures import ANSWERED, COUNT_MESSAGES, PLAYER, part
from tests.driving import go

SEEN = f"""() => {{
  const {{ board }} = {PLAYER};
  const texts = [...board.layer.svg.querySelectorAll('.kw-cell-numbers text')]
    .map((text) => [text.textContent, text.getAttribute('fill')]);
  return {{
    texts,
    formula: document.querySelector('[data-testid="player-formula"]').textContent,
    around: ['.kw-formula', '.kw-legend .kw-meaning'].flatMap((each) => [...document.querySelectorAll(each)])
      .map((each) => each.innerText),
    values: Object.fromEntries(board.panels.map(({{ name, values }}) => [name, [...values ?? []]])),
    limits: Object.fromEntries(board.panels.map(({{ name, scaling: s }}) => [name, s ? [s.low, s.high] : []])),
  }};
}}"""
CELLS = f"""() => [...{PLAYER}.board.panels, ...{PLAYER}.board.numbers]
  .filter(({{ edits, number }}) => edits && number?.shown !== false)
  .map(({{ name, rows, cols, inset, edits }}) => [name, edits.role, inset ?? [0, 0, rows, cols]])"""
DRAWN = f"""([name, row, col]) => {{
  const {{ board }} = {PLAYER};
  const panel = board.byName[name];
  const {{ canvas }} = board.painting;
  const scale = canvas.width / board.data.width;
  const place = [panel.x + (col + 0.1) * panel.dx, panel.y + (row + 0.1) * panel.dy];
  const at = place.map((each) => Math.round(each * scale));
  const painted = [...canvas.getContext('2d').getImageData(...at, 1, 1).data].slice(0, 3);
  return [painted, panel.colour(row, col)];
}}"""
FOLLOWED = [name for name, part in PARTS if (board := built(part)).followed and any(p.edits for p in board.panels)]


def place(page, name, row, col):
    box = page.evaluate(f"([name, row, col]) => {PLAYER}.board.byName[name].box(row, col)", [name, row, col])
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_some_number(page, rng):
    """Hold a random number that can be changed, and move it, or paint from it; gives the panel and the cell."""
    cells = page.evaluate(CELLS)
    name, role, (top, left, height, width) = cells[int(rng.integers(len(cells)))]
    row, col = top + int(rng.integers(height)), left + int(rng.integers(width))
    painted = role in ("pixel", "gradient")
    if painted and part(page, "edit").get_attribute("aria-pressed") == "false":
        part(page, "edit").click()
    x, y = place(page, name, row, col)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + (30 if painted else 0), y - int(rng.choice([-40, 24, 88])), steps=4)
    return name, row, col


@pytest.mark.soak
def test_the_servers_answer_changes_nothing_that_is_seen(visit, amount):
    rng = np.random.default_rng(22)
    page = visit("/")
    complaints, compared = [], 0
    page.on("console", lambda message: complaints.append(message.text) if "differ" in message.text else None)
    for number in range(amount(len(FOLLOWED), 200)):
        name = FOLLOWED[number % len(FOLLOWED)]
        lesson, topic = name.split("-")
        own = "" if topic == lesson or not topic else f"&topic={topic}"
        go(page, f"/{lesson}?step={int(rng.integers(4))}{own}")
        if page.evaluate(f"() => {PLAYER}.board.data.waits.length"):
            continue
        compared += 1
        drag_some_number(page, rng)
        held = page.evaluate(SEEN)
        page.mouse.up()
        page.wait_for_function(ANSWERED, polling="raf")
        after = page.evaluate(SEEN)
        assert held["texts"] == after["texts"], name
        assert held["formula"] == after["formula"], name
        assert held["around"] == after["around"], name
        for panel, values in after["values"].items():
            known = np.array(held["values"][panel], float)
            np.testing.assert_allclose(known, np.array(values, float), rtol=1e-6, atol=1e-9, err_msg=f"{name}: {panel}")
            assert held["limits"][panel] == pytest.approx(after["limits"][panel], rel=1e-6), (name, panel)
    assert complaints == []
    assert compared > 0.8 * amount(len(FOLLOWED), 200)


def test_a_drag_is_followed_without_the_server_and_painted(visit):
    page = visit("/step?step=0")
    page.evaluate(COUNT_MESSAGES)
    x, y = place(page, "kernel", 0, 1)
    page.mouse.move(x, y)
    page.mouse.down()
    for pixels in (16, 32, 64):
        page.mouse.move(x, y - pixels)
        weight = pixels // 8
        assert f"1×{weight} + " in part(page, "formula").text_content()
        shown = page.evaluate(f"() => {PLAYER}.board.byName.map.value(0, 0)")
        assert shown == 4 + weight  # the worked example's first window has a 1 there
        assert page.evaluate("window.messages") == 0
    painted, colour = page.evaluate(DRAWN, ["map", 0, 0])
    assert np.abs(np.subtract(painted, colour)).max() <= 1
    page.mouse.up()
    page.wait_for_url("**weights=1%2C8%2C1*")


def test_formula_and_legend_follow_a_drag(visit):
    page = visit("/step?step=0&kernel=box_blur&activation=none")
    formula, legend = page.locator(".kw-text .kw-formula"), page.locator(".kw-meaning").last
    told = "".join(formula.inner_text().split())
    assert ("9" in told, "ReLU" in told) == (True, False)
    assert legend.inner_text() == "feature map on the picture’s scale, 0 to 1"
    part(page, "edit").click()
    part(page, "preset-worked_example").hover()
    part(page, "preset-relu").hover()
    told = "".join(formula.inner_text().split())
    assert ("9" in told, "ReLU" in told) == (True, True)  # one is tried at a time
    part(page, "preset-worked_example").hover()
    assert "9" not in formula.inner_text()
    assert legend.inner_text() == "feature map from 0 to 4"


def test_a_hand_that_rests_is_told_before_it_lets_go(visit):
    page = visit("/step?step=0")
    x, y = place(page, "kernel", 0, 1)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 24)
    page.wait_for_url("**weights=1%2C3%2C1*")
    page.mouse.move(x, y - 48)
    assert "1×6 + " in part(page, "formula").text_content()  # the drag goes on over the answer
    page.mouse.up()
    page.wait_for_url("**weights=1%2C6%2C1*")


def test_a_known_kernel_is_tried_by_pointing_and_taken_by_a_click(visit):
    page = visit("/step?picture=digits&size=16&step=20")
    part(page, "edit").click()
    formula = part(page, "formula")
    own = formula.text_content()
    part(page, "preset-box_blur").hover()
    assert " ÷ 9 " in formula.text_content()
    assert page.evaluate(f"() => {PLAYER}.board.byName.kernel.values.every((weight) => weight === 1)")
    assert "kernel=" not in page.url
    page.mouse.move(5, 5)
    assert formula.text_content() == own
    part(page, "preset-sobel_x").click()
    page.wait_for_url("**kernel=sobel_x**")
    tried = formula.text_content()
    page.mouse.move(5, 5)
    page.wait_for_function(ANSWERED, polling="raf")
    assert formula.text_content() == tried != own
    assert part(page, "narration").text_content() == "Chosen: Sobel x."
    page.keyboard.press("Control+z")
    page.wait_for_function("() => !location.search.includes('kernel=')")
    page.wait_for_function(ANSWERED, polling="raf")
    assert formula.text_content() == own


def test_a_kernel_that_comes_to_lie_under_a_pointer_that_rests_is_not_tried(visit):
    page = visit("/step?picture=digits&size=16&step=20")
    part(page, "edit").click()
    own = part(page, "formula").text_content()
    button = part(page, "preset-sobel_x")
    for movement in (0, 3):
        button.evaluate(
            "(button, movementX) => button.dispatchEvent(new PointerEvent('pointermove', { movementX }))", movement
        )
        assert (part(page, "formula").text_content() != own) == bool(movement)


def test_a_kernel_is_tried_by_the_keyboard(visit):
    page = visit("/step?picture=digits&size=16&step=20")
    part(page, "edit").click()
    own = part(page, "formula").text_content()
    part(page, "preset-identity").focus()
    assert part(page, "formula").text_content() != own
    part(page, "preset-identity").blur()
    assert part(page, "formula").text_content() == own


def test_large_pictures_and_several_kernels_offer_none(visit):
    for path in ("/step?picture=digits&size=128&step=0", "/channels?step=0"):
        page = visit(path)
        part(page, "edit").click()
        assert part(page, "presets-kernel").is_hidden()


def test_an_activation_is_tried_and_taken(visit):
    page = visit("/step?picture=digits&size=16&step=20&kernel=sobel_x&bias=-3")
    part(page, "edit").click()
    formula = part(page, "formula")
    own = formula.text_content()
    assert own.endswith("ReLU(−3) = 0") or "ReLU(" in own
    part(page, "preset-tanh").hover()
    assert "tanh(" in formula.text_content()
    part(page, "preset-none").click()
    page.wait_for_url("**activation=none**")
    page.mouse.move(5, 5)
    page.wait_for_function(ANSWERED, polling="raf")
    assert formula.text_content().count(";") == own.count(";") - 1
    page.keyboard.press("Control+z")
    page.wait_for_function("() => !location.search.includes('activation=')")
    page.wait_for_function(ANSWERED, polling="raf")
    assert formula.text_content() == own
