"""The player's arithmetic of any operation, in the JavaScript that the browser runs: numbers, texts, words, areas."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from conv.activations import ACTIVATIONS, ActivationKind, activate
from conv.operations import (
    BIAS,
    GRADIENT,
    PIXEL,
    WEIGHT,
    AveragePooling,
    Convolution,
    Dense,
    Flatten,
    MaxPooling,
    Pad,
    Repeating,
    Softmax,
    TransposedConvolution,
)
from conv.reductions import KINDS, POST_KINDS, Kind, PostKind, PostOperation, Reduction
from conv.ui.board.arrangement import Place, row
from conv.ui.board.board import Board
from conv.ui.board.deriving import slope_name
from conv.ui.board.laying import lay_track
from conv.ui.board.marks import marks
from conv.ui.board.panel import Panel
from conv.ui.board.placement import WIDE, place_board
from conv.ui.player.board_data import KNOWN_KINDS, KNOWN_POST, board_data
from conv.ui.words.narration import player_words, step_words
from tests.driving import run_script

SCRIPT = """
import { Calculation } from "./assets/player/calculation.js";
import { indexMapsOf } from "./assets/player/index_map.js";
import { marks, Track } from "./assets/player/marks.js";
import { Panel } from "./assets/player/panel.js";
import { drawQuestions } from "./assets/player/questions.js";
import { reachOf } from "./assets/player/reach.js";
import { Words } from "./assets/player/words.js";
const { boards, words } = JSON.parse(await new Response(Deno.stdin.readable).text());
const boxes = (areas) => areas.flatMap(({ rows, cols }) =>
  rows.flatMap(([top, bottom]) => cols.map(([left, right]) => [top, bottom, left, right])));
const plain = (byPanel) => Object.fromEntries([...byPanel].map(([name, areas]) => [name, boxes(areas)]));
const sentences = new Words(words);
console.log(JSON.stringify(boards.map(({ board, names, pointed }) => {
  const indexMaps = indexMapsOf(board.indexMaps);
  const track = new Track(board.tracks[0], indexMaps);
  const list = board.panels.map((panel) => new Panel(panel, { data: board }));
  const panels = Object.fromEntries(list.map((panel) => [panel.name, panel]));
  const calculation = new Calculation(track, panels, names);
  const cells = [];
  for (let row = 0; row < track.height; row++) {
    for (let col = 0; col < track.width; col++) {
      calculation.read(row, col);
      const reached = calculation.terms.map((_, index) => index);
      cells.push({
        numbers: calculation.numbers,
        sums: calculation.sums,
        text: calculation.formulaText(),
        partial: reached.map((index) => calculation.partialText(index)),
        live: reached.map((index) => calculation.liveText(null, index)),
        said: [sentences.step(calculation, row, col), ...reached.map((index) => sentences.partial(calculation, index))],
        why: sentences.why(calculation),
        marks: Object.fromEntries(Object.entries(marks([track], { row, col })).map(
          ([look, found]) => [look, plain(found)])),
      });
    }
  }
  const view = { tracks: [track], panels: list, indexMaps, sentences };
  const reached = pointed.map(([name, row, col]) => reachOf({ panel: panels[name], row, col }, view));
  return {
    cells,
    reached: reached.map(({ areas, sentence }) => ({ areas: plain(areas), sentence })),
    questions: drawQuestions(1, [track], panels, indexMaps),
  };
})));
"""


def numbers(*shape):
    return np.round(np.linspace(-2, 3, int(np.prod(shape))), 2).reshape(shape)


def tables(operation, name):
    """A learned array as panels: one for each slice of the kernel that is shown, or one for a table."""
    array = operation.parameters.get(name)
    if array is None:
        return []
    slices = array[0] if array.ndim == 4 else [np.atleast_2d(array)]
    return [Panel(f"{name}_{number}", each.astype(float), name) for number, each in enumerate(slices)]


def board_of(operation, image, labels=(), **more):
    """The walk over the operation's first channel, with all that it reads."""
    inputs = [
        Panel(f"input_{channel}", plane, "Input") for channel, plane in enumerate(operation.padded(image).astype(float))
    ]
    parameters = {role: tables(operation, role) for role in (WEIGHT, BIAS)}
    target = Panel("map", operation.apply(image)[0].astype(float), "Map")
    if isinstance(operation, TransposedConvolution):
        parameters[WEIGHT] = [
            Panel(f"weight_{number}", each[0].astype(float), "weight") for number, each in enumerate(operation.weight)
        ]
    track = lay_track(operation, image.shape, inputs, "map", parameters=parameters, labels=labels)
    panels = (*inputs, *(panel for found in parameters.values() for panel in found), target)
    return Board(panels, (replace(track, **more),), row(*(Place(panel.name) for panel in panels)))


