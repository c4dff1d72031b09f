"""Kinds of parameters: what values one may have, how a link writes them, and what is said of one that cannot be."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any, Protocol, TypeAlias

from conv.activations import ACTIVATIONS
from conv.arguments import PADDING_WORDS
from conv.digits import INK_STEPS
from conv.operations import Operation
from conv.refusal import Refusal
from conv.text import _
from conv.ui.scene.layers import LAYER_DEFAULTS, LAYER_LETTERS, LAYERS, layer_settings, make_layer
from conv.ui.words.numbers import number_text, signed

Matrix: TypeAlias = tuple[tuple[float, ...], ...]
Sides: TypeAlias = tuple[tuple[int, int], tuple[int, int]]
LARGEST_NUMBER = 1_000_000
SHORT_FROM, LETTERS = 256, ascii_lowercase[:INK_STEPS]  # cells above which ink is written short, and its letters
LAYER_LIMITS = {
    "kernel_size": (1, 31),
    "stride": (1, 16),
    "padding": (0, 31),
    "dilation": (1, 16),
    "out_channels": (1, 4096),
}
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


class Kind(Protocol):
    """How values of a parameter are read from a link and written to it."""

    def parse(self, name: str, text: str) -> Any:
        """The value; a `Refusal`, with the parameter's name, the rule and the text, where it is none."""

    def write(self, value: Any) -> str:
        """The text that reads back as this value."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words or numbers; `label` says what each is called on screen."""

    options: tuple[Any, ...]
    label: Callable[[Any], str] = str

    def parse(self, name: str, text: str) -> Any:
        for option in self.options:
            if text == str(option):
                return option
        shown = (f"'{option}'" if isinstance(option, str) else str(option) for option in self.options)
        raise Refusal(
            _("`{name}` must be one of {choices}, got '{value}'.").format(
                name=name, choices=", ".join(shown), value=text
            )
        )

    def write(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that somebody else checks."""

    def parse(self, name: str, text: str) -> str:
        return text

    def write(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within limits."""

    minimum: int
    maximum: int

    def parse(self, name: str, text: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
            raise Refusal(_("`{name}` must be a whole number, got '{value}'.").format(name=name, value=text))
        return int(_in_range(name, int(text), self.minimum, self.maximum))

    def write(self, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Pair:
    """Whole numbers for rows and columns; one stands for both."""

    minimum: int
    maximum: int

    def parse(self, name: str, text: str) -> tuple[int, int]:
        parts = text.split(",")
        if len(parts) > 2:
            raise Refusal(
                _("`{name}` must be one whole number or a pair such as 2,1, got '{value}'.").format(
                    name=name, value=text
                )
            )
        numbers = [Whole(self.minimum, self.maximum).parse(name, part.strip()) for part in parts]
        return numbers[0], numbers[-1]

    def write(self, value: Any) -> str:
        return str(value[0]) if value[0] == value[1] else f"{value[0]},{value[1]}"


@dataclass(frozen=True, slots=True)
class Wholes:
    """As many whole numbers as there are limits, parted by commas."""

    limits: tuple[tuple[int, int], ...]

    def parse(self, name: str, text: str) -> tuple[int, ...]:
        parts = text.split(",")
        if len(parts) != len(self.limits):
            raise Refusal(
                _("`{name}` must be {count} whole numbers, got '{value}'.").format(
                    name=name, count=len(self.limits), value=text
                )
            )
        return tuple(Whole(*limits).parse(name, part.strip()) for limits, part in zip(self.limits, parts, strict=True))

    def write(self, value: Any) -> str:
        return ",".join(map(str, value))


@dataclass(frozen=True, slots=True)
class Number:
    """A number up to a million."""

    zero: bool = True

    def parse(self, name: str, text: str) -> float:
        number = _number(name, text)
        if number == 0 and not self.zero:
            raise Refusal(_("`divisor` must not be 0; use 1 to leave the sum of products as it is."))
        return number

    def write(self, value: Any) -> str:
        return number_text(value)


@dataclass(frozen=True, slots=True)
class Padding:
    """A word, or pixels for all sides, for rows and columns, or for each side."""

    maximum: int

    def parse(self, name: str, text: str) -> str | Sides:
        if re.fullmatch(r"[a-z_]+", text):
            return str(Choice(PADDING_WORDS).parse(name, text))
        parts = text.split(",")
        if len(parts) not in (1, 2, 4):
            raise Refusal(
                _(
                    "`padding` must be a word, one number, rows and columns such as 2,1, "
                    "or top,bottom,left,right, got '{value}'."
                ).format(value=text)
            )
        pixels = [Whole(0, self.maximum).parse(name, part.strip()) for part in parts]
        if len(pixels) == 4:
            return (pixels[0], pixels[1]), (pixels[2], pixels[3])
        return (pixels[0], pixels[0]), (pixels[-1], pixels[-1])

    def write(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        (top, bottom), (left, right) = value
        if top == bottom and left == right:
            return Pair(0, self.maximum).write((top, left))
        return f"{top},{bottom},{left},{right}"


@dataclass(frozen=True, slots=True)
class Table:
    """A matrix of numbers: cells parted by commas, rows by semicolons."""

    sizes: tuple[int, int]

    def parse(self, name: str, text: str) -> Matrix:
        rows = tuple(tuple(_number(name, cell) for cell in row.split(",")) for row in text.split(";"))
        if len({len(row) for row in rows}) > 1:
            raise Refusal(_("`{name}` must have rows of equal length.").format(name=name))
        for length in (len(rows), len(rows[0])):
            _in_range(name, length, *self.sizes)
        return rows

    def write(self, value: Any) -> str:
        return ";".join(",".join(map(number_text, row)) for row in value)


@dataclass(frozen=True, slots=True)
class Ink(Table):
    """The same; of more than 256 numbers, all of them twentieths of ink, a short form: rows x columns, and cell by cell
    a letter from a for one twentieth to t for full ink, or how many cells without ink follow.

    >>> found = Ink((1, 32)).parse("pixels", "20x20_9t2a")
    >>> found[0][8:14], Ink((1, 32)).write(found)
    ((0.0, 1.0, 0.0, 0.0, 0.05, 0.0), '20x20_9t2a')
    """

    def parse(self, name: str, text: str) -> Matrix:
        short = re.fullmatch(r"(\d{1,2})x(\d{1,2})_([0-9a-t]*)", text, re.ASCII)
        if short is None:
            return Table(self.sizes).parse(name, text)
        rows, cols = (int(_in_range(name, int(length), *self.sizes)) for length in short.groups()[:2])
        cells: list[float] = []
        for part in re.findall(r"\d{1,4}|[a-t]", short[3]):
            cells += [(LETTERS.index(part) + 1) / INK_STEPS] if part in LETTERS else [0.0] * int(part)
            if len(cells) > rows * cols:
                raise Refusal(
                    _("`{name}` must have {count} cells for {rows} × {cols}, got more.").format(
                        name=name, count=rows * cols, rows=rows, cols=cols
                    )
                )
        cells += [0.0] * (rows * cols - len(cells))
        return tuple(tuple(cells[row * cols : (row + 1) * cols]) for row in range(rows))

    def write(self, value: Any) -> str:
        cells = [number for row in value for number in row]
        in_steps = all(0 <= number <= 1 and round(number * INK_STEPS) / INK_STEPS == number for number in cells)
        if len(cells) <= SHORT_FROM or not in_steps:
            return Table(self.sizes).write(value)
        steps = [round(number * INK_STEPS) for number in cells]
        letters = "".join(LETTERS[step - 1] if step else " " for step in steps).rstrip()
        return f"{len(value)}x{len(value[0])}_" + re.sub(" +", lambda found: str(len(found[0])), letters)


@dataclass(frozen=True, slots=True)
class Tables:
    """Several matrices of one size, parted by slashes."""

    sizes: tuple[int, int]
    maximum: int

    def parse(self, name: str, text: str) -> tuple[Matrix, ...]:
        parts = text.split("/")
        matrices = tuple(Table(self.sizes).parse(name, part) for part in parts[: self.maximum])
        if len(parts) > self.maximum or len({(len(matrix), len(matrix[0])) for matrix in matrices}) > 1:
            raise Refusal(_("`weights` must be 1 to {maximum} matrices of the same size.").format(maximum=self.maximum))
        return matrices

    def write(self, value: Any) -> str:
        return "/".join(map(Table(self.sizes).write, value))


@dataclass(frozen=True, slots=True)
class Layers:
    """Layers of a stack: parted by slashes, each a kind with its kernel size, and settings by their first letter.

    >>> first = make_layer("conv", 3, padding=1, out_channels=4, activation="relu")
    >>> Layers(9).write((first, make_layer("max", 2, stride=2)))
    'c3,p1,o4,relu/m2,s2'
    """

    maximum: int

    def parse(self, name: str, text: str) -> tuple[Operation, ...]:
        parts = text.split("/")
        if len(parts) > self.maximum:
            raise Refusal(_("`{name}` must be 1 to {maximum} layers.").format(name=name, maximum=self.maximum))
        return tuple(self._layer(name, part) for part in parts)

    def write(self, value: Any) -> str:
        return "/".join(map(self._written, value))

    def _layer(self, name: str, text: str) -> Operation:
        found = re.fullmatch(r"([cma])(\d{1,4})((?:,[spdo]\d{1,5})*)(?:,(\w+))?", text.strip())
        if found is None:
            raise Refusal(
                _("`{name}` must be layers such as c3,s1,p1,o4,relu or m2,s2, got '{value}'.").format(
                    name=name, value=text
                )
            )
        kind, size, settings, activation = found.groups()
        values = {"kernel_size": int(size)} | {
            LAYER_LETTERS[setting[0]]: int(setting[1:]) for setting in settings.split(",") if setting
        }
        for setting, number in values.items():
            _in_range(f"{name}: {setting}", number, *LAYER_LIMITS[setting])
        Choice(tuple(ACTIVATIONS)).parse(f"{name}: activation", activation or "none")
        return make_layer(LAYERS[kind].name, **values, activation=activation or "none")

    def _written(self, layer: Operation) -> str:
        found = layer_settings(layer)
        letter = next(letter for letter, kind in LAYERS.items() if kind.name == layer.name)
        settings = [
            f"{short}{found[name]}" for short, name in LAYER_LETTERS.items() if found[name] != LAYER_DEFAULTS[name]
        ]
        activation = [found["activation"]] if found["activation"] != "none" else []
        return ",".join([f"{letter}{found['kernel_size']}", *settings, *activation])


@dataclass(frozen=True, slots=True)
class Parameter:
    """A setting of the scene, declared once.

    Attributes:
        kind: Its values, and how a link writes them.
        label, help: What its widget says; marked with `N_`.
        only_for: (name of another parameter, its values) for which this one means something.
        address: Its name in an address, where that is not the name of its field.
    """

    kind: Kind
    label: str = ""
    help: str = ""
    only_for: tuple[str, Sequence[str]] | None = None
    address: str = ""


def parameter(default: Any, kind: Kind, label: str = "", **more: Any) -> Any:
    """A field of the scene with its default and its `Parameter`."""
    return field(default=default, metadata={"parameter": Parameter(kind, label, **more)})


def _number(name: str, text: str) -> float:
    text = text.strip()
    if text.lower().lstrip("+-") not in ("inf", "infinity") and not NUMBER.fullmatch(text):
        raise Refusal(_("`{name}` must be a number, got '{value}'.").format(name=name, value=text))
    return float(_in_range(name, float(text), -LARGEST_NUMBER, LARGEST_NUMBER))


def _spelled(number: Any) -> str:
    """A number in a sentence: thousands parted, with a real minus sign."""
    whole = math.isfinite(number) and float(number).is_integer()
    return f"{int(number):,}".replace("-", "−") if whole else signed(number) if math.isfinite(number) else str(number)


def _in_range(name: str, number: Any, minimum: float, maximum: float) -> Any:
    if not minimum <= number <= maximum:
        raise Refusal(
            _("`{name}` must be from {minimum} to {maximum}, got {value}.").format(
                name=name,
                minimum=_spelled(minimum),
                maximum=_spelled(maximum),
                value=_spelled(number),
            )
        )
    return number
