"""Where the app's own files are: `app.py`, `pages/`, `assets/` and Streamlit's settings."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def app_folder() -> Path:
    """The folder of `app.py`: the top of a checkout, or `app/` in the installed package, which holds the same files."""
    installed = PACKAGE / "app"
    return installed if installed.is_dir() else PACKAGE.parent


ASSETS = app_folder() / "assets"
