"""The words: every sentence a user reads passes through `_`, in the language of the current session."""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from functools import lru_cache

from conv.files import ASSETS

LOCALE_FOLDER = ASSETS / "locale"

_language: ContextVar[str] = ContextVar("language", default="en")


def use_language(locale: str | None) -> None:
    """Choose the language for this session's run.

    Args:
        locale: A browser's language tag such as "de-CH"; None or an unknown language means English.
    """
    _language.set((locale or "en").replace("-", "_"))


def language() -> str:
    """The language of what is shown: the session's where there are words in it, else English."""
    wanted = _language.get()
    known = gettext.find("kernelwalk", LOCALE_FOLDER, languages=[wanted]) is not None
    return wanted.replace("_", "-") if known else "en"


def _(message: str) -> str:
    """Translate one whole sentence."""
    return _translation(_language.get()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate one whole sentence whose form depends on a count."""
    return _translation(_language.get()).ngettext(singular, plural, count)


@lru_cache(maxsize=32)
def _translation(language: str) -> gettext.NullTranslations:
    return gettext.translation("kernelwalk", LOCALE_FOLDER, languages=[language], fallback=True)


def N_(message: str) -> str:
    """Mark a sentence of a record for the translators; it is translated where it is shown."""
    return message
