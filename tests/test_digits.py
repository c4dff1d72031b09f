"""Digits brought into the form of the data: by hand-made cases, plain sums over areas, and what must not matter."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conv.digits import FIELD, frame_digit, frame_photo, ink_of, resampling
from tests.stroke_digits import stroke_digit


def centre_of(pixels):
    """Centre of mass in pixels from the upper left corner."""
    places = np.arange(FIELD) + 0.5
    return places @ pixels.sum(axis=1) / pixels.sum(), places @ pixels.sum(axis=0) / pixels.sum()


def test_a_bar_of_ten_pixels_becomes_one_of_twenty_in_the_middle():
    ink = np.zeros((28, 28))
    ink[3:13, 20:22] = 1
    framed = frame_digit(ink)
    assert framed.box == (3, 12, 20, 21)
    assert framed.scale == 2
    assert framed.shift == (14.5 - 2 * 8, 14.5 - 2 * 21)
    # from 14.5 - 10 to 14.5 + 10 and from 14.5 - 2 to 14.5 + 2, but for the edges, which are mixed over two pixels
    np.testing.assert_allclose(framed.pixels[0, 6:23, 14], 1)
    np.testing.assert_allclose(framed.pixels[0, 14, 11:18], [0, 0.5, 1, 1, 1, 0.5, 0])
    np.testing.assert_allclose(framed.pixels.sum(), 4 * ink.sum())


def test_what_shrinks_is_the_mean_over_what_each_pixel_covers():
    ink = np.zeros((80, 100))
    ink[:40] = np.random.default_rng(1).uniform(0.2, 1, (40, 100))
    framed = frame_digit(ink)
    assert framed.scale == 0.2
    down, across = framed.shift
    for row, col in ((11, 8), (14, 14), (17, 21)):  # inside, where the whole area lies on the ink
        tops, lefts = (row - down) * 5, (col - across) * 5
        shares = [np.clip(np.arange(size) + 1 - start, 0, 1) - np.clip(np.arange(size) + 1 - start - 5, 0, 1)
                  for size, start in ((80, tops), (100, lefts))]  # fmt: skip
        np.testing.assert_allclose(framed.pixels[0, row, col], shares[0] @ ink @ shares[1] / 25)


def test_a_digit_in_the_form_of_the_data_stays_as_it_is():
    ink = np.zeros((28, 28))
    ink[4:24, 14] = 0.9
    ink[23, [13, 15]] = 0.5  # (18 * 14 + 1 * 23.5) / 19 = 14.5
    framed = frame_digit(ink)
    assert framed.scale == 1
    np.testing.assert_allclose(framed.shift, (0, 0), atol=1e-12)
    np.testing.assert_allclose(framed.pixels[0], ink, atol=1e-12)


@pytest.mark.parametrize("place", [(0, 0), (3, -2), (-4, 4)])
def test_where_a_digit_was_drawn_does_not_matter(place):
    ink = np.pad(stroke_digit(4)[0], 8)
    one, other = frame_digit(ink), frame_digit(np.roll(ink, place, (0, 1)))
    np.testing.assert_allclose(other.pixels, one.pixels, atol=1e-12)
    np.testing.assert_allclose(np.subtract(one.shift, other.shift), one.scale * np.array(place))


@settings(max_examples=60)
@given(st.integers(0, 10**6))
def test_the_longer_side_is_twenty_and_the_centre_in_the_middle(number):
    framed = frame_digit(np.pad(stroke_digit(2 * number), ((0, 0), (3, 1), (0, 7))))
    top, bottom, left, right = framed.box
    np.testing.assert_allclose(framed.scale * max(bottom - top + 1, right - left + 1), 20)
    ends = [
        (framed.scale * first + shift, framed.scale * (last + 1) + shift)
        for first, last, shift in zip((top, left), (bottom, right), framed.shift, strict=True)
    ]
    for (first, last), centre in zip(ends, centre_of(framed.pixels[0]), strict=True):
        assert first >= -1e-9
        assert last <= 28 + 1e-9
        if first > 0.5 and last < 27.5:
            np.testing.assert_allclose(centre, 14.5, atol=0.3)  # what is read between pixels moves it a little


def test_a_heavy_end_does_not_push_the_box_out_of_the_field():
    ink = np.zeros((28, 28))
    ink[0:20, 10] = 0.2
    ink[0:3, 2:19] = 1
    framed = frame_digit(ink)
    assert framed.shift[0] + 20 * framed.scale == 28
    np.testing.assert_allclose(framed.pixels.sum(), ink.sum())
    turned = frame_digit(ink[::-1])
    assert turned.shift[0] + 8 * turned.scale == 0
    np.testing.assert_allclose(turned.pixels.sum(), ink.sum())


def test_an_empty_field_stays_empty():
    for framed in (frame_digit(np.zeros((1, 28, 28))), frame_photo(np.full((50, 40), 180, np.uint8))):
        assert framed.box is None
        assert (framed.scale, framed.shift) == (1, (0, 0))
        np.testing.assert_array_equal(framed.pixels, np.zeros((1, 28, 28)))


def test_one_pixel_fills_the_box():
    ink = np.zeros((28, 28))
    ink[2, 3] = 1
    framed = frame_digit(ink)
    assert framed.scale == 20
    np.testing.assert_allclose(framed.pixels.max(), 1, atol=0.05)


def photo_of(ink, *, light, seed):
    """Paper under a light from one side, with grain, and ink darker or lighter than it."""
    rows, cols = np.mgrid[: ink.shape[0], : ink.shape[1]] / ink.shape[0]
    paper = 0.75 - 0.2 * rows - 0.1 * cols if light else 0.2 + 0.15 * rows
    grain = np.random.default_rng(seed).normal(0, 0.015, ink.shape)
    mixed = paper * (1 - ink) + (0.15 if light else 0.9) * ink + grain
    return np.clip(mixed * 255, 0, 255).astype(np.uint8)


def test_a_thin_pen_is_as_dark_as_a_thick_one():
    ink = np.zeros((100, 100))
    ink[10:90, 50] = 1  # a quarter of a pixel wide once it is framed
    framed = frame_photo(photo_of(ink, light=True, seed=3))
    assert frame_digit(ink).pixels.max() < 0.3
    assert framed.pixels.max() == 1
    assert (framed.pixels[0, 6:23].max(axis=1) > 0.9).all()


@pytest.mark.parametrize("light", [True, False])
@pytest.mark.parametrize("number", [0, 2, 8])
def test_a_photo_gives_the_digit_that_was_drawn(light, number):
    ink = np.pad(stroke_digit(number)[0].repeat(3, 0).repeat(3, 1), 10)
    framed, wanted = frame_photo(photo_of(ink, light=light, seed=number)), frame_digit(ink)
    assert framed.inverted is light
    np.testing.assert_allclose(framed.box, wanted.box, atol=3)  # the soft edge of a pixel as large as three
    assert np.abs(framed.pixels - wanted.pixels).mean() < 0.03


def test_the_paper_is_gone_where_there_is_no_ink():
    ink = np.pad(stroke_digit(2)[0].repeat(3, 0).repeat(3, 1), 10)
    found, _inverted = ink_of(photo_of(ink, light=True, seed=1))
    assert (found[ink == 0] == 0).all()
    assert (found[ink == 1] == 1).mean() > 0.95


def test_bytes_and_fractions_are_the_same_photo():
    photo = photo_of(np.pad(stroke_digit(2)[0], 4), light=True, seed=1)
    np.testing.assert_allclose(frame_photo(photo / 255).pixels, frame_photo(photo).pixels)


@given(st.floats(0.1, 20), st.floats(-20, 40))
def test_every_pixel_s_shares_add_up_to_one_inside_the_line(scale, shift):
    shares = resampling(400, scale, shift)
    reach = max(1, 1 / scale)
    middles = (np.arange(FIELD) + 0.5 - shift) / scale
    inside = (middles - reach / 2 >= 0) & (middles + reach / 2 <= 400)
    np.testing.assert_allclose(shares[inside].sum(axis=1), 1)
    outside = (middles + reach / 2 <= 0) | (middles - reach / 2 >= 400)
    assert (shares[outside] == 0).all()
