"""One output cell at a time: the window, the products and the sums behind every number of a feature map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from conv.activations import activate
from conv.geometry import ConvGeometry, IntOrPair, Padding
from conv.ops import conv2d, group_channels, pad2d
from conv.precision import count_terms, settled_maps
from conv.reductions import Reduction, layer_reduction
from conv.text import _


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """One kernel and one image, convolved: all that a step reads.

    Attributes:
        geometry: The plan.
        padded: The image after padding, shape (C, H_padded, W_padded), float.
        weight: The kernel, one slice per channel, shape (C, K_h, K_w), float.
        reduction: How the products become a cell's number.
        totals: Before the activation, shape (H_out, W_out).
        feature_map: After the activation, shape (H_out, W_out).
    """

    geometry: ConvGeometry
    padded: np.ndarray
    weight: np.ndarray
    reduction: Reduction
    totals: np.ndarray
    feature_map: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One output cell and where its number comes from.

    Attributes:
        index: Place in row-major order.
        row, col: Place in the feature map.
        window: The pixels under the taps, shape (C, K_h, K_w).
        products: window * weight, shape (C, K_h, K_w).
        partial_sums: Sum of the products of each channel, shape (C,).
        numbers: The sum of the products, and the number after each operation of the reduction.
        total: The number before the activation.
        output: The last number, the cell's own.
    """

    index: int
    row: int
    col: int
    window: np.ndarray
    products: np.ndarray
    partial_sums: np.ndarray
    numbers: tuple[float, ...]
    total: float
    output: float


def walk(
    image: np.ndarray,
    weight: np.ndarray,
    *,
    bias: float = 0.0,
    divisor: float = 1.0,
    activation: str = "none",
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
    padding_mode: str = "zeros",
) -> Walk:
    """Convolve an image with one kernel and keep what its steps need.

    Args:
        image: Shape (C, H, W), any real dtype, finite.
        weight: One kernel slice per channel, shape (C, K_h, K_w).
        bias, divisor: Finite numbers; the divisor is not zero.
        activation: As in `activate`; the rest as in `conv2d`.

    Raises:
        ValueError: If a value is out of range, a pixel or weight is not a finite real number, or the kernel does not
            fit.

    >>> walk(np.ones((1, 5, 5)), np.ones((1, 3, 3))).feature_map.shape
    (3, 3)
    """
    return walks(
        image,
        np.asarray(weight)[None],
        bias=bias,
        divisor=divisor,
        activation=activation,
        stride=stride,
        padding=padding,
        dilation=dilation,
        padding_mode=padding_mode,
    )[0]


def walks(
    image: np.ndarray,
    weight: np.ndarray,
    *,
    bias: float = 0.0,
    divisor: float = 1.0,
    activation: str = "none",
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
    padding_mode: str = "zeros",
) -> tuple[Walk, ...]:
    """Convolve an image with several kernels and keep what the steps of each need.

    Args:
        image: Shape (C_in, H, W), any real dtype, finite.
        weight: Kernels, shape (C_out, C_in // groups, K_h, K_w).
        bias, divisor: Finite numbers, the same for all kernels; the divisor is not zero.
        activation: As in `activate`; the rest as in `conv2d`.

    Returns:
        A walk for each kernel; its `padded` holds the channels of its group only.

    Raises:
        ValueError: As for `walk`, and where `groups` does not divide the channels.

    >>> [found.padded.shape for found in walks(np.ones((4, 5, 5)), np.ones((2, 2, 3, 3)), groups=2)]
    [(2, 5, 5), (2, 5, 5)]
    """
    image, weight = _real("image", image, 3), _real("weight", weight, 4)
    _real("bias", bias, 0)
    _real("divisor", divisor, 0)
    if divisor == 0:
        raise ValueError(_("`divisor` must not be 0; use 1 to leave the sum of products as it is."))
    reduction = layer_reduction(divisor, bias, activation)
    geometry = ConvGeometry(
        (image.shape[1], image.shape[2]), (weight.shape[2], weight.shape[3]), stride, padding, dilation, padding_mode
    )
    padded = pad2d(image, geometry)
    with np.errstate(over="ignore", invalid="ignore"):
        window: dict[str, Any] = {"stride": stride, "dilation": dilation, "groups": groups}
        sums = settled_maps(conv2d, padded, weight, **window)
        totals = _after_sums(sums, padded, weight, reduction, window)
    if not np.isfinite(totals).all():
        raise ValueError(
            _("`divisor` {divisor} makes numbers too large to show; use a larger one.").format(divisor=divisor)
        )
    feature_maps = activate(totals, activation)
    return tuple(
        Walk(geometry, padded[first:last], kernel, reduction, total, feature_map)
        for (first, last), kernel, total, feature_map in zip(
            group_channels(len(image), len(weight), groups), weight, totals, feature_maps, strict=True
        )
    )


