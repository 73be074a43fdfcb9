"""bash itself: a dangerous line never runs unconfirmed, runs once when confirmed, and nothing else is changed."""

from __future__ import annotations

import io
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest

from tests.shells.terminal import ASK, CLEAR, PATIENCE, ROOT, SYNC, Home, Shell

DESTROY = "terraform destroy -var=n="
NO, YES = "\r", "work\r"
UP, PASTE, PASTED = "\x1b[A", "\x1b[200~", "\x1b[201~"
CTRL_C, CTRL_D, CTRL_J, CTRL_O, CTRL_R, CTRL_U = "\x03", "\x04", "\n", "\x0f", "\x12", "\x15"


def bash(home: Home, rc: str = "", *options: str, **more: str) -> Shell:
    (home.root / "hook").write_text(home.hook("bash"))
    (home.root / "rc").write_text(f"PS1='> '\n{rc}\n" if "HOOK" in rc else f"PS1='> '\neval \"$(cat ~/hook)\"\n{rc}\n")
    (home.root / "rc").write_text((home.root / "rc").read_text().replace("HOOK", 'eval "$(cat ~/hook)"'))
    return Shell(home, ["bash", "--noprofile", "--rcfile", str(home.root / "rc"), *options, "-i"], **more)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """One shell for every case that leaves it as it was."""
    shell = bash(
        Home(tmp_path_factory.mktemp("home")),
        """HISTCONTROL=ignoreboth
alias kk='terraform destroy' kkk='kk' ll='ls -l' ls='ls --color=auto'
deploy() { if true; then terraform destroy "$@"; fi; }
outer() { deploy "$@"; }
bind '"\\et": "\\C-uterraform destroy -var=n=\\C-x1\\C-m"' '"\\C-x1": "macro"'
""",
    )
    yield shell
    shell.close()


