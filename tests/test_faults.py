"""What the program itself does wrong: a sentence on the page, the scene in the log, and all else as it was."""

import dataclasses
import traceback

import numpy as np
import pytest

from conv.operations import Convolution, Dense, L2Pooling, MaxPooling, Softmax, TransposedConvolution
from conv.refusal import Refusal
from conv.ui import shell
from conv.ui.lesson import Content
from conv.ui.lessons import stride
from tests.apps import LESSONS, from_menu, open_page, player, shown_scene, widget

FAULTS = [ValueError("operands could not be broadcast together"), TypeError("unhashable type"), KeyError("map")]
SENTENCE = "Something went wrong here. It is our fault, not yours"


@pytest.fixture
def broken(monkeypatch):
    """Makes the builder of the stride lesson raise something in place of its content, or in one room of it."""

    def breaks(error, where="build"):
        part = LESSONS["stride"].parts[0]

        def build(scene, picture):
            if where == "build":
                raise error
            content = stride.build(scene, picture)

            def below():
                raise error

            return dataclasses.replace(content, below=below)

        lesson = LESSONS["stride"]
        changed = dataclasses.replace(lesson, parts=(dataclasses.replace(part, build=build), *lesson.parts[1:]))
        whole = shell.show_lesson
        monkeypatch.setattr(
            "conv.ui.shell.show_lesson",
            lambda shown, below=None: whole(changed if shown.name == "stride" else shown, below),
        )

    return breaks


@pytest.mark.parametrize("error", FAULTS, ids=repr)
def test_a_builder_that_fails_gives_a_sentence_and_a_log_entry_with_its_scene(broken, faults, error):
    broken(error)
    app = open_page("stride", stride="2,1", kernel="sharpen")  # which asserts that there is no exception
    (said,) = app.error
    assert said.value.startswith(SENTENCE)
    assert "**Reset**" in said.value
    assert str(error) not in said.value
    (record,) = faults
    assert "/stride?kernel=sharpen&stride=2%2C1&topic=stride" in record.getMessage()
    assert record.exc_info[1] is error
    assert "in build" in "".join(traceback.format_exception(error))  # the log has the traceback
    faults.clear()


def test_nothing_else_is_lost_by_a_fault(broken, faults):
    broken(TypeError("no"))
    app = open_page("stride", stride="2", kernel="sharpen")
    assert player(app) is None
    assert [title.value for title in app.title] == ["Stride and dilation"]
    assert widget(app, "number_input", "stride_row").value == 2
    widget(app, "number_input", "stride_row").set_value(3).run()  # the sidebar goes on
    assert shown_scene(app).stride == (3, 3)
    assert shown_scene(app).kernel == "sharpen"
    assert "stride=3&" in faults[-1].getMessage()
    app.button(key="restart_alt").click().run()  # so does what the sentence names
    assert shown_scene(app).stride == LESSONS["stride"].parts[0].opening.stride
    faults.clear()
    from_menu(app, "step")
    assert player(app) is not None
    assert not app.error


def test_a_fault_below_the_board_leaves_the_board(broken, faults):
    broken(ZeroDivisionError("no"), where="below")
    app = open_page("stride")
    assert player(app) is not None
    (said,) = app.error
    assert said.value.startswith(SENTENCE)
    assert len(faults) == 1
    faults.clear()


def test_a_refusal_is_said_as_it_stands_and_logged_nowhere(broken):
    broken(Refusal("`stride` must be at least 1, got 0."))
    app = open_page("stride")
    assert app.error[0].value.startswith("stride must be at least 1, got 0.")


def test_a_compared_setting_that_fails_leaves_the_other(monkeypatch, faults):
    part = LESSONS["step"].parts[0]

    def build(scene, picture) -> Content:
        if scene.bias == 7:
            raise IndexError("no")
        return part.build(scene, picture)

    changed = dataclasses.replace(LESSONS["step"], parts=(dataclasses.replace(part, build=build),))
    whole = shell.show_lesson
    monkeypatch.setattr(
        "conv.ui.shell.show_lesson",
        lambda shown, below=None: whole(changed if shown.name == "step" else shown, below),
    )
    app = open_page("step", beside="bias 7")
    assert player(app) is not None
    assert app.error[0].value.startswith("A: Something went wrong here.")
    assert "bias=7" in faults[0].getMessage()
    faults.clear()


def test_what_an_operation_refuses_is_a_refusal():
    for operation, shape in (
        (Convolution(5), (1, 3, 3)),
        (Convolution(3, groups=2), (3, 5, 5)),
        (MaxPooling(2, padding=2), (1, 4, 4)),
        (L2Pooling(2, padding=1), (1, 4, 4)),
        (TransposedConvolution(2, padding=9), (1, 2, 2)),
        (Dense.of(np.ones((2, 3))), (1, 2, 2)),
        (Softmax(), (1, 2, 2)),
    ):
        with pytest.raises(Refusal):
            operation.output_shape(shape)
