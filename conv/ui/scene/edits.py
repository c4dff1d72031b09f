"""Numbers that are changed on the board: a preset or a sample becomes typed; every gesture can be undone and redone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from conv.kernels import KERNELS
from conv.reductions import POST_KINDS
from conv.refusal import Refusal
from conv.ui.scene.record import DEFAULTS, PARAMETERS, Scene
from conv.ui.scene.session import Edits, this_visit
from conv.ui.scene.visit import change_scene, open_scene

SINGLE = ("divisor", "bias")
KERNEL = ("kernel", "weights", "divisor")
TOGETHER = {  # what a change of a parameter may change
    "pixels": ("picture", "pixels"),
    "weights": KERNEL,
    "divisor": KERNEL,
    "gradient": ("upstream", "gradient"),
    "wanted": ("target", "wanted"),
    "bias": ("bias",),
    "activation": ("activation",),
}
CHOSEN = {"kernel": "weights", "activation": "activation"}  # by what else changes with it
MATRICES = ("pixels", "weights", "gradient", "wanted")
MAX_UNDONE = 200


@dataclass(frozen=True, slots=True)
class SceneNumber:
    """A single number of the scene that can be changed on the board, beside the weights.

    Attributes:
        name: The parameter.
        value: What it is.
        operation: What is done with it, by its name in `POST_KINDS`.
        zero: Whether it may be 0.
        together: Parameter of matrices that become the scene's own with it, or empty.
    """

    name: str
    value: float
    operation: str
    zero: bool = True
    together: str = ""

    @property
    def sign(self) -> str:
        """What stands before it."""
        return POST_KINDS[self.operation].sign


def scene_numbers(scene: Scene, names: Collection[str]) -> list[SceneNumber]:
    """Those of these parameters that the scene has: a divisor only where its kernel may have one."""
    preset = KERNELS.get(scene.kernel)
    divisor, together = (scene.divisor, "") if preset is None else (preset.divisor, "weights")
    numbers = [SceneNumber("bias", scene.bias, "bias")]
    if preset is None or divisor != 1:
        numbers.insert(0, SceneNumber("divisor", divisor, "divided", zero=False, together=together))
    return [number for number in numbers if number.name in names]


def visit_edits() -> Edits:
    """The edits of this visit."""
    return this_visit().edits


def with_numbers(scene: Scene, name: str, text: str) -> Scene:
    """The scene with other numbers for its picture or its kernel, which are typed ones then.

    Args:
        scene: Where everything else comes from.
        name: "pixels", "weights", "gradient", "wanted", or one of `scene_numbers`.
        text: As a link has them. Further matrices of a typed kernel stay as they are.

    Raises:
        Refusal: If the text is no such parameter.
    """
    value = PARAMETERS[name].kind.parse(name, text)
    if name == "pixels":
        return replace(scene, picture="typed", pixels=value)
    if name == "wanted":
        return replace(scene, target="typed", wanted=value)
    if name == "gradient":
        return replace(scene, upstream="typed", gradient=value)
    if name in SINGLE:
        return replace(scene, **{name: value})
    typed, preset = scene.kernel == "typed", KERNELS.get(scene.kernel)
    more = scene.weights[len(value) :] if typed and _size(scene.weights) == _size(value) else ()
    return replace(
        scene, kernel="typed", weights=(*value, *more), divisor=scene.divisor if preset is None else preset.divisor
    )


def take_edit(edits: Edits, scene: Scene, change: Mapping[str, Any]) -> Scene:
    """The scene after a change that the player tells: {"act": "undo"}, {"act": "redo"}, a choice, or numbers.

    Raises:
        Refusal: If the numbers cannot be; the scene stays.
    """
    if int(change["number"]) <= edits.taken:  # told again, because the answer was late
        return scene
    edits.taken, edits.refusal = int(change["number"]), ""
    if change["act"] == "choose" and change["name"] in CHOSEN:
        name = str(change["name"])
        value = PARAMETERS[name].kind.parse(name, str(change["text"]))
        return _taken(edits, scene, replace(scene, **{name: value}), CHOSEN[name], change)
    if change["act"] != "set":
        source, other = (edits.past, edits.future) if change["act"] == "undo" else (edits.future, edits.past)
        if not source:
            return scene
        before = source.pop()
        other.append({name: getattr(scene, name) for name in before})
        edits.gesture = 0
        return replace(scene, **before)
    name, together = str(change["name"]), change.get("together")
    changed = with_numbers(
        with_numbers(scene, "weights", str(together)) if together else scene, name, str(change["text"])
    )
    return _taken(edits, scene, changed, name, change)


def _taken(edits: Edits, scene: Scene, changed: Scene, name: str, change: Mapping[str, Any]) -> Scene:
    """The changed scene; what was before can be brought back."""
    if changed == scene:
        return scene
    before = {each: getattr(scene, each) for each in TOGETHER[name]}
    if edits.gesture == change["gesture"] and edits.past:
        edits.past[-1] = before | edits.past[-1]  # as it was when the gesture began
    else:
        edits.past = [*edits.past, before][-MAX_UNDONE:]
        edits.future = []
        edits.gesture = int(change["gesture"])
    return changed


def start_from(scene: Scene) -> None:
    """Start the part again with another scene; undo brings back what was. Called by buttons."""
    edits, before = visit_edits(), this_visit().scene
    if replace(scene, step=before.step, panel=before.panel) != before:
        edits.past = [*edits.past, {field.name: getattr(before, field.name) for field in fields(before)}][-MAX_UNDONE:]
        edits.future, edits.gesture = [], 0
    open_scene(scene)


def change_numbers(change: Mapping[str, Any]) -> None:
    """Take a change for the visit's scene; called when the player tells of one."""
    edits = visit_edits()
    before = this_visit().scene
    try:
        scene = take_edit(edits, before, change)
    except Refusal as error:
        edits.refusal = str(error)
        return
    if _without_numbers(scene) != _without_numbers(before):  # a whole scene was brought back
        open_scene(scene)
        return
    edits.changes.update(name for name in MATRICES if getattr(scene, name) != getattr(before, name))
    was = _beside(before)
    edits.renewed.update(name for name, settings in _beside(scene).items() if settings != was[name])
    change_scene(scene)


def _beside(scene: Scene) -> dict[str, Any]:
    """What the widgets beside each table of numbers show."""
    return {
        "pixels": (scene.picture, _size((scene.pixels,))),
        "weights": (scene.kernel, scene.divisor, _size(scene.weights)),
        "gradient": (scene.upstream, scene.target, _size((scene.gradient,)), _size((scene.wanted,))),
        "bias": (scene.bias, scene.activation),
    }


def _without_numbers(scene: Scene) -> Scene:
    """The scene but for what is changed on the board."""
    numbers = {each for names in TOGETHER.values() for each in names}
    return replace(scene, **{name: DEFAULTS[name] for name in numbers}, step=None, panel=None)


def _size(matrices: tuple[Any, ...]) -> tuple[int, int]:
    return len(matrices[0]), len(matrices[0][0])
