"""The link: what is written reads back, and nonsense gives a message and the default."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conv.activations import ACTIVATIONS
from conv.arguments import PADDING_WORDS
from conv.geometry import PADDING_MODES
from conv.pool_walks import POOLINGS
from conv.ui.scene.address import UNCOMPARED, applies, scene_address, scene_from_query
from conv.ui.scene.layers import make_layer
from conv.ui.scene.record import (
    ASKED,
    COLOURS,
    FIELDS,
    GABOR,
    IN_CHANNELS,
    KERNEL_CHOICES,
    PARAMETERS,
    PICTURES,
    Scene,
    input_channels,
)

TOPICS = (
    "",
    "amounts",
    "modes",
    "reasons",
    "centre",
    "stride",
    "dilation",
    "compare",
    "weights",
    "shift",
    "matrix",
    "again",
    "gabor",
)

NUMBERS = st.one_of(st.integers(-999, 999).map(float), st.floats(-1e6, 1e6))


def matrices(maximum, count=1):
    sizes = st.tuples(st.integers(1, maximum), st.integers(1, maximum))
    return sizes.flatmap(lambda size: st.tuples(*[st.tuples(*[st.tuples(*[NUMBERS] * size[1])] * size[0])] * count))


SIDES = st.tuples(*[st.tuples(*[st.integers(0, 64)] * 2)] * 2)
LAYERS = st.builds(
    lambda **layer: make_layer(**(layer | {"dilation": 1} if layer["kind"] == "average" else layer)),
    kernel_size=st.integers(1, 31),
    stride=st.integers(1, 16),
    padding=st.integers(0, 31),
    dilation=st.integers(1, 16),
    kind=st.sampled_from(["conv", "max", "average"]),
    out_channels=st.integers(1, 4096),
    activation=st.sampled_from(list(ACTIVATIONS)),
)
SCENES = (
    st.builds(
        Scene,
        picture=st.sampled_from(PICTURES),
        pixels=matrices(4).map(lambda found: found[0]),
        size=st.integers(5, 1024),
        colour=st.sampled_from(COLOURS),
        kernel=st.sampled_from(KERNEL_CHOICES),
        kernel_size=st.tuples(st.integers(1, 11), st.integers(1, 11)),
        weights=st.one_of(matrices(3), matrices(3, count=3)),
        divisor=NUMBERS.filter(bool),
        seed=st.integers(0, 999_999),
        stride=st.tuples(st.integers(1, 64), st.integers(1, 64)),
        padding=st.one_of(st.sampled_from(PADDING_WORDS), SIDES),
        padding_mode=st.sampled_from(PADDING_MODES),
        dilation=st.tuples(st.integers(1, 16), st.integers(1, 16)),
        output_padding=st.tuples(st.integers(0, 63), st.integers(0, 63)),
        bias=NUMBERS,
        activation=st.sampled_from(list(ACTIVATIONS)),
        shows=st.sampled_from(["output", "sum"]),
        cells=st.sampled_from(["values", "names"]),
        in_channels=st.sampled_from(IN_CHANNELS),
        out_channels=st.integers(1, 8),
        groups=st.integers(1, 8),
        pool=st.sampled_from(list(POOLINGS)),
        pool_size=st.tuples(st.integers(1, 64), st.integers(1, 64)),
        pool_stride=st.tuples(st.integers(0, 64), st.integers(0, 64)),
        pool_padding=st.tuples(st.integers(0, 32), st.integers(0, 32)),
        pool_dilation=st.tuples(st.integers(1, 16), st.integers(1, 16)),
        ceil_mode=st.sampled_from(["true", "false"]),
        count_include_pad=st.sampled_from(["true", "false"]),
        adaptive=st.tuples(st.integers(0, 64), st.integers(0, 64)),
        stack=st.lists(LAYERS, min_size=1, max_size=5).map(tuple),
        times=st.integers(1, 20),
        gabor=st.tuples(*[st.integers(*limits) for limits in GABOR]),
        asked=st.tuples(*[st.integers(*limits) for limits in ASKED]),
        stack_seed=st.integers(0, 999_999),
        shift=st.tuples(st.integers(-16, 16), st.integers(-16, 16)),
        topic=st.sampled_from(TOPICS),
        layers=st.integers(0, 512),
        quiz=st.integers(0, 999_999),
        compared_with=st.sampled_from(["", "stride 2", "picture worked", "kernel sobel_x padding 1,2,0,1"]),
        odd=st.sampled_from([1, 3, 5, 7]),
        panel=st.one_of(st.none(), st.integers(0, 7)),
        step=st.one_of(st.none(), st.integers(0, 99)),
    )
    .map(
        lambda scene: (
            scene
            if input_channels(scene) % scene.groups == 0 and scene.out_channels % scene.groups == 0
            else dataclasses.replace(scene, groups=1)
        )
    )
    .map(
        lambda scene: dataclasses.replace(
            scene,
            **{name: getattr(Scene(), name) for name in PARAMETERS if not applies(scene, name)},
        )
    )
)


@given(SCENES)
def test_a_link_restores_the_scene_and_says_what_picture_or_setting_it_is_about(scene):
    """So that it means the same whatever a part opens with: a link without any setting opens a part's own scene."""
    address = scene_address(scene)
    assert scene_from_query(address) == (scene, ())
    assert set(address) - set(UNCOMPARED)


