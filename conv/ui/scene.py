"""The scene: every parameter of a lesson as one frozen record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from conv.kernels import KERNELS

Matrix: TypeAlias = tuple[tuple[float, ...], ...]
Sides: TypeAlias = tuple[tuple[int, int], tuple[int, int]]

SAMPLES = ("digits", "shapes", "edges", "checkerboard", "gradient", "landscape")
PICTURES = ("worked", *SAMPLES, "upload", "camera", "typed")
COLOURS = ("grey", "colour", "channels")
KERNEL_CHOICES = (*KERNELS, "typed", "random")
CELLS = ("values", "names")
TOPICS = {  # of the lessons that have several
    "padding": ("amounts", "modes", "reasons", "centre"),
    "stride": ("stride", "dilation", "compare"),
    "sharing": ("weights", "shift", "matrix", "flip"),
}

MOST_STRIDE, MOST_DILATION, MOST_PADDING = 64, 16, 64
KERNEL_SIZES, PICTURE_SIZES, TYPED_SIZES = (1, 11), (5, 512), (1, 32)
MOST_LAYERS, MOST_PANELS = 512, 8
IN_CHANNELS, MOST_CHANNELS, MOST_SHIFT = (3, 6), 8, 16
ODD_SIDES = (1, 3, 5, 7)
SIDE_BY_SIDE = 128  # pixels on the long side in which a picture is drawn where several stand side by side
LARGEST_NUMBER = 1_000_000
MOST_MATRICES = MOST_CHANNELS * max(IN_CHANNELS)

WORKED_PIXELS: Matrix = (
    (1, 1, 1, 0, 0),
    (0, 1, 1, 1, 0),
    (0, 0, 1, 1, 1),
    (0, 0, 1, 1, 0),
    (0, 1, 1, 0, 0),
)
EXAMPLE_SIDES: Sides = ((1, 2), (2, 1))  # padding per side where a lesson needs one and the scene has a word
WORKED_WEIGHTS: Matrix = ((1, 0, 1), (0, 1, 0), (1, 0, 1))


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a link restores. The names are the link's names; the defaults are the worked example.

    Attributes:
        picture: One of `PICTURES`.
        pixels: The typed picture's numbers.
        size: Long side of the working picture in pixels.
        colour: "grey" (one channel), "colour" (one panel, one kernel for all channels) or
            "channels" (a panel and a kernel for each channel).
        kernel: A preset, "typed" or "random".
        kernel_size: (K_h, K_w) of a random kernel.
        weights: The typed kernel, one matrix, or three for a picture in channels; in the channels lesson all slices of
            all kernels, kernel by kernel, repeated where they are too few.
        divisor: What a typed or random kernel's sum of products is divided by.
        seed: Of a random kernel.
        stride, dilation: (row, col).
        padding: A word, or ((top, bottom), (left, right)).
        padding_mode: One of `PADDING_MODES`.
        bias, activation: What follows the sum.
        cells: "values", or "names" as textbooks print them.
        in_channels: Of a colour picture in the channels lesson: its three, or three maps of it besides.
        out_channels: Number of kernels in the channels lesson.
        groups: Groups of channels there.
        shift: (rows, cols) in pixels by which the sharing lesson moves the picture.
        topic: Part of a lesson, one of its `TOPICS`; empty for the first one.
        layers: Number of layers in the padding lesson's stack.
        odd: Side of the odd kernel that the padding lesson compares with the next even one.
        panel: Index of the panel whose arithmetic is shown, or None for the lesson's choice.
        step: Index of the output cell shown first, or None to start playing.
    """

    picture: str = "worked"
    pixels: Matrix = WORKED_PIXELS
    size: int = 28
    colour: str = "grey"
    kernel: str = "worked_example"
    kernel_size: tuple[int, int] = (3, 3)
    weights: tuple[Matrix, ...] = (WORKED_WEIGHTS,)
    divisor: float = 1
    seed: int = 1
    stride: tuple[int, int] = (1, 1)
    padding: str | Sides = "valid"
    padding_mode: str = "zeros"
    dilation: tuple[int, int] = (1, 1)
    bias: float = 0
    activation: str = "relu"
    cells: str = "values"
    in_channels: int = 3
    out_channels: int = 2
    groups: int = 1
    shift: tuple[int, int] = (0, 1)
    topic: str = ""
    layers: int = 1
    odd: int = 3
    panel: int | None = None
    step: int | None = None


def input_channels(scene: Scene) -> int:
    """Channels of the picture in the channels lesson."""
    return {"worked": 3, "typed": 1}.get(scene.picture, scene.in_channels)


def scene_sides(scene: Scene) -> Sides:
    """The padding as ((top, bottom), (left, right)); an example where the scene has a word."""
    return EXAMPLE_SIDES if isinstance(scene.padding, str) else scene.padding


def number_text(number: float) -> str:
    """The shortest text that reads back as the same number: 3 for 3.0.

    >>> number_text(3.0), number_text(-0.25)
    ('3', '-0.25')
    """
    return str(int(number)) if float(number).is_integer() else repr(float(number))
