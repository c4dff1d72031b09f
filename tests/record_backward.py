"""Record what PyTorch's autograd says of 1,000 random scenes of the backward lesson, once.

`python -m tests.record_backward` with torch (CPU) writes torch_backward.json.
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from tests.backward_scenes import passes, told

COUNT = 1000
FILE = Path(__file__).with_name("torch_backward.json")
MODES = {"zeros": "constant"}
ACTIVATIONS = {
    "none": lambda z: z,
    "relu": torch.relu,
    "leaky_relu": lambda z: F.leaky_relu(z, 0.01),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "clip": lambda z: torch.clamp(z, 0, 255),
}


def record() -> list[list[float]]:
    found = []
    for _scene, each in passes(COUNT):
        layer, rows, cols = each.operation, each.geometry.rows, each.geometry.cols
        x = torch.tensor(np.asarray(each.image, float), requires_grad=True)
        w = torch.tensor(layer.known_weight.astype(float), requires_grad=True)
        b = torch.tensor([0.0 if layer.bias is None else float(layer.bias[0])], dtype=torch.float64, requires_grad=True)
        sides = (cols.before, cols.after, rows.before, rows.after)
        padded = F.pad(x[None], sides, mode=MODES.get(rows.padding_mode, rows.padding_mode))
        z = F.conv2d(padded, w, b, (rows.stride, cols.stride), dilation=(rows.dilation, cols.dilation))
        ACTIVATIONS[layer.activation](z)[0, 0].backward(torch.tensor(each.gradient))
        found.append([float(f"{number:.12g}") for number in told(x.grad.numpy(), w.grad.numpy(), b.grad.item())])
    return found


if __name__ == "__main__":
    FILE.write_text(json.dumps(record(), separators=(",", ":")), encoding="utf-8")
