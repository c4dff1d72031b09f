"""Visitors that speak Streamlit's WebSocket protocol: they open a lesson, change a setting and upload a picture."""

from __future__ import annotations

import asyncio
import re
import time
import urllib.request
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

LARGEST_MESSAGE = 1 << 27
BOUNDARY = "kernelwalk-visitor"


@dataclass
class Visitor:
    """One session. `widgets` maps the keys of number inputs and uploaders to Streamlit's names; `player` is what the
    player was given last; `cookies` are a browser's."""

    address: str
    page: str
    query: str
    socket: ClientConnection | None = None
    session: str = ""
    page_hash: str = ""
    widgets: dict[str, str] = field(default_factory=dict)
    states: dict[str, WidgetState] = field(default_factory=dict)
    failed: bool = False
    player: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def greet(self) -> None:
        """Ask for the page as a browser does first: it gets cookies."""
        for path in (f"/{self.page}", "/_stcore/health"):
            request = urllib.request.Request(self.address + path, headers=self.cookie_header)
            with urllib.request.urlopen(request, timeout=60) as answer:
                for cookie in answer.headers.get_all("set-cookie") or []:
                    name, _equals, value = cookie.partition(";")[0].partition("=")
                    self.cookies[name] = value.strip('"')

    @property
    def cookie_header(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}

    async def open(self) -> float:
        """Connect and load the page; gives the seconds until its script has finished."""
        target = self.address.replace("http", "ws") + "/_stcore/stream"
        self.socket = await connect(
            target,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=LARGEST_MESSAGE,
            additional_headers=self.cookie_header,
            open_timeout=60,
        )
        return await self.rerun()

    async def rerun(self) -> float:
        """Ask for a run with the widgets' states; gives the seconds until it has finished."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        if self.page_hash:
            message.rerun_script.page_script_hash = self.page_hash
        else:
            message.rerun_script.page_name = self.page
        message.rerun_script.widget_states.widgets.extend(self.states.values())
        start = time.perf_counter()
        await self.send(message)
        while True:
            answer = await self.receive()
            if answer.WhichOneof("type") == "script_finished":
                return time.perf_counter() - start

    async def change(self, key: str, number: float) -> float:
        """Set a number input; gives the seconds until the run has finished."""
        name = self.widgets[key]
        self.states[key] = WidgetState(id=name, double_value=number)
        return await self.rerun()

    async def upload(self, key: str, data: bytes) -> float:
        """Upload a picture; gives the seconds until the run that shows it has finished."""
        start = time.perf_counter()
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.file_names.append("photo.jpg")
        message.file_urls_request.session_id = self.session
        await self.send(message)
        while True:
            answer = await self.receive()
            if answer.WhichOneof("type") == "file_urls_response":
                urls = answer.file_urls_response.file_urls[0]
                break
        await asyncio.to_thread(self.put, urls.upload_url, data)
        state = WidgetState(id=self.widgets[key])
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.file_id = urls.file_id
        info.name, info.size = "photo.jpg", len(data)
        info.file_urls.CopyFrom(urls)
        self.states[key] = state
        await self.rerun()
        return time.perf_counter() - start

    def put(self, path: str, data: bytes) -> None:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="photo.jpg"\r\n\r\n'
        body = head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", **self.cookie_header}
        headers |= {"X-Xsrftoken": self.cookies["_streamlit_xsrf"]} if "_streamlit_xsrf" in self.cookies else {}
        request = urllib.request.Request(self.address + path, body, headers, method="PUT")
        urllib.request.urlopen(request, timeout=60).close()

    async def send(self, message: BackMsg) -> None:
        assert self.socket
        await self.socket.send(message.SerializeToString())

    async def receive(self) -> ForwardMsg:
        """The next message; sessions and widgets in it are noted."""
        assert self.socket
        answer = ForwardMsg()
        answer.ParseFromString(await asyncio.wait_for(self.socket.recv(), 60))  # type: ignore[arg-type]
        kind = answer.WhichOneof("type")
        if kind == "new_session":
            self.session = answer.new_session.initialize.session_id or self.session
        elif kind == "navigation":
            self.page_hash = answer.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = answer.page_info_changed.query_string
        elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
            element = answer.delta.new_element
            for name in ("number_input", "file_uploader"):
                if element.WhichOneof("type") == name:
                    identifier = getattr(element, name).id
                    name = re.sub(r"_\d+$", "", identifier.rsplit("-", 1)[-1])  # the arrival's number
                    self.widgets[name] = identifier
            faulty = element.WhichOneof("type") == "exception" or "went wrong" in element.alert.body
            self.failed |= faulty
            if element.WhichOneof("type") == "bidi_component":
                self.player = element.bidi_component.json
        return answer

    async def close(self) -> None:
        if self.socket:
            await self.socket.close()
