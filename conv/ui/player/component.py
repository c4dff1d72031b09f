"""The component that walks windows in the browser, and how it is mounted."""

from __future__ import annotations

import streamlit as st

from conv.ui.player.files import PLAYER_SCRIPT
from conv.ui.player.types import PlayerData
from conv.ui.scene.edits import change_numbers
from conv.ui.scene.own import leave_camera, make_room_for_camera, take_frame
from conv.ui.scene.session import this_visit
from conv.ui.scene.visit import move_picture, quiz_with

# Streamlit sends a component's script with every run: this one only says where the player is. Pages lie beside each
# other, so that the path is the same from all of them.
_component = st.components.v2.component(
    "kernelwalk.player",
    html='<div class="kw-player"></div>',
    js=f"""const player = await import(new URL("./{PLAYER_SCRIPT}", document.baseURI));
export default player.default;
""",
    isolate_styles=False,
)


def show_player(data: PlayerData) -> None:
    """Mount the player.

    Its state `unsupported` asks for previous and next buttons by the server, its state `room` for the board that fits
    the screen; its trigger `shift` moves the picture, `edit` changes its numbers or the kernel's, and
    `camera` asks for a picture that a camera's can take the place of, brings one that was frozen, or has ended;
    `quiz` asks for "others", or to "leave" it; `save` opens the dialog for the step and walk that stand there;
    `reconnected` asks for no more than a run.
    """
    _component(
        data=data,
        key="player",
        on_unsupported_change=lambda: None,
        on_room_change=lambda: None,
        on_shift_change=_move_picture,
        on_edit_change=_change_numbers,
        on_camera_change=_take_from_camera,
        on_quiz_change=_turn_quiz,
        on_save_change=_remember_save,
        on_reconnected_change=lambda: None,
    )


def _move_picture() -> None:
    """Called when the picture was dragged, or moved by keys."""
    rows, cols = st.session_state.player["shift"]
    move_picture(int(rows), int(cols))


def _change_numbers() -> None:
    """Called when numbers were changed on the board."""
    change_numbers(st.session_state.player["edit"])


def _take_from_camera() -> None:
    """Called when the camera is to start on a board of a few numbers, when it ends there, and with a frozen picture."""
    told = st.session_state.player["camera"]
    if told["act"] == "freeze":
        take_frame(str(told["picture"]))
    elif told["act"] == "start":
        make_room_for_camera()
    else:
        leave_camera()


def _turn_quiz() -> None:
    """Called at the end of a quiz."""
    quiz_with(0 if st.session_state.player["quiz"] == "leave" else this_visit().scene.quiz + 1)


def _remember_save() -> None:
    """Called when somebody wants to save: the page opens the dialog when its board stands."""
    this_visit().saving = st.session_state.player["save"]
