"""The player: the component that walks a board in the browser, and the data that it is given."""
