"""Pages by AppTest, all from `app.py`: widgets, links, messages. What moves is tested in tests/browser/."""

import dataclasses
import gc
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from conv.ui.link import PARAMETERS, query_from_scene
from conv.ui.memory import keep_loaded
from conv.ui.scene import TOPICS
from tests.test_images import QUARTERS, encode
from tests.test_link import SCENES

APP = Path(__file__).parents[1] / "app.py"
STEP = "pages/step_page.py"
PADDING = "pages/padding_page.py"
STRIDE = "pages/stride_page.py"
CHANNELS = "pages/channels_page.py"
SHARING = "pages/sharing_page.py"
LESSONS = (STEP, PADDING, STRIDE, CHANNELS, SHARING)


def open_page(page, **query):
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params.update(query)
    app.switch_page(page).run()
    assert not app.exception
    return app


def open_step(**query):
    return open_page(STEP, **query)


def charts(app):
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def titles(app):
    return [chart["layout"]["title"]["text"] for chart in charts(app)]


@pytest.mark.parametrize("page", [None, STEP])
def test_every_page_opens_with_a_stage(page):
    app = AppTest.from_file(APP, default_timeout=30)
    app = (app.switch_page(page) if page else app).run()
    assert not app.exception
    assert titles(app) == ["Input 5 × 5", "Kernel 3 × 3", "Feature map 3 × 3"]


def test_a_setting_changes_the_map_and_the_link():
    app = open_step()
    app.number_input(key="stride_row").set_value(2).run()
    assert titles(app)[2] == "Feature map 2 × 2"  # floor((5 - 3) / 2) + 1
    assert app.query_params == {"stride": "2"}
    app.number_input(key="stride_row").set_value(1).run()
    assert app.query_params == {}


def test_a_link_sets_the_widgets():
    app = open_step(picture="digits", size="20", stride="2,1", padding="1,2,3,0", kernel="random", kernel_size="4,2")
    assert app.selectbox(key="picture").value == "digits"
    assert (app.number_input(key="stride_row").value, app.number_input(key="stride_col").value) == (2, 1)
    assert app.number_input(key="padding_left").value == 3
    # rows: floor((20 + 3 - 4) / 2) + 1 = 10; columns: 20 + 3 - 2 + 1 = 22
    assert titles(app) == ["Input 20 × 20, padded 23 × 23", "Kernel 4 × 2", "Feature map 10 × 22"]


def test_the_three_channels_have_panels_and_kernels_of_their_own():
    app = open_step(picture="landscape", colour="channels", kernel="random", size="10")
    assert titles(app) == ["Red 10 × 10", "Green 10 × 10", "Blue 10 × 10", *["Kernel 3 × 3"] * 3, "Feature map 8 × 8"]
    kernels = [chart["data"][0]["z"]["bdata"] for chart in charts(app)[3:6]]
    assert len(set(kernels)) == 3


def test_one_panel_in_colour_has_one_kernel():
    app = open_step(picture="landscape", colour="colour", kernel="random", size="10")
    assert titles(app) == ["Input 10 × 10", "Kernel 3 × 3", "Feature map 8 × 8"]
    assert charts(app)[0]["data"][0]["type"] == "image"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"picture": "digits", "size": "5", "kernel": "random", "kernel_size": "6"}, "spans 6 pixels, but the padded"),
        ({"padding": "7", "padding_mode": "reflect"}, "allows at most 4"),
        ({"dilation": "3"}, "use a smaller kernel or padding of at least 1"),
    ],
)
def test_what_the_core_refuses_is_said_and_nothing_is_lost(query, message):
    app = open_step(**query)
    assert message in app.error[0].value
    assert not charts(app)
    assert app.query_params == query
    app.selectbox(key="padding").set_value("full").run()
    app.selectbox(key="padding_mode").set_value("zeros").run()
    assert not app.error
    assert len(charts(app)) == 3


