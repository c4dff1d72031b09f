"""A board of arrays that somebody has in Python: an image and a bank of kernels, walked as in the lessons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from conv.operations import Convolution
from conv.refusal import Refusal
from conv.steps import Walk
from conv.text import _
from conv.ui.board.board import Board
from conv.ui.lessons.boards import one_board
from conv.ui.lessons.channels import bank_board
from conv.ui.lessons.panels import Look, lay_walk
from conv.ui.scene.record import MAX_CHANNELS, MAX_DRAWN
from conv.ui.words.labels import channel_labels


def array_board(image: np.ndarray, found: Sequence[Walk[Convolution]]) -> Board:
    """All kernels in lock-step; one kernel over one channel with its output size worked out.

    Args:
        image: As it was given, shape (C, H, W); the values of bytes are black at 0 and white at 255, and three
            channels of them are red, green and blue.
        found: The walk of each kernel over it.

    Raises:
        Refusal: If there are more channels, kernels or pixels than a board has room for.
    """
    channels, height, width = image.shape
    if max(channels, len(found)) > MAX_CHANNELS:
        raise Refusal(
            _(
                "A board has room for {most} channels and {most} kernels, got {channels} and {kernels}; show some of "
                "them, such as `image[:{most}]`."
            ).format(most=MAX_CHANNELS, channels=channels, kernels=len(found))
        )
    if max(height, width) > MAX_DRAWN:
        raise Refusal(
            _(
                "A board has room for {most} × {most} pixels, got {height} × {width}; show a part of the image, or "
                "make it smaller by `fit_image`."
            ).format(most=MAX_DRAWN, height=height, width=width)
        )
    is_bytes = image.dtype == np.uint8
    look = Look(
        "grey" if channels == 1 else "channels", is_bytes, weights=True, pixels=True, hues=is_bytes and channels == 3
    )
    if channels == len(found) == 1:
        return one_board(lay_walk(found[0], look, sizes=True))
    labels = channel_labels(channels) if look.hues or channels == 1 else _numbered(channels)
    return bank_board(found, image, labels, look)


def _numbered(channels: int) -> list[str]:
    return [_("Channel {number}").format(number=number) for number in range(channels)]
