"""Charts that stand below the board: panels without a walk, and ordinary bars."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from conv.ui.board.board import Board
from conv.ui.board.figure import board_figure
from conv.ui.board.placement import Room, place_board

CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showAxisDragHandles": False}
BELOW = Room(330, 250)


def show_panels(board: Board, key: str) -> None:
    """Panels that nothing walks."""
    figure = board_figure(board, place_board(board, BELOW), {})
    st.plotly_chart(
        figure, key=key, width="content", height="content", config={"staticPlot": True}, alt=board.description
    )


def show_chart(figure: go.Figure, key: str, alt: str, height: int) -> None:
    """An ordinary chart."""
    st.plotly_chart(figure, key=key, config=CHART_CONFIG, alt=alt, height=height)
