"""Two settings on one board: both are what each one alone is, and what differs is listed."""

from dataclasses import replace

import numpy as np
import pytest

from conv.ui.board.arrangement import Live, Place, leaves, meant_track
from conv.ui.board.marks import all_covered
from conv.ui.board.placement import ROOMS, place_board
from conv.ui.lesson import Picture
from conv.ui.lessons.comparing import can_compare, compare, differences
from conv.ui.rooms import room_beside
from conv.ui.scene.record import Scene
from conv.ui.words.labels import kernel_label, padding_label
from pages import find_lessons

PARTS = [(lesson, part) for lesson in find_lessons() for part in lesson.parts if part.controls is not None]
NAMES = [f"{lesson.name}-{part.name}" for lesson, part in PARTS]


def built(part, scene):
    return part.built(replace(scene, topic=part.name), Picture(), compared=True)


@pytest.mark.parametrize(("lesson", "part"), PARTS, ids=NAMES)
def test_both_boards_stand_there_as_they_are_alone(lesson, part):
    scene = replace(part.opening, size=min(part.opening.size, 24))
    other = replace(scene, bias=3, pool_size=(3, 3), kernel_size=(2, 2))
    contents = built(part, scene), built(part, other)
    assert can_compare(contents[0].board) == part.compares  # offered where it works, and nowhere else
    if not part.compares:
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
        assert all(operand.panel in panels for operand in track.operands)
    assert not any(panel.edits for panel in board.panels if panel.name.startswith("a_"))
    for room in ROOMS.values():
        assert place_board(board, room).spots.keys() == panels.keys()


COMPARED = [(lesson, part) for lesson, part in PARTS if part.compares]
CHANGES = ({"kernel": "box_blur"}, {"bias": 3, "activation": "none"}, {"pool": "average", "kernel": "outline"})


def known(compared, track):
    """Names of the panels of differences that a compared walk makes known beside its own."""
    return [
        *compared.reveals[len(track.reveals) :],
        *(stamp.lands.panel for stamp in compared.stamps[len(track.stamps) :]),
    ]


@pytest.mark.parametrize("change", CHANGES, ids=str)
@pytest.mark.parametrize(("lesson", "part"), COMPARED, ids=[f"{lesson.name}-{part.name}" for lesson, part in COMPARED])
def test_each_difference_is_of_the_maps_that_belong_together(lesson, part, change):
    scene = replace(part.opening, size=min(part.opening.size, 24))
    scenes = scene, replace(scene, **change)
    contents = [built(part, each) for each in scenes]
    board = compare(*contents, scenes).board
    panels = {panel.name: panel for panel in board.panels}
    compared = set()
    for index, track in enumerate(contents[1].board.tracks):
        made = [name for name in track.made if not panels[f"a_{name}"].curve]
        shown = known(board.tracks[index], track)  # what the walk of A and that of B make known
        assert board.tracks[index].reveals[: len(track.reveals)] == tuple(f"a_{name}" for name in track.reveals)
        assert known(board.tracks[index + len(contents[0].board.tracks)], track) == shown
        for name, difference in zip(made, shown, strict=True):
            a, b = (np.nan_to_num(panels[f"{mark}_{name}"].values) for mark in "ab")
            np.testing.assert_allclose(panels[difference].values, b - a, atol=1e-9)
            assert track.title in panels[difference].title or len(shown) > 1
            compared.add(difference)
    walked = [f"a_{name}" for track in contents[1].board.tracks for name in track.made]
    assert len(compared) == sum(not panels[name].curve for name in walked)
    assert {name for name in all_covered(board)["cover"] if name.startswith("difference")} == (
        compared if board.covers else set()
    )


