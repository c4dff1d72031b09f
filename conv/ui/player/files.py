"""The player's files: its modules as one script, and its style sheet, under names that change with what is in them."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256

from conv.files import ASSETS

FOLDER = ASSETS / "player"
MODULES = (  # each one after those that it imports
    "roles",
    "index_map",
    "areas",
    "letters",
    "plurals",
    "numbers",
    "reductions",
    "stamping",
    "marks",
    "terms",
    "scales",
    "panel",
    "cell_numbers",
    "steady",
    "framing",
    "making",
    "recipes",
    "calculation",
    "words",
    "reach",
    "beams",
    "frame",
    "drawing",
    "handles",
    "painting",
    "board",
    "live",
    "lens",
    "dragging",
    "divider",
    "formula",
    "arithmetic",
    "memory",
    "address",
    "icons",
    "choices",
    "legend",
    "controls",
    "brushes",
    "matrices",
    "pen",
    "edited",
    "outbox",
    "presets",
    "edit_bar",
    "typing",
    "telling",
    "editing",
    "frames",
    "camera_bar",
    "camera",
    "stamp_questions",
    "questions",
    "answers",
    "quiz_words",
    "quiz_form",
    "quiz_board",
    "quiz",
    "clock",
    "moving",
    "picture_moves",
    "pointer",
    "keys",
    "showing",
    "fitting",
    "reconnecting",
    "settling",
    "arriving",
    "player",
)


@lru_cache(maxsize=1)
def bundle() -> str:
    """The player's modules as one: their imports of each other, and the exports that those need, are left out."""
    texts = [(FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in MODULES]
    joined = re.sub(r'^import \{[^}]*\} from "\./[a-z_]+\.js";\n', "", "\n".join(texts), flags=re.MULTILINE)
    plain = re.sub(r"^ *(/\*\*([^*]|\*(?!/))*\*/|//.*)\n", "", joined, flags=re.MULTILINE)  # no whole lines of comments
    return re.sub(r"^export (?!default)", "", plain, flags=re.MULTILINE)


@lru_cache(maxsize=1)
def styles() -> str:
    """The style sheet."""
    return (FOLDER / "player.css").read_text(encoding="utf-8")


def _named(stem: str, text: str, suffix: str) -> str:
    return f"player/{stem}.{sha256(text.encode()).hexdigest()[:12]}.{suffix}"


PLAYER_SCRIPT = _named("player", bundle(), "js")
PLAYER_STYLE = _named("player", styles(), "css")
