"""What the browser is given, field by field; `python -m conv.ui.player.declare` writes the same for the JavaScript."""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict

Role: TypeAlias = Literal["", "pixel", "weight", "bias", "gradient", "slope"]  # "" of an overlay, which is in no term
Look: TypeAlias = Literal["window", "span", "cell"]
RecipeName: TypeAlias = Literal["digit", "wins", "routed", "repeated"]
Rule: TypeAlias = Literal[
    "", "own", "even", "like", "read", "fixed"
]  # how the ends of a scale follow numbers that change


class Packed(TypedDict):
    """An array: a type such as "u1" or "f8", and its bytes in base64."""

    dtype: str
    bdata: str


class IndexMapData(TypedDict):
    """An `IndexMap`: in its compact form with origins and taps, in its general one with a list for each target."""

    size: int
    origins: NotRequired[list[int]]
    taps: NotRequired[list[int]]
    lists: NotRequired[list[list[int]]]
    tapLists: NotRequired[list[list[int]]]


class ChainData(TypedDict):
    """A `Chain`: the numbers of its index maps, the first one first."""

    chain: list[int]


class ScalingData(TypedDict):
    """How numbers become colours: the ends of the scale, its stops by their number, those where the ends begin below
    zero, and how the ends follow numbers that change, as `Scaling` explains it."""

    low: float
    high: float
    scale: int
    signed: int
    rule: Rule
    of: list[str]


class EditsData(TypedDict):
    """Of which of the scene's matrices a panel shows the numbers, and what they are."""

    name: str
    index: int
    role: Role


class PanelData(TypedDict):
    """A panel at its place, in board units; `values` is null where the numbers stay on the server.

    `moments` are its values at each step, one after the other, where they change, and `lettering` the size of the
    numbers in its cells then, 0 for none. Of `bars` each number is one. `hatched` are boxes of cells that have a hatch,
    `letter` names the cells, and `takes` are the single numbers that go with its weights.
    """

    name: str
    title: str
    rows: int
    cols: int
    x: float
    y: float
    dx: float
    dy: float
    values: Packed | None
    scaling: NotRequired[ScalingData]
    letter: NotRequired[str]
    hatched: NotRequired[list[tuple[int, int, int, int]]]
    moments: NotRequired[Packed]
    lettering: NotRequired[float]
    bars: NotRequired[bool]
    edits: NotRequired[EditsData]
    takes: NotRequired[list[str]]
    number: NotRequired[NumberData]
    picture: NotRequired[str]
    inset: NotRequired[tuple[int, int, int, int]]
    sources: NotRequired[list[int]]
    valueSentences: NotRequired[tuple[str, dict[str, str]] | None]


class OperandData(TypedDict):
    """An `Operand`, its index maps by their numbers."""

    panel: str
    rows: int
    cols: int
    channel: int
    byStep: bool
    role: Role
    look: Look
    beam: bool


class GroupData(TypedDict):
    """Terms that are shown together: the factors' cells, multiplied one by one."""

    label: str
    factors: list[OperandData]


class StampData(TypedDict):
    """Where terms of a walk land, as `Stamp` explains it."""

    lands: OperandData
    group: int
    sums: bool


class PostData(TypedDict):
    """What is done to the number next, as `words.narration.step_words` explains it; functions have no value."""

    name: str
    value: NotRequired[float]
    line: str
    brief: str
    clause: NotRequired[str]
    kept: NotRequired[str]
    changed: NotRequired[str]


class NumberData(TypedDict):
    """A single number: its sign, whether a heading shows it, what is sent together with it, whether it may be 0, and
    what is done with it, which a walk has not while it changes nothing."""

    sign: str
    shown: bool
    together: str
    zero: bool
    post: PostData
    idle: float


class AskedData(TypedDict):
    """A question of a quiz with its number, and others that can be chosen in its place."""

    text: str
    answer: float
    others: NotRequired[list[float]]


class StepWords(TypedDict):
    """The clauses of a step, with places for numbers, in all forms where one is counted; as
    `words.narration.step_words` explains them."""

    window: str | dict[str, str]
    own: str | dict[str, str]
    outside: str
    reduced: str | dict[str, str]
    post: list[PostData]
    sign: NotRequired[str]
    picked: NotRequired[str]
    hangs: NotRequired[str]
    reaches: NotRequired[str | dict[str, str]]
    steps: NotRequired[list[str]]
    asked: NotRequired[list[AskedData]]
    row_end: NotRequired[str]


class NoteTerm(TypedDict):
    """What a term of a formula measures: boxes (top, bottom, left, right) of the pixels, and a sentence."""

    boxes: list[tuple[int, int, int, int]]
    sentence: str


class TrackData(TypedDict):
    """A `Track`; `numbers` are its cells' before and after each post operation, where the browser has none."""

    title: str
    target: str
    height: int
    width: int
    pace: int
    groups: list[GroupData]
    overlays: list[OperandData]
    kind: str | None
    numbers: NotRequired[Packed]
    words: StepWords
    formulas: tuple[str, str]
    legend: list[tuple[str, str]]
    notes: list[str]
    terms: dict[str, NoteTerm]
    dot: tuple[int, int] | None
    corner: bool
    stamps: list[StampData]
    reveals: tuple[str, ...]
    sizeTerms: str


class DerivedData(TypedDict):
    """A walk that nobody takes, as `Board.derived` explains it."""

    target: str
    height: int
    width: int
    groups: list[GroupData]
    kind: str
    post: list[PostData]


class RecipeData(TypedDict):
    """How a panel comes from another one where no walk says it, as `Recipe` explains it."""

    name: RecipeName
    source: str
    target: str
    times: int
    along: str


class LiveData(TypedDict):
    """A number that changes with the step: of which track (or of which of several), which group, and where."""

    track: int | tuple[int, int]
    group: int | None
    x: float
    y: float
    size: float


class HiddenData(TypedDict):
    """A panel that nobody sees; its values where nothing makes them."""

    name: str
    rows: int
    cols: int
    values: NotRequired[Packed]


class BoardData(TypedDict):
    """A board and its placement; `words` are (x, y, text, size, bold), `scales` stops with their colours."""

    mark: str
    activeTrack: int | None
    covers: bool
    lens: str
    divided: str
    table: str
    width: float
    height: float
    panels: list[PanelData]
    scales: list[list[tuple[float, str]]]
    tracks: list[TrackData]
    derived: list[DerivedData]
    hidden: list[HiddenData]
    recipes: list[RecipeData]
    painted: bool
    waits: list[str]
    indexMaps: list[IndexMapData | ChainData]
    live: list[LiveData]
    words: list[tuple[float, float, str, float, bool]]


class EditsState(TypedDict):
    """The last change that was taken, whether there is one to undo or redo, and whether no server takes changes."""

    taken: int
    undo: bool
    redo: bool
    alone: bool


class PresetData(TypedDict):
    """A kernel or a function that can be tried on the board, what is done with sums, and whether it is the scene's."""

    kind: Literal["kernel", "activation"]
    name: str
    label: str
    weights: list[list[float]]
    post: PostData | None
    chosen: bool


class PlayerData(TypedDict):
    """All that the player is given, as `player_data` explains it."""

    board: BoardData
    arrival: int
    room: str
    address: dict[str, str]
    rewrites: bool
    start: int | None
    panel: int | None
    names: bool
    movable: bool
    moved: str
    below: int
    camera: bool
    scrolls: bool
    quiz: int
    visit: str
    edits: EditsState
    numbers: list[PanelData]
    presets: list[PresetData]
    language: str
    words: dict[str, str | dict[str, str]]
