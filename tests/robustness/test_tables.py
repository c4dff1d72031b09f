"""Numbers typed and pasted into tables and painted on the board: what cannot be is said, and the old numbers stay."""

import numpy as np
import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from conv.ui.controls import tables
from conv.ui.controls.stack import COLUMNS, edited_layers
from conv.ui.scene.edits import change_numbers
from conv.ui.scene.kinds import LARGEST_NUMBER
from conv.ui.scene.layers import LAYER_KINDS, layer_settings, make_layer
from conv.ui.scene.record import MAX_LAYERS, Scene
from conv.ui.scene.session import Visit
from tests.robustness.links import BAD

LAST = ((1.0, 2.0), (3.0, 4.0))
ODD = [np.nan, np.inf, -np.inf, 1e300, -1e300, 1e-300, 1_000_000, 1_000_001, -0.0]


@pytest.fixture
def state(monkeypatch):
    """A visit's memory."""
    found = type("State", (dict,), {"__getattr__": dict.__getitem__, "__setattr__": dict.__setitem__})()
    monkeypatch.setattr(st, "session_state", found)
    return found


def typed(state, cells):
    """The matrix after a table was made to hold such cells, and the page's word about it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "session_state", state)
        patch.setattr(st, "data_editor", lambda *_, **__: cells)
        state.clear()
        visit = state["visit"] = Visit()
        return tables._table("Pixels", "pixels", LAST, "1"), visit.edits.refusals()


@pytest.mark.parametrize("cell", [None, np.nan, np.inf, -np.inf, 1e300, -1_000_001])
def test_an_empty_or_endless_cell_is_named_and_the_old_numbers_are_kept(state, cell):
    matrix, said = typed(state, np.array([[1, 2], [3, cell]], float))
    assert matrix == LAST
    assert said == [
        "Pixels: the cell in row 1, column 1 needs a number up to 1000000; type 0 for none. Until then the old "
        "numbers are kept."
    ]


@pytest.mark.soak
@given(cells=arrays(float, (2, 2), elements=some.one_of(some.sampled_from(ODD), some.floats())))
def test_any_cells_give_numbers_that_can_be_or_a_word(cells):
    state = type("State", (dict,), {"__getattr__": dict.__getitem__, "__setattr__": dict.__setitem__})()
    matrix, said = typed(state, cells)
    good = np.isfinite(cells).all() and (np.abs(cells) <= LARGEST_NUMBER).all()
    assert matrix == (tuple(map(tuple, cells.tolist())) if good else LAST)
    assert len(said) == (0 if good else 1)


def test_a_thousand_pasted_lines_of_layers_leave_as_many_as_there_may_be():
    pasted = {"added_rows": [{"kernel_size": 5, "stride": None}] * 1000, "edited_rows": {}, "deleted_rows": []}
    layers = edited_layers([make_layer("conv", 3)], pasted)
    assert len(layers) == MAX_LAYERS
    assert layers[0] == make_layer("conv", 3)
    assert {layer.kernel_size for layer in layers[1:]} == {5}


@pytest.mark.soak
@given(
    some.lists(
        some.dictionaries(
            some.sampled_from([c for c in COLUMNS if c not in ("kind", "activation")]),
            some.one_of(some.none(), some.integers(), some.floats(allow_nan=False)),
        ),
        max_size=4,
    ),
    some.sampled_from(list(LAYER_KINDS)),
)
def test_any_numbers_of_layers_become_layers_that_can_be(rows, kind):
    for layer in edited_layers([], {"added_rows": [{**row, "kind": kind} for row in rows]}):
        assert 1 <= layer.kernel_size <= 31
        assert 1 <= layer.stride <= 16
        assert 0 <= layer.padding <= 31
        assert layer_settings(layer)["kind"] in LAYER_KINDS


@pytest.mark.parametrize("text", [*BAD, "1,2;3", "nan,1", "1e300", ";".join(["1,2"] * 1000)])
@pytest.mark.parametrize("name", ["pixels", "weights"])
def test_what_cannot_be_painted_is_said_and_nothing_changes(state, name, text):
    scene = Scene(picture="typed", kernel="typed", weights=(LAST,), pixels=LAST)
    visit = state["visit"] = Visit(page="step", scene=scene)
    change_numbers({"number": 1, "gesture": 1, "act": "set", "name": name, "text": text})
    if text in ("1e-300", "-0", "1/2/3"):  # numbers all the same; three of them are three kernels of 1 x 1
        assert visit.scene != scene or visit.edits.refusal
    else:
        assert visit.scene == scene
        assert f"`{name}`" in visit.edits.refusal
        assert not visit.edits.past
