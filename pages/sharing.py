"""Lesson: weight sharing; what moves with the picture, and the convolution as a matrix."""

from conv.text import N_
from conv.ui.lesson import Lesson, Part
from conv.ui.lessons.sharing import MATRIX_SIZE, build_flip, build_matrix, build_shift, build_weights
from conv.ui.scene.record import SIDE_BY_SIDE, Scene

LESSON = Lesson(
    name="sharing",
    title=N_("Weight sharing"),
    question=N_("Why is one small kernel enough for the whole picture?"),
    icon=":material/share:",
    place=5,
    parts=(
        Part(
            build=build_weights,
            name="weights",
            label=N_("One kernel everywhere"),
            sentence=N_("Point at a weight of the kernel: every pixel that it multiplies on the whole walk lights up."),
            colours=(),
            largest=SIDE_BY_SIDE,
        ),
        Part(
            build=build_shift,
            name="shift",
            label=N_("Shift the picture"),
            sentence=N_(
                "Shift the picture: does its map shift too? Drag it, use the buttons, or Shift and an arrow key."
            ),
            opening=Scene(picture="digits", size=14, kernel="sobel_x", shift=(0, 1), activation="none"),
            colours=(),
            largest=SIDE_BY_SIDE,
            movable=True,
        ),
        Part(
            build=build_matrix,
            name="matrix",
            label=N_("As a matrix"),
            sentence=N_("Each step is a row: the weights are where the window is, and all else is zero."),
            colours=(),
            largest=MATRIX_SIZE,
        ),
        Part(
            build=build_flip,
            name="flip",
            label=N_("Flipped or not"),
            sentence=N_("Deep-learning libraries do not flip the kernel; mathematics does. Two maps of one picture:"),
            opening=Scene(kernel="sobel_x", activation="none"),
            colours=(),
            largest=SIDE_BY_SIDE,
        ),
    ),
)
