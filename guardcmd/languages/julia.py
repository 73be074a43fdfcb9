"""Julia text to what it does (docs.julialang.org: Filesystem, Running External Programs; packages LibPQ, HTTP)."""

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

JULIA = Library(
    tool="julia",
    grammar=Grammar(name="julia", block_comments=(("#=", "=#"),), interpolates="$", name_characters="_!"),
    shell=("run", "Base.run", "success", "pipeline"),
    remove={**dict.fromkeys(("rm", "Base.rm", "Base.Filesystem.rm"), "unlink")},
    trees={"unlink": "deleteDirectory"},
    write=("write",),
    open=("open",),
    onto=("mv", "cp", "Base.mv", "Base.cp"),
    glob=("glob", "Glob.glob"),
    listing=("readdir",),
    scratch=("mktempdir", "tempdir", "tempname"),
    evaluate=("eval", "Meta.parse", "include_string", "Meta.eval"),
    run_file=("include",),
    join=("joinpath",),
    sql=("execute", "DBInterface.execute", "LibPQ.execute", "SQLite.execute"),
    http={"HTTP.delete": "DELETE"},
    network=("HTTP.get", "download", "Downloads"),
    decoders={"base64decode": "base64", "Base64.base64decode": "base64"},
    concatenate=("*",),
    drops={"SQLite.drop!": "drop table"},
    same=("abspath", "expanduser", "string", "realpath", "String"),
    pipe="|>",
)  # fmt: skip


def read(payload: Payload, world: Any) -> list[Found]:
    """What Julia does: Calls of the tool `julia`, Invocations, Payloads, Opaque facts."""
    reading = Reading(payload, world)
    read_script(reading, JULIA)
    return unique(reading.found)
