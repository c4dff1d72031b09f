"""The formulas of a scene, typeset as MathML, which every browser draws by itself."""

from __future__ import annotations

import re

from conv.geometry import AxisGeometry, ConvGeometry
from conv.reductions import PostOperation
from conv.steps import Walk
from conv.ui.words.labels import activation_label
from conv.ui.words.numbers import number_text, signed

HIDDEN = ' style="display: none"'
FLOOR = ('<mo class="kw-floor">⌊</mo>', '<mo class="kw-floor">⌋</mo>')


def step_formula(walk: Walk, *, indices: bool = False) -> str:
    """h[i, j] = f(sum over c, k, l of w[c, k, l] * x[c, s*i + d*k, s*j + d*l] + b), with this walk's parts.

    Stride, dilation, channels and divisor appear where the walk uses them. What is done with a sum is marked
    (`data-post`), as the player changes it; what the walk leaves out is there and not shown.

    Args:
        walk: The layer.
        indices: Put this walk's stride and dilation in, and mark i and j (`data-index`) for the player to fill.
    """
    rows, cols = walk.geometry.rows, walk.geometry.cols
    values, functions = walk.reduction.values, [each.value for each in walk.reduction.post if each.is_function]
    channel = "c , " if len(walk.weight) > 1 else ""
    place = [
        _position("i", rows.stride, "k", rows.dilation, indices),
        _position("j", cols.stride, "l", cols.dilation, indices),
    ]
    total = (
        _under("∑", channel + "k , l")
        + _row(f"w [ {channel}k , l ] ⋅ x [ {channel}")
        + place[0]
        + _row(",")
        + place[1]
        + _row("]")
    )
    divided = f"<mn>1</mn><mn data-value>{signed(values['divided'])}</mn>"
    total = _post("mfrac", "divided", divided, values["divided"] != 1) + total
    left = f"<mi>h</mi><mo>[</mo>{_index('i', indices)}<mo>,</mo>{_index('j', indices)}<mo>]</mo><mo>=</mo>"
    if not indices:
        return _math(f"{left}<mi>f</mi><mrow><mo>(</mo>{total}{_row('+ b')}<mo>)</mo></mrow>")
    number, function = values["bias"], activation_label(functions[-1]) if functions else ""
    sign = f'<mo data-sign form="infix">{"−" if number < 0 else "+"}</mo>'
    bias = f"{sign}<mn data-value>{number_text(abs(number))}</mn>"
    inner = total + f'<mrow data-post="bias" data-kept>{bias}</mrow>'
    name, *brackets = (
        _post(tag, "function", text, bool(function)) for tag, text in (("mi", function), ("mo", "("), ("mo", ")"))
    )
    return _math(f"{left}{name}<mrow>{brackets[0]}{inner}{brackets[1]}</mrow>")


def gradient_formula(geometry: ConvGeometry) -> str:
    """What each g[i, j] adds, with the stride and dilation in letters where they are not 1."""
    rows, cols = geometry.rows, geometry.cols
    place = [
        _position("i", rows.stride, "k", rows.dilation, False),
        _position("j", cols.stride, "l", cols.dilation, False),
    ]
    pixel = _row("x [") + place[0] + _row(",") + place[1] + _row("]")
    added = _row("+= g [ i , j ]")
    return _math(
        _partial("x")
        + _row("[")
        + place[0]
        + _row(",")
        + place[1]
        + _row("]")
        + added
        + _row("⋅ w [ k , l ] ,")
        + "<mspace width='1em'/>"
        + _partial("w")
        + _row("[ k , l ]")
        + added
        + _row("⋅")
        + pixel
        + _row(",")
        + "<mspace width='1em'/>"
        + _partial("b")
        + added
    )


def _post(tag: str, name: str, inner: str, shown: bool) -> str:
    """A part of a formula that stands there while something is done with the sum."""
    return f'<{tag} data-post="{name}"{"" if shown else HIDDEN}>{inner}</{tag}>'


def _partial(name: str) -> str:
    return f"<mrow><mo>∂</mo><mi>L</mi><mo>/</mo><mo>∂</mo><mi>{name}</mi></mrow>"


