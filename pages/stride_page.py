"""Lesson: stride and dilation, what they leave unread, and what they cost."""

import streamlit as st

from conv.text import _
from conv.ui import controls, fitting, ready, session, stacks, stage, tables
from conv.ui.panels import picture_look
from conv.ui.pictures import scene_image, scene_size, scene_walk
from conv.ui.scene import COLOURS, TOPICS
from conv.ui.tracks import walk_track

PARTS = {
    "stride": ("kernel", "stride", "dilation", "padding", "mode", "after"),
    "dilation": ("kernel", "dilation", "after"),
    "compare": ("kernel",),
}
SENTENCES = {
    "stride": _("A window starts at every dot. Pixels that no window reads are crosshatched: what the floor drops."),
    "dilation": _("Dilation spreads the taps: a wide window for the same weights. Equal dilations leave holes."),
    "compare": _("Five ways to the same receptive field: watch how far the field moves, then compare the costs."),
}

arrival = session.arrive("stride")
st.subheader(_("Stride and dilation"), anchor=False)
controls.topic_control(arrival, TOPICS["stride"])
topic = arrival.scene.topic
several = topic != "stride"
colours = COLOURS[:2] if several else COLOURS
st.markdown(SENTENCES[topic])
if topic == "stride":
    ready.show_ready(ready.stride_scenes(), topic)
for message in arrival.messages:
    st.warning(message)
try:
    scene = arrival.scene if arrival.fresh else controls.scene_controls(arrival, PARTS[topic], colours=colours)
    tables.check_tables(scene)
    session.keep(scene)
    session.say_stand_in(scene)
    own = session.own_picture(scene)
    shown, smaller = session.lesson_picture(scene) if several else (scene, "")
    image = scene_image(shown, own)
    if topic == "stride":
        convolution = scene_walk(scene, image)
        look = picture_look(scene, image)
        tracks = [walk_track(convolution, look, sizes=True, dot=(0, 0), dots=_("a window starts here"))]
    elif topic == "dilation":
        tracks = stacks.dilation_tracks(shown, image)
    else:
        ways = stacks.ways(shown, image)
        tracks = stacks.way_tracks(ways, shown, image)
except ValueError as error:
    st.error(str(error))
else:
    stage.show_stage(tracks, arrival, names=scene.cells == "names")
    if smaller:
        st.caption(smaller)
    if topic == "stride":
        geometry = convolution.geometry
        fitting.show_fits(fitting.fits(scene, geometry, lambda other: scene_size(other, own)))
        fitting.show_sizes(geometry)
    elif topic == "compare":
        st.markdown(stacks.ways_table(ways))
if arrival.fresh:
    controls.scene_controls(arrival, PARTS[topic], colours=colours)
