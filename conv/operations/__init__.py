"""Operations that turn arrays into maps, each a module with the face of `Operation`, and networks of them."""

from conv.operations.adaptive_pooling import AdaptiveAveragePooling, AdaptiveMaxPooling
from conv.operations.convolution import Convolution
from conv.operations.dense import Dense, Flatten, Softmax
from conv.operations.elementwise import Activation, Pad, Repeating
from conv.operations.network import Network
from conv.operations.operation import (
    BIAS,
    GRADIENT,
    LEARNED,
    PIXEL,
    SLOPE,
    WEIGHT,
    Factor,
    Landing,
    Operation,
    Shape,
    Terms,
)
from conv.operations.pooling import AveragePooling, L2Pooling, MaxPooling
from conv.operations.transposed import TransposedConvolution

__all__ = [
    "BIAS",
    "GRADIENT",
    "LEARNED",
    "PIXEL",
    "SLOPE",
    "WEIGHT",
    "Activation",
    "AdaptiveAveragePooling",
    "AdaptiveMaxPooling",
    "AveragePooling",
    "Convolution",
    "Dense",
    "Factor",
    "Flatten",
    "L2Pooling",
    "Landing",
    "MaxPooling",
    "Network",
    "Operation",
    "Pad",
    "Repeating",
    "Shape",
    "Softmax",
    "Terms",
    "TransposedConvolution",
]
