"""Lesson: step through a convolution on your own picture."""

import streamlit as st

from conv.steps import walk
from conv.text import _
from conv.ui import controls, session, stage
from conv.ui.pictures import scene_image, scene_kernel
from conv.ui.size import size_notes

arrival = session.arrive("step")
st.subheader(_("Step through a convolution"), anchor=False)
for message in arrival.messages:
    st.warning(message)
try:
    # On arrival the widgets could only repeat the link: the stage goes first, and is there sooner.
    scene = arrival.scene if arrival.fresh else controls.scene_controls(arrival)
    controls.check_tables(scene)
    session.keep(scene)
    own_picture = session.own_picture(scene)
    image = scene_image(scene, own_picture)
    weight, divisor = scene_kernel(scene, len(image))
    convolution = walk(
        image,
        weight,
        bias=scene.bias,
        divisor=divisor,
        activation=scene.activation,
        stride=scene.stride,
        padding=scene.padding,
        dilation=scene.dilation,
        padding_mode=scene.padding_mode,
    )
except ValueError as error:
    st.error(str(error))
else:
    if scene.picture in ("upload", "camera") and own_picture is None:
        st.info(session.stand_in_message(scene))
    stage.show_stage(
        convolution,
        colour=scene.colour if len(image) == 3 else "grey",
        byte_pixels=image.dtype == "uint8",
        names=scene.cells == "names",
        start=arrival.scene.step,
        arrival=arrival.number,
        fresh=arrival.fresh,
        notes=size_notes(convolution.geometry),
    )
if arrival.fresh:
    controls.scene_controls(arrival)
