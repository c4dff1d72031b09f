"""Home: the worked example, live."""

from __future__ import annotations

from conv.ui.lesson import Content, Picture
from conv.ui.lessons.boards import one_board
from conv.ui.lessons.panels import Look, lay_walk
from conv.ui.saving.code import walked
from conv.ui.scene.pictures import scene_image, scene_walk
from conv.ui.scene.record import Scene


def build(scene: Scene, picture: Picture) -> Content:
    """The worked example, whatever the visit's scene is."""
    worked = Scene()
    image = scene_image(worked, None)
    found = scene_walk(worked, image)
    return Content(one_board(lay_walk(found, Look())), layers=[walked([found])])
