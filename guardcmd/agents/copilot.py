"""GitHub Copilot CLI: what its hook calls mean, what it obeys, where its hooks are wired.

Contract and behaviour measured with 1.0.102. Any status but 0 denies, and so does a signal; a timeout and text that is
no JSON let the command run. An `ask` opens a dialog, but with assisted permissions a model answers it, and no hook can
see that mode: so it is never used.
"""

from __future__ import annotations

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.refusal import Answer
from guardcmd.jsontext import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guardcmd.agents.e2e.driven import Driven
    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.wiring.check import Check
    from guardcmd.agents.wiring.place import Place

# each under its own name, and under Claude's where a hook is wired in Claude's form; `sql` works on a database of the
# session's own
SILENT_TOOLS = frozenset(
    (
        "Agent", "AskUserQuestion", "Glob", "Grep", "Read", "Skill", "Task", "TodoWrite", "WebFetch", "WebSearch",
        "ask_user", "exit_plan_mode", "fetch_copilot_cli_documentation", "glob", "grep", "list_agents", "list_bash",
        "list_powershell", "lsp", "read_agent", "read_bash", "read_powershell", "report_intent", "rg",
        "session_store_sql", "skill", "sql", "stop_bash", "stop_powershell", "store_memory", "task", "task_complete",
        "update_todo", "view", "web_fetch", "web_search", "write_agent",
    )
)  # fmt: skip
MANAGED = "/etc/github-copilot/policy.d/guardcmd.json"
FILE = "guardcmd.json"  # in the folder of hooks
EVENTS = ("preToolUse", "sessionStart")
PATCH = "*** Begin Patch"
TIMEOUT = 10  # seconds; the line itself ends what hangs after 5


