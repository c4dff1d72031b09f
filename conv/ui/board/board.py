"""What a stage shows, as data: panels, the index maps between them, and the walks through them. No figure, no place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from conv.index_maps import Chain, IndexMap
from conv.reductions import Reduction
from conv.ui.board.arrangement import Node
from conv.ui.board.checks import check_board
from conv.ui.board.panel import Panel


@dataclass(frozen=True, slots=True)
class Operand:
    """A panel of which each cell of a walk's target reads some: the cells at rows x cols of two index maps.

    Attributes:
        panel: Name of the panel that is read.
        rows, cols: Index maps from the panel's rows and columns to those of the target; where `by_step`, to its steps.
        channel: Which of the numbers of a colour picture's cell is read.
        by_step: The maps' targets are steps, counted row by row, as for the rows of a matrix.
        role: What its numbers are in a term, as the core's factors say it; empty of an overlay.
        look: "window", or "span" for the box in which a window would lie if nothing were in its way.
        beam: Whether the beams go over it, where a track has overlays only.
    """

    panel: str
    rows: IndexMap | Chain
    cols: IndexMap | Chain
    channel: int = 0
    by_step: bool = False
    role: str = ""
    look: str = "window"
    beam: bool = True

    def cells(self, row: int, col: int, width: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Rows and columns that the target's cell at (row, col) reads; the target is `width` cells wide."""
        if self.by_step:
            return self.rows.sources(row * width + col), self.cols.sources(row * width + col)
        return self.rows.sources(row), self.cols.sources(col)

    def readers(self, row: int, col: int, width: int) -> list[tuple[int, int]]:
        """The target's cells that read the panel's cell at (row, col), row by row; the target is `width` cells wide."""
        rows, cols = self.rows.targets(row), self.cols.targets(col)
        if self.by_step:
            return [divmod(step, width) for step in rows if step in cols]
        return [(down, across) for down in rows for across in cols]


