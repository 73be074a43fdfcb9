"""fish: its facts in its own syntax, and the file that it starts with."""

from __future__ import annotations

from guardcmd.shells.prefilter import HEAD_ONLY, LETTERS, NAME, shorter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from guardcmd.shells.hook_text import Facts

INTERACTIVE = ("-i",)
QUIET = "set -g fish_history ''"  # the doctor's lines are not kept
# words of fish before which or behind which a command stands, or that change what words mean
HEADS = ("abbr", "and", "argparse", "begin", "case", "command", "else", "emit", "not", "or", "switch", "time")
# what the doctor asks the shell: one line that prints, each
PROBES = {
    "version": "echo $version",
    "keys": "bind \\r",
    "insert": "bind -M insert \\r",
    "status": "echo $GUARDCMD_STATUS",  # the last: it is set at a prompt
}


def quote(words: Sequence[str]) -> str:
    """The words as fish reads them, which has its own way with backslashes in quotes."""
    return " ".join(["'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'" for word in words])


def prelude(facts: Facts) -> str:
    """Assignments for the hook's file."""
    paths = facts.paths
    return (
        f"set -g __guardcmd_state {quote([paths.state])}\n"
        f"set -g __guardcmd_config {quote([paths.config])}\n"
        f"set -g __guardcmd_start {quote(facts.start)}\n"
        f"set -g __guardcmd_options {quote(['--state', paths.state, '--config', paths.config])}\n"
    ) + "".join([f"set -g __guardcmd_{name} {quote([value])}\n" for name, value in tables(facts.words).items()])


def tables(known: Mapping[str, str]) -> dict[str, str]:
    """Variables that the hook looks words up in; none if there is a word that it would not find.

    `words_X`: the programs that begin with that letter, between blanks. `versions`: a pattern of those that `shorter`
    would cut. `heads`: a pattern of words that count as the name of a command only.
    """
    programs, versions, heads = set(), set(), set(HEADS)
    for word, kind in known.items():
        if "/" in word or word in (".", "-"):  # the one is no last part of a path, the others the hook knows itself
            continue
        name = beginning(word)
        if not name or not name[-1].isalnum() or (not shorter(name) and not name[-1].isalpha()):
            return {}
        if kind == HEAD_ONLY:
            heads.add(name)
        elif shorter(name):
            versions.add(name)
        else:
            programs.add(name)
    versions = {name for name in versions if programs.isdisjoint(shortened(name))}
    found = {"heads": "|".join(sorted(heads)), "versions": "|".join(sorted(versions)).replace(".", "\\.")}
    for letter in sorted({name[0] for name in programs}):
        value = " ".join(["", *sorted([name for name in programs if name[0] == letter]), ""])
        found |= {f"words_{letter}": value, f"words_{letter.upper()}": value}
    return found


def beginning(word: str) -> str:
    """As much of the word as has a name's characters; empty if it begins with none that begins a name."""
    end = 0
    while end < len(word) and word[end] in NAME:
        end += 1
    return word[:end] if word[0] in LETTERS else ""


def shortened(name: str) -> Iterator[str]:
    while name := shorter(name):
        yield name


def startup_line(argv: Sequence[str]) -> str:
    """What loads the hook, in shells that somebody types into."""
    from guardcmd.shells.install import MARK

    missing = "guardcmd could not be loaded, so this shell is not guarded: guardcmd doctor"
    return (
        f"if status is-interactive; {quote(argv)} | source; "
        f"set -q __guardcmd_state; or echo '{missing}' >&2; end {MARK}"
    )


def startup_file(home: Path, environment: Mapping[str, str] | None = None) -> Path:
    """config.fish, which fish reads after all of conf.d. Without an environment, for the process's own."""
    import os
    from pathlib import Path

    environment = os.environ if environment is None else environment
    told = environment.get("XDG_CONFIG_HOME", "")
    folder = Path(told) if told.startswith("/") else home / ".config"
    return folder / "fish" / "config.fish"


def startup_warnings(home: Path) -> list[str]:
    return []


def troubles(state: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What in the shell works against the hook, from the answers to PROBES, each with what to do about it."""
    if not state["status"]:
        yield "the hook is not loaded", "run `guardcmd install fish`, and see what `fish -i` says when it starts"
        return
    for name, mode in (("keys", "default"), ("insert", "insert")):
        if state[name] and "__guardcmd_enter" not in state[name]:
            yield (
                f"something binds Enter in {mode} mode again, so lines run unjudged",
                "bind it earlier",
            )
