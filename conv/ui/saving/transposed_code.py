"""Code that gives the numbers of a transposed convolution."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from conv.transposed import TransposedGeometry
from conv.ui.saving.literals import array_line, literal
from conv.ui.saving.onnx_code import after_nodes, conv_node, fits_single, model_code

WEIGHT_SHAPE = "(C_in, C_out // groups, K_h, K_w)"


@dataclass(frozen=True, slots=True, eq=False)
class TransposedLayer:
    """A transposed convolution as libraries take it.

    Attributes:
        image: Shape (C_in, H, W).
        weight: Shape (C_in, C_out // groups, K_h, K_w).
        geometry: Its plan.
        divisor: Of every number.
        groups: Of channels.
    """

    image: np.ndarray
    weight: np.ndarray
    geometry: TransposedGeometry
    divisor: float = 1
    groups: int = 1

    @property
    def writers(self) -> Mapping[str, Callable[[], str]]:
        """What writes the code, by the library's name; Keras knows neither groups nor dilation with a stride here."""
        writers = {"NumPy": self.numpy, "PyTorch": self.torch, "Keras": self.keras, "ONNX": self.onnx}
        stride, dilation = self._pairs("stride", "dilation")
        if self.groups > 1 or (max(stride) > 1 and max(dilation) > 1):
            del writers["Keras"]
        if not fits_single(self.image, self.weight, self.divisor):
            del writers["ONNX"]
        return writers

    def numpy(self) -> str:
        """Stamp by stamp."""
        rows, cols = self.geometry.rows, self.geometry.cols
        (sh, sw), (dh, dw), (ph, pw) = self._pairs("stride", "dilation", "padding")
        height, width = (
            rows.output_size + 2 * ph + rows.effective_kernel_size,
            cols.output_size + 2 * pw + cols.effective_kernel_size,
        )
        channels, each = len(self.weight), self.weight.shape[1]
        lines = [
            "import numpy as np",
            "",
            *self._arrays(),
            "kh, kw = w.shape[2:]",
            f"y = np.zeros(({each * self.groups}, {height}, {width}))",
            "for channel, i, j in np.ndindex(x.shape):",
            f"    first = channel // {channels // self.groups} * {each}  # the outputs of its group",
            f"    r, c = i * {sh}, j * {sw}  # where its stamp lands",
            f"    rows, cols = slice(r, r + {dh} * (kh - 1) + 1, {dh}), slice(c, c + {dw} * (kw - 1) + 1, {dw})",
            f"    y[first : first + {each}, rows, cols] += x[channel, i, j] * w[channel]",
            f"y = y[:, {ph} : {ph + rows.output_size}, {pw} : {pw + cols.output_size}]  # without the padding",
            *self._end(),
        ]
        return "\n".join(lines) + "\n"

    def torch(self) -> str:
        """PyTorch's functional form."""
        stride, padding, extra, dilation = self._pairs("stride", "padding", "output_padding", "dilation")
        call = f"F.conv_transpose2d(x[None], w, stride={stride}, padding={padding}, output_padding={extra}, "
        lines = [
            "import numpy as np",
            "import torch",
            "import torch.nn.functional as F",
            "",
            *self._arrays(),
            "x, w = torch.from_numpy(x), torch.from_numpy(w)",
            "",
            f"y = {call}dilation={dilation}, groups={self.groups})[0]",
            *self._end(),
        ]
        return "\n".join(lines) + "\n"

    def keras(self) -> str:
        """Keras 3 with any of its backends: without padding, and what padding takes off or adds done by hand."""
        stride, dilation, (ph, pw), (eh, ew) = self._pairs("stride", "dilation", "padding", "output_padding")
        height, width = self.geometry.output_size
        lines = [
            "import keras",
            "import numpy as np",
            "",
            *self._arrays(),
            "x = x.transpose(1, 2, 0)[None]  # (1, H, W, C_in)",
            "w = w.transpose(2, 3, 1, 0)  # (K_h, K_w, C_out, C_in)",
            "",
            f'y = keras.ops.conv_transpose(x, w, strides={stride}, padding="valid", data_format="channels_last", '
            f"dilation_rate={dilation})[0]",
            f"y = keras.ops.pad(y, ((0, {eh}), (0, {ew}), (0, 0)))",
            f"y = y[{ph} : {ph + height}, {pw} : {pw + width}]",
            *self._end("np.moveaxis(np.asarray(y), -1, 0)"),
        ]
        return "\n".join(lines) + "\n"

    def onnx(self) -> str:
        """ONNX's ConvTranspose, and a division."""
        stride, (top, left), extra, dilation = self._pairs("stride", "padding", "output_padding", "dilation")
        settings = {
            "strides": stride,
            "pads": [top, left, top, left],
            "output_padding": extra,
            "dilations": dilation,
            "group": self.groups,
        }
        nodes = [conv_node(self.weight, "ConvTranspose", **settings), *after_nodes(self.divisor)]
        return model_code(self.image, nodes, (self.weight.shape[1] * self.groups, *self.geometry.output_size))

    def _arrays(self) -> list[str]:
        return [array_line(self.image), array_line(self.weight, "w", WEIGHT_SHAPE)]

    def _end(self, printed: str = "y") -> list[str]:
        divided = [f"y = y / {literal(self.divisor)}"] if self.divisor != 1 else []
        return [*divided, f"print({printed})"]

    def _pairs(self, *names: str) -> list[tuple[int, int]]:
        rows, cols = self.geometry.rows, self.geometry.cols
        return [(getattr(rows, name), getattr(cols, name)) for name in names]
