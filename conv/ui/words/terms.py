"""A line of terms as it is written for each kind of reduction; the player's `reductions.js` writes the same."""

from __future__ import annotations

from collections.abc import Sequence


def terms_text(kind: str, texts: Sequence[str], count: int) -> str:
    """What makes a number of so many terms, of which those in the middle may be left out, without the number.

    >>> terms_text("dot", ["1×2", "3×0"], 2), terms_text("mean", ["1", "2"], 2), terms_text("max", ["1", "2"], 2)
    ('1×2 + 3×0', '(1 + 2) ÷ 2', 'max(1, 2)')
    """
    if kind in ("dot", "sum"):
        return " + ".join(texts)
    if kind == "mean":
        return f"({' + '.join(texts)}) ÷ {count}"
    if kind == "norm":
        return f"√({' + '.join(f'{text}²' for text in texts)})"
    if kind == "difference":
        return " − ".join(texts)
    if kind == "softmax":
        own, *others = (f"exp({text})" for text in texts)
        return f"{own} ÷ ({' + '.join(others)})"
    return f"{kind}({', '.join(texts)})"
