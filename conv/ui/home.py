"""Home: the worked example, live, and a card for every lesson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from conv.files import ASSETS
from conv.text import N_, _
from conv.ui.lesson import Lesson, Part
from conv.ui.lessons.home import build

CARDS = ASSETS / "cards"
IN_A_ROW = 6
CARDS_HEIGHT = 300  # of two rows

HOME = Lesson(
    name="home",
    title=N_("Kernelwalk: see, step through and understand a convolution"),
    question="",
    icon=":material/home:",
    parts=(
        Part(
            build=build,
            sentence=N_(
                "A kernel of weights slides over a picture; at each stop, pixels times weights add up to one cell."
            ),
            controls=None,
            below=CARDS_HEIGHT,
        ),
    ),
)


def show_cards(lessons: Sequence[Lesson], pages: Mapping[str, Any]) -> None:
    """A card for each lesson: a picture, its name, and the question that it answers; all of it is the link.

    Args:
        lessons: In their order.
        pages: Streamlit's pages by the lessons' names.
    """
    with st.container(key="cards"):
        for first in range(0, len(lessons), IN_A_ROW):
            for column, lesson in zip(st.columns(IN_A_ROW), lessons[first : first + IN_A_ROW], strict=False):
                with column.container(key=f"card_{lesson.name}"):
                    picture = CARDS / f"{lesson.name}.png"
                    if picture.exists():
                        st.image(str(picture), width="stretch", alt="")
                    st.page_link(pages[lesson.name], label=f"**{_(lesson.title)}**")
                    st.caption(_(lesson.question))
