"""Stride: where windows start, what they leave unread, and what makes it fit."""

from __future__ import annotations

from conv.text import _
from conv.ui.extras.records import Extra
from conv.ui.lesson import Content, Picture
from conv.ui.lessons.boards import one_board
from conv.ui.lessons.fitting import fit_buttons, fits, size_tables
from conv.ui.lessons.panels import lay_walk, picture_look
from conv.ui.saving.code import walked
from conv.ui.scene.pictures import scene_image, scene_size, scene_walk
from conv.ui.scene.record import Scene


def build(scene: Scene, picture: Picture) -> Content:
    """The scene's walk with a dot at the start of every window, and the sizes that are possible."""
    image = scene_image(scene, picture.own)
    walk = scene_walk(scene, image)
    laid = lay_walk(walk, picture_look(scene, image), sizes=True, dots=_("a window starts here"))

    def below() -> list[Extra]:
        found = fits(scene, walk.geometry, lambda other: scene_size(other, picture.own))
        return [*fit_buttons(scene, found), *size_tables(walk.geometry)]

    return Content(one_board(laid), below=below, layers=[walked([walk])])


def ready_scenes() -> dict[str, Scene]:
    """Sizes and strides that are asked for again and again."""
    return {
        _("7 × 7, kernel 3, stride 2, padding 1"): Scene(
            picture="shapes", size=7, kernel="box_blur", stride=(2, 2), padding=((1, 1), (1, 1))
        ),
        _("5 × 5, kernel 3, stride 3: pixels get lost"): Scene(stride=(3, 3)),
        _("AlexNet’s first layer: n 224, k 11, s 4, p 2"): Scene(
            picture="edges",
            size=224,
            kernel="random",
            kernel_size=(11, 11),
            stride=(4, 4),
            padding=((2, 2), (2, 2)),
        ),
    }
