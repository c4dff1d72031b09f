"""The board's figure as SVG, for pages without Plotly: panels, lines, hatches and dots, drawn as Plotly draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from math import isnan, sqrt
from typing import Any

from conv.ui.board import palette
from conv.ui.board.frame import Shape
from conv.ui.board.texts import Word

Trace = Mapping[str, Any]
_HALO = f'fill="none" stroke="{palette.HALO}" stroke-width="6"'
MARKS = {  # how a rectangle of a step is drawn, by its look
    "cover": ('fill="#fff"',),
    "dim": ('fill="#fff" fill-opacity="0.7" fill-rule="evenodd"',),
    "span": (f'fill="none" stroke="{palette.ACCENT}" stroke-width="1.5" stroke-dasharray="3"',),
    "window": (_HALO, f'fill="none" stroke="{palette.ACCENT}" stroke-width="3"'),
    "cell": (_HALO, f'fill="none" stroke="{palette.ACCENT}" stroke-width="3"'),
    "fine": (f'fill="{palette.ACCENT}"',),
}


def figure_svg(spec: Mapping[str, Any], words: Iterable[Word] = (), shapes: Sequence[Shape] = ()) -> str:
    """What `board_spec(..., whole=False)` holds, as one SVG element.

    Args:
        spec: Data and layout.
        words: Texts that stand upon it; the player writes its own.
        shapes: What stands there at a step, as `frame` says it: covers are blank, below the lines between cells.

    Returns:
        The element; groups have Plotly's names, by which the style sheet and the player find them.
    """
    layout, mark = spec["layout"], f"kw-{spec['layout']['meta']}"
    width, height = layout["width"], layout["height"]
    traces = [_TRACES[trace["mode"]](trace, f"{mark}-{number}") for number, trace in enumerate(spec["data"])]
    return (
        f'<svg class="main-svg" xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}">'
        f'<g class="imagelayer">{"".join(map(_image, layout["images"]))}</g>'
        f"<g>{''.join(_mark(shape) for shape in shapes if shape.look == 'cover')}</g>"
        f"<g>{''.join(traces)}</g>"
        f"<g>{''.join(_mark(shape) for shape in shapes if shape.look != 'cover')}</g>"
        f'<g class="shapelayer">{"".join(map(_path, layout["shapes"]))}</g>'
        f'<g class="textlayer" text-anchor="middle">{"".join(map(word_svg, words))}</g></svg>'
    )


def word_svg(word: Word) -> str:
    """A text, centred at its place; in the page's colour where it has none of its own."""
    ground = f' stroke="{word.ground}" stroke-width="3" paint-order="stroke"' if word.ground else ""
    bold = ' font-weight="700"' if word.bold else ""
    return (
        f'<text x="{word.x:g}" y="{word.y:g}" dy="0.35em" font-size="{word.size:g}"'
        f' fill="{word.colour or "currentColor"}"{bold}{ground}>{escape(word.text)}</text>'
    )


def _image(image: Trace) -> str:
    cut = f' style="clip-path: inset(0 0 0 {image["hidden"]:.0%})"' if image.get("hidden") else ""  # left of a divider
    return (
        f'<image x="{image["x"]:g}" y="{image["y"]:g}" width="{image["sizex"]:g}" height="{image["sizey"]:g}"'
        f' preserveAspectRatio="none" href="{image["source"]}"{cut}/>'
    )


def _lines(trace: Trace, name: str) -> str:
    """Lines through points, parted by gaps; filled by a pattern where they have one."""
    path, line = "".join(_paths(trace)), trace["line"]
    if "fill" not in trace:
        return f'<path d="{path}" fill="none" stroke="{line["color"]}" stroke-width="{line["width"]:g}"/>'
    look = trace["fillpattern"]
    return (
        f"{_pattern(name, look['shape'], look['size'], look['solidity'], look['fgcolor'], trace['fillcolor'])}"
        f'<path d="{path}" fill="url(#{name})"/>'
    )


def _pattern(name: str, shape: str, size: float, solidity: float, colour: str, ground: str) -> str:
    """Slanted lines, `size` apart, that cover a share of the ground; in both directions for "x"."""
    side = size * sqrt(2)
    width = size - size * sqrt(1 - solidity) if shape == "x" else solidity * size
    quarter, half = side / 4, side / 2
    rising = (
        f"M{-quarter:g},{quarter:g}l{half:g},{-half:g}M0,{side:g}L{side:g},0"
        f"M{3 * quarter:g},{5 * quarter:g}l{half:g},{-half:g}"
    )
    falling = (
        f"M{-quarter:g},{3 * quarter:g}l{half:g},{half:g}M0,0L{side:g},{side:g}"
        f"M{3 * quarter:g},{-quarter:g}l{half:g},{half:g}"
    )
    return (
        f'<pattern id="{name}" width="{side:g}" height="{side:g}" patternUnits="userSpaceOnUse">'
        f'<rect width="{side:g}" height="{side:g}" fill="{ground}"/>'
        f'<path d="{rising}{falling if shape == "x" else ""}" stroke="{colour}" stroke-width="{width:g}"/></pattern>'
    )


def _markers(trace: Trace, _name: str) -> str:
    look = trace["marker"]
    line, radius = look["line"], look["size"] / 2
    dots = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}"/>' for x, y in _points(trace))
    return f'<g fill="{look["color"]}" stroke="{line["color"]}" stroke-width="{line["width"]:g}">{dots}</g>'


def _path(shape: Trace) -> str:
    line = shape["line"]
    dash = ' stroke-dasharray="3"' if line.get("dash") else ""
    return (
        f'<path d="{shape["path"]}" fill="{shape.get("fillcolor", "none")}" fill-rule="evenodd"'
        f' stroke="{line.get("color", "none")}" stroke-width="{line["width"]:g}"{dash}/>'
    )


def _mark(shape: Shape) -> str:
    """A shape of a step."""
    numbers = shape.numbers
    if shape.look in ("sum", "live"):
        x, y, size = numbers
        return word_svg(Word(x, y, shape.text, size, bold=shape.look == "live"))
    if shape.look in ("dot", "picked"):
        x, y, radius = numbers
        filled = f'fill="{palette.ACCENT}"' if shape.look == "dot" else f'fill="none" stroke="{palette.PICKED}"'
        return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" stroke-width="1.5" {filled}/>'
    if shape.look == "beam":
        corners = " ".join(f"{x:g},{y:g}" for x, y in zip(numbers[::2], numbers[1::2], strict=True))
        return f'<polygon points="{corners}" fill="{palette.BEAM}"/>'
    boxes = [numbers[first : first + 4] for first in range(0, len(numbers), 4)]
    path = "".join(f"M{left:g},{top:g}H{right:g}V{bottom:g}H{left:g}Z" for left, top, right, bottom in boxes)
    return "".join(f'<path d="{path}" {look}/>' for look in MARKS[shape.look])


def _paths(trace: Trace) -> Iterator[str]:
    """Pen moves: to where a line begins, and on."""
    begins = True
    for x, y in _points(trace):
        if isnan(x):
            begins = True
            continue
        yield f"{'M' if begins else 'L'}{x:g},{y:g}"
        begins = False


def _points(trace: Trace) -> Iterator[tuple[float, float]]:
    return zip(map(float, trace["x"]), map(float, trace["y"]), strict=True)


_TRACES: dict[str, Callable[[Trace, str], str]] = {"lines": _lines, "markers": _markers}
