"""Lesson: channels and kernels; every output has a kernel slice of its own for every channel."""

from conv.text import N_
from conv.ui.lesson import Lesson, Part
from conv.ui.lessons.channels import build, build_separable, ready_scenes
from conv.ui.scene.record import SIDE_BY_SIDE, Scene

LESSON = Lesson(
    name="channels",
    title=N_("Channels"),
    question=N_("How do several channels become one map?"),
    icon=":material/layers:",
    place=4,
    parts=(
        Part(
            build=build,
            name="kernels",
            label=N_("Channels and kernels"),
            sentence=N_(
                "A kernel has its own slice for each channel. Their sums are added: many channels in, one map out."
            ),
            controls=("channels", "stride", "padding", "mode", "after"),
            colours=(),
            largest=SIDE_BY_SIDE,
            ready=ready_scenes,
        ),
        Part(
            build=build_separable,
            name="separable",
            compares=False,
            label=N_("Depthwise-separable"),
            sentence=N_(
                "One kernel per channel, then 1 × 1 kernels that mix the maps: two stages, a fraction of the cost."
            ),
            controls=("channels", "stride", "padding", "mode", "after"),
            opening=Scene(picture="landscape", size=16, kernel="sobel_x", padding="half", activation="none"),
            colours=(),
            largest=SIDE_BY_SIDE,
        ),
    ),
)
