"""Lesson: pooling; how a picture becomes smaller, and what each kind of pooling keeps."""

from conv.text import N_
from conv.ui.lesson import Lesson, Part
from conv.ui.lessons.pooling import build, build_beside, build_shift, ready_scenes
from conv.ui.scene.record import SIDE_BY_SIDE, Scene

LESSON = Lesson(
    name="pooling",
    title=N_("Pooling"),
    question=N_("How does a picture shrink, and which pixels survive?"),
    icon=":material/compress:",
    place=6,
    parts=(
        Part(
            build=build,
            name="pool",
            label=N_("Max, average, L2"),
            sentence=N_("Each window becomes one cell: its largest pixel (ringed), its average, or its L2 sum."),
            controls=("pool",),
            opening=Scene(picture="digits", size=14),
            colours=(),
            ready=ready_scenes,
        ),
        Part(
            build=build_beside,
            name="beside",
            label=N_("Side by side"),
            sentence=N_("The same windows, four ways: what does each keep of the picture, and what does it cost?"),
            controls=("windows",),
            opening=Scene(picture="shapes", size=12),
            colours=(),
            largest=SIDE_BY_SIDE,
        ),
        Part(
            build=build_shift,
            name="shift",
            label=N_("Shift the picture"),
            sentence=N_(
                "Drag the picture by a pixel, use the buttons, or Shift and an arrow key: how much of the map stays?"
            ),
            controls=("pool",),
            opening=Scene(picture="digits", size=14, shift=(0, 1)),
            colours=(),
            largest=SIDE_BY_SIDE,
            movable=True,
        ),
    ),
)
