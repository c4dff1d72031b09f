"""The depth lesson: its board, its table, and its editor."""

import dataclasses

import pytest

from conv.operations import AveragePooling, Convolution, MaxPooling
from conv.refusal import Refusal
from conv.ui.controls.stack import NEW, edited_layers
from conv.ui.lesson import Picture
from conv.ui.lessons.depth import build, build_effective, build_pays, published_table, ready_scenes
from conv.ui.scene.record import Scene

SCENE = Scene(picture="digits", size=14)


def test_every_layer_has_its_maps_and_its_walk():
    board = build(SCENE, Picture()).board
    assert [track.title for track in board.tracks] == ["1 conv 3 × 3", "2 conv 3 × 3", "3 conv 3 × 3"]
    assert len(board.panels) == 1 + 3 * 4
    assert board.active_track == 2
    assert board.steps == 14 * 14
    source = board.panels[0]
    assert source.shape == (20, 20)  # three pixels of padding on each side
    exact, whole = board.tracks[2].overlays[:2]
    assert exact.rows.sources(0) == (3, 4, 5, 6)
    assert whole.rows.sources(0) == (0, 1, 2, 3, 4, 5, 6)


def test_a_link_chooses_the_layer_that_walks():
    board = build(dataclasses.replace(SCENE, panel=0), Picture()).board
    assert board.active_track == 0


def test_the_table_has_the_recurrences_numbers():
    content = build(
        dataclasses.replace(SCENE, stack=(Convolution(3, stride=2, out_channels=6), MaxPooling(2, 1))), Picture()
    )
    table = content.board.table
    assert "<td>1 conv 3 × 3</td><td>6 × 6 × 6</td>" in table
    assert "<td>2</td><td>5 × 5</td><td>0</td><td>0</td><td>0</td>" in table  # field 3 + (2 − 1) · 2
    assert "<td>60</td><td>1,944</td>" in table  # 6 · 9 + 6 and 6 · 9 · 36
    assert content.board.tracks[0].notes[1] == (
        "parameters = 6 × 1 × 3 × 3 + 6 = <b>60</b>; multiply-adds = 6 × 1 × 3 × 3 × 6 × 6 = <b>1,944</b>"
    )
    assert content.board.tracks[1].notes == (
        "jump = 2 × stride 1 = <b>2</b>; field = 3 + (span 2 − 1) × 2 = <b>5</b>; start = 0 − padding 0 × 2 = <b>0</b>",
        "This layer learns nothing: no parameters and no multiply-adds.",
    )


def test_layers_that_do_not_fit_are_left_out_with_the_reason():
    content = build(dataclasses.replace(SCENE, stack=(Convolution(9), Convolution(9), Convolution(3))), Picture())
    assert len(content.board.tracks) == 1
    assert content.refusals[0].startswith("Layer 2: `kernel_size` 9 with `dilation` 1 spans 9 pixels")
    with pytest.raises(Refusal, match="spans 31 pixels"):
        build(dataclasses.replace(SCENE, stack=(Convolution(31),)), Picture())


def test_ready_stacks_show_published_fields_and_stay_within_forty_panels():
    scenes = ready_scenes()
    content = build(scenes["VGG-16"], Picture())
    assert len(content.board.panels) <= 40
    assert "field = 196 + (span 2 − 1) × 16 = <b>212</b>" in content.board.tracks[17].notes[0]
    assert "| VGG-16 | pool5 | 212 | 212 |" in published_table()
    assert len(build(scenes["AlexNet"], Picture()).board.panels) == 33


def test_the_effective_field_has_the_theoretical_box():
    content = build_effective(SCENE, Picture())
    strength = content.board.panels[1]
    assert strength.outlines == [(7, 13, 7, 13), (9, 11, 9, 11)]  # cell 7 reads 4 to 10, three more in the frame
    assert "which holds 18 % of its pixels" in content.sentences[0]  # 9 of 49


def test_stacking_pays():
    table = build_pays(SCENE, Picture()).sentences[0]
    assert "| One 7 × 7 | 7 × 7 | 200,768 |" in table  # 64 · 64 · 49 + 64
    assert "| Three 3 × 3 | 7 × 7 | 110,784 |" in table  # 3 · (64 · 64 · 9 + 64)


def test_edits_of_the_table_change_add_and_remove_layers():
    layers = (Convolution(3, out_channels=4), MaxPooling(2, 2))
    edits = {
        "edited_rows": {0: {"kernel_size": 5, "stride": None}},
        "added_rows": [{"kind": "average"}],
        "deleted_rows": [1],
    }
    assert edited_layers(layers, edits) == (Convolution(5, out_channels=4), AveragePooling(3, 1, 1))
    assert edited_layers(layers, {"edited_rows": {0: {"kernel_size": 99}}})[0].kernel_size == 31
    assert edited_layers(layers, {"deleted_rows": [0, 1]}) == (NEW,)
    kinds = edited_layers((Convolution(3, dilation=2),), {"edited_rows": {0: {"kind": "average"}}})
    assert kinds == (AveragePooling(3, 1),)
