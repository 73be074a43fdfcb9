"""Ruby text to what it does (ruby-doc.org: Kernel, File, FileUtils, Dir, Open3, Net::HTTP; the AWS library)."""

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

TREES = ("rm_r", "rm_rf", "rmtree", "remove_dir", "remove_entry", "remove_entry_secure", "safe_unlink_r")
FILES = ("rm", "rm_f", "remove", "safe_unlink", "rmdir")

RUBY = Library(
    tool="ruby",
    grammar=Grammar(
        name="ruby",
        block_comments=(("=begin", "\n=end"),),
        sigils="$@",
        percent=True,
        interpolates="#{",
        regexes=True,
        here="<<",
    ),
    shell=(
        "system", "exec", "spawn", "Kernel.system", "Kernel.exec", "Kernel.spawn", "IO.popen", "Process.spawn",
        "PTY.spawn",
        "Open3.capture2", "Open3.capture3", "Open3.capture2e", "Open3.popen3", "Open3.popen2", "Open3.pipeline", "sh",
        "Kernel.send",
    ),
    remove={
        **{f"FileUtils.{name}": "FileUtils.rm_r" for name in TREES},
        **dict.fromkeys(TREES, "FileUtils.rm_r"),
        **{f"FileUtils.{name}": "File.delete" for name in FILES},
        **dict.fromkeys(("rm", "rm_f"), "File.delete"),
        "Pathname.new().rmdir": "File.delete",
        **dict.fromkeys(
            ("File.delete", "File.unlink", "Dir.rmdir", "Dir.delete", "Dir.unlink", "File.truncate",
            "Pathname.new().delete",
             "Pathname.new().unlink"),
            "File.delete",
        ),
        "Pathname.new().rmtree": "FileUtils.rm_r",
        "Pathname().rmtree": "FileUtils.rm_r",
    },
    write=("File.write", "IO.write", "File.binwrite", "IO.binwrite"),
    open=("File.open", "open", "File.new", "Kernel.open"),
    onto=("FileUtils.mv", "FileUtils.cp", "FileUtils.move", "FileUtils.copy", "File.rename", "FileUtils.cp_r"),
    glob=("Dir", "Dir.glob"),
    evaluate=("eval", "Kernel.eval", "instance_eval", "class_eval", "*.instance_eval", "*.class_eval"),
    run_file=("load", "require_relative", "Kernel.load"),
    join=("File.join",),
    sql=("execute", "exec_query", "exec", "query", "exec_params", "exec_update", "execute_batch", "select_all", "run"),
    http={
        "Net.HTTP.Delete.new": "DELETE", "Net.HTTP.new().delete": "DELETE", "Faraday.new().delete": "DELETE",
        "HTTParty.delete": "DELETE", "Faraday.delete": "DELETE",
        "RestClient.delete": "DELETE",
        "HTTP.delete": "DELETE", "Excon.delete": "DELETE", "Typhoeus.delete": "DELETE",
    },
    network=("Net.HTTP", "URI.open", "open", "HTTParty", "Faraday", "RestClient", "OpenURI"),
    decoders={"Base64.decode64": "base64", "Base64.strict_decode64": "base64", "Base64.urlsafe_decode64": "base64",
              "Zlib.Inflate.inflate": "inflate", "Zlib.inflate": "inflate"},
    concatenate=("+", "<<"),
    bare=(
        "system", "exec", "spawn", "eval", "load", "require_relative", "rm", "rm_f", "rm_r", "rm_rf", "rmtree",
        "delete",
        "unlink", "write", "open", "execute", "sh", "remove_dir", "popen", "instance_eval", "class_eval", "mv", "cp",
        "rmdir",
        "capture2", "capture3", "drop_table", "drop_tables", "truncate", "truncate_tables", "remove_column",
        "update_all",
    ),
    mapper_delete={"delete_all": "delete", "destroy_all": "delete", "update_all": "update"},
    record_delete=("destroy", "destroy!", "delete", "really_destroy!", "purge", "purge_later", "destroy_async"),
    drops={
        "drop_table": "drop table", "drop_tables": "drop table", "remove_column": "alter table drop column",
        "remove_columns": "alter table drop column", "truncate": "truncate", "truncate_tables": "truncate",
        "drop_database": "drop database", "ActiveRecord.Tasks.DatabaseTasks.purge": "drop database",
    },
    same=("to_s", "strip", "chomp", "freeze", "File.expand_path", "File.realpath", "Shellwords.escape", "Pathname.new"),
)  # fmt: skip


def read(payload: Payload, world: Any) -> list[Found]:
    """What Ruby does: Calls of the tool `ruby`, Invocations, Payloads, Opaque facts."""
    reading = Reading(payload, world)
    read_script(reading, RUBY)
    return unique(reading.found)
