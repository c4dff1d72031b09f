"""One palette for all lessons, safe for colour-blind readers, on light and dark pages alike."""

ACCENT = "#d6006c"  # the window and the current cell
HALO = "#ffffff"  # around the accent, so that it stands out on any picture
REACH = "rgba(214, 0, 108, 0.30)"  # what a hovered cell reaches
COVER = "#8a8f98"  # cells not computed yet, where the player cannot draw its hatch
GRID = "#8f959e"  # lines between cells and around a panel, seen against black and white cells
PADDING = {"shape": "/", "size": 7, "solidity": 0.18, "fgcolor": "#7048e8", "bgcolor": "rgba(112, 72, 232, 0.16)"}
UNREAD = {"shape": "x", "size": 7, "solidity": 0.22, "fgcolor": "#e8590c", "bgcolor": "rgba(232, 89, 12, 0.12)"}

GREY = [[0, "#000000"], [1, "#ffffff"]]
SIGNED = [[0, "#1c5aa6"], [0.25, "#7fb2dd"], [0.5, "#f7f7f7"], [0.75, "#f3b175"], [1, "#a84f00"]]
COUNTS = [[0, "#fdf6e3"], [0.5, "#5ab4ac"], [1, "#00443c"]]  # how often something is read
BARS = ("#1c5aa6", "#e08a2c")  # two quantities side by side
CHANNELS = (
    [[0, "#000000"], [1, "#ff5a5a"]],
    [[0, "#000000"], [1, "#4fd66b"]],
    [[0, "#000000"], [1, "#6aa5ff"]],
)
