"""Parts of an arrangement at one scale: how wide they are, how high, and on which lines their things stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from conv.ui.board.arrangement import Caption, Choice
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


def with_number(block: Block, live: Block) -> Block:
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


def text_block(width: float, height: float, key: Key, text: Text) -> Block:
    """A text in the middle of a room of its own."""
    return Block(width, (Band(0, height, height / 2),), ((width / 2, height / 2, key, text),))


def caption_block(node: Caption, width: float) -> Block:
    """The lines of a caption, the first one bold; wrapped where they are too long."""
    most = max(13, int(min(width, 2000) / (LETTER * CAPTION)))
    lines = [(line, number == 0) for number, text in enumerate(node.lines) for line in wrapped(text, most)]
    width = max(text_width(line, CAPTION) for line, _bold in lines)
    own = tuple(
        (width / 2, 8 + 15.0 * number, line, Text(line, 0, 0, CAPTION, bold=bold))
        for number, (line, bold) in enumerate(lines)
    )
    height = 15.0 * len(lines) + 2
    return Block(width, (Band(0, height, height / 2),), own)


def stacked_texts(lines: Sequence[str], size: float, x: float, y: float) -> tuple[Item, ...]:
    """A title's lines, the first one at (x, y)."""
    return tuple(
        (x, y + number * (size + 2), line, Text(line, 0, 0, size, bold=True)) for number, line in enumerate(lines)
    )


@lru_cache(maxsize=4096)
def titled_lines(titles: tuple[str, str], width: float, maximum: int = 2) -> tuple[tuple[str, ...], float]:
    """The lines of the long or the short title, and their size: the first that fit, or the short one as it is."""
    long, short = titles
    if not long:
        return (), 11.0
    for title, size in ((long, 14.0), (long, 12.5), (short, 13.0), (short, 11.5)):
        if text_width(title, size) <= width:
            return (title,), size
    lines = in_lines(short, max(int(width / (LETTER * 11)), ceil(longest_unit(short))), maximum)
    return (lines if len(lines) <= maximum else (short,)), 11.0
