"""Runs the PyTorch and Keras code of random scenes of all lessons, where both are installed:
`python -m tests.check_code`. That of NumPy and ONNX runs in the tests.

Recorded with PyTorch 2.14.1: 2,909 layers, and in single precision with Keras 3.15.1 on it: 2,695; all equal to the
core's maps.
"""

from __future__ import annotations

import contextlib
import io
import os
from dataclasses import replace

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np
import torch

from conv.ui.lesson import Picture
from pages.backward import LESSON
from tests.saving import TAKEN, accepted, fitting, random_scenes, shown_maps
from tests.test_backward_code import accepted as accepted_gradients
from tests.test_backward_code import run

PRECISION = {"PyTorch": 1e-9, "Keras": 1e-4}


def main() -> None:
    keras.config.set_floatx("float64")
    seen = dict.fromkeys(PRECISION, 0)
    for number, (name, topic) in enumerate(TAKEN):
        scenes = (fitting(name, replace(scene, topic=topic)) for scene in random_scenes(40, number))
        for scene, content in accepted(name, scenes):
            for layer, maps in shown_maps(content):
                for library, slack in PRECISION.items():
                    if library in layer.writers:
                        y = ended_with(layer.writers[library]())
                        y = y.reshape(-1, *maps[0].shape)[: len(maps)]
                        slack = max(slack, 1e-4) if name == "depth" else slack
                        np.testing.assert_allclose(y, maps, slack, 10 * slack, err_msg=str(scene))
                        seen[library] += 1
    seen["PyTorch"] += check_gradients()
    versions = f"PyTorch {torch.__version__}, Keras {keras.__version__}"
    print(f"{versions}: {seen} layers, all equal to the core's maps.")


def check_gradients() -> int:
    """Autograd gives the gradients on the boards of the backward lesson, and learns what they learn."""
    seen = 0
    for topic in ("pass", "convolutions", "gates", "nudge"):
        for _scene, content in accepted_gradients(topic, 120):
            panels = {panel.name: panel.values for panel in content.board.panels}
            sums = panels.get("sums", np.ones(1))
            if np.abs(sums).min() < 1e-9:  # at the bend of an activation round-off decides
                continue
            known = run(content.layer(0).writers["PyTorch"]())
            if topic != "nudge":
                weights = [name for name in panels if name.startswith("dw_") and "stamped" not in name]
                np.testing.assert_allclose(known["dw"][0], [panels[name] for name in sorted(weights)], 1e-9, 1e-9)
            if "folded_0" in panels:
                pixels = [panels[name] for name in sorted(panels) if name.startswith("folded_")]
                np.testing.assert_allclose(known["dx"], pixels, 1e-9, 1e-9)
            seen += 1
    part = LESSON.part("learn")
    for scene in part.ready().values():
        content = part.build(replace(scene, topic="learn"), Picture())
        known = run(content.layer(0).writers["PyTorch"]())
        kernels = [panel.values for panel in content.board.panels if panel.name.startswith("kernel_")]
        np.testing.assert_allclose(known["w"], kernels, 1e-6, 1e-9)
        seen += 1
    return seen


def ended_with(code: str) -> np.ndarray:
    """The array that the code ends with."""
    known: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, "generated", "exec"), known)
    return np.asarray(known["y"])


if __name__ == "__main__":
    main()
