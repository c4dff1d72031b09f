"""Where everything stands: a pure function of an arrangement and a room, shared by screen, picture and page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import ceil, floor, inf

from conv.ui.board.arrangement import Caption, Choice, Column, Flow, Grid, Live, Node, Over, Place, Row, Sign
from conv.ui.board.board import Board

GAP, LINE_GAP, MOST_SPREAD = 16.0, 8.0, 110.0
LETTER = 0.54  # width of a letter beside its height, on the safe side
CAPTION = 12.5  # size of a caption's letters
TICKS_FROM = 104.0  # length of a panel from which its rows and columns are numbered
SMALLEST_TITLED = 36.0  # width of a panel below which a title that is too long is left out
SMALLEST, FINER = 6.0, 1.3


@dataclass(frozen=True, slots=True)
class Room:
    """What a board may take, in board units: about a pixel each."""

    width: float
    height: float


WIDE, TALL = Room(1000, 352), Room(366, 420)
ROOMS = {"wide": WIDE, "tall": TALL}


@dataclass(frozen=True, slots=True)
class Shape:
    """All that the placement needs to know of a panel."""

    rows: int
    cols: int
    side: float
    stretch: tuple[float, float] | None
    ticks: bool
    titles: tuple[str, str]


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


@dataclass(frozen=True, slots=True)
class Placement:
    """The whole: its size, the panels' spots, texts that stay, and places for numbers that change."""

    width: float
    height: float
    spots: dict[str, Spot]
    texts: tuple[Text, ...]
    live: dict[tuple[int | Choice, int], Text]


