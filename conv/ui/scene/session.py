"""The record of a visit: all that the server keeps of it between runs, under one key of Streamlit's session."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st

from conv.operations import Operation
from conv.text import has_language, use_language
from conv.ui.scene.kept import Kept
from conv.ui.scene.record import Scene


@dataclass(slots=True)
class Edits:
    """What was changed on the board in a visit.

    Attributes:
        past, future: What each gesture has changed, as it was before, and after those that were undone: numbers of the
            scene, or all of it.
        gesture: The last one; a drag is many changes and one gesture.
        taken: Number of the last change that was taken, as the player counts them.
        changes: How often each setting of numbers was changed, with which its table starts again.
        renewed: How often the other widgets of these numbers were made to start again.
        refusal: Why the last change was not taken.
    """

    past: list[dict[str, Any]] = field(default_factory=list)
    future: list[dict[str, Any]] = field(default_factory=list)
    gesture: int = 0
    taken: int = 0
    changes: Counter[str] = field(default_factory=Counter)
    renewed: Counter[str] = field(default_factory=Counter)
    refusal: str = ""

    def refusals(self) -> list[str]:
        """Why the last change was not taken; said once."""
        refusal, self.refusal = self.refusal, ""
        return [refusal] if refusal else []

    @property
    def data(self) -> dict[str, Any]:
        """What the player needs to know."""
        return {"taken": self.taken, "undo": bool(self.past), "redo": bool(self.future), "alone": False}


@dataclass(slots=True)
class OwnFile:
    """An upload or a photo.

    Attributes:
        mark: Of the file that was read last, whether it is a picture or not.
        refusal: Why that one is none, or empty.
        picture: The last one that is, shape (3, H, W).
    """

    mark: str = ""
    refusal: str = ""
    picture: np.ndarray | None = None


@dataclass(slots=True)
class Visit:
    """A visit; widgets keep their own values beside it.

    Attributes:
        name: By which the player knows the visit: a server that has lost it gives another one.
        page: Name of the lesson that is open; empty before the first one.
        scene: What stands there.
        widget_epoch: Grows whenever a part is opened, so that widgets and player take its values over.
        entered: The epoch in which the address led here.
        written: The address that was written last, or None where it led here and stands as it was.
        address: The address of the scene, for the player.
        turned: The part was opened from the page itself: the widgets start again in the next run.
        borrowed: The visitor's own picture has come along from another part.
        lessons: The scenes of all parts.
        edits: What was changed on the board, and can be undone.
        own: Files by where they come from, "upload" and "camera".
        filmed: The page and the scene that have made place for a camera, or None.
        sizes_chosen: How often a ready size was chosen, with which the field of the size starts again.
        tables: Numbers from which a table starts, by its name.
        stack: (key, layers) from which the table of layers starts.
        steps: Where each lesson's part stands, in a browser that cannot draw.
        language: The tag that the link or the switch has asked for; empty for the browser's wish, None before a
            link was read.
        spoken: The tag of the language in which the last run spoke.
        hidden: What its link takes away from all pages; None before a link was read.
        saving: Step and panel that somebody wants to save, until the dialog is open; None for nothing.
    """

    name: str = field(default_factory=lambda: secrets.token_hex(8))
    page: str = ""
    scene: Scene = field(default_factory=Scene)
    widget_epoch: int = 0
    entered: int = 0
    written: dict[str, str] | None = None
    address: dict[str, str] = field(default_factory=dict)
    turned: bool = False
    borrowed: bool = False
    lessons: Kept = field(default_factory=Kept)
    edits: Edits = field(default_factory=Edits)
    own: dict[str, OwnFile] = field(default_factory=dict)
    filmed: tuple[str, Scene] | None = None
    sizes_chosen: int = 0
    tables: dict[str, np.ndarray] = field(default_factory=dict)
    stack: tuple[str, tuple[Operation, ...]] = ("", ())
    steps: dict[tuple[str, str], int] = field(default_factory=dict)
    language: str | None = None
    spoken: str = ""
    hidden: tuple[str, ...] | None = None
    saving: dict[str, Any] | None = None


def this_visit() -> Visit:
    """The record of the visit whose page runs; what Streamlit runs before the page speaks the visit's language."""
    if "visit" not in st.session_state:
        st.session_state.visit = Visit()
    visit: Visit = st.session_state.visit
    if visit.spoken and not has_language():
        use_language(visit.spoken, asked=bool(visit.language))
    return visit
