"""The shell: runs a lesson, from the link to the stage; the only place with that skeleton."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from conv.refusal import Refusal
from conv.text import _, beside
from conv.ui import showing
from conv.ui.board.board import Board
from conv.ui.board.figure import PlainFigure, board_spec
from conv.ui.board.marks import all_covered, beams, marks
from conv.ui.board.placement import Placement, place_board
from conv.ui.changeable import board_numbers, board_presets
from conv.ui.controls.sidebar import scene_controls
from conv.ui.extras.drawing import draw_extras
from conv.ui.faults import faults_said, log_fault
from conv.ui.lesson import Content, Lesson, Part, Picture
from conv.ui.lessons.comparing import compare
from conv.ui.player.board_data import board_data
from conv.ui.player.component import show_player
from conv.ui.player.data import player_data
from conv.ui.remedies import remedies
from conv.ui.rooms import room_beside
from conv.ui.saving.dialog import Saved, scene_addresses, show_dialog
from conv.ui.scene import own, visit
from conv.ui.scene.address import scene_from_text
from conv.ui.scene.edits import start_from, visit_edits
from conv.ui.scene.hiding import CONTROLS, FORMULAS, MENU, QUIZ, hidden
from conv.ui.scene.labels import setting_name
from conv.ui.scene.record import OWN_PICTURES, Scene
from conv.ui.scene.session import this_visit
from conv.ui.words.shifts import shift_name

WITHOUT_FORMULAS = "<style>.kw-player :is(.kw-formula, .kw-numbers, .kw-products, .kw-notes) { display: none }</style>"
CONFIG = {"staticPlot": True}  # the player has its own pointer


def show_lesson(lesson: Lesson, below: Callable[[], None] | None = None) -> None:
    """Show the part of a lesson that its link or the visitor has chosen, and what is `below` it."""
    openings = {part.name: replace(part.opening, topic=part.name) for part in lesson.parts}
    arrival = visit.arrive(lesson.name, openings)
    part = lesson.part(arrival.scene.topic)
    if arrival.borrowed and not _can_show(lesson, part, arrival.scene):
        arrival = visit.without_own_picture(arrival, openings)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="head"):
        st.title(_(lesson.title), anchor=False, width="content")
        if MENU not in hidden():
            _topic_control(lesson, part, openings, arrival.widget_epoch)
        if part.ready is not None and CONTROLS not in hidden():
            _ready_scenes(part.ready(), part.name)
        if part.controls is not None:
            _modes(arrival.scene, part, openings[part.name])
    lead = st.container(key="lead")  # keeps what it says until the board is there, so that nothing jumps
    for message in arrival.messages:
        st.warning(message)
    settled = part.controls is not None
    if FORMULAS in hidden():
        st.html(WITHOUT_FORMULAS)

    content: Content | None = None
    with faults_said(resets=settled):
        content = _show_stage(lesson, part, arrival, lead)
    if part.editor is not None and CONTROLS not in hidden():
        with st.container(key="editor"), faults_said():
            part.editor(this_visit().scene, arrival.widget_epoch)
    if content is not None and not this_visit().scene.quiz:
        with st.container(key="below"), faults_said():  # which stays off paper
            draw_extras(content.below())
    if below is not None:
        below()
    if arrival.fresh and settled:
        with faults_said():
            _controls(part, arrival)


def _controls(part: Part, arrival: visit.Arrival) -> Scene:
    """The sidebar, and the scene with what was changed there."""
    if CONTROLS in hidden():
        return arrival.scene
    groups, pictures = part.controls or (), (part.colours, part.largest, part.sized)
    return scene_controls(arrival.scene, arrival.widget_epoch, groups, *pictures, part.opening)


def _show_stage(lesson: Lesson, part: Part, arrival: visit.Arrival, lead: DeltaGenerator) -> Content | None:
    """The board with its player and its sentences, `lead` above it, or why there is none."""
    # On arrival the widgets could only repeat the link: the stage goes first, and is there sooner.
    settled = part.controls is not None
    scene, picture = arrival.scene, None
    shown = scene
    try:
        if settled:
            scene = shown = arrival.scene if arrival.fresh else _controls(part, arrival)
            visit.keep(scene)
            own.say_stand_in(scene)
        picture = own.own_picture(scene)
        shown, smaller = fitting_scene(part, scene)
        content = _with_progress(part, shown, picture) if part.slow else part.built(shown, Picture(picture))
        if scene.compared_with:
            content = _with_another(lesson, content, part, shown)
    except Refusal as refusal:
        lead.markdown(_(part.sentence))
        _show_refusal(beside([str(refusal), showing.size_note(shown, picture, part.largest)]), lesson, part, shown)
        return None
    lead.markdown(beside([_(part.sentence), "" if scene.quiz else content.headline]))
    note = showing.picture_note(shown, picture, content.board, part.colours)
    if smaller or note:
        st.caption(beside([smaller, note]))
    if content.refusals and (few := showing.size_note(shown, picture, part.largest)):
        content = replace(content, refusals=[*content.refusals, few])
    placement = _show_content(content, lesson, part, scene, arrival)
    kept = this_visit()
    if kept.saving is not None:
        saving, kept.saving = kept.saving, None
        _save(lesson, content, placement, scene, saving)
    if content.sentences and not scene.quiz:
        st.markdown("  \n".join(content.sentences))
    return content


def _show_refusal(reason: str, lesson: Lesson, part: Part, scene: Scene) -> None:
    """Why there is no board, in its place, and what fits instead, as buttons."""
    with st.container(key="refused"):
        st.error(re.sub(r"`(\w+)`", lambda found: setting_name(found[1]), reason))
        fitting = remedies(scene, lambda other: _can_show(lesson, part, other))
        if not fitting:
            return
        st.markdown(_("This fits:"))
        with st.container(horizontal=True, gap="small"):
            for number, (name, other) in enumerate(fitting.items()):
                st.button(name, key=f"remedy_{number}", on_click=start_from, args=(other,))


def _can_show(lesson: Lesson, part: Part, scene: Scene) -> bool:
    """Whether the part can be built of a scene, and refuses nothing of it."""
    try:
        return not part.build(fitting_scene(part, scene)[0], Picture(own.own_picture(scene))).refusals
    except Refusal:
        return False
    except Exception as error:
        log_fault(error, lesson.name, scene)
        return False


def _with_another(lesson: Lesson, content: Content, part: Part, scene: Scene) -> Content:
    """The content as B, beside what the link has as A."""
    other, messages = scene_from_text(scene.compared_with, scene.topic)
    for message in messages:
        st.warning(message)
    other, _smaller = fitting_scene(part, other)
    try:
        first = part.built(other, Picture(own.own_picture(other)), compared=True)
    except Refusal as error:
        return replace(content, refusals=[*content.refusals, _("A: {reason}").format(reason=error)])
    except Exception as error:
        reason = log_fault(error, lesson.name, other)
        return replace(content, refusals=[*content.refusals, _("A: {reason}").format(reason=reason)])
    return compare(first, content, (other, replace(scene, compared_with="")))


def _with_progress(part: Part, scene: Scene, picture: np.ndarray | None) -> Content:
    """Build a part with a bar that says how far it is."""
    place = st.empty()
    content = part.built(
        scene, Picture(picture, lambda share: place.progress(share, _("Kernels walk over the picture")))
    )
    place.empty()
    return content


def fitting_scene(part: Part, scene: Scene) -> tuple[Scene, str]:
    """The same as `showing.fitting_scene`, with the visit's own picture."""
    return showing.fitting_scene(part, scene, own.own_picture(scene))


