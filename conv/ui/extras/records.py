"""What may stand above and below a board: words, charts, and widgets that change the scene, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import plotly.graph_objects as go

from conv.ui.board.board import Board


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown: sentences, or a table."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence in small type."""

    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why something cannot be shown."""

    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """An ordinary chart.

    Attributes:
        name: Unique on its page.
        figure: The chart.
        description: For readers who do not see it.
        height: In pixels.
    """

    name: str
    figure: go.Figure
    description: str
    height: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A small drawing that needs no chart.

    Attributes:
        svg: An SVG element, in colours that are seen on light and dark pages.
        caption: Below it.
        description: For readers who do not see it.
    """

    svg: str
    caption: str
    description: str


@dataclass(frozen=True, slots=True, eq=False)
class Panels:
    """Panels that nothing walks: a board without tracks.

    Attributes:
        name: Unique on its page.
        board: What is seen.
        wide: They have the page's width, where it is no phone's.
    """

    name: str
    board: Board
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A button.

    Attributes:
        label: What it says.
        name: Unique on its page.
        icon: Its picture's name, or empty.
        changes: Settings of the scene with which the part starts again.
        moves: (rows, cols) by which it moves the picture, in place of that.
        disabled: Whether it cannot be used.
    """

    label: str
    name: str
    icon: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    moves: tuple[int, int] | None = None
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Buttons:
    """Buttons in a line that wraps; a style sheet finds the line by its name."""

    buttons: Sequence[Button]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class NumberInputs:
    """A setting of the scene that is several whole numbers, a field for each.

    Attributes:
        setting: Its name.
        labels, limits, values: Of each field.
    """

    setting: str
    labels: Sequence[str]
    limits: Sequence[tuple[int, int]]
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Slider:
    """A setting of the scene that is a whole number, within these limits."""

    setting: str
    label: str
    limits: tuple[int, int]
    value: int


@dataclass(frozen=True, slots=True)
class Folded:
    """What is made, sent and drawn only while somebody has opened it.

    Attributes:
        title: What it answers.
        name: Unique on its page.
        extras: What is in it.
        opened: Whether it is open when the page is.
    """

    title: str
    name: str
    extras: Sequence[Extra]
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Several things side by side, in columns of these widths."""

    columns: Sequence[Sequence[Extra]]
    widths: Sequence[int]


Extra: TypeAlias = (
    Heading | Text | Note | Refused | Chart | Drawing | Panels | Buttons | NumberInputs | Slider | Folded | Columns
)
