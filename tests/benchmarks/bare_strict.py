"""What a setting change is measured against strictly: six widgets and one heatmap, under the app's own settings."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from conv.ui.scene.address import scene_from_query
from conv.ui.scene.pictures import scene_image
from pages import find_lessons


def lesson() -> None:
    if "scene" not in st.session_state:
        st.session_state.scene = scene_from_query(st.query_params.to_dict())[0]
    scene = st.session_state.scene
    with st.sidebar:
        st.selectbox("Picture", ("worked", "landscape"))
        st.number_input("Working size", 5, 512, scene.size)
        st.selectbox("Kernel", ("sobel_x", "sobel_y"))
        stride = st.number_input("Stride", 1, 9, 1, key="stride_row_1")
        seed = st.number_input("Seed", 0, 99, 0, key="stack_seed_1")
        st.toggle("Names")
    st.title("Bare")
    pixels = np.roll(scene_image(replace(scene, colour="grey"), None)[0], seed)
    figure = go.Figure({"type": "heatmap", "z": pixels[::stride, ::stride], "showscale": False})
    with st.container(key="board"):
        st.plotly_chart(figure, key="figure", height=350)


pages = [st.Page(lesson, title=each.name, url_path=each.name) for each in find_lessons()]
page = st.navigation([st.Page(lambda: None, title="Bare", default=True), *pages])
st.set_page_config(page_title=page.title, layout="wide")
page.run()
