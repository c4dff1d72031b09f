"""The output size worked out, term by term, and what the floor leaves unread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conv.geometry import AxisGeometry, ConvGeometry
from conv.index_maps import runs
from conv.text import _, beside, listed, ngettext
from conv.ui.words.formula import general_size_formula, size_formula

AXES = ("rows", "cols")


def size_notes(geometry: ConvGeometry) -> list[str]:
    """The size formula in letters, with this setting's numbers per axis, and what no window reads.

    Returns:
        Paragraphs of MathML and text; the terms of the formulas are those of `size_term_boxes`.
    """
    heading = _("Output size")
    return [
        f"<strong>{heading}</strong>",
        general_size_formula(),
        size_formula(geometry.rows, _("rows"), "rows"),
        size_formula(geometry.cols, _("columns"), "cols"),
        *unread_sentences(geometry),
    ]


def size_question(geometry: ConvGeometry) -> str:
    """The terms of the size formula, without what they make."""
    sentence = _("{axis}: n = {n}, padding {before} + {after}, k = {k}, d = {d}, s = {s}.")
    found = [
        sentence.format(
            axis=name,
            n=axis.size,
            before=axis.before,
            after=axis.after,
            k=axis.kernel_size,
            d=axis.dilation,
            s=axis.stride,
        )
        for name, axis in ((_("Rows"), geometry.rows), (_("Columns"), geometry.cols))
    ]
    return beside(found)


def size_lines(geometry: ConvGeometry) -> tuple[str, ...]:
    """The output size with the span in it: floor((n + before + after - span) / stride) + 1; a line, or one an axis."""
    rows, cols = geometry.rows, geometry.cols
    if _working(rows) == _working(cols):
        return (_working(rows),)
    return _working(rows), _working(cols)


def size_term_boxes(geometry: ConvGeometry) -> dict[str, dict[str, Any]]:
    """What each term of the size formulas measures: boxes (top, bottom, left, right) of the input, and a sentence."""
    terms = {}
    for key in AXES:
        axis: AxisGeometry = getattr(geometry, key)
        for name, (bands, sentence) in _axis_terms(axis, key == "rows").items():
            terms[f"{key}-{name}"] = {"boxes": [_band(geometry, key, *band) for band in bands], "sentence": sentence}
    return terms


def unread_sentences(geometry: ConvGeometry) -> list[str]:
    """How many of the picture's pixels no window reads, and which rows and columns of the input these are, and why."""
    unread = geometry.unread_pixels
    if unread == 0:
        first = _("Every pixel of the picture is read by at least one window.")
    else:
        first = ngettext(
            "{count} pixel of the picture is read by no window; it is crosshatched in the input.",
            "{count} pixels of the picture are read by no window; they are crosshatched in the input.",
            unread,
        ).format(count=unread)
    reasons = [_remainder_sentence(geometry.rows, True), _remainder_sentence(geometry.cols, False)]
    reasons += [*_gap_sentences(geometry.rows, True), *_gap_sentences(geometry.cols, False)]
    return [first, *filter(None, reasons), *_copied_sentences(geometry)]


def _copied_sentences(geometry: ConvGeometry) -> list[str]:
    count = geometry.copied_only
    if not count:
        return []
    return [
        ngettext(
            "{count} pixel is read all the same, as a copy in the padding.",
            "{count} pixels are read all the same, as copies in the padding.",
            count,
        ).format(count=count)
    ]


def _working(axis: AxisGeometry) -> str:
    span = axis.effective_kernel_size
    return f"⌊({axis.size} + {axis.before} + {axis.after} − {span}) / {axis.stride}⌋ + 1 = {axis.output_size}"


