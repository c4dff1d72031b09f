"""The board: panels, their arrangement and placement, what moves on them, and the figure that shows it all."""