@pytest.mark.parametrize(("lesson", "part"), COMPARED, ids=[f"{lesson.name}-{part.name}" for lesson, part in COMPARED])
def test_each_running_sum_is_that_of_a_walk_of_its_own_board(lesson, part):
    contents = [built(part, replace(part.opening, size=min(part.opening.size, 24)))] * 2
    count = len(contents[0].board.tracks)
    found = [
        leaf for leaf in leaves(compare(*contents, (Scene(), Scene())).board.arrangement) if isinstance(leaf, Live)
    ]
    alone = [leaf for leaf in leaves(contents[0].board.arrangement) if isinstance(leaf, Live)]
    for chosen in range(2 * count):
        meant = [meant_track(leaf.track, chosen) for leaf in found]
        expected = [meant_track(leaf.track, chosen % count) for leaf in alone]
        assert meant == [*expected, *(track + count for track in expected)]


@pytest.mark.parametrize(("lesson", "part"), COMPARED, ids=[f"{lesson.name}-{part.name}" for lesson, part in COMPARED])
@pytest.mark.parametrize(("room", "least"), [("wide", 34), ("tall", 26)])
def test_two_boards_beside_each_other_are_large_enough_to_be_read(room, least, lesson, part):
    contents = [built(part, part.opening)] * 2
    board = compare(*contents, (part.opening, part.opening)).board
    spots = place_board(board, room_beside(board, room, part, compared=True)).spots
    for panel in board.panels:
        height, width = panel.shape[0] * spots[panel.name].dy, panel.shape[1] * spots[panel.name].dx
        assert max(height, width) >= least, (panel.name, height, width)


def test_the_stamps_outputs_differ_where_their_kernels_do():
    part = next(part for lesson, part in PARTS if part.name == "stamp")
    scenes = part.opening, replace(part.opening, kernel="box_blur")
    found = compare(*(built(part, scene) for scene in scenes), scenes)
    change = next(panel for panel in found.board.panels if panel.name.startswith("difference"))
    assert change.shape == (7, 7)  # of the outputs: (3 - 1) * 2 + 3
    assert change.values[0, 1] == pytest.approx(1 / 9 - 2)  # the pixel 1 stamps 1 / 9 in place of 2


def test_round_off_is_no_difference():
    part = PARTS[0][1]
    tenths = ";".join([",".join(["0.1"] * 3)] * 3)
    typed = tuple(tuple(map(float, row.split(","))) for row in tenths.split(";"))
    scene = Scene(picture="landscape", size=24, activation="none", kernel="box_blur")
    scenes = scene, replace(scene, kernel="typed", weights=(typed,), divisor=0.9)
    found = compare(*(built(part, each) for each in scenes), scenes)
    assert not next(panel for panel in found.board.panels if panel.name.startswith("difference")).values.any()
    assert found.sentences == ["What differs: Kernel: A Box blur, B typed numbers."]


def test_what_differs_is_named_as_on_screen():
    part = PARTS[0][1]
    scenes = Scene(activation="none"), Scene(activation="none", bias=2, kernel="sobel_x")
    found = compare(*(built(part, scene) for scene in scenes), scenes)
    assert found.sentences == [f"What differs: Kernel: A Worked example, B {kernel_label('sobel_x')}; Bias: A 0, B 2."]
    assert differences(Scene(picture="digits"), Scene(size=64)) == ["Picture: A Digits, B Worked example, 5 × 5"]


def test_maps_of_different_sizes_have_no_difference():
    part = PARTS[0][1]
    scenes = Scene(), Scene(stride=(2, 2))
    found = compare(*(built(part, scene) for scene in scenes), scenes)
    assert not any(panel.name.startswith("difference") for panel in found.board.panels)
    assert not any(track.reveals for track in found.board.tracks)
    assert found.sentences[1] == "The maps, 3 × 3 and 2 × 2, are not of one size."


def test_what_differs_is_listed_and_nothing_else():
    assert differences(Scene(step=3), Scene(step=4, quiz=2)) == []
    assert differences(Scene(seed=1), Scene(seed=2)) == []  # of a random kernel, which is not there
    assert differences(Scene(padding="half"), Scene(padding=((1, 0), (2, 1)))) == [
        f"Padding: A {padding_label('half')}, B 1,0,2,1"
    ]
