"""The convolution core: NumPy only, no Streamlit and no Plotly; Pillow where a picture is read or resized.

Validate, plan in integers (`geometry`, `index_maps`), apply to arrays (`ops`), read one output cell at a time
(`steps`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from conv.activations import ACTIVATIONS, activate
from conv.costs import Cost
from conv.geometry import PADDING_MODES, AxisGeometry, ConvGeometry, size_table
from conv.gradients import Gradients, conv2d_backward, conv_transpose2d_backward
from conv.index_maps import Chain, IndexMap, chain
from conv.kernels import (
    KERNELS,
    Kernel,
    edge_kernel,
    feature_kernels,
    flip_kernel,
    gabor_kernel,
    preset_bank,
    random_weights,
    separate,
)
from conv.matrices import convolution_matrix, im2col
from conv.networks import NETWORKS, EffectiveField, cell_gradient, effective_field, with_kernels
from conv.operations import (
    Activation,
    AdaptiveAveragePooling,
    AdaptiveMaxPooling,
    AveragePooling,
    Convolution,
    Dense,
    Flatten,
    L2Pooling,
    MaxPooling,
    Network,
    Operation,
    Pad,
    Repeating,
    Softmax,
    TransposedConvolution,
)
from conv.ops import conv2d, group_channels, pad2d, slices_per_kernel
from conv.pool_geometry import PoolGeometry, adaptive_geometry, pool_geometry
from conv.pool_gradients import avg_pool2d_backward, max_pool2d_backward
from conv.pool_walks import pool_walk
from conv.pooling import (
    adaptive_avg_pool2d,
    adaptive_max_pool2d,
    avg_pool2d,
    lp_pool2d,
    max_indices,
    max_pool2d,
    window_counts,
)
from conv.receptive_field import field_padding, field_sizes, layers_that_fit, padded_once
from conv.reductions import PostOperation, Reduction, layer_reduction
from conv.refusal import Refusal
from conv.resize import resize2d
from conv.scores import cross_entropy, dense, softmax
from conv.shifts import Equivariance, equal_cells, equivariance, shift2d
from conv.steps import Step, Walk, iter_steps, operation_walk, step_at, walk, walks
from conv.transposed import TransposedGeometry, conv_transpose2d, insert_zeros, transposed_geometry

if TYPE_CHECKING:
    from conv.images import fit_image, fitted_size, load_image, to_grey
    from conv.ui.notebook import show  # noqa: TID251

__version__ = "0.1.0"

__all__ = [
    "ACTIVATIONS",
    "KERNELS",
    "NETWORKS",
    "PADDING_MODES",
    "Activation",
    "AdaptiveAveragePooling",
    "AdaptiveMaxPooling",
    "AveragePooling",
    "AxisGeometry",
    "Chain",
    "ConvGeometry",
    "Convolution",
    "Cost",
    "Dense",
    "EffectiveField",
    "Equivariance",
    "Flatten",
    "Gradients",
    "IndexMap",
    "Kernel",
    "L2Pooling",
    "MaxPooling",
    "Network",
    "Operation",
    "Pad",
    "PoolGeometry",
    "PostOperation",
    "Reduction",
    "Refusal",
    "Repeating",
    "Softmax",
    "Step",
    "TransposedConvolution",
    "TransposedGeometry",
    "Walk",
    "activate",
    "adaptive_avg_pool2d",
    "adaptive_geometry",
    "adaptive_max_pool2d",
    "avg_pool2d",
    "avg_pool2d_backward",
    "cell_gradient",
    "chain",
    "conv2d",
    "conv2d_backward",
    "conv_transpose2d",
    "conv_transpose2d_backward",
    "convolution_matrix",
    "cross_entropy",
    "dense",
    "edge_kernel",
    "effective_field",
    "equal_cells",
    "equivariance",
    "feature_kernels",
    "field_padding",
    "field_sizes",
    "fit_image",
    "fitted_size",
    "flip_kernel",
    "gabor_kernel",
    "group_channels",
    "im2col",
    "insert_zeros",
    "iter_steps",
    "layer_reduction",
    "layers_that_fit",
    "load_image",
    "lp_pool2d",
    "max_indices",
    "max_pool2d",
    "max_pool2d_backward",
    "operation_walk",
    "pad2d",
    "padded_once",
    "pool_geometry",
    "pool_walk",
    "preset_bank",
    "random_weights",
    "resize2d",
    "separate",
    "shift2d",
    "show",
    "size_table",
    "slices_per_kernel",
    "softmax",
    "step_at",
    "to_grey",
    "transposed_geometry",
    "walk",
    "walks",
    "window_counts",
    "with_kernels",
]


def __getattr__(name: str) -> Any:
    """What needs more than NumPy is loaded when it is asked for: pictures need Pillow, `show` the app."""
    if name in ("fit_image", "fitted_size", "load_image", "to_grey"):
        return getattr(import_module("conv.images"), name)
    if name == "show":
        return import_module("conv.ui.notebook").show
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
