"""The picture's working size: a field for any number, and ready sizes beside it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from conv.text import _
from conv.ui.controls.widgets import Widgets
from conv.ui.scene.kinds import Whole
from conv.ui.scene.record import PARAMETERS, Scene
from conv.ui.scene.session import this_visit
from conv.ui.scene.visit import change_scene

READY = (8, 16, 28, 64, 128, 256, 512, 1024)  # 28 is the size of MNIST's digits


def size_control(scene: Scene, widget_epoch: str, largest: int | None) -> int:
    """Draw the field and the ready sizes, up to what the part draws, and read them.

    A scene's larger size stays as long as it is not changed, for parts that draw it.

    Args:
        scene: Where the field starts from.
        widget_epoch: With another one the field starts again.
        largest: Pixels on the long side up to which the part draws a picture, or None for any.
    """
    parameter = PARAMETERS["size"]
    assert isinstance(parameter.kind, Whole)
    limits = parameter.kind.minimum, min(largest or parameter.kind.maximum, parameter.kind.maximum)
    shown = min(scene.size, limits[1])
    visit = this_visit()
    help_text = _("{text} This part draws up to {maximum}.").format(text=_(parameter.help), maximum=limits[1])
    size = Widgets(scene, f"{widget_epoch}.{visit.sizes_chosen}").whole(
        _(parameter.label), "size", shown, limits, help=help_text
    )
    ready = sorted({*(each for each in READY if each < limits[1]), limits[1]})
    key = f"sizes_{widget_epoch}.{visit.sizes_chosen}.{size}"  # of another number another one is chosen
    st.pills(
        _("Ready sizes"),
        ready,
        default=size if size in ready else None,
        required=True,
        key=key,
        on_change=_choose,
        args=(key,),
        label_visibility="collapsed",
    )
    return scene.size if size == shown else size


def _choose(key: str) -> None:
    """Take a ready size; the field starts again from it."""
    visit = this_visit()
    change_scene(replace(visit.scene, size=st.session_state[key]))
    visit.sizes_chosen += 1
