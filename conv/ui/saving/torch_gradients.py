"""Code in PyTorch that lets autograd find the gradients of pixels, weights and bias."""

from __future__ import annotations

from functools import singledispatch

import numpy as np

from conv.operations import Convolution, Network, Operation, Shape
from conv.ui.saving.literals import array_line, literal
from conv.ui.saving.numpy_code import activated
from conv.ui.saving.torch_code import ACTIVATIONS, padded_lines, torch_lines


def write(image: np.ndarray, network: Network, gradient: np.ndarray) -> str | None:
    """The whole code, which ends with `dx`, and `dw` and `db` where an operation learns; None where one has no code."""
    lines = ["import numpy as np", "import torch", "import torch.nn.functional as F", ""]
    lines += [array_line(image), "x = torch.from_numpy(x).requires_grad_()", "y = x[None]"]
    for operation, shape in zip(network.operations, network.shapes, strict=False):
        own = learning_lines(operation, shape)
        if own is None:
            return None
        lines += own
    lines += [array_line(gradient, "g", "dL/dy"), "y[0].backward(torch.from_numpy(g))", "dx = x.grad", "print(dx)"]
    if any(operation.learned for operation in network.operations):
        lines += ["dw, db = w.grad, b.grad", "print(dw, db)"]
    return "\n".join(lines) + "\n"


@singledispatch
def learning_lines(operation: Operation, shape: Shape) -> list[str] | None:
    """Lines that turn `y` into the operation's result; its weights `w` and biases `b`, if any, have gradients."""
    return None if operation.learned else torch_lines(operation, shape)


@learning_lines.register
def _convolution(operation: Convolution, shape: Shape) -> list[str] | None:
    if operation.divisor != 1:
        return None
    geometry = operation.geometry(shape)
    rows, cols = geometry.rows, geometry.cols
    bias = operation.parameters.get("bias", np.zeros(operation.out_channels))
    window = f"stride={rows.stride, cols.stride}, dilation={rows.dilation, cols.dilation}, groups={operation.groups}"
    return [
        *padded_lines(geometry),
        array_line(operation.known_weight, "w", "(C_out, C // groups, K_h, K_w)"),
        "w = torch.from_numpy(w).requires_grad_()",
        f"b = torch.tensor({literal(bias)}, dtype=torch.float64, requires_grad=True)",
        f"y = F.conv2d(y, w, b, {window})",
        *activated(operation.activation, ACTIVATIONS),
    ]