def asked(*cases):
    given = [
        {"board": board_data(board, place_board(board, WIDE), ""), "names": names, "pointed": pointed}
        for board, names, pointed in cases
    ]
    return run_script(SCRIPT, {"boards": given, "words": player_words()})


DENSE = Dense.of(numbers(3, 12), np.array([0.5, -1, 2]))
OPERATIONS = {
    "convolution": (Convolution.of(numbers(2, 2, 2, 3), np.array([0.5, 1]), padding=1, stride=2), numbers(2, 4, 4)),
    "transposed": (TransposedConvolution.of(numbers(2, 1, 2, 2), stride=3), numbers(2, 2, 3)),
    "max": (MaxPooling(3, stride=2, padding=1), numbers(1, 5, 4)),
    "average": (AveragePooling(2), numbers(1, 4, 4)),
    "pad": (Pad(1, "reflect"), numbers(1, 3, 3)),
    "repeating": (Repeating((2, 3)), numbers(1, 2, 2)),
    "flatten": (Flatten(), numbers(2, 2, 3)),
    "dense": (DENSE, numbers(2, 2, 3)),
    "softmax": (Softmax(), numbers(1, 1, 4)),
}


def test_the_player_s_numbers_marks_and_questions_are_the_core_s_for_every_operation():
    boards = {name: board_of(*case, labels=("one", "two", "three")) for name, case in OPERATIONS.items()}
    answers = asked(*((board, False, []) for board in boards.values()))
    for (name, board), answer in zip(boards.items(), answers, strict=True):
        operation, image = OPERATIONS[name]
        expected = operation.apply(image)[0].ravel()
        found = [cell["numbers"][-1] for cell in answer["cells"]]
        np.testing.assert_allclose(found, expected, 1e-12, 1e-12, err_msg=name)
        for step, cell in enumerate(answer["cells"]):
            assert {look: drawn for look, drawn in cell["marks"].items() if drawn} == {
                look: {panel: [list(box) for box in boxes] for panel, boxes in drawn.items()}
                for look, drawn in marks(board, step).items()
                if drawn
            }, (name, step)
            words = " ".join([cell["text"], cell["why"], *cell["partial"], *cell["said"]])
            assert not any(wrong in words for wrong in ("undefined", "NaN", "null", "{")), (name, step, words)
        assert all(question["kind"] in ("value", "reads", "readers") for question in answer["questions"])
        assert answer["questions"]


def test_a_dense_layer_pairs_all_pixels_with_a_line_of_its_weights_and_adds_its_bias_as_it_is():
    image = np.array([[[1.0, 2], [3, 4]]])
    layer = Dense.of(np.array([[1, 0, -1, 2], [0, 1, 1, 0.5]]), np.array([0.5, -1]))
    board = board_of(layer, image)
    pointed = [("input_0", 1, 0), ("weight_0", 1, 2), ("bias_0", 0, 1)]
    found, named = asked((board, False, pointed), (board, True, []))
    first, second = found["cells"]
    assert first["text"] == "1×1 + 2×0 + 3×(−1) + 4×2 = 6; 6 + 0.5 = 6.5"
    assert second["text"] == "1×0 + 2×1 + 3×1 + 4×0.5 = 7; 7 + (−1) = 6"
    assert second["said"][0].endswith(
        ": the window covers rows 0 to 1 and columns 0 to 1; 4 products sum to 7; with the bias −1, that is 6."
    )
    assert first["sums"] == [6, 0.5]
    assert named["cells"][1]["text"].startswith("x₀,₀×w₁,₀ + x₀,₁×w₁,₁ + x₁,₀×w₁,₂ + x₁,₁×w₁,₃ = ")
    pixel, weight, bias = found["reached"]
    assert sorted(pixel["areas"]["weight_0"]) == [[0, 0, 2, 2], [1, 1, 2, 2]]  # the third of each output's four
    assert "map" in pixel["areas"]
    assert weight["sentence"].startswith("weight, row 1, column 2: 1.")
    assert bias["sentence"].endswith("It is added to the only cell.")


