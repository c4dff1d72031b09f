"""Boards that several tests look at: of every part, one of forty panels, and the worked example."""

import numpy as np

from conv.steps import walk
from conv.ui.lesson import Picture
from conv.ui.lessons.boards import one_board
from conv.ui.lessons.panels import Look, lay_walk
from conv.ui.scene.record import Scene
from pages import find_lessons

PARTS = [(f"{lesson.name}-{part.name}", part) for lesson in find_lessons() for part in lesson.parts]


BANK = Scene(picture="landscape", size=12, in_channels=6, out_channels=8, kernel="random")


def built(part, scene=None):
    return part.build(scene or part.opening, Picture()).board


def boards():
    for name, part in PARTS:
        yield name, built(part)
    channels = next(part for name, part in PARTS if name.startswith("channels"))
    yield "forty panels", built(channels, BANK)


BOARDS = dict(boards())


def rectangle(spot, shape):
    rows, cols = shape
    return spot.x, spot.y, spot.x + cols * spot.dx, spot.y + rows * spot.dy


def worked_board(**options):
    image = np.array([[[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]])
    return one_board(lay_walk(walk(image, np.ones((1, 3, 3)), **options), Look()))
