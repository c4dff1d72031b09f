"""One server and one Chromium for all browser tests; a fresh page for each."""

import pytest
from playwright.sync_api import sync_playwright

from tests.driving import launch, open_page, running_app

VIEW = {"width": 1366, "height": 768}


@pytest.fixture(scope="session")
def address():
    with running_app() as found:
        yield found


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(address, browser):
    """Open a path of the app; gives the page, with the errors of its scripts in `page.script_errors`."""
    contexts = []

    def opened(path="/step", **options):
        context = browser.new_context(**{"viewport": VIEW, **options})
        contexts.append(context)
        page = context.new_page()
        page.script_errors = []
        page.on("pageerror", lambda error: page.script_errors.append(error))
        open_page(page, address + path)
        return page

    yield opened
    for context in contexts:
        errors = [error for page in context.pages for error in page.script_errors]
        context.close()
        assert errors == []
