"""What a person does with the player: buttons, keys, pointer, link, playback, phone."""

import re
from urllib.parse import unquote

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.gestures import (
    PHONE,
    PLAYER,
    cell,
    cells_of,
    frames,
    more,
    part,
    show,
    step,
    still,
    type_into_table,
    widget,
)
from tests.driving import running_app
from tests.test_images import QUARTERS, encode


def test_the_worked_example_plays_by_itself_and_gives_the_textbook_map(visit):
    page = visit("/step")
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


def test_pointing_at_a_cell_shows_its_window_and_clicking_keeps_it(visit):
    page = visit("/step?step=0")
    page.mouse.move(*cell(page, "map", 2, 1))
    expect(part(page, "narration")).to_contain_text("Row 2, column 1")
    assert cells_of(page, "input", "window") == [[2, 4, 1, 3]]
    assert step(page) == 0
    page.mouse.move(10, 10)
    expect(part(page, "narration")).to_contain_text("Row 0, column 0")
    page.mouse.click(*cell(page, "map", 2, 1))
    expect(part(page, "")).to_have_attribute("data-step", "7")
    page.wait_for_url("**step=7")


def test_pointing_at_a_pixel_shows_every_window_that_reads_it(visit):
    page = visit("/step?step=0")
    page.mouse.move(*cell(page, "input", 1, 4))
    expect(part(page, "narration")).to_have_text("Input 5 × 5, row 1, column 4: 0. 2 windows read it.")
    assert cells_of(page, "map", "lit") == [[0, 1, 2, 2]]
    page.mouse.click(*cell(page, "input", 1, 4))
    page.mouse.move(*cell(page, "map", 2, 0))
    page.mouse.move(10, 10)
    expect(part(page, "narration")).to_have_text("Input 5 × 5, row 1, column 4: 0. 2 windows read it.")
    assert cells_of(page, "map", "lit") == [[0, 1, 2, 2]]
    part(page, "next").click()
    expect(part(page, "narration")).to_contain_text("Row 0, column 1")
    assert cells_of(page, "map", "lit") == []


def test_pointing_at_a_weight_shows_every_pixel_it_multiplies(visit):
    page = visit("/step?stride=2&step=0")
    page.mouse.move(*cell(page, "kernel", 0, 2))
    expect(part(page, "narration")).to_have_text(
        "Kernel 3 × 3, row 0, column 2: 1. It multiplies 4 pixels, one in every window."
    )
    assert cells_of(page, "input", "lit") == [[0, 0, 2, 2], [0, 0, 4, 4], [2, 2, 2, 2], [2, 2, 4, 4]]


def test_slow_motion_walks_through_the_products(visit):
    page = visit("/step?step=0")
    part(page, "slow").check()
    expect(part(page, "narration")).to_have_text("Term 1 of 9: so far 1.")
    for _product in range(4):
        part(page, "next").click()
    assert part(page, "formula").text_content() == "1×1 + 1×0 + 1×1 + 0×0 + 1×1 = 3"
    assert cells_of(page, "input", "tap") == cells_of(page, "kernel", "tap") == [[1, 1, 1, 1]]
    assert [0, 0, 0, 0] in cells_of(page, "map", "cover")  # its sum is not complete
    assert step(page) == 0
    for _product in range(5):
        part(page, "next").click()
    assert step(page) == 1
    part(page, "previous").click()
    assert step(page) == 0
    expect(part(page, "narration")).to_have_text("Term 9 of 9: so far 4.")
    part(page, "slow").uncheck()
    assert cells_of(page, "input", "tap") == []


def test_playback_stops_at_the_end_or_loops(visit):
    page = visit("/step?step=6")
    part(page, "loop").uncheck()
    part(page, "speed").select_option("60")
    part(page, "play").click()
    expect(part(page, "")).to_have_attribute("data-playing", "false")
    assert step(page) == 8
    page.wait_for_url("**step=8")
    part(page, "loop").check()
    part(page, "play").click()
    page.evaluate(f"""() => new Promise((done) => {{
      let last = 0;
      const look = () => ({PLAYER}.step < last ? done() : (last = {PLAYER}.step, requestAnimationFrame(look)));
      look();
    }})""")  # it has begun again
    assert part(page, "").get_attribute("data-playing") == "true"


def test_slow_playback_asks_for_few_frames(visit):
    """A screen has 60 frames a second: at a step a second nearly all of them would be drawn for nothing."""
    page = visit("/step?step=0")
    page.evaluate("""() => {
      window.framesAsked = 0;
      window.askForFrame = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (act) => { window.framesAsked += 1; return window.askForFrame(act); };
    }""")
    part(page, "speed").select_option("1")
    part(page, "play").click()
    expect(part(page, "")).to_have_attribute("data-step", "2")
    frames = page.evaluate("() => { window.requestAnimationFrame = window.askForFrame; return window.framesAsked; }")
    assert 2 <= frames < 50


