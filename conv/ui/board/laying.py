"""Tracks out of operations: which panels the terms of a cell stand on, and in which role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conv.operations import PIXEL, Factor, Operation, Shape
from conv.ui.board.board import Group, Operand, Panel, Track
from conv.ui.words.narration import step_words


def lay_track(
    operation: Operation,
    shape: Shape,
    inputs: Sequence[Panel],
    target: str,
    *,
    channel: int = 0,
    parameters: Mapping[str, Sequence[Panel]] | None = None,
    labels: Sequence[str] = (),
    title: str = "",
    **more: Any,
) -> Track:
    """The walk over one output channel of any operation.

    Args:
        operation: What is walked.
        shape: (C, H, W) of its input.
        inputs: A panel for each channel that the output channel reads, or one that holds them all.
        target: Name of the panel of the output channel.
        channel: Its number.
        parameters: By the roles of learned numbers, a panel for each group of terms, or one that holds all.
        labels: Names of the groups of terms, where there are several.
        title: What the walk is called.
        more: Further attributes of the track.
    """
    terms = operation.terms(shape, channel)
    read = sorted({factor.channel for each in terms for factor in each.factors if factor.role == PIXEL})
    panels = {PIXEL: inputs, **(parameters or {})}
    groups = []
    for number, each in enumerate(terms):
        label = labels[number] if number < len(labels) and len(terms) > 1 else ""
        groups.append(Group(label, tuple(_operand(factor, number, read, panels) for factor in each.factors)))
    reduction = operation.reduction(channel)
    settings: dict[str, Any] = {"words": step_words(reduction)} | more
    size = operation.output_shape(shape)[1:]
    return Track(title, target, size, tuple(groups), reduction=reduction, **settings)


def _operand(factor: Factor, number: int, read: Sequence[Any], panels: Mapping[str, Sequence[Panel]]) -> Operand:
    own = panels[factor.role]
    place = read.index(factor.channel) if factor.role == PIXEL else number
    several = factor.role == PIXEL and len(own) == 1 and len(read) > 1
    return Operand(
        own[place % len(own)].name,
        factor.rows,
        factor.cols,
        channel=place if several else 0,
        by_step=factor.by_cell,
        role=factor.role,
    )
