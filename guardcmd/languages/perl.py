"""Perl text to what it does (perldoc: perlfunc, perlop, File::Path, DBI, LWP::UserAgent)."""

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

PERL = Library(
    tool="perl",
    grammar=Grammar(
        name="perl",
        block_comments=(("=pod", "\n=cut"), ("=head", "\n=cut")),
        sigils="$@%",
        quote_words=("q", "qq", "qw", "qx", "m", "s", "tr", "y", "qr"),
        interpolates="$",
        regexes=True,
        here="<<",
    ),
    shell=("system", "exec", "readpipe", "CORE.system", "CORE.exec", "IPC.Run.run", "IPC.Cmd.run"),
    remove={
        **dict.fromkeys(("unlink", "rmdir", "CORE.unlink", "truncate"), "unlink"),
        **dict.fromkeys(("remove_tree", "rmtree", "File.Path.remove_tree", "File.Path.rmtree"), "File::Path::rmtree"),
        "path().remove_tree": "File::Path::rmtree",
        "path().remove": "unlink",
    },
    write=(),
    open=("open", "sysopen"),
    onto=("rename", "move", "copy", "File.Copy.move", "File.Copy.copy"),
    glob=("glob",),
    evaluate=("eval",),
    run_file=("do", "require"),
    join=("File.Spec.catfile", "catfile", "File.Spec.catdir"),
    sql=("do", "prepare", "execute", "selectall_arrayref", "query"),
    http={"LWP.UserAgent.new().delete": "DELETE", "HTTP.Tiny.new().delete": "DELETE"},
    network=("LWP", "HTTP.Tiny", "get()"),
    decoders={"decode_base64": "base64", "MIME.Base64.decode_base64": "base64", "MIME.Base64.decode": "base64"},
    concatenate=(".",),
    bare=(
        "system", "exec", "unlink", "rmdir", "remove_tree", "rmtree", "eval", "open", "glob", "do", "require", "rename",
        "readpipe", "decode_base64", "truncate", "print", "delete", "map", "grep", "sort", "join", "push",
    ),
    chain=("::", "->"),
    same=("quotemeta", "lc", "uc", "ucfirst", "sort", "reverse", "map", "grep", "path"),
)  # fmt: skip

RAKU = PERL.replace(shell=(*PERL.shell, "shell", "run"), bare=(*PERL.bare, "shell", "run"))


def read(payload: Payload, world: Any) -> list[Found]:
    """What Perl does: Calls of the tool `perl`, Invocations, Payloads, Opaque facts."""
    reading = Reading(payload, world)
    read_script(reading, RAKU if payload.language == "raku" else PERL)
    return unique(reading.found)
