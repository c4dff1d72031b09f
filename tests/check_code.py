"""Runs the PyTorch and Keras code of random scenes, where both are installed: `python -m tests.check_code`.

Recorded with PyTorch 2.13.0: 622 scenes of 11 parts; with Keras 3.15.1 on it: 473 scenes of 8 parts, in single
precision; all equal to the core's maps.
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

from tests.test_saving import TAKEN, accepted, fitting, random_scenes, shown_maps

PRECISION = {"PyTorch": 1e-9, "Keras": 1e-4}


def main() -> None:
    keras.config.set_floatx("float64")
    seen = dict.fromkeys(PRECISION, 0)
    for number, (name, topic) in enumerate(TAKEN):
        scenes = (fitting(name, replace(scene, topic=topic)) for scene in random_scenes(60, number))
        for scene, content in accepted(name, scenes):
            maps = np.array(shown_maps(content))
            for library, slack in PRECISION.items():
                if library in content.layer.writers:
                    y = ended_with(content.layer.writers[library]())
                    y = np.moveaxis(y, -1, 0) if library == "Keras" else y
                    np.testing.assert_allclose(y.reshape(maps.shape), maps, slack, 10 * slack, err_msg=str(scene))
                    seen[library] += 1
    print(f"PyTorch {torch.__version__}, Keras {keras.__version__}: {seen} scenes, all equal to the core's maps.")


def ended_with(code: str) -> np.ndarray:
    """The array that the code ends with."""
    known: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, "generated", "exec"), known)
    return np.asarray(known["y"])


if __name__ == "__main__":
    main()
