"""Random scenes of the backward lesson, the same in the tests and where PyTorch's answers are recorded."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from conv.backward_pass import BackwardPass
from conv.refusal import Refusal
from conv.ui.lessons.backward import scene_pass
from conv.ui.scene.pictures import scene_image
from conv.ui.scene.record import Scene
from tests.saving import random_scenes


def passes(count: int) -> Iterator[tuple[Scene, BackwardPass]]:
    """So many scenes that the core does not refuse, with their backward passes; all settings, three channels too."""
    rng = np.random.default_rng(23)
    seen = 0
    for scene in random_scenes(4 * count, 11):
        gradient = tuple(tuple(row) for row in rng.integers(-3, 4, (3, 4)).astype(float).tolist())
        scene = replace(scene, topic="pass", gradient=gradient, size=int(rng.integers(6, 13)))
        scene = replace(
            scene, upstream=str(rng.choice(["typed", "target"])), target=str(rng.choice(["outline", "emboss"]))
        )
        with contextlib.suppress(Refusal):
            found, _target = scene_pass(scene, scene_image(scene, None))
            seen += 1
            yield scene, found
        if seen == count:
            return


def told(dx: np.ndarray, dw: np.ndarray, db: float) -> list[float]:
    """Gradients in a few numbers: those of pixels by their sum and by one that tells their places."""
    places = np.arange(dx.size) % 97 + 1
    return [float(dx.sum()), float(dx.ravel() @ places), *map(float, dw.ravel()), db]
