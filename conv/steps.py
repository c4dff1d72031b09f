"""One output cell at a time: the window, the products and the sums behind every number of a feature map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np

from conv.geometry import IntOrPair, Padding
from conv.operations import Convolution, Operation, Shape, Terms
from conv.ops import check_bias, group_channels
from conv.reductions import Reduction
from conv.refusal import Refusal
from conv.text import _

Walked = TypeVar("Walked", bound=Operation)


@dataclass(frozen=True, eq=False)
class Walk(Generic[Walked]):
    """One output channel of an operation on an image: all that its steps need.

    Attributes:
        operation: What is walked.
        image: What it reads, shape (C, H, W), float.
        channel: Number of the output channel.
        padded: The channels that it reads, as its terms do, shape (C', H_padded, W_padded), float.
        weight: Its weights, one slice for each of these channels, shape (C', K_h, K_w); empty where it has none.
        totals: Before the activation, shape (H_out, W_out).
        feature_map: After it, shape (H_out, W_out).
    """

    operation: Walked
    image: np.ndarray
    channel: int
    padded: np.ndarray
    weight: np.ndarray
    totals: np.ndarray
    feature_map: np.ndarray

    @property
    def shape(self) -> Shape:
        """(C, H, W) of the image."""
        channels, height, width = self.image.shape
        return channels, height, width

    @cached_property
    def geometry(self) -> Any:
        """Where its windows lie: a `ConvGeometry`, or a `PoolGeometry` of a pooling."""
        return self.operation.geometry(self.shape)  # type: ignore[attr-defined]

    @cached_property
    def terms(self) -> tuple[Terms, ...]:
        """Which cells make the cells of its map."""
        return self.operation.terms(self.shape, self.channel)

    @cached_property
    def wins(self) -> np.ndarray | None:
        """In how many windows each pixel decides, shape (H, W), where one alone does."""
        wins = self.operation.wins(self.image)
        return None if wins is None else wins[self.channel]

    @cached_property
    def reduction(self) -> Reduction:
        """How they do."""
        return self.operation.reduction(self.channel)


def operation_walk(operation: Walked, image: np.ndarray, channel: int = 0) -> Walk[Walked]:
    """The walk over one output channel of any operation; an image of shape (C, H, W).

    >>> from conv.operations import MaxPooling
    >>> operation_walk(MaxPooling(2), np.arange(16).reshape(1, 4, 4)).feature_map.tolist()
    [[5.0, 7.0], [13.0, 15.0]]
    """
    image = np.asarray(image, np.float64)
    operation.output_shape(image.shape)
    maps, padded = operation.apply(image), operation.padded(image)
    read = sorted({terms.factors[0].index[0] for terms in operation.terms(image.shape, channel)})
    return Walk(operation, image, channel, padded[read], np.empty((0, 0, 0)), maps[channel], maps[channel])


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
) -> Walk[Convolution]:
    """Convolve an image with one kernel and keep what its steps need.

    Args:
        image: Shape (C, H, W), any real dtype, finite.
        weight: One kernel slice per channel, shape (C, K_h, K_w).
        bias, divisor: Finite numbers; the divisor is not zero.
        activation: As in `activate`; the rest as in `conv2d`.

    Raises:
        Refusal: If a value is out of range, a pixel or weight is not a finite real number, or the kernel does not
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
    bias: float | np.ndarray = 0.0,
    divisor: float = 1.0,
    activation: str = "none",
    stride: IntOrPair = 1,
    padding: Padding = 0,
    dilation: IntOrPair = 1,
    groups: int = 1,
    padding_mode: str = "zeros",
) -> tuple[Walk[Convolution], ...]:
    """Convolve an image with several kernels and keep what the steps of each need.

    Args:
        image: Shape (C_in, H, W), any real dtype, finite.
        weight: Kernels, shape (C_out, C_in // groups, K_h, K_w).
        bias: A finite number, the same for all kernels, or one for each, shape (C_out,).
        divisor: A finite number, not zero, the same for all kernels.
        activation: As in `activate`; the rest as in `conv2d`.

    Returns:
        A walk for each kernel; its `padded` holds the channels of its group only.

    Raises:
        Refusal: As for `walk`, and where `groups` does not divide the channels.

    >>> [found.padded.shape for found in walks(np.ones((4, 5, 5)), np.ones((2, 2, 3, 3)), groups=2)]
    [(2, 5, 5), (2, 5, 5)]
    """
    image, weight = _real("image", image, 3), _real("weight", weight, 4)
    bias = _real("bias", bias, min(np.ndim(bias), 1))
    if bias.ndim:
        check_bias(bias, len(weight))
    _real("divisor", divisor, 0)
    layer = Convolution.of(
        weight,
        bias if bias.any() else None,
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
        padding_mode=padding_mode,
        divisor=float(divisor),
        activation=activation,
    )
    with np.errstate(over="ignore", invalid="ignore"):
        totals = layer.totals(image)
    if not np.isfinite(totals).all():
        raise Refusal(
            _("`divisor` {divisor} makes numbers too large to show; use a larger one.").format(divisor=divisor)
        )
    feature_maps, padded = layer.activated(totals), layer.padded(image)
    channels = group_channels(len(image), len(weight), groups)
    return tuple(
        Walk(layer, image, channel, padded[first:last], weight[channel], totals[channel], feature_maps[channel])
        for channel, (first, last) in enumerate(channels)
    )


def step_at(walk: Walk, index: int) -> Step:
    """The step with this index in row-major order, read out of views; nothing of the feature map is used.

    Raises:
        Refusal: If there is no such step.

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
    total = numbers[-2] if post and post[-1].is_function else numbers[-1]
    sums = np.array([Reduction("dot").of(channel)[0] for channel in products])
    return Step(index, row, col, window, products, sums, tuple(numbers), total, numbers[-1])


def iter_steps(walk: Walk) -> Iterator[Step]:
    """All steps in row-major order, made one by one."""
    return (step_at(walk, index) for index in range(walk.geometry.steps))


def _real(name: str, values: Any, dimensions: int) -> np.ndarray:
    """The values in float64.

    Raises:
        Refusal: If they have other dimensions, or one of them is not a finite real number.
    """
    array = np.asarray(values)
    if array.ndim != dimensions:
        shapes = {0: "()", 1: "(C_out,)", 3: "(C, H, W)", 4: "(C_out, C_in // groups, K_h, K_w)"}
        raise Refusal(
            _("`{name}` must have the shape {expected}, got {shape}.").format(
                name=name, expected=shapes[dimensions], shape=array.shape
            )
        )
    if array.dtype.kind not in "biuf":
        raise Refusal(_("`{name}` must be real numbers, got {dtype}.").format(name=name, dtype=array.dtype))
    array = array.astype(np.float64)
    if not np.isfinite(array).all():
        raise Refusal(
            _("`{name}` must hold finite numbers; one of them is {value}.").format(
                name=name, value=array[~np.isfinite(array)][0]
            )
        )
    return array