@dataclass(frozen=True, slots=True)
class Group:
    """Terms that are shown together, such as those of a channel: the factors' cells, multiplied one by one."""

    label: str
    factors: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where terms of a walk land: each cell of the target adds its own to what stands on a panel.

    Its cells are covered, with their sums so far, until the last term has landed.

    Attributes:
        lands: The cells of the panel, in the order of the terms' taps; what would land beyond it is left out.
        group: Index of the terms. A factor that reads one cell alone is the same for all taps.
        sums: Whether sums so far are written.
    """

    lands: Operand
    group: int = 0
    sums: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A walk on its panels: which cells make which, by what reduction, and what is said of it.

    Attributes:
        title: What it is called.
        target: Name of the panel whose cells are made one by one; all are covered until they are.
        size: (H_out, W_out) of the target.
        groups: The terms.
        overlays: Further panels on which the window rides.
        reduction: How the terms become the number; None where only positions are shown.
        words: Sentences of a step with places for numbers, as `words.narration` makes them.
        formulas: In letters, and with this setting's indices: MathML.
        legend: (look, meaning) of everything that is no pixel.
        notes: Paragraphs below the player, MathML and text.
        terms: What the terms of the formulas in the notes light up: boxes of the first panel, and a sentence.
        dot: (row, col) in the window where a dot marks the current one, or None.
        corner: The dot stands in the cell's corner, as those of all windows do.
        stamps: Where the terms land, of a walk that adds to panels instead of making its target.
        reveals: Further panels whose cells are known with those of the target, or of the first panel that is stamped.
        size_terms: What one has to know to work out the target's size, for a question about it.
        pace: Steps of the player, on each axis, for which a cell of this track stays: it goes with tracks whose maps
            are so many times as large.
    """

    title: str
    target: str
    size: tuple[int, int]
    groups: tuple[Group, ...] = ()
    overlays: tuple[Operand, ...] = ()
    reduction: Reduction | None = None
    words: Mapping[str, Any] = field(default_factory=dict)
    formulas: tuple[str, str] = ("", "")
    legend: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    terms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    dot: tuple[int, int] | None = None
    corner: bool = False
    stamps: tuple[Stamp, ...] = ()
    reveals: tuple[str, ...] = ()
    size_terms: str = ""
    pace: int = 1

    @property
    def operands(self) -> list[Operand]:
        """All that is read, each panel once in each look and by the same index maps."""
        found: dict[tuple[Any, ...], Operand] = {}
        factors = (factor for group in self.groups for factor in group.factors)
        for operand in (*factors, *self.overlays, *(stamp.lands for stamp in self.stamps)):
            found.setdefault((operand.panel, operand.look, operand.rows, operand.cols), operand)
        return list(found.values())

    @property
    def made(self) -> tuple[str, ...]:
        """Names of the panels whose cells it makes: the target, or those that are stamped."""
        return tuple(stamp.lands.panel for stamp in self.stamps) or (self.target,)

    def has(self, row: int, col: int) -> bool:
        """Whether its target has such a cell."""
        return row < self.size[0] and col < self.size[1]

    @property
    def extent(self) -> tuple[int, int]:
        """Steps of the player down and across."""
        return (self.size[0] - 1) * self.pace + 1, (self.size[1] - 1) * self.pace + 1


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a panel comes from another one by what the browser knows under a name, where no walk says it.

    Attributes:
        name: "digit" for `frame_digit` of the panel's ink; "wins" for how many windows pick each pixel, where the
            source is the map of their walk; "routed" where the source's numbers go back to the pixels that are picked,
            by the walk to the panel `along`; "repeated" where the target's walk is the last of several of its kernel,
            each over the map before, the first one over the source.
        source, target: Names of the panels.
        times: How many walks are repeated.
        along: Name of the panel of which the walk picks, or empty.
    """

    name: str
    source: str
    target: str
    times: int = 1
    along: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """Panels, the walks through them, and how they stand.

    Attributes:
        panels: Their names are unique.
        tracks: At least one; they walk in lock-step.
        arrangement: Places every panel once.
        description: What the whole shows, for readers who do not see it.
        derived: How panels that no track makes come from others, as walks that nobody takes: the browser makes them
            anew where numbers change.
        hidden: Panels that are on the way from others to those that are seen; they have no place, and are made only
            where numbers change.
        recipes: The same of what is no walk.
        painted: Whether its pixels are painted from the start, before anybody asks for it.
        waits: Names of the panels that change with numbers of the scene and that only the core makes.
        active_track: Index of the track that walks, where the others wait until they are chosen. Such a board covers
            nothing, and dims what the walking track's cell does not read.
        covered: Whether cells that are not computed yet are covered, where all tracks walk.
        lens: Name of a panel with the picture, of which a place that is pointed at is magnified where cells are small,
            on all maps too; it stands for the cell of the map at the same place.
        divided: Name of the panel that is seen right of a divider only.
        table: HTML below the player; its lines marked `data-track` are lit with their track, and choose it.

    Raises:
        ValueError: If names, sizes or places do not agree (`checks`).
    """

    panels: tuple[Panel, ...]
    tracks: tuple[Track, ...]
    arrangement: Node
    description: str = ""
    derived: tuple[Track, ...] = ()
    hidden: tuple[Panel, ...] = ()
    recipes: tuple[Recipe, ...] = ()
    painted: bool = False
    waits: tuple[str, ...] = ()
    active_track: int | None = None
    covered: bool = True
    lens: str = ""
    divided: str = ""
    table: str = ""

    def __post_init__(self) -> None:
        check_board(self)

    @property
    def walkers(self) -> tuple[Track, ...]:
        """The tracks that walk."""
        return self.tracks if self.active_track is None else (self.tracks[self.active_track],)

    @property
    def followed(self) -> bool:
        """Whether the browser can make all panels that change with numbers of the scene."""
        return not self.waits

    @property
    def changes(self) -> bool:
        """Whether values of panels change with the step."""
        return any(panel.moments is not None for panel in self.panels)

    def at(self, step: int) -> Board:
        """The board with the values of a step."""
        if not self.changes:
            return self
        return replace(self, panels=tuple(_at(panel, step) for panel in self.panels))

    @property
    def covers(self) -> bool:
        """Whether anything is covered."""
        return self.covered and self.active_track is None

    @property
    def grid(self) -> tuple[int, int]:
        """Steps down and across: a grid that holds the largest of the targets."""
        return self.grid_of(self.walkers)

    @staticmethod
    def grid_of(walkers: Sequence[Track]) -> tuple[int, int]:
        """The same of some tracks."""
        heights, widths = zip(*(track.extent for track in walkers), strict=True)
        return max(heights), max(widths)

    @property
    def steps(self) -> int:
        """Number of steps."""
        height, width = self.grid
        return height * width


def _at(panel: Panel, step: int) -> Panel:
    return panel if panel.moments is None else replace(panel, values=panel.moments[step])
