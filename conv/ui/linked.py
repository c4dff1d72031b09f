"""What a link shows, without a visit: for scenes that stand outside of the app, such as in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from conv.refusal import Refusal
from conv.text import _
from conv.ui.lesson import Content, Lesson, Part, Picture
from conv.ui.lessons.comparing import compare
from conv.ui.scene.address import check_topic, has_setting, scene_from_query, scene_from_text
from conv.ui.scene.record import FIELDS, OWN_PICTURES, Scene
from conv.ui.showing import fitting_scene

STEP = "step"  # the lesson of a link that names none


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """What a link shows.

    Attributes:
        lesson, part: Where.
        scene: With the step.
        content: What the lesson makes of it.
        messages: What the link said that could not be.
    """

    lesson: Lesson
    part: Part
    scene: Scene
    content: Content
    messages: tuple[str, ...] = ()


def open_link(link: str, lessons: Sequence[Lesson]) -> Linked:
    """Build the scene of a link: all of it, its end such as "stride?padding=1", or a query alone.

    Raises:
        Refusal: If there is no such lesson, or it refuses the scene.
    """
    page, query = parted(link)
    lesson = next((lesson for lesson in lessons if lesson.name == page), None)
    if lesson is None:
        raise Refusal(
            _("A link names one of the lessons {names}, got '{name}'.").format(
                names=", ".join(f"'{lesson.name}'" for lesson in lessons), name=page
            )
        )
    scene, messages = scene_from_query({name: value for name, value in query.items() if name in FIELDS})
    messages += check_topic(scene.topic, {part.name: part.opening for part in lesson.parts})
    part = lesson.part(scene.topic)
    scene = replace(scene if has_setting(query) else part.opening, topic=part.name)
    built = build_scene(lesson, scene)
    return replace(built, messages=(*messages, *built.messages))


def build_scene(lesson: Lesson, scene: Scene) -> Linked:
    """Build a scene of a lesson; a visitor's own picture is not there.

    Raises:
        Refusal: If the lesson refuses it.
    """
    part, messages = lesson.part(scene.topic), []
    shown, smaller = fitting_scene(part, scene, None)
    if scene.picture in OWN_PICTURES:
        messages.append(_("The visitor’s own picture does not travel with a link; the worked example stands there."))
    content = part.built(shown, Picture())
    if scene.compared_with:
        other, more = scene_from_text(scene.compared_with, scene.topic)
        first = part.built(fitting_scene(part, other, None)[0], Picture(), compared=True)
        content = compare(first, content, (other, replace(shown, compared_with="")))
        messages += more
    return Linked(lesson, part, shown, content, (*messages, *filter(None, [smaller]), *content.refusals))


def parted(link: str) -> tuple[str, dict[str, str]]:
    """The lesson's name in a link, and its parameters.

    >>> parted("https://example.org/app/stride?stride=2&embed=true"), parted("stride=2")
    (('stride', {'stride': '2', 'embed': 'true'}), ('step', {'stride': '2'}))
    """
    address = urlsplit(link if "=" not in link or "?" in link else f"?{link}")
    page = address.path.rstrip("/").rpartition("/")[2]
    return page or STEP, dict(parse_qsl(address.query, keep_blank_values=True))