# what is typed, and how often the stub runs
REFUSED = {
    "plain": (f"{DESTROY}1\r", ASK, NO),
    "Ctrl-C at the question": (f"{DESTROY}1\r", ASK, CTRL_C),
    "Ctrl-D at the question": (f"{DESTROY}1\r", ASK, CTRL_D),
    "y": (f"{DESTROY}1\r", ASK, "y\r"),
    "yes": (f"{DESTROY}1\r", ASK, "yes\r"),
    "a wrong word, then the right one": (f"{DESTROY}1\r", ASK, "wrok\rwork\r"),
    "Ctrl-J": (f"{DESTROY}1{CTRL_J}", ASK, NO),
    "twice, since the line is kept": (f"{DESTROY}1\r", ASK, NO, "\r", ASK, NO),
    "after Ctrl-C, since the line is kept": (f"{DESTROY}1\r", ASK, CTRL_C, "\r", ASK, NO),
    "behind others": (f"echo a && {DESTROY}1; echo b\r", ASK, NO),
    "leading space under ignorespace": (f" {DESTROY}1\r", ASK, NO),
    "split by a backslash": ("terraform des\\\r", "troy -var=n=1\r", ASK, NO),
    "a loop of three lines": ("for i in 1 2; do\r", f"{DESTROY}$i\r", "done\r", ASK, NO),
    "a group over two lines": ("{ echo a\r", f"{DESTROY}1; }}\r", ASK, NO),
    "an open quote": ("echo 'a\r", f"b'; {DESTROY}1\r", ASK, NO),
    "an operator at the end": ("echo a &&\r", f"{DESTROY}1\r", ASK, NO),
    "a here-document": ("bash <<X\r", f"{DESTROY}1\r", ASK, NO),
    "a bracketed paste of three lines": (f"{PASTE}echo a\n{DESTROY}1\necho b{PASTED}\r", ASK, NO),
    "a raw paste with the word behind": (f"echo a\r{DESTROY}1\rwork\recho b\r", ASK, NO),
    "an alias": ("kk -var=n=1\r", ASK, NO),
    "an alias of an alias": ("kkk -var=n=1\r", ASK, NO),
    "a function": ("deploy -var=n=1\r", ASK, NO),
    "a function that calls a function": ("outer -var=n=1\r", ASK, NO),
    "eval": (f"eval '{DESTROY}1'\r", ASK, NO),
    "a variable": ("x=destroy\r", SYNC, "terraform $x -var=n=1\r", ASK, NO),
    "an array": ("x=(plan destroy)\r", SYNC, 'terraform "${x[1]}" -var=n=1\r', ASK, NO),
    "a table": ("declare -A y=([a]=destroy)\r", SYNC, "terraform ${y[a]} -var=n=1\r", ASK, NO),
    "a variable behind an operator": ("x=xdestroy\r", SYNC, "terraform ${x#x} -var=n=1\r", ASK, NO),
    "a variable of a variable": ("x=destroy z='terraform $x -var=n=1'\r", SYNC, 'eval "$z"\r', ASK, NO),
    "a variable by its name": ("x=destroy z=x\r", SYNC, "terraform ${!z} -var=n=1\r", ASK, NO),
    "variables named like words of the hook": (
        "text=destroy word=destroy found=destroy line=destroy folder=destroy status=destroy name=destroy\r",
        SYNC,
        "terraform $text -var=n=1\r",
        ASK,
        NO,
        CLEAR,
        "terraform $word -var=n=1\r",
        ASK,
        NO,
        CLEAR,
        "terraform $found -var=n=1\r",
        ASK,
        NO,
        CLEAR,
        "terraform $line -var=n=1\r",
        ASK,
        NO,
    ),
    "fc": (f"#{DESTROY}1\r", SYNC, "fc -s '#='\r", CLEAR, "fc\r", CLEAR, "alias r='fc -s'\r", SYNC, "r '#='\r", CLEAR),
    "a background job": (f"{DESTROY}1 &\r", ASK, NO),
    "the editor": ("\x18\x05", "\r", ASK, NO),
    "a macro that enters": ("\x1bt", ASK, NO),
    "insert-comment that takes the # away": (f"#{DESTROY}1\x1b1\x1b#", SYNC),
    "a user's own trap of INT": ("trap : INT\r", f"{DESTROY}1\r", ASK, CTRL_C, CLEAR, "trap - INT\r"),
    "a line longer than the terminal": (f"echo {'x' * 250}; {DESTROY}1\r", ASK, NO),
}
CONFIRMED = {
    "plain": (f"{DESTROY}1\r", ASK, YES),
    "after a refusal": (f"{DESTROY}1\r", ASK, NO, "\r", ASK, YES),
    "edited after a refusal": (f"{DESTROY}1\r", ASK, NO, "\x7f2\r", ASK, YES),
    "split by a backslash": ("terraform des\\\r", "troy -var=n=1\r", ASK, YES),
    "a here-document, asked once": ("bash <<X\r", f"{DESTROY}1\r", ASK, YES, "X\r"),
    "a loop, asked once": ("for i in 1; do\r", f"{DESTROY}$i\r", "done\r", ASK, YES),
    "a function": ("deploy -var=n=1\r", ASK, YES),
    "the tail of a raw paste is dropped": (f"{DESTROY}1\r{DESTROY}2\r", ASK, YES),
}


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


def test_operate_and_get_next(shared: Shell) -> None:
    shared.keys("mark c-o-1\r", "mark c-o-2\r", UP, UP, CTRL_O, "\r")
    shared.sync()
    assert (shared.home.root / "marks" / "c-o-2").exists()


@pytest.mark.parametrize(
    ("lines", "expression", "expected"),
    [
        (("false",), "$?", "1"),
        (("(exit 3) | (exit 4)",), "${PIPESTATUS[*]}", "3 4"),
        (("mark $_x last-word",), "$_", "last-word"),
        (("git --version last-word",), "$_", "last-word"),
        (("exec 5>&1", "read x <<<ab", "exec 5>&-"), "$x", "ab"),
        (("set -- a b",), "$# $1", "2 a"),
        (("fc -l -1 > /dev/null",), "$?", "0"),
        (("x=1", "x=2 true"), "$x", "1"),
    ],
)
def test_what_a_line_leaves_is_left(shared: Shell, lines: tuple[str, ...], expression: str, expected: str) -> None:
    for line in lines:
        shared.keys(f"{line}\r")
    out = shared.home.root / "value"
    shared.keys(f"echo {expression} > {out}\r")
    shared.sync()
    assert out.read_text().strip() == expected


