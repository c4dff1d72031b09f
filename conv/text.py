"""The words: every sentence a user reads passes through `_`, in the language of the run that says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from functools import lru_cache, reduce

from conv.catalogue import Catalogue, find_catalogues, known_language

LANGUAGE = "lang"  # the parameter of an address that names the language

_spoken: ContextVar[Catalogue | None] = ContextVar("spoken", default=None)
_asked: ContextVar[bool] = ContextVar("asked", default=False)


@lru_cache(maxsize=1)
def catalogues() -> Mapping[str, Catalogue]:
    """All languages that the app speaks, by their tags; read once."""
    return find_catalogues()


def use_language(wanted: str | None, *, asked: bool = False) -> None:
    """Choose the language of this run, and of no other that goes on at the same time.

    Args:
        wanted: A language tag such as "de-CH"; of None or of an unknown language it is English.
        asked: Whether somebody has asked for it, so that all links name it; a browser's wish is left out of them.
    """
    known = catalogues()
    _spoken.set(known[known_language(wanted or "", known) or "en"])
    _asked.set(asked)


def has_language() -> bool:
    """Whether a language was chosen for this run."""
    return _spoken.get() is not None


def catalogue() -> Catalogue:
    """What is said in this run; English where no language was chosen."""
    return _spoken.get() or catalogues()["en"]


def language() -> str:
    """The tag of the language of this run."""
    return catalogue().language


def link_language() -> dict[str, str]:
    """What every link says of the language: nothing where nobody has asked for one."""
    return {LANGUAGE: language()} if _asked.get() else {}


def language_names() -> dict[str, str]:
    """What all languages call themselves, by their tags."""
    # Translators: the name of your language in your language, such as Deutsch.
    name = N_("English")
    return {tag: each.say(name) for tag, each in catalogues().items()}


def _(message: str) -> str:
    """Translate one whole sentence."""
    return catalogue().say(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate one whole sentence whose form depends on a count."""
    return catalogue().say_counted(singular, plural, count)


def all_forms(sentence: Callable[[int], str]) -> dict[str, str]:
    """A sentence in each form that a count may ask for, by a count that does: for who will know it later.

    >>> all_forms(lambda count: ngettext("{count} cell", "{count} cells", count))
    {'1': '{count} cell', '0': '{count} cells'}
    """
    return {str(count): sentence(count) for count in catalogue().samples}


def joined(texts: Iterable[str], pattern: str) -> str:
    """Texts one after the other, as a pattern with places for {first} and {second} says; empty ones are left out."""
    found = [text for text in texts if text]
    return reduce(lambda first, second: pattern.format(first=first, second=second), found) if found else ""


def listed(texts: Iterable[str]) -> str:
    """Things one after the other.

    >>> listed(["1", "2", "5"])
    '1, 2, 5'
    """
    return joined(texts, _("{first}, {second}"))


def and_then(clauses: Iterable[str]) -> str:
    """Clauses one after the other."""
    return joined(clauses, _("{first}; {second}"))


def beside(sentences: Iterable[str]) -> str:
    """Sentences one after the other."""
    return joined(sentences, _("{first} {second}"))


def N_(message: str) -> str:
    """Mark a sentence of a record for the translators; it is translated where it is shown."""
    return message
