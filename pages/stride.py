"""Lesson: stride and dilation, what they leave unread, and what they cost."""

from conv.text import N_
from conv.ui.lesson import Lesson, Part
from conv.ui.lessons.dilation import build_dilation, build_ways
from conv.ui.lessons.stride import build, ready_scenes
from conv.ui.scene.record import COLOURS, SIDE_BY_SIDE, Scene

LESSON = Lesson(
    name="stride",
    title=N_("Stride and dilation"),
    question=N_("How large is the map, and which pixels get lost?"),
    icon=":material/straighten:",
    place=3,
    parts=(
        Part(
            build=build,
            name="stride",
            label=N_("Stride"),
            sentence=N_(
                "A window starts at every dot. Crosshatched pixels are read by none: the floor ⌊ ⌋ drops them."
            ),
            controls=("kernel", "stride", "dilation", "padding", "mode", "after"),
            opening=Scene(picture="shapes", size=8, kernel="box_blur", stride=(3, 3), activation="none"),
            ready=ready_scenes,
        ),
        Part(
            build=build_dilation,
            name="dilation",
            compares=False,
            label=N_("Dilation"),
            sentence=N_("Dilation spreads the taps: a wide window for the same weights. Equal dilations leave holes."),
            controls=("kernel", "dilation", "after"),
            opening=Scene(picture="digits", size=14, dilation=(2, 2), kernel="box_blur", activation="none"),
            colours=COLOURS[:2],
            largest=SIDE_BY_SIDE,
            scrolls=400,
        ),
        Part(
            build=build_ways,
            name="compare",
            compares=False,
            label=N_("Five ways to one field"),
            sentence=N_("Five ways to the same receptive field, the pixels that a cell sees: watch how far it moves."),
            controls=("kernel",),
            opening=Scene(picture="digits", size=14),
            colours=COLOURS[:2],
            largest=SIDE_BY_SIDE,
        ),
    ),
)
