"""Draws the README's moving picture, as the app saves it: `python assets/readme.py`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from conv.ui.board.picture import BoardPicture
from conv.ui.board.placement import WIDE, place_board
from conv.ui.lesson import Picture
from conv.ui.lessons.step import build
from conv.ui.saving.film import film
from conv.ui.scene.record import Scene

if __name__ == "__main__":
    board = build(Scene(), Picture()).board
    made = film(BoardPicture(board, place_board(board, WIDE)), range(board.steps), per_second=1)
    Path(__file__).with_name("readme.gif").write_bytes(made)
