from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardcmd.calls import Invocation, Opaque, Payload
from guardcmd.shell.value import known, one_of
from guardcmd.unwrap.openers import open_invocation
from guardcmd.unwrap.program import words
from tests.unwrap.opening import invocation, opened, shown, word, world


@pytest.mark.parametrize(
    "line",
    [
        "ls -la",
        "foo",
        "foo bar baz",
        "foo rm",  # a single word is a name, no command
        "apt install git docker",
        "apt-get install -y terraform kubectl git",
        "pip install docker kubernetes",
        "brew install terraform kubectl",
        "npm i -g vercel rm",
        "cargo install rm docker",
        "which terraform kubectl",
        "man git rm",
        "tldr git rm",
        "grep -r rm -rf .",
        "rg docker rm src",
        "echo rm -rf /",
        "printf %s rm x",
        "cat rm git x",
        "test rm = git",
        "[ rm = git ]",
        "jq rm git x",
        "mkdir git docker x",
        "touch rm git x",
        "pytest -k docker rm tests",
        "go test docker rm x",
        "usermod -aG docker git x",
        "service docker restart now",
        "claude -p rm x",
        "code rm docker x",
        "git commit -m 'terraform destroy'",
        "git log --grep 'rm x'",
        "git grep rm x",
        "gh issue create --body 'rm x'",
        "foo get service docker",  # plain words
        "foo at -d home now",
        "foo hostname --torrent all --stop",
        "foo stacks rm --name x",  # no option of rm
        "foo key del x",
        "foo --host find -name x",  # the value of an option
    ],
)
def test_operands_that_are_text_are_no_commands(line: str) -> None:
    assert opened(line, None, {}) == []


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("foo git reset --hard", ["git reset --hard"]),
        ("foo --verbose git reset --hard", ["git reset --hard"]),
        ("foo run /usr/bin/git reset --hard", ["/usr/bin/git reset --hard"]),
        ("foo --env docker rm -rf x", ["docker rm -rf x", "rm -rf x"]),  # docker may be the option's value
        ("foo git rm docker x", ["git rm docker x"]),  # and only the first otherwise
        ("./foo sudo rm x", ["sudo rm x"]),
        ("foo bash -c 'rm x'", ["bash -c rm x"]),
        ("foo python x.py a", ["python x.py a"]),
        ("foo -- terraform destroy", ["terraform destroy"]),
        ("foo rm -rf x", ["rm -rf x"]),
        ("foo rm --recursive x", ["rm --recursive x"]),
        ("foo del -f x", ["del -f x"]),
        ("foo time rm -rf x", ["rm -rf x"]),
    ],
)
def test_an_unknown_program_may_run_what_it_is_given(line: str, inside: list[str]) -> None:
    parts = opened(line)
    assert shown(parts) == inside
    assert all(part.origin.guessed for part in parts)
    assert parts[0].origin.via[-1].endswith(" …")


def test_a_known_program_is_not_searched() -> None:
    assert opened("terraform plan rm x") == []
    assert opened("docker ps rm x") == []


def test_a_command_whose_name_is_not_known() -> None:
    parts = opened("<?> rm -rf x")
    assert shown(parts) == ["opaque: variable", "rm -rf x"]
    assert shown(opened("<?>")) == ["opaque: variable"]


def test_a_name_with_holes_is_every_listed_program_that_fits() -> None:
    found = shown(opened("terra<?>m destroy"))
    assert "terraform destroy" in found
    assert opened("/opt/<?>/bin/terraform plan") == []


def test_a_pattern_in_a_commands_place() -> None:
    start = invocation("x destroy")
    start = start.replace(argv=(known("/usr/bin/terrafor[m]", True), *start.argv[1:]))
    assert "terraform destroy" in shown(open_invocation(start, world()) or [])


def test_each_alternative_of_the_name_is_opened() -> None:
    start = invocation("x rm y")
    start = start.replace(argv=(one_of(("sudo", "doas", "ls")), *start.argv[1:]))
    assert shown(open_invocation(start, world()) or []) == ["rm y"]


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("sudo timeout 5 rm x", ["timeout 5 rm x", "rm x"]),
        ("nice ionice -c2 env A=1 rm x", ["ionice -c2 env A=1 rm x", "env A=1 rm x", "rm x"]),
        ("sudo -u a bash -c 'rm x'", ["bash -c rm x", "shell: rm x"]),
        ("xargs -0r sh -c 'rm x'", ["sh -c rm x …", "shell: rm x"]),
        ("find . -exec sudo rm {} +", ["sudo rm ./…", "rm ./…"]),
        ("npx -y bunx prisma migrate reset", ["bunx prisma migrate reset", "prisma migrate reset"]),
        ("foo sudo rm x", ["sudo rm x", "rm x"]),
    ],
)
def test_openers_follow_one_another(line: str, inside: list[str]) -> None:
    found: list[Invocation | Payload | Opaque] = []
    waiting: list[Invocation | Payload | Opaque] = [invocation(line)]
    while waiting:
        part = waiting.pop()
        inner = (open_invocation(part, world()) or []) if isinstance(part, Invocation) else []
        found += inner
        waiting += inner
    assert shown(found) == inside


def test_what_carries_nothing_is_none() -> None:
    assert open_invocation(invocation("ls -la"), world()) is None
    assert open_invocation(invocation("ls").replace(argv=()), world()) is None
    assert open_invocation(invocation("ls").replace(argv=(known(""),)), world()) is None


def test_the_step_and_the_place_are_kept() -> None:
    (part,) = opened("sudo rm x")
    assert isinstance(part, Invocation)
    assert part.origin.via == ("sudo",)
    assert part.origin.depth == 1
    assert part.span == (0, len("sudo rm x"))
    assert part.text == "rm x"


WORDS = words(
    "sudo env bash sh -c -i -s -- rm xargs -I {} find . -exec ; + ssh web1 docker exec run kubectl make npm git -c "
    "alias.x=!y x timeout 5 python -m tmux send-keys parallel ::: <?> -e awk npx just -f - a=b --x --x=y foo"
)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=10))
def test_any_words_can_be_opened(line: list[str]) -> None:
    start = invocation("x").replace(argv=tuple(word(each) for each in line))
    parts = open_invocation(start, world({"/work/Makefile": "a:\n\trm x\n"})) or []
    assert all(part.origin.depth >= 1 or part.origin.via == () for part in parts)
