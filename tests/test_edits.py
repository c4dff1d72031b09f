"""Numbers that are changed on the board: what a panel shows is what the scene gets, undone and redone by gestures."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from conv.refusal import Refusal
from conv.ui.board.placement import TALL, WIDE, place_board
from conv.ui.changeable import board_numbers
from conv.ui.lesson import Picture
from conv.ui.scene.edits import MAX_UNDONE, scene_numbers, take_edit, with_numbers
from conv.ui.scene.record import PARAMETERS, Scene
from conv.ui.scene.session import Edits
from pages import find_lessons

PARTS = [(f"{lesson.name}-{part.name}", part) for lesson in find_lessons() for part in lesson.parts]
OPENINGS = {
    "own": None,
    "bytes": Scene(picture="digits", size=12, kernel="sharpen", activation="none"),
    "divided": Scene(picture="shapes", size=9, kernel="box_blur", padding=((1, 0), (0, 2)), bias=1),
    "colours": Scene(picture="landscape", size=8, colour="channels", kernel="random", divisor=2),
}
SIZE_ONLY = (
    "stride-compare",
    "transposed-zeros",
    "transposed-groups",
    "transposed-checkerboard",
    "backward-learn",
)  # or the kernel flipped, or learned
PLAIN = (((1.0, 0.0), (0.0, -1.0)),)


def shown(board, name):
    """The matrices of a parameter, as the player reads them off the board."""
    found = {}
    for panel in board.panels:
        if panel.edits is not None and panel.edits[0] == name:
            top, left, height, width = panel.inset or (0, 0, *panel.shape)
            matrix = panel.values[top : top + height, left : left + width]
            known = found.setdefault(panel.edits[1], matrix)
            assert np.array_equal(known, matrix)  # wherever it stands, it is the same
    assert sorted(found) == list(range(len(found)))
    return [found[index] for index in sorted(found)]


def text(matrices):
    return "/".join(";".join(",".join(map(repr, row)) for row in matrix.astype(float).tolist()) for matrix in matrices)


@lru_cache(maxsize=1)
def built(build, scene):
    return build(scene, Picture()).board


@pytest.mark.parametrize("parameter", ["weights", "pixels"])
@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize(("name", "part"), PARTS, ids=[name for name, part in PARTS])
def test_typing_what_the_board_shows_changes_no_number(name, part, opening, parameter):
    scene = replace(OPENINGS[opening] or part.opening, topic=part.name)
    if scene.colour not in (part.colours or ("grey",)):
        scene = replace(scene, colour="grey")
    try:
        board = built(part.build, scene)
    except Refusal:
        assert opening != "own"
        return
    matrices = shown(board, parameter)
    if not matrices:
        return
    typed = part.build(with_numbers(scene, parameter, text(matrices)), Picture()).board
    before, after = ({panel.name: panel.values for panel in found.panels} for found in (board, typed))
    assert before.keys() == after.keys()
    for panel, values in before.items():
        assert np.allclose(values, after[panel], rtol=1e-12, atol=1e-9, equal_nan=True), panel


@pytest.mark.parametrize(("name", "part"), PARTS, ids=[name for name, part in PARTS])
def test_most_lessons_have_numbers_that_can_be_changed(name, part):
    board = part.build(replace(part.opening, topic=part.name), Picture()).board
    edited = {panel.edits[0] for panel in board.panels if panel.edits}
    kernels = {"kernel", "channels"} & set(part.controls or ())
    assert ("weights" in edited) == (bool(kernels) and name not in SIZE_ONLY), (name, edited)


def test_a_preset_becomes_typed_and_keeps_its_divisor():
    scene = with_numbers(Scene(kernel="box_blur"), "weights", "1,1,1;1,5,1;1,1,1")
    assert (scene.kernel, scene.divisor) == ("typed", 9)
    assert scene.weights == (((1, 1, 1), (1, 5, 1), (1, 1, 1)),)
    assert with_numbers(Scene(kernel="random", divisor=4), "weights", "1").divisor == 4


def test_a_sample_becomes_typed():
    scene = with_numbers(Scene(picture="digits"), "pixels", "1,2;3,4")
    assert (scene.picture, scene.pixels) == ("typed", ((1, 2), (3, 4)))


def test_further_matrices_of_a_typed_kernel_stay():
    scene = Scene(kernel="typed", weights=(*PLAIN, *PLAIN, *PLAIN))
    assert with_numbers(scene, "weights", "5,6;7,8").weights == (((5, 6), (7, 8)), *PLAIN, *PLAIN)
    assert with_numbers(scene, "weights", "5").weights == (((5,),),)


@pytest.mark.parametrize("bad", ["", "a", "1,2;3", "1e9", "nan", "1,;2,3", "1/2;3"])
def test_what_is_no_matrix_is_refused(bad):
    edits = Edits()
    change = {"act": "set", "name": "weights", "text": bad, "gesture": 1, "number": 7}
    with pytest.raises(Refusal, match="weights"):
        take_edit(edits, Scene(), change)
    assert edits.data == {"taken": 7, "undo": False, "redo": False, "alone": False}


def made(*changes, scene=Scene()):  # noqa: B008 (frozen)
    edits, scenes = Edits(), [scene]
    for number, change in enumerate(changes, 1):
        known = {"act": change} if isinstance(change, str) else {"act": "set", "name": "weights", **change}
        scenes.append(take_edit(edits, scenes[-1], {**known, "number": number}))
    return edits, scenes


def test_a_gesture_is_undone_as_one_and_redone():
    first, second = {"text": "2", "gesture": 1}, {"text": "3", "gesture": 1}
    other = {"text": "9", "gesture": 2, "name": "pixels"}
    edits, scenes = made(first, second, other, "undo", "undo", "undo", "redo", "redo", "redo")
    assert scenes[4] == scenes[2]
    assert scenes[5] == scenes[6] == Scene()
    assert scenes[7] == scenes[2]
    assert scenes[8] == scenes[9] == scenes[3]
    assert edits.data == {"taken": 9, "undo": True, "redo": False, "alone": False}


def test_undoing_a_weight_leaves_the_picture_that_was_chosen_since():
    first = {"act": "set", "name": "weights", "text": "1,2;3,4", "gesture": 1, "number": 1}
    edits = Edits()
    scene = take_edit(edits, Scene(), first)
    painted = replace(scene, picture="typed", pixels=((1.0, 2.0), (3.0, 4.0)))
    undone = take_edit(edits, painted, {"act": "undo", "number": 2})
    assert undone == replace(painted, kernel=Scene().kernel, weights=Scene().weights)
    assert take_edit(edits, undone, {"act": "redo", "number": 3}) == painted


def test_undoing_leaves_other_settings_as_they_are():
    edits, scenes = made({"text": "2", "gesture": 1})
    scene = take_edit(edits, replace(scenes[-1], bias=5, padding="half"), {"act": "undo", "number": 3})
    assert scene == replace(Scene(), bias=5, padding="half")


def test_a_change_that_is_told_again_is_taken_once():
    edits, scenes = made({"text": "2", "gesture": 1}, {"text": "3", "gesture": 2})
    again = {"act": "undo", "number": 3}
    scene = take_edit(edits, scenes[-1], again)
    assert scene == scenes[1]
    assert take_edit(edits, scene, again) == scene


def test_a_new_change_leaves_nothing_to_redo():
    edits, _scenes = made({"text": "2", "gesture": 1}, "undo", {"text": "3", "gesture": 2})
    assert edits.data["redo"] is False


def test_what_can_be_undone_is_bounded():
    changes = [{"text": str(number + 2), "gesture": number + 1} for number in range(MAX_UNDONE + 5)]
    edits, _scenes = made(*changes)
    assert len(edits.past) == MAX_UNDONE


def test_the_largest_painted_picture_is_one_that_a_link_can_hold():
    maximum = PARAMETERS["pixels"].kind.sizes[1]
    rows = ";".join([",".join(["1"] * maximum)] * maximum)
    assert len(with_numbers(Scene(), "pixels", rows).pixels) == maximum
    with pytest.raises(Refusal, match="pixels"):
        with_numbers(Scene(), "pixels", f"{rows};{rows}")


def numbers_of(part, scene, room=WIDE):
    board = part.build(scene, Picture()).board
    return board, board_numbers(scene, board, place_board(board, room))


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize(("name", "part"), PARTS, ids=[name for name, part in PARTS])
def test_a_single_number_that_can_be_changed_changes_the_board(name, part, opening):
    scene = replace(OPENINGS[opening] or part.opening, topic=part.name, activation="none")
    if scene.colour not in (part.colours or ("grey",)):
        scene = replace(scene, colour="grey")
    try:
        board, numbers = numbers_of(part, scene)
    except Refusal:
        assert opening != "own"
        return
    matrices = text(shown(board, "weights"))
    for number in numbers:
        known = next(each for each in scene_numbers(scene, ("divisor", "bias")) if each.name == number["edits"]["name"])
        change = {"act": "set", "name": known.name, "text": "7.5", "gesture": 1, "number": 1}
        changed = take_edit(Edits(), scene, change | ({"together": matrices} if known.together else {}))
        after = part.build(changed, Picture()).board
        pairs = [(panel.values, other.values) for panel, other in zip(board.panels, after.panels, strict=True)]
        assert any(not np.allclose(first, second, equal_nan=True) for first, second in pairs), known
        assert [each["edits"]["name"] for each in numbers_of(part, changed)[1]] == [
            each["edits"]["name"] for each in numbers
        ]


@pytest.mark.parametrize("room", [WIDE, TALL], ids=["wide", "tall"])
def test_a_single_number_has_its_place_upon_its_heading_or_behind_it(room):
    part = dict(PARTS)["step-"]
    for scene in (Scene(kernel="box_blur", bias=-2), Scene(), Scene(kernel="typed")):
        board, numbers = numbers_of(part, scene, room)
        expected = {"box_blur": ["divisor", "bias"], "worked_example": ["bias"], "typed": ["divisor", "bias"]}
        assert [number["edits"]["name"] for number in numbers] == expected[scene.kernel]
        assert [number["number"]["shown"] for number in numbers] == [
            room is WIDE and scene.kernel == "box_blur" for _number in numbers
        ]
        placement = place_board(board, room)
        edges = [edge for number in numbers for edge in (number["x"], number["x"] + number["dx"])]
        assert edges == sorted(edges)
        assert 0 <= edges[0] < edges[-1] <= placement.width
        assert all(number["dx"] >= 24 and number["dy"] >= 24 for number in numbers)  # for a finger


def test_a_divisor_makes_a_preset_typed_and_a_bias_leaves_it():
    matrices = "1,1,1;1,1,1;1,1,1"
    _edits, scenes = made(
        {"text": "2", "gesture": 1, "name": "bias"},
        {"text": "4", "gesture": 2, "name": "divisor", "together": matrices},
        "undo",
        "undo",
        scene=Scene(kernel="box_blur"),
    )
    assert scenes[1] == Scene(kernel="box_blur", bias=2)
    assert (scenes[2].kernel, scenes[2].divisor, scenes[2].bias) == ("typed", 4, 2)
    assert scenes[3:] == [scenes[1], scenes[0]]
    random = Scene(kernel="random", divisor=3)
    assert made({"text": "4", "gesture": 1, "name": "divisor"}, scene=random)[1][1] == replace(random, divisor=4)


@pytest.mark.parametrize(("name", "bad"), [("divisor", "0"), ("divisor", ""), ("bias", "a"), ("bias", "1e9")])
def test_a_single_number_that_cannot_be_is_refused(name, bad):
    with pytest.raises(Refusal, match=name):
        made({"text": bad, "gesture": 1, "name": name})
