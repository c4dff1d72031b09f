"""Names and sentences that several lessons show, each a whole sentence for the translators."""

from __future__ import annotations

from conv.steps import Walk
from conv.text import _, ngettext
from conv.ui.scene import number_text


def picture_label(picture: str) -> str:
    """What a picture is called on screen."""
    return {
        "worked": _("Worked example, 5 x 5"),
        "digits": _("Digits"),
        "shapes": _("Shapes"),
        "edges": _("Edges at every angle"),
        "checkerboard": _("Checkerboard"),
        "gradient": _("Gradient"),
        "landscape": _("Landscape in colour"),
        "upload": _("Upload a picture"),
        "camera": _("Take a photo"),
        "typed": _("Type the numbers"),
    }[picture]


def colour_label(colour: str) -> str:
    """What a way of showing colours is called on screen."""
    return {"grey": _("Grey"), "colour": _("Colour"), "channels": _("3 channels")}[colour]


def kernel_label(kernel: str) -> str:
    """What a kernel is called on screen."""
    return {
        "worked_example": _("Worked example"),
        "identity": _("Identity"),
        "box_blur": _("Box blur"),
        "gaussian_3": _("Gaussian blur 3 x 3"),
        "gaussian_5": _("Gaussian blur 5 x 5"),
        "sharpen": _("Sharpen"),
        "sobel_x": _("Sobel x, upright edges"),
        "sobel_y": _("Sobel y, level edges"),
        "prewitt_x": _("Prewitt x, upright edges"),
        "prewitt_y": _("Prewitt y, level edges"),
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
    return {"sobel_x": _("Sobel x"), "sobel_y": _("Sobel y"), "box_blur": _("Blur")}[kernel]


def padding_label(padding: str) -> str:
    """What a padding is called on screen."""
    return {
        "valid": _("Valid: none"),
        "half": _("Half: span / 2"),
        "same": _("Same: n / stride outputs"),
        "full": _("Full: span - 1"),
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


def topic_label(topic: str) -> str:
    """What a part of a lesson is called on screen."""
    return {
        "amounts": _("How much"),
        "modes": _("With what"),
        "reasons": _("Why"),
        "centre": _("Odd and even kernels"),
        "stride": _("Stride"),
        "dilation": _("Dilation"),
        "compare": _("Compare"),
        "weights": _("One kernel everywhere"),
        "shift": _("Shift the picture"),
        "matrix": _("As a matrix"),
        "flip": _("Flipped or not"),
    }[topic]


def activation_label(activation: str) -> str:
    """What an activation is called on screen."""
    return {
        "none": _("None"),
        "relu": _("ReLU"),
        "sigmoid": _("Sigmoid"),
        "tanh": _("tanh"),
        "leaky_relu": _("Leaky ReLU"),
    }[activation]


def group_label(groups: int, channels: int) -> str:
    """What a number of groups is called on screen."""
    if groups == 1:
        return _("1, ordinary")
    return _("{groups}, depthwise").format(groups=groups) if groups == channels else str(groups)


def channel_labels(channels: int) -> list[str]:
    """What the channels of a picture are called on screen."""
    return [_("Red"), _("Green"), _("Blue")] if channels == 3 else [_("Grey")]


def narration_clauses(scene: Walk) -> dict[str, str]:
    """What is said of a step, with places for its numbers; the clauses that apply are joined by semicolons.

    Returns:
        "window" and "sum" for every step, "divided" and "biased" where the scene has a divisor or a bias, and where it
        has an activation "kept" for a total that it leaves as it is and "changed" for one that it changes.
    """
    count = scene.weight.size
    activation = activation_label(scene.activation)
    clauses = {
        "window": _("Row {row}, column {col}: the window covers {rows} and {cols}"),
        "sum": ngettext("{count} product is {{sum}}", "{count} products sum to {{sum}}", count).format(count=count),
    }
    if scene.divisor != 1:
        clauses["divided"] = _("divided by {divisor}, that is {{quotient}}").format(divisor=signed(scene.divisor))
    if scene.bias != 0:
        clauses["biased"] = _("with the bias {bias}, that is {{total}}").format(bias=signed(scene.bias))
    if scene.activation != "none":
        clauses["kept"] = _("{activation} keeps {{output}}").format(activation=activation)
        clauses["changed"] = _("{activation} turns {{total}} into {{output}}").format(activation=activation)
    return clauses


def signed(number: float) -> str:
    """A number with a real minus sign, as on paper."""
    return number_text(number).replace("-", "−")


def player_words() -> dict[str, str]:
    """Labels and sentences of the player; places in braces are filled in the browser."""
    return {
        "player": _("Player: walk the kernel over the picture"),
        "first": _("First step (Home)"),
        "previous": _("Previous step (left arrow)"),
        "play": _("Play (space)"),
        "pause": _("Pause (space)"),
        "next": _("Next step (right arrow)"),
        "last": _("Last step (End)"),
        "up": _("One row up (up arrow)"),
        "down": _("One row down (down arrow)"),
        "scrub": _("Step"),
        "speed": _("Speed (plus and minus keys)"),
        "loop": _("Loop"),
        "slow": _("Slow motion"),
        "slow_help": _("Walk through the products of one window, one at a time"),
        "rate": _("{rate} a second"),
        "fast": _("Fast"),
        "position": _("Step {step} of {steps}"),
        "row": _("row {first}"),
        "rows": _("rows {first} to {last}"),
        "rows_apart": _("rows {first} to {last} with gaps"),
        "col": _("column {first}"),
        "cols": _("columns {first} to {last}"),
        "cols_apart": _("columns {first} to {last} with gaps"),
        "row_end": _("The row is done: the window goes back to the left, one stride further down."),
        "touches_padding": _("This window touches the padding, the hatched cells around the picture."),
        "so_far": _("Product {number} of {count}: the sum so far is {sum}."),
        "readers": _("{count} windows read the pixel in row {row}, column {col}."),
        "one_reader": _("One window reads the pixel in row {row}, column {col}."),
        "plain_zero": _("This padding cell is a plain zero."),
        "copied": _("This padding cell copies the pixel in row {row}, column {col}: {value}."),
        "no_cell": _(
            "{panel}: the feature map is {height} × {width} and has no cell in row {row}, column {col}; "
            "the larger maps go on."
        ),
        "panels": _("Panel whose numbers are shown"),
        "no_reader": _("No window reads the pixel in row {row}, column {col}."),
        "weight": _(
            "The weight in row {row}, column {col} is {value}; it multiplies {count} pixels, one in every window."
        ),
        "channel_sum": _("{channel}: {sum}"),
        "products": _("Pixel times weight"),
        "unsupported": _(
            "This browser does not let the player draw on the figures. The buttons above them walk step by step."
        ),
    }
