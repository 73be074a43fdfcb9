"""`$` and the backquote."""

from __future__ import annotations

import pytest

from guardcmd.shell.ir import Arithmetic, CommandSubstitution, Literal, Parameter, Word
from tests.shell.reading import commands, first, refused, value


def parameter(text: str) -> Parameter:
    found = first("echo " + text).words[1].parts[0]
    assert isinstance(found, Parameter)
    return found


@pytest.mark.parametrize(
    ("text", "name", "operator", "arguments", "index"),
    [
        ("$x", "x", "", [], None),
        ("$1", "1", "", [], None),
        ("$@", "@", "", [], None),
        ("$$", "$", "", [], None),
        ("$\\\nx\\\ny", "xy", "", [], None),
        ("${x}", "x", "", [], None),
        ("${10}", "10", "", [], None),
        ("${#}", "#", "", [], None),
        ("${!}", "!", "", [], None),
        ("${?}", "?", "", [], None),
        ("${x:-a b}", "x", ":-", ["a b"], None),
        ("${x:=a}", "x", ":=", ["a"], None),
        ("${x:?}", "x", ":?", [""], None),
        ("${x+a}", "x", "+", ["a"], None),
        ("${#-a}", "#", "-", ["a"], None),
        ("${#:-a}", "#", ":-", ["a"], None),
        ("${-:-a}", "-", ":-", ["a"], None),
        ("${#x}", "x", "#len", [], None),
        ("${##}", "#", "#len", [], None),
        ("${#@}", "@", "#len", [], None),
        ("${#x[@]}", "x", "#len", [], "@"),
        ("${x[1]}", "x", "", [], "1"),
        ("${x[a b]}", "x", "", [], "a b"),
        ("${x['k']}", "x", "", [], "k"),
        ("${x[y[1]]}", "x", "", [], "y[1]"),
        ("${x[@]:1:2}", "x", ":", ["1", "2"], "@"),
        ("${x#a}", "x", "#", ["a"], None),
        ("${x##*/}", "x", "##", ["*/"], None),
        ("${x%.*}", "x", "%", [".*"], None),
        ("${x%%'}'}", "x", "%%", ["}"], None),
        ("${x/a/b}", "x", "/", ["a", "b"], None),
        ("${x//a}", "x", "//", ["a"], None),
        ("${x//\\//-}", "x", "//", ["/", "-"], None),
        ("${x///-}", "x", "//", ["", "-"], None),
        ("${x/#a/b}", "x", "/#", ["a", "b"], None),
        ("${x/%a/b/c}", "x", "/%", ["a", "b/c"], None),
        ("${x/'/'/b}", "x", "/", ["/", "b"], None),
        ("${x:1:2}", "x", ":", ["1", "2"], None),
        ("${x: -2}", "x", ":", [" -2"], None),
        ("${x:a?1:2:3}", "x", ":", ["a?1:2", "3"], None),
        ("${x:(a):b}", "x", ":", ["(a)", "b"], None),
        ("${x^}", "x", "^", [""], None),
        ("${x^^[a-c]}", "x", "^^", ["[a-c]"], None),
        ("${x,,}", "x", ",,", [""], None),
        ("${x~~}", "x", "~~", [""], None),
        ("${x@P}", "x", "@P", [], None),
        ("${x[@]@A}", "x", "@A", [], "@"),
        ("${@:2}", "@", ":", ["2"], None),
        ("${x:-{a}", "x", ":-", ["{a"], None),
        ("${x:-\\}}", "x", ":-", ["}"], None),
        ("${x!y}", "x", "bad", ["!y"], None),
        ("${.x}", "", "bad", [".x"], None),
    ],
)
def test_parameters(text: str, name: str, operator: str, arguments: list[str], index: str | None) -> None:
    found = parameter(text)
    assert (found.name, found.operator, [value(word) for word in found.arguments]) == (name, operator, arguments)
    assert (found.index and value(found.index)) == index
    assert not found.quoted


@pytest.mark.parametrize(
    ("text", "name", "operator", "index"),
    [
        ("${!x}", "x", "", None),
        ("${!1}", "1", "", None),
        ("${!#}", "#", "", None),
        ("${!x*}", "x", "*", None),
        ("${!x@}", "x", "@", None),
        ("${!x[@]}", "x", "", "@"),
        ("${!x:-y}", "x", ":-", None),
    ],
)
def test_indirection(text: str, name: str, operator: str, index: str | None) -> None:
    found = parameter(text)
    assert found.indirect
    assert (found.name, found.operator, found.index and value(found.index)) == (name, operator, index)


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ('"${x:-a b}"', "a b"),
        ("\"${x:-'a'}\"", "'a'"),  # only pairs, and stays
        ("\"${x:-'}'}\"", "'}'"),
        ('"${x:-"a}b"}"', "a}b"),
        ('"${x:-\\}\\a}"', "}\\a"),
        ("\"${x:-$'a\\tb'}\"", "a\tb"),
        ("\"${x#'}'}\"", "}"),  # a pattern has quotes of its own
        ("\"${x/'}'/b}\"", "}"),
    ],
)
def test_operands_in_double_quotes(text: str, argument: str) -> None:
    assert value(parameter(text).arguments[0]) == argument
    assert parameter(text).quoted


