"""The numbers of a board as files: every panel as CSV and NPY, and a walk as a table of its steps."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np

from conv.ui.board.board import Board, Track
from conv.ui.board.facts import cell_facts
from conv.ui.board.panel import Panel

MAX_STEPS = 20_000  # lines of the table of steps


def numbers_zip(board: Board, track: Track, image: np.ndarray | None = None) -> bytes:
    """A ZIP file of all numbers.

    Every panel is there as NAME.csv and NAME.npy; a picture with its padding also without it, as NAME_inside. The walk
    is there as steps.csv, where it has at most 20,000 steps and a reduction.

    Args:
        board: Whose panels.
        track: Whose steps.
        image: The picture without padding, shape (C, H, W), for picture.npy.
    """
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as files:
        for panel in board.panels:
            for name, values in _arrays(panel).items():
                if values.ndim == 2:
                    files.writestr(f"{name}.csv", matrix_csv(values))
                files.writestr(f"{name}.npy", _npy(values))
        if image is not None:
            files.writestr("picture.npy", _npy(image))
        if track.reduction is not None and track.groups and track.size[0] * track.size[1] <= MAX_STEPS:
            files.writestr("steps.csv", steps_csv(board, track))
    return packed.getvalue()


def matrix_csv(values: np.ndarray) -> str:
    """A matrix with all its digits; a cell without a value is empty."""
    lines = [
        ",".join("" if np.isnan(value) else repr(int(value) if value.is_integer() else value) for value in row)
        for row in values.astype(float).tolist()
    ]
    return "\n".join(lines) + "\n"


def steps_csv(board: Board, track: Track) -> str:
    """A line for each step: its number, row and column, the terms, their sum, and the output."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    rows, cols = track.size
    facts = [cell_facts(board, track, row, col) for row in range(rows) for col in range(cols)]
    maximum = max(sum(map(len, each.terms)) for each in facts)
    writer.writerow(["step", "row", "column", *(f"term_{number}" for number in range(maximum)), "sum", "output"])
    for step, each in enumerate(facts):
        terms = [_plain(term) for group in each.terms for term in group.tolist()]
        row, col = divmod(step, cols)
        filled = [*terms, *[""] * (maximum - len(terms))]
        writer.writerow([step, row, col, *filled, _plain(each.numbers[0]), _plain(each.numbers[-1])])
    return text.getvalue()


def _arrays(panel: Panel) -> dict[str, np.ndarray]:
    found = {panel.name: panel.values}
    if panel.inset is not None:
        top, left, height, width = panel.inset
        if (height, width) != panel.shape:
            found[f"{panel.name}_inside"] = panel.values[top : top + height, left : left + width]
    return found


def _npy(values: np.ndarray) -> bytes:
    packed = BytesIO()
    np.save(packed, np.ascontiguousarray(values))
    return packed.getvalue()


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value
