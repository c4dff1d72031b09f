"""The channels lesson in a browser: kernels in lock-step, partial sums, groups on the stage."""

import re

import pytest
from playwright.sync_api import expect

from conv.steps import step_at
from conv.ui.scene.pictures import bank_walks, channel_image
from conv.ui.scene.record import Scene
from tests.browser.gestures import PHONE, cell, cells_of, part, show, step
from tests.walked_scenes import NUMBER, number

CORE_SCENES = [
    (
        Scene(stride=(2, 2), padding=((1, 1), (1, 1)), bias=1, activation="none"),
        "stride=2&padding=1&bias=1&activation=none",
    ),
    (
        Scene(picture="landscape", size=12, kernel="random", in_channels=6, out_channels=4, groups=2, padding="half"),
        "picture=landscape&size=12&kernel=random&in_channels=6&out_channels=4&groups=2&padding=half",
    ),
    (
        Scene(picture="landscape", size=12, kernel="random", out_channels=3, groups=3, seed=4),
        "picture=landscape&size=12&kernel=random&out_channels=3&groups=3&seed=4",
    ),
    (
        Scene(picture="landscape", size=9, kernel="random", kernel_size=(1, 1), out_channels=8, activation="tanh"),
        "picture=landscape&size=9&kernel=random&kernel_size=1&out_channels=8&activation=tanh",
    ),
]


@pytest.mark.parametrize(("scene", "query"), CORE_SCENES, ids=["worked", "grouped", "depthwise", "pointwise"])
def test_every_number_is_the_core_s(visit, scene, query):
    page = visit(f"/channels?{query}&step=0")
    image, labels, _byte_pixels = channel_image(scene, None)
    walks = bank_walks(scene, image)
    steps = walks[0].geometry.steps
    slices = len(walks[0].weight)
    for output, walk in enumerate(walks):
        if len(walks) > 1:
            part(page, f"panel-{output}").click()
        for index in {0, steps // 2, steps - 1}:
            show(page, index)
            text = part(page, "formula").text_content()
            expected = step_at(walk, index)
            terms = [(number(a), number(b)) for a, b in re.findall(NUMBER + "×" + NUMBER, text)]
            assert [a for a, _ in terms] == pytest.approx(expected.window.ravel().tolist(), abs=1e-4)
            assert [b for _, b in terms] == walk.weight.ravel().tolist()
            results = [number(found) for found in re.findall("[=≈] " + NUMBER, text)]
            assert results[:slices] == pytest.approx(expected.partial_sums.tolist(), abs=1e-3)
            assert results[-1] == pytest.approx(expected.output, abs=1e-3)
    if slices > 1:
        assert all(label in text for label in labels[-slices:])


def test_kernels_walk_in_lock_step_and_a_click_on_a_map_selects_it(visit):
    page = visit("/channels?step=4")
    for chart in ("input_0", "input_1", "input_2"):
        assert cells_of(page, chart, "window") == [[1, 3, 1, 3]]
    for output in (0, 1):
        assert cells_of(page, f"map_{output}", "cell") == [[1, 1, 1, 1]]
    page.mouse.click(*cell(page, "map_1", 2, 0))
    expect(part(page, "panel-1")).to_have_attribute("aria-pressed", "true")
    assert step(page) == 6
    page.wait_for_url("**step=6&panel=1")


def test_slow_motion_goes_channel_by_channel(visit):
    page = visit("/channels?step=0")
    part(page, "slow").check()
    for _product in range(9):
        part(page, "next").click()
    assert cells_of(page, "input_0", "tap") == []
    assert cells_of(page, "input_1", "tap") == [[0, 0, 0, 0]]
    assert cells_of(page, "kernel_0_1", "tap") == [[0, 0, 0, 0]]
    expect(part(page, "narration")).to_contain_text("Term 10 of 27")


def test_a_weight_of_one_slice_multiplies_pixels_of_its_channel(visit):
    page = visit("/channels?stride=2&step=0")
    page.mouse.move(*cell(page, "kernel_1_1", 0, 2))
    expect(part(page, "narration")).to_contain_text("It multiplies 4 pixels")
    assert cells_of(page, "input_1", "lit") == [[0, 0, 2, 2], [0, 0, 4, 4], [2, 2, 2, 2], [2, 2, 4, 4]]
    assert cells_of(page, "input_0", "lit") == []


def test_a_pixel_lights_the_maps_that_read_its_channel(visit):
    page = visit("/channels?picture=landscape&size=8&kernel=random&out_channels=3&groups=3&step=0")
    page.mouse.move(*cell(page, "input_1", 0, 0))
    expect(part(page, "narration")).to_contain_text("One window reads it: that of row 0, column 0 of the map.")
    assert cells_of(page, "map_1", "lit") == [[0, 0, 0, 0]]
    assert cells_of(page, "map_0", "lit") == []


@pytest.mark.parametrize("query", ["", "?picture=landscape&in_channels=6&out_channels=8&kernel=random"])
def test_a_phone_scrolls_down_only(visit, query):
    page = visit(f"/channels{query}", **PHONE)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    box = page.locator(".st-key-board .kw-drawing").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
