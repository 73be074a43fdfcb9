"""zsh itself: a dangerous line never runs unconfirmed, runs once when confirmed, and nothing else is changed."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests.shells.terminal import ASK, CLEAR, SYNC, Home, Shell

pytestmark = pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
DESTROY = "terraform destroy -var=n="
NO, YES = "\r", "work\r"
UP, PASTE, PASTED = "\x1b[A", "\x1b[200~", "\x1b[201~"
CTRL_C, CTRL_D, CTRL_J, CTRL_O, CTRL_R, CTRL_U = "\x03", "\x04", "\n", "\x0f", "\x12", "\x15"
INFER = "accept-and-infer-next-history"
SUGGESTIONS = "/usr/share/zsh-autosuggestions/zsh-autosuggestions.zsh"
HIGHLIGHTING = "/usr/share/zsh-syntax-highlighting/zsh-syntax-highlighting.zsh"
FZF = "/usr/share/doc/fzf/examples/key-bindings.zsh"
LOAD = 'eval "$(cat ~/hook)"'


def zsh(home: Home, rc: str = "HOOK", *options: str, **more: str) -> Shell:
    """`HOOK` in the start-up file loads the hook."""
    (home.root / "hook").write_text(home.hook("zsh"))
    (home.root / ".zshrc").write_text(f"PS1='> ' PS2='_> ' HISTSIZE=1000 KEYTIMEOUT=1\n{rc}\n".replace("HOOK", LOAD))
    return Shell(home, ["zsh", "-d", *options, "-i"], ZDOTDIR=str(home.root), **more)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """One shell for every case that leaves it as it was."""
    shell = zsh(
        Home(tmp_path_factory.mktemp("home")),
        """bindkey -e
