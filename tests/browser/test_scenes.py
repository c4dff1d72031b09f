"""Scenes that change under the player: settings, sizes of the window, themes, servers, uploads."""

from urllib.parse import unquote

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.gestures import (
    PHONE,
    cell,
    cells_of,
    frames,
    more,
    part,
    step,
    still,
    type_into_table,
    widget,
)
from tests.driving import running_app
from tests.picture_files import QUARTERS, encode


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
      player.settling.finishedSince = -1e6;
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
    expect(part(page, "formula")).to_contain_text("1×5 + 1×0 + 1×1")
    assert "weights=5,0,1" in unquote(page.url)
    for kernel in ("Outline", "Type the weights"):  # typing starts from the kernel that is shown
        widget(page, "kernel").get_by_role("combobox").click()
        page.get_by_role("option", name=kernel).click()
        expect(part(page, "formula")).to_contain_text("1×(−1)")
    page.wait_for_url("**weights=-1%2C-1%2C-1*")