def _topic_control(lesson: Lesson, part: Part, openings: Mapping[str, Scene], widget_epoch: int) -> None:
    """The parts of a lesson; another one starts like a page that is opened."""
    if len(lesson.parts) < 2:
        return
    key = f"topic_{lesson.name}_{widget_epoch}"
    st.segmented_control(
        _("Part of the lesson"),
        lesson.topics,
        default=part.name,
        key=key,
        format_func=lambda topic: _(lesson.part(topic).label),
        label_visibility="collapsed",
        required=True,
        on_change=lambda: _turn(st.session_state.get(key), part.name, openings, lesson.one_picture),
    )


def _turn(chosen: str | None, shown: str, openings: Mapping[str, Scene], one_picture: bool) -> None:
    """Go to the part that was chosen. Streamlit also tells of a control that has just come, and has changed nothing."""
    if chosen is not None and chosen != shown:
        visit.turn_to(chosen, openings, one_picture=one_picture)


def _ready_scenes(scenes: Mapping[str, Scene], topic: str) -> None:
    """A button for each ready scene; nothing of what was set before is kept but an uploaded picture. Undo has it."""
    with st.container(horizontal=True, gap="small", width="content", key="ready"):
        for number, (name, scene) in enumerate(scenes.items()):
            st.button(
                name,
                key=f"ready_{number}",
                type="tertiary",
                icon=":material/play_circle:",
                on_click=start_from,
                args=(replace(scene, topic=topic),),
            )


def _modes(scene: Scene, part: Part, opening: Scene) -> None:
    """Buttons that start or end a quiz and a comparison, and one that brings the opening scene back."""
    quiz, compared = bool(scene.quiz), bool(scene.compared_with)
    if QUIZ not in hidden():
        _mode(_("Leave the quiz") if quiz else _("Quiz"), "quiz", quiz, lambda: visit.quiz_with(0 if quiz else 1))
    if CONTROLS in hidden():
        return
    if part.compares or compared:
        _mode(
            _("Stop comparing") if compared else _("Compare"),
            "compare",
            compared,
            visit.keep_beside,
            help=_("Keep these settings as A, and change others beside them as B."),
        )
    _mode(
        _("Reset"),
        "restart_alt",
        False,
        lambda: start_from(opening),
        help=_("Bring back the scene with which this part opens. Undo, below the board, takes that back."),
    )


