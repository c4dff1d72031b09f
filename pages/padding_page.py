"""Lesson: padding, how much and with what, why, and what an even kernel does."""

from dataclasses import replace

import streamlit as st

from conv.text import _
from conv.ui import comparisons, controls, session, shrinking, stage, tables
from conv.ui.pictures import scene_image
from conv.ui.scene import COLOURS, TOPICS

PARTS = {
    "amounts": ("kernel", "stride", "sides", "mode", "after"),
    "modes": ("kernel", "stride", "dilation", "sides", "after"),
    "reasons": ("kernel", "stride", "dilation", "after"),
    "centre": ("odd",),
}
SENTENCES = {
    "amounts": _("Five ways to pad one picture: more padding, more places for the window, a larger map."),
    "modes": _("What stands beside a row of pixels 1234: point at a padding cell to see the pixel that it copies."),
    "reasons": _("Without padding the border is read less than the middle, and each layer makes the map smaller."),
    "centre": _("An odd window has a middle: p = (f − 1) / 2 on each side keeps the size. An even one has none."),
}

arrival = session.arrive("padding")
st.subheader(_("Padding"), anchor=False)
controls.topic_control(arrival, TOPICS["padding"])
topic = arrival.scene.topic
st.markdown(SENTENCES[topic])
for message in arrival.messages:
    st.warning(message)
try:
    scene = arrival.scene if arrival.fresh else controls.scene_controls(arrival, PARTS[topic], colours=COLOURS[:2])
    tables.check_tables(scene)
    session.keep(scene)
    session.say_stand_in(scene)
    shown, smaller = session.lesson_picture(scene)
    image = scene_image(shown, session.own_picture(scene))
    tracks, refusals = comparisons.compare(comparisons.PADDING_TOPICS[topic](shown), image)
except ValueError as error:
    st.error(str(error))
else:
    for refusal in refusals:
        st.error(refusal)
    if tracks:
        stage.show_stage(tracks, arrival, names=scene.cells == "names")
    if smaller:
        st.caption(smaller)
    if topic == "reasons":
        session.keep(replace(scene, layers=shrinking.show_shrinking(shown, image, fresh=arrival.fresh)))
if arrival.fresh:
    controls.scene_controls(arrival, PARTS[topic], colours=COLOURS[:2])
