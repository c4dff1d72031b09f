"""The front door of the server: `streamlit run app.py` starts it, and so does an ASGI server."""

import logging

import streamlit as st
from starlette.middleware import Middleware

from conv.text import _
from conv.ui.server import ROUTES, Served


def say_error(error: Exception) -> bool:
    """Say that something went wrong, without a traceback; the log has it."""
    logging.getLogger("kernelwalk").error("A lesson failed.", exc_info=error)
    st.error(_("Something went wrong here; it has been logged. Reload the page to start again."))
    return True


app = st.App("pages/front.py", middleware=[Middleware(Served)], routes=ROUTES, on_script_error=say_error)
