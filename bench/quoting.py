"""Referee of guardcmd.shell by running: composed quoting, given to real shells whose only program is a stub.

    python bench/quoting.py --shell bash --count 40000 --seed 1

Every text holds `hit` in some quoting. Where the reader sees no command `hit`, the text is run with an empty
environment, an empty directory and a PATH that holds nothing but a program `hit`, which notes that it ran. A miss is a
text that ran it. What the reader refuses is not run: it would be asked about.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from guardcmd.shell.heads import simple_commands
from guardcmd.shell.ir import Literal, Script, Unreadable
from guardcmd.shell.reader import read

SHELLS = {  # dialect, how it is started, what makes the variables that the texts use
    "bash": ("bash", ["bash", "-c"], "y=1; a=(1 2); declare -A m=([k]=v); "),
    "sh": ("posix", ["bash", "--posix", "-c"], "y=1; a=(1 2); "),
    "dash": ("posix", ["dash", "-c"], "y=1; "),
    "zsh": ("zsh", ["zsh", "-fc"], "y=1; a=(1 2); typeset -A m=(k v); setopt no_nomatch; "),
}
ODD = [
    "a",
    "b c",
    "#",
    "}",
    "'",
    '"',
    ")",
    "(",
    ";",
    "|",
    "]",
    "\\",
    "\\\\",
    "$",
    "é",
    "\n",
    "",
    " ",
    "%",
    "/",
    ":",
    "-",
]
LEAVES = ["a", "1", "$(hit)", "`hit`", "$y", "$x", "${x}", "\\$(hit)", "'$(hit)'", '"$(hit)"', "$'$(hit)'", ""]
OPERATORS = [":-", "-", ":+", "+", ":=", "=", "#", "##", "%", "%%", "/", "//", "/#", "^", "^^", ",", ":", ":?"]
REDIRECTIONS = [">", "<", ">>", ">&", "<&", "<<<", "&>", ">|", "2>", "2>&", "1>&", "{fd}>", "<>"]


class Composer:
    """Makes words and commands of a given depth."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.pick = self.chance.choice

    def odd(self) -> str:
        return self.pick(ODD).replace("'", "")

    def words(self, depth: int) -> str:
        return "".join(self.word(depth) for _ in range(self.chance.randint(1, 2)))

    def word(self, depth: int) -> str:
        if depth <= 0:
            return self.pick(LEAVES)
        inner, pick = self.words(depth - 1), self.pick
        return pick(
            [
                lambda: "'" + pick(["$(hit)", "`hit`", self.odd(), "${x:-$(hit)}", inner.replace("'", "")]) + "'",
                lambda: f'"{inner}"',
                lambda: "${" + pick(["x", "y", "a[0]", "a[@]", "m[k]", "1", "@"]) + pick(OPERATORS) + inner + "}",
                lambda: "${" + pick(["x/", "y//"]) + inner + "/" + self.words(depth - 1) + "}",
                lambda: f"$(({inner}))",
                lambda: f"$({self.command(depth - 1)})",
                lambda: self.backquoted(self.command(depth - 1)),
                lambda: f"$[{inner}]",
                lambda: "${" + pick("am") + "[" + inner + "]}",
                lambda: "$'" + pick(["$(hit)", "\\'", "a\\n", "\\x24(hit)", self.odd()]) + "'",
                lambda: pick("<>") + f"({self.command(depth - 1)})",
                lambda: "\\" + self.odd()[:1] + inner,
                lambda: pick("@!?") + f"({inner})",
                lambda: "{" + inner + "," + self.words(depth - 1) + "}",
                lambda: f'$"{inner}"',
            ]
        )()

    def backquoted(self, text: str) -> str:
        escaped = text.replace("`", "\\`")
        return "`" + self.pick([text.replace("\\", "\\\\").replace("`", "\\`"), escaped, text]) + "`"

    def command(self, depth: int) -> str:
        pick = self.pick
        if depth <= 0:
            return pick(["hit", "a", "echo " + self.word(0), ": " + self.word(0)])
        word, other, inner = self.word(depth), self.word(depth), self.command(depth - 1)
        return pick(
            [
                lambda: f": {word} {other}",
                lambda: f": {word}",
                lambda: pick(["x=", "x+=", f"a[{other}]=", f"m[{other}]="]) + word,
                lambda: f"a=({word}" + pick([f" [{other}]=", " "]) + self.word(depth) + ")",
                lambda: ": " + pick(REDIRECTIONS) + pick(["", " "]) + word,
                lambda: f"case {word} in {other}) {inner};; esac",
                lambda: f"for i in {word}; do {inner}; done",
                lambda: "[[ " + pick(["-n ", "! ", ""]) + word + pick(["", " == ", " =~ ", " -eq "]) + other + " ]]",
                lambda: f"(({word}))",
                lambda: self.here_document(word, other),
                lambda: f"({inner})",
                lambda: inner + pick(["; ", " && ", "\n", " | ", " & "]) + self.command(depth - 1),
                lambda: f"if {inner}; then {self.command(depth - 1)}; fi",
                lambda: pick(["declare", "export", "local", "readonly"]) + " x=" + word,
                lambda: f": #{word}" + pick(["", "\n"]) + pick(["", "; "]) + inner,
                lambda: "f() { " + inner + "; }",
                lambda: pick(["! ", "time ", "coproc "]) + inner,
                lambda: f"declare -a x=({word})",
            ]
        )()

    def here_document(self, body: str, other: str) -> str:
        behind = self.pick(["", " && a", " " + other])
        return ": <<" + self.pick(["E", "'E'", "-E", "\\E"]) + behind + "\n" + self.pick(["", "\t"]) + body + "\nE\n"


def sees(script: Script) -> bool:
    """Whether a command `hit` stands in the script. What is unknown in a name may be nothing."""
    for command in simple_commands(script):
        names = ["".join(p.text for p in word.parts if isinstance(p, Literal)) for word in command.words]
        named = [name for name in names if name not in ("", "coproc", "time")]
        if named and "hit" in named[0]:
            return True
    return False


def runs(command: list[str], text: str, directory: str) -> bool:
    """Whether the shell runs the stub."""
    log = Path(directory) / "log"
    environment = {"PATH": directory + "/bin", "LC_ALL": "C.UTF-8", "LOG": str(log)}
    try:
        subprocess.run(
            [*command, text],
            env=environment,
            cwd=directory + "/work",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=2,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    ran = log.exists()
    log.unlink(missing_ok=True)
    return ran


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shell", choices=SHELLS, default="bash")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dialect, command, setup = SHELLS[options.shell]
    command = [f"/bin/{command[0]}" if os.path.exists(f"/bin/{command[0]}") else command[0], *command[1:]]
    composer = Composer(options.seed)
    results: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as directory:
        for name in ("bin", "work"):
            os.mkdir(f"{directory}/{name}")
        stub = Path(directory, "bin", "hit")
        stub.write_text('#!/bin/sh\necho ran >> "$LOG"\n')
        stub.chmod(0o755)
        while results.total() < options.count:
            text = setup + composer.command(composer.chance.randint(1, 4))
            if "hit" not in text or len(text) > 600:
                continue
            script = read(text, dialect)
            if isinstance(script, Unreadable):
                results["refused"] += 1
            elif sees(script):
                results["seen"] += 1
            elif runs(command, text, directory):
                results["missed"] += 1
                print("missed:", repr(text[len(setup) :]))
            else:
                results["rightly not seen"] += 1
    for name, count in sorted(results.items()):
        print(f"{name:18}{count:8}")
    return 1 if results["missed"] else 0


if __name__ == "__main__":
    sys.exit(main())
