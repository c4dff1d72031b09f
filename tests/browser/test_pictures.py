"""A visitor's own files: any name is taken, and what becomes of a file is said where it is seen."""

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.gestures import PHONE
from tests.picture_files import QUARTERS, brands, encode

HEIC = brands(b"heic", b"mif1") + bytes(500)


def choose(page, name, kind, data):
    dropzone = page.get_by_test_id("stFileUploaderDropzoneInput")
    dropzone.set_input_files({"name": name, "mimeType": kind, "buffer": data})


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_files_of_any_name_are_taken_and_refusals_are_seen(visit, options):
    page = visit("/step?picture=upload&size=16&step=0", fresh=True, **options)
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text("Choose a picture in the sidebar.")).to_be_in_viewport()
    choose(page, "IMG_0001.heic", "image/heic", HEIC)
    expect(main.get_by_text("Settings, Camera, Formats, Most Compatible")).to_be_in_viewport()
    expect(main.get_by_text("Choose a picture")).to_have_count(0)
    for name, kind, file_format in (("a.jfif", "", "JPEG"), ("b.avif", "image/avif", "AVIF"), ("c", "", "PNG")):
        choose(page, name, kind, encode(Image.fromarray(QUARTERS), file_format))
        expect(main.get_by_text("Shown in grey, 16 × 16 pixels; choose colours in the sidebar.")).to_be_in_viewport()
        expect(main.get_by_test_id("stAlert")).to_have_count(0)
        choose(page, "notes.png", "image/png", b"these are notes")
        expect(main.get_by_text("Your last picture stays.")).to_be_in_viewport()
    expect(page.get_by_test_id("stFileUploader").get_by_text("not allowed")).to_have_count(0)
