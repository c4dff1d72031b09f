"""Pages by AppTest: what cannot be is said, what would fit is offered, and nothing is lost."""

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conv.refusal import Refusal
from conv.ui.board.figure import board_figure
from conv.ui.board.placement import WIDE, place_board
from conv.ui.lesson import Picture
from conv.ui.scene.address import scene_address
from conv.ui.scene.record import FIELDS
from tests.apps import (
    LESSONS,
    open_page,
    player,
    shown_scene,
    titles,
    values,
    widget,
)
from tests.test_address import SCENES


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"picture": "digits", "size": "5", "kernel": "random", "kernel_size": "6"}, "spans 6 pixels, but the padded"),
        ({"padding": "7", "padding_mode": "reflect"}, "allows at most 4"),
        ({"dilation": "3"}, "use a smaller kernel or padding of at least 1"),
    ],
)
def test_what_the_core_refuses_is_said_and_nothing_is_lost(query, message):
    app = open_page("step", **query)
    assert message in app.error[0].value
    assert player(app) is None
    assert app.query_params == query
    widget(app, "selectbox", "padding").set_value("full").run()
    widget(app, "selectbox", "padding_mode").set_value("zeros").run()
    assert not app.error
    assert len(titles(app)) == 3


@pytest.mark.parametrize("page", ["step", "home"])
def test_nonsense_in_a_link_is_said_and_survived(page):
    app = open_page(page, stride="0", bias="red", foo="1", kernel="sharpen", step="-3")
    warnings = " ".join(warning.value for warning in app.warning)
    for part in ("`stride` must be from 1 to 64, got 0", "`bias` must be a number", "`foo`", "`step` must be from 0"):
        assert part in warnings
    assert app.session_state.visit.scene.kernel == "sharpen"
    assert len(titles(app)) == 3


def test_a_step_or_panel_past_the_last_one_is_said():
    assert "`step` must be from 0 to 8, got 900" in open_page("step", step="900").warning[0].value
    assert (
        "`panel` must be from 0 to 4, got 7. The last one is shown" in open_page("padding", panel="7").warning[0].value
    )


def test_a_smaller_map_is_no_mistake_of_the_link():
    app = open_page("step", step="8")
    widget(app, "number_input", "stride_row").set_value(2).run()  # 4 steps are left
    assert not app.warning


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(list(LESSONS)),
    st.dictionaries(st.sampled_from(list(FIELDS)), st.text("0123456789,;/.-ainfx é", max_size=8)),
)
def test_no_link_shows_a_traceback(page, query):
    open_page(page, **query)


@pytest.mark.soak
@settings(max_examples=settings().max_examples // 2, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([part for lesson in LESSONS.values() for part in lesson.parts]), SCENES)
def test_no_scene_fails_but_by_a_message(part, scene):
    scene = dataclasses.replace(scene, topic=part.name, size=min(scene.size, 40))
    try:
        content = part.build(scene, Picture())
    except Refusal:
        return
    placement = place_board(content.board, WIDE)
    assert board_figure(content.board, placement, {}).layout.meta


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([(lesson.name, part.name) for lesson in LESSONS.values() for part in lesson.parts]), SCENES)
def test_no_scene_shows_a_traceback_on_arrival_or_later(place, scene):
    page, topic = place
    query = scene_address(dataclasses.replace(scene, topic=topic, size=min(scene.size, 40)))
    app = open_page(page, **query).run()
    assert not app.exception


def test_panels_beside_others_show_the_kernel_that_they_use():
    query = {"picture": "landscape", "size": "8", "kernel": "random", "activation": "none"}
    app, expected = (open_page("padding", colour=colour, **query) for colour in ("channels", "colour"))
    for shown, known in zip(values(app), values(expected), strict=True):
        np.testing.assert_array_equal(shown, known)


def test_layers_that_make_numbers_too_large_are_said():
    weights = ";".join([",".join(["1000000"] * 3)] * 3)
    query = {"picture": "landscape", "size": "128", "kernel": "typed", "weights": weights, "activation": "none"}
    app = open_page("padding", topic="reasons", layers="60", **query)
    assert "makes numbers too large to show" in app.error[0].value


def test_a_part_of_another_lesson_is_said():
    app = open_page("padding", topic="dilation")
    assert "`topic` must be one of 'amounts', 'modes', 'reasons', 'centre', got 'dilation'." in app.warning[0].value
    assert "`topic`, which this page does not know" in open_page("step", topic="modes").warning[0].value


def test_a_padding_that_a_mode_refuses_leaves_the_others_standing():
    app = open_page("padding", topic="modes", padding="5")
    assert "allows at most 4" in app.error[0].value
    assert titles(app).count("Input 5 × 5, padded 15 × 15") == 3


UNFITTING = {
    "kernel": ("step", {"kernel": "random", "kernel_size": "9"}),
    "dilation": ("step", {"dilation": "4"}),
    "mode": ("step", {"padding": "6", "padding_mode": "reflect"}),
    "narrow": ("step", {"picture": "digits", "size": "5", "kernel": "random", "kernel_size": "7"}),
    "window": ("pooling", {"pool_size": "9"}),
    "layers": ("transposed", {"output_padding": "5"}),
}


@pytest.mark.parametrize(("page", "query"), UNFITTING.values(), ids=UNFITTING)
def test_what_fits_is_offered_in_the_place_of_the_board(page, query):
    app = open_page(page, **query)
    assert app.error
    offered = [each for each in app.button if (each.key or "").startswith("remedy_")]
    if page == "transposed":
        assert not offered  # only the output padding would have to change
        return
    assert 1 <= len(offered) <= 3
    refused = shown_scene(app)
    offered[0].click().run()
    assert not app.error
    assert titles(app)
    assert shown_scene(app) != refused
    assert player(app)["edits"]["undo"]
