"""Pages by AppTest, all from the front door: how tests open one, and what they find on it."""

import dataclasses
import json
from base64 import b64decode
from functools import cache
from pathlib import Path

import numpy as np
from streamlit.components.v2 import manifest_scanner
from streamlit.navigation.page import calc_hash
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, local_script_runner

from pages import find_lessons

# AppTest reads the metadata of all installed packages for every app that it makes: twice the time of a page's run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
local_script_runner.ScriptCache = cache(ScriptCache)  # and compiles the page for every run

APP = Path(__file__).parents[1] / "pages" / "front.py"
LESSONS = {lesson.name: lesson for lesson in find_lessons()}


def open_page(page, **query):
    """Open a lesson by a link, or home."""
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params.update(query)
    unfold(app)
    return go(app, page)


def unfold(app, unfolded=True):
    """Open what is folded away, whose widgets are made only then; or fold it."""
    for name in ("more_geometry", "after", "layer_cost"):
        app.session_state[name] = unfolded


def go(app, page):
    """Go to a lesson as from the menu, or as by a link where there is a query."""
    app._page_hash = calc_hash("" if page == "home" else page)
    app.run()
    assert not app.exception
    return app


def from_menu(app, page):
    app.query_params.clear()  # as a browser does on the way to another page
    return go(app, page)


def widget(app, kind, name):
    """A widget by its parameter's name; its key ends with the number of the arrival."""
    found = [each for each in getattr(app, kind) if (each.key or "").rpartition("_")[0] == name]
    assert len(found) == 1, (name, [each.key for each in getattr(app, kind)])
    return found[0]


def player(app):
    """What the player is given, or None where there is no stage."""
    found = app.get("bidi_component")
    return json.loads(found[0].proto.json) if found else None


def titles(app):
    """Titles of the panels on the board."""
    data = player(app)
    return [panel["title"] for panel in data["board"]["panels"]] if data else []


def values(app):
    """Values of the panels on the board, in the order of `titles`."""
    types = {"u1": np.uint8, "i2": np.int16, "i4": np.int32, "f4": np.float32, "f8": np.float64}
    return [
        np.frombuffer(b64decode(panel["values"]["bdata"]), types[panel["values"]["dtype"]]).reshape(
            panel["rows"], panel["cols"], -1
        )
        for panel in player(app)["board"]["panels"]
    ]


def opening(page, topic=None):
    part = LESSONS[page].part(topic or "")
    return dataclasses.replace(part.opening, topic=part.name)


def shown_scene(app):
    return dataclasses.replace(app.session_state.visit.scene, step=None, panel=None)


def button(app, label):
    return next(found for found in app.button if found.label.startswith(label))
