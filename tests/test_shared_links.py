"""What is shared is what opens: the dialog's link of every part, in a fresh visit, as it stood there."""

import dataclasses
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from PIL import Image

from conv.ui.saving import dialog
from conv.ui.scene.address import applies, scene_from_query
from conv.ui.scene.record import PARAMETERS
from tests.apps import LESSONS, from_menu, open_page, player, shown_scene, widget
from tests.picture_files import encode


@pytest.fixture(autouse=True)
def without_qr_codes(monkeypatch):
    """They take more time than the page; tests/test_saving.py reads one."""
    monkeypatch.setattr(dialog, "qr_picture", lambda text: PIXEL)


PIXEL = encode(Image.new("L", (1, 1)), "PNG")
PARTS = [(lesson, part) for lesson in LESSONS.values() for part in lesson.parts]
IDS = [f"{lesson.name}-{part.name}" for lesson, part in PARTS]


def share(app, step, panel):
    """The link, and the one in the snippet to embed, of the dialog that is opened at a step and a walk."""
    app.session_state.visit.saving = {"step": step, "panel": panel}
    app.run()
    texts = [code.value for code in app.code]
    link = next(text for text in texts if "?" in text and "<" not in text)
    snippet = next(text for text in texts if "<iframe" in text)
    assert 'title="Kernelwalk: ' in snippet
    assert 'allow="camera; fullscreen; clipboard-write"' in snippet
    return link, unescape(snippet.partition('src="')[2].partition('"')[0])


def query(link):
    return dict(parse_qsl(urlsplit(link).query))


def follow(page, link):
    """What a fresh visit is given for a link."""
    app = open_page(page, **{name: value for name, value in query(link).items() if name != "embed"})
    assert not app.warning
    assert not app.error
    return app


def assert_says_the_scene(app, step, panel):
    """A link gives the scene that stands there, step and walk among it, and a message about nothing."""
    link, embedded = share(app, step, panel)
    assert query(embedded) == query(link) | {"embed": "true"}
    several = len(player(app)["board"]["tracks"]) > 1
    scene, messages = scene_from_query(query(link))
    assert messages == ()
    assert meant(scene) == meant(shown_scene(app)) | {"step": step, "panel": panel if several else None}
    return link


def meant(scene):
    """The settings that mean something in a scene: no link holds typed pixels where another picture is shown."""
    return {name: getattr(scene, name) for name in PARAMETERS if applies(scene, name)}


def assert_opens(app, page, step, panel):
    """And a fresh visit that is given the link shows the same board there."""
    link = assert_says_the_scene(app, step, panel)
    shared, opened = player(app), player(follow(page, link))
    assert opened["board"]["mark"] == shared["board"]["mark"]
    assert (opened["start"], opened["panel"]) == (step, panel if len(shared["board"]["tracks"]) > 1 else None)
    return link


@pytest.mark.parametrize(("lesson", "part"), PARTS, ids=IDS)
def test_what_is_shared_opens_in_a_fresh_visit(lesson, part):
    app = open_page(lesson.name, **({"topic": part.name} if part.name else {}))
    last = len(player(app)["board"]["tracks"]) - 1
    link = assert_opens(app, lesson.name, 2, last)  # while the opening scene stands or plays
    # and after an opening scene is changed: the link says everything itself
    scene = dataclasses.replace(part.opening, topic=part.name, step=2, panel=last or None)
    assert scene_from_query(query(link)) == (dataclasses.replace(scene, panel=last if last else None), ())
    widget(app, "selectbox", "picture").set_value("edges").run()
    if not app.error:
        assert_says_the_scene(app, 1, 0)


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_what_is_shared_after_another_part_opens_as_well(lesson):
    app = open_page(lesson.name)
    for part in lesson.parts[1:]:
        widget(app, "segmented_control", f"topic_{lesson.name}").set_value(part.name).run()
        assert_says_the_scene(app, 0, 0)
    from_menu(app, "sharing" if lesson.name == "step" else "step")
    from_menu(app, lesson.name)
    assert_opens(app, lesson.name, 1, 0)
    assert shown_scene(app).topic == lesson.parts[-1].name


def test_the_home_page_shares_the_worked_example():
    assert_opens(open_page("home"), "home", 4, 0)
