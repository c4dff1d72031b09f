"""Record PyTorch's gradients once: `python tests/record_gradients.py` with torch (CPU) writes torch_gradients.json.

Settings are drawn at random, inputs are whole numbers that NumPy's generator makes of the case's number, so that the
file holds answers alone. A setting that PyTorch refuses is recorded as such.
"""

import json
from pathlib import Path

import numpy as np

COUNT = 500
MODES = {"zeros": "constant", "reflect": "reflect", "replicate": "replicate", "circular": "circular"}


def whole(rng, *shape):
    """Whole numbers from -5 to 5."""
    return rng.integers(-5, 6, shape).astype(float)


def pair(rng, low, high):
    return [int(number) for number in rng.integers(low, high + 1, 2)]


def conv_case(rng):
    groups = int(rng.choice([1, 1, 2]))
    return {
        "kind": "conv2d",
        "batch": int(rng.integers(1, 3)),
        "inputs": groups * int(rng.integers(1, 3)),
        "outputs": groups * int(rng.integers(1, 3)),
        "size": pair(rng, 3, 7),
        "kernel_size": pair(rng, 1, 4),
        "stride": pair(rng, 1, 3),
        "padding": [pair(rng, 0, 3), pair(rng, 0, 3)],
        "dilation": pair(rng, 1, 3),
        "groups": groups,
        "padding_mode": str(rng.choice(list(MODES))),
    }


def transposed_case(rng):
    return {
        "kind": "conv_transpose2d",
        **{name: value for name, value in conv_case(rng).items() if name not in ("kind", "padding_mode")},
        "padding": pair(rng, 0, 2),
        "output_padding": pair(rng, 0, 2),
        "size": pair(rng, 2, 5),
    }


def pool_case(rng, kind):
    size = pair(rng, 1, 4)
    case = {
        "kind": kind,
        "batch": int(rng.integers(1, 3)),
        "inputs": int(rng.integers(1, 3)),
        "size": pair(rng, 3, 8),
        "kernel_size": size,
        "stride": pair(rng, 1, 3),
        "padding": [int(rng.integers(0, size[0] // 2 + 1)), int(rng.integers(0, size[1] // 2 + 1))],
        "ceil_mode": bool(rng.integers(2)),
    }
    if kind == "max_pool2d":
        return case | {"dilation": pair(rng, 1, 2)}
    return case | {"count_include_pad": bool(rng.integers(2))}


def scores_case(rng):
    return {
        "kind": "scores",
        "batch": int(rng.integers(1, 5)),
        "inputs": int(rng.integers(1, 9)),
        "outputs": int(rng.integers(2, 11)),
    }


def case_of(number):
    """The settings of a case, and the generator of its inputs."""
    rng = np.random.default_rng(number)
    kind = number % 10
    if kind < 5:
        return conv_case(rng), rng
    if kind < 7:
        return transposed_case(rng), rng
    if kind == 7:
        return pool_case(rng, "max_pool2d"), rng
    return (pool_case(rng, "avg_pool2d") if kind == 8 else scores_case(rng)), rng


def image_of(case, rng):
    return whole(rng, case["batch"], case["inputs"], *case["size"])


def weight_of(case, rng):
    outer, inner = case["outputs"], case["inputs"]
    if case["kind"] == "conv_transpose2d":
        outer, inner = inner, outer
    return whole(rng, outer, inner // case["groups"], *case["kernel_size"])


def answer(number):
    import torch
    import torch.nn.functional as F

    case, rng = case_of(number)
    kind = case["kind"]
    if kind == "scores":
        numbers, weight, bias = (
            torch.tensor(whole(rng, *shape), requires_grad=True)
            for shape in ((case["batch"], case["inputs"]), (case["outputs"], case["inputs"]), (case["outputs"],))
        )
        labels = torch.tensor(rng.integers(0, case["outputs"], case["batch"]))
        scores = F.linear(numbers, weight, bias)
        loss = F.cross_entropy(scores, labels)
        loss.backward()
        return {
            "scores": scores.tolist(),
            "shares": F.softmax(scores, -1).tolist(),
            "loss": loss.item(),
            "gradients": [each.grad.tolist() for each in (numbers, weight, bias)],
        }
    image = torch.tensor(image_of(case, rng), requires_grad=True)
    learned = []
    try:
        if kind in ("conv2d", "conv_transpose2d"):
            weight = torch.tensor(weight_of(case, rng), requires_grad=True)
            bias = torch.tensor(whole(rng, case["outputs"]), requires_grad=True)
            learned = [weight, bias]
        if kind == "conv2d":
            (top, bottom), (left, right) = case["padding"]
            padded = F.pad(image, (left, right, top, bottom), mode=MODES[case["padding_mode"]])
            output = F.conv2d(padded, weight, bias, case["stride"], 0, case["dilation"], case["groups"])
        elif kind == "conv_transpose2d":
            output = F.conv_transpose2d(
                image,
                weight,
                bias,
                case["stride"],
                case["padding"],
                case["output_padding"],
                case["groups"],
                case["dilation"],
            )
        else:
            settings = {name: case[name] for name in case if name not in ("kind", "batch", "inputs", "size")}
            output = getattr(F, kind)(image, **settings)
        if not torch.isfinite(output).all() or output.numel() == 0:
            return None
        gradient = torch.tensor(whole(rng, *output.shape))
        output.backward(gradient)
    except RuntimeError:
        return None
    return {"output": flat(output), "gradients": [flat(each.grad) for each in (image, *learned)]}


def flat(tensor):
    """Numbers in a row, whole ones as integers."""
    numbers = [round(number, 12) for number in tensor.detach().ravel().tolist()]
    return [int(number) if number == int(number) else number for number in numbers]


if __name__ == "__main__":
    answers = [answer(number) for number in range(COUNT)]
    Path(__file__).with_name("torch_gradients.json").write_text(json.dumps(answers, separators=(",", ":")) + "\n")
    print(sum(found is None for found in answers), "refused")
