"""How kernels are learned: gradient descent on the squared difference between a map and the one that is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from conv.geometry import ConvGeometry
from conv.gradients import windows_of
from conv.ops import pad2d
from conv.refusal import Refusal
from conv.text import _

DIVERGED = 1e30  # a loss from which on nothing is learned any more


@dataclass(frozen=True, eq=False)
class Objective:
    """A picture, its windows, and the maps that kernels are to make of it.

    Attributes:
        windows: The pixels of every window, a line a window, shape (places, taps): taps of all channels.
        targets: What each kernel's map is to be, shape (kernels, places).
        copies: Kernels whose maps are added, for each target: their taps stand one kernel after the other.
    """

    windows: np.ndarray
    targets: np.ndarray
    copies: int = 1

    @cached_property
    def curvatures(self) -> np.ndarray:
        """Eigenvalues of the loss's second derivative, ascending, shape (taps,): how steep each direction is.

        Of several copies these are the ones of moving them alike; nothing changes where they move against each other.
        """
        return np.linalg.eigvalsh(2 * self.copies / len(self.windows) * self.windows.T @ self.windows)

    @property
    def largest_rate(self) -> float:
        """The learning rate above which plain descent does not converge: 2 / the largest curvature."""
        return float(2 / max(self.curvatures[-1], 1e-300))

    @property
    def rank(self) -> int:
        """Directions of a kernel on which the map depends; fewer than taps leave kernels that make the same map."""
        return int(np.linalg.matrix_rank(self.windows))

    @cached_property
    def smallest_loss(self) -> float:
        """The least that any kernels can reach."""
        best = np.linalg.lstsq(self.windows, self.targets.T, rcond=None)[0]
        return float(((self.windows @ best - self.targets.T) ** 2).mean(axis=0).sum())

    @property
    def condition(self) -> float:
        """The largest curvature beside the smallest one; infinite where the rank is less than the taps."""
        if self.rank < self.windows.shape[1]:
            return float("inf")
        return float(self.curvatures[-1] / self.curvatures[0])

    def loss(self, kernels: np.ndarray) -> float:
        """Mean squared difference of the maps, summed over the kernels, shape (kernels, taps)."""
        return float((self.differences(kernels) ** 2).mean(axis=1).sum())

    def differences(self, kernels: np.ndarray) -> np.ndarray:
        """The maps less the wanted ones, shape (kernels, places)."""
        found: np.ndarray = self._added(kernels) @ self.windows.T - self.targets
        return found

    def _added(self, kernels: np.ndarray) -> np.ndarray:
        """The copies added up, shape (kernels, taps)."""
        if self.copies == 1:
            return kernels
        added: np.ndarray = kernels.reshape(len(kernels), self.copies, -1).sum(axis=1)
        return added

    def gradient(self, kernels: np.ndarray) -> np.ndarray:
        """dL/dw, shape (kernels, taps)."""
        return self.gradient_of(self.differences(kernels))

    def gradient_of(self, differences: np.ndarray) -> np.ndarray:
        """The same from the maps less the wanted ones, the same for all copies."""
        found: np.ndarray = 2 / len(self.windows) * (differences @ self.windows)
        return found if self.copies == 1 else np.tile(found, (1, self.copies))


@dataclass(frozen=True, slots=True, eq=False)
class Training:
    """What descent has made of kernels, iteration by iteration.

    Attributes:
        kernels: Before each iteration and after the last one, shape (iterations + 1, kernels, taps).
        losses: Of these, shape (iterations + 1,).
        diverged: Whether it was given up, because the loss grew beyond all bounds.
    """

    kernels: np.ndarray
    losses: np.ndarray
    diverged: bool

    @property
    def iterations(self) -> int:
        """How many there were."""
        return len(self.losses) - 1

    def first_within(self, wanted: np.ndarray, distance: float) -> int | None:
        """The first iteration after which every weight is so near to the wanted ones, shape (kernels, taps)."""
        near = (np.abs(self.kernels - wanted) <= distance).all(axis=(1, 2))
        return int(near.argmax()) if near.any() else None


def spaced(iterations: int, most: int) -> list[int]:
    """Iterations to be looked at, from 0 to the last one: all, or the first ones and then fewer and fewer.

    >>> spaced(3, 10), spaced(1000, 8)
    ([0, 1, 2, 3], [0, 1, 2, 3, 13, 55, 234, 1000])
    """
    if iterations < most:
        return list(range(iterations + 1))
    early = most // 2
    later = np.geomspace(early - 1, iterations, most - early + 1)[1:].round().astype(int)
    return sorted({*range(early), *later.tolist()})


def objective_of(image: np.ndarray, targets: np.ndarray, geometry: ConvGeometry, copies: int = 1) -> Objective:
    """What is learned from.

    Args:
        image: Shape (C, H, W).
        targets: The wanted maps, shape (kernels, H_out, W_out).
        geometry: Where the windows lie.
        copies: Kernels whose maps are added.

    Raises:
        Refusal: If the maps have another size than the windows make.

    >>> objective = objective_of(np.array([[[1.0, 2.0, 4.0]]]), np.array([[[3.0, 6.0]]]), ConvGeometry((1, 3), (1, 2)))
    >>> objective.windows.tolist(), objective.rank
    ([[1.0, 2.0], [2.0, 4.0]], 1)
    """
    if targets.shape[1:] != geometry.output_size:
        raise Refusal(
            _("The wanted maps must have the size {expected}, got {size}.").format(
                expected=geometry.output_size, size=targets.shape[1:]
            )
        )
    windows = np.moveaxis(windows_of(pad2d(np.asarray(image, float), geometry), geometry), 0, 2)
    return Objective(windows.reshape(geometry.steps, -1), np.asarray(targets, float).reshape(len(targets), -1), copies)


def train(
    objective: Objective, start: np.ndarray, *, rate: float, momentum: float = 0.0, iterations: int = 100
) -> Training:
    """Gradient descent with momentum, as torch.optim.SGD: v = momentum * v + gradient, w = w - rate * v.

    Args:
        objective: What is learned from.
        start: The first kernels, shape (kernels, taps).
        rate: Learning rate, above 0.
        momentum: From 0, below 1.
        iterations: At least 1.

    >>> objective = Objective(np.array([[1.0]]), np.array([[3.0]]))
    >>> training = train(objective, np.array([[0.0]]), rate=0.25, iterations=2)
    >>> training.kernels.ravel().tolist()  # 0 + 0.25 * 6, + 0.25 * 3
    [0.0, 1.5, 2.25]
    """
    kernels, velocity = np.asarray(start, float), np.zeros(np.shape(start))
    found, losses, diverged = [kernels], [objective.loss(kernels)], False
    differences = objective.differences(kernels)
    for _iteration in range(iterations):
        velocity = momentum * velocity + objective.gradient_of(differences)
        kernels = kernels - rate * velocity
        differences = objective.differences(kernels)
        loss = float(np.einsum("kp,kp->", differences, differences)) / len(objective.windows)
        found.append(kernels)
        losses.append(loss)
        if not loss < DIVERGED:
            diverged = True
            break
    return Training(np.stack(found), np.array(losses), diverged)
