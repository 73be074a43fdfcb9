"""`guardcmd check` and `explain`: verdicts without consequences."""

from __future__ import annotations

import json

import pytest

from tests.cli.world import World


@pytest.mark.parametrize(
    ("command", "decision", "status"),
    [
        ("git status", "allow", 0),
        ("for f in a b; do echo $f; done", "allow", 0),
        ("git reset --hard", "ask", 10),
        ("terraform destroy", "confirm", 11),
        ("guardcmd run -c ls", "block", 12),
        ("echo 'unterminated", "ask", 10),
    ],
)
def test_status(world: World, command: str, decision: str, status: int) -> None:
    done = world.guardcmd("check", command)
    assert done.returncode == status, done.stdout
    assert any(line.startswith(decision) for line in done.stdout.splitlines())


def test_leaves_no_trace(world: World) -> None:
    world.guardcmd("check", "terraform destroy")
    world.guardcmd("explain", "terraform destroy")
    assert not world.state.exists() or not any(world.state.iterdir())


def test_json(world: World) -> None:
    done = world.guardcmd("check", "--json", "cd x && terraform destroy")
    said = json.loads(done.stdout)
    assert said["decision"] == "confirm"
    assert said["typed"]
    (reason,) = said["reasons"]
    assert (reason["rule"], reason["effect"]) == ("terraform.destroy", "data")
    assert reason["span"] == [8, 25]


def test_actors_differ(world: World) -> None:
    assert world.guardcmd("check", "git reset --hard").returncode == 10
    assert world.guardcmd("check", "--actor", "human", "git reset --hard").returncode == 0
    assert world.guardcmd("check", "--unattended", "git reset --hard").returncode == 10  # changes the answer only


def lines(*rows: object) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)


def test_many(world: World) -> None:
    done = world.guardcmd(
        "check", "--stdin",
        stdin=lines(
            {"id": 1, "command": "ls"}, "", {"id": "two", "command": "terraform destroy"}, {"command": "ls", "x": 1}
        ),
    )  # fmt: skip
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["id"], each["decision"]) for each in said] == [(1, "allow"), ("two", "confirm"), (None, "allow")]
    assert done.returncode == 0


def test_lines_of_a_session_see_what_earlier_ones_write(world: World) -> None:
    write = "cat > t.sh <<E\nterraform destroy\nE"
    done = world.guardcmd(
        "check", "--stdin",
        stdin=lines(
            {"id": 1, "command": write, "session_id": "a"},
            {"id": 2, "command": "bash t.sh", "session_id": "a"},
            {"id": 3, "command": "bash t.sh", "session_id": "b"},
            {"id": 4, "command": "bash t.sh"},
            {"id": 5, "command": "sh ./t.sh", "session_id": "a", "cwd": str(world.project)},
        ),
    )  # fmt: skip
    decisions = [json.loads(line)["decision"] for line in done.stdout.splitlines()]
    assert decisions == ["allow", "confirm", "allow", "allow", "confirm"]
    assert not (world.project / "t.sh").exists()


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"id": 1}', '{"command": 3}', '{"command": "ls", "cwd": 1}', '{"command": "ls", "session_id": []}',
     "[" * 5000, "\x00"],
)  # fmt: skip
def test_a_line_that_cannot_be_read(world: World, line: str) -> None:
    done = world.guardcmd("check", "--stdin", stdin=lines(line, {"id": 2, "command": "ls"}))
    first, second = (json.loads(each) for each in done.stdout.splitlines())
    assert (first["decision"], first["line"], bool(first["error"])) == ("ask", 1, True)
    assert second["decision"] == "allow"
    assert done.returncode == 65


def test_bytes_that_are_not_utf8(world: World) -> None:
    done = world.guardcmd("check", "--stdin", stdin=b'{"command": "ls \xff"}\n')
    assert json.loads(done.stdout)["decision"] == "ask"
    assert done.returncode == 65


@pytest.mark.parametrize("arguments", [(), ("ls", "--stdin"), ("--actor", "robot", "ls"), ("a", "b")])
def test_usage(world: World, arguments: tuple[str, ...]) -> None:
    done = world.guardcmd("check", *arguments)
    assert done.returncode == 64
    assert done.stderr.startswith("error: ")
    assert "hint: " in done.stderr


def test_explain_shows_the_same_judgement(world: World) -> None:
    done = world.guardcmd("explain", "bash -c 'cd x && terraform destroy'")
    for part in ("terraform destroy", "bash -c", "match: terraform.destroy", "decide: ", "confirm"):
        assert part in done.stdout


def test_control_characters_are_written_out(world: World) -> None:
    done = world.guardcmd("explain", "terraform destroy $'\x1b[2J' \x07")
    assert "\x1b" not in done.stdout
    assert "\x07" not in done.stdout


@pytest.mark.parametrize(
    ("text", "status"),
    [("begin; echo (date); end", 0), ("set x destroy; terraform $x", 11), ("echo $$x; terraform destroy", 10)],
)
def test_fish(world: World, text: str, status: int) -> None:
    assert world.guardcmd("check", "--shell", "fish", text).returncode == status
