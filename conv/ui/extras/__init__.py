"""What stands above and below a board, as data, and how the page draws it."""
