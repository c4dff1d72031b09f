"""Lesson: channels and kernels; every output has a kernel slice of its own for every channel."""

import streamlit as st

from conv.text import _
from conv.ui import controls, costs, ready, session, stage, tables
from conv.ui.panels import Look
from conv.ui.pictures import bank_walks, channel_image
from conv.ui.tracks import bank_tracks

PARTS = ("channels", "stride", "padding", "mode", "after")

arrival = session.arrive("channels")
st.subheader(_("Channels and kernels"), anchor=False)
st.markdown(
    _("A kernel has its own slice for each channel. The slices’ sums are added: many channels in, one map out.")
)
ready.show_ready(ready.channel_scenes())
for message in arrival.messages:
    st.warning(message)
try:
    scene = arrival.scene if arrival.fresh else controls.scene_controls(arrival, PARTS, colours=())
    tables.check_tables(scene)
    session.keep(scene)
    session.say_stand_in(scene)
    shown, smaller = session.lesson_picture(scene)
    image, labels, byte_pixels = channel_image(shown, session.own_picture(scene))
    walks = bank_walks(shown, image)
except ValueError as error:
    st.error(str(error))
else:
    look = Look("channels", byte_pixels, scene.cells == "names")
    stage.show_stage(bank_tracks(walks, image, labels, look), arrival, names=look.names, bank=True)
    if smaller:
        st.caption(smaller)
    costs.show_costs(walks, len(image), scene.groups)
if arrival.fresh:
    controls.scene_controls(arrival, PARTS, colours=())
