from __future__ import annotations

import pytest

from guardcmd.calls import Input, Invocation, Payload
from guardcmd.shell.value import known, unknown
from tests.unwrap.opening import opened, shown

MANY = "\n".join(f"f{number}" for number in range(20))


@pytest.mark.parametrize(
    ("line", "given", "inside"),
    [
        ("xargs", "a b", []),  # it echoes
        ("xargs rm -rf", "a b\nc\n", ["rm -rf a b c"]),
        ("xargs rm", "'a b' c\\ d", ["rm a b c d"]),
        ("xargs -0 rm", "a b\0c\0", ["rm a b c"]),
        ("xargs -d '\\n' rm", "a b\nc\n", ["rm a b c"]),
        ("xargs --delimiter=, rm", "a,b", ["rm a b"]),
        ("xargs -n1 -P4 -t rm", "a b", ["rm a b"]),
        ("xargs -I{} rm {}/x", "a\nb\n", ["rm a/x", "rm b/x"]),
        ("xargs -I % sh -c 'rm %'", "a\n", ["sh -c rm a"]),
        ("xargs -i rm {}", "a", ["rm a"]),
        ("xargs --replace=@ rm @ @", "a", ["rm a a"]),
        ("xargs -J % cp % /tmp", "a", ["cp a /tmp"]),
        ("xargs -I{} rm '{}'", "  a b\n", ["rm a b"]),
        ("xargs -r rm", "", ["rm"]),
        ("xargs rm", "/data/<?>\nb", ["rm /data/… b"]),
        ("xargs rm", None, ["rm …", "rm"]),
        ("xargs -a list rm", None, ["rm a /etc/b"]),
        ("xargs -a missing rm", None, ["rm …", "rm"]),
        ("xargs -r echo rm", None, ["echo rm …"]),
        ("xargs --no-run-if-empty git -C d rm", None, ["git -C d rm …"]),
        ("parallel rm -rf {} ::: a b", None, ["shell: rm -rf a", "shell: rm -rf b"]),
        ("parallel rm ::: 'a b'", None, ["shell: rm 'a b'"]),
        ("parallel rm {}.bak ::: a", None, ["shell: rm a.bak"]),
        ("parallel rm {1} ::: a", None, ["shell: rm a"]),
        ("parallel 'rm {.}' ::: a.c", None, ["shell: rm …"]),
        ("parallel rm {1}/{2} ::: a ::: b", None, ["shell: rm …/…"]),
        ("parallel ::: 'rm x' 'rm y'", None, ["shell: rm x", "shell: rm y"]),
        ("parallel", "rm x\nrm y\n", ["shell: rm x", "shell: rm y"]),
        ("parallel -j4 rm", "a\nb\n", ["shell: rm a", "shell: rm b"]),
        ("parallel rm :::: list", None, ["shell: rm …"]),
        ("parallel --pipe rm", "a", ["shell: rm"]),
        ("parallel rm -- a b", None, ["shell: rm a", "shell: rm b"]),  # the other parallel
        ("parallel rm", None, ["shell: rm …"]),
        ("sem -j 2 rm x", None, ["shell: rm x"]),
    ],
)  # fmt: skip
def test_what_is_fed_to_a_command(line: str, given: str | None, inside: list[str]) -> None:
    assert shown(opened(line, given, {"/work/list": "a /etc/b\n"})) == inside


def test_unknown_items_are_any_number_of_words() -> None:
    command, _ = opened("xargs rm", Input("pipe", program="ls"))
    assert isinstance(command, Invocation)
    assert command.argv[-1].whole_unknown
    assert command.argv[-1].glob
    assert command.input == Input()


def test_unknown_items_say_whose_output_they_are() -> None:
    command, _ = opened("xargs rm", Input("pipe", program="ls", command="ls -a"))
    assert isinstance(command, Invocation)
    assert command.argv[-1].why == "what is read from standard input: `ls -a`"


def test_items_of_a_file_and_of_a_search_say_which() -> None:
    (filled,) = opened("xargs -r rm", Input("file", None, known("/work/list")))
    assert isinstance(filled, Invocation)
    assert filled.argv[-1].why.endswith("`/work/list`")
    (filled,) = opened("xargs -r kill", Input("text", unknown("a number, output of `pgrep x`")))
    assert isinstance(filled, Invocation)
    assert "`pgrep x`" in filled.argv[-1].why


def test_many_items_are_alternatives_of_one_command() -> None:
    (command,) = opened("xargs -I{} rm {}", MANY)
    assert isinstance(command, Invocation)
    assert len(command.argv[1].texts) == 20
    (payload,) = opened("parallel rm", MANY)
    assert isinstance(payload, Payload)
    assert "rm f0" in payload.text.texts


def test_commands_from_a_download_are_opaque() -> None:
    assert shown(opened("parallel", Input("pipe", program="curl", fetched=True))) == ["opaque: network"]
