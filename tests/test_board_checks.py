"""A board whose names, sizes or places do not agree is refused where it is made, as a fault of the program."""

from dataclasses import replace

import numpy as np
import pytest

from conv.index_maps import Chain, IndexMap
from conv.refusal import Refusal
from conv.ui.board.arrangement import Grid, Over, Place, flow
from conv.ui.board.board import Board, Group, Operand, Stamp, Track
from conv.ui.board.panel import Panel

WINDOWS = IndexMap.windows(3, range(2), range(2))  # two windows of two pixels on three
SAME, KERNEL = IndexMap.same(2), IndexMap.whole(2, 2)
PANELS = tuple(
    Panel(name, np.zeros(shape), name) for name, shape in {"in": (3, 3), "kernel": (2, 2), "map": (2, 2)}.items()
)
FACTORS = (Operand("in", WINDOWS, WINDOWS), Operand("kernel", KERNEL, KERNEL))
TRACK = Track("Walk", "map", (2, 2), (Group("", FACTORS),))
PLACES = flow(Place("in"), Place("kernel"), Place("map"))
BOARD = Board(PANELS, (TRACK,), PLACES)


def overlay(panel="map", rows=SAME, cols=SAME, **more):
    return (replace(TRACK, overlays=(Operand(panel, rows, cols, **more),)),)


def stamped(panel, group=0):
    return (replace(TRACK, stamps=(Stamp(Operand(panel, SAME, SAME), group),), reveals=("in",)),)


FAULTS = {
    "two panels of one name": ({"panels": (*PANELS, PANELS[0])}, "panels of one name: .'in'."),
    "no such target": ({"tracks": (replace(TRACK, target="sum"),)}, "'sum', which is not there"),
    "no such operand": ({"tracks": (replace(TRACK, groups=(Group("", (Operand("out", SAME, SAME),)),)),)}, "'out', wh"),
    "no such overlay": ({"tracks": overlay("out")}, "'out', which is not there"),
    "reveals no panel": ({"tracks": (replace(TRACK, reveals=("more",)),)}, "'more', which is not there"),
    "stamps on no panel": ({"tracks": stamped("sum")}, "'sum', which is not there"),
    "stamps with no terms": ({"tracks": stamped("map", 1)}, "no terms 1 to stamp 'map' with"),
    "no such lens": ({"lens": "glass"}, "no panel 'glass'"),
    "nothing divided": ({"divided": "half"}, "no panel 'half'"),
    "rows of another panel": ({"tracks": overlay(rows=WINDOWS)}, r"'map' has the shape \(2, 2\), .* \(3, 2\)"),
    "columns of another panel": ({"tracks": overlay(cols=WINDOWS)}, r"'map' has the shape \(2, 2\), .* \(2, 3\)"),
    "a chain of another panel": ({"tracks": overlay(rows=Chain((WINDOWS, SAME)))}, r"\(2, 2\), .* \(3, 2\)"),
    "too many targets": ({"tracks": overlay("kernel", rows=IndexMap.whole(2, 3))}, r"have \(3, 2\) targets.* \(2, 2\)"),
    "targets are steps": ({"tracks": overlay("kernel", KERNEL, KERNEL, by_step=True)}, r"have \(2, 2\) targets"),
    "a target of another size": (
        {"tracks": (replace(TRACK, target="in"),)},
        r"'in' has the shape \(3, 3\), .* \(2, 2\)",
    ),
    "no such active track": ({"active_track": 1}, "from 0 to 0, got 1"),
    "an active track below zero": ({"active_track": -1}, "from 0 to 0, got -1"),
    "a panel that stands nowhere": ({"arrangement": flow(Place("in"), Place("map"))}, "look at .'kernel'."),
    "a panel that stands twice": ({"arrangement": flow(PLACES, Place("map"))}, "look at .'map'."),
    "a place for no panel": ({"arrangement": flow(PLACES, Place("sum"))}, "look at .'sum'."),
}


@pytest.mark.parametrize(("changes", "message"), FAULTS.values(), ids=FAULTS)
def test_what_does_not_agree_is_refused_and_no_learner_is_told(changes, message):
    with pytest.raises(ValueError, match=message) as found:
        replace(BOARD, **changes)
    assert not isinstance(found.value, Refusal)


def test_what_agrees_is_taken():
    colour = Panel("in", np.zeros((3, 3, 3), np.uint8), "")
    by_step = IndexMap.whole(2, 4)
    assert replace(BOARD, panels=(colour, *PANELS[1:])).panels[0] is colour
    assert replace(BOARD, tracks=overlay("kernel", by_step, by_step, by_step=True)).steps == 4
    twice = Chain((WINDOWS, SAME))
    assert replace(BOARD, tracks=overlay("in", twice, twice)).steps == 4
    assert replace(BOARD, active_track=0, lens="in", divided="map").walkers == (TRACK,)
    assert replace(BOARD, tracks=stamped("map")).steps == 4
    places = Grid(((Over(Place("in"), Place("map")), None), (Place("kernel"), None)))
    assert replace(BOARD, arrangement=places).arrangement is places
