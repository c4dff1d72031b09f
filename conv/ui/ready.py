"""Ready scenes: a lesson's own examples, one click each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from conv.text import _
from conv.ui.scene import Scene
from conv.ui.session import open_scene


def show_ready(scenes: Mapping[str, Scene], topic: str = "") -> None:
    """A button for each scene, by its name; it opens in the given part of the lesson.

    Nothing of what was set before is kept but the uploaded picture.
    """
    with st.container(horizontal=True, gap="small", key="ready"):
        for number, (name, scene) in enumerate(scenes.items()):
            st.button(
                name,
                key=f"ready_{number}",
                type="tertiary",
                icon=":material/play_circle:",
                on_click=open_scene,
                args=(replace(scene, topic=topic),),
            )


def channel_scenes() -> dict[str, Scene]:
    """The worked example of two kernels over three channels, and the layers that MobileNet is made of."""
    picture = Scene(picture="landscape", size=24, colour="channels", padding="half", kernel="random", activation="none")
    return {
        _("Two kernels over three channels"): Scene(stride=(2, 2), padding=((1, 1), (1, 1)), bias=1, activation="none"),
        _("Separable 1: depthwise 3 × 3"): replace(picture, out_channels=3, groups=3),
        _("Separable 2: pointwise 1 × 1"): replace(picture, padding="valid", kernel_size=(1, 1), out_channels=4),
        _("Grouped: 6 channels in 2 groups"): replace(picture, in_channels=6, out_channels=4, groups=2),
    }


def stride_scenes() -> dict[str, Scene]:
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
