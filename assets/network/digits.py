"""Draw the ready digits: `python assets/network/digits.py` writes them into `digits/`, the same bytes every time.

A digit is strokes of a round pen, each a smooth curve through points, (right, down) in pixels of a field of 28 x 28.
"""

from pathlib import Path

import numpy as np
from PIL import Image

FOLDER = Path(__file__).parent / "digits"
FIELD = 28
PEN = 2.6  # pixels across
PARTS = 12  # straight parts between two points of a curve

DIGITS = {  # in their middle and off it, large and small, as one draws them
    "zero": [[(15, 4), (10, 7), (8, 14), (10, 21), (14, 23), (19, 20), (21, 13), (19, 6), (15, 4), (13, 5)]],
    "one": [[(12, 9), (15, 5.5), (16, 5)], [(16, 5), (15, 13), (14, 22)]],
    "two": [[(8, 9), (10, 5.5), (14, 4), (18, 6), (18, 10), (14, 16), (8, 22)], [(8, 22), (12, 21), (20, 22)]],
    "three": [[(6, 4), (9, 2.5), (13, 3), (14, 6), (9, 10)], [(9, 10), (14, 11), (15, 15), (12, 19), (6, 18)]],
    "four": [[(17, 4), (12, 9), (7, 15.5)], [(7, 15.5), (14, 15), (21, 14.5)], [(17, 4), (17, 13), (16, 23)]],
    "five": [
        [(21, 9), (17, 9), (13, 9.5)],
        [(13, 9.5), (12, 15)],
        [(12, 15), (17, 14), (21, 17), (20, 23), (16, 25.5), (11, 24)],
    ],
    "six": [[(17, 3), (12, 8), (9, 15), (10, 21), (14, 23), (18, 20), (17, 16), (13, 15), (10, 18)]],
    "seven": [[(8, 6), (14, 6), (20, 5)], [(20, 5), (17, 12), (14, 18), (12, 24)]],
    "eight": [
        [(19, 6), (14, 4), (10, 7), (12, 11), (17, 15), (18, 20), (14, 23), (10, 20), (12, 15), (17, 11), (19, 6)]
    ],
    "nine": [[(18, 8), (14, 5), (10, 8), (11, 12), (15, 12), (18, 8)], [(18, 8), (18, 15), (16, 23)]],
    "seven_barred": [[(8, 6), (14, 6.5), (20, 5)], [(20, 5), (16, 13), (13, 23)], [(11, 14), (15, 14), (20, 13)]],
    "one_footed": [[(10, 9), (13, 6.5), (15, 4)], [(15, 4), (15, 13), (14.5, 22)], [(9, 22.5), (14, 22), (20, 22)]],
    "four_open": [[(9, 5), (8.5, 10), (9, 14)], [(9, 14), (14, 14), (19, 13)], [(18.5, 4.5), (18, 14), (17, 23)]],
    "nine_open": [[(14, 6), (10.5, 7), (9, 10), (10, 13), (14, 14), (18.5, 12)], [(18.5, 5), (18, 14), (17.5, 23)]],
    # Misread on purpose: the bar is short enough for a 1, and the upper end of the 4 nearly closes it.
    "seven_narrow": [[(13, 5.5), (15, 5.4), (17, 5)], [(17, 5), (13.4, 14), (11, 23)]],
    "four_closing": [
        [(13.4, 5), (9, 9), (9, 13.5)],
        [(9, 13.5), (14, 14), (18.5, 13)],
        [(18.5, 5), (18, 14), (17.5, 23)],
    ],
}


def curve(points):
    """A smooth line through points, shape (N, 2): a Catmull-Rom spline, along its neighbours' chord at each point."""
    knots = np.asarray(points, float)
    knots = np.vstack([2 * knots[0] - knots[1], knots, 2 * knots[-1] - knots[-2]])
    share = (np.arange(PARTS) / PARTS)[:, None]
    found = []
    for before, start, end, after in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        bends = (2 * before - 5 * start + 4 * end - after) * share**2 + (3 * (start - end) + after - before) * share**3
        found.append(start + (end - before) * share / 2 + bends / 2)
    return np.vstack([*found, knots[-2:-1]])


def drawn(strokes, pen=PEN):
    """The strokes with a round pen, shape (28, 28), from 0 to 1: how much of each pixel's width the pen covers."""
    rows, cols = np.indices((FIELD, FIELD)) + 0.5
    nearest = np.full((FIELD, FIELD), np.inf)
    for stroke in strokes:
        line = curve(stroke)
        for (right, down), (across, along) in zip(line, np.diff(line, axis=0), strict=False):
            length = max(across**2 + along**2, 1e-12)
            share = np.clip(((cols - right) * across + (rows - down) * along) / length, 0, 1)
            nearest = np.minimum(nearest, np.hypot(cols - right - share * across, rows - down - share * along))
    return np.clip(pen / 2 + 0.5 - nearest, 0, 1)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, strokes in DIGITS.items():
        picture = Image.fromarray(np.rint(drawn(strokes) * 255).astype(np.uint8))
        picture.save(FOLDER / f"{name}.png", optimize=True)
