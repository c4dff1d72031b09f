"""What stands side by side: variations of one scene, and their tracks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from conv.geometry import PADDING_MODES, ConvGeometry
from conv.text import _
from conv.ui import labels
from conv.ui.panels import picture_look
from conv.ui.pictures import scene_walk
from conv.ui.scene import Scene, scene_sides
from conv.ui.size import size_line
from conv.ui.tracks import Track, walk_track


@dataclass(frozen=True, slots=True)
class Variation:
    """One of the scenes that stand side by side.

    Attributes:
        title: What makes it different.
        scene: Its settings.
        caption: What to see there: a sentence, or what makes one out of the geometry.
        centred: Mark the pixel that a cell stands for.
        counts: Show how many windows read each pixel.
    """

    title: str
    scene: Scene
    caption: str | Callable[[ConvGeometry], str] = size_line
    centred: bool = False
    counts: bool = False


def padding_amounts(scene: Scene) -> list[Variation]:
    """Valid, half, TensorFlow's same, full, and the scene's padding per side."""
    words = {"valid": _("Valid"), "half": _("Half"), "same": _("TensorFlow’s same"), "full": _("Full")}
    named = [Variation(title, replace(scene, padding=word)) for word, title in words.items()]
    return [*named, Variation(_("Per side"), replace(scene, padding=scene_sides(scene)))]


def padding_modes(scene: Scene) -> list[Variation]:
    """The same padding filled in four ways."""
    captions = {
        "zeros": _("Around the picture all is 0."),
        "reflect": _("A mirror; the edge is not repeated."),
        "replicate": _("The edge pixel is repeated."),
        "circular": _("It goes on at the other side."),
    }
    return [
        Variation(
            labels.mode_label(mode),
            replace(scene, padding=scene_sides(scene), padding_mode=mode),
            captions[mode],
        )
        for mode in PADDING_MODES
    ]


def padding_reasons(scene: Scene) -> list[Variation]:
    """Without and with padding, and how often each pixel is read."""

    def caption(geometry: ConvGeometry) -> str:
        corner, middle = geometry.corner_and_middle_reads
        return _("Windows that read the corner pixel: **{corner}**; the middle pixel: **{middle}**.").format(
            corner=corner, middle=middle
        )

    return [
        Variation(_("Without padding"), replace(scene, padding="valid"), caption, counts=True),
        Variation(_("With half padding"), replace(scene, padding="half"), caption, counts=True),
    ]


def kernel_centres(scene: Scene) -> list[Variation]:
    """An odd kernel of ones with p = (f - 1) / 2, and the next even one, for which there is no such p."""
    odd, even, p = scene.odd, scene.odd + 1, (scene.odd - 1) // 2
    cases = [
        (odd, (p, p), _("{f} × {f}, p = ({f} − 1) / 2 = {before}")),
        (even, (p, p), _("{f} × {f}, p = {before}: one short")),
        (even, (p + 1, p + 1), _("{f} × {f}, p = {before}: one too many")),
        (even, (p, p + 1), _("{f} × {f}, one side more")),
    ]
    plain = replace(
        scene, kernel="typed", divisor=1, stride=(1, 1), dilation=(1, 1), bias=0, activation="none", colour="grey"
    )
    return [
        Variation(
            title.format(f=side, before=sides[0]),
            replace(plain, weights=(((1,) * side,) * side,), padding=(sides, sides)),
            centred=True,
        )
        for side, sides, title in cases
    ]


def compare(variations: list[Variation], image: np.ndarray) -> tuple[list[Track], list[str]]:
    """Walk the variations over one picture, shape (C, H, W).

    Returns:
        The tracks, and a message for each variation that the core refuses.
    """
    tracks, refusals = [], []
    for variation in variations:
        try:
            walked = scene_walk(variation.scene, image)
        except ValueError as error:
            refusals.append(f"{variation.title}: {error}")
            continue
        geometry = walked.geometry
        tracks.append(
            walk_track(
                walked,
                picture_look(variation.scene, image, narrow=True),
                title=variation.title,
                caption=variation.caption if isinstance(variation.caption, str) else variation.caption(geometry),
                sizes=True,
                dot=(geometry.rows.before, geometry.cols.before) if variation.centred else None,
                counts=variation.counts,
            )
        )
    return tracks, refusals


PADDING_TOPICS: Mapping[str, Callable[[Scene], list[Variation]]] = {
    "amounts": padding_amounts,
    "modes": padding_modes,
    "reasons": padding_reasons,
    "centre": kernel_centres,
}
