"""VS Code's agent mode: what its hook calls mean, what it obeys, where its hooks are wired.

Contract from its documentation and its source (2026); the program itself could not be run. It runs the hook files of
Copilot CLI, translating their event names, and those of Claude Code, whose matchers it ignores. Status 2 denies with
what stands on standard error; any other failure and a timeout are warnings. An `ask` is always confirmed by a person:
its confirmation comes before every form of auto-approval.
"""

from __future__ import annotations

from guardcmd.agents.adapter import Adapter
from guardcmd.agents.copilot import Copilot, read_value
from guardcmd.agents.envelope import NotUnderstood
from guardcmd.agents.refusal import Answer
from guardcmd.agents.toolcall import shell_actions
from guardcmd.jsontext import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guardcmd.agents.envelope import Envelope
    from guardcmd.agents.toolcall import Actions
    from guardcmd.agents.wiring.check import Check
    from guardcmd.agents.wiring.place import Place

# those whose names or arguments look like more than they do; agents that are started here are hooked themselves
SILENT_TOOLS = frozenset(
    (
        "await_terminal", "copilot_getNotebookSummary", "create_directory", "create_new_jupyter_notebook",
        "create_new_workspace", "display_image_in_terminal", "execution_subagent", "fetch_webpage", "file_search",
        "get_changed_files", "get_errors", "get_project_setup_info", "get_search_view_results", "get_task_output",
        "get_terminal_output", "get_vscode_api", "github_repo", "grep_search", "install_extension", "kill_terminal",
        "list_code_usages", "list_dir", "manage_todo_list", "memory", "move_terminal_to_background",
        "open_browser_page", "open_simple_browser", "read_file", "read_notebook_cell_output", "run_tests",
        "runSubagent", "runTests", "search_subagent", "search_workspace_symbols", "semantic_search",
        "terminal_last_command", "terminal_selection", "test_failure", "test_search", "tool_search",
        "vscode_askQuestions", "vscode_get_confirmation", "vscode_get_terminal_confirmation", "vscode_listCodeUsages",
    )
)  # fmt: skip
TASKS = ("create_and_run_task",)
SETTINGS = ("Code", "Code - Insiders", "VSCodium")
HOOKS = "~/.copilot/hooks"


