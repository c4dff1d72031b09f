"""Lesson: padding, how much and with what, why, and what an even kernel does."""

from conv.text import N_
from conv.ui.lesson import Lesson, Part
from conv.ui.lessons.padding import build_amounts, build_centres, build_modes, build_reasons
from conv.ui.scene.record import COLOURS, SIDE_BY_SIDE, Scene

LESSON = Lesson(
    name="padding",
    title=N_("Padding"),
    question=N_("What goes around the picture, how much of it, and why?"),
    icon=":material/padding:",
    place=2,
    parts=(
        Part(
            build=build_amounts,
            name="amounts",
            compares=False,
            label=N_("How much"),
            sentence=N_("Five ways to pad one picture: more padding, more places for the window, a larger map."),
            controls=("kernel", "stride", "sides", "mode", "after"),
            opening=Scene(picture="shapes", size=6, kernel="box_blur", stride=(2, 2), activation="none"),
            colours=COLOURS[:2],
            largest=SIDE_BY_SIDE,
            scrolls=75,
        ),
        Part(
            build=build_modes,
            name="modes",
            label=N_("With what"),
            sentence=N_("What is added beside a row 1234: point at a padding cell to see the pixel that it copies."),
            controls=("kernel", "stride", "dilation", "sides", "after"),
            opening=Scene(
                picture="typed",
                pixels=((1, 2, 3, 4), (5, 6, 7, 8), (9, 1, 2, 3), (4, 5, 6, 7)),
                kernel="box_blur",
                padding=((2, 2), (2, 2)),
                activation="none",
            ),
            colours=COLOURS[:2],
            largest=SIDE_BY_SIDE,
        ),
        Part(
            build=build_reasons,
            name="reasons",
            label=N_("Why"),
            sentence=N_(
                "Without padding the border is read less than the middle, and each layer makes the map smaller."
            ),
            controls=("kernel", "stride", "dilation", "after"),
            colours=COLOURS[:2],
            largest=SIDE_BY_SIDE,
        ),
        Part(
            build=build_centres,
            name="centre",
            compares=False,
            label=N_("Odd and even kernels"),
            sentence=N_(
                "An odd window has a middle: p = (k − 1) / 2 on each side keeps the size. An even one has none."
            ),
            controls=("odd",),
            colours=COLOURS[:2],
            largest=SIDE_BY_SIDE,
            scrolls=300,
        ),
    ),
)
