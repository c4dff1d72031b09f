"""What a link's `hide` takes away from a page: it goes along from page to page, and into every link that is made."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar

from conv.refusal import Refusal
from conv.text import N_, _
from conv.ui.scene.kinds import Choice, Parameter

HIDE = "hide"  # the parameter of an address
CONTROLS, MENU, QUIZ, FORMULAS = HIDEABLE = ("controls", "menu", "quiz", "formulas")
HIDING = Parameter(
    Choice(HIDEABLE),
    N_("What the page leaves out"),
    help=N_(
        "Controls are the settings, menu is what leads to other lessons and parts, quiz is its button, and formulas "
        "are the products and formulas of a step."
    ),
)
_hidden: ContextVar[tuple[str, ...]] = ContextVar("hidden", default=())


def hidden_label(name: str) -> str:
    """What is hidden, as the page calls it."""
    return {CONTROLS: _("Settings"), MENU: _("Menu"), QUIZ: _("Quiz"), FORMULAS: _("Formulas")}[name]


def hidden_from_link(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a link hides, and a message where it names something else; the rest of it counts.

    >>> hidden_from_link("menu,controls")
    (('controls', 'menu'), ())
    """
    words = [word.strip() for word in text.split(",") if word.strip()]
    known = tuple(name for name in HIDEABLE if name in words)
    unknown = ", ".join(word for word in words if word not in HIDEABLE)
    try:
        if unknown:
            HIDING.kind.parse(HIDE, unknown)
    except Refusal as reason:
        return known, (_("{reason} It is left out.").format(reason=reason),)
    return known, ()


def hide(names: tuple[str, ...]) -> None:
    """Hide these in this run, and in no other that goes on at the same time."""
    _hidden.set(names)


def hidden() -> tuple[str, ...]:
    """What this run hides."""
    return _hidden.get()


def link_hiding(names: Sequence[str] | None = None) -> dict[str, str]:
    """What a link says of what is hidden: of these, or by default of what this run hides; nothing where nothing is."""
    names = hidden() if names is None else [name for name in HIDEABLE if name in names]
    return {HIDE: ",".join(names)} if names else {}
