"""Parts of an arrangement at one scale: how wide they are, how high, and on which lines their things stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import ceil, floor, inf
from typing import NamedTuple

from conv.ui.board.arrangement import Caption, Choice, Column, Flow, Grid, Live, Node, Over, Place, Row, Sign
from conv.ui.board.letters import LETTER, in_lines, longest_unit, text_width, wrapped

GAP, LINE_GAP, MAX_SPREAD = 14.0, 5.0, 110.0
CAPTION = 12.5  # size of a caption's letters
TICKS_FROM = 104.0  # length of a panel from which its rows and columns are numbered
SQUARE_FROM = 3.0  # size of a cell from which it is whole or half units
LIVE = 18.0  # height of a number that changes
SIGN = 26.0
AXIS = 34.0  # room for the numbers of an axis
TITLE, BESIDE = 58.0, 96.0  # width of a title and of a caption at the left of what they belong to


@dataclass(frozen=True, slots=True)
class Shape:
    """All that the placement needs to know of a panel."""

    rows: int
    cols: int
    side: float
    stretch: tuple[float, float] | None
    ticks: bool
    titles: tuple[str, str]
    role: str = ""
    axis: bool = False  # has numbers of its own at its left


@dataclass(frozen=True, slots=True)
class Spot:
    """A panel's place: the upper left corner of its cells, and the size of a cell."""

    x: float
    y: float
    dx: float
    dy: float
    ticks: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Words on the board, centred at a place."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False
    sign: bool = False


Key = str | tuple[int | Choice, int | None]
Item = tuple[float, float, Key, Spot | Text]
Made = tuple[str, float, bool, str]


class Band(NamedTuple):
    """A line on which things stand: what reaches above and below it, and the middle of what hangs from it."""

    above: float
    below: float
    middle: float


class Part(NamedTuple):
    """A block within another one: at x, and each of its bands on one of the other's, so much lower."""

    x: float
    block: Block
    places: tuple[tuple[int, float], ...]


class Block(NamedTuple):
    """A part of an arrangement: bands one below the other, with things of its own on the first one, and parts."""

    width: float
    bands: tuple[Band, ...]
    own: tuple[Item, ...] = ()
    parts: tuple[Part, ...] = ()
    column: bool = False

    @property
    def height(self) -> float:
        """Of all bands and the gaps between them."""
        return sum(band.above + band.below for band in self.bands) + LINE_GAP * (len(self.bands) - 1)

    @property
    def lines(self) -> tuple[float, ...]:
        """How far below its top each band's line is."""
        found, y = [], 0.0
        for band in self.bands:
            found.append(y + band.above)
            y += band.above + band.below + LINE_GAP
        return tuple(found)

    def items(self, x: float = 0.0, lines: Sequence[float] | None = None) -> Iterator[Item]:
        """All things with their places."""
        lines = self.lines if lines is None else lines
        for left, top, key, thing in self.own:
            yield x + left, lines[0] + top, key, thing
        for part in self.parts:
            yield from part.block.items(x + part.x, [lines[band] + lower for band, lower in part.places])


@dataclass(frozen=True, slots=True)
class Measure:
    """How large panels are, and which of the variants of an arrangement is meant.

    Attributes:
        scale: Length of a panel's side.
        growth: By which that of a role is multiplied.
        lines: How many children of a flow stand in a line, by its `id`.
        beside: Whether titles stand left of the panels of a grid.
        fullness: Of all places in the lines of flows, the share that is taken.
        spread: Whether spare width goes into the gaps.
    """

    scale: float
    growth: Mapping[str, float] = field(default_factory=dict)
    lines: Mapping[int, int] = field(default_factory=dict)
    beside: bool = False
    fullness: float = 1.0
    spread: bool = False


