"""Runs the code of random scenes of all lessons: PyTorch, Keras, and the ONNX nodes in ONNX Runtime, where
all three are installed: `python -m tests.check_code`.

Recorded with PyTorch 2.13.0: 2,158 layers; in single precision with Keras 3.15.1 on it: 1,417, and with ONNX Runtime
1.32.0, of those whose node is all there is: 539; all equal to the core's maps.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
from dataclasses import replace
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np
import onnx
import onnxruntime
import torch

from conv.ui.saving.code import Writable
from tests.test_saving import TAKEN, accepted, fitting, random_scenes, shown_maps

PRECISION = {"PyTorch": 1e-9, "Keras": 1e-4}


def main() -> None:
    keras.config.set_floatx("float64")
    seen = dict.fromkeys([*PRECISION, "ONNX"], 0)
    for number, (name, topic) in enumerate(TAKEN):
        scenes = (fitting(name, replace(scene, topic=topic)) for scene in random_scenes(40, number))
        for scene, content in accepted(name, scenes):
            for layer, maps in shown_maps(content):
                for library, slack in PRECISION.items():
                    if library in layer.writers:
                        y = ended_with(layer.writers[library]())
                        y = np.moveaxis(y, -1, 0) if library == "Keras" else y
                        y = y.reshape(-1, *maps[0].shape)[: len(maps)]
                        slack = max(slack, 1e-4) if name == "depth" else slack
                        np.testing.assert_allclose(y, maps, slack, 10 * slack, err_msg=str(scene))
                        seen[library] += 1
                if is_plain(layer):
                    y = onnx_result(layer)
                    y = y.reshape(-1, *maps[0].shape)[: len(maps)]
                    np.testing.assert_allclose(y, maps, 1e-4, 1e-3, err_msg=str(scene))
                    seen["ONNX"] += 1
    versions = f"PyTorch {torch.__version__}, Keras {keras.__version__}, ONNX Runtime {onnxruntime.__version__}"
    print(f"{versions}: {seen} layers, all equal to the core's maps.")


def is_plain(layer: Writable) -> bool:
    """Whether the node is all of the layer: no divisor, bias or activation follows."""
    if "ONNX" not in layer.writers or getattr(layer, "divisor", 1) != 1:
        return False
    return not getattr(layer, "bias", 0) and getattr(layer, "activation", "none") == "none"


def onnx_result(layer: Writable) -> np.ndarray:
    """What the runtime makes of the written nodes."""
    known: dict[str, Any] = {}
    code = layer.writers["ONNX"]()
    exec(compile(code, "generated", "exec"), known)
    nodes = [value for value in known.values() if isinstance(value, onnx.NodeProto)]
    values = {"x": np.asarray(layer.image, np.float32)[None]}
    if "w" in nodes[-1].input:
        values["w"] = np.asarray(layer.weight, np.float32)  # type: ignore[attr-defined]
    if len(nodes) > 1:
        values["pads"] = np.array(ast.literal_eval(code.partition("# pads: ")[2].partition("\n")[0]))
    kinds = {name: onnx.helper.np_dtype_to_tensor_dtype(array.dtype) for name, array in values.items()}
    inputs = [onnx.helper.make_tensor_value_info(name, kinds[name], array.shape) for name, array in values.items()]
    output = onnx.helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, None)
    model = onnx.helper.make_model(onnx.helper.make_graph(nodes, "layer", inputs, [output]))
    model.ir_version, model.opset_import[0].version = 10, 22  # what the runtime knows
    return np.asarray(onnxruntime.InferenceSession(model.SerializeToString()).run(None, values)[0])


def ended_with(code: str) -> np.ndarray:
    """The array that the code ends with."""
    known: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, "generated", "exec"), known)
    return np.asarray(known["y"])


if __name__ == "__main__":
    main()
