"""What is said where the program is at fault: a sentence for the page, and the scene with the reason for the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from conv.refusal import Refusal
from conv.text import _
from conv.ui.scene.address import scene_link
from conv.ui.scene.record import Scene
from conv.ui.scene.session import this_visit

LOG = logging.getLogger("kernelwalk")


@contextmanager
def faults_said(*, resets: bool = True) -> Iterator[None]:
    """Say what is refused as it stands; of anything else say that it is our fault, and go on with the page.

    Args:
        resets: Whether the page has a button that brings back the opening scene.
    """
    try:
        yield
    except Refusal as refusal:
        st.error(str(refusal))
    except Exception as error:
        st.error(log_fault(error, this_visit().page, this_visit().scene, resets=resets))


def log_fault(error: Exception, page: str, scene: Scene, *, resets: bool = True) -> str:
    """Log a fault with the address of the scene; gives the sentence for the page."""
    LOG.error("A lesson failed at %s", scene_link(f"/{page}", scene), exc_info=error)
    if resets:
        return _(
            "Something went wrong here. It is our fault, not yours, and it has been logged with these settings: "
            "**Reset** brings back the scene with which this part opens."
        )
    return _(
        "Something went wrong here. It is our fault, not yours, and it has been logged with these settings: reload the "
        "page to start again."
    )
