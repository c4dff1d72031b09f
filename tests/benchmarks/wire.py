"""What a browser really gets: a relay before a server counts what goes over the wire, compressed as it is."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass
class Wire:
    """Attributes: address, for the browser; received, bytes that went to it."""

    address: str
    received: int = 0


@contextmanager
def counted(address: str) -> Iterator[Wire]:
    """Another address of a server, whose bytes are counted."""
    target = urlsplit(address)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        wire = Wire(f"http://127.0.0.1:{listening.getsockname()[1]}")
        threading.Thread(target=_relay, args=(listening, (target.hostname, target.port), wire), daemon=True).start()
        yield wire


def _relay(listening: socket.socket, target: tuple[str | None, int | None], wire: Wire) -> None:
    while True:
        try:
            near, _peer = listening.accept()
        except OSError:  # closed: nobody counts any more
            return
        far = socket.create_connection(target)  # type: ignore[arg-type]
        for source, sink, counts in ((near, far, False), (far, near, True)):
            threading.Thread(target=_pass_on, args=(source, sink, wire if counts else None), daemon=True).start()


def _pass_on(source: socket.socket, sink: socket.socket, wire: Wire | None) -> None:
    try:
        while data := source.recv(65536):
            sink.sendall(data)
            if wire:
                wire.received += len(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:  # the other end has gone
        return
