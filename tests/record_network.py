"""Record PyTorch's scores of the trained network for 200 digits of chance, and the size of a gradient of each.

`python -m tests.record_network` with torch (CPU) writes torch_network.json.
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from conv.trained import FOLDER
from tests.stroke_digits import grained_digit, stroke_digit

COUNT = 200
FILE = Path(__file__).with_name("torch_network.json")


def scores_of(digits):
    layers = json.loads((FOLDER / "weights.json").read_text())["operations"]
    first, _pool, second, _pool, last = [
        {name: torch.tensor(array, dtype=torch.float64) for name, array in layer.items()} for layer in layers
    ]
    maps = F.max_pool2d(F.relu(F.conv2d(digits, first["weight"], first["bias"])), 2)
    maps = F.max_pool2d(F.relu(F.conv2d(maps, second["weight"], second["bias"])), 2)
    return F.linear(maps.flatten(1), last["weight"], last["bias"])


def record():
    plain, grained = (
        torch.tensor(np.stack([each(number) for number in range(COUNT)]), requires_grad=True)
        for each in (stroke_digit, grained_digit)
    )
    scores = scores_of(plain)
    scores_of(grained)[torch.arange(COUNT), torch.arange(COUNT) % 10].sum().backward()
    sums = grained.grad.square().sum(dim=(1, 2, 3))
    return {"scores": rounded(scores), "probabilities": rounded(F.softmax(scores[:20], -1)), "gradients": rounded(sums)}


def rounded(tensor):
    return np.round(tensor.detach().numpy(), 7).tolist()


if __name__ == "__main__":
    FILE.write_text(json.dumps(record(), separators=(",", ":")) + "\n", encoding="utf-8")
