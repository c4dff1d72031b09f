"""What the player says: the words of a walk's step, and those of its controls; places in braces are filled there."""

from __future__ import annotations

from typing import Any

from conv.reductions import KINDS, PostOperation, Reduction
from conv.text import _, all_forms, ngettext
from conv.ui.words.labels import activation_label, scale_meaning
from conv.ui.words.numbers import signed


def step_words(reduction: Reduction) -> dict[str, Any]:
    """The clauses of a step; those that apply are joined to one sentence.

    Args:
        reduction: How the number is made.

    Returns:
        "window", or instead of it "own" (with the same place in the picture, where padding shifts it) or "outside",
        "reduced" in all forms, its "sign" beside a running number, "picked" (where the term stands that decides, if one
        alone does), and "post" with each one's name and value, its
        "line" (with places for {number} and {value}) and the "brief" one without the number, and its clauses: "clause",
        or "kept" and "changed" for a number that an activation leaves or changes.
    """
    return {
        "window": _("Row {row}, column {col}: the window covers {rows} and {cols}"),
        "own": _(
            "Row {row}, column {col}: the window covers {rows} and {cols} of the padded picture, which are {own_rows} "
            "and {own_cols} of the picture itself"
        ),
        "outside": _(
            "Row {row}, column {col}: the window covers {rows} and {cols} of the padded picture, all of it padding"
        ),
        "reduced": all_forms(KINDS[reduction.kind].sentence),
        "sign": _(KINDS[reduction.kind].sign),
        "picked": _("it stands in row {row}, column {col} of the picture"),
        "post": [post_words(operation) for operation in reduction.post],
    }


def field_words(read: int, height: int, width: int) -> dict[str, Any]:
    """What is said of a cell of a stack's last layer, which reads so many pixels of its field."""
    sentences = {
        "window": ngettext(
            "Cell {{row}}, {{col}} of the last layer reads {read} pixel of the {height} × {width} in its receptive "
            "field, {{rows}} and {{cols}}",
            "Cell {{row}}, {{col}} of the last layer reads {read} pixels of the {height} × {width} in its receptive "
            "field, {{rows}} and {{cols}}",
            read,
        ),
        "own": ngettext(
            "Cell {{row}}, {{col}} of the last layer reads {read} pixel of the {height} × {width} in its receptive "
            "field, {{rows}} and {{cols}} of the padded picture, which are {{own_rows}} and {{own_cols}} of the "
            "picture itself",
            "Cell {{row}}, {{col}} of the last layer reads {read} pixels of the {height} × {width} in its receptive "
            "field, {{rows}} and {{cols}} of the padded picture, which are {{own_rows}} and {{own_cols}} of the "
            "picture itself",
            read,
        ),
        "outside": ngettext(
            "Cell {{row}}, {{col}} of the last layer reads {read} pixel of the {height} × {width} in its receptive "
            "field, {{rows}} and {{cols}} of the padded picture, all of it padding",
            "Cell {{row}}, {{col}} of the last layer reads {read} pixels of the {height} × {width} in its receptive "
            "field, {{rows}} and {{cols}} of the padded picture, all of it padding",
            read,
        ),
    }
    filled = {name: each.format(read=read, height=height, width=width) for name, each in sentences.items()}
    return {**filled, "reduced": "", "post": []}


def post_words(operation: PostOperation, said: str = "") -> dict[str, Any]:
    """How an operation is written beside a number, as a question names it, and its clauses; its value as `said`."""
    kind, value = operation.kind, operation.value
    said = said or (activation_label(value) if operation.is_function else signed(value))
    clauses = [sentence.format(value=said) for sentence in kind.sentences()]
    names = ("clause",) if len(clauses) == 1 else ("kept", "changed")
    found = dict(zip(names, clauses, strict=True))
    if operation.is_function:  # the browser knows a function by its own name
        return {"name": value, "line": f"{said}({{number}})", "brief": said, **found}
    brief = f"{kind.sign} {{value}}"
    return {"name": operation.name, "value": value, "line": f"{{number}} {brief}", "brief": brief, **found}


