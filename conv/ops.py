"""Arrays: padding, the convolution itself, and the activations; the plan comes from `geometry`."""

from __future__ import annotations

from collections.abc import Callable
from math import gcd
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from conv.geometry import NUMPY_MODES, ConvGeometry, IntOrPair, Padding
from conv.text import _

BLOCK_BYTES = 1 << 19  # lowered pixels alive at once: half a megabyte stays in a core's cache
LEAKY_SLOPE = 0.01

ACTIVATIONS: dict[str, Callable[[Any], Any]] = {
    "none": lambda total: total,
    "relu": lambda total: np.maximum(total, 0),
    "sigmoid": lambda total: 0.5 * (1 + np.tanh(0.5 * total)),  # the same curve as 1 / (1 + exp(-t)), without overflow
    "tanh": np.tanh,
    "leaky_relu": lambda total: np.where(total > 0, total, LEAKY_SLOPE * total),
}


def activate(total: Any, activation: str) -> Any:
    """Apply an activation to every element.

    Args:
        total: Any shape, float.
        activation: "none", "relu", "sigmoid", "tanh" or "leaky_relu" (slope 0.01 below zero, as torch.nn.LeakyReLU).

    Returns:
        The same shape.

    Raises:
        ValueError: If the activation has another name.

    >>> activate(np.array([-2.0, 3.0]), "relu").tolist()
    [0.0, 3.0]
    """
    if activation not in ACTIVATIONS:
        raise ValueError(
            _("`activation` must be one of {choices}, got '{value}'.").format(
                choices=", ".join(f"'{name}'" for name in ACTIVATIONS), value=activation
            )
        )
    return ACTIVATIONS[activation](total)


def pad2d(image: np.ndarray, geometry: ConvGeometry) -> np.ndarray:
    """Pad an image as a geometry says.

    Args:
        image: Shape (C, H, W), with (H, W) the geometry's input size.

    Returns:
        Shape (C, H + top + bottom, W + left + right), the image's dtype; the image itself where nothing is added.

    >>> row = np.array([[[1, 2, 3, 4]]])
    >>> geometry = ConvGeometry((1, 4), (1, 3), padding=((0, 0), (2, 2)), padding_mode="reflect")
    >>> pad2d(row, geometry)[0, 0].tolist()
    [3, 2, 1, 2, 3, 4, 3, 2]
    """
    rows, cols = geometry.rows, geometry.cols
    if image.shape[-2:] == geometry.padded_size:
        return image
    if geometry.padding_mode == "zeros":  # np.pad costs 20 times as much on a small image
        padded = np.zeros((image.shape[0], *geometry.padded_size), image.dtype)
        padded[:, rows.before : rows.before + rows.size, cols.before : cols.before + cols.size] = image
        return padded
    widths = ((0, 0), (rows.before, rows.after), (cols.before, cols.after))
    return np.pad(image, widths, mode=NUMPY_MODES[geometry.padding_mode])  # type: ignore[call-overload]


def conv2d(
    image: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    *,
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
    padding_mode: str = "zeros",
) -> np.ndarray:
    """Cross-correlate an image with a bank of kernels, as torch.nn.functional.conv2d does.

    Args:
        image: Input, shape (C_in, H, W), any real dtype; integers are computed in float64.
        weight: Kernels, shape (C_out, C_in // groups, K_h, K_w).
        bias: One number per kernel, shape (C_out,), or None.
        stride: Pixels between neighbouring windows; this and the next two as in `ConvGeometry`.
        padding: Pixels added around the image.
        dilation: Pixels between neighbouring taps.
        groups: Number of independent groups of channels; divides C_in and C_out.
        padding_mode: "zeros", "reflect", "replicate" or "circular".

    Returns:
        Feature maps, shape (C_out, H_out, W_out), with
        H_out = floor((H + top + bottom - span_h) / stride_h) + 1, and W_out likewise.

    Raises:
        ValueError: If shapes do not agree or the kernel spans more than the padded image.

    >>> conv2d(np.ones((1, 3, 3)), np.ones((1, 1, 2, 2))).shape  # 2 = (3 - 2) // 1 + 1
    (1, 2, 2)
    """
    image, weight = _as_float(np.asarray(image), np.asarray(weight))
    _check_shapes(image, weight, bias, groups)
    geometry = ConvGeometry(
        (image.shape[1], image.shape[2]), (weight.shape[2], weight.shape[3]), stride, padding, dilation, padding_mode
    )
    padded = pad2d(image, geometry)
    feature_maps = np.empty((len(weight), *geometry.output_size), image.dtype)
    for kernels, channels, maps in zip(
        np.split(weight, groups), np.split(padded, groups), np.split(feature_maps, groups), strict=True
    ):
        _correlate_group(channels, kernels, geometry, maps)
    if bias is not None:
        feature_maps += np.asarray(bias, image.dtype)[:, None, None]
    return feature_maps


