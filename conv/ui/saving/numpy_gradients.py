"""Code in NumPy alone that makes the gradients of a convolution, with the loops in sight."""

from __future__ import annotations

from functools import singledispatch

import numpy as np

from conv.geometry import NUMPY_MODES
from conv.operations import Convolution, Network, Operation, Shape
from conv.ui.saving.literals import array_line, literal

SLOPES = {
    "none": "np.ones_like(z)",
    "relu": "(z > 0).astype(float)",
    "leaky_relu": "np.where(z > 0, 1, 0.01)",
    "sigmoid": "0.25 * (1 - np.tanh(0.5 * z) ** 2)",
    "tanh": "1 - np.tanh(z) ** 2",
    "clip": "((z >= 0) & (z <= 255)).astype(float)",
}
BACKWARD = '''

def backward(x, w, b, g, slope, stride, dilation):
    """Where each g lands: on the pixels of its window, on the weights, and on the bias of each map."""
    (sh, sw), (dh, dw_) = stride, dilation
    c_out, c_in, kh, kw = w.shape
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(c_out)
    for o, i, j in np.ndindex(g.shape):
        rows = slice(i * sh, i * sh + dh * (kh - 1) + 1, dh)
        cols = slice(j * sw, j * sw + dw_ * (kw - 1) + 1, dw_)
        z = (x[:, rows, cols] * w[o]).sum() + b[o]
        at_sum = g[o, i, j] * slope(z)
        dx[:, rows, cols] += at_sum * w[o]
        dw[o] += at_sum * x[:, rows, cols]
        db[o] += at_sum
    return dx, dw, db
'''
FOLD = '''

def fold(dx, sources, axis):
    """What landed on copies is added to the pixels that they copy; what landed on zeros (-1) is left out."""
    dx = np.moveaxis(dx, axis, 0)
    found = np.zeros((max(sources) + 1, *dx.shape[1:]))
    for position, pixel in enumerate(sources):
        if pixel >= 0:
            found[pixel] += dx[position]
    return np.moveaxis(found, 0, axis)
'''


def write(image: np.ndarray, network: Network, gradient: np.ndarray) -> str | None:
    """The whole code, which ends with `dx`, `dw` and `db`; None for anything but one convolution without groups."""
    if len(network.operations) != 1:
        return None
    return numpy_gradients(network.operations[0], network.input_shape, image, gradient)


@singledispatch
def numpy_gradients(operation: Operation, shape: Shape, image: np.ndarray, gradient: np.ndarray) -> str | None:
    """The code of one operation."""
    return None


@numpy_gradients.register
def _convolution(operation: Convolution, shape: Shape, image: np.ndarray, gradient: np.ndarray) -> str | None:
    if operation.groups != 1 or operation.divisor != 1:
        return None
    rows, cols = operation.geometry(shape).rows, operation.geometry(shape).cols
    sides = f"((0, 0), ({rows.before}, {rows.after}), ({cols.before}, {cols.after}))"
    bias = np.zeros(len(gradient)) if operation.bias is None else operation.bias
    lines = [
        "import numpy as np" + BACKWARD + FOLD,
        "",
        array_line(image),
        f'padded = np.pad(x, {sides}, mode="{NUMPY_MODES[rows.padding_mode]}")',
        array_line(operation.known_weight, "w", "(C_out, C, K_h, K_w)"),
        f"b = np.array({literal(bias)})",
        array_line(gradient, "g", "dL/dy"),
        f"slope = lambda z: {SLOPES[operation.activation]}",
        f"window = {rows.stride, cols.stride}, {rows.dilation, cols.dilation}",
        "dx, dw, db = backward(padded, w, b, g, slope, *window)",
        f"dx = fold(fold(dx, {list(rows.sources)}, 1), {list(cols.sources)}, 2)",
        "print(dx, dw, db)",
    ]
    return "\n".join(lines) + "\n"
