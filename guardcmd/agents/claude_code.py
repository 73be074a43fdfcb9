"""Claude Code: what its hook calls mean, when its own dialog reaches a person, where its hooks are wired.

Contract and behaviour measured with 2.1.329.
"""

from __future__ import annotations

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.refusal import Answer, refusal
from guardcmd.jsontext import dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guardcmd.agents.e2e.driven import Driven
    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.toolcall import Actions
    from guardcmd.agents.wiring.check import Check
    from guardcmd.agents.wiring.place import Place
    from guardcmd.edge import Edge

# an `ask` opens the dialog in each of these, bypass included, also for sub-agents, while a person attends the session
PROMPTING_MODES = ("default", "acceptEdits", "plan", "auto", "dontAsk", "bypassPermissions")
DEFERS_SINCE = (2, 1, 329)
# known to neither run commands nor change files; `Workflow` scripts only start agents, which are hooked themselves
SILENT_TOOLS = frozenset(
    (
        "Agent", "Artifact", "AskUserQuestion", "BashOutput", "ClaudeDesign", "CronCreate", "CronDelete", "CronList",
        "DeferredToolPlaceholder", "EnterPlanMode", "EnterWorktree", "ExitPlanMode", "ExitWorktree", "Glob", "Grep",
        "KillBash", "KillShell", "LS", "ListAgents", "ListMcpResourcesTool", "LSP", "NotebookRead", "OfferChromeSetup",
        "Projects", "ProposeGoal", "ProposeSkills", "PushNotification", "Read", "ReadMcpResourceDirTool",
        "ReadMcpResourceTool", "ReadNotifications", "RefreshMcpTools", "RemoteTrigger", "ReportFindings",
        "ScheduleWakeup", "SendFeedback", "SendMessage", "ShowOnboardingRolePicker", "Skill", "SlashCommand", "Task",
        "TaskCreate", "TaskGet", "TaskList", "TaskOutput", "TaskStop", "TaskUpdate", "TodoWrite", "ToolSearch",
        "WebFetch", "WebSearch", "Workflow",
    )
)  # fmt: skip
MANAGED = {"darwin": "/Library/Application Support/ClaudeCode"}  # platform -> the administrator's folder
MANAGED_ELSEWHERE = "/etc/claude-code"


