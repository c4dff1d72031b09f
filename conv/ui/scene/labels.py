"""What values of settings are called on screen."""

from __future__ import annotations

import re
from typing import Any

from conv.text import _
from conv.ui.scene.kinds import Choice, Padding
from conv.ui.scene.record import PARAMETERS
from conv.ui.words.labels import padding_label

MAX_LETTERS = 40  # of a setting's value that is listed


def value_label(name: str, value: Any) -> str:
    """What a setting's value is called on screen."""
    kind = PARAMETERS[name].kind
    own = {"typed": _("typed numbers"), "upload": _("your picture"), "camera": _("your photo")}
    if isinstance(value, str) and value in own:
        return own[value]
    if isinstance(kind, Choice):
        return kind.label(value)
    if isinstance(kind, Padding) and isinstance(value, str):
        return padding_label(value)
    text = kind.write(value)
    return text if len(text) <= MAX_LETTERS else _("{count} numbers").format(count=len(re.split("[,;/]", text)))


def setting_name(name: str) -> str:
    """What the core calls a setting, as a sentence on screen says it.

    >>> setting_name("kernel_size"), setting_name("norm_type")
    ('kernel size', 'norm type')
    """
    plain = name.replace("_", " ")
    label = PARAMETERS[name].label if name in PARAMETERS else ""
    return _(label).lower() if label.lower() == plain else plain
