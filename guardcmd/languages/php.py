"""PHP text to what it does (php.net manual: program execution, file system, PDO, cURL; Laravel's names)."""

from __future__ import annotations

from guardcmd.languages.reading import Reading, unique
from guardcmd.languages.script_library import Library
from guardcmd.languages.script_tokens import Grammar
from guardcmd.languages.script_walk import read as read_script
from guardcmd.shell.value import Value, known, one_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from guardcmd.calls import Payload
    from guardcmd.languages.reading import Found

PHP = Library(
    tool="php",
    grammar=Grammar(
        name="php",
        line_comments=("#", "//"),
        block_comments=(("/*", "*/"),),
        sigils="$",
        interpolates="$",
        here="<<<",
        name_characters="_\\",
    ),
    shell=("system", "exec", "shell_exec", "passthru", "popen", "proc_open", "pcntl_exec"),
    remove={
        **dict.fromkeys(("unlink", "rmdir", "Storage.delete", "File.delete", "Storage.disk().delete"), "unlink"),
        **dict.fromkeys((
            "Storage.deleteDirectory", "File.deleteDirectory", "File.cleanDirectory", "Storage.disk().deleteDirectory",
        ), "deleteDirectory"),
    },
    write=("file_put_contents", "Storage.put", "File.put"),
    open=("fopen",),
    onto=("rename", "copy"),
    glob=("glob",),
    evaluate=("eval", "assert", "create_function"),
    run_file=("include", "include_once", "require", "require_once"),
    join=(),
    sql=(
        "mysqli_query", "mysql_query", "pg_query", "sqlite_query", "query", "exec", "execute", "statement",
        "unprepared",
        "prepare", "multi_query", "mysqli_multi_query", "real_query", "select", "selectOne", "affectingStatement",
        "get_results", "get_var", "executeStatement", "executeQuery", "dbDelta",
    ),
    http={"Http.delete": "DELETE", "Http.withToken().delete": "DELETE"},
    network=("file_get_contents", "curl_exec", "Http.", "fsockopen"),
    decoders={"base64_decode": "base64", "hex2bin": "hex", "str_rot13": "rot13", "gzinflate": "inflate",
              "gzuncompress": "inflate", "gzdecode": "inflate"},
    concatenate=(".",),
    bare=("include", "include_once", "require", "require_once", "eval", "print", "echo"),
    chain=("::", "->"),
    mapper_delete={"truncate": "truncate", "deleteAll": "delete"},
    record_delete=("delete", "forceDelete", "deleteQuietly", "forceDeleteQuietly"),
    drops={
        "Schema.drop": "drop table", "Schema.dropIfExists": "drop table", "Schema.dropAllTables": "drop schema",
        "dropIfExists": "drop table", "Schema.dropColumns": "alter table drop column", "dropTable": "drop table",
    },
    same=("escapeshellarg", "trim", "strval", "realpath", "strtolower", "escapeshellcmd"),
)  # fmt: skip


def read(payload: Payload, world: Any) -> list[Found]:
    """What PHP does: Calls of the tool `php`, Invocations, Payloads, Opaque facts."""
    if payload.text.known and any("<?" in text or text.lstrip().startswith("<") for text in payload.text.texts):
        payload = payload.replace(text=inside_tags(payload.text))
    reading = Reading(payload, world)
    read_script(reading, PHP)
    return unique(reading.found)


def inside_tags(value: Value) -> Value:
    """A file's code without the page around it: what stands between `<?php` and `?>`."""
    return one_of(tuple([_code(text) for text in value.texts])) if value.texts else known("")


def _code(text: str) -> str:
    if "<?" not in text:
        return "" if text.lstrip().startswith("<") else text
    parts: list[str] = []
    place = text.find("<?")
    while place >= 0:
        start = place + (5 if text.startswith("<?php", place) else 3 if text.startswith("<?=", place) else 2)
        end = text.find("?>", start)
        parts.append(text[start : end if end >= 0 else len(text)])
        place = text.find("<?", end) if end >= 0 else -1
    return ";\n".join(parts)
