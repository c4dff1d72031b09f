"""Draws the pictures of `docs/embedding.md` from the app as it is: `python assets/screens.py`; it needs a Chromium."""

import sys
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import conv
from conv.ui.linked import open_link
from conv.ui.saving.worksheet import worksheet_page
from pages import find_lessons
from tests.driving import READY, launch, open_page, running_app

FOLDER = ROOT / "docs" / "embedding"
WIDTH, COLOURS = 760, 80  # of a picture; so few colours keep it small
SCENE = "step?kernel=sobel_x&picture=shapes&size=10&activation=none&step=30"
RENAME = "(code, there) => { code.innerHTML = code.innerHTML.replace(there, 'https://example.org') }"
COURSE = """<body style="margin: 24px; font: 16px Georgia, serif; background: #fff; color: #222">
<p style="font: 13px sans-serif; color: #666">Course: Computer vision &rsaquo; Week 3</p>
<h1 style="font-size: 24px; margin: 0 0 8px">Where are the vertical edges?</h1>
<p>Step through the map. At which cells is the sum largest, and what lies under the window there?</p>
%s</body>"""
CELL = """<body style="margin: 24px; background: #fff">
<style>pre { margin: 0 0 8px; padding: 8px 12px; background: #f5f5f5; border: 1px solid #ddd; font-size: 14px }</style>
<pre>image = np.arange(49).reshape(1, 7, 7)
conv.show(image, conv.KERNELS["sobel_x"].weights[None], stride=2)</pre>%s</body>"""


def keep(name: str, *shots: bytes) -> None:
    """Keep pictures beside each other as one small file."""
    pictures = [Image.open(BytesIO(shot)).convert("RGB") for shot in shots]
    whole = Image.new("RGB", (sum(each.width for each in pictures), max(each.height for each in pictures)), "#ffffff")
    for number, each in enumerate(pictures):
        whole.paste(each, (sum(before.width for before in pictures[:number]), 0))
    height = round(whole.height * WIDTH / whole.width)
    small = whole.resize((WIDTH, height), Image.Resampling.LANCZOS).quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(FOLDER / f"{name}.png", optimize=True)


def draw(page: Page, address: str) -> None:
    """All pictures, with an open page of a browser and the address of the running app."""
    open_page(page, f"{address}/{SCENE}")
    page.get_by_test_id("player-save").click()
    dialog = page.get_by_role("dialog")
    for name in ("Settings", "Menu", "Quiz"):
        dialog.get_by_role("button", name=name, exact=True).click()
        expect(dialog.get_by_test_id("stCode").last).to_contain_text({"Settings": "controls"}.get(name, name.lower()))
    snippet = dialog.get_by_test_id("stCode").last
    code = snippet.inner_text().strip()
    snippet.evaluate(RENAME, address)
    top, bottom = dialog.get_by_text("To embed it").bounding_box(), snippet.bounding_box()
    left = bottom["x"] - 16
    clip = {"x": left, "y": top["y"] - 16, "width": bottom["width"] + 32}
    keep("snippet", page.screenshot(clip=clip | {"height": bottom["y"] + bottom["height"] - top["y"] + 32}))
    page.set_viewport_size({"width": 850, "height": 800})
    page.goto(address)
    page.set_content(COURSE % code)
    page.frame_locator("iframe").locator(READY).wait_for()
    keep("course", page.screenshot())
    page.set_viewport_size({"width": 980, "height": 760})
    shown = conv.show(np.arange(49).reshape(1, 7, 7), conv.KERNELS["sobel_x"].weights[None], stride=2)
    page.set_content(CELL % shown._repr_html_())
    page.frame_locator("iframe").locator(READY).wait_for()
    keep("notebook", page.screenshot())
    board = open_link("channels?stride=2&padding=1&bias=1&activation=none&step=0", find_lessons()).content.board
    page.set_viewport_size({"width": 860, "height": 1200})
    page.set_content(worksheet_page(board, "Channels", cells=1))
    page.get_by_role("button", name="Print").evaluate("button => button.remove()")
    upper = [paper.bounding_box() | {"height": 960} for paper in page.locator("main").all()]
    keep("worksheet", *(page.screenshot(clip=clip, full_page=True) for clip in upper))


if __name__ == "__main__":
    with running_app() as address, sync_playwright() as playwright:
        draw(launch(playwright).new_page(viewport={"width": 1100, "height": 1100}), address)
