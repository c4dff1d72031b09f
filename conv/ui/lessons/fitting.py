"""Output sizes beside each other: the staircase of sizes and strides, wrong formulas, and changes that fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from conv import mistakes
from conv.geometry import AxisGeometry, ConvGeometry, size_table
from conv.refusal import Refusal
from conv.text import _
from conv.ui.extras.records import Button, Buttons, Columns, Extra, Text
from conv.ui.scene.kinds import Whole
from conv.ui.scene.record import MAX_PADDING, PARAMETERS, WORKED_PIXELS, Scene
from conv.ui.words.tables import table_line

TABLE_STRIDES, TABLE_SIZES = 6, 10


def mistakes_table(geometry: ConvGeometry) -> str:
    """The size formula beside forms of it that are often written and wrong, with their numbers here, as Markdown."""
    right = "⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1"
    forms: list[tuple[str, Callable[[AxisGeometry], Fraction], str]] = [
        (right, lambda axis: Fraction(axis.output_size), _("right")),
        ("⌈(n − k) / s⌉", mistakes.ceiling_size, _("forgets the first window, the padding and the dilation")),
        ("(n − k) / s + 2p + 1", mistakes.outside_size, _("puts the padding outside of the division")),
        ("(n + 2p − d(k − 1) − 1) / s + 1", mistakes.unfloored_size, _("counts a part of a window")),
    ]
    lines = [
        table_line(_("Formula"), _("Rows"), _("Columns"), _("What it does")),
        "|:--|--:|--:|:--|",
    ]
    truth = [Fraction(axis.output_size) for axis in (geometry.rows, geometry.cols)]
    for form, size, remark in forms:
        found = [size(axis) for axis in (geometry.rows, geometry.cols)]
        if form != right and found == truth:
            remark = _("{mistake}; here it agrees by luck").format(mistake=remark)
        numbers = [f"**{_fraction(number)}**" if form == right else _fraction(number) for number in found]
        lines.append(f"| {form} | {numbers[0]} | {numbers[1]} | {remark} |")
    return "\n".join(lines)


def staircase_table(axis: AxisGeometry) -> str:
    """Output sizes at strides (down) and sizes (across) around an axis's own, which is bold, as Markdown.

    A dash stands where no window fits.
    """
    sizes = _around(axis.size, TABLE_SIZES)
    strides = _around(axis.stride, TABLE_STRIDES)
    lines = ["| s \\ n | " + " | ".join(map(str, sizes)) + " |", "|--:" * (len(sizes) + 1) + "|"]
    for stride, row in zip(strides, size_table(axis, sizes, strides).tolist(), strict=True):
        cells = [
            f"**{cell or '–'}**" if (size, stride) == (axis.size, axis.stride) else str(cell or "–")
            for size, cell in zip(sizes, row, strict=True)
        ]
        lines.append(f"| **{stride}** | " + " | ".join(cells) + " |")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Fit:
    """A change after which no remainder is left: what it does, and the scene that has it."""

    sentence: str
    scene: Scene


def fits(scene: Scene, geometry: ConvGeometry, picture_size: Callable[[Scene], tuple[int, int]]) -> list[Fit]:
    """Changes of padding, stride and picture that leave no remainder on either axis; none where nothing is left over.

    Args:
        scene: The settings.
        geometry: That of the scene.
        picture_size: Gives (H, W) of a scene's picture.
    """
    if not geometry.rows.remainder and not geometry.cols.remainder:
        return []
    found = []
    for changed in (*_padding_changes(scene, geometry), _stride_change(scene, geometry)):
        if fitting := _fitting_geometry(changed.scene, geometry, picture_size(changed.scene)):
            found.append(Fit(_with_result(changed.sentence, fitting), changed.scene))
    for other in _other_pictures(scene, geometry):
        size = picture_size(other)
        if fitting := _fitting_geometry(other, geometry, size):
            sentence = _("Make the picture {rows} × {cols} pixels").format(rows=size[0], cols=size[1])
            return [*found, Fit(_with_result(sentence, fitting), other)]
    return found


def fit_buttons(scene: Scene, found: Sequence[Fit]) -> list[Extra]:
    """A button for each change of the scene that fits."""
    if not found:
        return []
    buttons = [
        Button(fit.sentence, f"fit_{number}", changes=_changes(scene, fit.scene)) for number, fit in enumerate(found)
    ]
    return [Text(_("**Make it fit:** each of these leaves nothing over at the end.")), Buttons(buttons)]


def size_tables(geometry: ConvGeometry) -> list[Extra]:
    """The staircase of sizes, one for each axis that is of its own, beside the formulas that are often written."""
    axes = {_("rows"): geometry.rows, _("columns"): geometry.cols}
    if geometry.rows == geometry.cols:
        axes = {_("rows and columns"): geometry.rows}
    tables = []
    for name, axis in axes.items():
        title = _("**Output size of the {axis}:** strides s down, sizes n across").format(axis=name)
        tables += [Text(title), Text(staircase_table(axis))]
    formulas = [Text(_("**The formula, and others that are often written**")), Text(mistakes_table(geometry))]
    return [Columns([tables, formulas], [2, 3])]


def _changes(scene: Scene, other: Scene) -> dict[str, Any]:
    """The settings in which another scene differs."""
    return {name: getattr(other, name) for name in PARAMETERS if getattr(other, name) != getattr(scene, name)}


def _with_result(sentence: str, fitting: ConvGeometry) -> str:
    height, width = fitting.output_size
    return _("{change}: the map is {height} × {width}").format(change=sentence, height=height, width=width)


def _padding_changes(scene: Scene, geometry: ConvGeometry) -> list[Fit]:
    """Padding below and on the right, more of it and less of it, where each axis can have it."""
    more = {
        (True, True): _("Pad {rows} more below and {cols} more on the right"),
        (True, False): _("Pad {rows} more below"),
        (False, True): _("Pad {cols} more on the right"),
    }
    less = {
        (True, True): _("Pad {rows} less below and {cols} less on the right"),
        (True, False): _("Pad {rows} less below"),
        (False, True): _("Pad {cols} less on the right"),
    }
    found = []
    for sentences, sign in ((more, 1), (less, -1)):
        rows, cols = (_change_after(axis, sign) for axis in (geometry.rows, geometry.cols))
        if rows is not None and cols is not None:
            sides = (
                (geometry.rows.before, geometry.rows.after + rows),
                (geometry.cols.before, geometry.cols.after + cols),
            )
            if max(max(pair) for pair in sides) > MAX_PADDING:
                continue
            sentence = sentences[rows != 0, cols != 0].format(rows=abs(rows), cols=abs(cols))
            found.append(Fit(sentence, replace(scene, padding=sides)))
    return found


def _change_after(axis: AxisGeometry, sign: int) -> int | None:
    """Change of the padding behind the picture, of this sign, that fits; 0 where it fits already, None where none."""
    if axis.remainder == 0:
        return 0
    changes = [change for change in axis.fitting_changes if change * sign > 0]
    return changes[0] if changes else None


def _stride_change(scene: Scene, geometry: ConvGeometry) -> Fit:
    rows, cols = geometry.rows.fitting_stride, geometry.cols.fitting_stride
    sentence = _("Use stride {s}") if rows == cols else _("Use stride {s} down and {t} across")
    return Fit(sentence.format(s=rows, t=cols), replace(scene, stride=(rows, cols)))


def _other_pictures(scene: Scene, geometry: ConvGeometry) -> list[Scene]:
    """A picture of numbers without its last rows and columns; other pictures at sizes nearby, the nearest first."""
    if scene.picture in ("worked", "typed"):
        height, width = geometry.rows.size - geometry.rows.remainder, geometry.cols.size - geometry.cols.remainder
        known = WORKED_PIXELS if scene.picture == "worked" else scene.pixels
        pixels = tuple(row[: max(1, width)] for row in known[: max(1, height)])
        return [replace(scene, picture="typed", pixels=pixels)]
    sizes = PARAMETERS["size"].kind
    assert isinstance(sizes, Whole)
    nearby = [scene.size + sign * by for by in range(1, max(scene.stride)) for sign in (-1, 1)]
    return [replace(scene, size=size) for size in nearby if sizes.minimum <= size <= sizes.maximum]


def _fitting_geometry(scene: Scene, geometry: ConvGeometry, size: tuple[int, int]) -> ConvGeometry | None:
    """The geometry of a changed scene, where it leaves no remainder."""
    try:
        fitting = ConvGeometry(
            size,
            (geometry.rows.kernel_size, geometry.cols.kernel_size),
            scene.stride,
            scene.padding,
            scene.dilation,
            scene.padding_mode,
        )
    except Refusal:
        return None
    return None if fitting.rows.remainder or fitting.cols.remainder else fitting


def _around(number: int, count: int) -> list[int]:
    first = max(1, number - count // 2 + 1)
    return list(range(first, first + count))


def _fraction(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"{float(number):.4g}"
