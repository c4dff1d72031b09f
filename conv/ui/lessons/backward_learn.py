"""A kernel that is learned: descent on the difference between its map and a wanted one, iteration by iteration."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from conv.geometry import ConvGeometry
from conv.index_maps import IndexMap
from conv.kernel_search import KernelSearch
from conv.kernels import random_weights
from conv.learning import objective_of
from conv.operations import Convolution, Network
from conv.ops import pad2d
from conv.refusal import Refusal
from conv.text import _
from conv.ui.board.arrangement import Node, Place, column, flow
from conv.ui.board.board import Board, Operand, Track
from conv.ui.board.panel import Panel, Scaling
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.backward import SMALL, scene_kernels, wanted_kernel, wanted_map, wanted_walk
from conv.ui.lessons.backward_derived import Read, derive_wanted
from conv.ui.lessons.panels import picture_look, picture_panels, signed_look
from conv.ui.saving.learning_code import LearningCode
from conv.ui.scene.kinds import Matrix
from conv.ui.scene.pictures import WINDOWS, scene_image, settings_of
from conv.ui.scene.record import MAX_PAINTED, Scene
from conv.ui.words.learning import learning_questions, learning_sentences, learning_steps

NEAR = 0.05  # of every weight to the wanted one, in the range of the kernel, at which it counts as found
NOISE = 17  # seed
BYTES = 255  # pictures are learned from as numbers from 0 to 1


def build_learn(scene: Scene, picture: Picture) -> Content:
    """Kernel, map, difference and gradient at each iteration, and the loss as a line."""
    search = scene_search(scene, picture)
    look = picture_look(replace(scene, colour="grey"), search.image)
    (source,) = picture_panels(pad2d(search.image, search.geometry), search.geometry, look)
    panels = {panel.name: panel for panel in [source, *_learned_panels(search), *_map_panels(search, scene)]}
    made = wanted_walk(scene, search.image, WINDOWS)
    derived = derive_wanted(made, Read(search.image.shape, [source], ()), panels["wanted"])
    board = Board(
        tuple(panels.values()),
        (_track(search),),
        _arrangement(search, panels),
        _("A kernel at each iteration of learning, its map, and the loss."),
        derived=derived.tracks,
        hidden=derived.hidden,
        waits=tuple(panel.name for panel in panels.values() if panel.name != "input" and panel.edits is None),
    )
    layer = Convolution.of(search.kernels[-1][:, None], **settings_of(scene, WINDOWS))
    code = LearningCode(search.image, Network(search.image.shape, (layer,)), search=search)
    return Content(board, learning_sentences(search, NEAR), layers=[code])


def scene_search(scene: Scene, picture: Picture) -> KernelSearch:
    """What a scene learns.

    Raises:
        Refusal: If the core refuses the setting, or momentum or rate are out of range.
    """
    if not 0 <= scene.momentum < 1:
        raise Refusal(_("`momentum` must be from 0 to below 1, got {value}.").format(value=scene.momentum))
    if scene.rate < 0:
        raise Refusal(_("`rate` must not be below 0, got {value}.").format(value=scene.rate))
    scene = replace(scene, colour="grey")
    image = scene_image(scene, picture.own)
    image = image / BYTES if image.dtype == np.uint8 else np.asarray(image, float)
    kernel, _own = scene_kernels(scene, 1)
    wanted = wanted_kernel(scene, 1)
    size = kernel.shape[1:] if wanted is None else wanted.shape[1:]
    geometry = ConvGeometry(image.shape[1:], (size[0], size[1]), **settings_of(scene, WINDOWS))
    target = wanted_map(scene, image, geometry.output_size, WINDOWS)
    objective = objective_of(image, target[None], geometry, scene.learned)
    return KernelSearch(
        image,
        geometry,
        target,
        None if wanted is None else wanted[0],
        objective,
        _start(scene, kernel, geometry),
        scene.rate or objective.largest_rate / 2,
        scene.momentum,
        scene.iterations,
    )


def _start(scene: Scene, kernel: np.ndarray, geometry: ConvGeometry) -> np.ndarray:
    """Shape (1, kernels * taps)."""
    size = geometry.rows.kernel_size, geometry.cols.kernel_size
    if scene.start == "random":
        return random_weights(scene.learned, size, scene.start_seed).reshape(1, -1)
    if scene.start == "zeros":
        return np.zeros((1, scene.learned * size[0] * size[1]))
    if kernel.shape[1:] != size:
        raise Refusal(
            _("The kernel to start from has {own} weights and the one to be found {wanted}; choose one size.").format(
                own=kernel[0].size, wanted=size[0] * size[1]
            )
        )
    return np.tile(kernel.reshape(1, -1), (1, scene.learned))


def _learned_panels(search: KernelSearch) -> list[Panel]:
    """Kernels and their gradients."""
    kernels, gradients = search.kernels, search.gradients
    several = kernels.shape[1] > 1
    scale = signed_look(kernels if search.wanted is None else np.concatenate([kernels.ravel(), search.wanted.ravel()]))
    panels = []
    for number in range(kernels.shape[1]):
        names = (_("Kernel {number}"), _("∂L/∂w {number}")) if several else (_("Kernel"), "∂L/∂w")
        for name, title, values, look in (
            (f"kernel_{number}", names[0], kernels[:, number], dict(scale)),
            (f"slope_{number}", names[1], gradients[:, number], signed_look(gradients)),
        ):
            panels.append(
                Panel(
                    name, values[-1], title.format(number=number + 1), side=SMALL, ticks=False, moments=values, **look
                )
            )
    return panels


def _map_panels(search: KernelSearch, scene: Scene) -> list[Panel]:
    """The map, the wanted one, their difference, the loss, and the kernel that was to be found, if it is shown."""
    differences = search.differences
    maps = differences + search.target
    look = signed_look(search.target)
    losses = search.losses[None]
    painted: dict[str, Any] = {"edits": ("wanted", 0)} if max(search.target.shape) <= MAX_PAINTED else {}
    panels = [
        Panel("map", maps[-1], _("Map y"), moments=maps, **look | {"scaling": Scaling("like", ("wanted",))}),
        Panel("wanted", search.target, _("Wanted t"), **painted, **look),
        Panel("difference", differences[-1], "y − t", moments=differences, **signed_look(differences[0])),
        Panel("loss", losses, _("Loss, mean (y − t)²"), curve=True, stretch=(1.9, 1.0), ticks=True),
    ]
    if scene.reveal == "true" and search.wanted is not None:
        panels.append(
            Panel(
                "hidden", search.wanted, _("The wanted kernel"), side=SMALL, ticks=False, **signed_look(search.wanted)
            )
        )
    return panels


def _track(search: KernelSearch) -> Track:
    count = len(search.moments)
    size = search.kernels.shape[2:]
    overlays = tuple(
        Operand(f"kernel_{number}", IndexMap.whole(size[0], 1), IndexMap.whole(size[1], count), beam=False)
        for number in range(search.kernels.shape[1])
    )
    return Track(
        _("Learning"),
        "loss",
        (1, count),
        overlays=overlays,
        words={
            "window": "",
            "own": "",
            "outside": "",
            "reduced": "",
            "post": [],
            "steps": learning_steps(search),
            "asked": learning_questions(search),
        },
        legend=[("window", _("what is learned")), ("cell", _("this iteration"))],
    )


def _arrangement(search: KernelSearch, panels: dict[str, Panel]) -> Node:
    """Below each map what is done about it; the loss below the picture."""
    count = search.kernels.shape[1]
    learned = [flow(*(Place(f"{name}_{number}") for number in range(count))) for name in ("kernel", "slope")]
    hidden = [Place("hidden")] if "hidden" in panels else []
    return flow(
        flow(column(Place("input"), Place("loss")), column(*learned)),
        flow(column(Place("map"), Place("difference")), column(Place("wanted"), *hidden)),
    )


def ready_scenes() -> dict[str, Scene]:
    """What a kernel needs in order to be found, and what can go wrong."""
    plain = Scene(activation="none", iterations=100)
    noise = replace(plain, picture="typed", pixels=_noise(), iterations=20)
    digit = replace(plain, picture="digits", size=28, start="zeros", iterations=400)
    return {
        _("Noise: 3 steps"): noise,
        _("A digit: 358"): digit,
        _("… with momentum: 42"): replace(digit, momentum=0.9, iterations=60),
        _("Loss 0, wrong kernel"): replace(plain, picture="typed", pixels=_chequers(), iterations=200, reveal="true"),
        _("Too large a rate"): replace(noise, rate=0.9),
        _("Twins"): replace(digit, learned=2, iterations=100),
    }


def _noise() -> Matrix:
    """Ones and minus ones, as they fall."""
    chosen = np.random.default_rng(NOISE).integers(0, 2, (16, 16)) * 2.0 - 1
    return tuple(tuple(row) for row in chosen.tolist())


def _chequers() -> Matrix:
    """A checkerboard of single pixels."""
    return tuple(tuple(float((row + col) % 2) for col in range(8)) for row in range(8))