def player_words() -> dict[str, Any]:
    """Labels and sentences of the player; those that count something in all forms."""
    return {
        # Translators: how a clause follows another one of the same sentence.
        "and_then": _("{first}; {second}"),
        # Translators: how a sentence ends that is made of such clauses.
        "full_stop": _("{clauses}."),
        # Translators: how a sentence follows another one.
        "beside": _("{first} {second}"),
        "walk_s": _("{walk}: {map}"),
        # Translators: how a thing follows another one of a list.
        "listed": _("{first}, {second}"),
        "player": _("Player: walk the kernel over the picture"),
        "first": _("First step (Home)"),
        "previous": _("Previous step (left arrow)"),
        "play": _("Play (space)"),
        "pause": _("Pause (space)"),
        "next": _("Next step (right arrow)"),
        "last": _("Last step (End)"),
        "up": _("One row up (up arrow)"),
        "down": _("One row down (down arrow)"),
        "scrub": _("Step"),
        "speed": _("Speed (plus and minus keys)"),
        "loop": _("Loop"),
        "slow": _("Slow motion"),
        "slow_help": _("Walk through the terms of one window, one at a time"),
        "whole": _("Whole map"),
        "whole_help": _("Show every cell at once, as if the walk were over"),
        "cursor": _("Cells"),
        "cursor_help": _("Walk the cells of a panel with the arrow keys and hear what each one reads and makes"),
        "cursor_panel": _("Panel for the arrow keys"),
        "cursor_off": _("Arrow keys: steps"),
        "cursor_on": _("Arrow keys: cells of {panel}, {height} × {width}"),
        "present": _("Presentation view (p; Escape ends it)"),
        "save": _("Save and share: link, picture, animation, numbers, code"),
        "divider": _("Divider: the picture on its left, the map on its right (arrow keys)"),
        "chosen": _("Chosen: {name}."),
        "fixed": _("Its numbers follow from the settings; they are not changed on the board."),
        "scale_own": scale_meaning(shared=False),
        "scale_shared": scale_meaning(shared=True),
        "hint": _("Keys: space plays, arrows step, Home and End jump."),
        "rate": _("{rate} a second"),
        "fast": _("Fast"),
        "position": _("Step {step} of {steps}"),
        "row": _("row {first}"),
        "rows": _("rows {first} to {last}"),
        "rows_apart": _("rows {first} to {last} with gaps"),
        "col": _("column {first}"),
        "cols": _("columns {first} to {last}"),
        "cols_apart": _("columns {first} to {last} with gaps"),
        "row_end": _("The row is done: the window goes back to the left, one stride further down."),
        "touches_padding": _("This window touches the padding, the hatched cells around the picture."),
        "outweighed": _("The negative products, {negative}, outweigh the positive ones, {positive}."),
        "all_negative": _("No product is positive."),
        "cancelled": _("The positive products, {positive}, and the negative ones, {negative}, cancel out."),
        "all_zero": _("Every product is 0."),
        "so_far": _("Term {number} of {count}: so far {sum}."),
        "term": _("Term {number} of {count}: {term}."),
        "with_bias": _("with the bias {bias}, that is {number}"),
        "cell": _("{panel}, row {row}, column {col}: {value}."),
        "hidden": _("{panel}, row {row}, column {col}: not computed yet."),
        "readers": all_forms(lambda count: ngettext("{count} window reads it.", "{count} windows read it.", count)),
        "one_reader": _("One window reads it: that of row {row}, column {col} of the map."),
        "no_reader": _("No window reads it."),
        "multiplies": all_forms(
            lambda count: ngettext(
                "It multiplies {count} pixel, that of the only window.",
                "It multiplies {count} pixels, one in every window.",
                count,
            )
        ),
        "multiplies_gradients": all_forms(
            lambda count: ngettext(
                "It multiplies {count} gradient, that of the only window.",
                "It multiplies {count} gradients, one in every window.",
                count,
            )
        ),
        "is_added": all_forms(
            lambda count: ngettext("It is added to the only cell.", "It is added to every one of {count} cells.", count)
        ),
        "landed": _("{terms} = {sum}."),
        "plain_zero": _("This padding cell is a plain zero."),
        "copied": _("This padding cell copies the pixel in row {row}, column {col} of the picture."),
        "own_pixel": _("In the picture itself that is row {row}, column {col}."),
        "no_cell": _(
            "{panel}: the feature map is {height} × {width} and has no cell in row {row}, column {col}; "
            "the larger maps go on."
        ),
        "panels": _("Walk whose numbers are shown"),
        "channel_sum": _("{channel}: {sum}"),
        "terms": _("Terms"),
        "terms_pixel": _("Pixels of the window"),
        "terms_pixel_weight": _("Pixel times weight"),
        "terms_bias": _("Bias"),
        "terms_gradient": _("Gradients of the window"),
        "terms_gradient_pixel": _("Pixel times gradient"),
        "terms_gradient_slope": _("Gradient times slope"),
        "terms_gradient_weight": _("Gradient times weight"),
        "legend": _("Legend"),
        "moved": _("The picture moved: {shift}."),
        **camera_words(),
        "unsupported": _(
            "This browser does not let the player draw on the figure. The buttons above it walk step by step."
        ),
        **edit_words(),
        **quiz_words(),
    }


def camera_words() -> dict[str, str]:
    """What is said around a live camera."""
    return {
        "camera": _("Live camera: its pictures run through the kernels"),
        "camera_freeze": _("Freeze this picture"),
        "camera_stop": _("Stop"),
        "camera_which": _("Which camera"),
        "camera_mirror": _("Mirrored"),
        "camera_private": _("The pictures stay in this browser; only one that you freeze is sent to the server."),
        "camera_refused": _(
            "The browser does not let this page use the camera; allow it beside the address, and start again."
        ),
        "camera_none": _("No camera was found. Connect one, or choose a picture on the left."),
        "camera_insecure": _("A browser gives the camera only to pages over https, and this page is not one."),
        "camera_failed": _("The camera gives no picture; another program may be using it."),
    }


