"""What must always hold (ARCHITECTURE.md), as properties over the corpus and over generated text."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from guardcmd import guard as guard_module
from guardcmd.context.gather import gather
from guardcmd.guard import judge
from guardcmd.policy.settings import settings_from
from guardcmd.policy.verdict import DECISIONS
from guardcmd.proposal import ShellText
from guardcmd.quick import allows
from guardcmd.shell.heads import simple_commands
from guardcmd.shell.ir import Script, SimpleCommand
from guardcmd.shell.reader import read
from tests.corpus.reading import commands
from tests.support import a_guard, index, proposal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guardcmd.policy.verdict import Verdict

EXAMPLES = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
FEWER = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
# words that leave another state behind, in which what follows may rightly be judged otherwise
STATEFUL = (
    "cd", "pushd", "popd", "alias", "export", "set", "source", ".", "shopt", "trap", "exec", "read", "printf",
    "function", "hash", "declare", "coproc", "mktemp", "IFS", "claude", "exit", "return",
)  # fmt: skip


NO_PROGRAMS = ("{", "time", "exec", "coproc", "eval")  # words of the shell: sudo cannot run them
FROM_FILES = ("make", "npm run", "./", "bash scripts")  # their files are not on another machine


def verdict(text: str, **fields: object) -> Verdict:
    return judge(proposal(text, **fields), a_guard().replace(gather=gather)).verdict


def level(text: str, **fields: object) -> int:
    return DECISIONS.index(verdict(text, **fields).decision)


def one_line(kind: str) -> list[str]:
    return [command for command in commands(kind) if "\n" not in command]


def stateless(command: str) -> bool:
    spaced = command.replace(";", " ; ").replace("(", " ( ")
    words = set(shlex.split(spaced, posix=False)) if _splits(spaced) else {"cd"}
    assigns = any("=" in word and word.partition("=")[0].isidentifier() for word in words)
    return (
        not assigns
        and "#" not in command
        and not words & set(STATEFUL)
        and not command.endswith("&")
        and "() {" not in command
    )


def _splits(command: str) -> bool:
    try:
        shlex.split(command, posix=False)
    except ValueError:
        return False
    return True


def simple(command: str) -> bool:
    """Whether the text is one simple command without assignments."""
    script = read(command)
    if not isinstance(script, Script) or len(script.statements) != 1:
        return False
    pipeline = script.statements[0].pipeline
    first = pipeline.commands[0]
    alone = len(pipeline.commands) == 1 and not pipeline.negated and not script.statements[0].operator
    return (
        alone
        and isinstance(first, SimpleCommand)
        and not first.assignments
        and bool(first.words)
        and len(list(simple_commands(script))) == 1
        and not first.redirects  # xargs bash <<< x: what bash read as code is now a list of files
        and not first.words[0].raw.startswith(NO_PROGRAMS)
        and not command.startswith(FROM_FILES)
        and not any(reason.finding.call.origin.file for reason in verdict(command).reasons)
    )


STOPPED = [command for command in one_line("stop") if stateless(command)]
PASSING = [command for command in one_line("pass") if stateless(command)]
SIMPLE = [command for command in STOPPED if simple(command)]
ANY = st.sampled_from(STOPPED + PASSING)
SEPARATORS = ["; ", " && ", " || ", "\n", " & ", " | ", " |& "]
FRAMES = [
    "{}", "({})", "{{ {}; }}", "if true; then {}; fi", "for x in 1 2; do {}; done", "! {}", "while {}; do true; done",
    "echo \"$({})\"", "case x in x) {};; esac", "f() {{ {}; }}; f", "eval {quoted}", "bash -c {quoted}",
    "true\n{}", "{} # remark", "x=$({})", "cat <({})", "trap {quoted} EXIT", "{} &", "time {}",
]  # fmt: skip
WRAPPERS = [
    "sudo {}", "sudo -E -u root -- {}", "env {}", "env A=1 B=2 {}", "env -i PATH=/bin {}", "nohup {}", "nice -n 5 {}",
    "timeout 10 {}", "timeout -s KILL -k 5 1m {}", "command {}", "FOO=1 {}", "stdbuf -oL {}", "setsid {}",
    "ionice -c3 {}", "strace -f {}", "flock /tmp/l {}", "xargs {}", "chronic {}", "bash -c {quoted}",
    "sh -ec {quoted}", "zsh -c {quoted}",
    "ssh web1 {quoted}", "ssh -p 22 -o A=b u@h -- {quoted}", "su -c {quoted}", "watch -n 1 {quoted}", "doas {}",
    "docker exec web {}", "kubectl exec pod -- {}", "uv run {}", "npx {}", "systemd-run {}", "script -qc {quoted}",
    "env -S {quoted}", "caffeinate {}", "time -p {}", "exec {}", "busybox sh -c {quoted}",
]  # fmt: skip


# --- 1: nothing masks anything ------------------------------------------------------------


@EXAMPLES
@given(ANY, st.sampled_from(SEPARATORS), ANY)
def test_a_list_is_as_strict_as_its_parts(one: str, separator: str, other: str) -> None:
    assume(not other.startswith("!") or "|" not in separator)  # a | ! b is a syntax error
    assert level(one + separator + other) >= max(level(one), level(other))


@EXAMPLES
@given(st.sampled_from(STOPPED), st.sampled_from(FRAMES))
def test_a_frame_masks_nothing(command: str, frame: str) -> None:
    assert level(frame.format(command, quoted=shlex.quote(command))) >= min(level(command), _framed(frame))


def _framed(frame: str) -> int:
    return DECISIONS.index("block")


# --- 2: what is put around a command never lowers -------------------------------------------


@EXAMPLES
@given(st.sampled_from(SIMPLE), st.sampled_from(WRAPPERS))
def test_a_wrapper_never_lowers(command: str, wrapper: str) -> None:
    assume("{}" not in command or not wrapper.startswith("parallel"))
    assume("$" not in command or not wrapper.startswith("env -S"))  # env -S refuses $'…' and every $ but ${NAME}
    assert level(wrapper.format(command, quoted=shlex.quote(command))) >= level(command)


@FEWER
@given(st.sampled_from(SIMPLE), st.sampled_from(WRAPPERS), st.sampled_from(WRAPPERS))
def test_two_wrappers_never_lower(command: str, inner: str, outer: str) -> None:
    # nohup FOO=1 x and sudo -- FOO=1 x look for a program FOO=1
    assume(not inner.startswith("FOO=") or "quoted" in outer or outer.startswith(("sudo {}", "env {}", "FOO=")))
    assume("$" not in command or not (inner + outer).count("env -S"))
    assume(not inner.startswith(NO_PROGRAMS) or "quoted" in outer)
    assume("{}" not in command or not outer.startswith("parallel"))  # parallel puts its own item in the place of {}
    wrapped = inner.format(command, quoted=shlex.quote(command))
    assert level(outer.format(wrapped, quoted=shlex.quote(wrapped))) >= level(command)


def _quotings(word: str) -> list[str]:
    escaped = "".join(f"\\x{ord(char):02x}" for char in word) if word.isascii() else word
    return [f"'{word}'", f'"{word}"', f"{word[0]}''{word[1:]}", f"\\{word}", f"$'{escaped}'", f"/usr/bin/{word}"]


@EXAMPLES
@given(st.sampled_from([c for c in SIMPLE if c.split()[0].replace("-", "").isalnum()]), st.integers(0, 5))
def test_quotes_and_paths_never_lower(command: str, how: int) -> None:
    head, _, rest = command.partition(" ")
    assert level(f"{_quotings(head)[how]} {rest}") >= level(command)


@EXAMPLES
@given(st.sampled_from([c for c in SIMPLE if c.split()[0].replace("-", "").isalnum()]))
def test_a_variable_never_lowers(command: str) -> None:
    head, _, rest = command.partition(" ")
    assert level(f"x={shlex.quote(head)}; $x {rest}") >= level(command)


# --- 3: the fast path --------------------------------------------------------------------


LISTED = sorted({line.split()[0] for line in index().splitlines() if line.split()})
WORDS = st.one_of(
    st.sampled_from(LISTED),
    st.sampled_from(sorted({word for command in commands("pass") + commands("stop") for word in command.split()})),
    st.text(alphabet="abgit-/.=1*", min_size=1, max_size=6),
)
OPERATORS = st.sampled_from([" ", " ", " ", " ", " && ", "; ", " | ", " || ", " > /dev/null ", " 2>&1 "])


@st.composite
def plain_texts(draw: st.DrawFn) -> str:
    text = draw(WORDS)
    for _ in range(draw(st.integers(0, 6))):
        text += draw(OPERATORS) + draw(WORDS)
    return text


@settings(max_examples=3_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(plain_texts(), ANY))
def test_the_fast_path_allows_only_what_the_analysis_allows(text: str) -> None:
    if allows(text, index()):
        assert verdict(text).decision == "allow", text


def test_the_fast_path_is_taken() -> None:
    taken = [command for command in PASSING if allows(command, index())]
    assert len(taken) > len(PASSING) / 5


# --- 4: no silence -----------------------------------------------------------------------


@EXAMPLES
@given(st.text(max_size=80))
def test_any_text_has_a_decision(text: str) -> None:
    assert verdict(text).decision in DECISIONS


@EXAMPLES
@given(st.text(alphabet="rm -f/$(){}`'\"\\|;&<>\n*?[]=!#~", max_size=60))
def test_shell_noise_has_a_decision_and_no_fault(text: str) -> None:
    found = verdict(text)
    assert not [note for note in found.notes if note.startswith("guardcmd itself failed")]


@pytest.mark.parametrize(
    "step",
    ["guardcmd.shell.reader.read", "guardcmd.expand.expand", "guardcmd.ruleset.match.match",
     "guardcmd.policy.decide.decide", "guardcmd.shell.agreement.compare", "guardcmd.targets.paths.classify"],
)  # fmt: skip
@pytest.mark.parametrize("fault", [ValueError("x"), RecursionError(), MemoryError(), KeyError("k"), AssertionError()])
def test_a_fault_in_any_step_asks(monkeypatch: pytest.MonkeyPatch, step: str, fault: BaseException) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(step, fail)
    harmless = step.endswith(("read", "expand", "compare"))
    text = "for x in a; do echo; done" if harmless else "for x in a; do rm -rf /srv/data; done"
    found = verdict(text)
    assert found.decision == "ask"
    assert found.notes


@pytest.mark.parametrize(
    "text",
    ["ls 'a", "cat <<E\n$(", "if true; then ls", "ls )", "a\0b", "$(" * 500 + ")" * 500, "echo " + "a" * 1_100_000],
)
def test_unreadable_text_asks(text: str) -> None:
    found = verdict(text)
    assert found.decision != "allow"
    assert found.notes


def test_complete_lines_before_a_syntax_error_are_judged() -> None:
    assert verdict("terraform destroy\n)").decision == "confirm"


# --- 5: nothing is executed, nothing contacted, nothing written ------------------------------


FORBIDDEN = (
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "socket.connect", "pty.spawn",
    "socket.getaddrinfo", "shutil.rmtree", "os.remove", "os.rename", "os.mkdir", "os.truncate",
)  # fmt: skip
WATCHED: list[str] = []
_watching = [False]


def _watch(event: str, args: tuple[object, ...]) -> None:
    if not _watching[0]:
        return
    if event in FORBIDDEN:
        WATCHED.append(f"{event} {args!r}")
    elif event == "open" and isinstance(args[2], int) and args[2] & 0o3:
        WATCHED.append(f"open for writing {args!r}")


sys.addaudithook(_watch)


@pytest.fixture
def watched() -> Iterator[list[str]]:
    WATCHED.clear()
    _watching[0] = True
    yield WATCHED
    _watching[0] = False


def test_judging_executes_and_writes_nothing(watched: list[str]) -> None:
    for command in (*commands("stop")[::4], *commands("pass")[::4]):
        verdict(command)
    assert not watched


# --- 7: a project only tightens ------------------------------------------------------------


@FEWER
@given(
    st.sampled_from(STOPPED),
    st.sampled_from(["reversible", "recoverable", "irreversible"]),
    st.lists(st.sampled_from([*DECISIONS, "quorum"]), min_size=4, max_size=4),
)
def test_a_projects_policy_only_tightens(command: str, row: str, cells: list[str]) -> None:
    base = a_guard()
    from tests.support import RULES, tomllib

    built_in = tomllib.loads((RULES / "policy.toml").read_text())
    try:
        merged = settings_from(built_in, projects=[("policy.toml", {"matrix": {"agent": {row: cells}}})])
    except guard_module_errors():
        return  # a project's file that tries to loosen is refused as a whole
    tightened = judge(proposal(command), base.replace(settings=merged)).verdict
    assert DECISIONS.index(tightened.decision) >= DECISIONS.index(judge(proposal(command), base).verdict.decision)


def guard_module_errors() -> type[Exception]:
    from guardcmd.errors import GuardError

    return GuardError


# --- 8: an approval ------------------------------------------------------------------------


@pytest.mark.parametrize(("digest", "judged", "now"), [("b" * 64, "j", 1), ("a" * 64, "k", 1), ("a" * 64, "j", 9)])
def test_an_approval_fits_one_proposal_expires_and_is_used_once(
    tmp_path: Path, digest: str, judged: str, now: int
) -> None:
    from guardcmd.store.approvals import Approval, approve, take

    folder = str(tmp_path / "approvals")
    approve(folder, Approval("a" * 64, "j", 9))
    assert take(folder, digest, judged, now) is None
    assert take(folder, "a" * 64, "j", 1) is not None
    assert take(folder, "a" * 64, "j", 1) is None


# --- 10: linear ----------------------------------------------------------------------------


def _work(text: str) -> int:
    """Function calls made while judging."""
    count = 0

    def profile(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(profile)
    try:
        verdict(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece",
    ["ls a b c; ", "x=1; ", "echo $x ", "true && ", "echo 'a b' \"c $d\" ", "echo $(date) ", "rm -rf build; ",
     "a=$b$a; ", "[[ -f a ]] || ", "cat <<E\nline\nE\n", "f() { ls; }; f; ", "for i in 1 2; do ls; done; ",
     "# comment\n"],
)  # fmt: skip
def test_work_grows_with_the_text(piece: str) -> None:
    tail = "true"
    verdict(piece * 10 + tail)
    small, large = _work(piece * 50 + tail), _work(piece * 200 + tail)
    assert large <= small * 5


def test_rules_for_other_programs_cost_nothing() -> None:
    from guardcmd.ruleset.compile import layer_of
    from guardcmd.ruleset.read import read_file
    from guardcmd.ruleset.ruleset import Ruleset
    from tests.support import rule_files

    def rule(number: int) -> dict[str, object]:
        name = f"other{number}"
        examples = {"must_match": [f"{name} wipe", f"{name} wipe -a"], "must_not_match": [f"{name} ls", f"echo {name}"]}
        return {"tool": {"programs": [name]}, "rule": [{"id": f"{name}.wipe", "title": "wipes", "why": "it is gone",
                "reversibility": "irreversible", "blast_radius": "collection", "any_of": [{"subcommand": "wipe"}],
                **examples}]}  # fmt: skip

    def calls(count: int) -> int:
        more = tuple(read_file(rule(n), f"rules/other{n}.toml") for n in range(count))
        rules = Ruleset([layer_of((*rule_files(), *more))])
        guard = a_guard(rules)
        found = 0

        def profile(_frame: object, event: str, _arg: object) -> None:
            nonlocal found
            found += event == "call"

        judge(proposal("for x in a b; do git reset --hard; done"), guard)
        sys.setprofile(profile)
        try:
            judge(proposal("for x in a b; do git reset --hard; done"), guard)
        finally:
            sys.setprofile(None)
        return found

    assert calls(300) <= calls(3) * 1.05


assert guard_module.judge is judge
assert ShellText
