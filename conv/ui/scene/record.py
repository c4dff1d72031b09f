"""The scene: every setting of a lesson as one frozen record, each declared once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from conv.activations import ACTIVATIONS
from conv.drawn_digits import DRAWN_DIGITS
from conv.geometry import PADDING_MODES
from conv.kernels import KERNELS
from conv.networks import NETWORKS
from conv.operations import Operation
from conv.pool_walks import POOLINGS
from conv.text import N_
from conv.ui.scene.kinds import (
    Choice,
    Ink,
    Layers,
    Matrix,
    Number,
    Padding,
    Pair,
    Parameter,
    Sides,
    Table,
    Tables,
    Whole,
    Wholes,
    Word,
    parameter,
)
from conv.ui.words import labels

SAMPLES = ("digits", "shapes", "edges", "checkerboard", "gradient", "landscape")
OWN_PICTURES = ("upload", "camera")
PICTURES = ("worked", *SAMPLES, "drawn", *OWN_PICTURES, "typed")
COLOURS = ("grey", "colour", "channels")
KERNEL_CHOICES = (*KERNELS, "typed", "random")
KERNEL_SIZES = (1, 11)
SWITCH = ("true", "false")
IN_CHANNELS, MAX_CHANNELS, MAX_SHIFT, MAX_PADDING = (3, 6), 8, 16, 64
SIDE_BY_SIDE = 128  # pixels on the long side in which a picture is drawn where several stand side by side
MAX_LAYERS, MAX_WALKS = 24, 64
LARGEST = 1024  # pixels on the long side of a picture that is kept
MAX_DRAWN = 512  # up to which most lessons draw it
MAX_PAINTED = 32  # pixels on the long side up to which a picture can be typed, and painted on the board
GABOR = ((3, 31), (0, 179), (2, 32), (1, 16))  # cells on a side, degrees, wavelength and width in cells
ASKED = ((1, 4096), (1, 4096), (1, 31), (1, 1024), (1, 4096))  # channels in, kernels, kernel size, picture, groups
MAX_MATRICES = MAX_CHANNELS * max(IN_CHANNELS)

WORKED_PIXELS: Matrix = (
    (1, 1, 1, 0, 0),
    (0, 1, 1, 1, 0),
    (0, 0, 1, 1, 1),
    (0, 0, 1, 1, 0),
    (0, 1, 1, 0, 0),
)
EXAMPLE_SIDES: Sides = ((1, 2), (2, 1))  # padding per side where a lesson needs one and the scene has a word
WORKED_WEIGHTS: Matrix = ((1, 0, 1), (0, 1, 0), (1, 0, 1))
WORKED_GRADIENT: Matrix = ((1, 0, -1), (2, 1, 0), (0, -1, 1))
UPSTREAMS = ("typed", "target", "cell")
NUDGED = ("weight", "pixel")
TARGETS = (*KERNELS, "kernel", "typed")
CLASSES = tuple("0123456789")
STARTS = ("random", "zeros", "kernel")
MAX_LEARNED, MAX_ITERATIONS = 3, 2000


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a link restores. The names are the address's names, but where a parameter has
    another one; the defaults are the worked example.

    A field that needs more words than its label:

    - colour: "grey" (one channel), "colour" (one panel, one kernel for all channels) or "channels" (a panel and a
      kernel for each channel).
    - weights: The typed kernel, one matrix, or three for a picture in channels; in the channels lesson all slices of
      all kernels, kernel by kernel, repeated where they are too few.
    - padding: A word, or ((top, bottom), (left, right)).
    - shows: "output", or "sum" for the map before the activation.
    - cells: "values", or "names" as textbooks print them.
    - in_channels: Of a colour picture in the channels lesson: its three, or three maps of it besides.
    - compared_with: A's settings where two are compared: names and values in turn, parted by spaces; empty for none.
    - topic: Part of a lesson; empty for the first one.
    - panel: Index of the walk whose arithmetic is shown, or None for the lesson's choice.
    - step: Index of the output cell shown first, or None to start playing.
    """

    picture: str = parameter("worked", Choice(PICTURES, labels.picture_label), N_("Picture"))
    pixels: Matrix = parameter(WORKED_PIXELS, Ink((1, MAX_PAINTED)), N_("Pixels"), only_for=("picture", ("typed",)))
    digit: str = parameter(
        "three", Choice(tuple(DRAWN_DIGITS), labels.digit_label), N_("Drawn digit"), only_for=("picture", ("drawn",))
    )
    size: int = parameter(
        28,
        Whole(5, LARGEST),
        N_("Working size, pixels on the long side"),
        help=N_("Small pictures show their numbers."),
    )
    colour: str = parameter("grey", Choice(COLOURS, labels.colour_label), N_("Colours"))
    kernel: str = parameter("worked_example", Choice(KERNEL_CHOICES, labels.kernel_label), N_("Kernel"))
    kernel_size: tuple[int, int] = parameter(
        (3, 3), Pair(*KERNEL_SIZES), N_("Kernel size"), only_for=("kernel", ("random",))
    )
    weights: tuple[Matrix, ...] = parameter(
        (WORKED_WEIGHTS,), Tables(KERNEL_SIZES, MAX_MATRICES), N_("Weights"), only_for=("kernel", ("typed",))
    )
    divisor: float = parameter(
        1, Number(zero=False), N_("Divisor of the sum"), only_for=("kernel", ("typed", "random"))
    )
    seed: int = parameter(1, Whole(0, 999_999), N_("Seed"), only_for=("kernel", ("random",)))
    stride: tuple[int, int] = parameter(
        (1, 1), Pair(1, 64), N_("Stride"), help=N_("Pixels from one window to the next; 1 skips none.")
    )
    padding: str | Sides = parameter(
        "valid", Padding(MAX_PADDING), N_("Padding"), help=N_("Cells added around the picture.")
    )
    padding_mode: str = parameter(
        "zeros", Choice(PADDING_MODES, labels.mode_label), N_("Padding mode"), help=N_("What the added cells hold.")
    )
    dilation: tuple[int, int] = parameter(
        (1, 1),
        Pair(1, 16),
        N_("Dilation"),
        help=N_(
            "Pixels from one tap to the next. A tap is a pixel that a weight meets; the span goes from first to last."
        ),
    )
    output_padding: tuple[int, int] = parameter(
        (0, 0),
        Pair(0, 63),
        N_("Output padding"),
        help=N_("Cells added below and on the right; it chooses between the sizes that share one convolution size."),
    )
    bias: float = parameter(0, Number(), N_("Bias"), help=N_("A number added to every sum."))
    activation: str = parameter(
        "relu",
        Choice(tuple(ACTIVATIONS), labels.activation_label),
        N_("Activation"),
        help=N_("A function of the sum. ReLU makes every negative number 0."),
    )
    shows: str = parameter(
        "output",
        Choice(("output", "sum")),
        N_("Map before the activation"),
        help=N_("Show the sums as they are, before the activation changes some of them."),
    )
    cells: str = parameter(
        "values",
        Choice(("values", "names")),
        N_("Cells show their names"),
        help=N_("Names are x for a pixel, w for a weight and h for an output, with row and column."),
    )
    in_channels: int = parameter(
        3,
        Choice(IN_CHANNELS),
        N_("Input channels"),
        help=N_("The three colours, or with them three maps that a first layer might make: edges and a blur."),
    )
    out_channels: int = parameter(2, Whole(1, MAX_CHANNELS), N_("Output channels, one kernel each"))
    groups: int = parameter(
        1,
        Whole(1, MAX_CHANNELS),
        N_("Groups"),
        help=N_("Each group of outputs reads its own group of inputs; more outputs or inputs allow more groups."),
    )
    pool: str = parameter("max", Choice(tuple(POOLINGS), labels.pool_label), N_("Kind of pooling"))
    pool_size: tuple[int, int] = parameter((2, 2), Pair(1, 64), N_("Pooling window"))
    pool_stride: tuple[int, int] = parameter(
        (0, 0), Pair(0, 64), N_("Stride, 0 for the window’s size"), help=N_("At 0 the windows lie side by side.")
    )
    pool_padding: tuple[int, int] = parameter(
        (0, 0), Pair(0, 32), N_("Pooling padding"), help=N_("At most half of the window, as in PyTorch.")
    )
    pool_dilation: tuple[int, int] = parameter((1, 1), Pair(1, 16), N_("Pooling dilation"))
    ceil_mode: str = parameter(
        "false",
        Choice(SWITCH),
        N_("Round the size up (ceil mode)"),
        help=N_("The last window may then hang over the edge, with fewer pixels."),
    )
    count_include_pad: str = parameter(
        "true",
        Choice(SWITCH),
        N_("Padding counts in the average"),
        help=N_("Then the added zeros make averages at the border smaller."),
    )
    adaptive: tuple[int, int] = parameter(
        (0, 0),
        Pair(0, 64),
        N_("Cells of the map"),
        help=N_("Adaptive pooling: you choose the map’s size, and the windows follow. One cell is global pooling."),
    )
    stack: tuple[Operation, ...] = parameter(NETWORKS["three_3x3"], Layers(MAX_LAYERS), N_("Layers of the stack"))
    stack_seed: int = parameter(
        0,
        Whole(0, 999_999),
        N_("Seed of the kernels, 0 for edges and blobs"),
        help=N_("Edges and blobs make maps worth looking at; any other number makes random kernels."),
    )
    times: int = parameter(1, Whole(1, 20), N_("How often the kernel is applied"), only_for=("topic", ("again",)))
    gabor: tuple[int, ...] = parameter(
        (9, 0, 4, 2),
        Wholes(GABOR),
        N_("Gabor kernel"),
        help=N_("Cells on a side (odd), angle in degrees, wavelength and width in cells."),
        only_for=("topic", ("gabor",)),
    )
    asked: tuple[int, ...] = parameter(
        (64, 128, 3, 56, 1),
        Wholes(ASKED),
        N_("A layer whose costs are asked for"),
        help=N_("Channels in, kernels (channels out), kernel size, pixels on a side of the picture, groups."),
    )
    shift: tuple[int, int] = parameter((0, 1), Pair(-MAX_SHIFT, MAX_SHIFT), N_("Shift"), only_for=("topic", ("shift",)))
    upstream: str = parameter(
        "typed",
        Choice(UPSTREAMS, labels.upstream_label),
        N_("Where g = ∂L/∂y comes from"),
        help=N_("g says how much the loss L grows with each number of the output y."),
    )
    gradient: Matrix = parameter(
        WORKED_GRADIENT,
        Table((1, MAX_PAINTED)),
        N_("Numbers of g"),
        help=N_("Where they are too few for the map, they are repeated."),
        only_for=("upstream", ("typed",)),
    )
    cell: tuple[int, int] = parameter(
        (1, 1),
        Pair(0, LARGEST - 1),
        N_("Cell with g = 1"),
        help=N_("Its row and column in the map; g is 0 everywhere else."),
        only_for=("upstream", ("cell",)),
    )
    target: str = parameter(
        "sobel_x",
        Choice(TARGETS, labels.target_label),
        N_("The wanted map is made by"),
        help=N_("What it makes of the picture is the target t of the loss."),
    )
    wanted: Matrix = parameter(
        WORKED_GRADIENT,
        Table((1, MAX_PAINTED)),
        N_("Numbers of the wanted map"),
        help=N_("Where they are too few for the map, they are repeated."),
        only_for=("target", ("typed",)),
    )
    nudged: str = parameter("weight", Choice(NUDGED, labels.nudged_label), N_("What is nudged"))
    place: tuple[int, int] = parameter(
        (1, 1), Pair(0, LARGEST - 1), N_("Its row and column"), only_for=("topic", ("nudge",))
    )
    nudge: float = parameter(
        0.5, Number(), N_("Nudge"), help=N_("What is added to the number."), only_for=("topic", ("nudge",))
    )
    start: str = parameter("random", Choice(STARTS, labels.start_label), N_("Kernels to start from"))
    start_seed: int = parameter(1, Whole(0, 999_999), N_("Seed of the start"), only_for=("start", ("random",)))
    learned: int = parameter(1, Whole(1, MAX_LEARNED), N_("Kernels to learn"), only_for=("topic", ("learn",)))
    rate: float = parameter(
        0,
        Number(),
        N_("Learning rate, 0 for half of the largest"),
        help=N_("The largest rate that converges is 2 divided by the largest curvature; try what happens above it."),
        only_for=("topic", ("learn",)),
    )
    momentum: float = parameter(
        0,
        Number(),
        N_("Momentum"),
        help=N_("From 0 to below 1: the share of the last change that goes on in the next one."),
        only_for=("topic", ("learn",)),
    )
    iterations: int = parameter(100, Whole(1, MAX_ITERATIONS), N_("Iterations"), only_for=("topic", ("learn",)))
    reveal: str = parameter("false", Choice(SWITCH), N_("Show the wanted kernel"), only_for=("topic", ("learn",)))
    label: str = parameter(
        "answer",
        Choice(("answer", *CLASSES), labels.class_label),
        N_("Class that is explained"),
        only_for=("topic", ("evidence",)),
    )
    against: str = parameter(
        "none",
        Choice(("none", "second", *CLASSES), labels.class_label),
        N_("Rather than"),
        help=N_("What speaks for one class more than for another: their difference, number by number."),
        only_for=("topic", ("evidence",)),
    )
    patch: int = parameter(
        5,
        Whole(1, 12),
        N_("Side of an erased patch"),
        help=N_("Each patch is erased in turn, and the score without it is compared."),
        only_for=("topic", ("evidence",)),
    )
    topic: str = parameter("", Word(), N_("Part of the lesson"), help=N_("Left out, the first one."))
    layers: int = parameter(1, Whole(0, 512), N_("Layers"), only_for=("topic", ("reasons",)))
    odd: int = parameter(
        3, Choice((1, 3, 5, 7)), N_("Odd kernel k × k, beside the next even one"), only_for=("topic", ("centre",))
    )
    compared_with: str = parameter("", Word(), N_("Settings of A, compared with these"), address="beside")
    quiz: int = parameter(
        0,
        Whole(0, 999_999),
        N_("Seed of the quiz, 0 for none"),
        help=N_("All who open one link are asked the same questions."),
    )
    panel: int | None = parameter(
        None,
        Whole(0, MAX_WALKS - 1),
        N_("Walk whose numbers are shown"),
        help=N_("Left out, the walk with the largest map."),
    )
    step: int | None = parameter(
        None,
        Whole(0, 10**9),
        N_("Step that is shown, counted row by row from 0"),
        help=N_("Left out, the walk plays by itself."),
    )


PARAMETERS: dict[str, Parameter] = {field.name: field.metadata["parameter"] for field in fields(Scene)}
FIELDS: dict[str, str] = {known.address or name: name for name, known in PARAMETERS.items()}  # by name in an address
DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(Scene)}


def input_channels(scene: Scene) -> int:
    """Channels of the picture in the channels lesson."""
    return {"worked": 3, "typed": 1}.get(scene.picture, scene.in_channels)


def scene_sides(scene: Scene) -> Sides:
    """The padding as ((top, bottom), (left, right)); an example where the scene has a word."""
    return EXAMPLE_SIDES if isinstance(scene.padding, str) else scene.padding
