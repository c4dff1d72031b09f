"""The command `kernelwalk`: starts the app on this machine, or for a class."""

from __future__ import annotations

import argparse
import runpy
import sys
from collections.abc import Sequence

from conv import __version__
from conv.files import app_folder
from conv.text import _


def main(arguments: Sequence[str] | None = None) -> int:
    """Start what is asked for, and stay until it is ended; the exit code.

    Args:
        arguments: Of the command; by default those that the program was given.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == ["serve"]:
        from conv.ui.serving.__main__ import main as serve

        return serve(given[1:], "kernelwalk serve")
    sys.argv = ["streamlit", *streamlit_arguments(_parser().parse_args(given))]
    runpy.run_module("streamlit", run_name="__main__")  # what `python -m streamlit run` does
    return 0


def streamlit_arguments(options: argparse.Namespace) -> list[str]:
    """What Streamlit is told; it reads the app's other settings from `.streamlit/`, which stands beside `app.py`."""
    told = ["run", str(app_folder() / "app.py"), f"--server.address={options.address}", "--server.fileWatcherType=none"]
    return told if options.port is None else [*told, f"--server.port={options.port}"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kernelwalk",
        description=_("See, step through and understand a convolution: opens the app in a browser."),
        epilog=_("`kernelwalk serve` starts it for a whole class; `kernelwalk serve --help` says how."),
    )
    parser.add_argument("--port", type=int, help=_("where to listen; by default 8501, or the next one that is free"))
    parser.add_argument(
        "--address", default="localhost", help=_("who may come: by default this machine alone; 0.0.0.0 lets all in")
    )
    parser.add_argument("--version", action="version", version=f"Kernelwalk {__version__}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
