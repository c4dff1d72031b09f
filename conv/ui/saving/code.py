"""Code that gives the numbers on the board: NumPy, PyTorch, Keras and ONNX, out of the layer that the core walked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import numpy as np

from conv.geometry import NUMPY_MODES, ConvGeometry
from conv.steps import Walk
from conv.ui.saving.literals import array_line, literal
from conv.ui.saving.onnx_code import after_nodes, conv_node, fits_single, model_code, pad_nodes, repeat_node

TORCH_MODES = {"zeros": "constant", "reflect": "reflect", "replicate": "replicate", "circular": "circular"}
NUMPY_ACTIVATIONS = {
    "relu": "np.maximum(y, 0)",
    "sigmoid": "0.5 * (1 + np.tanh(0.5 * y))",  # the same curve, without overflow
    "tanh": "np.tanh(y)",
    "leaky_relu": "np.where(y > 0, y, 0.01 * y)",
    "clip": "np.clip(y, 0, 255)",
}
TORCH_ACTIVATIONS = {
    "relu": "torch.relu(y)",
    "sigmoid": "torch.sigmoid(y)",
    "tanh": "torch.tanh(y)",
    "leaky_relu": "F.leaky_relu(y, 0.01)",
    "clip": "torch.clamp(y, 0, 255)",
}
KERAS_ACTIVATIONS = {
    "relu": "keras.ops.relu(y)",
    "sigmoid": "keras.ops.sigmoid(y)",
    "tanh": "keras.ops.tanh(y)",
    "leaky_relu": "keras.ops.leaky_relu(y, 0.01)",
    "clip": "keras.ops.clip(y, 0, 255)",
}


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A convolution as libraries take it.

    Attributes:
        image: Shape (C, H, W).
        weight: Shape (C_out, C // groups, K_h, K_w).
        geometry: Padding, stride and dilation.
        divisor, bias: Of every sum.
        activation: By its name.
        groups: Of channels.
        repeats: How often every pixel is repeated before all that, down and across.
    """

    image: np.ndarray
    weight: np.ndarray
    geometry: ConvGeometry
    divisor: float = 1
    bias: float = 0
    activation: str = "none"
    groups: int = 1
    repeats: tuple[int, int] = (1, 1)

    @property
    def writers(self) -> Mapping[str, Callable[[], str]]:
        """What writes the code, by the library's name."""
        writers = {name: partial(write, self) for name, write in WRITERS.items()}
        if not fits_single(self.image, self.weight, self.divisor, self.bias):
            del writers["ONNX"]
        return writers

    @property
    def pads(self) -> tuple[int, int, int, int]:
        """Top, bottom, left and right."""
        rows, cols = self.geometry.rows, self.geometry.cols
        return rows.before, rows.after, cols.before, cols.after

    @property
    def stride(self) -> tuple[int, int]:
        """Down and across."""
        return self.geometry.rows.stride, self.geometry.cols.stride

    @property
    def dilation(self) -> tuple[int, int]:
        """Down and across."""
        return self.geometry.rows.dilation, self.geometry.cols.dilation


def walked_layer(image: np.ndarray, walks: tuple[Walk, ...], groups: int = 1) -> Layer:
    """The layer that several walks of one picture make."""
    post = {operation.name: operation.value for operation in walks[0].reduction.post}
    return Layer(
        np.asarray(image),
        np.stack([walk.weight for walk in walks]),
        walks[0].geometry,
        post.get("divided", 1),
        post.get("bias", 0),
        post.get("activation", "none"),
        groups,
    )


def numpy_code(layer: Layer) -> str:
    """NumPy alone, with the loops in sight."""
    (sh, sw), (dh, dw) = layer.stride, layer.dilation
    lines = [
        "import numpy as np",
        "",
        *_arrays(layer),
    ]
    lines += [*_enlarged(layer), *_padded(layer)]
    lines += [
        "",
        "c_out, c_in, kh, kw = w.shape",
        f"rows = (x.shape[1] - {dh} * (kh - 1) - 1) // {sh} + 1",
        f"cols = (x.shape[2] - {dw} * (kw - 1) - 1) // {sw} + 1",
        "y = np.zeros((c_out, rows, cols))",
        "for o in range(c_out):",
        f"    first = o // (c_out // {layer.groups}) * c_in  # the channels of its group",
        "    for i in range(rows):",
        "        for j in range(cols):",
        f"            r, c = i * {sh}, j * {sw}",
        f"            window = x[first : first + c_in, r : r + {dh} * (kh - 1) + 1 : {dh}, "
        f"c : c + {dw} * (kw - 1) + 1 : {dw}]",
        "            y[o, i, j] = (window * w[o]).sum()",
        *_after(layer, NUMPY_ACTIVATIONS),
        "print(y)",
    ]
    return "\n".join(lines) + "\n"