def test_nonsense_in_a_link_is_said_and_survived():
    app = open_step(stride="0", bias="red", foo="1", kernel="sharpen", step="-3")
    warnings = " ".join(warning.value for warning in app.warning)
    for part in ("`stride` must be from 1 to 64, got 0", "`bias` must be a number", "`foo`", "`step` must be from 0"):
        assert part in warnings
    assert app.selectbox(key="kernel").value == "sharpen"
    assert len(charts(app)) == 3


def test_a_step_past_the_last_one_is_said():
    assert "`step` must be from 0 to 8, got 900" in open_step(step="900").warning[0].value


def test_a_smaller_map_is_no_mistake_of_the_link():
    app = open_step(step="8")
    app.number_input(key="stride_row").set_value(2).run()  # 4 steps are left
    assert not app.warning


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(LESSONS),
    st.dictionaries(st.sampled_from(list(PARAMETERS)), st.text("0123456789,;/.-ainfx é", max_size=8)),
)
def test_no_link_shows_a_traceback(page, query):
    open_page(page, **query)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(LESSONS), SCENES, st.data())
def test_no_scene_shows_a_traceback_on_arrival_or_later(page, scene, data):
    name = page.removeprefix("pages/").removesuffix("_page.py")
    topic = data.draw(st.sampled_from(TOPICS.get(name, ("",))))
    query = query_from_scene(dataclasses.replace(scene, topic=topic, size=min(scene.size, 40)))
    app = open_page(page, **query).run()
    assert not app.exception


def test_typed_kernels_of_several_slices_go_along_from_lesson_to_lesson():
    app = open_page(CHANNELS, picture="landscape", size="8", colour="channels", kernel="typed", weights="1/2/3/4/5/6")
    for page in (STEP, PADDING, SHARING, STRIDE, CHANNELS):
        app.query_params.clear()  # as a browser does on the way to another page
        app.switch_page(page).run()
        assert not app.exception
        assert app.session_state.linked["weights"] == "1/2/3/4/5/6"


def test_panels_beside_others_show_the_kernel_that_they_use():
    app = open_page(PADDING, picture="landscape", size="8", colour="channels", kernel="random", activation="none")
    expected = open_page(PADDING, picture="landscape", size="8", colour="colour", kernel="random", activation="none")
    assert [chart["data"] for chart in charts(app)] == [chart["data"] for chart in charts(expected)]


def test_layers_that_make_numbers_too_large_are_said():
    weights = ";".join([",".join(["1000000"] * 3)] * 3)
    query = {"picture": "landscape", "size": "128", "kernel": "typed", "weights": weights, "activation": "none"}
    app = open_page(PADDING, topic="reasons", layers="60", **query)
    assert "makes numbers too large to show" in app.error[0].value


def test_an_upload_that_is_missing_is_said_before_anything_else():
    app = open_page(CHANNELS, picture="upload", in_channels="6", out_channels="6", groups="6")
    assert "`groups` must divide the 3 input and 6 output channels, got 6." in app.error[0].value
    assert "does not travel with a link" in app.info[0].value
    limits = charts(open_page(CHANNELS, picture="upload"))[0]["data"][0]["zmax"]
    assert limits == 1  # the worked example's red channel


def test_groups_do_not_stop_a_lesson_for_a_picture_chosen_elsewhere():
    app = open_page(CHANNELS, out_channels="3", groups="3")
    app.query_params.clear()
    app.switch_page(STEP).run()
    app.selectbox(key="picture").set_value("typed").run()
    app.query_params.clear()
    app.switch_page(CHANNELS).run()
    assert not app.error
    assert "groups" not in app.session_state.linked


def test_an_upload_is_shown_and_survives_a_bad_one():
    app = open_step(picture="upload", size="16")
    assert "does not travel with a link" in app.info[0].value
    assert titles(app)[0] == "Input 5 × 5"
    app.file_uploader[0].set_value(("quarters.png", encode_quarters(), "image/png")).run()
    assert not app.info
    assert titles(app)[0] == "Input 16 × 16"
    app.file_uploader[0].set_value(("notes.txt", b"no picture", "text/plain")).run()
    assert "not a picture that can be read" in app.error[0].value
    assert titles(app)[0] == "Input 16 × 16"


