"""A class's server: several processes of the app behind nginx; `python -m conv.ui.serving` starts it."""