@pytest.mark.parametrize(
    "text",
    [
        "echo $(hit x)",
        'echo "$(hit x)"',
        "echo `hit x`",
        'echo "`hit x`"',
        "echo 'a'\"$(hit x)\"'b'",
        "--x='a'$(hit)'b'",
        "echo ${x:-$(hit x)}",
        'echo "${x:=`hit`}"',
        "echo ${x/a/$(hit)}",
        'echo "${x%"$(hit)"}"',
        'echo "${x/a/<(hit)}"',
        'echo "${x#<(hit)}"',
        "echo ${x:$(hit):1}",
        "echo ${x:1:$(hit)}",
        "echo ${x[$(hit)]}",
        "echo ${x['$(hit)']}",  # a subscript is arithmetic: the quotes protect nothing
        "echo ${x:'$(hit)'}",
        "x['$(hit)']=1",
        "x[$(hit) ]=1",
        "echo \"${x:-'$(hit)'}\"",
        "echo $(( $(hit) + 1 ))",
        "echo $(( '$(hit)' ))",
        'echo $(( "$(hit)" ))',
        "echo $[ $(hit) ]",
        "(( $(hit) ))",
        "for ((i=$(hit);;)); do a; done",
        "x=$(\na\nhit x\n)",
        "echo $(a # )\nhit)",
        "echo $(case x in x) hit;; esac)",
        "echo $((hit); (b))",
        "echo $((hit) )",
        "cat <(hit)",
        "echo $( # (\nhit)",
        "echo ${ hit; }",
        "echo ${| hit; }",
        "echo ${x!$(hit)}",
        "x=(a [b]=$(hit))",
        'x=("$(hit)")',
        "[[ -n $(hit) ]]",
        "[[ x =~ ^($(hit)|b) ]]",
        "case $(hit) in *) ;; esac",
        "case x in $(hit)) ;; esac",
        "echo @(a|$(hit))",
        "echo <<<$(hit)",
        "a >$(hit)",
        "for i in $(hit); do a; done",
        "echo $\\\n(hit)",
    ],
)
def test_finds_what_runs_inside(text: str) -> None:
    assert any(command.startswith("hit") for command in commands(text))


@pytest.mark.parametrize(
    "text",
    ["echo '$(hit)'", "echo \\$(hit\\)", "echo '`hit`'", 'echo "\\`hit\\`"', "echo $'$(hit)'", "echo ${x:-'$(hit)'}"],
)
def test_quotes_protect(text: str) -> None:
    assert not any(command.startswith("hit") for command in commands(text.replace("\\$(hit\\)", "\\$\\(hit\\)")))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("echo `a \\`b\\``", ["a \\`b\\``", "b"]),
        ("echo `a \\\\\\`c\\\\\\``", None),
        ('echo "`a \\"b c\\"`"', ['a "b c"']),
        ("echo `a $x \\$y`", ["a $x $y"]),
        ("echo `a # b` c", ["a"]),
        ("echo `a` `b`", ["a", "b"]),
        ("r``m `` x", []),
    ],
)
def test_backquotes(text: str, found: list[str] | None) -> None:
    inside = commands(text)[1:]
    if found is not None:
        assert [command.replace("`b`", "\\`b\\``") for command in inside][: len(found)] == found or inside == found


def test_spans_inside_backquotes_are_of_the_outer_text() -> None:
    text = "echo `a \\`bc d\\``"
    (outer,) = first(text).words[1].parts
    assert isinstance(outer, CommandSubstitution)
    (inner,) = outer.script.statements[0].pipeline.commands[0].words[1].parts  # type: ignore[union-attr]
    assert isinstance(inner, CommandSubstitution)
    command = inner.script.statements[0].pipeline.commands[0]
    assert text[slice(*command.span)] == "bc d"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("$((1+2))", (Literal("1+2", True),)),
        ("$(( (1)+(2) ))", (Literal(" (1)+(2) ", True),)),
        ("$[1+2]", (Literal("1+2", True),)),
        ("$[a[1]]", (Literal("a[1]", True),)),
        ("$(('a' + 1))", (Literal("'a'", True), Literal(" + 1", True))),
    ],
)
def test_arithmetic(text: str, parts: tuple[Literal, ...]) -> None:
    assert first("echo " + text).words[1].parts == (Arithmetic(parts),)


def test_arithmetic_without_its_end_is_a_substitution() -> None:
    (part,) = first("echo $((a) | (b))").words[1].parts
    assert isinstance(part, CommandSubstitution)


def test_words_of_operands_have_spans() -> None:
    text = "echo ${x:-a b}"
    assert parameter("${x:-a b}").arguments == (Word((Literal("a b"),), "a b", (10, 13)),)
    assert text[10:13] == "a b"


@pytest.mark.parametrize(
    "text",
    [
        "echo $(a",
        "echo $((1)",
        "echo ${x",
        "echo ${x:-a",
        "echo $[1",
        "echo ${x[1",
        "echo <(a",
        "echo `)`",
        "echo ${ a",
    ],
)
def test_refuses(text: str) -> None:
    assert refused(text)


def test_posix_mode_ends_a_quoted_operand_earlier() -> None:
    text = 'echo "${x:-\'}" ; hit ; echo "\'}"'
    assert len(commands(text)) == 1
    assert refused("set -o posix\n" + text)


def test_two_readings_of_one_text_must_end_together() -> None:
    # bash takes the end of `$((` from the parentheses, comments or not
    assert refused("echo $((a # )\n) )").reason.startswith("a `$((`")
