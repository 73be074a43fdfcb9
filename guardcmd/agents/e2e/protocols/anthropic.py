"""Anthropic's Messages API, as far as clients need it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from guardcmd.agents.e2e.script import Reply, Script, ToolUse


def speaks(path: str) -> bool:
    return "/messages" in path


def reply(script: Script, path: str, request: dict[str, Any]) -> Reply:
    if "count_tokens" in path:
        return Reply("application/json", b'{"input_tokens": 10}')
    offered = {tool.get("name", "") for tool in request.get("tools") or []}
    content = content_of(script.next(offered, tool_results(request.get("messages") or [])))
    if not request.get("stream"):
        return Reply("application/json", json.dumps(message([content])).encode())
    events = [f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in stream_events(content)]
    return Reply("text/event-stream", "".join(events).encode())


def content_of(use: ToolUse | None) -> dict[str, Any]:
    if use is None:
        return {"type": "text", "text": "done"}
    return {"type": "tool_use", "id": f"toolu_{use.id}", "name": use.name, "input": use.arguments}


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
    start: dict[str, Any] = {"type": "text", "text": ""}
    delta = {"type": "text_delta", "text": content.get("text", "")}
    if content["type"] != "text":
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
