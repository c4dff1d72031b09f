"""Writes a language that nobody speaks, to look for cut labels and words without a translation.

`python assets/locale/pseudo.py` makes it out of the catalogue of Chinese, which has all messages: every text has
brackets, accents, and is 40 % longer. `lang=qps` shows it; git ignores it, and it goes when its folder is deleted.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from conv.catalogue import LOCALE_FOLDER, PLACE, read_entries

KEPT = re.compile(r"\{+\w+\}+|`[^`]*`|<[^>]*>|:material/\w+:|\]\([^)]*\)")  # places, code, tags, icons and addresses
ACCENTS = str.maketrans("aceginosuyACEGINOSUY", "àçéğîñöšûýÀÇÉĞÎÑÖŠÛÝ")


def pseudo(text: str) -> str:
    """A text with brackets and accents, 40 % longer.

    >>> pseudo("Step {step} of {steps}")
    '[Štép {step} öf {steps} ~~~~]'
    """
    kept = KEPT.findall(text)
    plain = [part.translate(ACCENTS) for part in KEPT.split(text)]
    longer = "~" * max(1, round(0.4 * sum(map(len, plain))))
    return f"[{''.join(a + b for a, b in zip(plain, [*kept, ''], strict=True))} {longer}]"


def quoted(text: str) -> str:
    """As a `.po` file has it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


if __name__ == "__main__":
    lines = ['msgid ""', 'msgstr ""', '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"', ""]
    for entry in read_entries((LOCALE_FOLDER / PLACE.format("zh")).read_text(encoding="utf-8")):
        singular, plural = entry["msgid"], entry.get("msgid_plural")
        if not singular:
            continue
        lines.append(f"msgid {quoted(singular)}")
        if plural is None:
            lines.append(f"msgstr {quoted(pseudo(singular))}")
        else:
            lines += [f"msgid_plural {quoted(plural)}", f"msgstr[0] {quoted(pseudo(singular))}"]
            lines.append(f"msgstr[1] {quoted(pseudo(plural))}")
        lines.append("")
    file = LOCALE_FOLDER / PLACE.format("qps")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines), encoding="utf-8")
