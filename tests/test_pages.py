"""Pages by AppTest: widgets, links, messages. What moves is tested in tests/browser/."""

import dataclasses
import gc
import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from conv.images import load_image
from conv.ui.board.figure import board_figure
from conv.ui.board.placement import WIDE, place_board
from conv.ui.lesson import Picture
from conv.ui.memory import keep_loaded
from conv.ui.scene import own
from conv.ui.scene.address import scene_address, scene_from_query
from conv.ui.scene.record import FIELDS, Scene
from tests.apps import (
    APP,
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
from tests.test_address import SCENES
from tests.test_images import QUARTERS, encode


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


@pytest.mark.parametrize(("lesson", "part"), [(each, part) for each in LESSONS.values() for part in each.parts])
def test_a_setting_changed_elsewhere_spoils_no_other_part(lesson, part):
    app = open_page("step", kernel="sobel_x", stride="2", bias="5", activation="none")
    from_menu(app, lesson.name)
    if len(lesson.parts) > 1 and part != lesson.parts[0]:
        widget(app, "segmented_control", f"topic_{lesson.name}").set_value(part.name).run()
    if lesson.name != "step":
        assert shown_scene(app) == opening(lesson.name, part.name)
    from_menu(app, "step")
    assert app.session_state.address == {"kernel": "sobel_x", "stride": "2", "bias": "5", "activation": "none"}


def test_each_part_keeps_its_settings_within_a_visit():
    app = open_page("padding")
    widget(app, "number_input", "stride_row").set_value(3).run()
    widget(app, "segmented_control", "topic_padding").set_value("modes").run()
    assert shown_scene(app) == opening("padding", "modes")
    widget(app, "selectbox", "kernel").set_value("outline").run()
    from_menu(app, "stride")
    from_menu(app, "padding")
    assert app.session_state.address["kernel"] == "outline"  # the part that was open last
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
    assert app.session_state.scene.picture == "typed"  # which this part has kept


def test_a_part_that_cannot_show_the_own_picture_keeps_its_own():
    app = open_page("step")
    app.session_state.lessons.choose_picture(Scene(picture="typed", pixels=((1, 2),)))
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
    assert app.session_state.scene.bias == -3


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
    assert app.session_state.scene.kernel == "sharpen"
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
@settings(suppress_health_check=list(HealthCheck))
@given(st.sampled_from([part for lesson in LESSONS.values() for part in lesson.parts]), SCENES)
def test_no_scene_fails_but_by_a_message(part, scene):
    scene = dataclasses.replace(scene, topic=part.name, size=min(scene.size, 40))
    try:
        content = part.build(scene, Picture())
    except ValueError:
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


def test_an_upload_that_is_missing_is_said_before_anything_else():
    app = open_page("channels", picture="upload", in_channels="6", out_channels="6", groups="6")
    assert "`groups` must divide the 3 input and 6 output channels, got 6." in app.error[0].value
    assert "does not travel with a link" in app.info[0].value
    assert values(open_page("channels", picture="upload"))[0].max() == 1  # the worked example's red channel


def test_groups_do_not_stop_a_lesson_for_a_picture_chosen_elsewhere():
    app = open_page("channels", out_channels="3", groups="3", picture="digits")
    from_menu(app, "step")
    widget(app, "selectbox", "picture").set_value("typed").run()
    from_menu(app, "channels")
    assert not app.error
    assert "groups" not in app.session_state.address


def test_an_upload_is_shown_and_survives_a_bad_one():
    app = open_page("step", picture="upload", size="16")
    assert "does not travel with a link" in app.info[0].value
    assert titles(app)[0] == "Input 5 × 5"
    before = player(app)["arrival"]
    app.file_uploader[0].set_value(("quarters.png", encode_quarters(), "image/png")).run()
    assert not app.info
    assert titles(app)[0] == "Input 16 × 16"
    assert player(app)["arrival"] > before  # the player plays, as with any new scene
    for number, (data, reason) in enumerate(REFUSED.items()):
        app.file_uploader[0].set_value((f"notes{number}.png", data, "image/png")).run()
        assert [reason in error.value for error in app.main.error] == [True]
        assert "Your last picture stays." in app.main.error[0].value
        assert titles(app)[0] == "Input 16 × 16"
    app.file_uploader[0].set_value(None).run()  # the bad file is taken away
    assert not app.error
    assert titles(app)[0] == "Input 16 × 16"


REFUSED = {
    b"no picture": "not a picture that can be read",
    b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99): "Settings, Camera, Formats, Most Compatible",
    b"\xff\xd8\xff\xe0 a photo that ends here": "This ",
}


