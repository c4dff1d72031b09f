"""Turns the tree of an arrangement into blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, floor, inf

from conv.ui.board.arrangement import Caption, Column, Flow, Grid, Live, Node, Over, Place, Row, Sign
from conv.ui.board.blocks import (
    AXIS,
    BESIDE,
    GAP,
    LIVE,
    MAX_SPREAD,
    SIGN,
    SQUARE_FROM,
    TICKS_FROM,
    TITLE,
    Band,
    Block,
    Item,
    Made,
    Shape,
    Spot,
    Text,
    caption_block,
    centred,
    collapsed,
    joined,
    stacked,
    stacked_texts,
    text_block,
    titled_lines,
    with_number,
)
from conv.ui.board.letters import text_width


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
            return text_block(SIGN, SIGN, node.text, Text(node.text, 0, 0, 24, sign=True))
        if isinstance(node, Live):
            return text_block(70, LIVE, (node.track, node.group), Text("", 0, 0, 14))
        if isinstance(node, Caption):
            return caption_block(node, width)
        if isinstance(node, Column):
            return self._column(node, width, titled)
        if isinstance(node, Row):
            return joined(self._line(node.children, width, titled), GAP, by_middle(node.children))
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
            self.made[key] = panel_block(name, replace(shape, ticks=ticks, titles=titles), dx, dy, titled == "beside")
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
            block = made[number] if number in made else caption_block(child, room)  # type: ignore[arg-type]
            if isinstance(child, Live) and blocks:
                blocks[-1] = with_number(blocks[-1], block)
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
            return joined(lines[0], self._gap(lines[0], width), by_middle(node.children))
        if count > 1 and not by_middle(node.children):
            lines = of_equal_widths(lines)
        gap = min(self._gap(line, width) for line in lines) if count > 1 else GAP
        return stacked([joined(line, gap, by_middle(chunk)) for line, chunk in zip(lines, chunks, strict=True)])

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


def panel_block(name: str, shape: Shape, dx: float, dy: float, beside: bool) -> Block:
    """Cells, with numbers of rows and columns at their left and top, and a title above or at the left."""
    width, height = dx * shape.cols, dy * shape.rows
    ticks = shape.ticks
    left, above = (8 + 6.5 * len(str(shape.rows - 1)), 15.0) if ticks else (3.0, 3.0)
    if shape.axis:
        ticks, left, above = False, AXIS, 3.0
    below = height + (max(3.0, 8 - dy / 2) if ticks else 3.0)  # the last row's number is higher than a small cell
    spot = Spot(0, 0, dx, dy, ticks)
    if beside and shape.titles[0]:
        lines, size = titled_lines(shape.titles, TITLE, max(1, int(height / 14)))
        wide = max(text_width(line, size) for line in lines)
        own = stacked_texts(lines, size, wide / 2, height / 2 - (size + 2) * (len(lines) - 1) / 2)
        x = wide + 6 + left
        over = (size + 2) * len(lines) / 2 - height / 2
        band = Band(max(above, over), max(below, height + over), height / 2)
        return Block(x + width + 3, (band,), ((x, 0.0, name, spot), *own))
    lines, size = titled_lines(shape.titles, width + 2 * left)
    half = max(width / 2 + left, max((text_width(line, size) for line in lines), default=0) / 2)
    title = (size + 2) * len(lines) + 4 if lines else 0.0
    own = stacked_texts(lines, size, half, size / 2 + 2 - title - above)
    band = Band(above + title, below, height / 2)
    return Block(2 * half, (band,), ((half - width / 2, 0.0, name, spot), *own))


def by_middle(nodes: Sequence[Node]) -> bool:
    """Whether things stand around a common middle, as in an equation; others hang from a common line."""
    return any(isinstance(node, (Sign, Live)) or (isinstance(node, Row) and by_middle(node.children)) for node in nodes)


def of_equal_widths(lines: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """Columns that stand below each other; the last line may be shorter."""
    first, *_others = lines
    widths = [max(line[number].width for line in lines if number < len(line)) for number in range(len(first))]
    made = [[centred(block, widths[number]) for number, block in enumerate(line)] for line in lines]
    none = tuple(Band(0, 0, 0) for _band in made[-1][0].bands)
    made[-1] += [Block(width, none) for width in widths[len(made[-1]) :]]
    return made


def columns_of(count: int) -> list[int]:
    """How many of so many things may stand in a line, so that lines are equally long, the longest first."""
    return list(dict.fromkeys(ceil(count / lines) for lines in range(1, count + 1)))
