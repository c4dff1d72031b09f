"""Pages by AppTest: widgets, links, what is kept in a visit. What moves is tested in tests/browser/."""

import dataclasses

import pytest

from conv.ui.lesson import Picture
from conv.ui.scene.address import scene_from_query
from conv.ui.scene.record import Scene
from tests.apps import (
    LESSONS,
    button,
    from_menu,
    open_page,
    opening,
    player,
    shown_scene,
    titles,
    values,
    widget,
)


@pytest.mark.parametrize("page", ["home", "step"])
def test_every_page_opens_with_a_stage(page):
    app = open_page(page)
    assert titles(app) == ["Input 5 × 5", "Kernel 3 × 3", "Feature map 3 × 3"]
    assert len(app.title) == 1
    assert len(app.get("plotly_chart")) == 1


@pytest.mark.parametrize(("lesson", "part"), [(each, part) for each in LESSONS.values() for part in each.parts])
def test_every_part_opens_with_its_own_scene_and_an_address_that_says_it(lesson, part):
    app = open_page(lesson.name, **({"topic": part.name} if part.name else {}))
    expected = part.build(part.opening, Picture()).board
    assert titles(app) == [panel.title for panel in expected.panels]
    assert not app.warning
    scene, messages = scene_from_query(player(app)["address"])
    assert (scene, messages) == (dataclasses.replace(part.opening, topic=part.name), ())
    assert player(app)["rewrites"]  # in place of the address that led here, which is no step for the back button
    assert set(app.query_params) <= {"topic"}


def test_a_setting_changes_the_map_and_the_link():
    app = open_page("step")
    widget(app, "number_input", "stride_row").set_value(2).run()
    assert titles(app)[2] == "Feature map 2 × 2"  # floor((5 - 3) / 2) + 1
    assert app.query_params == {"stride": "2"}
    widget(app, "number_input", "stride_row").set_value(1).run()
    assert app.query_params == {"picture": "worked"}


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_a_setting_changed_elsewhere_spoils_no_other_part(lesson):
    app = open_page("step", kernel="sobel_x", stride="2", bias="5", activation="none")
    from_menu(app, lesson.name)
    for part in lesson.parts if lesson.name != "step" else ():
        if part != lesson.parts[0]:
            widget(app, "segmented_control", f"topic_{lesson.name}").set_value(part.name).run()
        assert shown_scene(app) == opening(lesson.name, part.name)
    from_menu(app, "step")
    assert app.session_state.visit.address == {"kernel": "sobel_x", "stride": "2", "bias": "5", "activation": "none"}


def test_each_part_keeps_its_settings_within_a_visit():
    app = open_page("padding")
    widget(app, "number_input", "stride_row").set_value(3).run()
    widget(app, "segmented_control", "topic_padding").set_value("modes").run()
    assert shown_scene(app) == opening("padding", "modes")
    widget(app, "selectbox", "kernel").set_value("outline").run()
    from_menu(app, "stride")
    from_menu(app, "padding")
    assert app.session_state.visit.address["kernel"] == "outline"  # the part that was open last
    widget(app, "segmented_control", "topic_padding").set_value("amounts").run()
    assert shown_scene(app) == dataclasses.replace(opening("padding"), stride=(3, 3))


def test_the_own_picture_travels_into_parts_that_can_show_it():
    app = open_page("step")
    widget(app, "selectbox", "picture").set_value("typed").run()
    from_menu(app, "stride")
    assert shown_scene(app) == dataclasses.replace(opening("stride"), picture="typed")
    from_menu(app, "padding")
    widget(app, "selectbox", "picture").set_value("digits").run()
    from_menu(app, "pooling")
    assert shown_scene(app) == opening("pooling")  # a picture of the app's was chosen since
    from_menu(app, "stride")
    assert app.session_state.visit.scene.picture == "typed"  # which this part has kept


def test_a_part_that_cannot_show_the_own_picture_keeps_its_own():
    app = open_page("step")
    app.session_state.visit.lessons.choose_picture(Scene(picture="typed", pixels=((1, 2),)))
    from_menu(app, "sharing")  # a kernel of 3 x 3 spans more than 1 x 2 pixels
    assert not app.error
    assert shown_scene(app) == opening("sharing")


@pytest.mark.parametrize("page", list(LESSONS))
def test_reset_brings_the_opening_scene_back(page):
    app = open_page(page)
    button(app, "Reset").click().run()
    assert not player(app)["edits"]["undo"]  # nothing was changed
    widget(app, "selectbox", "picture").set_value("checkerboard").run()
    assert shown_scene(app) != opening(page)
    button(app, "Reset").click().run()
    assert shown_scene(app) == opening(page)
    assert player(app)["edits"]["undo"]


def test_a_link_sets_the_widgets():
    app = open_page(
        "step", picture="digits", size="20", stride="2,1", padding="1,2,3,0", kernel="random", kernel_size="4,2"
    )
    assert widget(app, "selectbox", "picture").value == "digits"
    strides = [widget(app, "number_input", f"stride_{axis}").value for axis in ("row", "col")]
    assert strides == [2, 1]
    assert widget(app, "number_input", "padding_left").value == 3
    # rows: floor((20 + 3 - 4) / 2) + 1 = 10; columns: 20 + 3 - 2 + 1 = 22
    assert titles(app) == ["Input 20 × 20, padded 23 × 23", "Kernel 4 × 2", "Feature map 10 × 22"]


def test_widgets_start_from_the_scene_and_not_from_a_value_that_can_be_lost():
    app = open_page("sharing", topic="flip", bias="-3", activation="none", picture="digits", size="28")
    for name, value in (("bias", -3), ("activation", "none")):
        kind = "number_input" if name == "bias" else "selectbox"
        found = widget(app, kind, name)
        assert found.value == value
        assert not found.proto.set_value  # a value that is sent once, and gone with a run that is lost
    assert widget(app, "number_input", "bias").proto.default == -3
    assert widget(app, "number_input", "size").proto.default == 28
    from_menu(app, "padding")
    from_menu(app, "sharing")
    assert widget(app, "number_input", "bias").proto.default == -3
    assert widget(app, "number_input", "size").proto.default == 28
    assert app.session_state.visit.scene.bias == -3


def test_the_three_channels_have_panels_and_kernels_of_their_own():
    app = open_page("step", picture="landscape", colour="channels", kernel="random", size="10")
    kernels = [f"Kernel 3 × 3, {channel}" for channel in ("Red", "Green", "Blue")]
    assert titles(app) == ["Red 10 × 10", "Green 10 × 10", "Blue 10 × 10", *kernels, "Feature map 8 × 8"]
    assert len({kernel.tobytes() for kernel in values(app)[3:6]}) == 3


def test_a_padded_channel_says_both_its_sizes():
    app = open_page("channels", picture="landscape", size="24", padding="1")
    assert titles(app)[0] == "Red 24 × 24, padded 26 × 26"


def test_one_panel_in_colour_has_one_kernel():
    app = open_page("step", picture="landscape", colour="colour", kernel="random", size="10")
    assert titles(app) == ["Input 10 × 10", "Kernel 3 × 3", "Feature map 8 × 8"]
    assert values(app)[0].shape == (10, 10, 3)
