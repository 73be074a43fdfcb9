"""Programs that go on reading commands from their terminal, for clients that type there without asking a hook. Pure.

Codex judges `exec_command` and lets `write_stdin` type into what it started (0.171.0): whatever waits for input runs
commands that nobody sees. Shells, interpreters, wrappers and database clients are known by what the rule files say of
their standard input; here are the others.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

TYPING = ("codex",)  # clients whose model can type into a running program unseen
EDITORS = ("vi", "vim", "nvim", "view", "ex", "emacs", "nano")  # also named where nobody starts them: EDITOR=vim
# program -> the words behind it with which it does; none: with any but those that end it at once
SESSIONS: dict[str, tuple[str, ...]] = {
    "terraform": ("console",), "tofu": ("console",), "terragrunt": ("console",), "virsh": ("console",),
    "irb": (), "pry": (), "ghci": (), "ptpython": (), "ptipython": (), "xonsh": (), "pyspark": (), "spark-shell": (),
    "gdb": (), "lldb": (), "cgdb": (), "ipdb": (), "pdb": (), "ansible-console": (),
    "aws-shell": (), "az": ("interactive",), "sftp": (), "ftp": (), "lftp": (), "telnet": (),
    **dict.fromkeys(EDITORS, ()),
    "docker": ("attach", "container attach"), "podman": ("attach",), "nerdctl": ("attach",),
    "kubectl": ("attach",), "oc": ("attach", "rsh"), "fly": ("ssh console", "console"), "flyctl": ("ssh console",),
    "cf": ("ssh",), "eb": ("ssh",), "lxc": ("shell", "console"), "incus": ("shell", "console"),
    "multipass": ("shell",), "machinectl": ("shell", "login"), "distrobox": ("enter",), "toolbox": ("enter",),
    "poetry": ("shell",), "pipenv": ("shell",), "devbox": ("shell",), "nix": ("develop", "shell", "repl"),
    "cabal": ("repl",), "stack": ("repl", "ghci"), "lein": ("repl",), "sbt": ("console", "shell"),
    "dotnet": ("fsi",), "tmux": ("", "new", "new-session", "attach", "attach-session", "a", "at"),
    "screen": ("",), "zellij": ("", "attach"), "byobu": ("",),
}  # fmt: skip
# options with which a program does what it is told and ends
ENDING = (
    "--version", "-version", "-v", "-V", "--help", "-help", "-h", "-batch", "--batch", "-b", "-e", "-es", "-Es", "-c",
    "-f", "--headless", "--eval", "-d", "-x", "--command", "-C", "-ls", "-list", "-wipe", "-X", "-dm", "-dmS",
)  # fmt: skip
BREAKS = str.maketrans("'\";|&\n\t/", " " * 8)


def reads_commands(program: str, words: Sequence[str]) -> bool:
    """Whether the program, called with these words, reads commands from its terminal. Unknown words are empty."""
    if program not in SESSIONS or any(word in ENDING or word.startswith("+") for word in words):
        return False
    wanted = SESSIONS[program]
    plain = " ".join([word for word in words if not word.startswith("-")])
    return not wanted or any(f"{plain} ".startswith(f"{each} ") if each else not plain for each in wanted)


def stays_quiet(text: str, client: str) -> bool:
    """Whether a text of plain words may take the fast path, as far as such programs go."""
    return client not in TYPING or SESSIONS.keys().isdisjoint(text.translate(BREAKS).split())
