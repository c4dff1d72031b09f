"""Numbers in pictures and films are written as the player writes them."""

import numpy as np

from conv.reductions import KINDS
from conv.ui.words.numbers import equals_sign, shown_text
from tests.driving import run_script

SCRIPT = """
import { equals, exact, numberText } from "./assets/player/numbers.js";
const given = JSON.parse(await new Response(Deno.stdin.readable).text());
console.log(JSON.stringify(given.map((number) => [numberText(number), equals(exact(number)).trim()])));
"""
SIGNS = """
import { REDUCTIONS } from "./assets/player/reductions.js";
console.log(JSON.stringify(Object.fromEntries(Object.entries(REDUCTIONS).map(([name, { sign }]) => [name, sign]))));
"""


def test_numbers_are_written_as_the_player_writes_them():
    rng = np.random.default_rng(1)
    sizes = 10.0 ** rng.uniform(-7, 7, 2000)
    numbers = [0.0, -0.0, 0.1 + 0.2, 2.00005, -2.00005, 46.25, 1e-7, 1 / 3, 255.0, -1e6, 0.00099999]
    numbers += (rng.choice([-1, 1], 2000) * sizes).tolist() + np.round(sizes, 3).tolist()
    for number, shown in zip(numbers, run_script(SCRIPT, numbers), strict=True):
        assert [shown_text(number), equals_sign(number)] == shown, number


def test_running_numbers_have_the_signs_of_the_player():
    for name, sign in run_script(SIGNS, None).items():
        assert KINDS[name].sign == sign
