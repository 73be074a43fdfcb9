"""JavaScript calls that do something: run a program, remove or write a file, send a request, run text."""

from __future__ import annotations

from guardcmd.languages import js_data
from guardcmd.languages.http_call import http_call
from guardcmd.languages.mongo_calls import mongo_call
from guardcmd.languages.reading import DECODED, joined, texts
from guardcmd.languages.things import Code, Constant, Many, Ref, Table, Text, value_in, values_in
from guardcmd.shell.value import Value, known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guardcmd.languages.js_values import Values as Walk
    from guardcmd.languages.things import Thing

    Args = list[Thing]
    Effect = Callable[[Walk, Ref, Args], None]

NETWORK = ("fetch()", "axios", "http.", "https.", "got", "request", "superagent", "ky", "undici")
DECODE = ("atob", "Buffer.from()", "inflate", "gunzip", "createDecipheriv")
RUNNING_TEXT = ("eval", "Function", "vm.runInThisContext", "vm.runInNewContext", "vm.runInContext", "vm.Script")


def is_effect(path: str) -> bool:
    """Whether a name, handed over as a value, would do something when it is called."""
    return _without_variant(path) in EFFECTS


def call(walk: Walk, function: Ref, args: Args) -> None:
    """Report what a call does."""
    path = function.path
    if walk.mongo and mongo_call(walk.reading, function, args):
        return
    effect = EFFECTS.get(_without_variant(path))
    if effect is not None:
        effect(walk, function, args)
    elif path in RUNNING_TEXT or (path in ("setTimeout", "setInterval") and args and isinstance(args[0], Text)):
        _run_text(walk, args)
    elif not js_data.call(walk, function, args):
        _request(walk, path, args)


def _without_variant(path: str) -> str:
    """`fs.rm` of fs.promises.rm, fs.rmSync, fs-extra.rm and util.promisify(fs.rm)."""
    if path.startswith("fs-extra."):
        path = path.replace("fs-extra.", "fs.", 1)
    return path.replace("fs.promises.", "fs.", 1).removesuffix("Sync")


def idle(walk: Walk, value: Value) -> bool:
    """A parameter of a function that nobody calls: nothing is known to happen."""
    return walk.uncalled and value.whole_unknown


def option(args: Args, name: str) -> Thing | None:
    """A member of the last argument that is an object."""
    for one in reversed(args):
        if isinstance(one, Table):
            return one.items.get(name)
    return None


def _first(args: Args) -> Thing | None:
    return args[0] if args else None


def _directory(args: Args) -> Value | None:
    given = option(args, "cwd")
    return value_in(given) if isinstance(given, Text) else None


# --- programs ----------------------------------------------------------------------------


def _shell(walk: Walk, function: Ref, args: Args) -> None:
    first = _first(args)
    command = _as_text(values_in(first)) if isinstance(first, Many) else value_in(first)
    if not idle(walk, command):
        walk.reading.code("shell", command, f"{walk.tool} {function.path}", directory=_directory(args))


def _as_text(words: list[Value]) -> Value:
    parts: list[Value] = []
    for place, word in enumerate(words):
        parts += [known(" ")] if place else []
        parts.append(word)
    return joined(parts)


def _program(walk: Walk, function: Ref, args: Args) -> None:
    """spawn("rm", ["-rf", x]), execFile("rm", [x]), spawn("rm -rf x", {shell: true}), Bun.spawn(["rm", x])."""
    first = _first(args)
    words = values_in(first) if isinstance(first, Many) else [value_in(first)]
    if len(args) > 1 and isinstance(args[1], Many):
        words += values_in(args[1])
    listed = option(args, "args")
    words += values_in(listed) if isinstance(listed, Many) else []
    if not words or (walk.uncalled and words[0].whole_unknown):
        return
    step, shell = f"{walk.tool} {function.path}", option(args, "shell")
    if (isinstance(shell, Constant) and shell.value) or isinstance(shell, Text):
        walk.reading.code("shell", _as_text(words), step, directory=_directory(args))
    else:
        stdin = option(args, "input")
        text = value_in(stdin) if isinstance(stdin, Text) else None
        walk.reading.run(words, step, stdin=text, directory=_directory(args))


def _deno_run(walk: Walk, function: Ref, args: Args) -> None:
    command = option(args, "cmd")
    if isinstance(command, Many) and command.items:
        walk.reading.run(values_in(command), f"{walk.tool} {function.path}")