def slices_per_kernel(in_channels: int, out_channels: int, groups: int) -> int:
    """Channels that each kernel reads: in_channels / groups.

    Raises:
        ValueError: If `groups` does not divide both numbers of channels.
    """
    if groups < 1 or in_channels % groups or out_channels % groups:
        raise ValueError(
            _("`groups` must divide the {inputs} input and {outputs} output channels, got {groups}.").format(
                inputs=in_channels, outputs=out_channels, groups=groups
            )
        )
    return in_channels // groups


def group_channels(in_channels: int, out_channels: int, groups: int) -> list[tuple[int, int]]:
    """For each output channel the input channels that it reads, as (first, last + 1).

    >>> group_channels(4, 2, groups=2)
    [(0, 2), (2, 4)]
    """
    inputs, outputs = slices_per_kernel(in_channels, out_channels, groups), out_channels // groups
    return [(channel // outputs * inputs, (channel // outputs + 1) * inputs) for channel in range(out_channels)]


def max_pool2d(image: np.ndarray, kernel_size: IntOrPair, *, stride: IntOrPair | None = None) -> np.ndarray:
    """Largest pixel of each window, channel by channel, as torch.nn.functional.max_pool2d without padding.

    Args:
        image: Shape (C, H, W), any real dtype.
        kernel_size: (K_h, K_w) of the windows.
        stride: Pixels between neighbouring windows; by default the kernel size, so that they do not overlap.

    Returns:
        Shape (C, H_out, W_out), the image's dtype, sizes as in `ConvGeometry`.

    Raises:
        ValueError: If the window is larger than the image.

    >>> max_pool2d(np.arange(16).reshape(1, 4, 4), 2)[0].tolist()
    [[5, 7], [13, 15]]
    """
    return _pool2d(image, kernel_size, stride, np.maximum)


def avg_pool2d(image: np.ndarray, kernel_size: IntOrPair, *, stride: IntOrPair | None = None) -> np.ndarray:
    """Mean of each window, channel by channel, as torch.nn.functional.avg_pool2d without padding.

    Args, returns and errors as for `max_pool2d`; whole numbers are computed in float64.

    >>> avg_pool2d(np.arange(16).reshape(1, 4, 4), 2)[0].tolist()
    [[2.5, 4.5], [10.5, 12.5]]
    """
    geometry = _pool_geometry(image, kernel_size, stride)
    dtype = image.dtype if image.dtype.kind == "f" else np.dtype(np.float64)
    sums = _pool2d(image.astype(dtype, copy=False), kernel_size, stride, np.add)
    sums /= geometry.rows.kernel_size * geometry.cols.kernel_size
    return sums


def _pool2d(image: np.ndarray, kernel_size: IntOrPair, stride: IntOrPair | None, combine: np.ufunc) -> np.ndarray:
    """Combine first the rows of each window, then the columns of what is left: K_h + K_w passes, not K_h * K_w."""
    geometry = _pool_geometry(image, kernel_size, stride)
    for number, axis in enumerate((geometry.rows, geometry.cols)):
        end = axis.origins[-1] + 1
        across = [(slice(None),) * (number + 1) + (slice(tap, end + tap, axis.stride),) for tap in axis.tap_offsets]
        pooled = image[across[0]].copy()
        for part in across[1:]:
            combine(pooled, image[part], out=pooled)
        image = pooled
    return image


def _pool_geometry(image: np.ndarray, kernel_size: IntOrPair, stride: IntOrPair | None) -> ConvGeometry:
    height, width = image.shape[1:]
    return ConvGeometry((height, width), kernel_size, kernel_size if stride is None else stride)


def _correlate_group(padded: np.ndarray, weight: np.ndarray, geometry: ConvGeometry, maps: np.ndarray) -> None:
    """Fill `maps` (C_out, H_out, W_out) for one group.

    Rows that lie `dilation` apart never meet the rows between them, so a row-dilated convolution is several
    undilated ones: output rows p, p + phases, ... read only padded rows first, first + dilation, ...
    """
    stride, dilation = geometry.rows.stride, geometry.rows.dilation
    common = gcd(stride, dilation)
    phases = dilation // common
    for phase in range(min(phases, geometry.rows.output_size)):
        rows, skipped = phase * stride % dilation, phase * stride // dilation
        _correlate(padded[:, rows::dilation][:, skipped:], weight, stride // common, geometry, maps[:, phase::phases])


def _correlate(
    padded: np.ndarray, weight: np.ndarray, row_stride: int, geometry: ConvGeometry, maps: np.ndarray
) -> None:
    """Fill `maps` from a group whose rows are not dilated, one block of output rows at a time.

    One idea: lower along the width only. A lowered row holds, for each channel and each kernel column, the pixels
    which that weight meets along the whole output row. K_h such rows stacked are one output row's matrix of windows,
    and they already lie behind each other in memory: the matrices of neighbouring output rows overlap, as a strided
    view, and nothing is copied K_h times. Each product is written straight into the feature maps.
    """
    out_channels, in_channels, kernel_height, kernel_width = weight.shape
    height_out, width_out = maps.shape[1:]
    matrix = np.ascontiguousarray(weight.transpose(0, 2, 1, 3)).reshape(out_channels, -1)
    row_items = in_channels * kernel_width * width_out
    block = max(1, (BLOCK_BYTES // (row_items * padded.itemsize) - kernel_height) // row_stride + 1)
    lowered = np.empty(
        ((min(block, height_out) - 1) * row_stride + kernel_height, in_channels, kernel_width, width_out), padded.dtype
    )
    row_bytes, item = lowered.strides[0], lowered.itemsize
    for top in range(0, height_out, block):
        count = min(block, height_out - top)
        used = (count - 1) * row_stride + kernel_height
        source = padded[:, top * row_stride : top * row_stride + used].transpose(1, 0, 2)
        for tap, offset in enumerate(geometry.cols.tap_offsets):
            last = offset + (width_out - 1) * geometry.cols.stride + 1
            lowered[:used, :, tap] = source[:, :, offset : last : geometry.cols.stride]
        windows = as_strided(
            lowered,
            (count, matrix.shape[1], width_out),
            (row_stride * row_bytes, width_out * item, item),
        )
        np.matmul(matrix, windows, out=maps[:, top : top + count].transpose(1, 0, 2))


def _as_float(image: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    dtype = np.result_type(image, weight)
    if dtype.kind in "biu":
        dtype = np.dtype(np.float64)
    if dtype.kind != "f":
        raise ValueError(_("`image` and `weight` must be real numbers, got {dtype}.").format(dtype=dtype))
    dtype = np.promote_types(dtype, np.float32)
    return image.astype(dtype, copy=False), weight.astype(dtype, copy=False)


def _check_shapes(image: np.ndarray, weight: np.ndarray, bias: np.ndarray | None, groups: int) -> None:
    if image.ndim != 3 or 0 in image.shape:
        raise ValueError(
            _("`image` must have the shape (C_in, H, W) with at least one pixel, got {shape}.").format(
                shape=image.shape
            )
        )
    if weight.ndim != 4 or 0 in weight.shape:
        raise ValueError(
            _("`weight` must have the shape (C_out, C_in // groups, K_h, K_w), got {shape}.").format(shape=weight.shape)
        )
    expected = slices_per_kernel(image.shape[0], weight.shape[0], groups)
    if weight.shape[1] != expected:
        raise ValueError(
            _(
                "`weight` must have {expected} channels a kernel ({inputs} input channels in {groups} groups), "
                "got {got}."
            ).format(expected=expected, inputs=image.shape[0], groups=groups, got=weight.shape[1])
        )
    if bias is not None and np.shape(bias) != (weight.shape[0],):
        raise ValueError(
            _("`bias` must hold one number for each of the {count} kernels, got the shape {shape}.").format(
                count=weight.shape[0], shape=np.shape(bias)
            )
        )
