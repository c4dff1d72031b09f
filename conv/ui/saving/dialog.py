"""The dialog "Save and share": the board as a picture or a film, its numbers, code, and the link with its QR code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import TypeVar

import numpy as np
import segno
import streamlit as st

from conv.refusal import Refusal
from conv.text import _, beside
from conv.ui.board.board import Board
from conv.ui.board.picture import BoardPicture
from conv.ui.board.placement import Placement
from conv.ui.faults import faults_said
from conv.ui.player.types import PanelData, PresetData
from conv.ui.saving.code import Computation
from conv.ui.saving.film import MAX_BYTES, MAX_FRAMES, film, film_bytes
from conv.ui.saving.numbers import numbers_zip
from conv.ui.saving.page import standalone_page
from conv.ui.saving.worksheet import MAX_CELLS, worksheet_page
from conv.ui.scene.address import hiding_link, scene_link
from conv.ui.scene.hiding import HIDEABLE, hidden_label
from conv.ui.scene.record import Scene
from conv.ui.scene.session import this_visit
from conv.ui.words.numbers import count_text

Option = TypeVar("Option")
PICTURE_SCALES = (1, 2, 4)
FILM_SCALES = {0.5: "½ ×", 1.0: "1 ×", 1.5: "1½ ×"}
FILM_SPEEDS = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True, eq=False)
class Saved:
    """What there is to save.

    Attributes:
        name, title: The lesson's; files are named with its name.
        board, placement: What stands on the stage, and where.
        layer: What the code is written for, or None.
        step, track: Where the walk stands.
        link: Address of the scene at this step.
        embedded: The same without menu and header.
        names: Cells show their names.
        hidden: What the page leaves out.
        own: The picture is the visitor's own, which no link holds.
        numbers, presets: What can be changed on the board beside its cells.
    """

    name: str
    title: str
    board: Board
    placement: Placement
    layer: Computation | None
    step: int
    track: int
    address: str
    embedded: str
    names: bool
    own: bool = False
    hidden: Sequence[str] = ()
    numbers: Sequence[PanelData] = ()
    presets: Sequence[PresetData] = ()


def scene_addresses(page: str, scene: Scene) -> tuple[str, str]:
    """The address of a scene on a page, and the same to be embedded."""
    bare = page.partition("?")[0].partition("#")[0]
    return scene_link(bare, scene), scene_link(bare, scene, embed="true")


def show_dialog(saved: Saved) -> None:
    """Open the dialog."""
    kinds: dict[str, Callable[[Saved], None]] = {
        _("Link"): _show_address,
        _("Picture"): _show_picture,
        _("Animation (GIF)"): _show_film,
        _("Web page"): _show_page,
        _("Worksheet"): _show_worksheet,
        _("Numbers"): _show_numbers,
        _("Code"): _show_code,
    }

    @st.dialog(_("Save and share"), width="large")
    def dialog() -> None:
        this_visit()  # Streamlit runs a dialog without its page, in which the visit's language is chosen
        names = list(kinds)
        kind = st.segmented_control(
            _("Export"),
            names,
            default=names[0],
            required=True,
            label_visibility="collapsed",
            key="save_kind",
        )
        with faults_said():
            kinds[kind or names[0]](saved)

    dialog()


def qr_picture(text: str) -> bytes:
    """A QR code as PNG, ten pixels a module, to be read from the back of a room."""
    packed = BytesIO()
    segno.make(text, error="m").save(packed, kind="png", scale=10, border=4)
    return packed.getvalue()


def _show_address(saved: Saved) -> None:
    st.markdown(_("**This scene at step {step}**, for anyone with the link:").format(step=saved.step + 1))
    st.code(saved.address, language=None, wrap_lines=True)
    if saved.own:
        st.info(
            _(
                "Your own picture does not travel with the link: whoever opens it sees the worked example with these "
                "settings."
            )
        )
    try:
        picture = qr_picture(saved.address)
    except ValueError:  # a painted picture of many pixels
        st.info(_("The link is too long for a QR code: it holds every painted pixel. Send it as text."))
    else:
        st.image(picture, width=360, output_format="PNG", alt=_("QR code of the link"))
        st.download_button(_("QR code as PNG"), picture, f"{saved.name}-link.png", "image/png", on_click="ignore")
    st.markdown(_("**To embed it** in a course page, at 800 × 600 or larger:"))
    names = st.pills(
        _("Leave out"),
        HIDEABLE,
        selection_mode="multi",
        default=saved.hidden,
        format_func=hidden_label,
        key="embed_hidden",
    )
    st.code(_iframe(saved, names), language="html", wrap_lines=True)


def _iframe(saved: Saved, names: Sequence[str]) -> str:
    """What a course page shows the scene with; it may use the camera and fill the screen there."""
    address = hiding_link(saved.embedded, names)
    allowed = "camera; fullscreen; clipboard-write"
    title = escape(f"Kernelwalk: {saved.title}")
    return f'<iframe src="{escape(address)}" title="{title}" width="800" height="600" allow="{allowed}"></iframe>'


def _show_picture(saved: Saved) -> None:
    scale = _choice(_("Size"), PICTURE_SCALES, 2, "picture_scale", lambda scale: f"{scale} ×")
    packed = BytesIO()
    picture = BoardPicture(saved.board, saved.placement, scale).at(saved.step, saved.track)
    picture.save(packed, "PNG")
    name = f"{saved.name}-step-{saved.step + 1}.png"
    _take(
        _("Picture of this step, {width} × {height} pixels").format(width=picture.width, height=picture.height),
        packed.getvalue(),
        name,
        "image/png",
    )
    st.image(packed.getvalue(), output_format="PNG", alt=_("The board at this step"))


def _show_film(saved: Saved) -> None:
    steps = _film_steps(saved)
    left, right = st.columns(2)
    with left:
        speed = _choice(_("Steps per second"), FILM_SPEEDS, 5, "film_speed", lambda speed: str(speed))
    with right:
        scale = _choice(_("Size"), tuple(FILM_SCALES), 1.0, "film_scale", FILM_SCALES.__getitem__)
    picture = BoardPicture(saved.board, saved.placement, scale)
    st.caption(
        _("{frames} frames, {seconds} s, about {size} MB; at most {maximum} frames and {largest} MB.").format(
            frames=count_text(len(steps)),
            seconds=f"{len(steps) / speed:,.0f}",
            size=_megabytes(film_bytes(picture, steps, track=saved.track)),
            maximum=count_text(MAX_FRAMES),
            largest=MAX_BYTES // 1_000_000,
        )
    )
    if not st.button(_("Make the animation"), icon=":material/movie:", key="film_make", type="primary"):
        return
    bar = st.progress(0.0, _("Drawing frames"))
    stop = st.empty()
    stop.button(_("Cancel"), key="film_cancel")  # a click starts this part anew, which ends the drawing
    try:
        made = film(
            picture,
            steps,
            track=saved.track,
            per_second=speed,
            progress=lambda share: bar.progress(share, _("Drawing frames")),
        )
    except Refusal as error:
        st.error(str(error))
        return
    finally:
        bar.empty()
        stop.empty()
    label = _("Animation as GIF, {size} MB").format(size=_megabytes(len(made)))
    _take(label, made, f"{saved.name}.gif", "image/gif", key="film_take")
    st.image(made, alt=_("The animation"))


def _take(label: str, data: bytes, name: str, kind: str, key: str | None = None) -> None:
    """A button with which a file is taken home."""
    st.download_button(label, data, name, kind, icon=":material/download:", on_click="ignore", key=key)


def _megabytes(size: float) -> str:
    """Two digits that count, of a size in bytes."""
    return f"{size / 1e6:,.{2 if size < 1e6 else 1 if size < 1e7 else 0}f}"


def _film_steps(saved: Saved) -> range:
    """Which steps are filmed."""
    board = saved.board
    width = board.grid[1]
    first = saved.step // width * width
    ways = {_("All steps"): range(board.steps), _("This row"): range(first, first + width), _("From … to …"): None}
    if board.steps < 2:
        return range(board.steps)
    names = list(ways)
    way = st.segmented_control(_("Which steps"), names, default=names[0], required=True, key="film_way")
    chosen = ways[way or names[0]]
    if chosen is not None:
        return chosen
    start, end = st.slider(
        _("Steps"), 1, board.steps, (saved.step + 1, min(saved.step + 20, board.steps)), key="film_range"
    )
    return range(start - 1, end)


def _show_page(saved: Saved) -> None:
    said = _(
        "One file that opens without a server or a network: the board and its player, with keys, pointing and all "
        "that it says. Settings stay as they are."
    )
    editable = saved.board.followed and any(panel.edits for panel in saved.board.panels)
    st.markdown(beside([said, _("Numbers can be changed there as here.") if editable else ""]))
    track = saved.track if len(saved.board.tracks) > 1 else None
    page = standalone_page(
        saved.board,
        saved.placement,
        saved.title,
        step=saved.step,
        track=track,
        names=saved.names,
        address=saved.address,
        numbers=saved.numbers,
        presets=saved.presets,
    ).encode()
    _take(
        _("Web page, {size} MB").format(size=f"{len(page) / 1e6:.1f}"),
        page,
        f"{saved.name}.html",
        "text/html",
    )


def _show_worksheet(saved: Saved) -> None:
    st.markdown(
        _(
            "Two pages of A4, to be printed from a browser or kept as PDF there: the board with empty cells and the "
            "formulas with blanks, from this step on, and then the answers."
        )
    )
    cells = _choice(_("Cells to work out"), tuple(range(1, MAX_CELLS + 1)), 3, "worksheet_cells", str)
    page = worksheet_page(
        saved.board, saved.title, step=saved.step, track=saved.track, cells=cells, address=saved.address
    ).encode()
    _take(
        _("Worksheet, {size} MB").format(size=f"{len(page) / 1e6:.1f}"),
        page,
        f"{saved.name}-worksheet.html",
        "text/html",
    )
    st.caption(_("Fewer cells are worked out where they would not fit on the page."))


def _show_numbers(saved: Saved) -> None:
    track = saved.board.tracks[saved.track]
    image = None if saved.layer is None else np.asarray(saved.layer.image)
    st.markdown(
        _(
            "Every panel as CSV and NPY with all digits, and the walk as a table of its steps: index, row, column, "
            "every product, sum, output."
        )
        if track.reduction is not None and track.groups
        else _("Every panel as CSV and NPY with all digits.")
    )
    _take(
        _("Numbers as ZIP"),
        numbers_zip(saved.board, track, image),
        f"{saved.name}-numbers.zip",
        "application/zip",
    )
    names = ", ".join(f"`{panel.name}`" for panel in saved.board.panels)
    st.caption(_("It holds {names}.").format(names=names))


def _show_code(saved: Saved) -> None:
    if saved.layer is None:
        st.info(_("There is no code for this part."))
        return
    libraries = tuple(saved.layer.writers)
    library = _choice(_("Library"), libraries, libraries[0], "code_library", lambda name: name)
    text = saved.layer.writers[library]()
    title = saved.board.tracks[saved.track].title
    if title and len(saved.board.tracks) > 1:
        st.caption(_("Of the walk that is chosen: {title}.").format(title=title))
    st.code(text, language="python")
    if "picture.npy" in text:
        st.caption(_("The picture is too large to be written here: `picture.npy` is among the saved numbers."))


def _choice(label: str, options: Sequence[Option], start: Option, key: str, shown: Callable[[Option], str]) -> Option:
    chosen = st.segmented_control(label, options, default=start, format_func=shown, required=True, key=key)
    return start if chosen is None else chosen
