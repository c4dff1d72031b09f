"""Where everything stands: a pure function of an arrangement and a room, shared by screen, picture and page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from math import ceil, floor

from conv.operations import LEARNED
from conv.ui.board.arrangement import Choice, Node
from conv.ui.board.arranger import Arranger, Measure
from conv.ui.board.blocks import Block, Made, Shape, Spot, Text
from conv.ui.board.board import Board
from conv.ui.board.panel import Panel
from conv.ui.board.variants import variants

__all__ = ["ROOMS", "TALL", "WIDE", "Placement", "Room", "Shape", "Spot", "Text", "place", "place_board"]

SMALLEST, MAX_GROWTH = 6.0, 3.0
FULL, SPARE = 1.00001, 0.004
ROUGHLY, TRIES, HALVINGS = 4, 5, 5
NEARLY = 0.75  # of the largest scale, from which a variant is tried with its panels grown
TRIED, MAX_TRIED = 72, 4  # panels of all variants that are, and variants
LARGEST_CELL, LARGEST_KERNEL = 64.0, 54.0  # to which cells grow where the picture's are not as large


@dataclass(frozen=True, slots=True)
class Room:
    """What a board may take, in board units: about a pixel each."""

    width: float
    height: float


WIDE, MIDDLE, TALL = Room(1000, 440), Room(680, 380), Room(366, 420)
ROOMS = {"wide": WIDE, "middle": MIDDLE, "tall": TALL}


@dataclass(frozen=True, slots=True)
class Placement:
    """The whole: its size, the panels' spots, texts that stay, and places for numbers that change."""

    width: float
    height: float
    spots: dict[str, Spot]
    texts: tuple[Text, ...]
    live: dict[tuple[int | Choice, int | None], Text]


def place_board(board: Board, room: Room) -> Placement:
    """Give every panel of a board its place; equal arrangements are placed once."""
    roles = _roles(board)
    shapes = tuple((panel.name, _shape(panel, roles[panel.name])) for panel in board.panels)
    return place(board.arrangement, shapes, room)


def _shape(panel: Panel, role: str) -> Shape:
    titles = (panel.title, panel.short or panel.title) if panel.heading else ("", "")
    if not role:  # charts and the like: of one measure where they are meant to be as large
        role = f"{panel.side} {panel.stretch}"
    return Shape(*panel.shape, panel.side, panel.stretch, panel.ticks, titles, role, panel.curve or panel.bars)


def _roles(board: Board) -> dict[str, str]:
    """What the panels are in the walks, by their names: those of one role are of one measure."""
    found: dict[str, str] = {}
    shapes = {panel.name: panel.shape for panel in board.panels}
    for track in board.tracks:
        for overlay in track.overlays[:1] if not track.groups else ():
            found[overlay.panel] = "source"
        for group in track.groups:
            found |= {factor.panel: "kernel" if factor.role in LEARNED else "source" for factor in group.factors}
    for track in board.tracks:
        learned = {shapes[name] for name, role in found.items() if role == "kernel"} if track.stamps else set()
        for made in track.made:
            found[made] = "kernel" if shapes[made] in learned else "middle" if found.get(made) == "source" else "map"
    alike = {
        shapes[name]: role for role in ("kernel", "map", "source") for name, known in found.items() if known == role
    }
    return {name: found.get(name, alike.get(shape, "")) for name, shape in shapes.items()}


@lru_cache(maxsize=512)
def place(arrangement: Node, shapes: tuple[tuple[str, Shape], ...], room: Room) -> Placement:
    """The variant with the largest smallest cell that fits; where none does, the board becomes higher."""
    block = _Search(arrangement, dict(shapes), room).best()
    left = max(0.0, (room.width - block.width) / 2)
    spots: dict[str, Spot] = {}
    texts: list[Text] = []
    live: dict[tuple[int | Choice, int | None], Text] = {}
    for x, y, key, thing in block.items():
        if isinstance(thing, Spot):
            spots[str(key)] = replace(thing, x=_half(x + left), y=_half(y))
        elif isinstance(key, tuple):
            live[key] = replace(thing, x=x + left, y=y)
        else:
            texts.append(replace(thing, x=x + left, y=y))
    width = room.width if block.width <= room.width + 0.5 else ceil(block.width)
    return Placement(width, ceil(block.height), spots, tuple(texts), live)


def _half(number: float) -> float:
    return floor(number * 2) / 2