class Arranger:
    """Makes blocks of the nodes of an arrangement, whose panels have these shapes; keeps what it has made of panels."""

    def __init__(self, shapes: Mapping[str, Shape], measure: Measure, made: dict[Made, Block]) -> None:
        self.shapes = shapes
        self.made = made
        self.measure = measure
        self.cells = {name: self._cell(shape) for name, shape in shapes.items()}
        self.small = {  # roles of which not all panels are large enough for numbers of rows and columns
            shape.role
            for name, shape in shapes.items()
            if min(self.cells[name][0] * shape.cols, self.cells[name][1] * shape.rows) < TICKS_FROM
        }

    def block(self, node: Node, width: float, titled: str = "") -> Block:
        """A node where so much width is to be had; in a grid titles are "brief", or "beside" their panels."""
        if isinstance(node, Place):
            return self._panel(node.panel, titled)
        if isinstance(node, Over):
            return self._over(node)
        if isinstance(node, Sign):
            return _words(SIGN, SIGN, node.text, Text(node.text, 0, 0, 24, sign=True))
        if isinstance(node, Live):
            return _words(70, LIVE, (node.track, node.group), Text("", 0, 0, 14))
        if isinstance(node, Caption):
            return _caption(node, width)
        if isinstance(node, Column):
            return self._column(node, width, titled)
        if isinstance(node, Row):
            return joined(self._line(node.children, width, titled), GAP, _by_middle(node.children))
        if isinstance(node, Flow):
            return self._flow(node, width)
        return self._grid(node)

    def _cell(self, shape: Shape) -> tuple[float, float]:
        """Width and height of a panel's cells."""
        side = self.measure.scale * shape.side * self.measure.growth.get(shape.role, 1.0)
        longest = max(shape.rows, shape.cols)
        across, down = shape.stretch or (shape.cols / longest, shape.rows / longest)
        dx, dy = side * across / shape.cols, side * down / shape.rows
        if shape.stretch is None:
            dx = dy = floor(dx * 2) / 2 if dx >= SQUARE_FROM else dx
        return dx, dy

    def _panel(self, name: str, titled: str) -> Block:
        shape, (dx, dy) = self.shapes[name], self.cells[name]
        ticks = shape.ticks and shape.role not in self.small
        key = (name, dx, ticks, titled)
        if key not in self.made:
            titles = (shape.titles[1],) * 2 if titled and shape.role == "kernel" else shape.titles
            self.made[key] = _panel_block(name, replace(shape, ticks=ticks, titles=titles), dx, dy, titled == "beside")
        return self.made[key]

    def _over(self, node: Over) -> Block:
        under = self._panel(node.under.panel, "")
        x, y, _name, spot = under.own[0]
        assert isinstance(spot, Spot)
        down, across = node.offset
        item: Item = (x + across * spot.dx, y + down * spot.dy, node.over.panel, replace(spot, ticks=False))
        return under._replace(own=(*under.own, item))

    def _column(self, node: Column, width: float, titled: str) -> Block:
        """One below the other; words are as wide as what they belong to, or as the room that there is."""
        made = {
            number: self.block(child, width, titled)
            for number, child in enumerate(node.children)
            if not isinstance(child, Caption)
        }
        widest = max((block.width for block in made.values()), default=width)
        room = max(widest * 1.1, width if width < inf else 0.0)
        blocks: list[Block] = []
        for number, child in enumerate(node.children):
            block = made[number] if number in made else _caption(child, room)  # type: ignore[arg-type]
            if isinstance(child, Live) and blocks:
                blocks[-1] = _under(blocks[-1], block)
            else:
                blocks.append(block)
        return stacked(blocks)._replace(column=True)

    def _line(self, nodes: Sequence[Node], width: float, titled: str = "") -> list[Block]:
        """The blocks of nodes side by side; those that wrap share what the others leave of the width."""
        share = width / len(nodes) - GAP
        fixed = {
            number: self.block(node, share, titled) for number, node in enumerate(nodes) if not isinstance(node, Flow)
        }
        rest = width - sum(block.width for block in fixed.values()) - GAP * (len(nodes) - 1)
        wrapping = max(1.0, rest / max(1, len(nodes) - len(fixed)))
        return [
            fixed[number] if number in fixed else self.block(node, wrapping, titled)
            for number, node in enumerate(nodes)
        ]

    def _flow(self, node: Flow, width: float) -> Block:
        """As many in a line as the variant says; spare width goes into the gaps, and lines stand below each other."""
        count = self.measure.lines.get(id(node), len(node.children))
        chunks = [node.children[first : first + count] for first in range(0, len(node.children), count)]
        lines = [self._line(chunk, width) for chunk in chunks]
        if len(lines) == 1:
            return joined(lines[0], self._gap(lines[0], width), _by_middle(node.children))
        if count > 1 and not _by_middle(node.children):
            lines = _of_equal_widths(lines)
        gap = min(self._gap(line, width) for line in lines) if count > 1 else GAP
        return stacked([joined(line, gap, _by_middle(chunk)) for line, chunk in zip(lines, chunks, strict=True)])

    def _gap(self, blocks: Sequence[Block], width: float) -> float:
        spare = width - sum(block.width for block in blocks)
        if not self.measure.spread or spare == inf or len(blocks) < 2:
            return GAP
        return max(GAP, min(MAX_SPREAD, spare / (len(blocks) - 1)))

    def _grid(self, node: Grid) -> Block:
        """Rows whose cells have the widths of their columns."""
        titled = "beside" if self.measure.beside else "brief"
        rows = [
            [
                None if cell is None else self.block(cell, BESIDE if isinstance(cell, Caption) else inf, titled)
                for cell in cells
            ]
            for cells in node.rows
        ]
        widths = [max((block.width for block in column if block), default=0.0) for column in zip(*rows, strict=True)]
        lines = []
        for cells in rows:
            blocks = [
                Block(width, (Band(0, 0, 0),)) if block is None else centred(block, width)
                for block, width in zip(cells, widths, strict=True)
            ]
            lines.append(joined([collapsed(block) for block in blocks], GAP / 2, by_middle=True))
        return stacked(lines)


