"""Lesson plans: every link opens without a message, at the step it names."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from assets.documents import plans
from conv.ui.plans import PLANS, QUESTIONS
from conv.ui.teachers import stop_titles
from pages import find_lessons
from tests.apps import go, open_page, player

STOPS = [*(stop for plan in PLANS for stop in plan.stops), *QUESTIONS]
LESSONS = {lesson.name: lesson for lesson in find_lessons()}


@pytest.mark.parametrize("stop", STOPS, ids=[f"{number}-{stop.page}" for number, stop in enumerate(STOPS)])
def test_every_link_opens_without_a_message_at_its_step(stop):
    address = urlsplit(stop.address)
    assert stop.scene.topic in ("", *LESSONS[stop.page].topics)
    app = open_page(address.path.removeprefix("./"), **dict(parse_qsl(address.query)))
    assert not app.warning
    assert not app.error
    data = player(app)
    assert data["start"] == stop.scene.step
    assert data["quiz"] == stop.scene.quiz
    height, width = (max(track[side] for track in data["board"]["tracks"]) for side in ("height", "width"))
    assert (stop.scene.step or 0) < height * width or data["board"]["activeTrack"] is not None


def test_there_are_eight_plans_of_a_lesson_s_length_and_twelve_questions():
    assert len(PLANS) == 8
    assert all(15 <= plan.minutes <= 45 and plan.stops for plan in PLANS)
    assert len(QUESTIONS) == 12


def test_the_plans_are_a_page_of_the_documents_with_links_of_the_app_on_this_machine():
    text = plans()
    assert next(line for line in text.splitlines() if line.startswith("## ")) == "## What is a convolution?, 20 minutes"
    links = re.findall(r"\]\((.*?)\)", text)
    assert links == [stop.address.replace("./", "http://localhost:8501/", 1) for stop in STOPS]


def test_links_of_one_name_open_one_scene():
    stops = [stop for plan in PLANS for stop in plan.stops]
    titles = stop_titles(stops, list(LESSONS.values()))
    named = {}
    for stop, title in zip(stops, titles, strict=True):
        assert named.setdefault(title, stop.address) == stop.address


def test_the_page_lists_them_all():
    app = go(open_page("home"), "teachers")
    text = "\n".join(each.value for each in app.markdown)
    for stop in STOPS:
        assert f"]({stop.address})" in text
        assert stop.ask in text
