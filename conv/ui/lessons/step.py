"""Step: one kernel over one picture, cell by cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from conv.steps import Walk
from conv.text import _, ngettext
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.boards import one_board
from conv.ui.lessons.panels import lay_walk, picture_look
from conv.ui.saving.code import walked
from conv.ui.scene.pictures import scene_image, scene_walk
from conv.ui.scene.record import Scene
from conv.ui.words.labels import activation_label
from conv.ui.words.numbers import count_text


def build(scene: Scene, picture: Picture) -> Content:
    """The scene's walk, with its output size worked out, and what the activation does to its map."""
    image = scene_image(scene, picture.own)
    found = scene_walk(scene, image)
    laid = lay_walk(found, picture_look(scene, image), sizes=True)
    sentences = []
    if scene.activation != "none":
        after = scene_walk(replace(scene, shows="output"), image)
        sentences.append(activation_sentence(after, scene.activation))
    return Content(one_board(laid), sentences, layers=[walked([found])])


def ready_scenes() -> dict[str, Scene]:
    """A moving average of a row, a wide blur, and the mix of channels that a kernel of one weight each makes."""
    third, mix = ((1.0, 1.0, 1.0),), (((0.299,),), ((0.587,),), ((0.114,),))
    return {
        _("Moving average of 1 2 3 4 5"): Scene(
            picture="typed", pixels=((1, 2, 3, 4, 5),), kernel="typed", weights=(third,), divisor=3, activation="none"
        ),
        _("Box blur 5 × 5"): Scene(
            picture="digits", size=20, kernel="typed", weights=(((1.0,) * 5,) * 5,), divisor=25, activation="none"
        ),
        _("1 × 1 on colour"): Scene(
            picture="landscape", size=16, colour="channels", kernel="typed", weights=mix, activation="none"
        ),
    }


def activation_sentence(walk: Walk, activation: str) -> str:
    """How many cells of the map the activation changes."""
    changed = int(np.count_nonzero(walk.feature_map != walk.totals))
    name = activation_label(activation)
    if not changed:
        return _("{activation} changes no cell of this map.").format(activation=name)
    return ngettext(
        "{activation} changes **{count}** of {cells} cell of the map.",
        "{activation} changes **{count}** of {cells} cells of the map.",
        walk.totals.size,
    ).format(activation=name, count=count_text(changed), cells=count_text(walk.totals.size))
