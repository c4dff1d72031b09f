"""A visit: the scene kept between runs, the link read on arrival and written after each change."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from conv.text import _
from conv.ui.scene.address import has_setting, query_from_scene, scene_from_query, settings_text
from conv.ui.scene.record import MOST_SHIFT, Scene, input_channels

STREAMLIT_PARAMETERS = ("embed", "embed_options")
PLAYER_PARAMETERS = ("step", "panel")  # the player writes them into the link itself
PHONES = ("Mobile", "Android", "iPhone")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a page starts from.

    Attributes:
        scene: The link's, or the one of the last run.
        messages: What the link said that could not be, one sentence or two each.
        number: Grows whenever a link was read, so that widgets and player take its values over.
        fresh: Whether the widgets start anew in this run.
        linked: Whether the scene was read from a link in this run.
    """

    scene: Scene
    messages: tuple[str, ...]
    number: int
    fresh: bool
    linked: bool


def arrive(page: str, openings: Mapping[str, Scene]) -> Arrival:
    """Read the link on the first visit and after the browser's back button, or go on with the visit's scene.

    Otherwise the address says nothing new: after quick changes it may even be an older one than the page has written.
    A part that is opened without a scene opens with its own, until the visitor has chosen something: that goes along.

    Args:
        page: The lesson's name: a lesson opened from the menu keeps the scene of the one before.
        openings: The opening scene of each part, by its name, the first part first.
    """
    state = st.session_state
    query = {name: value for name, value in st.query_params.items() if name not in STREAMLIT_PARAMETERS}
    from_menu = "scene" in state and state.page != page and not query and not _went_back()
    followed = "scene" not in state or _went_back() or (not from_menu and state.page != page)
    turned: bool = state.pop("turned", False)
    messages: tuple[str, ...] = ()
    if followed:
        scene, messages = scene_from_query(query)
        messages += _check_topic(scene.topic, openings)
        state.chosen = has_setting(query)
        state.scene = scene
        state.pop("edits", None)  # another scene has nothing to undo
        _begin(openings)
    elif from_menu:  # the step belongs to the lesson that was left
        state.scene = _fitting_groups(replace(state.scene, step=None, panel=None, topic=""))
        _begin(openings)
        state.from_menu = True
    state.page = page
    state.address = {name: value for name, value in query.items() if name not in PLAYER_PARAMETERS}
    return Arrival(state.scene, messages, state.number, followed or from_menu or turned, followed)


def _begin(openings: Mapping[str, Scene]) -> None:
    """Start a part: with its opening scene, unless something was chosen; a part of another lesson becomes the first."""
    state = st.session_state
    topic = state.scene.topic if state.scene.topic in openings else next(iter(openings))
    state.scene = replace(state.scene if state.chosen else openings[topic], topic=topic)
    state.number = state.get("number", 0) + 1


def keep(scene: Scene, openings: Mapping[str, Scene]) -> dict[str, str]:
    """Remember the scene and write it into the link; the player adds the step and the panel.

    The address of what a part opens with names no more than the part. Coming from the menu, the player writes it:
    each link that Streamlit writes is a step for the browser's back button, and the menu has just made one.

    Returns:
        What the address leaves out and a link needs that names a step: the player writes it with the step.
    """
    state = st.session_state
    if replace(scene, step=state.scene.step, panel=state.scene.panel) != state.scene:
        state.chosen = True
    state.scene = scene
    query = query_from_scene(scene)
    if scene.topic == next(iter(openings)):
        query.pop("topic", None)
    for name in PLAYER_PARAMETERS:
        query.pop(name, None)
    topic = {name: value for name, value in query.items() if name == "topic"}
    still = replace(scene, step=None, panel=None)
    bare = not state.chosen or (still == openings[scene.topic] == Scene(topic=scene.topic))
    # An address without a setting opens what the part opens with: the worked example, chosen, is named.
    named = query if bare or query != topic else {**topic, "picture": scene.picture}
    shown = topic if bare else query if state.address == query else named
    state.player_writes = shown if state.pop("from_menu", False) else None
    if state.address != shown and not (bare and state.address == query):
        state.address = shown
        if state.player_writes is None:
            st.query_params.from_dict(shown)
    return named if named != shown else {}


def open_scene(scene: Scene) -> None:
    """Start the page anew with another scene, as a link to it would; called by buttons."""
    state = st.session_state
    state.scene = replace(scene, step=None, panel=None)
    state.number += 1
    state.turned = state.chosen = True


def change_scene(scene: Scene) -> None:
    """Go on with another scene, while step and widgets stay as they are; called by widgets outside of the sidebar."""
    st.session_state.scene = scene
    st.session_state.chosen = True


def turn_to(topic: str, openings: Mapping[str, Scene]) -> None:
    """Another part of the lesson starts anew: with the same settings where something was chosen, else with its own."""
    state = st.session_state
    state.scene = replace(state.scene, topic=topic, step=None, panel=None)
    _begin(openings)
    state.turned = True


def move_picture(rows: int, cols: int) -> None:
    """Move the sharing lesson's picture by so many pixels more, down and to the right; called by buttons and player."""
    scene = st.session_state.scene
    moved = (scene.shift[0] + rows, scene.shift[1] + cols)
    row, col = (max(-MOST_SHIFT, min(MOST_SHIFT, pixels)) for pixels in moved)
    change_scene(replace(scene, shift=(row, col)))


def keep_beside() -> None:
    """Keep the settings as those that stand beside others, or leave them out again; called by a button."""
    scene = st.session_state.scene
    change_scene(replace(scene, beside="" if scene.beside else settings_text(scene)))


def quiz_with(seed: int) -> None:
    """Ask the questions of a seed, or none with 0."""
    open_scene(replace(st.session_state.scene, quiz=seed % 1_000_000))


def visit_name() -> str:
    """By which this visit is known; a server that has lost it gives another one."""
    return str(st.session_state.setdefault("visit", secrets.token_hex(8)))


def room_name() -> str:
    """Which board fits this visitor's screen: what the player asked for, or a guess from the browser's name."""
    chosen = st.session_state.get("player", {}).get("room")
    if chosen:
        return str(chosen)
    browser = st.context.headers.get("User-Agent") or ""
    return "tall" if any(word in browser for word in PHONES) else "wide"


def _went_back() -> bool:
    """Whether the browser asked for this run because another address of its history was chosen."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def _fitting_groups(scene: Scene) -> Scene:
    """The scene with one group of channels where its groups do not divide those of a picture chosen elsewhere."""
    fits = input_channels(scene) % scene.groups == 0 and scene.out_channels % scene.groups == 0
    return scene if fits else replace(scene, groups=1)


def _check_topic(topic: str, openings: Mapping[str, Scene]) -> tuple[str, ...]:
    if not topic or topic in openings:
        return ()
    if len(openings) == 1:
        return (_("The link sets `{name}`, which this page does not know; it is left out.").format(name="topic"),)
    return (
        _("`{name}` must be one of {choices}, got '{value}'. The default is used instead.").format(
            name="topic", choices=", ".join(f"'{choice}'" for choice in openings), value=topic
        ),
    )
