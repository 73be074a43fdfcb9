"""R text to what it does (R documentation: files2, unlink, system, system2; packages fs, DBI, processx)."""

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

R = Library(
    tool="r",
    grammar=Grammar(name="r", backquotes=False, name_characters="_.", quote_prefixes="rR"),
    shell=("system", "shell", "pipe", "system2", "shell.exec", "processx.run", "sys.exec_wait", "base.system",
        "base.system2"),
    remove={
        **dict.fromkeys(("unlink", "file.remove", "base.unlink", "base.file.remove", "fs.file_delete",
        "file_delete"), "unlink"),
        **dict.fromkeys(("fs.dir_delete", "dir_delete"), "deleteDirectory"),
    },
    trees={"unlink": "deleteDirectory"},
    write=(),
    open=(),
    onto=("file.rename", "fs.file_move"),
    glob=("Sys.glob",),
    listing=("list.files", "dir", "fs.dir_ls", "list.dirs"),
    lists=("c", "list", "vector"),
    scratch=("tempdir", "tempfile", "fs.file_temp"),
    evaluate=("eval", "parse"),
    run_file=("source", "sys.source"),
    join=("file.path", "fs.path"),
    sql=("dbExecute", "dbSendQuery", "dbSendStatement", "dbGetQuery", "sqlQuery", "sqlExecute"),
    http={"httr.DELETE": "DELETE", "DELETE": "DELETE"},
    network=("url", "httr", "curl", "download.file"),
    decoders={"base64enc.base64decode": "base64", "jsonlite.base64_dec": "base64"},
    concatenate=(),
    chain=("::", "$"),
    drops={"dbRemoveTable": "drop table", "sqlDrop": "drop table", "sqlClear": "truncate",
        "bq_dataset_delete": "drop schema", "bq_table_delete": "drop table"},
    same=("normalizePath", "path.expand", "paste0", "as.character", "shQuote", "noquote"),
    pipe="|>",
)  # fmt: skip


def read(payload: Payload, world: Any) -> list[Found]:
    """What R does: Calls of the tool `r`, Invocations, Payloads, Opaque facts."""
    reading = Reading(payload, world)
    read_script(reading, R)
    return unique(reading.found)