Item = tuple[float, float, "str | tuple[int | Choice, int]", "Spot | Text"]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the arrangement at one scale: its size, the height of its optical middle, and its items."""

    width: float
    height: float
    middle: float
    items: tuple[Item, ...] = field(default=())


def place_board(board: Board, room: Room) -> Placement:
    """Give every panel of a board its place; equal arrangements are placed once."""
    shapes = tuple(
        (
            panel.name,
            Shape(
                *panel.shape,
                panel.side,
                panel.stretch,
                panel.ticks,
                (panel.title, panel.short or panel.title) if panel.heading else ("", ""),
            ),
        )
        for panel in board.panels
    )
    return place(board.arrangement, shapes, room)


@lru_cache(maxsize=512)
def place(arrangement: Node, shapes: tuple[tuple[str, Shape], ...], room: Room) -> Placement:
    """The placement with the largest panels that fit; where not even small ones do, the board becomes higher."""
    known = dict(shapes)
    block = _largest_block(arrangement, known, room)
    left = max(0.0, (room.width - block.width) / 2)
    spots: dict[str, Spot] = {}
    texts: list[Text] = []
    live: dict[tuple[int | Choice, int], Text] = {}
    for x, y, key, thing in block.items:
        if isinstance(thing, Spot):
            spots[str(key)] = replace(thing, x=_half(x + left), y=_half(y))
        elif isinstance(key, tuple):
            live[key] = replace(thing, x=x + left, y=y)
        else:
            texts.append(replace(thing, x=x + left, y=y))
    width = room.width if block.width <= room.width + 0.5 else block.width
    return Placement(width, ceil(block.height), spots, tuple(texts), live)


def _largest_block(arrangement: Node, shapes: dict[str, Shape], room: Room) -> Block:
    """From large to small until it fits, and then as close as can be to what did not fit any more."""

    def fits(block: Block) -> bool:
        return block.width <= room.width + 0.01 and block.height <= room.height + 0.01

    scale = max(room.width, room.height)
    block = _block(arrangement, shapes, scale, room.width)
    while not fits(block) and scale > SMALLEST:
        scale /= FINER
        block = _block(arrangement, shapes, scale, room.width)
    low, high = scale, scale * FINER
    for _halving in range(6):
        middle = (low + high) / 2
        closer = _block(arrangement, shapes, middle, room.width)
        if fits(closer):
            low, block = middle, closer
        else:
            high = middle
    return block


def text_width(text: str, size: float) -> float:
    """Width of a line of words, on the safe side."""
    return len(text) * LETTER * size


def _half(number: float) -> float:
    return floor(number * 2) / 2


def _block(node: Node, shapes: dict[str, Shape], scale: float, width: float) -> Block:
    if isinstance(node, Place):
        return _panel(node.panel, shapes[node.panel], scale)
    if isinstance(node, Over):
        return _over(node, shapes, scale)
    if isinstance(node, Sign):
        return Block(26, 26, 13, ((13, 13, node.text, Text(node.text, 0, 0, 24, sign=True)),))
    if isinstance(node, Live):
        key = (node.track, node.group)
        return Block(72, 20, 10, ((36, 10, key, Text("", 0, 0, 14)),))
    if isinstance(node, Caption):
        return _caption(node, max(scale * 1.1, width if width < inf else 0.0))
    if isinstance(node, Column):
        return _stacked([_block(child, shapes, scale, width) for child in node.children])
    if isinstance(node, Row):
        return _beside(_line(node.children, shapes, scale, width), GAP)
    if isinstance(node, Flow):
        return _flow(node, shapes, scale, width)
    return _grid(node, shapes, scale)


def _panel(name: str, shape: Shape, scale: float) -> Block:
    """Cells, with numbers of rows and columns at their left and top, and a title above."""
    longest = max(shape.rows, shape.cols)
    across, down = (scale * shape.side * part for part in shape.stretch or (shape.cols / longest, shape.rows / longest))
    dx, dy = across / shape.cols, down / shape.rows
    if shape.stretch is None and dx >= 3:
        dx = dy = _half(dx)
    width, height = dx * shape.cols, dy * shape.rows
    ticks = shape.ticks and min(width, height) >= TICKS_FROM and min(dx * 9, dy * 9) > 0
    beside, above = (8 + 6.5 * len(str(shape.rows - 1)), 15.0) if ticks else (3.0, 3.0)
    title, size = _fitting_title(shape.titles, width + 2 * beside)
    half = max(width / 2 + beside, text_width(title, size) / 2)
    top = (size + 6 if title else 0) + above
    items: list[Item] = [(half - width / 2, top, name, Spot(0, 0, dx, dy, ticks))]
    if title:
        items.append((half, size / 2 + 2, title, Text(title, 0, 0, size, bold=True)))
    below = max(3.0, 8 - dy / 2) if ticks else 3.0  # the last row's number is higher than a small cell
    return Block(2 * half, top + height + below, top + height / 2, tuple(items))


def _over(node: Over, shapes: dict[str, Shape], scale: float) -> Block:
    under = _panel(node.under.panel, shapes[node.under.panel], scale)
    x, y, _name, spot = under.items[0]
    assert isinstance(spot, Spot)
    down, across = node.offset
    item: Item = (x + across * spot.dx, y + down * spot.dy, node.over.panel, replace(spot, ticks=False))
    return replace(under, items=(*under.items, item))


def _fitting_title(titles: tuple[str, str], width: float) -> tuple[str, float]:
    """The first of the long and the short title that fits in one line; else the short one, small, or none at all."""
    long, short = titles
    for title, size in ((long, 14.0), (long, 12.5), (short, 13.0), (short, 12.0)):
        if text_width(title, size) <= width:
            return title, size
    return ("", 11.0) if width < SMALLEST_TITLED and text_width(short, 11.0) > width else (short, 11.0)


def _caption(node: Caption, width: float) -> Block:
    letters = max(20, int(width / (LETTER * CAPTION)))
    lines = [(line, number == 0) for number, text in enumerate(node.lines) for line in _wrapped(text, letters)]
    width = max(text_width(line, CAPTION) for line, _bold in lines)
    items = tuple(
        (width / 2, 8 + 15.0 * number, line, Text(line, 0, 0, CAPTION, bold=bold))
        for number, (line, bold) in enumerate(lines)
    )
    return Block(width, 15.0 * len(lines) + 2, 7.5 * len(lines), items)


@lru_cache(maxsize=2048)
def _wrapped(text: str, letters: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(text, letters))


def _line(nodes: Sequence[Node], shapes: dict[str, Shape], scale: float, width: float) -> list[Block]:
    """The blocks of nodes side by side; those that wrap share what the others leave of the width."""
    share = width / len(nodes) - GAP
    fixed = {
        index: _block(node, shapes, scale, share) for index, node in enumerate(nodes) if not isinstance(node, Flow)
    }
    rest = width - sum(block.width for block in fixed.values()) - GAP * (len(nodes) - 1)
    wrapping = max(1.0, rest / max(1, len(nodes) - len(fixed)))
    return [
        fixed[index] if index in fixed else _block(node, shapes, scale, wrapping) for index, node in enumerate(nodes)
    ]


def _moved(block: Block, x: float, y: float) -> Iterable[Item]:
    return ((left + x, top + y, key, thing) for left, top, key, thing in block.items)


def _beside(blocks: Sequence[Block], gap: float) -> Block:
    middle = max(block.middle for block in blocks)
    below = max(block.height - block.middle for block in blocks)
    x = 0.0
    items: list[Item] = []
    for block in blocks:
        items.extend(_moved(block, x, middle - block.middle))
        x += block.width + gap
    return Block(x - gap, middle + below, middle, tuple(items))


def _stacked(blocks: Sequence[Block]) -> Block:
    width = max(block.width for block in blocks)
    y = 0.0
    items: list[Item] = []
    for block in blocks:
        items.extend(_moved(block, (width - block.width) / 2, y))
        y += block.height + LINE_GAP
    return Block(width, y - LINE_GAP, (y - LINE_GAP) / 2, tuple(items))


def _flow(node: Flow, shapes: dict[str, Shape], scale: float, width: float) -> Block:
    """As few lines as the width allows, equally long; spare width goes into the gaps."""
    chunks: list[list[Block]] = []
    for lines in range(1, len(node.children) + 1):
        count = ceil(len(node.children) / lines)
        chunks = [
            _line(node.children[first : first + count], shapes, scale, width)
            for first in range(0, len(node.children), count)
        ]
        if all(sum(block.width for block in chunk) + GAP * (len(chunk) - 1) <= width + 0.01 for chunk in chunks):
            break
    made = []
    for chunk in chunks:
        spare = width - sum(block.width for block in chunk)
        gap = GAP if spare == inf or len(chunk) < 2 else max(GAP, min(MOST_SPREAD, spare / (len(chunk) - 1)))
        made.append(_beside(chunk, gap))
    return _stacked(made) if len(made) > 1 else made[0]


def _grid(node: Grid, shapes: dict[str, Shape], scale: float) -> Block:
    blocks = [[None if cell is None else _block(cell, shapes, scale, inf) for cell in cells] for cells in node.rows]
    widths = [max((block.width for block in column if block), default=0.0) for column in zip(*blocks, strict=True)]
    y = 0.0
    items: list[Item] = []
    for cells in blocks:
        middle = max(block.middle for block in cells if block)
        below = max(block.height - block.middle for block in cells if block)
        x = 0.0
        for block, width in zip(cells, widths, strict=True):
            if block:
                items.extend(_moved(block, x + (width - block.width) / 2, y + middle - block.middle))
            x += width + GAP / 2
        y += middle + below + LINE_GAP
    return Block(sum(widths) + GAP / 2 * (len(widths) - 1), y - LINE_GAP, (y - LINE_GAP) / 2, tuple(items))
