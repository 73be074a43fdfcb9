"""Lua text to what it does (Lua 5.4 reference manual: os, io, load)."""

from __future__ import annotations

from guardcmd.languages.reading import Reading, unique
from guardcmd.languages.script_library import Library
from guardcmd.languages.script_tokens import Grammar
from guardcmd.languages.script_walk import read as read_script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found

LUA = Library(
    tool="lua",
    grammar=Grammar(
        name="lua",
        line_comments=("--",),
        block_comments=(("--[[", "]]"),),
        backquotes=False,
        long_strings=True,
    ),
    shell=("os.execute", "io.popen", "vim.fn.system", "hs.execute"),
    remove={"os.remove": "os.remove", "lfs.rmdir": "os.remove"},
    write=(),
    open=("io.open",),
    onto=("os.rename",),
    glob=(),
    evaluate=("load", "loadstring"),
    run_file=("dofile", "loadfile"),
    join=(),
    sql=("execute",),
    http={},
    network=("http.request", "socket"),
    decoders={},
    concatenate=("..",),
    bare=("os.execute", "io.popen", "os.remove", "dofile", "load", "loadstring"),
    chain=(".", ":"),
)  # fmt: skip


def read(payload: Payload, world: Any) -> list[Found]:
    """What Lua does: Calls of the tool `lua`, Invocations, Payloads, Opaque facts."""
    reading = Reading(payload, world)
    read_script(reading, LUA)
    return unique(reading.found)
