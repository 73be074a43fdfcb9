"""zsh: its facts in its own syntax, and the files that it starts with."""

from __future__ import annotations

from guardcmd.shell.quote import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from guardcmd.shells.hook_text import Facts

INTERACTIVE = ("-o", "histignorespace", "-i")
QUIET = "HISTFILE=/dev/null"  # the doctor's lines are not kept
# options that functions of the hook must not run under, whatever the user has set
OPTIONS = ("no_aliases", "extended_glob", "no_err_exit", "no_err_return", "no_xtrace", "no_warn_create_global")
OF_THE_USER = "__guardcmd_precmd() { __guardcmd_options_set=$-; __guardcmd_prompt; }\n"
ANYWHERE = "a"  # what `words` says of a word that counts in every place
# what the doctor asks the shell: one line that prints, each
PROBES = {
    "version": 'echo "$ZSH_VERSION"',
    "keys": "bindkey '^M'",
    "widget": 'echo "${widgets[accept-line]}"',
    "search": "bindkey -M isearch '^M'",
    "precmd": 'echo "$precmd_functions"',
    "preexec": 'echo "$preexec_functions"',
    "editing": 'echo "${options[zle]}"',
    "status": 'echo "$GUARDCMD_STATUS"',  # the last: it is set at a prompt
}


def prelude(facts: Facts) -> str:
    """Assignments for the hook's file."""
    words = " ".join([f"'{word}' {kind or ANYWHERE}" for word, kind in sorted(facts.words.items())])
    return (
        f"__guardcmd_state={quote([facts.paths.state])}\n"
        f"__guardcmd_config={quote([facts.paths.config])}\n"
        f"__guardcmd_start=({quote(facts.start)})\n"
        f"__guardcmd_options=(--state {quote([facts.paths.state])} --config {quote([facts.paths.config])})\n"
        "typeset -gA __guardcmd_words\n"
        f"__guardcmd_words=({words} ';' s)\n"
    )


def in_its_own_options(text: str) -> str:
    """The hook's text such that it is read, and its functions run, under zsh's own options and without aliases.

    zsh keeps the options of `emulate -c` for functions that are defined in it (zshbuiltins(1), sticky emulation). Of
    the user's options, those that have a letter are told before each prompt. Comments and line ends are not left in
    the text: with an odd `histchars` the former, with CSH_JUNKIE_QUOTES the latter are read differently.
    """
    options = " ".join([f"-o {option}" for option in OPTIONS])
    return f"\\builtin emulate zsh {options} -c {ansi_quoted(without_comments(text))}\n{OF_THE_USER}"


def without_comments(text: str) -> str:
    """The hook's text has no ` # ` but before comments."""
    lines = [line.partition(" # ")[0] for line in text.split("\n") if not line.lstrip().startswith("#")]
    return "\n".join(lines)


def ansi_quoted(text: str) -> str:
    for character, escape in (("\\", "\\\\"), ("'", "\\'"), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(character, escape)
    return f"$'{text}'"


def startup_line(argv: Sequence[str]) -> str:
    """What loads the hook. Nothing is printed or started in shells that nobody types into."""
    from guardcmd.shells.install import MARK

    missing = "guardcmd could not be loaded, so this shell is not guarded: guardcmd doctor"
    return (
        f'case $- in *i*) eval "$({quote(argv)})"; '
        f"[ -n \"${{__guardcmd_state-}}\" ] || echo '{missing}' >&2 ;; esac {MARK}"
    )


def startup_file(home: Path, environment: Mapping[str, str] | None = None) -> Path:
    """Without an environment, for the process's own."""
    import os
    from pathlib import Path

    environment = os.environ if environment is None else environment
    return Path(environment.get("ZDOTDIR") or _told_by_zshenv(home, environment) or home) / ".zshrc"


def startup_warnings(home: Path) -> list[str]:
    """Login shells read .zshrc as well."""
    return []


def _told_by_zshenv(home: Path, environment: Mapping[str, str]) -> str:
    """What ~/.zshenv sets ZDOTDIR to, by zsh itself; empty if it does not speak of that."""
    import subprocess

    try:
        if "ZDOTDIR" not in (home / ".zshenv").read_text(errors="replace"):
            return ""
        done = subprocess.run(
            ["zsh", "-c", 'print -rn -- "guardcmd:${ZDOTDIR-}"'],
            env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=10, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return done.stdout.rpartition("guardcmd:")[2]


def troubles(state: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What in the shell works against the hook, from the answers to PROBES, each with what to do about it."""
    last = "move guardcmd's line to the end of .zshrc"
    if not state["status"]:
        yield "the hook is not loaded", "run `guardcmd install zsh`, and see what `zsh -i` says when it starts"
        return
    if state["editing"] != "on":
        yield "line editing is off, so lines are judged late", "take `unsetopt zle` out of your start-up files"
    key = state["keys"].rpartition(" ")[2]
    if key != "accept-line" and state["status"] != "blocks":
        yield f"Enter is bound to the widget `{key}`, which does not call accept-line, so lines are judged late", last
    elif not state["widget"].startswith("user:"):
        yield "something defines accept-line anew, so lines are judged late", last
    if "__guardcmd_precmd" not in state["precmd"]:
        yield "something sets precmd_functions anew without what was in it", last
    if "__guardcmd_preexec" not in state["preexec"]:
        yield "something sets preexec_functions anew without what was in it, so only Enter is guarded", last
    if state["search"].endswith(" accept-line"):
        yield "something binds Enter in a search to accept-line, so found lines are judged late", last
