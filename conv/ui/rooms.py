"""The room that a board has on a screen: what stands above and below it takes its share."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from conv.ui.board.board import Board
from conv.ui.board.letters import letters
from conv.ui.board.placement import ROOMS, TALL, WIDE, Room
from conv.ui.lesson import Part

# Pixels of a projector of 1366 x 768: what a board and all that is said of a step share, less what a part has.
WHOLE, LEAST = 454, 160
READY, MOVES, CHOICES, SUMS, SILENT, BRIEF = 32, 49, 38, 22, 30, 25
PHONE, PHONE_READY = 458, 40  # of one of 390 x 844, on which what is said of a step stands below
MAX_BUTTONS = 12  # walks up to which each has a button; more of them are in a list, as in controls.js
LETTERS = 150  # of the names of walks that fit in one line of buttons


def room_beside(board: Board, name: str, part: Part, *, moves: bool = False, compared: bool = False) -> Room:
    """The room of this name for a part's board.

    Args:
        board: Whose walks have buttons and numbers.
        name: A room's name; one that is not known is the wide one.
        part: What stands above and below.
        moves: Whether there are buttons above that move the picture.
        compared: Whether two settings stand beside each other: on a phone below each other, and scrolled.
    """
    room = ROOMS.get(name, WIDE)
    if room is TALL:
        height = PHONE + part.scrolls - PHONE_READY * (part.ready is not None) - MOVES * moves
        return replace(room, height=height * 2 if compared else height)
    if room is not WIDE:
        return replace(room, height=max(LEAST, room.height - part.below * 2 / 3))
    taken = part.below - BRIEF * (part.below > 0) + READY * (part.ready is not None) + MOVES * moves
    if len(board.tracks) > 1:
        wide = sum(letters(track.title) + 5 for track in board.tracks)
        taken += CHOICES * (ceil(wide / LETTERS) if len(board.tracks) <= MAX_BUTTONS else 1)
    taken += SUMS * any(len(track.groups) > 1 for track in board.tracks)
    taken -= SILENT * all(not track.groups for track in board.tracks)
    return replace(room, height=max(LEAST, WHOLE - taken))
