"""Scores: a dense layer, softmax, and the cross-entropy of a right answer, with its gradient."""

from __future__ import annotations

import numpy as np

from conv.refusal import Refusal
from conv.text import _


def dense(numbers: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    """Sums of all numbers with weights, as torch.nn.functional.linear.

    Args:
        numbers: Shape (..., N).
        weight: Shape (M, N).
        bias: Shape (M,), or None.

    Returns:
        Shape (..., M).

    Raises:
        Refusal: If the shapes do not agree.

    >>> dense(np.array([1.0, 2.0]), np.array([[3.0, 4.0]]), np.array([5.0])).tolist()
    [16.0]
    """
    if weight.ndim != 2 or numbers.shape[-1] != weight.shape[1]:
        raise Refusal(
            _("`weight` must have the shape (M, {inputs}) for {inputs} numbers, got {shape}.").format(
                inputs=numbers.shape[-1], shape=weight.shape
            )
        )
    if bias is not None and np.shape(bias) != (len(weight),):
        raise Refusal(
            _("`bias` must hold one number for each of the {count} outputs, got the shape {shape}.").format(
                count=len(weight), shape=np.shape(bias)
            )
        )
    sums = numbers @ weight.T
    return sums if bias is None else sums + bias


def softmax(scores: np.ndarray) -> np.ndarray:
    """Exponentials of the last axis, divided by their sum, as torch.nn.functional.softmax(scores, -1).

    The largest score is taken away first, which changes no share and keeps every exponential finite.

    >>> softmax(np.array([1000.0, 1000.0])).tolist()
    [0.5, 0.5]
    """
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: np.ndarray = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def cross_entropy(scores: np.ndarray, labels: np.ndarray | int) -> tuple[float, np.ndarray]:
    """Minus the logarithm of the right answer's share, as torch.nn.functional.cross_entropy, and its gradient.

    Args:
        scores: Shape (M,), or (N, M) for a batch, of which the mean is taken.
        labels: Index of the right answer, or one for each of the batch.

    Returns:
        The loss, and dL/dscores, of the scores' shape: the shares, less 1 at the right answer.

    Raises:
        Refusal: If a label is none of 0 to M - 1, or there is not one for each.

    >>> loss, gradient = cross_entropy(np.array([0.0, 0.0]), 1)
    >>> round(loss, 4), gradient.tolist()  # ln 2
    (0.6931, [0.5, -0.5])
    """
    table = np.atleast_2d(scores)
    right = np.atleast_1d(labels)
    if len(right) != len(table) or (right < 0).any() or (right >= table.shape[1]).any():
        raise Refusal(
            _("`labels` must be from 0 to {last}, one for each of {count} rows of scores, got {labels}.").format(
                last=table.shape[1] - 1, count=len(table), labels=labels
            )
        )
    rows = np.arange(len(table))
    above = table - table.max(axis=1, keepdims=True)
    losses = np.log(np.exp(above).sum(axis=1)) - above[rows, right]
    gradient = softmax(table)
    gradient[rows, right] -= 1
    return float(losses.mean()), (gradient / len(table)).reshape(np.shape(scores))
