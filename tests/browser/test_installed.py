"""The wheel, installed in an empty environment: its command starts the app, and a browser walks."""

import os
import subprocess

import pytest
from playwright.sync_api import expect

from conv.ui.serving.processes import free_ports
from pages import find_lessons
from tests.browser.gestures import part, step
from tests.driving import open_page, wait_until_healthy
from tests.packages import build, install


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    """The programs of an environment in which the wheel is installed."""
    folder = tmp_path_factory.mktemp("installed")
    return install(build(folder)[1], folder / "environment")


@pytest.fixture
def started(programs, tmp_path):
    """Starts the command somewhere else, and gives the address; ends it, and looks at what it said."""
    running = []
    log = tmp_path / "log.txt"

    def start(*arguments):
        (port,) = free_ports(1)
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        environment |= {"STREAMLIT_SERVER_HEADLESS": "true", "PYTHONWARNDEFAULTENCODING": "1"}
        with log.open("w", encoding="utf-8") as said:
            command = [str(programs / "kernelwalk"), *arguments, f"--port={port}", "--address=127.0.0.1"]
            running.append(subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=said, stderr=said))
        wait_until_healthy(f"http://127.0.0.1:{port}")
        return f"http://127.0.0.1:{port}"

    yield start
    for process in running:
        process.terminate()
        process.wait(30)
    said = log.read_text(encoding="utf-8").splitlines()
    assert [line for line in said if "EncodingWarning" in line and "conv" in line] == []  # files are read as UTF-8


def walks(page, address):
    """Open a lesson, and go a step on."""
    open_page(page, f"{address}/step?step=4&picture=digits&size=14")
    assert step(page) == 4
    part(page, "next").click()
    expect(part(page, "")).to_have_attribute("data-step", "5")


def test_the_command_opens_the_app_with_its_own_settings(started, browser):
    address = started()
    page = browser.new_page(color_scheme="light")
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    walks(page, address)
    assert part(page, "").evaluate("root => getComputedStyle(root).getPropertyValue('--st-primary-color')") == "#c2005f"
    page.goto(address)
    expect(page.locator('[class*="st-key-card_"] img')).to_have_count(len(find_lessons()))
    assert errors == []
    page.close()


def test_the_command_serves_a_class(started, browser):
    page = browser.new_page()
    walks(page, started("serve", "--processes=1"))
    page.close()
