"""Writes the player's data as TypeScript declares them: `python -m conv.ui.player.declare`."""

from __future__ import annotations

import types as builtin_types
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from conv.ui.player import types
from conv.ui.player.files import FOLDER

DECLARED = FOLDER / "data.d.ts"
HEADING = "// Written by `python -m conv.ui.player.declare` from conv/ui/player/types.py.\n"
NAMES: dict[Any, str] = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def declarations() -> str:
    """The text of `data.d.ts`: an interface for each record of `conv.ui.player.types`."""
    records = [found for found in vars(types).values() if is_typeddict(found)]
    return HEADING + "".join(f"\n{_interface(record)}" for record in records)


def _interface(record: Any) -> str:
    fields = get_type_hints(record, include_extras=True)
    lines = [f"  {name}{_field(hint)};\n" for name, hint in fields.items()]
    return f"/** {record.__doc__} */\nexport interface {record.__name__} {{\n{''.join(lines)}}}\n"


def _field(hint: Any) -> str:
    if get_origin(hint) is NotRequired:
        return f"?: {_name(get_args(hint)[0])}"
    return f": {_name(hint)}"


def _name(hint: Any) -> str:
    if hint in NAMES:
        return NAMES[hint]
    if is_typeddict(hint):
        return str(hint.__name__)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return " | ".join(f'"{each}"' for each in inner)
    if origin in (Union, builtin_types.UnionType):
        return " | ".join(map(_name, inner))
    if origin is dict:
        return f"Record<{_name(inner[0])}, {_name(inner[1])}>"
    if origin is list or (origin is tuple and inner[1:] == (...,)):
        name = _name(inner[0])
        return f"({name})[]" if " | " in name else f"{name}[]"
    if origin is tuple:
        return f"[{', '.join(map(_name, inner))}]"
    raise TypeError(f"`{hint}` has no counterpart in TypeScript here.")


if __name__ == "__main__":
    DECLARED.write_text(declarations(), encoding="utf-8")
