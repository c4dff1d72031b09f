"""Gradients of a loss with respect to pixels, weights and biases, given `gradient`, the one with respect to outputs.

Images and gradients are (C, H, W), or (N, C, H, W) for a batch, whose weights' gradients add up. Names, arguments and
results are PyTorch's: of `torch.autograd` through the functions that they are named after.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from conv.activations import ACTIVATIONS
from conv.arguments import ENDLESS
from conv.geometry import AxisGeometry, ConvGeometry, IntOrPair, Padding
from conv.ops import pad2d
from conv.refusal import Refusal
from conv.text import _
from conv.transposed import transposed_geometry


@dataclass(frozen=True, slots=True, eq=False)
class Gradients:
    """Of a loss with respect to what an operation reads; each has the shape of what it belongs to.

    Attributes:
        image: With respect to the pixels.
        weight, bias: With respect to the learned numbers; None for an operation that has none. The bias adds to each
            cell of its map, so that its gradient is the sum over all of them.
    """

    image: np.ndarray
    weight: np.ndarray | None = None
    bias: np.ndarray | None = None


@ENDLESS
def conv2d_backward(
    image: np.ndarray,
    weight: np.ndarray,
    gradient: np.ndarray,
    *,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
    padding_mode: str = "zeros",
) -> Gradients:
    """Gradients of `conv2d`.

    Args:
        image: What was convolved, shape (C_in, H, W) or (N, C_in, H, W).
        weight: Kernels, shape (C_out, C_in // groups, K_h, K_w).
        gradient: dL/dy, shape (C_out, H_out, W_out) or (N, C_out, H_out, W_out); the rest as in `conv2d`.

    Raises:
        Refusal: If the gradient has another shape than the output, or as for `conv2d`.

    >>> found = conv2d_backward(np.array([[[1, 2, 3]]]), np.array([[[[4, 5]]]]), np.array([[[1, 10]]]))
    >>> found.image.tolist(), found.weight.tolist(), found.bias.tolist()
    ([[[4.0, 45.0, 50.0]]], [[[[21.0, 32.0]]]], [11.0])
    """
    image, weight, gradient = _floats(image, weight, gradient)
    size, kernel_size = last_two(image), last_two(weight)
    geometry = ConvGeometry(size, kernel_size, stride, padding, dilation, padding_mode)
    check_gradient(gradient, (*image.shape[:-3], len(weight), *geometry.output_size))
    by_padded = spread_windows(gradient, weight, geometry, groups)
    return Gradients(
        unpad2d(by_padded, geometry),
        weight_gradient(_padded(image, geometry), gradient, geometry, groups),
        gradient.sum(axis=tuple(axis for axis in range(gradient.ndim) if axis != gradient.ndim - 3)),
    )


@ENDLESS
def conv_transpose2d_backward(
    image: np.ndarray,
    weight: np.ndarray,
    gradient: np.ndarray,
    *,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    output_padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
) -> Gradients:
    """Gradients of `conv_transpose2d`: the one for the image is a convolution of the gradient.

    Args:
        image: What was stamped, shape (C_in, H, W) or (N, C_in, H, W).
        weight: Kernels, shape (C_in, C_out // groups, K_h, K_w).
        gradient: dL/dy, shape (C_out, H_out, W_out) or (N, C_out, H_out, W_out); the rest as in `conv_transpose2d`.

    Raises:
        Refusal: If the gradient has another shape than the output, or as for `conv_transpose2d`.

    >>> found = conv_transpose2d_backward(np.array([[[1, 10]]]), np.array([[[[4, 5]]]]), np.array([[[1, 2, 3]]]))
    >>> found.image.tolist(), found.weight.tolist()
    ([[[14.0, 23.0]]], [[[[21.0, 32.0]]]])
    """
    image, weight, gradient = _floats(image, weight, gradient)
    size, kernel_size = last_two(image), last_two(weight)
    plan = transposed_geometry(
        size,
        kernel_size,
        stride=stride,
        padding=padding,
        output_padding=output_padding,
        dilation=dilation,
    )
    check_gradient(gradient, (*image.shape[:-3], weight.shape[1] * groups, *plan.output_size))
    geometry = ConvGeometry(
        plan.output_size, kernel_size, stride, padding, dilation
    )  # it makes at least as many cells as there are pixels; those behind come from output padding alone
    padded = _padded(gradient, geometry)
    maps = correlate_windows(padded, weight, geometry, groups)
    return Gradients(
        maps[..., : size[0], : size[1]],
        weight_gradient(padded, image, geometry, groups),
        gradient.sum(axis=tuple(axis for axis in range(gradient.ndim) if axis != gradient.ndim - 3)),
    )


def activation_backward(totals: np.ndarray, gradient: np.ndarray, activation: str) -> np.ndarray:
    """The gradient before an activation, of any shape: what comes in times the slope, which is 0 at ReLU's corner.

    >>> activation_backward(np.array([-1.0, 0.0, 2.0]), np.array([5.0, 5.0, 5.0]), "relu").tolist()
    [0.0, 0.0, 5.0]
    """
    return gradient * ACTIVATIONS[activation].slope(totals)


def correlate_windows(padded: np.ndarray, weight: np.ndarray, geometry: ConvGeometry, groups: int) -> np.ndarray:
    """Kernels over padded images with any number of leading axes, shape (..., C_out, H_out, W_out)."""
    lead, (channels, taps) = padded.shape[:-3], (padded.shape[-3], weight[0].size)
    windows = windows_of(padded, geometry)
    lowered = windows.reshape(*lead, groups, channels // groups, *windows.shape[-4:])
    lowered = np.moveaxis(lowered, (-4, -3), (-2, -1)).reshape(*lead, groups, taps, -1)
    maps = weight.reshape(groups, len(weight) // groups, taps) @ lowered
    return maps.reshape(*lead, len(weight), *geometry.output_size)


def weight_gradient(padded: np.ndarray, gradient: np.ndarray, geometry: ConvGeometry, groups: int) -> np.ndarray:
    """dL/dw: the padded image, correlated with the gradient; stride and dilation swap places, nothing is flipped.

    Args:
        padded: Shape (..., C_in, *geometry.padded_size).
        gradient: Shape (..., C_out, *geometry.output_size); a smaller one belongs to the first windows.
        geometry: Of the convolution.
        groups: Of channels.

    Returns:
        Shape (C_out, C_in // groups, K_h, K_w), summed over the leading axes.
    """
    height, width = gradient.shape[-2:]
    windows = windows_of(padded, geometry)[..., :height, :width, :, :]
    batch = int(np.prod(padded.shape[:-3], dtype=int))
    inputs, outputs = padded.shape[-3] // groups, gradient.shape[-3] // groups
    kernel_size = windows.shape[-2:]
    seen = windows.reshape(batch, groups, inputs, height * width, -1).transpose(1, 0, 3, 2, 4)
    asked = gradient.reshape(batch, groups, outputs, height * width).transpose(1, 2, 0, 3)
    found = asked.reshape(groups, outputs, -1) @ seen.reshape(groups, asked[0, 0].size, -1)
    return found.reshape(groups * outputs, inputs, *kernel_size)


def spread_windows(gradient: np.ndarray, weight: np.ndarray, geometry: ConvGeometry, groups: int) -> np.ndarray:
    """dL/dx of the padded image: each gradient, times the kernel, is added to the pixels of its window.

    Args:
        gradient: Shape (..., C_out, *geometry.output_size).
        weight: Shape (C_out, C_in // groups, K_h, K_w).
        geometry: Of the convolution.
        groups: Of channels.

    Returns:
        Shape (..., C_in, *geometry.padded_size).
    """
    lead, rows, cols = gradient.shape[:-3], geometry.rows, geometry.cols
    outputs, inputs = len(weight) // groups, weight.shape[1]
    asked = gradient.reshape(*lead, groups, outputs, -1)
    kernels = weight.reshape(groups, outputs, inputs, *weight.shape[2:])
    padded = np.zeros((*lead, groups * inputs, *geometry.padded_size), gradient.dtype)
    for (k, m), place in _taps(rows, cols):
        parts = kernels[..., k, m].swapaxes(-1, -2) @ asked
        padded[place] += parts.reshape(*lead, groups * inputs, *geometry.output_size)
    return padded


def _taps(rows: AxisGeometry, cols: AxisGeometry) -> Any:
    """Each tap of a kernel, and the padded pixels that it meets."""
    for k, down in enumerate(rows.tap_offsets):
        for m, across in enumerate(cols.tap_offsets):
            lines = slice(down, down + (rows.output_size - 1) * rows.stride + 1, rows.stride)
            yield (k, m), (..., lines, slice(across, across + (cols.output_size - 1) * cols.stride + 1, cols.stride))


def windows_of(padded: np.ndarray, geometry: ConvGeometry) -> np.ndarray:
    """All windows of padded images as a view, shape (..., C, H_out, W_out, K_h, K_w)."""
    rows, cols = geometry.rows, geometry.cols
    spans = (rows.effective_kernel_size, cols.effective_kernel_size)
    windows = np.lib.stride_tricks.sliding_window_view(padded, spans, axis=(-2, -1))
    return windows[..., :: rows.stride, :: cols.stride, :: rows.dilation, :: cols.dilation]


def unpad2d(padded: np.ndarray, geometry: ConvGeometry) -> np.ndarray:
    """Gradients of padded pixels given back to the pixels: those of copies are added to what they copy.

    Args:
        padded: Shape (..., *geometry.padded_size).

    Returns:
        Shape (..., H, W).
    """
    for axis, number in ((geometry.rows, -2), (geometry.cols, -1)):
        lines = np.moveaxis(padded, number, 0)
        found = lines[axis.before : axis.before + axis.size].copy()
        if axis.copies:
            for position, pixel in enumerate(axis.sources):
                if not axis.before <= position < axis.before + axis.size:
                    found[pixel] += lines[position]
        padded = np.moveaxis(found, 0, number)
    return padded


def _padded(image: np.ndarray, geometry: ConvGeometry) -> np.ndarray:
    flat = pad2d(image.reshape(-1, *image.shape[-2:]), geometry)
    return flat.reshape(*image.shape[:-2], *geometry.padded_size)


def last_two(array: np.ndarray) -> tuple[int, int]:
    """(H, W) of an array with any number of leading axes."""
    return array.shape[-2], array.shape[-1]


def _floats(*arrays: np.ndarray) -> list[np.ndarray]:
    """All in one type: float64, or float32 where all of them are."""
    found = [np.asarray(array) for array in arrays]
    dtype = np.float32 if all(array.dtype == np.float32 for array in found) else np.float64
    return [array.astype(dtype, copy=False) for array in found]


def check_gradient(gradient: np.ndarray, shape: tuple[int, ...]) -> None:
    """Refuse a gradient that is not of the output's shape.

    Raises:
        Refusal: With both shapes.
    """
    if gradient.shape != shape:
        raise Refusal(
            _("`gradient` must have the shape of the output, {expected}, got {shape}.").format(
                expected=shape, shape=gradient.shape
            )
        )
