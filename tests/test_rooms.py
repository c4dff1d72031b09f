"""The rooms of the app: imports point down, which the linter holds; lessons give data, which the page draws."""

import subprocess
import sys
from pathlib import Path

import pytest

from conv.ui.extras import drawing, records
from conv.ui.lesson import Picture
from conv.ui.scene.record import PARAMETERS, Scene
from pages import find_lessons

ROOT = Path(__file__).parents[1]
RUFF = Path(sys.executable).with_name("ruff")
PARTS = [(lesson, part) for lesson in find_lessons() for part in lesson.parts]
ORDER = ("words", "scene", "board", "extras", "saving", "lessons")  # each knows none of those behind it
UPWARDS = [(low, high) for number, low in enumerate(ORDER) for high in ORDER[number + 1 :]]
OTHERS = [
    ("board", "conv.ui.scene.record"),
    ("controls", "conv.ui.board.board"),
    ("extras", "conv.ui.saving"),
    ("lessons", "streamlit"),
    ("lessons", "conv.ui.scene.visit"),
    ("lessons", "conv.ui.extras.drawing"),
    ("words", "streamlit"),
    *((room, "conv.ui.shell") for room in (*ORDER, "controls")),
]


def refused(room, module):
    """What the linter says of a module of a room that imports another one."""
    command = [str(RUFF), "check", "--no-cache", "--select=TID251", "--output-format=concise"]
    file = f"--stdin-filename=conv/ui/{room}/new.py"
    ran = subprocess.run([*command, file, "-"], input=f"import {module}\n", capture_output=True, text=True, cwd=ROOT)
    return ran.stdout


@pytest.mark.parametrize(("room", "module"), [*((low, f"conv.ui.{high}") for low, high in UPWARDS), *OTHERS])
def test_the_linter_refuses_imports_that_point_up(room, module):
    assert "TID251" in refused(room, module)


@pytest.mark.parametrize(("room", "module"), [("lessons", "conv.ui.board.board"), ("scene", "conv.ui.words.labels")])
def test_the_linter_takes_imports_that_point_down(room, module):
    assert "All checks passed" in refused(room, module)


def flat(extras):
    for extra in extras:
        yield extra
        if isinstance(extra, records.Columns):
            yield from (inner for column in extra.columns for inner in flat(column))


@pytest.mark.parametrize(("lesson", "part"), PARTS, ids=[f"{lesson.name}-{part.name}" for lesson, part in PARTS])
def test_what_stands_around_a_board_is_data_about_settings_that_are_there(lesson, part):
    content = part.build(part.opening, Picture())
    for extra in flat([*content.above, *content.below()]):
        assert isinstance(extra, records.Extra)
        assert drawing._draw.dispatch(type(extra)) is not drawing._draw.dispatch(object)
        if isinstance(extra, records.Buttons):
            for button in extra.buttons:
                assert bool(button.changes) != bool(button.moves), button
                assert button.changes.keys() <= PARAMETERS.keys()
        if isinstance(extra, (records.NumberInputs, records.Slider)):
            assert hasattr(Scene(), extra.setting)
