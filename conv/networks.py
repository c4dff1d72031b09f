"""Networks as stacks of layers: known ones, their feature maps, and which pixels act on a deep cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from conv.gradients import spread_windows, unpad2d
from conv.kernels import feature_kernels
from conv.operations import AveragePooling, Convolution, MaxPooling, Network, Operation
from conv.text import N_

_conv = partial(Convolution, activation="relu")
_pool = MaxPooling
_same = partial(_conv, 3, padding=1)


def _convolutions(channels: int, count: int, stride: int = 1) -> list[Operation]:
    """Convolutions of 3 x 3 with the same channels, the first one with a stride."""
    return [_same(stride=stride if number == 0 else 1, out_channels=channels) for number in range(count)]


# Their layers as in their papers, AlexNet and ResNet as in torchvision; of ResNet the main path, without shortcuts.
NETWORKS: dict[str, tuple[Operation, ...]] = {
    "three_3x3": tuple(_convolutions(4, 3)),
    "one_7x7": (_conv(7, padding=3, out_channels=4),),
    "lenet5": (
        Convolution(5, out_channels=6, activation="tanh"),
        AveragePooling(2, stride=2),
        Convolution(5, out_channels=16, activation="tanh"),
        AveragePooling(2, stride=2),
        Convolution(5, out_channels=120, activation="tanh"),
    ),
    "alexnet": (
        _conv(11, stride=4, padding=2, out_channels=64),
        _pool(3, stride=2),
        _conv(5, padding=2, out_channels=192),
        _pool(3, stride=2),
        _same(out_channels=384),
        _same(out_channels=256),
        _same(out_channels=256),
        _pool(3, stride=2),
    ),
    "vgg16": tuple(
        layer
        for channels, count in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
        for layer in (*_convolutions(channels, count), _pool(2, stride=2))
    ),
    "resnet18": (
        _conv(7, stride=2, padding=3, out_channels=64),
        _pool(3, stride=2, padding=1),
        *_convolutions(64, 4),
        *_convolutions(128, 4, stride=2),
        *_convolutions(256, 4, stride=2),
        *_convolutions(512, 4, stride=2),
    ),
    "digits": (
        _conv(5, out_channels=6),
        _pool(2, stride=2),
        _conv(5, out_channels=12),
        _pool(2, stride=2),
    ),
    "dilated": tuple(_conv(3, padding=2, dilation=2, out_channels=4) for _layer in range(3)),
}


# What the papers call these layers; those of ResNet are torchvision's.
LAYER_NAMES: dict[str, tuple[str, ...]] = {
    "lenet5": ("C1", "S2", "C3", "S4", "C5"),
    "digits": ("conv1", "pool1", "conv2", "pool2"),
    "alexnet": ("conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5"),
    "vgg16": tuple(
        name
        for block, count in enumerate((2, 2, 3, 3, 3), 1)
        for name in (*(f"conv{block}_{number}" for number in range(1, count + 1)), f"pool{block}")
    ),
    "resnet18": (
        "conv1",
        "maxpool",
        *(f"layer{layer}.{block}.conv{number}" for layer in (1, 2, 3, 4) for block in (0, 1) for number in (1, 2)),
    ),
}


def network_name(layers: Sequence[Operation]) -> str:
    """By which name of `LAYER_NAMES` a network of these layers is known; empty for any other one.

    >>> network_name(NETWORKS["lenet5"]), network_name(NETWORKS["lenet5"][:2])
    ('lenet5', '')
    """
    return next((name for name in LAYER_NAMES if NETWORKS[name] == tuple(layers)), "")


@dataclass(frozen=True, slots=True)
class Published:
    """A receptive field that somebody has published: of the first layers of a network, in pixels, and where.

    Attributes:
        source: Marked with `N_`.
    """

    network: str
    layer: str
    layers: int
    size: int
    source: str


ARAUJO = N_("google-research/receptive_field, table of Araujo, Norris, Sim 2019")
PUBLISHED = (
    Published("lenet5", "C5", 5, 32, N_("LeCun, Bottou, Bengio, Haffner 1998: C5 sees the whole 32 × 32 input")),
    Published("alexnet", "conv5", 7, 163, ARAUJO),
    Published("alexnet", "pool5", 8, 195, ARAUJO),
    Published("vgg16", "pool5", 18, 212, ARAUJO),
    Published("resnet18", "layer4", 18, 435, "S. Wang, ResNet Receptive Field Size, gist 2020"),
)


def with_kernels(network: Network, seed: int = 0) -> Network:
    """The network with made-up kernels in every convolution, in float32, and without biases.

    Args:
        network: Its convolutions have one group.
        seed: 0 for edges and blobs, otherwise normally distributed weights, the same for the same seed.
    """
    rng = np.random.default_rng(seed)
    found: list[dict[str, np.ndarray]] = []
    for operation, shape in zip(network.operations, network.shapes, strict=False):
        shapes = operation.parameter_shapes(shape)
        if "weight" not in shapes:
            found.append({})
            continue
        outputs, inputs, *size = shapes["weight"]
        if seed == 0:
            weight = feature_kernels(outputs, inputs, (size[0], size[1]))
        else:
            weight = rng.standard_normal((outputs, inputs, *size)) * (inputs * size[0] * size[1]) ** -0.5
        found.append({"weight": weight.astype(np.float32)})
    return network.with_parameters(found)


def cell_gradient(network: Network, weights: Sequence[np.ndarray | None], cell: tuple[int, int]) -> np.ndarray:
    """How much one cell of the last layer changes with each pixel, in a stack without activations.

    The exact backward pass of the linear stack; where there are no weights, as in a pooling, it takes the mean.

    Args:
        network: The layers.
        weights: For each convolution shape (S, K_h, K_w): S stacks of a single channel side by side.
        cell: (row, col) in the last map.

    Returns:
        Shape (S, H, W).
    """
    side = next((len(weight) for weight in weights if weight is not None), 1)
    gradient = np.zeros((side, *network.output_size), np.float32)
    gradient[:, cell[0], cell[1]] = 1
    for geometry, weight in zip(reversed(network.geometries), reversed(list(weights)), strict=True):
        if weight is None:
            size = geometry.rows.kernel_size, geometry.cols.kernel_size
            weight = np.full((side, *size), 1 / (size[0] * size[1]))
        kernels = weight[:, None].astype(np.float32)
        gradient = unpad2d(spread_windows(gradient, kernels, geometry, groups=side), geometry)
    return gradient


@dataclass(frozen=True, slots=True, eq=False)
class EffectiveField:
    """Which pixels really act on a deep cell, beside those that could.

    Attributes:
        strength: Mean size of the gradient over the seeds, shape (H, W); its largest value is 1.
        box: (top, bottom, left, right) of the theoretical field, both ends included, as if there were no borders.
        half: The same of its central half, half as high and half as wide.
        share: Part of all strength that is inside the central half.
        even: What the share would be if every pixel of the field that is in the picture acted alike.
    """

    strength: np.ndarray
    box: tuple[int, int, int, int]
    half: tuple[int, int, int, int]
    share: float
    even: float


def effective_field(network: Network, cell: tuple[int, int], seeds: int = 16) -> EffectiveField:
    """The effective receptive field of a cell of the last layer, over random weights.

    How it falls off around the middle is shown by Luo, Li, Urtasun, Zemel (2016, arXiv:1701.04128).

    Args:
        network: The layers; their activations are left out, and poolings take the mean.
        cell: (row, col) in the last map.
        seeds: Number of stacks with weights of their own.
    """
    rng = np.random.default_rng(1)
    weights = [
        rng.standard_normal((seeds, geometry.rows.kernel_size, geometry.cols.kernel_size))
        if operation.learned
        else None
        for operation, geometry in zip(network.operations, network.geometries, strict=True)
    ]
    strength = np.abs(cell_gradient(network, weights, cell)).mean(axis=0, dtype=np.float64)
    largest = strength.max()
    if largest > 0:
        strength /= largest
    (top, bottom), (left, right) = network.rows.field(cell[0]), network.cols.field(cell[1])
    half = (*_central_half(top, bottom), *_central_half(left, right))
    box = (top, bottom, left, right)
    whole = _inside(np.ones_like(strength), box).sum()
    return EffectiveField(
        strength,
        box,
        half,
        float(_inside(strength, half).sum() / max(strength.sum(), 1e-300)),
        float(_inside(np.ones_like(strength), half).sum() / max(whole, 1)),
    )


def _central_half(first: int, last: int) -> tuple[int, int]:
    """First and last of the middle half of so many positions, as near as whole positions come to it."""
    span = last - first + 1
    cut = min((span + 2) // 4, (span - 1) // 2)
    return first + cut, last - cut


def _inside(values: np.ndarray, box: tuple[int, int, int, int]) -> np.ndarray:
    top, bottom, left, right = box
    return values[max(0, top) : max(0, bottom + 1), max(0, left) : max(0, right + 1)]
