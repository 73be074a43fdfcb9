"""Cline: its command line (measured with 3.0.65) and its editor extension (contract from its program text).

Both run an executable file for each event, and run the tool when that file fails; its refusal ends the run, and no
model reads why. The command line also loads plugins, whose refusal the model reads; but one that hangs while loading
takes all of them away in silence. So both are wired: the plugin judges, and notes each turn of the model that it
stands in; the file judges wherever that note is missing.
"""

from __future__ import annotations

from guardcmd.agents.bridged import Bridged
from guardcmd.agents.envelope import opened, text_of
from guardcmd.agents.refusal import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guardcmd.agents.e2e.driven import Driven
    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.wiring.change import Change
    from guardcmd.agents.wiring.check import Check
    from guardcmd.agents.wiring.place import Place

COMMAND_TOOLS = ("run_commands", "execute_command")
SILENT_TOOLS = frozenset(
    (
        # of the command line
        "ask_question", "fetch_web_content", "read_files", "search_codebase", "skills", "spawn_agent",
        "submit_and_exit", "team_attach_outcome_fragment", "team_await_runs", "team_broadcast", "team_cancel_run",
        "team_cleanup", "team_create_outcome", "team_finalize_outcome", "team_list_outcomes", "team_list_runs",
        "team_mission_log", "team_read_mailbox", "team_review_outcome_fragment", "team_run_task", "team_send_message",
        "team_shutdown_teammate", "team_spawn_teammate", "team_status", "team_task",
        # of the extension; `attempt_completion` may carry a command
        "access_mcp_resource", "ask_followup_question", "condense", "generate_explanation",
        "list_code_definition_names", "list_files", "load_mcp_documentation", "new_task", "plan_mode_respond",
        "read_file", "report_bug", "search_files", "summarize_task", "use_skill", "use_subagents", "web_fetch",
        "web_search",
    )
)  # fmt: skip


class Cline(Bridged):
    name = "cline"
    title = "Cline"
    programs = ("cline",)
    before = ("tool_call", "PreToolUse")
    after = ("tool_result", "PostToolUse")
    bridge = "cline.js"
    patience = 2600  # ms; the client waits 3 s for a plugin, then the run ends
    shell_tools = {"run_commands": "", "execute_command": ""}
    writing_tools = (
        "editor", "apply_patch", "write_to_file", "replace_in_file", "new_rule",
    )  # fmt: skip
    silent_tools = SILENT_TOOLS
    silence = Answer('{"cancel":false,"guardcmd":"pass"}\n')

    def recognises(self, envelope: Envelope) -> bool:
        return super().recognises(envelope) or ("taskId" in envelope.raw and "hookName" in envelope.raw)

    def complete(self, envelope: Envelope) -> Envelope:
        said = envelope.raw.get("preToolUse")
        if not envelope.tool and isinstance(said, dict):  # the extension's form
            envelope = envelope.replace(tool=text_of(said.get("toolName")), arguments=said.get("parameters"))
        if envelope.tool in COMMAND_TOOLS:
            return envelope.replace(arguments=commands(envelope.arguments))
        if envelope.tool == "use_mcp_tool" and isinstance(envelope.arguments, dict):
            server, tool = (text_of(envelope.arguments.get(key)) for key in ("server_name", "tool_name"))
            inner = opened(envelope.arguments.get("arguments"))
            return envelope.replace(tool=f"{server}__{tool}", arguments=inner)
        return envelope

    def server_tool(self, envelope: Envelope) -> tuple[str, str] | None:
        """`server__tool`, both within 64 characters."""
        server, between, tool = envelope.tool.partition("__")
        return (server, tool) if between and tool else None

    def warn(self, message: str) -> Answer:
        return Answer(self.silence.stdout, message + "\n")

    # --- wiring: an executable file, and a plugin

    def locate(self, scope: str, environment: Mapping[str, str], directory: str) -> str:
        """The user's folder that both forms read, whatever `CLINE_DIR` says."""
        from guardcmd.agents.wiring.cline_files import documents
        from guardcmd.agents.wiring.folders import project_root

        if scope == "project":
            return f"{project_root(directory)}/.clinerules/hooks/PreToolUse"
        return f"{documents(environment)}/Cline/Hooks/PreToolUse"

    def changes(self, scope: str, environment: Mapping[str, str], directory: str, argv: Sequence[str]) -> list[Change]:
        from guardcmd.agents.wiring.bridge_file import with_bridge
        from guardcmd.agents.wiring.cline_files import files, plugin, with_hook

        hooks = [with_hook(path, argv) for path in files(self, scope, environment, directory)]
        return [*hooks, with_bridge(self, plugin(scope, environment, directory), argv)]

    def removals(self, scope: str, environment: Mapping[str, str], directory: str) -> list[Change]:
        from guardcmd.agents.wiring.bridge_file import without_bridge
        from guardcmd.agents.wiring.cline_files import files, plugin, without_hook

        hooks = [without_hook(path) for path in files(self, scope, environment, directory)]
        return [*hooks, without_bridge(self, plugin(scope, environment, directory))]

    def places(self, environment: Mapping[str, str], directory: str) -> list[Place]:
        from guardcmd.agents.wiring.cline_files import places

        return places(self, environment, directory)

    def canary(self, command: str, directory: str) -> object:
        call = {"id": "guardcmd-doctor", "name": "run_commands", "input": {"commands": [command]}}
        return {
            "hookName": "tool_call", "taskId": "guardcmd-doctor", "workspaceRoots": [directory], "tool_call": call,
            "preToolUse": {"toolName": "run_commands"},
        }  # fmt: skip

    def denied(self, stdout: str, stderr: str, status: int) -> bool:
        """The status says nothing to Cline."""
        return '"cancel":true' in stdout and '"errorMessage":' in stdout

    def checks(self, environment: Mapping[str, str], directory: str) -> Iterator[Check]:
        from guardcmd.agents.wiring.cline_files import checks

        return checks(self, environment, directory)

    def scripted(self, command: str) -> tuple[str, dict[str, object]]:
        return "run_commands", {"commands": [command]}

    def driven(self, url: str, environment: Mapping[str, str], folder: str) -> Driven | None:
        from guardcmd.agents.e2e.others import cline

        return cline(url, environment, folder)


def commands(arguments: object) -> object:
    """The commands as texts, in whichever form the tool takes them; what is none stays and is not understood."""
    given = opened(arguments)
    if isinstance(given, dict):
        given = given.get("commands", given.get("command", given.get("cmd")) if "args" not in given else given)
    if isinstance(given, str) and given.lstrip().startswith("["):
        given = listed(given)
    return {"commands": [whole(each) for each in given] if isinstance(given, list) else [whole(given)]}


def listed(text: str) -> object:
    """`["ls"]` as a text is a list of commands; any other text that starts so is a command itself."""
    from guardcmd.jsontext import JsonError, loads

    try:
        found = loads(text)
    except JsonError:
        return text
    return found if isinstance(found, list) and all(isinstance(each, (str, dict)) for each in found) else text


def whole(command: object) -> object:
    """`{command, args}` as one text; None where it is neither that nor a text."""
    if not isinstance(command, dict):
        return command if isinstance(command, str) else None
    from guardcmd.agents.envelope import texts
    from guardcmd.shell.quote import quote

    program, words = command.get("command"), command.get("args")
    if not isinstance(program, str) or not words:
        return program if isinstance(program, str) else None
    found = texts(words)
    return f"{program} {quote(found)}" if found is not None else None


ADAPTER = Cline()
