"""Buttons that move the picture by a pixel."""

from __future__ import annotations

from conv.text import _
from conv.ui.extras.records import Button, Buttons
from conv.ui.scene.record import MAX_SHIFT, Scene


def move_buttons(scene: Scene) -> Buttons:
    """Buttons that move the picture by a pixel, as far as a link can say."""
    moves = {
        _("Left"): ("arrow_back", 0, -1),
        _("Right"): ("arrow_forward", 0, 1),
        _("Up"): ("arrow_upward", -1, 0),
        _("Down"): ("arrow_downward", 1, 0),
    }
    buttons = [
        Button(
            name,
            f"move_{icon}",
            icon,
            moves=(rows, cols),
            disabled=max(abs(scene.shift[0] + rows), abs(scene.shift[1] + cols)) > MAX_SHIFT,
        )
        for name, (icon, rows, cols) in moves.items()
    ]
    return Buttons(buttons, "moves")
