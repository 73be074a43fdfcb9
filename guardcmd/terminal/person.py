"""Whether a person can be at this terminal, as far as a process can tell: no agent's variables, none above it.

No proof: an agent that works at it can hide both. It stops agents that just try.
"""

from __future__ import annotations

import posix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Process = tuple[int, str, list[str]]  # parent, name, command line

# variables that agents set for the commands that they run
MARKERS = (
    "CLAUDECODE", "CLAUDE_CODE_CHILD_SESSION", "CLAUDE_CODE_SESSION_ID", "AI_AGENT", "CODEX_CI", "CODEX_THREAD_ID",
    "CODEX_SESSION_ID", "GEMINI_CLI", "QWEN_CODE", "OPENCODE", "OPENCODE_PID", "AGENT", "COPILOT_CLI",
    "COPILOT_AGENT_SESSION_ID", "PI_CODING_AGENT", "CRUSH", "CURSOR_AGENT", "CLINE_ACTIVE", "GOOSE_TERMINAL",
)  # fmt: skip
AGENTS = (
    "claude", "codex", "gemini", "qwen", "opencode", "copilot", "cline", "pi", "crush", "cursor-agent", "goose",
    "aider", "amp", "droid", "kiro-cli", "devin", "cascade",
)  # fmt: skip
RUNTIMES = ("node", "bun", "deno", "python", "python3", "MainThread")
HIGHEST = 64  # ancestors


def obstacle(environment: Mapping[str, str], look: Callable[[int], Process | None] | None = None) -> str:
    """Why this does not look like a person's terminal; empty if it does."""
    found = marker(environment)
    if found:
        return f"an agent runs this (`{found}` is set)"
    agent = agent_above(posix.getppid(), look or process)
    return f"an agent runs this (`{agent}` is a parent process)" if agent else ""


def marker(environment: Mapping[str, str]) -> str:
    """The first variable that an agent set here, or empty."""
    return next((name for name in MARKERS if environment.get(name)), "")


def agent_above(pid: int, look: Callable[[int], Process | None]) -> str:
    """The name of the first agent among a process and its ancestors, or empty."""
    for _ in range(HIGHEST):
        found = look(pid) if pid > 1 else None
        if found is None:
            return ""
        parent, name, command = found
        agent = agent_name(name, command)
        if agent:
            return agent
        pid = parent
    return ""


def agent_name(name: str, command: list[str]) -> str:
    """The agent that a process is, by its own name or, under a language's runtime, by the program it was given."""
    program = _base(command[0]) if command else ""
    for candidate in (name, program, program.partition("-linux-")[0], program.partition("-darwin-")[0]):
        if candidate in AGENTS:
            return candidate
    if name in RUNTIMES or program.startswith(RUNTIMES):
        scripts = [_base(word) for word in command[1:4] if not word.startswith("-")]
        return next((script for script in scripts if script in AGENTS), "")
    return ""


def _base(path: str) -> str:
    name = path.rpartition("/")[2]
    for end in (".exe", ".js", ".mjs", ".cjs", ".py"):
        name = name.removesuffix(end)
    return name


def process(pid: int) -> Process | None:
    """Parent, name and command line of a process, from /proc or, where there is none, from ps."""
    from pathlib import Path

    folder = Path("/proc", str(pid))
    if not Path("/proc/self/stat").exists():
        return _from_ps(pid)
    try:
        stat = (folder / "stat").read_text(errors="replace")
        words = (folder / "cmdline").read_bytes().decode("utf-8", "replace").rstrip("\0").split("\0")
    except OSError:
        return None
    name, _, rest = stat.partition("(")[2].rpartition(")")
    return int(rest.split()[1]), name, words


def _from_ps(pid: int) -> Process | None:
    import subprocess

    try:
        done = subprocess.run(
            ["ps", "-o", "ppid=,command=", "-p", str(pid)], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    words = done.stdout.split()
    if len(words) < 2 or not words[0].isdigit():
        return None
    return int(words[0]), _base(words[1]), words[1:]
