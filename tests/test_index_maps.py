"""Index maps: against brute force, in Python and in the player's JavaScript."""

import json
import subprocess

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conv.geometry import ConvGeometry
from conv.index_maps import Chain, IndexMap, chain, runs
from tests.conftest import geometry_arguments
from tests.driving import ROOT, deno


@st.composite
def index_maps(draw, size=None):
    """Compact and general index maps; of the general ones, some targets read nothing."""
    size = size or draw(st.integers(1, 9))
    positions = st.integers(0, size - 1)
    if draw(st.booleans()):
        taps = sorted(draw(st.sets(st.integers(0, 4), min_size=1, max_size=3)))
        last = size - 1 - taps[-1]
        origins = draw(st.lists(st.integers(0, last), max_size=6)) if last >= 0 else []
        return IndexMap.windows(size, origins, taps)
    lists = draw(st.lists(st.sets(positions, max_size=4).map(sorted), max_size=6))
    taps = [draw(st.permutations(range(len(found)))) for found in lists]
    return IndexMap.of_lists(size, lists, taps if draw(st.booleans()) else None)


@st.composite
def chains(draw):
    first = draw(index_maps())
    return first, draw(index_maps(size=max(1, first.target_count)))


@given(index_maps())
def test_readers_and_inverse_turn_reads_around(index_map):
    for position in range(index_map.size):
        expected = [target for target in range(index_map.target_count) if position in index_map.sources(target)]
        assert list(index_map.targets(position)) == expected
        assert list(index_map.inverse.sources(position)) == expected
        assert index_map.read_counts[position] == len(expected)
    assert list(index_map.unread) == [position for position in range(index_map.size) if not index_map.targets(position)]
    back = index_map.inverse.inverse
    assert [back.sources(target) for target in range(index_map.target_count)] == [
        index_map.sources(t) for t in range(index_map.target_count)
    ]
    for target in range(index_map.target_count):
        taps = dict(zip(index_map.sources(target), index_map.tap_indices(target), strict=True))
        assert dict(zip(back.sources(target), back.tap_indices(target), strict=True)) == taps


@given(chains())
def test_a_chain_reads_what_is_read_by_what_is_read(pair):
    first, second = pair
    both = first.then(second)
    for target in range(second.target_count):
        expected = {
            source
            for middle in second.sources(target)
            if middle < first.target_count
            for source in first.sources(middle)
        }
        assert list(both.sources(target)) == sorted(expected)
    if first.target_count:
        np.testing.assert_array_equal((second.path_counts @ first.path_counts) > 0, both.path_counts > 0)


@given(st.integers(1, 6), st.lists(st.integers(-3, 8), min_size=1, max_size=4), st.integers(1, 4))
def test_clipped_links_keep_what_is_inside(size, origins, taps):
    index_map = IndexMap.windows(size, origins, range(taps))
    for target, origin in enumerate(origins):
        expected = [origin + tap for tap in range(taps) if 0 <= origin + tap < size]
        assert list(index_map.clipped.sources(target)) == expected
        assert list(index_map.clipped.tap_indices(target)) == [position - origin for position in expected]


@given(geometry_arguments())
def test_a_geometry_s_links_are_its_windows_and_its_padding(arguments):
    geometry = ConvGeometry(**arguments)
    image = np.arange(1, np.prod(arguments["input_size"]) + 1).reshape(arguments["input_size"])
    for number, axis in enumerate((geometry.rows, geometry.cols)):
        assert axis.window_map.target_count == axis.output_size
        for cell in range(axis.output_size):
            first = cell * axis.stride
            assert list(axis.window_map.sources(cell)) == list(
                range(first, first + axis.effective_kernel_size, axis.dilation)
            )
        line = image.take(0, axis=1 - number)
        mode = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}[axis.padding_mode]
        padded = np.pad(line, (axis.before, axis.after), mode=mode)
        copied = [axis.pixel_map.sources(position) for position in range(axis.padded_size)]
        assert [line[found[0]] if found else 0 for found in copied] == padded.tolist()


@given(chains().filter(lambda pair: pair[0].target_count > 0))
def test_a_chain_composed_position_by_position_is_the_composed_link(pair):
    first, second = pair
    lazy, whole = Chain(pair), first.then(second).clipped
    assert [lazy.sources(target) for target in range(lazy.target_count)] == [
        whole.sources(target) for target in range(whole.target_count)
    ]


def test_chains_of_windows_stay_compact():
    index_map = chain([IndexMap.windows(9, range(7), range(3)), IndexMap.windows(7, range(5), range(3))])
    assert (index_map.lists, index_map.origins, index_map.taps) == (None, (0, 1, 2, 3, 4), (0, 1, 2, 3, 4))


@settings(max_examples=1)
@given(st.lists(chains(), min_size=120, max_size=120))
def test_the_player_s_index_maps_are_the_core_s(pairs):
    """120 pairs at once, in the JavaScript that the browser runs."""
    script = """
    import { IndexMap } from "./assets/player/index_map.js";
    const pairs = JSON.parse(await new Response(Deno.stdin.readable).text());
    const all = (count, call) => Array.from({ length: count }, (_, index) => call(index));
    const facts = (indexMap) => ({
      reads: all(indexMap.targetCount, (t) => indexMap.sources(t)),
      taps: all(indexMap.targetCount, (t) => indexMap.tapIndices(t)),
      runs: all(indexMap.targetCount, (t) => indexMap.runs(t)),
      readers: all(indexMap.size, (p) => indexMap.targets(p)),
    });
    console.log(JSON.stringify(pairs.map(([first, second]) => {
      const [a, b] = [new IndexMap(first), new IndexMap(second)];
      return [facts(a), facts(a.inverse), facts(a.then(b))];
    })));
    """

    def facts(index_map):
        return {
            "reads": [list(index_map.sources(target)) for target in range(index_map.target_count)],
            "taps": [list(index_map.tap_indices(target)) for target in range(index_map.target_count)],
            "runs": [
                [list(run) for run in runs(index_map.sources(target))] for target in range(index_map.target_count)
            ],
            "readers": [list(index_map.targets(position)) for position in range(index_map.size)],
        }

    data = json.dumps([[first.data, second.data] for first, second in pairs])
    ran = subprocess.run(
        [deno(), "eval", "--ext=js", script], input=data, capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert ran.returncode == 0, ran.stderr
    expected = [[facts(first), facts(first.inverse), facts(first.then(second))] for first, second in pairs]
    assert json.loads(ran.stdout) == expected


@pytest.mark.parametrize(
    ("index_map", "tap", "positions"),
    [
        (IndexMap.windows(224, range(0, 222, 2), range(3)), 0, list(range(0, 222, 2))),  # 111 places, two pixels apart
        (IndexMap.windows(5, range(3), range(3)), 1, [1, 2, 3]),
    ],
)
def test_a_tap_s_places_are_separate_pixels(index_map, tap, positions):
    script = (
        'import { IndexMap, runs } from "./assets/player/index_map.js"; const [data, tap] = JSON.parse(Deno.args[0]);'
        "console.log(JSON.stringify(runs(new IndexMap(data).visits(tap))));"
    )
    ran = subprocess.run(
        [deno(), "eval", "--ext=js", script, json.dumps([index_map.data, tap])],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert json.loads(ran.stdout) == [list(run) for run in runs(positions)]
