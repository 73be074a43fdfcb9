"""The model on loopback of `doctor --e2e`, with the protocols of every client that the tests drive."""

from __future__ import annotations

from guardcmd.agents.e2e import model_server
from guardcmd.agents.e2e.protocols import anthropic
from tests.e2e.protocols import chat, gemini

PROTOCOLS = (anthropic, chat, gemini)  # each has `speaks(path)` and `reply(script, path, request)`


class ModelServer(model_server.ModelServer):
    """`with ModelServer([("Bash", {"command": "ls"})]) as server:` then point the client's base URL at `server.url`."""

    protocols = PROTOCOLS

    def __enter__(self) -> ModelServer:
        super().__enter__()
        return self