def _panel_block(name: str, shape: Shape, dx: float, dy: float, beside: bool) -> Block:
    """Cells, with numbers of rows and columns at their left and top, and a title above or at the left."""
    width, height = dx * shape.cols, dy * shape.rows
    ticks = shape.ticks
    left, above = (8 + 6.5 * len(str(shape.rows - 1)), 15.0) if ticks else (3.0, 3.0)
    if shape.axis:
        ticks, left, above = False, AXIS, 3.0
    below = height + (max(3.0, 8 - dy / 2) if ticks else 3.0)  # the last row's number is higher than a small cell
    spot = Spot(0, 0, dx, dy, ticks)
    if beside and shape.titles[0]:
        lines, size = _title(shape.titles, TITLE, max(1, int(height / 14)))
        wide = max(text_width(line, size) for line in lines)
        own = _stack(lines, size, wide / 2, height / 2 - (size + 2) * (len(lines) - 1) / 2)
        x = wide + 6 + left
        over = (size + 2) * len(lines) / 2 - height / 2
        band = Band(max(above, over), max(below, height + over), height / 2)
        return Block(x + width + 3, (band,), ((x, 0.0, name, spot), *own))
    lines, size = _title(shape.titles, width + 2 * left)
    half = max(width / 2 + left, max((text_width(line, size) for line in lines), default=0) / 2)
    title = (size + 2) * len(lines) + 4 if lines else 0.0
    own = _stack(lines, size, half, size / 2 + 2 - title - above)
    band = Band(above + title, below, height / 2)
    return Block(2 * half, (band,), ((half - width / 2, 0.0, name, spot), *own))


def joined(blocks: Sequence[Block], gap: float, by_middle: bool) -> Block:
    """Side by side: the bands of all on common lines, or on a common middle; those that have others in the middle."""
    if len({len(block.bands) for block in blocks}) > 1:
        return _mixed(blocks, gap)
    bands, shifts = [], []
    for each in zip(*(block.bands for block in blocks), strict=True):
        middle = max(band.middle for band in each)
        lower = [middle - band.middle if by_middle else 0.0 for band in each]
        shifts.append(lower)
        bands.append(
            Band(
                max(band.above - down for band, down in zip(each, lower, strict=True)),
                max(band.below + down for band, down in zip(each, lower, strict=True)),
                middle,
            )
        )
    x, parts = 0.0, []
    for number, block in enumerate(blocks):
        places = tuple((band, lower[number]) for band, lower in enumerate(shifts))
        parts.append(Part(x, block, places))
        x += block.width + gap
    return Block(x - gap, tuple(bands), (), tuple(parts))


def _mixed(blocks: Sequence[Block], gap: float) -> Block:
    """Columns have their first things on common lines; all others are then in the middle beside them."""
    columns = [block for block in blocks if block.column and len(block.bands) > 1]
    maximum = max((len(block.bands) for block in columns), default=0)
    bands = joined([_longer(block, maximum) for block in columns], gap, by_middle=False).bands if columns else ()
    whole = [collapsed(block._replace(bands=bands) if block in columns else block) for block in blocks]
    return joined(whole, gap, by_middle=True)


def _longer(block: Block, count: int) -> Block:
    return block._replace(bands=block.bands + (Band(0, 0, 0),) * (count - len(block.bands)))