def test_all_lines_of_a_table_that_several_channels_share_are_marked_and_pointed_at():
    board = board_of(DENSE, numbers(2, 2, 3))  # the first six weights of a line are the first channel's
    (found,) = asked((board, False, [("input_1", 0, 0)]))
    assert found["cells"][1]["marks"]["window"]["weight_0"] == [[1, 1, 0, 5], [1, 1, 6, 11]]
    assert sorted(found["reached"][0]["areas"]["weight_0"]) == [[line, line, 6, 6] for line in range(3)]


def test_a_weight_multiplies_pixels_and_a_gradient_is_no_weight():
    image = numbers(1, 4, 4)
    board = board_of(Convolution.of(numbers(1, 1, 2, 2)), image)
    track = board.tracks[0]
    pixels, weights = track.groups[0].factors
    backward = replace(track, groups=(replace(track.groups[0], factors=(replace(pixels, role=GRADIENT), weights)),))
    slopes = replace(track, groups=(replace(track.groups[0], factors=(pixels, replace(weights, role=GRADIENT))),))
    pointed = [("weight_0", 0, 1), ("input_0", 0, 0)]
    answers = asked(*((replace(board, tracks=(each,)), True, pointed) for each in (track, backward, slopes)))
    said = [[point["sentence"] for point in answer["reached"]] for answer in answers]
    assert said[0][0].endswith("It multiplies 9 pixels, one in every window.")
    assert said[1][0].endswith("It multiplies 9 gradients, one in every window.")
    assert said[2][0].endswith("9 windows read it.")
    assert all(each[1].endswith("One window reads it: that of row 0, column 0 of the map.") for each in said)
    assert "map" not in answers[0]["reached"][0]["areas"]  # it is in every window
    letters = [answer["cells"][0]["text"][0::1].split(" ")[0] for answer in answers]
    assert letters == ["x₀,₀×w₀,₀", "g₀,₀×w₀,₀", "x₀,₀×g₀,₀"]


def test_a_flattened_number_is_told_of_the_one_channel_that_it_stands_in():
    image = np.arange(8.0).reshape(2, 2, 2)
    (found,) = asked((board_of(Flatten(), image, labels=("first", "second")), False, []))
    assert [cell["text"] for cell in found["cells"]] == [f"{number} = {number}" for number in range(8)]
    assert found["cells"][6]["said"][0].startswith("Row 0, column 6: the window covers row 1 and column 0; 1 ")


def test_softmax_shows_its_exponentials_and_no_sum_so_far():
    (found,) = asked((board_of(Softmax(), np.array([[[2.0, -1, 0]]])), False, []))
    first, second = found["cells"][:2]
    share = np.exp(2) / (np.exp(2) + np.exp(-1) + 1)
    assert first["text"] == f"exp(2) ÷ (exp(2) + exp(−1) + exp(0)) ≈ {share:.4f}"
    assert second["text"].startswith("exp(−1) ÷ (exp(2) + exp(−1) + exp(0)) ≈ ")
    assert first["partial"][:2] == ["exp(2) ÷ (…)", "exp(2) ÷ (exp(2) + …)"]
    assert first["partial"][-1] == first["text"]
    assert first["live"] == ["", "", "", f"softmax ≈ {share:.4f}"]
    assert [first["said"][number] for number in (2, 3)] == ["Term 2 of 4: 2.", "Term 3 of 4: −1."]


@pytest.fixture
def median():
    KINDS["median"] = Kind(np.median, lambda count: "the median of {count} pixels is {number}")
    yield "median"
    del KINDS["median"]


def test_a_reduction_that_the_browser_does_not_know_has_the_server_s_numbers(median):
    image = np.array([[[1.0, 7, 3], [4, 9, 0.3]]])
    operation = AveragePooling((2, 2), stride=1)
    target = np.array([[5.5, 3.5]])
    board = board_of(operation, image, reduction=Reduction(median))
    board = replace(
        board, panels=tuple(replace(panel, values=target) if panel.name == "map" else panel for panel in board.panels)
    )
    (found,) = asked((board, False, []))
    first, second = found["cells"]
    assert first["text"] == "median(1, 7, 4, 9) = 5.5"
    assert second["numbers"] == [5]
    assert first["partial"] == ["median(1, …)", "median(1, 7, …)", "median(1, 7, 4, …)", "median(1, 7, 4, 9) = 5.5"]
    assert first["live"] == ["", "", "", "mean = 5.5"]  # as are these
    assert first["said"][1] == "Term 1 of 4: 1."
    assert first["said"][0].endswith("the mean of 4 pixels is 5.5.")  # the words are the track's own


