"""Claude Code: what its hook calls mean, and when its own dialog reaches a person. Pure.

Contract and behaviour measured with 2.1.329.
"""

from __future__ import annotations

from guardcmd.agents.envelope import NotUnderstood, mended, shell_arguments, shell_like_name, texts, words_of
from guardcmd.agents.refusal import Answer
from guardcmd.jsontext import dumps
from guardcmd.proposal import FileWrite, ShellText, ToolCall

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from guardcmd.agents.envelope import Envelope

    Action = ShellText | FileWrite | ToolCall

NAME = "claude-code"
# an `ask` opens the dialog in each of these, bypass included, also for sub-agents, while a person attends the session
PROMPTING_MODES = ("default", "acceptEdits", "plan", "auto", "dontAsk", "bypassPermissions")
SHELL_TOOLS = ("Bash", "Monitor")
WRITING_TOOLS = ("Write", "Edit", "MultiEdit", "NotebookEdit")
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
BEFORE_TOOLS = ("PreToolUse", "PermissionRequest")


def recognises(envelope: Envelope) -> bool:
    """Whether this is a call of Claude Code rather than of a client that reads Claude's settings."""
    return "hook_event_name" in envelope.raw and "transcript_path" in envelope.raw


def dialect(environment: Mapping[str, str]) -> str:
    """The shell behind the Bash tool: that of SHELL, and zsh or bash where it is unset."""
    shell = (environment.get("CLAUDE_CODE_SHELL") or environment.get("SHELL", "")).rpartition("/")[2]
    return shell if shell in ("bash", "zsh") else "unknown"


def attended(environment: Mapping[str, str]) -> bool:
    """Whether a person sits at this session. Only the client's own word for its hooks counts."""
    own = environment.get("AI_AGENT", "").startswith("claude-code") and environment["AI_AGENT"].endswith("_harness")
    return own and environment.get("CLAUDE_CODE_SESSION_ATTENDED") == "1"


def prompts(envelope: Envelope, environment: Mapping[str, str]) -> bool:
    """Whether an `ask` is known to open a dialog here."""
    known = envelope.event == "PreToolUse" and envelope.mode in PROMPTING_MODES
    return known and recognises(envelope) and attended(environment)


def ask(reason: str) -> Answer:
    """Let the client's own dialog ask the person, who reads the reason."""
    said = {"hookEventName": "PreToolUse", "permissionDecision": "ask", "permissionDecisionReason": reason}
    return Answer(dumps({"hookSpecificOutput": said}) + "\n")


def warning(message: str) -> Answer:
    """No objection, and a line for the person."""
    return Answer(dumps({"systemMessage": message}) + "\n", message + "\n")


def actions(envelope: Envelope, directory: str, shell: str) -> tuple[Action, ...] | NotUnderstood:
    """What the call would do; empty for tools that are none of the guard's business."""
    tool, arguments = envelope.tool, envelope.arguments
    if not tool:
        return NotUnderstood("it does not say which tool it is for")
    if tool in WRITING_TOOLS:
        return file_write(tool, arguments, directory)
    if tool in SILENT_TOOLS:
        return ()
    if tool.startswith("mcp__"):
        return mcp_actions(tool, arguments)
    given = shell_arguments(arguments)
    if given is None and tool == "Monitor" and isinstance(arguments, dict) and "ws" in arguments:
        return ()
    if given is not None:
        return shell_actions(tool, *given, shell)
    if tool in SHELL_TOOLS or shell_like_name(tool):
        return NotUnderstood(f"the tool `{tool}` runs commands, and no command stands in its arguments")
    return ()


def shell_actions(tool: str, key: str, value: object, shell: str) -> tuple[Action, ...] | NotUnderstood:
    found = texts(value)
    if found is None:
        return NotUnderstood(f"`{key}` of the tool `{tool}` is neither text nor a list of texts")
    if any("\0" in text for text in found):
        return NotUnderstood("the command holds a NUL character, and no shell can read that")
    if isinstance(value, list) and key != "commands":
        from guardcmd.shell.quote import quote

        return (ShellText(mended(quote(found)), shell),)
    separate = tuple([ShellText(mended(text), shell) for text in found])
    # a list may run in one shell or in one each: both are judged
    return separate if len(separate) == 1 else (*separate, ShellText(mended("\n".join(found)), shell))


def file_write(tool: str, arguments: object, directory: str) -> tuple[Action, ...] | NotUnderstood:
    """`Write{file_path,content}`, `Edit{file_path,new_string}`, `NotebookEdit{notebook_path,new_source}`."""
    given = arguments if isinstance(arguments, dict) else {}
    path = given.get("file_path") or given.get("notebook_path") or given.get("path")
    if not isinstance(path, str) or "\0" in path:
        return NotUnderstood(f"the tool `{tool}` does not say which file it changes")
    path = path if path.startswith(("/", "~")) else f"{directory}/{path}"
    content = given.get("content", given.get("new_string", given.get("new_source")))
    if isinstance(given.get("edits"), list):
        content = "\n".join([str(edit.get("new_string", "")) for edit in given["edits"] if isinstance(edit, dict)])
    return (FileWrite(mended(path), mended(content) if isinstance(content, str) else None, tool != "Write"),)


INTERPRETERS = {
    "python": "python3 -c", "python3": "python3 -c", "py": "python3 -c", "ipython": "python3 -c",
    "jupyter": "python3 -c", "javascript": "node -e", "js": "node -e", "node": "node -e", "nodejs": "node -e",
    "typescript": "node -e", "browser": "node -e", "playwright": "node -e", "puppeteer": "node -e",
    "ruby": "ruby -e", "perl": "perl -e", "php": "php -r",
}  # fmt: skip


def mcp_actions(tool: str, arguments: object) -> tuple[Action, ...] | NotUnderstood:
    """The call itself, and the shell text that stands in its arguments. The shell behind it is not known."""
    call = ToolCall(tool, arguments)
    given = shell_arguments(arguments)
    if given is None:
        return (call,)
    key, value = given
    opener = interpreter(tool, arguments) if key in ("code", "script") and isinstance(value, str) else ""
    if opener:
        from guardcmd.shell.quote import quote

        value = f"{opener} {quote((str(value),))}"
    found = shell_actions(tool, key, value, "unknown")
    return found if isinstance(found, NotUnderstood) else (call, *found)


def interpreter(tool: str, arguments: object) -> str:
    """The command that runs code of the language that the arguments or the tool's name tell."""
    told = arguments.get("language") or arguments.get("lang") if isinstance(arguments, dict) else None
    words = [told.lower()] if isinstance(told, str) else words_of(tool)
    return next((INTERPRETERS[word] for word in words if word in INTERPRETERS), "")
