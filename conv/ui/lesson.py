"""What a lesson is: words, choices and a build function as one record; the shell shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from conv.ui.board.board import Board
from conv.ui.extras.records import Extra
from conv.ui.saving.code import Computation
from conv.ui.scene.record import COLOURS, MAX_DRAWN, Scene

WORKED = Scene()


@dataclass(frozen=True, slots=True)
class Picture:
    """What a lesson is built from.

    Attributes:
        own: An uploaded picture or photo, shape (3, H, W), where the scene asks for one.
        progress: Called with the share that is done, from 0 to 1, where building takes its time.
    """

    own: np.ndarray | None = None
    progress: Callable[[float], object] = lambda share: None


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What a lesson has made of a scene.

    Attributes:
        board: The stage.
        sentences: Markdown below the player.
        refusals: What the core refused of several walks, while others stand.
        above: What stands right above the board, such as buttons that move the picture.
        below: Gives what follows, such as tables and charts; called when the board is drawn.
        layers: What is walked, for code that gives its numbers: one layer for all walks, one for each, or none.
        headline: What is found, in a sentence above the board.
    """

    board: Board
    sentences: Sequence[str] = ()
    refusals: Sequence[str] = ()
    above: Sequence[Extra] = ()
    below: Callable[[], Sequence[Extra]] = tuple
    layers: Sequence[Computation] = ()
    headline: str = ""

    def layer(self, track: int) -> Computation | None:
        """What a walk of the board walks, where it is known."""
        return self.layers[track if len(self.layers) > 1 else 0] if self.layers else None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a lesson.

    Attributes:
        build: Computes the content, or raises a `Refusal` that a learner can read.
        sentence: What to look at; marked with `N_`.
        name, label: As a link and the screen have it, where a lesson has several parts.
        controls: Groups of the sidebar besides the picture; settings of other groups stay as they are. None for a page
            without settings.
        opening: The scene with which it opens, where it is opened without one.
        colours: Ways to show a colour picture.
        largest: Pixels on the long side up to which its picture is drawn, or None for any.
        sized: Whether the picture's working size can be chosen.
        ready: Gives ready scenes by their names.
        movable: The picture can be dragged.
        camera: A camera's pictures can run through it.
        slow: Building may take a while, and says how far it is.
        below: Height in pixels that is left for what stands below the player, so that it is in view as well.
        scrolls: Pixels by which its board is higher than the screen of a phone, where it is scrolled.
        compares: Two settings of it can stand beside each other.
        beside: Builds less of it, where the whole has no room beside another setting.
        editor: Draws a large setting below all that, also where the core refuses the scene; it gets the scene and the
            arrival's widget epoch, and changes the scene by callbacks.
    """

    build: Callable[[Scene, Picture], Content]
    sentence: str
    name: str = ""
    label: str = ""
    controls: Sequence[str] | None = ("kernel", "stride", "padding", "mode", "after")
    opening: Scene = WORKED
    colours: Sequence[str] = COLOURS
    largest: int | None = MAX_DRAWN
    sized: bool = True
    ready: Callable[[], Mapping[str, Scene]] | None = None
    movable: bool = False
    camera: bool = False
    slow: bool = False
    below: int = 0
    scrolls: int = 0
    compares: bool = True
    beside: Callable[[Scene, Picture], Content] | None = None
    editor: Callable[[Scene, int], None] | None = None

    def built(self, scene: Scene, picture: Picture, *, compared: bool = False) -> Content:
        """Its content, or what has room beside another setting, where it is compared or the scene asks for that."""
        less = self.beside if compared or scene.compared_with else None
        return (less or self.build)(scene, picture)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson.

    Attributes:
        name: As its address has it.
        title: In the menu and above the lesson; marked with `N_`.
        question: What it answers, on its card on the home page.
        icon: Of the menu.
        parts: At least one.
        place: Its place in the menu and on the home page.
        one_picture: A picture that was drawn, or came with a link, stays from part to part.
    """

    name: str
    title: str
    question: str
    icon: str
    parts: tuple[Part, ...]
    place: int = field(default=100)
    one_picture: bool = False

    def part(self, topic: str) -> Part:
        """The part of that name; the first one where there is none."""
        return next((part for part in self.parts if part.name == topic), self.parts[0])

    @property
    def topics(self) -> tuple[str, ...]:
        """Names of the parts."""
        return tuple(part.name for part in self.parts)
