"""The visitor's own picture: an upload or a photo, decoded once and kept for the visit, and what is said of it."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from threading import BoundedSemaphore
from typing import BinaryIO

import numpy as np
import streamlit as st

from conv.images import load_image
from conv.refusal import Refusal
from conv.text import _, beside
from conv.ui.memory import RUNS
from conv.ui.scene.record import LARGEST, OWN_PICTURES, Scene
from conv.ui.scene.session import OwnFile, this_visit
from conv.ui.scene.visit import open_scene
from conv.ui.words.labels import picture_label

DECODERS = BoundedSemaphore(2)


def own_picture(scene: Scene) -> np.ndarray | None:
    """The visit's uploaded picture or photo, shape (3, H, W), or None."""
    file = this_visit().own.get(scene.picture)
    return file.picture if file else None


def take_picture(source: str, mark: str, file: BinaryIO) -> None:
    """Decode an upload or a photo, once, and keep it for the visit; one that cannot be read leaves the last in place.

    Args:
        source: "upload" or "camera".
        mark: Another one for another file.
        file: Its bytes.
    """
    visit = this_visit()
    own = visit.own.setdefault(source, OwnFile())
    if own.mark == mark:
        return
    own.mark, own.refusal = mark, ""
    try:
        own.picture = _decoded(file.read())
    except Refusal as error:
        own.refusal = str(error)
        return
    visit.widget_epoch += 1  # the player starts to play
    visit.lessons.choose_picture(replace(visit.scene, picture=source))


CAMERA_SIZE = 64  # pixels on the long side of a camera's picture on a board that had a few numbers
FRAME = "data:image/png;base64,"  # begins what the player sends


def make_room_for_camera() -> None:
    """Show a picture of pixels, where the scene's is one of a few numbers."""
    visit = this_visit()
    visit.filmed = visit.page, visit.scene
    scene = replace(visit.scene, picture="landscape", size=max(CAMERA_SIZE, visit.scene.size))
    visit.lessons.choose_picture(scene)
    open_scene(scene)


def leave_camera() -> None:
    """Bring back the few numbers that made place for a camera, if they are still away: no picture of it was frozen."""
    visit = this_visit()
    (page, before), visit.filmed = visit.filmed or ("", visit.scene), None
    there = visit.page, visit.scene.topic, visit.scene.picture
    if (page, before.topic, "landscape") != there or visit.scene.compared_with:
        return
    scene = replace(visit.scene, picture=before.picture, size=before.size, step=0)
    visit.lessons.choose_picture(scene)
    open_scene(scene)


def take_frame(address: str) -> None:
    """Take a camera's picture that was frozen, as an upload that nobody chose in the sidebar.

    Args:
        address: A data URL of a PNG.
    """
    kind, data = address[: len(FRAME)], address[len(FRAME) :]
    try:
        file = BytesIO(b64decode(data, validate=True) if kind == FRAME else b"")
    except ValueError:
        file = BytesIO()
    take_picture("upload", sha256(data.encode()).hexdigest(), file)
    visit = this_visit()
    if own_picture(replace(visit.scene, picture="upload")) is not None:
        open_scene(replace(visit.scene, picture="upload"))


def take_back(source: str) -> None:
    """Say no more of a file that was refused: it is not there any more."""
    if own := this_visit().own.get(source):
        own.refusal = ""


def _decoded(data: bytes) -> np.ndarray:
    """The picture of a file's bytes; at most two are decoded at a time, as each may take much memory."""
    with RUNS.left():
        if DECODERS.acquire(blocking=False):
            try:
                return load_image(data, LARGEST)
            finally:
                DECODERS.release()
        with st.spinner(_("Other pictures are being read just now; yours is next.")), DECODERS:
            return load_image(data, LARGEST)


def say_stand_in(scene: Scene) -> None:
    """Say why a file was refused, or why the worked example is on the stage, where an own picture is missing."""
    if scene.picture not in OWN_PICTURES:
        return
    file, kept = this_visit().own.get(scene.picture, OwnFile()), own_picture(scene) is not None
    if file.refusal:
        shown = _("Your last picture stays.") if kept else _("Until then the worked example is shown.")
        st.error(beside([file.refusal, shown]))
    elif not kept:
        st.info(_missing(scene.picture))


def _missing(source: str) -> str:
    if source == "camera":
        return _(
            "Take a photo in the sidebar; without a camera, choose “{upload}” there instead. A photo does not travel "
            "with a link, so the worked example is shown with the same settings instead."
        ).format(upload=picture_label("upload"))
    return _(
        "Choose a picture in the sidebar. Until then the worked example is shown with the same settings: an uploaded "
        "picture, or a frozen one of a camera, is kept for one visit and does not travel with a link."
    )
