"""Pages by AppTest: what each lesson shows, its ready scenes and its tables."""

import gc
import json

import numpy as np
from streamlit.testing.v1 import AppTest

from conv.ui.memory import keep_loaded
from conv.ui.scene.address import scene_address
from tests.apps import (
    APP,
    LESSONS,
    button,
    from_menu,
    open_page,
    opening,
    player,
    titles,
    unfold,
    values,
    widget,
)


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


def test_what_is_folded_away_is_neither_made_nor_lost():
    link = {
        "bias": "-3",
        "activation": "tanh",
        "cells": "names",
        "shows": "sum",
        "dilation": "2",
        "padding_mode": "circular",
    }
    app = open_page("step", **link, padding="half")
    widget(app, "toggle", "apart").set_value(True).run()
    many = len(app.sidebar.number_input) + len(app.sidebar.selectbox) + len(app.sidebar.toggle)
    unfold(app, False)
    app.run()
    assert len(app.sidebar.number_input) + len(app.sidebar.selectbox) + len(app.sidebar.toggle) == many - 8
    widget(app, "number_input", "stride_row").set_value(2).run()  # one for the rows: they are set apart still
    assert app.query_params == {**link, "padding": "half", "stride": "2,1"}
    assert [caption.value for caption in app.sidebar.caption] == [
        "Changed here: Dilation, Padding mode.",
        "Changed here: Bias, Activation, Map before the activation, Cells show their names.",
    ]
    unfold(app)
    app.run()
    assert not app.sidebar.caption
    assert widget(app, "toggle", "apart").value
    assert widget(app, "number_input", "bias").value == -3
    assert widget(app, "toggle", "names").value
    assert widget(app, "selectbox", "padding_mode").value == "circular"


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
    assert app.session_state.visit.scene.layers == 1


def test_what_is_asked_below_the_board_is_answered_at_once_and_in_the_link():
    app = open_page("channels", asked="64,128,3,56,1")
    widget(app, "number_input", "asked_Kernels (channels out)").set_value(32).run()
    assert any("= 32 × (64 / 1) × 3 × 3 + 32 = **18,464**" in text.value for text in app.markdown)
    assert app.query_params["asked"] == "64,32,3,56,1"
    widget(app, "number_input", "stride_row").set_value(2).run()  # the sidebar leaves it as it is
    assert app.query_params["asked"] == "64,32,3,56,1"
    widget(app, "number_input", "asked_Groups").set_value(3).run()
    assert "`groups` must divide the 64 input" in app.error[0].value
    assert player(app) is not None


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
    assert app.session_state.visit.address["out_channels"] == "4"
    assert "groups" not in app.session_state.visit.address
    assert len([title for title in titles(app) if title.startswith("Kernel")]) == 12


def test_groups_that_do_not_divide_are_said():
    app = open_page("channels", groups="3")
    assert "`groups` must divide the 3 input and 2 output channels, got 3." in app.warning[0].value
    assert widget(app, "segmented_control", "groups").value == 1


def test_a_ready_scene_sets_all_of_it():
    app = open_page("channels", kernel="outline", bias="3")
    button(app, "Grouped: 6 channels in 2 groups").click().run()
    assert app.session_state.visit.scene.in_channels == 6
    assert app.session_state.visit.scene.groups == 2
    assert "bias" not in app.query_params
    assert "Sobel x 24 × 24, padded 26 × 26" in titles(app)
    assert any("= 4 × (6 / 2) × 3 × 3 + 4 = **112**" in text.value for text in app.markdown)


def test_typing_starts_from_the_kernels_that_are_shown():
    app = open_page("channels")
    before = [found.tolist() for found in values(app)]
    widget(app, "selectbox", "kernel").set_value("typed").run()
    assert [found.tolist() for found in values(app)] == before
    assert app.session_state.visit.address["weights"].startswith("1,0,1;0,1,0;1,0,1/0,-1,0;-1,1,0;0,0,1/")


def test_typed_kernels_are_one_table_a_slice():
    app = open_page("channels", kernel="typed", weights="1/2/3/4/5/6")
    assert len([title for title in titles(app) if title.startswith("Kernel")]) == 6
    next(box for box in app.selectbox if box.label == "Kernel for output").set_value(1).run()
    assert app.session_state.visit.address["weights"] == "1/2/3/4/5/6"
    widget(app, "number_input", "weights_cols").set_value(2).run()
    assert app.session_state.visit.address["weights"] == "1,0/2,0/3,0/4,0/5,0/6,0"


def test_the_picture_is_shifted_by_buttons_and_the_link_says_so():
    app = open_page("sharing", topic="shift", stride="2", picture="digits", size="14")
    assert [title for title in titles(app) if title.startswith("Difference")] == [
        "Difference",
        "Difference after pooling",
    ]
    button(app, "Down").click().run()
    assert app.session_state.visit.address["shift"] == "1"
    button(app, "Left").click().run()
    assert app.session_state.visit.address["shift"] == "1,0"
    assert any(
        "With stride 2 × 2, a shift of 1 down, 0 right is no whole number" in text.value for text in app.markdown
    )
    app = open_page("sharing", topic="shift", shift="-15,0")
    button(app, "Up").click().run()
    assert app.session_state.visit.address["shift"] == "-16,0"
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


def test_typing_starts_from_what_is_shown():
    app = open_page("step", picture="digits", size="12", kernel="sobel_x", activation="none")
    before = values(app)
    widget(app, "selectbox", "kernel").set_value("typed").run()
    widget(app, "selectbox", "picture").set_value("typed").run()
    for shown, known in zip(values(app), before, strict=True):
        np.testing.assert_array_equal(shown, known)
    assert app.session_state.visit.scene.weights == (((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),)


def test_typing_keeps_the_divisor():
    app = open_page("step", kernel="box_blur")
    widget(app, "selectbox", "kernel").set_value("typed").run()
    assert app.session_state.visit.scene.divisor == 9
    assert "Kernel 3 × 3 ÷ 9" in titles(app)
