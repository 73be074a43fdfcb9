"""Tools of MCP servers, whatever the client calls them, and the shell text, files and requests in them. Pure.

Servers describe their arguments freely, so this reads names: a tool that writes files has a path and a content, one
that runs commands a command. What is not recognised is judged by the tool's name alone.
"""

from __future__ import annotations

from guardcmd.agents.envelope import SHELL_KEYS, SHELL_WORDS, NotUnderstood, folded, mended, texts
from guardcmd.proposal import FileWrite, ShellText, ToolCall
from guardcmd.tools.deeds import ASKING, ASKING_JOINED, name_words, split_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Action = ShellText | FileWrite | ToolCall

INTERPRETERS = {
    "python": "python3 -c", "python3": "python3 -c", "py": "python3 -c", "ipython": "python3 -c",
    "jupyter": "python3 -c", "javascript": "node -e", "js": "node -e", "node": "node -e", "nodejs": "node -e",
    "typescript": "node -e", "browser": "node -e", "playwright": "node -e", "puppeteer": "node -e",
    "ruby": "ruby -e", "perl": "perl -e", "php": "php -r",
}  # fmt: skip
# word of a server's or tool's name -> the program that its command text is for
PROGRAMS = {
    **{name: name for name in (
        "kubectl", "helm", "docker", "podman", "git", "terraform", "tofu", "terragrunt", "pulumi", "aws", "gcloud",
        "az", "gh", "glab", "npm", "pnpm", "yarn", "npx", "pip", "uv", "cargo", "heroku", "vercel", "netlify",
        "flyctl", "wrangler", "supabase", "firebase", "doctl", "argocd", "flux", "vault", "consul", "nomad", "oc",
        "minikube", "psql", "sqlite3", "systemctl", "brew", "apt", "eksctl", "istioctl", "velero", "ansible",
        "rclone", "hcloud",
    )},
    "redis": "redis-cli", "valkey": "redis-cli", "azure": "az", "fly": "flyctl",
}  # fmt: skip
MONGO = ("mongo", "mongodb", "mongosh")
POWERSHELL = ("powershell", "pwsh")
CMD = ("cmd",)
INNER = ("exec", "attach", "ssh", "remote")  # what runs there is a command of its own
COMMAND_KEYS = (*SHELL_KEYS, "execute", "arguments", "args", "argv")
ARGUMENT_KEYS = ("args", "argv", "arguments")
# arguments of a tool whose name is a program's and whose command is only its verb, in the order of a command line
REST_KEYS = (
    "subcommand",
    "resourcetype",
    "resource",
    "kind",
    "resourcename",
    "name",
    "releasename",
    "release",
    "target",
)

FILE_VERBS = (
    "write", "edit", "create", "append", "replace", "insert", "update", "delete", "remove", "move", "rename", "copy",
    "patch", "modify", "save", "apply", "put", "unlink", "trash", "overwrite", "str", "set",
)  # fmt: skip
FILE_NOUNS = (
    "file", "files", "directory", "folder", "dir", "lines", "line", "block", "patch", "diff", "content", "text",
    "notebook", "editor", "str", "multiple",
)  # fmt: skip
FOLDERS = ("directory", "folder", "dir", "directories")
# arguments and names that say that the file is not on this machine's disk
AWAY = (
    "owner", "repo", "repository", "repositoryid", "projectid", "project", "bucket", "bucketname", "container",
    "containerid", "host", "hostname", "sandboxid", "pod", "podname", "deviceid", "fileid", "driveid", "pageid",
    "commitmessage", "sha", "workspaceid", "spaceid", "spreadsheetid", "documentid", "instanceid", "device",
)  # fmt: skip
AWAY_NAMES = (
    "github", "gitlab", "bitbucket", "gitea", "s3", "drive", "gdrive", "dropbox", "onedrive", "sharepoint", "notion",
    "confluence", "figma", "e2b", "sandbox", "gist", "r2", "gcs", "blob", "ssh", "sftp", "obsidian", "slack",
    "airtable",
)  # fmt: skip
PATH_KEYS = (
    "path",
    "filepath",
    "file",
    "filename",
    "absolutepath",
    "relativepath",
    "uri",
    "paths",
    "files",
    "source",
    "edits",
)
METHODS = ("POST", "PUT", "PATCH", "DELETE")


