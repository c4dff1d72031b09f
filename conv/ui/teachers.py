"""The page for teachers: plans with ready scenes, to be read, opened or printed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from conv.text import _, listed
from conv.ui.lesson import Lesson
from conv.ui.plans import PLANS, QUESTIONS, Plan, Stop
from conv.ui.scene.address import applies
from conv.ui.scene.labels import value_label
from conv.ui.scene.record import DEFAULTS, PARAMETERS, Scene
from conv.ui.words.tables import table_line


def show_plans(lessons: Sequence[Lesson]) -> None:
    """All plans, and the questions of a first lecture with the scenes that answer them."""
    with st.container(key="plans"):
        st.title(_("For teachers"), anchor=False)
        st.markdown(
            _(
                "Plans with ready scenes: open one on the projector, and share it with **Save and share** below the "
                "board, as a link or a QR code. Press **p** to show a lesson large, without menu and settings. This "
                "page prints well."
            )
        )
        st.markdown(
            _(
                "You may use everything here in courses, slides and books, the pictures and films that you save "
                "included (MIT licence)."
            )
        )
        for number, plan in enumerate(PLANS, 1):
            st.header(
                _("{number}. {title}, {minutes} minutes").format(
                    number=number, title=_(plan.title), minutes=plan.minutes
                ),
                anchor=False,
            )
            st.markdown(plan_table(plan, lessons))
        st.header(_("Twelve questions of a first lecture, answered on screen"), anchor=False)
        st.markdown(question_list())


def stop_title(stop: Stop, lessons: Sequence[Lesson]) -> str:
    """What a scene opens: its lesson, its part, and the quiz."""
    lesson = next(lesson for lesson in lessons if lesson.name == stop.page)
    part = lesson.part(stop.scene.topic)
    title = _("{lesson}: {part}").format(lesson=_(lesson.title), part=_(part.label)) if part.label else _(lesson.title)
    return _("{title}, quiz").format(title=title) if stop.scene.quiz else title


def stop_titles(stops: Sequence[Stop], lessons: Sequence[Lesson]) -> list[str]:
    """The same of several scenes; those of one title are told apart by their settings, or by their steps."""
    plain = [stop_title(stop, lessons) for stop in stops]
    detailed = [
        listed([title, *_details(stop.scene)]) if plain.count(title) > 1 else title
        for stop, title in zip(stops, plain, strict=True)
    ]
    return [
        _("{title}, step {step}").format(title=title, step=(stop.scene.step or 0) + 1)
        if detailed.count(title) > 1
        else title
        for stop, title in zip(stops, detailed, strict=True)
    ]


def _details(scene: Scene) -> list[str]:
    """What is not as in the worked example, as the sidebar calls it."""
    names = (
        "picture",
        "kernel",
        "stride",
        "padding",
        "padding_mode",
        "dilation",
        "groups",
        "times",
        "iterations",
    )
    changed = [name for name in names if getattr(scene, name) != DEFAULTS[name] and applies(scene, name)]
    found = []
    for name in changed[:2]:
        value = value_label(name, getattr(scene, name))
        label = _(PARAMETERS[name].label).lower()
        # Translators: a setting beside its value, in a list: stride 2.
        setting = _("{setting} {value}").format(setting=label, value=value)
        found.append(value if name in ("picture", "kernel") else setting)
    return found


def question_list() -> str:
    """The questions of a first lecture as Markdown: each is the link to the scene that answers it."""
    return "\n".join(
        f"{number}. [{_(stop.ask)}]({stop.address}) {_(stop.expect)}" for number, stop in enumerate(QUESTIONS, 1)
    )


def plan_table(plan: Plan, lessons: Sequence[Lesson]) -> str:
    """A plan as Markdown: its goal, and a line for each scene."""
    lines = [
        _("**Goal:** {goal}").format(goal=_(plan.goal)),
        "",
        table_line(_("No."), _("Scene"), _("Ask"), _("Expect")),
        "|--:|:--|:--|:--|",
    ]
    titles = stop_titles([stop for each in PLANS for stop in each.stops], lessons)
    first = sum(len(each.stops) for each in PLANS[: PLANS.index(plan)])
    for number, (stop, title) in enumerate(zip(plan.stops, titles[first:], strict=False), 1):
        scene = f"[{title}]({stop.address})"
        lines.append(f"| {number} | {scene} | {_(stop.ask)} | {_(stop.expect)} |")
    return "\n".join(lines)
