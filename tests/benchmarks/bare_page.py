"""What the stage is measured against: the same charts, sizes and widgets on a page without core and player."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")
size = int(st.query_params.get("size", "28"))
charts = int(st.query_params.get("charts", "3"))
with st.sidebar:
    for index in range(4):
        st.selectbox(f"Choice {index}", ["one", "two", "three"])
    st.slider("Size", 5, 512, 28)
    stride = st.number_input("Stride", 1, 64, key="stride_row")
    with st.expander("More"):
        for index in range(3):
            st.number_input(f"Number {index}", 0, 9)
        st.toggle("Switch")
shapes = ((size, size), (3, 3), ((size - 3) // stride + 1,) * 2)
with st.container(key="stage"):
    for index, shape in enumerate(shapes[:charts]):
        values = (np.arange(shape[0] * shape[1]) * stride % 251).reshape(shape).astype(np.float32 if index == 2 else np.uint8)
        trace = {"type": "heatmap", "z": values, "showscale": False, "colorscale": "Greys"}
        if max(shape) <= 16:
            trace["texttemplate"] = "%{z}"
        axes = {"xaxis": {"constrain": "domain"}, "yaxis": {"scaleanchor": "x", "autorange": "reversed"}}
        figure = go.Figure(data=[trace], layout={"height": 380, "meta": f"{stride}", **axes})
        st.plotly_chart(figure, key=f"panel_{index}")
