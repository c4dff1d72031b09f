"""What several tests share: strategies that draw geometries, PyTorch's recorded answers, and faults that are logged."""

import json
import logging
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright

from tests.driving import launch

settings.register_profile("kernelwalk", deadline=None)
settings.register_profile("soak", deadline=None, max_examples=3000)


def pytest_addoption(parser):
    parser.addoption("--soak", action="store_true", help="tests of what the app must bear, in their full form")


def pytest_configure(config):
    config.addinivalue_line("markers", "soak: has a full form, which `make soak` runs")
    config.addinivalue_line("markers", "full: belongs to the full form only")
    settings.load_profile("soak" if config.getoption("--soak") else "kernelwalk")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--soak"):
        items[:] = [item for item in items if "full" not in item.keywords]


@pytest.fixture
def amount(request):
    """Chooses between the number of the short form and that of the full one."""
    return lambda short, full: full if request.config.getoption("--soak") else short


@pytest.fixture
def figures(request, capsys):
    """Prints figures, which the full form is run for."""

    def show(text):
        if request.config.getoption("--soak"):
            with capsys.disabled():
                print(f"\n{request.node.name}: {text}")

    return show


@pytest.fixture(autouse=True)
def faults():
    """What the app logs as its own fault, and says in a sentence: a test that expects none fails by it."""
    records = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = records.append
    log = logging.getLogger("kernelwalk")
    log.addHandler(handler)
    yield records
    log.removeHandler(handler)
    assert [record.getMessage() for record in records] == []


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright):
    """One Chromium for all tests."""
    chromium = launch(playwright)
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def torch_recorded():
    return json.loads(Path(__file__).with_name("torch_recorded.json").read_text())


@st.composite
def geometry_arguments(draw):
    """Arguments of a geometry in which the kernel fits: rectangular, dilated, padded per side."""
    axes = []
    mode = draw(st.sampled_from(["zeros", "reflect", "replicate", "circular"]))
    for _axis in range(2):
        size = draw(st.integers(1, 9))
        maximum = {"reflect": size - 1, "circular": size}.get(mode, 4)
        before, after = draw(st.integers(0, min(4, maximum))), draw(st.integers(0, min(4, maximum)))
        kernel_size = draw(st.integers(1, min(5, size + before + after)))
        widest = (size + before + after - 1) // max(1, kernel_size - 1)
        axes.append(
            (size, kernel_size, draw(st.integers(1, 5)), (before, after), draw(st.integers(1, max(1, min(3, widest)))))
        )
    names = ("input_size", "kernel_size", "stride", "padding", "dilation")
    return {**dict(zip(names, zip(*axes, strict=True), strict=True)), "padding_mode": mode}
