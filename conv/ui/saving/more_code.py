"""Code for the layers that are no plain convolution: poolings and transposed convolutions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from conv.pool_geometry import PoolAxis
from conv.pool_walks import PoolWalk
from conv.transposed import TransposedGeometry
from conv.ui.saving.code import array_line

NUMPY_POOLS = {"max": "window.max()", "average": "window.mean()", "l2": "np.sqrt((window**2).sum())"}


@dataclass(frozen=True, slots=True, eq=False)
class PoolLayer:
    """A pooling of one channel.

    Attributes:
        image: Shape (1, H, W).
        walk: Its windows and its kind.
        count_include_pad: Whether padding counts in an average.
    """

    image: np.ndarray
    walk: PoolWalk
    count_include_pad: bool = True
    writers: Mapping[str, Callable[[], str]] = field(init=False)

    def __post_init__(self) -> None:
        writers = {"NumPy": self.numpy, "PyTorch": self.torch}
        object.__setattr__(self, "writers", writers if self.axes is None else {**writers, "ONNX": self.onnx})

    @property
    def axes(self) -> tuple[PoolAxis, PoolAxis] | None:
        """Rows and columns; None of an adaptive pooling."""
        rows, cols = self.walk.geometry.rows, self.walk.geometry.cols
        return (rows, cols) if isinstance(rows, PoolAxis) and isinstance(cols, PoolAxis) else None

    def numpy(self) -> str:
        """Windows as lists of rows and columns: those at a border and adaptive ones differ."""
        walk = self.walk
        top, left = walk.geometry.rows.padding, walk.geometry.cols.padding
        lines = ["import numpy as np", "", array_line(self.image), "x = x[0]  # one channel"]
        if top or left:
            lines.append(f"x = np.pad(x, (({top}, {top}), ({left}, {left})))")
        for name, link in (("rows", walk.rows), ("cols", walk.cols)):
            lines.append(f"{name} = {[list(link.reads(target)) for target in range(link.targets)]}")
        lines += [
            "",
            "y = np.empty((len(rows), len(cols)))",
            "for i, r in enumerate(rows):",
            "    for j, c in enumerate(cols):",
            "        window = x[np.ix_(r, c)]",
            f"        y[i, j] = {NUMPY_POOLS[walk.kind]}",
            "print(y)",
        ]
        return "\n".join(lines) + "\n"

    def torch(self) -> str:
        """PyTorch's functional poolings."""
        kind = self.walk.kind
        if self.axes is None:
            name = "adaptive_max_pool2d" if kind == "max" else "adaptive_avg_pool2d"
            call = f"F.{name}(x, {self.walk.geometry.output_size})"
        else:
            window = self._window()
            call = f"F.max_pool2d(x, {window['kernel_size']}, {window['stride']}, {window['padding']}, "
            call += f"{window['dilation']}, ceil_mode={window['ceil_mode']})"
            if kind == "average":
                call = f"F.avg_pool2d(x, {window['kernel_size']}, {window['stride']}, {window['padding']}, "
                call += f"ceil_mode={window['ceil_mode']}, count_include_pad={self.count_include_pad})"
            elif kind == "l2":
                call = f"F.lp_pool2d(x, 2, {window['kernel_size']}, {window['stride']}, {window['ceil_mode']})"
        lines = ["import numpy as np", "import torch", "import torch.nn.functional as F", "", array_line(self.image)]
        return "\n".join([*lines, "x = torch.from_numpy(x)[None]", "", f"y = {call}[0, 0]", "print(y)"]) + "\n"

    def onnx(self) -> str:
        """ONNX's node."""
        window = self._window()
        name = {"max": "MaxPool", "average": "AveragePool", "l2": "LpPool"}[self.walk.kind]
        top, left = window["padding"]
        settings = {
            "kernel_shape": list(window["kernel_size"]),
            "strides": list(window["stride"]),
            "pads": [top, left, top, left],
            "ceil_mode": int(window["ceil_mode"]),
        }
        if self.walk.kind == "max":
            settings["dilations"] = list(window["dilation"])
        if self.walk.kind == "average":
            settings["count_include_pad"] = int(self.count_include_pad)
        if self.walk.kind == "l2":
            settings["p"] = 2
        return _node(name, ["x"], settings)

    def _window(self) -> dict[str, Any]:
        assert self.axes is not None
        rows, cols = self.axes
        names = ("kernel_size", "stride", "padding", "dilation")
        return {name: (getattr(rows, name), getattr(cols, name)) for name in names} | {"ceil_mode": rows.ceil_mode}