def _axis_terms(axis: AxisGeometry, is_rows: bool) -> dict[str, tuple[list[tuple[int, int]], str]]:
    """(bands of rows or columns, sentence) of each term."""
    last = axis.padded_size - 1
    padding = [(0, axis.before - 1), (axis.before + axis.size, last)]
    numbers = {
        "n": axis.size,
        "before": axis.before,
        "after": axis.after,
        "d": axis.dilation,
        "k": axis.kernel_size,
        "span": axis.effective_kernel_size,
        "s": axis.stride,
        "padded": axis.padded_size,
        "rest": axis.padded_size - axis.effective_kernel_size,
        "remainder": axis.remainder,
    }
    if is_rows:
        sentences = {
            "n": _("n = {n}: the rows of the picture."),
            "p": _("Rows of padding: {before} above, {after} below."),
            "span": ngettext(
                "The window reaches over d(k − 1) + 1 = {d}·({k} − 1) + 1 = {span} row.",
                "The window reaches over d(k − 1) + 1 = {d}·({k} − 1) + 1 = {span} rows.",
                axis.effective_kernel_size,
            ),
            "s": ngettext(
                "Stride {s}: the next window starts {s} row further down.",
                "Stride {s}: the next window starts {s} rows further down.",
                axis.stride,
            ),
            "floor": _("Rows at the bottom that the floor drops: ({padded} − {span}) mod {s} = {remainder}."),
            "one": _("The + 1 is the first window: it stands there before any stride is taken."),
        }
    else:
        sentences = {
            "n": _("n = {n}: the columns of the picture."),
            "p": _("Columns of padding: {before} on the left, {after} on the right."),
            "span": ngettext(
                "The window reaches over d(k − 1) + 1 = {d}·({k} − 1) + 1 = {span} column.",
                "The window reaches over d(k − 1) + 1 = {d}·({k} − 1) + 1 = {span} columns.",
                axis.effective_kernel_size,
            ),
            "s": ngettext(
                "Stride {s}: the next window starts {s} column further right.",
                "Stride {s}: the next window starts {s} columns further right.",
                axis.stride,
            ),
            "floor": _("Columns on the right that the floor drops: ({padded} − {span}) mod {s} = {remainder}."),
            "one": _("The + 1 is the first window: it stands there before any stride is taken."),
        }
    bands = {
        "n": [(axis.before, axis.before + axis.size - 1)],
        "p": [run for run in padding if run[0] <= run[1]],
        "span": [(0, axis.effective_kernel_size - 1)],
        "s": [(0, min(axis.stride, axis.padded_size) - 1)],
        "floor": [(last - axis.remainder + 1, last)] if axis.remainder else [],
        "one": [(0, axis.effective_kernel_size - 1)],
    }
    return {name: (bands[name], sentence.format(**numbers)) for name, sentence in sentences.items()}


def _band(geometry: ConvGeometry, key: str, first: int, last: int) -> tuple[int, int, int, int]:
    height, width = geometry.padded_size
    return (first, last, 0, width - 1) if key == "rows" else (0, height - 1, first, last)


def _remainder_sentence(axis: AxisGeometry, is_rows: bool) -> str:
    if axis.remainder == 0:
        return ""
    outside = axis.padded_size - axis.remainder >= axis.before + axis.size
    sentence = _("Stride {s} leaves {positions} unread: ({padded} − {span}) mod {s} = {remainder}.")
    if axis.padded_size > axis.size:
        sentence = _(
            "Stride {s} leaves {positions} of the padded input unread: ({padded} − {span}) mod {s} = {remainder}."
        )
    if outside:
        sentence = _("Stride {s} leaves {positions} of the padding unread: ({padded} − {span}) mod {s} = {remainder}.")
    return sentence.format(
        s=axis.stride,
        positions=_positions(range(axis.padded_size - axis.remainder, axis.padded_size), is_rows),
        padded=axis.padded_size,
        span=axis.effective_kernel_size,
        remainder=axis.remainder,
    )


def _gap_sentences(axis: AxisGeometry, is_rows: bool) -> list[str]:
    """Unread positions that lie before the remainder: jumped over by the stride, and holes of the dilation."""
    gaps = [position for position in axis.unread if position < axis.padded_size - axis.remainder]
    between = [position for position in gaps if position % axis.stride >= axis.effective_kernel_size]
    holes = [position for position in gaps if position % axis.stride < axis.effective_kernel_size]
    sentences = {
        _("Stride {s} is longer than the window of {span}, so it jumps over {positions}."): between,
        _("No window’s tap falls on {positions}: dilation {d} leaves holes that stride {s} does not fill."): holes,
    }
    return [
        sentence.format(
            s=axis.stride, span=axis.effective_kernel_size, d=axis.dilation, positions=_positions(positions, is_rows)
        )
        for sentence, positions in sentences.items()
        if positions
    ]


def _positions(positions: Sequence[int], is_rows: bool) -> str:
    """ "column 4", "columns 3 to 4", or "columns 1, 3 to 4, …" where there are many runs."""
    found = runs(positions)
    shown = [str(a) if a == b else _("{first} to {last}").format(first=a, last=b) for a, b in found[:6]]
    text = listed([*shown, "…"] if len(found) > 6 else shown)
    if is_rows:
        return ngettext("row {positions}", "rows {positions}", len(positions)).format(positions=text)
    return ngettext("column {positions}", "columns {positions}", len(positions)).format(positions=text)
