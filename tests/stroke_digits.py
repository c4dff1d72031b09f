"""Digits of chance, out of their number alone: a few straight strokes of a round pen, in bytes."""

from itertools import pairwise

import numpy as np

from conv.digits import FIELD, frame_digit


def stroke_digit(number):
    """Shape (1, 28, 28), from 0 to 1; every second one is framed."""
    rng = np.random.default_rng(number)
    pen, points = rng.uniform(0.8, 2), rng.uniform(3, 25, (rng.integers(2, 7), 2))
    rows, cols = np.indices((FIELD, FIELD))
    nearest = np.full((FIELD, FIELD), np.inf)
    for start, end in pairwise(points):
        for share in np.linspace(0, 1, 60):
            row, col = start + share * (end - start)
            nearest = np.minimum(nearest, np.hypot(rows - row, cols - col))
    ink = np.rint(np.clip(pen + 0.5 - nearest, 0, 1) * 255)[None] / 255
    return frame_digit(ink).pixels if number % 2 else ink


def grained_digit(number):
    """The same with a little grain, so that no two windows of a pooling are equal, of which either may win."""
    return stroke_digit(number) + np.random.default_rng(number).uniform(0, 0.01, (1, FIELD, FIELD))
