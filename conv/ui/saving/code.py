"""Code that gives the numbers on the board, out of the operations that the core has applied: a table of operation and
library, and a network's code is its operations' one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from conv.operations import Network, Operation, Shape
from conv.steps import Walk
from conv.ui.saving import keras_code, numpy_code, onnx_code, torch_code

WRITERS: Mapping[str, Callable[[np.ndarray, Network], str | None]] = {
    "NumPy": numpy_code.write,
    "PyTorch": torch_code.write,
    "Keras": keras_code.write,
    "ONNX": onnx_code.write,
}


@dataclass(frozen=True, slots=True, eq=False)
class Computation:
    """Operations and what they are given.

    Attributes:
        image: Shape (C, H, W).
        network: With its weights.
    """

    image: np.ndarray
    network: Network

    @property
    def writers(self) -> Mapping[str, Callable[[], str]]:
        """What writes the code, by the library's name; of libraries that have all of its operations."""
        return known({name: write(self.image, self.network) for name, write in WRITERS.items()})


def known(written: Mapping[str, str | None]) -> dict[str, Callable[[], str]]:
    """What gives the code of each library, of those that have some."""
    return {name: partial(str, text) for name, text in written.items() if text is not None}


def computation(image: np.ndarray, *operations: Operation) -> Computation:
    """These operations, one after the other, on an image of shape (C, H, W)."""
    image = np.asarray(image)
    shape: Shape = (image.shape[0], image.shape[1], image.shape[2])
    return Computation(image, Network(shape, operations))


def walked(walks: Sequence[Walk]) -> Computation:
    """What the walks of one operation compute, all of its channels."""
    return computation(walks[0].image, walks[0].operation)
