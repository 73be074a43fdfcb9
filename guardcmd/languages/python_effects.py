"""Python calls that do something: run a program, remove or write a file, send a request, execute SQL, run text."""

from __future__ import annotations

import sys

from guardcmd.languages import python_cloud, python_data, python_files
from guardcmd.languages.http_call import http_call
from guardcmd.languages.python_arguments import given, idle, is_true
from guardcmd.languages.python_fold import canonical
from guardcmd.languages.reading import DECODED
from guardcmd.languages.things import Constant, Many, Ref, Text, call_in, root, value_in, values_in
from guardcmd.shell.value import Value, known, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from guardcmd.languages.python_values import Values as Walk
    from guardcmd.languages.things import Thing

    Args = list[Thing]
    Named = dict[str, Thing]
    Effect = Callable[[Walk, Ref, Args, Named], None]

NETWORK_WORDS = (
    "requests.",
    "httpx.",
    "urllib.",
    "urllib3.",
    "urlopen",
    "aiohttp.",
    "http.client",
    "socket.",
    "boto3.",
)
DECODE_WORDS = ("base64.", "codecs.", "zlib.", "gzip.", "bz2.", "lzma.", "binascii.", "marshal.", "fromhex", "decrypt")


# what gives texts of any kind, so that a program named by it may be any
NO_PROGRAMS = (
    "argparse", "click", "typer", "dotenv", "decouple", "environ", "yaml", "toml", "tomli", "requests", "httpx",
    "urllib3", "aiohttp", "boto3", "redis", "psycopg2", "pymongo", "zmq", "websocket", "websockets", "cryptography",
    "pyperclip", "faker", "pandas", "numpy", "openai", "anthropic", "hydra", "omegaconf", "dynaconf", "questionary",
    "inquirer", "prompt_toolkit", "pexpect", "paramiko", *sys.stdlib_module_names,
)  # fmt: skip


OWN_PARTS = ("guardcmd.agents.wiring.", "guardcmd.store.proposals.", "guardcmd.store.approvals.", "guardcmd.cli.")


def is_effect(path: str) -> bool:
    """Whether a name, handed over as a value, would do something when it is called."""
    path = canonical(path)
    return path in EFFECTS or path in CODE


def call(walk: Walk, function: Ref, args: Args, named: Named) -> Thing | None:
    """Report what a call does. Returns what the call gives where that matters later."""
    path = canonical(function.path)
    effect = EFFECTS.get(path)
    if effect is None and path.startswith(("sh.", "plumbum.cmd.")):
        effect = _imported_program
    if effect is None and path.startswith(OWN_PARTS):
        effect = _own_parts
    if effect is not None:
        effect(walk, function, args, named)
        return None
    if path in CODE:
        _run_text(walk, given(args, named, "source", "object"), CODE[path])
        return None
    last = path.rpartition(".")[2]
    method = METHODS.get(last)
    if isinstance(function.base, Text) and function.base.path and last in python_files.PATH_METHODS:
        python_files.PATH_METHODS[last](walk, function.base, args, named)
    elif method is not None and "." in path:
        method(walk, function, args, named)
    elif python_cloud.call(walk, function, path, args, named):
        return None
    elif not python_data.call(walk, function, path, args, named):
        _request(walk, path, args, named)
    return None


# --- programs ----------------------------------------------------------------------------


