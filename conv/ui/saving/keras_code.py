"""Code in Keras 3 with any of its backends, where channels come last."""

from __future__ import annotations

from functools import singledispatch

import numpy as np

from conv.geometry import NUMPY_MODES, ConvGeometry
from conv.operations import (
    Activation,
    AveragePooling,
    Convolution,
    Dense,
    Flatten,
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
from conv.ui.saving.literals import array_line, literal
from conv.ui.saving.numpy_code import activated
from conv.ui.saving.torch_code import window_of

ACTIVATIONS = {
    "relu": "keras.ops.relu(y)",
    "sigmoid": "keras.ops.sigmoid(y)",
    "tanh": "keras.ops.tanh(y)",
    "leaky_relu": "keras.ops.leaky_relu(y, 0.01)",
    "clip": "keras.ops.clip(y, 0, 255)",
}
LAST = 'padding="valid", data_format="channels_last"'


def write(image: np.ndarray, network: Network) -> str | None:
    """The whole code, which ends with the array `y`, channels first; None where an operation has none."""
    lines = ["import keras", "import numpy as np", "", array_line(image), "y = x.transpose(1, 2, 0)[None]"]
    for operation, shape in zip(network.operations, network.shapes, strict=False):
        own = keras_lines(operation, shape)
        if own is None:
            return None
        lines += own
    return "\n".join([*lines, "y = np.moveaxis(np.asarray(y)[0], -1, 0)", "print(y)"]) + "\n"


@singledispatch
def keras_lines(operation: Operation, shape: Shape) -> list[str] | None:
    """Lines that turn `y`, shape (1, H, W, C), into the operation's result; None for one that Keras does not have."""
    return None


@keras_lines.register
def _convolution(operation: Convolution, shape: Shape) -> list[str]:
    geometry = operation.geometry(shape)
    rows, cols = geometry.rows, geometry.cols
    return [
        *_padded(geometry),
        array_line(operation.parameters["weight"], "w", "(C_out, C // groups, K_h, K_w)"),
        "w = w.transpose(2, 3, 1, 0)  # (K_h, K_w, C // groups, C_out)",
        f"y = keras.ops.conv(y, w, strides={rows.stride, cols.stride}, {LAST}, "
        f"dilation_rate={rows.dilation, cols.dilation})",
        *_after(operation),
    ]


@keras_lines.register
def _transposed(operation: TransposedConvolution, shape: Shape) -> list[str] | None:
    """Without padding, and what padding takes off or adds done by hand; neither groups nor dilated strides."""
    geometry = operation.geometry(shape)
    rows, cols = geometry.rows, geometry.cols
    stride, dilation = (rows.stride, cols.stride), (rows.dilation, cols.dilation)
    if operation.groups > 1 or (max(stride) > 1 and max(dilation) > 1):
        return None
    (ph, pw), (height, width) = (rows.padding, cols.padding), geometry.output_size
    return [
        array_line(operation.parameters["weight"], "w", "(C_in, C_out, K_h, K_w)"),
        "w = w.transpose(2, 3, 1, 0)  # (K_h, K_w, C_out, C_in)",
        f"y = keras.ops.conv_transpose(y, w, strides={stride}, {LAST}, dilation_rate={dilation})",
        f"y = keras.ops.pad(y, ((0, 0), (0, {rows.output_padding}), (0, {cols.output_padding}), (0, 0)))",
        f"y = y[:, {ph} : {ph + height}, {pw} : {pw + width}]",
        *_after(operation),
    ]


@keras_lines.register(MaxPooling)
@keras_lines.register(AveragePooling)
def _pooling(operation: MaxPooling | AveragePooling, shape: Shape) -> list[str] | None:
    """Windows that lie side by side without gaps or overhang, padded by hand."""
    window = window_of(operation, shape)
    (top, left), average = window["padding"], isinstance(operation, AveragePooling)
    uncounted = isinstance(operation, AveragePooling) and not operation.count_include_pad and max(top, left) > 0
    if operation.ceil_mode or max(window["dilation"]) > 1 or uncounted:
        return None
    sides = f"((0, 0), ({top}, {top}), ({left}, {left}), (0, 0))"
    outside = "0" if average else "-np.inf"
    padded = [f"y = np.pad(np.asarray(y), {sides}, constant_values={outside})"] if top or left else []
    name = "average_pool" if average else "max_pool"
    return [*padded, f"y = keras.ops.{name}(y, {window['kernel_size']}, {window['stride']}, {LAST})"]


@keras_lines.register
def _adaptive(operation: AdaptivePooling, shape: Shape) -> list[str] | None:
    even = operation.even(shape)
    return None if even is None else keras_lines(even, shape)


@keras_lines.register
def _pad(operation: Pad, shape: Shape) -> list[str]:
    return _padded(operation.windows(shape))


@keras_lines.register
def _repeating(operation: Repeating, shape: Shape) -> list[str]:
    down, across = operation.repeats
    return [f"y = keras.ops.repeat(keras.ops.repeat(y, {down}, axis=1), {across}, axis=2)"]


@keras_lines.register
def _activation(operation: Activation, shape: Shape) -> list[str]:
    return activated(operation.function, ACTIVATIONS)


@keras_lines.register
def _flatten(operation: Flatten, shape: Shape) -> list[str]:
    return ["y = keras.ops.reshape(keras.ops.transpose(y, (0, 3, 1, 2)), (1, 1, -1, 1))"]


@keras_lines.register
def _dense(operation: Dense, shape: Shape) -> list[str]:
    numbers = "keras.ops.reshape(keras.ops.transpose(y, (0, 3, 1, 2)), (1, -1))"
    lines = [
        array_line(operation.parameters["weight"], "w", "(outputs, inputs)"),
        f"y = keras.ops.matmul({numbers}, w.T)",
    ]
    if operation.bias is not None:
        lines.append(f"y = y + np.array({literal(operation.bias)})")
    lines.append("y = keras.ops.reshape(y, (1, 1, -1, 1))")
    return [*lines, *activated(operation.activation, ACTIVATIONS)]


@keras_lines.register
def _softmax(operation: Softmax, shape: Shape) -> list[str]:
    return ["y = keras.ops.softmax(y, axis=2)"]


def _padded(geometry: ConvGeometry) -> list[str]:
    rows, cols = geometry.rows, geometry.cols
    if geometry.padded_size == (rows.size, cols.size):
        return []
    sides = f"((0, 0), ({rows.before}, {rows.after}), ({cols.before}, {cols.after}), (0, 0))"
    return [f'y = np.pad(np.asarray(y), {sides}, mode="{NUMPY_MODES[geometry.padding_mode]}")']


def _after(operation: Convolution | TransposedConvolution) -> list[str]:
    lines = []
    if operation.divisor != 1:
        lines.append(f"y = y / {literal(operation.divisor)}")
    if operation.bias is not None:
        biases = np.unique(operation.bias)
        shaped = literal(biases[0]) if len(biases) == 1 else f"np.array({literal(operation.bias)})"
        lines.append(f"y = y + {shaped}")
    return lines + activated(operation.activation, ACTIVATIONS)
