"""A live camera, for which a drawn film stands: its pictures run through the kernels, and only a frozen one is sent."""

import numpy as np
import pytest
from playwright.sync_api import expect

from conv.ops import conv2d
from tests.browser.conftest import VIEW
from tests.browser.gestures import COUNT_MESSAGES, PLAYER, frames, part, still
from tests.driving import launch, open_page
from tests.picture_files import film_flags

RESTING = f"""() => document.querySelector('[data-testid=player]')?.dataset.ready === 'true'
  && {PLAYER}.camera.stream === null && {PLAYER}.board.byName.a_input && {PLAYER}.board.attached"""
RUNS = "(count) => document.querySelector('[data-testid=player]')?.player?.camera.shown > count"
SHOWN = f"""() => {{
  const {{ byName }} = {PLAYER}.board;
  const plane = ({{ values, rows, cols }}) => Array.from({{ length: rows }}, (_, row) =>
    [...values.subarray(row * cols, (row + 1) * cols)]);
  return ['input', 'kernel', 'map'].map((name) => plane(byName[name]));
}}"""


@pytest.fixture(scope="module")
def camera(playwright, tmp_path_factory):
    with launch(playwright, *film_flags(tmp_path_factory.mktemp("camera"))) as browser:
        yield browser


@pytest.fixture(scope="module")
def kept():
    """A page for each set of permissions, whose process has compiled all that it needs."""
    return {}


@pytest.fixture
def live(camera, address, kept):
    """Open a path anew with a camera that may be used, or not."""

    def opened(path, *permissions):
        if permissions not in kept:
            kept[permissions] = camera.new_context(viewport=VIEW, permissions=list(permissions)).new_page()
        open_page(kept[permissions], address + path)
        return kept[permissions]

    return opened


def run(page, count=3):
    page.wait_for_function(RUNS, arg=count, polling="raf")


def test_pictures_run_through_the_kernel_without_a_message(live):
    page = live("/step?picture=landscape&size=64&activation=none", "camera")
    page.evaluate(COUNT_MESSAGES)
    part(page, "camera").click()
    run(page)
    expect(part(page, "live")).to_contain_text("stay in this browser")
    before = page.evaluate("window.messages")
    seen = []
    for count in (10, 20, 30):
        run(page, count)
        pixels, kernel, shown = (np.array(plane, float) for plane in page.evaluate(SHOWN))
        np.testing.assert_array_equal(shown, conv2d(pixels[None], kernel[None, None])[0])
        assert pixels.max() > 230 > 120 > pixels.min()  # the disc, and the dark side of the slope
        seen.append(pixels)
    assert not np.array_equal(seen[0], seen[2])
    assert page.evaluate("window.messages") == before


def test_the_worked_example_makes_place_for_a_picture(live):
    page = live("/step?kernel=sobel_x", "camera")
    wide = "(size) => `${document.querySelector('[data-testid=player]')?.player?.camera.size}` === size"
    own = page.evaluate(SHOWN)
    part(page, "camera").click()
    page.wait_for_function(wide, arg="64,64", polling="raf")
    run(page)
    part(page, "stop").click()
    expect(part(page, "live")).to_be_hidden()
    page.wait_for_function(wide, arg="5,5", polling="raf")
    assert page.evaluate(SHOWN) == own  # the example is there again, and its kernel
    assert page.evaluate(f"() => {PLAYER}.camera.stream") is None
    assert "picture=" not in page.url


def test_what_a_camera_took_the_place_of_stays_away_where_its_picture_was_frozen(live):
    page = live("/step", "camera")
    part(page, "camera").click()
    run(page)
    page.wait_for_url("**size=64**")
    part(page, "freeze").click()
    page.wait_for_url("**picture=upload**")
    part(page, "camera").click()
    run(page)
    part(page, "stop").click()
    expect(part(page, "live")).to_be_hidden()
    page.wait_for_function(f"() => {PLAYER}.board.attached")
    assert "picture=upload" in page.url


def test_a_mirrored_picture_is_turned_around(live):
    page = live("/step?picture=landscape&size=64", "camera")
    part(page, "camera").click()
    run(page)
    slopes = []
    for mirrored in (True, False):
        part(page, "mirror").set_checked(mirrored)
        run(page, page.evaluate(f"() => {PLAYER}.camera.shown") + 2)
        top = page.evaluate(SHOWN)[0][0]
        slopes.append(top[-1] - top[0])
    assert slopes[0] < -50
    assert slopes[1] > 50


