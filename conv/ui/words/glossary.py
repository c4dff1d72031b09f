"""The glossary: one word for each thing, as the field has it, and what the code and other books call it."""

from __future__ import annotations

from dataclasses import dataclass

from conv.text import N_


@dataclass(frozen=True, slots=True)
class Entry:
    """A word and its thing.

    Attributes:
        term: As the app and its documents write it; marked with `N_`.
        meaning: A sentence; marked with `N_`.
        formula: How it is worked out, where it is a number; empty for none.
        code: Its name in the code, as a module with what is in it; empty where it is only said.
        others: What others call it; marked with `N_`, empty where nobody does.
    """

    term: str
    meaning: str
    formula: str = ""
    code: str = ""
    others: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Words that belong together; its title is marked with `N_`."""

    title: str
    entries: tuple[Entry, ...]


LAYER = (
    Entry(
        N_("convolution"),
        N_("Each cell of the map is the sum of the pixels in a window, each multiplied by a weight; not flipped."),
        "h[i, j] = Σ w[k, l] · x[s·i + d·k, s·j + d·l] + b",
        "conv.ops.conv2d",
        N_("cross-correlation, which it is in mathematics"),
    ),
    Entry(
        N_("kernel"),
        N_("The weights that one output channel owns: a slice for each channel that it reads."),
        code="conv.operations.Convolution.weight",
        others=N_("filter, mask"),
    ),
    Entry(
        N_("weight"),
        N_("One number of a kernel, learned in training."),
        code="conv.operations.WEIGHT",
        others=N_("coefficient, parameter"),
    ),
    Entry(
        N_("bias"),
        N_("A learned number that is added to every sum of an output channel."),
        code="conv.operations.Convolution.bias",
        others=N_("offset"),
    ),
    Entry(
        N_("channel"),
        N_("One plane of an array of shape (C, H, W): a colour of a picture, or one feature map."),
        others=N_("plane, depth slice, band"),
    ),
    Entry(
        N_("feature map"),
        N_("One channel of a layer’s result; “map” for short."),
        code="conv.steps.Walk.feature_map",
        others=N_("activation map, output"),
    ),
    Entry(
        N_("window"),
        N_("The positions of the padded input that one cell of the map reads."),
        code="conv.geometry.ConvGeometry",
        others=N_("patch, local receptive field"),
    ),
    Entry(
        N_("tap"),
        N_("One position of a window: the place where a weight meets a pixel."),
        code="conv.index_maps.IndexMap.taps",
        others=N_("kernel element"),
    ),
    Entry(
        N_("stride"),
        N_("Pixels from the start of one window to the start of the next."),
        "s",
        "conv.geometry.AxisGeometry.stride",
        N_("step size, subsampling"),
    ),
    Entry(
        N_("padding"),
        N_("Cells that are added around the input before any window is laid over it."),
        "p",
        "conv.geometry.ConvGeometry",
        N_("border"),
    ),
    Entry(
        N_("padding mode"),
        N_("What the added cells hold: zeros, a mirror image, the nearest edge pixel, or the opposite side."),
        code="conv.geometry.PADDING_MODES",
        others=N_("border mode; NumPy: constant, reflect, edge, wrap"),
    ),
    Entry(
        N_("dilation"),
        N_("Pixels from one tap to the next."),
        "d",
        "conv.geometry.AxisGeometry.dilation",
        N_("rate, à trous"),
    ),
    Entry(
        N_("effective kernel size"),
        N_("Pixels from the first tap of a window to the last, both counted; on screen it is called the span."),
        "d(k − 1) + 1",
        "conv.geometry.AxisGeometry.effective_kernel_size",
        N_("span, extent"),
    ),
    Entry(
        N_("output size"),
        N_("How many windows fit along an axis."),
        "⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1",
        "conv.geometry.AxisGeometry.output_size",
    ),
    Entry(
        N_("groups"),
        N_("The channels are split into this many parts, and each output reads only the inputs of its own part."),
        code="conv.operations.Convolution.groups",
        others=N_("cardinality; depthwise where each channel is a group"),
    ),
    Entry(
        N_("activation"),
        N_("A function of each number by itself, such as ReLU."),
        code="conv.activations.activate",
        others=N_("non-linearity, transfer function"),
    ),
    Entry(
        N_("pooling"),
        N_("Each window of one channel becomes one number: its largest, its mean, or its L2 norm."),
        code="conv.operations.MaxPooling",
        others=N_("subsampling, downsampling"),
    ),
    Entry(
        N_("transposed convolution"),
        N_("Each pixel stamps its value times the kernel onto a larger output, where stamps add up."),
        "(n − 1)·s − 2p + d(k − 1) + output padding + 1",
        "conv.transposed.conv_transpose2d",
        N_("deconvolution, fractionally strided convolution"),
    ),
    Entry(
        N_("im2col"),
        N_("The matrix whose rows are the windows, so that a convolution becomes one product of matrices."),
        code="conv.matrices.im2col",
        others=N_("unfold"),
    ),
)

CORE = (
    Entry(
        N_("operation"),
        N_("What turns an array of channels into another one: a frozen record of settings, and weights if it has any."),
        code="conv.operations.Operation",
        others=N_("layer, module, op"),
    ),
    Entry(
        N_("network"),
        N_("Operations, each of which reads the result of the one before; “stack” where they are layers on a page."),
        code="conv.operations.Network",
        others=N_("model, sequential"),
    ),
    Entry(
        N_("geometry"),
        N_("Sizes, positions and counts of an operation, in integers, before any pixel is touched."),
        code="conv.geometry.ConvGeometry",
        others=N_("shape arithmetic"),
    ),
    Entry(
        N_("index map"),
        N_("Along one axis, which source positions each target position reads."),
        "source = s·target + d·tap − p",
        "conv.index_maps.IndexMap",
        N_("indexing map, access relation"),
    ),
    Entry(
        N_("source, target"),
        N_("A position that is read, and a position that reads it, at the two ends of an index map."),
        code="conv.index_maps.IndexMap.sources",
        others=N_("input and output; predecessor and successor"),
    ),
    Entry(
        N_("terms"),
        N_("The numbers that are put together to make a cell, such as products of a pixel and a weight."),
        code="conv.operations.Terms",
        others=N_("summands"),
    ),
    Entry(
        N_("factor"),
        N_("The plane, and the index maps into it, from which each term takes one of the numbers it multiplies."),
        code="conv.operations.Factor",
        others=N_("operand of the product"),
    ),
    Entry(
        N_("role"),
        N_("What a factor’s numbers are: a pixel, a weight, a bias, or a gradient."),
        code="conv.operations.Factor.role",
    ),
    Entry(
        N_("reduction"),
        N_("How the terms of a cell become its number: sum of products, sum, mean, maximum, norm or softmax."),
        code="conv.reductions.Reduction",
        others=N_("aggregation, fold"),
    ),
    Entry(
        N_("post operation"),
        N_("What is done to the reduced number next: divide it, add the bias, apply the activation."),
        code="conv.reductions.PostOperation",
        others=N_("epilogue"),
    ),
    Entry(
        N_("receptive field"),
        N_("All pixels of the input that a cell of a deep layer depends on."),
        "r + (effective kernel size − 1) · jump, layer by layer",
        "conv.operations.fields.FieldAxis.field_size",
        N_("field of view"),
    ),
    Entry(
        N_("jump"),
        N_("Pixels of the input from the field of one cell to the field of the next."),
        "the product of all strides so far",
        "conv.operations.fields.FieldAxis.jump",
        N_("effective stride, output stride"),
    ),
    Entry(
        N_("path count"),
        N_("In how many ways a pixel reaches a deep cell, through one tap of each layer."),
        code="conv.operations.Network.interior_path_counts",
        others=N_("number of connections"),
    ),
    Entry(
        N_("effective receptive field"),
        N_("How strongly each pixel of the receptive field acts on the cell: most in the middle, least at its edge."),
        others=N_("gradient of the cell with respect to the input"),
    ),
    Entry(
        N_("multiply-add"),
        N_("A product and the addition that follows it, counted as one."),
        "C_out · (C_in / groups) · K_h · K_w · H_out · W_out",
        "conv.costs.Cost.multiply_adds",
        N_("MAC, FMA; half as many as FLOPs"),
    ),
    Entry(
        N_("gradient"),
        N_("By how much a loss changes with each number of an array."),
        code="conv.gradients.Gradients",
        others=N_("derivative, delta"),
    ),
    Entry(
        N_("walk"),
        N_("One operation over one image for one output channel, from which every step can be read."),
        code="conv.steps.Walk",
        others=N_("sliding window"),
    ),
    Entry(
        N_("step"),
        N_("One cell of a walk: its window, its terms and its number; counted row by row from 0."),
        code="conv.steps.step_at",
        others=N_("position, iteration"),
    ),
)

STAGE = (
    Entry(
        N_("picture, image"),
        N_("A picture is what a visitor chooses; an image is the array of shape (C, H, W) that is made of it."),
        code="conv.ui.scene.pictures.scene_image",
    ),
    Entry(
        N_("scene"),
        N_("All settings of a lesson, as one frozen record."),
        code="conv.ui.scene.record.Scene",
        others=N_("state, configuration"),
    ),
    Entry(
        N_("address"),
        N_("The scene as the parameters of a URL; a link is an address that can be sent."),
        code="conv.ui.scene.address.scene_address",
        others=N_("permalink, deep link"),
    ),
    Entry(
        N_("lesson, part"),
        N_("A lesson is one page of the menu; it has one part, or several to choose from beside its title."),
        code="conv.ui.lesson.Lesson",
        others=N_("page and tab"),
    ),
    Entry(
        N_("content"),
        N_("What a lesson makes of a scene: its board, with the sentences and tables around it."),
        code="conv.ui.lesson.Content",
    ),
    Entry(
        N_("stage"),
        N_("The place on the page where the board and the player stand."),
        code="conv.ui.shell.show_lesson",
    ),
    Entry(
        N_("board"),
        N_("Everything on the stage, as data: panels, the tracks over them, and their arrangement."),
        code="conv.ui.board.board.Board",
        others=N_("canvas, figure"),
    ),
    Entry(
        N_("panel"),
        N_("A rectangle of cells on the board: an input, a kernel, a map."),
        code="conv.ui.board.board.Panel",
        others=N_("subplot, heatmap"),
    ),
    Entry(
        N_("cell"),
        N_("One number of a panel, with its row and column; a pixel is a cell of a picture."),
        others=N_("element, entry"),
    ),
    Entry(
        N_("track"),
        N_("A walk as a board shows it: which cells of which panels make the cells of its target panel."),
        code="conv.ui.board.board.Track",
    ),
    Entry(
        N_("operand"),
        N_("A panel that a track reads, with the index maps that say which of its cells."),
        code="conv.ui.board.board.Operand",
        others=N_("input"),
    ),
    Entry(
        N_("overlay"),
        N_("A panel on which a track’s window is drawn although its numbers are not among the terms."),
        code="conv.ui.board.board.Track.overlays",
    ),
    Entry(
        N_("stamp"),
        N_("A pixel times the kernel, as a transposed convolution adds it to its output."),
        code="conv.ui.board.board.Stamp",
        others=N_("scatter, splat"),
    ),
    Entry(
        N_("frame"),
        N_("All shapes that are drawn on a board at one step."),
        code="conv.ui.board.frame.frame",
        others=N_("display list"),
    ),
    Entry(
        N_("player"),
        N_("The controls below the board, and the code in the browser that steps through the walk."),
        code="conv.ui.player.component.show_player",
    ),
)

GLOSSARY = (
    Chapter(N_("The layer"), LAYER),
    Chapter(N_("What the core computes"), CORE),
    Chapter(N_("What the page shows"), STAGE),
)
