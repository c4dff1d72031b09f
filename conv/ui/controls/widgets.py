"""Widgets for the scene's parameters: each says its current value in every run, so that no lost run can lose it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from conv.text import _
from conv.ui.scene.kinds import LARGEST_NUMBER, Choice, Pair, Whole
from conv.ui.scene.record import PARAMETERS, Scene


@dataclass(frozen=True, slots=True)
class Widgets:
    """Widgets that start from a scene.

    Attributes:
        scene: Where their values come from.
        widget_epoch: The arrival's: with another one all widgets are new, and nothing is left of their old values.
    """

    scene: Scene
    widget_epoch: int | str

    def key(self, name: str) -> str:
        """A widget's key."""
        return f"{name}_{self.widget_epoch}"

    @staticmethod
    def folded(title: str, name: str) -> Any:
        """A group that is folded away; its widgets are made, sent and drawn only while it is `open`."""
        return st.expander(title, key=name, on_change="rerun")

    def whole(self, label: str, name: str, value: int, limits: tuple[int, int], *, place: Any = st, **more: Any) -> int:
        """A whole number."""
        minimum, maximum = limits
        value = min(max(value, minimum), maximum)
        return int(place.number_input(label, minimum, maximum, value, key=self.key(name), step=1, **more))

    def number_of(self, name: str) -> float:
        """A parameter that is any number."""
        parameter, largest = PARAMETERS[name], float(LARGEST_NUMBER)
        return float(
            st.number_input(
                _(parameter.label),
                -largest,
                largest,
                float(getattr(self.scene, name)),
                key=self.key(name),
                step=1.0,
                format="%g",
                help=_(parameter.help) if parameter.help else None,
            )
        )

    def whole_of(self, name: str) -> int:
        """A parameter that is a whole number."""
        parameter = PARAMETERS[name]
        assert isinstance(parameter.kind, Whole)
        limits = (parameter.kind.minimum, parameter.kind.maximum)
        return self.whole(_(parameter.label), name, getattr(self.scene, name), limits, help=_help(name))

    def select(self, name: str, options: Sequence[Any] | None = None) -> Any:
        """A parameter that is one of several words, from a list."""
        parameter = PARAMETERS[name]
        assert isinstance(parameter.kind, Choice)
        options = options or parameter.kind.options
        return self.choose(_(parameter.label), name, options, getattr(self.scene, name), parameter.kind.label)

    def choose(self, label: str, name: str, options: Sequence[Any], value: Any, shown: Callable[[Any], str]) -> Any:
        """One of several values, from a list."""
        return st.selectbox(
            label,
            options,
            list(options).index(value),
            key=self.key(name),
            format_func=shown,
            filter_mode=None,
            help=_help(name),
        )

    def switch(
        self,
        name: str,
        options: Sequence[Any],
        value: Any,
        shown: Callable[[Any], str] = str,
        key: str = "",
        **more: Any,
    ) -> Any:
        """One of a few values, all in sight."""
        chosen = st.segmented_control(
            _(PARAMETERS[name].label),
            options,
            default=value if value in options else options[0],
            key=self.key(key or name),
            format_func=shown,
            required=True,
            help=_help(name),
            **more,
        )
        return options[0] if chosen is None else chosen

    def switched(self, name: str) -> str:
        """A parameter that is "true" or "false"."""
        on = st.toggle(
            _(PARAMETERS[name].label), getattr(self.scene, name) == "true", key=self.key(name), help=_help(name)
        )
        return "true" if on else "false"

    def pair(self, name: str, apart: bool, value: tuple[int, int] | None = None, label: str = "") -> tuple[int, int]:
        """One whole number for both axes, or one for the rows and one for the columns."""
        parameter = PARAMETERS[name]
        kind = parameter.kind
        limits = (kind.minimum, kind.maximum) if isinstance(kind, Pair) else (0, kind.maximum)  # type: ignore[attr-defined]
        value, label = value or getattr(self.scene, name), label or _(parameter.label)
        if not apart:
            both = self.whole(label, f"{name}_row", value[0], limits, help=_help(name))
            return both, both
        rows, cols = st.columns(2)
        names = _("{setting}, rows"), _("{setting}, columns")
        return (
            self.whole(names[0].format(setting=label), f"{name}_row", value[0], limits, place=rows),
            self.whole(names[1].format(setting=label), f"{name}_col", value[1], limits, place=cols),
        )


def _help(name: str) -> str | None:
    known = PARAMETERS.get(name)
    return _(known.help) if known and known.help else None
