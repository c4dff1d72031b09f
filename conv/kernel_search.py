"""A kernel that is looked for: descent on the difference between its map and a wanted one, looked at by moments."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from conv.geometry import ConvGeometry
from conv.learning import Objective, Training, spaced, train


@dataclass(frozen=True, eq=False)
class KernelSearch:
    """Kernels that are learned from a picture and a wanted map, and the iterations at which one looks at them.

    Attributes:
        image: Shape (1, H, W), from 0 to 1 where it was bytes.
        geometry: Where the windows lie.
        target: The wanted map.
        wanted: The kernel that made it, shape (K_h, K_w), or None where it was painted.
        objective: Of all kernels, whose maps are added.
        start: Shape (1, kernels * taps).
        rate, momentum, iterations: Of the descent.
        most: Iterations that are looked at, at most.
    """

    image: np.ndarray
    geometry: ConvGeometry
    target: np.ndarray
    wanted: np.ndarray | None
    objective: Objective
    start: np.ndarray
    rate: float
    momentum: float
    iterations: int
    most: int = 100

    @cached_property
    def training(self) -> Training:
        """The descent."""
        return train(self.objective, self.start, rate=self.rate, momentum=self.momentum, iterations=self.iterations)

    @cached_property
    def moments(self) -> list[int]:
        """Iterations that are shown."""
        return spaced(self.training.iterations, self.most)

    @property
    def kernels(self) -> np.ndarray:
        """At these, shape (moments, kernels, K_h, K_w)."""
        size = self.geometry.rows.kernel_size, self.geometry.cols.kernel_size
        return self.training.kernels[self.moments].reshape(len(self.moments), -1, *size)

    @property
    def differences(self) -> np.ndarray:
        """The maps at these less the wanted one, shape (moments, H_out, W_out)."""
        found = [self.objective.differences(self.training.kernels[moment])[0] for moment in self.moments]
        return np.stack(found).reshape(-1, *self.target.shape)

    @property
    def gradients(self) -> np.ndarray:
        """dL/dw at these, shape (moments, kernels, K_h, K_w)."""
        found = [self.objective.gradient(self.training.kernels[moment]) for moment in self.moments]
        return np.stack(found).reshape(self.kernels.shape)

    @property
    def losses(self) -> np.ndarray:
        """At these, shape (moments,)."""
        return self.training.losses[self.moments]
