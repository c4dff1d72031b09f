"""The backward pass: where each number of the output's gradient lands, and the same as convolutions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from conv.backward_pass import BackwardPass
from conv.index_maps import IndexMap
from conv.kernels import KERNELS
from conv.operations import GRADIENT, PIXEL, WEIGHT, Convolution, Network
from conv.refusal import Refusal
from conv.steps import Walk, walk
from conv.text import _
from conv.ui.board.arrangement import Grid, Node, Place, column, flow
from conv.ui.board.board import Board, Group, Operand, Stamp, Track
from conv.ui.board.deriving import derive_difference, derive_sum
from conv.ui.board.laying import own_cell
from conv.ui.board.panel import Panel, Scaling
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.backward_derived import Derived, Read, derive_at_sums, derive_output, derive_wanted
from conv.ui.lessons.hatches import hatches
from conv.ui.lessons.panels import inset, kernel_panels, picture_look, picture_panels, signed_look
from conv.ui.saving.gradient_code import GradientCode
from conv.ui.scene.kinds import Matrix
from conv.ui.scene.pictures import LAYER, scene_image, scene_kernel, settings_of
from conv.ui.scene.record import MAX_PAINTED, Scene
from conv.ui.words.backward import loss_sentence, pass_sentences, pass_words
from conv.ui.words.formula import gradient_formula
from conv.ui.words.labels import channel_labels
from conv.ui.words.numbers import size_text

SMALL = 0.55  # side of panels with one number beside a picture


def build_pass(scene: Scene, picture: Picture) -> Content:
    """One walk, three gradients: each g lands on its pixels, on the weights and on the bias."""
    scene = replace(scene, colour="grey" if scene.colour == "grey" else "channels")
    image = scene_image(scene, picture.own)
    found, given = scene_pass(scene, image)
    labels = channel_labels(len(image))
    forward, backward = _forward_panels(scene, image, found, labels), gradient_panels(found, labels)
    outputs = _output_panels(found, given, scene)
    track = pass_track(found, forward["x"], forward["w"], backward, outputs[-1].name)
    panels = [*(panel for each in (forward, backward) for panels in each.values() for panel in panels), *outputs]
    derived = _derived(found, scene, forward, backward, outputs)
    board = Board(
        tuple(panels),
        (track,),
        _arrangement(forward, backward, outputs),
        _("A convolution and, below each of its parts, the gradient of the loss for it."),
        derived=derived.tracks,
        hidden=derived.hidden,
    )
    sentences = pass_sentences(found)
    if given is not None:
        sentences = [loss_sentence(found.feature_map, given), *sentences]
    return Content(board, sentences, layers=[backward_computation(found)])


def _derived(
    found: BackwardPass,
    scene: Scene,
    forward: dict[str, list[Panel]],
    backward: dict[str, list[Panel]],
    outputs: list[Panel],
) -> Derived:
    """How the map comes from picture, kernel and bias, the gradient from what is wanted, and folded gradients."""
    panels = {panel.name: panel for panel in outputs}
    read = Read(found.shape, forward["x"], forward["w"], forward["b"][0])
    output, gradient = panels["map"], panels["gradient"]
    copies = found.geometry.rows.pixel_map.inverse, found.geometry.cols.pixel_map.inverse
    folded = zip(backward["x"], backward.get("folded", ()), strict=False)
    derived = Derived(
        (
            derive_output(found.operation, read, output),
            *(derive_sum(padded, once, *copies) for padded, once in folded),
        )
    )
    if "wanted" in panels:
        derived += derive_gradient(scene, found, read, (output, panels["wanted"], gradient))
    if "passed" in panels:
        derived += derive_at_sums(found.operation, read, gradient, panels["passed"], sums=panels["sums"])
    return derived


def derive_gradient(scene: Scene, found: BackwardPass, read: Read, panels: tuple[Panel, Panel, Panel]) -> Derived:
    """How the gradient comes from the output and what is wanted of it; `panels` are output, wanted and gradient."""
    output, wanted, gradient = panels
    made = wanted_walk(scene, found.image, LAYER)
    difference = Derived((derive_difference(output, wanted, gradient),))
    return derive_wanted(made, read, wanted, own=scene.target == "kernel") + difference


def scene_pass(scene: Scene, image: np.ndarray) -> tuple[BackwardPass, np.ndarray | None]:
    """A scene's convolution of an image, shape (C, H, W), with the gradient of its output, and the wanted map, if any.

    Raises:
        Refusal: If the core refuses the setting, the chosen cell is not there, or the wanted map has another size.
    """
    weight, _own = scene_kernels(scene, len(image))
    found = walk(image, weight, **settings_of(scene, LAYER))
    target = None
    if scene.upstream == "target":
        target = wanted_map(scene, image, found.geometry.output_size, LAYER)
    gradient = upstream_gradient(scene, found.feature_map, target)
    return BackwardPass(found.operation, found.image, gradient), target


def wanted_kernel(scene: Scene, channels: int) -> np.ndarray | None:
    """The kernel whose map is wanted, shape (channels, K_h, K_w); None where its numbers are typed."""
    if scene.target == "typed":
        return None
    if scene.target == "kernel":
        return scene_kernels(scene, channels)[0]
    kernel = KERNELS[scene.target]
    return np.broadcast_to(kernel.weights / kernel.divisor, (channels, *kernel.weights.shape))


def wanted_walk(scene: Scene, image: np.ndarray, settings: Sequence[str]) -> Walk[Convolution] | None:
    """What makes the map that is wanted of an image, shape (C, H, W); None where its numbers are typed."""
    kernel = wanted_kernel(scene, len(image))
    return None if kernel is None else walk(image, kernel, **settings_of(scene, settings))


def wanted_map(scene: Scene, image: np.ndarray, size: tuple[int, int], settings: Sequence[str]) -> np.ndarray:
    """The map that is wanted of an image, shape (C, H, W), by these settings of the scene.

    Raises:
        Refusal: If it has another size than the map that is compared with it.
    """
    made = wanted_walk(scene, image, settings)
    if made is None:
        return repeated(scene.wanted, size)
    target = made.feature_map
    if target.shape != size:
        raise Refusal(
            _(
                "The kernel of the wanted map makes {wanted} cells and this one {own}; choose two kernels of one "
                "size, or half padding."
            ).format(wanted=size_text(target.shape), own=size_text(size))
        )
    return target


def repeated(matrix: Matrix, size: tuple[int, int]) -> np.ndarray:
    """Typed numbers as a map of this size: repeated, or cut."""
    typed = np.array(matrix, float)
    down, across = (np.arange(length) % own for length, own in zip(size, typed.shape, strict=True))
    return typed[np.ix_(down, across)]


def scene_kernels(scene: Scene, channels: int) -> tuple[np.ndarray, bool]:
    """The scene's kernel, divided, shape (channels, K_h, K_w), and whether its numbers are the scene's own."""
    weight, divisor = scene_kernel(scene, channels)
    return np.asarray(weight, float) / divisor, divisor == 1


def upstream_gradient(scene: Scene, feature_map: np.ndarray, target: np.ndarray | None) -> np.ndarray:
    """dL/dy, of the map's shape: from a wanted map, or as the scene says it.

    Raises:
        Refusal: If the chosen cell is not there.
    """
    if target is not None:
        return feature_map - target
    if scene.upstream == "cell":
        row, col = scene.cell
        if row >= feature_map.shape[0] or col >= feature_map.shape[1]:
            raise Refusal(
                _("`cell` must be in the map of {size} cells, got row {row}, column {col}.").format(
                    size=size_text((feature_map.shape[0], feature_map.shape[1])), row=row, col=col
                )
            )
        found = np.zeros(feature_map.shape)
        found[row, col] = 1
        return found
    height, width = feature_map.shape
    return repeated(scene.gradient, (height, width))


def pass_track(
    found: BackwardPass,
    inputs: Sequence[Panel],
    kernels: Sequence[Panel],
    backward: dict[str, list[Panel]],
    walked: str,
) -> Track:
    """The walk over dL/dz, whose cells land on the gradients of pixels, weights and bias."""
    geometry = found.geometry
    windows = geometry.rows.window_map, geometry.cols.window_map
    own = own_cell(walked, geometry.output_size, GRADIENT)
    groups: list[Group] = []
    stamps: list[Stamp] = []

    def land(label: str, factors: tuple[Operand, ...], lands: Operand) -> None:
        stamps.append(Stamp(lands, len(groups)))
        groups.append(Group(label, factors))

    kernel_maps, one = (
        _everywhere(found.kernel.shape[1:], geometry.output_size),
        _everywhere((1, 1), geometry.output_size),
    )
    for kernel, lands in zip(kernels, backward["x"], strict=True):
        factor = Operand(kernel.name, *kernel_maps, role=WEIGHT, beam=False)
        land(_added(lands), (own, factor), Operand(lands.name, *windows))
    for pixels, lands in zip(inputs, backward["w"], strict=True):
        factor = Operand(pixels.name, *windows, role=PIXEL)
        land(_added(lands), (own, factor), Operand(lands.name, *kernel_maps, beam=False))
    for lands in backward["b"]:
        land(_added(lands), (own,), Operand(lands.name, *one, beam=False))
    if "folded" in backward:
        rows, cols = (axis.pixel_map.then(axis.window_map) for axis in (geometry.rows, geometry.cols))
        for number, folded in enumerate(backward["folded"]):
            stamps.append(Stamp(Operand(folded.name, rows, cols, beam=False), number, sums=False))
    legend = [
        ("window", _("window of this g, and where it lands")),
        ("cover", _("sums so far in italics")),
    ]
    if geometry.padded_size != found.shape[1:]:
        legend.append(("padding", _("padding")))
    if geometry.unread_pixels:
        legend.append(("unread", _("read by no window: gradient 0")))
    return Track(
        _("Backward"),
        walked,
        geometry.output_size,
        tuple(groups),
        stamps=tuple(stamps),
        words=pass_words(
            "g" if walked == "gradient" else "∂L/∂z",
            padded=geometry.padded_size != found.shape[1:],
            bias=bool(backward["b"]),
        ),
        formulas=(gradient_formula(geometry), ""),
        legend=legend,
    )


def _added(panel: Panel) -> str:
    return _("to {gradient}").format(gradient=panel.short)


def _everywhere(size: tuple[int, ...], cells: tuple[int, int]) -> tuple[IndexMap, IndexMap]:
    """Index maps of a panel that each cell reads as a whole."""
    return IndexMap.whole(size[0], cells[0]), IndexMap.whole(size[1], cells[1])


def _forward_panels(
    scene: Scene, image: np.ndarray, found: BackwardPass, labels: Sequence[str]
) -> dict[str, list[Panel]]:
    look = replace(picture_look(scene, image), weights=scene_kernels(scene, len(image))[1], numbers=())
    layer = walk(image, found.kernel, **settings_of(scene, LAYER))
    kernels = [replace(panel, side=SMALL) for panel in kernel_panels(_plain(layer), look)]
    bias = number_panel("bias", float(scene.bias), _("Bias"), edits=("bias", 0))
    return {"x": list(picture_panels(layer.padded, found.geometry, look, labels=labels)), "w": kernels, "b": [bias]}


def _plain(layer: Walk[Convolution]) -> Walk[Convolution]:
    """The walk without its bias, which has a panel of its own."""
    return replace(layer, operation=replace(layer.operation, bias=None))


def number_panel(name: str, value: float, title: str, **more: Any) -> Panel:
    """A panel of one number."""
    return Panel(name, np.array([[value]]), title, side=SMALL, ticks=False, **signed_look(np.array([[value]])) | more)


def gradient_panels(found: BackwardPass, labels: Sequence[str]) -> dict[str, list[Panel]]:
    """The gradients of pixels, weights and bias: padded as the picture is, and folded back where padding copies."""
    geometry, gradients = found.geometry, found.gradients
    assert gradients.weight is not None
    assert gradients.bias is not None
    several = len(found.image) > 1
    by_padded, weight = found.by_padded, gradients.weight[0]
    marked: dict[str, Any] = {"hatches": hatches(geometry.rows, geometry.cols), **inset(geometry)}

    def titled(symbol: str, channel: int) -> dict[str, Any]:
        title = f"{symbol}, {labels[channel]}" if several else symbol
        return {"title": title, "short": title}

    names = {part: [f"d{part}_{channel}" for channel in range(len(by_padded))] for part in "xw"}
    pixel_look, weight_look = signed_look(by_padded, *names["x"]), signed_look(weight, *names["w"])
    panels = {
        "x": [
            Panel(names["x"][channel], plane, **titled("∂L/∂x", channel), **pixel_look, **marked)
            for channel, plane in enumerate(by_padded)
        ],
        "w": [
            Panel(names["w"][channel], plane, **titled("∂L/∂w", channel), side=SMALL, **weight_look)
            for channel, plane in enumerate(weight)
        ],
        "b": [number_panel("db", float(gradients.bias[0]), "∂L/∂b", short="∂L/∂b")],
    }
    if geometry.rows.copies and geometry.padded_size != found.shape[1:]:
        panels["folded"] = [
            Panel(f"folded_{channel}", plane, _("∂L/∂x, copies added"), short=_("Folded"), **pixel_look)
            for channel, plane in enumerate(gradients.image)
        ]
    return panels


def _output_panels(found: BackwardPass, target: np.ndarray | None, scene: Scene) -> list[Panel]:
    """The output, what is wanted of it, and its gradient; the last one is walked."""
    height, width = found.geometry.output_size
    sizes = {"height": height, "width": width}
    panels = [Panel("map", found.feature_map, _("Output y {height} × {width}").format(**sizes), short=_("Output y"))]
    if target is not None:
        painted: dict[str, Any] = {"edits": ("wanted", 0)} if max(height, width) <= MAX_PAINTED else {}
        like: dict[str, Any] = {"limits": panels[0].shown_limits, "scaling": Scaling("like", ("map",))}
        panels.append(Panel("wanted", target, _("Wanted t"), **like, **painted))
    gradient = Panel("gradient", found.gradient, "g = ∂L/∂y", **signed_look(found.gradient))
    if scene.upstream != "target" and max(height, width) <= MAX_PAINTED:
        gradient = replace(gradient, edits=("gradient", 0))
    if found.operation.activation == "none":
        return [*panels, gradient]
    sums = Panel("sums", found.totals, _("Sums z"))
    like = signed_look(found.gradient, "gradient")
    passed = Panel("passed", found.at_sums, _("g before the activation"), short="∂L/∂z", **like)
    return [*panels, sums, gradient, passed]


def _arrangement(forward: dict[str, list[Panel]], backward: dict[str, list[Panel]], outputs: list[Panel]) -> Node:
    """Each gradient stands below what it belongs to; of several channels, beside it."""
    names = {panel.name: Place(panel.name) for panel in outputs}
    top = [names[name] for name in ("sums", "map", "wanted") if name in names]
    low = [names[name] for name in ("passed", "gradient") if name in names]
    folded = [Place(panel.name) for panel in backward.get("folded", ())]
    if len(forward["x"]) == 1:
        parts: list[tuple[Place, ...]] = [
            (Place(forward[part][0].name), Place(backward[part][0].name)) for part in ("x", "w", "b")
        ]
        parts += [(above, *low[number : number + 1]) for number, above in enumerate(top)]
        return flow(*(column(*part) for part in parts), *folded)
    columns = [forward["x"], forward["w"], backward["w"], backward["x"], backward.get("folded", ())]
    rows = tuple(tuple(Place(panel.name) for panel in line) for line in zip(*filter(None, columns), strict=True))
    bias = [Place(part["b"][0].name) for part in (forward, backward)]
    count = max(len(top), len(low), 2)
    beside: list[tuple[Node | None, ...]] = [(*line, *[None] * (count - len(line))) for line in (top, low, bias)]
    return flow(Grid(rows), Grid(tuple(beside)))


def backward_computation(found: BackwardPass) -> GradientCode:
    """The convolution with what its code needs to give the gradients."""
    return GradientCode(found.image, Network(found.shape, (found.operation,)), found.gradient[None])