def test_jobs(shared: Shell) -> None:
    out = shared.home.root / "jobs"
    shared.keys("sleep 300 &\r", SYNC)
    shared.hold()
    shared.keys("\x1a", SYNC, f"jobs > {out}\r", SYNC)
    running, stopped = out.read_text().splitlines()
    assert "Running" in running
    assert "Stopped" in stopped
    shared.keys("kill %1 %2\r", SYNC, f"jobs -r > {out}\r", SYNC)
    assert out.read_text() == ""


def test_terminal_modes(shared: Shell) -> None:
    """What a command finds, before and after a question."""
    out = shared.home.root / "modes"
    shared.keys(f"stty -a > {out}1\r", SYNC, f"{DESTROY}1\r", ASK, NO, CLEAR, f"stty -a > {out}2\r")
    shared.sync()
    assert (shared.home.root / "modes1").read_text() == (shared.home.root / "modes2").read_text()


def test_a_command_that_reads_the_terminal(shared: Shell) -> None:
    shared.keys("read -r -p 'answ'er: x\r")
    shared.child.expect("answer:")
    shared.keys("typed\r")
    assert shared.value('"$x"') == "typed"


def test_status_and_switching_off(shared: Shell) -> None:
    off = shared.home.root / "state" / "shells-off"
    assert shared.value("$GUARDCMD_STATUS -$GUARDCMD_SEGMENT-") == "blocks --"
    before = len(shared.home.ran())
    off.write_text("9999999999999\n")  # no such time is ever written
    shared.keys(f"{DESTROY}1\r", ASK, NO)
    shared.sync(interrupts=True)
    off.write_text("1\n")  # has ended
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


def refuses(shell: Shell, *before: str) -> None:
    """Whether a refused line does not run, and a confirmed one once."""
    ran = len(shell.home.ran())
    shell.keys(*before, f"{DESTROY}1\r", ASK, NO)
    shell.sync(interrupts=True)
    assert len(shell.home.ran()) == ran
    shell.keys(*before, f"{DESTROY}2\r", ASK, YES)
    shell.sync()
    assert len(shell.home.ran()) == ran + 1


def test_history(home: Home) -> None:
    """Up, C-r, C-o and `!!` are judged, and every line has exactly one entry."""
    shell = bash(home, "HISTCONTROL=ignoreboth")
    shell.keys(f"{DESTROY}history\r", ASK, YES)
    shell.sync()
    ran = len(home.ran())
    for keys in (
        (UP, UP, "\r", ASK, NO), (f"{CTRL_R}destroy", "\r", ASK, NO), (f"{CTRL_R}destroy", CTRL_O, ASK, NO),
        ("!terr\r", "\r", ASK, NO), ("echo !terr\r", CLEAR), ("!nosuch\r", CLEAR),
    ):  # fmt: skip
        shell.keys(*keys)
        shell.sync(interrupts=True)
    assert len(home.ran()) == ran
    shell.keys("echo one\r", "echo two\\\r", "three\r", "  echo ignored\r", f"history > {home.root}/list\r")
    shell.sync()
    lines = [line.split(maxsplit=1)[1] for line in (home.root / "list").read_text().splitlines()]
    lines = [line for line in lines if not line.startswith("mark")]
    assert lines == [f"{DESTROY}history", "echo one", "echo twothree", f"history > {home.root}/list"]


def test_vi(home: Home) -> None:
    shell = bash(home, "set -o vi\nbind 'set keyseq-timeout 1'")
    refuses(shell)
    for keys in ((f"{DESTROY}1\x1b", "\r", ASK, NO), ("\x1b", "v", "\r", ASK, NO), (f"#{DESTROY}1\x1b", "1#", SYNC)):
        shell.keys(*keys)
        shell.sync(interrupts=True)
    assert len(home.ran()) == 1
    shell.keys("set -o emacs\r", SYNC)
    refuses(shell)
    shell.close()


