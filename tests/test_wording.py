"""How the app writes: one spelling for each sign, commas in large counts, and sentences that the numbers bear out."""

import ast
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from conv.networks import LAYER_NAMES, NETWORKS
from conv.ui.board.arrangement import Caption, leaves
from conv.ui.board.palette import GREY, SIGNED
from conv.ui.lesson import Picture
from conv.ui.scene.record import Scene
from pages import find_lessons

ROOT = Path(__file__).parents[1]
PARTS = [(lesson, part) for lesson in find_lessons() for part in lesson.parts]
IDS = [f"{lesson.name}-{part.name}" for lesson, part in PARTS]
LESSONS = {lesson.name: lesson for lesson, _part in PARTS}
SPELLINGS = {  # what is not written, beside what is
    r"[\d}] x [\d{]": "×",
    r"floor\(": "⌊ ⌋",
    r"(?<![\w`,<({–-])-\d| - \d": "−",
    r"\w'(s|t|re|ll)\b": "’",
    r"\bf × f\b": "k × k",
}


@cache
def messages():
    """Every message that is marked for translation, and where it stands."""
    return tuple(marked())


def marked():
    for path in sorted([*(ROOT / "conv").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "N_", "ngettext")
            ):
                for argument in node.args[:2]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", argument.value


@pytest.mark.parametrize("wrong", SPELLINGS, ids=SPELLINGS.values())
def test_each_sign_is_written_in_one_way(wrong):
    assert len(messages()) > 800
    assert [each for each in messages() if re.search(wrong, each[1])] == []


def texts(content):
    """All that a part says in sentences, titles, tables and words."""
    board = content.board
    yield from content.sentences
    yield board.table
    for panel in board.panels:
        yield from (panel.title, panel.short, panel.description)
    for leaf in leaves(board.arrangement):
        if isinstance(leaf, Caption):
            yield from leaf.lines
    for track in board.tracks:
        yield from (track.title, *(meaning for _look, meaning in track.legend))
        yield from (re.sub(r"<[^>]*>", "", note) for note in track.notes)
        yield from (term["sentence"] for term in track.terms.values())


def built(lesson, topic, **changes):
    part = LESSONS[lesson].part(topic)
    return part.build(replace(part.opening, topic=part.name, **changes), Picture())


@pytest.mark.parametrize(("lesson", "part"), PARTS, ids=IDS)
def test_large_counts_have_their_commas(lesson, part):
    size = min(part.largest or 256, 256) if part.opening.picture not in ("worked", "typed") else part.opening.size
    content = part.build(replace(part.opening, topic=part.name, size=size), Picture())
    long = [text for text in texts(content) if re.search(r"(?<![\d.,#])\d{5,}(?![\d.])", text)]
    assert long == []


def grey(panel):
    return panel.shown_scale == GREY and panel.shown_limits == (0.0, 255.0)


def test_kernels_that_keep_brightness_are_shown_in_the_picture_s_grey_and_those_that_sum_to_nothing_signed():
    board = built("kernels", "gallery", size=64).board
    panels = {panel.name: panel for panel in board.panels}
    for name in ("identity", "box_blur", "gaussian_3", "gaussian_5", "sharpen", "emboss"):
        assert grey(panels[name]), name
    for name in ("sobel_x", "sobel_y", "prewitt_x", "laplacian_4", "laplacian_8", "outline"):
        low, high = panels[name].shown_limits
        assert panels[name].shown_scale == SIGNED
        assert low == -high


@pytest.mark.parametrize(("divisor", "share"), [(1, 1), (10, 0.1)])
def test_a_dark_map_is_dark_beside_its_picture(divisor, share):
    changes = {"kernel": "typed", "weights": (((0, 0, 0), (0, 1, 0), (0, 0, 0)),), "divisor": divisor, "size": 64}
    board = built("kernels", "large", **changes).board
    picture, target = board.panels[0], next(panel for panel in board.panels if panel.name == board.tracks[0].target)
    assert target.values.max() == pytest.approx(share * picture.values.max())
    assert target.shown_limits == picture.shown_limits
    assert "on the picture’s scale, 0 to 255" in str(board.tracks[0].legend)


def test_a_wave_that_sums_to_nothing_is_signed():
    board = built("kernels", "gabor").board
    target = next(panel for panel in board.panels if panel.name == board.tracks[0].target)
    assert target.shown_scale == SIGNED
    assert target.shown_limits[0] == -target.shown_limits[1]


def test_a_map_with_a_scale_of_its_own_says_which():
    board = built("step", "", picture="digits", size=8, kernel="typed", weights=(((1, 1), (1, 1)),)).board
    assert "feature map from 0 to " in str(board.tracks[0].legend)


@pytest.mark.parametrize("shift", [(0, 0), (0, 1), (0, 2), (1, 1), (3, 3)])
@pytest.mark.parametrize("pool", ["max", "average", "l2"])
@pytest.mark.parametrize("picture", ["shapes", "digits", "checkerboard"])
def test_what_is_said_of_a_shift_is_what_the_maps_are(shift, pool, picture):
    content = built("pooling", "shift", shift=shift, pool=pool, picture=picture, size=14)
    first, second = (
        next(panel.values for panel in content.board.panels if panel.name == track.target)
        for track in content.board.tracks
    )
    sentence = content.sentences[-1]
    equal = int(np.isclose(first, second).sum())
    assert f"**{equal}** of {first.size} cells" in sentence
    assert ("does not notice" in sentence) == (equal == first.size)


def test_nothing_is_counted_where_there_is_nothing():
    said = " ".join(built("step", "", activation="relu").sentences)
    assert "ReLU changes no cell of this map." in said
    still = " ".join(built("sharing", "shift", shift=(0, 0)).sentences)
    assert "**0** of" not in still


@pytest.mark.parametrize("name", LAYER_NAMES)
def test_layers_of_published_networks_have_their_papers_names(name):
    assert len(LAYER_NAMES[name]) == len(NETWORKS[name])
    size = {"lenet5": 32}.get(name, 224)
    content = built("depth", "stack", stack=NETWORKS[name], size=size, picture="landscape")
    assert [track.title.partition(",")[0] for track in content.board.tracks] == list(LAYER_NAMES[name])
    assert "not trained" in " ".join(content.sentences)
    assert "Total, without dense layers" in content.board.table


def test_another_stack_is_not_called_by_a_paper_s_names():
    content = built("depth", "stack")
    assert "not trained" not in " ".join(content.sentences)
    assert "<td colspan" in content.board.table
    assert "without dense layers" not in content.board.table
    assert content.board.tracks[0].title.startswith("1 conv")
    assert Scene().stack == NETWORKS["three_3x3"]
