"""What a visit keeps of its lessons: each part's own settings, and the picture that is the visitor's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from conv.ui.scene.record import OWN_PICTURES, Scene, input_channels

TRAVELLING = (*OWN_PICTURES, "drawn", "typed")
PICTURE = ("picture", "pixels", "digit")
NUMBERS = {"typed": "pixels", "drawn": "digit"}  # what tells which one it is


@dataclass(slots=True)
class Kept:
    """The lessons of a visit.

    Attributes:
        scenes: The last scene of each part that was open, by the lesson's name and the part's.
        topics: The part of each lesson that was open last.
        own: Which picture the visitor has chosen, drawn or typed last, as fields of the scene; empty where the last
            picture chosen was one of the app's.
        newer: Parts that have been open since then: the picture does not travel there a second time.
    """

    scenes: dict[tuple[str, str], Scene] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)
    newer: set[tuple[str, str]] = field(default_factory=set)

    def keep(self, page: str, scene: Scene, before: Scene | None = None) -> None:
        """Keep a part's scene.

        Args:
            page: The lesson's name.
            scene: What stands there now.
            before: What stood there, where the visitor has changed it.
        """
        self.scenes[page, scene.topic] = replace(scene, step=None, panel=None, quiz=0)
        self.topics[page] = scene.topic
        if before is not None and _picture(before) != _picture(scene):
            self.choose_picture(scene)
        self.newer.add((page, scene.topic))

    def choose_picture(self, scene: Scene) -> None:
        """The visitor has chosen the scene's picture: it travels from now on, if it is not one of the app's."""
        self.own = _picture(scene) if scene.picture in TRAVELLING else {}
        self.newer.clear()

    def opened(self, page: str, openings: Mapping[str, Scene], topic: str | None = None) -> tuple[Scene, bool]:
        """The scene with which a part opens in this visit, and whether the visitor's own picture came along.

        Args:
            page: The lesson's name.
            openings: What its parts open with, the first part first.
            topic: The part; by default the one that was open last.
        """
        if topic is None:
            topic = self.topics.get(page, "")
        topic = topic if topic in openings else next(iter(openings))
        scene = self.scenes.get((page, topic), openings[topic])
        if not self.own or (page, topic) in self.newer or _picture(scene) == self.own:
            return scene, False
        return _fitting_groups(replace(scene, **self.own)), True


def _picture(scene: Scene) -> dict[str, Any]:
    """Which picture it is: typed numbers by their pixels, a drawn digit by its own name, others by their name."""
    names = ("picture", *([NUMBERS[scene.picture]] if scene.picture in NUMBERS else []))
    return {name: getattr(scene, name) for name in names}


def _fitting_groups(scene: Scene) -> Scene:
    """The scene with one group of channels where its groups do not divide those of a picture chosen elsewhere."""
    fits = input_channels(scene) % scene.groups == 0 and scene.out_channels % scene.groups == 0
    return scene if fits else replace(scene, groups=1)
