"""Writes what the documents say of the code: the glossary, the README's parameters, and the drawing of the house.

`python assets/documents.py` writes them; the tests hold the files to it.
"""

import ast
import re
import sys
from functools import singledispatch
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from conv.operations.operation import kind_title
from conv.ui.plans import PLANS
from conv.ui.scene.hiding import HIDE, HIDING
from conv.ui.scene.kinds import (
    LARGEST_NUMBER,
    Choice,
    Layers,
    Number,
    Padding,
    Pair,
    Parameter,
    Table,
    Tables,
    Whole,
    Wholes,
    Word,
)
from conv.ui.scene.layers import LAYER_LETTERS, LAYERS
from conv.ui.scene.record import DEFAULTS, PARAMETERS
from conv.ui.teachers import plan_table, question_list
from conv.ui.words.glossary import GLOSSARY
from pages import find_lessons

ROOMS = {  # the longest name that a module's begins with is its room
    "pages": "pages/: a record of words and choices for each lesson",
    "conv.ui": "conv/ui/: the shell, the home page, the lesson plans",
    "conv.ui.lesson": "conv/ui/lesson.py: the records Lesson, Part, Content",
    "conv.ui.lessons": "conv/ui/lessons/: a scene in, a board out",
    "conv.ui.extras": "conv/ui/extras/: what stands around the board, as data, and its drawing",
    "conv.ui.controls": "conv/ui/controls/: the sidebar",
    "conv.ui.saving": "conv/ui/saving/: pictures, films, pages, numbers, code",
    "conv.ui.faults": "conv/ui/faults.py: says what is refused, and logs what went wrong",
    "conv.ui.player": "conv/ui/player/: the board as the player's data",
    "conv.ui.scene": "conv/ui/scene/: the Scene, its address, the visit",
    "conv.ui.board": "conv/ui/board/: panels, tracks, placement, frame, figure",
    "conv.ui.words": "conv/ui/words/: names, sentences, formulas, the glossary",
    "conv.steps": "conv/steps.py, networks.py, pool_walks.py, ...: walks and steps",
    "conv.operations": "conv/operations/: Operation, one module a family, Network",
    "conv": "conv/: geometry, index maps, arrays, gradients, reductions",
}
FLOORS = {
    "The pages": ("pages",),
    "What the lessons share": tuple(name for name in ROOMS if name.startswith("conv.ui")),
    "The core": ("conv.steps", "conv.operations", "conv"),
}
WALKS = (
    "networks",
    "pool_walks",
    "layer_costs",
    "receptive_field",
    "shifts",
    "backward_pass",
    "kernel_search",
    "nudges",
    "trained",
    "drawn_digits",
    "evidence",
)  # stand with conv.steps
NOT_DRAWN = ("conv", "conv.ui.memory", "conv.ui.serving")  # the public face; what any room may use; another program


HERE = "http://localhost:8501/"


def documents() -> dict[Path, str]:
    """What each file must hold, by its path."""
    readme, house_file = ROOT / "README.md", ROOT / "docs" / "architecture.md"
    return {
        ROOT / "docs" / "glossary.md": glossary(),
        readme: between(readme.read_text(encoding="utf-8"), "parameters", parameters()),
        house_file: between(house_file.read_text(encoding="utf-8"), "house", house()),
    }


def between(text: str, name: str, content: str) -> str:
    """A text with this content between its markers of that name."""
    start, end = f"<!-- {name}, written by assets/documents.py -->\n", f"<!-- end of {name} -->\n"
    head, _start, rest = text.partition(start)
    _old, found, tail = rest.partition(end)
    if not found:
        raise LookupError(f"The markers of {name!r} are missing.")
    return f"{head}{start}\n{content}\n{end}{tail}"


def glossary() -> str:
    """The glossary as Markdown: a table for each chapter."""
    parts = [
        "# Glossary\n",
        "One word for each thing, and where the code has it. Written by `assets/documents.py` out of"
        " `conv/ui/words/glossary.py`; change it there.\n",
    ]
    for chapter in GLOSSARY:
        parts += [f"## {chapter.title}\n", "| word | what it is | formula or name in the code | others say |"]
        parts.append("|---|---|---|---|")
        for entry in chapter.entries:
            code = [f"`{each}`" for each in (entry.formula, entry.code) if each]
            parts.append(f"| **{entry.term}** | {entry.meaning} | {'<br>'.join(code)} | {entry.others} |")
        parts.append("")
    return "\n".join(parts)


def plans() -> str:
    """The lesson plans as Markdown, with links of the app on this machine; a page of the documents' site alone."""
    lessons = find_lessons()
    parts = ["# Teaching plans\n", "Links open in the app that `kernelwalk` or `make run` starts on this machine.\n"]
    for plan in PLANS:
        parts += [f"## {plan.title}, {plan.minutes} minutes\n", plan_table(plan, lessons), ""]
    parts += ["## Twelve questions of a first lecture\n", question_list(), ""]
    return "\n".join(parts).replace("](./", f"]({HERE}")


