"""Google's Gemini API (generateContent, streamGenerateContent), as far as clients need it."""

from __future__ import annotations

import json
from typing import Any

from guardcmd.agents.e2e.script import Reply, Script, ToolUse


def speaks(path: str) -> bool:
    return any(f":{name}" in path for name in ("generateContent", "streamGenerateContent", "countTokens"))


def reply(script: Script, path: str, request: dict[str, Any]) -> Reply:
    if ":countTokens" in path:
        return Reply("application/json", b'{"totalTokens": 10}')
    if request.get("generationConfig", {}).get("responseMimeType") == "application/json":
        answer = response({"text": json.dumps({"reasoning": "it is done", "next_speaker": "user"})})
    else:
        answer = response(part_of(script.next(offered(request), tool_results(request))))
    if ":streamGenerateContent" not in path:
        return Reply("application/json", json.dumps(answer).encode())
    return Reply("text/event-stream", f"data: {json.dumps(answer)}\n\n".encode())


def offered(request: dict[str, Any]) -> set[str]:
    tools = [each for entry in request.get("tools") or [] for each in entry.get("functionDeclarations") or []]
    return {tool.get("name", "") for tool in tools}


def part_of(use: ToolUse | None) -> dict[str, Any]:
    if use is None:
        return {"text": "done"}
    return {"functionCall": {"id": use.id, "name": use.name, "args": use.arguments}}


def tool_results(request: dict[str, Any]) -> list[str]:
    parts = [part for content in request.get("contents") or [] for part in content.get("parts") or []]
    return [text_of(part["functionResponse"].get("response")) for part in parts if "functionResponse" in part]


def text_of(response: object) -> str:
    """What the model is told: under `output`, or `error` where the call failed."""
    told = response if isinstance(response, dict) else {"output": response}
    return "\n".join(str(told[key]) for key in ("output", "error") if told.get(key))


def response(part: dict[str, Any]) -> dict[str, Any]:
    return {
        "candidates": [{"content": {"role": "model", "parts": [part]}, "finishReason": "STOP", "index": 0}],
        "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": 10, "totalTokenCount": 20},
        "modelVersion": "gemini-scripted",
    }