@pytest.mark.parametrize("data", REFUSED)
def test_a_refusal_stands_on_the_page_instead_of_the_request_for_a_picture(data, monkeypatch):
    decoded = []
    monkeypatch.setattr(own, "load_image", lambda *arguments: decoded.append(1) or load_image(*arguments))
    app = open_page("step", picture="upload", size="16")
    app.file_uploader[0].set_value(("photo.jpg", data, "image/jpeg")).run()
    assert REFUSED[data] in app.main.error[0].value
    assert "Until then the worked example is shown." in app.main.error[0].value
    assert not app.info
    assert not app.sidebar.error
    app.run()
    assert len(app.main.error) == 1
    assert decoded == [1]  # and not in every run
    app.file_uploader[0].set_value(("quarters.png", encode_quarters(), "image/png")).run()
    assert not app.error
    assert not app.info


@pytest.mark.parametrize("name", ["a.jfif", "a.jpe", "a.pjpeg", "a.apng", "a.dib", "a.avif", "a.heic", "a.txt", "a"])
def test_the_content_of_an_upload_counts_and_not_its_name(name):
    app = open_page("step", picture="upload", size="16")
    assert not app.file_uploader[0].proto.type
    app.file_uploader[0].set_value((name, encode_quarters(), "")).run()
    assert not app.error
    assert titles(app)[0] == "Input 16 × 16"


def test_without_a_camera_the_way_to_an_upload_is_shown():
    assert "without a camera, choose “Upload a picture”" in open_page("step", picture="camera").info[0].value


def with_upload(app, picture):
    app.file_uploader[0].set_value(("a.png", encode(Image.fromarray(picture), "PNG"), "image/png")).run()
    return [caption.value for caption in app.main.caption if "Shown" in caption.value]


@pytest.mark.parametrize(
    ("page", "query", "expected"),
    [
        ("step", {}, "Shown in grey, 9 × 12 pixels; choose colours in the sidebar."),
        ("step", {"colour": "colour"}, "Shown with 9 × 12 pixels."),
        ("step", {"colour": "channels"}, "Shown with 9 × 12 pixels."),
        ("channels", {}, "Shown with 9 × 12 pixels."),
        ("kernels", {}, "Shown in grey, 9 × 12 pixels: this part works on one channel."),
        ("kernels", {"colour": "colour"}, "Shown in grey, 9 × 12 pixels: this part works on one channel."),
        ("sharing", {}, "Shown in grey, 9 × 12 pixels: this part works on one channel."),
        ("padding", {}, "Shown in grey, 9 × 12 pixels; choose colours in the sidebar."),
    ],
)
def test_the_page_says_how_it_shows_a_colour_picture(page, query, expected):
    app = open_page(page, picture="upload", size="12", **query)
    colour = np.full((30, 40, 3), (250, 120, 10), np.uint8)
    assert with_upload(app, colour) == [expected]
    grey = np.full((30, 40, 3), 90, np.uint8)
    assert "grey" not in with_upload(app, grey)[0] or page == "channels"


def test_only_pictures_with_something_to_say_have_a_note():
    assert not open_page("step").main.caption
    assert not open_page("step", picture="digits").main.caption
    assert not open_page("step", picture="upload").main.caption  # the worked example stands in
    assert "Shown in grey" in open_page("step", picture="landscape").main.caption[0].value
    assert not open_page("step", picture="landscape", colour="colour").main.caption


