"""From a scene to arrays: its picture, its kernel, and the walk of one over the other."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from conv.images import fit_image, fitted_size, load_image, to_grey
from conv.kernels import KERNELS, random_weights
from conv.steps import Walk, walk
from conv.ui.scene import SAMPLES, WORKED_PIXELS, Scene

SAMPLE_FOLDER = Path(__file__).parents[2] / "assets" / "samples"


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


def _picture(scene: Scene, own_picture: np.ndarray | None) -> np.ndarray:
    """The picture before it is resized: uint8 for pictures, float for numbers, which keep their size."""
    if scene.picture == "typed":
        return np.array([scene.pixels], np.float64)
    if scene.picture in SAMPLES:
        return _sample(scene.picture)
    if scene.picture in ("upload", "camera") and own_picture is not None:
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
        weights, divisor = np.array(scene.weights[:slices], np.float64), scene.divisor
    else:
        weights, divisor = KERNELS[scene.kernel].weights[None], KERNELS[scene.kernel].divisor
    return np.broadcast_to(weights, (channels, *weights.shape[1:])) if len(weights) == 1 else weights, divisor


def scene_walk(scene: Scene, image: np.ndarray) -> Walk:
    """The scene's kernel walked over an image, shape (C, H, W).

    Raises:
        ValueError: If the core refuses the setting.
    """
    weight, divisor = scene_kernel(scene, len(image))
    return walk(
        image,
        weight,
        bias=scene.bias,
        divisor=divisor,
        activation=scene.activation,
        stride=scene.stride,
        padding=scene.padding,
        dilation=scene.dilation,
        padding_mode=scene.padding_mode,
    )


@lru_cache(maxsize=len(SAMPLES))
def _sample(name: str) -> np.ndarray:
    pixels = load_image((SAMPLE_FOLDER / f"{name}.png").read_bytes())
    pixels.flags.writeable = False
    return pixels