def test_fast_crosses_a_large_picture_in_seconds(visit):
    page = visit("/step?picture=gradient&size=128&step=0")
    part(page, "speed").select_option("fast")
    part(page, "play").click()
    page.wait_for_function(f"{PLAYER}.step > 126 * 126 / 4", timeout=15_000)  # a pass takes 12 seconds
    part(page, "play").click()


def test_playback_breathes_at_row_ends(visit):
    page = visit("/step?step=0")
    part(page, "speed").select_option("10")
    part(page, "play").click()
    expect(part(page, "")).to_have_attribute("data-step", "2")
    expect(part(page, "narration")).to_contain_text("The row is done")


def test_the_first_window_on_padding_is_pointed_out(visit):
    page = visit("/step?padding=0,1,0,0&step=9")
    expect(part(page, "narration")).to_contain_text("This window touches the padding")
    part(page, "next").click()
    expect(part(page, "narration")).not_to_contain_text("touches the padding")


def test_a_setting_keeps_the_step_and_draws_the_new_scene(visit):
    page = visit("/step?picture=digits&step=30")
    more(page, "stride_row").click()
    expect(part(page, "")).to_have_attribute("data-steps", "169")  # floor((28 - 3) / 2) + 1 = 13
    expect(part(page, "")).to_have_attribute("data-ready", "true")
    assert step(page) == 30
    page.wait_for_url("**stride=2&step=30**")
    page.go_back()
    expect(part(page, "")).to_have_attribute("data-steps", "676")


def test_resizing_and_themes_keep_the_marks_in_place(visit):
    page = visit("/step?step=4", fresh=True)
    page.set_viewport_size({"width": 1000, "height": 700})
    page.wait_for_function("() => innerWidth === 1000")
    still(page)
    assert cells_of(page, "input", "window") == [[1, 3, 1, 3]]
    ground = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    light = page.evaluate(ground)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"light => {ground} !== light", arg=light)
    still(page)
    assert cells_of(page, "input", "window") == [[1, 3, 1, 3]]
    page.mouse.move(*cell(page, "map", 2, 1))
    expect(part(page, "narration")).to_contain_text("Row 2, column 1")


def test_nothing_is_sent_while_stepping_playing_pointing(visit):
    page = visit("/step?step=0", fresh=True)
    still(page)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sent = []
    for direction in ("Sent", "Received"):
        session.on(f"Network.webSocketFrame{direction}", lambda frame: sent.append(frame))
    for name in ("next", "down", "last", "play"):
        part(page, name).click()
    page.mouse.move(*cell(page, "map", 2, 1))
    page.mouse.click(*cell(page, "map", 1, 1))
    page.wait_for_url("**step=4*")  # which is written last, when all has come to rest
    frames(page, 10)
    assert sent == []


def test_less_motion_means_no_playing_by_itself(visit):
    page = visit("/step", reduced_motion="reduce")
    still(page)
    frames(page, 20)
    assert part(page, "").get_attribute("data-playing") == "false"
    assert step(page) == 0


@pytest.mark.parametrize(
    "query", ["", "?picture=landscape&colour=channels", "?kernel=random&kernel_size=11&padding=full"]
)
def test_a_phone_scrolls_down_only_and_keeps_the_player_in_reach(visit, query):
    page = visit(f"/step{query}", **PHONE)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    for name in ("first", "previous", "play", "next", "last", "scrub", "speed"):
        box = part(page, name).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert 600 < box["y"] < 844
        assert box["height"] >= 36


@pytest.mark.parametrize("query", ["", "?picture=landscape&colour=channels", "?picture=digits&padding=half"])
def test_a_projector_shows_stage_player_and_arithmetic_without_scrolling(visit, query):
    page = visit(f"/step{query}")
    for element in (page.locator(".st-key-board"), part(page, "play"), part(page, "narration"), part(page, "formula")):
        box = element.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 768


def test_the_first_visitor_of_a_fresh_server_may_come_by_a_deep_link(visit):
    with running_app() as address:
        page = visit("/step?kernel=outline&step=3", fresh=True, at=address)
        assert page.get_by_text("Page not found").count() == 0
        assert page.title() == "Step through · Kernelwalk"
        assert step(page) == 3


