"""Code in PyTorch: its functional layers, on a batch of one."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np

from conv.geometry import ConvGeometry
from conv.operations import (
    Activation,
    AdaptiveAveragePooling,
    AdaptiveMaxPooling,
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
from conv.ui.saving.numpy_code import activated

MODES = {"zeros": "constant", "reflect": "reflect", "replicate": "replicate", "circular": "circular"}
ACTIVATIONS = {
    "relu": "torch.relu(y)",
    "sigmoid": "torch.sigmoid(y)",
    "tanh": "torch.tanh(y)",
    "leaky_relu": "F.leaky_relu(y, 0.01)",
    "clip": "torch.clamp(y, 0, 255)",
}


def write(image: np.ndarray, network: Network) -> str | None:
    """The whole code, which ends with the tensor `y`; None where an operation has none."""
    lines = ["import numpy as np", "import torch", "import torch.nn.functional as F", ""]
    lines += [array_line(image), "y = torch.from_numpy(x)[None]"]
    for operation, shape in zip(network.operations, network.shapes, strict=False):
        own = torch_lines(operation, shape)
        if own is None:
            return None
        lines += own
    return "\n".join([*lines, "y = y[0]", "print(y)"]) + "\n"


@singledispatch
def torch_lines(operation: Operation, shape: Shape) -> list[str] | None:
    """Lines that turn `y`, shape (1, *shape), into the operation's result; None for one that PyTorch does not have."""
    return None


@torch_lines.register
def _convolution(operation: Convolution, shape: Shape) -> list[str]:
    geometry = operation.geometry(shape)
    rows, cols = geometry.rows, geometry.cols
    window = f"stride={rows.stride, cols.stride}, dilation={rows.dilation, cols.dilation}, groups={operation.groups}"
    return [
        *padded_lines(geometry),
        array_line(operation.parameters["weight"], "w", "(C_out, C // groups, K_h, K_w)"),
        f"y = F.conv2d(y, torch.from_numpy(w), {window})",
        *_after(operation),
    ]


@torch_lines.register
def _transposed(operation: TransposedConvolution, shape: Shape) -> list[str]:
    rows, cols = operation.geometry(shape).rows, operation.geometry(shape).cols
    window = ", ".join(
        f"{name}={getattr(rows, name), getattr(cols, name)}"
        for name in ("stride", "padding", "output_padding", "dilation")
    )
    return [
        array_line(operation.parameters["weight"], "w", "(C_in, C_out // groups, K_h, K_w)"),
        f"y = F.conv_transpose2d(y, torch.from_numpy(w), {window}, groups={operation.groups})",
        *_after(operation),
    ]


def window_of(operation: Pooling, shape: Shape) -> dict[str, Any]:
    """Settings of a pooling's windows, a pair each."""
    rows, cols = operation.geometry(shape).rows, operation.geometry(shape).cols
    names = ("kernel_size", "stride", "padding", "dilation")
    return {name: (getattr(rows, name), getattr(cols, name)) for name in names}


@torch_lines.register
def _max(operation: MaxPooling, shape: Shape) -> list[str]:
    window = window_of(operation, shape)
    settings = ", ".join(f"{name}={value}" for name, value in window.items())
    return [f"y = F.max_pool2d(y, {settings}, ceil_mode={operation.ceil_mode})"]


@torch_lines.register
def _average(operation: AveragePooling, shape: Shape) -> list[str]:
    window = window_of(operation, shape)
    settings = ", ".join(f"{name}={value}" for name, value in window.items() if name != "dilation")
    ends = f"ceil_mode={operation.ceil_mode}, count_include_pad={operation.count_include_pad}"
    return [f"y = F.avg_pool2d(y, {settings}, {ends})"]


@torch_lines.register
def _l2(operation: L2Pooling, shape: Shape) -> list[str]:
    window = window_of(operation, shape)
    return [f"y = F.lp_pool2d(y, 2, {window['kernel_size']}, {window['stride']}, {operation.ceil_mode})"]


@torch_lines.register(AdaptiveMaxPooling)
@torch_lines.register(AdaptiveAveragePooling)
def _adaptive(operation: AdaptivePooling, shape: Shape) -> list[str]:
    name = "max" if isinstance(operation, AdaptiveMaxPooling) else "avg"
    return [f"y = F.adaptive_{name}_pool2d(y, {operation.geometry(shape).output_size})"]


@torch_lines.register
def _pad(operation: Pad, shape: Shape) -> list[str]:
    return padded_lines(operation.windows(shape))


@torch_lines.register
def _repeating(operation: Repeating, shape: Shape) -> list[str]:
    return [f'y = F.interpolate(y, scale_factor={operation.repeats}, mode="nearest")']


@torch_lines.register
def _activation(operation: Activation, shape: Shape) -> list[str]:
    return activated(operation.function, ACTIVATIONS)


@torch_lines.register
def _flatten(operation: Flatten, shape: Shape) -> list[str]:
    return ["y = y.reshape(1, 1, 1, -1)"]


@torch_lines.register
def _dense(operation: Dense, shape: Shape) -> list[str]:
    lines = [array_line(operation.parameters["weight"], "w", "(outputs, inputs)")]
    bias = "" if operation.bias is None else f", torch.tensor({literal(operation.bias)}, dtype=torch.float64)"
    lines.append(f"y = F.linear(y.reshape(1, 1, 1, -1), torch.from_numpy(w){bias})")
    return [*lines, *activated(operation.activation, ACTIVATIONS)]


@torch_lines.register
def _softmax(operation: Softmax, shape: Shape) -> list[str]:
    return ["y = torch.softmax(y, -1)"]


def padded_lines(geometry: ConvGeometry) -> list[str]:
    """The line that pads `y`, where there is padding."""
    rows, cols = geometry.rows, geometry.cols
    if geometry.padded_size == (rows.size, cols.size):
        return []
    sides = f"({cols.before}, {cols.after}, {rows.before}, {rows.after})"
    return [f'y = F.pad(y, {sides}, mode="{MODES[geometry.padding_mode]}")']


def _after(operation: Convolution | TransposedConvolution) -> list[str]:
    lines = []
    if operation.divisor != 1:
        lines.append(f"y = y / {literal(operation.divisor)}")
    if operation.bias is not None:
        biases = np.unique(operation.bias)
        shaped = literal(biases[0]) if len(biases) == 1 else f"torch.tensor({literal(operation.bias)})[:, None, None]"
        lines.append(f"y = y + {shaped}")
    return lines + activated(operation.activation, ACTIVATIONS)
