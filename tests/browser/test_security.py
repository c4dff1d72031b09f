"""What the browser is allowed, and what text of a visitor may do: nothing."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.gestures import part, widget

EVIL = [
    "<img src=x onerror=window.hacked=1>",
    "<script>window.hacked=1</script>",
    "[click](javascript:window.hacked=1)",
    "**bold** `code` $x^2$ :material/home: :red[red]",
]


@pytest.mark.parametrize("text", EVIL)
def test_text_of_a_link_is_shown_as_text(visit, text):
    names = ("kernel", "beside", "nothing", "stack", "weights")
    page = visit(f"/step?step=0&{'&'.join(f'{name}={quote(text)}' for name in names)}", fresh=True)
    alerts = page.get_by_test_id("stAlert")
    expect(alerts.nth(3)).to_be_visible()
    assert page.evaluate("window.hacked") is None
    for markup in ("img", "script", "a", "strong", ".katex"):
        assert alerts.locator(f"p {markup}").count() == 0, markup


def test_a_file_s_name_is_shown_as_text(visit):
    page = visit("/step?picture=upload&step=0", fresh=True)
    for text in EVIL[:2]:
        page.locator('input[type="file"]').set_input_files(
            {"name": f"{text.replace('/', '')}.png", "mimeType": "image/png", "buffer": b"no picture"}
        )
        expect(page.get_by_text("not a picture that can be read")).to_be_visible()
        assert page.evaluate("window.hacked") is None
        assert page.locator("[data-testid=stFileUploaderFileName] img").count() == 0


def test_the_policy_blocks_nothing_that_the_app_needs(visit):
    """No message of the content-security policy on any way through a lesson, and no request to another host."""
    page = visit("/", fresh=True)
    said, hosts = [], set()
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if request.url.startswith("http") else None)
    for path in ("step", "channels", "kernels", "teachers"):
        page.get_by_test_id("stSidebarNav").locator(f'a[href$="/{path}"]').click()
        expect(page.get_by_test_id("stSidebarNav").locator(f'a[href$="/{path}"]')).to_have_attribute(
            "aria-current", "page"
        )
    page.get_by_test_id("stSidebarNav").locator('a[href$="/step"]').click()
    expect(part(page, "")).to_have_attribute("data-ready", "true")
    part(page, "save").click()
    for kind in ("Picture", "Animation (GIF)", "Web page", "Numbers", "Code"):
        page.get_by_role("dialog").get_by_text(kind, exact=True).first.click()
    page.keyboard.press("Escape")
    widget(page, "picture").get_by_role("combobox").click()
    page.get_by_role("option", name="Landscape").click()
    expect(part(page, "")).to_have_attribute("data-ready", "true")
    assert said == []
    assert len(hosts) == 1


def test_a_page_of_another_host_may_embed_a_lesson(browser, address):
    class Course(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            frame = f'<iframe src="{address}/step?embed=true&step=0" width=800 height=600></iframe>'
            self.wfile.write(frame.encode())

        def log_message(self, *_):
            pass

    course = HTTPServer(("127.0.0.1", 0), Course)
    threading.Thread(target=course.serve_forever, daemon=True).start()
    page = browser.new_page(viewport={"width": 900, "height": 700})
    page.goto(f"http://localhost:{course.server_port}/")
    expect(page.frame_locator("iframe").get_by_test_id("player")).to_have_attribute("data-ready", "true")
    page.close()
    course.shutdown()
    course.server_close()
