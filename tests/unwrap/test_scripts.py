from __future__ import annotations

import pytest

from guardcmd.calls import Invocation, Payload
from guardcmd.proposal import Missing, Proposal, ShellText, UnreadableFile
from guardcmd.shell.value import known, one_of, unknown
from guardcmd.unwrap.inner import enter
from guardcmd.unwrap.openers import open_invocation
from guardcmd.unwrap.scripts import contents, file_text, language_of, script_payload
from guardcmd.unwrap.state import State
from tests.unwrap.opening import invocation, opened, shown, world

FILES = {
    "/work/x.sh": "#!/bin/sh\nrm x\n",
    "/work/plain": "rm plain\n",
    "/work/tool": "#!/usr/bin/env -S python3 -u\nimport os\n",
    "/work/run.js": "x()\n",
    "/work/web.rb": "#!/usr/bin/ruby\nx\n",
    "/work/odd": "#!/usr/bin/tclsh8.6\nexec rm x\n",
    "/work/other": "#!/opt/unknown/lang\nx\n",
    "/work/binary": b"\x7fELF\0\0rm x",
    "/work/terraform": "rm fake\n",
    "/work/bom.sh": b"\xef\xbb\xbfrm bom\n",
    "/srv/deploy.sh": "rm srv\n",
    "/usr/local/bin/tool": "rm installed\n",
    "/work/node_modules/.bin/thing": "#!/usr/bin/env node\nx()\n",
}


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("./missing.sh", []),
        ("./binary", []),
        ("./other", []),  # an interpreter that nobody listed
        ("/usr/local/bin/tool", []),  # installed
        ("/usr/bin/rm.sh", []),
        ("ls", []),
        ("./x.sh a b", ["shell: #!/bin/sh\nrm x\n"]),
        ("x.sh", []),  # only looked up in PATH
        ("/work/x.sh", ["shell: #!/bin/sh\nrm x\n"]),
        ("/srv/deploy.sh", ["shell: rm srv\n"]),
        ("./plain", ["shell: rm plain\n"]),
        ("./tool", ["python: #!/usr/bin/env -S python3 -u\nimport os\n"]),
        ("./run.js", ["javascript: x()\n"]),
        ("./web.rb", ["ruby: #!/usr/bin/ruby\nx\n"]),
        ("./odd", ["tcl: #!/usr/bin/tclsh8.6\nexec rm x\n"]),
        ("./bom.sh", ["shell: rm bom\n"]),
        ("./terraform destroy", ["shell: rm fake\n"]),  # a name that is known, and a file beside the work
        ("./node_modules/.bin/thing", ["javascript: #!/usr/bin/env node\nx()\n"]),
        ("<?>/deploy.sh", ["opaque: file"]),
        ("<?>/bin/tool", []),
    ],
)
def test_scripts_run_by_their_path(line: str, inside: list[str]) -> None:
    assert shown(opened(line, None, FILES)) == inside


def test_the_origin_names_the_file() -> None:
    (part,) = opened("./x.sh a", None, FILES)
    assert isinstance(part, Payload)
    assert (part.origin.file, part.origin.line, part.origin.via) == ("./x.sh", 1, ("./x.sh",))
    assert [each.text for each in part.positional] == ["./x.sh", "a"]


def test_a_path_that_may_be_several() -> None:
    within = enter(invocation("x"), "x")
    found = script_payload(one_of(("./x.sh", "./plain", "./missing")), within, world(FILES))
    assert shown(found) == ["shell: #!/bin/sh\nrm x\n", "shell: rm plain\n"]
    assert shown(script_payload(one_of(tuple("abcdefghij")), within, world(FILES))) == ["opaque: file"]


@pytest.mark.parametrize(
    ("why", "source"),
    [
        ("$1", "variable"),
        ("output of `mktemp`", "variable"),
        ("text fetched by `curl`", "network"),
        ("text decoded by `base64`", "decode"),
    ],
)
def test_an_unknown_path_is_opaque(why: str, source: str) -> None:
    assert shown(script_payload(unknown(why), enter(invocation("x"), "x"), world())) == [f"opaque: {source}"]


class Locked:
    """A port on which every file is locked."""

    def read(self, path: str, limit: int = 0) -> bytes | Missing | UnreadableFile:
        return UnreadableFile("no permission")

    head = read


def test_a_file_that_cannot_be_read_is_opaque() -> None:
    place = world()
    place.files = Locked()  # type: ignore[assignment]
    assert shown(script_payload(known("./x.sh"), enter(invocation("x"), "x"), place)) == ["opaque: file"]


def test_programs_of_another_machine_are_unknown() -> None:
    start = invocation("./bin/tool x").replace(origin=invocation("x").origin.through("ssh web1", remote=True))
    assert open_invocation(start, world(FILES)) is None


