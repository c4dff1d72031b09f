"""Code that is taken home: it gives the core's numbers."""

import ast
import contextlib
import io
from dataclasses import fields, replace
from itertools import islice

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conv.operations import AdaptiveAveragePooling, AdaptiveMaxPooling, Network
from conv.ui.scene.record import Scene
from tests.saving import PARTS, TAKEN, WITHOUT_CODE, accepted, build, fitting, random_scenes, shown_maps


def run(code):
    """The array that the code ends with, and prints."""
    known, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed), np.printoptions(threshold=20):  # writing all numbers takes the most time
        exec(compile(code, "generated", "exec"), known)
        assert printed.getvalue() == f"{known['y']}\n"
    return known["y"]


def openings(lesson, part):
    """The scene with which a part opens and the ready ones, with pictures that are built in no time."""
    scenes = [part.opening, *(part.ready() if part.ready else {}).values()]
    return [replace(scene, topic=part.name, size=min(scene.size, 64)) for scene in scenes]


@pytest.mark.parametrize(("lesson", "part"), PARTS, ids=[f"{lesson.name}-{part.name}" for lesson, part in PARTS])
def test_there_is_code_for_every_walk_of_every_part(lesson, part):
    """But for the parts that have a reason to have none."""
    scenes = openings(lesson, part)
    scenes.append(replace(scenes[0], picture="landscape", size=24))  # whose matrix is too large to draw
    scenes.append(replace(scenes[0], kernel="sharpen"))  # which is not separable
    for content in [content for _scene, content in accepted(lesson.name, scenes)]:
        written = [content.layer(number) is not None for number in range(len(content.board.tracks))]
        assert written == [(lesson.name, part.name) not in WITHOUT_CODE] * len(content.board.tracks)
        assert len(content.layers) in (0, 1, len(content.board.tracks))


@pytest.mark.soak
@pytest.mark.parametrize(("name", "topic"), TAKEN)
def test_numpy_code_gives_the_numbers_on_the_board(name, topic, amount):
    """Over more than 200 scenes of all parts together; in full over more than 100 of each."""
    found = random_scenes(amount(20, 250), TAKEN.index((name, topic)))
    scenes = (fitting(name, replace(scene, topic=topic)) for scene in found)
    seen = 0
    for scene, content in islice(accepted(name, scenes), amount(8, None)):
        assert len(content.layers) in (1, len(content.board.tracks))
        for layer, maps in shown_maps(content):
            found = run(layer.writers["NumPy"]())
            found = found.reshape(-1, *maps[0].shape)[: len(maps)]
            slack = 1e-4 if name == "depth" else 1e-9  # a stack's maps are in single precision
            np.testing.assert_allclose(found, maps, rtol=slack, atol=slack, err_msg=str(scene))
            seen += 1
    assert seen >= amount(8, 100)
    assert 8 * len(TAKEN) >= 200


def sizes(layer):
    """How large the terms behind each cell are: what the layer makes of the sizes of all its numbers."""
    operations = []
    for operation in layer.network.operations:
        arrays = {name: np.abs(array) for name, array in operation.parameters.items()}
        settings = {"divisor": abs(operation.divisor)} if hasattr(operation, "divisor") else {}
        if "activation" in {field.name for field in fields(operation)}:
            settings["activation"] = "none"
        operations.append(replace(operation, **arrays, **settings))
    network = Network(layer.network.input_shape, tuple(operations))
    absolute = replace(layer, image=np.abs(layer.image), network=network)
    return run(absolute.writers["NumPy"]())


@pytest.mark.soak
@pytest.mark.parametrize(("name", "topic"), TAKEN)
def test_onnx_models_give_the_numbers_on_the_board(name, topic, amount):
    """The runtime computes in single precision, of which the slack is 16 units of the terms behind a cell."""
    found = random_scenes(amount(12, 100), 1000 + TAKEN.index((name, topic)))
    scenes = (fitting(name, replace(scene, topic=topic)) for scene in found)
    seen = 0
    for scene, content in islice(accepted(name, scenes), amount(4, None)):
        for layer, maps in shown_maps(content):
            if "ONNX" not in layer.writers:
                assert isinstance(layer.network.operations[0], (AdaptiveAveragePooling, AdaptiveMaxPooling))
                assert 0 not in scene.adaptive, scene
                continue
            made = run(layer.writers["ONNX"]())
            slack = 16 * np.finfo(np.float32).eps * np.maximum(sizes(layer), 1)
            expected = np.stack(maps).reshape(-1, *made.shape[-2:])
            made, slack = (values.reshape(-1, *made.shape[-2:])[: len(maps)] for values in (made, slack))
            assert (np.abs(made - expected) <= slack).all(), (scene, np.abs(made - expected).max())
            seen += 1
    assert seen >= amount(3, 40)


