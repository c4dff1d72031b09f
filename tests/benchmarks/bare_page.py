"""What a setting change is measured against: the same page with the bare figures, without core, player and words."""

import numpy as np
import streamlit as st

from conv.ui import controls, palette, session
from conv.ui.figures import hatch_trace, panel_figure
from conv.ui.pictures import scene_image

KERNEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], np.int16)


def lesson():
    arrival = session.arrive("bare")
    scene = controls.scene_controls(arrival)
    session.keep(scene)
    stride, end = scene.stride[0], scene.size - 1
    unread = (scene.size - 3) % stride
    pixels = scene_image(scene, None)[0]
    feature_map = pixels[: end - 1 : stride, : end - 1 : stride].astype(np.int16) * stride
    strips = [(end - unread + 1, end, 0, end), (0, end, end - unread + 1, end)]
    hatches = [hatch_trace("unread", strips, palette.UNREAD)] if unread else []
    st.subheader("Bare", anchor=False)
    with st.container(key="stage"):
        st.plotly_chart(panel_figure(pixels, title="Input", hatches=hatches), key="input_0", height=400)
        st.plotly_chart(panel_figure(KERNEL, title="Kernel"), key="weight_0", height=280)
        st.plotly_chart(panel_figure(feature_map, title="Feature map"), key="map", height=400)


page = st.navigation([st.Page(lesson, title="Bare"), st.Page(lambda: None, title="Other", url_path="other")])
st.set_page_config(page_title=page.title, layout="wide")
page.run()
