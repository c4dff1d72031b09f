"""One lesson a file: a record of its words and choices, which the shell shows."""

from importlib import import_module
from pathlib import Path

from conv.ui.lesson import Lesson

OTHERS = ("__init__", "front")


def find_lessons() -> list[Lesson]:
    """The lessons of this folder, in the order of the menu."""
    files = (file.stem for file in Path(__file__).parent.glob("*.py") if file.stem not in OTHERS)
    lessons: list[Lesson] = [import_module(f"{__name__}.{name}").LESSON for name in files]
    return sorted(lessons, key=lambda lesson: (lesson.place, lesson.name))
