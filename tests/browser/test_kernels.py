"""The kernels lesson in a browser: every preset's map at once, the chosen one's numbers, and one again and again."""

import pytest
from playwright.sync_api import expect

from conv.kernels import KERNELS
from conv.ui.lesson import Picture
from conv.ui.lessons.kernels import build_gallery
from conv.ui.scene.record import Scene
from tests.browser.gestures import PLAYER, cell, cells_of, more, part, titles, widget


def test_all_maps_stand_at_once_and_pointing_at_one_shows_its_numbers(visit):
    page = visit("/kernels?picture=shapes&size=16&activation=none&step=0")
    assert cells_of(page, "sobel_x", "cover") == []
    page.mouse.move(*cell(page, "sobel_x", 5, 7))
    assert [6, 8, 8, 10] in cells_of(page, "input", "window")  # two pixels of padding, of which it skips one
    formula = part(page, "formula").text_content()
    assert formula.count("×") == 9
    assert "×2 + " in formula
    page.mouse.move(*cell(page, "input", 9, 9))  # the picture stands for the map's cell at the same place
    expect(part(page, "narration")).to_contain_text("Row 7, column 7: the window covers rows 8 to 10")


def test_three_clicks_from_home_show_what_sobel_does(visit):
    page = visit("/", fresh=True)
    page.locator(".st-key-card_kernels").get_by_role("link").click()
    expect(part(page, "panel-6")).to_have_text("Sobel x, vertical edges")
    page.get_by_text("One large").click()
    expect(part(page, "divider")).to_be_visible()
    assert titles(page)[1] == "Feature map 504 × 504"
    expect(widget(page, "kernel").get_by_role("combobox")).to_have_value("Sobel x, vertical edges")


def test_numbers_that_stay_on_the_server_are_made_by_the_player(visit):
    page = visit("/kernels?picture=landscape&size=160&activation=clip&step=0")
    scene = Scene(picture="landscape", size=160, activation="clip")
    maps = {panel.name: panel for panel in build_gallery(scene, Picture()).board.panels if panel.values_on_server}
    assert len(maps) == len(KERNELS)
    places = [(0, 0), (159, 159), (77, 3), (40, 121)]
    for name, panel in maps.items():
        found = page.evaluate(
            f"([name, places]) => places.map(([row, col]) => {PLAYER}.board.byName[name].value(row, col))",
            [name, places],
        )
        assert found == pytest.approx([float(panel.values[place]) for place in places], rel=1e-6, abs=1e-6), name


def test_a_lens_magnifies_the_place_on_picture_and_maps(visit):
    page = visit("/kernels?picture=landscape&size=256&activation=none&step=0")
    lens = page.locator(".kw-lens")
    page.mouse.move(*cell(page, "input", 130, 60))
    expect(lens).to_be_visible()
    shades, glass, place, panel = page.evaluate(
        f"""([name, row, col]) => {{
          const {{ board, lens }} = {PLAYER};
          const glass = lens.glasses[name];
          const middle = [glass.x + glass.side / 2, glass.y + glass.side / 2];
          const point = middle.map((each) => Math.round(each * devicePixelRatio));
          const paint = document.querySelector('.kw-lens').getContext('2d');
          const {{ scale }} = board.screen();
          const {{ x, y, dx, dy, rows, cols }} = board.byName[name];
          return [[[...paint.getImageData(...point, 1, 1).data].slice(0, 3), board.byName[name].colour(row, col)],
            [glass.x, glass.y, glass.x + glass.side, glass.y + glass.side],
            [(x + col * dx) * scale, (y + row * dy) * scale],
            [x * scale, y * scale, (x + cols * dx) * scale, (y + rows * dy) * scale]];
        }}""",
        ["sobel_y", 128, 58],
    )
    assert panel[0] <= glass[0]
    assert panel[1] <= glass[1]
    assert glass[2] <= panel[2]
    assert glass[3] <= panel[3]  # no kernel and no title beside is covered
    assert not (glass[0] <= place[0] <= glass[2] and glass[1] <= place[1] <= glass[3])  # nor the place itself
    assert shades[0] == shades[1]
    visit("/kernels?picture=shapes&size=16&activation=none&step=0")
    expect(page.locator(".kw-lens:visible")).to_have_count(0)


def test_the_lens_stays_away_while_a_walk_runs_and_lies_over_no_title(visit):
    page = visit("/kernels?picture=landscape&size=256&activation=none", fresh=True)
    seen = page.evaluate(
        f"""() => new Promise((done) => {{
          const first = {PLAYER}.step;
          let seen = 0;
          const look = () => {{
            const lens = document.querySelector('.kw-lens');
            seen += lens !== null && !lens.hidden;
            if ({PLAYER}.step > first + 60) done(seen);
            else requestAnimationFrame(look);
          }};
          look();
        }})"""
    )
    assert seen == 0
    page.mouse.move(*cell(page, "sobel_x", 0, 100))  # pointing holds the walk
    expect(page.locator(".kw-lens")).to_be_visible()
    clear = page.evaluate(
        f"""() => {{
          const {{ board }} = {PLAYER};
          const canvas = document.querySelector('.kw-lens');
          const above = board.byName.sobel_x.box(0, 100);
          const whole = canvas.getBoundingClientRect();
          const at = [above.x - whole.left, above.y - whole.top - 4].map((each) => Math.round(each * devicePixelRatio));
          return canvas.getContext('2d').getImageData(...at, 1, 1).data[3];
        }}"""
    )
    assert clear == 0


def test_a_kernel_is_chosen_large_and_compared_with_a_divider(visit):
    page = visit("/kernels?step=0&picture=landscape&size=48&activation=none")
    page.get_by_role("button", name="Sobel y, horizontal edges").last.click()
    page.wait_for_url("**kernel=sobel_y**topic=large**")
    divider = part(page, "divider")
    expect(divider).to_have_attribute("aria-valuenow", "50")
    clip = "() => [...document.querySelectorAll('.imagelayer image')].map((each) => each.style.clipPath)[1]"
    page.wait_for_function(f"({clip})() === 'inset(0px 0px 0px 50%)'")
    box = divider.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(*cell(page, "map", 5, 12), steps=3)
    page.mouse.up()
    expect(divider).to_have_attribute("aria-valuenow", "26")
    for _press in range(3):
        page.keyboard.press("ArrowLeft")
    expect(divider).to_have_attribute("aria-valuenow", "20")
    page.keyboard.press("Home")
    page.wait_for_function(f"({clip})() === 'inset(0px 0px 0px 0%)'")
    page.mouse.move(*cell(page, "input", 11, 21))
    expect(part(page, "narration")).to_contain_text("Row 10, column 20: the window covers rows 10 to 12")


def test_a_kernel_is_applied_again(visit):
    page = visit("/kernels?topic=again&picture=shapes&size=16&kernel=box_blur&activation=none&step=0")
    assert "The picture 16 × 16" not in titles(page)
    more(page, "times").click()
    expect(page.get_by_text("The kernel has been applied 2 times")).to_be_visible()
    page.wait_for_url("**times=2**")


def test_an_even_gabor_kernel_is_refused_and_can_be_mended(visit):
    page = visit("/kernels?topic=gabor&picture=edges&size=24&step=0")
    more(page, "gabor_size").click()
    expect(page.get_by_text("size must be odd, so that the kernel has a middle, got 10.")).to_be_visible()
    widget(page, "gabor_size").get_by_test_id("stNumberInputStepUp").click()
    expect(part(page, "")).to_have_attribute("data-steps", str(24 * 24))