@pytest.mark.parametrize(
    ("lesson", "part"), [(lesson.name, part) for lesson in LESSONS.values() for part in lesson.parts if part.controls]
)
def test_the_working_size_promises_no_more_than_the_part_shows(lesson, part):
    app = open_page(lesson, picture="digits", size="1024", topic=part.name, stack="c3")
    largest = part.largest or 1024
    field = widget(app, "number_input", "size")
    assert (field.min, field.max, field.value) == (5, largest, largest)
    stops = [int(button.label) for button in app.sidebar.button if (button.key or "").startswith("size_")]
    assert stops[0] == 8
    assert stops[-1] == largest
    assert app.session_state.scene.size == 1024  # for the parts that draw it
    captions = [caption.value for caption in app.main.caption]
    said = f"drawn {largest} pixels long instead of 1024."
    assert any(said in caption for caption in captions) == (largest < 1024)


def test_a_ready_size_and_the_field_follow_each_other():
    app = open_page("step", picture="digits", size="28")

    def ready(size):
        return next(button for button in app.sidebar.button if button.key == f"size_{size}")

    assert ready(28).disabled
    for size in (64, 8, 64):
        ready(size).click().run()
        assert widget(app, "number_input", "size").value == size
        assert titles(app)[0] == f"Input {size} × {size}"
        widget(app, "number_input", "size").set_value(40).run()
        assert titles(app)[0] == "Input 40 × 40"
        assert not ready(size).disabled
    assert app.query_params["size"] == "40"


def test_a_refusal_for_a_picture_without_columns_names_the_working_size():
    app = open_page("step", picture="upload", size="24", kernel="sobel_x")
    with_upload(app, np.zeros((12_000, 400, 3), np.uint8))
    assert "spans 3 pixels, but the padded image is 24 × 1" in app.error[0].value
    assert "the picture is shown 24 × 1; at a larger one it has more columns." in app.error[0].value
    with_upload(app, np.zeros((400, 12_000, 3), np.uint8))
    assert "the picture is shown 1 × 24; at a larger one it has more rows." in app.error[0].value
    app = open_page("padding", picture="upload", size="24", kernel="sobel_x")
    with_upload(app, np.zeros((12_000, 400, 3), np.uint8))
    assert any("shown 24 × 1; at a larger one it has more columns." in error.value for error in app.error)
    assert (
        "working size" not in open_page("step", kernel="random", kernel_size="7").error[0].value
    )  # the worked example


def encode_quarters():
    return encode(Image.fromarray(QUARTERS), "PNG")


def test_typed_numbers_come_from_the_link():
    app = open_page(
        "step", picture="typed", pixels="1,-2;0.5,4", kernel="typed", weights="2", divisor="4", activation="none"
    )
    assert titles(app) == ["Input 2 × 2", "Kernel 1 × 1 ÷ 4", "Feature map 2 × 2"]
    assert [found.max() for found in values(app)] == [4, 2, 2]  # largest pixel 4, weight 2, output 4 * 2 / 4


def test_the_worked_example_is_drawn_as_its_numbers():
    assert values(open_page("step"))[2][:, :, 0].tolist() == [[4, 3, 4], [2, 4, 3], [2, 3, 4]]


def test_a_lesson_is_as_it_was_left_on_the_way_over_home():
    app = open_page("step", kernel="outline")
    for page in ("home", "step"):
        from_menu(app, page)
    assert widget(app, "selectbox", "kernel").value == "outline"
    assert player(app)["address"] == {"kernel": "outline"}
    assert player(app)["rewrites"]


def test_a_kernel_larger_than_its_widgets_and_unlocked_axes():
    app = open_page("step")
    widget(app, "toggle", "apart").set_value(True).run()
    widget(app, "number_input", "stride_col").set_value(2).run()
    assert app.query_params == {"stride": "1,2"}
    widget(app, "toggle", "apart").set_value(False).run()
    assert app.query_params == {"picture": "worked"}


