"""The output size worked out, and what the floor leaves unread."""

from __future__ import annotations

from conv.geometry import AxisGeometry, ConvGeometry
from conv.text import _, ngettext
from conv.ui.formula import general_size_formula, size_formula


def size_notes(geometry: ConvGeometry) -> list[str]:
    """The size formula in letters, with this setting's numbers per axis, and a sentence on the pixels no window reads.

    Returns:
        Paragraphs of MathML and text.
    """
    rows, cols = geometry.rows, geometry.cols
    heading = _("Output size")
    return [
        f"<strong>{heading}</strong>",
        general_size_formula(),
        size_formula(rows, _("rows")),
        size_formula(cols, _("columns")),
        _unread_sentence(geometry),
    ]


def size_line(geometry: ConvGeometry) -> str:
    """The output size with the span in it: floor((n + before + after - span) / stride) + 1; a line, or one an axis."""
    rows, cols = geometry.rows, geometry.cols
    if _working(rows) == _working(cols):
        return _working(rows)
    return f"{_working(rows)}  \n{_working(cols)}"


def _working(axis: AxisGeometry) -> str:
    return f"⌊({axis.size} + {axis.before} + {axis.after} − {axis.span}) / {axis.stride}⌋ + 1 = **{axis.output_size}**"


def _unread_sentence(geometry: ConvGeometry) -> str:
    unread = geometry.unread_pixels
    if unread == 0:
        return _("Every pixel of the picture is read by at least one window.")
    return ngettext(
        "{count} pixel of the picture is read by no window; it is crosshatched in the input.",
        "{count} pixels of the picture are read by no window; they are crosshatched in the input.",
        unread,
    ).format(count=unread)
