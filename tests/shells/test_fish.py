"""fish itself: a dangerous line never runs unconfirmed, runs once when confirmed, and nothing else is changed."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests.shells.terminal import ASK, SYNC, Home, Shell

pytestmark = pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
DESTROY = "terraform destroy -var=n="
NO, YES = "\r", "work\r"
UP, PASTE, PASTED = "\x1b[A", "\x1b[200~", "\x1b[201~"
CTRL_C, CTRL_D, CTRL_J, CTRL_R = "\x03", "\x04", "\n", "\x12"
RC = "function fish_prompt; printf '> '; end\nset -g fish_greeting\nset -g fish_autosuggestion_enabled 0\n"


def fish(home: Home, rc: str = "HOOK", **more: str) -> Shell:
    (home.root / "hook").write_text(home.hook("fish"))
    (home.root / "rc.fish").write_text(RC + (rc if "HOOK" in rc else f"HOOK\n{rc}").replace("HOOK", "source ~/hook"))
    more = {"XDG_CONFIG_HOME": f"{home.root}/cfg", "XDG_DATA_HOME": f"{home.root}/data", **more}
    return Shell(home, ["fish", "-i", "-C", f"source {home.root}/rc.fish"], **more)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """One shell for every case that leaves it as it was."""
    shell = fish(
        Home(tmp_path_factory.mktemp("home")),
        """alias kk='terraform destroy'
