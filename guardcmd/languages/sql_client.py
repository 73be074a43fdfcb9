"""The commands that SQL clients read themselves, beside the statements: which they are and what they run.

Sources: psql(1) meta-commands, mysql client commands (MySQL 8.4 6.5.1.2), sqlite.org/cli, sqlcmd and SQL*Plus
references, SnowSQL, beeline and cqlsh references.
"""

from __future__ import annotations

from guardcmd.languages.reading import HOLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.languages.reading import Reading

    Command = tuple[str, str, int, bool]  # name, argument, end, whether it ends a statement

PSQL_LINE = 4096
PSQL_SENDS = ("\\g", "\\gx", "\\gset", "\\gexec", "\\gdesc", "\\crosstabview", "\\watch", "\\;", "\\bind")
MYSQL_WORDS = ("system", "source", "delimiter", "tee", "pager", "connect", "use", "prompt", "edit", "notee", "nopager")
SQLPLUS_WORDS = (
    "host", "ho", "start", "sta", "spool", "prompt", "rem", "remark", "set", "whenever", "define", "def", "accept",
    "column", "col", "connect", "conn", "exec", "execute", "exit", "quit", "show", "sho", "desc", "describe", "var",
    "variable", "print", "ttitle", "btitle", "break", "pause", "clear", "undefine", "timing", "run", "startup",
    "shutdown", "recover", "archive",
)  # fmt: skip
SQLCMD_WORDS = ("exit", "quit", "reset", "ed")


def line_command(text: str, at: int, flavour: str, line_start: bool, open_statement: bool) -> Command | None:
    """The client's command that starts at `at`, or None where a statement goes on."""
    reader = READERS.get(flavour)
    return None if reader is None else reader(text, at, line_start, open_statement)


def _line(text: str, at: int) -> tuple[str, int]:
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return text[at:end].rstrip("\r"), end


def _short_line(text: str, at: int) -> tuple[str, int]:
    """A line that may hold many commands: at most PSQL_LINE characters, so that reading stays linear."""
    end = text.find("\n", at, at + PSQL_LINE)
    end = min(len(text), at + PSQL_LINE) if end < 0 else end
    return text[at:end].rstrip("\r"), end


def _first_word(line: str, start: int = 0) -> tuple[str, str]:
    """The leading word and the rest of a line."""
    end = start
    while end < len(line) and not line[end].isspace():
        end += 1
    return line[:end], line[end:].strip()


def _psql(text: str, at: int, line_start: bool, open_statement: bool) -> Command | None:
    if text[at] != "\\":
        return None
    if text.startswith("\\;", at):
        return "\\;", "", at + 2, True
    if text.startswith("\\!", at):
        line, end = _line(text, at)
        return "\\!", line[2:].strip(), end, False
    if text.startswith("\\copy ", at):
        line, end = _line(text, at)
        return "\\copy", line[6:].strip(), end, False
    line, end = _short_line(text, at)
    name, argument = _first_word(line)
    other = line.find(" \\", len(name))
    if other > 0:
        argument, end = line[len(name) : other].strip(), at + other
    if name in PSQL_SENDS and name in ("\\g", "\\gx") and argument:
        return f"{name} {argument}", argument, end, True
    return name, argument, end, name in PSQL_SENDS


def _mysql(text: str, at: int, line_start: bool, open_statement: bool) -> Command | None:
    if text[at] == "\\" and text[at + 1 : at + 2].isprintable():
        return _mysql_short(text, at)
    if open_statement and not (line_start and text[at : at + 9].lower() == "delimiter"):
        return None
    line, end = _short_line(text, at) if not line_start else _line(text, at)
    name, argument = _first_word(line)
    bare = name.partition(";")[0].lower()
    if bare not in MYSQL_WORDS:
        return None
    semicolon = line.find(";")
    if bare == "delimiter" or (line_start and semicolon < 0):
        return bare, argument, end, False
    if semicolon < 0:  # behind another statement only with a terminator
        return None
    return bare, line[len(bare) : semicolon].strip(), at + semicolon + 1, False


def _mysql_short(text: str, at: int) -> Command | None:
    name = text[at : at + 2]
    if name in ("\\g", "\\G"):
        return name, "", at + 2, True
    if name not in ("\\!", "\\.", "\\T", "\\P", "\\d", "\\u", "\\r", "\\R", "\\W", "\\C"):
        return None
    line, end = _line(text, at)
    return "delimiter" if name == "\\d" else name, line[2:].strip(), end, False


def _sqlite(text: str, at: int, line_start: bool, open_statement: bool) -> Command | None:
    if text[at] != "." or not line_start or open_statement:
        return None
    line, end = _line(text, at)
    name, argument = _first_word(line)
    return name.lower(), argument, end, False


