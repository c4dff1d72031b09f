"""Code in NumPy alone, with the loops in sight."""

from __future__ import annotations

from functools import singledispatch

import numpy as np

from conv.activations import IDLE
from conv.geometry import NUMPY_MODES, ConvGeometry
from conv.index_maps import IndexMap
from conv.operations import (
    Activation,
    Convolution,
    Dense,
    Flatten,
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

ACTIVATIONS = {
    "relu": "np.maximum(y, 0)",
    "sigmoid": "0.5 * (1 + np.tanh(0.5 * y))",  # the same curve, without overflow
    "tanh": "np.tanh(y)",
    "leaky_relu": "np.where(y > 0, y, 0.01 * y)",
    "clip": "np.clip(y, 0, 255)",
}
REDUCTIONS = {"max": "np.max", "mean": "np.mean", "norm": "np.linalg.norm"}
CONVOLVE = '''

def convolve(x, w, stride, dilation, groups):
    """Every window of x, shape (C, H, W), times every kernel of w, shape (C_out, C // groups, K_h, K_w), summed."""
    (sh, sw), (dh, dw) = stride, dilation
    c_out, c_in, kh, kw = w.shape
    rows = (x.shape[1] - dh * (kh - 1) - 1) // sh + 1
    cols = (x.shape[2] - dw * (kw - 1) - 1) // sw + 1
    y = np.zeros((c_out, rows, cols))
    for o in range(c_out):
        first = o // (c_out // groups) * c_in  # the channels of its group
        for i in range(rows):
            for j in range(cols):
                r, c = i * sh, j * sw
                window = x[first : first + c_in, r : r + dh * (kh - 1) + 1 : dh, c : c + dw * (kw - 1) + 1 : dw]
                y[o, i, j] = (window * w[o]).sum()
    return y
'''
STAMP = '''

def stamp(x, w, stride, dilation, groups, size):
    """Every pixel of x, shape (C, H, W), adds its value times its kernels of w to y, at least as large as size."""
    (sh, sw), (dh, dw) = stride, dilation
    c_in, each, kh, kw = w.shape
    y = np.zeros((each * groups, *size))
    for channel, i, j in np.ndindex(x.shape):
        first = channel // (c_in // groups) * each  # the outputs of its group
        r, c = i * sh, j * sw  # where its stamp lands
        rows, cols = slice(r, r + dh * (kh - 1) + 1, dh), slice(c, c + dw * (kw - 1) + 1, dw)
        y[first : first + each, rows, cols] += x[channel, i, j] * w[channel]
    return y
'''
POOL = '''

def pool(x, rows, cols, reduce):
    """One number of every window of x, shape (C, H, W): of the pixels at its rows and columns."""
    y = np.empty((len(x), len(rows), len(cols)))
    for c, i, j in np.ndindex(y.shape):
        y[c, i, j] = reduce(x[c][np.ix_(rows[i], cols[j])])
    return y
'''
DEFINITIONS = {"convolve(": CONVOLVE, "stamp(": STAMP, "pool(": POOL}


def write(image: np.ndarray, network: Network) -> str | None:
    """The whole code, which ends with the array `y`; None where an operation has none."""
    lines = [array_line(image), "y = x"]
    for operation, shape in zip(network.operations, network.shapes, strict=False):
        own = numpy_lines(operation, shape)
        if own is None:
            return None
        lines += own
    used = [text for name, text in DEFINITIONS.items() if any(name in line for line in lines)]
    return "\n".join(["import numpy as np", *used, "", *lines, "print(y)"]) + "\n"


@singledispatch
def numpy_lines(operation: Operation, shape: Shape) -> list[str] | None:
    """Lines that turn `y`, an input of this shape, into the operation's result; None for an unknown one."""
    return None


@numpy_lines.register
def _convolution(operation: Convolution, shape: Shape) -> list[str]:
    rows, cols = operation.geometry(shape).rows, operation.geometry(shape).cols
    window = f"{rows.stride, cols.stride}, {rows.dilation, cols.dilation}"
    return [
        *_padded(operation.geometry(shape)),
        array_line(operation.parameters["weight"], "w", "(C_out, C // groups, K_h, K_w)"),
        f"y = convolve(y, w, {window}, {operation.groups})",
        *after(operation, ACTIVATIONS),
    ]


@numpy_lines.register
def _transposed(operation: TransposedConvolution, shape: Shape) -> list[str]:
    geometry = operation.geometry(shape)
    rows, cols = geometry.rows, geometry.cols
    size = tuple(axis.full_size + axis.output_padding for axis in (rows, cols))
    return [
        array_line(operation.parameters["weight"], "w", "(C_in, C_out // groups, K_h, K_w)"),
        f"y = stamp(y, w, {rows.stride, cols.stride}, {rows.dilation, cols.dilation}, {operation.groups}, {size})",
        f"y = y[:, {rows.padding} : {rows.padding + rows.output_size}, "
        f"{cols.padding} : {cols.padding + cols.output_size}]  # without the padding",
        *after(operation, ACTIVATIONS),
    ]


@numpy_lines.register(Pooling)
@numpy_lines.register(AdaptivePooling)
def _pooling(operation: Pooling | AdaptivePooling, shape: Shape) -> list[str] | None:
    reduction = operation.reduction().kind
    if reduction not in REDUCTIONS:
        return None
    pixels = operation.terms(shape, 0)[0].factors[0]
    top, left = operation.geometry(shape).rows.padding, operation.geometry(shape).cols.padding
    padded = [f"y = np.pad(y, ((0, 0), ({top}, {top}), ({left}, {left})))"] if top or left else []
    return [
        *padded,
        f"rows = {_windows(pixels.rows)}",
        f"cols = {_windows(pixels.cols)}",
        f"y = pool(y, rows, cols, {REDUCTIONS[reduction]})",
    ]


@numpy_lines.register
def _pad(operation: Pad, shape: Shape) -> list[str]:
    return _padded(operation.windows(shape))


@numpy_lines.register
def _repeating(operation: Repeating, shape: Shape) -> list[str]:
    down, across = operation.repeats
    return [f"y = y.repeat({down}, axis=1).repeat({across}, axis=2)"]


@numpy_lines.register
def _activation(operation: Activation, shape: Shape) -> list[str]:
    return activated(operation.function, ACTIVATIONS)


@numpy_lines.register
def _flatten(operation: Flatten, shape: Shape) -> list[str]:
    return ["y = y.reshape(1, 1, -1)"]


@numpy_lines.register
def _dense(operation: Dense, shape: Shape) -> list[str]:
    lines = [array_line(operation.parameters["weight"], "w", "(outputs, inputs)"), "y = y.reshape(1, 1, -1) @ w.T"]
    if operation.bias is not None:
        lines.append(f"y = y + np.array({literal(operation.bias)})")
    return [*lines, *activated(operation.activation, ACTIVATIONS)]


@numpy_lines.register
def _softmax(operation: Softmax, shape: Shape) -> list[str]:
    return ["y = np.exp(y - y.max())", "y = y / y.sum()"]


def _padded(geometry: ConvGeometry) -> list[str]:
    rows, cols = geometry.rows, geometry.cols
    sides = f"((0, 0), ({rows.before}, {rows.after}), ({cols.before}, {cols.after}))"
    line = f'y = np.pad(y, {sides}, mode="{NUMPY_MODES[geometry.padding_mode]}")'
    return [line] if geometry.padded_size != (rows.size, cols.size) else []


def _windows(index_map: object) -> str:
    """Positions of each window, as a rule where there is one."""
    assert isinstance(index_map, IndexMap)
    origins, taps = index_map.origins, index_map.taps
    if len(origins) > 1 and len(set(np.diff(origins))) == 1 and len(set(np.diff(taps))) <= 1:
        step, apart = origins[1] - origins[0], taps[1] - taps[0] if len(taps) > 1 else 1
        starts = f"range({origins[0]}, {origins[-1] + 1}, {step})"
        return f"[range(r, r + {taps[-1] + 1}, {apart}) for r in {starts}]"
    return str([list(index_map.sources(target)) for target in range(index_map.target_count)])


def after(operation: Convolution | TransposedConvolution, activations: dict[str, str]) -> list[str]:
    """What follows the sums of products; biases stand with the channel first."""
    lines = []
    if operation.divisor != 1:
        lines.append(f"y = y / {literal(operation.divisor)}")
    if operation.bias is not None:
        biases = np.unique(operation.bias)
        shaped = literal(biases[0]) if len(biases) == 1 else f"np.array({literal(operation.bias)})[:, None, None]"
        lines.append(f"y = y + {shaped}")
    return lines + activated(operation.activation, activations)


def activated(activation: str, activations: dict[str, str]) -> list[str]:
    """The line of an activation, where there is one."""
    return [f"y = {activations[activation]}"] if activation != IDLE else []
