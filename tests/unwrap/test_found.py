from __future__ import annotations

import pytest

from guardcmd.calls import Invocation
from tests.unwrap.opening import opened, shown


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("find . -name x -print", []),
        ("find . -name '*.pyc' -delete", ["rm ./….pyc"]),
        ("find . -type d -empty -delete", []),
        ("find . -exec rm {} \\;", ["rm ./…"]),
        ("find . -exec rm -rf {} +", ["rm -rf ./…"]),
        ("find / -exec rm {} +", ["rm /…"]),
        ("find -exec rm {} +", ["rm ./…"]),
        ("find a 'b c' -type f -exec rm {} \\;", ["rm a/…", "rm b c/…"]),
        ("find -L -D exec -O3 /srv -exec rm {} +", ["rm /srv/…"]),
        ("find <?> -exec rm {} +", ["rm …/…"]),
        ("find /data/<?> -exec rm {} +", ["rm /data/…/…"]),
        ("find . -ok rm {} \\;", ["rm ./…"]),
        ("find . -execdir rm ./{} \\;", ["rm ././…"]),
        ("find . -exec sh -c 'rm \"$1\"' _ {} \\;", ["sh -c rm \"$1\" _ ./…"]),
        ("find . -exec rm x \\;", ["rm x"]),
        ("find . -exec a \\; -exec rm {} +", ["a", "rm ./…"]),
        ("find . -exec rm {}", ["rm ./…"]),
        ("find . -exec + \\;", ["+"]),
        ("find . -exec \\;", []),
        ("gfind . -exec rm {} +", ["rm ./…"]),
        # tests before the action limit what is found
        ("find . -name '*.pyc' -exec rm {} +", ["rm ./….pyc"]),
        ("find . -type d -name node_modules -prune -exec rm -rf {} +", ["rm -rf ./…/node_modules"]),
        ("find . -exec rm {} + -name '*.pyc'", ["rm ./…"]),
        ("find . -exec true -name '*.pyc' \\; -exec rm {} +", ["true -name *.pyc", "rm ./…"]),
        ("find . -name '*.pyc' -o -exec rm {} +", ["rm ./…"]),
        ("find . ! -name '*.pyc' -exec rm {} +", ["rm ./…"]),
        ("find . \\( -name a -o -name b \\) -exec rm {} +", ["rm ./…"]),
        ("find . -name '*.py?' -exec rm {} +", ["rm ./…"]),
        ("find . -name '*' -exec rm {} +", ["rm ./…"]),
        # fd
        ("fd -e pyc", []),
        ("fd -e pyc -x rm", ["rm ./…"]),
        ("fd pat src -X rm -rf {}", ["rm -rf src/…"]),
        ("fd -t f pat a b --exec rm", ["rm a/…", "rm b/…"]),
        ("fd pat --search-path /srv -x rm {/}", ["rm …"]),
        ("fd pat --base-directory=/srv -x rm", ["rm /srv/…"]),
        ("fd pat -x rm {} \\; -x ls", ["rm ./…", "ls ./…"]),
    ],
)  # fmt: skip
def test_what_a_search_runs(line: str, inside: list[str]) -> None:
    assert shown(opened(line)) == inside


def test_a_found_path_is_a_root_a_slash_and_a_hole() -> None:
    (command,) = opened("find build -exec rm {} +")
    assert isinstance(command, Invocation)
    assert command.argv[1].pieces == ("build/", None)
    assert command.origin.via == ("find -exec",)
    (named,) = opened("find . -name node_modules -exec rm -rf {} +")
    assert isinstance(named, Invocation)
    assert named.argv[2].pieces == ("./", None, "/node_modules")


def test_many_roots_are_one_unknown_path() -> None:
    (command,) = opened("find a b c d e f g h i -exec rm {} +")
    assert isinstance(command, Invocation)
    assert command.argv[1].whole_unknown