def _sqlcmd(text: str, at: int, line_start: bool, open_statement: bool) -> Command | None:
    if not line_start:
        return None
    line, end = _line(text, at)
    name, argument = _first_word(line)
    lower = name.lower()
    if lower == "go" and (not argument or argument.split()[0].isdigit()):
        return "GO", "", end, True
    if lower.startswith((":!!", "!!")):
        return "!!", line.partition("!!")[2].strip(), end, False
    if (name.startswith(":") and len(name) > 1) or (lower in SQLCMD_WORDS and not open_statement):
        return lower, argument, end, False
    return None


def _sqlplus(text: str, at: int, line_start: bool, open_statement: bool) -> Command | None:
    if not line_start:
        return None
    line, end = _line(text, at)
    if line.strip() == "/":
        return "/", "", end, True
    if open_statement:
        return None
    if line[0] in "@!$":
        length = 2 if line.startswith("@@") else 1
        return line[:length], line[length:].strip(), end, False
    name, argument = _first_word(line)
    lower = name.lower().rstrip(";")
    if lower in ("exec", "execute"):
        return None
    return (lower, argument, end, False) if lower in SQLPLUS_WORDS else None


def _bang(text: str, at: int, line_start: bool, open_statement: bool) -> Command | None:
    if text[at] != "!" or not line_start or open_statement:
        return None
    line, end = _line(text, at)
    name, argument = _first_word(line)
    return name.lower(), argument, end, False


def _cqlsh(text: str, at: int, line_start: bool, open_statement: bool) -> Command | None:
    if open_statement or text[at : at + 7].rstrip().lower() != "source":
        return None
    line, end = _line(text, at)
    return "source", line[6:].strip(), end, False


def _hive(text: str, at: int, line_start: bool, open_statement: bool) -> Command | None:
    """`!cmd;` runs a shell, but for beeline's own words; `dfs -rm x;` is the file system's client."""
    if open_statement or text[at] not in "!dD":
        return None
    line, end = _short_line(text, at)
    name, argument = _first_word(line)
    lower = name.lower()
    semicolon = line.find(";")
    if lower == "dfs":
        end = at + semicolon + 1 if semicolon >= 0 else end
        return "dfs", line[3 : semicolon if semicolon >= 0 else len(line)].strip(), end, False
    if name[:1] != "!" or name == "!=":
        return None
    own = lower.rstrip(";") in BEELINE_WORDS
    return (lower, argument, end, False) if own else ("!", line[1:].rstrip(";"), end, False)


BEELINE_WORDS = {
    "!sh", "!run", "!script", "!record", "!quit", "!q", "!exit", "!connect", "!close", "!closeall", "!go", "!reconnect",
    "!tables", "!columns", "!describe", "!dbinfo", "!metadata", "!set", "!help", "!history", "!outputformat", "!sql",
    "!verbose", "!properties", "!list", "!all", "!reset", "!save", "!autocommit", "!batch", "!brief", "!call",
    "!commit", "!rollback", "!isolation", "!typeinfo", "!primarykeys", "!indexes", "!nativesql", "!scan", "!delimiter",
}  # fmt: skip

READERS = {
    "hive": _hive,
    "psql": _psql,
    "mysql": _mysql,
    "sqlite": _sqlite,
    "sqlcmd": _sqlcmd,
    "sqlplus": _sqlplus,
    "bang": _bang,
    "cqlsh": _cqlsh,
}

SHELLS = {"\\!", "system", ".shell", ".system", "!!", "host", "ho", "!", "$", "!system", "!sh", "pager", "\\P"}
INCLUDES = {
    "\\i", "\\ir", "\\include", "\\include_relative", "\\.", "source", ".read", ":r", "@", "@@", "start", "sta",
    "!source", "!load", "!run",
}  # fmt: skip
WRITES = {
    "\\o", "\\out", "\\w", "\\write", "\\g", "\\gx", "tee", "\\T", ".output", ".once", ".backup", ".save", ".log",
    ".clone", ".trace", ":out", ":error", ":perftrace", "spool", "!spool",
}  # fmt: skip
PIPES = {"\\o", "\\out", "\\w", "\\write", "\\g", "\\gx", ".output", ".once", ".read", ".import"}


