"""Lesson: inside a trained network, with the digit that the visitor draws."""

from conv.text import N_
from conv.ui.lesson import Lesson, Part
from conv.ui.lessons.network import build_read
from conv.ui.scene.record import Scene

SCROLLS = 330
DIGIT = Scene(picture="drawn")
LESSON = Lesson(
    name="network",
    title=N_("Inside a trained network"),
    question=N_("What happens to the digit that I draw?"),
    icon=":material/network_node:",
    place=11,
    parts=(
        Part(
            build=build_read,
            name="read",
            label=N_("Read a digit"),
            sentence=N_("Draw a digit in the first field: every number behind the answer follows your stroke."),
            controls=(),
            opening=DIGIT,
            colours=(),
            sized=False,
            scrolls=SCROLLS,
            compares=False,
        ),
    ),
)
