"""Processes that are kept alive: started, asked how they are, and started again when they have died."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conv.files import app_folder

LOG = logging.getLogger("kernelwalk.serving")
PATIENCE = 3  # questions in a row that a process may leave unanswered
LONGEST_WAIT = 30.0  # seconds between two starts of a process that dies at once


@dataclass
class Process:
    """One process.

    Attributes:
        name: In the log.
        command: What is run, in the app's folder.
        more: Environment variables besides this process's own.
        health: Address that answers while the process is well; empty where there is none.
    """

    name: str
    command: Sequence[str]
    more: Mapping[str, str] = field(default_factory=dict)
    health: str = ""
    running: subprocess.Popen | None = None
    started: float = 0.0
    quick_deaths: int = 0
    silent: int = 0

    def start(self) -> None:
        """Start it."""
        self.running = subprocess.Popen(self.command, cwd=app_folder(), env={**os.environ, **self.more})
        self.started, self.silent = time.monotonic(), 0

    def healthy(self, seconds: float = 5.0) -> bool:
        """Whether it answers."""
        if not self.health:
            return self.running is not None and self.running.poll() is None
        try:
            with urllib.request.urlopen(self.health, timeout=seconds) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def look_after(self, ask: bool) -> None:
        """Start it again where it has died; where asked to, end it when it has been silent too often."""
        assert self.running is not None
        code, lived = self.running.poll(), time.monotonic() - self.started
        if code is not None:
            wait = min(LONGEST_WAIT, 2.0**self.quick_deaths - 1)
            if lived < wait:
                return
            LOG.warning("%s has ended with %s after %.0f s and is started again.", self.name, code, lived)
            self.quick_deaths = self.quick_deaths + 1 if lived < LONGEST_WAIT else 0
            self.start()
        elif ask and self.health and lived > LONGEST_WAIT:
            self.silent = 0 if self.healthy() else self.silent + 1
            if self.silent >= PATIENCE:
                LOG.warning("%s has not answered %d times and is ended.", self.name, PATIENCE)
                self.running.kill()

    def end(self, seconds: float = 10.0) -> None:
        """End it, by force where it takes too long."""
        if self.running is None or self.running.poll() is not None:
            return
        self.running.terminate()
        try:
            self.running.wait(seconds)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait()


def app_processes(count: int) -> list[tuple[int, Process]]:
    """(port, process) of so many processes of the app on this machine; they sign with the same secret."""
    secret = os.environ.get("STREAMLIT_SERVER_COOKIE_SECRET") or secrets.token_hex(32)
    found = []
    for number, port in enumerate(free_ports(count), start=1):
        command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
        options = ["--server.address=127.0.0.1", "--server.headless=true", "--server.fileWatcherType=none"]
        more = {
            "STREAMLIT_SERVER_COOKIE_SECRET": secret,
            "OPENBLAS_NUM_THREADS": "1",  # there is a process for each core
            "OMP_NUM_THREADS": "1",
            "MALLOC_ARENA_MAX": "2",  # memory that is free again goes back
        }
        health = f"http://127.0.0.1:{port}/_stcore/health"
        found.append((port, Process(f"Process {number}", [*command, *options], more, health)))
    return found


def free_ports(count: int) -> list[int]:
    """Ports of this machine on which nothing listens."""
    sockets = [socket.socket() for _number in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