def run_command(name: str, argument: str, out: Reading, dialect: str) -> None:
    """What one client command does besides talking to the server."""
    name = name.split(" ", 1)[0]
    step = f"{out.program} {name}"
    if name in ("\\P", "pager") and not argument:
        return
    if name in SHELLS:
        _shell(argument, out, step)
    elif name in PIPES and argument.startswith("|"):
        out.code("shell", argument[1:].strip(), step)
    elif name == "\\copy":
        _copy(argument, out, step, dialect)
    elif name == "dfs":
        out.run(["hdfs", "dfs", *argument.split()], step, text=f"dfs {argument}")
    elif name in INCLUDES:
        out.file(unquote(argument), "sql", step, dialect)
    elif name in WRITES:
        _write(name, argument, out)
    elif name == ".import":
        _import(argument, out, step)
    elif name in (".restore", ".load"):
        _sqlite_file(name, argument, out)
    elif name == "shutdown":
        out.call("sql", ("shutdown", argument or "normal"), {"dialect": dialect}, text=f"shutdown {argument}")


def _shell(command: str, out: Reading, step: str) -> None:
    command = command.rstrip(";") if out.program.startswith(("mysql", "mariadb")) else command
    if command:
        out.code("shell", command, step)
        if step.endswith("!!"):  # sqlcmd runs on Windows as well
            out.code("cmd", command, step)


def _copy(argument: str, out: Reading, step: str, dialect: str) -> None:
    """`\\copy t from program 'cmd'`, `\\copy t to 'file'`: on the client's side; `\\copy (statement) to stdout`."""
    if argument.startswith("("):
        out.code("sql", argument[1 : argument.rfind(")")], step, dialect)
    words = argument.split()
    lower = [word.lower() for word in words]
    for place, word in enumerate(lower[:-1]):
        if word not in ("from", "to"):
            continue
        text = argument.split(None, place + 1)[place + 1]
        if lower[place + 1] == "program":
            out.code("shell", unquote(text[len("program") :].strip(), True), f"{step} program")
            return
        if word == "to" and lower[place + 1] not in ("stdout", "pstdout"):
            out.write(unquote(text, True), text=f"\\copy {argument}")
            return


def _write(name: str, argument: str, out: Reading) -> None:
    words = [word for word in argument.split() if not word.startswith("-")]
    if name in ("spool", "!spool") and argument.lower().split()[:1] in (["off"], ["out"]):
        return
    if name in ("\\g", "\\gx") and argument.startswith("("):
        return
    if words and words[-1].lower() not in ("off", "stdout", "stderr", "on"):
        path = words[0] if name == "spool" else words[-1]
        out.write(unquote(path), text=f"{name} {argument}")


def _import(argument: str, out: Reading, step: str) -> None:
    """`.import "|cmd" table` runs a program."""
    for word in argument.split():
        if word.startswith(("|", "'|", '"|')):
            start = argument.index("|")
            quote = argument[start - 1] if start else ""
            end = argument.find(quote, start) if quote in ("'", '"') else len(argument)
            out.code("shell", argument[start + 1 : end], f"{step} |")
            return


def _sqlite_file(name: str, argument: str, out: Reading) -> None:
    words = argument.split()
    file = unquote(words[-1]) if words else HOLE
    if name == ".load":
        out.opaque("file", f"`{file}` is loaded into sqlite as machine code")
        return
    out.call("sql", ("restore", "database", file), {"dialect": "sqlite", "replace": "yes"}, text=f"{name} {argument}")


CONNECTS = {"\\c", "\\connect", "\\u", "\\r", "use", "connect", "conn", ".open", ":connect"}


def connection(name: str, argument: str) -> tuple[str, str, str]:
    """(database, host, file) that a client's own command goes over to; empty where it names none."""
    words = [unquote(word) for word in argument.rstrip(";").split() if not word.startswith("-")]
    if name == ".open":
        return "", "", words[-1] if words else ":memory:"
    if name in ("connect", "conn", ":connect"):
        return ("", words[0] if words else HOLE, "") if name == ":connect" else (HOLE, HOLE, "")
    given = [word for word in words if word != "-"]
    if not given:
        return "", "", ""
    host = (
        given[2]
        if name in ("\\c", "\\connect") and len(given) > 2
        else given[1]
        if name == "\\r" and len(given) > 1
        else ""
    )
    return HOLE if given[0].startswith(":") else given[0], host, ""


def connecting(text: str) -> tuple[str, str] | None:
    """The name and argument of a command that goes over to another database, where a word is one."""
    name, argument = _first_word(text.strip())
    return (name.lower(), argument) if name.lower() in CONNECTS and name[0] in "\\.:" else None


def unquote(text: str, first: bool = False) -> str:
    """The text inside quotes, or the text as it stands; with `first`, what stands behind it is dropped."""
    text = text.strip().rstrip(";").strip() if not first else text.strip()
    if text[:1] in ("'", '"', "`"):
        end = text.find(text[0], 1)
        return text[1:end] if end > 0 else text[1:]
    return text.split()[0] if first and text else text
