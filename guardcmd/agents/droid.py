"""Factory Droid: Claude's dialect with other tool names, and event names at the top of a file of their own.

Contract from its documentation (docs.factory.ai, hooks reference). Not measured with the real client: whether an `ask`
reaches a person is not known, so it is never used.
"""

from __future__ import annotations

from guardcmd.agents.adapter import Adapter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.wiring.change import Change
    from guardcmd.agents.wiring.place import Place

TIMEOUT = 10  # seconds


class Droid(Adapter):
    name = "droid"
    title = "Factory Droid"
    programs = ("droid",)
    shell_tools = {"Execute": "", "Bash": ""}
    writing_tools = ("Create", "Write", "Edit", "MultiEdit")
    silent_tools = frozenset(
        (
            "Read", "LS", "Glob", "Grep", "WebSearch", "FetchUrl", "TodoWrite", "Task", "Skill", "AskUser",
            "ExitSpecMode", "GenerateDroid", "ListMcpResources", "ReadMcpResource", "ToolSearch",
        )
    )  # fmt: skip
    prefix: tuple[str, ...] = ()  # the keys above the event names

    def recognises(self, envelope: Envelope) -> bool:
        return "hook_event_name" in envelope.raw

    own_file = True

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        """`hooks.json`, unless only `settings.json` has hooks: the client reads these no more once the other exists."""
        import os

        from guardcmd.agents.wiring.folders import home, project_root

        root = environment.get("FACTORY_HOME_OVERRIDE") or home(environment)
        folder = f"{project_root(directory) if scope == 'project' else root}/.factory"
        if not os.path.exists(f"{folder}/hooks.json") and has_hooks(f"{folder}/settings.json"):
            return f"{folder}/settings.json"
        return f"{folder}/hooks.json"

    def in_force(self, environment: Mapping[str, str], directory: str) -> list[str]:
        return [self.locate("user", environment, directory), self.locate("project", environment, directory)]

    def entries(self, argv: Sequence[str]) -> list[tuple[tuple[str, ...], dict[str, object]]]:
        from guardcmd.agents.wiring.command_line import shell_line

        hook = {"type": "command", "command": shell_line(argv), "timeout": TIMEOUT}
        return [
            ((*self.prefix, "PreToolUse"), {"matcher": "*", "hooks": [hook]}),
            ((*self.prefix, "SessionStart"), {"hooks": [hook]}),
        ]

    def problems(self, settings: object) -> Sequence[str]:
        from guardcmd.agents.wiring.json_hooks import wrong_lists

        if not self.prefix and isinstance(settings, dict):
            settings = {key: value for key, value in settings.items() if key[:1].isupper()}
        return wrong_lists(settings, self.prefix)

    def switched_off(self, settings: object) -> str:
        off = isinstance(settings, dict) and (settings.get("hooksDisabled") or settings.get("disableAllHooks"))
        return "its hooks are switched off" if off else ""

    def changes(self, scope: str, environment: Mapping[str, str], directory: str, argv: Sequence[str]) -> list[Change]:
        from guardcmd.agents.wiring.json_hooks import with_guard

        path = self.locate(scope, environment, directory)
        return [with_guard(for_file(path), path, argv)]

    def removals(self, scope: str, environment: Mapping[str, str], directory: str) -> list[Change]:
        from guardcmd.agents.wiring.json_hooks import without_guard

        path = self.locate(scope, environment, directory)
        return [without_guard(for_file(path), path)]

    def places(self, environment: Mapping[str, str], directory: str) -> list[Place]:
        from guardcmd.agents.wiring.json_hooks import place_of

        user, project = self.in_force(environment, directory)
        found = [place_of(for_file(path), path, path == user) for path in dict.fromkeys((user, project))]
        return [place for place in found if place is not None]


class InSettings(Droid):
    """The same below `hooks` in `settings.json`."""

    prefix = ("hooks",)
    own_file = False


def for_file(path: str) -> Droid:
    return IN_SETTINGS if path.endswith("/settings.json") else ADAPTER


def has_hooks(path: str) -> bool:
    """Whether a settings file declares hooks. One that cannot be read does not."""
    import json

    from guardcmd.agents.wiring.change import read
    from guardcmd.errors import InputError

    try:
        settings = json.loads(read(path) or "{}")
    except (InputError, ValueError):
        return False
    return isinstance(settings, dict) and bool(settings.get("hooks"))


ADAPTER = Droid()
IN_SETTINGS = InSettings()
