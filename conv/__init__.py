"""The convolution core: NumPy only, no Streamlit and no Plotly.

Validate, plan in integers (`geometry`), apply to arrays (`ops`), read one output cell at a time (`steps`).
"""
