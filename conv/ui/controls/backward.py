"""Controls of the backward pass: where its gradient comes from, what is nudged, and how a kernel is learned."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from conv.text import _
from conv.ui.controls.tables import typed_matrix
from conv.ui.controls.widgets import Widgets
from conv.ui.scene.record import Scene


def upstream_controls(scene: Scene, widget_epoch: str, kinds: bool) -> Scene:
    """Where g comes from, with its numbers, its place or the wanted map; without `kinds` the wanted map alone."""
    st.subheader(_("Loss"))
    widgets = Widgets(scene, widget_epoch)
    if kinds:
        scene = replace(scene, upstream=widgets.select("upstream"))
        if scene.upstream == "typed":
            return typed_matrix(scene, "gradient", widget_epoch)
        if scene.upstream == "cell":
            return replace(scene, cell=widgets.pair("cell", apart=True))
    scene = replace(scene, target=widgets.select("target"))
    return typed_matrix(scene, "wanted", widget_epoch) if scene.target == "typed" else scene


def nudge_controls(scene: Scene, widget_epoch: int) -> Scene:
    """Which number is nudged, and by how much."""
    st.subheader(_("Nudge"))
    widgets = Widgets(scene, widget_epoch)
    nudged = widgets.select("nudged")
    return replace(scene, nudged=nudged, place=widgets.pair("place", apart=True), nudge=widgets.number_of("nudge"))


def learn_controls(scene: Scene, widget_epoch: int) -> Scene:
    """Start, learning rate, momentum and iterations."""
    st.subheader(_("Learning"))
    widgets = Widgets(scene, widget_epoch)
    scene = replace(scene, start=widgets.select("start"))
    if scene.start == "random":
        scene = replace(scene, start_seed=widgets.whole_of("start_seed"))
    return replace(
        scene,
        learned=widgets.whole_of("learned"),
        rate=widgets.number_of("rate"),
        momentum=widgets.number_of("momentum"),
        iterations=widgets.whole_of("iterations"),
        reveal=widgets.switched("reveal"),
    )