def test_files_on_another_machine_are_not_looked_up() -> None:
    within = enter(invocation("x"), "ssh web1", remote=True, host="web1")
    assert shown(script_payload(known("/work/x.sh"), within, world(FILES))) == ["opaque: file"]


def test_without_a_known_directory_a_relative_path_is_opaque() -> None:
    within = enter(invocation("x"), "x").replace(directory=unknown("$d"))
    assert shown(script_payload(known("./x.sh"), within, world(FILES))) == ["opaque: file"]
    assert shown(script_payload(known("/srv/deploy.sh"), within, world(FILES))) == ["shell: rm srv\n"]


# --- files that the same text wrote --------------------------------------------------------


def a_state() -> State:
    return State(Proposal(ShellText(""), "/work", "/home/me", project="/work"))


def wrote(path: str, *values: object) -> State:
    state = a_state()
    for value in values:
        state.write(known(path), (value,))  # type: ignore[arg-type]
    return state


def test_what_was_written_before_counts() -> None:
    assert shown(opened("./x.sh", None, FILES, state=wrote("x.sh", known("rm written\n")))) == ["shell: rm written\n"]
    assert shown(opened("bash new.sh", None, {}, state=wrote("/work/new.sh", known("rm new\n")))) == ["shell: rm new\n"]
    assert shown(opened("python a.py", None, {}, state=wrote("a.py", unknown("$x", ("import ", None))))) == [
        "python: import …"
    ]


@pytest.mark.parametrize(
    ("why", "source"),
    [
        ("text fetched by `curl`", "network"),
        ("text decoded by `base64`", "decode"),
        ("output of `generate`", "variable"),  # an earlier line of the same text made it: it asks
        ("$x", "variable"),
    ],
)
@pytest.mark.parametrize("line", ["./x.sh", "bash x.sh", "sh ./x.sh", "bash < x.sh"])
def test_what_was_written_and_is_unknown_is_opaque(line: str, why: str, source: str) -> None:
    state = wrote("x.sh", unknown(why))
    assert shown(opened(line.replace("bash < x.sh", "bash x.sh"), None, {}, state=state)) == [f"opaque: {source}"]


def test_a_missing_file_may_come_from_an_archive() -> None:
    state = a_state()
    state.disk.unpackers.append("git clone")
    assert shown(opened("./x/install.sh", state=state)) == ["opaque: network"]
    state.disk.unpackers.append("tar")
    assert shown(opened("./x/install.sh", state=state)) == ["opaque: file"]
    state.disk.unpackers.append("tar of a download")
    assert shown(opened("./x/install.sh", state=state)) == ["opaque: network"]
    state.disk.unpackers.append("tar")
    state.write(known("x.tgz"), (unknown("text fetched by `curl`"),))
    assert shown(opened("./x/install.sh", state=state)) == ["opaque: network"]
    assert shown(opened("python -m venv .venv", state=state)) == ["venv .venv"]
    assert shown(opened("./x.sh", None, FILES, state=state)) == ["shell: #!/bin/sh\nrm x\n"]


def test_process_substitution_is_a_file() -> None:
    state = a_state()
    path = state.disk.pipe((known("rm x\n"),))
    assert shown(opened(f"bash {path}", state=state)) == ["shell: rm x\n"]
    fetched = state.disk.pipe((unknown("text fetched by `curl`"),))
    assert shown(opened(f"bash {fetched}", state=state)) == ["opaque: network"]


def test_contents_and_file_text() -> None:
    within = enter(invocation("x"), "x")
    assert contents("plain", within, world(FILES)) == [known("rm plain\n")]
    assert file_text("missing", within, world(FILES)) is None
    assert isinstance(within, Invocation)


@pytest.mark.parametrize(
    ("path", "start", "language"),
    [
        ("x", "#!/bin/bash", ("shell", "bash")),
        ("x", "#!/bin/zsh -f\n", ("shell", "zsh")),
        ("x.py", "#!/bin/sh\n", ("shell", "posix")),
        ("x", "#!/usr/bin/env python3\n", ("python", "")),
        ("x", "#!/usr/bin/env -S A=1 node --x\n", ("javascript", "")),
        ("x", "#! /usr/bin/perl -w\n", ("perl", "")),
        ("x", "#!/usr/bin/make -f\n", ("", "")),
        ("x", "#!\n", ("", "")),
        ("x.py", "", ("python", "")),
        ("x.zsh", "", ("shell", "zsh")),
        ("x", "rm x", ("shell", "bash")),
    ],
)
def test_the_language_of_a_script(path: str, start: str, language: tuple[str, str]) -> None:
    assert language_of(path, known(start), world()) == language