@pytest.mark.parametrize("path", ["/step?picture=landscape&size=64", "/kernels?topic=again&picture=landscape&size=64"])
def test_a_frozen_picture_is_the_scenes_own(live, path):
    page = live(path, "camera")
    part(page, "camera").click()
    run(page, 5)
    page.evaluate(f"() => {PLAYER}.camera.freeze()")
    page.wait_for_url("**picture=upload**")
    expect(part(page, "live")).to_be_hidden()
    page.wait_for_function(
        f"() => {PLAYER}.data.address.picture === 'upload' && {PLAYER}.board.attached", polling="raf"
    )
    pixels = np.array(page.evaluate(SHOWN)[0], float)
    top = pixels[1]
    assert np.corrcoef(top, np.arange(len(top)))[0, 1] < -0.9  # the slope, mirrored as it was seen
    assert page.locator(".stAlert").count() == 0


def test_all_kernels_and_the_divided_picture_follow(live):
    for path in ("/kernels?topic=gallery&picture=landscape&size=64", "/kernels?topic=large&picture=landscape&size=128"):
        page = live(path, "camera")
        part(page, "camera").click()
        run(page, 8)
        made = page.evaluate(
            f"() => {PLAYER}.tracks.map(({{ target }}) => {PLAYER}.board.byName[target].values?.length ?? 0)"
        )
        assert all(made), path


REFUSES = "() => {{ navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{name}')); }}"


@pytest.mark.parametrize(
    ("stub", "sentence"),
    [
        ("() => Object.defineProperty(window, 'isSecureContext', { value: false })", "only to pages over https"),
        (REFUSES.format(name="NotFoundError"), "No camera was found"),
        (REFUSES.format(name="NotAllowedError"), "does not let this page use the camera"),
        (REFUSES.format(name="NotReadableError"), "another program may be using it"),
    ],
    ids=["http", "none", "refused", "busy"],
)
def test_without_a_picture_the_page_says_why(live, stub, sentence):
    page = live("/step?picture=landscape&size=64&step=0", "camera")
    page.evaluate(stub)
    part(page, "camera").click()
    expect(part(page, "narration")).to_contain_text(sentence)
    assert part(page, "camera").get_attribute("aria-pressed") == "false"
    assert part(page, "live").is_hidden()


def test_a_refused_camera_leaves_the_worked_example_and_its_pause(live):
    page = live("/step?picture=worked&step=3", "camera")
    page.evaluate(REFUSES.format(name="NotAllowedError"))
    part(page, "camera").click()
    expect(part(page, "narration")).to_contain_text("does not let this page use the camera")
    frames(page, 40)
    still(page)
    expect(part(page, "narration")).to_contain_text("does not let this page use the camera")
    assert page.evaluate(f"() => [{PLAYER}.step, {PLAYER}.clock.playing]") == [3, False]
    assert "landscape" not in page.url


def test_a_camera_s_map_is_seen_whole(live):
    page = live("/step?picture=worked&step=0", "camera")
    part(page, "camera").click()
    run(page, 12)
    page.wait_for_function(f"() => {PLAYER}.board.layer.drawn.cover === ''", polling="raf")
    assert not page.evaluate(f"() => {PLAYER}.clock.playing")
    part(page, "stop").click()
    page.wait_for_function(  # the player is another one where the example has come back
        "() => document.querySelector('[data-testid=player]')?.player?.board.layer.drawn.cover", polling="raf"
    )


def test_lessons_without_a_camera_have_no_button(live):
    page = live("/padding?step=0", "camera")
    assert part(page, "camera").is_hidden()


def test_a_comparison_ends_the_camera_with_equal_sides(live):
    page = live("/step", "camera")
    part(page, "camera").click()
    run(page)
    page.wait_for_url("**size=64**")
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**beside=**")
    expect(part(page, "live")).to_be_hidden()
    expect(part(page, "camera")).to_be_hidden()
    page.wait_for_function(RESTING, polling="raf")
    values = page.evaluate(f"() => ['a_input', 'b_input'].map((name) => [...{PLAYER}.board.byName[name].values])")
    assert values[0] == values[1]