@dataclass(frozen=True, slots=True, eq=False)
class TransposedLayer:
    """A transposed convolution of one channel.

    Attributes:
        image: Shape (1, H, W).
        kernel: Shape (K_h, K_w).
        geometry: Its plan.
        divisor: Of every number.
    """

    image: np.ndarray
    kernel: np.ndarray
    geometry: TransposedGeometry
    divisor: float = 1
    writers: Mapping[str, Callable[[], str]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "writers", {"NumPy": self.numpy, "PyTorch": self.torch, "ONNX": self.onnx})

    def numpy(self) -> str:
        """Stamp by stamp."""
        rows, cols = self.geometry.rows, self.geometry.cols
        (sh, sw), (dh, dw), (ph, pw) = self._pairs("stride", "dilation", "padding")
        lines = [
            "import numpy as np",
            "",
            array_line(self.image),
            array_line(self.kernel, "w", "(K_h, K_w)"),
            "x = x[0]  # one channel",
            "kh, kw = w.shape",
            f"y = np.zeros({(rows.output_size + 2 * ph + rows.span, cols.output_size + 2 * pw + cols.span)})",
            "for i in range(x.shape[0]):",
            "    for j in range(x.shape[1]):",
            f"        r, c = i * {sh}, j * {sw}  # where its stamp lands",
            f"        y[r : r + {dh} * (kh - 1) + 1 : {dh}, c : c + {dw} * (kw - 1) + 1 : {dw}] += x[i, j] * w",
            f"y = y[{ph} : {ph + rows.output_size}, {pw} : {pw + cols.output_size}]  # without the padding",
            *([f"y = y / {self.divisor:g}"] if self.divisor != 1 else []),
            "print(y)",
        ]
        return "\n".join(lines) + "\n"

    def torch(self) -> str:
        """PyTorch's functional form."""
        stride, padding, extra, dilation = self._pairs("stride", "padding", "output_padding", "dilation")
        call = f"F.conv_transpose2d(x[None], w[None, None], stride={stride}, padding={padding}, "
        call += f"output_padding={extra}, dilation={dilation})[0, 0]"
        lines = [
            "import numpy as np",
            "import torch",
            "import torch.nn.functional as F",
            "",
            array_line(self.image),
            array_line(self.kernel, "w", "(K_h, K_w)"),
            "x, w = torch.from_numpy(x), torch.from_numpy(w)",
            "",
            f"y = {call}" + (f" / {self.divisor:g}" if self.divisor != 1 else ""),
            "print(y)",
        ]
        return "\n".join(lines) + "\n"

    def onnx(self) -> str:
        """ONNX's node."""
        stride, (top, left), extra, dilation = self._pairs("stride", "padding", "output_padding", "dilation")
        settings = {
            "kernel_shape": list(self.kernel.shape),
            "strides": list(stride),
            "pads": [top, left, top, left],
            "output_padding": list(extra),
            "dilations": list(dilation),
        }
        return _node("ConvTranspose", ["x", "w"], settings)

    def _pairs(self, *names: str) -> list[tuple[int, int]]:
        rows, cols = self.geometry.rows, self.geometry.cols
        return [(getattr(rows, name), getattr(cols, name)) for name in names]


def _node(name: str, inputs: list[str], settings: Mapping[str, Any]) -> str:
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
