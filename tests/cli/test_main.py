"""The command line as a whole: help, version, completion, errors, status, log, rules."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

import guardcmd.cli.main as cli_main
from guardcmd import __version__
from guardcmd.audit import log as audit_log
from guardcmd.cli.main import COMMANDS, main
from guardcmd.errors import RuleError, StateError
from tests.cli.world import World


def test_version(world: World) -> None:
    assert world.guardcmd("--version").stdout == f"guardcmd, version {__version__}\n"


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help(world: World, name: str) -> None:
    done = world.guardcmd(*([name] if name else []), "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: guardcmd")


@pytest.mark.parametrize(
    "arguments", [("frobnicate",), ("--no-such",), ("log", "-n", "x"), ("install", "emacs"), ("rules", "x")]
)
def test_usage_errors(world: World, arguments: tuple[str, ...]) -> None:
    done = world.guardcmd(*arguments)
    assert done.returncode == 64
    error, hint = done.stderr.splitlines()
    assert error.startswith("error: ")
    assert hint.startswith("hint: ")


@pytest.mark.parametrize(
    ("raised", "status", "said"),
    [
        (StateError("it is full", "empty it"), 74, "error: it is full\nhint: empty it\n"),
        (RuleError("x.toml: broken"), 78, "error: x.toml: broken\n"),
        (KeyboardInterrupt(), 130, "\n"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_one_handler_of_errors(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], raised: BaseException, status: int, said: str
) -> None:
    def fails(**_: object) -> None:
        raise raised

    monkeypatch.setattr(cli_main.cli, "main", fails)
    monkeypatch.setattr(os, "dup2", lambda *_: None)
    assert main([]) == status
    assert capfd.readouterr().err == said


def test_an_internal_fault_says_where(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(cli_main.cli, "main", lambda **_: 1 / 0)
    assert main([]) == 70
    assert "test_main.py" in capfd.readouterr().err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(world: World, shell: str) -> None:
    done = world.guardcmd("completion", shell)
    assert "_GUARDCMD_COMPLETE" in done.stdout
    checked = (
        subprocess.run([shell, "-n"], input=done.stdout, capture_output=True, text=True, check=False)
        if _has(shell)
        else None
    )
    assert checked is None or checked.returncode == 0


def _has(program: str) -> bool:
    return any(os.access(f"{folder}/{program}", os.X_OK) for folder in os.environ["PATH"].split(":"))


# --- log and status ----------------------------------------------------------------------


def test_log(world: World) -> None:
    world.guardcmd("run", "-c", "echo one")
    world.guardcmd("run", "-c", "terraform destroy; echo \x1b[2J")
    done = world.guardcmd("log")
    first, second = done.stdout.splitlines()
    assert "allow    ran      echo one" in first
    assert "confirm  not-run  terraform destroy; echo \\e[2J  [terraform.destroy]" in second
    assert len(world.guardcmd("log", "--refused").stdout.splitlines()) == 1
    assert len(world.guardcmd("log", "-n", "1").stdout.splitlines()) == 1
    assert json.loads(world.guardcmd("log", "--json", "-n", "1").stdout)["decision"] == "confirm"


def test_log_verify(world: World) -> None:
    assert world.guardcmd("log", "--verify").stdout == "0 lines in 0 files: the chain holds\n"
    world.guardcmd("run", "-c", "echo one")
    world.guardcmd("run", "-c", "echo two")
    assert world.guardcmd("log", "--verify").stdout == "2 lines in 1 files: the chain holds\n"
    path = world.state / "audit.jsonl"
    path.write_text(path.read_text().replace("one", "1"))
    done = world.guardcmd("log", "--verify")
    assert done.returncode == 1
    assert f"{path}:2: this does not follow" in done.stdout


def test_a_corrupt_log_can_be_shown(world: World) -> None:
    world.state.mkdir(parents=True)
    (world.state / "audit.jsonl").write_bytes(b"\xff\xfe\n{half\n[]\n")
    audit_log.append(str(world.state / "audit.jsonl"), {"text": "ls", "decision": "allow"})
    done = world.guardcmd("log")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1


def test_status(world: World) -> None:
    done = world.guardcmd("status")
    assert str(world.state) in done.stdout
    assert "nothing is guarded" in done.stdout
    assert done.returncode == 1
    world.guardcmd("install", "claude-code", "--force")
    assert world.guardcmd("status").returncode == 0
    (world.root / ".claude" / "settings.local.json").write_text('{"disableAllHooks": true}')
    done = world.guardcmd("status")
    assert "disableAllHooks" in done.stdout
    assert done.returncode == 1


# --- rules -------------------------------------------------------------------------------

MINE = """
[tool]
programs = ["mytool"]

