"""Lesson: kernels on a picture; what each preset does to it."""

from conv.text import N_
from conv.ui.lesson import Lesson, Part
from conv.ui.lessons.kernels import build_again, build_gabor, build_gallery, build_large, build_passes, ready_scenes
from conv.ui.scene.record import LARGEST, SIDE_BY_SIDE, Scene

LESSON = Lesson(
    name="kernels",
    title=N_("Kernels on a picture"),
    question=N_("What do blur, sharpen and Sobel do to my photo?"),
    icon=":material/gallery_thumbnail:",
    place=9,
    parts=(
        Part(
            build=build_gallery,
            name="gallery",
            label=N_("All kernels"),
            sentence=N_("Every kernel over the same picture: point at a map to see the window, and choose one below."),
            controls=("after",),
            opening=Scene(picture="landscape", size=256, activation="none"),
            colours=(),
            largest=LARGEST,
            camera=True,
            slow=True,
            compares=False,
            scrolls=200,
        ),
        Part(
            build=build_large,
            name="large",
            label=N_("One large"),
            sentence=N_(
                "Drag the divider: the picture on its left, its map on the right. Point anywhere to look closer."
            ),
            controls=("kernel", "after"),
            opening=Scene(picture="landscape", size=504, kernel="sobel_x", activation="none"),
            colours=(),
            largest=LARGEST,
            camera=True,
        ),
        Part(
            build=build_again,
            name="again",
            label=N_("One, again and again"),
            sentence=N_(
                "A kernel applied to its own map: what becomes of it? Try the scenes above, and the number of times."
            ),
            controls=("kernel", "times", "after"),
            opening=Scene(picture="landscape", size=64, kernel="box_blur", activation="none", times=5),
            colours=(),
            camera=True,
            ready=ready_scenes,
        ),
        Part(
            build=build_passes,
            name="passes",
            label=N_("In two passes"),
            sentence=N_("A separable kernel is a column times a row: two cheap passes make the same map."),
            controls=("kernel",),
            opening=Scene(picture="digits", size=14, kernel="gaussian_3", activation="none"),
            colours=(),
            largest=SIDE_BY_SIDE,
        ),
        Part(
            build=build_gabor,
            name="gabor",
            label=N_("Gabor"),
            sentence=N_("A wave under a bell curve (a Gabor kernel) finds stripes: turn it, and other edges light up."),
            controls=("gabor", "after"),
            opening=Scene(picture="edges", size=64, activation="none"),
            colours=(),
        ),
    ),
)
