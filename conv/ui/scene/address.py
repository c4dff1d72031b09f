"""The address: a scene written as a link's parameters, and read back with a message for all that cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from conv.ops import slices_per_kernel
from conv.refusal import Refusal
from conv.text import _, link_language
from conv.ui.scene.hiding import HIDE, link_hiding
from conv.ui.scene.record import DEFAULTS, FIELDS, PARAMETERS, Scene, input_channels

UNCOMPARED = ("beside", "topic", "panel", "step", "quiz")  # names in an address that make no other setting


def scene_from_query(query: Mapping[str, str]) -> tuple[Scene, tuple[str, ...]]:
    """Read a link's parameters.

    Returns:
        The scene, with the default wherever the link says something impossible, and one message for each such place.

    >>> scene, messages = scene_from_query({"stride": "2,1", "padding": "0"})
    >>> scene.stride, messages
    ((2, 1), ())
    """
    values, messages = {}, []
    for name, text in ((plain_text(name), plain_text(text)) for name, text in query.items()):
        if name not in FIELDS:
            messages.append(
                _("The link sets `{name}`, which this page does not know; it is left out.").format(name=name)
            )
            continue
        try:
            values[FIELDS[name]] = PARAMETERS[FIELDS[name]].kind.parse(name, text)
        except Refusal as error:
            messages.append(_default_used(error))
    scene = Scene(**values)
    for name in [name for name in values if not applies(scene, name)]:
        field, choices = PARAMETERS[name].only_for or ("", ())
        scene = replace(scene, **{name: DEFAULTS[name]})
        messages.append(
            _("`{name}` is only for the {field} {choices}, not for '{value}'; it is left out.").format(
                name=address_name(name), field=field, choices=", ".join(choices), value=getattr(scene, field)
            )
        )
    try:
        slices_per_kernel(input_channels(scene), scene.out_channels, scene.groups)
    except Refusal as error:
        scene = replace(scene, groups=DEFAULTS["groups"])
        messages.append(_default_used(error))
    return scene, tuple(messages)


def has_setting(query: Mapping[str, str]) -> bool:
    """Whether a link sets anything that can be, besides the part of a lesson.

    >>> has_setting({"stride": "0", "topic": "shift"}), has_setting({"stride": "0", "kernel": "sharpen"})
    (False, True)
    """
    for name, text in ((plain_text(name), plain_text(text)) for name, text in query.items()):
        if name in FIELDS and name != "topic":
            try:
                PARAMETERS[FIELDS[name]].kind.parse(name, text)
            except Refusal:
                continue
            return True
    return False


def check_topic(topic: str, openings: Mapping[str, Scene]) -> tuple[str, ...]:
    """A message where a lesson with these parts has none of that name; empty stands for the first one."""
    if not topic or topic in openings:
        return ()
    if len(openings) == 1:
        return (_("The link sets `{name}`, which this page does not know; it is left out.").format(name="topic"),)
    return (
        _("`{name}` must be one of {choices}, got '{value}'. The default is used instead.").format(
            name="topic", choices=", ".join(f"'{choice}'" for choice in openings), value=topic
        ),
    )


def scene_address(scene: Scene) -> dict[str, str]:
    """Write a scene as a link's parameters, complete by itself.

    What has its default is left out; where nothing but that would be said, the picture is named. So the link means
    the same whatever a part of a lesson opens with, now or later.

    >>> scene_address(Scene(stride=(2, 2), padding=((1, 1), (2, 2))))
    {'stride': '2', 'padding': '1,2'}
    >>> scene_address(Scene(topic="shift", step=9))
    {'picture': 'worked', 'topic': 'shift', 'step': '9'}
    """
    query = {
        address_name(name): parameter.kind.write(getattr(scene, name))
        for name, parameter in PARAMETERS.items()
        if getattr(scene, name) != DEFAULTS[name] and applies(scene, name)
    }
    return query if any(name not in UNCOMPARED for name in query) else {"picture": scene.picture, **query}


def scene_link(page: str, scene: Scene, **more: str) -> str:
    """The link that opens a scene on a page, in the language and without what this one hides; `more` is Streamlit's.

    >>> scene_link("./stride", Scene(stride=(2, 1)), embed="true")
    './stride?stride=2%2C1&embed=true'
    """
    return f"{page}?{urlencode(scene_address(scene) | page_address() | more)}"


def page_address() -> dict[str, str]:
    """What links of this run say besides their scene: its language and what it hides."""
    return link_language() | link_hiding()


def hiding_link(link: str, names: Sequence[str]) -> str:
    """The same link where these are hidden, and nothing else.

    >>> hiding_link("./stride?stride=2&hide=quiz", ["menu", "controls"])
    './stride?stride=2&hide=controls%2Cmenu'
    """
    page, _mark, query = link.partition("?")
    kept = {name: value for name, value in parse_qsl(query, keep_blank_values=True) if name != HIDE}
    return f"{page}?{urlencode(kept | link_hiding(names))}"


def settings_text(scene: Scene) -> str:
    """A scene's settings as one parameter of another one's link.

    >>> settings_text(Scene(stride=(2, 2), step=3)), settings_text(Scene())
    ('stride 2', 'picture worked')
    """
    return " ".join(f"{name} {value}" for name, value in scene_address(scene).items() if name not in UNCOMPARED)


def scene_from_text(text: str, topic: str) -> tuple[Scene, tuple[str, ...]]:
    """The scene of such a text in a part of a lesson, and messages as `scene_from_query` has them.

    >>> scene_from_text("stride 2 bias 1", "")[0] == Scene(stride=(2, 2), bias=1)
    True
    """
    words = text.split()
    query = dict(zip(words[::2], words[1::2], strict=False))
    known = {name: value for name, value in query.items() if name not in UNCOMPARED}
    return scene_from_query({**known, **({"topic": topic} if topic else {})})


def applies(scene: Scene, name: str) -> bool:
    """Whether a parameter means something in this scene."""
    only_for = PARAMETERS[name].only_for
    return only_for is None or getattr(scene, only_for[0]) in only_for[1]


def address_name(field: str) -> str:
    """What a field of the scene is called in an address."""
    return PARAMETERS[field].address or field


def _default_used(reason: Refusal) -> str:
    return _("{reason} The default is used instead.").format(reason=reason)


def plain_text(text: str) -> str:
    """A link's text without what a message would show as formatting or as another link."""
    return re.sub(r"[^\w\s.,;/+-]", "?", text).strip()
