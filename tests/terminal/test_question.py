"""`guardcmd run` asks on real terminals: narrow, without colour, in other encodings, in tmux, over ssh."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import sys
import termios
import time
from pathlib import Path

import pytest

from guardcmd.terminal.excerpt import cells
from guardcmd.terminal.person import obstacle
from tests.cli.world import World, world
from tests.sshd import ssh
from tests.terminal.screen import Screen

__all__ = ["ssh", "world"]

pytestmark = pytest.mark.skipif(bool(obstacle({})), reason="these tests themselves run under an agent")

DESTROY = "terraform destroy -auto-approve"
STUB = '#!/bin/sh\necho "${0##*/} $*" >> "$HOME/ran"\n'
LONG = "customer-orders-of-the-year-2026-in-europe-west"  # longer than 40 columns leave, and not yet shortened


@pytest.fixture
def home(world: World) -> World:
    for name in ("terraform", "dropdb"):
        (world.root / "bin" / name).write_text(STUB)
        (world.root / "bin" / name).chmod(0o755)
    return world


def run(home: World, command: str = DESTROY, columns: int = 100, where: Path | None = None, **more: str) -> Screen:
    argv = [sys.executable, "-m", "guardcmd", "run", "-c", command]
    environment = home.environment(**more)
    return Screen(argv, {name: value for name, value in environment.items() if value}, where or home.project, columns)


def word(screen: Screen) -> str:
    """What the question wants, put together again where the terminal would break the line."""
    return re.findall(r"type `(.*)` to run it", screen.plain)[0]


# --- how wide ----------------------------------------------------------------------------


@pytest.mark.parametrize("more", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}, {"COLUMNS": "200"}])
@pytest.mark.parametrize("columns", [80, 40, 30, 20])
def test_no_line_is_wider_than_the_terminal(home: World, columns: int, more: dict[str, str]) -> None:
    with run(home, f"true && dropdb -h prod-db {LONG}", columns, **more) as screen:
        panel = screen.asked().lines[:-1]
        assert max(cells(line) for line in panel) <= columns
        for part in ("PRODUCTION", LONG, "thehost`prod-db`isproduction", "[postgresql.dropdb]"):
            assert part in "".join("".join(panel).split())
        assert word(screen) == LONG
        screen.type(f"{LONG}\r")
        assert screen.status() == 0
    assert home.ran() == [f"dropdb -h prod-db {LONG}"]


@pytest.mark.parametrize("columns", [12, 9, 2, 1])
def test_the_narrowest_terminals_are_asked_on_too(home: World, columns: int) -> None:
    with run(home, DESTROY, columns) as screen:
        screen.asked().type("project\r")
        assert screen.status() == 0


def test_no_blanks_at_the_ends(home: World) -> None:
    """They would become empty lines in a terminal that is made narrower."""
    with run(home) as screen:
        assert not [line for line in screen.asked().lines[:-1] if line != line.rstrip()]


# --- colour ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "colours", "escapes"),
    [
        ({}, True, True),
        ({"NO_COLOR": "1"}, False, True),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "unknown"}, False, False),
        ({"TERM": ""}, False, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, False, False),
    ],
)
def test_colours(home: World, more: dict[str, str], colours: bool, escapes: bool) -> None:
    with run(home, **more) as screen:
        screen.asked()
        sequences = re.findall(r"\x1b\[([0-9;?]*[A-Za-z])", screen.printed)
        assert bool(sequences) is escapes
        codes = {code for each in sequences if each.endswith("m") for code in each[:-1].split(";")}
        assert bool(codes & {"31", "33", "38", "91", "93"}) is colours


# --- encodings and names -----------------------------------------------------------------

LOCALES = {
    "C": {"LANG": "C"},
    "C for all": {"LC_ALL": "C", "LANG": "de_DE.UTF-8"},
    "POSIX": {"LC_ALL": "POSIX"},
    "one that is not there": {"LC_ALL": "xx_YY.UTF-8"},
    "none": {"LANG": ""},
    "nothing but ASCII": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


@pytest.mark.parametrize("locale", LOCALES.values(), ids=LOCALES)
def test_locales(home: World, locale: dict[str, str]) -> None:
    """The word as it is shown is the word that is typed."""
    where = home.project / "größe-日本"
    where.mkdir()
    with run(home, f"{DESTROY} {'x' * 200}", where=where, **locale) as screen:
        shown = word(screen.asked())
        assert "\ufffd" not in screen.plain
        assert shown.isascii() if "PYTHONUTF8" in locale else shown == "größe-日本"
        screen.type(f"{shown}\r")
        assert screen.status() == 0
    assert len(home.ran()) == 1


NAMES = {
    "accents": ("größe", "größe"),
    "accents as macOS keeps them": ("größe", "gro\u0308ße"),
    "wide letters": ("日本語", "日本語"),
    "letters from right to left": ("מחיקה", "מחיקה"),
    "an order from right to left": ("a\u202edorp", "a\\u202edorp"),
    "an escape": ("a\x1b[2Jb", "a\\e[2Jb"),
    "a bell and a tab": ("a\x07\tb", "a\\x07\\tb"),
    "a line's end": ("a\nyes", "a\\nyes"),
    "nothing to be seen": ("pro\u200bd", "pro\\u200bd"),
    "blanks": ("  my  disk ", "my disk"),
    "nothing but blanks": ("  ", "yes"),
    "y": ("y", "yes"),
    "a backtick": ("a`b", "a`b"),
    "255 letters": ("x" * 145 + "o" + "y" * 109, "x" * 145 + "o" + "y" * 109),
}


@pytest.mark.parametrize(("name", "typed"), NAMES.values(), ids=NAMES)
def test_names(home: World, name: str, typed: str) -> None:
    where = home.project / name
    where.mkdir()
    with run(home, where=where, columns=400) as screen:
        screen.asked()
        assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u200b\u202e]", screen.printed)
        screen.type(f"{typed}\r")
        assert screen.status() == 0
    assert len(home.ran()) == 1


def test_a_name_of_300_letters_is_shortened_and_can_be_typed(home: World) -> None:
    with run(home, f"dropdb -h prod-db {'a' * 150}{'b' * 150}", columns=40) as screen:
        shown = word(screen.asked())
        assert len(shown) == 60
        screen.type(f"{shown.replace('…', '...')}\r")
        assert screen.status() == 0


@pytest.mark.parametrize(("name", "typed"), [("sh\u202eop", "sh?op"), ("sh\x1b[2Jop", "sh?[2Jop"), ("größe", "größe")])
def test_names_of_targets(home: World, name: str, typed: str) -> None:
    with run(home, f"dropdb -h prod-db '{name}'") as screen:
        screen.asked()
        assert not re.search("\x1b\\[2J|\u202e", screen.printed)
        screen.type(f"{typed}\r")
        assert screen.status() == 0
    assert home.ran() == [f"dropdb -h prod-db {name}"]


# --- how it ends -------------------------------------------------------------------------

ENDINGS = {
    "Enter": ("\r", 77),
    "the word": ("project\r", 0),
    "another word": ("projekt\r", 77),
    "the word on the second try": ("projekt\rproject\r", 77),
    "y": ("y\r", 77),
    "yes": ("yes\r", 77),
    "Ctrl-C": ("\x03", 77),
    "Ctrl-C behind the word": ("project\x03", 77),
    "Ctrl-D": ("\x04", 77),
    "Ctrl-D behind the word, twice": ("project\x04\x04", 77),
    "Ctrl-Z": ("\x1a", 77),
    "Ctrl-Z behind the word": ("project\x1a", 77),
    "Ctrl-\\": ("\x1c", 77),
    "a paste that is marked all the same": ("\x1b[200~project\x1b[201~\r", 77),
    "a paste": ("project\recho more\r", 0),
}


@pytest.mark.parametrize(("keys", "status"), ENDINGS.values(), ids=ENDINGS)
def test_endings(home: World, keys: str, status: int) -> None:
    with run(home) as screen:
        screen.asked().type(keys)
        assert screen.status() == status
        assert screen.modes() == screen.before
        assert len(home.ran()) == (status == 0)
        assert home.log()[-1]["answer"] == ("ran" if status == 0 else "not-run")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP])
def test_signals_mean_no(home: World, number: int) -> None:
    with run(home) as screen:
        screen.asked().process.send_signal(number)
        assert screen.status() == 77
        assert screen.modes() == screen.before
    assert home.ran() == []
    assert home.log()[-1]["answer"] == "not-run"


IMPATIENT = """
import sys
from guardcmd.cli.main import main
from guardcmd.terminal import prompt
prompt.confirm.__defaults__ = (0.5, *prompt.confirm.__defaults__[1:])
sys.exit(main(["run", "-c", sys.argv[1]]))
"""


@pytest.mark.parametrize("typed", ["", "project", "project\x04"])
def test_silence_means_no(home: World, typed: str) -> None:
    with Screen([sys.executable, "-c", IMPATIENT, DESTROY], home.environment(), home.project) as screen:
        screen.asked().type(typed)
        assert screen.status() == 77
        assert screen.modes() == screen.before
    assert home.ran() == []


def test_a_closed_window_means_no(home: World) -> None:
    screen = run(home).asked()
    screen.close()
    screen.process.wait(60)
    assert home.ran() == []
    assert home.log()[-1]["answer"] == "not-run"


def test_a_window_that_changes_its_size(home: World) -> None:
    with run(home) as screen:
        screen.asked().type("proj")
        for columns in (40, 120, 30):
            screen.resize(columns)
            screen.process.send_signal(signal.SIGWINCH)
        screen.type("ect\r")
        assert screen.status() == 0


MODES = {
    "raw": lambda flags: flags[3] & ~(termios.ICANON | termios.ECHO | termios.ISIG),
    "without echo": lambda flags: flags[3] & ~termios.ECHO,
}


@pytest.mark.parametrize("local", MODES.values(), ids=MODES)
@pytest.mark.parametrize("keys", ["project\r", "\x03", "\x04", "\x1a", "no\r"])
def test_the_modes_of_before_come_back(home: World, keys: str, local) -> None:  # type: ignore[no-untyped-def]
    with run(home) as screen:
        flags = screen.modes()
        flags[3] = local(flags)
        termios.tcsetattr(screen.slave, termios.TCSANOW, flags)
        before = screen.modes()
        screen.asked().type(keys)
        screen.status()
        assert screen.modes() == before
        assert len(home.ran()) == (keys == "project\r")


def test_what_was_typed_before_is_dropped(home: World) -> None:
    with run(home) as screen:
        screen.type("project\rproject\r")
        screen.asked()
        assert screen.process.poll() is None
        screen.type("\r")
        assert screen.status() == 77
    assert home.ran() == []


# --- for those who listen ----------------------------------------------------------------


@pytest.mark.parametrize("more", [{"GUARDCMD_LINEAR": "1"}, {"TERM": "dumb"}])
def test_read_aloud(home: World, more: dict[str, str]) -> None:
    """In this order, in words: what was entered, what it does, to what, where, the safer form, what to type."""
    with run(home, "true && dropdb -h prod-db shop", **more) as screen:
        said = screen.asked().plain
    labels = re.findall(r"(?m)^(\w+) ", said)
    assert labels == ["command", "part", "confirm", "target", "why", "here", "instead", "preview", "in", "type"]
    parts = ("true && dropdb", "part ", "drops a whole database", "PRODUCTION", "target", "here", "instead", "type `")
    assert [said.index(part) for part in parts] == sorted(said.index(part) for part in parts)
    assert not set(said) & set("^|─│┌└╭╰━┃•→")


# --- behind other terminals --------------------------------------------------------------


def through(home: World, argv: list[str], **more: str) -> Screen:
    return Screen(argv, home.environment(**more), home.project)


def command(*before: str) -> str:
    return shlex.join([*before, sys.executable, "-m", "guardcmd", "run", "-c", DESTROY])


def remote(home: World) -> str:
    variables = [f"{name}={value}" for name, value in home.environment().items() if name != "TERM"]
    return f"cd {shlex.quote(str(home.project))} && {command('env', *variables)}"


ANSWERS = pytest.mark.parametrize(("typed", "runs"), [("project\r", 1), ("\r", 0), ("\x03", 0), ("\x04", 0)])


@ANSWERS
@pytest.mark.skipif(not shutil.which("tmux"), reason="there is no tmux")
def test_in_tmux(home: World, typed: str, runs: int) -> None:
    argv = ["tmux", "-S", f"{home.root}/tmux", "-f", os.devnull, "new-session", f"{command()}; touch {home.root}/end"]
    with through(home, argv) as screen:
        screen.asked().type(typed)
        screen.status()
        assert (home.root / "end").exists()
    assert len(home.ran()) == runs


@ANSWERS
@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("script"), reason="there is no script of util-linux")
def test_under_script(home: World, typed: str, runs: int) -> None:
    with through(home, ["script", "-qec", command(), os.devnull]) as screen:
        screen.asked().type(typed)
        assert screen.status() == (0 if runs else 77)
        assert screen.modes() == screen.before
    assert len(home.ran()) == runs


@ANSWERS
def test_over_ssh(home: World, ssh: list[str], typed: str, runs: int) -> None:
    with through(home, [*ssh, remote(home)]) as screen:
        screen.asked().type(typed)
        assert screen.status() == (0 if runs else 77)
        assert screen.modes() == screen.before
    assert len(home.ran()) == runs


def test_a_connection_that_breaks_means_no(home: World, ssh: list[str]) -> None:
    with through(home, [*ssh, remote(home)]) as screen:
        screen.asked().process.kill()
        deadline = time.monotonic() + 60
        while not home.log() and time.monotonic() < deadline:
            time.sleep(0.1)
    assert home.log()[-1]["answer"] == "not-run"
    assert home.ran() == []
