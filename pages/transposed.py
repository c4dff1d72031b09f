"""Lesson: transposed convolution; stamps, inserted zeros, checkerboards, and the way back."""

from conv.text import N_
from conv.ui.lesson import Lesson, Part
from conv.ui.lessons.checkerboard import build_checkerboard
from conv.ui.lessons.transposed import build, build_back, build_zeros, ready_scenes
from conv.ui.lessons.transposed_groups import build_groups, grouped_scenes
from conv.ui.scene.record import Scene

OPENING = Scene(
    picture="typed",
    pixels=((1, 2, 0), (0, 3, 1), (2, 0, 1)),
    kernel="typed",
    weights=(((1, 2, 1), (2, 4, 2), (1, 2, 1)),),
    stride=(2, 2),
    activation="none",
)
SETTINGS = ("kernel", "stride", "dilation", "padding", "output")
LESSON = Lesson(
    name="transposed",
    title=N_("Transposed convolution"),
    question=N_("How does a small map become a large one?"),
    icon=":material/flip:",
    place=8,
    parts=(
        Part(
            build=build,
            name="stamp",
            label=N_("Stamps"),
            sentence=N_(
                "Each pixel stamps its value times the kernel onto the output; where stamps meet, they add up."
            ),
            controls=SETTINGS,
            opening=OPENING,
            colours=(),
            largest=32,
            ready=ready_scenes,
        ),
        Part(
            build=build_zeros,
            name="zeros",
            label=N_("Zeros between"),
            sentence=N_(
                "The same numbers the other way: zeros between the pixels, then an ordinary convolution. On the left: "
                "the pixels whose stamps land on this cell."
            ),
            controls=SETTINGS,
            opening=OPENING,
            colours=(),
            largest=32,
            ready=ready_scenes,
        ),
        Part(
            build=build_groups,
            name="groups",
            label=N_("Channels and groups"),
            sentence=N_(
                "Each input channel stamps on the outputs of its group only, on each with a kernel of its own; on one "
                "output all stamps add up."
            ),
            controls=("channels", "stride", "dilation", "padding", "output"),
            opening=Scene(stride=(2, 2), activation="none"),
            colours=(),
            largest=32,
            ready=grouped_scenes,
        ),
        Part(
            build=build_checkerboard,
            name="checkerboard",
            label=N_("Checkerboards"),
            sentence=N_("Where a different number of stamps lands on neighbouring cells, a checkerboard shows."),
            controls=("kernel", "stride"),
            opening=Scene(picture="gradient", size=12, kernel="box_blur", stride=(2, 2)),
            colours=(),
            largest=32,
        ),
        Part(
            build=build_back,
            name="back",
            label=N_("There and back"),
            sentence=N_("Convolution, then transposed convolution with the same settings: what comes back?"),
            controls=("kernel", "stride", "dilation", "padding"),
            opening=Scene(stride=(2, 2), activation="none"),
            colours=(),
            largest=32,
        ),
    ),
)