def test_the_paddings_stand_side_by_side():
    app = open_page("padding", picture="worked")
    assert [title.split(",")[-1].strip().capitalize() for title in titles(app)] == [
        *["Input 5 × 5", "Kernel 3 × 3", "Feature map 3 × 3"],
        *["Padded 7 × 7", "Feature map 5 × 5"] * 2,
        *["Padded 9 × 9", "Feature map 7 × 7"],
        *["Padded 8 × 8", "Feature map 6 × 6"],
    ]
    widget(app, "number_input", "padding_top").set_value(3).run()
    assert "Input 5 × 5, padded 10 × 8" in titles(app)
    assert app.query_params == {"padding": "3,2,2,1", "topic": "amounts"}


def test_a_part_of_the_lesson_is_in_the_link():
    app = open_page("padding", stride="2", padding="1,0,2,1", kernel="outline")
    widget(app, "segmented_control", "topic_padding").set_value("modes").run()
    assert app.query_params == scene_address(opening("padding", "modes"))
    again = open_page("padding", topic="modes", stride="2", padding="1,0,2,1", kernel="outline")
    assert titles(again).count("Input 5 × 5, padded 6 × 8") == 4
    assert widget(open_page("padding", topic="centre", odd="5"), "segmented_control", "odd").value == 5


def test_a_part_of_another_lesson_is_said():
    app = open_page("padding", topic="dilation")
    assert "`topic` must be one of 'amounts', 'modes', 'reasons', 'centre', got 'dilation'." in app.warning[0].value
    assert "`topic`, which this page does not know" in open_page("step", topic="modes").warning[0].value


def test_a_padding_that_a_mode_refuses_leaves_the_others_standing():
    app = open_page("padding", topic="modes", padding="5")
    assert "allows at most 4" in app.error[0].value
    assert titles(app).count("Input 5 × 5, padded 15 × 15") == 3


def shrunk(app):
    """Title of the map below that layers leave."""
    traces = json.loads(app.get("plotly_chart")[1].proto.spec)["data"]
    texts = next(trace["text"] for trace in traces if trace.get("mode") == "text")
    return texts[0].removeprefix("<b>").removesuffix("</b>")


def test_layers_use_the_picture_up():
    app = open_page("padding", topic="reasons", layers="9")
    slider = next(each for each in app.slider if each.label == "Layers")
    assert slider.value == 2  # 5 -> 3 -> 1
    assert any("2 layers of 3 × 3 fit on 5 × 5 pixels" in text.value for text in app.markdown)
    assert shrunk(app) == "Map 1 × 1 of a picture 5 × 5"
    slider.set_value(1).run()
    assert shrunk(app) == "Map 3 × 3 of a picture 5 × 5"


def test_a_size_question_is_answered_two_clicks_from_home():
    app = from_menu(open_page("home"), "stride")
    button(app, "7 × 7, kernel 3, stride 2, padding 1").click().run()
    assert titles(app) == ["Input 7 × 7, padded 9 × 9", "Kernel 3 × 3 ÷ 9", "Feature map 4 × 4"]
    expected = {"picture": "shapes", "size": "7", "kernel": "box_blur", "stride": "2", "padding": "1"}
    assert app.query_params == expected | {"topic": "stride"}
    assert widget(app, "number_input", "stride_row").value == 2
    assert not [found for found in app.button if "the map is" in found.label]  # (9 - 3) mod 2 = 0


def test_a_button_makes_it_fit_and_takes_its_widgets_along():
    app = open_page("stride", stride="3")
    button(app, "Pad 1 more below and 1 more on the right").click().run()
    assert app.query_params == {"stride": "3", "padding": "0,1,0,1", "topic": "stride"}
    assert widget(app, "selectbox", "padding").value == "sides"
    assert titles(app)[2] == "Feature map 2 × 2"  # (6 - 3) / 3 + 1
    assert any("Output size of the rows and columns" in text.value for text in app.markdown)