def _shell(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """os.system("rm x")."""
    run_shell(walk, given(args, named, "cmd", "command", "args"), function.path, named)


def run_shell(walk: Walk, command: Thing | None, path: str, named: Named, remote: bool = False) -> None:
    value = joined_command(command)
    if value.text is None or _moves(value.text):
        walk.forget_made()
    if not idle(walk, value):
        directory = named.get("cwd")
        inside = value_in(directory) if isinstance(directory, Text) else None
        walk.reading.code("shell", value, f"python {path}", remote=remote, directory=inside)


def _moves(text: str) -> bool:
    """Whether a command may put what stood elsewhere under a name that the text made."""
    return any(word in text for word in ("mv", "ln", "rsync", "mount", "rename", "cd "))


def joined_command(command: Thing | None) -> Value:
    from guardcmd.languages.reading import joined

    if isinstance(command, Ref) and command.path == "shlex.split()":
        return value_in(command.args[0] if command.args else None)
    if not isinstance(command, Many):
        return value_in(command)
    parts: list[Value] = []
    for place, value in enumerate(values_in(command)):
        parts += [known(" ")] if place else []
        parts.append(value)
    return joined(parts)


def _program(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """subprocess.run(["rm", x]), subprocess.run("rm x", shell=True)."""
    command = _named_program(walk, given(args, named, "args", "cmd", "popenargs"))
    split = isinstance(command, Ref) and command.path == "shlex.split()"
    if isinstance(command, Many) and not is_true(named.get("shell")):
        _argv(walk, values_in(command), function.path, named)
    elif isinstance(command, Many):
        run_shell(walk, command.items[0] if command.items else None, function.path, named)
    elif isinstance(command, Text) and command.value.text and not is_true(named.get("shell")) and "shell" not in named:
        _unsplit(walk, command, function.path, named)
    elif split or command is not None:
        run_shell(walk, command, function.path, named)


def _named_program(walk: Walk, command: Thing | None) -> Thing | None:
    """A command whose program a library of the text's own names: `[imageio_ffmpeg.get_ffmpeg_exe(), "-i", x]`.

    It is a program that nobody knows, as any other unknown name is. Not one that comes from an argument, a file, the
    environment or the network, and none that the text asks for with arguments of its own.
    """
    if not (isinstance(command, Many) and command.items):
        return command
    program = command.items[0]
    if not isinstance(program, Ref) or not program.path.endswith("()") or program.path.count("(") > 1:
        return command
    library = root(program)
    if program.args or program.named or library not in walk.imports or library in NO_PROGRAMS or "[" in program.path:
        return command
    return Many([Text(known(program.path)), *command.items[1:]], command.open)


def _unsplit(walk: Walk, command: Text, path: str, named: Named) -> None:
    """subprocess.run("ls"): without a shell the whole text is the program's name."""
    single = command.value.text or ""
    if " " in single:
        run_shell(walk, command, path, named)
    else:
        _argv(walk, [command.value], path, named)


def _argv(walk: Walk, argv: list[Value], path: str, named: Named) -> None:
    if not argv or (walk.uncalled and argv[0].whole_unknown):
        return
    if argv[0].text is None or any(word.text is None or _moves(word.text) for word in argv[:2]):
        walk.forget_made()
    stdin = named.get("input")
    directory = named.get("cwd")
    walk.reading.run(
        argv,
        f"python {path}",
        stdin=value_in(stdin) if isinstance(stdin, Text) else None,
        directory=value_in(directory) if isinstance(directory, Text) else None,
    )


def _arguments(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """asyncio.create_subprocess_exec("rm", x); os.execl("/bin/rm", "rm", x) names the program twice."""
    start = 1 if ".exec" in function.path or ".spawn" in function.path else 0
    start += ".spawn" in function.path
    values = [value_in(one) for one in args[start:] if not isinstance(one, Constant | Many)]
    listed = [value for one in args if isinstance(one, Many) for value in values_in(one)]
    _argv(walk, listed or values, function.path, {})


def _main_of_program(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """pip.main(["uninstall", "x"]): the program of that name, in this process."""
    listed = [value for one in args if isinstance(one, Many) for value in values_in(one)]
    argv = listed or [*walk.reading.payload.positional[1:]]
    walk.reading.run([known(root(function)), *argv], f"python {function.path}")


def _database(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """sqlite3.connect(path): the program of that name opens the same file."""
    path = value_in(given(args, named, "database"))
    if not idle(walk, path):
        walk.reading.run([known("sqlite3"), path], f"python {function.path}")


def _module(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """runpy.run_module("x"): its arguments stand in sys.argv, which nobody follows here."""
    name = value_in(given(args, named, "mod_name", "module", "path_name"))
    walk.reading.run([known("python3"), known("-m"), name, unknown("sys.argv")], f"python {function.path}")


def _own_parts(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """What guardcmd's own commands are made of, past the command line."""
    walk.reading.run([known("guardcmd"), known(function.path)], f"python {function.path}")


def _agent(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """An agent started through its library: that reads no settings, and so no hooks, unless it is told to."""
    walk.reading.run([known("claude-agent-sdk")], f"python {function.path}")


def _imported_program(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """sh.rm("-rf", x) of the sh package, sh.terraform.destroy(), plumbum.cmd.rm("-rf", x)."""
    words = [word.replace("()", "") for word in function.path.removeprefix("plumbum.").split(".")[1:]]
    if all(word.isidentifier() for word in words):
        walk.reading.run([*map(known, words), *(value_in(one) for one in args)], "python sh")


def _remote(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """paramiko: client.exec_command("rm x") on another machine."""
    run_shell(walk, given(args, named, "command"), function.path, {}, remote=True)


def _fabric(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """fabric and invoke: c.run("rm x"), c.sudo("rm x")."""
    if {"fabric", "invoke"} & walk.imports or root(function) in ("pexpect", "delegator"):
        remote = "fabric" in walk.imports
        run_shell(walk, given(args, named, "command"), function.path, {}, remote)


def _store(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """s3fs, gcsfs, fsspec: filesystem.rm("bucket/x", recursive=True)."""
    if function.path.startswith(("s3fs.", "gcsfs.", "adlfs.", "fsspec.", "pyarrow.fs.")):
        name = "sdk.delete-container" if is_true(named.get("recursive")) else "sdk.delete"
        walk.reading.call("python", (name, value_in(args[0] if args else None)), None, (), f"{function.path}(…)")
    else:
        _elsewhere(walk, function, args, named)


def _ftp(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """ftplib.FTP(h).delete(x), paramiko's SFTP client: a file on another machine."""
    path = function.path
    if (
        path.startswith(("ftplib.", "ftputil.", "pysftp.", "smbclient."))
        or ".open_sftp()" in path
        or "SFTPClient" in path
    ):
        walk.reading.call("python", ("sdk.delete", value_in(args[0] if args else None)), None, (), f"{path}(…)")
    else:
        _elsewhere(walk, function, args, named)


def _elsewhere(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """A method of that name of something else."""
    path = canonical(function.path)
    if python_cloud.call(walk, function, path, args, named) or python_data.call(walk, function, path, args, named):
        return
    _request(walk, path, args, named)


def _foreign_library(walk: Walk, function: Ref, args: Args, named: Named) -> None:
    """ctypes.CDLL(None).system(b"rm x")."""
    last = function.path.rpartition(".")[2]
    if "CDLL" not in function.path and "cdll" not in function.path:
        return
    if last in ("system", "popen"):
        run_shell(walk, given(args, named), function.path, named)
    elif last in ("unlink", "remove", "rmdir"):
        python_files.remove(walk, Ref("os.unlink"), args, named)


# --- text that is run --------------------------------------------------------------------


def _run_text(walk: Walk, thing: Thing | None, how: str) -> None:
    if how == "file":
        value = value_in(thing)
        if not idle(walk, value):
            walk.reading.file(value, "python", "python runpy")
        return
    if isinstance(thing, Ref) and thing.path == "compile()":
        thing = thing.args[0] if thing.args else thing
    if isinstance(thing, Ref):
        _run_unknown(walk, thing)
        return
    value = value_in(thing)
    if value.known:
        if value.why == DECODED:
            walk.reading.opaque("decode", "Python text that is executed is written in a code")
        for text in value.texts:
            walk.text(text)
    elif not idle(walk, value):
        from guardcmd.languages.reading import texts

        source = texts(value)[0]
        if value.whole_unknown:
            walk.reading.opaque("variable", "Python text that is executed is not known")
        else:
            walk.text(source)


def _run_unknown(walk: Walk, thing: Ref) -> None:
    opened = call_in(thing, "open()") or call_in(thing, "open().read()")
    opened = opened if opened is not None and opened.path in ("open()", "io.open()", "open().read()") else None
    path = opened.args[0] if opened is not None and opened.args else opened.base if opened is not None else None
    if isinstance(path, Text | Ref) and opened is not None:
        walk.reading.file(value_in(path), "python", "python exec")
    elif any(word in thing.path for word in NETWORK_WORDS) or any(word in everything(thing) for word in NETWORK_WORDS):
        walk.reading.opaque("network", "Python text that is executed comes from the network")
    elif any(word in everything(thing) for word in DECODE_WORDS):
        walk.reading.opaque("decode", "Python text that is executed is decoded first")
    elif not (walk.uncalled and root(thing) == "?"):
        walk.reading.opaque("variable", "Python text that is executed is not known")


def everything(thing: Thing | None, depth: int = 0) -> str:
    """The names in an expression and in its arguments: `exec(b64decode(urlopen(x).read()))`."""
    if depth > 8 or not isinstance(thing, Ref):
        return ""
    inner = [everything(one, depth + 1) for one in thing.args[:4]]
    return " ".join([thing.path, *inner, everything(thing.base, depth + 1) if depth < 4 else ""])


CODE = {
    "exec": "text",
    "eval": "text",
    "execfile": "file",
    "runpy.run_path": "file",
    "code.InteractiveInterpreter": "text",
}


# --- requests ----------------------------------------------------------------------------

HTTP_LIBRARIES = ("requests", "httpx", "aiohttp", "urllib", "urllib3", "http", "niquests", "grequests", "curl_cffi")
HTTP_METHODS = ("get", "head", "options", "post", "put", "patch", "delete", "request", "Request", "stream", "urlopen")


def _request(walk: Walk, path: str, args: Args, named: Named) -> None:
    """requests.delete(url), session.request("DELETE", url), urllib.request.Request(url, method="DELETE")."""
    last = path.rpartition(".")[2]
    library = path.partition(".")[0]
    if last not in HTTP_METHODS or not (library in HTTP_LIBRARIES or _is_client(walk, path)):
        return
    method, url = last.upper(), given(args, named, "url")
    if last in ("request", "stream") and (args or "method" in named):
        method, url = value_in(given(args, named, "method")).shown().upper(), given(args, named, "url", place=1)
    elif last in ("Request", "urlopen"):
        data = named.get("data") or (args[1] if len(args) > 1 else None)
        stated = named.get("method")
        method = value_in(stated).shown().upper() if stated is not None else "POST" if data is not None else "GET"
    if method in ("GET", "HEAD", "OPTIONS"):
        return
    body = next((named[name] for name in ("json", "data", "content", "body") if name in named), None)
    http_call(walk.reading, method, value_in(url), value_in(body) if isinstance(body, Text) else None, thing=body)


def _is_client(walk: Walk, path: str) -> bool:
    """`session.delete(url)` where the session was handed over: told by the import and the name."""
    name = path.partition(".")[0].lower()
    return bool(set(HTTP_LIBRARIES) & walk.imports) and name in ("session", "client", "s", "http_client", "api", "conn")


METHODS: dict[str, Effect] = {
    "exec_command": _remote,
    "run": _fabric,
    "sudo": _fabric,
    "local": _fabric,
    "system": _foreign_library,
    "unlink": python_files.loose_remove,
    "extractall": python_files.unpack,
    "write": python_files.content,
    "writelines": python_files.content,
    **dict.fromkeys(("to_csv", "to_parquet", "to_excel", "to_pickle", "to_feather", "savefig"), python_files.saved),
    "rm": _store,
    "rmd": _ftp,
    "rmdir": _ftp,
    "remove": _ftp,
    "delete": _ftp,
}

EFFECTS: dict[str, Effect] = {
    **dict.fromkeys(
        (
            "os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput", "commands.getoutput",
            "commands.getstatusoutput", "asyncio.create_subprocess_shell", "asyncio.subprocess.create_subprocess_shell",
            "pexpect.run", "pexpect.spawn", "delegator.run", "invoke.run", "fabric.api.run", "fabric.api.sudo",
            "get_ipython().system", "IPython.get_ipython().system", "popen2.popen2", "os.popen2", "os.popen3",
            "xonsh.run",
        ),
        _shell,
    ),
    **dict.fromkeys(
        (
            "subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output", "subprocess.Popen",
            "pty.spawn", "psutil.Popen", "trio.run_process", "anyio.run_process", "plumbum.cmd.run",
        ),
        _program,
    ),
    **dict.fromkeys(
        (
            "asyncio.create_subprocess_exec", "asyncio.subprocess.create_subprocess_exec", "os.execv", "os.execvp",
            "os.execve", "os.execvpe", "os.execl", "os.execlp", "os.execle", "os.execlpe", "os.spawnl", "os.spawnlp",
            "os.spawnv", "os.spawnvp", "os.spawnve", "os.spawnvpe", "os.posix_spawn", "os.posix_spawnp",
        ),
        _arguments,
    ),
    **dict.fromkeys(
        (
            "os.remove", "os.unlink", "os.rmdir", "os.removedirs", "shutil.rmtree", "os.truncate",
            "distutils.dir_util.remove_tree", "aiofiles.os.remove", "aiofiles.os.rmdir", "aioshutil.rmtree",
        ),
        python_files.remove,
    ),
    **dict.fromkeys(
        (
            "shutil.copy", "shutil.copy2", "shutil.copyfile", "shutil.copytree",
        ),
        python_files.onto,
    ),
    **dict.fromkeys(
        ("shutil.move", "os.rename", "os.renames", "os.replace", "aiofiles.os.rename", "aiofiles.os.replace"),
        python_files.rename,
    ),
    **dict.fromkeys(
        ("pip.main", "pip._internal.main", "pip._internal.cli.main.main", "guardcmd.cli.main.main"), _main_of_program
    ),
    **dict.fromkeys(("runpy.run_module", "runpy._run_module_as_main"), _module),
    **dict.fromkeys(
        (
            "claude_agent_sdk.query", "claude_agent_sdk.ClaudeSDKClient", "claude_code_sdk.query",
            "claude_code_sdk.ClaudeSDKClient",
        ),
        _agent,
    ),
    **dict.fromkeys(("os.symlink", "os.link"), python_files.link),
    "shutil.unpack_archive": python_files.unpack,
    "sqlite3.connect": _database,
    "open": python_files.write,
    "io.open": python_files.write,
    "codecs.open": python_files.write,
    "aiofiles.open": python_files.write,
    "gzip.open": python_files.write,
    "os.open": python_files.os_open,
    "os.mkdir": python_files.make_folder,
    "os.makedirs": python_files.make_folder,
    "os.chdir": python_files.change_folder,
    "urllib.request.urlretrieve": python_files.fetch,
    "os.chmod": python_files.mode,
    "os.lchmod": python_files.mode,
    "os.chown": python_files.owner,
    "shutil.chown": python_files.owner,
    "os.kill": python_files.kill,
    "os.killpg": python_files.kill,
}  # fmt: skip