setopt hist_ignore_space hist_ignore_dups
alias kk='terraform destroy' kkk='kk' ll='ls -l' ls='ls --color=auto'
alias -g BOTH='; terraform destroy -var=n=global'
alias -s plan='terraform destroy -var=n=suffix'
deploy() { if true; then terraform destroy "$@"; fi; }
outer() { deploy "$@"; }
fpath=(~/fpath $fpath)
autoload -Uz lazy edit-command-line
zle -N edit-command-line
bindkey '^X^E' edit-command-line
bindkey -s '\\et' '^Uterraform destroy -var=n=macro^M'
HOOK
""",
    )
    folder = shell.home.root / "fpath"
    folder.mkdir()
    (folder / "lazy").write_text("terraform destroy $@\n")
    yield shell
    shell.close()


# what is typed; the stub never runs
REFUSED = {
    "plain": (f"{DESTROY}1\r", ASK, NO),
    "Ctrl-C at the question": (f"{DESTROY}1\r", ASK, CTRL_C),
    "Ctrl-D at the question": (f"{DESTROY}1\r", ASK, CTRL_D),
    "y": (f"{DESTROY}1\r", ASK, "y\r"),
    "a wrong word, then the right one": (f"{DESTROY}1\r", ASK, "wrok\rwork\r"),
    "Ctrl-J": (f"{DESTROY}1{CTRL_J}", ASK, NO),
    "twice, since the line is kept": (f"{DESTROY}1\r", ASK, NO, "\r", ASK, NO),
    "after Ctrl-C, since the line is kept": (f"{DESTROY}1\r", ASK, CTRL_C, "\r", ASK, NO),
    "behind others": (f"echo a && {DESTROY}1; echo b\r", ASK, NO),
    "a leading blank under HIST_IGNORE_SPACE": (f" {DESTROY}1\r", ASK, NO),
    "split by a backslash": ("terraform des\\\r", "troy -var=n=1\r", ASK, NO),
    "a loop of three lines": ("for i in 1 2; do\r", f"{DESTROY}$i\r", "done\r", ASK, NO),
    "a short loop": (f"for i (1 2) {DESTROY}$i\r", ASK, NO),
    "repeat": (f"repeat 2 {DESTROY}1\r", ASK, NO),
    "a group over two lines": ("{ echo a\r", f"{DESTROY}1; }}\r", ASK, NO),
    "an open quote": ("echo 'a\r", f"b'; {DESTROY}1\r", ASK, NO),
    "an operator at the end": ("echo a &&\r", f"{DESTROY}1\r", ASK, NO),
    "a here-document": ("bash <<X\r", f"{DESTROY}1\r", ASK, NO),
    "a bracketed paste of three lines": (f"{PASTE}echo a\n{DESTROY}1\necho b{PASTED}\r", ASK, NO),
    "a raw paste with the word behind": (f"echo a\r{DESTROY}1\rwork\recho b\r", ASK, NO),
    "an alias": ("kk -var=n=1\r", ASK, NO),
    "an alias of an alias": ("kkk -var=n=1\r", ASK, NO),
    "a global alias": ("echo a BOTH\r", ASK, NO),
    "a suffix alias": ("x.plan\r", ASK, NO),
    "a function": ("deploy -var=n=1\r", ASK, NO),
    "a function that calls a function": ("outer -var=n=1\r", ASK, NO),
    "a function that is not loaded yet": ("lazy -var=n=1\r", ASK, NO),
    "an anonymous function": (f"() {{ {DESTROY}1 }}\r", ASK, NO),
    "eval": (f"eval '{DESTROY}1'\r", ASK, NO),
    "noglob": (f"noglob {DESTROY}1\r", ASK, NO),
    "a variable": ("x=destroy\r", SYNC, "terraform $x -var=n=1\r", ASK, NO),
    "a variable that is split": ("x='terraform destroy -var=n=1'\r", SYNC, "$=x\r", ASK, NO),
    "an array": ("words=(terraform destroy -var=n=1)\r", SYNC, "$words\r", ASK, NO),
    "an element of a table": ("typeset -A table=(a terraform)\r", SYNC, "$table[a] destroy -var=n=1\r", ASK, NO),
    "a function by a variable": ("x=deploy\r", SYNC, "$x -var=n=1\r", ASK, NO),
    "a background job": (f"{DESTROY}1 &!\r", ASK, NO),
    "behind #, which is no comment here": (f"echo a # ; {DESTROY}1\r", ASK, NO),
    "the editor": ("\x18\x05", "\r", ASK, NO),
    "a macro that enters": ("\x1bt", ASK, NO),
    "accept-and-hold": (f"{DESTROY}1\x1ba", ASK, NO),
    "accept-line-and-down-history": (f"{DESTROY}1{CTRL_O}", ASK, NO),
    "accept-and-infer-next-history": (f"bindkey '^X^A' {INFER}\r", SYNC, f"{DESTROY}1\x18\x01", ASK, NO),
    "by the name of the widget": (f"{DESTROY}1\x1bxaccept-line\r", ASK, NO),
    "a line longer than the terminal": (f"echo {'x' * 250}; {DESTROY}1\r", ASK, NO),
    "from the buffer stack": (f"print -z '{DESTROY}1'\r", "\r", ASK, NO),
}  # fmt: skip
CONFIRMED = {
    "plain": (f"{DESTROY}1\r", ASK, YES),
    "after a refusal": (f"{DESTROY}1\r", ASK, NO, "\r", ASK, YES),
    "edited after a refusal": (f"{DESTROY}1\r", ASK, NO, "\x7f2\r", ASK, YES),
    "split by a backslash": ("terraform des\\\r", "troy -var=n=1\r", ASK, YES),
    "a here-document, asked once": ("bash <<X\r", f"{DESTROY}1\r", ASK, YES, "X\r"),
    "a loop, asked once": ("for i in 1; do\r", f"{DESTROY}$i\r", "done\r", ASK, YES),
    "a function": ("deploy -var=n=1\r", ASK, YES),
    "a global alias": ("echo a BOTH\r", ASK, YES),
    "blanks under HIST_REDUCE_BLANKS": ("setopt hist_reduce_blanks\r", "  terraform   destroy  -var=n=1  \r", ASK, YES),
    "the tail of a raw paste is dropped": (f"{DESTROY}1\r{DESTROY}2\r", ASK, YES),
}  # fmt: skip


@pytest.mark.parametrize("keys", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_never_runs(shared: Shell, keys: tuple[str, ...]) -> None:
    before = len(shared.home.ran())
    shared.keys(*keys)
    shared.sync(interrupts=True)
    assert shared.home.ran()[before:] == []


@pytest.mark.parametrize("keys", CONFIRMED.values(), ids=CONFIRMED)
def test_what_is_confirmed_runs_once(shared: Shell, keys: tuple[str, ...]) -> None:
    before = len(shared.home.ran())
    shared.keys(*keys)
    shared.sync()
    assert len(shared.home.ran()[before:]) == 1


LEFT = [
    (("false",), "$?"),
    (("(exit 3) | (exit 4)",), "$pipestatus"),
    (("mark $_x last-word",), "$_"),
    (("git --version last-word",), "$_"),
    (("setopt xtrace", "unsetopt xtrace", "setopt"), "$#options"),
    (("set -- a b",), "$# $1"),
    (("x=1", "x=2 true"), "$x $!"),
]


@pytest.mark.parametrize(("lines", "expression"), LEFT)
def test_what_a_line_leaves_is_left(shared: Shell, bare: Shell, lines: tuple[str, ...], expression: str) -> None:
    """As in a zsh without the hook."""
    found = []
    for shell in (shared, bare):
        out = shell.home.root / "value"
        for line in lines:
            shell.keys(f"{line}\r")
        shell.keys(f"echo {expression} > {out}\r")
        shell.sync()
        found.append(out.read_text())
    assert found[0] == found[1]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    shell = zsh(Home(tmp_path_factory.mktemp("bare")), "bindkey -e")
    yield shell
    shell.close()


def test_jobs(shared: Shell) -> None:
    out = shared.home.root / "jobs"
    shared.keys("sleep 300 &\r", SYNC)
    shared.hold()
    shared.keys("\x1a", SYNC, f"{DESTROY}1\r", ASK, NO, CLEAR, f"jobs > {out}\r", SYNC)
    running, stopped = out.read_text().splitlines()
    assert "running" in running
    assert "suspended" in stopped
    shared.keys("kill -9 %1 %2\r", SYNC, "wait\r", SYNC, f"jobs -r > {out}\r", SYNC)
    assert out.read_text() == ""


def test_terminal_modes(shared: Shell) -> None:
    """What a command finds, before and after a question."""
    out = shared.home.root / "modes"
    shared.keys(f"stty -a > {out}1\r", SYNC, f"{DESTROY}1\r", ASK, NO, CLEAR, f"stty -a > {out}2\r")
    shared.sync()
    assert (shared.home.root / "modes1").read_text() == (shared.home.root / "modes2").read_text()


def test_what_reads_the_terminal(shared: Shell) -> None:
    """`read`, and zsh's line editor for other things than commands: nothing of that is judged."""
    shared.keys("read -r 'x?answer: '\r")
    shared.child.expect("answer: ")
    shared.child.expect("answer: ")
    shared.keys("typed\r")
    assert shared.value('"$x"') == "typed"
    shared.keys("x=a; vared x\r")
    shared.read()
    shared.keys(f"{CTRL_U}{DESTROY}vared\r")
    assert shared.value('"$x"') == f"{DESTROY}vared"