class Copilot(Adapter):
    name = "copilot"
    title = "GitHub Copilot CLI"
    programs: tuple[str, ...] = ("copilot",)
    before: tuple[str, ...] = ("preToolUse", "PreToolUse")
    after = ("postToolUse", "postToolUseFailure", "PostToolUse", "PostToolUseFailure")
    starts: tuple[str, ...] = ("sessionStart", "SessionStart")
    shell_tools: Mapping[str, str] = {"bash": "bash", "Bash": "bash", "powershell": "powershell"}
    writing_tools: tuple[str, ...] = (
        "create", "edit", "apply_patch", "str_replace_editor", "Write", "Edit",
    )  # fmt: skip
    silent_tools = SILENT_TOOLS

    def recognises(self, envelope: Envelope) -> bool:
        """Its own form, `{sessionId, timestamp, cwd, toolName, toolArgs}`, or Claude's with a timestamp."""
        raw = envelope.raw
        if "timestamp" not in raw or "transcript_path" in raw or "tool_use_id" in raw:
            return False
        return "hook_event_name" in raw or ("sessionId" in raw and "hookEventName" not in raw)

    def complete(self, envelope: Envelope) -> Envelope:
        """Its own form does not say which event it is for; Claude's calls a patch an edit."""
        if isinstance(envelope.arguments, str) and envelope.arguments.lstrip().startswith(PATCH):
            envelope = envelope.replace(tool="apply_patch", arguments={"input": envelope.arguments})
        if envelope.event:
            return envelope
        if "toolResult" in envelope.raw:
            return envelope.replace(event="postToolUse")
        starts = not envelope.tool and "source" in envelope.raw
        return envelope.replace(event="sessionStart" if starts else "preToolUse")

    def server_tool(self, envelope: Envelope) -> tuple[str, str] | None:
        """`server-tool`; no tool of the client's own has a hyphen."""
        server, hyphen, tool = envelope.tool.partition("-")
        return (server, tool) if hyphen else super().server_tool(envelope)

    def warn(self, message: str) -> Answer:
        """It shows the person nothing of a hook that does not object; the model reads this."""
        return Answer(dumps({"additionalContext": message}) + "\n", message + "\n")

    def brief(self, text: str) -> Answer:
        return Answer(dumps({"additionalContext": text}) + "\n")

    # --- wiring

    scopes: tuple[str, ...] = ("user", "project", "managed")
    oldest: tuple[int, ...] = (1, 0, 70)  # before, some failures of a hook let the command run
    skeleton = '{\n  "version": 1,\n  "hooks": {}\n}\n'
    own_file = True

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        """A project's file is the local one: the hook holds paths of this machine."""
        from guardcmd.agents.wiring.folders import project_root

        if scope == "managed":
            return MANAGED
        if scope == "project":
            return f"{project_root(directory)}/.github/copilot/settings.local.json"
        return f"{self.folder(environment)}/hooks/{FILE}"

    def folder(self, environment: Mapping[str, str]) -> str:
        """Where the client keeps what is the user's."""
        from guardcmd.agents.wiring.folders import home

        return environment.get("COPILOT_HOME") or f"{home(environment)}/.copilot"

    def switches(self, environment: Mapping[str, str], directory: str) -> list[str]:
        """Files that can switch every hook off, the user's too. A project's count once its folder is trusted."""
        from guardcmd.agents.wiring.folders import upwards

        names = ("settings.json", "settings.local.json")
        folders = [f"{place}/{name}" for place in upwards(directory) for name in (".github/copilot", ".claude")]
        return [
            f"{self.folder(environment)}/settings.json",
            *[f"{place}/{name}" for place in folders for name in names],
        ]

    def entries(self, argv: Sequence[str]) -> list[tuple[tuple[str, ...], dict[str, object]]]:
        from guardcmd.agents.wiring.command_line import shell_line

        hook: dict[str, object] = {"type": "command", "bash": shell_line(argv), "timeoutSec": TIMEOUT}
        return [(("hooks", event), hook) for event in EVENTS]

    def problems(self, settings: object) -> Sequence[str]:
        if not isinstance(settings, dict):
            return ("the file does not hold a JSON object",)
        hooks = settings.get("hooks", {})
        if not isinstance(hooks, dict) or not all(isinstance(hooks.get(event, []), list) for event in EVENTS):
            return ("`hooks` must be an object of lists",)
        return () if settings.get("version", 1) == 1 else ("`version` must be 1",)

    def switched_off(self, settings: object) -> str:
        off = isinstance(settings, dict) and settings.get("disableAllHooks")
        return "`disableAllHooks` switches every hook off" if off else ""

    def places(self, environment: Mapping[str, str], directory: str) -> list[Place]:
        from guardcmd.agents.wiring.json_hooks import places
        from guardcmd.agents.wiring.place import Place

        found = places(self, environment, directory)
        for path in self.switches(environment, directory):
            off = "" if any(place.path == path for place in found) else self.switched_off(read_value(path))
            if off:
                found.append(Place(path, "off", off))
        return found

    def canary(self, command: str, directory: str) -> object:
        return {
            "sessionId": "guardcmd-doctor",
            "timestamp": 0,
            "cwd": directory,
            "toolName": "bash",
            "toolArgs": {"command": command, "description": "a canary"},
        }

    def checks(self, environment: Mapping[str, str], directory: str) -> Iterator[Check]:
        from guardcmd.agents.wiring.check import Check

        settings = f"{self.folder(environment)}/settings.json"
        value = read_value(settings)
        if isinstance(value, dict) and value.get("disabledHooks"):
            hint = "`copilot` shows the hooks that it runs with `/env`; take the entry out if guardcmd's is among them"
            yield Check("warning", f"{settings} has `disabledHooks`, which names hooks by a hash", hint)
        for path in self.rewriters(environment, directory):
            if has_foreign_hook(read_value(path), self.before):
                hint = "hooks run one after the other; one behind guardcmd's that sends `modifiedArgs` is not looked at"
                yield Check("warning", f"{path} has another hook before tools", hint)

    def rewriters(self, environment: Mapping[str, str], directory: str) -> list[str]:
        """Files whose hooks may change a call: those of the folder have no order, a project's run after the user's."""
        from glob import glob

        from guardcmd.agents.wiring.folders import upwards

        found = [*glob(f"{self.folder(environment)}/hooks/*.json"), *self.switches(environment, directory)]
        return sorted(
            [*found, *[path for place in upwards(directory) for path in glob(f"{place}/.github/hooks/*.json")]]
        )

    def driven(self, url: str, environment: Mapping[str, str], folder: str) -> Driven | None:
        from guardcmd.agents.e2e.others import copilot

        return copilot(url, environment)


def read_value(path: str) -> object:
    """What a JSON file holds; None where it cannot be read."""
    import json

    try:
        with open(path, encoding="utf-8") as file:
            value: object = json.load(file)
    except (OSError, ValueError):
        return None
    return value


def has_foreign_hook(settings: object, events: Sequence[str]) -> bool:
    """Whether one of these events has a hook that is not guardcmd's, also in Claude's groups."""
    from guardcmd.agents.ours import is_ours

    hooks = settings.get("hooks") if isinstance(settings, dict) else None
    lists = [hooks.get(event) for event in events] if isinstance(hooks, dict) else []
    entries = [entry for each in lists if isinstance(each, list) for entry in each if isinstance(entry, dict)]
    flat = [hook for entry in entries for hook in (entry["hooks"] if isinstance(entry.get("hooks"), list) else [entry])]
    return any(not is_ours(hook) for hook in flat)


ADAPTER = Copilot()
