"""What is taken home: films with the window over the right cells, numbers, and code that gives the core's numbers."""

import ast
import contextlib
import csv
import io
import re
from dataclasses import replace
from zipfile import ZipFile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from conv.operations import AdaptiveAveragePooling, AdaptiveMaxPooling, Network
from conv.ui.board import palette
from conv.ui.board.facts import cell_facts
from conv.ui.board.marks import marks
from conv.ui.board.picture import BoardPicture, palette_rgb, panel_colours
from conv.ui.board.placement import WIDE, place_board
from conv.ui.home import HOME
from conv.ui.lesson import Picture
from conv.ui.saving.dialog import qr_picture, scene_addresses
from conv.ui.saving.film import film, film_bytes
from conv.ui.saving.numbers import matrix_csv, numbers_zip
from conv.ui.scene.layers import make_layer
from conv.ui.scene.record import Scene
from pages import find_lessons

LESSONS = {lesson.name: lesson for lesson in (HOME, *find_lessons())}
PARTS = [(lesson, part) for lesson in LESSONS.values() for part in lesson.parts]
ACCENT = palette_rgb(palette.ACCENT)
WITHOUT_CODE: dict[tuple[str, str], str] = {}  # (lesson, part) and why no code makes its numbers; every part has some
TAKEN = [(lesson.name, part.name) for lesson, part in PARTS if (lesson.name, part.name) not in WITHOUT_CODE]


def build(name, scene):
    return LESSONS[name].part(scene.topic).build(scene, Picture())


def random_scenes(count, seed):
    rng = np.random.default_rng(seed)
    for _number in range(count):
        out_channels = int(rng.choice([1, 2, 3]))
        kernel = str(rng.choice(["worked_example", "sobel_x", "box_blur", "gaussian_5", "sharpen", "random"]))
        yield Scene(
            picture=str(rng.choice(["worked", "digits", "shapes", "landscape"])),
            size=int(rng.integers(6, 15)),
            kernel=kernel,
            kernel_size=(int(rng.integers(1, 5)), int(rng.integers(1, 5))),
            divisor=float(rng.choice([1, 4, 0.123456789])),
            stride=(int(rng.integers(1, 4)), int(rng.integers(1, 4))),
            padding=((int(rng.integers(0, 3)), int(rng.integers(0, 3))), (int(rng.integers(0, 3)), 1)),
            padding_mode=str(rng.choice(["zeros", "reflect", "replicate", "circular"])),
            dilation=(1, int(rng.integers(1, 3))),
            bias=float(rng.choice([0, -3, 0.5, 0.123456789])),
            activation=str(rng.choice(["none", "relu", "sigmoid", "tanh", "leaky_relu", "clip"])),
            shows=str(rng.choice(["output", "sum"])),
            colour=str(rng.choice(["grey", "channels"])),
            in_channels=int(rng.choice([3, 6])),
            out_channels=out_channels,
            groups=int(rng.choice([1, out_channels])),
            pool=str(rng.choice(["max", "average", "l2"])),
            pool_size=(int(rng.integers(1, 4)), int(rng.integers(2, 4))),
            pool_stride=(int(rng.integers(0, 3)), int(rng.integers(0, 3))),
            pool_padding=(0, int(rng.integers(0, 2))),
            ceil_mode=str(rng.choice(["true", "false"])),
            count_include_pad=str(rng.choice(["true", "false"])),
            adaptive=(0, 0) if rng.random() < 0.7 else (2, 3),
            output_padding=(int(rng.integers(0, 2)), 0),
            stack=random_stack(rng),
        )


