"""The front door: the worked example, live, and what this is in four lines."""

import streamlit as st

from conv.steps import walk
from conv.text import _
from conv.ui import session, stage
from conv.ui.panels import Look
from conv.ui.pictures import scene_image, scene_kernel
from conv.ui.scene import Scene
from conv.ui.tracks import walk_track

st.subheader(_("Kernelwalk: see, step through and understand a convolution"), anchor=False)
arrival = session.arrive("home")
scene = Scene()
image = scene_image(scene, None)
weight, divisor = scene_kernel(scene, len(image))
convolution = walk(image, weight, divisor=divisor, activation=scene.activation)
stage.show_stage([walk_track(convolution, Look())], arrival)
st.markdown(
    "\n".join(
        [
            "- " + _("A small kernel of weights slides over a picture and stops at every place it fits."),
            "- " + _("At each stop, every pixel under the window is multiplied by the weight above it."),
            "- " + _("The products are added up, and the sum becomes one cell of the feature map."),
            "- " + _("Pause, step, hover over any cell; then walk a kernel over your own picture."),
        ]
    )
)
for lesson, label in (
    ("step", _("Step through your own picture")),
    ("padding", _("Padding: how much, with what, and why")),
    ("stride", _("Stride and dilation: sizes and holes")),
    ("channels", _("Channels: many kernels, many maps")),
    ("sharing", _("Weight sharing: one kernel everywhere")),
):
    st.page_link(f"pages/{lesson}_page.py", label=label, icon=":material/arrow_forward:")
