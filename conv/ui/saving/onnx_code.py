"""Whole models of ONNX: nodes one behind the other, out of a small table of what makes each of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from conv.activations import LEAKY_SLOPE
from conv.geometry import NUMPY_MODES
from conv.ui.saving.literals import array_line, literal

OPSET, IR_VERSION = 22, 10  # the first in which a pooling's windows at the end are PyTorch's
IMPORTS = """import numpy as np
import onnxruntime
from onnx import TensorProto, checker, helper, numpy_helper
"""
RUN = """session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
y = session.run(["y"], {"x": x[None]})[0]"""


@dataclass(frozen=True, slots=True)
class Node:
    """A node: it reads what the one before it makes, and tensors of its own.

    Attributes:
        operator: As ONNX calls it.
        tensors: By their names, in the order in which it reads them; whole numbers are sizes, all others float32.
        settings: Its attributes.
    """

    operator: str
    tensors: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


ACTIVATIONS: dict[str, tuple[Node, ...]] = {
    "none": (),
    "relu": (Node("Relu"),),
    "sigmoid": (Node("Sigmoid"),),
    "tanh": (Node("Tanh"),),
    "leaky_relu": (Node("LeakyRelu", settings={"alpha": LEAKY_SLOPE}),),
    "clip": (Node("Clip", {"low": 0.0, "high": 255.0}),),
}
POOLINGS = {"max": "MaxPool", "average": "AveragePool", "l2": "LpPool"}


def pad_nodes(sides: Sequence[int], padding_mode: str = "zeros") -> list[Node]:
    """What pads a picture by (top, left, bottom, right), where there is anything to pad."""
    top, left, bottom, right = sides
    pads = np.array([0, 0, top, left, 0, 0, bottom, right])
    return [Node("Pad", {"pads": pads}, {"mode": NUMPY_MODES[padding_mode]})] if any(sides) else []


def repeat_node(times: Sequence[int]) -> Node:
    """What repeats every pixel so often, down and across."""
    tensors = {"roi": np.zeros(0), "scales": np.array([1.0, 1.0, *times])}
    settings = {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
    return Node("Resize", tensors, settings)


def conv_node(weight: np.ndarray, operator: str = "Conv", **settings: Any) -> Node:
    """A convolution, or a transposed one."""
    return Node(operator, {"w": np.asarray(weight, float)}, settings)


def pool_node(kind: str, **settings: Any) -> Node:
    """A pooling of one of `POOLINGS`."""
    return Node(POOLINGS[kind], settings=settings | ({"p": 2} if kind == "l2" else {}))


def after_nodes(divisor: float = 1, bias: float = 0, activation: str = "none") -> list[Node]:
    """What is done to every sum."""
    divided = [Node("Div", {"divisor": float(divisor)})] if divisor != 1 else []
    added = [Node("Add", {"bias": float(bias)})] if bias else []
    return [*divided, *added, *ACTIVATIONS[activation]]


def fits_single(image: np.ndarray, weight: np.ndarray, divisor: float = 1, bias: float = 0) -> bool:
    """Whether no sum is too large for single precision, in which the runtime computes, and no divisor too small."""
    maximum = np.finfo(np.float32)
    with np.errstate(over="ignore"):
        total = float(np.abs(image).max()) * float(np.abs(weight).sum()) * max(1, 1 / abs(divisor)) + abs(bias)
    return total < float(maximum.max) and abs(divisor) > float(maximum.tiny)


def model_code(image: np.ndarray, nodes: Sequence[Node], shape: Sequence[int], part: str = "0") -> str:
    """Code that makes a model of nodes, checks it and runs it.

    Args:
        image: What the first node reads, shape (C, H, W).
        nodes: One behind the other, at least one.
        shape: (C_out, H_out, W_out) of what the last one makes.
        part: Which part of that is taken: the first and only picture, or its first channel alone.
    """
    names = _numbered([name for node in nodes for name in node.tensors])
    flows = [*_numbered([node.operator.lower() for node in nodes])[:-1], "y"]
    tensors, calls, source = [], [], "x"
    for node, flow in zip(nodes, flows, strict=True):
        own, names = names[: len(node.tensors)], names[len(node.tensors) :]
        tensors += [_tensor(*pair) for pair in zip(own, node.tensors.values(), strict=True)]
        calls.append(_call(node, [source, *own], flow))
        source = flow
    lines = [
        IMPORTS,
        array_line(image, dtype="np.float32"),
        *(["tensors = {", *tensors, "}"] if tensors else ["tensors = {}"]),
        "nodes = [",
        *calls,
        "]",
        "graph = helper.make_graph(",
        "    nodes,",
        '    "layers",',
        f"    {_described('x', image.shape)},",
        f"    {_described('y', shape)},",
        "    [numpy_helper.from_array(values, name) for name, values in tensors.items()],",
        ")",
        f'model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", {OPSET})], ir_version={IR_VERSION})',
        "checker.check_model(model, full_check=True)",
        "",
        f"{RUN}[{part}]",
        "print(y)",
    ]
    return "\n".join(lines) + "\n"


def _numbered(names: Sequence[str]) -> list[str]:
    """The names; those that come again and again with a number each."""
    often, seen, found = Counter(names), Counter[str](), []
    for name in names:
        seen[name] += 1
        found.append(f"{name}{seen[name]}" if often[name] > 1 else name)
    return found


def _tensor(name: str, values: Any) -> str:
    kind = "np.int64" if np.asarray(values).dtype.kind == "i" else "np.float32"
    return f'    "{name}": np.array({literal(values)}, {kind}),'


def _call(node: Node, inputs: Sequence[str], output: str) -> str:
    settings = "".join(f", {name}={_setting(value)}" for name, value in node.settings.items())
    return f'    helper.make_node("{node.operator}", {json.dumps(list(inputs))}, ["{output}"]{settings}),'


def _setting(value: Any) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value)


def _described(name: str, shape: Sequence[int]) -> str:
    return f'[helper.make_tensor_value_info("{name}", TensorProto.FLOAT, {[1, *shape]})]'
