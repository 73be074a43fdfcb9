"""OpenAI's Responses API, as far as clients need it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from guardcmd.agents.e2e.script import Reply, Script, ToolUse

OUTPUTS = ("function_call_output", "custom_tool_call_output")


def speaks(path: str) -> bool:
    return path.partition("?")[0].endswith("/responses")


def reply(script: Script, path: str, request: dict[str, Any]) -> Reply:
    given = [item for item in request.get("input") or [] if isinstance(item, dict)]
    offered = dict(tools_of(request.get("tools") or []))
    for item in given:
        if item.get("type") == "additional_tools":
            offered |= dict(tools_of(item.get("tools") or []))
    item = item_of(script.next(set(offered), tool_results(given)), offered)
    if not request.get("stream"):
        return Reply("application/json", json.dumps(response([item], "completed")).encode())
    events = [f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in stream_events(item)]
    return Reply("text/event-stream", "".join(events).encode())


def tools_of(tools: list[dict[str, Any]], namespace: str = "") -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Each tool's full name, with its kind, its namespace and its name there: `mcp__db` and `query` make one."""
    for tool in tools:
        name, kind = str(tool.get("name", "")), str(tool.get("type", ""))
        if kind == "namespace":
            yield from tools_of(tool.get("tools") or [], name)
        else:
            joined = f"{namespace.rstrip('_')}__{name}" if namespace.startswith("mcp__") else name
            yield joined, (kind, namespace, name)


def tool_results(items: list[dict[str, Any]]) -> list[str]:
    return [text_of(item.get("output")) for item in items if item.get("type") in OUTPUTS]


def text_of(output: object) -> str:
    if isinstance(output, list):
        return "".join(part.get("text", "") for part in output if isinstance(part, dict))
    return str(output or "")


def item_of(use: ToolUse | None, offered: dict[str, tuple[str, str, str]]) -> dict[str, Any]:
    """A message or a tool call. The input of a custom tool is one text: the only value of the arguments."""
    if use is None:
        text = {"type": "output_text", "text": "done", "annotations": []}
        return {"type": "message", "id": "msg_scripted", "role": "assistant", "status": "completed", "content": [text]}
    kind, namespace, name = offered.get(use.name, ("function", "", use.name))
    call = {"id": f"item_{use.id}", "call_id": use.id, "name": name, "status": "completed"}
    if namespace:
        call["namespace"] = namespace
    if kind == "custom":
        return {"type": "custom_tool_call", **call, "input": "".join(map(str, use.arguments.values()))}
    return {"type": "function_call", **call, "arguments": json.dumps(use.arguments)}


def response(output: list[dict[str, Any]], status: str) -> dict[str, Any]:
    return {
        "id": "resp_scripted",
        "object": "response",
        "created_at": 1_700_000_000,
        "status": status,
        "model": "scripted",
        "output": output,
        "usage": {
            "input_tokens": 10,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": 10,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": 20,
        },
    }


def stream_events(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The server-sent events that make up one response of one item."""
    yield {"type": "response.created", "response": response([], "in_progress")}
    yield {"type": "response.output_item.added", "output_index": 0, "item": {**item, "status": "in_progress"}}
    if item["type"] == "message":
        text = item["content"][0]["text"]
        yield {
            "type": "response.output_text.delta",
            "item_id": item["id"],
            "output_index": 0,
            "content_index": 0,
            "delta": text,
        }
    yield {"type": "response.output_item.done", "output_index": 0, "item": item}
    yield {"type": "response.completed", "response": response([item], "completed")}
