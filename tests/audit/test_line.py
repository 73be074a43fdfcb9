"""Lines of the log: one JSON object each, linked to the one before."""

from __future__ import annotations

import hashlib
import json

from guardcmd.audit.line import LONGEST_TEXT, START, body, digest, linked, shortened


def test_a_line_is_json_with_the_link() -> None:
    line = linked(body({"event": "decision", "text": "é\n\x1b"}), START)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert line.isascii()
    assert json.loads(line) == {"event": "decision", "text": "é\n\x1b", "prev": START}


def test_the_link_is_the_sha256_of_the_line() -> None:
    assert digest(b"abc") == hashlib.sha256(b"abc").hexdigest()


def test_long_text_keeps_both_ends() -> None:
    shown = shortened("a" * 10_000 + "b" * 10_000)
    assert len(shown) < LONGEST_TEXT + 50
    assert shown.startswith("aaa")
    assert shown.endswith("bbb")
    assert shortened("short") == "short"
