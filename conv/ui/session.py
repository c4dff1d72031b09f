"""A visit: the scene kept between runs, the link read on arrival and written after each change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import BinaryIO

import numpy as np
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from conv.images import load_image
from conv.text import _
from conv.ui.link import query_from_scene, scene_from_query
from conv.ui.scene import MOST_SHIFT, SIDE_BY_SIDE, TOPICS, Scene, input_channels

STREAMLIT_PARAMETERS = ("embed", "embed_options")
PLAYER_PARAMETERS = ("step", "panel")  # the player writes them into the link itself


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a page starts from.

    Attributes:
        scene: The link's, or the one of the last run.
        messages: What the link said that could not be, one sentence or two each.
        number: Grows whenever a link was read, so that widgets and player take its values over.
        fresh: Whether the link was read in this run.
    """

    scene: Scene
    messages: tuple[str, ...]
    number: int
    fresh: bool


def arrive(page: str) -> Arrival:
    """Read the link on the first visit and after the browser's back button, or go on with the visit's scene.

    Otherwise the address says nothing new: after quick changes it may even be an older one than the page has written.

    Args:
        page: The lesson's name: a lesson opened from the menu keeps the scene of the one before.
    """
    state = st.session_state
    query = {name: value for name, value in st.query_params.items() if name not in STREAMLIT_PARAMETERS}
    linked = {name: value for name, value in query.items() if name not in PLAYER_PARAMETERS}
    from_menu = "scene" in state and state.page != page and not query
    followed = "scene" not in state or (not from_menu and (_went_back() or state.page != page))
    if followed:
        state.scene, state.messages = scene_from_query(query)
        state.number = state.get("number", 0) + 1
        state.messages += _check_topic(page, state.scene.topic)
    elif from_menu:  # the step belongs to the lesson that was left
        state.scene = _fitting_groups(replace(state.scene, step=None, panel=None))
        state.number += 1
        state.from_menu = True
    turned = state.pop("turned", False)
    topics = TOPICS.get(page, ("",))
    if state.scene.topic not in topics:
        state.scene = replace(state.scene, topic=topics[0])
    state.page, state.linked = page, linked
    return Arrival(state.scene, state.messages if followed else (), state.number, followed or from_menu or turned)


def keep(scene: Scene) -> None:
    """Remember the scene and write it into the link; the player adds the step and the panel.

    Coming from the menu, the player writes it all: each link that Streamlit writes is a step for the browser's back
    button, and the menu has just made one.
    """
    state = st.session_state
    state.scene = scene
    query = query_from_scene(scene)
    for name in PLAYER_PARAMETERS:
        query.pop(name, None)
    if scene.topic == TOPICS.get(state.page, ("",))[0]:
        query.pop("topic", None)
    state.player_link = query if state.pop("from_menu", False) else None
    if query != state.linked:
        state.linked = query
        if state.player_link is None:
            st.query_params.from_dict(query)


def open_scene(scene: Scene) -> None:
    """Start the page anew with another scene, as a link to it would; called by buttons."""
    state = st.session_state
    state.scene = replace(scene, step=None, panel=None)
    state.number += 1
    state.turned = True


def turn_to_topic() -> None:
    """Called when another topic is chosen: it starts anew with the same settings."""
    if st.session_state.topic:
        open_scene(replace(st.session_state.scene, topic=st.session_state.topic))


def move_picture(rows: int, cols: int) -> None:
    """Move the sharing lesson's picture by so many pixels more, down and to the right; called by buttons and player."""
    scene = st.session_state.scene
    moved = (scene.shift[0] + rows, scene.shift[1] + cols)
    row, col = (max(-MOST_SHIFT, min(MOST_SHIFT, pixels)) for pixels in moved)
    st.session_state.scene = replace(scene, shift=(row, col))


def _went_back() -> bool:
    """Whether the browser asked for this run because another address of its history was chosen."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def _fitting_groups(scene: Scene) -> Scene:
    """The scene with one group of channels where its groups do not divide those of a picture chosen elsewhere."""
    fits = input_channels(scene) % scene.groups == 0 and scene.out_channels % scene.groups == 0
    return scene if fits else replace(scene, groups=1)


def _check_topic(page: str, topic: str) -> tuple[str, ...]:
    topics = TOPICS.get(page, ())
    if not topic or topic in topics:
        return ()
    if not topics:
        return (_("The link sets `{name}`, which this page does not know; it is left out.").format(name="topic"),)
    return (
        _("`{name}` must be one of {choices}, got '{value}'. The default is used instead.").format(
            name="topic", choices=", ".join(f"'{choice}'" for choice in topics), value=topic
        ),
    )


def own_picture(scene: Scene) -> np.ndarray | None:
    """The visit's uploaded picture or photo, shape (3, H, W), or None."""
    picture: np.ndarray | None = st.session_state.get(f"own_{scene.picture}")
    return picture


def take_picture(source: str, mark: str, file: BinaryIO) -> None:
    """Decode an upload or a photo, once, and keep it for the visit; one that cannot be read leaves the last in place.

    Args:
        source: "upload" or "camera".
        mark: Another one for another file.
        file: Its bytes.

    Raises:
        ValueError: If the data are no picture that can be read.
    """
    state = st.session_state
    if state.get(f"mark_{source}") != mark:
        state[f"own_{source}"] = load_image(file.read())
        state[f"mark_{source}"] = mark


def say_stand_in(scene: Scene) -> None:
    """Say why the worked example is on the stage, where an own picture is missing."""
    if scene.picture not in ("upload", "camera") or own_picture(scene) is not None:
        return
    if scene.picture == "camera":
        message = _(
            "Take a photo in the sidebar. A photo does not travel with a link, so the worked example is shown with "
            "the same settings instead."
        )
    else:
        message = _(
            "Choose a picture in the sidebar. An uploaded picture does not travel with a link, so the worked example "
            "is shown with the same settings instead."
        )
    st.info(message)


def lesson_picture(scene: Scene, largest: int = SIDE_BY_SIDE) -> tuple[Scene, str]:
    """The scene with its picture small enough for the lesson, and a word about it where that changes it."""
    if scene.colour == "channels":  # panels beside others show one kernel for all channels
        scene = replace(scene, colour="colour")
    stands_in = scene.picture in ("upload", "camera") and own_picture(scene) is None
    if scene.size <= largest or stands_in or scene.picture in ("worked", "typed"):
        return scene, ""
    message = _("In this lesson the picture is drawn {small} pixels long instead of {size}.").format(
        small=largest, size=scene.size
    )
    return replace(scene, size=largest), message
