"""Lesson plans and the questions of a first lecture, each with a scene that answers it."""

from __future__ import annotations

from dataclasses import dataclass

from conv.text import N_
from conv.ui.scene.address import scene_link
from conv.ui.scene.record import Scene


@dataclass(frozen=True, slots=True)
class Stop:
    """A scene to open.

    Attributes:
        page: The lesson's name.
        scene: Its settings, with the step.
        ask: What to ask the class; marked with `N_`.
        expect: What to expect; marked with `N_`.
    """

    page: str
    scene: Scene
    ask: str
    expect: str

    @property
    def address(self) -> str:
        """Address beside the other pages."""
        return scene_link(f"./{self.page}", self.scene)


@dataclass(frozen=True, slots=True)
class Plan:
    """A lesson plan.

    Attributes:
        title, goal: Marked with `N_`.
        minutes: How long it takes.
        stops: In their order.
    """

    title: str
    minutes: int
    goal: str
    stops: tuple[Stop, ...]


DIGITS = Scene(picture="digits", size=14, activation="none", step=20)
PHOTO = Scene(picture="landscape", size=48, activation="none", step=300)
HALF = Scene(padding="half", step=0)

PLANS = (
    Plan(
        N_("What is a convolution?"),
        20,
        N_("Work out a cell of a feature map by hand, and say why one kernel is enough for the whole picture."),
        (
            Stop(
                "step",
                Scene(step=0),
                N_("Nine products: what is their sum? Have each one said aloud before you step on."),
                N_("1 + 0 + 1 + 0 + 1 + 0 + 0 + 0 + 1 = 4, and ReLU keeps it."),
            ),
            Stop(
                "step",
                Scene(step=4, cells="names"),
                N_("Which pixel does the weight w with the indices 0, 1 meet here? Read the names off the cells."),
                N_("The one whose row and column are those of the cell plus those of the weight."),
            ),
            Stop(
                "step",
                Scene(quiz=1),
                N_("Everybody answers the same questions on a phone. Which one was missed most?"),
                N_("Mostly the size: some forget the + 1, which is the first window."),
            ),
            Stop(
                "sharing",
                Scene(topic="weights", step=4),
                N_("Point at the middle weight. How many pixels does it multiply on the whole walk?"),
                N_("Nine, one in each window: nine weights in all, where a layer without sharing needs 81."),
            ),
        ),
    ),
    Plan(
        N_("Kernels that see edges"),
        30,
        N_("Say what a kernel responds to by looking at its signs, and change it until it does something else."),
        (
            Stop(
                "kernels",
                Scene(picture="landscape", size=128, activation="none", step=0),
                N_("Which maps show vertical edges, which ones horizontal edges? How do the kernels differ?"),
                N_("Sobel and Prewitt x have their signs left and right, y above and below."),
            ),
            Stop(
                "kernels",
                Scene(picture="landscape", size=256, kernel="sobel_x", activation="none", topic="large", step=0),
                N_("Drag the divider over the house. Why is its roof fainter than its wall?"),
                N_("The roof is slanted: only part of its change in brightness goes from left to right."),
            ),
            Stop(
                "step",
                Scene(picture="digits", size=14, kernel="sobel_x", activation="none", step=60),
                N_("Drag the middle weight of the kernel up by one. What happens to the dark background?"),
                N_("The kernel’s sum is no longer 0: the picture itself shows through."),
            ),
            Stop(
                "kernels",
                Scene(
                    picture="landscape", size=64, kernel="box_blur", activation="none", times=10, topic="again", step=0
                ),
                N_("A blur, ten times. Which kernel, applied once, would do the same?"),
                N_("A wide bell of 21 × 21 cells: each pass adds two."),
            ),
        ),
    ),
    Plan(
        N_("Output size, padding and stride"),
        30,
        N_("Work out the size of any map with ⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1, and know what the floor loses."),
        (
            Stop(
                "padding",
                Scene(step=0),
                N_("Which padding keeps the size? Which one lets every pixel be read equally often?"),
                N_("Half keeps it; full reads every pixel nine times."),
            ),
            Stop(
                "padding",
                Scene(topic="reasons", step=0),
                N_("How many windows read the corner pixel, and how many the middle one?"),
                N_("One and nine without padding: the border gets little attention."),
            ),
            Stop(
                "stride",
                Scene(stride=(3, 3), step=0),
                N_("5 pixels, kernel 3, stride 3: how large is the map, and which pixels are lost?"),
                N_("1 × 1; the last two rows and columns are crosshatched."),
            ),
            Stop(
                "stride",
                Scene(picture="shapes", size=7, kernel="box_blur", stride=(2, 2), padding=((1, 1), (1, 1)), step=0),
                N_("7 pixels, padding 1, stride 2: put the numbers into the formula."),
                N_("⌊(7 + 2 − 2 − 1) / 2⌋ + 1 = 4."),
            ),
            Stop(
                "stride",
                Scene(stride=(2, 2), quiz=3),
                N_("The quiz: first the size, then who reads a pixel."),
                N_("With stride 2 some pixels are read once, some four times."),
            ),
        ),
    ),
    Plan(
        N_("Channels, kernels and what a layer costs"),
        25,
        N_("Count the parameters of a layer, and say what depthwise-separable saves."),
        (
            Stop(
                "channels",
                Scene(stride=(2, 2), padding=((1, 1), (1, 1)), bias=1, activation="none", step=0),
                N_("Two kernels over three channels: how many weights, how many maps?"),
                N_("2 × 3 × 9 = 54 weights and 2 biases; two maps."),
            ),
            Stop(
                "channels",
                Scene(
                    picture="landscape",
                    size=24,
                    colour="channels",
                    padding="half",
                    kernel="random",
                    activation="none",
                    out_channels=3,
                    groups=3,
                    step=100,
                ),
                N_("Three groups: which channel does each map read?"),
                N_("Only its own: this is the depthwise half of a separable layer."),
            ),
            Stop(
                "channels",
                Scene(topic="separable", picture="landscape", size=24, kernel="random", activation="none", step=100),
                N_("Both layers in lock-step: what does the second one mix?"),
                N_("The maps of the first one, pixel by pixel, with kernels of 1 × 1."),
            ),
        ),
    ),
    Plan(
        N_("Pooling, and how far a deep cell sees"),
        35,
        N_("Say what pooling keeps, and work out a receptive field layer by layer."),
        (
            Stop(
                "pooling",
                Scene(picture="shapes", size=14, step=10),
                N_("Which pixel of the window wins? Which pixels never do?"),
                N_("The ringed one; three of four pixels are gone after a 2 × 2 pooling."),
            ),
            Stop(
                "pooling",
                Scene(picture="shapes", size=14, topic="shift", shift=(0, 1), step=0),
                N_("The picture moves by a pixel: does the pooled map stay?"),
                N_("In part: pooling does not notice a shift that stays inside a window."),
            ),
            Stop(
                "depth",
                Scene(picture="landscape", size=32, step=100),
                N_("Three layers of 3 × 3: how large is the box on the picture?"),
                N_("7 × 7: each layer adds two."),
            ),
            Stop(
                "depth",
                Scene(picture="landscape", size=32, topic="pays", step=0),
                N_("One 7 × 7 or three 3 × 3: what do both cost?"),
                N_("49 weights against 27, and three non-linearities instead of one."),
            ),
        ),
    ),
    Plan(
        N_("Back up: transposed convolution"),
        25,
        N_("Stamp a kernel by hand, and know where checkerboards come from."),
        (
            Stop(
                "transposed",
                Scene(
                    picture="typed",
                    pixels=((1, 2, 0), (0, 3, 1), (2, 0, 1)),
                    kernel="worked_example",
                    stride=(2, 2),
                    activation="none",
                    step=1,
                ),
                N_("Where does the second stamp land, and on which cells do two stamps add up?"),
                N_("Two columns further right; on the column between them."),
            ),
            Stop(
                "transposed",
                Scene(
                    topic="zeros",
                    picture="typed",
                    pixels=((1, 2, 0), (0, 3, 1), (2, 0, 1)),
                    kernel="worked_example",
                    stride=(2, 2),
                    activation="none",
                    step=8,
                ),
                N_("The same numbers by an ordinary convolution: why must the kernel be flipped?"),
                N_("A stamp carries the weight to the right; the window fetches it from the left."),
            ),
            Stop(
                "transposed",
                Scene(topic="checkerboard", picture="gradient", size=12, kernel="box_blur", stride=(2, 2), step=0),
                N_("Kernel 3, stride 2: why does a smooth picture get a pattern?"),
                N_("Neighbouring cells get one, two or four stamps in turn."),
            ),
        ),
    ),
    Plan(
        N_("How does a network learn its kernels?"),
        45,
        N_("Follow a gradient back to one weight by hand, and say what decides whether a kernel can be learned."),
        (
            Stop(
                "backward",
                Scene(topic="pass", activation="none", step=0),
                N_("g is 1 here. Where does it land? Have three numbers said aloud: for a pixel, a weight, the bias."),
                N_("On its window, times the kernel; on the weights, times these pixels; on the bias."),
            ),
            Stop(
                "backward",
                Scene(topic="pass", activation="none", step=8),
                N_("Why is the gradient of a corner pixel made of fewer additions? Point at it, then at the middle."),
                N_("One window reads the corner, nine read the middle."),
            ),
            Stop(
                "backward",
                Scene(
                    topic="convolutions",
                    kernel="typed",
                    weights=(((1, 2, 0), (0, 1, -1), (3, 0, 1)),),
                    activation="none",
                    step=7,
                ),
                N_("Which of the two is flipped, and why?"),
                N_("The kernel, for the pixels: the outputs that read a pixel lie on the other side of it."),
            ),
            Stop(
                "backward",
                Scene(topic="gates", picture="digits", size=12, kernel="sobel_x", step=4),
                N_("Where does a gradient stop? Choose the layer below the board."),
                N_("Where the sum was not above 0, and at every pixel that did not win its window."),
            ),
            Stop(
                "backward",
                Scene(topic="nudge", upstream="target", activation="none", nudge=0.1, step=4),
                N_("What will the loss do if this weight grows by 0.1? Predict it, then try 1."),
                N_("Gradient × nudge, 2.5, is nearly right for 0.1, and clearly wrong for 1."),
            ),
            Stop(
                "backward",
                Scene(topic="learn", picture="digits", size=16, activation="none", momentum=0.9, step=0),
                N_("Can the kernel be found from its map alone? Guess it before the walk is over."),
                N_("It is Sobel x; the setting that shows it is in the sidebar."),
            ),
            Stop(
                "backward",
                Scene(
                    topic="learn",
                    picture="typed",
                    pixels=tuple(tuple(float((row + col) % 2) for col in range(8)) for row in range(8)),
                    activation="none",
                    iterations=200,
                    step=0,
                ),
                N_("The loss is 0. Is the kernel right?"),
                N_("No: this picture has only two different windows, and many kernels make the same of them."),
            ),
            Stop(
                "backward",
                Scene(topic="pass", activation="none", quiz=1),
                N_("Everybody answers the same questions on a phone. Which one was missed most?"),
                N_("Often what is added to a weight: it is g times the pixel, not g times the weight."),
            ),
        ),
    ),
    Plan(
        N_("What happens inside a trained network?"),
        45,
        N_("Follow a digit from its pixels to ten probabilities, and say which numbers decided, and which did not."),
        (
            Stop(
                "network",
                Scene(topic="read", picture="drawn", digit="seven", step=330),
                N_("Draw a digit of your own. Who can make the network wrong, and is it learning from that?"),
                N_("Thin, slanted and closed shapes mislead it; its numbers stay as they are."),
            ),
            Stop(
                "network",
                Scene(topic="read", picture="drawn", digit="seven", panel=36, step=7),
                N_("Where do 192 products come from? Count maps, rows and columns."),
                N_("12 maps of 4 × 4: the dense layer is a convolution whose kernel is as large as its maps."),
            ),
            Stop(
                "network",
                Scene(topic="evidence", picture="drawn", digit="seven_narrow", against="second", step=0),
                N_("A 7 is read as a 1. Which stroke would you erase or add? Say it first, then look at the patches."),
                N_("Blue patches speak for the 7: the bar and the foot; orange ones, in the middle, for the 1."),
            ),
            Stop(
                "network",
                Scene(topic="kernels", picture="drawn", digit="eight", step=0),
                N_("Which of the six learned kernels are like Sobel’s? Look at the maps, not at the weights."),
                N_("Some find edges of one direction; one is bright where there is no ink at all."),
            ),
            Stop(
                "network",
                Scene(topic="training", picture="drawn", digit="eight", step=0),
                N_("After how many iterations is this digit read rightly? Guess, and play."),
                N_("The loss falls most in the first few hundred of 7,500 iterations."),
            ),
        ),
    ),
)