[[rule]]
id = "mytool.wipe"
title = "wipes things"
why = "they do not come back"
reversibility = "irreversible"
blast_radius = "collection"
any_of = [{ subcommand = "wipe" }]
must_match = ["mytool wipe", "sudo mytool wipe x"]
must_not_match = ["mytool show", "echo mytool wipe"]
"""


def test_rules_list_and_show(world: World) -> None:
    done = world.guardcmd("rules", "list", "terraform")
    assert "terraform.destroy" in done.stdout
    assert "destroys every resource" in world.guardcmd("rules", "show", "terraform.destroy").stdout
    done = world.guardcmd("rules", "show", "terraform.destory")
    assert done.returncode == 65
    assert "did you mean `terraform.destroy`?" in done.stderr


def test_rules_as_json(world: World) -> None:
    shown = json.loads(world.guardcmd("rules", "show", "--json", "terraform.destroy").stdout)
    assert (shown["id"], shown["tools"], shown["reversibility"]) == ("terraform.destroy", ["terraform"], "irreversible")
    assert shown["any_of"][0]["subcommand"] == [["destroy"]]
    listed = [json.loads(line) for line in world.guardcmd("rules", "list", "--json", "terraform").stdout.splitlines()]
    assert shown in listed
    assert all(rule["must_match"] and rule["layer"] == "built-in" for rule in listed)


def test_a_rule_of_ones_own(world: World) -> None:
    path = world.config / "rules" / "mytool.toml"
    path.parent.mkdir(parents=True)
    path.write_text(MINE)
    assert world.guardcmd("check", "mytool wipe").returncode == 11
    assert world.guardcmd("check", "mytool show").returncode == 0
    assert "(user: " in world.guardcmd("rules", "list", "mytool").stdout
    tested = world.guardcmd("rules", "test", str(path))
    assert (tested.returncode, tested.stdout) == (0, "1 rules tested, 0 examples failed, 0 mutants unnoticed\n")
    path.write_text(MINE.replace('"mytool wipe", ', '"mytool show", '))
    tested = world.guardcmd("rules", "test", "mytool.wipe")
    assert tested.returncode == 1
    assert "does not match `mytool show`" in tested.stdout
    assert world.guardcmd("rules", "lint", str(path)).returncode == 1


def test_examples_must_notice_a_weaker_rule(world: World) -> None:
    path = world.config / "rules" / "mytool.toml"
    path.parent.mkdir(parents=True)
    path.write_text(MINE.replace('"mytool show", ', '"ls mytool", '))
    tested = world.guardcmd("rules", "test", str(path))
    assert tested.returncode == 1
    said, hint, summary = tested.stdout.splitlines()
    assert said == f"{path}: rule `mytool.wipe`: no example notices any_of 1 without `subcommand`"
    assert hint == "hint: `must_not_match` needs a command that has the rest of `any_of 1`, but not subcommand wipe"
    assert summary == "1 rules tested, 0 examples failed, 1 mutants unnoticed"
    assert world.guardcmd("rules", "test", "--no-mutants", str(path)).returncode == 0
    path.write_text(MINE.replace('"wipe"', '["wipe", "purge"]'))
    assert world.guardcmd("rules", "test", str(path)).returncode == 0
    tested = world.guardcmd("rules", "test", "--alternatives", str(path))
    assert "no example notices any_of 1 without `subcommand` `purge`" in tested.stdout


def test_lint_names_notes_of_ones_own_files(world: World) -> None:
    path = world.config / "rules" / "mytool.toml"
    path.parent.mkdir(parents=True)
    path.write_text(MINE)
    linted = world.guardcmd("rules", "lint")
    assert linted.returncode == 0
    assert linted.stdout.splitlines()[-1] == "0 complaints, 2 notes"
    assert f"note: {path}: rule `mytool.wipe`: has no `instead`" in linted.stdout


def test_new_drafts_a_rule_of_a_project(world: World) -> None:
    inner = world.project / "a"
    inner.mkdir()
    done = world.guardcmd("rules", "new", "--project", "git.nuke", cwd=inner)
    path = world.project / ".guardcmd" / "rules" / "git-nuke.toml"
    assert done.stdout.split()[1] == str(path)
    assert world.guardcmd("check", "git nuke x").returncode == 10
    refused = world.guardcmd("rules", "new", "--project", "mytool.wipe")
    assert refused.returncode == 64
    assert "`guardcmd rules new mytool.wipe` drafts it for yourself" in refused.stderr


def test_new_drafts_a_rule(world: World) -> None:
    done = world.guardcmd("rules", "new", "othertool.wipe")
    path = Path(done.stdout.split()[1])
    assert path.parent == world.config / "rules"
    assert 'id = "othertool.wipe"' in path.read_text()
    assert world.guardcmd("check", "othertool wipe x").returncode in (10, 11)
    assert world.guardcmd("rules", "new", "othertool.wipe").returncode == 64
    assert world.guardcmd("rules", "new", "Not An Id").returncode == 64


@pytest.mark.parametrize("text", ["x = ", "[[rule]]\nid = 3", MINE.replace("title", "titel"), "\x00", "[tool]\n" * 2])
def test_a_broken_rule_file_is_named_and_asks(world: World, text: str) -> None:
    path = world.config / "rules" / "mine.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    done = world.guardcmd("check", "ls")
    assert done.returncode == 10
    assert str(path) in done.stdout
    assert world.guardcmd("rules", "lint", str(path)).returncode == 78


def test_a_file_that_breaks_later_keeps_its_last_good_form(world: World) -> None:
    path = world.config / "rules" / "mine.toml"
    path.parent.mkdir(parents=True)
    path.write_text(MINE)
    assert world.guardcmd("check", "mytool wipe").returncode == 11
    path.write_text(MINE + "broken")
    done = world.guardcmd("check", "mytool wipe")
    assert done.returncode == 11
    assert "last good form" in done.stdout


@pytest.mark.parametrize(
    "text", ["x = 1", "mode = 'observe'", "[throwaway]\npahts = []", "[", "[matrix.agent]\nreversible = 3"]
)
def test_a_broken_policy_is_named_and_asks(world: World, text: str) -> None:
    world.config.mkdir(parents=True)
    (world.config / "policy.toml").write_text(text)
    done = world.guardcmd("check", "for f in a; do echo $f; done")
    assert done.returncode == 10
    assert "policy.toml" in done.stdout


def test_a_policy_of_ones_own(world: World) -> None:
    world.config.mkdir(parents=True)
    (world.config / "policy.toml").write_text('mode = "observe"\nuntil = 2999-01-01\n')
    done = world.guardcmd("check", "terraform destroy")
    assert done.returncode == 0
    assert "it would be confirm" in done.stdout
    assert world.guardcmd("check", "guardcmd uninstall claude-code").returncode == 12