def post_text(operation: PostOperation) -> str:
    """What is done to a number, without the number: its sign and its value.

    >>> post_text(PostOperation("divided", 9)), post_text(PostOperation("bias", -2))
    ('÷ 9', '− 2')
    """
    return number_text_after(operation.kind.sign, operation.value)


def number_text_after(sign: str, value: float) -> str:
    """A sign and a number, as what follows a sum is written.

    >>> number_text_after("÷", -3), number_text_after("+", -3)
    ('÷ −3', '− 3')
    """
    return f"{sign} {signed(value)}".replace("+ −", "− ")


def size_formula(axis: AxisGeometry, name: str, axis_key: str) -> str:
    """floor((n + 2p - d(k - 1) - 1) / s) + 1 with this axis's numbers, before and after where they differ.

    Each term is marked `data-term="KEY-TERM"`, the keys of `size_term_boxes`, and can be pointed at and focused: it is
    a button with a formula in it, as a formula cannot hold buttons.
    """
    padding = f"2 ⋅ {axis.before}" if axis.before == axis.after else f"{axis.before} + {axis.after}"

    def term(key: str, content: str) -> str:
        content = content.replace("<mo>", '<mo form="infix">', 1) if content.startswith("<mo>") else content
        return f'<span data-term="{axis_key}-{key}" tabindex="0" role="button">{_math(content)}</span>'

    numerator = (
        term("n", _row(str(axis.size)))
        + _math(_row("+"))
        + term("p", _row(padding))
        + term("span", _row(f"− {axis.dilation} ⋅ ( {axis.kernel_size} − 1 ) − 1"))
    )
    fraction = f"<span>{numerator}</span><span>{term('s', _row(str(axis.stride)))}</span>"
    left = _math(f"<msub><mi>n</mi><mtext>{name}</mtext></msub><mo>=</mo>{FLOOR[0]}")
    right = term("floor", FLOOR[1]) + term("one", _row("+ 1")) + _math(_row(f"= {axis.output_size}"))
    return f'<span class="kw-terms">{left}<span class="kw-fraction">{fraction}</span>{right}</span>'


def general_size_formula() -> str:
    """floor((n + 2p - d(k - 1) - 1) / s) + 1, in letters (Dumoulin and Visin, arXiv:1603.07285, relationship 15)."""
    numerator = _row("n + 2 p − d ( k − 1 ) − 1")
    floor = f"{FLOOR[0]}<mfrac><mrow>{numerator}</mrow><mi>s</mi></mfrac>{FLOOR[1]}"
    return _math("<msub><mi>n</mi><mtext>out</mtext></msub><mo>=</mo>" + floor + _row("+ 1"), large=True)


def _position(index: str, stride: int, tap: str, dilation: int, indices: bool) -> str:
    """s*i + d*k, its factors of 1 left out."""
    step = "" if stride == 1 else _row(f"{stride if indices else 's'} ⋅")
    reach = "" if dilation == 1 else f"{dilation if indices else 'd'} ⋅ "
    return step + _index(index, indices) + _row(f"+ {reach}{tap}")


def _index(name: str, marked: bool) -> str:
    return f'<mn data-index="{name}">{name}</mn>' if marked else f"<mi>{name}</mi>"


def _under(operator: str, below: str) -> str:
    return f'<munder><mo movablelimits="false">{operator}</mo><mrow>{_row(below)}</mrow></munder>'


def _row(tokens: str) -> str:
    """Tokens parted by spaces: numbers, names and operators."""
    return "".join(
        f"<mn>{token}</mn>"
        if re.fullmatch(r"-?[\d.e+-]*\d", token)
        else f"<mi>{token}</mi>"
        if token.isalpha()
        else f"<mo>{token}</mo>"
        for token in tokens.split()
    )


def _math(content: str, *, large: bool = False) -> str:
    """An inline formula; a large one writes its fractions in full size."""
    return f'<math translate="no" display="inline" displaystyle="{str(large).lower()}">{content}</math>'
