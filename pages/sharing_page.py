"""Lesson: weight sharing; what moves with the picture, and the convolution as a matrix."""

from dataclasses import replace

import streamlit as st

from conv.text import _
from conv.ui import controls, session, sharing, stage, tables
from conv.ui.pictures import scene_image
from conv.ui.scene import SIDE_BY_SIDE, TOPICS

SENTENCES = {
    "weights": _("Point at a weight of the kernel: every pixel that it multiplies on the whole walk lights up."),
    "shift": _("Shift the picture: does its map shift too? Drag it, use the buttons, or Shift and an arrow key."),
    "matrix": _("Each step is a row: the weights stand where the window stands, all else is zero."),
    "flip": _("Deep-learning libraries do not flip the kernel; mathematics does. Two maps of one picture:"),
}

arrival = session.arrive("sharing")
st.subheader(_("Weight sharing"), anchor=False)
controls.topic_control(arrival, TOPICS["sharing"])
topic = arrival.scene.topic
st.markdown(SENTENCES[topic])
for message in arrival.messages:
    st.warning(message)
try:
    scene = arrival.scene if arrival.fresh else controls.scene_controls(arrival, colours=())
    tables.check_tables(scene)
    session.keep(scene)
    session.say_stand_in(scene)
    largest = sharing.MATRIX_SIZE if topic == "matrix" else SIDE_BY_SIDE
    shown, smaller = session.lesson_picture(replace(scene, colour="grey"), largest)
    image = scene_image(shown, session.own_picture(scene))
    part = sharing.PARTS[topic](shown, image)
except ValueError as error:
    st.error(str(error))
else:
    if topic == "shift":
        sharing.show_moves(scene)
    stage.show_stage(part.tracks, arrival, names=scene.cells == "names", movable=topic == "shift")
    if smaller:
        st.caption(smaller)
    sharing.show_part(part)
if arrival.fresh:
    controls.scene_controls(arrival, colours=())
