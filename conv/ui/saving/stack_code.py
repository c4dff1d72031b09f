"""Code that gives the last map of a stack of layers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from conv.receptive_field import Layer, Stack
from conv.ui.saving.code import NUMPY_ACTIVATIONS, TORCH_ACTIVATIONS
from conv.ui.saving.literals import array_line
from conv.ui.saving.onnx_code import Node, after_nodes, conv_node, model_code, pad_nodes, pool_node

NUMPY_LAYERS = '''

def windows(x, size, stride, padding, dilation, outside=0.0):
    """All windows of x, shape (C, H_out, W_out, K_h, K_w)."""
    x = np.pad(x, ((0, 0), *padding), constant_values=outside)
    span = [d * (k - 1) + 1 for k, d in zip(size, dilation)]
    found = np.lib.stride_tricks.sliding_window_view(x, span, axis=(1, 2))
    return found[:, :: stride[0], :: stride[1], :: dilation[0], :: dilation[1]]


def conv(x, w, *window):
    return np.einsum("chwij,ocij->ohw", windows(x, w.shape[2:], *window), w)


def max_pool(x, size, *window):
    return windows(x, size, *window, {outside}).max(axis=(3, 4))


def average_pool(x, size, *window):
    return windows(x, size, *window).mean(axis=(3, 4))
'''


@dataclass(frozen=True, slots=True, eq=False)
class StackLayers:
    """Layers one behind the other.

    Attributes:
        image: Shape (C, H, W), as the first layer reads it.
        stack: The layers.
        weights: Of each layer, shape (C_out, C_in, K_h, K_w); None for a pooling.
        active: Whether activations count, and a maximum leaves padding out; otherwise padding is zeros everywhere.
    """

    image: np.ndarray
    stack: Stack
    weights: Sequence[np.ndarray | None]
    active: bool = True

    @property
    def writers(self) -> Mapping[str, Callable[[], str]]:
        """What writes the code, by the library's name."""
        return {"NumPy": self.numpy, "PyTorch": self.torch, "ONNX": self.onnx}

    def numpy(self) -> str:
        """Windows as a view, and sums over them."""
        functions = NUMPY_LAYERS.replace("{outside}", "-np.inf" if self.active else "0.0")
        lines = ["import numpy as np", functions, "", array_line(self.image), "y = x"]
        for layer, weight, padding in self._layers():
            window = f"{layer.stride}, {padding}, {layer.dilation}"
            if weight is None:
                kind = "average_pool" if layer.kind == "average" else "max_pool"
                lines.append(f"y = {kind}(y, {layer.kernel_size}, {window})")
            else:
                lines += [array_line(weight, "w", "(C_out, C_in, K_h, K_w)"), f"y = conv(y, w, {window})"]
            lines += self._activation(layer, NUMPY_ACTIVATIONS)
        return "\n".join([*lines, "print(y)"]) + "\n"

    def torch(self) -> str:
        """PyTorch's functional layers."""
        lines = ["import numpy as np", "import torch", "import torch.nn.functional as F", ""]
        lines += [array_line(self.image), "y = torch.from_numpy(x)"]
        for layer, weight, ((top, bottom), (left, right)) in self._layers():
            outside = ', value=float("-inf")' if layer.kind == "max" and self.active else ""
            if top or bottom or left or right:
                lines.append(f"y = F.pad(y, ({left}, {right}, {top}, {bottom}){outside})")
            if weight is not None:
                lines.append(array_line(weight, "w", "(C_out, C_in, K_h, K_w)"))
                call = f"F.conv2d(y, torch.from_numpy(w), stride={layer.stride}, dilation={layer.dilation})"
            elif layer.kind == "average":
                call = f"F.avg_pool2d(y, {layer.kernel_size}, {layer.stride})"
            else:
                call = f"F.max_pool2d(y, {layer.kernel_size}, {layer.stride}, dilation={layer.dilation})"
            lines += [f"y = {call}", *self._activation(layer, TORCH_ACTIVATIONS)]
        return "\n".join([*lines, "print(y)"]) + "\n"

    def onnx(self) -> str:
        """A node of ONNX for each layer, and for each activation."""
        nodes: list[Node] = []
        channels = len(self.image)
        for layer, weight, ((top, bottom), (left, right)) in self._layers():
            sides = [top, left, bottom, right]
            window: dict[str, Any] = {"strides": layer.stride, "pads": sides}
            if weight is not None:
                channels = len(weight)
                nodes.append(conv_node(weight, dilations=layer.dilation, **window))
            elif self.active:
                nodes.append(_pool(layer, **window))
            else:  # a maximum would leave its own padding out
                nodes += [*pad_nodes(sides), _pool(layer, **window | {"pads": [0, 0, 0, 0]})]
            if self.active and layer.learned:
                nodes += after_nodes(activation=layer.activation)
        return model_code(self.image, nodes, (channels, *self.stack.output_size))

    def _layers(self) -> list[tuple[Layer, np.ndarray | None, tuple[tuple[int, int], tuple[int, int]]]]:
        """Each layer with sizes for both axes, its weights and its padding in numbers."""
        found = []
        for layer, geometry, weight in zip(self.stack.layers, self.stack.geometries, self.weights, strict=True):
            rows, cols = geometry.rows, geometry.cols
            plain = Layer(
                (rows.kernel_size, cols.kernel_size),
                stride=(rows.stride, cols.stride),
                dilation=(rows.dilation, cols.dilation),
                kind=layer.kind,
                activation=layer.activation,
            )
            found.append((plain, weight, ((rows.before, rows.after), (cols.before, cols.after))))
        return found

    def _activation(self, layer: Layer, written: Mapping[str, str]) -> list[str]:
        if not self.active or not layer.learned or layer.activation == "none":
            return []
        return [f"y = {written[layer.activation]}"]


def _pool(layer: Layer, **window: Any) -> Node:
    own = {"count_include_pad": 1} if layer.kind == "average" else {"dilations": layer.dilation}
    return pool_node(layer.kind, kernel_shape=layer.kernel_size, **window, **own)
