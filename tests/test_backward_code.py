"""Code of the backward lesson: what it gives is what the board shows."""

import contextlib
import io
from dataclasses import replace

import numpy as np
import pytest

from conv.refusal import Refusal
from conv.ui.lesson import Picture
from pages.backward import LESSON
from tests.saving import random_scenes


def run(code):
    known = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, "generated", "exec"), known)
    return known


def accepted(topic, count):
    """(scene, content) of random scenes that the core does not refuse, with numbers of g and a picture of channels."""
    part = LESSON.part(topic)
    for number, scene in enumerate(random_scenes(count, 7)):
        scene = replace(scene, topic=topic, upstream=("typed", "cell")[number % 2], cell=(0, 0))
        with contextlib.suppress(Refusal):
            yield scene, part.build(scene, Picture())


@pytest.mark.parametrize("topic", ["pass", "convolutions", "nudge"])
def test_numpy_code_gives_the_gradients_on_the_board(topic):
    seen = 0
    for scene, content in accepted(topic, 40):
        known = run(content.layer(0).writers["NumPy"]())
        panels = {panel.name: panel.values for panel in content.board.panels}
        if topic == "nudge":
            continue
        dw = np.stack([panels[name] for name in sorted(panels) if name.startswith("dw_") and "stamped" not in name])
        np.testing.assert_allclose(known["dw"][0], dw, rtol=1e-9, atol=1e-9, err_msg=str(scene))
        if "folded_0" not in panels and scene.padding_mode == "zeros":
            (top, _bottom), (left, _right) = scene.padding
            height, width = known["dx"].shape[1:]
            dx = np.stack([panels[name] for name in sorted(panels) if name.startswith("dx_") and "stamped" not in name])
            inside = dx[:, top : top + height, left : left + width]
            np.testing.assert_allclose(known["dx"], inside, rtol=1e-9, atol=1e-9, err_msg=str(scene))
        if "db" in panels:
            np.testing.assert_allclose(known["db"], panels["db"][0], rtol=1e-9, atol=1e-9, err_msg=str(scene))
        seen += 1
    assert seen >= 20 or topic == "nudge"


@pytest.mark.parametrize("name", list(LESSON.part("learn").ready()))
def test_learning_code_ends_with_the_last_kernel_of_the_board(name):
    scene = replace(LESSON.part("learn").ready()[name], topic="learn")
    content = LESSON.part("learn").build(scene, Picture())
    known = run(content.layer(0).writers["NumPy"]())
    shown = [panel.values for panel in content.board.panels if panel.name.startswith("kernel_")]
    np.testing.assert_allclose(known["w"], np.stack(shown), rtol=1e-6, atol=1e-9)
