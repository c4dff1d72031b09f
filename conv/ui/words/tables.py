"""Tables in Markdown."""

from __future__ import annotations


def table_line(*cells: object) -> str:
    """A line of a table.

    >>> table_line("Rows", 3)
    '| Rows | 3 |'
    """
    return f"| {' | '.join(map(str, cells))} |"
