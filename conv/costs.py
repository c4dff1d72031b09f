"""What an operation costs: parameters and multiply-adds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """Numbers that a layer learns and products that it computes for one input; a product and its sum count as one."""

    parameters: int
    multiply_adds: int

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.parameters + other.parameters, self.multiply_adds + other.multiply_adds)