def tagged(walk: Walk, tag: Thing, text: Text) -> Thing:
    """$`rm -rf x` of zx and Bun; sql`...` and prisma.$executeRaw`...`."""
    path = tag.path if isinstance(tag, Ref) else ""
    last = path.rpartition(".")[2]
    if path in (
        "$",
        "zx.$",
        "Bun.$",
        "bun.$",
        "execa.$",
        "$.sync",
        "execa.$.sync",
        "$()",
        "execa.$()",
        "execa",
        "execa.execa",
    ):
        walk.reading.code("shell", text.value, f"{walk.tool} $")
    elif last in ("$executeRaw", "$queryRaw", "sql", "execute", "query", "unsafe"):
        walk.reading.code("sql", text.value, f"{walk.tool} {last}")
    elif path == "String.raw":
        return text
    return Ref(f"{path}()", tag, [text]) if path else text


def _shelljs(walk: Walk, function: Ref, args: Args) -> None:
    """shelljs: rm("-rf", x), exec("x")."""
    words: list[Value] = []
    for one in args:
        words += values_in(one)
    walk.reading.run([function.path.rpartition(".")[2], *words], f"{walk.tool} {function.path}")


def _kill(walk: Walk, function: Ref, args: Args) -> None:
    walk.reading.run(["kill", value_in(_first(args))], f"{walk.tool} {function.path}")


# --- files -------------------------------------------------------------------------------


def _remove(walk: Walk, function: Ref, args: Args) -> None:
    """One call per path: `fs.rm` for a file or an empty folder, `fs.rm-tree` for all that is below."""
    recursive = option(args, "recursive")
    deep = isinstance(recursive, Constant) and bool(recursive.value)
    name = "fs.rm-tree" if deep or _without_variant(function.path).startswith(TREES) else "fs.rm"
    first = _first(args)
    for thing in first.items if isinstance(first, Many) else args[:1]:
        value = value_in(thing)
        if idle(walk, value) or isinstance(thing, Code):
            continue
        each = isinstance(thing, Text) and (thing.each or thing.value.glob)
        facts = {"each": "yes"} if each else None
        walk.reading.call("javascript", (name, value), facts, (), f"{function.path}({value.shown()})")


TREES = ("rimraf", "del", "fs.remove", "fs.emptyDir")


def _write(walk: Walk, function: Ref, args: Args) -> None:
    flag = value_in(option(args, "flag") or option(args, "flags")).text or ""
    appended = "append" in function.path or "a" in flag
    _written(walk, function, _first(args), ">>" if appended else ">")
    if len(args) > 1 and isinstance(args[1], Text):
        walk.reading.content(value_in(args[0]), args[1].value, appended)


def _open(walk: Walk, function: Ref, args: Args) -> None:
    mode = value_in(args[1]).text if len(args) > 1 and isinstance(args[1], Text) else "r"
    if mode is None or "w" in mode or "a" in mode:
        _written(walk, function, _first(args), ">>" if mode and "a" in mode else ">")


def _onto(walk: Walk, function: Ref, args: Args) -> None:
    """fs.copyFile(a, b): what stands at the destination is overwritten."""
    if len(args) > 1:
        _written(walk, function, args[1], ">")


def _link(walk: Walk, function: Ref, args: Args) -> None:
    """fs.symlink(a, b): what b leads to is another thing from now on."""
    values = [value_in(one) for one in args[:2]]
    if len(values) > 1 and not idle(walk, values[1]):
        hard = function.path.removesuffix("Sync").endswith(".link")
        walk.reading.run(["ln", *([] if hard else ["-s"]), *values], f"{walk.tool} {function.path}")


def _mode(walk: Walk, function: Ref, args: Args) -> None:
    """fs.chmod(path, 0)"""
    values = [value_in(one) for one in args[:2]]
    if len(values) > 1 and not idle(walk, values[0]):
        walk.reading.run(["chmod", values[1], values[0]], f"{walk.tool} {function.path}")


def _agent(walk: Walk, function: Ref, args: Args) -> None:
    """An agent started through its library: that reads no settings, and so no hooks, unless it is told to."""
    walk.reading.run(["claude-agent-sdk"], f"{walk.tool} {function.path}")


def _rename(walk: Walk, function: Ref, args: Args) -> None:
    """fs.rename(a, b): the first is gone from where it was, the second overwritten."""
    values = [value_in(one) for one in args[:2]]
    if len(values) > 1 and not all(idle(walk, value) for value in values):
        walk.reading.move(values[0], values[1], f"{walk.tool} {function.path}")


def _written(walk: Walk, function: Ref, thing: Thing | None, operator: str) -> None:
    value = value_in(thing)
    if not idle(walk, value) and not isinstance(thing, Constant):
        walk.reading.write(value, operator, f"{function.path}({value.shown()})")


