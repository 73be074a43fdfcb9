"""bash: its facts in its own syntax, and the files that it starts with."""

from __future__ import annotations

from guardcmd.shell.quote import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from guardcmd.shells.hook_text import Facts

INTERACTIVE = ("-i",)
QUIET = "HISTFILE=/dev/null"  # the doctor's lines are not kept
# what the doctor asks the shell: one line that prints, each
PROBES = {
    "version": 'echo "$BASH_VERSION"',
    "keys": "{ bind -m emacs-standard -q accept-line; bind -m vi-insert -q accept-line; }",
    "prompt": 'echo "${PROMPT_COMMAND[@]}"',
    "net": 'echo "$PS0"',
    "ble": 'echo "$BLE_VERSION"',
    "editing": "set -o",
    "verify": "shopt histverify",
    "status": 'echo "$GUARDCMD_STATUS"',  # the last: it is set at a prompt
}


def prelude(facts: Facts) -> str:
    """Assignments for the hook's file. bash 3.2 has no associative arrays, and gets no hook."""
    words = " ".join([f"[{word}]={kind}" for word, kind in sorted(facts.words.items())])
    return (
        f"__guardcmd_state={quote([facts.paths.state])}\n"
        f"__guardcmd_config={quote([facts.paths.config])}\n"
        f"__guardcmd_start=({quote(facts.start)})\n"
        f"__guardcmd_options=(--state {quote([facts.paths.state])} --config {quote([facts.paths.config])})\n"
        f"[[ ${{BASH_VERSINFO[0]}} -lt 4 ]] || declare -gA __guardcmd_words=({words})\n"
    )


def startup_line(argv: Sequence[str]) -> str:
    """What loads the hook. Nothing is printed or started in shells that nobody types into, such as that of `scp`."""
    from guardcmd.shells.install import MARK

    missing = "guardcmd could not be loaded, so this shell is not guarded: guardcmd doctor"
    return (
        f'case $- in *i*) eval "$({quote(argv)})"; '
        f"[ -n \"${{__guardcmd_state-}}\" ] || echo '{missing}' >&2 ;; esac {MARK}"
    )


def startup_file(home: Path, environment: Mapping[str, str] | None = None) -> Path:
    return home / ".bashrc"


def startup_warnings(home: Path) -> list[str]:
    """What a login shell reads instead, if that does not load ~/.bashrc: the shells of macOS's Terminal, and of ssh."""
    for name in (".bash_profile", ".bash_login", ".profile"):
        try:
            text = (home / name).read_text(errors="replace")
        except OSError:
            continue
        if "bashrc" in text:
            return []
        return [f"`~/{name}` does not load `~/.bashrc`, so login shells are not guarded"]
    return ["there is no `~/.bash_profile` that loads `~/.bashrc`, so login shells are not guarded"]


def troubles(state: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What in the shell works against the hook, from the answers to PROBES, each with what to do about it."""
    last = "move guardcmd's line to the end of ~/.bashrc"
    if not state["status"]:
        yield "the hook is not loaded", "run `guardcmd install bash`, and see what `bash -i` says when it starts"
        return
    if state["ble"]:
        yield "ble.sh is loaded, which replaces the line editor that the hook works in", "use one of the two"
    options = [line.split() for line in state["editing"].splitlines()]
    if ["emacs", "off"] in options and ["vi", "off"] in options:
        yield "line editing is off, so lines are judged late", "start bash without `--noediting`"
    for key in ("\\C-m", "\\C-j"):
        if f'"{key}"' in state["keys"]:
            yield f'something binds Enter ("{key}") to accept-line again, so lines are judged late', last
    if "__guardcmd_prompt" not in state["prompt"]:
        yield "something sets PROMPT_COMMAND anew without what was in it", last
    if "__guardcmd_seen" not in state["net"]:
        yield "something sets PS0 anew without what was in it, so lines that bypass Enter are not judged", last
    if state["verify"].endswith("off"):
        yield "something switches histverify off; the hook switches it on again when it is needed", last
