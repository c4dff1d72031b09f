"""Pages in another language: nothing English on them, each visit its own language, and what is taken home follows."""

import json
import re
from dataclasses import replace

import pytest

from conv.text import use_language
from conv.ui.board.placement import WIDE, place_board
from conv.ui.lesson import Picture
from conv.ui.plans import PLANS, QUESTIONS
from conv.ui.rooms import room_beside
from conv.ui.saving.dialog import scene_addresses
from conv.ui.saving.page import standalone_page
from conv.ui.scene.record import Scene
from tests.apps import LESSONS, from_menu, open_page, player
from tests.english import english, page_texts
from tests.saving import build

PARTS = [(lesson.name, part.name) for lesson in LESSONS.values() for part in lesson.parts]
SCENES = [
    {},
    {"stride": "2", "padding": "1", "bias": "1", "dilation": "2"},
    {"kernel": "random", "kernel_size": "9"},
    {"beside": "stride 2"},
    {"quiz": "1"},
    {"size": "abc", "nonsense": "1", "step": "99999", "topic": "none"},
]


@pytest.fixture(autouse=True)
def in_chinese():
    """AppTest reads what is written on widgets in the test's own thread."""
    use_language("zh", asked=True)
    yield
    use_language(None)


def left_in_english(app):
    """(English words, text) of all that the page says."""
    return {(tuple(words), text[:200]) for text in page_texts(app) if (words := english(text))}


@pytest.mark.parametrize(("page", "topic"), PARTS, ids=["-".join(each) for each in PARTS])
def test_no_word_of_a_page_is_english(page, topic):
    for scene in SCENES:
        app = open_page(page, lang="zh", **({"topic": topic} if topic else {}) | scene)
        assert left_in_english(app) == set(), scene


@pytest.mark.parametrize("page", ["home", "teachers"])
def test_no_word_beside_the_lessons_is_english(page):
    assert left_in_english(open_page(page, lang="zh")) == set()


def test_english_words_are_found_where_they_are():
    assert english("特征图（feature map）3 × 3，`kernel_size` 与 [链接](./step?lang=zh)") == []
    assert english("**Feature map** 3 × 3: 特征图") == ["Feature", "map"]
    assert left_in_english(open_page("step", lang="en"))


@pytest.mark.parametrize("kind", range(6))
def test_no_word_of_the_dialog_is_english(kind):
    app = open_page("padding", lang="zh")
    app.session_state.visit.saving = {"step": 3, "panel": 0}
    app.run()
    chosen = next(each for each in app.segmented_control if each.key == "save_kind")
    chosen.set_value(chosen.options[kind])
    app.session_state.visit.saving = {"step": 3, "panel": 0}
    app.run()
    assert left_in_english(app) == set()


def test_visits_speak_each_their_own_language_whatever_others_do():
    visits = [open_page("stride", lang=tag) for tag in ("zh", "en", "zh")]
    for page in ("padding", "pooling", "depth"):
        for app, tag in zip(visits, ("zh", "en", "zh"), strict=True):
            use_language(tag, asked=True)
            from_menu(app, page)
            assert player(app)["language"] == tag
            assert bool(left_in_english(app)) == (tag == "en")


def test_links_name_the_language_that_was_asked_for():
    stops = [stop for plan in PLANS for stop in plan.stops] + list(QUESTIONS)
    assert all(stop.address.endswith("&lang=zh") for stop in stops)
    for address in scene_addresses("https://example.org/step?x=1", Scene(kernel="sobel_x")):
        assert "lang=zh" in address
    use_language("zh")
    assert not any("lang=" in stop.address for stop in stops)


def test_a_saved_page_speaks_the_language_of_its_visit():
    board = build("padding", LESSONS["padding"].parts[0].opening).board
    page = standalone_page(board, place_board(board, WIDE), "填充")
    assert '<html lang="zh">' in page
    data = json.loads(re.search(r'id="scene">(.*?)</script>', page, re.DOTALL)[1])
    assert (data["language"], data["words"]["quiz_check"]) == ("zh", "检查")


@pytest.mark.parametrize(("page", "topic"), PARTS, ids=["-".join(each) for each in PARTS])
def test_longer_or_wider_words_leave_the_panels_their_size(page, topic):
    part = LESSONS[page].part(topic)

    def width(tag, room):
        use_language(tag)
        board = part.build(replace(part.opening, topic=part.name), Picture()).board
        spots = place_board(board, room_beside(board, room, part)).spots
        return sum(spots[panel.name].dx * panel.shape[1] for panel in board.panels)

    for room in ("wide", "tall"):
        assert width("zh", room) > 0.85 * width("en", room), room
