"""A sample of the links that tests/robustness/links.py makes, in a browser."""

from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.robustness.links import PARTS, link


@pytest.mark.soak
def test_links_of_every_kind_open_without_a_blank_page(visit, address, amount, figures):
    rng = np.random.default_rng(3)
    page = visit("/step", fresh=True)
    stages, count = 0, amount(4, 150)
    for number in range(count):
        lesson, part = PARTS[number * 7 % len(PARTS)]
        query = {name: text[:500] for name, text in link(rng, part.name).items() if name and "\x00" not in name + text}
        page.goto(f"{address}/{lesson.name}?{urlencode(query)}")
        stage = page.locator('[data-testid="player"][data-ready="true"]')
        refusal = page.get_by_test_id("stAlertContentError")
        expect(stage.or_(refusal).first).to_be_visible()
        expect(page.get_by_text("Traceback")).to_have_count(0)
        stages += stage.count()
    figures(f"{count} links, {stages} with a stage, the others with the reason")
