"""Lesson: depth; a stack of layers, what a deep cell sees, and what it costs."""

from conv.text import N_
from conv.ui.controls.stack import stack_editor
from conv.ui.lesson import Lesson, Part
from conv.ui.lessons.depth import build, build_effective, build_pays, ready_scenes
from conv.ui.scene.record import COLOURS, SIDE_BY_SIDE, Scene

LARGEST = 224
LESSON = Lesson(
    name="depth",
    title=N_("Depth"),
    question=N_("How much of the picture does a deep cell see?"),
    icon=":material/stacks:",
    place=7,
    parts=(
        Part(
            build=build,
            name="stack",
            label=N_("Layers"),
            sentence=N_("Each layer reads the maps before it: point at a deep cell to see its field on all of them."),
            controls=("stack",),
            opening=Scene(picture="digits", size=28),
            colours=COLOURS[:2],
            largest=LARGEST,
            ready=ready_scenes,
            compares=False,
            editor=stack_editor,
        ),
        Part(
            build=build_effective,
            name="effective",
            label=N_("Theoretical and effective"),
            sentence=N_("A cell could see its whole field; the middle acts on it most, because more paths lead there."),
            controls=("stack",),
            opening=Scene(picture="digits", size=28),
            colours=COLOURS[:2],
            largest=LARGEST,
            ready=ready_scenes,
            compares=False,
            editor=stack_editor,
        ),
        Part(
            build=build_pays,
            name="pays",
            label=N_("Stacking pays"),
            sentence=N_("One 7 × 7 or three 3 × 3: the same field for just over half the cost, and three activations."),
            controls=(),
            opening=Scene(picture="digits", size=28),
            colours=COLOURS[:2],
            largest=SIDE_BY_SIDE,
        ),
    ),
)
