"""The page for teachers: plans with ready scenes, to be read, opened or printed."""

from __future__ import annotations

import streamlit as st

from conv.text import _
from conv.ui.plans import PLANS, QUESTIONS, Plan


def show_plans() -> None:
    """All plans, and the questions of a first lecture with the scenes that answer them."""
    with st.container(key="plans"):
        st.title(_("For teachers"), anchor=False)
        st.markdown(
            _(
                "Six plans with ready scenes: open one on the projector, and share it by **Save and share** below the "
                "board, as a link or a QR code. The key **p** shows a lesson large, without menu and settings. This "
                "page prints well."
            )
        )
        for number, plan in enumerate(PLANS, 1):
            st.header(
                _("{number}. {title}, {minutes} minutes").format(
                    number=number, title=_(plan.title), minutes=plan.minutes
                ),
                anchor=False,
            )
            st.markdown(plan_table(plan))
        st.header(_("Twelve questions of a first lecture, answered on screen"), anchor=False)
        st.markdown(
            "\n".join(
                f"{number}. [{_(stop.ask)}]({stop.link}) {_(stop.expect)}" for number, stop in enumerate(QUESTIONS, 1)
            )
        )


def plan_table(plan: Plan) -> str:
    """A plan as Markdown: its goal, and a line for each scene."""
    lines = [
        _("**Goal:** {goal}").format(goal=_(plan.goal)),
        "",
        f"| {_('No.')} | {_('Scene')} | {_('Ask')} | {_('Expect')} |",
        "|--:|:--|:--|:--|",
    ]
    for number, stop in enumerate(plan.stops, 1):
        scene = f"[{_('open {page}').format(page=stop.page)}]({stop.link})"
        lines.append(f"| {number} | {scene} | {_(stop.ask)} | {_(stop.expect)} |")
    return "\n".join(lines)