def actions(server: str, tool: str, arguments: object, directory: str) -> tuple[Action, ...] | NotUnderstood:
    """What the call would do: itself as a ToolCall, and what its arguments hold for a shell, a disk or a web service.

    `server` is empty where the client joins it with the tool's name (`github-delete_repository`), or in the form
    `mcp__server__tool`. `directory` is absolute: relative paths are seen from there.
    """
    name = f"mcp__{server}__{tool}" if server else tool
    if not server:
        server, tool = split_name(tool)
    words = name_words(tool)
    every = (*name_words(server), *words)
    call = ToolCall(name, arguments, server, tool if server else "")
    given = {folded(key): value for key, value in arguments.items()} if isinstance(arguments, dict) else {}
    files = _files(tool, words, every, given, arguments, directory, not server)
    if files is not None:
        return (call.replace(understood=True), *files)
    commands = _commands(tool, every, given)
    if isinstance(commands, NotUnderstood):
        return commands
    return (call, *commands, *_request(given))


# --- files -------------------------------------------------------------------------------


def _files(
    tool: str,
    words: Sequence[str],
    every: Sequence[str],
    given: Mapping[str, object],
    arguments: object,
    directory: str,
    joined: bool,
) -> tuple[Action, ...] | None:
    """What a tool does to files of this machine; None where it is no such tool."""
    if _asks(words, joined) or not _meets(words, FILE_VERBS) or not _meets(words, FILE_NOUNS):
        return None
    if not any(key in given for key in (*PATH_KEYS, "patch", "diff", "input")):
        return None
    if any(key in given for key in AWAY) or _meets(every, AWAY_NAMES):
        return None
    if _meets(words, FOLDERS) and _meets(words, ("create", "make")):
        return ()
    from guardcmd.agents.file_tools import file_actions

    found = file_actions(tool, arguments, directory)
    return None if isinstance(found, NotUnderstood) else found


def _asks(words: Sequence[str], joined: bool) -> bool:
    asking = ASKING_JOINED if joined else ASKING
    return any(word in asking for word in words[: 2 if joined else 1])


