"""What a setting change is measured against: the same page with the bare figures, without core, player and words."""

import numpy as np
import streamlit as st

from conv.ui import controls, palette, session
from conv.ui.figures import hatch_trace, panel_figure
from conv.ui.pictures import scene_image

st.set_page_config(layout="wide")
arrival = session.arrive("bare")
scene = controls.scene_controls(arrival)
session.keep(scene)
stride = scene.stride[0]
unread = (scene.size - 3) % stride
kernel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], np.int16)
pixels = scene_image(scene, None)[0]
feature_map = pixels[: scene.size - 2 : stride, : scene.size - 2 : stride].astype(np.int16) * stride
end = scene.size - 1
strips = [(end - unread + 1, end, 0, end), (0, end, end - unread + 1, end)]
hatches = [hatch_trace("unread", strips, palette.UNREAD)] if unread else []
with st.container(key="stage"):
    st.plotly_chart(panel_figure(pixels, title="Input", hatches=hatches), key="input_0", height=450)
    st.plotly_chart(panel_figure(kernel, title="Kernel"), key="weight_0", height=300)
    st.plotly_chart(panel_figure(feature_map, title="Feature map"), key="map", height=450)
