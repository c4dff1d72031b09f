"""Lesson: channels and kernels; every output has a kernel slice of its own for every channel."""

from conv.text import N_
from conv.ui.lesson import Lesson, Part
from conv.ui.lessons.channels import build, ready_scenes
from conv.ui.scene.record import SIDE_BY_SIDE

LESSON = Lesson(
    name="channels",
    title=N_("Channels"),
    question=N_("How do several channels become one map?"),
    icon=":material/layers:",
    place=4,
    parts=(
        Part(
            build=build,
            sentence=N_(
                "A kernel has its own slice for each channel. Their sums are added: many channels in, one map out."
            ),
            controls=("channels", "stride", "padding", "mode", "after"),
            colours=(),
            largest=SIDE_BY_SIDE,
            ready=ready_scenes,
        ),
    ),
)
