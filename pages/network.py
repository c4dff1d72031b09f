"""Lesson: inside a trained network, with the digit that the visitor draws."""

from conv.text import N_
from conv.ui.lesson import Lesson, Part
from conv.ui.lessons.network import build_read
from conv.ui.lessons.network_beside import evidence_beside, kernels_beside, read_beside
from conv.ui.lessons.network_evidence import build_evidence
from conv.ui.lessons.network_kernels import build_kernels
from conv.ui.lessons.network_training import build_training
from conv.ui.scene.record import Scene

DIGIT = Scene(picture="drawn")
HARD = Scene(picture="drawn", digit="seven_narrow", against="second")
LESSON = Lesson(
    name="network",
    title=N_("Inside a trained network"),
    question=N_("What happens to the digit that I draw?"),
    icon=":material/network_node:",
    place=11,
    one_picture=True,
    parts=(
        Part(
            build=build_read,
            name="read",
            label=N_("Read a digit"),
            sentence=N_("Draw a digit in the first field: every number behind the answer follows."),
            controls=(),
            opening=DIGIT,
            colours=(),
            sized=False,
            scrolls=460,
            beside=read_beside,
        ),
        Part(
            build=build_evidence,
            name="evidence",
            label=N_("Why this answer"),
            sentence=N_("Which numbers, patches and pixels made this answer? The sum of the contributions is exact."),
            controls=("evidence",),
            opening=HARD,
            colours=(),
            sized=False,
            beside=evidence_beside,
        ),
        Part(
            build=build_kernels,
            name="kernels",
            label=N_("Kernels"),
            sentence=N_(
                "Six learned kernels beside four that people designed: what does each find in a digit and a photo?"
            ),
            controls=(),
            opening=DIGIT,
            colours=(),
            sized=False,
            scrolls=200,
            beside=kernels_beside,
        ),
        Part(
            build=build_training,
            name="training",
            label=N_("Training"),
            sentence=N_("From random numbers to kernels: play the training, and watch this digit’s answer change."),
            controls=(),
            opening=DIGIT,
            colours=(),
            sized=False,
            below=60,
        ),
    ),
)