def test_the_default_scene_names_its_picture():
    assert scene_address(Scene(topic="shift", step=9)) == {"picture": "worked", "topic": "shift", "step": "9"}


def test_a_field_with_another_name_keeps_the_one_in_addresses():
    compared = Scene(compared_with="stride 2")
    assert scene_address(compared) == {"picture": "worked", "beside": "stride 2"}
    assert scene_from_query({"beside": "stride 2"}) == (compared, ())
    assert scene_from_query({"compared_with": "stride 2"})[0] == Scene()


def test_every_default_is_a_value_of_its_parameter():
    for name, parameter in PARAMETERS.items():
        default = getattr(Scene(), name)
        if default is not None:
            assert parameter.kind.parse(name, parameter.kind.write(default)) == default


@pytest.mark.soak
@given(st.dictionaries(st.sampled_from([*FIELDS, "strid", "__class__"]), st.text(max_size=12)))
def test_nonsense_is_survived_with_a_message_for_each_place(query):
    scene, messages = scene_from_query(query)
    wrong = [
        name for name in query if name not in FIELDS or getattr(scene, FIELDS[name]) == getattr(Scene(), FIELDS[name])
    ]
    assert len(messages) <= len(wrong)
    assert scene_from_query(scene_address(scene)) == (scene, ())


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"stride": "0"}, "`stride` must be from 1 to 64, got 0. The default is used instead."),
        ({"stride": "two"}, "`stride` must be a whole number, got 'two'."),
        ({"stride": "1,2,3"}, "`stride` must be one whole number or a pair such as 2,1, got '1,2,3'."),
        ({"size": "4"}, "`size` must be from 5 to 1,024, got 4."),
        ({"size": "9" * 30}, "`size` must be a whole number"),
        ({"padding": "mirror"}, "`padding` must be one of 'valid', 'same', 'full', 'half', got 'mirror'."),
        ({"padding": "1,2,3"}, "`padding` must be a word, one number, rows and columns such as 2,1"),
        ({"padding": "-1"}, "`padding` must be from 0 to 64, got −1."),
        ({"bias": "nan"}, "`bias` must be a number, got 'nan'."),
        ({"bias": "1_0"}, "`bias` must be a number, got '1_0'."),
        ({"bias": "inf"}, "`bias` must be from −1,000,000 to 1,000,000, got inf."),
        ({"divisor": "0"}, "`divisor` must not be 0"),
        ({"weights": "1,2;3"}, "`weights` must have rows of equal length."),
        ({"weights": "1/2,3"}, "`weights` must be 1 to 48 matrices of the same size."),
        ({"in_channels": "4"}, "`in_channels` must be one of 3, 6, got '4'."),
        ({"out_channels": "9"}, "`out_channels` must be from 1 to 8, got 9."),
        (
            {"groups": "5"},
            "`groups` must divide the 3 input and 2 output channels, got 5. The default is used instead.",
        ),
        ({"shift": "0,17", "topic": "shift"}, "`shift` must be from −16 to 16, got 17."),
        ({"stack": "c3/x2"}, "`stack` must be layers such as c3,s1,p1,o4,relu or m2,s2, got 'x2'."),
        ({"stack": "c3,o9999"}, "`stack: out_channels` must be from 1 to 4,096, got 9,999."),
        ({"stack": "c3,swish"}, "`stack: activation` must be one of"),
        ({"stack": "/".join(["c3"] * 25)}, "`stack` must be 1 to 24 layers."),
        ({"asked": "64,128"}, "`asked` must be 5 whole numbers, got '64,128'."),
        ({"asked": "64,128,3,56,0"}, "`asked` must be from 1 to 4,096, got 0."),
        ({"pixels": ""}, "`pixels` must be a number, got ''."),
        ({"kernel": "blurr"}, "`kernel` must be one of"),
        (
            {"kernel_size": "5"},
            "`kernel_size` is only for the kernel random, not for 'worked_example'; it is left out.",
        ),
        ({"divisor": "9", "kernel": "worked_example"}, "`divisor` is only for the kernel typed, random"),
        ({"kernel": "[a](//b.c)"}, "got '?a??//b.c?'."),
        ({"strid": "2"}, "The link sets `strid`, which this page does not know; it is left out."),
    ],
)
def test_messages_name_the_rule_and_the_value(query, message):
    scene, messages = scene_from_query(query)
    assert dataclasses.replace(scene, topic="") == Scene()
    assert len(messages) == 1
    assert message in messages[0]


def test_pairs_and_sides():
    scene, _ = scene_from_query(
        {"stride": "2,1", "kernel": "random", "kernel_size": "5", "padding": "1,2", "dilation": " 3 , 1 "}
    )
    assert (scene.stride, scene.kernel_size, scene.padding, scene.dilation) == (
        (2, 1),
        (5, 5),
        ((1, 1), (2, 2)),
        (3, 1),
    )
    assert scene_from_query({"padding": "1,2,3,4"})[0].padding == ((1, 2), (3, 4))
