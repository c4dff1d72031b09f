"""Record PyTorch's answers once: `python tests/record_torch.py` with torch 2.13.0 (CPU) writes torch_recorded.json.

Inputs are whole numbers, so that every answer is exact in float64. A case that PyTorch refuses is recorded as such.
"""

import itertools
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch.utils.flop_counter import FlopCounterMode

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
    for seed, (image, weight, groups) in enumerate(
        [  # pointwise, depthwise, depthwise with two kernels a channel, grouped
            ((3, 5, 4), (4, 3, 1, 1), 1),
            ((3, 5, 4), (3, 1, 3, 3), 3),
            ((3, 5, 4), (6, 1, 2, 3), 3),
            ((6, 5, 4), (4, 3, 3, 2), 2),
        ],
        start=300,
    ):
        yield {
            "image": image,
            "weight": weight,
            "stride": (1, 1),
            "padding": ((0, 0), (0, 0)),
            "dilation": (1, 1),
            "groups": groups,
            "padding_mode": "zeros",
            "bias": True,
            "seed": seed,
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


def answered(function, *arguments, **options):
    """What PyTorch gives, or None where it refuses."""
    try:
        return function(*arguments, **options)
    except (RuntimeError, ValueError):
        return None


def listed(tensor):
    return None if tensor is None else tensor.tolist()


def pool_cases():
    """Max and mean over a grid of settings; some of them PyTorch refuses."""
    shapes = [(2, 6, 5), (1, 7, 9), (1, 4, 8)]
    grid = itertools.product(
        [(2, 2), (3, 2), (3, 3)],
        [None, (2, 1), (3, 3)],
        [(0, 0), (1, 1), (0, 2)],
        [(1, 1), (1, 2), (2, 2)],
        [False, True],
    )
    for seed, (kernel_size, stride, padding, dilation, ceil_mode) in enumerate(grid):
        image = whole(*shapes[seed % 3], seed=seed)
        window = {"stride": stride, "padding": padding, "ceil_mode": ceil_mode}
        found = answered(F.max_pool2d, image, kernel_size, dilation=dilation, return_indices=True, **window)
        case = {
            "image_values": image.tolist(),
            "kernel_size": kernel_size,
            "window": window,
            "dilation": dilation,
            "max": listed(found and found[0]),
            "indices": listed(found and found[1]),
        }
        if dilation == (1, 1):
            for name, more in (
                ("avg", {}),
                ("avg_own", {"count_include_pad": False}),
                ("avg_of_5", {"divisor_override": 5}),
            ):
                case[name] = listed(answered(F.avg_pool2d, image, kernel_size, **window, **more))
        yield case


def lp_cases():
    for seed, (norm_type, kernel_size, stride, ceil_mode) in enumerate(
        itertools.product([1, 2, 3], [(2, 2), (3, 2)], [None, (2, 3)], [False, True])
    ):
        image = whole(2, 6, 7, seed=seed).abs()
        options = {"kernel_size": kernel_size, "stride": stride, "ceil_mode": ceil_mode}
        yield {
            "image_values": image.tolist(),
            "norm_type": norm_type,
            "options": options,
            "output": F.lp_pool2d(image[None], norm_type, **options)[0].tolist(),
        }


def transposed_cases():
    grid = itertools.product(
        [1, 2, 3], [(0, 0), (1, 2)], [(0, 0), (1, 0), (2, 2)], [1, 2], [1, 2], [(2, 3), (3, 3), (4, 2)]
    )
    for seed, (stride, padding, output_padding, dilation, groups, kernel_size) in enumerate(grid):
        image = whole(2, 4, 3, seed=seed)
        weight = whole(2, 3, *kernel_size, seed=seed + 1)
        bias = whole(3 * groups, seed=seed + 2) if seed % 2 else None
        options = {"stride": stride, "padding": padding, "output_padding": output_padding}
        options |= {"dilation": dilation, "groups": groups}
        if seed % 3:  # a third of the grid
            continue
        found = answered(F.conv_transpose2d, image[None], weight, bias, **options)
        yield {
            "image_values": image.tolist(),
            "weight_values": weight.tolist(),
            "bias_values": listed(bias),
            "options": options,
            "output": None if found is None else found[0].tolist(),
        }


def resize_cases():
    for seed, (height, width, size) in enumerate([(4, 5, (8, 10)), (6, 7, (3, 4)), (3, 3, (5, 8)), (1, 4, (2, 1))]):
        image = whole(2, height, width, seed=seed)
        yield {
            "image_values": image.tolist(),
            "size": size,
            "nearest": F.interpolate(image[None], size, mode="nearest")[0].tolist(),
            "bilinear": F.interpolate(image[None], size, mode="bilinear", align_corners=False)[0].tolist(),
        }


def adaptive_cases():
    for seed, (height, width, output_size) in enumerate(
        [(6, 6, (3, 2)), (7, 5, (3, 3)), (5, 8, (1, 1)), (4, 4, (4, 4)), (3, 4, (5, 7)), (1, 9, (1, 4))]
    ):
        image = whole(2, height, width, seed=seed)
        yield {
            "image_values": image.tolist(),
            "output_size": output_size,
            "max": F.adaptive_max_pool2d(image, output_size).tolist(),
            "avg": F.adaptive_avg_pool2d(image, output_size).tolist(),
        }


# First layers (and two later ones) as their papers and torchvision state them: input channels, output channels, kernel,
# stride, padding, groups, bias, input size.
LAYERS = {
    "LeNet-5 conv1": (1, 6, 5, 1, 2, 1, True, 28),
    "AlexNet conv1": (3, 64, 11, 4, 2, 1, True, 224),
    "VGG-16 conv1_1": (3, 64, 3, 1, 1, 1, True, 224),
    "ResNet-18 conv1": (3, 64, 7, 2, 3, 1, False, 224),
    "Inception v3 Conv2d_1a": (3, 32, 3, 2, 0, 1, False, 299),
    "SqueezeNet 1.0 conv1": (3, 96, 7, 2, 0, 1, True, 224),
    "DenseNet-121 conv0": (3, 64, 7, 2, 3, 1, False, 224),
    "MobileNet v1 first depthwise": (32, 32, 3, 1, 1, 32, False, 112),
    "MobileNet v1 first pointwise": (32, 64, 1, 1, 0, 1, False, 112),
    "ResNeXt-50 first grouped": (128, 128, 3, 1, 1, 32, False, 56),
}


def layer_counts():
    for name, (inputs, outputs, kernel, stride, padding, groups, bias, size) in LAYERS.items():
        layer = torch.nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=bias)
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            height, width = layer(torch.zeros(1, inputs, size, size)).shape[-2:]
        yield {
            "name": name,
            "layer": [inputs, outputs, kernel, stride, padding, groups, bias, size],
            "output_size": [height, width],
            "parameters": sum(parameter.numel() for parameter in layer.parameters()),
            "multiply_adds": counter.get_total_flops() // 2,  # it counts a product and its sum as two
        }


if __name__ == "__main__":
    recorded = {
        "torch": torch.__version__,
        "conv2d": [{**case, **answer(case)} for case in conv_cases()],
        "activations": activation_cases(),
        "pools": list(pool_cases()),
        "lp_pools": list(lp_cases()),
        "adaptive_pools": list(adaptive_cases()),
        "transposed": list(transposed_cases()),
        "resized": list(resize_cases()),
        "layers": list(layer_counts()),
    }
    Path(__file__).with_name("torch_recorded.json").write_text(json.dumps(recorded) + "\n")
