"""The contestants of the core's benchmark: each gives a call that convolves, pools or nothing where it cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

from conv.ops import conv2d
from conv.pooling import max_pool2d

Call = Callable[[], object]


@dataclass(frozen=True)
class Case:
    """A layer: input shape (C, H, W), kernels, their size, and the ratio to PyTorch's time that is allowed."""

    name: str
    image: tuple[int, int, int]
    kernels: int
    kernel_size: int
    bar: float
    stride: int = 1
    dilation: int = 1
    groups: int = 1
    pool: bool = False

    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        """Image and weight, float32, the same in every process."""
        rng = np.random.default_rng(1)
        image = rng.standard_normal(self.image, np.float32)
        shape = (self.kernels, self.image[0] // self.groups, self.kernel_size, self.kernel_size)
        return image, rng.standard_normal(shape, np.float32)


CASES = (
    Case("1x5x5, 1 of 3x3", (1, 5, 5), 1, 3, 1.5),
    Case("1x512x512, 1 of 3x3", (1, 512, 512), 1, 3, 0.4),
    Case("3x64x64, 8 of 3x3", (3, 64, 64), 8, 3, 1.6),
    Case("3x224x224, 16 of 3x3", (3, 224, 224), 16, 3, 1.6),
    Case("3x512x512, 1 of 3x3", (3, 512, 512), 1, 3, 0.7),
    Case("3x512x512, depthwise 3x3", (3, 512, 512), 3, 3, 0.4, groups=3),
    Case("3x1024x1024, 8 of 5x5", (3, 1024, 1024), 8, 5, 0.9),
    Case("1x2048x2048, 1 of 11x11", (1, 2048, 2048), 1, 11, 0.4),
    Case("64x56x56, 64 of 3x3", (64, 56, 56), 64, 3, 1.6),
    Case("32x112x112, depthwise 3x3", (32, 112, 112), 32, 3, 2.2, groups=32),
    Case("3x512x512, 16 of 3x3, stride 2", (3, 512, 512), 16, 3, 2.6, stride=2),
    Case("3x224x224, 64 of 11x11, stride 4", (3, 224, 224), 64, 11, 1.8, stride=4),
    Case("3x512x512, 8 of 3x3, dilation 4", (3, 512, 512), 8, 3, 1.4, dilation=4),
)
IN_MEAN = 10  # the first ten make the geometric mean
POOLS = (
    Case("1x512x512, max of 2x2, stride 2", (1, 512, 512), 0, 2, 1.0, stride=2, pool=True),
    Case("16x112x112, max of 3x3, stride 2", (16, 112, 112), 0, 3, 1.0, stride=2, pool=True),
    Case("3x512x512, max of 7x7, stride 1", (3, 512, 512), 0, 7, 1.0, pool=True),
)


def conv(case: Case) -> Call:
    image, weight = case.arrays()
    if case.pool:
        return lambda: max_pool2d(image, case.kernel_size, stride=case.stride)
    return lambda: conv2d(image, weight, stride=case.stride, dilation=case.dilation, groups=case.groups)


def tensordot(case: Case) -> Call | None:
    """What one would write first: a tensordot over all windows."""
    if case.pool:
        return None
    image, weight = case.arrays()
    effective_kernel_size = case.dilation * (case.kernel_size - 1) + 1

    def call() -> np.ndarray:
        windows = np.lib.stride_tricks.sliding_window_view(
            image, (effective_kernel_size, effective_kernel_size), axis=(1, 2)
        )
        windows = windows[:, :: case.stride, :: case.stride, :: case.dilation, :: case.dilation]
        if case.groups == 1:
            return np.tensordot(weight, windows, ((1, 2, 3), (0, 3, 4)))
        pairs = zip(weight, windows, strict=True)  # all grouped cases are depthwise
        return np.stack([np.tensordot(kernel[0], window, ((0, 1), (2, 3))) for kernel, window in pairs])

    return call


def torch(case: Case, *, channels_last: bool = False) -> Call:
    import torch
    import torch.nn.functional as functional

    torch.set_num_threads(2)
    torch.set_grad_enabled(False)
    image, weight = (torch.from_numpy(values) for values in case.arrays())
    batch = image[None]
    if channels_last:
        batch, weight = (values.to(memory_format=torch.channels_last) for values in (batch, weight))
    if case.pool:
        return lambda: functional.max_pool2d(batch, case.kernel_size, case.stride)
    return lambda: functional.conv2d(batch, weight, stride=case.stride, dilation=case.dilation, groups=case.groups)


def torch_channels_last(case: Case) -> Call:
    return torch(case, channels_last=True)


def _by_slices(case: Case, correlate: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Call | None:
    """A library that knows single channels only: a call for each slice, and a sum."""
    image, weight = case.arrays()
    if case.pool or weight[:, :, 0, 0].size > 600:
        return None
    if case.dilation > 1:
        spread = np.zeros((*weight.shape[:2], *[case.dilation * (case.kernel_size - 1) + 1] * 2), weight.dtype)
        spread[:, :, :: case.dilation, :: case.dilation] = weight
        weight = spread
    slices = weight.shape[1]

    def call() -> np.ndarray:
        maps = []
        for output, kernel in enumerate(weight):
            first = output if case.groups > 1 else 0
            total = correlate(image[first], kernel[0])
            for channel in range(1, slices):
                total = total + correlate(image[first + channel], kernel[channel])
            maps.append(total[:: case.stride, :: case.stride])
        return np.stack(maps)

    return call


def scipy(case: Case) -> Call | None:
    from scipy.ndimage import correlate

    return _by_slices(case, lambda image, kernel: correlate(image, kernel, mode="constant"))


def cv2(case: Case) -> Call | None:
    import cv2

    cv2.setNumThreads(2)
    return _by_slices(case, lambda image, kernel: cv2.filter2D(image, -1, kernel, borderType=cv2.BORDER_CONSTANT))


CONTESTANTS: dict[str, Callable[[Case], Call | None]] = {
    "conv": conv,
    "tensordot": tensordot,
    "torch": torch,
    "torch, channels last": torch_channels_last,
    "scipy": scipy,
    "cv2": cv2,
}
PACKAGES = {"torch": "torch", "torch, channels last": "torch", "scipy": "scipy", "cv2": "cv2"}


def absent() -> list[str]:
    """Contestants whose package is not installed."""
    return [name for name, package in PACKAGES.items() if find_spec(package) is None]
