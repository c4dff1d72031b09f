"""Padding: variations of one scene side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from conv.geometry import PADDING_MODES, ConvGeometry
from conv.refusal import Refusal
from conv.text import _
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.boards import side_by_side
from conv.ui.lessons.panels import Laid, lay_walk, picture_look
from conv.ui.lessons.shrinking import shrinking
from conv.ui.saving.code import walked
from conv.ui.scene.pictures import scene_image, scene_walk
from conv.ui.scene.record import Scene, scene_sides
from conv.ui.words import labels
from conv.ui.words.sizes import size_lines


@dataclass(frozen=True, slots=True)
class Variation:
    """One of the scenes that stand side by side.

    Attributes:
        title: What makes it different.
        scene: Its settings.
        caption: What to see there: lines, or what makes them out of the geometry.
        centred: Mark the pixel that a cell stands for.
        counts: Show how many windows read each pixel.
    """

    title: str
    scene: Scene
    caption: str | Callable[[ConvGeometry], tuple[str, ...]] = size_lines
    centred: bool = False
    counts: bool = False


def amounts(scene: Scene) -> list[Variation]:
    """Valid, half, TensorFlow's same, full, and the scene's padding per side."""
    words = {"valid": _("Valid"), "half": _("Half"), "same": _("TensorFlow’s same"), "full": _("Full")}
    named = [Variation(title, replace(scene, padding=word)) for word, title in words.items()]
    return [*named, Variation(_("Per side"), replace(scene, padding=scene_sides(scene)))]


def modes(scene: Scene) -> list[Variation]:
    """The same padding filled in four ways."""
    captions = {
        "zeros": _("Around the picture all is 0."),
        "reflect": _("A mirror; the edge is not repeated."),
        "replicate": _("The edge pixel is repeated."),
        "circular": _("The picture wraps around."),
    }
    return [
        Variation(labels.mode_name(mode), replace(scene, padding=scene_sides(scene), padding_mode=mode), captions[mode])
        for mode in PADDING_MODES
    ]


def reasons(scene: Scene) -> list[Variation]:
    """Without and with padding, and how often each pixel is read."""

    def caption(geometry: ConvGeometry) -> tuple[str, ...]:
        corner, middle = geometry.corner_and_middle_reads
        sentence = _("Reads: {corner} of the corner pixel, {middle} of the middle one.")
        return (sentence.format(corner=corner, middle=middle),)

    return [
        Variation(_("Without padding"), replace(scene, padding="valid"), caption, counts=True),
        Variation(_("With half padding"), replace(scene, padding="half"), caption, counts=True),
    ]


def centres(scene: Scene) -> list[Variation]:
    """An odd kernel of ones with p = (f - 1) / 2, and the next even one, for which there is no such p."""
    odd, even, p = scene.odd, scene.odd + 1, (scene.odd - 1) // 2
    cases = [
        (odd, (p, p), _("{k} × {k}, p = ({k} − 1) / 2 = {before}")),
        (even, (p, p), _("{k} × {k}, p = {before}: one short")),
        (even, (p + 1, p + 1), _("{k} × {k}, p = {before}: one too many")),
        (even, (p, p + 1), _("{k} × {k}, one side more")),
    ]
    plain = replace(
        scene, kernel="typed", divisor=1, stride=(1, 1), dilation=(1, 1), bias=0, activation="none", colour="grey"
    )
    return [
        Variation(
            title.format(k=side, before=sides[0]),
            replace(plain, weights=(((1,) * side,) * side,), padding=(sides, sides)),
            centred=True,
        )
        for side, sides, title in cases
    ]


def build_amounts(scene: Scene, picture: Picture) -> Content:
    """Five ways to pad one picture."""
    return compare(amounts(scene), scene, picture)


def build_modes(scene: Scene, picture: Picture) -> Content:
    """Four ways to fill the padding."""
    return compare(modes(scene), scene, picture)


def build_centres(scene: Scene, picture: Picture) -> Content:
    """Odd and even kernels."""
    return compare(centres(scene), scene, picture)


def build_reasons(scene: Scene, picture: Picture) -> Content:
    """Why one pads: how often the border is read, and how layers use a picture up."""
    content = compare(reasons(scene), scene, picture)
    image = scene_image(scene, picture.own)
    return replace(content, below=lambda: shrinking(scene, image))


def compare(variations: list[Variation], scene: Scene, picture: Picture) -> Content:
    """Walk the variations over one picture, in lock-step.

    Raises:
        Refusal: If the core refuses all of them; of fewer, the refusals are messages.
    """
    image = scene_image(scene, picture.own)
    laid: list[Laid] = []
    captions: list[tuple[str, ...]] = []
    refusals, layers = [], []
    for number, variation in enumerate(variations):
        try:
            walk = scene_walk(variation.scene, image)
        except Refusal as error:
            refusals.append(_("{kind}: {reason}").format(kind=variation.title, reason=error))
            continue
        geometry, caption = walk.geometry, variation.caption
        shared = laid and np.array_equal(laid[0].kernels[0].values, walk.weight[0])
        laid.append(
            lay_walk(
                walk,
                replace(picture_look(variation.scene, image, together=True), weights=not variation.centred),
                title=variation.title,
                prefix=f"walk{number}_",
                kernels=laid[0].kernels if shared else (),
                dot=(geometry.rows.before, geometry.cols.before) if variation.centred else None,
                counts=variation.counts,
            )
        )
        layers.append(walked([walk]))
        captions.append((caption,) if isinstance(caption, str) else caption(geometry))
    if not laid:
        raise Refusal("\n\n".join(refusals))
    board = side_by_side(laid, captions, _("One picture, padded in several ways."))
    return Content(board, refusals=refusals, layers=layers)
