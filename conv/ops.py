"""Arrays: padding and the convolution itself; the geometry comes from `geometry`."""

from __future__ import annotations

import operator
from functools import lru_cache
from typing import Any

import numpy as np

from conv.arguments import ENDLESS, check_image
from conv.correlate import correlate
from conv.geometry import NUMPY_MODES, ConvGeometry, IntOrPair, Padding
from conv.refusal import Refusal
from conv.text import _


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


@ENDLESS
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
        image: Input, shape (C_in, H, W), any real dtype, finite; integers are computed in float64.
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
        Refusal: If shapes do not agree or the kernel spans more than the padded image.

    >>> conv2d(np.ones((1, 3, 3)), np.ones((1, 1, 2, 2))).shape  # 2 = (3 - 2) // 1 + 1
    (1, 2, 2)
    """
    image, weight = _as_float(np.asarray(image), np.asarray(weight))
    _check_shapes(image, weight, bias, groups)
    geometry = _geometry(image.shape[1:], weight.shape[2:], stride, padding, dilation, padding_mode)
    feature_maps = correlate(pad2d(image, geometry), weight, groups, geometry)
    if bias is not None:
        feature_maps += np.asarray(bias, image.dtype)[:, None, None]
    return feature_maps


def slices_per_kernel(in_channels: int, out_channels: int, groups: int) -> int:
    """Channels that each kernel reads: in_channels / groups.

    Raises:
        Refusal: If `groups` does not divide both numbers of channels.
    """
    if groups < 1 or in_channels % groups or out_channels % groups:
        raise Refusal(
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


def _geometry(input_size: tuple[int, ...], kernel_size: tuple[int, ...], *layer: Any) -> ConvGeometry:
    """The geometry; making one costs more than a small convolution, so that the last ones are kept."""
    try:
        return _kept_geometry(input_size, kernel_size, *map(_exact, layer))
    except TypeError:
        return ConvGeometry(input_size, kernel_size, *layer)  # type: ignore[arg-type]


def _exact(argument: Any) -> Any:
    """Words and whole numbers, also in lists; a TypeError for 2.0, which would be looked up as 2."""
    if isinstance(argument, (int, str)):
        return argument
    return tuple(map(_exact, argument)) if isinstance(argument, (tuple, list)) else operator.index(argument)


@lru_cache(maxsize=256)
def _kept_geometry(*arguments: Any) -> ConvGeometry:
    return ConvGeometry(*arguments)


def _as_float(image: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if image.dtype == weight.dtype and image.dtype in (np.float32, np.float64):
        return image, weight
    dtype = np.result_type(image, weight)
    if dtype.kind in "biu":
        dtype = np.dtype(np.float64)
    if dtype.kind != "f":
        raise Refusal(_("`image` and `weight` must be real numbers, got {dtype}.").format(dtype=dtype))
    dtype = np.promote_types(dtype, np.float32)
    return image.astype(dtype, copy=False), weight.astype(dtype, copy=False)


def _check_shapes(image: np.ndarray, weight: np.ndarray, bias: np.ndarray | None, groups: int) -> None:
    check_image(image)
    if weight.ndim != 4 or 0 in weight.shape:
        raise Refusal(
            _("`weight` must have the shape (C_out, C_in // groups, K_h, K_w), got {shape}.").format(shape=weight.shape)
        )
    expected = slices_per_kernel(image.shape[0], weight.shape[0], groups)
    if weight.shape[1] != expected:
        raise Refusal(
            _(
                "`weight` must have {expected} channels per kernel ({inputs} input channels in {groups} groups), "
                "got {got}."
            ).format(expected=expected, inputs=image.shape[0], groups=groups, got=weight.shape[1])
        )
    if bias is not None:
        check_bias(bias, len(weight))


def check_bias(bias: np.ndarray, kernels: int) -> None:
    """Refuse biases that are not one number for each kernel.

    Raises:
        Refusal: With the shape.
    """
    if np.shape(bias) != (kernels,):
        raise Refusal(
            _("`bias` must hold one number for each of the {count} kernels, got the shape {shape}.").format(
                count=kernels, shape=np.shape(bias)
            )
        )