def torch_code(layer: Layer) -> str:
    """PyTorch's functional convolution."""
    top, bottom, left, right = layer.pads
    lines = [
        "import numpy as np",
        "import torch",
        "import torch.nn.functional as F",
        "",
        *_arrays(layer),
        "x = torch.from_numpy(x)[None]",
        "w = torch.from_numpy(w)",
    ]
    if layer.repeats != (1, 1):
        lines.append(f'x = F.interpolate(x, scale_factor={layer.repeats}, mode="nearest")')
    if any(layer.pads):
        mode = TORCH_MODES[layer.geometry.padding_mode]
        lines.append(f'x = F.pad(x, ({left}, {right}, {top}, {bottom}), mode="{mode}")')
    lines += [
        "",
        f"y = F.conv2d(x, w, stride={layer.stride}, dilation={layer.dilation}, groups={layer.groups})[0]",
        *_after(layer, TORCH_ACTIVATIONS),
        "print(y)",
    ]
    return "\n".join(lines) + "\n"


def keras_code(layer: Layer) -> str:
    """Keras 3 with any of its backends; channels come last there."""
    lines = [
        "import keras",
        "import numpy as np",
        "",
        *_arrays(layer),
    ]
    lines += [*_enlarged(layer), *_padded(layer)]
    lines += [
        "x = x.transpose(1, 2, 0)[None]  # (1, H, W, C)",
        "w = w.transpose(2, 3, 1, 0)  # (K_h, K_w, C // groups, C_out)",
        "",
        f'y = keras.ops.conv(x, w, strides={layer.stride}, padding="valid", data_format="channels_last", '
        f"dilation_rate={layer.dilation})[0]",
        *_after(layer, KERAS_ACTIVATIONS),
        "print(np.moveaxis(np.asarray(y), -1, 0))",
    ]
    return "\n".join(lines) + "\n"


def onnx_code(layer: Layer) -> str:
    """ONNX: a Pad node where the padding holds no zeros, Conv, and nodes for all that follows."""
    top, bottom, left, right = layer.pads
    sides, zeros = [top, left, bottom, right], layer.geometry.padding_mode == "zeros"
    settings: dict[str, Any] = {
        "strides": layer.stride,
        "dilations": layer.dilation,
        "pads": sides if zeros else [0, 0, 0, 0],
        "group": layer.groups,
    }
    nodes = [
        *([repeat_node(layer.repeats)] if layer.repeats != (1, 1) else []),
        *([] if zeros else pad_nodes(sides, layer.geometry.padding_mode)),
        conv_node(layer.weight, **settings),
        *after_nodes(layer.divisor, layer.bias, layer.activation),
    ]
    return model_code(layer.image, nodes, (len(layer.weight), *layer.geometry.output_size))


WRITERS: dict[str, Callable[[Layer], str]] = {
    "NumPy": numpy_code,
    "PyTorch": torch_code,
    "Keras": keras_code,
    "ONNX": onnx_code,
}


class Writable(Protocol):
    """A layer for which code can be written."""

    @property
    def image(self) -> np.ndarray:
        """Shape (C, H, W)."""

    @property
    def writers(self) -> Mapping[str, Callable[[], str]]:
        """What writes the code, by the library's name."""


def _enlarged(layer: Layer) -> list[str]:
    """NumPy's repeating of pixels, where there is any."""
    down, across = layer.repeats
    return [f"x = x.repeat({down}, axis=1).repeat({across}, axis=2)"] if layer.repeats != (1, 1) else []


def _padded(layer: Layer) -> list[str]:
    """NumPy's padding, where there is any."""
    top, bottom, left, right = layer.pads
    mode = NUMPY_MODES[layer.geometry.padding_mode]
    line = f'x = np.pad(x, ((0, 0), ({top}, {bottom}), ({left}, {right})), mode="{mode}")'
    return [line] if any(layer.pads) else []


def _arrays(layer: Layer) -> list[str]:
    return [array_line(layer.image), array_line(layer.weight, "w", "(C_out, C // groups, K_h, K_w)")]


def _after(layer: Layer, activations: dict[str, str]) -> list[str]:
    lines = []
    if layer.divisor != 1:
        lines.append(f"y = y / {literal(layer.divisor)}")
    if layer.bias:
        lines.append(f"y = y + {literal(layer.bias)}")
    if layer.activation != "none":
        lines.append(f"y = {activations[layer.activation]}")
    return lines
