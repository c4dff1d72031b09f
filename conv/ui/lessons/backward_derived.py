"""How panels of a backward board come from others: what the browser makes anew where a number is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from conv.activations import IDLE
from conv.index_maps import IndexMap
from conv.operations import BIAS, WEIGHT, Convolution, Shape
from conv.steps import Walk
from conv.ui.board.board import Group, Operand, Track
from conv.ui.board.deriving import derive, derive_function, derive_product, slope_name
from conv.ui.board.panel import Panel


@dataclass(frozen=True, slots=True)
class Read:
    """What a convolution of one output reads.

    Attributes:
        shape: (C, H, W) of the image.
        inputs, kernels: A panel for each channel.
        bias: The panel of its number; None where the operation has it.
    """

    shape: Shape
    inputs: Sequence[Panel]
    kernels: Sequence[Panel]
    bias: Panel | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """Walks that nobody takes, and the panels on their way that nobody sees."""

    tracks: tuple[Track, ...] = ()
    hidden: tuple[Panel, ...] = ()

    def __add__(self, other: Derived) -> Derived:
        return Derived((*self.tracks, *other.tracks), (*self.hidden, *other.hidden))


def hidden_panel(name: str, values: np.ndarray) -> Panel:
    """A panel that nobody sees."""
    return Panel(name, np.asarray(values, float), name)


def derive_output(operation: Convolution, read: Read, target: Panel) -> Track:
    """The output of a convolution, with its bias and activation."""
    if read.bias is None:
        return derive(operation, read.shape, read.inputs, target, parameters={WEIGHT: read.kernels})
    plain = replace(operation, bias=None)
    track = derive(plain, read.shape, read.inputs, target, parameters={WEIGHT: read.kernels})
    everywhere = [IndexMap.whole(1, cells) for cells in target.shape]
    bias = Operand(read.bias.name, everywhere[0], everywhere[1], role=BIAS)
    return replace(track, groups=(*track.groups, Group("", (bias,))))


def derive_wanted(wanted: Walk[Convolution] | None, read: Read, target: Panel, *, own: bool = False) -> Derived:
    """The map that is wanted of a picture, where a kernel makes it.

    Args:
        wanted: What makes it, or None where its numbers are typed.
        read: What the convolution reads that is compared with it.
        target: The panel of the wanted map.
        own: The kernel that makes it is the convolution's own.
    """
    if wanted is None:
        return Derived()
    if own:
        return Derived((derive_output(wanted.operation, read, target),))
    weights = wanted.operation.known_weight[0]
    kernels = tuple(hidden_panel(f"wanted_kernel_{channel}", plane) for channel, plane in enumerate(weights))
    return Derived((derive_output(wanted.operation, replace(read, kernels=kernels), target),), kernels)


def derive_at_sums(
    operation: Convolution, read: Read, gradient: Panel, at_sums: Panel, *, sums: Panel | None = None
) -> Derived:
    """The gradient before the activation: the output's, times the slope at each sum.

    Args:
        operation: The convolution with its activation.
        read: What it reads.
        gradient: dL/dy.
        at_sums: dL/dz.
        sums: The panel of the sums; None where nobody sees them.
    """
    nothing = np.zeros(at_sums.shape)
    found = sums or hidden_panel("sums", nothing)
    slopes = hidden_panel("slopes", nothing)
    return Derived(
        (
            derive_output(replace(operation, activation=IDLE), read, found),
            derive_function(found, slopes, slope_name(operation.activation)),
            derive_product(gradient, slopes, at_sums),
        ),
        (slopes,) if sums else (found, slopes),
    )
