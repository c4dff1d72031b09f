"""Lesson: the backward pass; where gradients land, and a kernel that is learned."""

from dataclasses import replace

from conv.text import N_
from conv.ui.lesson import Lesson, Part
from conv.ui.lessons.backward import build_pass
from conv.ui.lessons.backward_convolutions import build_convolutions
from conv.ui.lessons.backward_gates import build_gates
from conv.ui.lessons.backward_learn import build_learn, ready_scenes
from conv.ui.lessons.backward_nudge import build_nudge
from conv.ui.scene.record import Scene

OPENING = Scene(activation="none")
GATES = Scene(
    picture="typed",
    pixels=(
        (1, 2, 0, 1, 3, 0),
        (0, 1, 3, 1, 0, 2),
        (2, 0, 1, 0, 2, 1),
        (1, 3, 0, 2, 1, 0),
        (0, 1, 2, 0, 1, 3),
        (2, 0, 1, 3, 0, 1),
    ),
    kernel="typed",
    weights=(((1, 0, -1), (2, 0, -2), (1, 0, -1)),),
    gradient=((1, -2), (2, 1)),
)
UNEVEN = replace(OPENING, kernel="typed", weights=(((1, 2, 0), (0, 1, -1), (3, 0, 1)),))  # looks different when flipped
LESSON = Lesson(
    name="backward",
    title=N_("Backward pass"),
    question=N_("How does a network learn its kernels?"),
    icon=":material/undo:",
    place=10,
    parts=(
        Part(
            build=build_pass,
            name="pass",
            label=N_("Three gradients"),
            sentence=N_("Each number of g says how the loss grows with one output. It lands on all that made it."),
            controls=("kernel", "stride", "padding", "mode", "upstream", "after"),
            opening=OPENING,
            colours=("grey", "channels"),
            largest=32,
            below=80,
        ),
        Part(
            build=build_convolutions,
            name="convolutions",
            label=N_("As convolutions"),
            sentence=N_("The same gradients, cell by cell: g slides over x, and the flipped kernel slides over g."),
            controls=("kernel", "stride", "padding", "mode", "upstream", "after"),
            opening=UNEVEN,
            colours=(),
            largest=32,
        ),
        Part(
            build=build_gates,
            name="gates",
            label=N_("ReLU and pooling"),
            sentence=N_("A small stack, backward: what does each layer let through? Choose the layer below the board."),
            controls=("kernel", "stride", "padding", "mode", "pool", "upstream", "after"),
            opening=GATES,
            colours=(),
            largest=32,
            below=80,
            compares=False,
        ),
        Part(
            build=build_nudge,
            name="nudge",
            label=N_("Nudge"),
            sentence=N_("What does a gradient promise? Change one number a little, and see what becomes of the loss."),
            controls=("kernel", "stride", "padding", "mode", "nudge", "upstream", "after"),
            opening=replace(OPENING, upstream="target"),
            colours=(),
            largest=32,
            below=150,
        ),
        Part(
            build=build_learn,
            name="learn",
            label=N_("Learn a kernel"),
            sentence=N_("Some kernel made the wanted map. Can it be found from the map alone, step by step downhill?"),
            controls=("kernel", "stride", "padding", "mode", "target", "learn"),
            opening=Scene(activation="none", picture="digits", size=16, momentum=0.9),
            colours=(),
            largest=32,
            below=70,
            ready=ready_scenes,
        ),
    ),
)
