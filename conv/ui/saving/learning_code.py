"""Code that learns kernels as the board does: in NumPy with its gradient written out, in PyTorch by autograd."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from conv.geometry import NUMPY_MODES
from conv.kernel_search import KernelSearch
from conv.ui.saving.code import Computation
from conv.ui.saving.literals import array_line, literal
from conv.ui.saving.torch_code import padded_lines


@dataclass(frozen=True, slots=True, eq=False)
class LearningCode(Computation):
    """The same for kernels that are learned; the code ends with the kernels `w`, shape (kernels, K_h, K_w).

    Attributes:
        search: What is learned.
    """

    search: KernelSearch

    @property
    def writers(self) -> Mapping[str, Callable[[], str]]:
        """What writes the code, by the library's name."""
        return {"NumPy": partial(_numpy, self.search), "PyTorch": partial(_torch, self.search)}


def _numpy(search: KernelSearch) -> str:
    rows, cols = search.geometry.rows, search.geometry.cols
    sides = f"((0, 0), ({rows.before}, {rows.after}), ({cols.before}, {cols.after}))"
    steps = f"{rows.stride}, {cols.stride}, {rows.dilation}, {cols.dilation}"
    spans = f"({rows.effective_kernel_size}, {cols.effective_kernel_size})"
    lines = [
        "import numpy as np",
        "",
        *_numbers(search),
        f'padded = np.pad(x, {sides}, mode="{NUMPY_MODES[rows.padding_mode]}")[0]',
        f"sh, sw, dh, dw = {steps}",
        f"windows = np.lib.stride_tricks.sliding_window_view(padded, {spans})[::sh, ::sw, ::dh, ::dw]",
        f"windows = windows.reshape(t.size, {rows.kernel_size * cols.kernel_size})  # a line a window",
        "v = np.zeros(w.shape[1:])",
        "for iteration in range(iterations):",
        "    difference = windows @ w.sum(axis=0).ravel() - t.ravel()  # the maps of all kernels are added",
        "    gradient = 2 / t.size * (difference @ windows).reshape(w.shape[1:])  # the same for each of them",
        "    v = momentum * v + gradient",
        "    w = w - rate * v",
        "print(w)",
    ]
    return "\n".join(lines) + "\n"


def _torch(search: KernelSearch) -> str:
    rows, cols = search.geometry.rows, search.geometry.cols
    window = f"stride={rows.stride, cols.stride}, dilation={rows.dilation, cols.dilation}"
    lines = [
        "import numpy as np",
        "import torch",
        "import torch.nn.functional as F",
        "",
        *_numbers(search),
        "y = torch.from_numpy(x)[None]",
        *padded_lines(search.geometry),
        "padded, t = y, torch.from_numpy(t)",
        "w = torch.from_numpy(w).requires_grad_()",
        "optimizer = torch.optim.SGD([w], lr=rate, momentum=momentum)",
        "for iteration in range(iterations):",
        "    optimizer.zero_grad()",
        f"    y = F.conv2d(padded, w[:, None], {window})[0].sum(0)  # the maps of all kernels are added",
        "    F.mse_loss(y, t).backward()",
        "    optimizer.step()",
        "w = w.detach()",
        "print(w)",
    ]
    return "\n".join(lines) + "\n"


def _numbers(search: KernelSearch) -> list[str]:
    return [
        array_line(search.image),
        array_line(search.target, "t", "the wanted map, (H_out, W_out)"),
        array_line(search.kernels[0], "w", "the kernels to start from, (kernels, K_h, K_w)"),
        f"rate, momentum = {literal(search.rate)}, {literal(search.momentum)}",
        f"iterations = {search.training.iterations}",
    ]
