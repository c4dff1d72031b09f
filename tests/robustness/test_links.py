"""Links of every kind over every page and part: no traceback, no blank page, a message for what was left out."""

import numpy as np
import pytest

from tests.apps import open_page, player
from tests.robustness.links import PARTS, link
from tests.robustness.running import run


@pytest.mark.soak
def test_links_give_a_board_or_a_message_within_three_seconds_and_500_mb(amount, figures):
    printed = run("links", amount(300, 6000), 1)
    assert "links: {'board'" in printed
    figures(printed)


@pytest.mark.soak
def test_pages_opened_by_links_show_a_stage_or_say_why_not(amount, figures):
    rng = np.random.default_rng(2)
    count = amount(40, 800)
    stages = 0
    for number in range(count):
        lesson, part = PARTS[number % len(PARTS)]
        query = link(rng, part.name)
        app = open_page(lesson.name, **query)  # which asserts that there is no exception
        stage = player(app) is not None
        assert stage or app.error, (lesson.name, query)
        assert len(app.title) == 1
        stages += stage
    figures(f"{count} links, {stages} with a stage, the others with the reason")
