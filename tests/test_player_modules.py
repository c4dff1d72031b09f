"""The player's modules: how large they are, how they are joined, and the types of what they are given."""

import re
import types as builtin_types
from collections import Counter
from dataclasses import replace
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from conv.reductions import KINDS, Kind, Reduction
from conv.ui.board.figure import board_figure
from conv.ui.board.marks import all_covered
from conv.ui.board.placement import WIDE, place_board
from conv.ui.lesson import Picture
from conv.ui.player.board_data import board_data
from conv.ui.player.declare import DECLARED, declarations
from conv.ui.player.files import FOLDER, MODULES, bundle
from conv.ui.player.types import BoardData, PlayerData
from conv.ui.saving.page import scene_data
from pages import find_lessons

MAX_MODULE, MAX_BLOCK = 250, 40  # lines
PARTS = {f"{lesson.name}-{part.name}": part for lesson in find_lessons() for part in lesson.parts}


def blocks(text):
    """(first line, lines) of all that braces hold, such as a function, but classes; the formatter aligns their ends."""
    lines = text.splitlines()
    for start, line in enumerate(lines):
        if line.endswith("{") and not re.match(r"\s*(export )?class ", line):
            indent = re.match(r" *", line).group()
            ends = (at for at in range(start + 1, len(lines)) if re.match(indent + r"[\])}]", lines[at]))
            yield line.strip(), next(ends) - start + 1


def test_blocks_are_measured_from_their_first_line_to_their_last():
    text = "class A {\n  go() {\n    if (x) {\n      y();\n    }\n  }\n}\nconst b = () => {\n};\n"
    assert list(blocks(text)) == [("go() {", 5), ("if (x) {", 3), ("const b = () => {", 2)]


@pytest.mark.parametrize("name", MODULES)
def test_modules_and_functions_are_small(name):
    text = (FOLDER / f"{name}.js").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_MODULE
    assert [block for block in blocks(text) if block[1] > MAX_BLOCK] == []


def test_the_script_holds_every_module_after_those_that_it_imports_and_every_name_once():
    assert sorted(MODULES) == sorted(path.stem for path in FOLDER.glob("*.js"))
    for place, name in enumerate(MODULES):
        imported = re.findall(r'^import .* from "\./(\w+)\.js"', (FOLDER / f"{name}.js").read_text(), re.MULTILINE)
        assert set(imported) <= set(MODULES[:place]), name
    names = re.findall(r"^(?:async )?(?:function|class|const|let) (\w+)", bundle(), re.MULTILINE)
    assert len(names) > 150
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_nothing_counts_factors_to_tell_what_they_are():
    """A kernel is known by its role, not as the second factor."""
    for name in MODULES:
        text = (FOLDER / f"{name}.js").read_text(encoding="utf-8")
        assert re.findall(r"factors\.length [>=]|factors\[1\]|operands\[1\]|\"xw\"", text) == [], name


def test_the_declarations_are_those_of_the_types():
    assert DECLARED.read_text(encoding="utf-8") == declarations()


def misfits(value, hint, path="data"):
    """What of a value is not as a type says, as sentences."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Any:
        return
    if is_typeddict(hint):
        if not isinstance(value, dict):
            yield f"{path} is {value!r}"
            return
        fields = get_type_hints(hint, include_extras=True)
        for name in set(value) - set(fields):
            yield f"{path}.{name} is not declared"
        for name, field in fields.items():
            optional = get_origin(field) is NotRequired
            if name in value:
                yield from misfits(value[name], get_args(field)[0] if optional else field, f"{path}.{name}")
            elif not optional:
                yield f"{path}.{name} is missing"
    elif origin in (Union, builtin_types.UnionType):
        tried = [list(misfits(value, each, path)) for each in inner]
        if all(tried):
            yield min(tried, key=len)[0]
    elif origin is Literal:
        if value not in inner:
            yield f"{path} is {value!r}"
    elif origin is dict:
        if not isinstance(value, dict):
            yield f"{path} is {value!r}"
            return
        for key, each in value.items():
            yield from misfits(each, inner[1], f"{path}.{key}")
    elif origin is list or (origin is tuple and inner[1:] == (...,)):
        if not isinstance(value, (list, tuple)):
            yield f"{path} is {type(value).__name__}"
            return
        for each in value:
            yield from misfits(each, inner[0], f"{path}[]")
    elif origin is tuple:
        if not isinstance(value, (list, tuple)) or len(value) != len(inner):
            yield f"{path} is {value!r}"
            return
        for each, kind in zip(value, inner, strict=True):
            yield from misfits(each, kind, f"{path}[]")
    elif hint is float:
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            yield f"{path} is {value!r}"
    elif not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        yield f"{path} is {value!r}"


@pytest.mark.parametrize("name", PARTS)
def test_what_the_player_is_given_is_as_its_types_say(name):
    part = PARTS[name]
    board = part.build(replace(part.opening, topic=part.name), Picture()).board
    data = board_data(board, place_board(board, WIDE), "mark")
    assert list(misfits(data, BoardData)) == []
    for panel in data["panels"]:
        if "edits" in panel:  # those that are painted, and those that are dragged
            assert (panel["edits"]["role"] == "pixel") == (panel["edits"]["name"] == "pixels")
    for track in data["tracks"]:
        assert all(factor["role"] for group in track["groups"] for factor in group["factors"])


def test_a_saved_page_s_data_and_those_of_an_unknown_reduction_are_as_their_types_say():
    part = next(iter(PARTS.values()))
    board = part.build(part.opening, Picture()).board
    KINDS["median"] = Kind(lambda terms: float(sorted(terms)[len(terms) // 2]), lambda count: "{count}: {number}")
    try:
        board = replace(board, tracks=(replace(board.tracks[0], reduction=Reduction("median")),))
        placement = place_board(board, WIDE)
        figure = board_figure(board, placement, all_covered(board), whole=False)
        data = scene_data(board, placement, figure.layout.meta, step=0)
    finally:
        del KINDS["median"]
    assert data["board"]["tracks"][0]["numbers"]["dtype"] == "f8"
    assert list(misfits(data, PlayerData)) == []


def test_misfits_are_found():
    part = next(iter(PARTS.values()))
    board = part.build(part.opening, Picture()).board
    data = board_data(board, place_board(board, WIDE), "mark")
    data["tracks"][0]["more"] = 1
    data["panels"][0]["rows"] = "5"
    data["panels"][1]["dx"] = None
    del data["lens"]
    found = list(misfits(data, BoardData))
    assert sorted(found) == [
        "data.lens is missing",
        "data.panels[].dx is None",
        "data.panels[].rows is '5'",
        "data.tracks[].more is not declared",
    ]
