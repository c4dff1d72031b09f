"""Links: against brute force, in Python and in the player's JavaScript."""

import json
import subprocess

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conv.geometry import ConvGeometry
from conv.links import Chain, Link, chain, runs
from tests.conftest import geometry_arguments
from tests.driving import ROOT, deno


@st.composite
def links(draw, size=None):
    """Compact and general links; of the general ones, some targets read nothing."""
    size = size or draw(st.integers(1, 9))
    positions = st.integers(0, size - 1)
    if draw(st.booleans()):
        taps = sorted(draw(st.sets(st.integers(0, 4), min_size=1, max_size=3)))
        last = size - 1 - taps[-1]
        origins = draw(st.lists(st.integers(0, last), max_size=6)) if last >= 0 else []
        return Link.windows(size, origins, taps)
    lists = draw(st.lists(st.sets(positions, max_size=4).map(sorted), max_size=6))
    taps = [draw(st.permutations(range(len(found)))) for found in lists]
    return Link.of_lists(size, lists, taps if draw(st.booleans()) else None)


@st.composite
def chains(draw):
    first = draw(links())
    return first, draw(links(size=max(1, first.targets)))


@given(links())
def test_readers_and_inverse_turn_reads_around(link):
    for position in range(link.size):
        expected = [target for target in range(link.targets) if position in link.reads(target)]
        assert list(link.readers(position)) == expected
        assert list(link.inverse.reads(position)) == expected
        assert link.read_counts[position] == len(expected)
    assert list(link.unread) == [position for position in range(link.size) if not link.readers(position)]
    back = link.inverse.inverse
    assert [back.reads(target) for target in range(link.targets)] == [link.reads(t) for t in range(link.targets)]
    for target in range(link.targets):
        taps = dict(zip(link.reads(target), link.tap_indices(target), strict=True))
        assert dict(zip(back.reads(target), back.tap_indices(target), strict=True)) == taps


@given(chains())
def test_a_chain_reads_what_is_read_by_what_is_read(pair):
    first, second = pair
    both = first.then(second)
    for target in range(second.targets):
        expected = {
            source for middle in second.reads(target) if middle < first.targets for source in first.reads(middle)
        }
        assert list(both.reads(target)) == sorted(expected)
    if first.targets:
        np.testing.assert_array_equal((second.ways @ first.ways) > 0, both.ways > 0)


@given(st.integers(1, 6), st.lists(st.integers(-3, 8), min_size=1, max_size=4), st.integers(1, 4))
def test_clipped_links_keep_what_is_inside(size, origins, taps):
    link = Link.windows(size, origins, range(taps))
    for target, origin in enumerate(origins):
        expected = [origin + tap for tap in range(taps) if 0 <= origin + tap < size]
        assert list(link.clipped.reads(target)) == expected
        assert list(link.clipped.tap_indices(target)) == [position - origin for position in expected]


@given(geometry_arguments())
def test_a_geometry_s_links_are_its_windows_and_its_padding(arguments):
    geometry = ConvGeometry(**arguments)
    image = np.arange(1, np.prod(arguments["input_size"]) + 1).reshape(arguments["input_size"])
    for number, axis in enumerate((geometry.rows, geometry.cols)):
        assert axis.link.targets == axis.output_size
        for cell in range(axis.output_size):
            first = cell * axis.stride
            assert list(axis.link.reads(cell)) == list(range(first, first + axis.span, axis.dilation))
        line = image.take(0, axis=1 - number)
        mode = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}[axis.padding_mode]
        padded = np.pad(line, (axis.before, axis.after), mode=mode)
        copied = [axis.pixel_link.reads(position) for position in range(axis.padded_size)]
        assert [line[found[0]] if found else 0 for found in copied] == padded.tolist()


@given(chains().filter(lambda pair: pair[0].targets > 0))
def test_a_chain_composed_position_by_position_is_the_composed_link(pair):
    first, second = pair
    lazy, whole = Chain(pair), first.then(second).clipped
    assert [lazy.reads(target) for target in range(lazy.targets)] == [
        whole.reads(target) for target in range(whole.targets)
    ]


def test_chains_of_windows_stay_compact():
    link = chain([Link.windows(9, range(7), range(3)), Link.windows(7, range(5), range(3))])
    assert (link.lists, link.origins, link.taps) == (None, (0, 1, 2, 3, 4), (0, 1, 2, 3, 4))


@settings(max_examples=1)
@given(st.lists(chains(), min_size=120, max_size=120))
def test_the_player_s_links_are_the_core_s(pairs):
    """120 pairs at once, in the JavaScript that the browser runs."""
    script = """
    import { Link } from "./assets/player/link.js";
    const pairs = JSON.parse(await new Response(Deno.stdin.readable).text());
    const all = (count, call) => Array.from({ length: count }, (_, index) => call(index));
    const facts = (link) => ({
      reads: all(link.targets, (t) => link.reads(t)),
      taps: all(link.targets, (t) => link.tapIndices(t)),
      runs: all(link.targets, (t) => link.runs(t)),
      readers: all(link.size, (p) => link.readers(p)),
    });
    console.log(JSON.stringify(pairs.map(([first, second]) => {
      const [a, b] = [new Link(first), new Link(second)];
      return [facts(a), facts(a.inverse), facts(a.then(b))];
    })));
    """

    def facts(link):
        return {
            "reads": [list(link.reads(target)) for target in range(link.targets)],
            "taps": [list(link.tap_indices(target)) for target in range(link.targets)],
            "runs": [[list(run) for run in runs(link.reads(target))] for target in range(link.targets)],
            "readers": [list(link.readers(position)) for position in range(link.size)],
        }

    data = json.dumps([[first.data, second.data] for first, second in pairs])
    ran = subprocess.run(
        [deno(), "eval", "--ext=js", script], input=data, capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert ran.returncode == 0, ran.stderr
    expected = [[facts(first), facts(first.inverse), facts(first.then(second))] for first, second in pairs]
    assert json.loads(ran.stdout) == expected


@pytest.mark.parametrize(
    ("link", "tap", "positions"),
    [
        (Link.windows(224, range(0, 222, 2), range(3)), 0, list(range(0, 222, 2))),  # 111 places, two pixels apart
        (Link.windows(5, range(3), range(3)), 1, [1, 2, 3]),
    ],
)
def test_a_tap_s_places_are_separate_pixels(link, tap, positions):
    script = (
        'import { Link, runs } from "./assets/player/link.js"; const [data, tap] = JSON.parse(Deno.args[0]);'
        "console.log(JSON.stringify(runs(new Link(data).visits(tap))));"
    )
    ran = subprocess.run(
        [deno(), "eval", "--ext=js", script, json.dumps([link.data, tap])],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert json.loads(ran.stdout) == [list(run) for run in runs(positions)]
