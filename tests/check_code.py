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

from tests.saving import TAKEN, accepted, fitting, random_scenes, shown_maps

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
    versions = f"PyTorch {torch.__version__}, Keras {keras.__version__}"
    print(f"{versions}: {seen} layers, all equal to the core's maps.")


def ended_with(code: str) -> np.ndarray:
    """The array that the code ends with."""
    known: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, "generated", "exec"), known)
    return np.asarray(known["y"])


if __name__ == "__main__":
    main()