def collapsed(block: Block) -> Block:
    """A block as one thing, with one band."""
    if len(block.bands) == 1:
        return block
    first = block.bands[0].above
    places = tuple((0, line - first) for line in block.lines)
    band = Band(first, block.height - first, block.height / 2 - first)
    return Block(block.width, (band,), (), (Part(0.0, block, places),))


def stacked(blocks: Sequence[Block]) -> Block:
    """One below the other, in the middle of the widest one."""
    width = max(block.width for block in blocks)
    bands: list[Band] = []
    parts = []
    for block in blocks:
        places = tuple((len(bands) + number, 0.0) for number in range(len(block.bands)))
        parts.append(Part((width - block.width) / 2, block, places))
        bands.extend(block.bands)
    return Block(width, tuple(bands), (), tuple(parts))


def centred(block: Block, width: float) -> Block:
    """A block in the middle of so much width."""
    places = tuple((number, 0.0) for number in range(len(block.bands)))
    return Block(width, block.bands, (), (Part((width - block.width) / 2, block, places),), block.column)


def _under(block: Block, live: Block) -> Block:
    """A running number that belongs to the last thing: it does not move its middle."""
    width = max(block.width, live.width)
    last = block.bands[-1]
    bands = (*block.bands[:-1], last._replace(below=last.below + 2 + live.height))
    places = tuple((number, 0.0) for number in range(len(bands)))
    lower = (len(bands) - 1, last.below + 2 + live.bands[0].above)
    parts = (
        Part((width - block.width) / 2, block, places),
        Part((width - live.width) / 2, live, (lower,)),
    )
    return Block(width, bands, (), parts)


def _by_middle(nodes: Sequence[Node]) -> bool:
    """Whether things stand around a common middle, as in an equation; others hang from a common line."""
    return any(
        isinstance(node, (Sign, Live)) or (isinstance(node, Row) and _by_middle(node.children)) for node in nodes
    )


def _of_equal_widths(lines: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """Columns that stand below each other; the last line may be shorter."""
    first, *_others = lines
    widths = [max(line[number].width for line in lines if number < len(line)) for number in range(len(first))]
    made = [[centred(block, widths[number]) for number, block in enumerate(line)] for line in lines]
    none = tuple(Band(0, 0, 0) for _band in made[-1][0].bands)
    made[-1] += [Block(width, none) for width in widths[len(made[-1]) :]]
    return made


def _words(width: float, height: float, key: Key, text: Text) -> Block:
    return Block(width, (Band(0, height, height / 2),), ((width / 2, height / 2, key, text),))


def _caption(node: Caption, width: float) -> Block:
    most = max(13, int(min(width, 2000) / (LETTER * CAPTION)))
    lines = [(line, number == 0) for number, text in enumerate(node.lines) for line in wrapped(text, most)]
    width = max(text_width(line, CAPTION) for line, _bold in lines)
    own = tuple(
        (width / 2, 8 + 15.0 * number, line, Text(line, 0, 0, CAPTION, bold=bold))
        for number, (line, bold) in enumerate(lines)
    )
    height = 15.0 * len(lines) + 2
    return Block(width, (Band(0, height, height / 2),), own)


def _stack(lines: Sequence[str], size: float, x: float, y: float) -> tuple[Item, ...]:
    """A title's lines, the first one at (x, y)."""
    return tuple(
        (x, y + number * (size + 2), line, Text(line, 0, 0, size, bold=True)) for number, line in enumerate(lines)
    )


@lru_cache(maxsize=4096)
def _title(titles: tuple[str, str], width: float, maximum: int = 2) -> tuple[tuple[str, ...], float]:
    """The lines of the long or the short title, and their size: the first that fit, or the short one as it is."""
    long, short = titles
    if not long:
        return (), 11.0
    for title, size in ((long, 14.0), (long, 12.5), (short, 13.0), (short, 11.5)):
        if text_width(title, size) <= width:
            return (title,), size
    lines = in_lines(short, max(int(width / (LETTER * 11)), ceil(longest_unit(short))), maximum)
    return (lines if len(lines) <= maximum else (short,)), 11.0


def columns_of(count: int) -> list[int]:
    """How many of so many things may stand in a line, so that lines are equally long, the longest first."""
    return list(dict.fromkeys(ceil(count / lines) for lines in range(1, count + 1)))
