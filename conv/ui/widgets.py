"""Widgets that start from the scene and afterwards from themselves."""

from __future__ import annotations

from typing import Any

import streamlit as st

from conv.text import _


def pair(label: str, name: str, numbers: tuple[int, int], apart: bool, least: int, most: int) -> tuple[int, int]:
    """One whole number for both axes, or one for the rows and one for the columns."""
    if not apart:
        both = whole(st, label, f"{name}_row", numbers[0], least, most)
        return both, both
    rows, cols = st.columns(2)
    return (
        whole(rows, _("{setting}, rows").format(setting=label), f"{name}_row", numbers[0], least, most),
        whole(cols, _("{setting}, columns").format(setting=label), f"{name}_col", numbers[1], least, most),
    )


def whole(place: Any, label: str, key: str, value: int, least: int, most: int) -> int:
    """A whole number."""
    seed(key, value)
    return int(place.number_input(label, least, most, key=key, step=1))


def select(label: str, key: str, options: tuple[str, ...], value: str, name: Any) -> Any:
    """One of several words."""
    seed(key, value)
    return st.selectbox(label, options, key=key, format_func=name, filter_mode=None)


def seed(key: str, value: Any) -> None:
    """A widget starts from the scene, and afterwards from itself."""
    if key not in st.session_state:
        st.session_state[key] = value
