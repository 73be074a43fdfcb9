"""Groovy text to what it does, and what of Scala, Kotlin and Java looks the same (Groovy JDK: File, String.execute;
java.io.File, java.nio.file.Files, ProcessBuilder; Jenkins' sh; groovy.sql.Sql)."""

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

GROOVY = Library(
    tool="groovy",
    grammar=Grammar(
        name="groovy",
        line_comments=("//",),
        block_comments=(("/*", "*/"),),
        backquotes=False,
        interpolates="$",
    ),
    shell=(
        "sh", "bat", "Runtime.getRuntime().exec", "Runtime.runtime.exec", "ProcessBuilder", "ProcessBuilder().start",
        "os.proc", "os.call",
    ),
    remove={
        **dict.fromkeys(
            ("File().delete", "Files.delete", "Files.deleteIfExists", "File().deleteOnExit", "os.remove"), "unlink"
        ),
        **dict.fromkeys(
            (
                "File().deleteDir", "File().deleteRecursively", "FileUtils.deleteDirectory", "FileUtils.cleanDirectory",
                "FileUtils.forceDelete", "FileUtils.deleteQuietly", "os.remove.all", "File.deleteRecursively",
            ),
            "deleteDirectory",
        ),
    },
    write=("File().write", "Files.write", "Files.writeString"),
    open=(),
    onto=("File().renameTo", "Files.move"),
    glob=(),
    evaluate=("evaluate", "Eval.me"),
    run_file=("load",),
    join=(),
    sql=("execute", "executeUpdate", "executeQuery", "prepareStatement"),
    http={},
    network=("URL().text", "openStream"),
    decoders={},
    concatenate=("+",),
    bare=("sh", "bat", "println", "execute", "evaluate"),
    chain=(".",),
    same=("Path.of", "Paths.get", "os.Path", "toPath", "toFile"),
    lists=("Seq", "List", "listOf", "Arrays.asList", "List.of"),
    shell_methods=("execute",),
)  # fmt: skip


def read(payload: Payload, world: Any) -> list[Found]:
    """What Groovy does: Calls of the tool `groovy`, Invocations, Payloads, Opaque facts."""
    reading = Reading(payload, world)
    read_script(reading, GROOVY)
    return unique(reading.found)
