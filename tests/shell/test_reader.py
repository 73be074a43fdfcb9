"""The door: it raises nothing, keeps to its budgets, and keeps what bash would have run before an error."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardcmd.record import Record
from guardcmd.shell.heads import simple_commands
from guardcmd.shell.ir import Script, Unreadable
from guardcmd.shell.lexer import DEEPEST
from guardcmd.shell.reader import LONGEST, read
from tests.shell.adversarial import ADVERSARIAL
from tests.shell.reading import refused, runs, steps

TOKENS = [
    "a", "b", " ", " ", "\n", ";", "&", "|", "&&", "||", "(", ")", "{ ", "; }", "'", '"', "`", "$(", "${x:-", "}",
    "${x",
    "$((", "))", "((", "$x", "$", "\\", "\\\n", "#", " #", "<<E\n", "\nE\n", "<<'E'\n", "<<-E\n", "<(", ">f", "2>&1",
    "&>f",
    ">&-", "if ", "; then ", "; else ", "; fi", "while ", "; do ", "; done", "for i in ", "case x in ", "a) ", ";; ",
    "esac",
    "f() ", "[[ ", " ]]", "! ", "time ", "=", "x=(", "a[", "]", "[", "+=", "*", "?(", "@(", "!(", "{a,b}", "$'", '$"',
    "~",
    "|&", ">>", "<<<", "{fd}>", "\r", "/", "%", "##", "-", "coproc ", "function ", "E", "$[", "\\`", "declare ", "é",
    "\ud800",
    "repeat 2 ", "foreach i (", "=(", "(e:", "${(f)", "always ", "&!", ";|",
]  # fmt: skip
DIALECTS = ["bash", "zsh", "posix", "unknown", "fish"]
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(TOKENS), max_size=20).map("".join))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a\0b", "a NUL byte in the text"),
        ("a" * (LONGEST + 1), "longer than 1 MiB"),
        ("( " * 100, f"nested deeper than {DEEPEST}"),
        ("echo " + "$(" * 100, f"nested deeper than {DEEPEST}"),
    ],
)
def test_limits(text: str, reason: str) -> None:
    assert refused(text).reason == reason


def test_fish_that_has_no_counterpart_is_not_read() -> None:
    assert read("echo $$x", "fish") == Unreadable("fish: `$` of this form", 5, Script((), (0, 0)))


def test_depth_counts_what_is_around() -> None:
    text = "$(" * 10 + "a" + ")" * 10
    assert isinstance(read(text), Script)
    assert isinstance(read(text, depth=DEEPEST), Unreadable)


def test_comments_can_be_off() -> None:
    found = read("echo a # ; hit", "zsh", interactive=True, comments=False)
    assert isinstance(found, Script)
    assert [command.words[0].raw for command in simple_commands(found)] == ["echo", "hit"]


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("hit x\n)", ["hit x"]),
        ("hit x; )", []),  # bash reads the line first
        ("hit x\necho 'a", ["hit x"]),
        ("a\nb; c\nif d; then\ne\n", ["a", "b", "c"]),
        ("a &&\nb)", []),
        ("a <<E\nb\nE\nc\n;;", ["a", "c"]),
        ("a;\nb\n\n# c\n(", ["a", "b"]),
        ("a\n[[ b c ]]; d", ["a"]),
        ("", None),
        (")", []),
    ],
)
def test_the_lines_before_an_error_are_kept(text: str, prefix: list[str] | None) -> None:
    found = read(text)
    if prefix is None:
        assert found == Script((), (0, 0))
        return
    assert isinstance(found, Unreadable)
    assert [" ".join(w.raw for w in command.words) for command in simple_commands(found.prefix)] == prefix


@pytest.mark.parametrize(
    ("text", "position"), [("a 'b", 2), ("a; )", 3), ("a `b;;`", 4), ('x "$(a', 2), ("if a; then b", 0), ("a\n|", 2)]
)
def test_positions(text: str, position: int) -> None:
    assert refused(text).position == position


def test_a_fault_inside_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guardcmd.shell.reader.Reader.statements", lambda *_: [][1])
    assert refused("a").reason == "the reader failed: IndexError"


def test_a_deep_stack_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("guardcmd.shell.reader.Reader.statements", fall)
    assert refused("a").reason == "nested too deep"


# --- the structure of quoting, expansion and composition: each of these runs `hit` in bash ----


@pytest.mark.parametrize(
    "text",
    [
        "'h'it x", "'h''it' x", "h\\it x", "\"h\"'it' x", 'h""it x', "$'hit' x", "$'\\x68it' x", "$'\\150\\u0069t' x",
        '$"hit" x',
        "\\hit x", "time hit x", "time -p hit x", "! ! hit x", "coproc hit x; wait", "coproc N { hit x; }; wait",
        "f() { hit x; }; f", "function f { hit x; }; f", "echo \"$(hit x)\"", "echo `true` `hit x`",
        "echo $(\ntrue\nhit x\n)",
        "echo 'a'\"$(hit x)\"'b'", "echo ${x:-$(hit x)}", 'echo "${x:-`hit x`}"', "echo $(case x in x) hit x;; esac)",
        "echo $(true # )\nhit x)", "cat <<E\n$(hit x)\nE", "cat <<E\n`hit x`\nE", "echo $(( $(hit x; echo 1) ))",
        "(( $(hit x; echo 1) ))", "a[$(hit x; echo 0)]=1", "cat <(hit x)", "true > >(hit x); wait", "[[ -n $(hit x) ]]",
        '[ -n "$(hit x)" ]', "case $(hit x) in *) ;; esac", ">o hit x", "2>&1 hit x", "{fd}>o hit x", "A=1 hit x",
        "A=(1 2) ; hit x", "h\\\nit x", "hit \\\n -a \\\n x", "echo a;#c\nhit x", "echo a#b; hit x",
        "true # it's\nhit x",
        "true | true | true\nhit x > o", "true | cat | cat\n# c\nhit x 2>&1", "2>&-hit x",
        "if false; then true; elif false; then true; elif hit x; then true; fi", "hit x <<E\nabc", "! (hit x)",
        "!(hit x)",
        "x=$(hit)", "export x=$(hit)", "declare x=(`hit`)", "hit&", "(hit)", "((hit) )", "{ hit;}", "a=b hit",
        "eval x=($(hit))",
        "for i in $(hit); do a; done", "for ((i=$(hit);;)); do a; done", "while hit; do break; done", "a||hit",
        "a|hit", "a;hit",
        "a\n\n\nhit", "\n\nhit", "  hit", "\thit", "echo \"`echo \\\"$(hit)\\\"`\"", "cat <<A <<B; hit\nA\nB",
        "echo @($(hit)|b)",
        "echo ${x//a/$(hit)}", "echo ${x:$(hit):1}", "echo ${#x[$(hit)]}", "echo \"${x['$(hit)']}\"",
        "echo \"${x:-'$(hit)'}\"",
        "echo $((hit); (b))", "echo <<<$(hit)", "a >$(hit)", "[[ x =~ $(hit) ]]", "$(hit) x", "x$(hit)y",
        "echo $[$(hit)]",
        "cat <<E $(a\nhit)\nbody\nE", "x=$(cat <<E\nbody\nE hit)", "coproc x { hit; }", "case a in (a) hit;; esac",
        "if (hit) then b; fi",
        "case a in a) b;; esac; hit", "case a in a) b;& c) hit; esac", "f()\n{\nhit\n}", "f() (hit)", "time\nhit",
        "a && ! hit",
    ],
)  # fmt: skip
def test_structure_that_hides_a_command(text: str) -> None:
    assert "hit" in runs(text)


@pytest.mark.parametrize(
    "text",
    [
        "echo a #; hit x", "cat <<'E'\n$(hit x)\nE", "cat <<\\E\n$(hit x)\nE", 'cat <<E"F"\n$(hit x)\nEF',
        "cat <<E\n\\$(hit x)\nE",
        "echo 'hit x'", 'echo "; hit x"', "echo hit", "echo \\; hit", "hit\u00a0x", "# hit", "x=hit",
        "cat <<E\nhit x\nE", "for hit in a; do b; done", "case hit in hit) ;; esac", "[[ hit ]]", "((hit))",
        "echo $((hit))",
        "echo ${hit}", "a > hit", "hit() { a; }", "echo '\nhit x\n'", 'echo "\nhit x\n"', "x=(hit)", "echo {hit,a}",
    ],
)  # fmt: skip
def test_structure_that_hides_none(text: str) -> None:
    assert "hit" not in runs(text)


# --- properties --------------------------------------------------------------------------


@settings(max_examples=600, deadline=None)
@given(texts, st.sampled_from(DIALECTS))
def test_never_raises_and_spans_are_inside(text: str, dialect: str) -> None:
    found = read(text, dialect)
    assert not (isinstance(found, Unreadable) and found.reason.startswith("the reader failed")), found
    if isinstance(found, Unreadable):
        assert 0 <= found.position <= len(text)
        found = found.prefix
    todo: list[object] = [found]
    while todo:
        item = todo.pop()
        if isinstance(item, tuple):
            todo.extend(item)
        elif isinstance(item, Record):
            span = getattr(item, "span", (0, 0))
            assert 0 <= span[0] <= span[1] <= len(text)
            todo.extend(getattr(item, field) for field in item._fields if field != "span")


@settings(max_examples=300, deadline=None)
@given(texts, texts, st.sampled_from(["bash", "zsh", "posix"]))
def test_two_readable_lines_are_readable_together(one: str, two: str, dialect: str) -> None:
    first, second = read(one, dialect), read(two, dialect)
    joined = one + "\n" + two
    if isinstance(first, Unreadable) or isinstance(second, Unreadable) or "<<" in one or one.endswith("\\"):
        return
    both = read(joined, dialect)
    assert isinstance(both, Script)
    assert heads(both) == heads(first) + heads(second)


def heads(found: Script) -> list[str]:
    return [command.words[0].raw for command in simple_commands(found) if command.words]


@settings(max_examples=300, deadline=None)
@given(texts)
def test_steps_are_linear(text: str) -> None:
    assert steps(text) <= 30 + 5 * len(text)


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_adversarial_text_is_linear(name: str) -> None:
    make = ADVERSARIAL[name]
    small, large = make(500), make(2000)
    taken = steps(small), steps(large)
    assert taken[1] <= 2_000 + 5 * len(large)
    assert taken[1] <= 500 + 4.5 * taken[0] * len(large) / (4 * len(small))
    assert isinstance(read(large), Script | Unreadable)


# --- what shells expand although it is quoted, or read on after an error: refused ------------


@pytest.mark.parametrize(
    "text",
    [
        "echo $(($'$(hit)'))",
        "echo $(($'\\x24(hit)'))",
        "echo ${a[\\$(hit)]}",
        'a=(["\\$(hit)"]=1)',
        "a=([$(hit)]=1)",
        "a=([>(hit)]=1)",
        "a[>(echo '$(hit)')]=1",
        "echo \"${x:=$'$(hit)'}\"",
        "echo a >&'$(hit)'",
        "echo a >&'<(hit)'",
        "cat <<E\n${x#$'$(hit)'}\nE",
        'echo $(("${x:-<(hit)}"))',
        'echo a 1>&"\\$(hit)"',
        'a=( @(x) "\nhit\n" )',
        'a=( @(x "\nhit\n") )',
        "echo @(x) 'a\nhit\n'",
    ],
)
def test_refuses_what_quotes_do_not_protect(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "[[ a == @(x|y) ]] && {\nb\n}",
        "shopt -s extglob\necho @(x) 'a\nb'",
        "echo @(x)\nb",
        "a[\\x]=1",
        "echo $((a); (\\$b))",  # no arithmetic after all
        "a >&$x",
        "a >&2",
    ],
)
def test_reads_their_harmless_neighbours(text: str) -> None:
    assert isinstance(read(text), Script)
