"""What a cold start is measured against: a bare page with one chart."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")
with st.container(key="stage"):
    st.plotly_chart(go.Figure(go.Heatmap(z=np.arange(25).reshape(5, 5), texttemplate="%{z}")))
