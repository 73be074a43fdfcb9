"""Claude Code tells of every change of its settings: one that would unhook the guard is turned down."""

from __future__ import annotations

import posix

from guardcmd.agents.claude_settings import switched_off, unguarded
from guardcmd.agents.refusal import SILENCE, refusal
from guardcmd.jsontext import JsonError, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.refusal import Answer
    from guardcmd.edge import Edge

LARGEST = 4 * 1024 * 1024  # bytes of a settings file
CONCERNED = ("user_settings", "project_settings", "local_settings", "")


def config_change(envelope: Envelope, edge: Edge, client: str, settings_file: str) -> Answer:
    """Refuse the change if the file would no longer guard. `settings_file` is where the hook is installed."""
    source, path = envelope.raw.get("source", ""), envelope.raw.get("file_path", "")
    if source not in CONCERNED:
        return SILENCE
    if not isinstance(path, str) or not path:
        return _refused(edge, client, "a change of settings does not say which file it is in")
    wrong = objection(path, bool(settings_file) and same_file(path, settings_file), not settings_file)
    return _refused(edge, client, f"`{path}` would unhook it: {wrong}") if wrong else SILENCE


def objection(path: str, own: bool, plugin: bool = False) -> str:
    """Why the file must not come into force; empty if it may.

    `own`: the guard's hook is installed in it. `plugin`: the hook comes from the plugin.
    """
    try:
        data = _read(path)
    except FileNotFoundError:
        return "it was removed, and guardcmd's hook with it" if own else ""
    except OSError as error:
        return f"it cannot be read ({error.strerror})"
    try:
        settings = loads(data.decode("utf-8"))
    except (JsonError, UnicodeDecodeError) as error:
        return f"it is not JSON ({error})"
    if plugin and disables_plugin(settings):
        return "`enabledPlugins` switches guardcmd's plugin off"
    return unguarded(settings) if own else switched_off(settings)


def disables_plugin(settings: object) -> bool:
    plugins = settings.get("enabledPlugins") if isinstance(settings, dict) else None
    return any(
        name.startswith("guardcmd@") and not value
        for name, value in (plugins.items() if isinstance(plugins, dict) else ())
    )


def same_file(one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        first, second = posix.stat(one), posix.stat(other)
    except OSError:
        return False
    return (first.st_dev, first.st_ino) == (second.st_dev, second.st_ino)


def _read(path: str) -> bytes:
    file = posix.open(path, posix.O_RDONLY | posix.O_CLOEXEC | posix.O_NONBLOCK)
    try:
        return posix.read(file, LARGEST)
    finally:
        posix.close(file)


def _refused(edge: Edge, client: str, reason: str) -> Answer:
    event = {"event": "settings", "at": edge.now(), "client": client, "answer": "refused", "notes": [reason]}
    edge.log(event)
    return refusal(f"guardcmd turned this change of settings down: {reason}", "ConfigChange")
