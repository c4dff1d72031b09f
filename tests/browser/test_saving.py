"""Save and share in a browser: the step that stands there, files, a film, code, the link."""

from urllib.parse import parse_qs, urlsplit

import numpy as np
from PIL import Image
from playwright.sync_api import expect

from tests.browser.gestures import part, show


def opened(page, kind):
    part(page, "save").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=kind, exact=True).click()
    return dialog


def taken(page, button):
    with page.expect_download() as found:
        button.click()
    return found.value


def test_the_link_names_the_step_that_stands_there(visit):
    page = visit("/step?stride=2&padding=half", fresh=True)
    part(page, "next").click()
    show(page, 7)  # as playing does, which names no step
    dialog = opened(page, "Link")
    expect(dialog.get_by_text("This scene at step 8")).to_be_visible()
    link = dialog.get_by_test_id("stCode").first.inner_text()
    assert parse_qs(urlsplit(link).query) == {"stride": ["2"], "padding": ["half"], "step": ["7"]}
    expect(dialog.get_by_role("img").first).to_be_visible()
    expect(dialog.get_by_test_id("stCode").last).to_contain_text("embed=true")


def test_a_picture_and_a_film_are_downloaded(visit):
    page = visit("/step?step=4", fresh=True)
    dialog = opened(page, "Picture")
    button = dialog.get_by_role("button", name="Picture of this step")
    expect(button).to_be_visible()
    download = taken(page, button)
    assert download.suggested_filename == "step-step-5.png"
    assert Image.open(download.path()).size[0] > 1500
    dialog.get_by_role("radio", name="Animation (GIF)", exact=True).click()
    dialog.get_by_role("button", name="Make the animation").click()
    button = dialog.get_by_role("button", name="Animation as GIF")
    expect(button).to_be_visible()
    film = Image.open(taken(page, button).path())
    assert film.n_frames == 9
    assert film.info["loop"] == 0


def test_numbers_and_code(visit):
    page = visit("/channels?step=0", fresh=True)
    dialog = opened(page, "Numbers")
    button = dialog.get_by_role("button", name="Numbers as ZIP")
    expect(button).to_be_visible()
    with np.load(taken(page, button).path()) as arrays:  # a ZIP of NPY files is what np.savez writes
        assert arrays["map_1"].shape == (3, 3)
    dialog.get_by_role("radio", name="Code", exact=True).click()
    expect(dialog.get_by_test_id("stCode")).to_contain_text("import numpy as np")
    dialog.get_by_role("radio", name="PyTorch", exact=True).click()
    expect(dialog.get_by_test_id("stCode")).to_contain_text("F.conv2d(y, torch.from_numpy(w), stride=(1, 1)")


def test_of_several_walks_the_code_is_that_of_the_chosen_one(visit):
    page = visit("/padding?step=0&panel=2", fresh=True)
    dialog = opened(page, "Code")
    expect(dialog.get_by_text("Of the walk that is chosen: TensorFlow’s same.")).to_be_visible()
    expect(dialog.get_by_test_id("stCode")).to_contain_text("y = np.pad(y, ((0, 0), (1, 1), (1, 1)), mode=")
