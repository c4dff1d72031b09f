"""Lesson: step through a convolution on your own picture."""

import streamlit as st

from conv.text import _
from conv.ui import controls, session, stage, tables
from conv.ui.panels import picture_look
from conv.ui.pictures import scene_image, scene_walk
from conv.ui.tracks import walk_track

arrival = session.arrive("step")
st.subheader(_("Step through a convolution"), anchor=False)
for message in arrival.messages:
    st.warning(message)
try:
    # On arrival the widgets could only repeat the link: the stage goes first, and is there sooner.
    scene = arrival.scene if arrival.fresh else controls.scene_controls(arrival)
    tables.check_tables(scene)
    session.keep(scene)
    session.say_stand_in(scene)
    image = scene_image(scene, session.own_picture(scene))
    convolution = scene_walk(scene, image)
except ValueError as error:
    st.error(str(error))
else:
    look = picture_look(scene, image)
    stage.show_stage([walk_track(convolution, look, sizes=True)], arrival, names=look.names)
if arrival.fresh:
    controls.scene_controls(arrival)
