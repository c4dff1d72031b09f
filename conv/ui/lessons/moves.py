"""Buttons that move the picture by a pixel."""

from __future__ import annotations

import streamlit as st

from conv.text import _
from conv.ui.scene.record import MAX_SHIFT, Scene
from conv.ui.scene.visit import move_picture


def show_moves(scene: Scene) -> None:
    """Buttons that move the picture by a pixel, as far as a link can say."""
    moves = {
        _("Left"): ("arrow_back", 0, -1),
        _("Right"): ("arrow_forward", 0, 1),
        _("Up"): ("arrow_upward", -1, 0),
        _("Down"): ("arrow_downward", 1, 0),
    }
    with st.container(horizontal=True, gap="small", key="moves"):
        for name, (icon, rows, cols) in moves.items():
            moved = (scene.shift[0] + rows, scene.shift[1] + cols)
            st.button(
                name,
                key=f"move_{icon}",
                icon=f":material/{icon}:",
                disabled=max(map(abs, moved)) > MAX_SHIFT,
                on_click=move_picture,
                args=(rows, cols),
            )