alias kkk=kk
function deploy; if true; terraform destroy $argv; end; end
function outer; deploy $argv; end
abbr -a -g tfd terraform destroy
abbr -a -g mk mark
""",
    )
    yield shell
    shell.close()


REFUSED = {
    "plain": (f"{DESTROY}1\r", ASK, NO),
    "Ctrl-C at the question": (f"{DESTROY}1\r", ASK, CTRL_C),
    "Ctrl-D at the question": (f"{DESTROY}1\r", ASK, CTRL_D),
    "yes": (f"{DESTROY}1\r", ASK, "yes\r"),
    "Ctrl-J": (f"{DESTROY}1{CTRL_J}", ASK, NO),
    "twice, since the line is kept": (f"{DESTROY}1\r", ASK, NO, "\r", ASK, NO),
    "behind others": (f"echo a; and {DESTROY}1; echo b\r", ASK, NO),
    "leading space": (f" {DESTROY}1\r", ASK, NO),
    "split by a backslash": ("terraform des\\\r", "troy -var=n=1\r", ASK, NO),
    "a loop of three lines": ("for i in 1 2\r", f"{DESTROY}$i\r", "end\r", ASK, NO),
    "an open quote": ("echo 'a\r", f"b'; {DESTROY}1\r", ASK, NO),
    "a bracketed paste of three lines": (f"{PASTE}echo a\n{DESTROY}1\necho b{PASTED}\r", ASK, NO),
    "a raw paste with the word behind": (f"echo a\r{DESTROY}1\rwork\recho b\r", ASK, NO),
    "an alias": ("kk -var=n=1\r", ASK, NO),
    "an alias of an alias": ("kkk -var=n=1\r", ASK, NO),
    "a function": ("deploy -var=n=1\r", ASK, NO),
    "a function that calls a function": ("outer -var=n=1\r", ASK, NO),
    "eval": (f"eval '{DESTROY}1'\r", ASK, NO),
    "a variable": ("set x destroy\r", SYNC, "terraform $x -var=n=1\r", ASK, NO),
    "a substitution": ("echo (terraform destroy)\r", ASK, NO),
    "a background job": (f"{DESTROY}1 &\r", ASK, NO),
    "an abbreviation that Enter expands": ("tfd\r", ASK, NO),
    "an abbreviation that a blank expands": ("tfd -var=n=1\r", ASK, NO),
    "a line longer than the terminal": (f"echo {'x' * 250}; {DESTROY}1\r", ASK, NO),
}
CONFIRMED = {
    "plain": (f"{DESTROY}1\r", ASK, YES),
    "after a refusal": (f"{DESTROY}1\r", ASK, NO, "\r", ASK, YES),
    "edited after a refusal": (f"{DESTROY}1\r", ASK, NO, "\x7f2\r", ASK, YES),
    "a loop, asked once": ("for i in 1\r", f"{DESTROY}$i\r", "end\r", ASK, YES),
    "a function": ("deploy -var=n=1\r", ASK, YES),
    "an abbreviation": ("tfd\r", ASK, YES),
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


@pytest.mark.parametrize(
    ("lines", "expression", "expected"),
    [
        (("false",), "$status", "1"),
        (("true | false | true",), "$pipestatus", "0 1 0"),
        (("set y 1 2 3",), "$y[2]", "2"),
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
    assert sorted(word for word in out.read_text().split() if word in ("running", "stopped")) == ["running", "stopped"]
    shared.keys("kill %1 %2\r", SYNC)


def test_terminal_modes(shared: Shell) -> None:
    out = shared.home.root / "modes"
    shared.keys(f"stty -a > {out}1\r", SYNC, f"{DESTROY}1\r", ASK, NO)
    shared.sync(interrupts=True)
    shared.keys(f"stty -a > {out}2\r")
    shared.sync()
    assert (shared.home.root / "modes1").read_text() == (shared.home.root / "modes2").read_text()


def test_status_and_switching_off(shared: Shell) -> None:
    off = shared.home.root / "state" / "shells-off"
    assert shared.value('"$GUARDCMD_STATUS -$GUARDCMD_SEGMENT-"') == "blocks --"
    off.write_text(f"{int(time.time()) + 600}\n")
    shared.keys(f"{DESTROY}off\r", SYNC)
    before = len(shared.home.ran())
    assert shared.value('"$GUARDCMD_STATUS$GUARDCMD_SEGMENT"') == "off[guardcmd off] "
    off.write_text("1\n")  # has ended
    shared.keys(f"{DESTROY}1\r", ASK, NO)
    shared.sync(interrupts=True)
    off.unlink()
    assert shared.home.ran()[-1].endswith("off")
    assert len(shared.home.ran()) == before
    assert shared.value("$GUARDCMD_STATUS") == "blocks"


def test_a_folders_own_rules_close_the_prefilter(shared: Shell) -> None:
    log, folder = shared.home.root / "state" / "audit.jsonl", shared.home.root / "work" / ".guardcmd"
    shared.keys("note plain-one\r", SYNC)
    folder.mkdir()
    shared.keys("note plain-two\r", SYNC)
    folder.rmdir()
    assert "plain-two" in log.read_text()
    assert "plain-one" not in log.read_text()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


ABBREVIATIONS = """
function danger; echo terraform destroy -var=n=1; end
function later; echo mark (count $argv); end
abbr -a dots --regex '\\.\\.\\.+' --function danger
abbr -a '!!' --position anywhere --function danger
abbr -a cursor --set-cursor 'terraform % destroy'
abbr -a text --regex '.+\\.txt' --function danger
abbr -a again 'echo tfd'
abbr -a tfd 'terraform destroy'
abbr -a both --position anywhere '; terraform destroy'
"""
EXPANDED = {
    "a pattern": "...\r",
    "a function": "!!\r",
    "in an argument": "echo both\r",
    "with a place for the cursor": "cursor\r",
    "the pattern in an argument": "... a.txt\r",
    "behind `and`": "true; and tfd\r",
    "in parentheses": "echo (tfd\x1b[D\x1b[C)\r",
    "with the cursor at its end": "tfd x\x1b[D\x1b[D\r",
    "with the cursor in it": "tfd\x1b[D\r",
}


@pytest.fixture(scope="module")
def abbreviated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    shell = fish(Home(tmp_path_factory.mktemp("home")), ABBREVIATIONS)
    yield shell
    shell.close()


@pytest.mark.parametrize("keys", EXPANDED.values(), ids=EXPANDED)
def test_what_an_abbreviation_becomes_is_judged(abbreviated: Shell, keys: str) -> None:
    ran = len(abbreviated.home.ran())
    abbreviated.keys(keys, ASK, NO)
    abbreviated.sync(interrupts=True)
    assert len(abbreviated.home.ran()) == ran
    abbreviated.keys(keys, ASK, YES)
    abbreviated.sync()
    assert len(abbreviated.home.ran()) == ran + 1


@pytest.mark.parametrize(
    ("keys", "said"), [("note a.txt\r", "a.txt"), ("note again\r", "again"), ("note tfd\r", "tfd")]
)
def test_abbreviations_that_are_none_there(abbreviated: Shell, keys: str, said: str) -> None:
    abbreviated.keys(keys, SYNC)
    assert (abbreviated.home.root / "value").read_text() == f"{said}\n"
    assert abbreviated.value("$GUARDCMD_STATUS") == "blocks"


KEYS = """
function go_on; commandline -r "$argv"; commandline -f execute; end
function quietly; commandline -f repaint; commandline -f execute; end
bind \\cg 'commandline -r "terraform destroy -var=n=1"; commandline -f repaint execute'
bind \\ch 'go_on terraform destroy -var=n=1'
bind \\ct accept-autosuggestion execute
bind \\r quietly
"""


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    shell = fish(Home(tmp_path_factory.mktemp("home")), KEYS)
    yield shell
    shell.close()


@pytest.mark.parametrize("key", ["\x07", "\x08", f"{DESTROY}1\r", f"{DESTROY}1\n", f"{DESTROY}1\x14\r"])
def test_keys_of_your_own_that_run_something(bound: Shell, key: str) -> None:
    ran = len(bound.home.ran())
    bound.keys(key, ASK, NO)
    bound.sync(interrupts=True)
    assert len(bound.home.ran()) == ran
    bound.keys(key, ASK, YES)
    bound.sync()
    assert len(bound.home.ran()) == ran + 1
    assert bound.value("$GUARDCMD_STATUS") == "blocks"


def test_comments_by_a_key(shared: Shell) -> None:
    ran = len(shared.home.ran())
    shared.keys(f"{DESTROY}1\x1b#", SYNC)
    assert len(shared.home.ran()) == ran
    assert shared.value("$GUARDCMD_STATUS") == "blocks"


def test_the_editor_fills_the_line(shared: Shell) -> None:
    ran = len(shared.home.ran())
    shared.keys("echo a\x1be")
    for _ in range(10):
        shared.read()
    shared.keys("\r", ASK, NO)
    shared.sync(interrupts=True)
    assert len(shared.home.ran()) == ran


@pytest.mark.parametrize(
    "lines",
    [
        ("function ls; terraform destroy -var=n=1; end", "ls"),
        ("function danger; terraform destroy -var=n=1; end; functions --copy danger nice", "nice"),
        ("echo terraform destroy -var=n=1 > file.fish", "source file.fish"),
        ("echo terraform destroy -var=n=1 > file.fish", "fish file.fish"),
        ("set -g x terraform destroy -var=n=1", "$x"),
        ("true", "auto"),
        ("true", "la"),
    ],
)
def test_what_a_line_reaches(home: Home, lines: tuple[str, str]) -> None:
    functions = home.root / "cfg" / "fish" / "functions"
    functions.mkdir(parents=True)
    for name in ("auto", "la"):  # one that fish has too
        (functions / f"{name}.fish").write_text(f"function {name}; terraform destroy; end\n")
    shell = fish(home)
    shell.keys(f"{lines[0]}\r")
    try:  # defining it may be asked about too
        shell.child.expect("press Enter to leave: ", timeout=2)
        shell.keys("work\r", SYNC)
    except pexpect.TIMEOUT:
        shell.keys(SYNC)
    assert home.ran() == []
    shell.keys(f"{lines[1]}\r", ASK, NO)
    shell.sync(interrupts=True)
    assert home.ran() == []
    shell.keys(f"{lines[1]}\r", ASK, YES)
    shell.sync()
    assert len(home.ran()) == 1
    shell.close()


def test_text_that_is_put_together_asks(shared: Shell) -> None:
    ran = len(shared.home.ran())
    shared.keys("set -g text 'terraform destroy -var=n=1'\r", SYNC, "eval $text\r", ASK, NO)
    shared.sync(interrupts=True)
    assert len(shared.home.ran()) == ran


def test_what_a_command_reads_is_no_command(shared: Shell) -> None:
    log = shared.home.root / "state" / "audit.jsonl"
    shared.keys("read -P '' -g answer\r")
    for _ in range(5):
        shared.read()
    shared.keys("git push --force hunter2\r", SYNC)
    assert shared.value('"$answer"') == "git push --force hunter2"
    assert "hunter2" not in "".join([line for line in log.read_text().splitlines() if "note" not in line])


def test_a_pretended_command_does_not_open_it(home: Home) -> None:
    shell = fish(home, "bind \\cg 'emit fish_preexec x'")
    shell.keys("\x07", f"{DESTROY}1\r", ASK, NO)
    shell.sync(interrupts=True)
    assert home.ran() == []
    shell.close()


def test_key_bindings_that_change(home: Home) -> None:
    shell = fish(home, "bind \\cg 'set -g fish_key_bindings fish_vi_key_bindings'\nfunction fish_mode_prompt; end")
    refuses(shell)
    shell.keys("\x07")
    shell.read()
    shell.keys(f"{DESTROY}1\r", ASK, NO)
    shell.sync(interrupts=True)
    shell.keys("fish_default_key_bindings\r", SYNC)
    refuses(shell)
    shell.keys("fish_vi_key_bindings\r", SYNC)
    refuses(shell)
    shell.keys("bind --erase \\r; bind -M insert --erase \\r\r", SYNC)
    refuses(shell)
    assert shell.value("$GUARDCMD_STATUS") == "blocks"
    shell.close()


def test_the_pager(home: Home) -> None:
    (home.root / "work" / "file-one").write_text("")
    (home.root / "work" / "file-two").write_text("")
    shell = fish(home)
    shell.keys("terraform destroy file-\t\t\t")
    for _ in range(10):
        shell.read()
    shell.keys("\r")  # takes what is selected
    shell.read()
    shell.keys("\r", ASK, YES)
    shell.sync()
    assert len(home.ran()) == 1
    assert home.ran()[0].startswith("terraform destroy file-")
    shell.close()


def test_private_mode(home: Home) -> None:
    (home.root / "hook").write_text(home.hook("fish"))
    (home.root / "rc.fish").write_text(f"{RC}source ~/hook")
    shell = Shell(home, ["fish", "-P", "-i", "-C", "source ~/rc.fish"], XDG_CONFIG_HOME=f"{home.root}/cfg")
    refuses(shell)
    shell.close()


@pytest.mark.parametrize("key", ["\x1b[13;5u", "\x1b[13;2u", "\x1b[27;5;13~", "\x1b[27;2;13~", "\x1b[13u", "\x1b\r"])
def test_other_spellings_of_the_key(home: Home, key: str) -> None:
    """What terminals send for Enter with another key: it asks, or does not run the line."""
    shell = fish(home)
    shell.keys(f"{DESTROY}1")
    shell.read()
    shell.keys(key)
    for _ in range(20):
        shell.read()
    assert home.ran() == []
    shell.close()


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
    shell = fish(home)
    shell.keys(f"{DESTROY}history\r", ASK, YES)
    shell.sync()
    ran = len(home.ran())
    shell.keys(UP, UP, "\r", ASK, NO)
    shell.sync(interrupts=True)
    shell.keys(CTRL_R)
    for key in "destroy":
        shell.keys(key)
        shell.read()
    for _ in range(10):  # the search runs beside the keys
        shell.read()
    shell.keys("\r")
    shell.read()
    shell.keys("\r", ASK, NO)
    shell.sync(interrupts=True)
    assert len(home.ran()) == ran
    shell.keys("echo one\r", f"{DESTROY}1\r", ASK, YES, f"history > {home.root}/list\r")
    shell.sync()
    lines = [line for line in (home.root / "list").read_text().splitlines() if not line.startswith("mark")]
    assert lines == [f"{DESTROY}1", "echo one", f"{DESTROY}history"]
    shell.close()


def leave_insert_mode(shell: Shell) -> None:
    shell.keys(f"{DESTROY}1\x1b")
    for _ in range(10):  # or the next key would be one with Alt
        shell.read()


def test_vi(home: Home) -> None:
    shell = fish(home, "HOOK\nfish_vi_key_bindings\nfunction fish_mode_prompt; end\nset -g fish_escape_delay_ms 10")
    refuses(shell)
    leave_insert_mode(shell)
    shell.keys("\r", ASK, NO, "\r", ASK, NO, "i")
    shell.sync(interrupts=True)
    assert len(home.ran()) == 1
    leave_insert_mode(shell)
    shell.keys("\r", ASK, YES)  # the next line begins in insert mode, as without us
    shell.sync()
    assert len(home.ran()) == 2
    assert shell.value("$GUARDCMD_STATUS") == "blocks"
    shell.close()


RCS = {
    "two lines of prompt": "function fish_prompt; printf 'one\\n> '; end",
    "loaded twice": "HOOK\nHOOK",
    "Enter bound before": "bind \\r execute\nHOOK",
    "Enter bound in fish_user_key_bindings": "HOOK\nfunction fish_user_key_bindings; bind \\r execute; end",
    "vi bindings afterwards": "HOOK\nfunction fish_user_key_bindings; fish_default_key_bindings -M insert; end",
}


@pytest.mark.parametrize("rc", RCS.values(), ids=RCS)
def test_start_up_files(home: Home, rc: str) -> None:
    shell = fish(home, rc)
    refuses(shell)
    assert shell.value("$GUARDCMD_STATUS") == "blocks"
    shell.close()


def test_enter_of_others_is_taken_again_or_said(home: Home) -> None:
    shell = fish(home, "HOOK\nfunction take -e fish_prompt; set -q taking; and bind \\r execute; end")
    shell.keys("bind \\r execute\r", SYNC)
    assert shell.value("$GUARDCMD_STATUS") == "blocks"
    refuses(shell)
    shell.keys("set -g taking\r", SYNC, "true\r", SYNC)
    assert shell.value("$GUARDCMD_STATUS") == "degraded"
    shell.keys("set -e taking\r", SYNC, "true\r", SYNC)
    assert shell.value("$GUARDCMD_STATUS") == "blocks"
    shell.close()


def test_without_guardcmd_the_person_decides(home: Home) -> None:
    shell = fish(home)
    for broken in (lambda: home.start.write_text(""), lambda: home.start.write_text("1/0"), home.start.unlink):
        broken()
        shell.keys(f"{DESTROY}1\r", ASK, NO)
        shell.sync(interrupts=True)
        shell.keys(f"{DESTROY}1\r", ASK, CTRL_C)
        shell.sync(interrupts=True)
        shell.keys(f"{DESTROY}1\r", ASK, "yes\r")
        shell.sync(interrupts=True)
        assert home.ran() == []
        shell.keys("cd ~\r", SYNC, "cd 'work'\r", SYNC)  # no question
    shell.keys(f"{DESTROY}1\r", ASK, "RUN\r", SYNC, f"{DESTROY}2\r", ASK, "OFF\r", SYNC, f"{DESTROY}3\r", SYNC)
    assert [line[-1] for line in home.ran()] == ["1", "2", "3"]
    assert shell.value("$GUARDCMD_STATUS") == "off"
    shell.close()


def test_non_interactive_shells_are_untouched(home: Home) -> None:
    (home.root / "hook").write_text(home.hook("fish"))
    done = subprocess.run(
        ["fish", "-c", 'source ~/hook; echo "<$GUARDCMD_STATUS>"; terraform destroy'],
        cwd=home.root, env=home.environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("<>\n", "")
    assert home.ran() == ["terraform destroy"]