def encode_quarters():
    return encode(Image.fromarray(QUARTERS), "PNG")


def test_typed_numbers_come_from_the_link():
    app = open_step(picture="typed", pixels="1,-2;0.5,4", kernel="typed", weights="2", divisor="4", activation="none")
    values = [np.array(chart["data"][0]["zmax"]) for chart in charts(app)]
    assert titles(app) == ["Input 2 × 2", "Kernel 1 × 1 ÷ 4", "Feature map 2 × 2"]
    assert values == [4, 2, 2]  # largest pixel 4, weight 2, output 4 * 2 / 4


def test_the_worked_example_is_drawn_as_its_numbers():
    app = open_step()
    assert charts(app)[2]["data"][0]["z"]["shape"] == "3, 3"
    assert charts(app)[2]["data"][0]["zmax"] == 4


def test_the_scene_goes_along_from_page_to_page():
    app = open_step(kernel="outline")
    for page in ("pages/home_page.py", STEP):
        app.query_params.clear()  # as a browser does on the way to another page
        app.switch_page(page).run()
    assert app.selectbox(key="kernel").value == "outline"
    assert app.session_state.linked == {"kernel": "outline"}  # which the player writes into the address


def test_a_kernel_larger_than_its_widgets_and_unlocked_axes():
    app = open_step()
    app.toggle(key="apart").set_value(True).run()
    app.number_input(key="stride_col").set_value(2).run()
    assert app.query_params == {"stride": "1,2"}
    app.toggle(key="apart").set_value(False).run()
    assert app.query_params == {}


def test_the_paddings_stand_side_by_side():
    app = open_page(PADDING)
    assert titles(app) == [
        *["Input 5 × 5", "Feature map 3 × 3"],
        *["Padded 7 × 7", "Feature map 5 × 5"] * 2,
        *["Padded 9 × 9", "Feature map 7 × 7"],
        *["Padded 8 × 8", "Feature map 6 × 6"],
        "Kernel 3 × 3",
    ]
    app.number_input(key="padding_top").set_value(3).run()
    assert "Padded 10 × 8" in titles(app)
    assert app.query_params == {"padding": "3,2,2,1"}


def test_a_part_of_the_lesson_is_in_the_link_and_keeps_the_settings():
    app = open_page(PADDING, stride="2", padding="1,0,2,1", kernel="outline")
    app.segmented_control(key="topic").set_value("modes").run()
    assert app.query_params == {"stride": "2", "padding": "1,0,2,1", "kernel": "outline", "topic": "modes"}
    assert titles(app).count("Padded 6 × 8") == 4
    assert open_page(PADDING, topic="centre", odd="5").segmented_control(key="odd").value == 5


def test_a_part_of_another_lesson_is_said():
    app = open_page(PADDING, topic="dilation")
    assert "`topic` must be one of 'amounts', 'modes', 'reasons', 'centre', got 'dilation'." in app.warning[0].value
    assert "`topic`, which this page does not know" in open_step(topic="modes").warning[0].value


def test_a_padding_that_a_mode_refuses_leaves_the_others_standing():
    app = open_page(PADDING, topic="modes", padding="5")
    assert "allows at most 4" in app.error[0].value
    assert titles(app).count("Padded 15 × 15") == 3


def test_layers_use_the_picture_up():
    app = open_page(PADDING, topic="reasons", layers="9")
    assert app.slider(key="layers").value == 2  # 5 -> 3 -> 1
    assert any("2 layers of 3 × 3 fit on 5 × 5 pixels" in text.value for text in app.markdown)
    assert titles(app)[-1] == "Map 1 × 1 of a picture 5 × 5"
    app.slider(key="layers").set_value(1).run()
    assert titles(app)[-1] == "Map 3 × 3 of a picture 5 × 5"


