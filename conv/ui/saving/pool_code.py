"""Code that gives the numbers of a pooling."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from conv.pool_geometry import AdaptiveAxis, PoolAxis
from conv.pool_walks import PoolWalk
from conv.ui.saving.literals import array_line
from conv.ui.saving.onnx_code import model_code, pool_node

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

    @property
    def writers(self) -> Mapping[str, Callable[[], str]]:
        """What writes the code, by the library's name."""
        writers = {"NumPy": self.numpy, "PyTorch": self.torch}
        if self.axes is not None:
            writers |= ({"Keras": self.keras} if self._plain else {}) | {"ONNX": self.onnx}
        return writers

    @property
    def axes(self) -> tuple[PoolAxis, PoolAxis] | None:
        """Rows and columns; None of an adaptive pooling whose windows are not alike."""
        rows, cols = _alike(self.walk.geometry.rows), _alike(self.walk.geometry.cols)
        return None if rows is None or cols is None else (rows, cols)

    def numpy(self) -> str:
        """Windows as lists of rows and columns: those at a border and adaptive ones differ."""
        walk = self.walk
        top, left = walk.geometry.rows.padding, walk.geometry.cols.padding
        lines = ["import numpy as np", "", array_line(self.image), "x = x[0]  # one channel"]
        if top or left:
            lines.append(f"x = np.pad(x, (({top}, {top}), ({left}, {left})))")
        for name, index_map in (("rows", walk.rows), ("cols", walk.cols)):
            lines.append(f"{name} = {[list(index_map.sources(target)) for target in range(index_map.target_count)]}")
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
        if isinstance(self.walk.geometry.rows, AdaptiveAxis):
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

    @property
    def _plain(self) -> bool:
        """Whether Keras has it: windows of a maximum or an average that lie side by side without gaps or overhang."""
        window = self._window()
        padded, counted = max(window["padding"]) > 0, self.count_include_pad or self.walk.kind == "max"
        whole = not window["ceil_mode"] and max(window["dilation"]) == 1
        return self.walk.kind != "l2" and whole and (counted or not padded)

    def keras(self) -> str:
        """Keras 3 with any of its backends; channels come last there."""
        window = self._window()
        (top, left), outside = window["padding"], "-np.inf" if self.walk.kind == "max" else "0"
        lines = ["import keras", "import numpy as np", "", array_line(self.image), "x = x.transpose(1, 2, 0)[None]"]
        if top or left:
            sides = f"((0, 0), ({top}, {top}), ({left}, {left}), (0, 0))"
            lines.append(f"x = np.pad(x, {sides}, constant_values={outside})")
        lines += [
            "",
            f"y = keras.ops.{self.walk.kind}_pool(x, {window['kernel_size']}, {window['stride']}, "
            'padding="valid", data_format="channels_last")[0]',
            "print(np.asarray(y)[..., 0])",
        ]
        return "\n".join(lines) + "\n"

    def onnx(self) -> str:
        """ONNX's MaxPool, AveragePool or LpPool."""
        window, kind = self._window(), self.walk.kind
        top, left = window["padding"]
        settings = {
            "kernel_shape": window["kernel_size"],
            "strides": window["stride"],
            "pads": [top, left, top, left],
            "ceil_mode": int(window["ceil_mode"]),
        }
        if kind == "max":
            settings["dilations"] = window["dilation"]
        if kind == "average":
            settings["count_include_pad"] = int(self.count_include_pad)
        return model_code(self.image, [pool_node(kind, **settings)], (1, *self.walk.feature_map.shape), "0, 0")

    def _window(self) -> dict[str, Any]:
        assert self.axes is not None
        rows, cols = self.axes
        names = ("kernel_size", "stride", "padding", "dilation")
        return {name: (getattr(rows, name), getattr(cols, name)) for name in names} | {"ceil_mode": rows.ceil_mode}


def _alike(axis: PoolAxis | AdaptiveAxis) -> PoolAxis | None:
    """An axis whose windows are all alike; an adaptive one where its cells divide the picture."""
    if isinstance(axis, PoolAxis):
        return axis
    step, rest = divmod(axis.size, axis.output_size)
    return None if rest else PoolAxis(axis.size, step, step)
