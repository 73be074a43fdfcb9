"""OpenAI's Chat Completions API, as far as clients need it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from guardcmd.agents.e2e.script import Reply, Script, ToolUse


def speaks(path: str) -> bool:
    return "/chat/completions" in path


def reply(script: Script, path: str, request: dict[str, Any]) -> Reply:
    kinds = {
        tool.get(tool.get("type", ""), {}).get("name", ""): tool.get("type") for tool in request.get("tools") or []
    }
    use = script.next(set(kinds), tool_results(request.get("messages") or []))
    if use is not None and kinds.get(use.name) == "custom":
        use = replace(use, kind="custom")
    model = request.get("model", "scripted")
    if not request.get("stream"):
        return Reply("application/json", json.dumps(completion(use, model)).encode())
    lines = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks(use, model)]
    return Reply("text/event-stream", "".join([*lines, "data: [DONE]\n\n"]).encode())


def tool_results(messages: list[dict[str, Any]]) -> list[str]:
    return [text_of(entry.get("content")) for entry in messages if entry.get("role") == "tool"]


def text_of(content: object) -> str:
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content if isinstance(part, dict))
    return str(content or "")


def message(use: ToolUse | None) -> dict[str, Any]:
    if use is None:
        return {"role": "assistant", "content": "done"}
    return {"role": "assistant", "content": None, "tool_calls": [tool_call(use)]}


def tool_call(use: ToolUse) -> dict[str, Any]:
    """A tool takes named arguments, or, where the client offers it as a custom one, the plain text of `input`."""
    if use.kind == "custom":
        return {"id": use.id, "type": "custom", "custom": {"name": use.name, "input": use.arguments["input"]}}
    function = {"name": use.name, "arguments": json.dumps(use.arguments)}
    return {"id": use.id, "type": "function", "function": function}


def completion(use: ToolUse | None, model: str) -> dict[str, Any]:
    choice = {"index": 0, "message": message(use), "finish_reason": "tool_calls" if use else "stop"}
    return {**head(model, "chat.completion"), "choices": [choice], "usage": USAGE}


def chunks(use: ToolUse | None, model: str) -> list[dict[str, Any]]:
    """The pieces of a stream: the message, why it ended, what it cost."""
    delta = message(use)
    for index, call in enumerate(delta.get("tool_calls", [])):
        call["index"] = index
    start = head(model, "chat.completion.chunk")
    return [
        {**start, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]},
        {**start, "choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls" if use else "stop"}]},
        {**start, "choices": [], "usage": USAGE},
    ]


USAGE = {"prompt_tokens": 10, "completion_tokens": 10, "total_tokens": 20}


def head(model: str, kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-scripted", "object": kind, "created": 1_700_000_000, "model": model}