def test_status_and_switching_off(shared: Shell) -> None:
    off = shared.home.root / "state" / "shells-off"
    assert shared.value("$GUARDCMD_STATUS -$GUARDCMD_SEGMENT-") == "blocks --"
    before = len(shared.home.ran())
    for never in ("9999999999999\n", "1\n"):
        off.write_text(never)
        shared.keys(f"{DESTROY}1\r", ASK, NO)
        shared.sync(interrupts=True)
    assert len(shared.home.ran()) == before
    out = shared.home.root / "status"
    off.write_text(f"{int(time.time()) + 600}\n")
    shared.keys(f"{DESTROY}off\r", SYNC)
    shared.keys(f'echo "$GUARDCMD_STATUS$GUARDCMD_SEGMENT" > {out}\r')
    shared.sync()
    off.unlink()
    shared.sync()
    assert shared.home.ran()[-1].endswith("off")
    assert out.read_text() == "off[guardcmd off] \n"
    assert shared.value("$GUARDCMD_STATUS") == "blocks"


def test_a_folders_own_rules_close_the_prefilter(shared: Shell) -> None:
    log, folder = shared.home.root / "state" / "audit.jsonl", shared.home.root / "work" / ".guardcmd"
    shared.keys("note plain-one\r", SYNC)
    folder.mkdir()
    shared.keys("note plain-two\r", SYNC)
    folder.rmdir()
    assert "plain-two" in log.read_text()
    assert "plain-one" not in log.read_text()