def test_wrong_formulas_and_costs_stand_in_tables():
    tables = [text.value for text in open_page("stride", picture="worked").markdown]
    assert any("| ⌈(n − k) / s⌉ | 2 | 2 |" in text for text in tables)
    app = open_page("stride", topic="compare", picture="worked")
    assert any("| One kernel 7 × 7 | 7 × 7 | 5 × 5 | 1 | 49 | 1,225 |" in text.value for text in app.markdown)
    assert titles(app).count("Input 5 × 5, padded 11 × 11") == 5  # 5 + 2 * 3
    assert [title for title in titles(app) if title.startswith("Last")] == [
        f"Last map {size} × {size}"
        for size in (5, 3, 3, 5, 5)  # with stride 2, (11 - 7) / 2 + 1 fields
    ]


def test_dilation_needs_no_stride_and_keeps_it():
    app = open_page("stride", topic="dilation", dilation="2", stride="2")
    assert titles(app).count("Reads by one cell") == 4
    assert "Feature map 5 × 5" in titles(app)
    widget(app, "number_input", "dilation_row").set_value(3).run()
    assert app.query_params == {"topic": "dilation", "dilation": "3", "stride": "2"}


def test_the_worked_example_of_channels_has_two_kernels_of_three_slices():
    app = open_page("channels")
    assert titles(app)[:3] == ["Red 5 × 5", "Green 5 × 5", "Blue 5 × 5"]
    slices = [f"Kernel {output}, {channel}" for output in (0, 1) for channel in ("Red", "Green", "Blue")]
    assert titles(app)[3:] == [*slices, "Map 0: 3 × 3", "Map 1: 3 × 3"]


def test_groups_leave_the_slices_of_their_own_channels():
    app = open_page("channels", picture="landscape", size="8", kernel="random", out_channels="3", groups="3")
    kernels = [title for title in titles(app) if title.startswith("Kernel")]
    assert kernels == ["Kernel 0, Red", "Kernel 1, Green", "Kernel 2, Blue"]
    widget(app, "number_input", "out_channels").set_value(4).run()  # 3 does not divide 4
    assert app.session_state.address["out_channels"] == "4"
    assert "groups" not in app.session_state.address
    assert len([title for title in titles(app) if title.startswith("Kernel")]) == 12


def test_groups_that_do_not_divide_are_said():
    app = open_page("channels", groups="3")
    assert "`groups` must divide the 3 input and 2 output channels, got 3." in app.warning[0].value
    assert widget(app, "segmented_control", "groups").value == 1


def test_a_ready_scene_sets_all_of_it():
    app = open_page("channels", kernel="outline", bias="3")
    button(app, "Grouped: 6 channels in 2 groups").click().run()
    assert app.session_state.scene.in_channels == 6
    assert app.session_state.scene.groups == 2
    assert "bias" not in app.query_params
    assert "Sobel x 24 × 24, padded 26 × 26" in titles(app)
    assert any("= 4 × (6 / 2) × 3 × 3 + 4 = **112**" in text.value for text in app.markdown)


def test_typing_starts_from_the_kernels_that_are_shown():
    app = open_page("channels")
    before = [found.tolist() for found in values(app)]
    widget(app, "selectbox", "kernel").set_value("typed").run()
    assert [found.tolist() for found in values(app)] == before
    assert app.session_state.address["weights"].startswith("1,0,1;0,1,0;1,0,1/0,-1,0;-1,1,0;0,0,1/")


def test_typed_kernels_are_one_table_a_slice():
    app = open_page("channels", kernel="typed", weights="1/2/3/4/5/6")
    assert len([title for title in titles(app) if title.startswith("Kernel")]) == 6
    next(box for box in app.selectbox if box.label == "Kernel of output").set_value(1).run()
    assert app.session_state.address["weights"] == "1/2/3/4/5/6"
    widget(app, "number_input", "weights_cols").set_value(2).run()
    assert app.session_state.address["weights"] == "1,0/2,0/3,0/4,0/5,0/6,0"


