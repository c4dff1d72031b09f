"""The front door: page settings and navigation, nothing else."""

import streamlit as st

from conv.text import _, use_language
from conv.ui.memory import keep_loaded

use_language(st.context.locale)
page = st.navigation(
    [
        st.Page("pages/home_page.py", title=_("Home"), icon=":material/home:", default=True),
        st.Page("pages/step_page.py", title=_("Step through"), icon=":material/footprint:", url_path="step"),
        st.Page("pages/padding_page.py", title=_("Padding"), icon=":material/padding:", url_path="padding"),
        st.Page(
            "pages/stride_page.py", title=_("Stride and dilation"), icon=":material/straighten:", url_path="stride"
        ),
        st.Page("pages/channels_page.py", title=_("Channels"), icon=":material/layers:", url_path="channels"),
        st.Page("pages/sharing_page.py", title=_("Weight sharing"), icon=":material/share:", url_path="sharing"),
    ]
)
st.set_page_config(page_title=f"{page.title} · Kernelwalk", page_icon=":material/grid_on:", layout="wide")
page.run()
keep_loaded()
