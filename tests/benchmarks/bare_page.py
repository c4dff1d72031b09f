"""What a setting change is measured against: the same widgets and one heatmap of the same picture, nothing else."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from conv.ui.controls.sidebar import scene_controls
from conv.ui.scene.address import scene_from_query
from conv.ui.scene.pictures import scene_image
from pages import find_lessons


def lesson(part):
    def run():
        if "scene" not in st.session_state:
            st.session_state.scene = scene_from_query(st.query_params.to_dict())[0]
        scene = scene_controls(st.session_state.scene, 1, part.controls, part.colours)
        st.session_state.scene = scene
        st.title("Bare")
        pixels = scene_image(replace(scene, colour="grey"), None)[0]
        stride = scene.stride[0]
        pixels = np.roll(pixels, scene.stack_seed)
        figure = go.Figure({"type": "heatmap", "z": pixels[::stride, ::stride], "showscale": False})
        with st.container(key="board"):
            st.plotly_chart(figure, key="figure", height=350)

    return run


found = {each.name: each.parts[0] for each in find_lessons()}
pages = [st.Page(lesson(part), title=name, url_path=name) for name, part in found.items()]
page = st.navigation([st.Page(lambda: None, title="Bare", default=True), *pages])
st.set_page_config(page_title=page.title, layout="wide")
page.run()
