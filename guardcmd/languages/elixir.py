"""Elixir text to what it does (hexdocs.pm: File, System, Port, Ecto.Repo; Erlang's os and file)."""

from __future__ import annotations

from guardcmd.languages.reading import Reading, mapped, unique
from guardcmd.languages.script_library import Library
from guardcmd.languages.script_tokens import Grammar
from guardcmd.languages.script_walk import read as read_script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found

SIGILS = tuple([f"~{letter}{quote}" for letter in "csSC" for quote in "\"'"])

ELIXIR = Library(
    tool="elixir",
    grammar=Grammar(name="elixir", backquotes=False, interpolates="#{", name_characters="_!?"),
    shell=("System.cmd", "System.shell", "os.cmd", "Port.open", "Mix.shell().cmd", "MuonTrap.cmd"),
    remove={
        **dict.fromkeys(("File.rm", "File.rm!", "File.rmdir", "File.rmdir!", "file.delete", "file.del_dir"), "unlink"),
        **dict.fromkeys(("File.rm_rf", "File.rm_rf!", "file.del_dir_r"), "deleteDirectory"),
    },
    write=("File.write", "File.write!"),
    open=(),
    onto=("File.rename", "File.rename!", "File.cp", "File.cp!", "File.cp_r", "File.cp_r!"),
    glob=("Path.wildcard",),
    listing=("File.ls", "File.ls!"),
    scratch=("System.tmp_dir", "System.tmp_dir!"),
    evaluate=("Code.eval_string",),
    run_file=("Code.eval_file", "Code.require_file", "Code.compile_file"),
    join=("Path.join",),
    sql=("query!", "query", "query_many!", "execute"),
    http={"HTTPoison.delete": "DELETE", "HTTPoison.delete!": "DELETE", "Req.delete": "DELETE", "Req.delete!": "DELETE"},
    network=("HTTPoison", "Req.get", "httpc"),
    decoders={"Base.decode64": "base64", "Base.decode64!": "base64"},
    concatenate=("<>",),
    mapper_delete={"delete_all": "delete", "update_all": "update"},
    drops={"drop": "drop table", "drop_if_exists": "drop table"},
    same=("Path.expand", "to_string", "to_charlist", "String.to_charlist"),
    pipe="|>",
)  # fmt: skip


def read(payload: Payload, world: Any) -> list[Found]:
    """What Elixir does: Calls of the tool `elixir`, Invocations, Payloads, Opaque facts."""
    reading = Reading(payload.replace(text=mapped(payload.text, plain)), world)
    read_script(reading, ELIXIR)
    return unique(reading.found)


def plain(text: str) -> str:
    """`~c"x"` and `~s"x"` are texts like any other."""
    for sigil in SIGILS:
        text = text.replace(sigil, sigil[-1])
    return text
