"""What tests of saving share: every part, random scenes, and what the core does not refuse."""

import contextlib
from dataclasses import replace

import numpy as np

from conv.refusal import Refusal
from conv.ui.home import HOME
from conv.ui.lesson import Picture
from conv.ui.scene.layers import make_layer
from conv.ui.scene.record import Scene
from pages import find_lessons

LESSONS = {lesson.name: lesson for lesson in (HOME, *find_lessons())}


PARTS = [(lesson, part) for lesson in LESSONS.values() for part in lesson.parts]


WITHOUT_CODE = {  # (lesson, part) and why no code makes its numbers; every other part has some
    ("network", "evidence"): "what a patch is worth is no layer; the network’s own code is that of its scores",
    ("network", "training"): "it took ten minutes on data that the app does not have; its script is with the project",
}


GRADIENTS = "backward"  # the lesson whose code gives gradients, not maps
TAKEN = [
    (lesson.name, part.name)
    for lesson, part in PARTS
    if (lesson.name, part.name) not in WITHOUT_CODE and lesson.name != GRADIENTS
]


def build(name, scene):
    return LESSONS[name].part(scene.topic).build(scene, Picture())


def random_scenes(count, seed):
    rng = np.random.default_rng(seed)
    for _number in range(count):
        out_channels = int(rng.choice([1, 2, 3]))
        kernel = str(rng.choice(["worked_example", "sobel_x", "box_blur", "gaussian_5", "sharpen", "random"]))
        yield Scene(
            picture=str(rng.choice(["worked", "digits", "shapes", "landscape"])),
            size=int(rng.integers(6, 15)),
            kernel=kernel,
            kernel_size=(int(rng.integers(1, 5)), int(rng.integers(1, 5))),
            divisor=float(rng.choice([1, 4, 0.123456789])),
            stride=(int(rng.integers(1, 4)), int(rng.integers(1, 4))),
            padding=((int(rng.integers(0, 3)), int(rng.integers(0, 3))), (int(rng.integers(0, 3)), 1)),
            padding_mode=str(rng.choice(["zeros", "reflect", "replicate", "circular"])),
            dilation=(1, int(rng.integers(1, 3))),
            bias=float(rng.choice([0, -3, 0.5, 0.123456789])),
            activation=str(rng.choice(["none", "relu", "sigmoid", "tanh", "leaky_relu", "clip"])),
            shows=str(rng.choice(["output", "sum"])),
            colour=str(rng.choice(["grey", "channels"])),
            in_channels=int(rng.choice([3, 6])),
            out_channels=out_channels,
            groups=int(rng.choice([1, out_channels])),
            pool=str(rng.choice(["max", "average", "l2"])),
            pool_size=(int(rng.integers(1, 4)), int(rng.integers(2, 4))),
            pool_stride=(int(rng.integers(0, 3)), int(rng.integers(0, 3))),
            pool_padding=(0, int(rng.integers(0, 2))),
            ceil_mode=str(rng.choice(["true", "false"])),
            count_include_pad=str(rng.choice(["true", "false"])),
            adaptive=(0, 0) if rng.random() < 0.7 else (2, 3),
            output_padding=(int(rng.integers(0, 2)), 0),
            stack=random_stack(rng),
        )


def random_stack(rng):
    """Up to four layers of all kinds, some padded and dilated."""
    layers = []
    for kind in rng.choice(["conv", "conv", "max", "average"], rng.integers(1, 5)):
        kernel_size, conv = int(rng.integers(1, 4)), kind == "conv"
        layers.append(
            make_layer(
                str(kind),
                kernel_size,
                stride=int(rng.integers(1, 3)),
                padding=int(rng.integers(0, 3 if conv else kernel_size // 2 + 1)),
                dilation=1 if kind == "average" else int(rng.integers(1, 3)),
                out_channels=int(rng.integers(1, 4)) if conv else 1,
                activation=str(rng.choice(["none", "relu", "tanh", "leaky_relu"])) if conv else "none",
            )
        )
    return tuple(layers)


def fitting(name, scene):
    """The scene with a padding that its lesson takes: a transposed convolution has the same on both sides."""
    return replace(scene, padding=((1, 1), (0, 0))) if name == "transposed" else scene


def accepted(name, scenes):
    """(scene, content) of those that the core does not refuse."""
    for scene in scenes:
        with contextlib.suppress(Refusal):
            yield scene, build(name, scene)


def shown_maps(content):
    """(layer, its maps): what the walks of each layer make."""
    panels = {panel.name: panel.values for panel in content.board.panels}
    found = {}
    for number, track in enumerate(content.board.tracks):
        layer = content.layer(number)
        target = track.made[0]
        found.setdefault(id(layer), (layer, []))[1].append(panels[target])
    return list(found.values())
