"""Code that gives gradients: in NumPy with its loops, in PyTorch by autograd."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from conv.ui.saving import numpy_gradients, torch_gradients
from conv.ui.saving.code import Computation, known


@dataclass(frozen=True, slots=True, eq=False)
class GradientCode(Computation):
    """The same for the gradients of pixels, weights and bias.

    Attributes:
        gradient: dL/dy of the network's result, shape (C, H, W).
    """

    gradient: np.ndarray

    @property
    def writers(self) -> Mapping[str, Callable[[], str]]:
        """What writes the code, by the library's name; of libraries that have all of its operations."""
        libraries = {"NumPy": numpy_gradients.write, "PyTorch": torch_gradients.write}
        return known({name: write(self.image, self.network, self.gradient) for name, write in libraries.items()})
