"""The output size worked out, and what the floor leaves unread."""

from __future__ import annotations

import streamlit as st

from conv.geometry import ConvGeometry
from conv.text import _, ngettext
from conv.ui.formula import general_size_formula, size_formula


def show_size(geometry: ConvGeometry) -> None:
    """The formula in letters, with this setting's numbers per axis, and a sentence on the pixels no window reads."""
    st.subheader(_("Output size"), anchor=False)
    rows, cols = geometry.rows, geometry.cols
    lines = [general_size_formula(), size_formula(rows, _("rows")), size_formula(cols, _("columns"))]
    st.html("".join(f'<p class="kw-size">{line}</p>' for line in lines))
    st.markdown(_unread_sentence(geometry))


def _unread_sentence(geometry: ConvGeometry) -> str:
    unread = geometry.unread_pixels
    if unread == 0:
        return _("Every pixel of the picture is read by at least one window.")
    return ngettext(
        "{count} pixel of the picture is read by no window; it is crosshatched in the input.",
        "{count} pixels of the picture are read by no window; they are crosshatched in the input.",
        unread,
    ).format(count=unread)
