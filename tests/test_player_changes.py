"""Changes of numbers on the board before they are sent: gathered, in order, and as a link has them."""

from tests.driving import run_script

OUTBOX = """
import { Outbox } from "./assets/player/outbox.js";
const steps = JSON.parse(await new Response(Deno.stdin.readable).text());
const told = [];
const outbox = new Outbox((change) => told.push(change));
const answers = [];
for (const [act, ...rest] of steps) {
  if (act === "set") outbox.send({ act, name: rest[0], text: rest[1], gesture: rest[2] });
  else if (act === "answer") answers.push(outbox.answer(rest[0] ? outbox.sent : 0));
  else outbox.send({ act });
}
outbox.stop();
console.log(JSON.stringify({ told, answers }));
"""
MATRICES = """
import { clamped, isOwn, keyOf, matricesText, ownPlace, stepOf } from "./assets/player/matrices.js";
const edits = (name, index) => ({ name, index });
const panel = (name, index, values, cols, inset) => ({
  edits: edits(name, index), values, cols, rows: values.length / cols, inset,
  value: (row, col) => values[row * cols + col],
});
const padded = panel("pixels", 0, [9, 9, 9, 9, 9, 1, 2, 9, 9, 3, 4, 9, 9, 9, 9, 9], 4, [1, 1, 2, 2]);
const panels = [padded, panel("weights", 1, [0.5, -1], 2), panel("weights", 0, [7, 8], 1), panel("weights", 0, [0], 1)];
const value = ({ panel, row, col }) => panel.value(row, col);
console.log(JSON.stringify({
  texts: ["pixels", "weights"].map((name) => matricesText(panels, name, value)),
  own: ownPlace({ panel: padded, row: 2, col: 1 }),
  inside: [[0, 0], [1, 1], [2, 2], [3, 1]].map(([row, col]) => isOwn({ panel: padded, row, col })),
  key: keyOf({ panel: padded, row: 2, col: 1 }),
  steps: [[1, -3], [100, 2], [0.25, 1], [NaN, 12]].map((values) => stepOf({ values })),
  clamped: [3e7, -3e7, 0.1 + 0.2, -0].map(clamped),
}));
"""


def test_one_change_is_on_its_way_and_of_those_that_wait_the_last_of_each_gesture():
    steps = [
        ("set", "weights", "1", 5),  # goes at once
        ("set", "weights", "2", 5),
        ("set", "weights", "3", 5),  # has what the one before has
        ("set", "pixels", "4", 5),  # another matrix
        ("set", "pixels", "5", 6),  # another gesture
        ("undo",),
        *(("answer", True),) * 5,
    ]
    found = run_script(OUTBOX, steps)
    assert [(change["act"], change.get("text")) for change in found["told"]] == [
        ("set", "1"),
        ("set", "3"),
        ("set", "4"),
        ("set", "5"),
        ("undo", None),
    ]
    sent = [change["number"] for change in found["told"]]
    assert sent == sorted(set(sent))
    assert found["answers"] == ["more"] * 4 + ["all"]


def test_an_answer_to_an_older_change_is_none():
    found = run_script(OUTBOX, [("set", "weights", "1", 5), ("set", "weights", "2", 6), ("answer", False)])
    assert [change["text"] for change in found["told"]] == ["1"]
    assert found["answers"] == [""]


def test_matrices_are_written_as_a_link_has_them_and_without_their_padding():
    assert run_script(MATRICES, None) == {
        "texts": ["1,2;3,4", "7;8/0.5,-1"],
        "own": {"row": 1, "col": 0},
        "inside": [False, True, True, False],
        "key": "pixels,0,1,0",
        "steps": [1, 8, 0.1, 1],
        "clamped": [1e6, -1e6, 0.3, 0],
    }


PEN = """
import { Pen } from "./assets/player/pen.js";
const { sizes } = JSON.parse(await new Response(Deno.stdin.readable).text());
const panel = { box: () => ({ x: 10, y: 20, width: sizes[0], height: sizes[0] }) };
let move;
const editing = { player: { board: { byName: { drawn: panel } } }, follow: (found) => move = found };
const pen = new Pen(editing);
const lines = [];
pen.line = (name, from, to) => lines.push([[from.row, from.col], [to.row, to.col]]);
pen.draw({ clientX: 30, clientY: 60 }, "drawn");
for (const clientX of [40, 60]) {
  sizes.shift();
  move({ clientX, clientY: 60 });
}
console.log(JSON.stringify(lines));
"""


def test_a_stroke_goes_on_while_the_chart_under_it_is_exchanged():
    assert run_script(PEN, {"sizes": [10, 0, 20]}) == [[[4, 2], [4, 2]], [[4, 2], [4, 3]], [[4, 3], [2, 2.5]]]
    assert run_script(PEN, {"sizes": [0, 0, 20]}) == [[[2, 2.5], [2, 2.5]]]