def parameters() -> str:
    """The table of all parameters of a link, out of their declarations."""
    lines = ["| parameter | what it sets | values | default |", "|---|---|---|---|"]
    for field, parameter in PARAMETERS.items():
        name, default = parameter.address or field, DEFAULTS[field]
        values = topics() if field == "topic" else written(parameter.kind)
        shown = "" if default is None else parameter.kind.write(default)
        lines.append(f"| `{name}` | {meaning(parameter)} | {values} | {f'`{shown}`' if shown else 'none'} |")
    values = f"{written(HIDING.kind)}, parted by commas"
    lines.append(f"| `{HIDE}` | {meaning(HIDING)} | {values} | none |")
    return "\n".join(lines) + "\n"


def meaning(parameter: Parameter) -> str:
    """What a parameter sets, and for what it means something."""
    text = ". ".join(each.rstrip(".") for each in (parameter.label, parameter.help) if each)
    if parameter.only_for is None:
        return text
    name, values = parameter.only_for
    return f"{text} (only for {' or '.join(f'`{name}={value}`' for value in values)})"


def topics() -> str:
    """The parts of the lessons that have several."""
    found = []
    for lesson in find_lessons():
        names = [f"`{name}`" for name in lesson.topics if name]
        if names:
            found.append(f"on `/{lesson.name}` {' '.join(names)}")
    return "; ".join(found)


@singledispatch
def written(kind: object) -> str:
    """What values a kind of parameter has, in words."""
    raise TypeError(f"{type(kind).__name__} has no words for the table.")


@written.register
def _choice(kind: Choice) -> str:
    return " ".join(f"`{option}`" for option in kind.options)


@written.register
def _word(kind: Word) -> str:
    return "names and values in turn, parted by spaces"


@written.register
def _whole(kind: Whole) -> str:
    return f"{kind.minimum} or more" if kind.maximum >= 10**9 else f"{kind.minimum} to {kind.maximum:,}"


@written.register
def _pair(kind: Pair) -> str:
    return f"{kind.minimum} to {kind.maximum}, or rows,columns"


@written.register
def _wholes(kind: Wholes) -> str:
    return ", ".join(f"{low} to {high:,}" for low, high in kind.limits) + ", parted by commas"


@written.register
def _number(kind: Number) -> str:
    return f"a number up to {LARGEST_NUMBER:,}" + ("" if kind.zero else ", not 0")


@written.register
def _padding(kind: Padding) -> str:
    return f"`valid` `half` `same` `full`, 0 to {kind.maximum} pixels, rows,columns, or top,bottom,left,right"


@written.register
def _table(kind: Table) -> str:
    return f"cells parted by commas, rows by semicolons, up to {kind.sizes[1]} × {kind.sizes[1]}"


@written.register
def _tables(kind: Tables) -> str:
    return f"{_table(Table(kind.sizes))}; up to {kind.maximum} of them parted by `/`"


@written.register
def _layers(kind: Layers) -> str:
    kinds = ", ".join(f"`{letter}` {kind_title(layer).lower()}" for letter, layer in LAYERS.items())
    settings = ", ".join(f"`{letter}` {name}" for letter, name in LAYER_LETTERS.items())
    return f"up to {kind.maximum} layers parted by `/`: {kinds}, with the kernel size; then {settings}, an activation"


def house() -> str:
    """The rooms, and what each of them imports: a drawing in Mermaid, without the arrows that follow from others."""
    arrows = imports()
    direct = {(one, other) for one, other in arrows if not _detour(arrows, one, other)}
    lines = ["```mermaid", "flowchart TD"]
    for title, names in FLOORS.items():
        lines.append(f'  subgraph {title.replace(" ", "_")}["{title}"]')
        lines += [f'    {_node(name)}["{ROOMS[name]}"]' for name in names]
        lines.append("  end")
    lines.append('  browser["assets/player/: JavaScript, which steps, plays and points in the browser"]')
    lines += [f"  {_node(one)} --> {_node(other)}" for one, other in sorted(direct)]
    lines += ["  conv_ui_player -. data .-> browser", "```"]
    return "\n".join(lines) + "\n"


def imports() -> set[tuple[str, str]]:
    """Pairs of rooms of which the first imports the second."""
    files = [*(ROOT / "conv").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in files}
    found = set()
    for name, path in modules.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ("conv", "pages"):
                names = [f"{node.module}.{each.name}" for each in node.names]
                found |= {(name, each if each in modules else node.module) for each in names}
    pairs = {(room(one), room(other)) for one, other in found if one not in NOT_DRAWN and other not in NOT_DRAWN}
    return {(one, other) for one, other in pairs if one and other and one != other}


def room(module: str) -> str:
    """The room of a module, or empty for none that is drawn."""
    if module.startswith(NOT_DRAWN[1:]):
        return ""
    if module.split(".")[1:2] and module.split(".")[1] in WALKS:
        return "conv.steps"
    return max((name for name in ROOMS if f"{module}.".startswith(f"{name}.")), key=len)


def _detour(arrows: set[tuple[str, str]], one: str, other: str) -> bool:
    """Whether a room reaches another one through a third."""
    seen, waiting = set(), [target for start, target in arrows if start == one and target != other]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting += [target for start, target in arrows if start == here]
    return other in seen


def _node(name: str) -> str:
    return re.sub(r"\W", "_", name)


if __name__ == "__main__":
    for path, text in documents().items():
        path.write_text(text, encoding="utf-8")
