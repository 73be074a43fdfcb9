"""Whole commands in a real repository: what the place and git's index make of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guardcmd.context.disk import DiskFiles
from guardcmd.context.gather import gather
from guardcmd.proposal import Proposal, ShellText
from guardcmd.shell.value import known
from guardcmd.targets.paths import Place
from tests.context.test_git_index import LONG_AGO, commit, git
from tests.support import a_guard, judge_with


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a repository `shop` in it: src, README and a build are there, `new` and `data` are untracked."""
    home = tmp_path_factory.mktemp("homes") / "dev"
    root = home / "shop"
    (root / "src").mkdir(parents=True)
    git(home, "init", "-q", "shop")
    (root / ".gitignore").write_text("node_modules\n.env\n")
    for name in ("README", "src/a.py", "src/b.py", ".gitignore"):
        (root / name).write_text(name) if name != ".gitignore" else None
        os.utime(root / name, (LONG_AGO, LONG_AGO))
    commit(root)
    for folder in ("data", "node_modules", "src/lib"):
        (root / folder).mkdir()
    (root / "src" / "lib" / "c.py").write_text("c")
    os.utime(root / "src" / "lib" / "c.py", (LONG_AGO, LONG_AGO))
    commit(root)
    (root / "data" / "x").write_text("untracked")
    (root / "new").write_text("untracked")
    (root / "src" / "b.py").write_text("modified")
    (root / ".env").write_text("SECRET=1")
    return home


def decision(text: str, home: Path, actor: str = "agent", made: tuple[str, ...] = ()) -> str:
    root = str(home / "shop")
    files = DiskFiles()
    place = Place(known(root), str(home), root, start=root, files=files, memo=[])
    guard = a_guard(files=files).replace(
        gather=lambda *given: gather(*given, made),
        place=lambda _: place,
    )
    return judge_with(text, guard, Proposal(ShellText(text), root, str(home), root, actor)).verdict.decision


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # --- nothing is lost
        ("rm -rf node_modules", "allow"),
        ("rm -rf /tmp/x", "allow"),
        ("rm -f .git/index.lock", "allow"),
        # --- what git has: a file is a file, however it is removed
        ("rm -rf README", "notify"),
        ("rm -rf node_modules README", "notify"),
        ("rm -rf src/lib", "ask"),
        ("rm -rf README src/lib", "ask"),
        ("rm -rf new", "confirm"),
        ("rm -rf README new", "confirm"),
        ("rm -rf src/b.py", "confirm"),
        ("cp src/a.py src/d.py", "allow"),
        # --- git has it
        ("rm README", "notify"),
        ("rm src/a.py", "notify"),
        ("find src/lib -type d -empty -delete", "allow"),
        # --- git does not have it
        ("rm new", "ask"),
        ("rm src/b.py", "ask"),
        ("rm -rf src", "confirm"),  # src/b.py is modified
        ("rm -rf data", "confirm"),
        ("rm .env", "ask"),
        ("rm *.md", "confirm"),
        ("rm README new", "ask"),
        # --- evidence that does not hold
        ("mv new README && rm README", "ask"),
        ("git rm -q --cached README && rm README", "ask"),
        ("ssh web1 rm README", "ask"),
        ("rm $(echo README; date)", "ask"),
        ('rm README "$X"', "ask"),
        ('rm -rf src/lib "$X"', "ask"),
        ('rm -rf src/lib "$X"/', "confirm"),
        ('rm README "$X"/*', "confirm"),
        ("rm README ~/notes", "ask"),
        ("rm README && rm -rf data", "confirm"),
        ("rm README; rm README", "ask"),
        ("cd src && rm a.py", "notify"),
        ("cd data && rm a.py", "ask"),
        ("(cd src; rm a.py)", "notify"),
        ("sudo rm README", "notify"),
        ("xargs rm < list", "confirm"),
        ("git ls-files | xargs rm", "confirm"),
        ("unlink README", "notify"),
        ("rm -- README", "notify"),
        ("rm ./src/../README", "notify"),
        ("docker run -v $PWD:/w alpine rm -rf /w", "confirm"),
        # --- the text made it
        ("echo x > t.py; python t.py; rm t.py", "notify"),
        ("cat x | tee t.py && chmod +x t.py && rm -f ./t.py", "notify"),
        ("mkdir -p t && echo x > t/a && rm -rf t", "notify"),
        ("echo x > new; rm new", "ask"),
        ("mv new t.py; echo x > t.py; rm t.py", "ask"),
        ('mv new "$X"; echo x > t.py; rm t.py', "ask"),
        ("echo x > t.py; rm t.py README", "ask"),
        ("ssh web1 'echo x > t.py'; rm t.py", "ask"),
        # --- more than the project
        ("rm -rf .", "confirm"),
        ("rm -rf .git", "confirm"),
        ("rm -rf ..", "confirm"),
        ("rm -rf ~", "confirm"),
        ("cd / && rm -rf *", "block"),
        ("rm -rf ~/.claude", "block"),
    ],
)
def test_deleting(text: str, expected: str, home: Path) -> None:
    assert decision(text, home) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rm new", "notify"),
        ("rm -rf data", "ask"),
        ("rm -rf src/lib", "notify"),
        ("rm -rf /srv/data", "confirm"),
        ("rm -rf ~", "confirm"),
        ("rm -rf /", "block"),
    ],
)
def test_people_delete_their_own_things_more_easily(text: str, expected: str, home: Path) -> None:
    assert decision(text, home, actor="human") == expected


def test_what_the_session_made_may_go(home: Path) -> None:
    made = (f"{home}/shop/new",)
    assert decision("rm new", home, made=made) == "notify"
    assert decision("rm new README", home, made=made) == "ask"
