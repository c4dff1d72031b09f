"""The language of a visit: that of its link, else what was chosen in the menu, else the browser's; and the switch."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from conv.catalogue import known_language
from conv.text import LANGUAGE, _, catalogues, language, language_names, link_language, use_language
from conv.ui.scene.session import this_visit
from conv.ui.scene.visit import went_back

MAX_IN_SIGHT = 3  # languages up to which all are in sight; more are in a list
# The page's language, the address that names it, and words in place of Streamlit's own, which the style sheet shows.
SCRIPT = """<script>{
const [language, asked, words] = %s;
const page = document.documentElement;
page.lang = language;
for (const [name, word] of Object.entries(words)) page.style.setProperty(`--kw-${name}`, JSON.stringify(word));
const link = new URL(location.href);
for (const [name, value] of Object.entries(asked)) link.searchParams.set(name, value);
if (link.href !== location.href) history.replaceState(history.state, "", link);
}</script>"""


def hear_language() -> None:
    """Speak this run's language; the address is read as the scene's: on the first visit, and after the back button."""
    visit = this_visit()
    if visit.language is None or went_back():
        asked = st.query_params.get(LANGUAGE)
        visit.language = "" if asked is None else known_language(asked, catalogues()) or "en"
    use_language(visit.language or st.context.locale, asked=bool(visit.language))
    visit.spoken = language()


def show_switch(place: DeltaGenerator) -> None:
    """The languages in their place in the menu, each under its own name; where there is but one, nothing."""
    names = language_names()
    if len(names) < 2:
        return
    key = f"language_{language()}"  # another language brings another switch, which shows it
    more: dict[str, Any] = {"key": key, "format_func": names.__getitem__, "on_change": _switch, "args": (key,)}
    more["label_visibility"] = "collapsed"
    with place:
        if len(names) <= MAX_IN_SIGHT:
            st.segmented_control(_("Language"), list(names), default=language(), required=True, **more)
        else:
            st.selectbox(_("Language"), list(names), list(names).index(language()), **more)


def say_language() -> None:
    """Tell the browser which language the page speaks."""
    said = json.dumps([language(), link_language(), widget_words()], ensure_ascii=False)
    st.html(SCRIPT % said, unsafe_allow_javascript=True)


def widget_words() -> dict[str, str]:
    """What stands on widgets instead of Streamlit's English words."""
    return {
        "upload": _("Choose a file"),
        "photo": _("Take the photo"),
        "clear": _("Take another one"),
        "allow": _("Allow this page to use the camera, beside the address."),
    }


def _switch(key: str) -> None:
    """Called when another language is chosen. Streamlit also tells of a switch that has just come."""
    chosen = st.session_state.get(key)
    if chosen and chosen != key.removeprefix("language_"):
        this_visit().language = str(chosen)