QUESTIONS = (
    Stop("step", Scene(step=0), N_("What does a convolution compute?"), N_("A weighted sum of each window.")),
    Stop(
        "sharing",
        Scene(topic="weights", step=4),
        N_("Why are the weights shared?"),
        N_("What helps in one place helps everywhere: nine weights instead of 81."),
    ),
    Stop(
        "stride",
        Scene(stride=(2, 2), step=0),
        N_("How large is the output?"),
        N_("⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1, with the numbers put in."),
    ),
    Stop("padding", Scene(step=0), N_("What is “same” padding?"), N_("Half a kernel on each side keeps the size.")),
    Stop(
        "padding",
        Scene(topic="reasons", step=0),
        N_("Why pad at all?"),
        N_("Border pixels are read less often, and maps shrink with every layer."),
    ),
    Stop(
        "stride",
        Scene(stride=(3, 3), step=0),
        N_("What does a stride lose?"),
        N_("The rows and columns that the floor drops, and what lies between windows."),
    ),
    Stop(
        "channels",
        Scene(stride=(2, 2), padding=((1, 1), (1, 1)), bias=1, activation="none", step=0),
        N_("How does a kernel read a colour picture?"),
        N_("With a slice for every channel; the sums are added."),
    ),
    Stop(
        "sharing",
        Scene(topic="flip", kernel="sobel_x", activation="none", step=4),
        N_("Is the kernel flipped?"),
        N_("Not in deep-learning libraries: they compute the cross-correlation."),
    ),
    Stop(
        "pooling",
        Scene(picture="shapes", size=14, step=10),
        N_("What does max-pooling keep?"),
        N_("The largest number of each window."),
    ),
    Stop(
        "depth",
        Scene(picture="landscape", size=32, step=100),
        N_("What is a receptive field?"),
        N_("All the pixels that a deep cell depends on."),
    ),
    Stop(
        "stride",
        Scene(topic="dilation", picture="landscape", size=28, dilation=(2, 2), step=0),
        N_("What is a dilated convolution?"),
        N_("One whose taps are spread apart: a wide window with few weights."),
    ),
    Stop(
        "transposed",
        Scene(kernel="worked_example", stride=(2, 2), activation="none", step=1),
        N_("How does a network enlarge a map?"),
        N_("It stamps the kernel; overlapping stamps add up."),
    ),
)
