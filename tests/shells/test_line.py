"""What the hooks are told about a line, without any shell."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from guardcmd.agents.wiring.command_line import site_folders
from guardcmd.guard import Judgement
from guardcmd.policy.verdict import Verdict
from guardcmd.shells.entry import FAULT, LEAVE, NOT_READ, RUN, read_arguments
from guardcmd.shells.hook_text import start_argv
from guardcmd.shells.line import Line, asks_itself, is_no_command, objections, parsed, reshapes
from tests.agents.fakes import judgement

ROOT = Path(__file__).parents[2]


def ask(folder: Path, *records: str, options: tuple[str, ...] = (), data: bytes | None = None, **more: str):  # type: ignore[no-untyped-def]
    """The process that a hook starts, without a terminal."""
    given = "".join(f"{record}\0" for record in records).encode() if data is None else data
    places = ("--state", str(folder / "state"), "--config", str(folder / "config"))
    return subprocess.run(
        [*start_argv(site_folders()), "line", "bash", *places, *options],
        input=given,
        capture_output=True,
        cwd=folder,
        env={"HOME": str(folder), "PATH": os.environ["PATH"], "PWD": str(folder), **more},
        start_new_session=True,
        check=False,
    )


def log(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "state" / "audit.jsonl").read_text().splitlines()]


@pytest.mark.parametrize(
    ("records", "status"),
    [
        (("git status",), RUN),  # the fast path
        (("for f in *.py; do wc -l $f; done",), RUN),
        (("terraform destroy",), LEAVE),
        (("k destroy", "aalias k='terraform'"), LEAVE),
        (("k plan", "aalias k='terraform'"), RUN),
        (("f", "ff () \n{ \n    terraform destroy\n}"), LEAVE),
        (("terraform destroy", 'fterraform () \n{ \n    mine "$@"\n}'), LEAVE),  # what the function does is not known
        (("rm -rf $d", "vd=/etc"), LEAVE),
        (("for i in 1 2; do",), NOT_READ),
        (("echo )",), NOT_READ),
        (("for i in 1 2; d", "aalias d='do terraform destroy; done'"), LEAVE),
        (("terraform destroy\nfor i in 1 2; do",), LEAVE),  # the first line is complete
    ],
)
def test_statuses(tmp_path: Path, records: tuple[str, ...], status: int) -> None:
    done = ask(tmp_path, *records)
    assert done.returncode == status, done.stderr
    assert done.stdout == b""
    if status == RUN:
        assert done.stderr == b""


def test_what_the_shell_can_read_is_asked_about(tmp_path: Path) -> None:
    assert ask(tmp_path, "echo )", options=("--whole", "1")).returncode == LEAVE


def test_what_was_confirmed_is_not_asked_about_again(tmp_path: Path) -> None:
    head = "psql -h db shop <<X\nDROP TABLE orders;\n"
    confirmed = ("--approved", str(len(head)))
    assert ask(tmp_path, head).returncode == LEAVE
    assert ask(tmp_path, f"{head}X", options=confirmed).returncode == RUN
    assert ask(tmp_path, f"{head}DROP TABLE customers;\nX", options=confirmed).returncode == LEAVE
    assert ask(tmp_path, f"{head}X\nterraform destroy", options=confirmed).returncode == LEAVE


@pytest.mark.parametrize("data", [b"", b"ls", b"ls\0aalias"])
def test_a_message_that_was_cut_off_is_a_fault(tmp_path: Path, data: bytes) -> None:
    done = ask(tmp_path, data=data)
    assert done.returncode == FAULT
    assert b"guardcmd itself failed" in done.stderr


def test_every_decision_is_logged(tmp_path: Path) -> None:
    for text in ("git status", "make x", "terraform destroy"):
        ask(tmp_path, text, options=("--session", "bash-1"))
    found = [(line["text"], line["decision"], line["answer"], line["actor"], line["session"]) for line in log(tmp_path)]
    assert found == [
        ("git status", "allow", "ran", "human", "bash-1"),
        ("make x", "allow", "ran", "human", "bash-1"),
        ("terraform destroy", "confirm", "not-run", "human", "bash-1"),
    ]


def test_definitions_are_not_logged(tmp_path: Path) -> None:
    ask(tmp_path, "deploy $x", "fdeploy () \n{ \n    terraform destroy\n}", "vx=secret-thing")
    assert log(tmp_path)[-1]["text"] == "deploy $x"


def test_an_agent_is_not_asked(tmp_path: Path) -> None:
    done = ask(tmp_path, "terraform destroy", CLAUDECODE="1")
    assert done.returncode == LEAVE
    assert b"an agent runs this" in done.stderr
    assert log(tmp_path)[-1]["actor"] == "agent"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("guardcmd run -c 'terraform destroy'", True), ("guardcmd off --for 10m", True), ("guardcmd off; ls", False),
        ("guardcmd run -c 'x' > y", False), ("guardcmd run -c $(x)", False), ("guardcmdx off", False), ("ls", False),
    ],
)  # fmt: skip
def test_guardcmds_own_commands_ask_by_themselves(text: str, expected: bool) -> None:
    assert asks_itself(Line(text)) is expected
    assert not asks_itself(Line(text, ("alias guardcmd='rm'",)))


def test_guardcmds_own_commands_by_an_agent(tmp_path: Path) -> None:
    assert ask(tmp_path, "guardcmd off --for 10m", CLAUDECODE="1").returncode == LEAVE


def test_without_a_log_only_harmless_lines_run(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder belongs")
    done = ask(tmp_path, "git status")
    assert done.returncode == RUN
    assert b"the audit log cannot be written" in done.stderr
    assert ask(tmp_path, "terraform destroy").returncode == LEAVE


@pytest.mark.parametrize("argv", [["line"], ["shell-hook"], ["line", "bash", "more"], ["what"], []])
def test_what_it_does_not_know_is_a_fault(argv: list[str]) -> None:
    done = subprocess.run([*start_argv(site_folders()), *argv], input=b"ls\0", capture_output=True, check=False)
    assert done.returncode == FAULT


def test_a_start_that_fails_is_a_fault(tmp_path: Path) -> None:
    start = ROOT / "guardcmd" / "shells" / "start.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(start), "--site", str(tmp_path), "line", "bash"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == FAULT
    assert b"guardcmd could not start" in done.stderr


def test_secrets_are_not_taken_over() -> None:
    typed = parsed(b"x $API_TOKEN $d\0vAPI_TOKEN=abc\0vd=/x\0")
    assert typed.definitions == ("d=/x",)
    assert not typed.functions
    typed = parsed(b"x $DB_PASS $d\0vset DB_PASS abc\0vset d /x token=1\0")
    assert typed.definitions == ("set d /x token=1",)


@pytest.mark.parametrize(
    ("alias", "expected"),
    [
        ("alias k='kubectl get'", False),
        ("alias ll='ls -l'", False),
        ("alias d='done'", True),
        ("alias p='a | b'", True),
    ],
)
def test_aliases_that_reshape(alias: str, expected: bool) -> None:
    assert reshapes(f"a{alias}") is expected


def test_grammar_alone() -> None:
    unread = "cannot be read as shell: unclosed `for`"
    assert is_no_command(Judgement(Verdict("ask", notes=(unread,))))
    assert not is_no_command(Judgement(Verdict("ask", notes=(unread, "longer than the budget"))))
    assert not is_no_command(judgement("confirm"))
    assert not is_no_command(Judgement(Verdict("allow")))


def test_objections_are_what_does_not_pass() -> None:
    assert objections(judgement("allow")) == set()
    assert objections(judgement("confirm")) == {("terraform.destroy", "confirm", "0", "terraform destroy", "prod")}


def test_options() -> None:
    words, options, sites = read_arguments(["--site", "/a", "--site=/b", "line", "bash", "--state", "/s"])
    assert (words, options["state"], options["config"], sites) == (["line", "bash"], "/s", "", ["/a", "/b"])