def _after_sums(
    sums: np.ndarray, padded: np.ndarray, weight: np.ndarray, reduction: Reduction, window: dict[str, Any]
) -> np.ndarray:
    """The sums after division and bias; what is left of a bias that cancels them may be round-off."""
    linear = [operation for operation in reduction.post if operation.name != "activation"]
    plain: np.ndarray = sums
    for operation in linear:
        plain = operation.after(plain)
    if not any(operation.name == "bias" for operation in linear):
        return plain
    terms = count_terms(padded, weight, len(weight))
    magnitudes = conv2d(np.abs(padded), np.abs(weight), **window) if terms else np.abs(sums)
    number = sums
    for operation in linear:
        number, terms, magnitudes = operation.settled_after(number, terms, magnitudes)
    return number


def step_at(walk: Walk, index: int) -> Step:
    """The step with this index in row-major order, read out of views; nothing of the feature map is used.

    Raises:
        ValueError: If there is no such step.

    >>> step_at(walk(np.ones((1, 5, 5)), np.ones((1, 3, 3))), 4).total
    9.0
    """
    geometry = walk.geometry
    row, col = geometry.position(index)
    rows, cols = geometry.rows, geometry.cols
    top, left = row * rows.stride, col * cols.stride
    window = walk.padded[
        :,
        top : top + rows.effective_kernel_size : rows.dilation,
        left : left + cols.effective_kernel_size : cols.dilation,
    ]
    products = window * walk.weight
    numbers = walk.reduction.of(products)
    post = walk.reduction.post
    total = numbers[-2] if post and post[-1].name == "activation" else numbers[-1]
    sums = np.array([Reduction("dot").of(channel)[0] for channel in products])
    return Step(index, row, col, window, products, sums, tuple(numbers), total, numbers[-1])


def iter_steps(walk: Walk) -> Iterator[Step]:
    """All steps in row-major order, made one by one."""
    return (step_at(walk, index) for index in range(walk.geometry.steps))


def _real(name: str, values: Any, dimensions: int) -> np.ndarray:
    """The values in float64.

    Raises:
        ValueError: If they have other dimensions, or one of them is not a finite real number.
    """
    array = np.asarray(values)
    if array.ndim != dimensions:
        shapes = {0: "()", 3: "(C, H, W)", 4: "(C_out, C_in // groups, K_h, K_w)"}
        raise ValueError(
            _("`{name}` must have the shape {expected}, got {shape}.").format(
                name=name, expected=shapes[dimensions], shape=array.shape
            )
        )
    if array.dtype.kind not in "biuf":
        raise ValueError(_("`{name}` must be real numbers, got {dtype}.").format(name=name, dtype=array.dtype))
    array = array.astype(np.float64)
    if not np.isfinite(array).all():
        raise ValueError(
            _("`{name}` must hold finite numbers; one of them is {value}.").format(
                name=name, value=array[~np.isfinite(array)][0]
            )
        )
    return array