RCS = {
    "two lines of prompt": "PS1='one\\ntwo> '",
    "a prompt function": "PROMPT_COMMAND='PS1=\"[$?] > \"'",
    "PROMPT_COMMAND as a list": "PROMPT_COMMAND=(':')\nHOOK\nPROMPT_COMMAND+=('PS1=\"> \"')",
    "PROMPT_COMMAND set afterwards": "HOOK\nPROMPT_COMMAND='PS1=\"> \"'",
    "PROMPT_COMMAND with a blank end": "PROMPT_COMMAND='true; '\nHOOK",
    "PS0 of the user's": "PS0='\\t '\nHOOK\nPS0='<\\t>'",
    "loaded twice": "HOOK\nHOOK",
    "errexit and nounset": "HOOK\nset -eu",
    "no history": "HOOK\nset +o history",
    "no history expansion": "HOOK\nset +H",
    "a DEBUG trap": "trap ': \"$BASH_COMMAND\"' DEBUG\nHOOK",
    "noclobber and noglob": "set -Cf\nHOOK",
    "odd IFS": "HOOK\nIFS=t",
    "posix": "HOOK\nset -o posix",
    "extglob and nullglob": "shopt -s extglob nullglob failglob nocasematch\nHOOK",
    "aliases of what the hook uses": "alias local=nosuch printf=nosuch bind=nosuch read=nosuch\nHOOK",
    "keys of the user's": "bind '\"\\C-m\": accept-line' '\"\\C-t\": accept-line'\nHOOK",
    "no brackets": "bind 'set enable-bracketed-paste off'\nHOOK",
}


@pytest.mark.parametrize("rc", RCS.values(), ids=RCS)
def test_start_up_files(home: Home, rc: str) -> None:
    shell = bash(home, rc)
    refuses(shell)
    assert shell.value("$GUARDCMD_STATUS") == "blocks"
    shell.close()


def test_a_readonly_variable_of_a_name_of_ours_locks_nobody_out(home: Home) -> None:
    shell = bash(home)
    shell.keys("readonly text=1 word=2 line=3 _g_word=4\r", SYNC)  # the last: nothing is taken for harmless
    refuses(shell)
    shell.keys(f"{DESTROY}3\r", ASK, NO, CLEAR, "readonly _g_text=1\r", SYNC, "note works\r")
    shell.child.expect("this line runs unjudged")
    shell.sync()
    assert (home.root / "value").read_text() == "works\n"
    assert shell.value("$GUARDCMD_STATUS") == "degraded"
    assert len(home.ran()) == 1
    shell.close()


def test_a_preexec_hook_sees_each_line_once(home: Home) -> None:
    """As bash-preexec does it: a DEBUG trap that is armed at the prompt, and looks at the history."""
    shell = bash(
        home,
        """__armed=
__pre() { [[ ! ${READLINE_POINT:-} && $__armed ]] || return 0; __armed=; builtin history 1 >> ~/preexec; }
trap __pre DEBUG
HOOK
PROMPT_COMMAND+=$'\\n__armed=1'
""",
    )
    refuses(shell)
    shell.keys("note one\r", SYNC)
    seen = [line.split(maxsplit=1)[1] for line in (home.root / "preexec").read_text().splitlines()]
    assert [line for line in seen if not line.startswith("mark")] == [f"{DESTROY}2", "note one"]
    shell.close()


@pytest.mark.parametrize(
    "rc",
    ["HOOK\nbind '\"\\C-m\": accept-line'", "HOOK\nbind '\"\\C-m\": accept-line'\nPROMPT_COMMAND='PS1=\"> \"'"],
    ids=["Enter", "Enter and PROMPT_COMMAND"],
)
def test_enter_of_others_leaves_the_net(home: Home, rc: str) -> None:
    shell = bash(home, rc)
    refuses(shell)
    shell.keys(f"for i in 1 2; do\r{DESTROY}$i\rdone\r", ASK, NO)
    shell.sync(interrupts=True)
    assert len(home.ran()) == 1
    assert shell.value("$GUARDCMD_STATUS") == "degraded"
    shell.close()