# --- other shells than the plain one -----------------------------------------------------


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def leave(shell: Shell) -> None:
    """Go on behind a refusal. Without a line editor Ctrl-C would take the next line away, and nothing is kept."""
    shell.sync(interrupts="unsetopt zle" not in (shell.home.root / ".zshrc").read_text())


def refuses(shell: Shell, *before: str) -> None:
    """Whether a refused line does not run, and a confirmed one once."""
    ran = len(shell.home.ran())
    shell.keys(*before, f"{DESTROY}1\r", ASK, NO)
    leave(shell)
    assert len(shell.home.ran()) == ran
    shell.keys(*before, f"{DESTROY}2\r", ASK, YES)
    shell.sync()
    assert len(shell.home.ran()) == ran + 1


def test_history(home: Home) -> None:
    """Up, a search, `!!`, `r` and `fc` are judged, and every line has exactly one entry."""
    shell = zsh(home, "bindkey -e\nsetopt hist_ignore_space hist_ignore_dups\nHOOK")
    shell.keys(f"{DESTROY}history\r", ASK, YES)
    shell.sync()
    ran = len(home.ran())
    for keys in (
        (UP, UP, "\r", ASK, NO), (f"{CTRL_R}destroy", "\r", ASK, NO), (f"{CTRL_R}destroy", CTRL_O, ASK, NO),
        (f"{CTRL_R}destroy", CTRL_J, ASK, NO), ("!terr\r", "\r", ASK, NO), ("r terr\r", "\r", ASK, NO),
        ("fc -s history=again terr\r", "\r", ASK, NO), ("fc -e - terr\r", "\r", ASK, NO), ("fc terr\r", "\r", ASK, NO),
        ("echo a; r terr\r", CLEAR), ("echo !terr\r", CLEAR), ("!nosuch\r", CLEAR), ("r nosuch\r", CLEAR),
    ):  # fmt: skip
        shell.keys(*keys)
        shell.sync(interrupts=True)
    assert len(home.ran()) == ran
    assert shell.value("$GUARDCMD_STATUS") == "blocks"
    shell.keys("echo one\r", "echo two\\\r", "three\r", "  echo ignored\r", f"fc -ln 1 > {home.root}/list\r")
    shell.sync()
    lines = (home.root / "list").read_text().splitlines()
    lines = [line for line in lines if not line.startswith(("mark", "note"))]
    assert lines == [f"{DESTROY}history", "echo one", "echo two\\\\nthree"]
    shell.close()


def test_vi(home: Home) -> None:
    shell = zsh(
        home,
        "bindkey -v\nautoload -Uz edit-command-line; zle -N edit-command-line\nbindkey -a v edit-command-line\nHOOK",
    )
    refuses(shell)
    for keys in (
        (f"{DESTROY}1\x1b", "\r", ASK, NO),
        ("\x1b", "v", "\r", ASK, NO),
        ("\x1b", "/destroy\r", "\r", ASK, NO),
    ):
        shell.keys(*keys)
        shell.sync(interrupts=True)
    assert len(home.ran()) == 1
    shell.keys("bindkey -e\r", SYNC)
    refuses(shell)
    shell.close()


