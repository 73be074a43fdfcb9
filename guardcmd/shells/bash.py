"""bash: its facts in its own syntax, and the files that it starts with."""

from __future__ import annotations

from guardcmd.shell.quote import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from guardcmd.shells.hook_text import Facts


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