def _meets(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(word in wanted for word in words)


# --- commands ----------------------------------------------------------------------------


def _commands(tool: str, every: Sequence[str], given: Mapping[str, object]) -> tuple[Action, ...] | NotUnderstood:
    """The commands in the arguments: as they stand, and as the program that the tool is named after takes them."""
    from guardcmd.shell.quote import quote

    found: list[Action] = []
    for key, value in given.items():
        if not _holds_command(key, value, every):
            continue
        parts = texts(value)
        if parts is None:
            return NotUnderstood(f"`{key}` of the tool `{tool}` is neither text nor a list of texts")
        if any("\0" in part for part in parts):
            return NotUnderstood("the command holds a NUL character, and no shell can read that")
        opener = _interpreter(given, every) if key in ("code", "script") and isinstance(value, str) else ""
        if opener:
            parts = (f"{opener} {quote(parts)}",)
        elif isinstance(value, list) and key not in ("commands", "clicommand"):
            parts = (quote(parts),)
        for text in dict.fromkeys([*parts, *(["\n".join(parts)] if len(parts) > 1 else [])]):
            found += _spellings(mended(text), key, every, given)
    if not found:
        found += _by_name(every, given)
    return tuple(dict.fromkeys(found))


def _holds_command(key: str, value: object, every: Sequence[str]) -> bool:
    if not isinstance(value, (str, list)) or not value:
        return False
    if key in ARGUMENT_KEYS:
        return _program(every) != ""
    if key in ("input", "text", "keys", "data"):  # what is typed into a process that runs
        return _meets(every, ("process", "terminal", "shell", "tmux", "pty")) and _meets(
            every, ("send", "interact", "write", "type")
        )
    return folded(key) in {folded(name) for name in COMMAND_KEYS} or key.endswith(
        ("command", "commandline", "cmdline", "cmdstring")
    )


def _spellings(text: str, key: str, every: Sequence[str], given: Mapping[str, object]) -> Iterator[ShellText]:
    if any(name in "".join(every) for name in POWERSHELL):  # also `PowerShell`, which is two words
        yield ShellText(text, "powershell")
        return
    if _meets(every, CMD) and not _meets(every, SHELL_WORDS):
        yield ShellText(text, "cmd")
        return
    if _meets(every, MONGO):
        from guardcmd.shell.quote import quote

        yield ShellText(f"mongosh --eval {quote((text,))}", "posix")
        return
    program = _program(every)
    first = text.split(None, 1)[0] if text.split() else ""
    if key not in ARGUMENT_KEYS:
        yield ShellText(text, "unknown")
    if program and first not in PROGRAMS.values() and not _meets(every, INNER):
        rest = _rest(given) if " " not in text.strip() and key not in ARGUMENT_KEYS else ""
        yield ShellText(f"{program} {text}{rest}", "unknown")


def _program(every: Sequence[str]) -> str:
    """The program that a name speaks of; the tool's own words come last and count first."""
    return next((PROGRAMS[word] for word in reversed(every) if word in PROGRAMS), "")


def _rest(given: Mapping[str, object]) -> str:
    """`namespace prod -n default --force` of arguments that are apart."""
    from guardcmd.shell.quote import quote

    words = [value for key in REST_KEYS if isinstance(value := given.get(key), str) and value]
    namespace = given.get("namespace")
    if isinstance(namespace, str) and namespace:
        words += ["-n", namespace]
    for key in (*ARGUMENT_KEYS, "flags"):
        more = given.get(key)
        words += [item for item in more if isinstance(item, str)] if isinstance(more, list) else []
    return f" {quote(('-', *words))[2:]}" if words else ""


def _by_name(every: Sequence[str], given: Mapping[str, object]) -> list[Action]:
    """`kubectl_delete` with type and name: the tool's name is the command line's beginning."""
    for place, word in enumerate(every):
        if word in ("kubectl", "helm") and every[place + 1 : place + 2] and every[place + 1].isalpha():
            return [ShellText(f"{word} {every[place + 1]}{_rest(given)}", "unknown")]
    return []


def _interpreter(given: Mapping[str, object], every: Sequence[str]) -> str:
    """The command that runs code of the language that the arguments or the names tell."""
    told = given.get("language") or given.get("lang")
    words = [told.lower()] if isinstance(told, str) else every
    return next((INTERPRETERS[word] for word in words if word in INTERPRETERS), "")


# --- requests ----------------------------------------------------------------------------


def _request(given: Mapping[str, object]) -> list[Action]:
    """A request to a web service, as curl would send it."""
    method, url = given.get("method") or given.get("httpmethod"), given.get("url") or given.get("uri")
    if not isinstance(method, str) or not isinstance(url, str) or method.upper() not in METHODS or "://" not in url:
        return []
    from guardcmd.jsontext import JsonError, dumps
    from guardcmd.shell.quote import quote

    words = ["curl", "-X", method.upper(), url]
    body = next((given[key] for key in ("body", "data", "json", "payload") if given.get(key)), None)
    try:
        words += ["--data", body if isinstance(body, str) else dumps(body)] if body is not None else []
    except JsonError:  # nested too deep: the method and the address still count
        words += ["--data", "?"]
    return [ShellText(mended(quote(words)), "posix")] if not any("\0" in word for word in words) else []
