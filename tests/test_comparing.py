"""Two settings on one board: both are what each one alone is, and what differs is listed."""

from dataclasses import replace

import numpy as np
import pytest

from conv.ui.board.arrangement import Place, leaves
from conv.ui.board.placement import ROOMS, place_board
from conv.ui.lesson import Picture
from conv.ui.lessons.comparing import compare, differences
from conv.ui.scene.record import Scene
from pages import find_lessons

PARTS = [(lesson, part) for lesson in find_lessons() for part in lesson.parts if part.controls is not None]
NAMES = [f"{lesson.name}-{part.name}" for lesson, part in PARTS]


def built(part, scene):
    return part.build(replace(scene, topic=part.name), Picture())


@pytest.mark.parametrize(("lesson", "part"), PARTS, ids=NAMES)
def test_both_boards_stand_there_as_they_are_alone(lesson, part):
    scene = replace(part.opening, size=min(part.opening.size, 24))
    other = replace(scene, bias=3, pool_size=(3, 3), kernel_size=(2, 2))
    contents = built(part, scene), built(part, other)
    if contents[0].board.alone is not None:
        found = compare(*contents, (scene, other))
        assert found.board is contents[1].board
        assert "B is shown alone" in found.refusals[-1]
        return
    board = compare(*contents, (scene, other)).board
    panels = {panel.name: panel for panel in board.panels}
    placed = sorted(leaf.panel for leaf in leaves(board.arrangement) if isinstance(leaf, Place))
    assert placed == sorted(panels)
    for content, mark in zip(contents, "ab", strict=True):
        for panel in content.board.panels:
            assert np.array_equal(panels[f"{mark}_{panel.name}"].values, panel.values, equal_nan=True)
    assert len(board.tracks) == sum(len(content.board.tracks) for content in contents)
    for track in board.tracks:
        assert track.target in panels
        assert all(reading.panel in panels for reading in track.readings)
    assert not any(panel.edits for panel in board.panels if panel.name.startswith("a_"))
    for room in ROOMS.values():
        assert place_board(board, room).spots.keys() == panels.keys()


def test_the_difference_is_b_s_map_minus_a_s():
    part = PARTS[0][1]
    scenes = Scene(activation="none"), Scene(activation="none", bias=2, kernel="sobel_x")
    contents = [built(part, scene) for scene in scenes]
    found = compare(*contents, scenes)
    panels = {panel.name: panel.values for panel in found.board.panels}
    assert np.array_equal(panels["difference"], panels["b_map"] - panels["a_map"])
    assert found.sentences == ["What differs: Kernel: A worked_example, B sobel_x; Bias: A 0, B 2."]


def test_maps_of_different_sizes_have_no_difference():
    part = PARTS[0][1]
    scenes = Scene(), Scene(stride=(2, 2))
    found = compare(*(built(part, scene) for scene in scenes), scenes)
    assert "difference" not in {panel.name for panel in found.board.panels}
    assert found.sentences[1] == "The maps, 3 × 3 and 2 × 2, are not of one size."


def test_what_differs_is_listed_and_nothing_else():
    assert differences(Scene(step=3), Scene(step=4, quiz=2)) == []
    assert differences(Scene(seed=1), Scene(seed=2)) == []  # of a random kernel, which is not there
    assert differences(Scene(padding="half"), Scene(padding=((1, 0), (2, 1)))) == ["Padding: A half, B 1,0,2,1"]