def button(app, label):
    return next(found for found in app.button if found.label.startswith(label))


def test_a_size_question_is_answered_two_clicks_from_home():
    app = AppTest.from_file(APP, default_timeout=30).run()
    app.switch_page(STRIDE).run()
    button(app, "7 × 7, kernel 3, stride 2, padding 1").click().run()
    assert titles(app)[:3] == ["Input 7 × 7, padded 9 × 9", "Kernel 3 × 3 ÷ 9", "Feature map 4 × 4"]
    assert app.query_params == {
        "picture": "shapes",
        "size": "7",
        "kernel": "box_blur",
        "stride": "2",
        "padding": "1",
    }
    assert app.number_input(key="stride_row").value == 2
    assert not [found for found in app.button if "the map is" in found.label]  # (9 - 3) mod 2 = 0


def test_a_button_makes_it_fit_and_takes_its_widgets_along():
    app = open_page(STRIDE, stride="3")
    button(app, "Pad 1 more below and 1 more on the right").click().run()
    assert app.query_params == {"stride": "3", "padding": "0,1,0,1"}
    assert app.selectbox(key="padding").value == "sides"
    assert titles(app)[2] == "Feature map 2 × 2"  # (6 - 3) / 3 + 1
    assert titles(app)[3] == "Output size of the rows and columns"


def test_wrong_formulas_and_costs_stand_in_tables():
    tables = [text.value for text in open_page(STRIDE).markdown]
    assert any("| ⌈(n − k) / s⌉ | 2 | 2 |" in text for text in tables)
    app = open_page(STRIDE, topic="compare")
    assert any("| One kernel 7 × 7 | 7 × 7 | 5 × 5 | 1 | 49 | 1,225 |" in text.value for text in app.markdown)
    assert titles(app) == ["Padded 11 × 11"] * 5  # 5 + 2 * 3; with stride 2 there are 3 fields, 2 * 2 + 7 = 11 long


def test_dilation_needs_no_stride_and_keeps_it():
    app = open_page(STRIDE, topic="dilation", dilation="2", stride="2")
    assert titles(app).count("Reads by one cell") == 4
    assert "Feature map 5 × 5" in titles(app)
    app.number_input(key="dilation_row").set_value(3).run()
    assert app.query_params == {"topic": "dilation", "dilation": "3", "stride": "2"}


def test_the_worked_example_of_channels_has_two_kernels_of_three_slices():
    app = open_page(CHANNELS)
    assert titles(app)[:3] == ["Red 5 × 5", "Green 5 × 5", "Blue 5 × 5"]
    slices = [f"Kernel {output}, {channel}" for output in (0, 1) for channel in ("Red", "Green", "Blue")]
    assert sorted(title for title in titles(app) if title.startswith("Kernel")) == sorted(slices)
    assert titles(app).count("Map 0: 3 × 3") == titles(app).count("Map 1: 3 × 3") == 1


def test_groups_leave_the_slices_of_their_own_channels():
    app = open_page(CHANNELS, picture="landscape", size="8", kernel="random", out_channels="3", groups="3")
    kernels = [title for title in titles(app) if title.startswith("Kernel")]
    assert kernels == ["Kernel 0, Red", "Kernel 1, Green", "Kernel 2, Blue"]
    app.number_input(key="out_channels").set_value(4).run()  # 3 does not divide 4
    assert app.query_params["out_channels"] == "4"
    assert "groups" not in app.query_params
    assert len([title for title in titles(app) if title.startswith("Kernel")]) == 12


def test_groups_that_do_not_divide_are_said():
    app = open_page(CHANNELS, groups="3")
    assert "`groups` must divide the 3 input and 2 output channels, got 3." in app.warning[0].value
    assert app.segmented_control(key="groups").value == 1


