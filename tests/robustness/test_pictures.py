"""Files of every kind, sound and damaged: a picture or a message, in little time and memory."""

import threading
import time
import tomllib

import pytest
from PIL import features

from conv.images import MAX_MEGABYTES, load_image
from conv.refusal import Refusal
from conv.ui.memory import Turns
from conv.ui.scene import own
from tests.robustness.large_pictures import KINDS
from tests.robustness.running import ROOT, run

MAX_MORE = 300  # megabytes that decoding may take at most
SHORT = ("16-bit PNG", "RGBA PNG", "turned TIFF", "full AVIF")


@pytest.mark.soak
def test_damaged_files_give_a_picture_or_a_message_within_a_second_and_512_mb(amount, figures):
    printed = run("pictures", amount(5000, 100_000), 1)
    assert "damaged ones" in printed
    figures(printed)


@pytest.mark.soak
@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=[] if kind in SHORT else pytest.mark.full) for kind in KINDS]
)
def test_a_picture_just_below_the_limit_takes_300_mb_at_most(kind, figures, tmp_path):
    run("large_pictures", "make", kind, tmp_path / "picture")
    more = int(run("large_pictures", "read", tmp_path / "picture"))
    figures(f"{more} MB more than before")
    assert 0 < more <= MAX_MORE


def test_the_widget_s_limits_are_the_core_s():
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert settings["server"]["maxUploadSize"] == MAX_MEGABYTES
    assert features.check("avif")
    assert features.check("webp")


def test_a_file_of_too_many_megabytes_is_refused_unread():
    with pytest.raises(Refusal, match="This file is 65 MB large, and at most 64 MB are allowed"):
        load_image(bytes(MAX_MEGABYTES * 2**20 + 1))


def test_pages_take_turns_and_leave_them_while_a_picture_is_read():
    turns, order = Turns(1), []

    def page(name, reads):
        with turns.taken():
            order.append(f"{name} runs")
            if reads:
                with turns.left():
                    assert other_is_there.wait(20)
            order.append(f"{name} ends")

    other_is_there = threading.Event()
    first = threading.Thread(target=page, args=("first", True))
    first.start()
    second = threading.Thread(target=page, args=("second", False))
    second.start()
    second.join(20)
    other_is_there.set()
    first.join(20)
    assert order == ["first runs", "second runs", "second ends", "first ends"]
    assert turns._free._value == 1
    with pytest.raises(KeyError), turns.taken(), turns.left():
        raise KeyError
    assert turns._free._value == 1


def test_two_pictures_are_decoded_at_a_time_and_others_wait_with_a_word(monkeypatch):
    busy, maximum, words = [], [], []
    release = threading.Event()

    class Spinner:
        def __init__(self, text):
            words.append(text)

        __enter__ = __exit__ = lambda *_: None

    def slowly(data, size):
        busy.append(1)
        maximum.append(len(busy))
        assert release.wait(20)
        busy.pop()

    monkeypatch.setattr(own, "load_image", slowly)
    monkeypatch.setattr(own.st, "spinner", Spinner)
    threads = [threading.Thread(target=own._decoded, args=(b"",)) for _number in range(5)]
    for thread in threads:
        thread.start()
    ends = time.monotonic() + 20
    while len(words) < 3 and time.monotonic() < ends:
        time.sleep(0.01)
    release.set()
    for thread in threads:
        thread.join(20)
    assert max(maximum) == 2
    assert len(maximum) == 5
    assert words == ["Other pictures are being read just now; yours is next."] * 3
    assert own.DECODERS._value == 2  # all are free again
