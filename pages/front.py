"""The front door: finds the lessons in this folder, and shows the one that the address names."""

from collections.abc import Callable
from typing import Literal

import streamlit as st

from conv.files import ASSETS
from conv.text import _
from conv.ui.home import HOME, show_cards
from conv.ui.languages import hear_language, say_language, show_switch
from conv.ui.lesson import Lesson
from conv.ui.memory import RUNS, keep_loaded
from conv.ui.scene.hiding import MENU, hidden
from conv.ui.scene.visit import hear_hidden
from conv.ui.shell import show_lesson
from conv.ui.teachers import show_plans
from pages import find_lessons

LESSONS = find_lessons()


def shown(lesson: Lesson) -> Callable[[], None]:
    """What runs when a lesson is opened."""
    return lambda: show_lesson(lesson)


hear_language()
hear_hidden()
# Before the navigation, whose icons the browser would otherwise fetch from another host for its tab.
st.set_page_config(
    page_icon=str(ASSETS / "icon.png"),
    layout="wide",
    initial_sidebar_state="collapsed" if st.context.is_embedded else "auto",  # in a frame there is little room
)
pages = {
    lesson.name: st.Page(shown(lesson), title=_(lesson.title), icon=lesson.icon, url_path=lesson.name)
    for lesson in LESSONS
}
cards = None if MENU in hidden() else lambda: show_cards(LESSONS, pages)
home = st.Page(lambda: show_lesson(HOME, below=cards), title=_("Home"), icon=HOME.icon, default=True)
teachers = st.Page(lambda: show_plans(LESSONS), title=_("For teachers"), icon=":material/school:", url_path="teachers")
place: Literal["hidden", "sidebar"] = "hidden" if MENU in hidden() else "sidebar"
page = st.navigation([home, *pages.values(), teachers], position=place, expanded=True)
st.set_page_config(page_title=f"{page.title} · Kernelwalk")
languages = None if MENU in hidden() else st.sidebar.container()  # filled last: the page goes first
with RUNS.taken():
    page.run()
if languages is not None:
    show_switch(languages)
say_language()
keep_loaded()
