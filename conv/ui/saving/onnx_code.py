"""Whole models of ONNX: nodes one after the other, out of a small table of what makes each of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

import numpy as np

from conv.activations import LEAKY_SLOPE
from conv.geometry import NUMPY_MODES
from conv.operations import (
    Activation,
    AveragePooling,
    Convolution,
    Dense,
    Flatten,
    L2Pooling,
    MaxPooling,
    Network,
    Operation,
    Pad,
    Repeating,
    Shape,
    Softmax,
    TransposedConvolution,
)
from conv.operations.adaptive_pooling import AdaptivePooling
from conv.operations.pooling import Pooling
from conv.ui.saving.literals import array_line, literal
from conv.ui.saving.torch_code import window_of

SINGLE = np.finfo(np.float32)
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


def pad_nodes(sides: Sequence[int], padding_mode: str = "zeros") -> list[Node]:
    """What pads a picture by (top, left, bottom, right), where there is anything to pad."""
    top, left, bottom, right = sides
    pads = np.array([0, 0, top, left, 0, 0, bottom, right])
    return [Node("Pad", {"pads": pads}, {"mode": NUMPY_MODES[padding_mode]})] if any(sides) else []


def write(image: np.ndarray, network: Network) -> str | None:
    """The whole code, which ends with the array `y`.

    None where an operation has no node, or a number is too large or too small for single precision, in which the
    runtime computes.
    """
    nodes: list[Node] = []
    largest = float(np.abs(image).max())
    for operation, shape in zip(network.operations, network.shapes, strict=False):
        own = onnx_nodes(operation, shape)
        largest = _largest(operation, largest)
        if (
            own is None
            or not largest < float(SINGLE.max)
            or abs(getattr(operation, "divisor", 1)) <= float(SINGLE.tiny)
        ):
            return None
        nodes += own
    return model_code(image, nodes, network.output_shape)


def _largest(operation: Operation, largest: float) -> float:
    """How large a number can be behind an operation, where the numbers before it go up to `largest`."""
    with np.errstate(over="ignore"):
        arrays = {name: float(np.abs(array).sum()) for name, array in operation.parameters.items()}
        divisor = max(1, 1 / abs(getattr(operation, "divisor", 1)))
        return largest * arrays.get("weight", 1.0) * divisor + arrays.get("bias", 0.0)


@singledispatch
def onnx_nodes(operation: Operation, shape: Shape) -> list[Node] | None:
    """Nodes that make the operation's result of an input of this shape; None for one that ONNX does not have."""
    return None


@onnx_nodes.register
def _convolution(operation: Convolution, shape: Shape) -> list[Node]:
    geometry = operation.geometry(shape)
    rows, cols = geometry.rows, geometry.cols
    sides, zeros = [rows.before, cols.before, rows.after, cols.after], geometry.padding_mode == "zeros"
    settings = {
        "strides": (rows.stride, cols.stride),
        "dilations": (rows.dilation, cols.dilation),
        "pads": sides if zeros else [0, 0, 0, 0],
        "group": operation.groups,
    }
    padded = [] if zeros else pad_nodes(sides, geometry.padding_mode)
    return [*padded, _weighted("Conv", operation, settings), *_after(operation)]


@onnx_nodes.register
def _transposed(operation: TransposedConvolution, shape: Shape) -> list[Node]:
    rows, cols = operation.geometry(shape).rows, operation.geometry(shape).cols
    settings = {
        "strides": (rows.stride, cols.stride),
        "pads": [rows.padding, cols.padding, rows.padding, cols.padding],
        "output_padding": (rows.output_padding, cols.output_padding),
        "dilations": (rows.dilation, cols.dilation),
        "group": operation.groups,
    }
    return [_weighted("ConvTranspose", operation, settings), *_after(operation)]


@onnx_nodes.register
def _max(operation: MaxPooling, shape: Shape) -> list[Node]:
    return [
        Node("MaxPool", settings=_window(operation, shape) | {"dilations": window_of(operation, shape)["dilation"]})
    ]


@onnx_nodes.register
def _average(operation: AveragePooling, shape: Shape) -> list[Node]:
    counted = {"count_include_pad": int(operation.count_include_pad)}
    return [Node("AveragePool", settings=_window(operation, shape) | counted)]


@onnx_nodes.register
def _l2(operation: L2Pooling, shape: Shape) -> list[Node]:
    return [Node("LpPool", settings=_window(operation, shape) | {"p": 2})]


@onnx_nodes.register
def _adaptive(operation: AdaptivePooling, shape: Shape) -> list[Node] | None:
    even = operation.even(shape)
    return None if even is None else onnx_nodes(even, shape)


@onnx_nodes.register
def _pad(operation: Pad, shape: Shape) -> list[Node]:
    rows, cols = operation.windows(shape).rows, operation.windows(shape).cols
    return pad_nodes([rows.before, cols.before, rows.after, cols.after], operation.padding_mode)


@onnx_nodes.register
def _repeating(operation: Repeating, shape: Shape) -> list[Node]:
    tensors = {"roi": np.zeros(0), "scales": np.array([1.0, 1.0, *operation.repeats])}
    settings = {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
    return [Node("Resize", tensors, settings)]


@onnx_nodes.register
def _activation(operation: Activation, shape: Shape) -> list[Node]:
    return list(ACTIVATIONS[operation.function])


@onnx_nodes.register
def _flatten(operation: Flatten, shape: Shape) -> list[Node]:
    return [Node("Reshape", {"shape": np.array([1, 1, 1, -1])})]


@onnx_nodes.register
def _dense(operation: Dense, shape: Shape) -> list[Node]:
    nodes = [
        Node("Reshape", {"shape": np.array([1, 1, 1, -1])}),
        Node("MatMul", {"w": np.asarray(operation.parameters["weight"], float).T}),
    ]
    if operation.bias is not None:
        nodes.append(Node("Add", {"bias": np.asarray(operation.bias, float)}))
    return [*nodes, *ACTIVATIONS[operation.activation]]


@onnx_nodes.register
def _softmax(operation: Softmax, shape: Shape) -> list[Node]:
    return [Node("Softmax", settings={"axis": -1})]


def _window(operation: Pooling, shape: Shape) -> dict[str, Any]:
    window = window_of(operation, shape)
    top, left = window["padding"]
    return {
        "kernel_shape": window["kernel_size"],
        "strides": window["stride"],
        "pads": [top, left, top, left],
        "ceil_mode": int(operation.ceil_mode),
    }


def _weighted(operator: str, operation: Operation, settings: Mapping[str, Any]) -> Node:
    return Node(operator, {"w": np.asarray(operation.parameters["weight"], float)}, settings)


def _after(operation: Convolution | TransposedConvolution) -> list[Node]:
    """What is done to every sum."""
    nodes = [Node("Div", {"divisor": float(operation.divisor)})] if operation.divisor != 1 else []
    if operation.bias is not None and np.any(operation.bias):
        biases = np.unique(operation.bias)
        shaped = float(biases[0]) if len(biases) == 1 else np.asarray(operation.bias, float)[:, None, None]
        nodes.append(Node("Add", {"bias": shaped}))
    return [*nodes, *ACTIVATIONS[operation.activation]]


def model_code(image: np.ndarray, nodes: Sequence[Node], shape: Sequence[int]) -> str:
    """Code that makes a model of nodes, checks it and runs it.

    Args:
        image: What the first node reads, shape (C, H, W).
        nodes: One behind the other, at least one.
        shape: (C_out, H_out, W_out) of what the last one makes.
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
        f"{RUN}[0]",
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
