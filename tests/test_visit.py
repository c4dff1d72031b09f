"""The record of a visit: one key of the session, and one place that writes the address."""

import re
from pathlib import Path

from tests.apps import open_page, widget

ROOT = Path(__file__).parents[1] / "conv"


def test_two_visits_have_records_of_their_own():
    first, second = open_page("step"), open_page("step")
    widget(first, "number_input", "stride_row").set_value(2).run()
    assert first.session_state.visit.name != second.session_state.visit.name
    assert first.session_state.visit.scene.stride == (2, 2)
    assert second.session_state.visit.scene.stride == (1, 1)
    assert first.session_state.visit.address["stride"] == "2"
    assert "stride" not in second.session_state.visit.address


def written_by(pattern):
    """Modules with a line of such a pattern, but for the component, whose state is Streamlit's."""
    return {file.relative_to(ROOT).as_posix() for file in ROOT.rglob("*.py") if re.search(pattern, file.read_text())}


def test_nothing_but_the_record_is_kept_in_the_session():
    assert written_by(r"session_state(\.\w+|\[.+\])? = |session_state\.(setdefault|update)|= st\.session_state$") == {
        "ui/scene/session.py"  # the record
    }


def test_one_module_writes_the_address_bar_and_one_the_links():
    assert written_by(r"query_params(\.\w+|\[.+\])? = |query_params\.(from_dict|update|clear)") == {"ui/scene/visit.py"}
    assert written_by(r"urlencode\(") == {"ui/scene/address.py"}
