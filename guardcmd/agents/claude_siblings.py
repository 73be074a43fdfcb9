"""Other hooks in Claude Code's settings that bear on the guard: some rewrite a command, some answer its dialog."""

from __future__ import annotations

from guardcmd.agents.ours import is_ours, line_of
from guardcmd.jsontext import JsonError, loads
from guardcmd.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LARGEST = 4 * 1024 * 1024  # bytes of a settings file


class Sibling(Record):
    """One hook that is not ours. `line` is what it runs or calls."""

    file: str
    event: str
    line: str
    hook: dict[str, object]


def answers_dialogs(files: Sequence[str]) -> bool:
    """Whether a hook may answer the client's dialog in the person's place (measured: its `allow` runs the command)."""
    return any(sibling.event == "PermissionRequest" for file in files for sibling in siblings(file))


def siblings(file: str) -> Iterator[Sibling]:
    """The other hooks of a settings file; none where the client itself cannot read it."""
    settings = content(file)
    hooks = settings.get("hooks") if isinstance(settings, dict) else None
    for event, groups in hooks.items() if isinstance(hooks, dict) else ():
        for group in groups if isinstance(groups, list) else ():
            inner = group.get("hooks") if isinstance(group, dict) else None
            for hook in inner if isinstance(inner, list) else ():
                if isinstance(hook, dict) and not is_ours(hook):
                    yield Sibling(file, event, shown(hook), hook)


def plugin_hooks(folder: str, files: Sequence[str]) -> list[str]:
    """The hook files of the plugins that the settings `files` enable. `folder`: where the client keeps its own."""
    enabled = {name for file in files for name in enabled_plugins(content(file))}
    register = content(f"{folder}/plugins/installed_plugins.json") if enabled else None
    plugins = register.get("plugins") if isinstance(register, dict) else None
    known = plugins if isinstance(plugins, dict) else {}
    found = []
    for name in sorted(enabled.intersection(known)):
        for entry in known[name] if isinstance(known[name], list) else ():
            path = entry.get("installPath") if isinstance(entry, dict) else None
            found += hook_files(path) if isinstance(path, str) else []
    return [file for file in dict.fromkeys(found) if isinstance(content(file), dict)]


def enabled_plugins(settings: object) -> list[str]:
    plugins = settings.get("enabledPlugins") if isinstance(settings, dict) else None
    return [name for name, value in plugins.items() if value] if isinstance(plugins, dict) else []


def hook_files(plugin: str) -> list[str]:
    """The plugin's usual file of hooks, and those that its manifest names."""
    manifest = content(f"{plugin}/.claude-plugin/plugin.json")
    named = manifest.get("hooks") if isinstance(manifest, dict) else None
    more = [named] if isinstance(named, str) else named if isinstance(named, list) else []
    own = [f"{plugin}/{name.removeprefix('./')}" for name in more if isinstance(name, str)]
    return [f"{plugin}/hooks/hooks.json", *own]


def content(file: str) -> object:
    import posix

    try:
        opened = posix.open(file, posix.O_RDONLY | posix.O_CLOEXEC | posix.O_NONBLOCK)
        try:
            return loads(posix.read(opened, LARGEST).decode("utf-8"))
        finally:
            posix.close(opened)
    except (OSError, JsonError, UnicodeDecodeError):
        return None


def shown(hook: dict[str, object]) -> str:
    arguments = hook.get("args")
    if isinstance(arguments, list):
        return " ".join([str(hook.get("command", "")), *[str(word) for word in arguments]])
    return line_of(hook) or str(hook.get("url") or hook.get("tool") or hook.get("type", ""))