def _mode(label: str, name: str, on: bool, act: Callable[[], None], **more: str) -> None:
    icon = ":material/close:" if on else f":material/{name}:"
    st.button(label, key=name, type="tertiary", icon=icon, on_click=act, **more)  # type: ignore[arg-type]


def _show_content(content: Content, lesson: Lesson, part: Part, scene: Scene, arrival: visit.Arrival) -> Placement:
    board = content.board
    for refusal in (*content.refusals, *visit_edits().refusals()):
        st.error(refusal)
    for message in _missing(board, arrival):
        st.warning(message)
    draw_extras(content.above)
    room = visit.room_name()
    placement = place_board(
        board, room_beside(board, room, part, moves=bool(content.above), compared=bool(scene.compared_with))
    )
    with st.container(key="stage"):
        buttons = st.container()  # before the figure, which would be drawn anew if it came later
        shown, lines = all_covered(board), []
        unsupported = bool(st.session_state.get("player", {}).get("unsupported", False))
        if unsupported:
            with buttons:
                step = _step_by_server(board, (lesson.name, part.name), scene.step)
            shown, lines = marks(board, step), beams(board, placement, board.walkers[0], step)
        spec = board_spec(board, placement, shown, lines, whole=unsupported)
        moved = shift_name(*scene.shift) if part.movable else ""
        data = player_data(
            board_data(board, placement, spec["layout"]["meta"]),
            start=arrival.scene.step,
            panel=arrival.scene.panel,
            arrival=this_visit().widget_epoch,
            room=room,
            address=this_visit().address,
            rewrites=visit.rewrites_address(),
            names=scene.cells == "names",
            movable=part.movable,
            moved=moved,
            below=part.below,
            scrolls=part.scrolls > 0,
            edits=visit_edits().data,
            numbers=board_numbers(scene, board, placement),
            presets=board_presets(scene, board),
            camera=part.camera and board.followed and not (scene.quiz or scene.compared_with),
            quiz=scene.quiz,
            visit=this_visit().name,
        )
        place = st.container(key="board")
        show_player(data)  # before the figure, so that it walks the moment that one is drawn
        place.plotly_chart(
            go.Figure(spec) if unsupported else PlainFigure(spec),
            key="figure",
            theme="streamlit" if unsupported else None,
            width=int(placement.width),
            height=int(placement.height),
            config=CONFIG,
            alt=_(part.sentence) if scene.quiz else board.description or _(part.sentence),
        )
    return placement


def _save(lesson: Lesson, content: Content, placement: Placement, scene: Scene, asked: Mapping[str, int]) -> None:
    """Open the dialog for the step and the walk that stand there."""
    board = content.board
    step, track = min(asked["step"], board.steps - 1), min(asked["panel"], len(board.tracks) - 1)
    there = replace(scene, step=step, panel=track if len(board.tracks) > 1 else None)
    addresses = scene_addresses(st.context.url or "", there)
    names, mine = scene.cells == "names", scene.picture in OWN_PICTURES
    layer = content.layer(track)
    shown = board, placement, layer, step, track
    changeable = board_numbers(scene, board, placement), board_presets(scene, board)
    show_dialog(Saved(lesson.name, _(lesson.title), *shown, *addresses, names, mine, hidden(), *changeable))


def _missing(board: Board, arrival: visit.Arrival) -> list[str]:
    """What the link asks for and the board does not have."""
    if not arrival.linked:
        return []
    step, panel, found = arrival.scene.step, arrival.scene.panel, []
    if step is not None and step >= board.steps:
        found.append(
            _("`step` must be from 0 to {last}, got {step}. The last step is shown instead.").format(
                last=board.steps - 1, step=step
            )
        )
    if panel is not None and panel >= len(board.tracks):
        found.append(
            _("`panel` must be from 0 to {last}, got {panel}. The last one is shown instead.").format(
                last=len(board.tracks) - 1, panel=panel
            )
        )
    return found


def _step_by_server(board: Board, lesson: tuple[str, str], start: int | None) -> int:
    """Previous and next by the server, for browsers in which the player cannot draw; each part has its own step."""
    steps, last = this_visit().steps, board.steps - 1
    step = min(steps.get(lesson, start or 0), last)
    previous, following = st.columns(2)
    step -= previous.button(_("Previous step"), disabled=step == 0, width="stretch")
    step += following.button(_("Next step"), disabled=step == last, width="stretch")
    steps[lesson] = step
    return step
