"""What a setting change is measured against: the same page with the bare figures, without core, player and words."""

import numpy as np
import streamlit as st

from conv.costs import Cost
from conv.ui import controls, palette, session
from conv.ui.costs import connections_figure, cost_figure
from conv.ui.figures import hatch_trace, panel_figure
from conv.ui.pictures import scene_image
from conv.ui.scene import COLOURS

KERNEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], np.int16)
PADDINGS = (0, 1, 1, 2, 1)
OUTPUTS = 8


def unread_hatch(size, stride):
    unread, end = (size - 3) % stride, size - 1
    strips = [(end - unread + 1, end, 0, end), (0, end, end - unread + 1, end)]
    return [hatch_trace("unread", strips, palette.UNREAD)] if unread else []


def stage(scene):
    """Keys and figures of a lesson that walks one kernel over one picture."""
    stride = scene.stride[0]
    pixels = scene_image(scene, session.own_picture(scene))[0]
    feature_map = pixels[:-2:stride, :-2:stride].astype(np.int16) * stride
    yield "input_0", panel_figure(pixels, title="Input", hatches=unread_hatch(len(pixels), stride))
    yield "weight_0", panel_figure(KERNEL, title="Kernel")
    yield "map", panel_figure(feature_map, title="Feature map")


def side_by_side(scene):
    """The same of five padded pictures, with a padding ring each."""
    stride = scene.stride[0]
    pixels = scene_image(scene, None)[0]
    yield "weight_0", panel_figure(KERNEL, title="Kernel")
    for track, pad in enumerate(PADDINGS):
        padded = np.pad(pixels, pad)
        end = len(padded) - 1
        hatches = [hatch_trace("padding", [(0, pad - 1, 0, end), (end, end, 0, end)], palette.PADDING)] if pad else []
        hatches += unread_hatch(len(padded), stride)
        yield f"track_{track}_input_0", panel_figure(padded, title="Padded", hatches=hatches)
        maps = padded[:-2:stride, :-2:stride].astype(np.int16) * stride
        yield f"track_{track}_map", panel_figure(maps, title="Feature map")


def bank(scene):
    """The same of three channels and eight kernels."""
    stride = scene.stride[0]
    channels = scene_image(scene, None)
    hatches = unread_hatch(channels.shape[1], stride)
    for number, pixels in enumerate(channels):
        yield f"input_{number}", panel_figure(pixels, title="Channel", scale=palette.CHANNELS[number], hatches=hatches)
    for output in range(OUTPUTS):
        for number in range(len(channels)):
            yield f"track_{output}_weight_{number}", panel_figure(KERNEL + output, title="Kernel", ticks=False)
        maps = channels[0, :-2:stride, :-2:stride].astype(np.int16) * stride + output
        yield f"track_{output}_map", panel_figure(maps, title="Map", ticks=False)
    yield "connections", connections_figure(3, OUTPUTS, 1)
    yield "costs", cost_figure({name: Cost(maps.size, maps.size) for name in ("a", "b", "c", "d")})


def lesson(figures, parts=controls.PARTS, colours=COLOURS):
    def run():
        arrival = session.arrive("bare")
        scene = controls.scene_controls(arrival, parts, colours=colours)
        session.keep(scene)
        st.subheader("Bare", anchor=False)
        with st.container(key="stage"):
            for key, figure in figures(scene):
                st.plotly_chart(figure, key=key, height=200)

    return run


page = st.navigation(
    [
        st.Page(lesson(stage), title="Bare", default=True),
        st.Page(
            lesson(side_by_side, ("kernel", "stride", "sides", "mode", "after"), COLOURS[:2]),
            title="Side by side",
            url_path="padding",
        ),
        st.Page(
            lesson(bank, ("channels", "stride", "padding", "mode", "after"), ()), title="Bank", url_path="channels"
        ),
    ]
)
st.set_page_config(page_title=page.title, layout="wide")
page.run()
