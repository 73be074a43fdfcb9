"""A tool server on standard input and output (MCP), whose only tool notes that it was called."""

import json
import sys
from pathlib import Path

TOOL = {
    "name": "query",
    "description": "runs SQL",
    "inputSchema": {"type": "object", "properties": {"sql": {"type": "string"}}, "required": ["sql"]},
}


def answer(request: dict) -> dict:
    method = request.get("method")
    if method == "initialize":
        version = request["params"]["protocolVersion"]
        return {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": {"name": "db", "version": "1"}}
    if method == "tools/list":
        return {"tools": [TOOL]}
    if method == "tools/call":
        with Path(sys.argv[1]).open("a") as file:
            file.write(request["params"]["arguments"]["sql"] + "\n")
        return {"content": [{"type": "text", "text": "done"}]}
    return {}


for line in sys.stdin:
    asked = json.loads(line)
    if "id" in asked:
        print(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": answer(asked)}), flush=True)
