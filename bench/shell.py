"""What the hook adds to Enter in an interactive shell, against the bare shell in the same run.

    python bench/shell.py [bash|zsh|fish] [--runs 1000] [--judged 100]

A line is typed with its Enter, and the time until its first output is measured: `echo`, so that the shell itself is
nearly all of it. Bare and guarded shell take turns, line by line. Lines with a trigger word are judged in a process.
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import statistics
import sys
import tempfile
import time
from pathlib import Path

RC = {
    "bash": "PS1='$ '\n",
    "zsh": "PS1='$ '\n",
    "fish": "function fish_prompt; printf '$ '; end\nset -g fish_greeting\nset -g fish_autosuggestion_enabled 0\n"
    "function fish_title; end\n",
}
BEFORE_OUTPUT = {"bash": "\n\x1b[?2004l\r", "zsh": "\n", "fish": "\x1b[m"}
LINES = {  # and whether a process judges it
    "no trigger word: echo": ("echo {n}-done", False),
    "no trigger word: 8 words and a pipe": ("echo {n}-done a b c d e | cat", False),
    "fast path of the judgement": ("echo {n}-done | sort", True),
    "full analysis, allowed": ('for i in 1; do echo "{n}-done"; done', True),
}


class Shell:
    """A shell on a pseudo-terminal. Its start-up file is in the folder `rc`."""

    def __init__(self, shell: str, rc: Path, home: str) -> None:
        self.shell, self.rest = shell, b""
        self.process, self.terminal = pty.fork()
        if not self.process:
            environment = {"HOME": home, "PATH": os.environ["PATH"], "TERM": "xterm", "LANG": "C.UTF-8"}
            file = rc / f".{shell}rc"
            options = {
                "bash": ["--noprofile", "--rcfile", str(file), "-i"],
                "zsh": ["-d", "-i"],
                "fish": ["-i", "-C", f"source {file}"],
            }
            os.execvpe(shell, [shell, *options[shell]], {**environment, "ZDOTDIR": str(rc)})
        self.until(b"$ ")

    def until(self, mark: bytes) -> float:
        while mark not in self.rest:
            self.rest = self.rest[-200:] + os.read(self.terminal, 65536)
        self.rest = self.rest.partition(mark)[2]
        return time.perf_counter()

    def enter(self, line: str, number: int) -> float:
        """Milliseconds from Enter to the output of the line."""
        os.write(self.terminal, line.format(n=number).encode())
        if self.shell == "fish":
            self.settle()
        else:
            self.until(line.format(n=number)[-4:].encode())
            time.sleep(0.002)
        start = time.perf_counter()
        os.write(self.terminal, b"\r")
        spent = self.until(f"{BEFORE_OUTPUT[self.shell]}{number}-done".encode()) - start
        self.until(b"$ ")
        return spent * 1000

    def settle(self) -> None:
        """fish colours what was typed, character by character, and again when a thread knows more."""
        time.sleep(0.03)
        while select.select([self.terminal], [], [], 0.01)[0]:
            os.read(self.terminal, 65536)
        self.rest = b""


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shell", nargs="?", choices=RC, default="bash")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--judged", type=int, default=100)
    options = parser.parse_args()
    from guardcmd.agents.wiring.install import site_folders
    from guardcmd.shells.hook_text import hook_text

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        bare, guarded = Path(home, "bare"), Path(home, "guarded")
        hook = hook_text(options.shell, f"{home}/state", f"{home}/config", site_folders())
        Path(home, ".local/share/fish/generated_completions").mkdir(parents=True)  # else fish reads all manual pages
        for folder, more in ((bare, ""), (guarded, hook)):
            folder.mkdir()
            (folder / f".{options.shell}rc").write_text(RC[options.shell] + more)
        shells = tuple([Shell(options.shell, folder, home) for folder in (bare, guarded)])
        print(f"{'milliseconds that are added':40} {'median':>8} {'p99':>8}   {'bare':>6} {'guarded':>8} (medians)")
        for name, (line, judged) in LINES.items():
            if options.shell == "fish":
                line = line.replace("; do echo", "; echo").replace("; done", "; end")
            runs = options.judged if judged else options.runs
            times: tuple[list[float], list[float]] = ([], [])
            for number in range(runs):
                for shell, found in zip(shells, times):
                    found.append(shell.enter(line, number))
            middle = [statistics.median(found) for found in times]
            far = [percentile(found, 0.99) for found in times]
            added, worst = middle[1] - middle[0], far[1] - far[0]
            print(f"{name:40} {added:8.2f} {worst:8.2f}   {middle[0]:6.2f} {middle[1]:8.2f}  n={runs}")
        for shell in shells:
            os.write(shell.terminal, b"exit\r")
            os.close(shell.terminal)
    return 0


if __name__ == "__main__":
    sys.exit(main())