def test_the_picture_is_shifted_by_buttons_and_the_link_says_so():
    app = open_page("sharing", topic="shift", stride="2", picture="digits", size="14")
    assert [title for title in titles(app) if title.startswith("Difference")] == [
        "Difference",
        "Difference after pooling",
    ]
    button(app, "Down").click().run()
    assert app.session_state.address["shift"] == "1"
    button(app, "Left").click().run()
    assert app.session_state.address["shift"] == "1,0"
    assert any(
        "With stride 2 × 2, a shift of 1 down, 0 right is no whole number" in text.value for text in app.markdown
    )
    app = open_page("sharing", topic="shift", shift="-15,0")
    button(app, "Up").click().run()
    assert app.session_state.address["shift"] == "-16,0"
    assert button(app, "Up").disabled
    assert not button(app, "Down").disabled


def test_pooled_maps_of_a_single_cell_are_left_out():
    assert not [title for title in titles(open_page("sharing", topic="shift", picture="worked")) if "ooled" in title]


def test_the_matrix_prints_its_size_and_its_share_of_weights():
    app = open_page("sharing", topic="matrix")
    assert titles(app)[3:] == [
        "Matrix 9 × 25: steps down, pixels across",
        "im2col 9 × 9: each window as a row",
    ]
    assert any("**81** of 225 cells hold a weight (36 %)" in text.value for text in app.markdown)
    app = open_page("sharing", topic="matrix", picture="digits", size="100")
    assert titles(app)[0] == "Input 16 × 16"
    assert any("drawn 16 pixels long instead of 100" in text.value for text in app.main.caption)
    app = open_page("sharing", topic="matrix", picture="digits", size="16", padding="9")
    assert any("The matrix would have 1024 × 1156 cells" in text.value for text in app.markdown)
    assert len(titles(app)) == 3


def test_the_flipped_kernel_agrees_where_it_is_symmetric():
    app = open_page("sharing", topic="flip", picture="worked")
    assert any("both maps agree in all 9 cells" in text.value for text in app.markdown)
    app = open_page("sharing", topic="flip", kernel="sobel_x")
    kernels = [found for found, title in zip(values(app), titles(app), strict=True) if title == "Kernel 3 × 3"]
    np.testing.assert_array_equal(kernels[0], kernels[1][::-1, ::-1])
    # the sums are 3 0 -3 / 4 3 -2 / 4 2 -3, and the opposite with the turned kernel: both give 0 in one cell
    assert any("The maps agree in **1** of 9 cells" in text.value for text in app.markdown)


def test_home_shows_a_card_for_every_lesson():
    app = open_page("home")
    captions = [caption.value for caption in app.caption]
    assert captions == [lesson.question for lesson in LESSONS.values()]


def test_what_is_loaded_is_spared_by_the_garbage_collector():
    keep_loaded.cache_clear()
    gc.unfreeze()
    AppTest.from_file(APP, default_timeout=30).run()
    assert gc.get_freeze_count() > 10_000


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


def test_typing_starts_from_what_is_shown():
    app = open_page("step", picture="digits", size="12", kernel="sobel_x", activation="none")
    before = values(app)
    widget(app, "selectbox", "kernel").set_value("typed").run()
    widget(app, "selectbox", "picture").set_value("typed").run()
    for shown, known in zip(values(app), before, strict=True):
        np.testing.assert_array_equal(shown, known)
    assert app.session_state.scene.weights == (((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),)


def test_typing_keeps_the_divisor():
    app = open_page("step", kernel="box_blur")
    widget(app, "selectbox", "kernel").set_value("typed").run()
    assert app.session_state.scene.divisor == 9
    assert "Kernel 3 × 3 ÷ 9" in titles(app)
