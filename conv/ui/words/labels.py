"""What choices are called on screen."""

from __future__ import annotations

from collections.abc import Sequence

from conv.activations import ACTIVATIONS
from conv.drawn_digits import DRAWN_DIGITS
from conv.networks import LAYER_NAMES, network_name
from conv.operations import Operation
from conv.operations.operation import kind_adjective
from conv.pool_walks import POOLINGS
from conv.text import _


def picture_label(picture: str) -> str:
    """What a picture is called on screen."""
    return {
        "worked": _("Worked example, 5 × 5"),
        "digits": _("Digits"),
        "shapes": _("Shapes"),
        "edges": _("Edges at every angle"),
        "checkerboard": _("Checkerboard"),
        "gradient": _("Gradient"),
        "landscape": _("Landscape in colour"),
        "drawn": _("A drawn digit"),
        "upload": _("Upload a picture"),
        "camera": _("Take a photo"),
        "typed": _("Your own numbers"),
    }[picture]


def scale_meaning(shared: bool) -> str:
    """What a map's colours mean, with places for {low} and {high}: on a scale of its own, or on the picture's."""
    if shared:
        return _("feature map on the picture’s scale, {low} to {high}")
    return _("feature map from {low} to {high}")


def digit_label(digit: str) -> str:
    """What a ready digit is called on screen."""
    hard = {
        "seven_barred": _("7 with a bar"),
        "one_footed": _("1 with a foot"),
        "four_open": _("4, open"),
        "nine_open": _("9, open"),
        "seven_narrow": _("7, narrow: misread"),
        "four_closing": _("4, nearly closed: misread"),
    }
    return hard.get(digit) or str(DRAWN_DIGITS[digit])


def class_label(label: str) -> str:
    """What a choice of a class is called on screen."""
    words = {"answer": _("The network’s answer"), "second": _("The best other class"), "none": _("Nothing else")}
    return words.get(label) or label


def colour_label(colour: str) -> str:
    """What a way of showing colours is called on screen."""
    return {"grey": _("Grey"), "colour": _("Colour"), "channels": _("3 channels")}[colour]


def kernel_label(kernel: str) -> str:
    """What a kernel is called on screen."""
    return {
        "worked_example": _("Worked example"),
        "identity": _("Identity"),
        "box_blur": _("Box blur"),
        "gaussian_3": _("Gaussian blur 3 × 3"),
        "gaussian_5": _("Gaussian blur 5 × 5"),
        "sharpen": _("Sharpen"),
        "sobel_x": _("Sobel x, vertical edges"),
        "sobel_y": _("Sobel y, horizontal edges"),
        "prewitt_x": _("Prewitt x, vertical edges"),
        "prewitt_y": _("Prewitt y, horizontal edges"),
        "laplacian_4": _("Laplacian, 4 neighbours"),
        "laplacian_8": _("Laplacian, 8 neighbours"),
        "emboss": _("Emboss"),
        "outline": _("Outline"),
        "ridge": _("Ridge"),
        "typed": _("Type the weights"),
        "random": _("Random, with a seed"),
    }[kernel]


def short_kernel_label(kernel: str) -> str:
    """What a map is called after the kernel that made it."""
    short = {
        "box_blur": _("Blur"),
        "gaussian_3": _("Gauss 3"),
        "gaussian_5": _("Gauss 5"),
        "sobel_x": _("Sobel x"),
        "sobel_y": _("Sobel y"),
        "prewitt_x": _("Prewitt x"),
        "prewitt_y": _("Prewitt y"),
        "laplacian_4": _("Laplacian 4"),
        "laplacian_8": _("Laplacian 8"),
    }
    return short.get(kernel) or kernel_label(kernel)


def padding_label(padding: str) -> str:
    """What a padding is called on screen."""
    return {
        "valid": _("Valid: none"),
        "half": _("Half: p = d(k − 1) / 2"),
        "same": _("Same: n / stride outputs"),
        "full": _("Full: span − 1"),
        "number": _("A number of pixels"),
        "sides": _("A number for each side"),
    }[padding]


def mode_label(mode: str) -> str:
    """What a padding mode is called on screen."""
    return {
        "zeros": _("Zeros: 00 1234 00"),
        "reflect": _("Reflect: 32 1234 32"),
        "replicate": _("Replicate: 11 1234 44"),
        "circular": _("Circular: 34 1234 12"),
    }[mode]


def mode_name(mode: str) -> str:
    """The same without its example, beside a picture with other numbers."""
    return mode_label(mode).partition(":")[0]


def activation_label(activation: str) -> str:
    """What an activation is called on screen."""
    return _(ACTIVATIONS[activation].label)


def layer_labels(layers: Sequence[Operation]) -> list[str]:
    """What the layers of a stack are called on screen: as in their paper, where it is a published network."""
    names = LAYER_NAMES.get(network_name(layers))
    if names is not None:
        return [
            _("{name}, {k} × {k}").format(name=name, k=layer.footprint.kernel_size[0])
            for name, layer in zip(names, layers, strict=True)
        ]
    return [_("{number} {label}").format(number=number, label=layer.label) for number, layer in enumerate(layers, 1)]


def network_label(name: str) -> str:
    """What a ready stack is called on screen."""
    return {
        "three_3x3": _("Three 3 × 3"),
        "one_7x7": _("One 7 × 7"),
        "lenet5": "LeNet-5",
        "alexnet": "AlexNet",
        "vgg16": "VGG-16",
        "resnet18": _("ResNet-18, main path"),
        "digits": _("This app’s digit network"),
        "dilated": _("Dilated, with holes"),
    }[name]


def pool_label(pool: str) -> str:
    """What a kind of pooling is called on screen."""
    return kind_adjective(POOLINGS[pool])


def upstream_label(upstream: str) -> str:
    """What a source of the output's gradient is called on screen."""
    return {
        "typed": _("Numbers of your own"),
        "target": _("A loss: ½ Σ (y − t)²"),
        "cell": _("One cell only: 1 there"),
    }[upstream]


def target_label(target: str) -> str:
    """What makes a wanted map, as it is called on screen."""
    own = {"kernel": _("The kernel that is chosen above"), "typed": _("Numbers of your own")}
    return own.get(target) or kernel_label(target)


def nudged_label(nudged: str) -> str:
    """What a nudge changes is called on screen."""
    return {"weight": _("A weight"), "pixel": _("A pixel")}[nudged]


def start_label(start: str) -> str:
    """What kernels start from, as it is called on screen."""
    return {
        "random": _("Random, with a seed"),
        "zeros": _("All zeros"),
        "kernel": _("The kernel that is chosen"),
    }[start]


def group_label(groups: int, channels: int) -> str:
    """What a number of groups is called on screen."""
    if groups == 1:
        return _("1, ordinary")
    return _("{groups}, depthwise").format(groups=groups) if groups == channels else str(groups)


def channel_labels(channels: int) -> list[str]:
    """What the channels of a picture are called on screen."""
    return [_("Red"), _("Green"), _("Blue")] if channels == 3 else [_("Grey")]
