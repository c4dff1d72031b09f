"""Lesson: step through a convolution on your own picture."""

from conv.text import N_
from conv.ui.lesson import Lesson, Part
from conv.ui.lessons.step import build, ready_scenes

LESSON = Lesson(
    name="step",
    title=N_("Step through"),
    question=N_("Where does each number of a feature map come from?"),
    icon=":material/footprint:",
    place=1,
    parts=(
        Part(
            build=build,
            ready=ready_scenes,
            camera=True,
            sentence=N_(
                "The window rides over the picture; pixel times weight, added up, makes a cell. Point at any cell."
            ),
        ),
    ),
)