# --- text that is run --------------------------------------------------------------------


def _run_text(walk: Walk, args: Args) -> None:
    given = [one for one in args if isinstance(one, Text | Ref)]
    thing = given[-1] if given else None
    value = value_in(thing)
    if isinstance(thing, Text) and not value.whole_unknown:
        if value.why == DECODED:
            walk.reading.opaque("decode", "JavaScript text that is executed is written in a code")
        for text in texts(value):
            walk.text(text)
        return
    path = thing.path if isinstance(thing, Ref) else ""
    if walk.uncalled and "(" not in path:
        return
    source = "network" if path.startswith(NETWORK) else "decode" if any(word in path for word in DECODE) else "variable"
    walk.reading.opaque(source, "JavaScript text that is executed is not known")


# --- requests ----------------------------------------------------------------------------

HTTP_LIBRARIES = ("axios", "got", "ky", "superagent", "needle", "undici", "request", "node-fetch")
SENDING = ("fetch", "node-fetch", "undici.fetch", "undici.request", "http.request", "https.request", "Bun.fetch")


def _request(walk: Walk, path: str, args: Args) -> None:
    """fetch(url, {method: "DELETE"}), axios.delete(url), axios({method, url}), https.request({method, host, path})."""
    head, _, last = path.partition(".")
    url = _first(args)
    stated = option(args, "method")
    method = (value_in(stated).text or "").upper() if stated is not None else ""
    if path in SENDING:
        url = _url_of(args) if isinstance(url, Table) else url
    elif head in HTTP_LIBRARIES:
        if last in ("delete", "post", "put", "patch", "del"):
            method = "DELETE" if last == "del" else last.upper()
        url = url.items.get("url") if isinstance(url, Table) else url
    else:
        return
    if method in ("", "GET", "HEAD", "OPTIONS"):
        return
    body = option(args, "body") or option(args, "data") or (args[1] if len(args) > 1 else None)
    http_call(walk.reading, method, value_in(url), value_in(body) if isinstance(body, Text) else None, thing=body)


def _url_of(args: Args) -> Thing:
    host = value_in(option(args, "hostname") or option(args, "host"))
    return Text(joined([host, value_in(option(args, "path"))]))


# the names without `.promises` and without `Sync`
EFFECTS: dict[str, Effect] = {
    **dict.fromkeys(
        (
            "child_process.exec", "shelljs.exec", "execa.command", "execa.execaCommand", "util.promisify()",
            "node-cmd.run",
            "shell.exec", "Bun.$",
        ),
        _shell,
    ),
    **dict.fromkeys(
        (
            "child_process.spawn", "child_process.execFile", "child_process.fork", "execa", "execa.execa", "execa.sync",
            "cross-spawn", "cross-spawn.sync", "cross-spawn.spawn", "Bun.spawn", "Deno.Command", "node-pty.spawn",
        ),
        _program,
    ),
    "Deno.run": _deno_run,
    **dict.fromkeys(
        (
            "fs.rm", "fs.rmdir", "fs.unlink", "fs.truncate", "fs.remove", "fs.emptyDir", "rimraf", "rimraf.sync",
            "rimraf.rimraf", "rimraf.native", "rimraf.manual", "del", "del.sync", "del.deleteAsync", "del.delete",
            "Deno.remove",
        ),
        _remove,
    ),
    **dict.fromkeys(("shelljs.rm", "shelljs.mv", "shelljs.cp", "shelljs.chmod", "shell.rm", "sh.rm"), _shelljs),
    **dict.fromkeys(
        (
            "fs.writeFile", "fs.appendFile", "fs.createWriteStream", "fs.outputFile", "fs.writeJson", "fs.writeJSON",
            "Bun.write", "Deno.writeTextFile", "Deno.writeFile", "fs.outputJson",
        ),
        _write,
    ),
    "fs.open": _open,
    **dict.fromkeys(
        ("fs.copyFile", "fs.copy", "Deno.copyFile", "fs.cp"),
        _onto,
    ),
    **dict.fromkeys(("fs.rename", "fs.move", "Deno.rename"), _rename),
    **dict.fromkeys(("fs.chmod", "fs.lchmod", "Deno.chmod"), _mode),
    **dict.fromkeys(("fs.symlink", "fs.link", "Deno.symlink", "Deno.link"), _link),
    **dict.fromkeys(("@anthropic-ai/claude-agent-sdk.query", "@anthropic-ai/claude-code.query"), _agent),
    "process.kill": _kill,
    "Deno.kill": _kill,
}  # fmt: skip