def test_a_ready_scene_sets_all_of_it():
    app = open_page(CHANNELS, kernel="outline", bias="3")
    button(app, "Grouped: 6 channels in 2 groups").click().run()
    assert app.query_params["in_channels"] == "6"
    assert app.query_params["groups"] == "2"
    assert "bias" not in app.query_params
    assert "Sobel x 26 × 26" in titles(app)
    assert any("= 4 × (6 / 2) × 3 × 3 + 4 = **112**" in text.value for text in app.markdown)


def test_typing_starts_from_the_kernels_that_are_shown():
    app = open_page(CHANNELS)
    before = [chart["data"][0].get("z") for chart in charts(app)]
    app.selectbox(key="kernel").set_value("typed").run()
    assert [chart["data"][0].get("z") for chart in charts(app)] == before
    assert app.query_params["weights"].startswith("1,0,1;0,1,0;1,0,1/0,-1,0;-1,1,0;0,0,1/")


def test_typed_kernels_are_one_table_a_slice():
    app = open_page(CHANNELS, kernel="typed", weights="1/2/3/4/5/6")
    values = [chart["data"][0]["z"] for chart in charts(app) if chart["layout"]["title"]["text"].startswith("Kernel")]
    assert len(values) == 6
    app.selectbox(key="typed_output").set_value(1).run()
    assert app.query_params["weights"] == "1/2/3/4/5/6"
    app.number_input(key="weights_cols").set_value(2).run()
    assert app.query_params["weights"] == "1,0/2,0/3,0/4,0/5,0/6,0"


def test_the_picture_is_shifted_by_buttons_and_the_link_says_so():
    app = open_page(SHARING, topic="shift", stride="2")
    assert [title for title in titles(app) if title.startswith("Difference")] == [
        "Difference",
        "Difference after pooling",
    ]
    button(app, "Down").click().run()
    assert app.query_params == {"topic": "shift", "stride": "2", "shift": "1"}
    button(app, "Left").click().run()
    assert app.query_params["shift"] == "1,0"
    assert any(
        "With stride 2 × 2, a shift of 1 down, 0 right is no whole number" in text.value for text in app.markdown
    )
    app = open_page(SHARING, topic="shift", shift="-15,0")
    button(app, "Up").click().run()
    assert app.query_params["shift"] == "-16,0"
    assert button(app, "Up").disabled
    assert not button(app, "Down").disabled


def test_the_matrix_prints_its_size_and_its_share_of_weights():
    app = open_page(SHARING, topic="matrix")
    assert titles(app)[3:] == [
        "Matrix 9 × 25: steps down, pixels across",
        "im2col, 9 × 9: each window as a row",
    ]
    assert any("**81** of 225 cells hold a weight (36 %)" in text.value for text in app.markdown)
    app = open_page(SHARING, topic="matrix", picture="digits", size="100")
    assert titles(app)[0] == "Input 16 × 16"
    assert any("drawn 16 pixels long instead of 100" in text.value for text in app.caption)
    app = open_page(SHARING, topic="matrix", picture="digits", size="16", padding="9")
    assert any("The matrix would have 1024 × 1156 cells" in text.value for text in app.markdown)
    assert len(titles(app)) == 3


def test_the_flipped_kernel_agrees_where_it_is_symmetric():
    app = open_page(SHARING, topic="flip")
    assert any("both maps agree in all 9 cells" in text.value for text in app.markdown)
    app = open_page(SHARING, topic="flip", kernel="sobel_x")
    kernels = [
        chart["data"][0]["z"]["bdata"] for chart in charts(app) if chart["layout"]["title"]["text"] == "Kernel 3 × 3"
    ]
    assert len(set(kernels)) == 2
    # the sums are 3 0 -3 / 4 3 -2 / 4 2 -3, and the opposite with the turned kernel: both give 0 in one cell
    assert any("The maps agree in **1** of 9 cells" in text.value for text in app.markdown)


def test_what_is_loaded_is_spared_by_the_garbage_collector():
    keep_loaded.cache_clear()
    gc.unfreeze()
    AppTest.from_file(APP, default_timeout=30).run()
    assert gc.get_freeze_count() > 10_000
