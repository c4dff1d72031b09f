"""Settings of a pooling: those that its kind has in PyTorch."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from conv.pool_walks import POOLINGS
from conv.text import _
from conv.ui.controls.widgets import Widgets
from conv.ui.scene.kinds import Choice
from conv.ui.scene.record import PARAMETERS, Scene

OFF = (0, 0)


def pool_controls(scene: Scene, widget_epoch: int, kinds: bool) -> Scene:
    """Draw the widgets and read them.

    Args:
        scene: Where they start from.
        widget_epoch: The arrival's.
        kinds: One kind of pooling is chosen; otherwise all are shown, and have all settings.
    """
    st.subheader(_("Pooling"))
    widgets = Widgets(scene, widget_epoch)
    if kinds:
        kind = PARAMETERS["pool"].kind
        assert isinstance(kind, Choice)
        scene = replace(scene, pool=widgets.switch("pool", kind.options, scene.pool, kind.label, width="stretch"))
    adaptive = st.toggle(
        _("Choose the map’s size (adaptive)"),
        scene.adaptive != OFF,
        key=widgets.key("adaptive"),
        help=_(PARAMETERS["adaptive"].help),
    )
    names = ("pool_size", "pool_stride", "pool_padding", "pool_dilation")
    key = widgets.key("pool_apart")
    start = any(row != col for row, col in (scene.adaptive, *(getattr(scene, name) for name in names)))
    apart = bool(st.session_state.get(key, start))
    if adaptive:
        chosen = widgets.pair("adaptive", apart, scene.adaptive if 0 not in scene.adaptive else (2, 2))
        scene = replace(scene, adaptive=(max(1, chosen[0]), max(1, chosen[1])))
    else:
        scene = replace(_window_controls(scene, widgets, apart, kinds), adaptive=OFF)
    st.toggle(_("Set rows and columns separately"), start, key=key)
    return scene


def _window_controls(scene: Scene, widgets: Widgets, apart: bool, kinds: bool) -> Scene:
    """What a kind does not have in PyTorch is no widget, unless a link has set it: then it can be taken back."""
    shown = [scene.pool] if kinds else list(POOLINGS)
    own = {name for kind in shown for name in POOLINGS[kind].settings()}
    scene = replace(scene, pool_size=widgets.pair("pool_size", apart), pool_stride=widgets.pair("pool_stride", apart))
    if "padding" in own or scene.pool_padding != OFF:
        scene = replace(scene, pool_padding=widgets.pair("pool_padding", apart))
    if "dilation" in own or scene.pool_dilation != (1, 1):
        scene = replace(scene, pool_dilation=widgets.pair("pool_dilation", apart))
    scene = replace(scene, ceil_mode=_switched(scene, widgets, "ceil_mode"))
    if "count_include_pad" in own and scene.pool_padding != OFF:
        scene = replace(scene, count_include_pad=_switched(scene, widgets, "count_include_pad"))
    return scene


def _switched(scene: Scene, widgets: Widgets, name: str) -> str:
    parameter = PARAMETERS[name]
    on = st.toggle(_(parameter.label), getattr(scene, name) == "true", key=widgets.key(name), help=_(parameter.help))
    return "true" if on else "false"
