"""What a link's `hide` takes away, which links it goes along with, and what is said of words that it does not know."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from conv.ui.saving import dialog
from conv.ui.scene.hiding import HIDEABLE, hidden_from_link
from tests.apps import from_menu, open_page, player, widget
from tests.test_shared_links import PIXEL, share


def labels(app):
    return {button.label for button in app.button}


def hides_formulas(app):
    return any("kw-formula" in each.proto.body for each in app.get("html"))


def test_nothing_is_hidden_without_it():
    app = open_page("step")
    assert {"Quiz", "Compare", "Reset"} <= labels(app)
    assert app.sidebar.selectbox
    assert "hide" not in app.session_state.visit.address
    assert not hides_formulas(app)
    assert open_page("padding").segmented_control


@pytest.mark.parametrize("name", HIDEABLE)
def test_each_word_takes_away_what_it_names_and_nothing_else(name):
    app = open_page("padding", hide=name, stride="2")
    assert not app.warning
    assert bool(app.sidebar.selectbox) == (name != "controls")
    assert ("Reset" in labels(app)) == (name != "controls")
    assert ("Quiz" in labels(app)) == (name != "quiz")
    topics = [each for each in app.segmented_control if each.key and each.key.startswith("topic_")]
    assert bool(topics) == (name != "menu")
    assert hides_formulas(app) == (name == "formulas")
    assert app.session_state.visit.scene.stride == (2, 2)
    assert app.session_state.visit.address["hide"] == name


def test_ready_scenes_and_the_table_of_layers_are_controls():
    assert any(button.key == "ready_0" for button in open_page("step").button)
    assert not any(button.key == "ready_0" for button in open_page("step", hide="controls").button)
    assert "Move up" in labels(open_page("depth"))
    assert "Move up" not in labels(open_page("depth", hide="controls"))


def test_home_leads_nowhere_without_the_menu():
    assert len(open_page("home").get("page_link")) > 10
    assert not open_page("home", hide="menu").get("page_link")


def test_it_goes_along_to_other_lessons_and_parts():
    app = open_page("stride", hide="quiz,formulas", stride="3")
    widget(app, "segmented_control", "topic_stride").set_value("dilation").run()
    assert app.session_state.visit.address["hide"] == "quiz,formulas"
    from_menu(app, "pooling")
    assert app.session_state.visit.address["hide"] == "quiz,formulas"
    assert player(app)["address"]["hide"] == "quiz,formulas"
    assert "Quiz" not in labels(app)
    widget(app, "number_input", "pool_size_row").set_value(3).run()
    assert app.query_params["hide"] == "quiz,formulas"


def test_every_link_names_it_and_the_snippet_what_is_chosen_for_it(monkeypatch):
    monkeypatch.setattr(dialog, "qr_picture", lambda text: PIXEL)
    app = open_page("step", hide="menu")
    link, embedded = share(app, 2, 0)
    assert dict(parse_qsl(urlsplit(link).query))["hide"] == "menu"
    assert dict(parse_qsl(urlsplit(embedded).query)) == {
        "picture": "worked",
        "step": "2",
        "embed": "true",
        "hide": "menu",
    }
    pills = next(each for each in app.button_group if each.key == "embed_hidden")
    assert pills.value == ["menu"]


@pytest.mark.parametrize(
    ("text", "known", "said"),
    [
        ("", (), ""),
        ("formulas,menu", ("menu", "formulas"), ""),
        (" quiz , quiz,", ("quiz",), ""),
        ("menu,header", ("menu",), "got 'header'. It is left out."),
        ("Menu,all", (), "got 'Menu, all'. It is left out."),
    ],
)
def test_unknown_words_are_left_out_with_a_message(text, known, said):
    found, messages = hidden_from_link(text)
    assert found == known
    assert len(messages) == bool(said)
    assert all(message.endswith(said) for message in messages)


def test_the_message_stands_on_the_page_and_the_rest_of_the_link_counts():
    app = open_page("step", hide="quiz,header,<b>", stride="2")
    assert [each.value for each in app.warning] == [
        "`hide` must be one of 'controls', 'menu', 'quiz', 'formulas', got 'header, ?b?'. It is left out."
    ]
    assert "Quiz" not in labels(app)
    assert app.session_state.visit.scene.stride == (2, 2)
    from_menu(app, "padding")
    assert not app.warning