TWO_BY_TWO = Scene(picture="typed", pixels=((1, 2), (3, 4)), kernel="typed", weights=(((1,),),), activation="none")


CORNER = replace(TWO_BY_TWO, padding=((1, 0), (0, 1)))


WINDOW = replace(TWO_BY_TWO, pixels=((3, 4, 1), (0, 0, 2), (5, 1, 7)), pool_stride=(2, 2))


BY_HAND = {  # the scene's lesson, what is changed, and what it prints
    "bias": ("step", replace(TWO_BY_TWO, bias=5), [[6, 7], [8, 9]]),
    "divisor": ("step", replace(TWO_BY_TWO, divisor=4), [[0.25, 0.5], [0.75, 1]]),
    "relu": ("step", replace(TWO_BY_TWO, bias=-3, activation="relu"), [[0, 0], [0, 1]]),
    "leaky": ("step", replace(TWO_BY_TWO, bias=-3, activation="leaky_relu"), [[-0.02, -0.01], [0, 1]]),
    "sum": ("step", replace(TWO_BY_TWO, bias=-3, activation="relu", shows="sum"), [[-2, -1], [0, 1]]),
    "clip": ("step", replace(TWO_BY_TWO, divisor=0.01, bias=-150, activation="clip"), [[0, 50], [150, 250]]),
    "sigmoid": ("step", replace(TWO_BY_TWO, bias=-2, activation="sigmoid"), [[0.268941, 0.5], [0.731059, 0.880797]]),
    "tanh": ("step", replace(TWO_BY_TWO, bias=-2, activation="tanh"), [[-0.761594, 0], [0.761594, 0.964028]]),
    "zeros": ("step", replace(TWO_BY_TWO, padding=((1, 0), (0, 0))), [[0, 0], [1, 2], [3, 4]]),
    "circular": (
        "step",
        replace(CORNER, padding_mode="circular"),
        [3, 4, 3, 1, 2, 1, 3, 4, 3],
    ),
    "reflect": (
        "step",
        replace(CORNER, padding_mode="reflect"),
        [3, 4, 3, 1, 2, 1, 3, 4, 3],
    ),
    "replicate": (
        "step",
        replace(CORNER, padding_mode="replicate"),
        [1, 2, 2, 1, 2, 2, 3, 4, 4],
    ),
    "dilation": ("step", replace(WINDOW, weights=(((1, 1), (1, -1)),), dilation=(2, 2)), [[3 + 1 + 5 - 7]]),
    "max": ("pooling", replace(WINDOW, ceil_mode="true"), [[4, 2], [5, 7]]),
    "average": ("pooling", replace(WINDOW, pool="average", ceil_mode="true"), [[7 / 4, 3 / 2], [6 / 2, 7]]),
    "padded": ("pooling", replace(WINDOW, pool="average", pool_padding=(1, 1)), [[3 / 4, 5 / 4], [5 / 4, 10 / 4]]),
    "own": (
        "pooling",
        replace(WINDOW, pool="average", pool_padding=(1, 1), count_include_pad="false"),
        [[3, 5 / 2], [5 / 2, 10 / 4]],
    ),
    "l2": ("pooling", replace(WINDOW, pool="l2"), [[5]]),
    "global": ("pooling", replace(WINDOW, pool="average", adaptive=(1, 1)), [[23 / 9]]),
    "stamps": ("transposed", replace(TWO_BY_TWO, weights=(((1, 1),),), divisor=2), [[0.5, 1.5, 1], [1.5, 3.5, 2]]),
    "apart": ("transposed", replace(TWO_BY_TWO, stride=(1, 2), output_padding=(0, 1)), [[1, 0, 2, 0], [3, 0, 4, 0]]),
}