class _Search:
    """Looks for the variant of an arrangement, and the sizes of its panels, that fill a room best."""

    def __init__(self, arrangement: Node, shapes: Mapping[str, Shape], room: Room) -> None:
        self.arrangement = arrangement
        self.shapes = shapes
        self.room = room
        self.made: dict[Made, Block] = {}

    def best(self) -> Block:
        """The variant with the largest panels; of those that are nearly as good, the one that can grow most."""
        found: list[Measure] = []
        largest = SMALLEST
        for variant in variants(self.arrangement):
            start = replace(variant, scale=max(SMALLEST, NEARLY * largest))
            load = self.load(start)
            if load <= FULL:
                found.append(self._scaled(start, load, ROUGHLY))
                largest = max(largest, found[-1].scale)
        if not found:
            return self._lowest()
        near = sorted((each for each in found if each.scale >= NEARLY * largest), key=lambda each: -each.scale)
        tried = near[: max(1, min(MAX_TRIED, TRIED // max(1, len(self.shapes))))]
        grown = [self._grown(self._scaled(each, self.load(each), TRIES)) for each in tried]
        return self.spread(max(grown, key=self._worth))

    def block(self, measure: Measure) -> Block:
        return Arranger(self.shapes, measure, self.made).block(self.arrangement, self.room.width)

    def spread(self, measure: Measure) -> Block:
        """With spare width in the gaps, where all of them together find it."""
        block = self.block(replace(measure, spread=True))
        return block if block.width <= self.room.width + 0.01 else self.block(measure)

    def load(self, measure: Measure) -> float:
        """How much of the room a measure takes, in height or width: more than 1 does not fit."""
        block = self.block(measure)
        return max(block.width / self.room.width, block.height / self.room.height)

    def _lowest(self) -> Block:
        """Where nothing fits, the lowest of those that are narrow enough, or the narrowest."""
        blocks = [self.block(replace(variant, scale=SMALLEST)) for variant in variants(self.arrangement)]
        return min(blocks, key=lambda block: (max(self.room.width, block.width), block.height))

    def _scaled(self, start: Measure, load: float, tries: int) -> Measure:
        """As large as fits, from a measure of a known load: loads grow about as lines do, with steps."""
        low, high = start.scale, max(self.room.width, self.room.height)
        measure = partial(_scaled, start)
        goal = FULL - SPARE
        short, over, before = min(load - goal, -SPARE), self.load(measure(high)) - goal, 0
        if over <= SPARE:
            return measure(high)
        for _try in range(tries):  # by the Illinois rule: the end that stays weighs less
            middle = high - over * (high - low) / (over - short)
            off = self.load(measure(middle)) - goal
            if off <= SPARE:
                low, short, over, before = middle, min(off, -SPARE), over / 2 if before < 0 else over, -1
                if off >= -SPARE:
                    break
            else:
                high, over, short, before = middle, off, short / 2 if before > 0 else short, 1
        return measure(low)

    def _halved(self, measure: Callable[[float], Measure], maximum: float) -> Measure:
        """The measure of the largest growth that fits, about: a part may grow for long before the room is full."""
        low, high = 1.0, maximum
        for _halving in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self.load(measure(middle)) <= FULL else (low, middle)
        return measure(low)

    def _grown(self, measure: Measure) -> Measure:
        """Panels of one role after the other, those of the smallest cells first, as large as the others leave room."""
        cells = Arranger(self.shapes, measure, self.made).cells
        sizes: dict[str, float] = {}
        for name, shape in self.shapes.items():
            sizes[shape.role] = max(sizes.get(shape.role, 0.0), *cells[name])
        for role in sorted(sizes, key=sizes.__getitem__):
            maximum = MAX_GROWTH
            if role != "source":
                source = sizes.get("source", 0.0) * measure.growth.get("source", 1.0)
                maximum = min(maximum, max(LARGEST_KERNEL if role == "kernel" else LARGEST_CELL, source) / sizes[role])
            if maximum > 1:
                measure = self._halved(partial(_growing, measure, role), maximum)
        return measure

    def _worth(self, measure: Measure) -> float:
        """The area of all panels; lines that are not full are worth less."""
        cells = Arranger(self.shapes, measure, self.made).cells
        return sum(
            dx * dy * shape.rows * shape.cols for name, shape in self.shapes.items() for dx, dy in (cells[name],)
        )


def _growing(measure: Measure, role: str, growth: float) -> Measure:
    return replace(measure, growth={**measure.growth, role: growth})


def _scaled(measure: Measure, scale: float) -> Measure:
    return replace(measure, scale=scale)
