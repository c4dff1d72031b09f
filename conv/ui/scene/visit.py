"""A visit: the scene kept between runs, the link read on arrival and written after each change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from conv.text import LANGUAGE
from conv.ui.scene.address import (
    check_topic,
    has_setting,
    page_address,
    plain_text,
    scene_address,
    scene_from_query,
    settings_text,
)
from conv.ui.scene.hiding import HIDE, hidden_from_link, hide
from conv.ui.scene.kept import PICTURE
from conv.ui.scene.record import MAX_SHIFT, Scene
from conv.ui.scene.session import Edits, this_visit

NO_SETTINGS = ("embed", "embed_options", LANGUAGE, HIDE)  # parameters that are Streamlit's, or the page's
PLAYER_PARAMETERS = ("step", "panel")  # the player writes them into the link itself
PHONES = ("Mobile", "Android", "iPhone")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a page starts from.

    Attributes:
        scene: The link's, the one that the visit has kept, or the one of the last run.
        messages: What the link said that could not be, one sentence or two each.
        widget_epoch: Grows whenever a part is opened, so that widgets and player take its values over.
        fresh: Whether the widgets start again in this run.
        linked: Whether the scene was read from a link in this run.
        borrowed: Whether the visitor's own picture has come along from another part.
    """

    scene: Scene
    messages: tuple[str, ...]
    widget_epoch: int
    fresh: bool
    linked: bool
    borrowed: bool = False


def arrive(page: str, openings: Mapping[str, Scene]) -> Arrival:
    """Read the link on the first visit and after the browser's back button, or go on with the visit's scene.

    Otherwise the address says nothing new: after quick changes it may even be an older one than the page has written.
    A part that is opened without a scene opens with its own, or as the visitor has left it.

    Args:
        page: The lesson's name.
        openings: The opening scene of each part, by its name, the first part first.
    """
    visit = this_visit()
    query = {name: value for name, value in st.query_params.items() if name not in NO_SETTINGS}
    moved = visit.page != page
    followed = not visit.page or went_back() or (moved and bool(query))
    turned, borrowed = visit.turned, visit.borrowed
    visit.turned = visit.borrowed = False
    messages: tuple[str, ...] = ()
    if followed or moved:
        scene, messages = scene_from_query(query)
        messages += check_topic(scene.topic, openings)
        if not has_setting(query):
            topic = scene.topic if scene.topic else None
            scene, borrowed = visit.lessons.opened(page, openings, topic)
        elif scene.topic not in openings:
            scene = replace(scene, topic=next(iter(openings)))
        _begin(scene)
        visit.written, visit.entered = None, visit.widget_epoch
    if followed:
        messages += hidden_from_link(plain_text(st.query_params.get(HIDE, "")))[1]
    visit.page, visit.address = page, page_address()
    return Arrival(visit.scene, messages, visit.widget_epoch, followed or moved or turned, followed, borrowed)


def hear_hidden() -> None:
    """Hide in this run what the visit's link does; it is read on the first visit, and after the back button."""
    visit = this_visit()
    if visit.hidden is None or went_back():
        visit.hidden = hidden_from_link(plain_text(st.query_params.get(HIDE, "")))[0]
    hide(visit.hidden)


def without_own_picture(arrival: Arrival, openings: Mapping[str, Scene]) -> Arrival:
    """The arrival where the part cannot show the visitor's own picture: with the one that it opens with."""
    visit = this_visit()
    opening = openings[arrival.scene.topic]
    visit.scene = replace(arrival.scene, **{name: getattr(opening, name) for name in PICTURE})
    return replace(arrival, scene=visit.scene, borrowed=False)


def _begin(scene: Scene) -> None:
    """Start a part with a scene; nothing of another one is left to undo."""
    visit = this_visit()
    visit.scene = scene
    visit.widget_epoch += 1
    visit.edits = Edits()


def keep(scene: Scene) -> None:
    """Remember the scene, and write it into the address where the visitor has changed it.

    On arrival the player writes it, in place of the address that led here: each one that Streamlit writes is a further
    step for the browser's back button. The step and the panel are the player's as well.
    """
    visit = this_visit()
    address = {name: value for name, value in scene_address(scene).items() if name not in PLAYER_PARAMETERS}
    address |= page_address()
    visit.lessons.keep(visit.page, scene, None if visit.written is None else visit.scene)
    if visit.written not in (None, address):
        st.query_params.from_dict(address)
    visit.scene = scene
    visit.address = visit.written = address


def open_scene(scene: Scene) -> None:
    """Start the part again with another scene, as a link to it would; called by buttons."""
    visit = this_visit()
    visit.scene = replace(scene, step=None, panel=None)
    visit.widget_epoch += 1
    visit.turned = True


def change_scene(scene: Scene) -> None:
    """Go on with another scene, while step and widgets stay as they are; called by widgets outside of the sidebar."""
    visit = this_visit()
    visit.lessons.keep(visit.page, scene, visit.scene)
    visit.scene = scene


def turn_to(topic: str, openings: Mapping[str, Scene], *, one_picture: bool = False) -> None:
    """Another part of the lesson starts: with its own scene, or as the visitor has left it.

    Args:
        topic: Its name.
        openings: What the lesson's parts open with.
        one_picture: A picture stays that is not the one with which its part opens.
    """
    visit = this_visit()
    scene, visit.borrowed = visit.lessons.opened(visit.page, openings, topic)
    shown = {name: getattr(visit.scene, name) for name in PICTURE}
    opening = openings.get(visit.scene.topic)
    if one_picture and any(getattr(opening, name, None) != value for name, value in shown.items()):
        scene, visit.borrowed = replace(scene, **shown), False
    _begin(scene)
    visit.turned = True


def move_picture(rows: int, cols: int) -> None:
    """Move the sharing lesson's picture by so many pixels more, down and to the right; called by buttons and player."""
    scene = this_visit().scene
    moved = (scene.shift[0] + rows, scene.shift[1] + cols)
    row, col = (max(-MAX_SHIFT, min(MAX_SHIFT, pixels)) for pixels in moved)
    change_scene(replace(scene, shift=(row, col)))


def keep_beside() -> None:
    """Keep the settings as those that stand beside others, or leave them out again; called by a button."""
    scene = this_visit().scene
    change_scene(replace(scene, compared_with="" if scene.compared_with else settings_text(scene)))


def quiz_with(seed: int) -> None:
    """Ask the questions of a seed, or none with 0."""
    open_scene(replace(this_visit().scene, quiz=seed % 1_000_000))


def room_name() -> str:
    """Which board fits this visitor's screen: what the player asked for, or a guess from the browser's name."""
    chosen = st.session_state.get("player", {}).get("room")
    if chosen:
        return str(chosen)
    browser = st.context.headers.get("User-Agent") or ""
    return "tall" if any(word in browser for word in PHONES) else "wide"


def went_back() -> bool:
    """Whether the browser asked for this run because another address of its history was chosen."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def rewrites_address() -> bool:
    """Whether the player writes the address in place of the one that led here."""
    visit = this_visit()
    return visit.widget_epoch == visit.entered
