"""What any client's hook call says, read leniently: camel or snake case, unknown keys ignored. Pure."""

from __future__ import annotations

from guardcmd.jsontext import JsonError, loads
from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SHELL_KEYS = ("command", "commands", "cmd", "command_line", "commandline", "script", "code")
SHELL_WORDS = ("bash", "sh", "zsh", "shell", "exec", "terminal", "run", "execute", "powershell")
DIRECTORY_KEYS = ("cwd", "workdir", "workingdirectory", "workingdir", "dirpath", "directory")  # folded


class Envelope(Record):
    """One call of the hook. `arguments` is whatever the client passes to the tool."""

    event: str
    tool: str
    arguments: object
    directory: str = ""
    session: str = ""
    mode: str = ""  # permission mode
    subagent: str = ""
    raw: Mapping[str, object] = {}


class NotUnderstood(Record):
    """The call cannot be read. `reason` is one sentence for people."""

    reason: str


def read(data: bytes) -> Envelope | NotUnderstood:
    """The bytes on the hook's stdin. What only one client does is its adapter's to complete."""
    try:
        given = loads(data.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        return NotUnderstood(f"its input is not UTF-8 at byte {error.start}")
    except JsonError as error:
        return NotUnderstood(f"its input is not JSON: {error}")
    if not isinstance(given, dict):
        return NotUnderstood("its input is not a JSON object")
    keys = {folded(key): value for key, value in given.items()}
    nested = keys.get("toolcall", keys.get("toolinfo"))
    inner = {folded(key): value for key, value in nested.items()} if isinstance(nested, dict) else {}
    arguments = opened(first(keys, ("toolinput", "toolargs")) or first(inner, ("input", "args", "arguments")) or nested)
    return Envelope(
        text_of(first(keys, ("hookeventname", "event", "hookname", "agentactionname"))),
        text_of(first(keys, ("toolname",)) or inner.get("name")),
        arguments,
        directory_of(keys, arguments),
        text_of(first(keys, ("sessionid", "conversationid", "trajectoryid", "taskid"))),
        text_of(keys.get("permissionmode")),
        text_of(keys.get("agentid")),
        given,
    )


def first(keys: Mapping[str, object], names: tuple[str, ...]) -> object:
    """The value of the first name that has one."""
    return next((keys[name] for name in names if keys.get(name) not in (None, "")), None)


def directory_of(keys: Mapping[str, object], arguments: object) -> str:
    """Where the tool runs: the call's own directory, seen from the session's, or that of the workspace."""
    roots = first(keys, ("workspaceroots", "workspacepaths"))
    session = text_of(first(keys, ("cwd", "workingdir", "workingdirectory")))
    if not session and isinstance(roots, list) and roots:
        session = text_of(roots[0])
    own = {folded(key): value for key, value in arguments.items()} if isinstance(arguments, dict) else {}
    called = text_of(first(own, DIRECTORY_KEYS))
    return called if called.startswith("/") or not session else f"{session}/{called}".removesuffix("/")


def opened(arguments: object) -> object:
    """Some clients pass the arguments as a JSON text."""
    if isinstance(arguments, str) and arguments.lstrip().startswith("{"):
        try:
            return loads(arguments)
        except JsonError:
            return arguments
    return arguments


def folded(key: str) -> str:
    """`toolName` and `tool_name` are one key."""
    return key.replace("_", "").lower()


def text_of(value: object) -> str:
    return value if isinstance(value, str) else ""


def shell_arguments(arguments: object) -> tuple[str, object] | None:
    """The argument that holds shell text, with its key; None if there is none."""
    if not isinstance(arguments, dict):
        return None
    keys = {key.lower(): value for key, value in arguments.items()}
    for key in SHELL_KEYS:
        if isinstance(keys.get(key), (str, list)) and keys[key]:
            return key, keys[key]
    return None


def shell_like_name(tool: str) -> bool:
    """Whether the tool's name says that it runs commands: `Bash`, `run_shell_command`, `mcp__box__exec`."""
    return any(word in SHELL_WORDS for word in words_of(tool))


def words_of(name: str) -> list[str]:
    """`mcp__some-server__runCommand` as `mcp some server run command`."""
    separated = "".join(f" {c}" if c.isupper() else c if c.isalnum() else " " for c in name)
    return separated.lower().split()


def texts(value: object) -> tuple[str, ...] | None:
    """Shell texts in a command argument: a text, a list of texts, or one argv (`["bash", "-lc", "…"]`).

    None where it is something else.
    """
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return tuple(value)
    return None


def mended(text: str) -> str:
    """Lone surrogates become what a client writes for them when it passes the text on: U+FFFD."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
