"""Record PyTorch's answers once: `python tests/record_torch.py` with torch 2.13.0 (CPU) writes torch_recorded.json.

Inputs are whole numbers, so that every answer is exact in float64. A case that PyTorch refuses is recorded as such.
"""

import itertools
import json
from pathlib import Path

import torch
import torch.nn.functional as F

MODES = {"zeros": "constant", "reflect": "reflect", "replicate": "replicate", "circular": "circular"}


def whole(*shape, seed):
    return torch.randint(-9, 10, shape, generator=torch.Generator().manual_seed(seed)).double()


def answer(case):
    image = whole(*case["image"], seed=case["seed"])
    weight = whole(*case["weight"], seed=case["seed"] + 1)
    bias = whole(case["weight"][0], seed=case["seed"] + 2) if case["bias"] else None
    (top, bottom), (left, right) = case["padding"]
    inputs = {"image_values": image.tolist(), "weight_values": weight.tolist()}
    inputs["bias_values"] = None if bias is None else bias.tolist()
    try:
        padded = F.pad(image[None], (left, right, top, bottom), mode=MODES[case["padding_mode"]])
        options = {name: case[name] for name in ("stride", "dilation", "groups")}
        return {**inputs, "output": F.conv2d(padded, weight, bias, **options)[0].tolist()}
    except (RuntimeError, ValueError):
        return {**inputs, "output": None}


def conv_cases():
    grid = itertools.product(
        ["zeros", "reflect", "replicate", "circular"],
        [(1, 1), (2, 1), (3, 2)],
        [(1, 1), (1, 2)],
        [((0, 0), (0, 0)), ((1, 1), (1, 1)), ((2, 0), (1, 3))],
    )
    for seed, (mode, stride, dilation, padding) in enumerate(grid):
        groups, channels = [(1, (3, 3)), (2, (4, 2)), (3, (3, 1))][seed % 3]
        yield {
            "image": (channels[0], 6, 5),
            "weight": (2 * groups, channels[1], 3, 2),
            "stride": stride,
            "padding": padding,
            "dilation": dilation,
            "groups": groups,
            "padding_mode": mode,
            "bias": bool(seed % 2),
            "seed": seed,
        }
    for mode, pixels in itertools.product(MODES, (3, 4, 5)):  # at, and past, the limits of a mode on 4 pixels
        sides = ((pixels, pixels), (pixels, pixels))
        yield {
            "image": (1, 4, 4),
            "weight": (1, 1, 3, 3),
            "stride": (1, 1),
            "padding": sides,
            "dilation": (1, 1),
            "groups": 1,
            "padding_mode": mode,
            "bias": False,
            "seed": 100 + pixels,
        }
    yield {
        "image": (1, 3, 3),
        "weight": (1, 1, 4, 2),
        "stride": (1, 1),
        "padding": ((0, 0), (0, 0)),
        "dilation": (1, 1),
        "groups": 1,
        "padding_mode": "zeros",
        "bias": False,
        "seed": 200,
    }


def activation_cases():
    totals = torch.tensor([-800.0, -3.0, -0.5, 0.0, 0.25, 2.0, 800.0]).double()
    functions = {"relu": F.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "leaky_relu": F.leaky_relu}
    return {"totals": totals.tolist(), **{name: function(totals).tolist() for name, function in functions.items()}}


if __name__ == "__main__":
    recorded = {
        "torch": torch.__version__,
        "conv2d": [{**case, **answer(case)} for case in conv_cases()],
        "activations": activation_cases(),
    }
    Path(__file__).with_name("torch_recorded.json").write_text(json.dumps(recorded) + "\n")
