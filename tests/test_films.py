"""Films and pictures that are taken home: the window over the right cells, in known sizes."""

import io
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from conv.refusal import Refusal
from conv.ui.board import palette
from conv.ui.board.marks import marks
from conv.ui.board.picture import BoardPicture, palette_rgb, panel_colours
from conv.ui.board.placement import WIDE, place_board
from conv.ui.lesson import Picture
from conv.ui.saving import film as filming
from conv.ui.saving.film import film, film_bytes
from conv.ui.saving.numbers import numbers_zip
from conv.ui.scene.record import Scene
from tests.saving import LESSONS, PARTS, accepted, build, random_scenes

ACCENT = palette_rgb(palette.ACCENT)


def test_twenty_films_show_the_window_over_the_right_cells():
    found = list(accepted("step", random_scenes(40, 3)))[:20]
    assert len(found) == 20
    for scene, content in found:
        board = content.board
        picture = BoardPicture(board, place_board(board, WIDE), 0.5)
        steps = sorted({0, board.steps // 2, board.steps - 1})
        opened = Image.open(io.BytesIO(film(picture, steps)))
        assert opened.n_frames == len(steps)
        for frame, step in enumerate(steps):
            opened.seek(frame)
            pixels = np.asarray(opened.convert("RGB"))
            shown = marks(board, step)
            for look in ("window", "cell"):
                for panel, boxes in shown[look].items():
                    for box in boxes:
                        left, top, right, bottom = picture.rectangle(panel, box)
                        for x, y in ((left, top), (right, top), (left, bottom), (right, bottom)):
                            assert tuple(pixels[y, x]) == ACCENT, (scene, step, panel, box)


def test_a_film_s_flat_cells_have_their_exact_colours():
    board = build("step", Scene(picture="digits", size=14, kernel="sobel_x", activation="none")).board
    picture = BoardPicture(board, place_board(board, WIDE), 2)
    opened = Image.open(io.BytesIO(film(picture, (0, 5, 10, 15, 19))))
    opened.seek(4)
    pixels = np.asarray(opened.convert("RGB"))
    panels = {panel.name: panel for panel in board.panels}
    for name, cells in {"kernel": [(0, 0), (1, 2), (2, 1)], "map": [(0, 3), (0, 8), (1, 2)]}.items():
        for row, col in cells:
            left, top, _right, _bottom = picture.rectangle(name, (row, row, col, col))
            assert pixels[top + 9, left + 9].tolist() == panel_colours(panels[name])[row, col].tolist(), (
                name,
                row,
                col,
            )


def test_a_film_that_is_too_long_or_too_large_is_refused_with_the_numbers(monkeypatch):
    board = build("step", Scene(picture="digits", size=60)).board
    picture = BoardPicture(board, place_board(board, WIDE))
    with pytest.raises(Refusal, match="3,364 frames, and at most 2,000 are allowed"):
        film(picture, range(board.steps))
    monkeypatch.setattr("conv.ui.saving.film.MAX_BYTES", 2_000_000)  # in place of 60, which take long to make
    noise = build("step", Scene(picture="landscape", size=100, colour="colour", kernel="random", activation="none"))
    large = BoardPicture(noise.board, place_board(noise.board, WIDE), 1)
    with pytest.raises(Refusal, match="and at most 2 MB are allowed; choose a smaller size"):
        film(large, range(2000))


def test_a_film_says_how_far_it_is():
    board = build("step", Scene()).board
    shares = []
    film(BoardPicture(board, place_board(board, WIDE), 0.5), range(9), progress=shares.append)
    assert shares == [number / 9 for number in range(9)]


FILMED = {  # lesson and part, pixels for a board unit, and the steps: in a row, over rows, and every so many
    "small": ("step", "", 1, range(9)),
    "one": ("step", "", 1, range(3, 4)),
    "beside": ("padding", "modes", 1, range(20)),
    "spread": ("sharing", "shift", 1, range(60, 80)),
    "pooled": ("pooling", "pool", 0.5, range(25)),
    "walks of several sizes": ("kernels", "passes", 1, range(42)),
    "many rows": ("transposed", "checkerboard", 0.5, range(0, 676, 36)),
    "deep": ("depth", "effective", 1, range(300, 320)),
    "many maps": ("kernels", "gallery", 0.5, range(30)),
}


@pytest.mark.parametrize(("name", "topic", "scale", "steps"), FILMED.values(), ids=FILMED)
def test_a_film_s_size_is_known_before_it_is_made(name, topic, scale, steps, monkeypatch):
    for found in ("_palette", "_estimate"):  # of the film the same as before it
        monkeypatch.setattr(filming, found, cache(getattr(filming, found)))
    board = build(name, replace(LESSONS[name].part(topic).opening, topic=topic)).board
    picture = BoardPicture(board, place_board(board, WIDE), scale)
    assert 1 / 1.5 < film_bytes(picture, steps) / len(film(picture, steps)) < 1.5


def shown_film():
    """What the dialog has about films, of the page that opens first."""
    from conv.ui.board.placement import WIDE, place_board
    from conv.ui.lesson import Picture
    from conv.ui.lessons.step import build
    from conv.ui.saving.dialog import Saved, _show_film
    from conv.ui.scene.record import Scene

    board = build(Scene(), Picture()).board
    _show_film(Saved("step", "Step", board, place_board(board, WIDE), None, 0, 0, "", "", False))


def test_the_dialog_says_the_size_before_the_click():
    page = AppTest.from_function(shown_film).run(timeout=30)
    assert not page.exception
    before = re.search(r"9 frames, 2 s, about (\d\.\d\d) MB; at most 2,000", page.caption[0].value)
    page.button(key="film_make").click().run(timeout=30)
    assert not page.exception
    after = re.search(r"Animation as GIF, (\d\.\d\d) MB", page.get("download_button")[0].proto.label)
    assert 1 / 1.5 < float(before[1]) / float(after[1]) < 1.5


def test_boxes_of_cells_below_a_pixel_are_drawn():
    """As on the gallery's maps of 256 cells a side, in every size that the dialog offers."""
    board = build("kernels", replace(LESSONS["kernels"].part("gallery").opening, topic="gallery")).board
    for scale in (0.5, 1, 2):
        picture = BoardPicture(board, place_board(board, WIDE), scale)
        for step in (0, 300, board.steps - 1):
            picture.at(step)
            for panel in board.panels:
                left, top, right, bottom = picture.rectangle(panel.name, (0, 0, 0, 0))
                assert left <= right
                assert top <= bottom


@pytest.mark.parametrize(("lesson", "part"), PARTS, ids=[f"{lesson.name}-{part.name}" for lesson, part in PARTS])
def test_every_board_is_drawn_at_its_first_and_last_step(lesson, part):
    board = part.build(replace(part.opening, topic=part.name, size=min(part.opening.size, 28)), Picture()).board
    placement = place_board(board, WIDE)
    picture = BoardPicture(board, placement)
    for step in (0, board.steps - 1):
        drawn = picture.at(step)
        assert drawn.size == (round(placement.width) + 16, round(placement.height) + 16)
        assert np.any(np.asarray(drawn) != np.asarray(picture.still))
    assert numbers_zip(board, board.tracks[0])
