"""Catalogues of translations, read from the `.po` files that translators write: nothing is compiled or installed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from gettext import c2py
from pathlib import Path

from conv.files import ASSETS

LOCALE_FOLDER = ASSETS / "locale"
PLACE = "{}/LC_MESSAGES/kernelwalk.po"  # of a language's catalogue in that folder
COUNTED = 200  # up to which numbers are tried to find one for each plural form
ENGLISH_FORM: Callable[[int], int] = c2py("n != 1")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """What is said in a language.

    Attributes:
        language: Its tag, such as "zh" or "pt-BR".
        messages: Translations by the English message; of one with a plural all forms, by (message, number of the form).
        form: Which form a count takes.
        samples: For each form the smallest count that takes it.
    """

    language: str
    messages: Mapping[str | tuple[str, int], str] = field(default_factory=dict)
    form: Callable[[int], int] = ENGLISH_FORM
    samples: tuple[int, ...] = (1, 0)

    def say(self, message: str) -> str:
        """The translation, or the English message where there is none."""
        return self.messages.get(message, message)

    def say_counted(self, singular: str, plural: str, count: int) -> str:
        """The form for a count; English where there is no translation."""
        found = self.messages.get((singular, self.form(count)))
        return found if found is not None else singular if count == 1 else plural


def read_catalogue(language: str, text: str) -> Catalogue:
    """The catalogue of a `.po` file's text; entries without a translation, and those marked as fuzzy, are left out.

    >>> made = read_catalogue("la", 'msgid "Row {row}"\\nmsgstr "Versus {row}"')
    >>> made.say("Row {row}"), made.say("Column")
    ('Versus {row}', 'Column')
    """
    messages: dict[str | tuple[str, int], str] = {}
    form = ENGLISH_FORM
    for texts in read_entries(text):
        name = texts["msgid"]
        if not name:
            found = re.search(r"^Plural-Forms:.*plural=([^;]*)", texts.get("msgstr", ""), re.MULTILINE)
            form = c2py(found[1].strip()) if found else form
        elif texts.get("msgstr"):
            messages[name] = texts["msgstr"]
        for key, value in texts.items():
            if key.startswith("msgstr[") and value:
                messages[name, int(key[7:-1])] = value
    forms = [form(count) for count in range(COUNTED)]
    return Catalogue(language, messages, form, tuple(forms.index(each) for each in sorted(set(forms))))


def read_entries(text: str) -> Iterator[dict[str, str]]:
    """The entries of a `.po` file's text, each as its texts by their keywords; the header's "msgid" is empty."""
    for entry in re.split(r"\n\s*\n", text):
        found = _texts(entry)
        if "msgid" in found and not re.search(r"^#,.*\bfuzzy\b", entry, re.MULTILINE):
            yield found


def find_catalogues(folder: Path = LOCALE_FOLDER) -> dict[str, Catalogue]:
    """English, and the catalogues of a folder, by their languages' tags."""
    files = sorted(folder.glob(PLACE.format("*")))
    found = [read_catalogue(file.parts[-3].replace("_", "-"), file.read_text(encoding="utf-8")) for file in files]
    return {each.language: each for each in (Catalogue("en"), *found)}


def known_language(wanted: str, known: Mapping[str, object]) -> str:
    """The language nearest to a tag, or empty: that of "zh-Hans-CN" is "zh", where nothing nearer is known.

    >>> known_language("zh_Hans_CN", {"en": 1, "zh": 2}), known_language("tlh", {"en": 1})
    ('zh', '')
    """
    by_name = {tag.lower(): tag for tag in known}
    parts = wanted.replace("_", "-").lower().split("-")
    tags = ("-".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((by_name[tag] for tag in tags if tag in by_name), "")


def _texts(entry: str) -> dict[str, str]:
    """The texts of an entry by their keywords."""
    found: dict[str, str] = {}
    keyword = ""
    for line in entry.splitlines():
        word, quote, rest = line.partition('"')
        if line.startswith("#") or not quote:
            continue
        keyword = word.strip() or keyword
        found[keyword] = found.get(keyword, "") + "".join(_unescaped(rest.rpartition('"')[0]))
    return found


def _unescaped(text: str) -> Iterator[str]:
    plain, *others = text.split("\\\\")
    for number, part in enumerate((plain, *others)):
        yield "\\" * (number > 0)
        yield re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), part) if "\\" in part else part
