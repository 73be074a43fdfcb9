from __future__ import annotations

import pytest

from tests.unwrap.shown import HERE, removals

FILES = {f"{HERE}/s/x.sh": b"rm x\n", f"{HERE}/bin/tool": b"#!/bin/sh\nrm tool\n", f"{HERE}/a.sh": b"ls\n"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cp /bin/rm f; ./f x", ["x"]),
        ("ln -s /bin/rm f && ./f x", ["x"]),
        ("ln -s /bin/rm && ./rm x", ["x"]),
        ("install -m 755 /bin/rm /tmp/f; /tmp/f x", ["x"]),
        ("cp /bin/rm bin/; bin/rm x", ["x"]),
        ("cp /bin/rm a; mv a b; ./b x", ["x"]),
        ("cp -t bin /bin/rm; PATH=bin:$PATH rm x", ["x"]),
        ("ln -s /bin/rm bin/l; PATH=$PWD/bin:$PATH l x", ["x"]),
        ("cp s/x.sh y; sh y", ["x"]),
        ("mv s/x.sh y && ./y", ["x"]),
        ("cp -r s /tmp/t; sh /tmp/t/x.sh", ["x"]),
        ("ln -s $PWD/s /tmp/t; . /tmp/t/x.sh", ["x"]),
        ("cat s/x.sh > y; sh y", ["x"]),
        ("cp s/x.sh y; cat y | sh", ["x"]),
        ("cat a.sh s/x.sh | sh", ["x"]),
        ("sh s/*.sh", ["x"]),
        ("for f in s/*.sh; do sh \"$f\"; done", ["x"]),
        (". s/*.sh", ["x"]),
        ("PATH=./bin:$PATH tool", ["tool"]),
        ("PATH=/usr/bin:$PATH tool", []),
        ("cp /bin/ls f; ./f x", []),
        ("cp a.sh y; sh y", []),
        ("cp /bin/rm f; ls f", []),
    ],
)  # fmt: skip
def test_copies_and_links(text: str, found: list[str]) -> None:
    assert list(dict.fromkeys(removals(text, files=FILES))) == found