@pytest.mark.parametrize(("name", "scene", "expected"), BY_HAND.values(), ids=BY_HAND)
@pytest.mark.parametrize("library", ["NumPy", "ONNX"])
def test_code_prints_what_a_hand_computes(library, name, scene, expected):
    layer = build(name, scene).layer(0)
    np.testing.assert_allclose(run(layer.writers[library]()).ravel(), np.ravel(expected), 1e-5, 1e-7)


def test_no_model_is_offered_where_single_precision_does_not_hold_its_numbers():
    """Nine weights of a million over pixels up to 255, applied four times and twenty times: 1e30 and 1e140."""
    scene = replace(TWO_BY_TWO, pixels=((255,) * 4,) * 4, weights=(((1e6,) * 3,) * 3,), topic="again")
    few, many = (build("kernels", replace(scene, times=times)) for times in (4, 20))
    assert "ONNX" not in many.layer(0).writers
    np.testing.assert_allclose(run(many.layer(0).writers["NumPy"]())[0], shown_maps(many)[0][1][0])
    np.testing.assert_allclose(run(few.layer(0).writers["ONNX"]())[0], shown_maps(few)[0][1][0], 1e-5)
    assert "ONNX" not in build("step", replace(TWO_BY_TWO, divisor=1e-300)).layer(0).writers
    assert "ONNX" not in build("transposed", replace(TWO_BY_TWO, divisor=1e-300)).layer(0).writers


def test_every_number_is_written_with_all_its_digits():
    exact = replace(TWO_BY_TWO, divisor=0.123456789, bias=0.987654321012, pixels=((0.1234567890123,),))
    exact = replace(exact, weights=(((1234567.890123,),),))
    wanted = {0.123456789, 0.1234567890123, 1234567.890123}
    for name, more in (("step", {0.987654321012}), ("transposed", set())):
        for write in build(name, exact).layer(0).writers.values():
            code = write()
            numbers = {node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)}
            assert wanted | more <= numbers, code


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6))
def test_all_code_is_code(seed):
    for scene, content in accepted("channels", random_scenes(1, seed)):
        for name, write in content.layer(0).writers.items():
            nodes = list(ast.walk(ast.parse(write())))
            imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
            imported |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
            known = {"numpy", "torch", "torch.nn.functional", "keras", "onnx", "onnxruntime"}
            assert imported <= known, (name, scene)


def test_keras_and_onnx_name_what_the_board_has():
    content = build("step", Scene(stride=(2, 1), dilation=(1, 2), padding=((1, 2), (0, 3)), padding_mode="reflect"))
    writers = content.layer(0).writers
    keras, onnx = writers["Keras"](), writers["ONNX"]()
    assert "strides=(2, 1)" in keras
    assert "dilation_rate=(1, 2)" in keras
    assert 'np.pad(np.asarray(y), ((0, 0), (1, 2), (0, 3), (0, 0)), mode="reflect")' in keras
    assert '"pads": np.array([0, 0, 1, 0, 0, 0, 2, 3], np.int64)' in onnx
    assert "strides=[2, 1]" in onnx
    plain = build("step", Scene(padding=((1, 2), (0, 3)))).layer(0).writers["ONNX"]()
    assert "pads=[1, 0, 2, 3]" in plain
    assert '"Pad"' not in plain


def test_adaptive_poolings_are_written_where_a_library_has_them():
    uneven = build("pooling", Scene(picture="shapes", size=9, adaptive=(2, 4))).layer(0)
    assert list(uneven.writers) == ["NumPy", "PyTorch"]
    assert "F.adaptive_max_pool2d(y, (2, 4))" in uneven.writers["PyTorch"]()
    even = build("pooling", Scene(picture="shapes", size=9, adaptive=(3, 1))).layer(0)
    assert list(even.writers) == ["NumPy", "PyTorch", "Keras", "ONNX"]
    assert "F.adaptive_max_pool2d(y, (3, 1))" in even.writers["PyTorch"]()
    assert "kernel_shape=[3, 9]" in even.writers["ONNX"]()


def test_a_large_picture_is_loaded_from_the_numbers():
    content = build("step", Scene(picture="landscape", size=64))
    assert 'x = np.load("picture.npy").astype(float)' in content.layer(0).writers["NumPy"]()
    assert 'x = np.load("picture.npy").astype(np.float32)' in content.layer(0).writers["ONNX"]()
