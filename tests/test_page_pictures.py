"""Pages by AppTest: pictures of a visitor, and the size at which a part works."""

import numpy as np
import pytest
from PIL import Image

from conv.images import load_image
from conv.ui.scene import own
from tests.apps import (
    LESSONS,
    from_menu,
    open_page,
    player,
    titles,
    values,
    widget,
)
from tests.picture_files import QUARTERS, encode


def test_an_upload_that_is_missing_is_said_before_anything_else():
    app = open_page("channels", picture="upload", in_channels="6", out_channels="6", groups="6")
    assert "groups must divide the 3 input and 6 output channels, got 6." in app.error[0].value
    assert "does not travel with a link" in app.info[0].value
    assert values(open_page("channels", picture="upload"))[0].max() == 1  # the worked example's red channel


def test_groups_do_not_stop_a_lesson_for_a_picture_chosen_elsewhere():
    app = open_page("channels", out_channels="3", groups="3", picture="digits")
    from_menu(app, "step")
    widget(app, "selectbox", "picture").set_value("typed").run()
    from_menu(app, "channels")
    assert not app.error
    assert "groups" not in app.session_state.visit.address


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
    ("lesson", "part"),
    [(lesson.name, part) for lesson in LESSONS.values() for part in lesson.parts if part.controls and part.sized],
)
def test_the_working_size_promises_no_more_than_the_part_shows(lesson, part):
    app = open_page(lesson, picture="digits", size="1024", topic=part.name, stack="c3")
    largest = part.largest or 1024
    field = widget(app, "number_input", "size")
    assert (field.min, field.max, field.value) == (5, largest, largest)
    stops = [int(size) for size in ready_sizes(app).options]
    assert stops[0] == 8
    assert stops[-1] == largest
    assert app.session_state.visit.scene.size == 1024  # for the parts that draw it
    captions = [caption.value for caption in app.main.caption]
    said = f"drawn {largest} pixels long instead of 1024."
    assert any(said in caption for caption in captions) == (largest < 1024)


def ready_sizes(app):
    return next(group for group in app.sidebar.button_group if group.key.startswith("sizes_"))


def test_a_ready_size_and_the_field_follow_each_other():
    app = open_page("step", picture="digits", size="28")

    assert ready_sizes(app).value == 28
    for size in (64, 8, 64):
        ready_sizes(app).set_value(size).run()
        assert ready_sizes(app).value == size
        assert widget(app, "number_input", "size").value == size
        assert titles(app)[0] == f"Input {size} × {size}"
        widget(app, "number_input", "size").set_value(40).run()
        assert titles(app)[0] == "Input 40 × 40"
        assert ready_sizes(app).value is None
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