def random_stack(rng):
    """Up to four layers of all kinds, some padded and dilated."""
    layers = []
    for kind in rng.choice(["conv", "conv", "max", "average"], rng.integers(1, 5)):
        kernel_size, conv = int(rng.integers(1, 4)), kind == "conv"
        layers.append(
            make_layer(
                str(kind),
                kernel_size,
                stride=int(rng.integers(1, 3)),
                padding=int(rng.integers(0, 3 if conv else kernel_size // 2 + 1)),
                dilation=1 if kind == "average" else int(rng.integers(1, 3)),
                out_channels=int(rng.integers(1, 4)) if conv else 1,
                activation=str(rng.choice(["none", "relu", "tanh", "leaky_relu"])) if conv else "none",
            )
        )
    return tuple(layers)


def fitting(name, scene):
    """The scene with a padding that its lesson takes: a transposed convolution has the same on both sides."""
    return replace(scene, padding=((1, 1), (0, 0))) if name == "transposed" else scene


def accepted(name, scenes):
    """(scene, content) of those that the core does not refuse."""
    for scene in scenes:
        with contextlib.suppress(ValueError):
            yield scene, build(name, scene)


def test_twenty_films_show_the_window_over_the_right_cells():
    found = list(accepted("step", random_scenes(40, 3)))[:20]
    assert len(found) == 20
    for scene, content in found:
        board = content.board
        picture = BoardPicture(board, place_board(board, WIDE))
        steps = sorted({0, board.steps // 2, board.steps - 1})
        opened = Image.open(io.BytesIO(film(picture, steps)))
        assert opened.n_frames == len(steps)
        for frame, step in enumerate(steps):
            opened.seek(frame)
            pixels = np.asarray(opened.convert("RGB"))
            shown = marks(board, step)
            for look in ("window", "cell"):
                for panel, boxes in shown[look].items():
                    for box in boxes:
                        left, top, right, bottom = picture.rectangle(panel, box)
                        for x, y in ((left, top), (right, top), (left, bottom), (right, bottom)):
                            assert tuple(pixels[y, x]) == ACCENT, (scene, step, panel, box)


def test_a_film_s_flat_cells_have_their_exact_colours():
    board = build("step", Scene(picture="digits", size=14, kernel="sobel_x", activation="none")).board
    picture = BoardPicture(board, place_board(board, WIDE), 2)
    opened = Image.open(io.BytesIO(film(picture, range(20))))
    opened.seek(19)
    pixels = np.asarray(opened.convert("RGB"))
    panels = {panel.name: panel for panel in board.panels}
    for name, cells in {"kernel": [(0, 0), (1, 2), (2, 1)], "map": [(0, 3), (0, 8), (1, 2)]}.items():
        for row, col in cells:
            left, top, _right, _bottom = picture.rectangle(name, (row, row, col, col))
            assert pixels[top + 9, left + 9].tolist() == panel_colours(panels[name])[row, col].tolist(), (
                name,
                row,
                col,
            )


def test_a_film_that_is_too_long_or_too_large_is_refused_with_the_numbers(monkeypatch):
    board = build("step", Scene(picture="digits", size=60)).board
    picture = BoardPicture(board, place_board(board, WIDE))
    with pytest.raises(ValueError, match="3,364 frames, and the most is 2,000"):
        film(picture, range(board.steps))
    monkeypatch.setattr("conv.ui.saving.film.MOST_BYTES", 2_000_000)  # in place of 60, which take long to make
    noise = build("step", Scene(picture="landscape", size=100, colour="colour", kernel="random", activation="none"))
    large = BoardPicture(noise.board, place_board(noise.board, WIDE), 1)
    with pytest.raises(ValueError, match="and the most is 2; choose a smaller size"):
        film(large, range(2000))


def test_a_film_says_how_far_it_is():
    board = build("step", Scene()).board
    shares = []
    film(BoardPicture(board, place_board(board, WIDE), 0.5), range(9), progress=shares.append)
    assert shares == [number / 9 for number in range(9)]


FILMED = {  # lesson and part, pixels for a board unit, and the steps: in a row, over rows, and every so many
    "small": ("step", "", 1, range(9)),
    "one": ("step", "", 1, range(3, 4)),
    "beside": ("padding", "modes", 1, range(36)),
    "spread": ("sharing", "shift", 1, range(50, 90)),
    "pooled": ("pooling", "pool", 0.5, range(49)),
    "walks of several sizes": ("kernels", "passes", 1, range(84)),
    "many rows": ("transposed", "checkerboard", 0.5, range(0, 676, 18)),
    "deep": ("depth", "effective", 1, range(300, 340)),
    "many maps": ("kernels", "gallery", 0.5, range(60)),
}


@pytest.mark.parametrize(("name", "topic", "scale", "steps"), FILMED.values(), ids=FILMED)
def test_a_film_s_size_is_known_before_it_is_made(name, topic, scale, steps):
    board = build(name, replace(LESSONS[name].part(topic).opening, topic=topic)).board
    picture = BoardPicture(board, place_board(board, WIDE), scale)
    assert 1 / 1.5 < film_bytes(picture, steps) / len(film(picture, steps)) < 1.5


def shown_film():
    """What the dialog has about films, of the page that opens first."""
    from conv.ui.board.placement import WIDE, place_board
    from conv.ui.lesson import Picture
    from conv.ui.lessons.step import build
    from conv.ui.saving.dialog import Saved, _show_film
    from conv.ui.scene.record import Scene

    board = build(Scene(), Picture()).board
    _show_film(Saved("step", "Step", board, place_board(board, WIDE), None, 0, 0, "", "", False))


def test_the_dialog_says_the_size_before_the_click():
    page = AppTest.from_function(shown_film).run(timeout=30)
    assert not page.exception
    before = re.search(r"9 frames, 2 seconds, about (\d\.\d\d) MB; up to 2,000", page.caption[0].value)
    page.button(key="film_make").click().run(timeout=30)
    assert not page.exception
    after = re.search(r"Animation as GIF, (\d\.\d\d) MB", page.get("download_button")[0].proto.label)
    assert 1 / 1.5 < float(before[1]) / float(after[1]) < 1.5


def test_boxes_of_cells_below_a_pixel_are_drawn():
    """As on the gallery's maps of 256 cells a side, in every size that the dialog offers."""
    board = build("kernels", replace(LESSONS["kernels"].part("gallery").opening, topic="gallery")).board
    for scale in (0.5, 1, 2):
        picture = BoardPicture(board, place_board(board, WIDE), scale)
        for step in (0, 300, board.steps - 1):
            picture.at(step)
            for panel in board.panels:
                left, top, right, bottom = picture.rectangle(panel.name, (0, 0, 0, 0))
                assert left <= right
                assert top <= bottom


@pytest.mark.parametrize(("lesson", "part"), PARTS, ids=[f"{lesson.name}-{part.name}" for lesson, part in PARTS])
def test_every_board_is_drawn_at_its_first_and_last_step(lesson, part):
    board = part.build(replace(part.opening, topic=part.name, size=min(part.opening.size, 28)), Picture()).board
    placement = place_board(board, WIDE)
    picture = BoardPicture(board, placement)
    for step in (0, board.steps - 1):
        drawn = picture.at(step)
        assert drawn.size == (round(placement.width) + 16, round(placement.height) + 16)
        assert np.any(np.asarray(drawn) != np.asarray(picture.still))
        assert numbers_zip(board, board.tracks[0])


def test_facts_are_the_core_s_steps():
    content = build("channels", Scene(bias=1, stride=(2, 2), padding=((1, 1), (1, 1)), activation="none"))
    board = content.board
    facts = cell_facts(board, board.tracks[0], 0, 0)
    assert len(facts.sums) == 3
    assert facts.numbers == [sum(facts.sums), sum(facts.sums) + 1]
    values = {panel.name: panel.values for panel in board.panels}
    for track in board.tracks:
        for row in range(track.size[0]):
            for col in range(track.size[1]):
                assert cell_facts(board, track, row, col).numbers[-1] == pytest.approx(values[track.target][row, col])


def test_the_numbers_are_all_there_with_all_their_digits():
    content = build("step", Scene(padding="half", bias=0.1, kernel="gaussian_3"))
    files = ZipFile(io.BytesIO(numbers_zip(content.board, content.board.tracks[0], content.layer(0).image)))
    values = {panel.name: panel.values for panel in content.board.panels}
    for name in ("input", "kernel", "map"):
        assert np.array_equal(np.load(io.BytesIO(files.read(f"{name}.npy"))), values[name])
        lines = files.read(f"{name}.csv").decode().splitlines()
        assert np.array_equal([[float(cell) for cell in line.split(",")] for line in lines], values[name])
    assert np.load(io.BytesIO(files.read("picture.npy"))).shape == (1, 5, 5)
    assert np.load(io.BytesIO(files.read("input_inside.npy"))).shape == (5, 5)
    steps = list(csv.DictReader(io.StringIO(files.read("steps.csv").decode())))
    assert len(steps) == 25
    for line in steps:
        terms = [float(line[f"term_{number}"]) for number in range(9)]
        assert sum(terms) == pytest.approx(float(line["sum"]))
        assert float(line["output"]) == values["map"][int(line["row"]), int(line["column"])]


def test_a_cell_without_a_value_is_empty():
    assert matrix_csv(np.array([[1.5, np.nan], [-2.0, 0.1]])) == "1.5,\n-2,0.1\n"


def shown_maps(content):
    """(layer, its maps): what the walks of each layer make."""
    panels = {panel.name: panel.values for panel in content.board.panels}
    found = {}
    for number, track in enumerate(content.board.tracks):
        layer = content.layer(number)
        target = track.scatters_to[0] if track.scatters_to else track.target
        found.setdefault(id(layer), (layer, []))[1].append(panels[target])
    return list(found.values())


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
    for scene, content in accepted(name, scenes):
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
        if hasattr(operation, "activation"):
            settings["activation"] = "none"
        operations.append(replace(operation, **arrays, **settings))
    network = Network(layer.network.input_shape, tuple(operations))
    absolute = replace(layer, image=np.abs(layer.image), network=network)
    return run(absolute.writers["NumPy"]())


@pytest.mark.soak
@pytest.mark.parametrize(("name", "topic"), TAKEN)
def test_onnx_models_give_the_numbers_on_the_board(name, topic, amount):
    """The runtime computes in single precision, of which the slack is 16 units of the terms behind a cell."""
    found = random_scenes(amount(8, 100), 1000 + TAKEN.index((name, topic)))
    scenes = (fitting(name, replace(scene, topic=topic)) for scene in found)
    seen = 0
    for scene, content in accepted(name, scenes):
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


def test_links_name_scene_and_step():
    link, embedded = scene_addresses("https://example.org/step?x=1&embed=true#y", Scene(kernel="sobel_x", step=7))
    assert link == "https://example.org/step?kernel=sobel_x&step=7"
    assert embedded == "https://example.org/step?kernel=sobel_x&step=7&embed=true"


def test_the_qr_code_is_large_and_square():
    picture = Image.open(io.BytesIO(qr_picture("https://example.org/step?kernel=sobel_x&step=7")))
    assert picture.width == picture.height >= 300