RCS = {
    "two lines of prompt": "PS1=$'one\\ntwo> '\nHOOK",
    "a prompt that is made by precmd, as starship does": (
        "HOOK\nprecmd_functions+=(p); setopt prompt_subst; p() { s=$?; PS1='$(echo $s)> ' }"
    ),
    "precmd_functions set afterwards": "HOOK\nprecmd_functions=(p); p() { PS1='> ' }",
    "preexec_functions set afterwards": "HOOK\npreexec_functions=(p); p() { : }",
    "loaded twice": "HOOK\nHOOK",
    "errexit and nounset": "HOOK\nset -eu",
    "no history": "HISTSIZE=0\nHOOK\nunset HISTFILE",
    "no history expansion": "HOOK\nset +H",
    "a DEBUG trap": "trap ': \"$BASH_COMMAND\"' DEBUG\nHOOK",
    "noclobber and noglob": "HOOK\nset -Cf",
    "odd IFS": "HOOK\nIFS=t",
    "ksh's arrays and words": "HOOK\nsetopt ksh_arrays sh_word_split glob_subst no_nomatch ksh_glob posix_identifiers",
    "other globbing": "setopt extended_glob null_glob csh_null_glob no_case_glob no_case_match\nHOOK",
    "no job control": "HOOK\nunsetopt monitor",
    "comments and correction": "setopt interactive_comments correct\nHOOK",
    "warnings": "setopt warn_create_global warn_nested_var err_return\nHOOK",
    "aliases of what the hook uses": "alias local=nosuch print=nosuch zle=nosuch read=nosuch emulate=nosuch\nHOOK",
    "a readonly variable": "readonly text=1 word=2 line=3\nHOOK",
    "keys of the user's": "bindkey '^M' accept-line\nHOOK\nbindkey '^T' accept-line",
    "HIST_VERIFY, and a shared history": "setopt hist_verify share_history hist_fcntl_lock\nHOOK",
    "other signs of the history": "histchars='@^'\nHOOK",
    "no signs of the history": "histchars=\nHOOK",
    "quotes as in csh": "setopt csh_junkie_quotes csh_junkie_loops ignore_braces rc_quotes\nHOOK",
    "a readonly IFS": "readonly IFS\nHOOK",
    "readonly arrays of hooks": "HOOK\nreadonly preexec_functions precmd_functions",
    "functions with the names of builtins": "HOOK\nprint() { : }; read() { : }; trap() { : }; unset() { : }",
    "no brackets": "unset zle_bracketed_paste\nHOOK",
    "Enter that is bound to a widget that accepts": "HOOK\nme() { zle accept-line }; zle -N me; bindkey '^M' me",
    "accept-line wrapped before, as plugins do": "me() { mark wrapped; zle .accept-line }; zle -N accept-line me\nHOOK",
    "accept-line wrapped afterwards": (
        "HOOK\nzle -A accept-line theirs; me() { mark wrapped; zle theirs }; zle -N accept-line me"
    ),
    "fzf before": f"source {FZF}\nHOOK",
    "fzf afterwards": f"HOOK\nsource {FZF}",
}  # fmt: skip


@pytest.mark.parametrize("rc", RCS.values(), ids=RCS)
def test_start_up_files(home: Home, rc: str) -> None:
    needs(rc)
    shell = zsh(home, rc)
    refuses(shell)
    assert shell.value('"$GUARDCMD_STATUS"') == "blocks"
    if "wrapped" in rc:
        assert (home.root / "marks" / "wrapped").exists()
    shell.close()