class VSCode(Copilot):
    undriven = "it is no program of a terminal"
    driven = Adapter.driven
    name = "vscode"
    title = "VS Code agent mode"
    programs = ("code", "code-insiders", "codium")
    before = ("PreToolUse",)
    starts = ("SessionStart",)
    shell_tools = {"run_in_terminal": "", "send_to_terminal": "", "runTerminalCommand": ""}
    writing_tools = (
        "create_file", "replace_string_in_file", "multi_replace_string_in_file",
        "insert_edit_into_file", "edit_notebook_file", "apply_patch", "delete_files",
        "createFile", "editFiles", "deleteFile",
    )  # fmt: skip
    silent_tools = SILENT_TOOLS

    def recognises(self, envelope: Envelope) -> bool:
        """As Claude's, with a timestamp; earlier versions and the documentation write `sessionId, hookEventName`."""
        raw = envelope.raw
        named = "hook_event_name" in raw or "hookEventName" in raw
        one_call = "tool_use_id" in raw or "transcript_path" in raw
        return named and one_call and "timestamp" in raw and "permission_mode" not in raw

    def complete(self, envelope: Envelope) -> Envelope:
        return envelope

    def attended(self, environment: Mapping[str, str], envelope: Envelope) -> bool:
        """Only sessions in a window make this form of call; those of the command line make Copilot's."""
        return True

    def prompts(self, envelope: Envelope, environment: Mapping[str, str]) -> bool:
        return envelope.event == "PreToolUse" and "tool_use_id" in envelope.raw

    def server_tool(self, envelope: Envelope) -> tuple[str, str] | None:
        """`mcp_server_tool`."""
        parts = envelope.tool.split("_", 2)
        return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == "mcp" else None

    def actions(self, envelope: Envelope, directory: str, shell: str) -> Actions:
        if envelope.tool in TASKS:
            return task(envelope.tool, envelope.arguments, shell)
        if envelope.tool == "send_to_terminal" and is_enter(envelope.arguments):
            return ()
        return super().actions(envelope, directory, shell)

    def ask(self, reason: str) -> Answer:
        return Adapter.ask(self, reason)

    def warn(self, message: str) -> Answer:
        return Answer(dumps({"systemMessage": message}) + "\n", message + "\n")

    def brief(self, text: str) -> Answer:
        return Adapter.brief(self, text)

    # --- wiring: Copilot CLI's file of the user, which is one hook for both

    scopes = ("user",)
    oldest = ()

    def folder(self, environment: Mapping[str, str]) -> str:
        """`COPILOT_HOME` is Copilot CLI's alone."""
        from guardcmd.agents.wiring.folders import home

        return f"{home(environment)}/.copilot"

    def entries(self, argv: Sequence[str]) -> list[tuple[tuple[str, ...], dict[str, object]]]:
        return super().entries(["copilot" if word == self.name else word for word in argv])

    def switches(self, environment: Mapping[str, str], directory: str) -> list[str]:
        """Hook files of Claude's form can switch off every hook; Copilot's settings are not read."""
        return [path for path in super().switches(environment, directory) if "/.claude/" in path]

    def places(self, environment: Mapping[str, str], directory: str) -> list[Place]:
        from guardcmd.agents.wiring.place import Place

        found = super().places(environment, directory)
        for path in settings_files(environment, directory):
            off = hooks_off(path)
            if off:
                found.append(Place(path, "off", off))
        return found

    def canary(self, command: str, directory: str) -> object:
        return {
            "timestamp": "1970-01-01T00:00:00.000Z",
            "hook_event_name": "PreToolUse",
            "session_id": "guardcmd-doctor",
            "cwd": directory,
            "tool_name": "run_in_terminal",
            "tool_input": {"command": command, "explanation": "a canary", "isBackground": False},
            "tool_use_id": "canary",
        }

    def checks(self, environment: Mapping[str, str], directory: str) -> Iterator[Check]:
        from guardcmd.agents.wiring.check import Check
        from guardcmd.agents.wiring.json_hooks import our_hooks

        yield from super().checks(environment, directory)
        hint = "the `chat.useHooks` setting and an organisation's policy can switch hooks off; `/hooks` shows them"
        yield Check("warning", "VS Code itself was not asked whether it runs the hook", hint)
        claude = f"{self.folder(environment).removesuffix('.copilot')}.claude/settings.json"
        if any(True for _ in our_hooks(read_value(claude))):
            hint = "it ignores `args`, so it starts an interpreter that does nothing; harmless, the other hook judges"
            yield Check("warning", f"VS Code also runs the hook that {claude} has for Claude Code", hint)


def is_enter(arguments: object) -> bool:
    """Whether nothing but the Enter key goes to a running terminal."""
    command = arguments.get("command") if isinstance(arguments, dict) else None
    return isinstance(command, str) and not command.strip()


def task(tool: str, arguments: object, shell: str) -> Actions:
    """`{task: {type, command, args}}`: the command with its arguments, as a shell reads them."""
    given = arguments.get("task") if isinstance(arguments, dict) else None
    command = given.get("command") if isinstance(given, dict) else None
    words = given.get("args", []) if isinstance(given, dict) else []
    if not isinstance(command, str) or not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        return NotUnderstood(f"the tool `{tool}` runs commands, and no command stands in its arguments")
    return shell_actions(tool, "command", " ".join([command, *words]), shell)


def settings_files(environment: Mapping[str, str], directory: str) -> list[str]:
    """VS Code's own settings: the user's, and those of the folders that it may have opened."""
    from guardcmd.agents.wiring.folders import home, upwards

    base = home(environment)
    folders = [
        f"{base}/{place}/{name}/User" for place in (".config", "Library/Application Support") for name in SETTINGS
    ]
    return [f"{folder}/settings.json" for folder in (*folders, *[f"{place}/.vscode" for place in upwards(directory)])]


def hooks_off(path: str) -> str:
    """Why these settings, JSON with comments, keep VS Code from running the user's hooks; empty if they do not."""
    import re

    try:
        with open(path, encoding="utf-8") as file:
            text = re.sub(r"^\s*//.*$", "", file.read(), flags=re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        return ""
    if re.search(r'"chat\.useHooks"\s*:\s*false', text):
        return "`chat.useHooks` is false: no hook runs"
    places = re.search(r'"chat\.hookFilesLocations"\s*:\s*\{([^}]*)\}', text)
    if places and re.search(rf'"{re.escape(HOOKS)}/?"\s*:\s*false', places[1]):
        return f"`chat.hookFilesLocations` leaves out `{HOOKS}`"
    return ""


ADAPTER = VSCode()
