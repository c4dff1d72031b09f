"""What the kernels of a network look for: beside kernels that somebody has made up, and by what excites them most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from conv.digits import frame_digit
from conv.drawn_digits import DRAWN_DIGITS, drawn_digit
from conv.evidence import ExcitingWindow, exciting_windows
from conv.images import fit_image, to_grey
from conv.kernels import KERNELS
from conv.operations import WEIGHT, Convolution, Network
from conv.text import _
from conv.trained import trained_network
from conv.ui.board.arrangement import Place, column, flow
from conv.ui.board.board import Board, Track
from conv.ui.board.laying import lay_track
from conv.ui.board.panel import Panel, Scaling, value_limits
from conv.ui.extras.records import Extra, Heading, Note, Panels
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.network import digit_panels, frame_recipe, scene_digit
from conv.ui.lessons.panels import signed_look
from conv.ui.saving.code import Computation, computation
from conv.ui.scene.pictures import source_picture
from conv.ui.scene.record import Scene
from conv.ui.words.labels import picture_label, short_kernel_label
from conv.ui.words.network import exciting_note, kernel_sentence, kernels_honesty

FRIENDS = ("sobel_x", "sobel_y", "laplacian_8", "gaussian_5")
PHOTO, PIXELS = "landscape", 32
KERNEL, MAP = 0.7, 1.0  # sides of panels
SHOWN, LAYER = 5, 2  # windows of each kernel of the second convolution


def build_kernels(scene: Scene, picture: Picture) -> Content:
    """Six learned kernels and four others, and the maps that they make of the digit and of a photo."""
    digit, network = scene_digit(scene, picture.own), trained_network()
    drawn, framed = digit_panels(digit)
    photo = photo_pixels(scene)
    pictures = (framed, _photo_panel(photo[0]))
    images = {"digit": digit.pixels, "photo": photo}
    walks = {"digit": _("{kernel} on the digit"), "photo": _("{kernel} on the photo")}
    kernels = [*learned_kernels(network), *friends()]
    panels: list[Panel] = []
    tracks: list[Track] = []
    layers: list[Computation] = []
    columns = []
    for number, (title, layer) in enumerate(kernels):
        kernel = kernel_panel(f"kernel{number}", title, layer, learned=number < len(kernels) - len(FRIENDS))
        made = [kernel]
        for source, (name, image) in zip(pictures, images.items(), strict=True):
            target = map_panel(f"{name}{number}", layer.apply(image)[0], title)
            made.append(target)
            tracks.append(kernel_track(layer, image, source, kernel, target, walks[name].format(kernel=title)))
            layers.append(computation(image, layer))
        panels += made
        columns.append(column(*(Place(panel.name) for panel in made)))
    board = Board(
        (replace(drawn, side=1.0), *pictures, *panels),
        tuple(tracks),
        flow(column(*(Place(panel.name) for panel in (drawn, *pictures))), *columns),
        _("Ten kernels, and below each of them its maps of a digit and of a photo."),
        recipes=frame_recipe(digit),
        active_track=0 if scene.panel is None else min(scene.panel, len(tracks) - 1),
    )
    return Content(board, [kernel_sentence(), kernels_honesty()], below=lambda: excited(network), layers=layers)


def learned_kernels(network: Network) -> list[tuple[str, Convolution]]:
    """Each kernel of the first layer as a layer of its own, with its bias."""
    first = network.operations[0]
    weight, bias = first.parameters["weight"], first.parameters["bias"]
    return [
        (
            _("Kernel {number}").format(number=number),
            Convolution.of(weight[number : number + 1], bias[number : number + 1], activation="relu"),
        )
        for number in range(len(weight))
    ]


def friends() -> list[tuple[str, Convolution]]:
    """Kernels that somebody has made up."""
    found = []
    for name in FRIENDS:
        kernel = KERNELS[name]
        layer = Convolution.of(kernel.weights[None, None], divisor=kernel.divisor, activation="relu")
        found.append((short_kernel_label(name), layer))
    return found


def photo_pixels(scene: Scene) -> np.ndarray:
    """A photo in grey, shape (1, H, W), from 0 to 1."""
    photo = source_picture(replace(scene, picture=PHOTO), None)
    assert photo is not None
    return to_grey(fit_image(photo, PIXELS)) / 255


def excited(network: Network) -> list[Extra]:
    """The windows of the ready digits that excite each kernel of the second layer most, side by side."""
    digits = np.stack([frame_digit(drawn_digit(name)).pixels for name in DRAWN_DIGITS])
    panels = []
    for channel in range(network.shapes[LAYER + 1][0]):
        windows = exciting_windows(network, LAYER, channel, digits, SHOWN)
        title = _("conv2, kernel {number}").format(number=channel)
        panels.append(Panel(f"excites{channel}", _side_by_side(windows), title, limits=(0.0, 1.0), ticks=False))
    description = _("For each kernel of the second layer, the windows of ready digits that excite it most.")
    board = Board(tuple(panels), (), flow(*(Place(panel.name) for panel in panels)), description)
    return [Heading(_("What excites the second layer")), Note(exciting_note()), Panels("exciting", board, wide=True)]


def _side_by_side(windows: Sequence[ExcitingWindow]) -> np.ndarray:
    """The pixels of windows with gaps between, as wide as if there were all of them."""
    side = 14
    found = np.full((side, SHOWN * (side + 1) - 1), np.nan)
    for number, window in enumerate(windows):
        pixels = window.pixels[0]
        found[: pixels.shape[0], number * (side + 1) : number * (side + 1) + pixels.shape[1]] = pixels
    return found


def _photo_panel(values: np.ndarray) -> Panel:
    return Panel("photo", values, picture_label(PHOTO), short=_("Photo"), limits=(0.0, 1.0), ticks=False)


def kernel_panel(name: str, title: str, layer: Convolution, *, learned: bool) -> Panel:
    """A kernel, on the scale of all learned ones where it is one of them."""
    values = layer.known_weight[0, 0]
    look = signed_look(trained_network().operations[0].parameters["weight"] if learned else values)
    if learned:
        look["scaling"] = Scaling("fixed")
    return Panel(name, values, title, side=KERNEL, ticks=False, **look)


def map_panel(name: str, values: np.ndarray, title: str) -> Panel:
    """What a kernel makes, under the kernel's title."""
    return Panel(
        name, values, title, limits=value_limits(values), scaling=Scaling("own"), side=MAP, ticks=False, heading=False
    )


def kernel_track(
    layer: Convolution, image: np.ndarray, source: Panel, kernel: Panel, target: Panel, title: str
) -> Track:
    """The walk of a kernel over a picture, shape (1, H, W)."""
    return lay_track(
        layer,
        (image.shape[0], image.shape[1], image.shape[2]),
        [source],
        target.name,
        parameters={WEIGHT: [kernel]},
        title=title,
        legend=[("window", _("window and current cell"))],
    )
