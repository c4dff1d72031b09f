"""What a scene pools, and what with: the operations of the pooling lesson, and their walks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from conv.kernels import edge_kernel
from conv.operations import Convolution, Operation
from conv.pool_walks import POOLINGS, pooling
from conv.refusal import Refusal
from conv.steps import Walk, operation_walk, walk
from conv.text import _
from conv.ui.lesson import Picture
from conv.ui.scene.pictures import scene_image
from conv.ui.scene.record import Scene
from conv.ui.words.labels import pool_label


def grey_picture(scene: Scene, picture: Picture) -> np.ndarray:
    """The scene's picture in grey, shape (1, H, W)."""
    return scene_image(replace(scene, colour="grey"), picture.own)


def pool_settings(scene: Scene) -> dict[str, Any]:
    """Windows, as arguments of a pooling and of a convolution."""
    size, stride = scene.pool_size, scene.pool_stride
    return {
        "kernel_size": size,
        "stride": (stride[0] or size[0], stride[1] or size[1]),
        "padding": scene.pool_padding,
        "dilation": scene.pool_dilation,
    }


def scene_pooling(scene: Scene, kind: str = "") -> Operation:
    """The scene's pooling, or that of another kind with its settings.

    Raises:
        Refusal: If PyTorch has no such pooling.
    """
    return pooling(
        kind or scene.pool,
        **pool_settings(scene),
        ceil_mode=scene.ceil_mode == "true",
        count_include_pad=scene.count_include_pad == "true",
        adaptive=None if 0 in scene.adaptive else scene.adaptive,
    )


def pooled_walk(scene: Scene, pixels: np.ndarray, kind: str = "") -> Walk:
    """The walk over one channel, shape (H, W)."""
    return operation_walk(scene_pooling(scene, kind), pixels[None])


def pooled_kinds(scene: Scene, pixels: np.ndarray) -> tuple[dict[str, Walk], list[str]]:
    """Every kind that PyTorch has with these settings, and why it does not have the others."""
    found, missing = {}, []
    for kind in POOLINGS:
        try:
            found[kind] = pooled_walk(scene, pixels, kind)
        except Refusal as error:
            missing.append(_("{kind}: {reason}").format(kind=pool_label(kind), reason=error))
    return found, missing


def strided_walk(scene: Scene, image: np.ndarray) -> Walk[Convolution] | str:
    """A convolution with the same windows that looks for vertical edges; or why there is none."""
    settings = pool_settings(scene)
    weight = edge_kernel(settings.pop("kernel_size"))
    try:
        return walk(image, weight[None], **settings)
    except Refusal as error:
        return str(error)


def most_pixels(found: Walk) -> int:
    """How many pixels the largest window has."""
    pixels = found.terms[0].factors[0]
    down, across = (
        max(len(index_map.sources(cell)) for cell in range(index_map.target_count))
        for index_map in (pixels.rows, pixels.cols)
    )
    return down * across
