"""Controls of the trained network: which class is explained, against which other one, and how large a patch is."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from conv.text import _
from conv.ui.controls.widgets import Widgets
from conv.ui.scene.record import Scene


def evidence_controls(scene: Scene, widget_epoch: int) -> Scene:
    """The class, the other one, and the patch."""
    st.subheader(_("Why this answer"))
    widgets = Widgets(scene, widget_epoch)
    label, against = widgets.select("label"), widgets.select("against")
    return replace(scene, label=label, against=against, patch=widgets.whole_of("patch"))