class ClaudeCode(Adapter):
    name = "claude-code"
    title = "Claude Code"
    programs = ("claude",)
    before = ("PreToolUse", "PermissionRequest")
    shell_tools = {"Bash": "", "Monitor": ""}
    writing_tools = ("Write", "Edit", "MultiEdit", "NotebookEdit")
    silent_tools = SILENT_TOOLS

    def recognises(self, envelope: Envelope) -> bool:
        """VS Code and Cursor, which run its hooks too, add a timestamp and a version."""
        raw = envelope.raw
        foreign = "timestamp" in raw or "cursor_version" in raw
        return "hook_event_name" in raw and "transcript_path" in raw and not foreign

    def dialect(self, environment: Mapping[str, str]) -> str:
        """The shell behind the Bash tool: that of SHELL, and zsh or bash where it is unset."""
        shell = (environment.get("CLAUDE_CODE_SHELL") or environment.get("SHELL", "")).rpartition("/")[2]
        return shell if shell in ("bash", "zsh") else "unknown"

    def attended(self, environment: Mapping[str, str], envelope: Envelope) -> bool:
        """Only the client's own word for its hooks counts."""
        own = environment.get("AI_AGENT", "").startswith("claude-code") and environment["AI_AGENT"].endswith("_harness")
        return own and environment.get("CLAUDE_CODE_SESSION_ATTENDED") == "1"

    def prompts(self, envelope: Envelope, environment: Mapping[str, str]) -> bool:
        """Not where another hook may answer the dialog: its `allow` would run the command (measured)."""
        known = envelope.event == "PreToolUse" and envelope.mode in PROMPTING_MODES
        if not known or not self.attended(environment, envelope):
            return False
        from guardcmd.agents.claude_siblings import answers_dialogs

        return not answers_dialogs(self.in_force(environment, envelope.directory))

    def defers(self, envelope: Envelope, environment: Mapping[str, str]) -> bool:
        """In print mode since 2.1.329 (measured); with a person at the session the client ignores it and goes on."""
        agent = environment.get("AI_AGENT", "")
        if not (agent.startswith("claude-code_") and agent.endswith("_harness")):
            return False
        version = tuple([int(part) for part in agent.split("_")[1].split("-") if part.isdigit()])
        alone = environment.get("CLAUDE_CODE_SESSION_ATTENDED") == "0" and not envelope.subagent
        return alone and envelope.event == "PreToolUse" and version >= DEFERS_SINCE

    def stop(self, reason: str) -> Answer:
        said = refusal(reason)
        return Answer(dumps({**loads(said.stdout), "continue": False, "stopReason": reason}) + "\n", said.stderr, 2)

    def defer(self, reason: str) -> Answer:
        said = {"hookEventName": "PreToolUse", "permissionDecision": "defer", "permissionDecisionReason": reason}
        return Answer(dumps({"hookSpecificOutput": said}) + "\n")

    def actions(self, envelope: Envelope, directory: str, shell: str) -> Actions:
        arguments = envelope.arguments
        if envelope.tool == "Monitor" and isinstance(arguments, dict) and "command" not in arguments:
            return () if "ws" in arguments else super().actions(envelope, directory, shell)
        return super().actions(envelope, directory, shell)

    def other(self, envelope: Envelope, edge: Edge, settings_file: str) -> Answer | None:
        if envelope.event != "ConfigChange":
            return None
        from guardcmd.agents.config_change import config_change

        return config_change(envelope, edge, self.name, settings_file)

    def warn(self, message: str) -> Answer:
        return Answer(dumps({"systemMessage": message}) + "\n", message + "\n")

    # --- wiring

    scopes = ("user", "project", "managed")
    oldest = (2, 1, 295)  # `onFailure`
    exec_form = True

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        """A project's file is the local one: the hook holds paths of this machine.

        The administrator's is one of our own, beside whatever else is managed.
        """
        from guardcmd.agents.wiring.folders import home, project_root

        if scope == "managed":
            return f"{managed_folder()}/managed-settings.d/50-guardcmd.json"
        if scope == "project":
            return f"{project_root(directory)}/.claude/settings.local.json"
        return f"{environment.get('CLAUDE_CONFIG_DIR') or home(environment) + '/.claude'}/settings.json"

    def in_force(self, environment: Mapping[str, str], directory: str) -> list[str]:
        from glob import glob

        from guardcmd.agents.claude_siblings import plugin_hooks
        from guardcmd.agents.wiring.folders import upwards

        files = [self.locate("user", environment, directory), f"{managed_folder()}/managed-settings.json"]
        files += sorted(glob(f"{managed_folder()}/managed-settings.d/*.json"))
        for folder in upwards(directory):
            files += [f"{folder}/.claude/settings.json", f"{folder}/.claude/settings.local.json"]
        return [*files, *plugin_hooks(files[0].removesuffix("/settings.json"), files)]

    def entries(self, argv: Sequence[str]) -> list[tuple[tuple[str, ...], dict[str, object]]]:
        from guardcmd.agents.claude_settings import EVENTS, group, hook_entry

        entry = hook_entry(argv[0], argv[1:])
        return [(("hooks", event), group(event, entry)) for event in EVENTS]

    def problems(self, settings: object) -> Sequence[str]:
        from guardcmd.agents.claude_settings import problems

        return problems(settings)

    def switched_off(self, settings: object) -> str:
        from guardcmd.agents.claude_settings import switched_off

        return switched_off(settings)

    def unguarded(self, settings: object) -> str:
        from guardcmd.agents.claude_settings import unguarded

        return unguarded(settings)

    def places(self, environment: Mapping[str, str], directory: str) -> list[Place]:
        from guardcmd.agents.wiring.claude_places import weighed

        return weighed(super().places(environment, directory), managed_folder())

    def checks(self, environment: Mapping[str, str], directory: str) -> Iterator[Check]:
        from guardcmd.agents.wiring.claude_checks import checks

        return checks(self.in_force(environment, directory), environment)

    def driven(self, url: str, environment: Mapping[str, str], folder: str) -> Driven | None:
        from guardcmd.agents.e2e.claude import driven

        return driven(url, environment)

    def canary(self, command: str, directory: str) -> object:
        call = super().canary(command, directory)
        return {**call, "permission_mode": "default"} if isinstance(call, dict) else call


def managed_folder() -> str:
    import sys

    return MANAGED.get(sys.platform, MANAGED_ELSEWHERE)


ADAPTER = ClaudeCode()
