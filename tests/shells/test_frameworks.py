"""What others load into a shell too: a harmless line runs once, a dangerous one only when it is confirmed, and once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.shells import test_bash as in_bash
from tests.shells import test_zsh as in_zsh
from tests.shells.terminal import ASK, SYNC, Home, Shell
from tests.shells.test_zsh import DESTROY

COMPLETION = "/usr/share/bash-completion/bash_completion"
# bash-preexec's way: a DEBUG trap, and functions in PROMPT_COMMAND around the others' ones
PREEXEC = r"""preexec_invoke() {
  [[ -n $armed && -z $COMP_LINE && -z $READLINE_POINT ]] || return 0
  armed=
  echo "$BASH_COMMAND" >> ~/preexec
}
trap 'preexec_invoke' DEBUG
PROMPT_COMMAND=$'precmd_invoke\n'"${PROMPT_COMMAND[0]-}"$'\narmed=1'
precmd_invoke() { :; }"""
# plugins that fill an empty line, or put `sudo` before it, from within a widget
FILLING = """fill() { [[ -n $BUFFER ]] || BUFFER='terraform destroy -var=n=filled'; zle .accept-line }
zle -N accept-line fill"""
BEFORE_IT = """put() { LBUFFER="nice $LBUFFER"; zle redisplay }
zle -N put; bindkey '^X^P' put"""
# a prompt that becomes short when the line is accepted
TRANSIENT = """finish() { PROMPT='$ ' RPROMPT=; zle reset-prompt; PROMPT=$'two\\nlines> ' RPROMPT=right }
zle -N zle-line-finish finish
PROMPT=$'two\\nlines> ' RPROMPT=right"""
# accepts what a program has chosen, as atuin does
CHOOSING = """choose() {
  emulate -L zsh; zle -I
  LBUFFER='terraform destroy -var=n=chosen'; zle reset-prompt; zle accept-line
}
zle -N choose; bindkey '^X^R' choose"""
IN_ZSH = {
    "direnv": 'eval "$(direnv hook zsh)"',
    "zoxide": 'eval "$(zoxide init zsh)"',
    "an empty line that is filled": FILLING,
    "words put before the line": BEFORE_IT,
    "a prompt that becomes short": TRANSIENT,
    "a chosen line that is accepted": CHOOSING,
}
IN_BASH = {
    "direnv": 'eval "$(direnv hook bash)"',
    "zoxide": 'eval "$(zoxide init bash)"',
    "bash-completion": f"source {COMPLETION}",
    "a DEBUG trap and PROMPT_COMMAND": PREEXEC,
}
KEYS = {FILLING: ("\r",), BEFORE_IT: (f"{DESTROY}1\x18\x10", "\r"), CHOOSING: ("\x18\x12",)}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def in_order(text: str, order: str) -> str:
    """The start-up file, or skip the test where the program is missing."""
    for program in ("direnv", "zoxide"):
        if f"$({program} " in text and not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    if COMPLETION in text and not Path(COMPLETION).exists():
        pytest.skip("bash-completion is not installed")
    return f"HOOK\n{text}" if order == "hook first" else f"{text}\nHOOK"


def guards(shell: Shell, *keys: str) -> None:
    """What the keys enter is refused; a harmless line runs once, and has one entry in the history."""
    ran = len(shell.home.ran())
    if keys:
        shell.keys(*keys, ASK, "\r")
        shell.sync(interrupts=True)
        assert len(shell.home.ran()) == ran
    shell.keys("echo once >> ~/once\r", SYNC, "fc -ln -8 > ~/list\r", SYNC)
    assert (shell.home.root / "once").read_text() == "once\n"
    lines = [line.strip() for line in (shell.home.root / "list").read_text().splitlines()]
    assert lines.count("echo once >> ~/once") == 1
    assert shell.value("$GUARDCMD_STATUS") == "blocks"
    shell.close()


@pytest.mark.parametrize("order", ["hook first", "hook last"])
@pytest.mark.parametrize("text", IN_ZSH.values(), ids=IN_ZSH)
def test_zsh(home: Home, text: str, order: str) -> None:
    if not shutil.which("zsh"):
        pytest.skip("zsh is not installed")
    shell = in_zsh.zsh(home, f"bindkey -e\n{in_order(text, order)}")
    in_zsh.refuses(shell)
    guards(shell, *KEYS.get(text, ()))


@pytest.mark.parametrize("order", ["hook first", "hook last"])
@pytest.mark.parametrize("text", IN_BASH.values(), ids=IN_BASH)
def test_bash(home: Home, text: str, order: str) -> None:
    shell = in_bash.bash(home, in_order(text, order))
    in_bash.refuses(shell)
    guards(shell)
