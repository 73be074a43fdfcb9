"""Here-documents: where a body begins and ends, and what is read in it."""

from __future__ import annotations

import pytest

from guardcmd.shell.heads import simple_commands
from guardcmd.shell.heredoc import unquoted
from guardcmd.shell.ir import HereDocument, Parameter
from tests.shell.reading import commands, refused, script, value


def bodies(text: str) -> list[HereDocument]:
    found = [redirect.here for command in simple_commands(script(text)) for redirect in command.redirects]
    return [here for here in found if here is not None]


@pytest.mark.parametrize(
    ("text", "body", "quoted"),
    [
        ("cat <<E\na\nb\nE\n", "a\nb\n", False),
        ("cat <<E\na\nE", "a\n", False),
        ("cat << E\nE", "", False),
        ("cat <<'E'\n$(a) `b` \\c\nE", "$(a) `b` \\c\n", True),
        ("cat <<\\E\n$x\nE", "$x\n", True),
        ('cat <<E"F"\n$x\nEF', "$x\n", True),
        ("cat <<$'E\\x46'\n$x\nEF", "$x\n", True),
        ("cat <<$x\na\n$x", "a\n", False),
        ("cat <<'A B'\na\nA B\n", "a\n", True),
        ("cat <<''\na\n\nb", "a\n", True),
        ("cat <<E\na\nE \n", "a\nE \n", False),  # the end of the text closes it
        ("cat <<E\na", "a", False),
        ("cat <<E", "", False),
        ("cat <<'a\nb'\na\nb\n", "a\nb\n", True),  # never comes
        ("cat <<-E\n\ta\n\t\tb\n\tE\nc", "a\nb\n", False),
        ("cat <<-'E'\n\ta\n  E\n\tE\nc", "a\n  E\n", True),
        ("cat <<E\nfoo\\\nE\nE\n", "fooE\n", False),  # the lines are joined first
        ("cat <<E\na\\\\\nE\n", "a\\\n", False),
        ("cat <<E\n\\$x \\` \\\\ \\a \"b\" 'c'\nE", "$x ` \\ \\a \"b\" 'c'\n", False),
        ("cat <<EOF\nEOF2\nEO\nEOF\n", "EOF2\nEO\n", False),
        ("cat <<E\nE\\\n\n", "", False),
    ],
)
def test_bodies(text: str, body: str, quoted: bool) -> None:
    (here,) = bodies(text)
    assert value(here.body) == body
    assert here.quoted is quoted


def test_several_on_a_line_come_in_order() -> None:
    assert [value(here.body) for here in bodies("cat <<A - <<B; x\n1\nA\n2\nB\ny")] == ["1\n", "2\n"]
    assert commands("cat <<A - <<B; x\n1\nA\n2\nB\ny") == ["cat -", "x", "y"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cat <<E\n$(hit)\nE", ["cat", "hit"]),
        ("cat <<E\n`hit`\nE", ["cat", "hit"]),
        ("cat <<-E\n\t$(hit\n\tb)\n\tE", ["cat", "hit", "b"]),
        ("cat <<E\n${x:-$(hit)}\nE", ["cat", "hit"]),
        ("cat <<E\n${x:-'}'} $(hit)\nE", ["cat", "hit"]),
        ("cat <<E\n\\$(hit)\nE", ["cat"]),
        ("cat <<'E'\n$(hit)\nE", ["cat"]),
        ("cat <<E && hit\na\nE", ["cat", "hit"]),
        ("cat <<E\na\nE\nhit", ["cat", "hit"]),
        ("if a; then cat <<E\nb\nE\nfi; hit", ["a", "cat", "hit"]),
        ("if cat <<E\nb\nE\nthen hit; fi", ["cat", "hit"]),
        ("f() { cat <<E\nb\nE\n}; hit", ["cat", "hit"]),
        ("(cat <<E\nb\nE\n); hit", ["cat", "hit"]),
        ("case x in a) cat <<E;; esac\nb\nE\nhit", ["cat", "hit"]),
        ("x=$(cat <<E\nb\nE\n); hit", ["", "cat", "hit"]),
        ("x=$(cat <<E\nb\nE); hit", ["", "cat", "hit"]),  # the parenthesis ends it as well
        ("x=$(cat <<E\nb\nE hit); c", ["", "cat", "hit", "c"]),  # and what stands between runs
        ("cat <<E $(a\nhit)\nb\nE\nc", ["cat $(a\nhit)", "a", "hit", "c"]),  # not the body yet
        ("cat <<E 'a\nb'\nbody\nE\nhit", ["cat 'a\nb'", "hit"]),
        ("echo $(cat <<E) x\nbody\nE\nhit", ["echo $(cat <<E) x", "cat", "hit"]),
        ("cat <<E | hit\na\nE", ["cat", "hit"]),
        ("cat <<E |\na\nE\nhit", ["cat", "hit"]),
        ("cat <<A\n$(cat <<B\n$(hit)\nB\n)\nA", ["cat", "cat", "hit"]),
        ("`cat <<E\n$(hit)\nE\n`", ["`cat <<E\n$(hit)\nE\n`", "cat", "hit"]),
        ('echo "`cat <<E`" x\na\nE', ['echo "`cat <<E`" x', "cat", "a", "E"]),
    ],
)
def test_what_runs(text: str, found: list[str]) -> None:
    assert commands(text) == found


def test_spans_in_a_stripped_body_are_of_the_outer_text() -> None:
    text = "cat <<-E\n\ta\n\t\t$(hit x) $y\n\tE"
    hit = list(simple_commands(script(text)))[1]
    assert text[slice(*hit.span)] == "hit x"
    (here,) = bodies(text)
    assert text[slice(*here.body.span)] == "a\n\t\t$(hit x) $y\n"
    assert any(isinstance(part, Parameter) and part.name == "y" for part in here.body.parts)


@pytest.mark.parametrize(
    "text", ["cat <<E\n$(a\nE", "cat <<E\n`a\nE", "cat <<E\n${x\nE", "cat <<", "cat <<\nE", "$(cat <<E\na\n"]
)
def test_refuses(text: str) -> None:
    assert refused(text)


def test_a_refusal_inside_a_body_names_its_place() -> None:
    text = "cat <<-E\n\tabc\n\t$(;)\n\tE"
    assert refused(text).position == text.index(";")


@pytest.mark.parametrize(
    ("written", "delimiter"),
    [("E", ("E", False)), ("'E'", ("E", True)), ('"E"F', ("EF", True)), ("\\E", ("E", True)), ("E\\\nF", ("EF", False)),
     ("$'E\\n'", ("E\n", True)), ('$"E"', ("E", True)), ("''", ("", True))],
)  # fmt: skip
def test_delimiters(written: str, delimiter: tuple[str, bool]) -> None:
    assert unquoted(written) == delimiter
