"""A visit: the scene kept between runs, the link read on arrival and written after each change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import BinaryIO

import numpy as np
import streamlit as st

from conv.images import load_image
from conv.text import _
from conv.ui.scene import Scene, query_from_scene, scene_from_query

STREAMLIT_PARAMETERS = ("embed", "embed_options")


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
    """Read the link where it has changed since this page last wrote it, or go on with the visit's scene.

    Args:
        page: The lesson's name: a lesson opened from the menu keeps the scene of the one before.
    """
    state = st.session_state
    query = {name: value for name, value in st.query_params.items() if name not in STREAMLIT_PARAMETERS}
    linked = {name: value for name, value in query.items() if name != "step"}
    from_menu = "scene" in state and state.page != page and not query
    followed = "scene" not in state or (not from_menu and linked != state.linked)
    if followed:
        state.scene, state.messages = scene_from_query(query)
        state.number = state.get("number", 0) + 1
    elif from_menu:  # the step belongs to the lesson that was left
        state.scene = replace(state.scene, step=None)
        state.number += 1
    state.page, state.linked = page, linked
    return Arrival(state.scene, state.messages if followed else (), state.number, followed or from_menu)


def keep(scene: Scene) -> None:
    """Remember the scene and write it into the link; the player adds the step."""
    state = st.session_state
    state.scene = scene
    query = query_from_scene(scene)
    query.pop("step", None)
    if query != state.linked:
        state.linked = query
        st.query_params.from_dict(query)


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


def stand_in_message(scene: Scene) -> str:
    """Why the worked example is on the stage instead of an own picture."""
    if scene.picture == "camera":
        return _(
            "Take a photo in the sidebar. A photo does not travel with a link, so the worked example is shown with "
            "the same settings instead."
        )
    return _(
        "Choose a picture in the sidebar. An uploaded picture does not travel with a link, so the worked example is "
        "shown with the same settings instead."
    )
