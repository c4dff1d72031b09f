"""The rooms of the app: imports point down, which the linter holds; lessons give data, which the page draws."""

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conv import operations
from conv.activations import ACTIVATIONS
from conv.reductions import KINDS, POST_KINDS
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


OPERATIONS = [
    each
    for _name, each in inspect.getmembers(operations, inspect.isclass)
    if issubclass(each, operations.Operation) and each is not operations.Operation
]
# "sum", "none" and "dot" are also what a map shows, what stands for nothing, and a mark on the board.
KIND_NAMES = {*(each.name for each in OPERATIONS), *KINDS, *POST_KINDS, *ACTIVATIONS} - {"sum", "none", "dot"}
CLASS_NAMES = {each.__name__ for each in OPERATIONS} | {"Pooling", "AdaptivePooling", "Weighted"}
SETTINGS = {name for each in OPERATIONS for name in each.__annotations__ if name not in ("name", "title")}


def branches(code):
    """Lines of Python that ask of which kind an operation is, by its class, its name, or whether it has a setting."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) > 1:
            asked = {each.id for each in ast.walk(node.args[1]) if isinstance(each, ast.Name)}
            settings = {each.value for each in node.args[1:2] if isinstance(each, ast.Constant)}
            by_class = node.func.id in ("isinstance", "issubclass") and asked & CLASS_NAMES
            if by_class or (node.func.id in ("getattr", "hasattr") and settings & SETTINGS):
                yield node.lineno
        elif isinstance(node, (ast.Compare, ast.MatchValue)):
            sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else [node.value]
            words = [word for side in sides for word in getattr(side, "elts", [side])]
            if {word.value for word in words if isinstance(word, ast.Constant)} & KIND_NAMES:
                yield node.lineno
        elif isinstance(node, ast.Subscript):  # {"max": ..., "mean": ...}[kind]
            keys = node.value.keys if isinstance(node.value, ast.Dict) else []
            if {key.value for key in keys if isinstance(key, ast.Constant)} & KIND_NAMES:
                yield node.lineno


def script_branches(code):
    """The same of JavaScript."""
    quoted = "|".join(f'"{name}"' for name in sorted(KIND_NAMES))
    asks = re.compile(rf"(?:[=!]==?|case)\s*(?:{quoted})|(?:{quoted})\s*[=!]==?|\[[^\]]*(?:{quoted})[^\]]*\]\.includes")
    return [number for number, line in enumerate(code.splitlines(), 1) if asks.search(line)]


def test_only_operations_and_the_writers_of_code_know_of_which_kind_an_operation_is():
    written = [*(ROOT / "conv").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    files = [file for file in written if "operations" not in file.parts and not file.stem.endswith("_code")]
    assert len(files) > 120
    assert [f"{file.relative_to(ROOT)}:{line}" for file in files for line in branches(file.read_text())] == []
    scripts = list((ROOT / "assets" / "player").glob("*.js"))
    assert len(scripts) > 40
    assert [f"{file.name}:{line}" for file in scripts for line in script_branches(file.read_text())] == []


@pytest.mark.parametrize(
    "code",
    [
        'if kind == "max": pass',
        'if reduction.kind in ("mean", "norm"): pass',
        "isinstance(operation, (int, Convolution))",
        'getattr(operation, "kernel_size", 1)',
        'words = {"max": 1, "average": 2}[kind]',
        'match kind:\n    case "norm": pass',
    ],
)
def test_a_branch_on_a_kind_would_be_found(code):
    assert list(branches(code))


def test_a_branch_of_the_player_would_be_found():
    code = 'if (name === "bias") {}\ncase "relu":\n["max", "mean"].includes(kind)\nif (look === "window") {}'
    assert script_branches(code) == [1, 2, 3]
