"""What is taken home besides films and code: numbers with all their digits, links, QR codes."""

import csv
import io
from zipfile import ZipFile

import numpy as np
import pytest
from PIL import Image

from conv.ui.board.facts import cell_facts
from conv.ui.saving.dialog import qr_picture, scene_addresses
from conv.ui.saving.numbers import matrix_csv, numbers_zip
from conv.ui.scene.record import Scene
from tests.saving import build


def test_facts_are_the_core_s_steps():
    content = build("channels", Scene(bias=1, stride=(2, 2), padding=((1, 1), (1, 1)), activation="none"))
    board = content.board
    facts = cell_facts(board, board.tracks[0], 0, 0)
    assert len(facts.sums) == 3
    assert facts.numbers == [sum(facts.sums), sum(facts.sums) + 1]
    values = {panel.name: panel.values for panel in board.panels}
    for track in board.tracks:
        for row in range(track.size[0]):
            for col in range(track.size[1]):
                assert cell_facts(board, track, row, col).numbers[-1] == pytest.approx(values[track.target][row, col])


def test_the_numbers_are_all_there_with_all_their_digits():
    content = build("step", Scene(padding="half", bias=0.1, kernel="gaussian_3"))
    files = ZipFile(io.BytesIO(numbers_zip(content.board, content.board.tracks[0], content.layer(0).image)))
    values = {panel.name: panel.values for panel in content.board.panels}
    for name in ("input", "kernel", "map"):
        assert np.array_equal(np.load(io.BytesIO(files.read(f"{name}.npy"))), values[name])
        lines = files.read(f"{name}.csv").decode().splitlines()
        assert np.array_equal([[float(cell) for cell in line.split(",")] for line in lines], values[name])
    assert np.load(io.BytesIO(files.read("picture.npy"))).shape == (1, 5, 5)
    assert np.load(io.BytesIO(files.read("input_inside.npy"))).shape == (5, 5)
    steps = list(csv.DictReader(io.StringIO(files.read("steps.csv").decode())))
    assert len(steps) == 25
    for line in steps:
        terms = [float(line[f"term_{number}"]) for number in range(9)]
        assert sum(terms) == pytest.approx(float(line["sum"]))
        assert float(line["output"]) == values["map"][int(line["row"]), int(line["column"])]


def test_a_cell_without_a_value_is_empty():
    assert matrix_csv(np.array([[1.5, np.nan], [-2.0, 0.1]])) == "1.5,\n-2,0.1\n"


def test_links_name_scene_and_step():
    link, embedded = scene_addresses("https://example.org/step?x=1&embed=true#y", Scene(kernel="sobel_x", step=7))
    assert link == "https://example.org/step?kernel=sobel_x&step=7"
    assert embedded == "https://example.org/step?kernel=sobel_x&step=7&embed=true"


def test_the_qr_code_is_large_and_square():
    picture = Image.open(io.BytesIO(qr_picture("https://example.org/step?kernel=sobel_x&step=7")))
    assert picture.width == picture.height >= 300