def edit_words() -> dict[str, Any]:
    """What is said where numbers are changed on the board."""
    return {
        "edit": _("Change numbers: drag a weight up or down, paint pixels"),
        "edit_hint": _("Drag a weight up or down, or double-click any number to type."),
        "paint_hint": _("Paint with"),
        "brush": _("Value to paint with"),
        "presets": _("Known kernels: point at one to try it, click to take it"),
        "functions": _("Activations: point at one to try it, click to take it"),
        "brush_widths": _("Width of the pen"),
        "brush_width": all_forms(lambda count: ngettext("Pen {count} cell wide", "Pen {count} cells wide", count)),
        "eraser": _("Eraser"),
        "clear": _("Clear the picture"),
        "undo": _("Undo (Ctrl+Z)"),
        "redo": _("Redo (Ctrl+Y)"),
        "edited": _("{panel}, row {row}, column {col}: now {value}."),
        "edited_number": _("{panel}: now {value}."),
        "type_the_number": _("{panel}: type a number"),
        "number": _("{panel}: {value}."),
        "no_zero": _("{panel} must not be 0; the old value was kept."),
        "type_number": _("{panel}, row {row}, column {col}: type a number"),
        "no_number": _("“{text}” is not a number; the old value was kept."),
        "two_meanings": _(
            "“{text}” can be read in two ways; type it without the comma, or with a point. The old value was kept."
        ),
        "too_large": _("Numbers go from −1,000,000 to 1,000,000; “{text}” was not taken, and the old value was kept."),
        "shortened": _("“{text}” was taken as {value}: nine digits are kept."),
    }


def quiz_words() -> dict[str, Any]:
    """Questions, answers and labels of the quiz."""
    return {
        "quiz_kinds": _("Kind of question"),
        "quiz_kind_size": _("Size"),
        "quiz_kind_value": _("Number"),
        "quiz_kind_told": _("Number"),
        "quiz_kind_added": _("What is added"),
        "quiz_kind_largest": _("The largest"),
        "quiz_kind_reads": _("What a cell reads"),
        "quiz_kind_readers": _("Who reads a pixel"),
        "quiz_of": _("Question {number} of {count}."),
        "quiz_size": _("What size will “{panel}” have? {terms}"),
        "quiz_value": _("Which number stands in row {row}, column {col} of “{panel}”? Its window is marked."),
        "quiz_added": _(
            "Row {row}, column {col} of “{panel}” takes its step: what does it add to “{gradient}” in row {down}, "
            "column {across}?"
        ),
        "quiz_largest": _("Which weight has the largest number in “{gradient}”, up or down? Choose it in “{panel}”."),
        "quiz_whole": _("It is a whole number."),
        "quiz_decimals": all_forms(lambda count: ngettext("Give {count} decimal.", "Give {count} decimals.", count)),
        "quiz_post": _("After the sum: {post}."),
        "quiz_reads": _("Which cells does row {row}, column {col} of “{panel}” read?"),
        "quiz_readers": _("Which cells of “{panel}” read the marked pixel, row {row}, column {col}?"),
        "quiz_lands": _("On which cells of “{made}” does row {row}, column {col} of “{panel}” land?"),
        "quiz_stampers": _(
            "Which cells of “{panel}” land on the marked cell of “{made}”, row {row}, column {col}? Choose them."
        ),
        "quiz_each": _("Click them on the board, or use the arrows and Enter."),
        "quiz_corners": _("Click two opposite corners of the area, or use the arrows and Enter."),
        "quiz_corner": _("One corner is row {row}, column {col}; now the opposite one."),
        "quiz_rows": _("Rows"),
        "quiz_cols": _("Columns"),
        "quiz_number": _("The number"),
        "quiz_pick": _("Or pick one"),
        "quiz_product": _("Product {term}"),
        "quiz_optional": _("Fill the products in, if you like: each one is checked."),
        "quiz_check": _("Check"),
        "quiz_next": _("Next question"),
        "quiz_end": _("See the score"),
        "quiz_incomplete": _("Answer first: a number in each field, or cells on the board."),
        "quiz_right": _("Right: {value}."),
        "quiz_wrong": _("{typed} is not right; it is {value}."),
        "quiz_terms": all_forms(
            lambda count: ngettext(
                "One of your products is wrong: it is marked, with its number.",
                "{count} of your products are wrong: they are marked, with their numbers.",
                count,
            )
        ),
        "quiz_right_size": _("Right: {rows} × {cols}."),
        "quiz_wrong_size": _("It is {rows} × {cols}: ⌊(n + padding − d(k − 1) − 1) / s⌋ + 1."),
        "quiz_right_cells": _("Right: all {count} of them."),
        "quiz_wrong_cells": _("{missed} of {count} are missing, and {extra} too many. The right ones are framed."),
        "quiz_painted": _("Cells chosen: {count}."),
        "quiz_at": _("Row {row}, column {col}."),
        "quiz_score": _("{right} of {count} right."),
        "quiz_none": _("This scene has nothing to ask about; choose a smaller picture."),
        "quiz_missed": _("Look again at questions {questions}."),
        "quiz_again": _("The same questions again"),
        "quiz_others": _("Other questions"),
        "quiz_leave": _("Leave the quiz"),
    }
