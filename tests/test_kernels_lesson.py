"""The kernels lesson: maps of all presets, repeated kernels, two passes, Gabor kernels."""

import dataclasses
import json

import numpy as np

from conv.kernels import KERNELS
from conv.ops import conv2d
from conv.ui.board.figure import board_figure
from conv.ui.board.panel_pictures import _shrunk
from conv.ui.board.placement import ROOMS, WIDE, place_board
from conv.ui.lesson import Picture
from conv.ui.lessons.kernels import build_again, build_gabor, build_gallery, build_large, build_passes
from conv.ui.player.board_data import board_data
from conv.ui.scene.record import Scene

SCENE = Scene(picture="shapes", size=16, activation="none")


def panels(content):
    return {panel.name: panel for panel in content.board.panels}


def test_the_gallery_has_every_preset_s_map_and_its_walk_reads_what_makes_it():
    board = build_gallery(SCENE, Picture()).board
    found = {panel.name: panel for panel in board.panels}
    assert [track.target for track in board.tracks] == list(KERNELS)
    assert not board.covers
    for track in board.tracks:
        source, kernel = track.groups[0].factors
        window = found["input"].values[np.ix_(source.rows.sources(3), source.cols.sources(0))]
        total = float((window * found[kernel.panel].values).sum()) / KERNELS[track.target].divisor
        np.testing.assert_allclose(found[track.target].values[3, 0], total, rtol=1e-12)
        assert found[track.target].shape == (16, 16)


def test_no_two_maps_of_the_gallery_have_the_same_title():
    board = build_gallery(SCENE, Picture()).board
    for room in ROOMS.values():
        lines: dict[tuple[float, float], str] = {}  # a title of two lines stands around one middle
        for text in place_board(board, room).texts:
            above = next((key for key in lines if key[0] == text.x and abs(text.y - key[1]) < 1.5 * text.size), None)
            lines[text.x, text.y] = f"{lines.pop(above)} {text.text}" if above else text.text
        titles = list(lines.values())
        assert len(titles) > 1
        assert len(set(titles)) == len(titles), titles


def test_of_a_large_picture_the_maps_numbers_stay_on_the_server():
    scene = dataclasses.replace(SCENE, picture="landscape", size=600)
    content = build_gallery(scene, Picture())
    sizes = {panel.name: panel.shape for panel in content.board.panels if panel.values_on_server}
    assert sizes == dict.fromkeys(KERNELS, (600, 600))
    placement = place_board(content.board, WIDE)
    figure = board_figure(content.board, placement, {}, whole=False)
    data = board_data(content.board, placement, figure.layout.meta)
    assert [panel["name"] for panel in data["panels"] if panel["values"] is None] == list(KERNELS)
    assert len(json.dumps(data)) + len(figure.to_json()) < 2_000_000
    other = board_figure(
        build_gallery(dataclasses.replace(scene, picture="edges"), Picture()).board, placement, {}, whole=False
    )
    assert other.layout.meta != figure.layout.meta


def test_a_large_gallery_says_how_far_it_is():
    shares = []
    build_gallery(SCENE, Picture(progress=shares.append))
    assert shares == [number / len(KERNELS) for number in range(len(KERNELS))]


def test_a_map_lies_upon_its_picture():
    content = build_large(dataclasses.replace(SCENE, kernel="gaussian_5", activation="clip"), Picture())
    placement = place_board(content.board, WIDE)
    under, over = placement.spots["input"], placement.spots["map"]
    assert (over.dx, over.dy) == (under.dx, under.dy)
    assert (over.x - under.x, over.y - under.y) == (2 * under.dx, 2 * under.dy)
    assert content.board.divided == "map"
    assert "**0** negative cells are black, and **0** above 255 are white, of 256." in content.sentences[0]


def test_small_pictures_pixels_are_means_of_cells():
    values = np.arange(2000.0 * 2000).reshape(2000, 2000)
    shrunk = _shrunk(values, 3)
    assert shrunk.shape == (666, 666)
    assert shrunk[5, 7] == values[15:18, 21:24].mean()


def test_a_kernel_is_applied_to_its_own_map():
    scene = dataclasses.replace(SCENE, kernel="box_blur", times=3, topic="again")
    found = panels(build_again(scene, Picture()))
    once = panels(build_again(dataclasses.replace(scene, times=1), Picture()))
    expected = once["map"].values
    for _time in range(2):
        padded = np.pad(expected, 1, mode="edge")[None]
        expected = conv2d(padded, np.full((1, 1, 3, 3), 1 / 9))[0]
    np.testing.assert_allclose(found["map"].values, expected, rtol=1e-12)
    assert "first" in found


def test_clipping_says_how_many_cells_it_changes():
    scene = dataclasses.replace(SCENE, kernel="sobel_x", activation="clip")
    content = build_again(scene, Picture())
    values = panels(content)["map"].values
    assert (values.min(), values.max()) == (0, 255)
    sums = panels(build_again(dataclasses.replace(scene, activation="none"), Picture()))["map"].values
    changed = int(((sums < 0) | (sums > 255)).sum())
    assert content.sentences == [f"Clip to 0–255 changes **{changed}** of 256 cells of the map."]


def test_two_passes_make_the_same_map_and_others_are_named():
    content = build_passes(dataclasses.replace(SCENE, kernel="gaussian_5"), Picture())
    assert "**5 × 5 = 25** products a cell become **5 + 5 = 10**. 144 of 144 cells agree." in content.sentences[0]
    assert [track.title for track in content.board.tracks] == ["At once", "First the column", "Then the row"]
    other = build_passes(dataclasses.replace(SCENE, kernel="laplacian_4"), Picture())
    assert other.sentences[0].startswith("This kernel is not separable")
    assert "Sobel x" in other.sentences[0]


def test_a_gabor_kernel_has_its_size():
    content = build_gabor(dataclasses.replace(SCENE, gabor=(5, 90, 4, 2), topic="gabor"), Picture())
    assert panels(content)["kernel"].shape == (5, 5)
    assert panels(content)["map"].shape == (16, 16)