CORRECTED = ("terrafrom destroy -var=n=1\r", "y", ASK, NO)
DONE = "alias done='; terraform destroy -var=n=1; done'"
# what zsh runs is not what was typed
OTHERWISE = {
    "spelling": ("setopt correct\nHOOK", CORRECTED),
    "spelling, without the history": ("setopt correct\nHISTSIZE=0\nHOOK", CORRECTED),
    "an alias of a reserved word": (f"{DONE}\nHOOK", ("for i in 1; do\r", "echo a\r", "done\r", ASK, NO)),
    "a global alias before a # that begins no comment": (
        "alias -g BOTH='; echo b'\nHOOK", (f"echo BOTH # ; {DESTROY}1\r", ASK, NO),
    ),
    "a global alias in the second line": (
        "alias -g BOTH='; terraform destroy -var=n=1'\nHOOK", ("for i in 1; do\r", "echo BOTH\r", "done\r", ASK, NO),
    ),
    "what zle-line-finish puts there": (
        f"HOOK\nzle-line-finish() {{ [[ $BUFFER != echo* ]] || BUFFER='{DESTROY}1' }}; zle -N zle-line-finish",
        ("echo a\r", ASK, NO),
    ),
    "an editor that accepts by itself": (
        f"HOOK\nzle-line-init() {{ [[ ! -e ~/go ]] || {{ rm ~/go; BUFFER='{DESTROY}1'; zle .accept-line }} }}\n"
        "zle -N zle-line-init",
        ("touch ~/go\r", ASK, NO),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rc", "keys"), OTHERWISE.values(), ids=OTHERWISE)
def test_the_text_that_runs_is_judged(home: Home, rc: str, keys: tuple[str, ...]) -> None:
    shell = zsh(home, rc)
    shell.keys(keys[0])
    if keys is CORRECTED:
        shell.child.expect(r"\[nyae\]")
    shell.keys(*keys[1:])
    shell.sync(interrupts=True)
    assert home.ran() == []
    shell.close()


def test_an_alias_of_r(home: Home) -> None:
    shell = zsh(home, "alias again=r\nHOOK")
    shell.keys(f"{DESTROY}1\r", ASK, YES, SYNC, f"{DESTROY}2\r", ASK, YES, SYNC)
    shell.keys("again terr\r", CLEAR, "repeat 2 r terr\r", CLEAR)
    assert len(home.ran()) == 2
    shell.close()


def test_the_users_options_count(home: Home) -> None:
    """NO_BANG_HIST: nothing is expanded in the line."""
    shell = zsh(home, "setopt no_bang_hist\nHOOK")
    shell.keys("note first\r", SYNC)
    assert shell.value("again!note") == "again!note"
    shell.close()


@pytest.mark.parametrize("enter", ["", "bindkey '^M' .accept-line"], ids=["in the widget", "in the net"])
@pytest.mark.parametrize("function", ["may_run", "judge", "find_rerun", "definitions"])
def test_a_fault_of_the_hook_runs_nothing(home: Home, function: str, enter: str) -> None:
    shell = zsh(home, f"HOOK\n{enter}\n__guardcmd_{function}() {{ : ${{nosuch?fault}} }}")
    shell.keys(f"{DESTROY}1\r")
    shell.child.expect("not run: the hook|could not judge")
    shell.keys("", CLEAR, "cd ~\r", SYNC)
    assert home.ran() == []
    assert shell.value("$PWD") == str(home.root)
    shell.close()


def needs(rc: str) -> None:
    for path in (SUGGESTIONS, HIGHLIGHTING, FZF):
        if path in rc and not Path(path).exists():
            pytest.skip(f"{path} is not installed")


@pytest.mark.parametrize("order", list(itertools.permutations(["hook", "suggestions", "highlighting"])), ids=" ".join)
def test_plugins(home: Home, order: tuple[str, ...]) -> None:
    lines = {"hook": "HOOK", "suggestions": f"source {SUGGESTIONS}", "highlighting": f"source {HIGHLIGHTING}"}
    rc = "\n".join(["bindkey -e", *(lines[name] for name in order)])
    needs(rc)
    shell = zsh(home, rc)
    refuses(shell)
    ran = len(home.ran())
    for keys in (
        (UP, UP, "\r", ASK, NO), (f"{CTRL_R}destroy", "\r", ASK, NO),
        (f"{PASTE}echo a\n{DESTROY}1{PASTED}\r", ASK, NO),
    ):  # fmt: skip
        shell.keys(*keys)
        shell.sync(interrupts=True)
    shell.keys("terraform d")
    shell.child.expect("estroy")
    shell.read()
    shell.keys("\x05", "\r", ASK, NO)  # takes the suggestion
    shell.sync(interrupts=True)
    assert len(home.ran()) == ran
    assert shell.value("$GUARDCMD_STATUS") == "blocks"
    shell.close()


def test_a_users_own_trap_of_int(home: Home) -> None:
    shell = zsh(home, "HOOK\ntrap : INT")
    shell.keys(f"{DESTROY}1\r", ASK, CTRL_C)
    shell.child.expect("> terraform")
    shell.read()
    shell.keys(CTRL_U)
    shell.sync()
    assert home.ran() == []
    shell.keys(f"trap > {home.root}/traps\r")
    shell.sync()
    assert "INT" in (home.root / "traps").read_text()
    shell.close()


def test_a_preexec_hook_sees_each_line_once(home: Home) -> None:
    shell = zsh(
        home, 'HOOK\nautoload -Uz add-zsh-hook; pre() { print -r -- "$1" >> ~/preexec }; add-zsh-hook preexec pre'
    )
    refuses(shell)
    shell.keys("note one\r", SYNC)
    seen = (home.root / "preexec").read_text().splitlines()
    assert [line for line in seen if not line.startswith("mark")] == [f"{DESTROY}2", "note one"]
    shell.close()


OTHERS = {
    "Enter bound to what accepts by itself": "HOOK\nme() { zle .accept-line }; zle -N me; bindkey '^M' me",
    "Enter bound to zsh's own": "HOOK\nbindkey '^M' .accept-line",
    "no line editor": "HOOK\nunsetopt zle",
    "no line editor, and the user's trap of INT": "HOOK\nunsetopt zle\ntrap : INT",
}


@pytest.mark.parametrize("rc", OTHERS.values(), ids=OTHERS)
def test_enter_of_others_leaves_the_net(home: Home, rc: str) -> None:
    shell = zsh(home, f"alias -g BOTH='; terraform destroy -var=n=global'\n{rc}")
    refuses(shell)
    for keys in (
        (f"for i in 1 2; do\r{DESTROY}$i\rdone\r", ASK, NO), ("echo a BOTH\r", ASK, NO), ("r terr\r",),
        (f"{DESTROY}1 | cat; mark tail\r", ASK, CTRL_C), (f"({DESTROY}1) &\r", ASK, NO),
    ):  # fmt: skip
        shell.keys(*keys)
        leave(shell)
    assert len(home.ran()) == 1
    assert not (home.root / "marks" / "tail").exists()
    assert shell.value("$GUARDCMD_STATUS") == "degraded"
    shell.close()


def test_a_later_accept_line_is_taken_again(home: Home) -> None:
    """Its first line is judged by the net."""
    shell = zsh(home, "HOOK\nme() { mark wrapped; zle .accept-line }; zle -N accept-line me")
    refuses(shell)
    assert (home.root / "marks" / "wrapped").exists()
    assert shell.value("$GUARDCMD_STATUS") == "blocks"
    shell.close()


def test_without_guardcmd_the_person_decides(home: Home) -> None:
    shell = zsh(home)
    for broken in (lambda: home.start.write_text(""), lambda: home.start.write_text("1/0"), home.start.unlink):
        broken()
        shell.keys(f"{DESTROY}1\r", ASK, NO, CLEAR, f"{DESTROY}1\r", ASK, CTRL_C, CLEAR, f"{DESTROY}1\r", ASK, "yes\r")
        shell.sync(interrupts=True)
        assert home.ran() == []
        shell.keys("cd ~\r", SYNC, "cd 'work'\r", SYNC)  # no question
        assert shell.value("$GUARDCMD_STATUS") == "blocks"
    shell.keys(f"{DESTROY}1\r", ASK, "RUN\r", SYNC, f"{DESTROY}2\r", ASK, "OFF\r", SYNC, f"{DESTROY}3\r", SYNC)
    assert [line[-1] for line in home.ran()] == ["1", "2", "3"]
    assert shell.value("$GUARDCMD_STATUS") == "off"
    shell.keys("exit\r")
    shell.child.expect_exact(pexpect.EOF)
    shell.close()


def test_non_interactive_shells_are_untouched(home: Home) -> None:
    (home.root / "hook").write_text(home.hook("zsh"))
    script = 'eval "$(cat hook)"; echo $precmd_functions$preexec_functions; terraform destroy'
    done = subprocess.run(
        ["zsh", "-f", "-c", script], cwd=home.root, env=home.environment(), capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("\n", "")
    assert home.ran() == ["terraform destroy"]
