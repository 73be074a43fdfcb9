"""A model on loopback that answers with scripted tool calls, one after the other, then ends the turn."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from guardcmd.agents.e2e.protocols import anthropic, chat, gemini, responses
from guardcmd.agents.e2e.script import Reply, Script

LARGEST = 64 * 1024 * 1024  # bytes of a request


class Speaks(Protocol):
    """A module for one model provider's API."""

    def speaks(self, path: str) -> bool: ...

    def reply(self, script: Script, path: str, request: dict[str, Any]) -> Reply: ...


class ModelServer:
    """`with ModelServer([("Bash", {"command": "ls"})]) as server:` then point the client's base URL at `server.url`."""

    protocols: Sequence[Speaks] = (anthropic, chat, gemini, responses)

    def __init__(self, calls: list[tuple[str, dict[str, Any]]]) -> None:
        self.script = Script(calls)
        handler = type("Handler", (_Handler,), {"script": self.script, "protocols": self.protocols})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> ModelServer:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    script: Script
    protocols: Sequence[Speaks]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._send(Reply("application/json", b'{"data": []}'))

    do_HEAD = do_GET

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), LARGEST))
        self.script.requests += 1
        self.script.heard.append(body.decode("utf-8", "replace"))
        protocol = next((each for each in self.protocols if each.speaks(self.path)), None)
        if protocol is None:
            return self._send(Reply("application/json", b"{}"))
        return self._send(protocol.reply(self.script, self.path, json.loads(body or b"{}")))

    def _send(self, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, *_: object) -> None:
        pass
