"""Links of every kind, most of them bad: `python -m tests.robustness.links COUNT SEED`.

Each one gives a scene with a message for all that was left out, and the scene a board or a message that teaches, within
three seconds of the processor and 500 MB; the rest of the link is kept.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

import numpy as np

from conv.refusal import Refusal
from conv.ui.board.figure import board_figure
from conv.ui.board.marks import all_covered
from conv.ui.board.placement import TALL, WIDE, Room, place_board
from conv.ui.lesson import Part, Picture
from conv.ui.player.board_data import board_data
from conv.ui.scene import own
from conv.ui.scene.address import plain_text, scene_address, scene_from_query
from conv.ui.scene.kinds import Choice, Layers, Number, Padding, Pair, Table, Tables, Whole, Wholes, Word
from conv.ui.scene.record import DEFAULTS, FIELDS, PARAMETERS, Scene
from conv.ui.shell import fitting_scene
from pages import find_lessons
from tests.robustness.pictures import limit_memory, peak_bytes

MAX_SECONDS, MAX_MEMORY = 3.0, 500 * 2**20
PARTS = [(lesson, part) for lesson in find_lessons() for part in lesson.parts if part.controls is not None]
BAD = [
    "",
    " ",
    "nan",
    "NaN",
    "inf",
    "-inf",
    "1e300",
    "1e-300",
    "-0",
    "0x10",
    "1_000",
    "٣",
    "½",
    "−1",
    "1,2,,3",
    "1,2;3",
    "1,;2,3",
    ";;;",
    ",",
    "/",
    "1/2/3",
    "true",
    "None",
    "null",
    "🦊",
    "ÅÄÖ" * 40,
    "\x00",
    "\n\r\t",
    "<script>alert(1)</script>",
    "[a](javascript:alert(1))",
    "$\\frac{1}{0}$",
    "`code`",
    "{__class__}",
    "%s%n",
    "'; DROP TABLE",
    "../../etc/passwd",
    "9" * 400,
    "1," * 5000 + "1",
    "x" * 50_000,
    "c3/" * 400,
    "c99999,s0",
    "\u202e\u200b",
]


def values(rng: np.random.Generator, name: str) -> str:
    """What a link may say of a parameter: bad, at the ends of its range, just outside, or anything in it."""
    kind = PARAMETERS[FIELDS[name]].kind
    if rng.random() < 0.25:
        return str(rng.choice(BAD))  # type: ignore[arg-type]
    if isinstance(kind, Choice):
        return str(kind.options[rng.integers(len(kind.options))])
    if isinstance(kind, Whole):
        return str(_whole(rng, kind.minimum, kind.maximum))
    if isinstance(kind, Pair):
        return ",".join(str(_whole(rng, kind.minimum, kind.maximum)) for _axis in range(rng.integers(1, 3)))
    if isinstance(kind, Wholes):
        return ",".join(str(_whole(rng, *limits)) for limits in kind.limits)
    if isinstance(kind, Padding):
        words = ["valid", "same", "half", "full"]
        sides = ",".join(str(_whole(rng, 0, kind.maximum)) for _side in range(rng.choice([1, 2, 4])))
        return str(rng.choice(words)) if rng.random() < 0.4 else sides
    if isinstance(kind, Number):
        return _number(rng)
    if isinstance(kind, Table):
        return _matrix(rng, *(_whole(rng, *kind.sizes) for _axis in range(2)))
    if isinstance(kind, Tables):
        height, width = (_whole(rng, *kind.sizes) for _axis in range(2))
        return "/".join(_matrix(rng, height, width) for _matrix_ in range(_whole(rng, 1, kind.maximum)))
    if isinstance(kind, Layers):
        return "/".join(_layer(rng) for _layer_ in range(_whole(rng, 1, kind.maximum)))
    assert isinstance(kind, Word)
    if name == "beside":
        pairs = [f"{other} {values(rng, other)}" for other in rng.choice(list(FIELDS), 3) if other != "beside"]
        return " ".join(pairs)
    return str(rng.choice(["", *(part.name for _lesson, part in PARTS)]))


def _whole(rng: np.random.Generator, minimum: int, maximum: int) -> int:
    near = min(maximum, minimum + 4)
    chosen = [minimum, maximum, rng.integers(minimum, maximum + 1), *rng.integers(minimum, near + 1, 4)]
    if rng.random() < 0.03:
        chosen = [minimum - 1, maximum + 1]
    return int(chosen[rng.integers(len(chosen))])


def _number(rng: np.random.Generator) -> str:
    choice = ["0", "1", "-1", "1000000", "-1000000", "1e-9", f"{rng.normal():.6f}", str(rng.integers(-9, 10))]
    return str(rng.choice(choice))


def _matrix(rng: np.random.Generator, height: int, width: int) -> str:
    height, width = max(1, height), max(1, width)
    rows = [[_number(rng) for _col in range(width)] for _row in range(height)]
    if rng.random() < 0.05 and width > 1:
        rows[rng.integers(height)].pop()  # a hole
    return ";".join(",".join(row) for row in rows)


def _layer(rng: np.random.Generator) -> str:
    sizes = f"{rng.choice(list('cma'))}{_whole(rng, 1, 31)},s{_whole(rng, 1, 16)},p{_whole(rng, 0, 31)}"
    return f"{sizes},d{rng.choice([1, 1, 2, 16])},o{_whole(rng, 1, 4096)}"


def link(rng: np.random.Generator, topic: str) -> dict[str, str]:
    """A query: some parameters, sometimes all, often of a large picture, and sometimes names that nothing has."""
    count = len(FIELDS) if rng.random() < 0.1 else int(rng.integers(1, 10))
    names = [str(name) for name in rng.choice(list(FIELDS), count, replace=False)]
    query = {name: values(rng, name) for name in names}
    if topic and rng.random() < 0.9:
        query["topic"] = topic
    if rng.random() < 0.5:
        query |= {
            "picture": str(rng.choice(["upload", "landscape", "digits"])),
            "size": str(rng.choice([16, 224, 1024])),
        }
    if rng.random() < 0.1:
        query[str(rng.choice(BAD))[:100]] = str(rng.choice(BAD))
    return query


def read(query: dict[str, str]) -> Scene:
    """The scene of a link.

    Raises:
        AssertionError: If something of it was left out without a message, or lost though it could be read.
    """
    scene, messages = scene_from_query(query)
    for name, text in query.items():
        said = any(f"`{name}" in message for message in messages)
        if name not in FIELDS:
            assert messages, name
            continue
        try:
            parsed = PARAMETERS[FIELDS[name]].kind.parse(name, plain_text(text))
        except Refusal:
            assert said or messages, (name, text[:100])
            assert getattr(scene, FIELDS[name]) == DEFAULTS[FIELDS[name]]
            continue
        kept = getattr(scene, FIELDS[name]) == parsed
        assert kept or said or any("groups" in message for message in messages), (name, text[:100])
    assert len(messages) <= len(query) + 1
    again = scene_from_query(scene_address(scene))
    assert again == (scene, ()), query
    return scene


def shown(part: Part, scene: Scene, own: np.ndarray, room: Room, whole: bool = False) -> str:
    """Build and draw a scene as the shell does: "board", or a message where it is refused; `whole` without player."""
    scene, _smaller = fitting_scene(part, scene)
    try:
        content = part.build(scene, Picture(own))
    except Refusal as error:
        return f"message: {error}"
    placement = place_board(content.board, room)
    figure = board_figure(content.board, placement, all_covered(content.board), [], whole=whole)
    assert board_data(content.board, placement, figure.layout.meta)
    figure.to_json()
    return "board"


def main(count: int, seed: int) -> None:
    """Read and build so many links, over every page and part in turn, and print what became of them."""
    rng = np.random.default_rng(seed)
    picture = rng.integers(0, 256, (3, 1024, 768), np.uint8)
    own.own_picture = lambda scene: picture if scene.picture in ("upload", "camera") else None
    for _lesson, part in PARTS:
        shown(part, part.opening, picture, WIDE)
    idle = limit_memory(3 * MAX_MEMORY)  # of addresses, which are more than what is used
    outcomes: Counter[str] = Counter()
    slowest: list[tuple[float, str]] = []
    for number in range(count):
        lesson, part = PARTS[number % len(PARTS)]
        query = link(rng, part.name)
        began = time.process_time()
        try:
            found = shown(part, read(query), picture, (WIDE, TALL)[number % 2], whole=number % 7 == 0)
        except BaseException:
            print(f"Link {number} of seed {seed}: {lesson.name}, {part.name}: {query}"[:3000], file=sys.stderr)
            raise
        took = time.process_time() - began
        assert found == "board" or len(found) > 30, found
        outcomes[found.partition(":")[0]] += 1
        assert peak_bytes() - idle <= MAX_MEMORY, f"{(peak_bytes() - idle) / 2**20:.0f} MB: {query}"
        slowest = sorted([*slowest, (took, f"{lesson.name} {part.name} {query}")], reverse=True)[:3]
        assert took <= MAX_SECONDS, f"{took:.2f} s: {slowest[0][1][:2000]}"
    print(
        f"{count} links: {dict(outcomes)}; slowest {slowest[0][0]:.2f} s, {(peak_bytes() - idle) / 2**20:.0f} MB more "
        f"at most"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
