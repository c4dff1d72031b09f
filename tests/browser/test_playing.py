"""Playing: slow motion, speeds, ends of rows and of the map, less motion."""

from playwright.sync_api import expect

from tests.browser.gestures import (
    PLAYER,
    cells_of,
    part,
    step,
)


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
