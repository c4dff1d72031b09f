"""Numbers that are changed on the board: a preset or a sample becomes typed; every gesture can be undone and redone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from conv.kernels import KERNELS
from conv.refusal import Refusal
from conv.ui.scene.record import DEFAULTS, PARAMETERS, Scene
from conv.ui.scene.session import Edits, this_visit
from conv.ui.scene.visit import change_scene, open_scene

NUMBERS = ("picture", "pixels", "kernel", "weights", "divisor", "upstream", "gradient", "target", "wanted")
MAX_UNDONE = 200


def visit_edits() -> Edits:
    """The edits of this visit."""
    return this_visit().edits


def with_numbers(scene: Scene, name: str, text: str) -> Scene:
    """The scene with other numbers for its picture or its kernel, which are typed ones then.

    Args:
        scene: Where everything else comes from.
        name: "pixels", "weights", "gradient" or "wanted".
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
    typed, preset = scene.kernel == "typed", KERNELS.get(scene.kernel)
    more = scene.weights[len(value) :] if typed and _size(scene.weights) == _size(value) else ()
    return replace(
        scene, kernel="typed", weights=(*value, *more), divisor=scene.divisor if preset is None else preset.divisor
    )


def take_edit(edits: Edits, scene: Scene, change: Mapping[str, Any]) -> Scene:
    """The scene after a change that the player tells: {"act": "undo"}, {"act": "redo"}, or numbers.

    Raises:
        Refusal: If the numbers cannot be; the scene stays.
    """
    if int(change["number"]) <= edits.taken:  # told again, because the answer was late
        return scene
    edits.taken, edits.refusal = int(change["number"]), ""
    if change["act"] != "set":
        source, other = (edits.past, edits.future) if change["act"] == "undo" else (edits.future, edits.past)
        if not source:
            return scene
        before = source.pop()
        other.append({name: getattr(scene, name) for name in before})
        edits.gesture = 0
        return replace(scene, **before)
    changed = with_numbers(scene, str(change["name"]), str(change["text"]))
    if changed == scene:
        return scene
    if edits.gesture != change["gesture"] or not edits.past:
        edits.past = [*edits.past, _numbers(scene)][-MAX_UNDONE:]
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
    edits.changes["pixels"] += scene.pixels != before.pixels
    edits.changes["weights"] += scene.weights != before.weights
    edits.changes["gradient"] += scene.gradient != before.gradient
    edits.changes["wanted"] += scene.wanted != before.wanted
    edits.renewed["gradient"] += (scene.target, _size((scene.wanted,))) != (before.target, _size((before.wanted,)))
    edits.renewed["gradient"] += (scene.upstream, _size((scene.gradient,))) != (
        before.upstream,
        _size((before.gradient,)),
    )
    edits.renewed["pixels"] += scene.picture != before.picture or _size((scene.pixels,)) != _size((before.pixels,))
    edits.renewed["weights"] += (scene.kernel, scene.divisor, _size(scene.weights)) != (
        before.kernel,
        before.divisor,
        _size(before.weights),
    )
    change_scene(scene)


def _without_numbers(scene: Scene) -> Scene:
    """The scene but for what is changed on the board."""
    return replace(scene, **{name: DEFAULTS[name] for name in NUMBERS}, step=None, panel=None)


def _numbers(scene: Scene) -> dict[str, Any]:
    return {name: getattr(scene, name) for name in NUMBERS}


def _size(matrices: tuple[Any, ...]) -> tuple[int, int]:
    return len(matrices[0]), len(matrices[0][0])