def test_what_is_done_next_takes_one_entry_and_no_javascript(monkeypatch):
    square, scaled = (
        ActivationKind("Square", np.square, lambda totals: 2 * totals),
        lambda number, value: number * value,
    )
    monkeypatch.setitem(ACTIVATIONS, "square", square)
    monkeypatch.setitem(
        POST_KINDS, "times", PostKind(scaled, 1, lambda: ("times {value}, that is {{number}}",), "×", scaled)
    )
    image, operation = np.array([[[1.0, -3.0]]]), Convolution(1, weight=np.ones((1, 1, 1, 1)), activation="square")
    post = (PostOperation("times", -0.5), PostOperation("activation", "square"))
    reduction = Reduction("dot", post)
    board = board_of(operation, image, reduction=reduction, words=step_words(reduction))
    (found,) = asked((board, False, []))
    assert [cell["numbers"] for cell in found["cells"]] == [[1, -0.5, 0.25], [-3, 1.5, 2.25]]
    assert found["cells"][0]["text"] == "1×1 = 1; 1 × (−0.5) = −0.5; Square(−0.5) = 0.25"
    assert found["cells"][1]["said"][0].endswith(
        "1 product is −3; times −0.5, that is 1.5; Square turns 1.5 into 2.25."
    )


def test_the_kinds_whose_numbers_are_not_sent_are_those_that_the_browser_computes():
    found = run_script(
        'import { POST_OPERATIONS, REDUCTIONS } from "./assets/player/reductions.js";'
        "console.log(JSON.stringify([REDUCTIONS, POST_OPERATIONS].map((each) => Object.keys(each))));",
        None,
    )
    assert found == [list(KNOWN_KINDS), list(KNOWN_POST)]
    assert set(KNOWN_KINDS) <= set(KINDS)
    assert set(KNOWN_POST) <= {*POST_KINDS, *ACTIVATIONS, *map(slope_name, ACTIVATIONS)}


def test_a_function_of_the_browser_is_the_core_s_and_so_is_its_slope():
    totals = [-300.0, -2.0, -0.5, 0.0, 0.25, 3.0, 255.0, 400.0]
    cores = {
        **{name: partial(activate, activation=name) for name in ACTIVATIONS},
        **{slope_name(name): kind.slope for name, kind in ACTIVATIONS.items()},
    }
    found = run_script(
        'import { POST_OPERATIONS } from "./assets/player/reductions.js";'
        "const { names, totals } = JSON.parse(await new Response(Deno.stdin.readable).text());"
        "console.log(JSON.stringify(names.map((name) => totals.map((total) => POST_OPERATIONS[name].of(total, 0)))));",
        {"names": list(cores), "totals": totals},
    )
    for of, numbers in zip(cores.values(), found, strict=True):
        np.testing.assert_allclose(numbers, of(np.array(totals)), rtol=1e-14, atol=1e-300)


def test_pixels_are_told_from_weights_by_their_role_and_not_by_their_place():
    board = board_of(Convolution.of(numbers(1, 1, 2, 2)), numbers(1, 3, 3))
    (group,) = board.tracks[0].groups
    turned = replace(board.tracks[0], groups=(replace(group, factors=group.factors[::-1]),))
    plain, found = asked(*((replace(board, tracks=(track,)), False, []) for track in (board.tracks[0], turned)))
    assert group.factors[0].role == PIXEL
    assert [cell["numbers"] for cell in found["cells"]] == [cell["numbers"] for cell in plain["cells"]]
    assert [cell["said"][0] for cell in found["cells"]] == [cell["said"][0] for cell in plain["cells"]]


def test_a_function_that_makes_nothing_of_a_rounded_number_is_written_as_equal():
    script = """
    import { runPostOperations } from "./assets/player/reductions.js";
    import { POST_OPERATIONS } from "./assets/player/reductions.js";
    const lines = (name, first) =>
      runPostOperations(first, false, [{ name, line: `${name}({number})` }], POST_OPERATIONS[name].of, [2, 1]).lines[0];
    console.log(JSON.stringify([lines("relu", -1 / 3), lines("relu", 1 / 3), lines("sigmoid", 200 / 3)]));
    """
    assert run_script(script, None) == ["relu(−0.3333) = 0", "relu(0.3333) ≈ 0.3333", "sigmoid(66.6667) ≈ 1"]
