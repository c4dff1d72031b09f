"""Why a network gives its scores: what adds up to them, what a patch is worth, which pixels and windows act most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from conv.operations import Network
from conv.refusal import Refusal
from conv.text import _

BATCH = 32  # pictures that are computed at a time, so that what they take stays in the processor's cache


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What adds up to a score, or to the difference of two scores, of a network whose last operation is dense.

    Attributes:
        bias: Of the class, or the difference of two.
        contributions: What each number that the dense operation reads adds, shape (C, H, W): it, times its weight.
    """

    bias: float
    contributions: np.ndarray

    @property
    def score(self) -> float:
        """All of it added up."""
        return self.bias + float(self.contributions.sum())

    @property
    def places(self) -> np.ndarray:
        """What all maps together add at each place, shape (H, W)."""
        found: np.ndarray = self.contributions.sum(axis=0)
        return found


def evidence(network: Network, image: np.ndarray, label: int, against: int | None = None) -> Evidence:
    """What speaks for a class, exactly: score = bias + sum over maps and places of number * weight.

    It is exact because nothing stands between the last maps and the scores but one dense operation: it is what class
    activation maps (Zhou et al. 2016, arXiv:1512.04150) are, with a weight for each place instead of one for each map.

    Args:
        network: Its last operation is dense.
        image: Shape (C, H, W).
        label: The class.
        against: Another class, whose score is taken away.

    Raises:
        Refusal: If there is no such class.
    """
    weight, bias = _for_class(network, label)
    if against is not None:
        other = _for_class(network, against)
        weight, bias = weight - other[0], bias - other[1]
    return Evidence(bias, weight * network.maps(image)[-2])


def patch_scores(network: Network, image: np.ndarray, kernel_size: int, value: float = 0.0) -> np.ndarray:
    """The scores when a patch of the image is erased, for a patch at every place (occlusion: Zeiler, Fergus 2013).

    Args:
        network: It gives a row of scores.
        image: Shape (C, H, W).
        kernel_size: Of a patch, down and across; at least 1, at most the image's smaller side.
        value: What the erased pixels become.

    Returns:
        Shape (H - kernel_size + 1, W - kernel_size + 1, M). How much a class loses is its score less these.

    Raises:
        Refusal: If no such patch fits into the image.
    """
    height, width = image.shape[1:]
    if not 1 <= kernel_size <= min(height, width):
        raise Refusal(
            _("A patch must have from 1 to {most} pixels on each side to lie in this picture, got {size}.").format(
                most=min(height, width), size=kernel_size
            )
        )
    rows, cols = height - kernel_size + 1, width - kernel_size + 1
    found = np.empty((rows * cols, network.output_shape[2]))
    for start in range(0, len(found), BATCH):
        places = range(start, min(start + BATCH, len(found)))
        erased = np.repeat(np.asarray(image, float)[None], len(places), axis=0)
        for picture, place in zip(erased, places, strict=True):
            row, col = divmod(place, cols)
            picture[:, row : row + kernel_size, col : col + kernel_size] = value
        found[places.start : places.stop] = network.apply(erased)[:, 0, 0]
    return found.reshape(rows, cols, -1)


def score_gradient(network: Network, image: np.ndarray, label: int) -> np.ndarray:
    """How much a class's score changes with each pixel (saliency: Simonyan, Vedaldi, Zisserman 2013).

    Args:
        network: It gives a row of scores.
        image: Shape (C, H, W).
        label: The class.

    Returns:
        Shape (C, H, W), exact for a change that is small enough: through ReLU and max pooling as they stand.

    Raises:
        Refusal: If there is no such class.
    """
    _check_class(network, label)
    wanted = np.zeros(network.output_shape)
    wanted[0, 0, label] = 1
    return network.backward(np.asarray(image, float), wanted)[0].image


def upon_pixels(network: Network, values: np.ndarray) -> np.ndarray:
    """A map's numbers upon the picture: each on the pixels in the middle of its cell's receptive field, 0 elsewhere.

    Args:
        network: Its operations have windows at regular distances.
        values: A number for each cell of its maps, shape (H_out, W_out).

    Returns:
        Shape (H, W) of the network's image.
    """
    found = np.zeros(network.input_shape[1:])
    rows, cols = network.rows.middle_map, network.cols.middle_map
    for row, col in np.ndindex(values.shape):
        found[np.ix_(rows.sources(row), cols.sources(col))] = values[row, col]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class ExcitingWindow:
    """A window of a picture that excites a kernel.

    Attributes:
        value: What the kernel makes of it.
        picture: Index of the picture.
        cell: (row, col) on the kernel's map.
        box: (top, bottom, left, right) of the window in the picture, both ends included.
        pixels: Shape (C, height, width).
    """

    value: float
    picture: int
    cell: tuple[int, int]
    box: tuple[int, int, int, int]
    pixels: np.ndarray


def exciting_windows(
    network: Network, layer: int, channel: int, images: np.ndarray | Sequence[np.ndarray], count: int
) -> list[ExcitingWindow]:
    """The windows that excite a kernel most, at most one of each picture, since neighbours look alike.

    A window is what the cell of the map reads of the picture: its receptive field, cut off at the picture's border.

    Args:
        network: Its operations up to `layer` have windows at regular distances.
        layer: Index of the operation.
        channel: The kernel, by the map that it makes.
        images: Shape (N, C, H, W).
        count: How many at most.

    Returns:
        The strongest first; of equal ones, that of the earlier picture. Pictures that leave the whole map at 0 or below
        have none.
    """
    first = network.first(layer + 1)
    found = []
    for index, image in enumerate(images):
        feature_map = first.apply(np.asarray(image, float))[channel]
        row, col = divmod(int(feature_map.argmax()), feature_map.shape[1])
        rows, cols = first.rows.pixel_map.sources(row), first.cols.pixel_map.sources(col)
        box = rows[0], rows[-1], cols[0], cols[-1]
        pixels = image[:, box[0] : box[1] + 1, box[2] : box[3] + 1]
        found.append(ExcitingWindow(float(feature_map[row, col]), index, (row, col), box, pixels))
    excited = [window for window in found if window.value > 0]
    return sorted(excited, key=lambda window: -window.value)[:count]


def _for_class(network: Network, label: int) -> tuple[np.ndarray, float]:
    """Weights of a class, of the shape of what the last operation reads, and its bias."""
    _check_class(network, label)
    parameters = network.operations[-1].parameters
    biases = parameters.get("bias")
    weight = parameters["weight"][label].reshape(network.shapes[-2])
    return weight, 0.0 if biases is None else float(biases[label])


def _check_class(network: Network, label: int) -> None:
    count = network.output_shape[2]
    if not 0 <= label < count:
        raise Refusal(_("`label` must be from 0 to {last}, got {label}.").format(last=count - 1, label=label))
