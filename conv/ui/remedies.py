"""What fits instead, where a scene is refused: changes of one setting, each tried before it is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from conv.networks import NETWORKS
from conv.text import _
from conv.ui.scene.record import Scene

MAX_OFFERED = 3
LARGER = (16, 28, 64, 128)


def remedies(scene: Scene, shows: Callable[[Scene], bool]) -> dict[str, Scene]:
    """Scenes that can be shown, by what their buttons say; the smallest changes first.

    Args:
        scene: The one that is refused.
        shows: Whether a scene can be shown.
    """
    found: dict[str, Scene] = {}
    for name, changed in _changes(scene):
        if len(found) < MAX_OFFERED and changed != scene and shows(changed):
            found[name] = changed
    return found


def _changes(scene: Scene) -> Iterator[tuple[str, Scene]]:
    yield _("Zeros as padding"), replace(scene, padding_mode="zeros")
    yield _("One group"), replace(scene, groups=1)
    yield _("Dilation 1"), replace(scene, dilation=(1, 1))
    yield _("Half padding"), replace(scene, padding="half")
    if scene.picture not in ("worked", "typed"):
        for size in LARGER:
            if size > scene.size:
                yield _("A picture of {size} pixels").format(size=size), replace(scene, size=size)
    yield _("A 3 × 3 kernel"), replace(scene, kernel="box_blur")
    yield _("2 × 2 pooling"), replace(scene, pool_size=(2, 2), pool_stride=(0, 0), pool_padding=(0, 0))
    yield _("Three layers of 3 × 3"), replace(scene, stack=NETWORKS["three_3x3"])
    yield _("A larger picture: digits"), replace(scene, picture="digits", size=28)
