"""`python -m conv.ui.serving`: the app on all cores behind nginx, until it is ended."""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from conv.text import _
from conv.ui.serving.nginx import configuration
from conv.ui.serving.processes import Process, app_processes

LOOK_EVERY, ASK_EVERY, LONGEST_START = 0.5, 5.0, 90.0  # seconds


def main(arguments: Sequence[str] | None = None, command: str = "python -m conv.ui.serving") -> int:
    """Start everything, look after it, and end it; the exit code.

    Args:
        arguments: Of the command; by default those that the program was given.
        command: How it was called, for its help.
    """
    options = _options(arguments, command)
    if sys.platform == "win32":
        print(
            _(
                "Serving a class does not work on Windows; start `kernelwalk` for one person, or serve the class from "
                "Linux, macOS, WSL or a container."
            ),
            file=sys.stderr,
        )
        return 1
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin")
    if nginx is None:
        print(
            _(
                "nginx is not installed. Install it with your system’s package manager (Debian and Ubuntu: apt install "
                "nginx; macOS: brew install nginx), or start one process with `kernelwalk` or `make run`."
            ),
            file=sys.stderr,
        )
        return 1
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO)
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    with tempfile.TemporaryDirectory(prefix="kernelwalk-") as folder:
        os.chmod(folder, 0o711)  # nginx's workers may be another user's
        apps = app_processes(options.processes)
        ports, processes = [port for port, _process in apps], [process for _port, process in apps]
        file = Path(folder, "nginx.conf")
        file.write_text(configuration(Path(folder), options.address, options.port, ports), encoding="utf-8")
        here = options.address if options.address not in ("0.0.0.0", "::", "*") else "127.0.0.1"
        health = f"http://{here}:{options.port}/_stcore/health"
        front = Process("nginx", [nginx, "-e", "stderr", "-p", folder, "-c", str(file)], health=health)
        try:
            for process in processes:
                process.start()
            _wait_until_healthy(processes, stop)
            front.start()
            while not stop.is_set() and not front.healthy(1):
                if front.running is not None and front.running.poll() is not None:
                    print(
                        _("nginx did not start, and says why above; is port {port} free?").format(port=options.port),
                        file=sys.stderr,
                    )
                    return 1
                stop.wait(0.1)
            print(
                _("Kernelwalk is ready on port {port}, with {count} processes.").format(
                    port=options.port, count=len(processes)
                ),
                flush=True,
            )
            _look_after([*processes, front], stop)
        finally:
            for process in [front, *processes]:
                process.end()
    return 0


def _options(arguments: Sequence[str] | None, command: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=command, description=_("Kernelwalk for a whole class."))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    parser.add_argument("--address", default="0.0.0.0", help=_("where to listen; 127.0.0.1 for this machine alone"))
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--processes", type=int, default=cores, help=_("processes of the app; by default one per core"))
    options = parser.parse_args(arguments)
    if options.processes < 1:
        parser.error(_("--processes must be at least 1."))
    return options


def _wait_until_healthy(processes: list[Process], stop: threading.Event) -> None:
    ends = time.monotonic() + LONGEST_START
    while not stop.is_set() and time.monotonic() < ends and not all(process.healthy(1) for process in processes):
        for process in processes:
            process.look_after(ask=False)
        stop.wait(LOOK_EVERY)


def _look_after(processes: list[Process], stop: threading.Event) -> None:
    asked = time.monotonic()
    while not stop.wait(LOOK_EVERY):
        ask = time.monotonic() - asked > ASK_EVERY
        for process in processes:
            process.look_after(ask)
        asked = time.monotonic() if ask else asked


if __name__ == "__main__":
    sys.exit(main())