def test_home_leads_to_the_lesson(visit):
    page = visit("/", fresh=True)
    expect(part(page, "")).to_have_attribute("data-playing", "true")
    page.locator(".st-key-card_step").get_by_role("link").click()
    page.wait_for_url("**/step?picture=worked")
    expect(part(page, "")).to_have_attribute("data-ready", "true")


def test_without_plotly_s_layout_the_lesson_walks_by_buttons(visit):
    page = visit("/step?step=0", fresh=True)
    page.evaluate("""() => {
      const { player } = document.querySelector('[data-testid="player"]');
      Object.getPrototypeOf(player.board).attach = () => false;  // as if the figure could not be read
      player.finishedSince = -1e6;
      player.settle();
    }""")
    expect(page.get_by_role("button", name="Next step", exact=True)).to_be_visible()
    expect(part(page, "narration")).to_contain_text("does not let the player draw")
    page.get_by_role("button", name="Next step", exact=True).click()
    page.wait_for_function(
        """() => {
          const { player } = document.querySelector('[data-testid="player"]');
          const chart = document.querySelector('.st-key-board .js-plotly-plot');
          const { x, y, dx, dy } = player.board.byName.map;
          const box = `M${+(x + dx).toPrecision(6)},${+y.toPrecision(6)}H`;
          return chart?.layout?.shapes.some(({ path }) => path.startsWith(box));
        }"""
    )


def test_a_late_figure_is_waited_for(visit):
    """A slow network: Plotly comes long after the player, which has nothing to complain of until then."""
    page = visit("/step?step=0", fresh=True)
    assert (
        page.evaluate("""() => new Promise((done) => {
      const { player } = document.querySelector('[data-testid="player"]');
      const board = Object.getPrototypeOf(player.board);
      board.attach = () => false;
      Object.defineProperty(board.constructor, 'finished', { get: () => false, configurable: true });
      const now = performance.now.bind(performance);
      performance.now = () => now() + 16000;  // sixteen seconds later
      player.settle();
      setTimeout(() => done(player.root.classList.contains('kw-unsupported')), 300);
    })""")
        is False
    )


def test_a_refused_setting_is_said_and_the_stage_comes_back(visit):
    page = visit("/step?step=4")
    page.get_by_text("Dilation, padding mode, axes").click()
    more(page, "dilation_row").click()
    expect(part(page, "")).to_have_attribute("data-steps", "1")  # 5 - 5 + 1
    more(page, "dilation_row").click()
    expect(page.get_by_text("spans 7 pixels, but the padded image is 5 × 5")).to_be_visible()
    expect(part(page, "")).to_have_count(0)
    widget(page, "dilation_row").get_by_test_id("stNumberInputStepDown").click()
    expect(part(page, "")).to_have_attribute("data-ready", "true")
    assert (
        part(page, "formula").text_content().endswith("= 2; ReLU(2) = 2")
    )  # the first and the middle one of the pixels 0, 2 and 4


def test_an_uploaded_photo_is_walked(visit):
    page = visit("/step?picture=upload&size=8&kernel=identity&padding=half&step=0", fresh=True)
    expect(page.get_by_text("does not travel with a link")).to_be_visible()
    page.locator('input[type="file"]').set_input_files(
        {"name": "quarters.png", "mimeType": "image/png", "buffer": encode(Image.fromarray(QUARTERS), "PNG")}
    )
    expect(part(page, "")).to_have_attribute("data-steps", "64")
    expect(part(page, "")).to_have_attribute("data-ready", "true")
    assert part(page, "formula").text_content().endswith("= 76; ReLU(76) = 76")  # red is 0.299 * 255 in grey
    page.locator('input[type="file"]').set_input_files(
        {"name": "notes.png", "mimeType": "image/png", "buffer": b"no picture"}
    )
    expect(page.get_by_text("not a picture that can be read")).to_be_visible()
    expect(part(page, "")).to_have_attribute("data-steps", "64")


def test_a_weight_is_typed_into_the_table(visit):
    page = visit("/step?kernel=typed&step=0", fresh=True)
    type_into_table(page, page.locator('[class*="st-key-weights_1"][class*="_3_3"]'), 1 / 6, 1, "5")
    expect(part(page, "formula")).to_contain_text("1×5 + 1×0 + 1×1", timeout=10_000)
    assert "weights=5,0,1" in unquote(page.url)
    for kernel in ("Outline", "Type the weights"):  # typing starts from the kernel that is shown
        widget(page, "kernel").get_by_role("combobox").click()
        page.get_by_role("option", name=kernel).click()
        expect(part(page, "formula")).to_contain_text("1×(−1)", timeout=10_000)
    page.wait_for_url("**weights=-1%2C-1%2C-1*")
