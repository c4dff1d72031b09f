"""Poolings by their names, and the walks over one channel of an image."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from conv.arguments import check_choice, checked_pair
from conv.geometry import IntOrPair
from conv.operations import (
    AdaptiveAveragePooling,
    AdaptiveMaxPooling,
    AveragePooling,
    L2Pooling,
    MaxPooling,
    Operation,
)
from conv.refusal import Refusal
from conv.steps import Walk, operation_walk
from conv.text import _

POOLINGS: dict[str, type[MaxPooling | AveragePooling | L2Pooling]] = {
    each.name: each for each in (MaxPooling, AveragePooling, L2Pooling)
}
ADAPTIVE_POOLINGS: dict[str, type[AdaptiveMaxPooling | AdaptiveAveragePooling]] = {
    each.plain.name: each for each in (AdaptiveMaxPooling, AdaptiveAveragePooling)
}


def pooling(
    kind: str,
    kernel_size: IntOrPair,
    *,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    adaptive: IntOrPair | None = None,
) -> Operation:
    """The operation of that kind; a setting that PyTorch does not have for it is refused.

    Args:
        kind: One of `POOLINGS`; the rest as in `max_pool2d` and `avg_pool2d`.
        adaptive: (H_out, W_out) of an adaptive pooling, which takes no notice of the windows' own settings.

    Raises:
        Refusal: If PyTorch has no such pooling.
    """
    check_choice("kind", kind, tuple(POOLINGS))
    if adaptive is not None:
        if kind not in ADAPTIVE_POOLINGS:
            raise Refusal(_("There is no adaptive L2 pooling in PyTorch; choose max or average."))
        return ADAPTIVE_POOLINGS[kind](adaptive)
    settings = {"stride": stride, "padding": padding, "ceil_mode": ceil_mode}
    settings |= {"dilation": dilation, "count_include_pad": count_include_pad}
    own: dict[str, Any] = {each.name: settings[each.name] for each in fields(POOLINGS[kind]) if each.name in settings}
    if "dilation" not in own and checked_pair("dilation", dilation) != (1, 1):
        raise Refusal(_("Only max pooling has a `dilation` in PyTorch; use 1, or choose max."))
    return POOLINGS[kind](kernel_size, **own)


def pool_walk(
    image: np.ndarray,
    kind: str,
    kernel_size: IntOrPair,
    *,
    stride: IntOrPair | None = None,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    adaptive: IntOrPair | None = None,
) -> Walk:
    """Pool one channel as PyTorch does, and keep what its steps need.

    Args:
        image: Shape (H, W), any real dtype, finite.
        kind: As in `pooling`, like the rest.

    Raises:
        Refusal: If PyTorch has no such pooling, or a window would read no pixel at all.

    >>> pool_walk(np.array([[1, 7], [7, 2]]), "max", 2).feature_map.tolist()
    [[7.0]]
    """
    operation = pooling(
        kind,
        kernel_size,
        stride=stride,
        padding=padding,
        dilation=dilation,
        ceil_mode=ceil_mode,
        count_include_pad=count_include_pad,
        adaptive=adaptive,
    )
    return operation_walk(operation, np.asarray(image)[None])
