"""Draw the README's picture: `python -m tests.take_picture` photographs the worked example at its fifth step."""

from playwright.sync_api import sync_playwright

from tests.driving import ROOT, launch, open_page, running_app

if __name__ == "__main__":
    with running_app() as address, sync_playwright() as playwright:
        page = launch(playwright).new_page(viewport={"width": 1366, "height": 768})
        open_page(page, f"{address}/step?step=4")
        page.wait_for_timeout(1000)
        page.screenshot(path=ROOT / "assets" / "readme.png")
