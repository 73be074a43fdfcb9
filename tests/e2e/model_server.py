"""A Messages API on loopback that answers with scripted tool calls, one after the other, then ends the turn."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Script:
    """The tool calls that the model will make, and what it was told about them."""

    calls: list[tuple[str, dict[str, Any]]]  # (tool name, input)
    results: list[str] = field(default_factory=list)  # the text of each tool result, in order
    tools: set[str] = field(default_factory=set)  # names of the tools that the client offered
    requests: int = 0


class ModelServer:
    """`with ModelServer([("Bash", {"command": "ls"})]) as server:` then point ANTHROPIC_BASE_URL at `server.url`."""

    def __init__(self, calls: list[tuple[str, dict[str, Any]]]) -> None:
        self.script = Script(calls)
        handler = type("Handler", (_Handler,), {"script": self.script})
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
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._json({})

    do_HEAD = do_GET

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        self.script.requests += 1
        if "count_tokens" in self.path:
            return self._json({"input_tokens": 10})
        if "/messages" not in self.path:
            return self._json({})
        content = next_content(self.script, request)
        if request.get("stream"):
            return self._stream(content)
        return self._json(message([content]))

    def _json(self, value: object) -> None:
        data = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _stream(self, content: dict[str, Any]) -> None:
        data = b"".join(
            f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode() for event in stream_events(content)
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


def next_content(script: Script, request: dict[str, Any]) -> dict[str, Any]:
    """The next scripted tool call while the client offers that tool, else closing words."""
    offered = {tool.get("name", "") for tool in request.get("tools") or []}
    script.tools |= offered
    results = tool_results(request.get("messages") or [])
    if not script.calls or not offered:  # requests for titles and the like offer no tools
        return {"type": "text", "text": "done"}
    script.results[:] = results
    if len(results) >= len(script.calls):
        return {"type": "text", "text": "done"}
    name, arguments = script.calls[len(results)]
    return {"type": "tool_use", "id": f"toolu_{len(results)}", "name": name, "input": arguments}


def tool_results(messages: list[dict[str, Any]]) -> list[str]:
    blocks = [
        block
        for entry in messages
        if isinstance(entry.get("content"), list)
        for block in entry["content"]
        if block.get("type") == "tool_result"
    ]
    return [text_of(block.get("content")) for block in blocks]


def text_of(content: object) -> str:
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content if isinstance(part, dict))
    return str(content or "")


def message(content: list[dict[str, Any]]) -> dict[str, Any]:
    reason = "tool_use" if any(block["type"] == "tool_use" for block in content) else "end_turn"
    return {
        "id": "msg_scripted",
        "type": "message",
        "role": "assistant",
        "model": "claude-scripted",
        "content": content,
        "stop_reason": reason,
        "stop_sequence": None,
        "usage": {"input_tokens": 10, "output_tokens": 10},
    }


def stream_events(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The server-sent events that make up one message of one block."""
    whole = message([content])
    yield {"type": "message_start", "message": {**whole, "content": [], "stop_reason": None}}
    if content["type"] == "text":
        start, delta = {"type": "text", "text": ""}, {"type": "text_delta", "text": content["text"]}
    else:
        start = {**content, "input": {}}
        delta = {"type": "input_json_delta", "partial_json": json.dumps(content["input"])}
    yield {"type": "content_block_start", "index": 0, "content_block": start}
    yield {"type": "content_block_delta", "index": 0, "delta": delta}
    yield {"type": "content_block_stop", "index": 0}
    yield {
        "type": "message_delta",
        "delta": {"stop_reason": whole["stop_reason"], "stop_sequence": None},
        "usage": {"output_tokens": 10},
    }
    yield {"type": "message_stop"}
