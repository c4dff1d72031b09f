"""Code that gives the numbers on the board: NumPy, PyTorch, Keras and ONNX, out of the layer that the core walked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import numpy as np

from conv.geometry import ConvGeometry
from conv.steps import Walk

MOST_WRITTEN = (
    1200  # numbers of a picture that are written into the code; a larger one is loaded from the saved numbers
)
NUMPY_MODES = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}
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
    """

    image: np.ndarray
    weight: np.ndarray
    geometry: ConvGeometry
    divisor: float = 1
    bias: float = 0
    activation: str = "none"
    groups: int = 1

    @property
    def writers(self) -> Mapping[str, Callable[[], str]]:
        """What writes the code, by the library's name."""
        return {name: partial(write, self) for name, write in WRITERS.items()}

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
    stages = {stage.name: stage.value for stage in walks[0].reduction.stages}
    return Layer(
        np.asarray(image),
        np.stack([walk.weight for walk in walks]),
        walks[0].geometry,
        stages.get("divided", 1),
        stages.get("bias", 0),
        stages.get("activation", "none"),
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
    lines += _padded(layer)
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
    lines += _padded(layer)
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
    """The Conv node of ONNX, with a Pad node before it where the padding holds no zeros."""
    top, bottom, left, right = layer.pads
    (sh, sw), (dh, dw) = layer.stride, layer.dilation
    kh, kw = layer.weight.shape[2:]
    mode = NUMPY_MODES[layer.geometry.padding_mode]
    inside = mode == "constant"
    pads = [top, left, bottom, right] if inside else [0, 0, 0, 0]
    lines = ["from onnx import helper", ""]
    if not inside and any(layer.pads):
        lines += [
            f"# pads: {[0, 0, top, left, 0, 0, bottom, right]}",
            f'pad = helper.make_node("Pad", ["x", "pads"], ["padded"], mode="{mode}")',
        ]
    source = "x" if inside or not any(layer.pads) else "padded"
    lines += [
        "conv = helper.make_node(",
        '    "Conv",',
        f'    ["{source}", "w"],',
        '    ["y"],',
        f"    kernel_shape={[kh, kw]},",
        f"    strides={[sh, sw]},",
        f"    dilations={[dh, dw]},",
        f"    pads={pads},",
        f"    group={layer.groups},",
        ")",
    ]
    return "\n".join(lines) + "\n"


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


def _padded(layer: Layer) -> list[str]:
    """NumPy's padding, where there is any."""
    top, bottom, left, right = layer.pads
    mode = NUMPY_MODES[layer.geometry.padding_mode]
    line = f'x = np.pad(x, ((0, 0), ({top}, {bottom}), ({left}, {right})), mode="{mode}")'
    return [line] if any(layer.pads) else []


def _arrays(layer: Layer) -> list[str]:
    return [array_line(layer.image), array_line(layer.weight, "w", "(C_out, C // groups, K_h, K_w)")]


def array_line(values: np.ndarray, name: str = "x", shape: str = "(C, H, W)") -> str:
    """A line that makes an array; of a large picture, one that loads it."""
    if name == "x" and np.size(values) > MOST_WRITTEN:
        return f'x = np.load("picture.npy").astype(float)  # {shape}; from the saved numbers'
    return f"{name} = np.array({_written(values)}, float)  # {shape}"


def _written(values: np.ndarray) -> str:
    """Nested lists, whole numbers without their point."""

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [plain(each) for each in value]
        return int(value) if float(value).is_integer() else value

    return repr(plain(np.asarray(values, float).tolist()))


def node_code(name: str, inputs: list[str], settings: Mapping[str, Any]) -> str:
    """A node of ONNX with its attributes."""
    lines = [
        "from onnx import helper",
        "",
        "node = helper.make_node(",
        f'    "{name}",',
        f"    {inputs},",
        '    ["y"],',
    ]
    lines += [f"    {key}={value}," for key, value in settings.items()]
    return "\n".join([*lines, ")"]).replace("'", '"') + "\n"


def _after(layer: Layer, activations: dict[str, str]) -> list[str]:
    lines = []
    if layer.divisor != 1:
        lines.append(f"y = y / {layer.divisor:g}")
    if layer.bias:
        lines.append(f"y = y + {layer.bias!r}")
    if layer.activation != "none":
        lines.append(f"y = {activations[layer.activation]}")
    return lines