def test_enter_of_others_that_cannot_be_stopped_is_said(home: Home) -> None:
    shell = bash(home, "HOOK\nbind '\"\\C-m\": accept-line'\nHISTCONTROL=ignorespace")
    shell.keys(f" {DESTROY}1\r")
    shell.child.expect("runs unjudged")
    shell.sync(interrupts=True)
    shell.keys("trap : INT\r", SYNC, f"{DESTROY}2\r", ASK, NO)
    shell.child.expect("your own trap of INT lets it run")
    shell.close()


def test_without_guardcmd_the_person_decides(home: Home) -> None:
    shell = bash(home)
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
    shell.child.expect("exit")
    shell.close()


def test_the_bash_of_macos_can_read_the_hook_and_say_that_it_is_too_old() -> None:
    """bash 3.2 takes an extended pattern, and `case` in `$( )`, for a syntax error."""
    text = (ROOT / "shell-hooks" / "guardcmd.bash").read_text()
    assert re.findall(r"[?*+@!]\(", re.sub(r"\$\(|\(\(!", "", text)) == []
    assert re.findall(r"\$\([^)]*\bcase\b|\[\[[^]]* -v |;;?&\s*$", text, re.MULTILINE) == []


def test_without_a_line_editor_only_the_net_is_left(home: Home) -> None:
    shell = bash(home, "", "--noediting")
    refuses(shell)
    assert shell.value("$GUARDCMD_STATUS") == "degraded"
    shell.close()


@pytest.mark.parametrize("argv", [("-c", 'eval "$(cat hook)"; echo $PROMPT_COMMAND$PS0; terraform destroy')])
def test_non_interactive_shells_are_untouched(home: Home, argv: tuple[str, ...]) -> None:
    (home.root / "hook").write_text(home.hook("bash"))
    done = subprocess.run(
        ["bash", *argv], cwd=home.root, env=home.environment(), capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("\n", "")
    assert home.ran() == ["terraform destroy"]


# a process that judges until it is told to end: only then can the screen be looked at meanwhile
WAITING = """import os, posix, time
posix.close(posix.open(os.environ["HOME"] + "/judging", posix.O_CREAT))
while not os.path.exists(os.environ["HOME"] + "/judged"):
    time.sleep(0.01)
posix._exit(40)
"""


@pytest.mark.parametrize(
    ("rc", "line", "shown"),
    [
        ("", "mark terraform", ["> mark terraform"]),
        ("PS1='one\\n\\[\\e[1m\\]two\\[\\e[0m\\]> '", "mark terraform", ["one", "two> mark terraform"]),
        ("PS1='\\u> '; USER=me", f"mark terraform {'x' * 100}", None),
        ("PS1='$(echo x)> '", "mark terraform", []),  # nothing of yours is run only for that
    ],
    ids=["plain", "two lines", "wrapped", "a substitution"],
)
def test_the_line_stays_on_the_screen_while_it_is_judged(
    home: Home, rc: str, line: str, shown: list[str] | None
) -> None:
    shell = bash(home, rc)
    screen = pyte.Screen(100, 40)
    stream = pyte.Stream(screen)
    shell.child.logfile_read = stream_file(stream)
    shell.keys("clear\r")
    shell.sync()
    shell.keys("clear\r", line)
    shell.read()
    before = [row.rstrip() for row in screen.display]
    home.start.write_text(WAITING)
    shell.keys("\r")
    wait_for(shell, home.root / "judging")
    during = [row.rstrip() for row in screen.display]
    (home.root / "judged").touch()
    shell.read()
    after = [row.rstrip() for row in screen.display]
    rows = [row for row in before if row]
    assert line in "".join(rows)
    assert [row for row in during if row] == (rows if shown is None else shown)
    assert after[: len(rows)] == rows
    shell.close()


def stream_file(stream: pyte.Stream) -> io.TextIOBase:
    class File(io.TextIOBase):
        def write(self, text: str) -> int:
            stream.feed(text)
            return len(text)

    return File()


def wait_for(shell: Shell, path: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not path.exists():
        shell.read()
        assert time.monotonic() < until, f"{path.name} does not come"
    shell.read()
