"""From a scene to arrays: its picture, its kernel, and the walk of one over the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from conv.drawn_digits import drawn_digit
from conv.files import ASSETS
from conv.images import fit_image, fitted_size, load_image, to_grey
from conv.kernels import KERNELS, WORKED_BANK, preset_bank, random_weights
from conv.operations import Convolution
from conv.ops import slices_per_kernel
from conv.steps import Walk, walk, walks
from conv.ui.scene.record import LARGEST, OWN_PICTURES, SAMPLES, WORKED_PIXELS, Scene
from conv.ui.words.labels import channel_labels, short_kernel_label

FIRST_LAYER = ("sobel_x", "sobel_y", "box_blur")  # what makes the fourth to sixth channel
WORKED_CHANNELS = np.array(
    [
        [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]],
        [[0, 2, 1, 0, 1], [1, 0, 2, 1, 0], [2, 1, 0, 0, 1], [0, 1, 1, 2, 0], [1, 0, 0, 1, 2]],
        [[2, 0, 0, 1, 1], [0, 1, 0, 2, 0], [1, 0, 2, 0, 1], [0, 2, 0, 1, 0], [1, 1, 0, 0, 2]],
    ]
)
WINDOWS = ("stride", "padding", "dilation", "padding_mode")  # settings of a convolution's windows
LAYER = ("bias", "activation", *WINDOWS)
SAMPLE_FOLDER = ASSETS / "samples"


def scene_image(scene: Scene, own_picture: np.ndarray | None) -> np.ndarray:
    """The scene's picture at its working size.

    Args:
        scene: Where picture, size and colour come from.
        own_picture: The uploaded or photographed picture, shape (3, H, W), or None where there is none (yet): then
            the worked example stands in.

    Returns:
        Shape (1, H, W) or (3, H, W); uint8 for pictures, whose values are bytes; float for the worked example and
        typed numbers.
    """
    pixels = _picture(scene, own_picture)
    if pixels.dtype != np.uint8:
        return pixels
    pixels = fit_image(pixels, scene.size)
    return to_grey(pixels) if scene.colour == "grey" else pixels


def scene_size(scene: Scene, own_picture: np.ndarray | None) -> tuple[int, int]:
    """(H, W) of what `scene_image` gives, without making it."""
    pixels = _picture(scene, own_picture)
    height, width = pixels.shape[1:]
    return fitted_size((height, width), scene.size) if pixels.dtype == np.uint8 else (height, width)


def source_picture(scene: Scene, own_picture: np.ndarray | None) -> np.ndarray | None:
    """The picture before it is resized, shape (3, H, W), uint8; None where the scene shows numbers, at their size."""
    pixels = _picture(scene, own_picture)
    return pixels if pixels.dtype == np.uint8 else None


def _picture(scene: Scene, own_picture: np.ndarray | None) -> np.ndarray:
    """The picture before it is resized: uint8 for pictures, float for numbers, which keep their size."""
    if scene.picture == "typed":
        return np.array([scene.pixels], np.float64)
    if scene.picture == "drawn":
        return np.repeat(np.rint(drawn_digit(scene.digit) * 255).astype(np.uint8), 3, axis=0)
    if scene.picture in SAMPLES:
        return _sample(scene.picture)
    if scene.picture in OWN_PICTURES and own_picture is not None:
        return own_picture
    return np.array([WORKED_PIXELS], np.float64)


def scene_kernel(scene: Scene, channels: int) -> tuple[np.ndarray, float]:
    """The scene's kernel and its divisor.

    Returns:
        Weights, shape (channels, K_h, K_w), and the divisor. Unless the picture is shown in channels, all channels
        share one slice.
    """
    slices = channels if scene.colour == "channels" else 1
    if scene.kernel == "random":
        weights, divisor = random_weights(slices, scene.kernel_size, scene.seed), scene.divisor
    elif scene.kernel == "typed":
        matrices = scene.weights[:slices] if len(scene.weights) >= slices else scene.weights[:1]
        weights, divisor = np.array(matrices, np.float64), scene.divisor
    else:
        weights, divisor = KERNELS[scene.kernel].weights[None], KERNELS[scene.kernel].divisor
    return np.broadcast_to(weights, (channels, *weights.shape[1:])) if len(weights) == 1 else weights, divisor


class Channels(NamedTuple):
    """A picture as channels: shape (C, H, W), their names, and whether red, green and blue are bytes."""

    image: np.ndarray
    labels: list[str]
    byte_pixels: bool


def channel_image(scene: Scene, own_picture: np.ndarray | None) -> Channels:
    """The picture of the channels lesson: the worked example's three channels of small numbers, one of typed numbers,
    or red, green and blue, and where the scene asks for more, maps of the grey picture as a first layer makes them.
    """
    if scene.picture == "typed":
        return Channels(np.array([scene.pixels], np.float64), channel_labels(1), False)
    pixels = _picture(scene, own_picture)
    if pixels.dtype != np.uint8:
        return Channels(WORKED_CHANNELS.astype(np.float64), channel_labels(3), False)
    pixels = fit_image(pixels, scene.size)
    if scene.in_channels == 3:
        return Channels(pixels, channel_labels(3), True)
    maps = [
        walk(
            to_grey(pixels),
            KERNELS[name].weights[None],
            divisor=KERNELS[name].divisor,
            padding="half",
            padding_mode="replicate",
        ).feature_map
        for name in FIRST_LAYER
    ]
    labels = [*channel_labels(3), *map(short_kernel_label, FIRST_LAYER)]
    return Channels(np.concatenate([pixels, maps]), labels, True)


def scene_bank(scene: Scene, channels: int) -> tuple[np.ndarray, float]:
    """All kernels of the channels lesson and their divisor.

    Returns:
        Weights, shape (C_out, channels // groups, K_h, K_w), and the divisor.

    Raises:
        Refusal: If `groups` does not divide the channels.
    """
    outputs = scene.out_channels
    slices = slices_per_kernel(channels, outputs, scene.groups)
    if scene.kernel == "random":
        weights = random_weights(outputs * slices, scene.kernel_size, scene.seed)
        return weights.reshape(outputs, slices, *scene.kernel_size), scene.divisor
    if scene.kernel == "typed":
        matrices = [scene.weights[index % len(scene.weights)] for index in range(outputs * slices)]
        typed = np.array(matrices, np.float64)
        return typed.reshape(outputs, slices, *typed.shape[1:]), scene.divisor
    if scene.kernel == "worked_example":
        return WORKED_BANK[np.ix_(np.arange(outputs) % 2, np.arange(slices) % 3)], 1
    kernel = KERNELS[scene.kernel]
    return preset_bank(kernel.weights, outputs, slices), kernel.divisor


def bank_walks(scene: Scene, image: np.ndarray) -> tuple[Walk[Convolution], ...]:
    """All kernels of the channels lesson, walked over an image, shape (C, H, W).

    Raises:
        Refusal: If the core refuses the setting.
    """
    weight, divisor = scene_bank(scene, len(image))
    return walks(image, weight, divisor=divisor, groups=scene.groups, **_layer(scene))


def scene_walk(scene: Scene, image: np.ndarray) -> Walk[Convolution]:
    """The scene's kernel walked over an image, shape (C, H, W).

    Raises:
        Refusal: If the core refuses the setting.
    """
    weight, divisor = scene_kernel(scene, len(image))
    return walk(image, weight, divisor=divisor, **_layer(scene))


def settings_of(scene: Scene, names: Sequence[str]) -> dict[str, Any]:
    """Some of a scene's settings, as arguments of the core."""
    return {name: getattr(scene, name) for name in names}


def _layer(scene: Scene) -> dict[str, Any]:
    layer = settings_of(scene, LAYER)
    return layer | {"activation": "none"} if scene.shows == "sum" else layer


@lru_cache(maxsize=len(SAMPLES))
def _sample(name: str) -> np.ndarray:
    pixels = load_image((SAMPLE_FOLDER / f"{name}.png").read_bytes(), LARGEST)
    pixels.flags.writeable = False
    return pixels
